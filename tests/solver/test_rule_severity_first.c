/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who needs most is first. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_SEVERITY_FIRST;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void the_band_comes_first_then_the_points_then_the_request(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 13000);
    expect_hours(&c, 10, 3, 0);
    c.d.worlds[2]->needs[0].priority = 3;
    expect_hours(&c, 3, 0, 10);
    for (size_t i = 0; i < 2; i++) {
        c.applicants[i].intensity_given = true;
        c.applicants[i].intensity = i == 0 ? BIL_INTENSITY_LOW : BIL_INTENSITY_HIGH;
    }
    expect_hours(&c, 3, 10, 0); /* no band: last */
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
        cmocka_unit_test(the_band_comes_first_then_the_points_then_the_request),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
