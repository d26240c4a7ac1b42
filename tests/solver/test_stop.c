/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

typedef struct {
    int calls;
    int last; /* the call that says stop; 0 = none */
} stopper;

static bool count_and_stop(const bil_progress *now, void *payload)
{
    stopper *s = payload;
    assert_non_null(now->stage);
    assert_in_range(now->stage_index, 0, now->stage_count - 1);
    assert_in_range(now->phase_block, 0, now->phase_blocks - 1);
    s->calls++;
    assert_true(s->last == 0 || s->calls <= s->last); /* never asked again */
    return s->calls != s->last;
}

/* Eight services whose prices and effects fit no budget neatly, a one-off and a place among them.
 */
static world *hard_world(uint64_t seed, int phases)
{
    static const char *const codes[] = {"S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08"};
    static const int64_t prices[] = {1733, 2911, 3187, 4129, 5051, 6133, 7219, 8353};
    static const int64_t effects[] = {171, 289, 322, 407, 512, 604, 733, 829};
    world *w = plain_world();
    (void)world_domain(w, "soc", "SOC");
    for (size_t i = 0; i < 8; i++) {
        bil_service *s = world_service(w, codes[i], prices[i] + (int64_t)random_below(&seed, 400));
        (void)world_effect(w, i % 3 == 0 ? "soc" : "casa",
                           effects[i] + (int64_t)random_below(&seed, 40));
        s->max_month = 7;
        s->min_month = 2;
        s->one_off = i == 6;
    }
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01;service:S03", "service:S05", -1);
    plain_case(w, 12, phases > 1 ? 5 : 0, phases > 2 ? 7 : 0);
    (void)world_need(w, "N2", "soc", 5000);
    w->needs[0].floor_bp = 9000;
    world_budget(w, 97531);
    return w;
}

static void stop_everywhere(uint64_t seed, int *feasible, int *stopped)
{
    bool struck = true;
    world *w = hard_world(seed, 1 + (int)(seed % 3));
    for (int last = 1; struck; last += 1 + last / 8) {
        stopper s = {.last = last};
        bil_propose_settings settings = test_settings();
        settings.progress = count_and_stop;
        settings.payload = &s;
        bil_plan *plan = proposed_with(w, &settings); /* checked there */
        struck = s.calls >= last;
        *feasible += plan->status == BIL_PLAN_FEASIBLE;
        *stopped += plan->status == BIL_PLAN_STOPPED;
        assert_int_equal(plan->proven,
                         plan->status == BIL_PLAN_OPTIMAL || plan->status == BIL_PLAN_INFEASIBLE);
        assert_int_equal(plan->phase_count == 0,
                         plan->status == BIL_PLAN_STOPPED || plan->status == BIL_PLAN_INFEASIBLE);
        if (struck && plan->status == BIL_PLAN_INFEASIBLE && plan->conflict_count == 0) {
            print_message("seed %d, call %d: no conflict is told\n", (int)seed, last);
        }
        bil_plan_free(plan);
    }
    world_free(w);
}

static void a_stop_at_any_call_gives_a_checked_plan_or_none(void **state)
{
    (void)state;
    int feasible = 0;
    int stopped = 0;
    for (uint64_t seed = 0; seed < 6; seed++) {
        stop_everywhere(seed, &feasible, &stopped);
    }
    assert_true(feasible > 0 && stopped > 0);
}

static void with_hardly_any_nodes_the_plan_says_it_is_not_proven(void **state)
{
    (void)state;
    world *w = hard_world(1, 1);
    bil_plan *best = proposed(w);
    assert_int_equal(best->status, BIL_PLAN_OPTIMAL);
    int unproven = 0;
    for (int64_t nodes = 1; nodes <= 64; nodes *= 2) {
        bil_propose_settings settings = test_settings();
        settings.node_limit = nodes;
        bil_plan *plan = proposed_with(w, &settings);
        assert_true(plan->status == BIL_PLAN_OPTIMAL || plan->status == BIL_PLAN_FEASIBLE ||
                    plan->status == BIL_PLAN_STOPPED);
        assert_int_equal(plan->proven, plan->status == BIL_PLAN_OPTIMAL);
        assert_true(plan->shortfall_e9 >= best->shortfall_e9 || plan->phase_count == 0);
        assert_true(plan->score_e9 <= best->score_e9 + 1000);
        unproven += plan->status == BIL_PLAN_FEASIBLE;
        bil_plan_free(plan);
    }
    assert_true(unproven > 0);
    bil_plan_free(best);
    world_free(w);
}

static void random_plans_cut_short_are_lawful(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        world *w = random_world(seed, 2);
        bil_propose_settings settings = test_settings();
        settings.node_limit = 1;
        bil_plan *plan = proposed_with(w, &settings); /* checked there */
        assert_int_equal(plan->proven,
                         plan->status == BIL_PLAN_OPTIMAL || plan->status == BIL_PLAN_INFEASIBLE);
        bil_plan_free(plan);
        world_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_at_any_call_gives_a_checked_plan_or_none),
        cmocka_unit_test(with_hardly_any_nodes_the_plan_says_it_is_not_proven),
        cmocka_unit_test(random_plans_cut_short_are_lawful),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
