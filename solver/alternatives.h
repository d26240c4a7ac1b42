/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALTERNATIVES_H
#define BIL_SOLVER_ALTERNATIVES_H

/* More than one answer: the best plan, plans that are each best for one goal near it, and what is
 * in place today. */

#include "engine/proposals.h"
#include "solver/propose.h"

#define BIL_WITHIN_DEFAULT_E6 INT64_C(30000)

typedef struct {
    size_t count;      /* plans wanted, the best one included: 1 to BIL_PROPOSALS_MAX */
    int64_t within_e6; /* share of the best plan's score that the others may give up, × 10⁶ */
} bil_alternatives;

/* The first plan is that of bil_propose. Each further one is best for its goal, with in every phase
 * the first plan's essential shortfall and at least its score less the share; differs from every
 * other in at least two services; and of any two plans none is worse or equal in all that they are
 * compared by. Goals without a plan of their own say why in `missed`. When the first plan is that
 * there is no plan, or none yet, it stands alone, without `today`.
 *
 * No plan is checked here: whoever shows them runs bil_check first. `*out` is the caller's. */
BIL_MUST_CHECK bil_status bil_alternatives_find(bil_proposals **out, const bil_case *person,
                                                const bil_alternatives *wanted,
                                                const bil_propose_settings *settings,
                                                bil_error *err);

#endif
