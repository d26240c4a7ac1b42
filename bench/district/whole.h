/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_DISTRICT_WHOLE_H
#define BIL_BENCH_DISTRICT_WHOLE_H

/* A whole district as one mixed-integer model, for other solvers: every person's model side by side
 * and a row for each pool and place; the greatest sum of scores × 1,000. Nobody may stay as today
 * against their own rules, and irreducibility, which rows cannot say beforehand, is not in it. */

#include "data/district.h"
#include "engine/text.h"

BIL_MUST_CHECK bil_status bench_whole_write(bil_text *out, const bil_population *population,
                                            bil_error *err);

#endif
