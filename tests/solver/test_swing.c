/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swinging over the limits: what is found fits, is never worse, and is the same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/swing.h"
#include "tests/solver/random_packages.h"

enum { GROUPS_MOST = 200, ROWS_MOST = 40 };

static bil_error err;
static uint32_t choice[GROUPS_MOST];

static bil_swing *swing_of(const packages_and_limits *made, double price, uint64_t seed)
{
    double prices[ROWS_MOST];
    for (uint32_t r = 0; r < ROWS_MOST; r++) {
        prices[r] = price;
    }
    const bil_swing_settings settings = {
        .limits = made->limits, .prices = prices, .loss = HUGE_VAL, .seed = seed};
    bil_swing *swing = NULL;
    assert_int_equal(bil_swing_new(&swing, made->store, &settings, &err), BIL_OK);
    return swing;
}

static bool improve(const packages_and_limits *made, double price, uint64_t seed, int64_t work)
{
    const bil_swing_work some = {.bound = HUGE_VAL, .work = work};
    bil_swing *swing = swing_of(made, price, seed);
    bool better = false;
    bil_swing_improve(choice, &better, swing, &some);
    bil_swing_free(swing);
    return better;
}

static void of_small_problems_the_best_choice_is_found_nearly_always(void **state)
{
    (void)state;
    int begun = 0;
    int best = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const random_packages shape = random_packages_shape(seed + 90000);
        packages_and_limits made = random_packages_make(&shape, seed);
        if (random_packages_begin(choice, &made)) {
            const double before = random_packages_worth(&made, choice);
            const bool better = improve(&made, seed % 2 == 0 ? 0.0 : 1.0, seed, 1 << 15);
            const double after = random_packages_worth(&made, choice);
            assert_true(after >= before);
            assert_int_equal(better, after > before);
            begun++;
            best += after == random_packages_best(&made) ? 1 : 0;
        }
        random_packages_release(&made);
    }
    assert_true(begun > 30);
    assert_true(best * 10 > begun * 9);
}

/* A problem in which a first choice is found, uses and limits so many times as large. */
static packages_and_limits begun(uint64_t seed, uint32_t rows, double times)
{
    const random_packages tight = {.groups = 60,
                                   .rows = rows,
                                   .packages = 8,
                                   .uses = rows,
                                   .amount = 20,
                                   .value = 90,
                                   .tightness = 75};
    for (uint64_t k = 0;; k++) {
        packages_and_limits made = random_packages_make(&tight, seed + 100 * k);
        for (uint32_t i = 0; i < made.store->first[made.store->count]; i++) {
            made.store->amount[i] *= times;
        }
        for (uint32_t r = 0; r < made.store->row_count; r++) {
            made.limits[r] *= times;
        }
        if (random_packages_begin(choice, &made)) {
            return made;
        }
        random_packages_release(&made);
    }
}

static void with_any_number_of_rows_it_finds_better_and_the_same_every_time(void **state)
{
    (void)state;
    static const uint32_t rows[] = {3, 9, 20, 25, 37};
    for (uint64_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        packages_and_limits made = begun(k + 1, rows[k], 1.0);
        uint32_t once[GROUPS_MOST];
        const double before = random_packages_worth(&made, choice);
        assert_true(improve(&made, 1.0, k, 1 << 23));
        memcpy(once, choice, sizeof once);
        assert_true(random_packages_worth(&made, choice) > before);
        assert_true(random_packages_begin(choice, &made));
        assert_true(improve(&made, 1.0, k, 1 << 23));
        assert_memory_equal(once, choice, made.store->group_count * sizeof *choice);
        random_packages_release(&made);
    }
}

/* Cents, thousands of them, and thirds: uses that are no small whole numbers. */
static void large_and_broken_uses_stay_within_the_limits(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        const double times = seed % 2 == 0 ? 123457.0 : 1.0 / 3.0;
        packages_and_limits made = begun(seed, 9, times);
        const double before = random_packages_worth(&made, choice);
        assert_true(improve(&made, 1.0 / times, seed, 1 << 23));
        assert_true(random_packages_worth(&made, choice) > before);
        random_packages_release(&made);
    }
}

static void asked_again_it_goes_on_from_where_it_stood(void **state)
{
    (void)state;
    packages_and_limits made = begun(5, 9, 1.0);
    const bil_swing_work some = {.bound = HUGE_VAL, .work = 1 << 18};
    bil_swing *swing = swing_of(&made, 1.0, 5);
    bool better = false;
    double value = random_packages_worth(&made, choice);
    int times = 0;
    for (int k = 0; k < 64; k++) {
        bil_swing_improve(choice, &better, swing, &some);
        const double next = random_packages_worth(&made, choice);
        assert_int_equal(better, next > value);
        times += better ? 1 : 0;
        value = next;
    }
    assert_true(times > 1);
    bil_swing_free(swing);
    random_packages_release(&made);
}

/* A way of its own of a single exchange, then a far better choice: it takes that up, and finds
 * nothing worse. */
static void a_better_choice_that_is_given_is_kept_or_bettered(void **state)
{
    (void)state;
    packages_and_limits made = begun(5, 9, 1.0);
    uint32_t good[GROUPS_MOST];
    assert_true(improve(&made, 1.0, 6, 1 << 22));
    memcpy(good, choice, sizeof good);
    const double value = random_packages_worth(&made, good);
    const bil_swing_work little = {.bound = HUGE_VAL, .work = 1};
    bil_swing *swing = swing_of(&made, 1.0, 5);
    double last = value;
    for (int k = 0; k < 400; k++) {
        bool better = true;
        bil_swing_improve(choice, &better, swing, &little);
        const double now = random_packages_worth(&made, choice);
        assert_true(now >= last);
        assert_int_equal(better, now > last);
        last = now;
    }
    bil_swing_free(swing);
    random_packages_release(&made);
}

static bool never(void *payload)
{
    int *asked = payload;
    ++*asked;
    return false;
}

static void stopped_at_once_nothing_changes(void **state)
{
    (void)state;
    packages_and_limits made = begun(3, 9, 1.0);
    uint32_t before[GROUPS_MOST];
    memcpy(before, choice, sizeof before);
    int asked = 0;
    const bil_swing_work much = {
        .bound = HUGE_VAL, .work = INT64_MAX, .tick = never, .payload = &asked};
    bil_swing *swing = swing_of(&made, 1.0, 1);
    bool better = true;
    bil_swing_improve(choice, &better, swing, &much);
    assert_false(better);
    assert_int_equal(asked, 1);
    assert_memory_equal(before, choice, made.store->group_count * sizeof *choice);
    bil_swing_free(swing);
    random_packages_release(&made);
}

static void at_the_bound_it_ends(void **state)
{
    (void)state;
    packages_and_limits made = begun(4, 9, 1.0);
    const double before = random_packages_worth(&made, choice);
    const bil_swing_work much = {.bound = before + 1.0, .work = INT64_MAX};
    bil_swing *swing = swing_of(&made, 1.0, 1);
    bool better = false;
    bil_swing_improve(choice, &better, swing, &much);
    assert_true(better);
    assert_true(random_packages_worth(&made, choice) >= before + 1.0);
    bil_swing_free(swing);
    random_packages_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_small_problems_the_best_choice_is_found_nearly_always),
        cmocka_unit_test(with_any_number_of_rows_it_finds_better_and_the_same_every_time),
        cmocka_unit_test(large_and_broken_uses_stay_within_the_limits),
        cmocka_unit_test(asked_again_it_goes_on_from_where_it_stood),
        cmocka_unit_test(a_better_choice_that_is_given_is_kept_or_bettered),
        cmocka_unit_test(stopped_at_once_nothing_changes),
        cmocka_unit_test(at_the_bound_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
