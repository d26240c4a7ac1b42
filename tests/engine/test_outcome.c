/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/fraction_impl.h"
#include "engine/outcome.h"
#include "tests/support/build.h"

/* One need of 1 000 hundredths in two phases of 6 and 3 months; S01 (2 000 cents) covers a unit
 * an hour, half paid by health; ASL and COM are public, PENS and FAM the person's. */
static int build(void **state)
{
    world *w = world_new();
    world_domain(w, "abitare", "CASA");
    world_domain(w, "lavoro", "LAV");
    bil_service *s = world_service(w, "S01", 2001);
    world_effect(w, "abitare", 100);
    s->health_share_bp = 5000;
    s->copay_class = "sad";
    s->activation_days = 30;
    s = world_service(w, "S02", 100000);
    world_effect(w, "lavoro", 50);
    s->one_off = true;
    world_service(w, "S03", 10000);
    world_effect(w, "abitare", 900);
    world_place(w, BIL_SETTING_RESIDENTIAL)->unit = "day";
    world_copay(w, "sad", 0, 10000000, 300, 300);
    world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    world_held(w, "PENS", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_held(w, "IND", BIL_SOURCE_PENSION);
    world_phase(w, 6);
    world_phase(w, 3);
    world_need(w, "n1", "abitare", 1000)->floor_bp = 3000;
    world_need(w, "n2", "lavoro", 0);
    world_has(w, "PENS", BIL_SOURCE_ACTIVE, 33600);
    world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10000);
    *state = w;
    return 0;
}

static int drop(void **state)
{
    world_free(*state);
    return 0;
}

static void a_line_is_priced_split_and_what_is_due_found(void **state)
{
    world *w = *state;
    world_line(w, 0, "S01", 5);
    world_line(w, 1, "S03", 1);
    world_finish(w);
    const bil_line *line = &w->lines[0][0];
    assert_int_equal(line->unit_price_cents, 2001);
    assert_int_equal(line->cost_cents, 10005);
    assert_int_equal(line->health_cents, 5003);
    assert_int_equal(line->social_cents, 5002);
    assert_int_equal(line->person_due_cents, 1500);
    assert_int_equal(line->starts_on, 20270131);
    assert_false(line->in_place || line->one_off);
    assert_int_equal(w->lines[1][0].unit_price_cents, 304167);
    assert_int_equal(w->lines[1][0].starts_on, 20270701);
}

static void what_is_due_stays_within_the_social_part(void **state)
{
    world *w = *state;
    w->copay[0].user_from_cents = w->copay[0].user_to_cents = 1900;
    world_line(w, 0, "S01", 5);
    world_finish(w);
    assert_int_equal(w->lines[0][0].person_due_cents, 5002);
}

static void a_named_provider_sets_the_price(void **state)
{
    world *w = *state;
    world_provider(w, "coop", "S01", 1800);
    world_line(w, 0, "S01@coop", 2);
    world_finish(w);
    assert_int_equal(w->lines[0][0].cost_cents, 3600);
}

static void a_service_in_place_starts_at_once_and_a_delay_runs_into_the_next_phase(void **state)
{
    world *w = *state;
    w->services[0].activation_days = 200;
    world_today(w, "S02", 1, false);
    world_line(w, 0, "S01", 1);
    world_line(w, 0, "S02", 1);
    world_line(w, 1, "S01", 1);
    world_finish(w);
    assert_int_equal(w->lines[0][0].starts_on, 20270720);
    assert_int_equal(w->lines[1][0].starts_on, 20270720);
    assert_true(w->lines[0][1].in_place);
    assert_int_equal(w->lines[0][1].starts_on, 20270101);
}

static void a_service_that_comes_back_waits_again(void **state)
{
    world *w = *state;
    (void)world_phase(w, 2); /* from 1 October */
    world_line(w, 0, "S01", 1);
    world_line(w, 1, "S02", 1); /* another one, and one of nothing */
    world_line(w, 1, "S01", 0);
    world_line(w, 2, "S01", 1);
    world_finish(w);
    assert_int_equal(w->lines[2][0].starts_on, 20271031);
}

static void coverage_stops_at_the_target_and_what_is_already_there_counts(void **state)
{
    world *w = *state;
    w->needs[0].already_covered = 150;
    world_target(w, 1, "n1", 400);
    world_line(w, 0, "S01", 5);
    world_line(w, 1, "S01", 5);
    world_finish(w);
    assert_int_equal(w->coverage[0][0].covered, 650);
    assert_int_equal(w->coverage[0][0].already, 150);
    assert_int_equal(w->coverage[1][0].covered, 400);
    assert_int_equal(w->coverage[1][0].target, 400);
    assert_int_equal(w->plan.unmet_count, 1);
    assert_string_equal(w->unmet[0].need_id, "n1");
    assert_int_equal(w->unmet[0].missing, 350);
}

static void coverage_follows_the_order_of_the_file(void **state)
{
    world *w = *state;
    w->needs[0].file_order = 1;
    w->needs[1].file_order = 0;
    world_finish(w);
    assert_string_equal(w->coverage[0][0].need_id, "n2");
    assert_int_equal(w->coverage[0][1].need, 0);
}

static void a_reason_already_given_is_kept(void **state)
{
    world *w = *state;
    bil_unmet given = {"n1", 0, 0, BIL_UNMET_BUDGET, "budget", "ASL"};
    w->unmet[0] = given;
    w->plan.unmet = w->unmet;
    w->plan.unmet_count = 1;
    world_finish(w);
    assert_int_equal(w->unmet[0].missing, 1000);
    assert_int_equal(w->unmet[0].reason, BIL_UNMET_BUDGET);
    assert_string_equal(w->unmet[0].rule_id, "ASL");
}

static void totals_are_per_month_and_leave_one_offs_out(void **state)
{
    world *w = *state;
    bil_line *line = world_line(w, 0, "S01", 5);
    world_pays(w, line, "ASL", 5003);
    world_pays(w, line, "COM", 1002);
    world_pays(w, line, "PENS", 1500);
    world_pays(w, line, "FAM", 2500);
    line = world_line(w, 0, "S02", 1);
    world_pays(w, line, "COM", 100000);
    world_uses(w, 0, "PENS");
    world_finish(w);
    const bil_totals *totals = &w->plan_phases[0].totals;
    assert_int_equal(totals->cost_cents, 10005);
    assert_int_equal(totals->public_cents, 6005);
    assert_int_equal(totals->person_cents, 4000);
    assert_int_equal(totals->left_to_person_cents, 36400 - 1500);
    assert_int_equal(totals->by_source_count, 4);
    assert_string_equal(totals->by_source[1].code, "COM");
    assert_int_equal(totals->by_source[1].cents, 1002);
    assert_int_equal(w->plan_phases[1].totals.left_to_person_cents, 0); /* not named as used */
}

static void absorption_lowers_what_is_left_to_the_person(void **state)
{
    world *w = *state;
    bil_rule *rule = world_rule(w, "D05", BIL_RULE_ABSORBS, "source:IND", "source:PENS", 6400);
    world_has(w, "IND", BIL_SOURCE_ACTIVE, 50000);
    for (size_t t = 0; t < 2; t++) {
        world_uses(w, t, "PENS");
        world_uses(w, t, "IND");
    }
    world_finish(w);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, 30000 + 50000);
    rule->has_parameter = false;
    world_finish(w);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, 50000);
    rule->validity.from = 20270201;
    world_finish(w);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, 36400 + 50000);
    assert_int_equal(w->plan_phases[1].totals.left_to_person_cents, 50000);
}

static void a_service_absorbs_only_while_it_is_delivered(void **state)
{
    world *w = *state;
    world_rule(w, "D18", BIL_RULE_ABSORBS, "service:S03", "source:PENS", -1);
    world_line(w, 0, "S01", 1);
    world_line(w, 0, "S03", 0);
    world_line(w, 1, "S03", 1);
    world_uses(w, 0, "PENS");
    world_uses(w, 1, "PENS");
    world_finish(w);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, 36400);
    assert_int_equal(w->plan_phases[1].totals.left_to_person_cents, 0);
}

static void score_and_shortfall_are_exact_and_weighted_by_months(void **state)
{
    world *w = *state;
    world_line(w, 0, "S01", 2); /* U(0.2) = 0.26, shortfall 0.1 */
    world_line(w, 1, "S01", 9); /* U(0.9) = 0.95 */
    world_finish(w);
    assert_int_equal(w->plan.score_e9, (6 * INT64_C(260000000) + 3 * INT64_C(950000000)) / 9);
    assert_int_equal(w->plan.shortfall_e9, 66666667); /* 6/9 of 0.1 */
}

static void with_no_target_the_score_is_one(void **state)
{
    world *w = *state;
    world_target(w, 0, "n1", 0);
    world_target(w, 1, "n1", 0);
    world_finish(w);
    assert_int_equal(w->plan.score_e9, 1000000000);
    assert_int_equal(w->plan.shortfall_e9, 0);
    assert_int_equal(w->plan.unmet_count, 0);
}

static void a_need_counts_only_in_the_phases_where_it_has_a_target(void **state)
{
    world *w = *state;
    world_target(w, 0, "n1", 0);
    world_line(w, 1, "S01", 8);
    world_finish(w);
    assert_int_equal(w->plan.score_e9, 900000000);
}

static void numbers_out_of_any_range_are_refused(void **state)
{
    world *w = *state;
    bil_error err = {0};
    bil_line *line = world_line(w, 0, "S01", -1);
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    line->quantity = INT64_MAX;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    line->quantity = 5;
    world_target(w, 0, "n1", INT64_MAX);
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    world_target(w, 0, "n1", 1000);
    world_pays(w, line, "ASL", INT64_MAX);
    world_pays(w, line, "ASL", INT64_MAX);
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    line->funding_count = 0;
    w->effects[0].hundredths = INT64_MAX;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->effects[0].hundredths = 100;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_OK);
    w->needs[0].floor_bp = 10001;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->needs[0].floor_bp = -1;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->needs[0].floor_bp = 0;
    w->needs[0].weight_e4 = -1;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->needs[0].weight_e4 = INT64_C(1) << 50;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->needs[0].weight_e4 = 0;
    w->phases[1].months = BIL_PHASE_MONTHS_MAX + 1;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
    w->phases[1].months = BIL_PHASE_MONTHS_MAX;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_OK);
    w->plan.phase_count = 1;
    assert_int_equal(bil_outcome_fill(&w->plan, &w->person, &err), BIL_E_DATA);
}

static void an_unknown_service_keeps_its_figures(void **state)
{
    world *w = *state;
    bil_line *line = world_line(w, 0, "X99", 3);
    line->cost_cents = 77;
    world_finish(w);
    assert_int_equal(w->lines[0][0].cost_cents, 77);
    assert_int_equal(w->plan_phases[0].totals.cost_cents, 77);
    assert_int_equal(w->coverage[0][0].covered, 0);
}

static void the_curve_is_followed_piece_by_piece(void **state)
{
    world *w = *state;
    const bil_catalogue *c = &w->catalogue;
    assert_int_equal(bil_curve_value_e9(c, 0, 1000), 0);
    assert_int_equal(bil_curve_value_e9(c, -5, 1000), 0);
    assert_int_equal(bil_curve_value_e9(c, 250, 1000), 325000000);
    assert_int_equal(bil_curve_value_e9(c, 500, 1000), 650000000);
    assert_int_equal(bil_curve_value_e9(c, 650, 1000), 775000000);
    assert_int_equal(bil_curve_value_e9(c, 800, 1000), 900000000);
    assert_int_equal(bil_curve_value_e9(c, 900, 1000), 950000000);
    assert_int_equal(bil_curve_value_e9(c, 1000, 1000), 1000000000);
    assert_int_equal(bil_curve_value_e9(c, 2000, 1000), 1000000000);
    assert_int_equal(bil_curve_value_e9(c, 1, 3), 433333333);
    assert_int_equal(bil_curve_value_e9(c, 2, 3), 788888889);
    assert_int_equal(bil_curve_value_e9(c, 999999999, 1000000000), 1000000000); /* …999.5 */
    assert_int_equal(bil_curve_value_e9(c, 999999997, 1000000000), 999999999);  /* …998.5 */
}

static void a_sum_of_fractions_is_rounded_as_if_exact(void **state)
{
    (void)state;
    bil_fraction halves[] = {{1, 6}, {1, 3}}; /* exactly ½, in endless bits */
    assert_int_equal(bil_fraction_sum_round(halves, 2), 1);
    bil_fraction three[] = {{1, 3}, {1, 3}, {1, 3}};
    assert_int_equal(bil_fraction_sum_round(three, 3), 1);
    bil_fraction below[] = {{1, 6}, {((bil_wide)1 << 100) / 3, (bil_wide)1 << 100}};
    assert_int_equal(bil_fraction_sum_round(below, 2), 0);
    bil_fraction above[] = {{1, 6}, {((bil_wide)1 << 100) / 3 + 1, (bil_wide)1 << 100}};
    assert_int_equal(bil_fraction_sum_round(above, 2), 1);
    bil_fraction below_next[] = {{5, 6}, {((bil_wide)1 << 101) / 3, (bil_wide)1 << 100}};
    assert_int_equal(bil_fraction_sum_round(below_next, 2), 1);
    bil_fraction above_next[] = {{5, 6}, {((bil_wide)1 << 101) / 3 + 1, (bil_wide)1 << 100}};
    assert_int_equal(bil_fraction_sum_round(above_next, 2), 2);
    bil_fraction tie[] = {{3, 2}, {10, 7}, {4, 7}};
    assert_int_equal(bil_fraction_sum_round(tie, 3), 4);
    bil_fraction plain = {7, 2};
    assert_int_equal(bil_fraction_sum_round(&plain, 1), 4);
    bil_fraction small = {(((bil_wide)1 << 125) - 1) / 2, ((bil_wide)1 << 125) - 1};
    assert_int_equal(bil_fraction_sum_round(&small, 1), 0);
    bil_fraction big = {(((bil_wide)1 << 125) - 1) / 2 + 1, ((bil_wide)1 << 125) - 1};
    assert_int_equal(bil_fraction_sum_round(&big, 1), 1);
    assert_int_equal(bil_fraction_sum_round(NULL, 0), 0);
}

/* Against plain arithmetic with a common denominator, all sums of three small fractions. */
static void small_sums_agree_with_a_common_denominator(void **state)
{
    (void)state;
    for (unsigned code = 0; code < 20000; code++) {
        unsigned long a[3];
        unsigned long b[3];
        unsigned rest = code * 2654435761U;
        bil_fraction terms[3];
        for (size_t i = 0; i < 3; i++) {
            b[i] = 1 + rest % 12;
            rest = rest / 12 + code * 7;
            a[i] = rest % 40;
            rest /= 3;
            terms[i] = (bil_fraction){a[i], b[i]};
        }
        unsigned long bottom = b[0] * b[1] * b[2];
        unsigned long top = a[0] * b[1] * b[2] + a[1] * b[0] * b[2] + a[2] * b[0] * b[1];
        assert_int_equal(bil_fraction_sum_round(terms, 3), (2 * top + bottom) / (2 * bottom));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, build, drop)
        IN_WORLD(a_line_is_priced_split_and_what_is_due_found),
        IN_WORLD(what_is_due_stays_within_the_social_part),
        IN_WORLD(a_named_provider_sets_the_price),
        IN_WORLD(a_service_in_place_starts_at_once_and_a_delay_runs_into_the_next_phase),
        IN_WORLD(a_service_that_comes_back_waits_again),
        IN_WORLD(coverage_stops_at_the_target_and_what_is_already_there_counts),
        IN_WORLD(coverage_follows_the_order_of_the_file),
        IN_WORLD(a_reason_already_given_is_kept),
        IN_WORLD(totals_are_per_month_and_leave_one_offs_out),
        IN_WORLD(absorption_lowers_what_is_left_to_the_person),
        IN_WORLD(a_service_absorbs_only_while_it_is_delivered),
        IN_WORLD(score_and_shortfall_are_exact_and_weighted_by_months),
        IN_WORLD(with_no_target_the_score_is_one),
        IN_WORLD(a_need_counts_only_in_the_phases_where_it_has_a_target),
        IN_WORLD(numbers_out_of_any_range_are_refused),
        IN_WORLD(an_unknown_service_keeps_its_figures),
        IN_WORLD(the_curve_is_followed_piece_by_piece),
        cmocka_unit_test(a_sum_of_fractions_is_rounded_as_if_exact),
        cmocka_unit_test(small_sums_agree_with_a_common_denominator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
