/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiny districts against exhaustive search: up to four persons of one catalogue, one or two pools,
 * up to two capacities, phases that begin in different months. The referee lists every plan of each
 * person with what it takes of pools and places; the best combination within the limits is what the
 * allocation may not exceed, its bound may not fall below, and it has to reach. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/tiny_district.h"

#ifndef SEEDS
#define SEEDS 240
#endif

#define CLOSE 1e-6L
/* --- the best combination --------------------------------------------------------------------- */

typedef struct {
    const tiny *d;
    bool essential;
    int64_t used[TINY_PERSONS + 1][TINY_USES];
    long double rest[TINY_PERSONS + 1]; /* the most that those from here on can give */
    bool found;
    long double best;
    long double score;
    long double shortfall;
    int64_t nodes;
} hunt;

/* Essential first: a shortfall weighs more than all scores together. */
static long double worth(const hunt *h, const tiny_option *it)
{
    return it->score - (h->essential ? 1e6L * it->shortfall : 0.0L);
}

/* As deep as there are persons. NOLINTNEXTLINE(misc-no-recursion) */
static void go(hunt *h, int i, long double value, long double score, long double shortfall)
{
    const tiny_options *all = i < h->d->count ? &h->d->options[i] : NULL;
    if (all == NULL) {
        if (!h->found || value > h->best) {
            h->found = true;
            h->best = value;
            h->score = score;
            h->shortfall = shortfall;
        }
        return;
    }
    for (size_t n = 0; n < all->count && h->nodes < TINY_NODES; n++) {
        const tiny_option *it = &all->items[n];
        bool fits = !h->found || value + worth(h, it) + h->rest[i + 1] > h->best;
        h->nodes++;
        for (size_t u = 0; fits && u < TINY_USES; u++) {
            h->used[i + 1][u] = h->used[i][u] + it->uses[u];
            fits = h->used[i + 1][u] <= h->d->limit[u];
        }
        if (fits) {
            go(h, i + 1, value + worth(h, it), score + it->score, shortfall + it->shortfall);
        }
    }
}

static void best_combination(hunt *h, const tiny *d, bool essential)
{
    memset(h, 0, sizeof *h);
    h->d = d;
    h->essential = essential;
    for (int i = d->count - 1; i >= 0; i--) {
        long double most = worth(h, &d->options[i].items[0]);
        for (size_t n = 1; n < d->options[i].count; n++) {
            most = fmaxl(most, worth(h, &d->options[i].items[n]));
        }
        h->rest[i] = h->rest[i + 1] + most;
    }
    go(h, 0, 0.0L, 0.0L, 0.0L);
}

/* Free of charge, each one's best package is the best plan there is for that person alone. */
static void expect_best_alone(const tiny *d, uint64_t seed)
{
    bil_arena *arena = bil_arena_new();
    bil_shared shared;
    bil_pricer *pricer = NULL;
    assert_int_equal(
        bil_shared_build(&shared, &d->district, d->cases, (size_t)d->count, arena, NULL), BIL_OK);
    assert_int_equal(bil_pricer_new(&pricer, &shared, NULL), BIL_OK);
    const bil_price_request request = {
        .valued = {.score = 1.0},
        .prices = bil_arena_alloc(arena, shared.row_count + 1, sizeof(double))};
    for (int i = 0; i < d->count; i++) {
        bil_priced found;
        bil_priced today;
        long double most = 0.0L;
        assert_int_equal(bil_price_person(&found, pricer, d->cases[i], &request, arena, NULL),
                         BIL_OK);
        assert_int_equal(
            bil_price_waiting(&today, pricer, d->cases[i], &request.valued, arena, NULL), BIL_OK);
        for (size_t n = 0; n < d->options[i].count; n++) {
            most = fmaxl(most, d->options[i].items[n].score);
        }
        const double best = found.has_package ? fmax(found.score, today.score) : today.score;
        if (fabsl(most - (long double)best) > TINY_CLOSE) {
            fail_msg("seed %d: person %d: %.9f, best %.9Lf", (int)seed, i, best, most);
        }
    }
    bil_pricer_free(pricer);
    bil_arena_free(arena);
}

/* --- the allocation --------------------------------------------------------------------------- */

typedef struct {
    int districts;
    int left_out;
    int without; /* what is there today is more than the limits, and stays so */
    int missed;  /* the best was not reached, and not claimed to be */
    int proven;
    int contested; /* what each would have alone does not fit */
} tally;

/* Never more than the best, never a bound below it; how often the best is not reached is counted.
 */
static void compare(tally *sum, const bil_allocation *a, const hunt *h, const char *name)
{
    const long double missing = (long double)a->shortfall - h->shortfall;
    if (h->essential &&
        (missing < -TINY_CLOSE || (long double)a->shortfall_bound > h->shortfall + TINY_CLOSE)) {
        fail_msg("%s: shortfall %.9f, bound %.9f, best %.9Lf", name, a->shortfall,
                 a->shortfall_bound, h->shortfall);
    }
    const bool same = !h->essential || fabsl(missing) < TINY_CLOSE;
    if (same && ((long double)a->value > h->score + TINY_CLOSE ||
                 (long double)a->bound < h->score - TINY_CLOSE)) {
        fail_msg("%s: value %.9f, bound %.9f, best %.9Lf", name, a->value, a->bound, h->score);
    }
    sum->missed += !same || (long double)a->value < h->score - TINY_CLOSE ? 1 : 0;
}

static void judge(tally *sum, const tiny *d, uint64_t seed, bool essential)
{
    static hunt h;
    char name[64];
    bil_allocation *a = NULL;
    bil_allocate_settings settings;
    bil_error err = {0};
    (void)snprintf(name, sizeof name, "seed %d%s", (int)seed, essential ? ", essential first" : "");
    best_combination(&h, d, essential);
    if (h.nodes >= TINY_NODES) {
        sum->left_out++;
        return;
    }
    bil_allocate_settings_init(&settings);
    settings.gap_e9 = 0;
    settings.objective = essential ? BIL_OBJECTIVE_ESSENTIAL_FIRST : BIL_OBJECTIVE_UTILITARIAN;
    if (bil_allocate(&a, &d->district, d->cases, (size_t)d->count, &settings, &err) != BIL_OK) {
        fail_msg("%s: %s %s", name, err.where, err.message_en);
    }
    sum->districts++;
    sum->proven += a->within && a->bound - a->value < 1e-6 ? 1 : 0;
    sum->contested += h.found && h.best < h.rest[0] - TINY_CLOSE ? 1 : 0;
    tiny_expect_sound(d, a, name);
    assert_int_equal(a->failed, 0);
    assert_true(h.found);
    assert_true(a->within || !d->fits_today);
    sum->without += a->within ? 0 : 1;
    compare(sum, a, &h, name);
    bil_allocation_free(a);
}

static void say(const char *what, tally t)
{
    print_message("%s: %d districts (%d contested, %d beyond the limits as today), "
                  "%d proven, %d missed, %d left out\n",
                  what, t.districts, t.contested, t.without, t.proven, t.missed, t.left_out);
}

static void the_best_of_a_tiny_district_is_what_exhaustive_search_finds(void **state)
{
    (void)state;
    tally score = {0};
    tally essential = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        tiny *d = tiny_new(seed);
        if (d == NULL) {
            score.left_out++;
            continue;
        }
        expect_best_alone(d, seed);
        judge(&score, d, seed, false);
        if (seed % 2 == 0) {
            judge(&essential, d, seed, true);
        }
        tiny_free(d);
    }
    say("scores", score);
    say("essential first", essential);
    /* As one model the best is found, even where a pool is a few cents in all and the rounding of a
     * line's halves decides who can be paid. */
    assert_int_equal(score.missed, 0);
    assert_int_equal(essential.missed, 0);
    assert_true(score.left_out * 20 <= SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_a_tiny_district_is_what_exhaustive_search_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
