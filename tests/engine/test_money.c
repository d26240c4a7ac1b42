/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/money.h"

static void division_rounds_down_up_and_half_up(void **state)
{
    (void)state;
    assert_int_equal(bil_div_floor(7, 2), 3);
    assert_int_equal(bil_div_floor(-7, 2), -4);
    assert_int_equal(bil_div_floor(-8, 2), -4);
    assert_int_equal(bil_div_ceil(7, 2), 4);
    assert_int_equal(bil_div_ceil(-7, 2), -3);
    assert_int_equal(bil_div_ceil(8, 2), 4);
    assert_int_equal(bil_div_round(5, 10), 1);
    assert_int_equal(bil_div_round(4, 10), 0);
    assert_int_equal(bil_div_round(14, 4), 4);
    assert_int_equal(bil_div_round(13, 4), 3);
    assert_int_equal(bil_div_round(1, 3), 0);
    assert_int_equal(bil_div_round(2, 3), 1);
    assert_int_equal(bil_div_round(INT64_MAX, 1), INT64_MAX);
    assert_int_equal(bil_div_round(INT64_MAX, INT64_MAX), 1);
    assert_int_equal(bil_div_round(INT64_MAX - 1, INT64_MAX), 1);
}

static void sums_and_products_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    int64_t out = 42;
    assert_true(bil_add(&out, 2, 3));
    assert_int_equal(out, 5);
    assert_false(bil_add(&out, INT64_MAX, 1));
    assert_false(bil_add(&out, INT64_MIN, -1));
    assert_int_equal(out, 5);
    assert_true(bil_add(&out, INT64_MAX, INT64_MIN));
    assert_int_equal(out, -1);
    assert_true(bil_mul(&out, INT64_MIN, 1));
    assert_int_equal(out, INT64_MIN);
    assert_false(bil_mul(&out, INT64_MIN, -1));
    assert_false(bil_mul(&out, INT64_C(1) << 32, INT64_C(1) << 31));
    assert_int_equal(out, INT64_MIN);
}

static void sums_and_products_may_stop_at_the_ends(void **state)
{
    (void)state;
    assert_int_equal(bil_add_capped(2, -3), -1);
    assert_int_equal(bil_add_capped(INT64_MAX, 1), INT64_MAX);
    assert_int_equal(bil_add_capped(-1, INT64_MIN), INT64_MIN);
    assert_int_equal(bil_mul_capped(-2, 3), -6);
    assert_int_equal(bil_mul_capped(INT64_MIN, -1), INT64_MAX);
    assert_int_equal(bil_mul_capped(INT64_MAX, 2), INT64_MAX);
    assert_int_equal(bil_mul_capped(2, INT64_MIN), INT64_MIN);
}

static void a_share_is_rounded_half_up_to_the_cent(void **state)
{
    (void)state;
    assert_int_equal(bil_share(10000, 4000), 4000);
    assert_int_equal(bil_share(1, 5000), 1);
    assert_int_equal(bil_share(1, 4999), 0);
    assert_int_equal(bil_share(333, 3333), 111);
    assert_int_equal(bil_share(0, 10000), 0);
    assert_int_equal(bil_share(12345, 10000), 12345);
    assert_int_equal(bil_share(INT64_C(100000000000000), 9999), INT64_C(99990000000000));
}

static void a_day_becomes_a_twelfth_of_a_year(void **state)
{
    (void)state;
    assert_int_equal(bil_month_from_day(10000), 304167); /* 304 166.67 */
    assert_int_equal(bil_month_from_day(12), 365);
    assert_int_equal(bil_month_from_day(6), 183); /* 182.5 */
    assert_int_equal(bil_month_from_day(0), 0);
}

static void thirteen_payments_become_a_month_rounded_down(void **state)
{
    (void)state;
    assert_int_equal(bil_month_from_payments(33600, 13), 36400);
    assert_int_equal(bil_month_from_payments(10000, 13), 10833);
    assert_int_equal(bil_month_from_payments(10000, 12), 10000);
    assert_int_equal(bil_month_from_payments(10000, 0), 0);
}

static void money_is_written_the_way_each_language_does(void **state)
{
    (void)state;
    char text[40];
    bil_money_format(text, sizeof text, 123450, BIL_LANG_IT);
    assert_string_equal(text, "1.234,50\xC2\xA0\xE2\x82\xAC");
    bil_money_format(text, sizeof text, 123450, BIL_LANG_EN);
    assert_string_equal(text, "\xE2\x82\xAC"
                              "1,234.50");
    bil_money_format(text, sizeof text, -5, BIL_LANG_EN);
    assert_string_equal(text, "-\xE2\x82\xAC"
                              "0.05");
    bil_money_format(text, sizeof text, 0, BIL_LANG_IT);
    assert_string_equal(text, "0,00\xC2\xA0\xE2\x82\xAC");
    bil_money_format(text, sizeof text, INT64_MIN, BIL_LANG_EN);
    assert_string_equal(text, "-\xE2\x82\xAC"
                              "92,233,720,368,547,758.08");
}

static void numbers_are_grouped_and_drop_needless_zeros(void **state)
{
    (void)state;
    char text[40];
    bil_integer_format(text, sizeof text, 1234567, BIL_LANG_IT);
    assert_string_equal(text, "1.234.567");
    bil_integer_format(text, sizeof text, -999, BIL_LANG_EN);
    assert_string_equal(text, "-999");
    bil_integer_format(text, sizeof text, INT64_MIN, BIL_LANG_EN);
    assert_string_equal(text, "-9,223,372,036,854,775,808");
    bil_hundredths_format(text, sizeof text, 1250, BIL_LANG_IT);
    assert_string_equal(text, "12,5");
    bil_hundredths_format(text, sizeof text, 1200, BIL_LANG_EN);
    assert_string_equal(text, "12");
    bil_hundredths_format(text, sizeof text, 123405, BIL_LANG_EN);
    assert_string_equal(text, "1,234.05");
    bil_hundredths_format(text, sizeof text, -5, BIL_LANG_IT);
    assert_string_equal(text, "-0,05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(division_rounds_down_up_and_half_up),
        cmocka_unit_test(sums_and_products_that_do_not_fit_are_refused),
        cmocka_unit_test(sums_and_products_may_stop_at_the_ends),
        cmocka_unit_test(a_share_is_rounded_half_up_to_the_cent),
        cmocka_unit_test(a_day_becomes_a_twelfth_of_a_year),
        cmocka_unit_test(thirteen_payments_become_a_month_rounded_down),
        cmocka_unit_test(money_is_written_the_way_each_language_does),
        cmocka_unit_test(numbers_are_grouped_and_drop_needless_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
