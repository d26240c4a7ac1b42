/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/choose.h"

enum {
    CHOICES_DEFAULT = 6,
    FEW = 100,
    SMALL = 500,
    NEAR_PERSONS = 200,
    NEAR_PERSONS_BENT = 60,
    LACKING_PERSONS = 20,
    CHOICES_LACKING = 2,
    LARGE = 4000
};

/* The work, as measured on districts of 200 to 100,000 persons: moves by the square root of the
 * persons; in small districts exact searches of a few persons pay. */
#define MOVES 160000.0
#define MOVES_EACH 20000.0
#define SHARE_SMALL 0.8

/* Of the gap asked for, in a large district: what the choice may leave. */
#define SPARE 0.6

/* While it is counted how many are lacking: a choice worth more lacks nobody, whatever it costs. */
#define NOBODY 0.5

/* So small a share of the gap asked for is no progress. */
#define LITTLE 0.2

static bool choose_tick(const bil_choose_tick *now, void *payload)
{
    bil_sharing *r = payload;
    (void)now;
    return bil_run_tell(r, r->now.done);
}

/* In a large district, and with what another allocation left, the search ends well within the gap
 * asked for: the last millionths take as long as all else. */
static double good_enough(const bil_sharing *r)
{
    const bool thorough = r->count < LARGE && r->from == NULL;
    const double spare = thorough ? 0.0 : SPARE * bil_run_gap(r);
    return r->best_bound < HUGE_VAL ? r->best_bound - spare * fabs(r->best_bound) : HUGE_VAL;
}

static int64_t usual_moves(size_t persons)
{
    const double moves = MOVES * sqrt((double)persons);
    return (int64_t)fmin(moves, MOVES_EACH * (double)persons);
}

static bil_status choose(bil_sharing *r, const uint32_t *from, uint64_t seed, bil_error *err)
{
    bil_choose_settings settings;
    bil_choose_settings_init(&settings);
    settings.limits = r->limits;
    settings.prices = r->best_prices;
    settings.start = from;
    settings.bound = r->counting ? -NOBODY : good_enough(r);
    settings.seed = seed;
    settings.moves = atomic_load(&r->stop) ? 0 : usual_moves(r->count);
    settings.share = r->count < SMALL ? SHARE_SMALL : 1.0;
    settings.again = r->count <= FEW;
    settings.tick = atomic_load(&r->stop) ? NULL : choose_tick;
    settings.payload = r;
    bil_chosen chosen = {.package = malloc((r->count + 1) * sizeof(uint32_t)),
                         .used = malloc((r->store->row_count + 1) * sizeof(double))};
    bil_status status = chosen.package == NULL || chosen.used == NULL
                            ? bil_fail_nomem(err)
                            : bil_choose(&chosen, r->store, &settings, err);
    if (status == BIL_OK && chosen.found && (!r->has_choice || chosen.value > r->value)) {
        r->has_choice = true;
        r->value = chosen.value;
        memcpy(r->choice, chosen.package, r->count * sizeof *r->choice);
        memcpy(r->used, chosen.used, r->store->row_count * sizeof *r->used);
    }
    free(chosen.package);
    free(chosen.used);
    return status;
}

/* Does the score count by a curve, or has it to reach a level, for more than a handful? Then the
 * bound itself is not exact, and what little can still be found is not worth the time. */
static bool bent(const bil_sharing *r)
{
    return r->count > BIL_WHOLE_MOST && (r->valued.welfare != NULL || r->least != NULL);
}

static double gap_of(const bil_sharing *r)
{
    return (r->best_bound - r->value) / fmax(1e-9, fabs(r->value));
}

static bool near_enough(const bil_sharing *r)
{
    if (r->counting) { /* nobody is lacking; or proven that somebody always is */
        return r->has_choice && (r->value > -NOBODY || r->best_bound < -1e-5);
    }
    const double gap = bil_run_gap(r);
    /* where the bound is not exact: as good as shares of packages, within the gap */
    const bool as_shares =
        bent(r) && r->has_keys && r->value >= r->shares_value - gap * fabs(r->shares_value);
    return r->has_choice && (as_shares || gap_of(r) <= gap);
}

/* Is it counted how many are lacking, of more than a handful? */
static bool many_lack(const bil_sharing *r)
{
    return r->counting && r->count > BIL_WHOLE_MOST;
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

static size_t fewer(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* While it is counted how many are lacking, packages near the best ones reach no further: it is a
 * matter of those who lack. */
static size_t near_persons(const bil_sharing *r)
{
    const size_t usual = bent(r) ? NEAR_PERSONS_BENT : NEAR_PERSONS;
    return fewer(r->count, many_lack(r) ? LACKING_PERSONS : usual);
}

/* From the head of the list; where not only they matter, every second one from further down. */
static void pick(size_t *who, const loser *losers, const bil_sharing *r, size_t most, int round)
{
    for (size_t k = 0; k < most; k++) {
        const size_t step = (r->count - most) / most + 1;
        const size_t other = most / 2 + (k + (size_t)round * 7) * step;
        const bool head = k % 2 == 0 || other >= r->count;
        who[k] = losers[many_lack(r) ? k : head ? k / 2 : other].person;
    }
}

/* More packages for those whose package is not their best at the prices, and for some others who
 * might make room for them. */
static bil_status seek_near(bil_sharing *r, int round, bil_error *err)
{
    const size_t most = near_persons(r);
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
        pick(who, losers, r, most, round);
        if (r->count <= FEW) { /* what is worth less than that cannot be part of a better one */
            r->near_loss = fmax(r->near_loss, r->best_bound - r->value);
        }
        status = bil_run_improve(r, who, most, round % 2 == 0 ? 0.0 : 0.5, err);
        if (status == BIL_OK && !many_lack(r) && !near_enough(r)) {
            status = bil_run_look_near(r, who, most, err);
        }
    }
    free(losers);
    free(who);
    return status;
}

/* The choice a pass begins with is one already. */
static void take_first(bil_sharing *r)
{
    bil_chosen chosen = {.package = r->choice, .used = r->used};
    bil_choice_weigh(&chosen, r->store, r->limits);
    r->has_choice = chosen.found;
    r->value = chosen.value;
}

/* A price for every row that has room for anything: such that all of it were worth this share of
 * what the bound promises. */
static double usual_price(const bil_sharing *r, size_t row, double share)
{
    const double limit = r->limits[row];
    return limit > 0.0 && r->best_bound < HUGE_VAL ? share * fabs(r->best_bound) / limit : 0.0;
}

/* In a small district no prices suit everybody: packages for other levels of scarcity too. Where
 * each person alone could have their best the prices may be nothing at all, and yet not all have
 * it; so packages as well that spare whatever is limited. */
static bil_status broaden(bil_sharing *r, bil_error *err)
{
    static const struct {
        double level, usual;
    } looks[] = {{0.0, 0.0},  {0.25, 0.0}, {0.5, 0.0}, {0.7, 0.0}, {0.85, 0.0},
                 {1.2, 0.0},  {1.5, 0.0},  {2.0, 0.0}, {4.0, 0.0}, {1.0, 0.003},
                 {1.0, 0.01}, {1.0, 0.03}, {1.0, 0.1}, {1.0, 0.3}};
    bil_status status = BIL_OK;
    for (size_t k = 0; k < sizeof looks / sizeof *looks && status == BIL_OK; k++) {
        double bound = HUGE_VAL;
        for (size_t row = 0; row < r->store->row_count; row++) {
            r->prices[row] =
                looks[k].level * r->best_prices[row] + usual_price(r, row, looks[k].usual);
        }
        status = bil_run_price(r, &bound, err);
        if (status == BIL_OK && bound < r->best_bound) {
            r->best_bound = bound;
            memcpy(r->best_prices, r->prices, r->store->row_count * sizeof *r->prices);
        }
    }
    return status;
}

bil_status bil_run_seek_choice(bil_sharing *r, bil_error *err)
{
    uint32_t *from = calloc(r->count + 1, sizeof *from);
    const int usual = many_lack(r) ? CHOICES_LACKING : CHOICES_DEFAULT;
    const int tries = r->settings->choices > 0 ? r->settings->choices : usual;
    bil_status status = from == NULL ? bil_fail_nomem(err) : BIL_OK;
    take_first(r);
    if (status == BIL_OK) {
        memcpy(from, r->has_keys ? r->keys : r->choice, r->count * sizeof *from);
    }
    if (status == BIL_OK && r->count <= BIL_WHOLE_MOST && !near_enough(r) &&
        !atomic_load(&r->stop)) {
        r->now.stage = BIL_ALLOCATE_CHOICE;
        status = bil_run_as_whole(r, err);
    }
    bool done = status != BIL_OK || near_enough(r);
    if (!done && r->count <= FEW && !atomic_load(&r->stop)) {
        status = broaden(r, err);
    }
    for (int round = 0; status == BIL_OK && !done && round < tries; round++) {
        const size_t packages = r->record_count;
        const double value = r->value;
        r->now.stage = BIL_ALLOCATE_CHOICE;
        r->now.round = round + 1;
        status = choose(r, round == 0 ? from : r->choice, r->settings->seed + (uint64_t)round, err);
        if (status != BIL_OK || atomic_load(&r->stop) || near_enough(r)) {
            break;
        }
        status = seek_near(r, round, err);
        if (near_enough(r)) {
            break;
        }
        const double little = bent(r) ? LITTLE * bil_run_gap(r) : 0.0;
        const bool same = r->record_count == packages || little > 0.0;
        if (round > 0 && same && r->value <= value + little * fabs(value)) {
            break; /* nothing new to choose from */
        }
    }
    free(from);
    return status;
}
