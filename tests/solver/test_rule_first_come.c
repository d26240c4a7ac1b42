/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First come, first served. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_FIRST_COME;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void who_asked_first_has_all_that_is_needed(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 13000);
    expect_hours(&c, 10, 3, 0);
    c.applicants[0].requested_on = 0; /* who does not say when is last */
    expect_hours(&c, 0, 10, 3);
    c.applicants[1].requested_on = c.applicants[2].requested_on; /* then the name decides */
    expect_hours(&c, 0, 10, 3);
    c.d.worlds[1]->person.id = "Z";
    expect_hours(&c, 0, 3, 10);
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
        cmocka_unit_test(who_asked_first_has_all_that_is_needed),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
