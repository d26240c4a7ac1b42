/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

/* ---- what profiles change ---- */

static bil_plan *with_profile(const world *w, bil_profile profile)
{
    bil_propose_settings settings = test_settings();
    settings.profile = profile;
    settings.profile_given = true;
    return proposed_with(w, &settings);
}

static void expect_profile(const world *w, bil_profile profile, const char *expected)
{
    bil_plan *plan = with_profile(w, profile);
    assert_int_equal(plan->status, BIL_PLAN_OPTIMAL);
    assert_string_equal(plan->profile, bil_profile_name(profile));
    assert_string_equal(quantities(plan), expected);
    bil_plan_free(plan);
}

/* Ten hours from a residence, a day place, home care, or the family: the same good. */
static world *same_good(void)
{
    world *w = plain_world();
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    (void)world_hours(w, "ORE");
    (void)world_service(w, "S01", 1000);
    (void)world_effect(w, "casa", 1000);
    (void)world_place(w, BIL_SETTING_RESIDENTIAL);
    (void)world_service(w, "S02", 2000);
    (void)world_effect(w, "casa", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    (void)plain_service(w, "S03", 300);
    (void)plain_service(w, "S04", 0);
    world_may(w, "ORE", "service:S04");
    plain_case(w, 12, 0, 0);
    world_target(w, 0, "N1", 1000);
    return w;
}

static void profiles_choose_among_equals(void **state)
{
    (void)state;
    world *w = same_good();
    expect_profile(w, BIL_PROFILE_BALANCED, "S01=1");
    expect_profile(w, BIL_PROFILE_HOME_FIRST, "S03=10");
    w->services[2].max_month = 9; /* home care is not enough any more */
    expect_profile(w, BIL_PROFILE_HOME_FIRST, "S02=1");
    world_today(w, "S02", 1, false);
    expect_profile(w, BIL_PROFILE_FEWEST_CHANGES, "S02=1");
    w->in_place[0].service = 2;
    w->in_place[0].quantity = 10;
    w->services[2].max_month = 100;
    expect_profile(w, BIL_PROFILE_FEWEST_CHANGES, "S03=10");
    world_free(w);
}

static void the_family_is_spared_or_used(void **state)
{
    (void)state;
    world *w = same_good();
    (void)world_has(w, "ORE", BIL_SOURCE_AVAILABLE, 10);
    expect_profile(w, BIL_PROFILE_BALANCED, "S04=10"); /* it costs nobody a cent */
    expect_profile(w, BIL_PROFILE_LEAST_FAMILY_BURDEN, "S01=1");
    expect_profile(w, BIL_PROFILE_LEAST_PUBLIC_MONEY, "S04=10");
    world_free(w);
    w = same_good();
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 5000);
    world_may(w, "FAM", "service:S03");
    expect_profile(w, BIL_PROFILE_BALANCED, "S03=10");
    expect_profile(w, BIL_PROFILE_LEAST_FAMILY_BURDEN, "S01=1");
    world_free(w);
}

static void preferences_decide_among_equals_and_first_for_a_twentieth(void **state)
{
    (void)state;
    world *w = same_good();
    world_prefer(w, "service:S03");
    expect_profile(w, BIL_PROFILE_BALANCED, "S03=10");
    expect_profile(w, BIL_PROFILE_LEAST_PUBLIC_MONEY, "S01=1");
    w->services[2].max_month = 9; /* 9 hours are worth 0.95 */
    w->services[0].exclusive_group = w->services[1].exclusive_group =
        w->services[2].exclusive_group = "uno";
    expect_profile(w, BIL_PROFILE_BALANCED, "S01=1");
    expect_profile(w, BIL_PROFILE_PREFERENCES_FIRST, "S03=9");
    w->services[2].max_month = 8; /* 0.90 is too much to give up */
    expect_profile(w, BIL_PROFILE_PREFERENCES_FIRST, "S01=1");
    world_free(w);
}

static void shortfall_comes_before_the_score(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_domain(w, "soc", "SOC");
    (void)plain_service(w, "S01", 1000);
    (void)world_service(w, "S02", 1000);
    (void)world_effect(w, "soc", 100);
    plain_case(w, 12, 0, 0);
    (void)world_need(w, "N2", "soc", 1000);
    world_target(w, 0, "N1", 1000);
    w->needs[0].floor_bp = 10000; /* all of it is essential, though the first hours help most */
    world_budget(w, 10000);
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=10");
    assert_int_equal(plan->shortfall_e9, 0);
    assert_int_equal(plan->score_e9, 500000000);
    bil_plan_free(plan);
    w->needs[0].floor_bp = 0;
    plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=5 S02=5");
    assert_int_equal(plan->score_e9, 650000000);
    bil_plan_free(plan);
    world_free(w);
}

static void the_tolerance_gives_up_a_little_score_for_much_money(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 100000);
    w->services[0].max_month = 99;
    plain_case(w, 12, 0, 0);
    bil_propose_settings settings = test_settings();
    bil_plan *plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=99 S02=1");
    bil_plan_free(plan);
    settings.give_e6 = 5000; /* the last hour is worth exactly as much */
    plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=99");
    bil_plan_free(plan);
    settings.give_e6 = 4900;
    plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=99 S02=1");
    bil_plan_free(plan);
    settings.give_e6 = -1; /* the catalogue's */
    w->catalogue.score_tolerance_e6 = 5000;
    plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=99");
    bil_plan_free(plan);
    world_free(w);
}

static void of_equals_the_first_of_the_catalogue(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    plain_case(w, 12, 0, 0);
    world_target(w, 0, "N1", 300);
    bil_plan *plan = proposed(w);
    assert_string_equal(quantities(plan), "S01=3"); /* and one line rather than two */
    bil_plan_free(plan);
    world_free(w);
}

static void nothing_on_offer_is_an_empty_plan(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_service(w, "S01", 1000);
    plain_case(w, 12, 12, 0);
    bil_plan *plan = proposed(w);
    assert_int_equal(plan->status, BIL_PLAN_OPTIMAL);
    assert_string_equal(quantities(plan), " |");
    assert_int_equal(plan->unmet_count, 1);
    bil_plan_free(plan);
    world_free(w);
}

/* ---- holding to a plan ---- */

static void holding_to_a_plan_takes_nothing_but_its_lines(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 500);
    w->services[1].max_month = 10;
    (void)world_provider(w, "coop", "S02", 500);
    (void)world_provider(w, "alfa", "S02", 700);
    w->providers[0].capacity_month = 6;
    plain_case(w, 12, 6, 0);
    world_budget(w, 50000);
    world_line(w, 0, "S01", 20);
    world_line(w, 1, "S02@alfa", 4);
    bil_propose_settings settings = test_settings();
    settings.within = &w->plan;
    bil_plan *plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=20 | S02@alfa=4");
    bil_plan_free(plan);
    world_budget(w, 15000); /* less where money is missing */
    plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), "S01=15 | S02@alfa=4");
    bil_plan_free(plan);
    w->services[0].min_month = 16; /* and nothing where less cannot be had */
    plan = proposed_with(w, &settings);
    assert_string_equal(quantities(plan), " | S02@alfa=4");
    bil_plan_free(plan);
    world_must(w, "service:S01");
    settings.no_conflict = true;
    plan = proposed_with(w, &settings);
    assert_int_equal(plan->status, BIL_PLAN_INFEASIBLE);
    assert_int_equal(plan->conflict_count, 0);
    bil_plan_free(plan);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profiles_choose_among_equals),
        cmocka_unit_test(the_family_is_spared_or_used),
        cmocka_unit_test(preferences_decide_among_equals_and_first_for_a_twentieth),
        cmocka_unit_test(shortfall_comes_before_the_score),
        cmocka_unit_test(the_tolerance_gives_up_a_little_score_for_much_money),
        cmocka_unit_test(of_equals_the_first_of_the_catalogue),
        cmocka_unit_test(nothing_on_offer_is_an_empty_plan),
        cmocka_unit_test(holding_to_a_plan_takes_nothing_but_its_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
