/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "solver/apart.h"
#include "tests/solver/solve.h"

static void expect_order(bil_profile profile, bool prefers, const char *expected)
{
    const bil_selector any = {.kind = BIL_SELECT_ALL, .text = "*", .value = "", .index = BIL_NONE};
    const bil_case person = {.wishes = {.prefer = &any, .prefer_count = prefers ? 1 : 0}};
    bil_stage list[BIL_STAGE_COUNT + 1];
    char text[512] = "";
    size_t used = 0;
    const size_t count = bil_stages_of(profile, &person, list);
    assert_true(count <= BIL_STAGE_COUNT + 1);
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i == 0 ? "" : " ",
                                 bil_stage_name(list[i]));
    }
    assert_string_equal(text, expected);
}

static void each_profile_has_its_order(void **state)
{
    (void)state;
    expect_order(BIL_PROFILE_BALANCED, false, "shortfall score public total lines order");
    expect_order(BIL_PROFILE_HOME_FIRST, false,
                 "shortfall score residential day public total lines order");
    expect_order(BIL_PROFILE_LEAST_FAMILY_BURDEN, false,
                 "shortfall score family-hours family-money public total lines order");
    expect_order(BIL_PROFILE_FEWEST_CHANGES, false,
                 "shortfall score changes public total lines order");
    expect_order(BIL_PROFILE_LEAST_PUBLIC_MONEY, false, "shortfall score public total lines order");
}

static void preferences_come_after_the_score(void **state)
{
    (void)state;
    expect_order(BIL_PROFILE_BALANCED, true,
                 "shortfall score preferences outside public total lines order");
    expect_order(BIL_PROFILE_HOME_FIRST, true,
                 "shortfall score preferences outside residential day public total lines order");
    expect_order(BIL_PROFILE_LEAST_PUBLIC_MONEY, true,
                 "shortfall score public preferences outside total lines order");
    /* twice the score: loosely before the preferences, and settled after them */
    expect_order(BIL_PROFILE_PREFERENCES_FIRST, true,
                 "shortfall score preferences outside score public total lines order");
    expect_order(BIL_PROFILE_PREFERENCES_FIRST, false, "shortfall score public total lines order");
}

static void names_of_stages_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < BIL_STAGE_COUNT; i++) {
        bil_stage stage = BIL_STAGE_COUNT;
        assert_true(bil_stage_parse(&stage, bil_stage_name((bil_stage)i)));
        assert_int_equal(stage, i);
    }
    bil_stage stage = BIL_STAGE_LINES;
    assert_false(bil_stage_parse(&stage, "lines "));
    assert_int_equal(stage, BIL_STAGE_LINES);
    assert_null(bil_stage_name(BIL_STAGE_COUNT));
}

/* Family help S01, paid home care S02, a day place S03, a residence S04. */
static world *stages_world(void)
{
    world *w = plain_world();
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    (void)world_hours(w, "ORE");
    (void)plain_service(w, "S01", 0);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 30000);
    (void)world_place(w, BIL_SETTING_DAY);
    (void)plain_service(w, "S04", 90000);
    (void)world_place(w, BIL_SETTING_RESIDENTIAL);
    world_may(w, "ORE", "service:S01");
    world_may(w, "FAM", "service:S02");
    plain_case(w, 3, 9, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 1500);
    (void)world_has(w, "ORE", BIL_SOURCE_AVAILABLE, 10);
    world_today(w, "S02", 4, false);
    world_today(w, "S04", 1, false);
    return w;
}

static double value(const world *w, bil_stage stage)
{
    return stage_value(w, stage, "S01=5 S02=4 S03=1|S02=6 S04=1");
}

static void each_objective_measures_what_its_name_says(void **state)
{
    (void)state;
    world *w = stages_world();
    world_prefer(w, "setting:day");
    world_prefer(w, "service:S02");
    assert_true(about(value(w, BIL_STAGE_PREFER), 3 * 2 + 9 * 1));
    assert_true(about(value(w, BIL_STAGE_OUTSIDE), 2)); /* S01, then S04 */
    assert_true(about(value(w, BIL_STAGE_FAMILY_HOURS), 3 * 5));
    assert_true(about(value(w, BIL_STAGE_FAMILY_MONEY), 0)); /* the Comune may pay it all */
    assert_true(about(value(w, BIL_STAGE_RESIDENTIAL), 9));
    assert_true(about(value(w, BIL_STAGE_DAY), 3));
    /* first phase: S01 and S03 are new, S04 ends; second: S02 has more */
    assert_true(about(value(w, BIL_STAGE_CHANGES), 3 * 3 + 9 * 1));
    /* euro a month on average, the family giving its 15: (3 × 325 + 9 × 945) / 12 */
    assert_true(about(value(w, BIL_STAGE_PUBLIC), 790.0));
    assert_true(about(value(w, BIL_STAGE_TOTAL), (3 * 340.0 + 9 * 960.0) / 12));
    assert_true(about(value(w, BIL_STAGE_LINES), 5));
    /* S02 and S03 at first, then S02 and S04; help of the family has no provider */
    assert_true(about(value(w, BIL_STAGE_PROVIDERS), 3 * 2 + 9 * 2));
    world_free(w);
}

static void a_provider_of_several_services_counts_once(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 1000);
    (void)world_provider(w, "coop", "S01", 900);
    world_provider(w, "coop", "S02", 700)->capacity_month = 3;
    (void)world_provider(w, "rose", "S02", 800);
    plain_case(w, 4, 0, 0);
    assert_true(about(stage_value(w, BIL_STAGE_PROVIDERS, "S01@coop=1 S02@coop=1 S03=2"), 4 * 2));
    assert_true(about(stage_value(w, BIL_STAGE_PROVIDERS, "S01@coop=1 S02@rose=1"), 4 * 2));
    world_free(w);
}

static void what_a_plan_to_be_unlike_has_counts_by_months(void **state)
{
    (void)state;
    world *w = stages_world();
    setting s;
    setting_open(&s, w, NULL);
    assert_false(bil_stage_set(&s.model, BIL_STAGE_SHARED)); /* no such plan */
    const bil_choice plan[] = {choice_of(&s, 0, "S02=1 S03=1|S02=9"),
                               choice_of(&s, 1, "S02=1 S03=1|S02=9")};
    const bil_apart apart = {.choices = plan};
    bil_apart_share(&s.model, &apart, 1);
    assert_true(bil_stage_set(&s.model, BIL_STAGE_SHARED));
    double costs = 0.0;
    for (size_t j = 0; j < s.model.lp.column_count; j++) {
        costs += s.model.lp.columns[j].cost;
    }
    assert_true(about(costs, 3 * 2 + 9 * 1));
    setting_close(&s);
    world_free(w);
}

static void a_stage_that_is_held_stays(void **state)
{
    (void)state;
    world *w = stages_world();
    setting s;
    setting_open(&s, w, NULL);
    const bil_lp_settings settings = {.doubt = 0};
    bil_lp_result least;
    bil_lp_result most;
    assert_true(bil_stage_set(&s.model, BIL_STAGE_RESIDENTIAL));
    assert_false(s.model.lp.maximise);
    bil_stage_hold(&s.model, BIL_STAGE_RESIDENTIAL, 3.0, 0.0); /* at most three months */
    s.model.lp.maximise = true;
    assert_int_equal(bil_lp_solve(&most, &s.model.lp, &settings, s.arena, NULL), BIL_OK);
    assert_true(about(most.objective, 3.0));
    assert_true(bil_stage_set(&s.model, BIL_STAGE_SCORE));
    assert_true(s.model.lp.maximise);
    bil_stage_hold(&s.model, BIL_STAGE_SCORE, 20.0, 5.0); /* at least 15 thousandths */
    s.model.lp.maximise = false;
    assert_int_equal(bil_lp_solve(&least, &s.model.lp, &settings, s.arena, NULL), BIL_OK);
    assert_true(least.objective >= 15.0 - 1e-3);
    setting_close(&s);
    world_free(w);
}

static void nothing_to_decide_is_said(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    setting s;
    setting_open(&s, w, NULL);
    assert_false(bil_stage_set(&s.model, BIL_STAGE_SHORTFALL)); /* no floor */
    assert_false(bil_stage_set(&s.model, BIL_STAGE_FAMILY_HOURS));
    assert_true(bil_stage_set(&s.model, BIL_STAGE_SCORE));
    assert_true(about(bil_model_measure(&s.model), 12.0 * 40000.0));
    assert_true(about(bil_model_months(&s.model), 12.0));
    setting_close(&s);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_profile_has_its_order),
        cmocka_unit_test(preferences_come_after_the_score),
        cmocka_unit_test(names_of_stages_are_read_back),
        cmocka_unit_test(each_objective_measures_what_its_name_says),
        cmocka_unit_test(a_provider_of_several_services_counts_once),
        cmocka_unit_test(what_a_plan_to_be_unlike_has_counts_by_months),
        cmocka_unit_test(a_stage_that_is_held_stays),
        cmocka_unit_test(nothing_to_decide_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
