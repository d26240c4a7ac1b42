/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What brings most for a euro is first. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_BEST_BUYS;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void steps_go_by_what_they_bring_for_a_euro(void **state)
{
    (void)state;
    rules_case c;
    /* steps of a person: 5 hours for 0.65, 3 more for 0.25, 2 more for 0.10 */
    rules_open_plain(&c, 3, 12 * 13000);
    expect_hours(&c, 8, 5, 0); /* the third's first step does not fit, the first's second does */
    c.d.pools[0].yearly_cents = 12 * 18000;
    expect_hours(&c, 8, 5, 5);
    c.d.pools[0].yearly_cents = 12 * 30000;
    expect_hours(&c, 10, 10, 10);
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
        cmocka_unit_test(steps_go_by_what_they_bring_for_a_euro),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
