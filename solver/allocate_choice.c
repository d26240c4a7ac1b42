/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/choose.h"
#include "solver/master.h"

enum { CHOICES_DEFAULT = 6, SMALL = 500, NEAR_PERSONS = 200 };

/* The work, as measured on districts of 200 to 100,000 persons: moves by the square root of the
 * persons; in small districts exact searches of a few persons pay. */
#define MOVES 160000.0
#define SHARE_SMALL 0.8
static bool choose_tick(const bil_choose_tick *now, void *payload)
{
    bil_sharing *r = payload;
    (void)now;
    return bil_run_tell(r, r->now.done);
}

static bil_status choose(bil_sharing *r, const uint32_t *from, uint64_t seed, bil_error *err)
{
    bil_choose_settings settings;
    bil_choose_settings_init(&settings);
    settings.limits = r->limits;
    settings.prices = r->best_prices;
    settings.start = from;
    settings.bound = r->best_bound;
    settings.seed = seed;
    settings.moves = atomic_load(&r->stop) ? 0 : (int64_t)(MOVES * sqrt((double)r->count));
    settings.share = r->count < SMALL ? SHARE_SMALL : 1.0;
    settings.tick = atomic_load(&r->stop) ? NULL : choose_tick;
    settings.payload = r;
    bil_chosen chosen = {.package = malloc((r->count + 1) * sizeof(uint32_t)),
                         .used = malloc((r->store->row_count + 1) * sizeof(double))};
    bil_status status = chosen.package == NULL || chosen.used == NULL
                            ? bil_fail_nomem(err)
                            : bil_choose(&chosen, r->store, &settings, err);
    if (status == BIL_OK &&
        (!r->has_choice || (chosen.found && (!r->out->within || chosen.value > r->value)))) {
        r->out->within = chosen.found;
        r->has_choice = true;
        r->value = chosen.value;
        memcpy(r->choice, chosen.package, r->count * sizeof *r->choice);
        memcpy(r->used, chosen.used, r->store->row_count * sizeof *r->used);
    }
    free(chosen.package);
    free(chosen.used);
    return status;
}

static double gap_of(const bil_sharing *r)
{
    return (r->best_bound - r->value) / fmax(1e-9, fabs(r->value));
}

typedef struct {
    double loss;
    size_t person;
} loser;

static int by_loss(const void *a, const void *b)
{
    const loser *x = a;
    const loser *y = b;
    if (x->loss != y->loss) {
        return x->loss > y->loss ? -1 : 1;
    }
    return (x->person > y->person) - (x->person < y->person);
}

/* More packages for those whose package is not their best at the prices, and for some others who
 * might make room for them. */
static bil_status seek_near(bil_sharing *r, int round, bil_error *err)
{
    const size_t most = r->count < NEAR_PERSONS ? r->count : NEAR_PERSONS;
    loser *losers = calloc(r->count + 1, sizeof *losers);
    size_t *who = calloc(most + 1, sizeof *who);
    bil_status status = BIL_OK;
    if (losers == NULL || who == NULL) {
        status = bil_fail_nomem(err);
    } else {
        for (size_t i = 0; i < r->count; i++) {
            double best = 0.0;
            (void)bil_packages_best(&best, r->store, (uint32_t)i, r->best_prices);
            losers[i] =
                (loser){.loss = best - bil_package_worth(r->store, r->choice[i], r->best_prices),
                        .person = i};
        }
        qsort(losers, r->count, sizeof *losers, by_loss);
        for (size_t k = 0; k < most; k++) { /* every second one from further down the list */
            const size_t step = (r->count - most) / most + 1;
            const size_t other = most / 2 + (k + (size_t)round * 7) * step;
            who[k] = losers[k % 2 == 0 || other >= r->count ? k / 2 : other].person;
        }
        status = bil_run_look_near(r, who, most, err);
    }
    free(losers);
    free(who);
    return status;
}

/* Everybody as today: the first package of each. */
static void start_as_today(bil_sharing *r)
{
    for (size_t i = 0; i < r->count; i++) {
        r->choice[i] = r->store->head[i];
    }
}

/* Begins with the package of each person that the master has most of. */
static bil_status start_from_master(bil_sharing *r, bil_error *err)
{
    bil_master *master = NULL;
    bil_master_settings settings;
    bil_mastered mastered;
    bil_master_settings_init(&settings);
    settings.limits = r->limits;
    settings.start = r->best_prices;
    settings.tick = bil_run_master_tick;
    settings.payload = r;
    bil_status status = bil_master_new(&master, r->store, err);
    if (status == BIL_OK) {
        status = bil_master_solve(&mastered, master, &settings, err);
    }
    if (status == BIL_OK) {
        memcpy(r->choice, mastered.key, r->count * sizeof *r->choice);
    }
    bil_master_free(master);
    return status;
}

bil_status bil_run_seek_choice(bil_sharing *r, bil_error *err)
{
    bil_status status = BIL_OK;
    const bool cut = atomic_load(&r->stop);
    if (cut) {
        start_as_today(r);
    } else {
        status = start_from_master(r, err);
    }
    const int tries = r->settings->choices > 0 ? r->settings->choices : CHOICES_DEFAULT;
    for (int round = 0; status == BIL_OK && round < tries; round++) {
        r->now.stage = BIL_ALLOCATE_CHOICE;
        r->now.round = round + 1;
        status = choose(r, r->choice, r->settings->seed + (uint64_t)round, err);
        if (status != BIL_OK || atomic_load(&r->stop) ||
            (r->out->within && gap_of(r) <= (double)r->settings->gap_e9 * 1e-9) ||
            round + 1 == tries) {
            break;
        }
        status = seek_near(r, round, err);
    }
    return status;
}
