/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/robust.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scenarios/pipeline.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

enum { NAME_MAX_BYTES = 200 };

static bil_robustness *tried(const world *w, const bil_plan *plan, uint64_t seed, size_t worlds)
{
    bil_propose_settings settings = test_settings();
    bil_robustness *out = NULL;
    bil_error err = {0};
    bil_status status = bil_robust_try(&out, plan, &w->person, &settings, seed, worlds, &err);
    if (status != BIL_OK) {
        fail_msg("%s: %s", err.where, err.message_en);
    }
    return out;
}

/* Sixty hours of S01 use up the budget; S02 covers half as much for nearly the price. */
static world *sixty_hours(void)
{
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    w->services[0].min_month = 60;
    (void)world_service(w, "S02", 900);
    (void)world_effect(w, "casa", 50);
    plain_case(w, 12, 0, 0);
    world_budget(w, 60000);
    return w;
}

static void when_nothing_varies_every_line_survives_and_nothing_is_lost(void **state)
{
    (void)state;
    world *w = sixty_hours();
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=60");
    bil_robustness *r = tried(w, plan, 1, 50);
    assert_false(r->varies);
    assert_int_equal(r->wanted, 50);
    assert_int_equal(r->world_count, 1); /* they are all this one */
    assert_int_equal(r->planned, r->world_count);
    assert_int_equal(r->line_count, 1);
    assert_int_equal(r->lines[0].survives, r->planned);
    assert_int_equal(r->lines[0].with_quantity, r->planned);
    assert_int_equal(r->regret_worst_e9, 0);
    assert_int_equal(r->without_regret, 1);
    bil_robustness_free(r);
    (void)world_varies(w, BIL_VARIES_PRICE, "*", 10000, 10000); /* worlds, but all alike */
    r = tried(w, plan, 1, 5);
    assert_true(r->varies);
    assert_int_equal(r->world_count, 5);
    assert_int_equal(r->lines[0].with_quantity, 5);
    assert_int_equal(r->regret_worst_e9, 0);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

static void a_dearer_world_drops_what_it_must(void **state)
{
    (void)state;
    world *w = sixty_hours();
    bil_plan *plan = proposed(w);
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S01", 20000, 20000);
    bil_robustness *r = tried(w, plan, 1, 3);
    /* Sixty hours cost twice the budget and fewer are not sold: 66 of S02 cover a third, worth
     * 0.33 × 1.3; of the plan nothing is left. */
    assert_int_equal(r->states[BIL_WORLD_HELD], 3);
    assert_int_equal(r->lines[0].survives, 0);
    assert_int_equal(r->worlds[2].score_e9, 429000000);
    assert_int_equal(r->worlds[2].held_score_e9, 0);
    assert_int_equal(r->regret_mean_e9, 429000000);
    assert_int_equal(r->regret_p90_e9, 429000000);
    assert_int_equal(r->regret_worst_e9, 429000000);
    assert_int_equal(r->without_regret, 0);
    assert_int_equal(r->below, 0); /* there is no floor */
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

static void a_line_may_survive_with_less(void **state)
{
    (void)state;
    world *w = sixty_hours();
    w->services[0].min_month = 1;
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=60");
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S01", 12500, 12500);
    bil_robustness *r = tried(w, plan, 1, 1);
    assert_int_equal(r->lines[0].survives, 1); /* 48 hours for the same money */
    assert_int_equal(r->lines[0].with_quantity, 0);
    assert_int_equal(r->regret_worst_e9, 0);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

static void essential_levels_that_holding_misses_are_told(void **state)
{
    (void)state;
    world *w = sixty_hours();
    w->needs[0].floor_bp = 3000;
    bil_plan *plan = proposed(w);
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S01", 20000, 20000);
    bil_robustness *r = tried(w, plan, 1, 2);
    assert_int_equal(r->below, 2);
    assert_int_equal(r->shortfall_worst_e9, 300000000);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

static void worlds_without_a_plan_are_counted_apart(void **state)
{
    (void)state;
    world *w = sixty_hours();
    world_fix(w, "S01", 60);
    bil_plan *plan = proposed(w);
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S01", 20000, 20000);
    bil_robustness *r = tried(w, plan, 1, 4);
    assert_int_equal(r->world_count, 4);
    assert_int_equal(r->states[BIL_WORLD_NO_PLAN], 4);
    assert_int_equal(r->planned, 0);
    assert_int_equal(r->regret_worst_e9, 0);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);

    w = sixty_hours();
    world_must(w, "kind:social");
    plan = proposed(w);
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S01", 20000, 20000);
    r = tried(w, plan, 1, 4);
    assert_int_equal(r->states[BIL_WORLD_NOT_HELD], 4); /* S02 is there, but not of the plan */
    assert_int_equal(r->planned, 4);
    assert_int_equal(r->without_regret, 0);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

/* ---- worlds that differ ---- */

static world *varied(uint64_t seed)
{
    world *w = random_world(seed, 1 + (int)(seed % 3));
    (void)world_varies(w, BIL_VARIES_PRICE, "*", 8000, 14000);
    (void)world_varies(w, BIL_VARIES_DELAY, "*", 10000, 30000);
    (void)world_varies(w, BIL_VARIES_ATTENDANCE, "*", 6000, 10000);
    (void)world_varies(w, BIL_VARIES_HOURS, "*", 5000, 12000);
    (void)world_varies(w, BIL_VARIES_NEED, "*", 8000, 13000);
    for (size_t s = 0; s < w->catalogue.service_count; s++) {
        w->services[s].activation_days = (int)(15 * s);
    }
    return w;
}

static void expect_same_worlds(const bil_robustness *a, const bil_robustness *b, size_t count)
{
    assert_true(a->world_count >= count && b->world_count >= count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(a->worlds[i].state, b->worlds[i].state);
        assert_int_equal(a->worlds[i].score_e9, b->worlds[i].score_e9);
        assert_int_equal(a->worlds[i].held_score_e9, b->worlds[i].held_score_e9);
        assert_int_equal(a->worlds[i].regret_e9, b->worlds[i].regret_e9);
        assert_int_equal(a->worlds[i].shortfall_e9, b->worlds[i].shortfall_e9);
    }
}

static void the_first_worlds_do_not_depend_on_how_many_follow(void **state)
{
    (void)state;
    size_t differ = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        world *w = varied(seed);
        bil_plan *plan = proposed(w);
        if (plan->phase_count > 0) {
            bil_robustness *ten = tried(w, plan, 5, 10);
            bil_robustness *fifty = tried(w, plan, 5, 50);
            bil_robustness *again = tried(w, plan, 5, 10);
            bil_robustness *other = tried(w, plan, 6, 10);
            expect_same_worlds(ten, fifty, 10);
            expect_same_worlds(ten, again, 10);
            assert_int_equal(ten->regret_mean_e9, again->regret_mean_e9);
            for (size_t i = 0; i < 10; i++) {
                differ += other->worlds[i].score_e9 != ten->worlds[i].score_e9 ? 1 : 0;
            }
            bil_robustness_free(ten);
            bil_robustness_free(fifty);
            bil_robustness_free(again);
            bil_robustness_free(other);
        }
        bil_plan_free(plan);
        world_free(w);
    }
    assert_true(differ > 0);
}

/* What must hold of any answer; the plans themselves are checked as they are made. */
static void expect_sound(const bil_robustness *r)
{
    size_t counted = 0;
    for (size_t s = 0; s < BIL_WORLD_STATES; s++) {
        counted += r->states[s];
        assert_non_null(bil_world_state_name((bil_world_state)s));
    }
    assert_int_equal(counted, r->world_count);
    assert_true(r->planned <= r->world_count);
    for (size_t i = 0; i < r->line_count; i++) {
        assert_true(r->lines[i].with_quantity <= r->lines[i].survives);
        assert_true(r->lines[i].survives <= r->planned);
    }
    for (size_t w = 0; w < r->world_count; w++) {
        const bil_robust_world *row = &r->worlds[w];
        assert_true(row->regret_e9 >= 0 && row->regret_e9 <= r->regret_worst_e9);
        assert_true(row->shortfall_e9 >= 0 && row->shortfall_e9 <= r->shortfall_worst_e9);
        assert_true(row->state == BIL_WORLD_HELD || row->regret_e9 == 0);
        /* Holding adds no shortfall only where it reaches at most the best score: nothing is given
         * up here, so the clamp at zero hides nothing. */
        assert_true(row->shortfall_e9 > 0 || row->held_score_e9 <= row->score_e9 + 1000);
    }
    assert_true(r->regret_mean_e9 <= r->regret_worst_e9);
    assert_true(r->regret_p90_e9 <= r->regret_worst_e9);
}

static void holding_never_beats_the_best_of_a_world(void **state)
{
    (void)state;
    size_t held = 0;
    size_t lost = 0;
    for (uint64_t seed = 100; seed < 160; seed++) {
        world *w = varied(seed);
        bil_plan *plan = proposed(w);
        if (plan->phase_count > 0) {
            bil_robustness *r = tried(w, plan, seed, 4);
            expect_sound(r);
            held += r->states[BIL_WORLD_HELD];
            lost += r->states[BIL_WORLD_HELD] - r->without_regret;
            bil_robustness_free(r);
        }
        bil_plan_free(plan);
        world_free(w);
    }
    assert_true(held > 100);
    assert_true(lost > 20);
}

/* ---- stopping ---- */

static bool stop_at_third(const bil_progress *now, void *payload)
{
    (void)payload;
    assert_string_equal(now->stage, "worlds");
    assert_int_equal(now->stage_count, 10);
    return now->stage_index < 3;
}

static void asked_to_stop_it_tells_what_was_tried_so_far(void **state)
{
    (void)state;
    world *w = sixty_hours();
    bil_plan *plan = proposed(w);
    (void)world_varies(w, BIL_VARIES_PRICE, "*", 9000, 12000);
    bil_propose_settings settings = test_settings();
    settings.progress = stop_at_third;
    bil_robustness *r = NULL;
    assert_int_equal(bil_robust_try(&r, plan, &w->person, &settings, 1, 10, NULL), BIL_OK);
    assert_int_equal(r->wanted, 10);
    assert_int_equal(r->world_count, 3);
    assert_int_equal(r->planned, 3);
    bil_robustness *whole = tried(w, plan, 1, 10);
    expect_same_worlds(r, whole, 3);
    bil_robustness_free(whole);
    bil_robustness_free(r);
    bil_plan_free(plan);
    world_free(w);
}

/* ---- the examples ---- */

static void try_example(const char *name, size_t *tried_out)
{
    char path[NAME_MAX_BYTES + 32];
    bil_pipeline run;
    bil_propose_settings settings;
    bil_robustness *r = NULL;
    (void)snprintf(path, sizeof path, "data/examples/%.*s", (int)NAME_MAX_BYTES, name);
    bil_propose_settings_init(&settings);
    assert_int_equal(bil_pipeline_open(&run, NULL), BIL_OK);
    assert_int_equal(bil_pipeline_case(&run, "data/catalogue/lombardia", path, NULL), BIL_OK);
    settings.no_conflict = true;
    assert_int_equal(bil_pipeline_propose(&run, &settings, NULL), BIL_OK);
    if (run.plan->phase_count == 1) { /* several phases cost seconds each */
        bil_error err = {0};
        bil_status status = bil_robust_try(&r, run.plan, run.person, &settings, 3, 2, &err);
        if (status != BIL_OK) {
            fail_msg("%s: %s: %s", name, err.where, err.message_en);
        }
        assert_int_equal(r->world_count, 2);
        for (size_t w = 0; w < 2; w++) {
            assert_true(r->worlds[w].regret_e9 >= 0);
        }
        *tried_out += 1;
    }
    bil_robustness_free(r);
    bil_pipeline_close(&run);
}

static void every_plan_of_the_examples_in_other_worlds_passes_its_check(void **state)
{
    (void)state;
    size_t tried_out = 0;
    DIR *folder = opendir("data/examples");
    assert_non_null(folder);
    const struct dirent *entry = NULL;
    while ((entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        if (strstr(entry->d_name, ".case.json") != NULL) {
            try_example(entry->d_name, &tried_out);
        }
    }
    (void)closedir(folder);
    assert_true(tried_out >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(when_nothing_varies_every_line_survives_and_nothing_is_lost),
        cmocka_unit_test(a_dearer_world_drops_what_it_must),
        cmocka_unit_test(a_line_may_survive_with_less),
        cmocka_unit_test(essential_levels_that_holding_misses_are_told),
        cmocka_unit_test(worlds_without_a_plan_are_counted_apart),
        cmocka_unit_test(the_first_worlds_do_not_depend_on_how_many_follow),
        cmocka_unit_test(holding_never_beats_the_best_of_a_world),
        cmocka_unit_test(asked_to_stop_it_tells_what_was_tried_so_far),
        cmocka_unit_test(every_plan_of_the_examples_in_other_worlds_passes_its_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
