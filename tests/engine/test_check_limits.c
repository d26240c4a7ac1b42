/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"

/* A parameter in whole units. */
static int64_t whole(int64_t units)
{
    return units * 10000;
}

/* Public money of phase 1: 6 × (10 000 + 8 002 + 20 000 + 2 + 5 000) + 100 000 = 358 024. */
static void public_money_stays_within_the_budget_of_the_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    w->phases[0].budget.public_monthly_cents = 59671; /* × 6 = 358 026 */
    expect_ids(w, "");
    w->phases[0].budget.public_monthly_cents = 59670; /* × 6 = 358 020 */
    const bil_violation *v = violation_of(expect_ids(w, "ceiling.public"), "ceiling.public");
    assert_string_equal(v->where, "phase 1");
    assert_string_equal(v->expected, "≤ 358020");
    assert_string_equal(v->found, "358024");
}

static void money_held_by_the_person_counts_when_it_is_public(void **state)
{
    world *w = *state;
    world_finish(w);
    w->phases[1].budget.public_monthly_cents = 47204; /* with MIS, without PENS and FAM */
    expect_ids(w, "");
    w->sources[6].is_public = false;
    world_finish(w);
    w->phases[1].budget.public_monthly_cents = 42204;
    expect_ids(w, "");
}

static void a_pool_stays_within_its_limit(void **state)
{
    world *w = *state;
    world_finish(w);
    w->limits[0][0].monthly_cents = 20000;
    expect_ids(w, "");
    w->limits[0][0].monthly_cents = 19999;
    const bil_violation *v = violation_of(expect_ids(w, "ceiling.source"), "ceiling.source");
    assert_string_equal(v->where, "phase 1, source ASL");
    assert_string_equal(v->expected, "≤ 119994");
    assert_string_equal(v->found, "120000");
}

static void a_one_off_is_spread_over_the_months_of_its_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    world_limit(w, "COM", 34669); /* × 6 = 208 014 ≥ 6 × 18 002 + 100 000 = 208 012 */
    expect_ids(w, "");
    w->limits[0][1].monthly_cents = 34668; /* × 6 = 208 008 */
    expect_ids(w, "ceiling.source");
}

static void the_typical_amount_of_a_pool_is_no_limit(void **state)
{
    world *w = *state;
    world_finish(w);
    w->sources[1].typical_cents = 1;
    expect_ids(w, "");
}

static void the_persons_source_gives_what_it_has(void **state)
{
    world *w = *state;
    world_finish(w);
    w->has[2].amount_cents = 1999; /* FAM pays 2 000 */
    expect_ids(w, "ceiling.source");
    w->has[2].amount_cents = 2000;
    expect_ids(w, "");
    world_limit(w, "FAM", 1500);
    expect_ids(w, "ceiling.source");
}

/* PENS gives 36 400 a month; 10 000 must stay at home, 30 000 in a residence. */
static void the_personal_allowance_stays_with_the_person(void **state)
{
    world *w = *state;
    world_finish(w);
    w->catalogue.allowance_home_cents = 33400;
    expect_ids(w, "");
    w->catalogue.allowance_home_cents = 33401;
    const bil_violation *v = violation_of(expect_ids(w, "ceiling.allowance"), "ceiling.allowance");
    assert_string_equal(v->expected, "≤ 17994");
    assert_string_equal(v->found, "18000");
    w->catalogue.allowance_home_cents = 99999;
    assert_string_equal(
        violation_of(expect_ids(w, "ceiling.allowance"), "ceiling.allowance")->expected, "≤ 0");
}

static void in_a_residence_its_own_allowance_holds(void **state)
{
    world *w = *state;
    w->targets[1][0] = 9000;
    world_pays(w, world_line(w, 1, "S04", 1), "FNA", 304167);
    world_budget(w, 500000);
    world_finish(w);
    w->catalogue.allowance_residence_cents = 33400;
    expect_ids(w, "");
    w->catalogue.allowance_residence_cents = 33401;
    assert_string_equal(
        violation_of(expect_ids(w, "ceiling.allowance"), "ceiling.allowance")->where, "phase 2");
}

static void a_pension_not_in_use_adds_nothing_to_the_allowance(void **state)
{
    world *w = *state;
    world_finish(w);
    w->catalogue.allowance_home_cents = 34000; /* IND's 50 000 would leave plenty */
    expect_ids(w, "ceiling.allowance");
    w->has[1].status = BIL_SOURCE_ACTIVE;
    world_uses(w, 0, "IND");
    world_uses(w, 1, "IND");
    world_finish(w);
    expect_ids(w, "");
}

static void absorption_lowers_what_the_pensions_leave_free(void **state)
{
    world *w = *state;
    world_rule(w, "D05", BIL_RULE_ABSORBS, "source:MIS", "source:PENS", 23400);
    world_finish(w); /* 13 000 − 10 000 = 3 000: just what PENS pays */
    expect_ids(w, "");
    w->rules[0].parameter_e4++;
    world_finish(w);
    expect_ids(w, "ceiling.allowance");
}

static void what_is_absorbed_can_not_be_paid(void **state)
{
    world *w = *state;
    w->catalogue.allowance_home_cents = 0;
    bil_rule *rule = world_rule(w, "D05", BIL_RULE_ABSORBS, "source:MIS", "source:PENS", 34000);
    world_finish(w);
    expect_ids(w, "ceiling.source ceiling.allowance D05");
    rule->parameter_e4 = whole(33400);
    world_finish(w);
    expect_ids(w, "");
    rule->has_parameter = false;
    world_finish(w);
    expect_ids(w, "ceiling.source ceiling.allowance D05");
    rule->validity.to = 20261231;
    world_finish(w);
    expect_ids(w, "");
    w->has[0].amount_cents = 100; /* too much even before absorption */
    world_finish(w);
    expect_ids(w, "ceiling.source ceiling.allowance");
}

static void two_absorbing_rules_add_up_and_never_go_below_zero(void **state)
{
    world *w = *state;
    w->catalogue.allowance_home_cents = 0;
    world_rule(w, "D05", BIL_RULE_ABSORBS, "source:MIS", "source:PENS", 20000);
    world_rule(w, "D06", BIL_RULE_ABSORBS, "service:S02", "source:PENS", 20000);
    world_finish(w);
    assert_int_equal(w->plan_phases[0].totals.left_to_person_cents, -3000);
    expect_ids(w, "ceiling.source ceiling.allowance D05 D06");
}

/* S08 takes 15 hours and S09 6: FH gives 20 to S08 alone, VH 10 to both. */
static void hours_are_shared_between_services_as_well_as_can_be(void **state)
{
    world *w = *state;
    world_finish(w);
    w->has[5].hours_month = 6;
    expect_ids(w, "");
    w->has[5].hours_month = 5;
    const bil_violation *v = violation_of(expect_ids(w, "ceiling.hours"), "ceiling.hours");
    assert_string_equal(v->expected, "≤ 20");
    assert_string_equal(v->found, "21");
    w->has[5].hours_month = 15;
    w->has[4].hours_month = 6;
    expect_ids(w, "");
    w->has[5].hours_month = 10;
    w->has[4].hours_month = 11;
    expect_ids(w, "");
    w->has[4].hours_month = 10;
    expect_ids(w, "ceiling.hours");
}

static void hours_move_along_chains_of_services(void **state)
{
    (void)state;
    world *w = world_new();
    world_domain(w, "d", "CASA");
    static const char *const services[] = {"A", "B", "C"};
    static const char *const helpers[] = {"H1", "H2", "H3"};
    for (size_t i = 0; i < 3; i++) {
        world_service(w, services[i], 0);
        world_effect(w, "d", 1);
        world_hours(w, helpers[i]);
    }
    world_may(w, "H1", "service:A;service:B");
    world_may(w, "H2", "service:A;service:C");
    world_may(w, "H3", "service:A");
    world_phase(w, 1);
    world_need(w, "n", "d", 1000);
    for (size_t i = 0; i < 3; i++) {
        world_has(w, helpers[i], BIL_SOURCE_ACTIVE, 5);
        world_line(w, 0, services[i], 5);
        world_uses(w, 0, helpers[i]);
    }
    world_finish(w);
    expect_ids(w, "");
    w->has[2].hours_month = 4;
    expect_ids(w, "ceiling.hours");
    w->has[1].hours_month = 6;
    expect_ids(w, "");
    world_free(w);
}

static void a_service_of_hours_that_nobody_lists_has_none(void **state)
{
    world *w = *state;
    world_finish(w);
    w->person.source_count = 4;
    assert_string_equal(
        violation_of(expect_ids(w, "ceiling.hours figure.sources-used"), "ceiling.hours")->expected,
        "≤ 0");
}

static void hours_out_of_force_do_not_count(void **state)
{
    world *w = *state;
    world_finish(w);
    w->sources[7].validity.to = 20270201; /* FH, in force when phase 1 starts only */
    assert_string_equal(
        violation_of(expect_ids(w, "ceiling.hours figure.sources-used"), "ceiling.hours")->where,
        "phase 2, sources hours");
    w->sources[8].validity.to = 20270201; /* nobody gives hours any more: they are not needed */
    expect_ids(w, "figure.sources-used");
}

static void services_of_one_group_exclude_each_other(void **state)
{
    world *w = *state;
    world_budget(w, 900000);
    world_target(w, 1, "n1", 9000);
    world_pays(w, world_line(w, 1, "S04", 1), "FNA", 304167);
    world_pays(w, world_line(w, 1, "S05", 1), "FNA", 50000);
    world_finish(w);
    const bil_violation *v = violation_of(expect_ids(w, "group.exclusive"), "group.exclusive");
    assert_string_equal(v->where, "phase 2, group RES");
    assert_string_equal(v->found, "S04, S05");
    w->services[4].exclusive_group = "ALTRO";
    expect_ids(w, "");
}

static void a_continuous_service_does_not_skip_a_phase(void **state)
{
    world *w = *state;
    (void)world_phase(w, 6);
    (void)world_phase(w, 6);
    for (size_t t = 2; t < 4; t++) {
        world_uses(w, t, "PENS");
        world_uses(w, t, "FH");
    }
    w->phases[2].budget.public_monthly_cents = w->phases[3].budget.public_monthly_cents = 90000;
    world_target(w, 0, "n1", 9000);
    world_target(w, 3, "n1", 9000);
    world_budget(w, 200000);
    world_pays(w, world_line(w, 0, "S05", 1), "FNA", 50000);
    world_pays(w, world_line(w, 3, "S05", 1), "FNA", 50000);
    world_uses(w, 3, "FNA");
    world_finish(w);
    const bil_verdict *verdict = expect_ids(w, "phase.continuity");
    assert_int_equal(verdict->count, 2);
    assert_string_equal(verdict->items[0].where, "phase 2, line S05");
    assert_string_equal(verdict->items[1].where, "phase 3, line S05");
    w->services[4].continuous = false;
    expect_ids(w, "");
}

static void what_must_be_there_is_there_in_every_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    world_must(w, "setting:day");
    world_must(w, "axis:lav");
    expect_ids(w, "");
    world_must(w, "service:S10");
    const bil_violation *v = violation_of(expect_ids(w, "wish.must"), "wish.must");
    assert_string_equal(v->where, "phase 1, must service:S10");
}

static void what_must_not_be_there_is_not(void **state)
{
    world *w = *state;
    world_finish(w);
    world_must_not(w, "setting:residential");
    expect_ids(w, "");
    world_must_not(w, "kind:health");
    assert_int_equal(expect_ids(w, "wish.must-not")->count, 2);
}

static void a_fixed_quantity_is_exactly_that_in_every_phase(void **state)
{
    world *w = *state;
    world_finish(w);
    world_fix(w, "S02", 4);
    expect_ids(w, "");
    w->fixed[0].quantity = 5;
    expect_ids(w, "wish.fixed");
    w->fixed[0].quantity = 3;
    expect_ids(w, "wish.fixed");
    w->fixed[0] = (bil_fixed){5, 1}; /* S06, there in the first phase only */
    assert_string_equal(violation_of(expect_ids(w, "wish.fixed"), "wish.fixed")->where,
                        "phase 2, line S06");
    w->fixed[0] = (bil_fixed){4, 0};
    expect_ids(w, "");
}

static void what_is_kept_is_not_lowered(void **state)
{
    world *w = *state;
    world_today(w, "S02", 4, true);
    world_finish(w);
    expect_ids(w, "");
    w->in_place[0].quantity = 5;
    assert_string_equal(violation_of(expect_ids(w, "wish.keep"), "wish.keep")->expected, "≥ 5");
    w->in_place[0].keep = false;
    expect_ids(w, "");
}

static void preferences_are_no_obligation(void **state)
{
    world *w = *state;
    world_finish(w);
    world_prefer(w, "setting:residential");
    expect_ids(w, "");
}

static void no_line_has_a_step_too_many(void **state)
{
    world *w = *state;
    world_finish(w);
    world_target(w, 0, "n1", 1150); /* S01 10 × 100 + S02 4 × 50 = 1 200 */
    world_finish(w);
    const bil_verdict *verdict = expect_ids(w, "irreducible");
    assert_int_equal(verdict->count, 1); /* a step of S01 is 200, so it is needed */
    assert_string_equal(verdict->items[0].where, "phase 1, line S02");
    assert_string_equal(verdict->items[0].expected, "3");
    world_target(w, 0, "n1", 1151);
    world_finish(w);
    expect_ids(w, "");
    world_target(w, 0, "n1", 1000);
    world_finish(w);
    assert_int_equal(expect_ids(w, "irreducible")->count, 2);
}

static void below_the_minimum_a_line_is_lowered_to_nothing(void **state)
{
    world *w = *state;
    w->services[0].min_month = 10;
    world_target(w, 0, "n1", 900); /* without S01 only 200 would be left */
    remove_line(w, 0, "S02");
    world_finish(w);
    expect_ids(w, "");
    w->services[0].min_month = 4;
    expect_ids(w, "");
    world_target(w, 0, "n1", 800);
    world_finish(w);
    expect_ids(w, "irreducible");
    w->services[0].min_month = 10;
    expect_ids(w, "");
}

static void locked_lines_may_be_reducible(void **state)
{
    world *w = *state;
    world_target(w, 0, "n1", 1000);
    world_finish(w);
    expect_ids(w, "irreducible");
    world_fix(w, "S01", 10);
    world_today(w, "S02", 4, true);
    world_finish(w);
    expect_ids(w, "");
    w->in_place[0].quantity = 3; /* one more than is kept */
    assert_string_equal(violation_of(expect_ids(w, "irreducible"), "irreducible")->where,
                        "phase 1, line S02");
}

static void the_only_service_that_must_be_there_may_cover_nothing_more(void **state)
{
    world *w = *state;
    world_target(w, 0, "n3", 300); /* S03 alone gives 400, S09 300 */
    world_finish(w);
    expect_ids(w, "irreducible");
    world_must(w, "setting:day");
    expect_ids(w, "irreducible"); /* S03 could still be lowered by one */
    w->services[2].min_month = 4;
    assert_string_equal(violation_of(expect_ids(w, "irreducible"), "irreducible")->where,
                        "phase 1, line S09");
}

static void a_line_of_nothing_breaks_no_wish(void **state)
{
    world *w = *state;
    world_line(w, 0, "S05", 0);
    world_must_not(w, "service:S05");
    world_finish(w);
    expect_ids(w, "line.quantity");
}

static void a_wish_for_another_service_locks_nothing(void **state)
{
    world *w = *state;
    world_target(w, 0, "n1", 1000); /* S01 alone is enough */
    w->services[0].min_month = 10;
    w->services[1].min_month = 4;
    world_finish(w);
    world_must(w, "service:S01");
    const bil_verdict *verdict = expect_ids(w, "irreducible");
    assert_int_equal(verdict->count, 1);
    assert_string_equal(verdict->items[0].where, "phase 1, line S02");
    world_must(w, "axis:casa");
    expect_ids(w, "irreducible"); /* S01 keeps that one */
    world_must(w, "kind:health");
    expect_ids(w, "");
}

static void absorption_is_named_only_when_it_is_the_reason(void **state)
{
    world *w = *state;
    w->catalogue.allowance_home_cents = 0;
    world_rule(w, "D05", BIL_RULE_ABSORBS, "source:MIS", "source:PENS;source:ASL", 34000);
    w->has[0].amount_cents = 2770; /* 3 000 a month: exactly what PENS pays */
    world_finish(w);
    expect_ids(w, "ceiling.source ceiling.allowance D05");
    w->has[0].amount_cents = 2769;
    world_finish(w);
    expect_ids(w, "ceiling.source ceiling.allowance");
    w->has[0].amount_cents = 40000;
    w->limits[0][0].monthly_cents = 10000; /* a pool is not absorbed */
    world_finish(w);
    expect_ids(w, "ceiling.source");
}

static void hours_in_use_that_do_not_suffice_are_said(void **state)
{
    world *w = *state;
    world_finish(w);
    unuse(w, 0, "VH");
    const bil_violation *v =
        violation_of(expect_ids(w, "figure.sources-used"), "figure.sources-used");
    assert_string_equal(v->expected, "≥ 21");
    assert_string_equal(v->found, "15");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(public_money_stays_within_the_budget_of_the_phase),
        IN_CHECK_WORLD(money_held_by_the_person_counts_when_it_is_public),
        IN_CHECK_WORLD(a_pool_stays_within_its_limit),
        IN_CHECK_WORLD(a_one_off_is_spread_over_the_months_of_its_phase),
        IN_CHECK_WORLD(the_typical_amount_of_a_pool_is_no_limit),
        IN_CHECK_WORLD(the_persons_source_gives_what_it_has),
        IN_CHECK_WORLD(the_personal_allowance_stays_with_the_person),
        IN_CHECK_WORLD(in_a_residence_its_own_allowance_holds),
        IN_CHECK_WORLD(a_pension_not_in_use_adds_nothing_to_the_allowance),
        IN_CHECK_WORLD(absorption_lowers_what_the_pensions_leave_free),
        IN_CHECK_WORLD(what_is_absorbed_can_not_be_paid),
        IN_CHECK_WORLD(two_absorbing_rules_add_up_and_never_go_below_zero),
        IN_CHECK_WORLD(hours_are_shared_between_services_as_well_as_can_be),
        cmocka_unit_test(hours_move_along_chains_of_services),
        IN_CHECK_WORLD(a_service_of_hours_that_nobody_lists_has_none),
        IN_CHECK_WORLD(hours_out_of_force_do_not_count),
        IN_CHECK_WORLD(services_of_one_group_exclude_each_other),
        IN_CHECK_WORLD(a_continuous_service_does_not_skip_a_phase),
        IN_CHECK_WORLD(what_must_be_there_is_there_in_every_phase),
        IN_CHECK_WORLD(what_must_not_be_there_is_not),
        IN_CHECK_WORLD(a_fixed_quantity_is_exactly_that_in_every_phase),
        IN_CHECK_WORLD(what_is_kept_is_not_lowered),
        IN_CHECK_WORLD(preferences_are_no_obligation),
        IN_CHECK_WORLD(no_line_has_a_step_too_many),
        IN_CHECK_WORLD(below_the_minimum_a_line_is_lowered_to_nothing),
        IN_CHECK_WORLD(locked_lines_may_be_reducible),
        IN_CHECK_WORLD(the_only_service_that_must_be_there_may_cover_nothing_more),
        IN_CHECK_WORLD(a_line_of_nothing_breaks_no_wish),
        IN_CHECK_WORLD(a_wish_for_another_service_locks_nothing),
        IN_CHECK_WORLD(absorption_is_named_only_when_it_is_the_reason),
        IN_CHECK_WORLD(hours_in_use_that_do_not_suffice_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
