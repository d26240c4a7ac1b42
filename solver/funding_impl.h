/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_FUNDING_IMPL_H
#define BIL_SOLVER_FUNDING_IMPL_H

/* Between funding.c and funding_whole.c. */

#include "solver/funding.h"

/* What funding.c has already worked out for the phase. */
typedef struct {
    const int64_t *caps;  /* per payer, cents a month after absorption */
    int64_t pension_room; /* cents a month */
    bool family_first;    /* spare family money before public money */
    const double *prices; /* per payer, what a cent costs before all else; NULL = nothing */
} bil_whole_limits;

/* A payer's price as a share of the dearest one, in [0, 1]. */
double bil_funding_price(const double *prices, const bil_view_phase *phase, size_t payer);

/* The same question as bil_fund, as an integer model over the whole phase: recurring cents weigh
 * as many times as the phase has months, one-offs once. Slower than the network and exact where
 * the network's month-sized units are too coarse; its answer is checked in integers. `cents` is
 * offer × payer, zeroed by the caller. */
BIL_MUST_CHECK bil_status bil_fund_whole(bool *feasible, int64_t *cents, const bil_view *view,
                                         const bil_view_phase *phase, const bil_choice *choice,
                                         const bil_whole_limits *limits, bil_arena *arena,
                                         bil_error *err);

#endif
