/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's packages along straight lines, against the exact search of the model of the curve: the
 * bound is never below the best there is, and no package is worth more than the exact bound. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "solver/pricing.h"
#include "tests/solver/random_district.h"
#include "tests/solver/random_world.h"

#ifndef SEEDS
#define SEEDS 60
#endif

enum { PERSONS = 3, MOST = 8 };

#define CLOSE 1e-6

typedef struct {
    int asked;
    int best;     /* the lines find the best package */
    double apart; /* Σ of bound less the best there is */
} tally;

typedef struct {
    random_district d;
    bil_arena *arena;
    bil_shared shared;
    bil_pricer *pricer;
    double *prices;
} scene;

static void scene_open(scene *s, uint64_t seed)
{
    uint64_t dice = seed + 7;
    random_district_open(&s->d, seed, PERSONS);
    s->arena = bil_arena_new();
    s->pricer = NULL;
    assert_int_equal(
        bil_shared_build(&s->shared, &s->d.district, s->d.persons, s->d.count, s->arena, NULL),
        BIL_OK);
    assert_int_equal(bil_pricer_new(&s->pricer, &s->shared, NULL), BIL_OK);
    s->prices = bil_arena_alloc(s->arena, s->shared.row_count + 1, sizeof *s->prices);
    for (size_t r = 0; r < s->shared.row_count; r++) {
        const double price = (double)random_below(&dice, 100) / 100.0;
        s->prices[r] = s->shared.rows[r].kind == BIL_SHARED_POOL ? price * 2e-6 : price * 1e-2;
    }
}

static void scene_close(scene *s)
{
    bil_pricer_free(s->pricer);
    bil_arena_free(s->arena);
    random_district_close(&s->d);
}

/* Twice: from nothing, and with what was found at hand. */
static void compare(tally *sum, const scene *s, size_t i, const bil_price_request *request)
{
    bil_priced exact;
    bil_priced found[MOST];
    bil_priced_list list = {.items = found, .most = MOST};
    bil_sloped told;
    bil_points points = {.guess = 0.8};
    assert_int_equal(bil_price_person(&exact, s->pricer, s->d.persons[i], request, s->arena, NULL),
                     BIL_OK);
    assert_int_equal(bil_price_by_slopes(&told, &list, s->pricer, s->d.persons[i], request, &points,
                                         s->arena, NULL),
                     BIL_OK);
    if (exact.has_package && exact.score < request->score_floor - BIL_SCORE_SLACK) {
        return; /* without needs there is no score to reach */
    }
    if (!exact.has_package) {
        assert_false(told.best > -HUGE_VAL);
        return;
    }
    assert_true(told.possible);
    assert_true(told.bound >= exact.worth - CLOSE);
    assert_true(told.best <= exact.bound + CLOSE);
    sum->asked++;
    sum->best += told.best >= exact.worth - CLOSE ? 1 : 0;
    sum->apart += told.bound - exact.worth;
    bil_point at_hand = {.score = exact.score,
                         .rest = exact.worth - bil_value_of(&request->valued, exact.score, 0, 0)};
    points = (bil_points){.items = &at_hand, .count = 1, .guess = 0.8};
    assert_int_equal(bil_price_by_slopes(&told, &list, s->pricer, s->d.persons[i], request, &points,
                                         s->arena, NULL),
                     BIL_OK);
    assert_true(told.bound >= exact.worth - CLOSE);
    assert_true(told.best >= exact.worth - CLOSE && told.best <= exact.bound + CLOSE);
}

static void try_all(tally *sum, const bil_worth *welfare, double floor)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene s;
        scene_open(&s, seed);
        for (size_t i = 0; i < PERSONS; i++) {
            const bil_price_request request = {.valued = {.score = 1.0, .welfare = welfare},
                                               .prices = s.prices,
                                               .gap = 1e-9,
                                               .score_floor = floor};
            compare(sum, &s, i, &request);
        }
        scene_close(&s);
    }
    assert_true(sum->asked > SEEDS / 2);
}

static void a_curve_of_the_score_is_bounded_and_nearly_always_met(void **state)
{
    (void)state;
    static const int64_t alphas[] = {500, 1000, 3000};
    for (size_t k = 0; k < sizeof alphas / sizeof *alphas; k++) {
        tally sum = {0};
        bil_worth welfare;
        assert_true(bil_worth_init(&welfare, alphas[k], bil_worth_usual_shift(alphas[k])));
        try_all(&sum, &welfare, 0.0);
        print_message("alpha %d: best in %d of %d, bound apart by %.5f\n", (int)alphas[k], sum.best,
                      sum.asked, sum.apart / sum.asked);
        assert_true(sum.best * 10 >= sum.asked * 8);
        assert_true(sum.apart / sum.asked < 0.02);
    }
}

static void a_score_to_reach_is_bounded_and_mostly_met(void **state)
{
    (void)state;
    static const double floors[] = {0.3, 0.6, 0.9};
    for (size_t k = 0; k < sizeof floors / sizeof *floors; k++) {
        tally sum = {0};
        try_all(&sum, NULL, floors[k]);
        print_message("floor %.1f: best in %d of %d, bound apart by %.5f\n", floors[k], sum.best,
                      sum.asked, sum.apart / sum.asked);
        assert_true(sum.best * 10 >= sum.asked * 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_of_the_score_is_bounded_and_nearly_always_met),
        cmocka_unit_test(a_score_to_reach_is_bounded_and_mostly_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
