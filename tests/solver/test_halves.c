/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of halves, joined: what is found fits and is better, and nothing within reach is missed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/halves.h"
#include "tests/solver/random_packages.h"

enum { GROUPS_MOST = 200, ROWS_MOST = 32 };

static bil_error err;
static uint32_t choice[GROUPS_MOST];

static bool improve(const packages_and_limits *made, double step, double heat, uint64_t seed,
                    int64_t work)
{
    static const double nothing[ROWS_MOST] = {0};
    const bil_halves_settings settings = {
        .prices = nothing, .bound = HUGE_VAL, .heat = heat, .work = work};
    bil_halves *halves = NULL;
    bool better = false;
    assert_int_equal(bil_halves_new(&halves, made->store, made->limits, step, seed, &err), BIL_OK);
    assert_int_equal(bil_halves_improve(choice, &better, halves, &settings, &err), BIL_OK);
    bil_halves_free(halves);
    return better;
}

/* Small enough that every combination of either half is listed: then the best pair is the best. */
static void of_few_groups_the_best_choice_is_found(void **state)
{
    (void)state;
    int bettered = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        const random_packages shape = random_packages_shape(seed + 70000);
        packages_and_limits made = random_packages_make(&shape, seed);
        if (random_packages_begin(choice, &made)) {
            const double before = random_packages_worth(&made, choice);
            const bool better = improve(&made, 1.0, 0.0, seed, 1 << 17);
            const double after = random_packages_worth(&made, choice);
            assert_true(after >= before);
            assert_int_equal(better, after > before);
            if (made.store->group_count > 1) {
                assert_true(after == random_packages_best(&made));
            }
            bettered += better ? 1 : 0;
        }
        random_packages_release(&made);
    }
    assert_true(bettered > 20);
}

static const random_packages tight = {
    .groups = 60, .rows = 9, .packages = 8, .uses = 9, .amount = 20, .value = 90, .tightness = 75};

/* A problem in which a first choice is found, uses and limits so many times as large. */
static packages_and_limits begun(uint64_t seed, double times)
{
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

static void what_is_found_fits_and_is_the_same_every_time(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        packages_and_limits made = begun(seed, 1.0);
        uint32_t once[GROUPS_MOST];
        const double heat = seed % 2 == 0 ? 2.0 : 0.0;
        const double before = random_packages_worth(&made, choice);
        assert_true(improve(&made, 1.0, heat, seed, 1 << 22));
        memcpy(once, choice, sizeof once);
        assert_true(random_packages_worth(&made, choice) > before);
        assert_true(random_packages_begin(choice, &made));
        (void)improve(&made, 1.0, heat, seed, 1 << 22);
        assert_memory_equal(once, choice, made.store->group_count * sizeof *choice);
        random_packages_release(&made);
    }
}

/* Cents, thousands of them, and thirds: uses that are no small whole numbers. */
static void large_and_broken_uses_stay_within_the_limits(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        packages_and_limits made = begun(seed, seed % 2 == 0 ? 123457.0 : 1.0 / 3.0);
        const double before = random_packages_worth(&made, choice);
        assert_true(improve(&made, 0.0, 0.0, seed, 1 << 22));
        assert_true(random_packages_worth(&made, choice) > before);
        random_packages_release(&made);
    }
}

static bool never(void *payload)
{
    (void)payload;
    return false;
}

static void stopped_at_once_nothing_changes(void **state)
{
    (void)state;
    packages_and_limits made = begun(3, 1.0);
    static const double nothing[ROWS_MOST] = {0};
    const bil_halves_settings settings = {
        .prices = nothing, .bound = HUGE_VAL, .work = 1 << 20, .tick = never};
    bil_halves *halves = NULL;
    bool better = true;
    assert_int_equal(bil_halves_new(&halves, made.store, made.limits, 1.0, 1, &err), BIL_OK);
    assert_int_equal(bil_halves_improve(choice, &better, halves, &settings, &err), BIL_OK);
    assert_false(better);
    assert_true(random_packages_worth(&made, choice) > -HUGE_VAL);
    bil_halves_free(halves);
    random_packages_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_few_groups_the_best_choice_is_found),
        cmocka_unit_test(what_is_found_fits_and_is_the_same_every_time),
        cmocka_unit_test(large_and_broken_uses_stay_within_the_limits),
        cmocka_unit_test(stopped_at_once_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
