/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Essential levels first. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_ESSENTIAL_FIRST;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void floors_come_before_scores(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 120000);
    c.d.worlds[2]->needs[0].floor_bp = 10000; /* all ten hours are essential to the last one */
    expect_hours(&c, 0, 0, 10);
    rules_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(floors_come_before_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
