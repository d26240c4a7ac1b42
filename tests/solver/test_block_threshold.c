/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static world *two_services(void)
{
    world *w = plain_world();
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 1000);
    world_may(w, "MIS", "service:S02");
    return w;
}

static void the_quantity_stays_below_the_parameter(void **state)
{
    (void)state;
    world *w = two_services();
    bil_rule *rule = world_rule(w, "D01", BIL_RULE_THRESHOLD, "service:S03", "service:S01", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S03=1 S01=9"));
    assert_false(allows(w, "S03=1 S01=10"));
    assert_true(allows(w, "S01=100"));
    rule->parameter_e4 = 100001; /* a little above 10: 10 is below it */
    assert_true(allows(w, "S03=1 S01=10"));
    assert_false(allows(w, "S03=1 S01=11"));
    world_free(w);
}

/* q × 12 < 18 × 52: 77 a month are 17.77 a week, 78 are 18. */
static void a_weekly_parameter_counts_fifty_two_weeks(void **state)
{
    (void)state;
    world *w = two_services();
    world_rule(w, "D01", BIL_RULE_THRESHOLD, "service:S03", "service:S01", 18)->period =
        BIL_PERIOD_WEEK;
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S03=1 S01=77"));
    assert_false(allows(w, "S03=1 S01=78"));
    world_free(w);
}

static void the_quantities_of_all_subjects_add_up(void **state)
{
    (void)state;
    world *w = two_services();
    (void)world_rule(w, "D01", BIL_RULE_THRESHOLD, "service:S03", "service:S01;service:S02", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S03=1 S01=4 S02=5"));
    assert_false(allows(w, "S03=1 S01=5 S02=5"));
    world_free(w);
}

static void a_service_may_be_its_own_threshold(void **state)
{
    (void)state;
    world *w = two_services();
    (void)world_rule(w, "D01", BIL_RULE_THRESHOLD, "service:S01", "service:S01", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=9"));
    assert_false(allows(w, "S01=10"));
    world_free(w);
}

static void a_source_in_use_wakes_the_rule(void **state)
{
    (void)state;
    world *w = two_services();
    (void)world_rule(w, "D01", BIL_RULE_THRESHOLD, "source:MIS", "service:S01", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=10 S02=1 #MIS=0"));
    assert_false(allows(w, "S01=10 S02=1 #MIS=1"));
    assert_true(allows(w, "S01=9 S02=1 #MIS=1"));
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 100000);
    assert_int_equal(most_of(w, 0, "S01"), 9);
    world_free(w);
}

static void several_subjects_wake_it_one_by_one(void **state)
{
    (void)state;
    world *w = two_services();
    (void)world_rule(w, "D01", BIL_RULE_THRESHOLD, "source:MIS;service:S03", "service:S01", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=10 #MIS=0"));
    assert_false(allows(w, "S01=10 S03=1 #MIS=0"));
    assert_false(allows(w, "S01=10 S02=1 #MIS=1"));
    world_free(w);
}

static void no_row_where_the_parameter_is_out_of_reach(void **state)
{
    (void)state;
    world *w = two_services();
    (void)world_rule(w, "D01", BIL_RULE_THRESHOLD, "service:S03", "service:S01", 101);
    (void)world_rule(w, "D02", BIL_RULE_THRESHOLD, "service:S03", "service:S01", 100);
    plain_case(w, 12, 0, 0);
    assert_int_equal(rows_named(w, "below"), 1);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_quantity_stays_below_the_parameter),
        cmocka_unit_test(a_weekly_parameter_counts_fifty_two_weeks),
        cmocka_unit_test(the_quantities_of_all_subjects_add_up),
        cmocka_unit_test(a_service_may_be_its_own_threshold),
        cmocka_unit_test(a_source_in_use_wakes_the_rule),
        cmocka_unit_test(several_subjects_wake_it_one_by_one),
        cmocka_unit_test(no_row_where_the_parameter_is_out_of_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
