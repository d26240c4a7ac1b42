/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_KERNEL_MARKET_H
#define BIL_BENCH_KERNEL_MARKET_H

/* Prices as a district has them: pools and capacities start without a price, and each round raises
 * the prices of what was asked for too much and lowers the others', so that in the end about as
 * much is asked for as there is. Every question of every round is a pair of a person and prices. */

#include "bench/kernel/ways.h"
#include "data/district.h"

typedef struct {
    const bil_district *district;
    const bil_applicant *persons;
    size_t count;
    int phases; /* equal ones in a year; 0 = as each case has them */
    int rounds;
    int64_t beside;   /* every how many pairs GLPK is asked, too; 0 = never */
    double essential; /* points of the score for a point of essential shortfall */
    bool show;        /* what is asked for, round by round */
} market;

bool market_run(way_tally *tally, const market *m, bil_error *err);

#endif
