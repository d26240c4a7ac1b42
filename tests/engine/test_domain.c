/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/case.h"
#include "engine/catalogue.h"
#include "engine/plan.h"
#include "tests/support/build.h"

static int build(void **state)
{
    world *w = world_new();
    world_domain(w, "abitare", "CASA");
    world_domain(w, "lavoro", "LAV");
    bil_service *s = world_service(w, "S01", 2000);
    world_effect(w, "abitare", 100);
    s->exclusive_group = "cura";
    s->copay_class = "sad";
    static const char *const tags[] = {"assistant", "adl"};
    s->tags = tags;
    s->tag_count = 2;
    s = world_service(w, "S02", 3000);
    s->kind = BIL_KIND_HEALTH;
    s->setting = BIL_SETTING_DAY;
    world_effect(w, "lavoro", 100);
    world_held(w, "PENS", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    world_phase(w, 6);
    *state = w;
    return 0;
}

static int drop(void **state)
{
    world_free(*state);
    return 0;
}

static bool matches(world *w, const char *selector, bil_index service)
{
    bil_selector made = world_selector(w, selector);
    return bil_selector_matches_service(&w->catalogue, &made, service);
}

static void selectors_choose_services(void **state)
{
    world *w = *state;
    assert_true(matches(w, "*", 0) && matches(w, "*", 1));
    assert_true(matches(w, "service:S01", 0) && !matches(w, "service:S01", 1));
    assert_true(matches(w, "group:cura", 0) && !matches(w, "group:cura", 1));
    assert_true(matches(w, "kind:health", 1) && !matches(w, "kind:health", 0));
    assert_true(matches(w, "setting:day", 1) && !matches(w, "setting:day", 0));
    assert_true(matches(w, "axis:casa", 0) && !matches(w, "axis:casa", 1));
    assert_true(matches(w, "tag:adl", 0) && !matches(w, "tag:adl", 1));
    assert_false(matches(w, "kind:nothing", 0));
    assert_false(matches(w, "tag:other", 0));
    assert_false(matches(w, "group:other", 0));
    w->effects[0].hundredths = 0;
    assert_false(matches(w, "axis:casa", 0));
    assert_false(matches(w, "service:S01", (bil_index)w->catalogue.service_count));
    assert_false(matches(w, "source:ASL", 0));
    assert_false(matches(w, "*", BIL_NONE));
    bil_selector by_text = {BIL_SELECT_SERVICE, "service:S02", "S02", BIL_NONE};
    assert_true(bil_selector_matches_service(&w->catalogue, &by_text, 1));
}

static void only_source_selectors_choose_sources(void **state)
{
    world *w = *state;
    bil_selector asl = world_selector(w, "source:ASL");
    bil_selector all = world_selector(w, "*");
    bil_selector by_text = {BIL_SELECT_SOURCE, "source:ASL", "ASL", BIL_NONE};
    assert_true(bil_selector_matches_source(&w->catalogue, &asl, 1));
    assert_true(bil_selector_matches_source(&w->catalogue, &by_text, 1));
    assert_false(bil_selector_matches_source(&w->catalogue, &asl, 0));
    assert_false(bil_selector_matches_source(&w->catalogue, &asl, BIL_NONE));
    assert_false(bil_selector_matches_source(&w->catalogue, &all, 1));
}

static void a_selector_has_a_known_form_and_a_value(void **state)
{
    (void)state;
    bil_selector out;
    assert_true(bil_selector_parse(&out, "tag:assistant"));
    assert_int_equal(out.kind, BIL_SELECT_TAG);
    assert_string_equal(out.value, "assistant");
    assert_string_equal(out.text, "tag:assistant");
    assert_int_equal(out.index, BIL_NONE);
    assert_true(bil_selector_parse(&out, "*"));
    assert_string_equal(out.value, "");
    assert_false(bil_selector_parse(&out, "tag:"));
    assert_false(bil_selector_parse(&out, "colour:red"));
    assert_false(bil_selector_parse(&out, "S01"));
    assert_false(bil_selector_parse(&out, ""));
    assert_false(bil_selector_parse(&out, "**"));
}

static void the_last_eligibility_row_that_matches_wins(void **state)
{
    world *w = *state;
    assert_false(bil_source_may_pay(&w->catalogue, 1, 0));
    world_may(w, "ASL", "*");
    assert_true(bil_source_may_pay(&w->catalogue, 1, 0));
    assert_false(bil_source_may_pay(&w->catalogue, 0, 0));
    world_may_not(w, "ASL", "setting:home");
    assert_false(bil_source_may_pay(&w->catalogue, 1, 0));
    assert_true(bil_source_may_pay(&w->catalogue, 1, 1));
    world_may(w, "ASL", "service:S01");
    assert_true(bil_source_may_pay(&w->catalogue, 1, 0));
    assert_false(bil_source_may_pay(&w->catalogue, BIL_NONE, 0));
    assert_false(bil_source_may_pay(&w->catalogue, 1, BIL_NONE));
}

static void copay_is_linear_inside_its_row(void **state)
{
    world *w = *state;
    const bil_catalogue *c = &w->catalogue;
    world_copay(w, "sad", 0, 600000, 0, 0);
    world_copay(w, "sad", 600000, 1200000, 0, 1000);
    world_copay(w, "sad", 1500000, 2000000, 1001, 1002);
    assert_int_equal(bil_copay_per_unit(c, "sad", 0, 20270101), 0);
    assert_int_equal(bil_copay_per_unit(c, "sad", 900000, 20270101), 500);
    assert_int_equal(bil_copay_per_unit(c, "sad", 1200000, 20270101), 1000);
    assert_int_equal(bil_copay_per_unit(c, "sad", 600300, 20270101), 1); /* 0.5 */
    assert_int_equal(bil_copay_per_unit(c, "sad", 600299, 20270101), 0);
    /* Between rows the one below holds, above all the highest, unknown the highest. */
    assert_int_equal(bil_copay_per_unit(c, "sad", 1300000, 20270101), 1000);
    assert_int_equal(bil_copay_per_unit(c, "sad", 9000000, 20270101), 1002);
    assert_int_equal(bil_copay_per_unit(c, "sad", -1, 20270101), 1002);
    assert_int_equal(bil_copay_per_unit(c, "", 900000, 20270101), 0);
    assert_int_equal(bil_copay_per_unit(c, "none", 900000, 20270101), 0);
    assert_int_equal(bil_copay_per_unit(c, NULL, 900000, 20270101), 0);
}

static void the_first_copay_row_with_the_isee_counts(void **state)
{
    world *w = *state;
    world_copay(w, "sad", 500000, 600000, 100, 200);
    world_copay(w, "sad", 600000, 700000, 300, 400);
    assert_int_equal(bil_copay_per_unit(&w->catalogue, "sad", 600000, 20270101), 200);
    assert_int_equal(bil_copay_per_unit(&w->catalogue, "sad", 1, 20270101), 100);
    w->copay[0].validity.to = 20261231;
    assert_int_equal(bil_copay_per_unit(&w->catalogue, "sad", 600000, 20270101), 300);
    w->copay[1].validity.from = 20270102;
    assert_int_equal(bil_copay_per_unit(&w->catalogue, "sad", 600000, 20270101), 0);
    w->copay[1].isee_from_cents = w->copay[1].isee_to_cents = 600000;
    assert_int_equal(bil_copay_per_unit(&w->catalogue, "sad", 600000, 20270102), 300);
}

static void a_continuous_day_is_priced_by_the_month(void **state)
{
    world *w = *state;
    bil_service *s = &w->services[0];
    s->unit = "day";
    assert_int_equal(bil_service_month_price(s, 10000), 10000);
    s->continuous = true;
    assert_int_equal(bil_service_month_price(s, 10000), 304167);
    s->unit = "month";
    assert_int_equal(bil_service_month_price(s, 10000), 10000);
}

static void codes_are_found_or_not(void **state)
{
    world *w = *state;
    const bil_catalogue *c = &w->catalogue;
    world_provider(w, "coop", "S02", 1);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "*", "", -1);
    world_level(w, "lavoro", 3, 100, 3000);
    assert_int_equal(bil_catalogue_find_domain(c, "lavoro"), 1);
    assert_int_equal(bil_catalogue_find_domain(c, "x"), BIL_NONE);
    assert_int_equal(bil_catalogue_find_service(c, "S02"), 1);
    assert_int_equal(bil_catalogue_find_service(c, "s02"), BIL_NONE);
    assert_int_equal(bil_catalogue_find_source(c, "ASL"), 1);
    assert_int_equal(bil_catalogue_find_source(c, ""), BIL_NONE);
    assert_int_equal(bil_catalogue_find_provider(c, "coop", 1), 0);
    assert_int_equal(bil_catalogue_find_provider(c, "coop", 0), BIL_NONE);
    assert_int_equal(bil_catalogue_find_rule(c, "D01"), 0);
    assert_int_equal(bil_catalogue_find_rule(c, "D02"), BIL_NONE);
    assert_int_equal(bil_catalogue_level(c, 1, 3)->target, 100);
    assert_null(bil_catalogue_level(c, 1, 2));
}

static void a_month_of_income_is_floored_and_lowered_by_its_limit(void **state)
{
    world *w = *state;
    bil_case_source *pension = world_has(w, "PENS", BIL_SOURCE_ACTIVE, 10000);
    bil_case_source *pool = world_has(w, "ASL", BIL_SOURCE_ACTIVE, 10000);
    assert_int_equal(bil_case_source_month(&w->person, pension, 0), 10833);
    world_limit(w, "PENS", 5000);
    world_limit(w, "ASL", 4000);
    assert_int_equal(bil_case_source_month(&w->person, pension, 0), 5000);
    assert_int_equal(bil_case_source_month(&w->person, pool, 0), 10000);
    assert_int_equal(bil_phase_source_limit(&w->phases[0], 1), 4000);
    assert_ptr_equal(bil_case_source_of(&w->person, 0), pension);
    assert_null(bil_case_source_of(&w->person, BIL_NONE));
    assert_int_equal(bil_phase_source_limit(&w->phases[0], BIL_NONE), BIL_UNLIMITED);
}

static void rows_of_the_case_are_found_by_service(void **state)
{
    world *w = *state;
    world_today(w, "S02", 3, true);
    world_fix(w, "S01", 4);
    world_need(w, "n1", "lavoro", 100);
    assert_int_equal(bil_case_in_place_of(&w->person, 1)->quantity, 3);
    assert_null(bil_case_in_place_of(&w->person, 0));
    assert_int_equal(bil_case_fixed_of(&w->person, 0)->quantity, 4);
    assert_null(bil_case_fixed_of(&w->person, 1));
    assert_int_equal(bil_case_find_need(&w->person, "n1"), 0);
    assert_int_equal(bil_case_find_need(&w->person, "n2"), BIL_NONE);
}

static void priority_weighs_a_need_up_to_half_more(void **state)
{
    (void)state;
    bil_need need = {.weight_e4 = 10000, .priority = 1};
    assert_int_equal(bil_need_weight(&need), 40000);
    need.priority = 2;
    assert_int_equal(bil_need_weight(&need), 50000);
    need.priority = 3;
    assert_int_equal(bil_need_weight(&need), 60000);
}

static void a_provider_serves_its_zone_while_in_force(void **state)
{
    world *w = *state;
    bil_provider *p = world_provider(w, "coop", "S01", 1);
    assert_true(bil_provider_serves(&w->person, p, 20270101));
    p->zone = "";
    assert_true(bil_provider_serves(&w->person, p, 20270101));
    p->zone = "Pavia";
    assert_true(bil_provider_serves(&w->person, p, 20270101));
    p->zone = "lodi";
    assert_false(bil_provider_serves(&w->person, p, 20270101));
    p->zone = "*";
    p->validity.to = 20261231;
    assert_false(bil_provider_serves(&w->person, p, 20270101));
}

static void profiles_are_read_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bil_profile profile;
    } spellings[] = {
        {"balanced", BIL_PROFILE_BALANCED},
        {"home-first", BIL_PROFILE_HOME_FIRST},
        {"home first", BIL_PROFILE_HOME_FIRST},
        {"home_first", BIL_PROFILE_HOME_FIRST},
        {"least burden on the family", BIL_PROFILE_LEAST_FAMILY_BURDEN},
        {"least-family-burden", BIL_PROFILE_LEAST_FAMILY_BURDEN},
        {"least public money", BIL_PROFILE_LEAST_PUBLIC_MONEY},
        {"fewest changes from today", BIL_PROFILE_FEWEST_CHANGES},
        {"fewest changes", BIL_PROFILE_FEWEST_CHANGES},
        {"person's preferences first", BIL_PROFILE_PREFERENCES_FIRST},
        {"preferences_first", BIL_PROFILE_PREFERENCES_FIRST},
    };
    bil_profile out = BIL_PROFILE_BALANCED;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        assert_true(bil_profile_parse(&out, spellings[i].text));
        assert_int_equal(out, spellings[i].profile);
    }
    assert_false(bil_profile_parse(&out, "best"));
    assert_false(bil_profile_parse(&out, ""));
    assert_false(bil_profile_parse(&out, "balanced "));
    for (int p = BIL_PROFILE_BALANCED; p <= BIL_PROFILE_PREFERENCES_FIRST; p++) {
        assert_non_null(bil_profile_name((bil_profile)p));
        assert_string_not_equal(bil_profile_words((bil_profile)p).it, "");
    }
}

static void every_value_of_a_plan_has_a_name(void **state)
{
    (void)state;
    for (int s = BIL_PLAN_OPTIMAL; s <= BIL_PLAN_STOPPED; s++) {
        assert_non_null(bil_plan_status_name((bil_plan_status)s));
    }
    for (int r = BIL_UNMET_OFFER; r <= BIL_UNMET_WORTH; r++) {
        assert_non_null(bil_unmet_reason_name((bil_unmet_reason)r));
        assert_string_not_equal(bil_unmet_reason_words((bil_unmet_reason)r).en, "");
    }
    for (int k = BIL_SOURCE_SOCIAL; k <= BIL_SOURCE_THIRD_SECTOR; k++) {
        assert_non_null(bil_source_kind_name((bil_source_kind)k));
    }
    for (int f = BIL_RULE_EXCLUSIVE; f <= BIL_RULE_SLOT; f++) {
        assert_non_null(bil_rule_form_name((bil_rule_form)f));
    }
    bil_plan_free(NULL);
    bil_case_free(NULL);
    bil_catalogue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(selectors_choose_services, build, drop),
        cmocka_unit_test_setup_teardown(only_source_selectors_choose_sources, build, drop),
        cmocka_unit_test(a_selector_has_a_known_form_and_a_value),
        cmocka_unit_test_setup_teardown(the_last_eligibility_row_that_matches_wins, build, drop),
        cmocka_unit_test_setup_teardown(copay_is_linear_inside_its_row, build, drop),
        cmocka_unit_test_setup_teardown(the_first_copay_row_with_the_isee_counts, build, drop),
        cmocka_unit_test_setup_teardown(a_continuous_day_is_priced_by_the_month, build, drop),
        cmocka_unit_test_setup_teardown(codes_are_found_or_not, build, drop),
        cmocka_unit_test_setup_teardown(a_month_of_income_is_floored_and_lowered_by_its_limit,
                                        build, drop),
        cmocka_unit_test_setup_teardown(rows_of_the_case_are_found_by_service, build, drop),
        cmocka_unit_test(priority_weighs_a_need_up_to_half_more),
        cmocka_unit_test_setup_teardown(a_provider_serves_its_zone_while_in_force, build, drop),
        cmocka_unit_test(profiles_are_read_in_every_spelling),
        cmocka_unit_test(every_value_of_a_plan_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
