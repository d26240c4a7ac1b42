/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/bound.h"

#include "engine/metrics.h"

#define E9 INT64_C(1000000000)

/* Scores of documents are rounded: so much more than a bound is no contradiction. */
#define ROUNDING_E9 INT64_C(1000)

bil_bound bil_bound_meet(bil_bound a, bil_bound b)
{
    bil_bound both = a;
    if (a.bound_e9 < 0 || (b.bound_e9 >= 0 && b.bound_e9 < a.bound_e9)) {
        both.bound_e9 = b.bound_e9;
    }
    both.reached_e9 = b.reached_e9 > a.reached_e9 ? b.reached_e9 : a.reached_e9;
    return both;
}

int64_t bil_bound_held(bil_bound bound)
{
    const bool exceeded = bound.reached_e9 > bound.bound_e9 + ROUNDING_E9;
    return bound.bound_e9 < 0 || exceeded ? -1 : bound.bound_e9;
}

int64_t bil_bound_price(int64_t bound_e9, int64_t reached_e9)
{
    return bil_metric_price(bound_e9, reached_e9 < bound_e9 ? reached_e9 : bound_e9, E9);
}
