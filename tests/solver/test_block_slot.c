/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void subjects_share_one_quantity(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 1000);
    bil_rule *rule = world_rule(w, "D01", BIL_RULE_SLOT, "service:S01;service:S02", "", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=4 S02=6 S03=50"));
    assert_false(allows(w, "S01=5 S02=6"));
    assert_true(allows(w, "S01=10"));
    rule->parameter_e4 = 109999; /* 10.9999 */
    assert_false(allows(w, "S01=5 S02=6"));
    rule->parameter_e4 = 110000;
    assert_true(allows(w, "S01=5 S02=6"));
    world_free(w);
}

/* 10 a week: 10 × 52 / 12 = 43.3 a month */
static void a_weekly_slot_counts_fifty_two_weeks(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    world_rule(w, "D01", BIL_RULE_SLOT, "service:S01;service:S02", "", 10)->period =
        BIL_PERIOD_WEEK;
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=40 S02=3"));
    assert_false(allows(w, "S01=40 S02=4"));
    world_free(w);
}

static void each_phase_has_its_own_slot(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)world_rule(w, "D01", BIL_RULE_SLOT, "service:S01;service:S02", "", 10);
    plain_case(w, 6, 6, 0);
    assert_true(allows(w, "S01=10|S02=10"));
    assert_false(allows(w, "S01=1|S01=5 S02=6"));
    world_free(w);
}

static void providers_of_a_subject_count_together(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    world_provider(w, "coop", "S01", 900)->capacity_month = 8;
    (void)world_provider(w, "alfa", "S01", 1100);
    (void)world_rule(w, "D01", BIL_RULE_SLOT, "service:S01;service:S02", "", 10);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01@coop=8 S02=2"));
    assert_false(allows(w, "S01@coop=8 S02=3"));
    assert_true(allows(w, "S01@alfa=10"));
    assert_false(allows(w, "S01@alfa=10 S02=1"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_share_one_quantity),
        cmocka_unit_test(a_weekly_slot_counts_fifty_two_weeks),
        cmocka_unit_test(each_phase_has_its_own_slot),
        cmocka_unit_test(providers_of_a_subject_count_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
