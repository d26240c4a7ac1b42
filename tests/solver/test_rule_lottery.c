/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By lot. */
#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_LOTTERY;

/* Who is served first of three, by seeds. */
static void draw(const rules_case *district, int first[3], int seeds)
{
    rules_case c = *district;
    for (int seed = 0; seed < seeds; seed++) {
        c.settings.seed = (uint64_t)seed;
        bil_allocation *a = rules_allocated(&c, rule);
        for (size_t i = 0; i < 3; i++) {
            first[i] += rules_hours(a, i) == 10 ? 1 : 0;
        }
        bil_allocation_free(a);
    }
}

static void chances_are_as_the_points_of_need(void **state)
{
    (void)state;
    rules_case c;
    int equal[3] = {0};
    int unequal[3] = {0};
    enum { DRAWS = 300 };
    rules_open_plain(&c, 3, 12 * 13000);
    draw(&c, equal, DRAWS);
    c.d.worlds[1]->needs[0].weight_e4 *= 8;
    draw(&c, unequal, DRAWS);
    print_message("first: %d %d %d, then %d %d %d\n", equal[0], equal[1], equal[2], unequal[0],
                  unequal[1], unequal[2]);
    assert_int_equal(equal[0] + equal[1] + equal[2], DRAWS);
    for (size_t i = 0; i < 3; i++) { /* a third: within four times the deviation of 8 */
        assert_true(equal[i] > 68 && equal[i] < 132);
    }
    assert_true(unequal[1] > 214 && unequal[1] < 266); /* eight tenths, deviation 7 */
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
        cmocka_unit_test(chances_are_as_the_points_of_need),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
