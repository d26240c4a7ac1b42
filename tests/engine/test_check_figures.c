/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"

#include "engine/outcome.h"

static void coverage_is_what_the_lines_give(void **state)
{
    world *w = *state;
    world_finish(w);
    w->coverage[1][0].covered++;
    const bil_violation *v = violation_of(expect_ids(w, "figure.coverage"), "figure.coverage");
    assert_string_equal(v->where, "phase 2, need n1");
    assert_string_equal(v->expected, "covered 1200");
    w->coverage[1][0].covered--;
    w->coverage[1][1].target = 1;
    expect_ids(w, "figure.coverage");
    w->coverage[1][1].target = 2000;
    w->coverage[1][1].already = 1;
    expect_ids(w, "figure.coverage");
}

static void what_is_already_covered_counts_and_the_target_caps(void **state)
{
    world *w = *state;
    w->needs[0].already_covered = 2000;
    world_finish(w);
    assert_int_equal(w->coverage[0][0].covered, 3000);
    const bil_verdict *verdict = expect_ids(w, "irreducible"); /* 3 200 of 3 000 */
    assert_int_equal(verdict->count, 4);
    w->needs[0].already_covered = 1800;
    world_finish(w);
    expect_ids(w, "");
}

static void every_need_has_one_row_of_coverage(void **state)
{
    world *w = *state;
    world_finish(w);
    w->coverage[0][1] = w->coverage[0][0];
    assert_int_equal(expect_ids(w, "figure.coverage")->count, 2); /* one twice, one missing */
    w->plan_phases[0].coverage_count = 0;
    assert_int_equal(expect_ids(w, "figure.coverage")->count, 3);
}

static void totals_add_up(void **state)
{
    world *w = *state;
    world_finish(w);
    int64_t *const figures[] = {
        &w->plan_phases[0].totals.cost_cents, &w->plan_phases[0].totals.public_cents,
        &w->plan_phases[0].totals.person_cents, &w->plan_phases[0].totals.left_to_person_cents,
        &w->by_source[0][0].cents};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        *figures[i] += 1;
        assert_int_equal(expect_ids(w, "figure.totals")->count, 1);
        *figures[i] -= 1;
    }
    assert_int_equal(w->plan_phases[0].totals.cost_cents, 20000 + 12000 + 16004);
    assert_int_equal(w->plan_phases[0].totals.public_cents, 43004);
    assert_int_equal(w->plan_phases[0].totals.person_cents, 5000);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, 33400);
}

static void each_source_stands_once_in_the_totals(void **state)
{
    world *w = *state;
    world_finish(w);
    w->by_source[0][w->plan_phases[0].totals.by_source_count++] = w->by_source[0][0];
    expect_ids(w, "figure.totals");
    w->plan_phases[0].totals.by_source_count -= 2;
    expect_ids(w, "figure.totals");
}

static void a_total_of_nothing_may_be_written(void **state)
{
    world *w = *state;
    world_finish(w);
    w->by_source[0][w->plan_phases[0].totals.by_source_count++] = (bil_funding){"IND", 4, 0};
    expect_ids(w, "");
}

static void the_score_is_right_to_a_ten_thousandth(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan.score_e9 += 99999;
    expect_ids(w, "");
    w->plan.score_e9 += 2;
    assert_string_equal(violation_of(expect_ids(w, "figure.score"), "figure.score")->where, "plan");
    w->plan.score_e9 -= 200005;
    expect_ids(w, "figure.score");
}

static void the_shortfall_is_right_to_a_ten_thousandth(void **state)
{
    world *w = *state;
    world_finish(w);
    assert_true(w->plan.shortfall_e9 > 0);
    w->plan.shortfall_e9 = 0;
    expect_ids(w, "figure.shortfall");
}

static void without_targets_the_score_is_one_and_the_shortfall_nothing(void **state)
{
    world *w = check_world_empty();
    (void)state;
    for (size_t t = 0; t < 2; t++) {
        world_target(w, t, "n1", 0);
        world_target(w, t, "n2", 0);
        world_target(w, t, "n3", 0);
        world_uses(w, t, "PENS");
        world_uses(w, t, "FH");
    }
    world_finish(w);
    expect_ids(w, "");
    w->plan.score_e9 = 0;
    expect_ids(w, "figure.score");
    world_free(w);
}

static void an_empty_plan_is_a_plan(void **state)
{
    world *w = check_world_empty();
    (void)state;
    for (size_t t = 0; t < 2; t++) {
        world_uses(w, t, "PENS");
        world_uses(w, t, "FH");
    }
    world_finish(w);
    assert_int_equal(w->plan.score_e9, 0);
    assert_int_equal(w->plan.unmet_count, 3);
    expect_ids(w, "");
    world_free(w);
}

static void unmet_names_the_needs_not_full_in_some_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    assert_int_equal(w->plan.unmet_count, 3);
    assert_int_equal(w->unmet[1].missing, 200); /* n2: full in phase 1, 1 800 in phase 2 */
    w->unmet[1].missing = 0;
    expect_ids(w, "figure.unmet");
    w->unmet[1] = w->unmet[2];
    assert_int_equal(expect_ids(w, "figure.unmet")->count, 2);
    w->plan.unmet_count = 0;
    assert_int_equal(expect_ids(w, "figure.unmet")->count, 3);
}

static void a_full_need_is_not_unmet(void **state)
{
    world *w = *state;
    world_target(w, 0, "n3", 700);
    world_target(w, 1, "n3", 700);
    world_finish(w);
    assert_int_equal(w->plan.unmet_count, 2);
    w->unmet[2] = (bil_unmet){.need_id = "n3", .need = 2, .missing = 0};
    w->plan.unmet_count = 3;
    expect_ids(w, "figure.unmet");
}

static void every_source_in_use_is_listed_and_no_other(void **state)
{
    world *w = *state;
    world_finish(w);
    unuse(w, 0, "COM"); /* a pool that pays */
    expect_ids(w, "figure.sources-used");
    world_uses(w, 0, "COM");
    expect_ids(w, "");
    world_uses(w, 0, "IND"); /* there for the asking, pays nothing */
    expect_ids(w, "figure.sources-used");
    unuse(w, 0, "IND");
    world_uses(w, 0, "COM"); /* twice */
    expect_ids(w, "figure.sources-used");
}

static void a_source_that_only_pays_a_one_off_is_in_use(void **state)
{
    world *w = *state;
    line_of(w, 0, "S06")->funding_count = 0;
    w->has[2].amount_cents = 50000;
    world_pays(w, line_of(w, 0, "S06"), "FAM", 100000);
    world_finish(w);
    expect_ids(w, "");
    payment_of(w, 0, "S01", "COM")->cents += 2000;
    line_of(w, 0, "S01")->funding_count = 2;
    world_pays(w, line_of(w, 0, "S01"), "MIS", 5000);
    world_finish(w);
    expect_ids(w, "");
    unuse(w, 0, "FAM");
    expect_ids(w, "figure.sources-used");
}

static void an_active_source_is_in_use_even_if_it_pays_nothing(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S01", "COM")->cents = 13000;
    payment_of(w, 0, "S01", "PENS");
    line_of(w, 0, "S01")->funding_count = 1;
    world_pays(w, line_of(w, 0, "S01"), "FAM", 2000);
    world_pays(w, line_of(w, 0, "S01"), "MIS", 5000);
    world_finish(w);
    expect_ids(w, "");
    unuse(w, 0, "PENS");
    world_finish(w);
    expect_ids(w, "figure.sources-used figure.totals");
}

static void the_hours_needed_are_listed_and_others_are_not(void **state)
{
    world *w = *state;
    world_finish(w);
    unuse(w, 0, "VH"); /* S09 lives on it */
    expect_ids(w, "figure.sources-used");
    remove_line(w, 0, "S09");
    world_finish(w);
    expect_ids(w, ""); /* FH alone carries S08 */
    world_uses(w, 0, "VH");
    expect_ids(w, ""); /* not needed, but S08 may live on it */
    remove_line(w, 0, "S08");
    world_finish(w);
    expect_ids(w, "figure.sources-used");
    unuse(w, 0, "VH");
    expect_ids(w, "");
    unuse(w, 0, "FH"); /* active */
    expect_ids(w, "figure.sources-used");
}

static void the_checker_values_coverage_like_the_planner(void **state)
{
    world *w = *state;
    for (int64_t c = 0; c <= 700; c++) {
        w->needs[0].weight_e4 = 10000 + c;
        w->needs[0].already_covered = c * 3;
        w->needs[1].already_covered = c;
        world_finish(w);
        bil_verdict verdict;
        assert_int_equal(bil_check(&verdict, &w->plan, &w->person, w->arena, NULL), BIL_OK);
        for (size_t i = 0; i < verdict.count; i++) {
            assert_string_equal(verdict.items[i].rule, "irreducible");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(coverage_is_what_the_lines_give),
        IN_CHECK_WORLD(what_is_already_covered_counts_and_the_target_caps),
        IN_CHECK_WORLD(every_need_has_one_row_of_coverage),
        IN_CHECK_WORLD(totals_add_up),
        IN_CHECK_WORLD(each_source_stands_once_in_the_totals),
        IN_CHECK_WORLD(a_total_of_nothing_may_be_written),
        IN_CHECK_WORLD(the_score_is_right_to_a_ten_thousandth),
        IN_CHECK_WORLD(the_shortfall_is_right_to_a_ten_thousandth),
        cmocka_unit_test(without_targets_the_score_is_one_and_the_shortfall_nothing),
        cmocka_unit_test(an_empty_plan_is_a_plan),
        IN_CHECK_WORLD(unmet_names_the_needs_not_full_in_some_phase),
        IN_CHECK_WORLD(a_full_need_is_not_unmet),
        IN_CHECK_WORLD(every_source_in_use_is_listed_and_no_other),
        IN_CHECK_WORLD(a_source_that_only_pays_a_one_off_is_in_use),
        IN_CHECK_WORLD(an_active_source_is_in_use_even_if_it_pays_nothing),
        IN_CHECK_WORLD(the_hours_needed_are_listed_and_others_are_not),
        IN_CHECK_WORLD(the_checker_values_coverage_like_the_planner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
