/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same amount for everybody. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_EQUAL_AMOUNTS;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void everybody_has_what_an_equal_amount_buys(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 13000); /* 43,33 a month each */
    expect_hours(&c, 4, 4, 4);
    c.d.worlds[0]->targets[0][0] = 200; /* what one does not need stays in the pool */
    expect_hours(&c, 2, 4, 4);
    c.d.worlds[0]->phases[0].months = 4; /* less of the year: 13000 × 12 ÷ 28 a month */
    expect_hours(&c, 2, 5, 5);
    rules_close(&c);
}

static void the_level_is_exact_to_the_cent(void **state)
{
    (void)state;
    const int64_t weights[] = {1, 2, 3, 0};
    const int64_t least[] = {0, 0, 0, 7};
    int64_t most[] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    int64_t amounts[4];
    bil_amount_sheet sheet = {.count = 4, .least = least, .most = most, .amounts = amounts};
    sheet.total = 607;
    bil_amounts_level(&sheet, weights);
    assert_int_equal(amounts[0], 100);
    assert_int_equal(amounts[1], 200);
    assert_int_equal(amounts[2], 300);
    assert_int_equal(amounts[3], 7);
    most[2] = 30; /* the rest goes to the others: 570 by thirds */
    bil_amounts_level(&sheet, weights);
    assert_int_equal(amounts[0], 190);
    assert_int_equal(amounts[1], 380);
    assert_int_equal(amounts[2], 30);
    sheet.total = 5; /* less than there is already */
    bil_amounts_level(&sheet, weights);
    assert_int_equal(amounts[0] + amounts[1] + amounts[2], 0);
    assert_int_equal(amounts[3], 7);
    sheet.total = INT64_C(9000000000000);
    most[2] = INT64_MAX;
    bil_amounts_level(&sheet, weights);
    const int64_t sum = amounts[0] + amounts[1] + amounts[2] + amounts[3];
    assert_true(sum <= sheet.total && sum > sheet.total - 4);
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
        cmocka_unit_test(everybody_has_what_an_equal_amount_buys),
        cmocka_unit_test(the_level_is_exact_to_the_cent),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
