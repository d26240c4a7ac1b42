/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CHECK_DISTRICT_H
#define BIL_ENGINE_CHECK_DISTRICT_H

/* Does a district's allocation keep to its pools and places? Added up anew from the plans' lines,
 * month by month, in integers; shares no code with the solver.
 *
 * A pool holds for each twelve months from the district's first: a phase's money from it is spread
 * evenly over the phase's months, and in a year a share of a cent counts as a cent. A capacity
 * holds in every month; a one-off takes its units in the first month of its phase. */

#include "engine/district.h"

typedef struct bil_district_sums bil_district_sums;

/* `first` = the day on which the first plan starts, `months` = from that month to the end of the
 * last plan. BIL_E_NOMEM. Freed with bil_district_sums_free. */
BIL_MUST_CHECK bil_status bil_district_sums_new(bil_district_sums **out,
                                                const bil_district *district, bil_date first,
                                                int months, bil_error *err);
void bil_district_sums_free(bil_district_sums *sums); /* accepts NULL */

/* Adds what a person's plan takes. False when the plan lies outside the months. */
BIL_MUST_CHECK bool bil_district_sums_add(bil_district_sums *sums, const bil_case *person,
                                          const bil_plan *plan);

/* Money of a pool in a year (from 0), units of a capacity in a month (from 0). */
int64_t bil_district_money(const bil_district_sums *sums, size_t pool, int year);
int64_t bil_district_units(const bil_district_sums *sums, size_t capacity, int month);

/* The first limit that is exceeded: false, and whose it is. */
typedef struct {
    const char *code; /* of the pool's source or of the capacity */
    int at;           /* year or month, from 0 */
    int64_t limit;
    int64_t found;
} bil_district_excess;

bool bil_district_holds(const bil_district_sums *sums, bil_district_excess *out);

#endif
