/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/random.h"

/* Kept districts and kept worlds stand on these numbers: they never change. */
static void draws_are_the_same_everywhere_and_for_ever(void **state)
{
    (void)state;
    assert_true(bil_random(0, 0, 0, 0) == UINT64_C(0x2130748AAAC80268));
    assert_true(bil_random(1, 2, 3, 4) == UINT64_C(0xD55CCD4AEB3CCAFB));
    assert_true(bil_random_key("") == UINT64_C(0xCBF29CE484222325));
    assert_true(bil_random_key("a") == UINT64_C(0xAF63DC4C8601EC8C)); /* FNV's own test value */
}

static void every_key_counts_and_their_order_too(void **state)
{
    (void)state;
    const uint64_t first = bil_random(1, 2, 3, 4);
    assert_true(first == bil_random(1, 2, 3, 4));
    assert_true(first != bil_random(2, 2, 3, 4));
    assert_true(first != bil_random(1, 3, 3, 4));
    assert_true(first != bil_random(1, 2, 4, 4));
    assert_true(first != bil_random(1, 2, 3, 5));
    assert_true(first != bil_random(1, 2, 4, 3));
    assert_true(bil_random_key("ab") != bil_random_key("ba"));
}

static void numbers_between_two_ends_come_evenly_and_never_outside(void **state)
{
    (void)state;
    int seen[7] = {0};
    for (uint64_t i = 0; i < 7000; i++) {
        const int64_t value = bil_random_between(bil_random(5, i, 0, 0), -3, 3);
        assert_in_range(value + 3, 0, 6);
        seen[value + 3]++;
    }
    for (size_t i = 0; i < 7; i++) {
        assert_in_range(seen[i], 880, 1120);
    }
    assert_int_equal(bil_random_between(UINT64_MAX, 0, 4294967294), 4294967294);
    assert_int_equal(bil_random_between(0, 0, 4294967294), 0);
    assert_int_equal(bil_random_between(UINT64_MAX, 4, 4), 4);
    assert_int_equal(bil_random_between(UINT64_MAX, 4, 3), 4); /* nothing to choose */
}

static void weights_say_how_often(void **state)
{
    (void)state;
    const int64_t weights[] = {0, 10, 30, 0, 60, 0};
    int seen[6] = {0};
    for (uint64_t i = 0; i < 10000; i++) {
        seen[bil_random_pick(bil_random(9, i, 0, 0), weights, 6)]++;
    }
    assert_int_equal(seen[0] + seen[3] + seen[5], 0);
    assert_in_range(seen[1], 880, 1120);
    assert_in_range(seen[2], 2820, 3180);
    assert_in_range(seen[4], 5800, 6200);
    const int64_t nothing[] = {0, 0};
    assert_int_equal(bil_random_pick(7, nothing, 2), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_are_the_same_everywhere_and_for_ever),
        cmocka_unit_test(every_key_counts_and_their_order_too),
        cmocka_unit_test(numbers_between_two_ends_come_evenly_and_never_outside),
        cmocka_unit_test(weights_say_how_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
