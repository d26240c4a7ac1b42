/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that care more for those who have less, in tiny districts, against exhaustive search:
 * α-fair sums for several α, max-min, leximin. None may be better than the best there is, no bound
 * below it; how often the best is not reached is counted. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/worth.h"
#include "tests/solver/tiny_district.h"

#ifndef SEEDS
#define SEEDS 100
#endif

typedef enum { SUM, LEVEL, SORTED } kind;

/* What the best combination is sought by. */
typedef struct {
    const tiny *d;
    kind by;
    bil_worth welfare;
    long double most[TINY_PERSONS];  /* each could have, were there no limits */
    long double alone[TINY_PERSONS]; /* the most each could have if all others stay as today */
    int64_t used[TINY_PERSONS + 1][TINY_USES];
    long double rest[TINY_PERSONS + 1];
    long double scores[TINY_PERSONS];
    bool found;
    long double best[TINY_PERSONS + 1]; /* compared place by place */
    int64_t nodes;
} hunt;

static int places(const hunt *h)
{
    return h->by == SUM ? 1 : h->by == LEVEL ? 2 : h->d->count;
}

static long double worth(const hunt *h, long double score)
{
    return (long double)bil_worth_of(&h->welfare, (double)score);
}

static int by_size(const void *a, const void *b)
{
    const long double x = *(const long double *)a;
    const long double y = *(const long double *)b;
    return (x > y) - (x < y);
}

/* What a combination comes to, place by place. */
static void weigh(const hunt *h, const long double *scores, long double *out)
{
    const int count = h->d->count;
    memset(out, 0, (TINY_PERSONS + 1) * sizeof *out);
    switch (h->by) {
    case SUM:
        for (int i = 0; i < count; i++) {
            out[0] += worth(h, scores[i]);
        }
        break;
    case LEVEL: /* who has all that is to be had alone asks for no more */
        out[0] = 1.0L;
        for (int i = 0; i < count; i++) {
            out[0] = scores[i] < h->alone[i] - TINY_CLOSE ? fminl(out[0], scores[i]) : out[0];
            out[1] += scores[i];
        }
        break;
    case SORTED:
        memcpy(out, scores, (size_t)count * sizeof *out);
        qsort(out, (size_t)count, sizeof *out, by_size);
        break;
    }
}

/* -1, 0, 1: worse, as good, better. */
static int compare(const hunt *h, const long double *a, const long double *b)
{
    for (int k = 0; k < places(h); k++) {
        if (fabsl(a[k] - b[k]) > TINY_CLOSE) {
            return a[k] < b[k] ? -1 : 1;
        }
    }
    return 0;
}

/* Would it be better if all from `i` on had the most they can have? */
static bool hopeful(const hunt *h, int i)
{
    long double scores[TINY_PERSONS];
    long double now[TINY_PERSONS + 1];
    memcpy(scores, h->scores, sizeof scores);
    for (; i < h->d->count; i++) {
        scores[i] = h->most[i];
    }
    weigh(h, scores, now);
    return !h->found || compare(h, now, h->best) > 0;
}

/* As deep as there are persons. NOLINTNEXTLINE(misc-no-recursion) */
static void go(hunt *h, int i, long double sum)
{
    if (i == h->d->count) {
        long double now[TINY_PERSONS + 1];
        weigh(h, h->scores, now);
        if (!h->found || compare(h, now, h->best) > 0) {
            memcpy(h->best, now, sizeof h->best);
            h->found = true;
        }
        return;
    }
    const tiny_options *all = &h->d->options[i];
    for (size_t n = 0; n < all->count && h->nodes < TINY_NODES; n++) {
        const tiny_option *it = &all->items[n];
        const long double value = h->by == SUM ? worth(h, it->score) : 0.0L;
        bool fits = h->by != SUM || !h->found || sum + value + h->rest[i + 1] > h->best[0];
        h->scores[i] = it->score;
        fits = fits && (h->by == SUM || hopeful(h, i + 1));
        h->nodes++;
        for (size_t u = 0; fits && u < TINY_USES; u++) {
            h->used[i + 1][u] = h->used[i][u] + it->uses[u];
            fits = h->used[i + 1][u] <= h->d->limit[u];
        }
        if (fits) {
            go(h, i + 1, sum + value);
        }
    }
}

static void find_alone(hunt *h)
{
    const tiny *d = h->d;
    for (int i = 0; i < d->count; i++) {
        h->alone[i] = d->today[i].score;
        for (size_t n = 0; n < d->options[i].count; n++) {
            const tiny_option *it = &d->options[i].items[n];
            bool fits = true;
            for (size_t u = 0; fits && u < TINY_USES; u++) {
                int64_t used = it->uses[u];
                for (int k = 0; k < d->count; k++) {
                    used += k == i ? 0 : d->today[k].uses[u];
                }
                fits = used <= d->limit[u];
            }
            h->alone[i] = fits ? fmaxl(h->alone[i], it->score) : h->alone[i];
        }
    }
}

/* False when it would take too long. */
static bool best_combination(hunt *h, const tiny *d, kind by, const bil_worth *welfare)
{
    memset(h, 0, sizeof *h);
    h->d = d;
    h->by = by;
    h->welfare = *welfare;
    find_alone(h);
    for (int i = d->count - 1; i >= 0; i--) {
        long double most = 0.0L;
        for (size_t n = 0; n < d->options[i].count; n++) {
            most = fmaxl(most, worth(h, d->options[i].items[n].score));
            h->most[i] = fmaxl(h->most[i], d->options[i].items[n].score);
        }
        h->rest[i] = h->rest[i + 1] + most;
    }
    go(h, 0, 0.0L);
    return h->nodes < TINY_NODES;
}

typedef struct {
    int districts;
    int left_out;
    int missed;
    int proven;
    int differ; /* from the greatest sum */
} tally;

static bil_allocation *allocate(const tiny *d, bil_objective objective, int64_t alpha_e3,
                                const char *name)
{
    bil_allocation *a = NULL;
    bil_allocate_settings settings;
    bil_error err = {0};
    bil_allocate_settings_init(&settings);
    settings.gap_e9 = 0;
    settings.objective = objective;
    settings.alpha_e3 = alpha_e3;
    if (bil_allocate(&a, &d->district, d->cases, (size_t)d->count, &settings, &err) != BIL_OK) {
        fail_msg("%s: %s %s", name, err.where, err.message_en);
    }
    tiny_expect_sound(d, a, name);
    assert_int_equal(a->failed, 0);
    return a;
}

static void scores_of(const bil_allocation *a, long double *out)
{
    for (size_t i = 0; i < a->count; i++) {
        out[i] = (long double)a->persons[i].score;
    }
}

static double least_of(const bil_allocation *a)
{
    double least = 1.0;
    for (size_t i = 0; i < a->count; i++) {
        least = fmin(least, a->persons[i].score);
    }
    return least;
}

/* --- α-fair ----------------------------------------------------------------------------------- */

static double judge_alpha(tally *sum, const tiny *d, uint64_t seed, int64_t alpha_e3)
{
    static hunt h;
    char name[64];
    bil_worth w;
    long double scores[TINY_PERSONS];
    long double now[TINY_PERSONS + 1];
    assert_true(bil_worth_init(&w, alpha_e3, bil_worth_usual_shift(alpha_e3)));
    (void)snprintf(name, sizeof name, "seed %d, alpha %d", (int)seed, (int)alpha_e3);
    const bool nash = alpha_e3 == 1000 && seed % 2 == 0;
    bil_allocation *a =
        allocate(d, nash ? BIL_OBJECTIVE_NASH : BIL_OBJECTIVE_ALPHA, alpha_e3, name);
    const double least = least_of(a);
    if (!best_combination(&h, d, SUM, &w)) {
        sum->left_out++;
        bil_allocation_free(a);
        return least;
    }
    scores_of(a, scores);
    weigh(&h, scores, now);
    const long double best = (long double)bil_worth_score(&w, (double)h.best[0] / d->count);
    sum->districts++;
    if (now[0] > h.best[0] + TINY_CLOSE || (long double)a->level_bound < best - TINY_CLOSE) {
        fail_msg("%s: %.9Lf, best %.9Lf; level %.9f, bound %.9f, best %.9Lf", name, now[0],
                 h.best[0], a->level, a->level_bound, best);
    }
    assert_true(a->has_level);
    assert_int_equal(a->alpha_e3, alpha_e3);
    assert_true(a->shift_e9 > 0);
    sum->missed += now[0] < h.best[0] - TINY_CLOSE ? 1 : 0;
    sum->proven += a->level_bound - a->level < 1e-5 ? 1 : 0;
    bil_allocation_free(a);
    return least;
}

static void say(const char *what, int64_t alpha_e3, tally t)
{
    print_message("%s %d: %d districts, %d proven, %d missed, %d left out\n", what, (int)alpha_e3,
                  t.districts, t.proven, t.missed, t.left_out);
}

static void alpha_fair_sums_are_what_exhaustive_search_finds(void **state)
{
    (void)state;
    static const int64_t alphas[] = {0, 500, 1000, 2000, 5000, 30000};
    enum { ALPHAS = sizeof alphas / sizeof *alphas };
    tally tallies[ALPHAS] = {{0}};
    double least[ALPHAS] = {0.0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        tiny *d = tiny_new(seed);
        for (size_t k = 0; d != NULL && k < ALPHAS; k++) {
            least[k] += judge_alpha(&tallies[k], d, seed, alphas[k]);
        }
        if (d != NULL) {
            tiny_free(d);
        }
    }
    for (size_t k = 0; k < ALPHAS; k++) {
        say("alpha", alphas[k], tallies[k]);
        assert_true(tallies[k].missed * 25 <= tallies[k].districts);
        assert_true(tallies[k].proven * 4 >= tallies[k].districts * 3);
        assert_true(k == 0 || least[k] > least[k - 1] - 1e-3); /* those who have least gain */
    }
}

static void alpha_0_is_the_greatest_sum_of_scores(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS / 4; seed++) {
        tiny *d = tiny_new(seed);
        if (d == NULL) {
            continue;
        }
        bil_allocation *flat = allocate(d, BIL_OBJECTIVE_ALPHA, 0, "alpha 0");
        bil_allocation *sum = allocate(d, BIL_OBJECTIVE_UTILITARIAN, 0, "utilitarian");
        assert_true(fabs(flat->value - sum->value) < 1e-5);
        assert_true(flat->bound >= sum->value - 1e-6 && sum->bound >= flat->value - 1e-6);
        bil_allocation_free(flat);
        bil_allocation_free(sum);
        tiny_free(d);
    }
}

static void a_shift_too_small_to_be_told_apart_is_refused(void **state)
{
    (void)state;
    bil_worth w;
    assert_false(bil_worth_init(&w, -1, 1000000));
    assert_false(bil_worth_init(&w, 1000, 0));
    assert_false(bil_worth_init(&w, 5000, 1000000));
    for (int64_t alpha = 0; alpha <= 100000; alpha += 250) {
        assert_true(bil_worth_init(&w, alpha, bil_worth_usual_shift(alpha)));
        assert_true(fabs(bil_worth_of(&w, 0.0)) < 1e-15);
        assert_true(fabs(bil_worth_of(&w, 1.0) - 1.0) < 1e-12);
        for (int k = 0; k <= 10; k++) {
            const double s = k / 10.0;
            const double back = bil_worth_score(&w, bil_worth_of(&w, s));
            assert_true(fabs(back - s) < 1e-6);
            const double step = 1e-6;
            const double rise = (bil_worth_of(&w, s + step) - bil_worth_of(&w, s)) / step;
            assert_true(fabs(rise - bil_worth_slope(&w, s)) < 1e-3 * (1.0 + rise));
        }
    }
}

/* --- from the least on ------------------------------------------------------------------------ */

static void judge_ordered(tally *sum, const tiny *d, uint64_t seed, kind by)
{
    static hunt h;
    char name[64];
    const bil_worth score = {.alpha = 0.0, .shift = 1.0, .scale = 1.0};
    long double scores[TINY_PERSONS];
    long double now[TINY_PERSONS + 1];
    (void)snprintf(name, sizeof name, "seed %d, %s", (int)seed,
                   by == LEVEL ? "max-min" : "leximin");
    if (!best_combination(&h, d, by, &score)) {
        sum->left_out++;
        return;
    }
    bil_allocation *a =
        allocate(d, by == LEVEL ? BIL_OBJECTIVE_MAX_MIN : BIL_OBJECTIVE_LEXIMIN, 0, name);
    scores_of(a, scores);
    weigh(&h, scores, now);
    sum->districts++;
    if (compare(&h, now, h.best) > 0) {
        fail_msg("%s: %.9Lf %.9Lf, best %.9Lf %.9Lf", name, now[0], now[1], h.best[0], h.best[1]);
    }
    /* what is called proven is the best: place by place, or the level */
    if (by == SORTED) {
        for (size_t k = 0; k < a->places_proven; k++) {
            if (fabsl(now[k] - h.best[k]) > 2 * TINY_CLOSE) {
                fail_msg("%s: place %d: %.9Lf, best %.9Lf, %d proven", name, (int)k, now[k],
                         h.best[k], (int)a->places_proven);
            }
        }
        sum->proven += a->places_proven == a->count ? 1 : 0;
        if ((long double)a->least_bound < h.best[0] - 2 * TINY_CLOSE) {
            fail_msg("%s: least bound %.9f, best %.9Lf", name, a->least_bound, h.best[0]);
        }
    } else {
        if ((long double)a->level_bound < h.best[0] - 2 * TINY_CLOSE && h.best[0] < 1.0L) {
            fail_msg("%s: level bound %.9f, best %.9Lf", name, a->level_bound, h.best[0]);
        }
        sum->proven += a->level_bound - a->level < 1e-5 ? 1 : 0;
    }
    sum->missed += compare(&h, now, h.best) < 0 ? 1 : 0;
    bil_allocation_free(a);
}

static void the_least_scores_are_what_exhaustive_search_finds(void **state)
{
    (void)state;
    tally level = {0};
    tally sorted = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        tiny *d = tiny_new(seed);
        if (d != NULL) {
            judge_ordered(&level, d, seed, LEVEL);
            judge_ordered(&sorted, d, seed, SORTED);
            tiny_free(d);
        }
    }
    say("max-min", 0, level);
    say("leximin", 0, sorted);
    assert_true(level.missed * 20 <= level.districts);
    assert_true(sorted.missed * 20 <= sorted.districts);
    assert_true(level.proven * 4 >= level.districts * 3);
    assert_true(sorted.proven * 4 >= sorted.districts * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shift_too_small_to_be_told_apart_is_refused),
        cmocka_unit_test(alpha_0_is_the_greatest_sum_of_scores),
        cmocka_unit_test(the_least_scores_are_what_exhaustive_search_finds),
        cmocka_unit_test(alpha_fair_sums_are_what_exhaustive_search_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
