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

static void exclusive_subjects_are_not_at_work_together(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01;service:S05", "", -1);
    expect_ids(w, "");
    world_rule(w, "D02", BIL_RULE_EXCLUSIVE, "service:S01;service:S02;service:S03", "", -1);
    const bil_verdict *verdict = expect_ids(w, "D02");
    assert_int_equal(verdict->count, 6); /* three pairs in each phase */
    assert_string_equal(verdict->items[0].where, "phase 1, rule D02");
    assert_string_equal(verdict->items[0].found, "S01, S02");
    assert_string_equal(verdict->items[0].text.it, "D02");
}

static void exclusive_pairs_are_one_of_a_and_another_of_b(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S01;service:S05", -1);
    expect_ids(w, ""); /* a service does not exclude itself */
    world_rule(w, "D02", BIL_RULE_EXCLUSIVE, "service:S01", "setting:day", -1);
    assert_int_equal(expect_ids(w, "D02")->count, 2);
    w->catalogue.rule_count = 0;
    world_rule(w, "D03", BIL_RULE_EXCLUSIVE, "service:S01;service:S02", "service:S02;service:S01",
               -1);
    assert_int_equal(expect_ids(w, "D03")->count, 2); /* a pair is said once */
}

static void a_source_is_at_work_when_it_pays_or_is_active(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:MIS", "source:IND", -1);
    expect_ids(w, "");
    world_rule(w, "D02", BIL_RULE_EXCLUSIVE, "source:MIS", "service:S03", -1);
    expect_ids(w, "D02");
    w->catalogue.rule_count = 0;
    world_rule(w, "D03", BIL_RULE_EXCLUSIVE, "source:IND", "service:S03", -1);
    expect_ids(w, "");
    w->has[1].status = BIL_SOURCE_ACTIVE;
    expect_ids(w, "D03 figure.sources-used figure.totals");
    w->sources[4].validity.to = 20261231; /* no longer in force */
    expect_ids(w, "");
}

static void hours_are_at_work_when_they_are_in_use(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:VH", "service:S03", -1);
    expect_ids(w, "D01");
    for (size_t t = 0; t < 2; t++) {
        remove_line(w, t, "S09");
        unuse(w, t, "VH");
    }
    world_finish(w);
    expect_ids(w, "");
}

static void a_rule_holds_only_within_its_dates(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_rule *rule = world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02", -1);
    rule->validity = (bil_validity){20270102, 20270701};
    const bil_verdict *verdict = expect_ids(w, "D01");
    assert_int_equal(verdict->count, 1);
    assert_string_equal(verdict->items[0].where, "phase 2, rule D01");
    rule->validity = (bil_validity){20270102, 20270630};
    expect_ids(w, "");
}

static void a_threshold_is_stayed_below(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_rule *rule =
        world_rule(w, "D01", BIL_RULE_THRESHOLD, "source:MIS", "service:S01;service:S02", 15);
    expect_ids(w, ""); /* 14 */
    rule->parameter_e4 = whole(14);
    const bil_violation *v = violation_of(expect_ids(w, "D01"), "D01");
    assert_string_equal(v->expected, "≤ 13");
    assert_string_equal(v->found, "14");
    rule->parameter_e4++;
    expect_ids(w, "");
    rule->parameter_e4 = 1;
    w->catalogue.rule_count = 0;
    world_rule(w, "D02", BIL_RULE_THRESHOLD, "source:IND", "service:S01", 1);
    expect_ids(w, ""); /* nothing of a is at work */
}

/* 14 a month are 14 × 12 / 52 = 3.23 a week. */
static void weekly_parameters_are_compared_exactly(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_rule *rule =
        world_rule(w, "D01", BIL_RULE_THRESHOLD, "source:MIS", "service:S01;service:S02", 4);
    rule->period = BIL_PERIOD_WEEK;
    expect_ids(w, "");
    rule->parameter_e4 = 32307; /* × 52 = 1 679 964 < 14 × 12 × 10 000 */
    expect_ids(w, "D01");
    rule->parameter_e4 = 32308;
    expect_ids(w, "");
    rule->form = BIL_RULE_SLOT;
    rule->a = rule->b;
    rule->a_count = rule->b_count;
    expect_ids(w, "");
    rule->parameter_e4 = whole(3);
    assert_string_equal(violation_of(expect_ids(w, "D01"), "D01")->expected, "≤ 13");
    w->services[0].step = 13; /* 13 a month are exactly 3 a week, were it S01 alone */
    w->lines[0][0].quantity = 13;
    rule->a_count = 1;
    const bil_violation *v = NULL;
    bil_verdict verdict;
    assert_int_equal(bil_check(&verdict, &w->plan, &w->person, w->arena, NULL), BIL_OK);
    for (size_t i = 0; i < verdict.count; i++) {
        v = strcmp(verdict.items[i].rule, "D01") == 0 ? &verdict.items[i] : v;
    }
    assert_null(v);
}

static void yearly_parameters_of_a_threshold_are_compared_with_a_year(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_rule *rule =
        world_rule(w, "D01", BIL_RULE_THRESHOLD, "source:MIS", "service:S01;service:S02", 168);
    rule->period = BIL_PERIOD_YEAR;
    assert_string_equal(violation_of(expect_ids(w, "D01"), "D01")->expected, "≤ 13");
    rule->parameter_e4++;
    expect_ids(w, "");
}

static void a_slot_is_filled_at_most(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_SLOT, "service:S02;service:S03", "", 8);
    expect_ids(w, "");
    w->rules[0].parameter_e4 = whole(8) - 1;
    const bil_violation *v = violation_of(expect_ids(w, "D01"), "D01");
    assert_string_equal(v->expected, "≤ 7");
    assert_string_equal(v->found, "8");
}

static void a_companion_is_required(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_REQUIRES, "source:MIS", "service:S05;service:S01", -1);
    world_rule(w, "D02", BIL_RULE_REQUIRES, "service:S05", "service:S04", -1);
    expect_ids(w, "");
    world_rule(w, "D03", BIL_RULE_REQUIRES, "service:S10", "service:S06", -1);
    const bil_violation *v = violation_of(expect_ids(w, "D03"), "D03");
    assert_string_equal(v->where, "phase 2, rule D03");
}

static void a_required_line_is_irreducible(void **state)
{
    world *w = *state;
    w->services[2].min_month = 4;
    world_target(w, 0, "n3", 400); /* S03 fills it, S09 adds nothing */
    world_finish(w);
    expect_ids(w, "irreducible");
    world_rule(w, "D01", BIL_RULE_REQUIRES, "service:S02", "service:S09", -1);
    expect_ids(w, "irreducible"); /* one hour would do */
    w->services[8].min_month = 6;
    expect_ids(w, "");
    w->rules[0].validity.from = 20270102;
    expect_ids(w, "irreducible");
    w->rules[0].validity.from = 0;
    world_rule(w, "D02", BIL_RULE_REQUIRES, "service:S02", "service:S08", -1);
    expect_ids(w, "");
    w->rules[0].b = w->rules[1].a; /* required by itself */
    w->rules[0].a = w->rules[1].b;
    expect_ids(w, "irreducible");
}

static void a_line_is_not_required_by_the_money_that_pays_it(void **state)
{
    world *w = *state;
    world_rule(w, "D01", BIL_RULE_REQUIRES, "source:FNA", "setting:day", -1);
    line_of(w, 0, "S03")->funding_count = 0;
    world_pays(w, line_of(w, 0, "S03"), "FNA", 16004);
    w->services[2].min_month = 4;
    world_target(w, 0, "n3", 300); /* S09 gives that already */
    world_finish(w);
    const bil_verdict *verdict = expect_ids(w, "irreducible");
    assert_int_equal(verdict->count, 2); /* S03 and S09, each is one too many */
    payment_of(w, 0, "S01", "COM")->cents = 9000;
    world_pays(w, line_of(w, 0, "S01"), "FNA", 1000);
    world_finish(w);
    assert_int_equal(expect_ids(w, "irreducible")->count, 1); /* FNA pays elsewhere too */
}

static void together_they_pay_no_more_than_the_cost(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_JOINT_CAP, "source:MIS;source:COM;source:FAM;source:PENS",
               "service:S01", -1);
    expect_ids(w, "");
    payment_of(w, 0, "S01", "FAM")->cents += 1;
    world_finish(w);
    const bil_violation *v = violation_of(expect_ids(w, "D01 funding.sum"), "D01");
    assert_string_equal(v->expected, "≤ 120000");
    assert_string_equal(v->found, "120006");
}

/* S02: 4 a month for 12 months. */
static void an_allowance_holds_over_twelve_months(void **state)
{
    world *w = *state;
    world_finish(w);
    bil_rule *rule = world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S02", 48);
    rule->period = BIL_PERIOD_YEAR;
    expect_ids(w, "");
    rule->parameter_e4--;
    const bil_violation *v = violation_of(expect_ids(w, "D01"), "D01");
    assert_string_equal(v->where, "months 1-12");
    assert_string_equal(v->expected, "≤ 47");
    assert_string_equal(v->found, "48");
}

static void an_allowance_counts_only_while_the_resource_is_in_use(void **state)
{
    world *w = *state;
    payment_of(w, 1, "S01", "COM")->cents = 15000;
    line_of(w, 1, "S01")->funding_count = 3;
    unuse(w, 1, "MIS");
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S02", 24);
    expect_ids(w, "");
    w->rules[0].parameter_e4 = whole(23);
    expect_ids(w, "D01");
    w->rules[0].validity.from = 20270201;
    expect_ids(w, "");
}

static void a_shorter_plan_is_not_prorated_and_a_longer_one_is_slid_over(void **state)
{
    world *w = *state;
    w->phases[0].months = 3;
    w->phases[1].months = 12;
    w->phases[1].start = 20270401;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S03;service:S10", 84);
    expect_ids(w, ""); /* 12 × (4 + 3) */
    w->rules[0].parameter_e4 = whole(83);
    assert_string_equal(violation_of(expect_ids(w, "D01"), "D01")->where, "months 4-15");
    w->rules[0].b_count = 1;
    w->rules[0].parameter_e4 = whole(48);
    expect_ids(w, "");
    w->rules[0].parameter_e4 = whole(47);
    assert_string_equal(violation_of(expect_ids(w, "D01"), "D01")->where, "months 1-12");
    w->phases[1].months = 4;
    w->rules[0].parameter_e4 = whole(28); /* seven months in all */
    world_finish(w);
    expect_ids(w, "");
}

static void a_one_off_counts_once_in_an_allowance(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S06;service:S10", 19);
    expect_ids(w, ""); /* 1 + 6 × 3 */
    w->rules[0].parameter_e4 = whole(18);
    expect_ids(w, "D01");
}

static void a_one_off_is_capped_at_its_cost_once(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_JOINT_CAP, "source:COM", "service:S06;service:S02", -1);
    expect_ids(w, "");
    payment_of(w, 0, "S06", "COM")->cents = 172001;
    world_finish(w);
    const bil_violation *v = violation_of(expect_ids(w, "D01 funding.sum funding.side"), "D01");
    assert_string_equal(v->expected, "≤ 172000"); /* 100 000 once and 6 × 12 000 */
    assert_string_equal(v->found, "172001");
}

static void the_months_of_a_short_plan_are_all_named(void **state)
{
    world *w = *state;
    w->phases[0].months = 3;
    w->phases[1].months = 4;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S02", 27);
    assert_string_equal(violation_of(expect_ids(w, "D01"), "D01")->where, "months 1-7");
}

static void rules_come_after_constraints_and_in_the_catalogues_order(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D09", BIL_RULE_SLOT, "service:S02", "", 1);
    world_rule(w, "D01", BIL_RULE_SLOT, "service:S02", "", 1);
    w->plan_phases[0].totals.cost_cents++;
    const bil_verdict *verdict = expect_ids(w, "D09 D01 figure.totals");
    assert_int_equal(verdict->count, 5);
    assert_string_equal(verdict->items[0].rule, "figure.totals");
    assert_string_equal(verdict->items[1].rule, "D09");
    assert_string_equal(verdict->items[2].rule, "D01");
    assert_string_equal(verdict->items[3].rule, "D09");
}

static void a_resource_in_use_without_paying_requires_its_companion(void **state)
{
    world *w = *state;
    w->services[2].min_month = 4;
    w->services[8].min_month = 6;
    world_target(w, 0, "n3", 400); /* S09 adds nothing in phase 1 */
    w->has[1].status = BIL_SOURCE_ACTIVE;
    world_uses(w, 0, "IND");
    world_uses(w, 1, "IND");
    world_finish(w);
    expect_ids(w, "irreducible");
    world_rule(w, "D01", BIL_RULE_REQUIRES, "source:IND", "service:S09", -1);
    expect_ids(w, ""); /* active, though it pays nothing */
    w->catalogue.rule_count = 0;
    world_rule(w, "D02", BIL_RULE_REQUIRES, "source:VH", "service:S09", -1);
    expect_ids(w, ""); /* hours in use */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(exclusive_subjects_are_not_at_work_together),
        IN_CHECK_WORLD(exclusive_pairs_are_one_of_a_and_another_of_b),
        IN_CHECK_WORLD(a_source_is_at_work_when_it_pays_or_is_active),
        IN_CHECK_WORLD(hours_are_at_work_when_they_are_in_use),
        IN_CHECK_WORLD(a_rule_holds_only_within_its_dates),
        IN_CHECK_WORLD(a_threshold_is_stayed_below),
        IN_CHECK_WORLD(weekly_parameters_are_compared_exactly),
        IN_CHECK_WORLD(yearly_parameters_of_a_threshold_are_compared_with_a_year),
        IN_CHECK_WORLD(a_slot_is_filled_at_most),
        IN_CHECK_WORLD(a_companion_is_required),
        IN_CHECK_WORLD(a_required_line_is_irreducible),
        IN_CHECK_WORLD(a_line_is_not_required_by_the_money_that_pays_it),
        IN_CHECK_WORLD(together_they_pay_no_more_than_the_cost),
        IN_CHECK_WORLD(an_allowance_holds_over_twelve_months),
        IN_CHECK_WORLD(an_allowance_counts_only_while_the_resource_is_in_use),
        IN_CHECK_WORLD(a_shorter_plan_is_not_prorated_and_a_longer_one_is_slid_over),
        IN_CHECK_WORLD(a_one_off_counts_once_in_an_allowance),
        IN_CHECK_WORLD(a_one_off_is_capped_at_its_cost_once),
        IN_CHECK_WORLD(the_months_of_a_short_plan_are_all_named),
        IN_CHECK_WORLD(rules_come_after_constraints_and_in_the_catalogues_order),
        IN_CHECK_WORLD(a_resource_in_use_without_paying_requires_its_companion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
