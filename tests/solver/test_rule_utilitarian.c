/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greatest sum of scores. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_UTILITARIAN;

static void more_money_never_lowers_the_sum(void **state)
{
    (void)state;
    const rules_harm harm = rules_more_money(rule, false);
    assert_int_equal(harm.sums, 0);
    assert_true(harm.gains > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(more_money_never_lowers_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
