/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"

static void a_plan_in_which_everything_is_right_passes(void **state)
{
    world *w = *state;
    world_finish(w);
    const bil_verdict *verdict = expect_ids(w, "");
    assert_int_equal(verdict->count, 0);
}

static void a_violation_says_where_and_what_in_both_languages(void **state)
{
    world *w = *state;
    world_finish(w);
    line_of(w, 1, "S03")->unit_price_cents = 4000;
    line_of(w, 1, "S03")->cost_cents = 16000;
    const bil_verdict *verdict = expect_ids(w, "line.price line.split funding.sum figure.totals");
    const bil_violation *v = violation_of(verdict, "line.price");
    assert_string_equal(v->where, "phase 2, line S03");
    assert_string_equal(v->expected, "4001");
    assert_string_equal(v->found, "4000");
    assert_string_not_equal(v->text.it, v->text.en);
    assert_string_equal(bil_check_id_words("line.price").en, v->text.en);
    assert_string_equal(bil_check_id_words("D77").it, "D77");
}

static void violations_come_in_the_order_of_phases_and_lines(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan.case_id = "P2";
    line_of(w, 1, "S03")->person_due_cents = 1;
    line_of(w, 1, "S01")->person_due_cents = 1;
    line_of(w, 0, "S08")->person_due_cents = 1;
    w->plan_phases[0].totals.cost_cents++;
    const bil_verdict *verdict = expect_ids(w, "identity line.due figure.totals");
    assert_int_equal(verdict->count, 5);
    static const char *const places[] = {"plan", "phase 1, line S08", "phase 1, total cost_cents",
                                         "phase 2, line S01", "phase 2, line S03"};
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(verdict->items[i].where, places[i]);
    }
}

static void a_plan_of_somebody_else_is_refused(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan.case_id = "P2";
    const bil_violation *v = violation_of(expect_ids(w, "identity"), "identity");
    assert_string_equal(v->expected, "P1");
    assert_string_equal(v->found, "P2");
    w->plan.case_id = NULL;
    expect_ids(w, "identity");
}

static void a_plan_without_an_answer_has_no_phases(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan.status = BIL_PLAN_INFEASIBLE;
    expect_ids(w, "status");
    w->plan.phase_count = 0;
    expect_ids(w, "");
    w->plan.status = BIL_PLAN_FEASIBLE;
    expect_ids(w, "phases");
}

static void a_stopped_or_unproven_plan_is_checked_alike(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan.status = BIL_PLAN_STOPPED;
    w->plan.proven = false;
    expect_ids(w, "");
    line_of(w, 0, "S02")->health_cents--;
    expect_ids(w, "line.split funding.side");
}

static void phases_are_as_many_and_as_long_as_in_the_case(void **state)
{
    world *w = *state;
    world_finish(w);
    w->plan_phases[1].months = 5;
    assert_string_equal(violation_of(expect_ids(w, "phases"), "phases")->where, "phase 2");
    w->plan_phases[1].months = 6;
    w->plan.phase_count = 1;
    assert_string_equal(violation_of(expect_ids(w, "phases"), "phases")->where, "plan");
}

static void unknown_names_are_said(void **state)
{
    world *w = *state;
    world_line(w, 0, "X99", 3);
    line_of(w, 1, "S10")->provider_code = "nessuno";
    line_of(w, 1, "S10")->provider = BIL_NONE;
    line_of(w, 1, "S10")->funding_count = 0;
    world_pays(w, line_of(w, 1, "S10"), "ZZZ", 4500);
    world_finish(w);
    const bil_verdict *verdict = expect_ids(w, "line.unknown");
    assert_int_equal(verdict->count, 3);
    assert_string_equal(verdict->items[0].found, "X99");
    assert_string_equal(verdict->items[1].found, "nessuno");
    assert_string_equal(verdict->items[2].found, "ZZZ");
}

static void unknown_needs_and_sources_in_the_figures_are_said(void **state)
{
    world *w = *state;
    world_finish(w);
    w->coverage[0][w->plan_phases[0].coverage_count++] = (bil_coverage){"n9", BIL_NONE, 0, 0, 0};
    w->unmet[w->plan.unmet_count++] = (bil_unmet){.need_id = "n8", .need = BIL_NONE};
    w->by_source[1][w->plan_phases[1].totals.by_source_count++] = (bil_funding){"ZZZ", BIL_NONE, 5};
    world_uses(w, 1, "YYY");
    assert_int_equal(expect_ids(w, "line.unknown")->count, 4);
}

static void a_service_has_one_line_in_a_phase(void **state)
{
    world *w = *state;
    bil_line *line = world_line(w, 0, "S02", 1);
    world_pays(w, line, "ASL", 3000);
    world_finish(w);
    expect_ids(w, "line.duplicate");
}

static void a_service_must_be_in_force_when_the_phase_starts(void **state)
{
    world *w = *state;
    w->services[1].validity.to = 20270630;
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "line.validity"), "line.validity")->where,
                        "phase 2, line S02");
    w->services[1].validity.to = 20270701;
    expect_ids(w, "");
}

static void a_quantity_stays_between_minimum_and_maximum(void **state)
{
    world *w = *state;
    world_finish(w);
    w->services[1].min_month = 5;
    assert_string_equal(violation_of(expect_ids(w, "line.quantity"), "line.quantity")->expected,
                        "≥ 5");
    w->services[1].min_month = 4;
    expect_ids(w, "");
    w->services[1].max_month = 3;
    expect_ids(w, "line.quantity");
}

static void a_line_of_nothing_is_no_line(void **state)
{
    world *w = *state;
    world_line(w, 0, "S05", 0);
    world_finish(w);
    expect_ids(w, "line.quantity");
}

static void a_quantity_is_a_multiple_of_the_step(void **state)
{
    world *w = *state;
    w->services[1].step = 3;
    world_finish(w);
    expect_ids(w, "line.step");
}

static void a_continuous_service_is_had_once_or_not_at_all(void **state)
{
    world *w = *state;
    w->services[4].max_month = 5;
    for (size_t t = 0; t < 2; t++) {
        world_pays(w, world_line(w, t, "S05", 2), "FNA", 100000);
    }
    world_budget(w, 500000);
    w->targets[0][0] = w->targets[1][0] = 9000;
    world_finish(w);
    expect_ids(w, "line.quantity");
}

static void a_one_off_is_bought_once_and_marked(void **state)
{
    world *w = *state;
    world_finish(w);
    line_of(w, 0, "S06")->one_off = false;
    expect_ids(w, "line.one-off");
    line_of(w, 0, "S06")->one_off = true;
    line_of(w, 1, "S02")->one_off = true;
    expect_ids(w, "line.one-off");
}

static void a_one_off_is_not_bought_again_in_a_later_phase(void **state)
{
    world *w = *state;
    remove_line(w, 1, "S10");
    world_pays(w, world_line(w, 1, "S06", 1), "COM", 100000);
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "line.one-off"), "line.one-off")->where,
                        "phase 2, line S06");
}

static void a_service_that_covers_no_need_is_not_offered(void **state)
{
    world *w = *state;
    world_pays(w, world_line(w, 0, "S07", 2), "COM", 2000);
    world_finish(w);
    expect_ids(w, "line.offered irreducible");
}

static void unless_a_wish_locks_it(void **state)
{
    world *w = *state;
    for (size_t t = 0; t < 2; t++) {
        world_pays(w, world_line(w, t, "S07", 2), "COM", 2000);
    }
    world_finish(w);
    world_fix(w, "S07", 2);
    expect_ids(w, "");
    w->person.wishes.fixed_count = 0;
    world_must(w, "service:S07");
    expect_ids(w, "line.offered irreducible"); /* one of the two would do */
    w->services[6].min_month = 2;
    expect_ids(w, "");
}

static void a_service_with_providers_names_one_that_serves(void **state)
{
    world *w = *state;
    world_finish(w);
    w->providers[0].zone = "lodi";
    expect_ids(w, "line.provider");
    w->providers[0].zone = "pavia";
    expect_ids(w, "");
    w->providers[0].capacity_month = 2;
    expect_ids(w, "line.provider");
    w->providers[0].capacity_month = 3;
    w->providers[0].validity.to = 20270630;
    expect_ids(w, "line.provider");
    w->providers[0].validity.to = 0;
    line_of(w, 1, "S10")->provider = BIL_NONE;
    line_of(w, 1, "S10")->provider_code = NULL;
    assert_string_equal(violation_of(expect_ids(w, "line.provider"), "line.provider")->found,
                        "null");
}

static void a_provider_of_something_else_is_wrong(void **state)
{
    world *w = *state;
    world_finish(w);
    line_of(w, 1, "S02")->provider = 0;
    line_of(w, 1, "S02")->provider_code = "coop";
    expect_ids(w, "line.provider");
}

static void a_provider_costs_its_own_price(void **state)
{
    world *w = *state;
    world_finish(w);
    w->providers[0].price_cents = 1500;
    expect_ids(w, "line.price");
}

static void the_figures_of_a_line_follow_from_each_other(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_line *line = line_of(w, 0, "S09"); /* free, so nothing else moves */
    line->unit_price_cents = 1;
    expect_ids(w, "line.price line.cost");
    line->unit_price_cents = 0;
    line->person_due_cents = 5;
    expect_ids(w, "line.due");
    line->person_due_cents = 0;
    line->social_cents = 3;
    expect_ids(w, "line.split");
    line->social_cents = 0;
    line->in_place = true;
    expect_ids(w, "line.in-place");
}

static void the_lea_split_is_rounded_half_up(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_line *line = line_of(w, 0, "S03");
    assert_int_equal(line->health_cents, 8002);
    line->health_cents = 8001;
    line->social_cents = 8003;
    assert_string_equal(violation_of(expect_ids(w, "line.split"), "line.split")->expected,
                        "health 8002");
}

static void in_place_says_what_the_case_says(void **state)
{
    world *w = *state;
    world_today(w, "S02", 9, false);
    world_finish(w);
    assert_true(line_of(w, 0, "S02")->in_place);
    expect_ids(w, "");
    line_of(w, 0, "S02")->in_place = false;
    expect_ids(w, "line.in-place");
}

static void every_cent_has_exactly_one_payer(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S02", "ASL")->cents--;
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "funding.sum"), "funding.sum")->expected,
                        "12000");
    payment_of(w, 0, "S02", "ASL")->cents += 2;
    world_finish(w);
    expect_ids(w, "funding.sum funding.side");
}

static void a_payment_is_positive_and_each_source_stands_once(void **state)
{
    world *w = *state;
    world_pays(w, line_of(w, 0, "S02"), "FNA", 0);
    world_finish(w);
    expect_ids(w, "funding.negative");
    payment_of(w, 0, "S02", "ASL")->cents = 13000;
    payment_of(w, 0, "S02", "FNA")->cents = -1000;
    world_finish(w);
    expect_ids(w, "funding.negative funding.side");
}

static void a_source_does_not_stand_twice_on_a_line(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S02", "ASL")->cents = 6000;
    world_pays(w, line_of(w, 0, "S02"), "ASL", 6000);
    world_finish(w);
    expect_ids(w, "funding.negative");
}

static void a_source_pays_only_what_it_may(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S01", "MIS")->cents = 4000;
    world_pays(w, line_of(w, 0, "S03"), "MIS", 1000);
    payment_of(w, 0, "S03", "COM")->cents -= 1000;
    payment_of(w, 0, "S01", "COM")->cents += 1000;
    world_finish(w);
    assert_string_equal(
        violation_of(expect_ids(w, "funding.eligibility"), "funding.eligibility")->found, "MIS");
}

static void each_side_pays_within_its_part(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S03", "ASL")->cents = 8003;
    payment_of(w, 0, "S03", "COM")->cents = 7999;
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "funding.side"), "funding.side")->expected,
                        "health ≤ 8002");
    payment_of(w, 0, "S03", "ASL")->cents = 7000;
    payment_of(w, 0, "S03", "COM")->cents = 9002;
    world_finish(w);
    assert_string_equal(violation_of(expect_ids(w, "funding.side"), "funding.side")->expected,
                        "social ≤ 8002");
}

static void the_persons_money_pays_only_the_social_part(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S02", "ASL")->cents = 11000;
    world_pays(w, line_of(w, 0, "S02"), "FAM", 1000);
    world_finish(w);
    expect_ids(w, "funding.side");
}

static void a_source_of_any_side_pays_either_part(void **state)
{
    world *w = *state;
    line_of(w, 0, "S03")->funding_count = 0;
    world_pays(w, line_of(w, 0, "S03"), "FNA", 16004);
    world_finish(w);
    expect_ids(w, "");
}

static void what_the_person_does_not_list_does_not_pay(void **state)
{
    world *w = *state;
    world_finish(w);
    w->has[3] = w->has[4]; /* MIS is no longer listed */
    expect_ids(w, "funding.unlisted");
}

static void a_source_out_of_force_does_not_pay(void **state)
{
    world *w = *state;
    world_finish(w);
    w->sources[2].validity.from = 20270201;
    assert_string_equal(violation_of(expect_ids(w, "funding.unlisted"), "funding.unlisted")->where,
                        "phase 1, line S03");
}

static void hours_are_not_money(void **state)
{
    world *w = *state;
    w->services[7].price_cents = 10;
    world_may(w, "VH", "*");
    world_pays(w, line_of(w, 0, "S08"), "VH", 150);
    world_pays(w, line_of(w, 1, "S08"), "FAM", 150);
    world_finish(w);
    expect_ids(w, "funding.unlisted ceiling.hours");
}

static void pensions_pay_what_is_due_and_no_more(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S01", "PENS")->cents = 3001;
    payment_of(w, 0, "S01", "FAM")->cents = 1999;
    world_finish(w);
    expect_ids(w, "funding.copay");
    payment_of(w, 0, "S01", "PENS")->cents = 2000;
    payment_of(w, 0, "S01", "FAM")->cents = 1999;
    world_pays(w, line_of(w, 0, "S01"), "IND", 1001);
    world_uses(w, 0, "IND");
    world_finish(w);
    expect_ids(w, "funding.copay"); /* all together */
}

static void the_family_may_give_more_than_is_due(void **state)
{
    world *w = *state;
    payment_of(w, 0, "S01", "FAM")->cents = 12000;
    line_of(w, 0, "S01")->funding_count = 0;
    world_pays(w, line_of(w, 0, "S01"), "FAM", 20000);
    unuse(w, 0, "MIS");
    world_finish(w);
    expect_ids(w, "");
}

static void a_number_just_past_the_end_is_unknown(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_line *line = line_of(w, 0, "S02");
    line->service = (bil_index)w->catalogue.service_count;
    payment_of(w, 0, "S02", "ASL")->source = (bil_index)w->catalogue.source_count;
    line->provider_code = "coop";
    line->provider = (bil_index)w->catalogue.provider_count;
    w->coverage[0][0].need = (bil_index)w->person.need_count;
    w->unmet[0].need = (bil_index)w->person.need_count;
    w->by_source[0][0].source = (bil_index)w->catalogue.source_count;
    w->plan.status = (bil_plan_status)99;
    const bil_verdict *verdict = expect_ids(w, "status line.unknown figure.coverage figure.totals "
                                               "figure.unmet figure.score figure.shortfall");
    size_t unknown = 0;
    for (size_t i = 0; i < verdict->count; i++) {
        unknown += strcmp(verdict->items[i].rule, "line.unknown") == 0 ? 1 : 0;
    }
    assert_int_equal(unknown, 6);
}

static void an_effect_on_what_is_no_need_of_the_person_does_not_count(void **state)
{
    world *w = *state;
    world_domain(w, "altro", "SOC");
    w->effects[w->catalogue.effect_count - 1].domain = 3; /* S10 */
    world_finish(w);
    assert_string_equal(
        violation_of(expect_ids(w, "line.offered irreducible"), "line.offered")->where,
        "phase 2, line S10");
}

static void a_provider_may_be_filled_to_its_capacity(void **state)
{
    world *w = *state;
    world_finish(w);
    w->providers[0].capacity_month = 3;
    expect_ids(w, "");
}

static void a_payment_of_nothing_does_not_put_a_source_to_use(void **state)
{
    world *w = *state;
    world_pays(w, line_of(w, 0, "S01"), "IND", 0);
    world_finish(w);
    expect_ids(w, "funding.negative");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(a_plan_in_which_everything_is_right_passes),
        IN_CHECK_WORLD(a_violation_says_where_and_what_in_both_languages),
        IN_CHECK_WORLD(violations_come_in_the_order_of_phases_and_lines),
        IN_CHECK_WORLD(a_plan_of_somebody_else_is_refused),
        IN_CHECK_WORLD(a_plan_without_an_answer_has_no_phases),
        IN_CHECK_WORLD(a_stopped_or_unproven_plan_is_checked_alike),
        IN_CHECK_WORLD(phases_are_as_many_and_as_long_as_in_the_case),
        IN_CHECK_WORLD(unknown_names_are_said),
        IN_CHECK_WORLD(unknown_needs_and_sources_in_the_figures_are_said),
        IN_CHECK_WORLD(a_service_has_one_line_in_a_phase),
        IN_CHECK_WORLD(a_service_must_be_in_force_when_the_phase_starts),
        IN_CHECK_WORLD(a_quantity_stays_between_minimum_and_maximum),
        IN_CHECK_WORLD(a_line_of_nothing_is_no_line),
        IN_CHECK_WORLD(a_quantity_is_a_multiple_of_the_step),
        IN_CHECK_WORLD(a_continuous_service_is_had_once_or_not_at_all),
        IN_CHECK_WORLD(a_one_off_is_bought_once_and_marked),
        IN_CHECK_WORLD(a_one_off_is_not_bought_again_in_a_later_phase),
        IN_CHECK_WORLD(a_service_that_covers_no_need_is_not_offered),
        IN_CHECK_WORLD(unless_a_wish_locks_it),
        IN_CHECK_WORLD(a_service_with_providers_names_one_that_serves),
        IN_CHECK_WORLD(a_provider_of_something_else_is_wrong),
        IN_CHECK_WORLD(a_provider_costs_its_own_price),
        IN_CHECK_WORLD(the_figures_of_a_line_follow_from_each_other),
        IN_CHECK_WORLD(the_lea_split_is_rounded_half_up),
        IN_CHECK_WORLD(in_place_says_what_the_case_says),
        IN_CHECK_WORLD(every_cent_has_exactly_one_payer),
        IN_CHECK_WORLD(a_payment_is_positive_and_each_source_stands_once),
        IN_CHECK_WORLD(a_source_does_not_stand_twice_on_a_line),
        IN_CHECK_WORLD(a_source_pays_only_what_it_may),
        IN_CHECK_WORLD(each_side_pays_within_its_part),
        IN_CHECK_WORLD(the_persons_money_pays_only_the_social_part),
        IN_CHECK_WORLD(a_source_of_any_side_pays_either_part),
        IN_CHECK_WORLD(what_the_person_does_not_list_does_not_pay),
        IN_CHECK_WORLD(a_source_out_of_force_does_not_pay),
        IN_CHECK_WORLD(hours_are_not_money),
        IN_CHECK_WORLD(pensions_pay_what_is_due_and_no_more),
        IN_CHECK_WORLD(the_family_may_give_more_than_is_due),
        IN_CHECK_WORLD(a_number_just_past_the_end_is_unknown),
        IN_CHECK_WORLD(an_effect_on_what_is_no_need_of_the_person_does_not_count),
        IN_CHECK_WORLD(a_provider_may_be_filled_to_its_capacity),
        IN_CHECK_WORLD(a_payment_of_nothing_does_not_put_a_source_to_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
