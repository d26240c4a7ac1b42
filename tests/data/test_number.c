/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/number.h"

static bil_number_result integer(int64_t *out, const char *text)
{
    return bil_number_integer(out, text, strlen(text));
}

static bil_number_result decimal(int64_t *out, const char *text, int digits)
{
    return bil_number_decimal(out, text, strlen(text), digits, false);
}

static int64_t rounded(const char *text, int digits)
{
    int64_t out = -1;
    assert_int_equal(bil_number_decimal(&out, text, strlen(text), digits, true), BIL_NUMBER_OK);
    return out;
}

static void integers_are_digits_and_nothing_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",   "-",   "+1", " 1",  "1 ",  "1.0",   "1e3",   "0x10",
                                        "1,", "--1", "1-", "NaN", "inf", "1_000", "1.000", "½"};
    int64_t out = 7;
    assert_int_equal(integer(&out, "9223372036854775807"), BIL_NUMBER_OK);
    assert_int_equal(out, INT64_MAX);
    assert_int_equal(integer(&out, "-9223372036854775807"), BIL_NUMBER_OK);
    assert_int_equal(out, -INT64_MAX);
    assert_int_equal(integer(&out, "-0"), BIL_NUMBER_OK);
    assert_int_equal(out, 0);
    assert_int_equal(integer(&out, "0012"), BIL_NUMBER_OK);
    assert_int_equal(out, 12);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        out = 7;
        assert_int_equal(integer(&out, wrong[i]), BIL_NUMBER_MALFORMED);
        assert_int_equal(out, 7);
    }
    assert_int_equal(integer(&out, "9223372036854775808"), BIL_NUMBER_TOO_LARGE);
    assert_int_equal(integer(&out, "99999999999999999999999999"), BIL_NUMBER_TOO_LARGE);
}

static void decimals_are_exact_or_refused(void **state)
{
    (void)state;
    int64_t out = 0;
    assert_int_equal(decimal(&out, "62.5", 2), BIL_NUMBER_OK);
    assert_int_equal(out, 6250);
    assert_int_equal(decimal(&out, "0.29", 2), BIL_NUMBER_OK);
    assert_int_equal(out, 29); /* (int)(0.29 * 100) is 28 */
    assert_int_equal(decimal(&out, "0.005", 6), BIL_NUMBER_OK);
    assert_int_equal(out, 5000);
    assert_int_equal(decimal(&out, "1.50000000000000000000", 1), BIL_NUMBER_OK);
    assert_int_equal(out, 15);
    assert_int_equal(decimal(&out, "5e-05", 6), BIL_NUMBER_OK);
    assert_int_equal(out, 50);
    assert_int_equal(decimal(&out, "1E2", 0), BIL_NUMBER_OK);
    assert_int_equal(out, 100);
    assert_int_equal(decimal(&out, "0e999999999999", 9), BIL_NUMBER_OK);
    assert_int_equal(out, 0);
    assert_int_equal(decimal(&out, "-0.0", 4), BIL_NUMBER_OK);
    assert_int_equal(out, 0);
    assert_int_equal(decimal(&out, "62.555", 2), BIL_NUMBER_TOO_PRECISE);
    assert_int_equal(decimal(&out, "1e-10", 9), BIL_NUMBER_TOO_PRECISE);
    assert_int_equal(decimal(&out, "1e-999999999", 9), BIL_NUMBER_TOO_PRECISE);
    assert_int_equal(decimal(&out, "1e999999999", 0), BIL_NUMBER_TOO_LARGE);
    assert_int_equal(decimal(&out, "9223372036854775807.1", 1), BIL_NUMBER_TOO_LARGE);
    assert_int_equal(decimal(&out, "1.", 2), BIL_NUMBER_MALFORMED);
    assert_int_equal(decimal(&out, ".5", 2), BIL_NUMBER_MALFORMED);
    assert_int_equal(decimal(&out, "1e", 2), BIL_NUMBER_MALFORMED);
    assert_int_equal(decimal(&out, "1,5", 2), BIL_NUMBER_MALFORMED);
}

static void rounding_goes_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(rounded("0.8123456785", 9), 812345679);
    assert_int_equal(rounded("0.81234567849999", 9), 812345678);
    assert_int_equal(rounded("-0.8123456785", 9), -812345679);
    assert_int_equal(rounded("0.5", 0), 1);
    assert_int_equal(rounded("0.05", 0), 0);
    assert_int_equal(rounded("5e-1", 0), 1);
    assert_int_equal(rounded("4.9e-1", 0), 0);
    assert_int_equal(rounded("1e-300", 9), 0);
}

static void decimals_are_written_without_needless_zeros(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        int digits;
        int decimals_min;
        const char *text;
    } all[] = {
        {0, 9, 1, "0.0"},
        {0, 0, 0, "0"},
        {0, 0, 1, "0.0"},
        {812300000, 9, 1, "0.8123"},
        {1000000000, 9, 1, "1.0"},
        {1, 9, 1, "0.000000001"},
        {-1, 9, 1, "-0.000000001"},
        {6250, 2, 0, "62.5"},
        {10000, 2, 0, "100"},
        {10, 1, 0, "1"},
        {INT64_MAX, 18, 1, "9.223372036854775807"},
        {INT64_MIN, 0, 0, "-9223372036854775808"},
        {INT64_MIN, 18, 1, "-9.223372036854775808"},
        {INT64_MIN, 0, 1, "-9223372036854775808.0"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        char out[BIL_DECIMAL_SIZE];
        bil_decimal_format(out, sizeof out, all[i].value, all[i].digits, all[i].decimals_min);
        assert_string_equal(out, all[i].text);
    }
}

/* A plain linear congruential generator: the same numbers on every machine. */
static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed ^ (*seed >> 29);
}

static void a_million_decimals_come_back_as_they_went(void **state)
{
    (void)state;
    uint64_t seed = 20261121;
    for (int i = 0; i < 1000000; i++) {
        int64_t value = (int64_t)(next_random(&seed) >> (1 + next_random(&seed) % 63));
        int digits = (int)(next_random(&seed) % 19);
        int decimals_min = (int)(next_random(&seed) % 2);
        char text[BIL_DECIMAL_SIZE];
        int64_t back = 0;
        value = next_random(&seed) % 2 == 0 ? value : -value;
        bil_decimal_format(text, sizeof text, value, digits, decimals_min);
        assert_int_equal(decimal(&back, text, digits), BIL_NUMBER_OK);
        assert_true(back == value);
        bil_decimal_format(text, sizeof text, value, 0, 0);
        assert_int_equal(integer(&back, text), BIL_NUMBER_OK);
        assert_true(back == value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_digits_and_nothing_else),
        cmocka_unit_test(decimals_are_exact_or_refused),
        cmocka_unit_test(rounding_goes_half_away_from_zero),
        cmocka_unit_test(decimals_are_written_without_needless_zeros),
        cmocka_unit_test(a_million_decimals_come_back_as_they_went),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
