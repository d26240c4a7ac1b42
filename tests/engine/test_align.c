/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/align.h"
#include "tests/support/build.h"

/* S01 covers n1, S02 is bought once for n2; two phases of 6 and 3 months. */
static world *small_world(int first, int second)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_domain(w, "lavoro", "LAV");
    world_service(w, "S01", 2000);
    world_effect(w, "casa", 100);
    world_service(w, "S02", 50000)->one_off = true;
    world_effect(w, "lavoro", 300);
    world_provider(w, "coop", "S01", 1900);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_phase(w, first);
    if (second > 0) {
        world_phase(w, second);
    }
    world_need(w, "n1", "casa", 1000);
    world_need(w, "n2", "lavoro", 300);
    return w;
}

static world *with_plan(int first, int second)
{
    world *w = small_world(first, second);
    world_pays(w, world_line(w, 0, "S01@coop", 4), "COM", 7600);
    world_pays(w, world_line(w, 0, "S02", 1), "COM", 50000);
    if (second > 0) {
        world_pays(w, world_line(w, 1, "S01", 5), "COM", 10000);
    }
    world_finish(w);
    return w;
}

static bil_plan *aligned(const bil_plan *plan, const world *w)
{
    bil_plan *out = NULL;
    bil_error err = {0};
    if (bil_plan_align(&out, plan, &w->person, &err) != BIL_OK) {
        fail_msg("%s", err.message_en);
    }
    return out;
}

static void the_same_case_gives_the_same_plan(void **state)
{
    (void)state;
    world *w = with_plan(6, 3);
    bil_plan *plan = aligned(&w->plan, w);
    assert_int_equal(plan->phase_count, 2);
    assert_int_equal(plan->phases[0].line_count, 2);
    const bil_line *line = &plan->phases[0].lines[0];
    assert_string_equal(line->code, "S01");
    assert_int_equal(line->service, 0);
    assert_string_equal(line->provider_code, "coop");
    assert_int_equal(line->provider, 0);
    assert_int_equal(line->cost_cents, 7600);
    assert_int_equal(line->funding[0].cents, 7600);
    assert_int_equal(line->funding[0].source, 0);
    assert_int_equal(plan->phases[0].coverage[0].covered, 400);
    assert_int_equal(plan->score_e9, w->plan.score_e9);
    bil_plan_free(plan);
    world_free(w);
}

static void phases_beyond_the_last_repeat_it_but_buy_nothing_twice(void **state)
{
    (void)state;
    world *old = with_plan(6, 0);
    world *now = small_world(2, 7);
    bil_plan *plan = aligned(&old->plan, now);
    assert_int_equal(plan->phase_count, 2);
    assert_int_equal(plan->phases[0].months, 2);
    assert_int_equal(plan->phases[1].months, 7);
    assert_int_equal(plan->phases[0].line_count, 2);
    assert_int_equal(plan->phases[1].line_count, 1);
    assert_string_equal(plan->phases[1].lines[0].code, "S01");
    assert_int_equal(plan->phases[1].coverage[0].covered, 400);
    bil_plan_free(plan);
    world_free(old);
    world_free(now);
}

static void phases_the_case_does_not_have_are_left_out(void **state)
{
    (void)state;
    world *old = with_plan(6, 3);
    world *now = small_world(6, 0);
    bil_plan *plan = aligned(&old->plan, now);
    assert_int_equal(plan->phase_count, 1);
    assert_int_equal(plan->phases[0].line_count, 2);
    bil_plan_free(plan);
    world_free(old);
    world_free(now);
}

static void coverage_is_what_the_plan_states_against_the_target_of_today(void **state)
{
    (void)state;
    world *old = with_plan(6, 0);
    world *now = small_world(6, 0);
    now->effects[0].hundredths = 50; /* a unit covers half of what it did */
    world_target(now, 0, "n1", 300);
    (void)world_need(now, "n3", "casa", 700); /* a need the old plan does not know */
    bil_plan *plan = aligned(&old->plan, now);
    assert_int_equal(plan->phases[0].coverage_count, 3);
    assert_int_equal(plan->phases[0].coverage[0].target, 300);
    assert_int_equal(plan->phases[0].coverage[0].covered, 400);
    assert_string_equal(plan->phases[0].coverage[2].need_id, "n3");
    assert_int_equal(plan->phases[0].coverage[2].covered, 200);
    bil_plan_free(plan);
    world_free(old);
    world_free(now);
}

static void a_plan_that_states_no_coverage_gets_the_figures_of_today(void **state)
{
    (void)state;
    world *old = with_plan(6, 0);
    world *now = small_world(6, 0);
    now->plan_phases[0] = old->plan_phases[0];
    old->plan_phases[0].coverage_count = 0;
    old->lines[0][0].cost_cents = 0;
    old->plan.score_e9 = 0;
    bil_plan *plan = aligned(&old->plan, now);
    assert_int_equal(plan->phases[0].lines[0].cost_cents, 7600);
    assert_int_equal(plan->phases[0].coverage[0].covered, 400);
    assert_true(plan->score_e9 > 0);
    bil_plan_free(plan);
    world_free(old);
    world_free(now);
}

static void what_the_catalogue_lost_keeps_its_code(void **state)
{
    (void)state;
    world *old = with_plan(6, 0);
    world *now = small_world(6, 0);
    old->lines[0][1].code = "X99";
    old->lines[0][0].provider_code = "gone";
    bil_plan *plan = aligned(&old->plan, now);
    assert_string_equal(plan->phases[0].lines[1].code, "X99");
    assert_true(plan->phases[0].lines[1].service == BIL_NONE);
    assert_string_equal(plan->phases[0].lines[0].provider_code, "gone");
    assert_true(plan->phases[0].lines[0].provider == BIL_NONE);
    bil_plan_free(plan);
    world_free(old);
    world_free(now);
}

static void lines_of_nothing_are_left_out_and_absurd_ones_refused(void **state)
{
    (void)state;
    world *w = with_plan(6, 0);
    w->lines[0][1].quantity = 0;
    bil_plan *plan = aligned(&w->plan, w);
    assert_int_equal(plan->phases[0].line_count, 1);
    bil_plan_free(plan);
    w->lines[0][0].quantity = INT64_MAX;
    assert_int_equal(bil_plan_align(&plan, &w->plan, &w->person, NULL), BIL_E_DATA);
    w->plan.phase_count = 0;
    assert_int_equal(bil_plan_align(&plan, &w->plan, &w->person, NULL), BIL_E_DATA);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_case_gives_the_same_plan),
        cmocka_unit_test(phases_beyond_the_last_repeat_it_but_buy_nothing_twice),
        cmocka_unit_test(phases_the_case_does_not_have_are_left_out),
        cmocka_unit_test(coverage_is_what_the_plan_states_against_the_target_of_today),
        cmocka_unit_test(a_plan_that_states_no_coverage_gets_the_figures_of_today),
        cmocka_unit_test(what_the_catalogue_lost_keeps_its_code),
        cmocka_unit_test(lines_of_nothing_are_left_out_and_absurd_ones_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
