/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of metrics: every entry whole, codes that programs can rely on. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/metrics.h"

static void every_metric_is_whole(void **state)
{
    (void)state;
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        const bil_metric_about about = bil_metric_of((bil_metric)m);
        assert_true(strlen(about.name.it) > 0 && strlen(about.name.en) > 0);
        assert_non_null(bil_metric_unit_name(about.unit));
        assert_non_null(bil_metric_better_name(about.better));
        if (about.low != BIL_METRIC_OPEN && about.high != BIL_METRIC_OPEN) {
            assert_true(about.low < about.high);
        }
        for (const char *c = about.code; *c != '\0'; c++) {
            assert_true(*c == '_' || islower((unsigned char)*c) || isdigit((unsigned char)*c));
        }
        const bool share =
            about.unit == BIL_METRIC_UNIT_SCORE || about.unit == BIL_METRIC_UNIT_SHARE;
        assert_int_equal(bil_metric_unit_decimals(about.unit),
                         share || about.unit == BIL_METRIC_UNIT_INDEX ? 9 : 0);
    }
}

static void a_code_and_a_name_belong_to_one_metric(void **state)
{
    (void)state;
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        assert_int_equal(bil_metric_find(bil_metric_of((bil_metric)m).code), m);
    }
    assert_int_equal(bil_metric_find("happiness"), BIL_METRIC_COUNT);
    assert_int_equal(bil_metric_find(""), BIL_METRIC_COUNT);
}

static void ages_fall_into_bands(void **state)
{
    (void)state;
    static const struct {
        int age;
        const char *band;
    } cases[] = {{0, "0-17"},   {17, "0-17"},  {18, "18-34"}, {34, "18-34"}, {35, "35-64"},
                 {64, "35-64"}, {65, "65-79"}, {79, "65-79"}, {80, "80+"},   {104, "80+"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(bil_metric_age_name(bil_metric_age_band(cases[i].age)), cases[i].band);
    }
    assert_true(bil_metric_age_band(-1) == SIZE_MAX);
    assert_null(bil_metric_age_name(BIL_METRIC_AGES));
    assert_null(bil_metric_groups_name(BIL_METRIC_GROUPS_COUNT));
    assert_string_equal(bil_metric_groups_name(BIL_METRIC_GROUPS_AREA), "area");
}

static void a_price_is_what_is_missing_to_the_best(void **state)
{
    (void)state;
    const int64_t one = 1000000000;
    assert_int_equal(bil_metric_price(10, 8, one), one / 5); /* 2 of 10 are given up */
    assert_int_equal(bil_metric_price(10, 10, one), 0);
    assert_int_equal(bil_metric_price(10, 0, 100), 100);
    assert_int_equal(bil_metric_price(3, 1, 1000), 667);
    assert_int_equal(bil_metric_price(8, 7, 100), 13); /* 12.5 */
    assert_int_equal(bil_metric_price(INT64_MAX, 0, one), one);
    assert_int_equal(bil_metric_price(5 * one, 5 * one + 5, one), 0); /* rounding */
    assert_int_equal(bil_metric_price(5 * one, 5 * one + 6, one), -1);
    assert_int_equal(bil_metric_price(10, 11, one), -1);
    assert_int_equal(bil_metric_price(10, -1, one), -1);
    assert_int_equal(bil_metric_price(0, 0, one), -1);
    assert_int_equal(bil_metric_price(-1, 0, one), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_metric_is_whole),
        cmocka_unit_test(a_code_and_a_name_belong_to_one_metric),
        cmocka_unit_test(ages_fall_into_bands),
        cmocka_unit_test(a_price_is_what_is_missing_to_the_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
