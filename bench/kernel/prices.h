/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_KERNEL_PRICES_H
#define BIL_BENCH_KERNEL_PRICES_H

/* What a district asks of one person: the score, less what the person takes of the pools and of the
 * capacities at their prices. */

#include "solver/stages.h"

/* Points of the score, in thousandths, for a euro a month of each pool; and the same for a unit of
 * each service, as if it were scarce. */
typedef struct {
    double pools[3];  /* health, social, both */
    double *services; /* per service of the catalogue */
} prices;

/* Prices number `number`: from none at all to such that little is bought; the levels follow each
 * other as in a search for prices, the first few far apart, then closer. The same number gives the
 * same prices on every machine. `services` has room for every service. */
void prices_draw(prices *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number);

/* Puts the objective on the model. */
void prices_set(bil_model *model, const prices *at);

#endif
