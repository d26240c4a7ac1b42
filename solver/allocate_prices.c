/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master.h"

enum { SAMPLE_LEAST = 1000, SAMPLE_MOST = 3000, BOXED_ROUNDS = 2 };

/* How much of the best prices so far goes into the next ones. */
#define SMOOTHING 0.3

/* How far from trusted prices the master's may go, and what a row without a price may get: a share
 * of what a person is worth for what a person takes of it. */
#define BOX 1.3
#define BOX_FREE 0.05

static bool master_tick(void *payload)
{
    bil_sharing *r = payload;
    return bil_run_tell(r, r->now.done);
}

/* Prices of a sample are nearly right: with few packages yet, the master's are not, so they are
 * held near the best ones at first. */
static void set_box(bil_sharing *r, int round)
{
    const double wide = pow(BOX, (double)(round + 1));
    for (size_t row = 0; row < r->store->row_count; row++) {
        const double share = r->limits[row] > 0.0 ? (double)r->count / r->limits[row] : 1.0;
        r->low[row] = r->best_prices[row] / wide;
        r->high[row] = r->best_prices[row] * wide + BOX_FREE * share * (wide - 1.0);
    }
}

/* Rounds of prices over the packages of `store`, of everybody or of the sample. */
bil_status bil_run_seek_prices(bil_sharing *r, bil_allocate_stage stage, int rounds, bil_error *err)
{
    bil_master *master = NULL;
    const size_t rows = r->store->row_count;
    bil_status status = bil_master_new(&master, r->store, err);
    r->now.stage = stage;
    for (int round = 0; status == BIL_OK && round < rounds && !atomic_load(&r->stop); round++) {
        double bound = HUGE_VAL;
        const size_t before = r->record_count;
        r->now.round = round + 1;
        r->out->rounds++;
        status = bil_run_price(r, &bound, err);
        if (status != BIL_OK || atomic_load(&r->stop)) {
            break;
        }
        if (bound < r->best_bound || r->who != NULL) {
            r->best_bound = bound;
            memcpy(r->best_prices, r->prices, rows * sizeof *r->prices);
        }
        bil_master_settings settings;
        bil_mastered mastered;
        bil_master_settings_init(&settings);
        settings.limits = r->limits;
        settings.tick = master_tick;
        settings.payload = r;
        if (r->trusted != NULL && round < BOXED_ROUNDS) {
            set_box(r, round);
            settings.low = r->low;
            settings.high = r->high;
            settings.start = r->best_prices;
        }
        status = bil_master_solve(&mastered, master, &settings, err);
        if (status != BIL_OK) {
            break;
        }
        const double gap = (r->best_bound - mastered.value) / fmax(1.0, fabs(mastered.value));
        const bool settled = mastered.optimal && (r->record_count == before ||
                                                  gap <= (double)r->settings->gap_e9 * 1e-9 * 0.2);
        for (size_t row = 0; row < rows; row++) {
            r->prices[row] =
                settled ? mastered.price[row]
                        : SMOOTHING * r->best_prices[row] + (1.0 - SMOOTHING) * mastered.price[row];
        }
        if (settled) {
            break;
        }
    }
    bil_master_free(master);
    return status;
}
static size_t sample_size(const bil_sharing *r)
{
    const size_t tenth = r->count / 10;
    return tenth < SAMPLE_LEAST ? SAMPLE_LEAST : tenth > SAMPLE_MOST ? SAMPLE_MOST : tenth;
}

/* What the sample's persons have to keep, in their order. */
static bool sample_floors(bil_allocate_settings *settings, const bil_packed **floors,
                          double *scores, const bil_sharing *r)
{
    const size_t n = sample_size(r);
    for (size_t k = 0; floors != NULL && scores != NULL && k < n; k++) {
        const size_t i = k * r->count / n;
        floors[k] = r->settings->floors == NULL || r->dropped[i] ? NULL : r->settings->floors[i];
        scores[k] =
            r->settings->score_floors == NULL || r->dropped[i] ? 0.0 : r->settings->score_floors[i];
    }
    settings->floors = floors;
    settings->score_floors = scores;
    return floors != NULL && scores != NULL;
}

static bil_status fill_sample(bil_sharing *sample, const bil_sharing *r, const bil_case **persons,
                              bil_error *err)
{
    const size_t n = sample_size(r);
    bil_status status = BIL_OK;
    for (size_t k = 0; status == BIL_OK && k < n; k++) {
        const size_t i = k * r->count / n;
        persons[k] = r->persons[i];
        sample->failed[k] = r->failed[i];
        bil_record *it = bil_record_copy(r->records[i], k, r->persons[i]->phase_count);
        status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(sample, it, err);
    }
    return status;
}

/* A part of a large district, with its part of the limits, has nearly the prices of the whole. */
bil_status bil_run_seek_in_sample(bil_sharing *r, int rounds, bil_error *err)
{
    const size_t n = sample_size(r);
    bil_allocate_settings settings = *r->settings;
    bil_allocation aside = {.shared = r->out->shared, .persons = NULL};
    bil_sharing sample = {.out = &aside,
                          .settings = &settings,
                          .count = n,
                          .who_count = n,
                          .valued = r->valued,
                          .pass = r->pass};
    const bil_case **persons = calloc(n, sizeof(bil_case *));
    const bil_packed **floors = calloc(n, sizeof(bil_packed *));
    double *scores = calloc(n, sizeof *scores);
    bil_status status = BIL_OK;
    atomic_init(&sample.stop, false);
    aside.persons = calloc(n, sizeof *aside.persons);
    sample.persons = persons;
    if (!sample_floors(&settings, floors, scores, r) || persons == NULL || aside.persons == NULL ||
        !bil_run_make_room(&sample)) {
        status = bil_fail_nomem(err);
    }
    if (status == BIL_OK) {
        status = fill_sample(&sample, r, persons, err);
    }
    if (status == BIL_OK) {
        status = bil_run_begin_pass(&sample, (double)n / (double)r->count, err);
    }
    if (status == BIL_OK) {
        memcpy(sample.prices, r->prices, r->store->row_count * sizeof *r->prices);
        status = bil_run_seek_prices(&sample, BIL_ALLOCATE_SAMPLE, rounds, err);
    }
    if (status == BIL_OK) {
        memcpy(r->prices, sample.prices, r->store->row_count * sizeof *r->prices);
        r->out->rounds += aside.rounds;
        r->out->priced += aside.priced;
        r->out->by_optimiser += aside.by_optimiser;
        if (atomic_load(&sample.stop)) {
            atomic_store(&r->stop, true);
        }
    }
    free((void *)floors);
    free(scores);
    free((void *)persons);
    for (size_t k = 0; aside.persons != NULL && k < n; k++) {
        free(aside.persons[k].why);
    }
    free(aside.persons);
    bil_run_free(&sample);
    return status;
}
