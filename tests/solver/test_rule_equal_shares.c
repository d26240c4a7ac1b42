/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal purses that grow together. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_EQUAL_SHARES;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void purses_grow_until_the_pool_is_empty(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 13000);
    expect_hours(&c, 8, 5, 0); /* the third finds 30 of its 50; the first can use them */
    c.d.pools[0].yearly_cents = 12 * 24000;
    expect_hours(&c, 8, 8, 8);
    /* a person who needs little has a cheap second step: it comes before the others' first */
    c.d.worlds[2]->targets[0][0] = 400;
    c.d.pools[0].yearly_cents = 12 * 9000;
    expect_hours(&c, 5, 0, 4);
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
        cmocka_unit_test(purses_grow_until_the_pool_is_empty),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
