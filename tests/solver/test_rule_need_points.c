/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts by the points of need. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_NEED_POINTS;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void amounts_are_as_the_points(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 12000);
    expect_hours(&c, 4, 4, 4);
    c.d.worlds[2]->needs[0].weight_e4 *= 2; /* 30, 30, 60 */
    expect_hours(&c, 3, 3, 6);
    c.d.worlds[0]->needs[0].already_covered = 500; /* half is covered: half the points */
    assert_int_equal(bil_need_points(&c.d.worlds[0]->person) * 4,
                     bil_need_points(&c.d.worlds[2]->person));
    rules_close(&c);
}

static void more_money_may_harm_somebody(void **state)
{
    (void)state;
    rules_expect_some_harm(rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(amounts_are_as_the_points),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
