/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_EXPLAIN_IMPL_H
#define BIL_SOLVER_EXPLAIN_IMPL_H

/* What the answers share: the case with changes, solved again, checked, compared. */

#include "solver/explain.h"
#include "solver/repair.h"

typedef struct {
    const bil_case *person;
    const bil_plan *plan;
    const bil_propose_settings *settings;
    bil_answer *answer;
} bil_explaining;

/* Proposes for the case with the changes and checks the plan against it. `*out` is NULL when there
 * is none; else the caller's. */
BIL_MUST_CHECK bil_status bil_explain_solve(bil_plan **out, const bil_explaining *e,
                                            const bil_change *changes, size_t count,
                                            bil_error *err);

/* Makes `other` (which may be NULL) the answer's other plan and fills the difference. */
BIL_MUST_CHECK bil_status bil_explain_compare(const bil_explaining *e, bil_plan *other,
                                              bil_error *err);

/* Fills conflict and repairs of the answer for the case with the changes; wishes stay. */
BIL_MUST_CHECK bil_status bil_explain_repairs(const bil_explaining *e, const bil_change *changes,
                                              size_t count, int64_t score_e9, bil_error *err);

/* The line of a service in a phase of the plan at hand, NULL when it is not there. */
const bil_line *bil_explain_line(const bil_explaining *e, size_t phase, bil_index service);

/* How far a need is covered in a phase of the plan at hand, hundredths. */
int64_t bil_explain_covered(const bil_explaining *e, size_t phase, size_t need);

/* The changes asked for, and with them every need in every phase at least as covered as it is in
 * the plan at hand; the need that the question is about is left alone. `*out` lives in the answer.
 */
BIL_MUST_CHECK bil_status bil_explain_keep(const bil_explaining *e, const bil_change *asked,
                                           size_t asked_count, bil_change **out, size_t *count,
                                           bil_error *err);

BIL_MUST_CHECK bil_status bil_explain_why(const bil_explaining *e, bil_error *err);
BIL_MUST_CHECK bil_status bil_explain_why_not(const bil_explaining *e, bil_error *err);
BIL_MUST_CHECK bil_status bil_explain_what_if(const bil_explaining *e, bil_error *err);
BIL_MUST_CHECK bil_status bil_explain_next(const bil_explaining *e, bil_error *err);

/* The changes that have the subject: room for BIL_HAVE_MAX. Returns how many; 0 for a score. */
enum { BIL_HAVE_MAX = BIL_PHASES_MAX };
size_t bil_explain_have(const bil_explaining *e, bil_change *out);

#endif
