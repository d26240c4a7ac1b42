/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_BOUND_H
#define BIL_ENGINE_BOUND_H

/* What some allocations of a district reached, and what is proven of all: of their sums of scores,
 * or of their least scores. One rule proves what another is measured by. */

#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t reached_e9; /* by the one that reached most */
    int64_t bound_e9;   /* no allocation reaches more; -1 = none is known */
} bil_bound;

/* Of the same district; {0, -1} adds nothing. */
bil_bound bil_bound_meet(bil_bound a, bil_bound b);

/* The bound, if nobody reached more: else it speaks of other allocations, and is -1. */
int64_t bil_bound_held(bil_bound bound);

/* What is missing to it, × 10⁹: bil_metric_price with the rounding of scores forgiven. */
int64_t bil_bound_price(int64_t bound_e9, int64_t reached_e9);

#endif
