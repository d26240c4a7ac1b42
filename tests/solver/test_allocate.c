/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of any allocation, on small districts: order, names and currency do not matter,
 * more money does no harm, threads change no byte, a stop leaves an answer, floors hold. The best
 * of all is compared with exhaustive search in test_allocate_tiny.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check.h"
#include "engine/check_district.h"
#include "solver/allocate.h"
#include "tests/solver/random_district.h"
#include "tests/solver/random_world.h"

#ifndef SEEDS
#define SEEDS 60
#endif

#define CLOSE 1e-6

static bil_allocate_settings exactly(void)
{
    bil_allocate_settings settings;
    bil_allocate_settings_init(&settings);
    settings.gap_e9 = 0;
    return settings;
}

/* Plans pass the check, sums keep to the limits if the answer says so. */
static void expect_sound(const random_district *d, const bil_allocation *a, int seed)
{
    bil_district_sums *sums = NULL;
    bil_district_excess excess = {0};
    const int year = a->shared.first_month / 12;
    const bil_date first = year * 10000 + (a->shared.first_month % 12 + 1) * 100 + 1;
    assert_int_equal(a->count, d->count);
    assert_int_equal(bil_district_sums_new(&sums, &d->district, first, a->shared.last_month, NULL),
                     BIL_OK);
    for (size_t i = 0; i < d->count; i++) {
        bil_plan *plan = NULL;
        bil_verdict verdict;
        assert_int_equal(bil_package_plan(&plan, d->persons[i], a->persons[i].packed, NULL),
                         BIL_OK);
        assert_int_equal(bil_check(&verdict, plan, d->persons[i], plan->arena, NULL), BIL_OK);
        if (!a->persons[i].waiting && verdict.count > 0) {
            fail_msg("seed %d: person %zu: %s %s", seed, i, verdict.items[0].rule,
                     verdict.items[0].where);
        }
        assert_true(bil_district_sums_add(sums, d->persons[i], plan));
        bil_plan_free(plan);
    }
    if (bil_district_holds(sums, &excess) != a->within) {
        fail_msg("seed %d: limits: within %d, %s", seed, (int)a->within, excess.code);
    }
    if (a->within && a->bound < a->value - CLOSE) {
        fail_msg("seed %d: value %.9f above bound %.9f", seed, a->value, a->bound);
    }
    bil_district_sums_free(sums);
}

static bil_allocation *allocated(const random_district *d, const bil_allocate_settings *settings,
                                 int seed)
{
    bil_allocation *a = NULL;
    bil_error err = {0};
    if (bil_allocate(&a, &d->district, d->persons, d->count, settings, &err) != BIL_OK) {
        fail_msg("seed %d: %s %s", seed, err.where, err.message_en);
    }
    expect_sound(d, a, seed);
    return a;
}

static bool proven(const bil_allocation *a)
{
    return a->within && a->bound - a->value < CLOSE;
}

/* Two answers to the same question: neither above the other's bound, the same where proven. */
static void expect_same_question(const bil_allocation *a, const bil_allocation *b, int seed,
                                 int *same)
{
    if (!a->within && !b->within) { /* no allocation keeps to the limits: nothing to compare */
        (*same)++;
        return;
    }
    if (a->within != b->within || a->value > b->bound + CLOSE || b->value > a->bound + CLOSE ||
        (proven(a) && proven(b) && fabs(a->value - b->value) > 2.0 * CLOSE)) {
        fail_msg("seed %d: %.9f (%.9f) and %.9f (%.9f)", seed, a->value, a->bound, b->value,
                 b->bound);
    }
    *same += fabs(a->value - b->value) < CLOSE ? 1 : 0;
}

static void another_order_and_other_names_change_nothing(void **state)
{
    (void)state;
    int same = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        const bil_allocate_settings settings = exactly();
        bil_allocation *a = allocated(&d, &settings, seed);
        static const char *const names[] = {"z", "y", "x", "w"};
        for (size_t i = 0; i < 4; i++) {
            d.worlds[i]->person.id = names[i];
        }
        const bil_case *const order[] = {d.persons[2], d.persons[0], d.persons[3], d.persons[1]};
        memcpy((void *)d.persons, (const void *)order, sizeof order);
        bil_allocation *b = allocated(&d, &settings, seed);
        expect_same_question(a, b, seed, &same);
        bil_allocation_free(a);
        bil_allocation_free(b);
        random_district_close(&d);
    }
    print_message("the same value in %d of %d\n", same, SEEDS);
    assert_true(same * 10 >= SEEDS * 9);
}

static void a_currency_of_tenths_changes_nothing(void **state)
{
    (void)state;
    int same = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 3);
        const bil_allocate_settings settings = exactly();
        bil_allocation *a = allocated(&d, &settings, seed);
        random_district_scale(&d, 10);
        bil_allocation *b = allocated(&d, &settings, seed);
        expect_same_question(a, b, seed, &same);
        bil_allocation_free(a);
        bil_allocation_free(b);
        random_district_close(&d);
    }
    print_message("the same value in %d of %d\n", same, SEEDS);
    assert_true(same * 10 >= SEEDS * 9);
}

/* What is reached with less is no more than can be reached with more. */
static void expect_no_harm(const bil_allocation *poor, const bil_allocation *rich, int seed)
{
    assert_true(rich->within);
    if (poor->value > rich->bound + CLOSE || (proven(rich) && poor->value > rich->value + CLOSE)) {
        fail_msg("seed %d: %.9f, then %.9f (%.9f)", seed, poor->value, rich->value, rich->bound);
    }
}

static void the_next_unit_is_worth_no_more_than_its_price_and_often_less(void **state)
{
    (void)state;
    int worth = 0;
    int less = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        const bil_allocate_settings settings = exactly();
        bil_allocation *a = allocated(&d, &settings, seed);
        for (size_t row = 0; a->has_prices && row < a->shared.row_count; row++) {
            const bool pool = a->shared.rows[row].kind == BIL_SHARED_POOL;
            const double most = a->prices[row] * (pool ? 100000.0 : 1.0);
            assert_true(a->next[row] >= 0.0 && a->next[row] <= most);
            worth += a->next[row] > CLOSE ? 1 : 0;
            less += a->next[row] < most - CLOSE ? 1 : 0;
        }
        bil_allocation_free(a);
        random_district_close(&d);
    }
    print_message("worth something: %d, less than the price: %d\n", worth, less);
    assert_true(worth > 0 && less > 0);
}

static void more_money_and_room_never_lower_what_can_be_reached(void **state)
{
    (void)state;
    int less = 0;
    int more = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        const bil_allocate_settings settings = exactly();
        bil_allocation *poor = allocated(&d, &settings, seed);
        d.pools[seed % 2].yearly_cents += 20000;
        d.capacities[0].month_units += seed % 3;
        bil_allocation *rich = allocated(&d, &settings, seed);
        if (poor->within) {
            expect_no_harm(poor, rich, seed);
            less += rich->value < poor->value - CLOSE ? 1 : 0;
            more += rich->value > poor->value + CLOSE ? 1 : 0;
        }
        bil_allocation_free(poor);
        bil_allocation_free(rich);
        random_district_close(&d);
    }
    print_message("more in %d, less in %d of %d\n", more, less, SEEDS);
    assert_true(less * 10 <= SEEDS);
    assert_true(more > 0);
}

static void expect_same_bytes(const bil_allocation *a, const bil_allocation *b,
                              const random_district *d)
{
    assert_int_equal(a->within, b->within);
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_memory_equal(&a->bound, &b->bound, sizeof a->bound);
    assert_int_equal(a->packages, b->packages);
    assert_int_equal(a->rounds, b->rounds);
    assert_memory_equal(a->prices, b->prices, a->shared.row_count * sizeof *a->prices);
    assert_memory_equal(a->used, b->used, a->shared.row_count * sizeof *a->used);
    for (size_t i = 0; i < a->count; i++) {
        const bil_packed *x = a->persons[i].packed;
        const bil_packed *y = b->persons[i].packed;
        assert_int_equal(a->persons[i].waiting, b->persons[i].waiting);
        assert_int_equal(x->line_count, y->line_count);
        assert_int_equal(x->payment_count, y->payment_count);
        assert_memory_equal(x->lines, y->lines, x->line_count * sizeof *x->lines);
        for (size_t k = 0; k < x->payment_count; k++) {
            assert_int_equal(x->payments[k].payer, y->payments[k].payer);
            assert_int_equal(x->payments[k].cents, y->payments[k].cents);
        }
        assert_memory_equal(x->drawn, y->drawn, d->persons[i]->phase_count * sizeof *x->drawn);
    }
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    for (int seed = 0; seed < SEEDS; seed += 2) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, DISTRICT_PERSONS);
        bil_allocate_settings settings = exactly();
        settings.objective =
            seed % 4 == 0 ? BIL_OBJECTIVE_UTILITARIAN : BIL_OBJECTIVE_ESSENTIAL_FIRST;
        bil_allocation *one = allocated(&d, &settings, seed);
        settings.jobs = 2;
        bil_allocation *two = allocated(&d, &settings, seed);
        settings.jobs = 7;
        bil_allocation *many = allocated(&d, &settings, seed);
        expect_same_bytes(one, two, &d);
        expect_same_bytes(one, many, &d);
        bil_allocation_free(one);
        bil_allocation_free(two);
        bil_allocation_free(many);
        random_district_close(&d);
    }
}

static bool no_further(const bil_allocate_progress *now, void *payload)
{
    int *left = payload;
    (void)now;
    return (*left)-- > 0;
}

static void stop_after(int ticks, const random_district *d, const bil_allocation *whole, int seed)
{
    int left = ticks;
    bil_allocate_settings settings = exactly();
    settings.progress = no_further;
    settings.payload = &left;
    bil_allocation *a = allocated(d, &settings, seed);
    assert_true(a->stopped || left >= 0);
    if (whole->within != a->within || a->value > whole->bound + CLOSE) {
        fail_msg("seed %d: stopped after %d: %.9f (within %d), whole %.9f (within %d)", seed, ticks,
                 a->value, (int)a->within, whole->value, (int)whole->within);
    }
    bil_allocation_free(a);
}

static void a_stop_leaves_an_answer_within_the_limits(void **state)
{
    (void)state;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        const bil_allocate_settings settings = exactly();
        bil_allocation *whole = allocated(&d, &settings, seed);
        for (int ticks = 0; ticks < 40; ticks = ticks * 3 + 1) {
            stop_after(ticks, &d, whole, seed);
        }
        bil_allocation_free(whole);
        random_district_close(&d);
    }
}

/* No allocation has less shortfall than the bound says, nor than the one found, if proven. */
static void expect_least(const bil_allocation *floors, const bil_allocation *scores, int seed)
{
    const bool known = floors->shortfall - floors->shortfall_bound < CLOSE;
    if (floors->shortfall_bound > scores->shortfall + CLOSE ||
        (known && floors->shortfall > scores->shortfall + CLOSE)) {
        fail_msg("seed %d: shortfall %.9f (%.9f), %.9f for scores alone", seed, floors->shortfall,
                 floors->shortfall_bound, scores->shortfall);
    }
}

static void essential_first_leaves_no_more_below_the_floors(void **state)
{
    (void)state;
    int worse = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        bil_allocate_settings settings = exactly();
        bil_allocation *scores = allocated(&d, &settings, seed);
        settings.objective = BIL_OBJECTIVE_ESSENTIAL_FIRST;
        bil_allocation *floors = allocated(&d, &settings, seed);
        if (scores->within && floors->within) {
            expect_least(floors, scores, seed);
            worse += floors->shortfall > scores->shortfall + CLOSE ? 1 : 0;
        }
        bil_allocation_free(scores);
        bil_allocation_free(floors);
        random_district_close(&d);
    }
    print_message("more below the floors in %d of %d\n", worse, SEEDS);
    assert_true(worse * 20 <= SEEDS);
}

static int64_t quantity_of(const bil_packed *packed, uint16_t phase, uint16_t offer)
{
    int64_t quantity = 0;
    for (size_t k = 0; k < packed->line_count; k++) {
        if (packed->lines[k].phase == phase && packed->lines[k].offer == offer) {
            quantity += packed->lines[k].quantity;
        }
    }
    return quantity;
}

/* Large districts begin with a part of the persons; here with four of twelve, who are no picture of
 * the others: all the same there is a bound, and not a far one. */
static void beginning_with_a_sample_still_bounds_everybody(void **state)
{
    (void)state;
    for (int seed = 1; seed <= SEEDS / 2; seed++) {
        random_district d;
        bil_allocate_settings settings = exactly();
        random_district_open(&d, (uint64_t)seed, DISTRICT_PERSONS_MOST);
        settings.gap_e9 = 1000000;
        settings.objective =
            seed % 4 == 0 ? BIL_OBJECTIVE_UTILITARIAN : BIL_OBJECTIVE_ESSENTIAL_FIRST;
        bil_allocation *all = allocated(&d, &settings, seed);
        settings.sample = 4;
        bil_allocation *some = allocated(&d, &settings, seed);
        if (some->bound > all->bound + 0.005 * all->bound ||
            some->value < all->value - 0.005 * all->value ||
            some->shortfall > all->shortfall + 1e-3) {
            fail_msg("seed %d: %.9f, at most %.9f, missing %.9f; by all of them %.9f, %.9f, %.9f",
                     seed, some->value, some->bound, some->shortfall, all->value, all->bound,
                     all->shortfall);
        }
        bil_allocation_free(some);
        bil_allocation_free(all);
        random_district_close(&d);
    }
}

static void nobody_ends_below_a_floor_that_fits(void **state)
{
    (void)state;
    int kept = 0;
    int dropped = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        bil_allocate_settings settings = exactly();
        bil_allocation *before = allocated(&d, &settings, seed);
        const bil_packed *floors[4];
        for (size_t i = 0; i < 4; i++) { /* what another objective gave, or other pools */
            floors[i] = before->persons[i].waiting ? NULL : before->persons[i].packed;
        }
        d.pools[0].yearly_cents += seed % 2 == 0 ? 0 : 50000;
        settings.floors = floors;
        settings.objective =
            seed % 3 == 0 ? BIL_OBJECTIVE_ESSENTIAL_FIRST : BIL_OBJECTIVE_UTILITARIAN;
        bil_allocation *after = allocated(&d, &settings, seed);
        for (size_t i = 0; before->within && i < 4; i++) {
            if (floors[i] == NULL) {
                continue;
            }
            if (after->persons[i].floor_dropped) {
                dropped++;
                continue;
            }
            for (size_t k = 0; k < floors[i]->line_count; k++) {
                const bil_packed_line *line = &floors[i]->lines[k];
                assert_true(quantity_of(after->persons[i].packed, line->phase, line->offer) >=
                            line->quantity);
                kept++;
            }
        }
        bil_allocation_free(before);
        bil_allocation_free(after);
        random_district_close(&d);
    }
    assert_true(kept > 0);
    assert_int_equal(dropped, 0); /* they fit together: that is what the search began with */
}

static void expect_score(const bil_allotted *person, double least, int seed, size_t i)
{
    if (person->score < least) {
        fail_msg("seed %d: person %zu: %.9f, at least %.9f", seed, i, person->score, least);
    }
}

static void nobody_loses_when_a_pool_grows_and_scores_are_floors(void **state)
{
    (void)state;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        double scores[4];
        random_district_open(&d, (uint64_t)seed, 4);
        bil_allocate_settings settings = exactly();
        bil_allocation *before = allocated(&d, &settings, seed);
        for (size_t i = 0; i < 4; i++) {
            scores[i] = before->persons[i].score - 1e-9;
        }
        d.pools[1].yearly_cents += 40000;
        settings.score_floors = scores;
        bil_allocation *after = allocated(&d, &settings, seed);
        for (size_t i = 0; before->within && i < 4; i++) {
            expect_score(&after->persons[i], scores[i] - 1e-9, seed, i);
        }
        bil_allocation_free(before);
        bil_allocation_free(after);
        random_district_close(&d);
    }
}

/* What an allocation gave, as floors of another one. */
typedef struct {
    double scores[DISTRICT_PERSONS_MOST];
    const bil_packed *plans[DISTRICT_PERSONS_MOST];
} given;

static bil_allocation *open_given(random_district *d, given *out, int seed)
{
    random_district_open(d, (uint64_t)seed, DISTRICT_PERSONS_MOST);
    bil_allocate_settings settings = exactly();
    settings.gap_e9 = 1000000;
    bil_allocation *first = allocated(d, &settings, seed);
    for (size_t i = 0; i < first->count; i++) {
        out->scores[i] = first->persons[i].score - 1e-9;
        out->plans[i] = first->persons[i].waiting ? NULL : first->persons[i].packed;
    }
    return first;
}

static bil_allocate_settings nested_in(const given *before, int seed)
{
    static const bil_objective objectives[] = {BIL_OBJECTIVE_UTILITARIAN,
                                               BIL_OBJECTIVE_ESSENTIAL_FIRST, BIL_OBJECTIVE_MAX_MIN,
                                               BIL_OBJECTIVE_NASH};
    bil_allocate_settings settings = exactly();
    settings.objective = objectives[seed / 2 % 4];
    if (seed % 2 == 0) {
        settings.score_floors = before->scores;
        settings.former = before->plans;
    } else {
        settings.floors = before->plans;
    }
    return settings;
}

/* Whenever it is stopped, and whatever is asked for: the plans of before fit, and are kept. */
static void whoever_stops_at_once_nobody_has_less_than_with_plans_that_fit(void **state)
{
    (void)state;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        given before;
        bil_allocation *first = open_given(&d, &before, seed);
        d.pools[1].yearly_cents += 40000;
        for (int ticks = 0; first->within && ticks < 40; ticks = ticks * 3 + 1) {
            int left = ticks;
            bil_allocate_settings settings = nested_in(&before, seed);
            settings.progress = no_further;
            settings.payload = &left;
            bil_allocation *then = allocated(&d, &settings, seed);
            assert_false(then->former_over);
            for (size_t i = 0; i < d.count; i++) {
                expect_score(&then->persons[i], before.scores[i] - 1e-9, seed, i);
                assert_false(then->persons[i].floor_dropped || then->persons[i].floor_missed);
            }
            bil_allocation_free(then);
        }
        bil_allocation_free(first);
        random_district_close(&d);
    }
}

static size_t expect_losers_told(const bil_allocation *a, const given *before)
{
    size_t less = 0;
    for (size_t i = 0; i < a->count; i++) {
        const bool loses = a->persons[i].score < before->scores[i];
        assert_int_equal(loses, a->persons[i].floor_dropped || a->persons[i].floor_missed);
        assert_true(!a->persons[i].floor_missed || a->stopped);
        less += loses ? 1 : 0;
    }
    return less;
}

/* No bound beyond what all needs together are, but for the gap it was asked for. */
static void when_pools_shrink_it_is_told_who_loses_and_the_bound_is_no_larger_for_it(void **state)
{
    (void)state;
    size_t lost = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        given before;
        bil_allocation *first = open_given(&d, &before, seed);
        d.pools[0].yearly_cents /= 3;
        d.pools[1].yearly_cents /= 3;
        int left = seed % 3 == 0 ? seed / 3 : 100000;
        bil_allocate_settings settings = nested_in(&before, 0);
        settings.gap_e9 = 1000000;
        settings.progress = no_further;
        settings.payload = &left;
        bil_allocation *then = allocated(&d, &settings, seed);
        const size_t less = expect_losers_told(then, &before);
        assert_true(less == 0 || then->former_over || !first->within);
        assert_true(then->bound <= 1.001 * (double)d.count + 1e-6 || isinf(then->bound));
        lost += less;
        bil_allocation_free(first);
        bil_allocation_free(then);
        random_district_close(&d);
    }
    assert_true(lost > 0);
}

static void a_floor_that_does_not_fit_is_given_up_and_said(void **state)
{
    (void)state;
    int dropped = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 3);
        bil_allocate_settings settings = exactly();
        bil_allocation *before = allocated(&d, &settings, seed);
        const bil_packed *floors[3];
        for (size_t i = 0; i < 3; i++) {
            floors[i] = before->persons[i].waiting ? NULL : before->persons[i].packed;
        }
        d.pools[0].yearly_cents = d.pools[1].yearly_cents = 0;
        d.capacities[0].month_units = 0;
        settings.floors = floors;
        bil_allocation *after = allocated(&d, &settings, seed); /* value not above the bound */
        for (size_t i = 0; i < 3; i++) {
            assert_true(!after->persons[i].floor_dropped || floors[i] != NULL);
            dropped += after->persons[i].floor_dropped ? 1 : 0;
        }
        bil_allocation_free(before);
        bil_allocation_free(after);
        random_district_close(&d);
    }
    assert_true(dropped > 0);
}

static void one_without_any_plan_stays_as_today_and_the_rest_completes(void **state)
{
    (void)state;
    for (int seed = 0; seed < SEEDS; seed += 2) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 4);
        world_must(d.worlds[1], "service:S02");
        world_must_not(d.worlds[1], "service:S02");
        const bil_allocate_settings settings = exactly();
        bil_allocation *a = allocated(&d, &settings, seed);
        assert_true(a->persons[1].waiting);
        assert_false(a->persons[1].failed);
        const bil_case *const rest[] = {d.persons[0], d.persons[2], d.persons[3]};
        if (a->persons[1].use_count == 0) { /* the others have all there is */
            int same = 0;
            bil_allocation *b = NULL;
            assert_int_equal(bil_allocate(&b, &d.district, rest, 3, &settings, NULL), BIL_OK);
            b->value += a->persons[1].score;
            b->bound += a->persons[1].score;
            if (b->shared.row_count == a->shared.row_count) {
                expect_same_question(a, b, seed, &same);
            }
            bil_allocation_free(b);
        }
        bil_allocation_free(a);
        random_district_close(&d);
    }
}

static void nobody_at_all_is_a_district_too(void **state)
{
    (void)state;
    random_district d;
    random_district_open(&d, 1, 1);
    d.count = 0;
    const bil_allocate_settings settings = exactly();
    bil_allocation *a = NULL;
    assert_int_equal(bil_allocate(&a, &d.district, d.persons, 0, &settings, NULL), BIL_OK);
    assert_true(a->within);
    assert_true(fabs(a->value) < CLOSE);
    assert_int_equal(a->count, 0);
    bil_allocation_free(a);
    d.count = 1;
    random_district_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_order_and_other_names_change_nothing),
        cmocka_unit_test(a_currency_of_tenths_changes_nothing),
        cmocka_unit_test(more_money_and_room_never_lower_what_can_be_reached),
        cmocka_unit_test(the_next_unit_is_worth_no_more_than_its_price_and_often_less),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(a_stop_leaves_an_answer_within_the_limits),
        cmocka_unit_test(essential_first_leaves_no_more_below_the_floors),
        cmocka_unit_test(beginning_with_a_sample_still_bounds_everybody),
        cmocka_unit_test(nobody_ends_below_a_floor_that_fits),
        cmocka_unit_test(nobody_loses_when_a_pool_grows_and_scores_are_floors),
        cmocka_unit_test(whoever_stops_at_once_nobody_has_less_than_with_plans_that_fit),
        cmocka_unit_test(when_pools_shrink_it_is_told_who_loses_and_the_bound_is_no_larger_for_it),
        cmocka_unit_test(a_floor_that_does_not_fit_is_given_up_and_said),
        cmocka_unit_test(one_without_any_plan_stays_as_today_and_the_rest_completes),
        cmocka_unit_test(nobody_at_all_is_a_district_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
