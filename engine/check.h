/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CHECK_H
#define BIL_ENGINE_CHECK_H

/* The checker: re-reads case, catalogue and plan, uses integers only, shares no code with the
 * solver, and lists every violation. No plan leaves the program unchecked, whatever made it.
 *
 * Violations of a cumulability rule carry the rule's id of the catalogue (D01 …); the others carry
 * one of the constraint ids of check_ids.def, documented in docs/MODEL.md. */

#include "engine/plan.h"

typedef struct {
    const bil_violation *items;
    size_t count;
    const bil_violation *waived; /* of rules that a person set aside, with the reason on record */
    size_t waived_count;
} bil_verdict;

/* Checks a plan of status optimal, feasible or stopped against the case (and its catalogue).
 * A plan of status infeasible must have no phases and is otherwise accepted.
 * Texts and items live in `arena`. Returns BIL_E_NOMEM, else BIL_OK with the verdict filled. */
BIL_MUST_CHECK bil_status bil_check(bil_verdict *out, const bil_plan *plan, const bil_case *person,
                                    bil_arena *arena, bil_error *err);

/* The words for a constraint id ("ceiling.public" …); the id itself when unknown. */
bil_words bil_check_id_words(const char *id);

#endif
