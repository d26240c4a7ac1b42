/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_COMPARE_H
#define BIL_SCENARIOS_COMPARE_H

/* Two allocations that were written as JSON, side by side: who gains, who loses, what each rule
 * gives up. */

#include "data/district.h"
#include "engine/comparison.h"

/* A change of less than a point, a hundredth of all needs of a person, is none. */
#define BIL_COMPARE_THRESHOLD_E9 INT64_C(10000000)

typedef struct {
    bil_arena *arena;
    bil_told_allocation *sides[2];
    bil_comparison comparison; /* borrows all else */
} bil_compared;

/* `persons` of the district for the groups; NULL = none. `faults` tells what is wrong with the
 * files. BIL_E_DATA, BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. To be closed in any case. */
BIL_MUST_CHECK bil_status bil_compare(bil_compared *out, const char *first, const char *second,
                                      const bil_population *persons, bil_faults *faults,
                                      bil_error *err);
void bil_compared_close(bil_compared *compared);

#endif
