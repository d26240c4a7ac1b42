/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALLOCATE_REPORT_H
#define BIL_SOLVER_ALLOCATE_REPORT_H

/* From an allocation to the plain values of its report: rows with their prices, sums, and who waits
 * for what. */

#include "engine/allocation.h"
#include "solver/allocate.h"

/* What the caller found out about a person's plan. */
typedef struct {
    size_t lines;
    int64_t score_e9; /* as the plan states it and the checker agrees */
    int64_t shortfall_e9;
    int64_t public_cents;
    bool valid; /* the package is a plan that passes the check */
    bool kept;  /* had a plan to keep */
} bil_allotted_plan;

/* `plans` has one per person. `jobs` threads look into why people wait. `*out` belongs to the
 * caller and borrows the district and the persons. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_allocate_report(
    bil_allocation_report **out, const bil_allocation *allocation, const bil_case *const *persons,
    const bil_allotted_plan *plans, const bil_allocate_settings *settings, bil_error *err);

#endif
