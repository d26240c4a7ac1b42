/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals: the same for the same seed, about as wide as theory says, and honest about nothing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/random.h"
#include "solver/bootstrap.h"

static bil_bootstrap_settings usual(void)
{
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    return settings;
}

static bil_interval of_mean(const double *values, size_t count,
                            const bil_bootstrap_settings *settings)
{
    bil_interval out = {0};
    assert_int_equal(bil_bootstrap_mean(&out, values, count, settings, NULL), BIL_OK);
    return out;
}

static void the_same_seed_gives_the_same_interval(void **state)
{
    (void)state;
    const double values[] = {0.11, 0.52, 0.38, 0.97, 0.64, 0.20, 0.71};
    bil_bootstrap_settings settings = usual();
    const bil_interval one = of_mean(values, 7, &settings);
    const bil_interval again = of_mean(values, 7, &settings);
    assert_true(one.defined && one.low == again.low && one.high == again.high);
    settings.seed = 2;
    const bil_interval other = of_mean(values, 7, &settings);
    assert_true(other.low != one.low || other.high != one.high);
    size_t picked[5];
    bil_bootstrap_pick(picked, 5, 1, 0); /* for ever: kept results stand on it */
    const size_t kept[5] = {4, 1, 3, 3, 4};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(picked[i], kept[i]);
    }
}

static void the_middle_of_the_figures_is_the_interval(void **state)
{
    (void)state;
    double figures[1000];
    for (int i = 0; i < 1000; i++) {
        figures[i] = 1000.0 - i; /* 1 to 1000, the wrong way round */
    }
    const bil_interval out = bil_bootstrap_interval(figures, 1000, 9500);
    assert_true(out.defined);
    assert_true(out.low == 25.0); /* 2.5 % of them are no greater, and 97.5 % */
    assert_true(out.high == 975.0);
}

static void values_all_alike_leave_no_doubt(void **state)
{
    (void)state;
    const double values[] = {0.25, 0.25, 0.25, 0.25};
    const bil_bootstrap_settings settings = usual();
    const bil_interval out = of_mean(values, 4, &settings);
    assert_true(out.low == 0.25 && out.high == 0.25);
    const bil_interval one = of_mean(values, 1, &settings);
    assert_true(one.low == 0.25 && one.high == 0.25);
}

/* Zeros and ones, as many of each: the mean of 400 has a standard error of 0.5 ÷ 20 = 0.025, and
 * 1.96 of them on each side are 0.049. */
static void the_width_is_that_of_theory(void **state)
{
    (void)state;
    double values[400];
    for (int i = 0; i < 400; i++) {
        values[i] = i % 2;
    }
    bil_bootstrap_settings settings = usual();
    settings.resamples = 4000;
    const bil_interval out = of_mean(values, 400, &settings);
    assert_true(fabs(out.low - 0.451) < 0.004);
    assert_true(fabs(out.high - 0.549) < 0.004);
}

/* Of a hundred samples about 95 intervals hold the truth. */
static void the_truth_is_mostly_inside(void **state)
{
    (void)state;
    int held = 0;
    bil_bootstrap_settings settings = usual();
    settings.resamples = 300;
    for (uint64_t sample = 0; sample < 100; sample++) {
        double values[60];
        for (size_t i = 0; i < 60; i++) {
            values[i] = (double)bil_random_between(bil_random(9, sample, i, 0), 0, 1000) / 1000.0;
        }
        const bil_interval out = of_mean(values, 60, &settings);
        held += out.low <= 0.5 && out.high >= 0.5 ? 1 : 0;
    }
    assert_in_range(held, 87, 100);
}

static double only_with_the_first(const size_t *picked, size_t count, void *payload)
{
    (void)payload;
    for (size_t i = 0; i < count; i++) {
        if (picked[i] == 0) {
            return 1.0;
        }
    }
    return (double)NAN;
}

static void what_is_often_not_defined_has_no_interval(void **state)
{
    (void)state;
    bil_interval out = {.defined = true};
    const bil_bootstrap_settings settings = usual();
    /* Of two the first is missing in every fourth resample. */
    assert_int_equal(bil_bootstrap(&out, 2, only_with_the_first, NULL, &settings, NULL), BIL_OK);
    assert_false(out.defined);
    assert_true(isnan(out.low) && isnan(out.high));
    const double values[] = {1.0, (double)NAN};
    assert_false(of_mean(values, 2, &settings).defined);
    assert_false(of_mean(values, 0, &settings).defined);
    double none = (double)NAN;
    assert_false(bil_bootstrap_interval(&none, 1, 9500).defined);
    double some = 1.0;
    assert_false(bil_bootstrap_interval(&some, 1, 10000).defined);
    assert_false(bil_bootstrap_interval(&some, 0, 9500).defined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_interval),
        cmocka_unit_test(the_middle_of_the_figures_is_the_interval),
        cmocka_unit_test(values_all_alike_leave_no_doubt),
        cmocka_unit_test(the_width_is_that_of_theory),
        cmocka_unit_test(the_truth_is_mostly_inside),
        cmocka_unit_test(what_is_often_not_defined_has_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
