/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/report.h"

static void expect(bil_report_unit unit, int64_t value, const char *it, const char *en)
{
    char out[64];
    bil_report_format(out, sizeof out, unit, value, BIL_LANG_IT);
    assert_string_equal(out, it);
    bil_report_format(out, sizeof out, unit, value, BIL_LANG_EN);
    assert_string_equal(out, en);
}

static void persons_have_a_decimal_only_when_they_are_a_mean(void **state)
{
    (void)state;
    expect(BIL_REPORT_PERSONS, 420, "42", "42");
    expect(BIL_REPORT_PERSONS, 12345, "1.234,5", "1,234.5");
    expect(BIL_REPORT_PERSONS, -5, "-0,5", "-0.5");
}

static void points_are_hundredths_of_score_to_the_tenth(void **state)
{
    (void)state;
    expect(BIL_REPORT_POINTS, INT64_C(634400000), "63,4", "63.4");
    expect(BIL_REPORT_POINTS, INT64_C(634500000), "63,5", "63.5");
    expect(BIL_REPORT_POINTS, INT64_C(-634500000), "-63,5", "-63.5");
    expect(BIL_REPORT_POINTS, 0, "0", "0");
}

static void points_below_one_have_two_figures(void **state)
{
    (void)state;
    expect(BIL_REPORT_POINTS, INT64_C(3800000), "0,38", "0.38");
    expect(BIL_REPORT_POINTS, INT64_C(-505000), "-0,051", "-0.051");
    expect(BIL_REPORT_POINTS, INT64_C(4000000), "0,4", "0.4");
    expect(BIL_REPORT_POINTS, INT64_C(994999), "0,099", "0.099");
    expect(BIL_REPORT_POINTS, INT64_C(995000), "0,1", "0.1");
    expect(BIL_REPORT_POINTS, INT64_C(9960000), "1", "1");
    expect(BIL_REPORT_POINTS, INT64_C(10040000), "1", "1");
    expect(BIL_REPORT_POINTS, 12, "0,0000012", "0.0000012");
    expect(BIL_REPORT_POINTS, 1, "0,0000001", "0.0000001");
}

static void shares_are_told_in_per_cent(void **state)
{
    (void)state;
    expect(BIL_REPORT_SHARE, INT64_C(125000000), "12,5\u00a0%", "12.5%");
    expect(BIL_REPORT_SHARE, INT64_C(1000000000), "100\u00a0%", "100%");
    expect(BIL_REPORT_SHARE, INT64_C(-100000000), "-10\u00a0%", "-10%");
}

static void indices_keep_three_decimals_and_their_sign(void **state)
{
    (void)state;
    expect(BIL_REPORT_INDEX, INT64_C(183400000), "0,183", "0.183");
    expect(BIL_REPORT_INDEX, INT64_C(-4500000), "-0,005", "-0.005");
    expect(BIL_REPORT_INDEX, INT64_C(1250000000), "1,250", "1.250");
}

static void money_is_told_in_whole_euros(void **state)
{
    (void)state;
    expect(BIL_REPORT_CENTS, 123450, "1.235\u00a0€", "€1,235");
    expect(BIL_REPORT_CENTS, 49, "0\u00a0€", "€0");
}

static void every_unit_has_its_name_and_parts(void **state)
{
    (void)state;
    for (int u = 0; u <= BIL_REPORT_NUMBER; u++) {
        assert_non_null(bil_report_unit_name((bil_report_unit)u));
        assert_true(bil_report_unit_parts((bil_report_unit)u) > 0);
    }
    assert_null(bil_report_unit_name((bil_report_unit)(BIL_REPORT_NUMBER + 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_have_a_decimal_only_when_they_are_a_mean),
        cmocka_unit_test(points_are_hundredths_of_score_to_the_tenth),
        cmocka_unit_test(points_below_one_have_two_figures),
        cmocka_unit_test(shares_are_told_in_per_cent),
        cmocka_unit_test(indices_keep_three_decimals_and_their_sign),
        cmocka_unit_test(money_is_told_in_whole_euros),
        cmocka_unit_test(every_unit_has_its_name_and_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
