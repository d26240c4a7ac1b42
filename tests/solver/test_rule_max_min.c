/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greatest least score. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_MAX_MIN;

static void fifteen_hours_for_three_are_five_each(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, (int64_t)12 * 15000); /* 15 hours a month; each needs ten */
    bil_allocation *a = rules_allocated(&c, rule);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rules_hours(a, i), 5);
    }
    assert_true(a->has_level);
    assert_true(a->level > 0.649 && a->level_bound < 0.7);
    assert_int_equal(a->places_proven, 1);
    assert_true(a->least_bound >= 0.65 - 1e-9 && a->least_bound <= a->level_bound);
    bil_allocation_free(a);
    rules_close(&c);
}

static void the_least_bound_is_what_the_exempt_can_have(void **state)
{
    (void)state;
    rules_expect_least_of_who_is_exempt(rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(fifteen_hours_for_three_are_five_each),
        cmocka_unit_test(the_least_bound_is_what_the_exempt_can_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
