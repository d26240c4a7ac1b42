/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CORE_IMPL_H
#define BIL_SOLVER_CORE_IMPL_H

/* Between core.c (nodes, bounds, branching) and core_try.c (trying one by one). */

#include "solver/core.h"

/* What is left of a node: groups with their packages that are still of interest. */
typedef struct {
    const bil_packages *packages; /* those of the node */
    const double *limits;         /* per row, for sums compared exactly */
    const double *prices;
    const double *loss; /* per package: against its group's best at the prices */
    double budget;      /* a choice that loses more than this is of no interest */
    int64_t limit;      /* how many steps */
} bil_core_trial;

typedef struct {
    uint32_t *package; /* per group: the last and best choice found; the caller's room */
    double loss;       /* of it, with what its slack is worth */
    bool found;
    bool complete; /* no other choice within the budget is better */
} bil_core_tried;

/* BIL_E_NOMEM. Each choice found lowers the budget to `loss − margin`. */
BIL_MUST_CHECK bil_status bil_core_try(bil_core_tried *out, const bil_core_trial *trial,
                                       double margin, bil_error *err);

#endif
