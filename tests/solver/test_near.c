/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/align.h"
#include "engine/difference.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

static bil_plan *aligned(const world *w, const bil_plan *plan)
{
    bil_plan *out = NULL;
    assert_int_equal(bil_plan_align(&out, plan, &w->person, NULL), BIL_OK);
    return out;
}

/* Frees `near`. */
static bil_plan *proposed_near(const world *w, bil_plan *near, int64_t give_e6)
{
    bil_propose_settings settings = test_settings();
    settings.near = near;
    settings.give_e6 = give_e6;
    bil_plan *plan = proposed_with(w, &settings);
    bil_plan_free(near);
    return plan;
}

static size_t changes(const world *w, const bil_plan *before, const bil_plan *after)
{
    bil_arena *arena = bil_arena_new();
    bil_difference difference;
    assert_int_equal(bil_difference_of(&difference, before, after, &w->person, arena, NULL),
                     BIL_OK);
    const size_t count = difference.line_count;
    bil_arena_free(arena);
    return count;
}

/* Two services cover the same need; the second is cheaper. */
static world *two_ways(void)
{
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 900);
    plain_case(w, 6, 0, 0);
    world_target(w, 0, "N1", 1000);
    return w;
}

static bil_plan *old_plan(world *w)
{
    world_finish(w);
    return aligned(w, &w->plan);
}

static void what_is_there_stays_though_something_is_cheaper(void **state)
{
    (void)state;
    world *w = two_ways();
    (void)world_line(w, 0, "S01", 10);
    bil_plan *plan = proposed_near(w, old_plan(w), 0);
    assert_string_equal(quantities(plan), "S01=10");
    bil_plan_free(plan);
    plan = proposed(w);
    assert_string_equal(quantities(plan), "S02=10");
    bil_plan_free(plan);
    world_free(w);
}

static void what_is_missing_is_added_in_as_few_lines_as_it_takes(void **state)
{
    (void)state;
    world *w = two_ways();
    (void)world_line(w, 0, "S01", 6);
    bil_plan *plan = proposed_near(w, old_plan(w), 0);
    /* one line changes either way: of the two the cheaper */
    assert_string_equal(quantities(plan), "S01=6 S02=4");
    bil_plan_free(plan);
    world_free(w);
}

static void a_loss_that_is_allowed_spares_changes(void **state)
{
    (void)state;
    world *w = two_ways();
    (void)world_line(w, 0, "S01", 9);
    bil_plan *near = old_plan(w);
    bil_plan *again = old_plan(w);
    bil_plan *plan = proposed_near(w, near, 100000);
    assert_string_equal(quantities(plan), "S01=9");
    bil_plan_free(plan);
    plan = proposed_near(w, again, 1000);
    assert_string_equal(quantities(plan), "S01=9 S02=1");
    bil_plan_free(plan);
    world_free(w);
}

static void a_provider_is_kept_though_another_is_cheaper_and_changing_it_counts(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_provider(w, "dear", "S01", 1500);
    (void)world_provider(w, "cheap", "S01", 500);
    plain_case(w, 6, 0, 0);
    world_target(w, 0, "N1", 1000);
    (void)world_line(w, 0, "S01@dear", 10);
    bil_plan *plan = proposed_near(w, old_plan(w), 0);
    assert_string_equal(plan->phases[0].lines[0].provider_code, "dear");
    bil_plan_free(plan);
    w->providers[0].validity.to = 20260101; /* gone: whoever comes is one change */
    bil_plan *near = old_plan(w);
    bil_plan *before = old_plan(w);
    plan = proposed_near(w, near, 0);
    assert_string_equal(plan->phases[0].lines[0].provider_code, "cheap");
    assert_int_equal(changes(w, before, plan), 1);
    bil_plan_free(before);
    bil_plan_free(plan);
    world_free(w);
}

static void of_two_ways_to_change_the_one_that_takes_less_from_the_person(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_domain(w, "altro", "SOC");
    (void)plain_service(w, "S01", 1000);
    (void)world_service(w, "S02", 1000);
    (void)world_effect(w, "altro", 100);
    plain_case(w, 6, 0, 0);
    world_target(w, 0, "N1", 1000);
    (void)world_need(w, "N2", "altro", 1000);
    (void)world_line(w, 0, "S01", 10);
    (void)world_line(w, 0, "S02", 10);
    bil_plan *near = old_plan(w);
    bil_plan *before = old_plan(w);
    world_budget(w, 16000); /* four hours too few: one of the two lines must shrink */
    bil_plan *plan = proposed_near(w, near, 1000000);
    assert_int_equal(changes(w, before, plan), 1);
    assert_int_equal(plan->phases[0].totals.cost_cents, 16000);
    bil_plan_free(before);
    bil_plan_free(plan);
    world_free(w);
}

static void expect_no_change(const world *w, const bil_plan *first, int64_t give_e6, int seed)
{
    bil_plan *second = proposed_near(w, aligned(w, first), give_e6);
    if (changes(w, first, second) != 0) {
        char before[4096];
        (void)snprintf(before, sizeof before, "%s", quantities(first));
        fail_msg("seed %d: %s, then %s", seed, before, quantities(second));
    }
    assert_true(second->proven);
    bil_plan_free(second);
}

static void a_proposal_of_an_unchanged_case_changes_nothing(void **state)
{
    (void)state;
    for (int seed = 0; seed < 200; seed++) {
        world *w = random_world((uint64_t)seed, 1 + seed % 3);
        bil_propose_settings settings = test_settings();
        settings.give_e6 = seed % 2 == 0 ? 0 : 30000;
        bil_plan *first = proposed_with(w, &settings);
        if (first->phase_count > 0) {
            expect_no_change(w, first, settings.give_e6, seed);
        }
        bil_plan_free(first);
        world_free(w);
    }
}

static void phases_alike_but_for_the_old_plan_are_not_taken_for_each_other(void **state)
{
    (void)state;
    world *w = two_ways();
    (void)world_phase(w, 6);
    world_target(w, 1, "N1", 1000);
    (void)world_line(w, 0, "S01", 10);
    (void)world_line(w, 1, "S02", 10);
    bil_plan *plan = proposed_near(w, old_plan(w), 0);
    assert_string_equal(quantities(plan), "S01=10 | S02=10");
    bil_plan_free(plan);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_stays_though_something_is_cheaper),
        cmocka_unit_test(what_is_missing_is_added_in_as_few_lines_as_it_takes),
        cmocka_unit_test(a_loss_that_is_allowed_spares_changes),
        cmocka_unit_test(a_provider_is_kept_though_another_is_cheaper_and_changing_it_counts),
        cmocka_unit_test(of_two_ways_to_change_the_one_that_takes_less_from_the_person),
        cmocka_unit_test(a_proposal_of_an_unchanged_case_changes_nothing),
        cmocka_unit_test(phases_alike_but_for_the_old_plan_are_not_taken_for_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
