/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void the_score_is_the_value_curve_of_what_is_covered(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    world_target(w, 0, "N1", 1000);
    w->needs[0].already_covered = 100;
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=0"), 130.0)); /* 0.1 of 0.5 → 0.13 */
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=4"), 650.0));
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=7"), 900.0));
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=8"), 950.0));
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=9"), 1000.0));
    world_free(w);
}

static void what_is_above_the_target_counts_nothing(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_domain(w, "soc", "SOC");
    (void)plain_service(w, "S01", 1000);
    (void)world_effect(w, "soc", 50);
    plain_case(w, 12, 0, 0);
    (void)world_need(w, "N2", "soc", 1000);
    world_target(w, 0, "N1", 500);
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=10"), 825.0)); /* (1 + 0.65) / 2 */
    w->needs[0].weight_e4 = 30000;
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=10"), 912.5)); /* (3 + 0.65) / 4 */
    w->needs[1].priority = 3;                                             /* × 1.5 */
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=10"), 883.333333333));
    world_free(w);
}

static void shortfall_is_what_is_missing_to_the_floor(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    world_target(w, 0, "N1", 1000);
    w->needs[0].floor_bp = 6000;
    assert_true(about(stage_value(w, BIL_STAGE_SHORTFALL, "S01=0"), 600.0));
    assert_true(about(stage_value(w, BIL_STAGE_SHORTFALL, "S01=5"), 100.0));
    assert_true(about(stage_value(w, BIL_STAGE_SHORTFALL, "S01=6"), 0.0));
    assert_true(about(stage_value(w, BIL_STAGE_SHORTFALL, "S01=10"), 0.0));
    world_free(w);
}

static void phases_weigh_by_their_months(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 3, 9, 0);
    world_target(w, 0, "N1", 1000);
    world_target(w, 1, "N1", 500);
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "S01=5|S01=5"), 912.5)); /* .65/4 + 3/4 */
    world_target(w, 0, "N1", 0); /* nothing is asked in that phase */
    assert_true(about(stage_value(w, BIL_STAGE_SCORE, "|S01=5"), 1000.0));
    world_free(w);
}

static void a_need_without_target_has_no_column(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 6, 6, 0);
    world_target(w, 1, "N1", 0);
    w->needs[0].floor_bp = 5000;
    setting s;
    setting_open(&s, w, NULL);
    assert_int_not_equal(s.model.phases[0].fill[0], BIL_NO_COLUMN);
    assert_int_not_equal(s.model.phases[0].missing[0], BIL_NO_COLUMN);
    assert_int_equal(s.model.phases[1].fill[0], BIL_NO_COLUMN);
    assert_int_equal(s.model.phases[1].missing[0], BIL_NO_COLUMN);
    setting_close(&s);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_is_the_value_curve_of_what_is_covered),
        cmocka_unit_test(what_is_above_the_target_counts_nothing),
        cmocka_unit_test(shortfall_is_what_is_missing_to_the_floor),
        cmocka_unit_test(phases_weigh_by_their_months),
        cmocka_unit_test(a_need_without_target_has_no_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
