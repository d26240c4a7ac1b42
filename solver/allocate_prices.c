/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master.h"

/* How much of the best prices so far goes into the next ones. */
#define SMOOTHING 0.3

void bil_run_note_keys(bil_sharing *r, const bil_mastered *mastered)
{
    memcpy(r->keys, mastered->key, r->count * sizeof *r->keys);
    r->has_keys = true;
}

/* Rounds of prices over the packages of `store`, of everybody or of the sample. */
bil_status bil_run_seek_prices(bil_sharing *r, bil_allocate_stage stage, int rounds, bil_error *err)
{
    bil_master *master = NULL;
    const size_t rows = r->store->row_count;
    bil_status status = bil_master_new(&master, r->store, err);
    bool mixed = false; /* were they the master's own prices, or mixed with the best? */
    r->now.stage = stage;
    if (status == BIL_OK) {
        status = bil_run_first_prices(r, master, err);
    }
    for (int round = 0; status == BIL_OK && round < rounds && !atomic_load(&r->stop); round++) {
        double bound = HUGE_VAL;
        const size_t before = r->record_count;
        r->now.round = round + 1;
        r->out->rounds++;
        status = bil_run_price(r, &bound, err);
        if (status != BIL_OK || atomic_load(&r->stop)) {
            break;
        }
        if (bound < r->best_bound) {
            r->best_bound = bound;
            memcpy(r->best_prices, r->prices, rows * sizeof *r->prices);
        }
        if (r->counting && bound < -1e-5) {
            break; /* somebody is lacking, whatever is done */
        }
        bil_master_settings settings;
        bil_mastered mastered;
        bil_master_settings_init(&settings);
        settings.limits = r->limits;
        settings.tick = bil_run_master_tick;
        settings.payload = r;
        status = bil_master_solve(&mastered, master, &settings, err);
        if (status != BIL_OK) {
            break;
        }
        bil_run_note_keys(r, &mastered);
        const double gap = (r->best_bound - mastered.value) / fmax(1.0, fabs(mastered.value));
        const bool nothing_new = round > 0 && r->record_count == before;
        const bool settled = mastered.optimal && ((nothing_new && !mixed) ||
                                                  gap <= (double)r->settings->gap_e9 * 1e-9 * 0.2);
        mixed = !settled && !nothing_new; /* else the master's own prices have to be asked */
        const double best = mixed ? SMOOTHING : 0.0;
        for (size_t row = 0; row < rows; row++) {
            r->prices[row] = best * r->best_prices[row] + (1.0 - best) * mastered.price[row];
        }
        if (settled) {
            break;
        }
    }
    bil_master_free(master);
    return status;
}
