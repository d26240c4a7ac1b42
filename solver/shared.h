/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_SHARED_H
#define BIL_SOLVER_SHARED_H

/* What the persons of a district share, as rows with a limit each (model §8).
 *
 * A pool has a row for each twelve months from the first month in which a plan starts: all persons'
 * money from it in those months is at most a year of it. What a phase costs is spread evenly over
 * its months, one-offs included, as the ceilings of a person's budget do; a share of a cent counts
 * as a cent. A capacity has a row for each stretch of months in which nobody's phase begins or
 * ends: all persons' units in a month of it are at most a month of it. A one-off is given in the
 * first month of its phase. */

#include "engine/district.h"
#include "solver/funding.h"

typedef enum {
    BIL_SHARED_POOL,
    BIL_SHARED_CAPACITY,
    BIL_SHARED_SHORTFALL /* what may be missing below the floors, over all persons */
} bil_shared_kind;

typedef struct {
    bil_shared_kind kind;
    size_t index; /* of the district's pools or capacities */
    int from;     /* first month, counted from the district's first */
    int months;
    double limit; /* cents, units, or shortfall × 10⁹ */
} bil_shared_row;

typedef struct {
    const bil_district *district;
    int first_month; /* the district's first month: year × 12 + month - 1 */
    int last_month;  /* one after its last, counted from the first */
    size_t years;    /* rows of a pool */
    size_t stretches;
    const int *cuts; /* stretch k is [cuts[k], cuts[k + 1]) */
    bil_shared_row *rows;
    size_t row_count;
    size_t shortfall_row; /* SIZE_MAX = none */
    /* Per service of the catalogue, its capacity's index + 1 (0 = none); per provider row too. */
    const uint32_t *of_service;
    const uint32_t *of_provider;
    const uint32_t *of_source; /* per source, its pool's index + 1 */
} bil_shared;

/* Builds the rows for these persons. Everything lives in `arena`. BIL_E_NOMEM; BIL_E_DATA when the
 * persons' plans lie more than a hundred years apart. */
BIL_MUST_CHECK bil_status bil_shared_build(bil_shared *out, const bil_district *district,
                                           const bil_case *const *persons, size_t count,
                                           bil_arena *arena, bil_error *err);

/* Adds the row that limits the shortfall of all persons together; before anything is priced. */
void bil_shared_limit_shortfall(bil_shared *shared, double limit);

/* First month of a phase, counted from the district's first. */
int bil_shared_month(const bil_shared *shared, const bil_view_phase *phase);

/* What a cent paid every month of the phase by this source costs at the rows' prices. */
double bil_shared_money_price(const bil_shared *shared, const double *prices,
                              const bil_view_phase *phase, bil_index source);

/* The most cents a month from a source in a phase that the rows of its pool have left;
 * BIL_UNLIMITED without a pool. */
int64_t bil_shared_monthly_room(const bil_shared *shared, const double *left,
                                const bil_view_phase *phase, bil_index source);

/* What a unit a month of the offer costs through the phase at the rows' prices. */
double bil_shared_unit_price(const bil_shared *shared, const double *prices, const bil_view *view,
                             const bil_view_phase *phase, const bil_offer *offer);

/* Adds what a phase's lines use of each row to `amounts` (one per row, whole numbers). */
void bil_shared_add(double *amounts, const bil_shared *shared, const bil_view *view,
                    const bil_view_phase *phase, const bil_choice *choice,
                    const bil_funding_found *funding);

#endif
