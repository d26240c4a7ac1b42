/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_KERNEL_MARKET_H
#define BIL_BENCH_KERNEL_MARKET_H

/* The questions of a district's own run: it is allocated, the prices of every round are kept, and
 * then each person is asked at each of them, with the very models of the run. Every question is a
 * pair of a person and prices. */

#include "bench/kernel/ways.h"
#include "data/district.h"

typedef struct {
    const bil_district *district;
    const bil_applicant *persons;
    size_t count;
    int phases;     /* equal ones in a year; 0 = as each case has them */
    int rounds;     /* of prices at most, spread over the run */
    int64_t beside; /* every how many pairs GLPK is asked, too; 0 = never */
    bool essential; /* the essential levels first: both passes' prices */
} market;

bool market_run(way_tally *tally, const market *m, bil_error *err);

#endif
