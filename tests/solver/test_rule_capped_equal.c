/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same amount, as far as it is of use. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_CAPPED_EQUAL;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void what_one_does_not_need_goes_to_the_others(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 14000);
    expect_hours(&c, 4, 4, 4);
    c.d.worlds[0]->targets[0][0] = 200; /* two hours do: 60,00 a month for the others */
    expect_hours(&c, 2, 6, 6);
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
        cmocka_unit_test(what_one_does_not_need_goes_to_the_others),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
