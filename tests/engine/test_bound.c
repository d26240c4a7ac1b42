/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is proven of all allocations, from several of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/bound.h"

#define E9 INT64_C(1000000000)

static void the_smaller_bound_and_the_most_reached_are_kept(void **state)
{
    (void)state;
    const bil_bound none = {0, -1};
    const bil_bound proven = {2 * E9, 5 * E9};
    const bil_bound better = {3 * E9, 4 * E9};
    const bil_bound both[] = {bil_bound_meet(proven, better), bil_bound_meet(better, proven)};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(both[i].reached_e9, 3 * E9);
        assert_int_equal(both[i].bound_e9, 4 * E9);
    }
    assert_int_equal(bil_bound_meet(none, proven).bound_e9, 5 * E9);
    assert_int_equal(bil_bound_meet(proven, none).bound_e9, 5 * E9);
    assert_int_equal(bil_bound_held(bil_bound_meet(none, none)), -1);
}

static void a_bound_that_somebody_exceeds_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(bil_bound_held((bil_bound){4 * E9, 4 * E9}), 4 * E9);
    assert_int_equal(bil_bound_held((bil_bound){4 * E9 + 1000, 4 * E9}), 4 * E9); /* rounding */
    assert_int_equal(bil_bound_held((bil_bound){4 * E9 + 1001, 4 * E9}), -1);
}

static void what_is_missing_is_a_share_of_the_bound(void **state)
{
    (void)state;
    assert_int_equal(bil_bound_price(4 * E9, 3 * E9), E9 / 4);
    assert_int_equal(bil_bound_price(4 * E9, 4 * E9 + 1000), 0);
    assert_int_equal(bil_bound_price(-1, 3 * E9), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smaller_bound_and_the_most_reached_are_kept),
        cmocka_unit_test(a_bound_that_somebody_exceeds_says_nothing),
        cmocka_unit_test(what_is_missing_is_a_share_of_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
