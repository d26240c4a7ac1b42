/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has waited longest is first. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_LONGEST_WAIT;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void who_has_a_plan_that_runs_does_not_wait(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 13000);
    expect_hours(&c, 10, 3, 0);
    c.applicants[0].granted = &c.running;
    expect_hours(&c, 0, 10, 3);
    c.applicants[1].requested_on = 0; /* nobody knows for how long */
    expect_hours(&c, 3, 0, 10);
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
        cmocka_unit_test(who_has_a_plan_that_runs_does_not_wait),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
