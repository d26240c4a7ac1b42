/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/group.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

/* The whole course in one model, as if phases could not be taken apart. */
static bil_group joint(const world *w, double *shortfall, double *score)
{
    const bil_propose_settings settings = test_settings();
    bil_run run = {.settings = &settings, .profile = w->person.profile};
    size_t members[BIL_PHASES_MAX];
    setting s;
    bil_group group;
    setting_open(&s, w, NULL);
    for (size_t t = 0; t < s.view.phase_count; t++) {
        members[t] = t;
    }
    assert_int_equal(
        bil_group_solve(&group, &run, &s.view, members, s.view.phase_count, s.arena, NULL), BIL_OK);
    const double measure = bil_model_measure(&s.model) * BIL_SCORE_SCALE;
    *shortfall = measure > 0.0 ? group.values[0] / measure : 0.0;
    *score = measure > 0.0 ? group.values[1] / measure : 0.0;
    setting_close(&s);
    group.choices = NULL;
    group.fundings = NULL;
    return group;
}

static void phases_apart_are_as_good_as_one_joint_model(void **state)
{
    (void)state;
    int possible = 0;
    for (uint64_t seed = 0; seed < 150; seed++) {
        world *w = random_world(seed, 2 + (int)(seed % 2));
        double shortfall = 0.0;
        double score = 0.0;
        const bil_group group = joint(w, &shortfall, &score);
        bil_plan *plan = proposed(w);
        const bool has_plan = plan->status == BIL_PLAN_OPTIMAL;
        if (has_plan != (group.status == BIL_GROUP_SOLVED)) {
            fail_msg("seed %d: apart %s, joint %d", (int)seed, bil_plan_status_name(plan->status),
                     (int)group.status);
        }
        if (has_plan && (fabs((double)plan->shortfall_e9 / 1e9 - shortfall) > 2e-6 ||
                         fabs((double)plan->score_e9 / 1e9 - score) > 2e-6)) {
            fail_msg("seed %d: shortfall %.7f and %.7f, score %.7f and %.7f (%s)", (int)seed,
                     (double)plan->shortfall_e9 / 1e9, shortfall, (double)plan->score_e9 / 1e9,
                     score, quantities(plan));
        }
        possible += has_plan;
        bil_plan_free(plan);
        world_free(w);
    }
    assert_true(possible > 60);
}

/* A one-off goes where it is worth most. */
static void a_one_off_goes_to_the_phase_that_needs_it(void **state)
{
    (void)state;
    world *w = plain_world();
    bil_service *once = plain_service(w, "S01", 12000);
    once->one_off = true;
    once->max_month = 4;
    plain_case(w, 3, 9, 3);
    for (size_t t = 0; t < 3; t++) {
        world_target(w, t, "N1", 400);
    }
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), " | S01=4 |");
    bil_plan_free(plan);
    world_free(w);
}

/* The place is full in the second phase's need only, so it must also run, or not, around it. */
static void a_gap_is_bridged_when_that_is_worth_it(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    (void)plain_service(w, "S02", 500);
    plain_case(w, 6, 2, 6);
    for (size_t t = 0; t < 3; t++) {
        world_target(w, t, "N1", 100);
    }
    w->needs[0].already_covered = 0;
    world_prefer(w, "service:S01");
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=1 | S01=1 | S01=1");
    bil_plan_free(plan);
    world_must_not(w, "service:S01");
    plan = proposed(w);
    assert_string_equal(quantities(plan), "S02=1 | S02=1 | S02=1");
    bil_plan_free(plan);
    world_free(w);
}

static void a_yearly_allowance_is_shared_among_phases(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_held(w, "MIS", BIL_SOURCE_SOCIAL);
    (void)plain_service(w, "S01", 1000);
    (void)world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S01", 60);
    plain_case(w, 6, 6, 0);
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 100000);
    world_target(w, 0, "N1", 800);
    world_target(w, 1, "N1", 800);
    bil_plan *plan = proposed(w);
    assert_int_equal(plan->status, BIL_PLAN_OPTIMAL);
    int64_t sum = 0;
    for (size_t t = 0; t < 2; t++) {
        sum += plan->phases[t].line_count == 0 ? 0 : plan->phases[t].lines[0].quantity;
    }
    assert_int_equal(sum, 10);
    bil_plan_free(plan);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases_apart_are_as_good_as_one_joint_model),
        cmocka_unit_test(a_one_off_goes_to_the_phase_that_needs_it),
        cmocka_unit_test(a_gap_is_bridged_when_that_is_worth_it),
        cmocka_unit_test(a_yearly_allowance_is_shared_among_phases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
