/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/align.h"
#include "solver/amendment.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

/* Two services for the same need and one for another, twelve hours of each wanted, money enough. */
static world *three_services(void)
{
    world *w = plain_world();
    (void)world_domain(w, "altro", "SOC");
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1500);
    (void)world_service(w, "S03", 1000);
    (void)world_effect(w, "altro", 100);
    plain_case(w, 6, 0, 0);
    world_target(w, 0, "N1", 1200);
    (void)world_need(w, "N2", "altro", 1200);
    return w;
}

static bil_amendment *amended(const world *w, const bil_plan *old, int64_t give_e6)
{
    bil_propose_settings settings = test_settings();
    bil_amendment *a = NULL;
    bil_error err = {0};
    settings.give_e6 = give_e6;
    if (bil_amendment_find(&a, &w->person, old, &settings, &err) != BIL_OK) {
        fail_msg("%s: %s", err.where, err.message_en);
    }
    return a;
}

/* The world's plan as it stands, as an old plan of its own. */
static bil_plan *kept(world *w)
{
    bil_plan *out = NULL;
    world_finish(w);
    assert_int_equal(bil_plan_align(&out, &w->plan, &w->person, NULL), BIL_OK);
    return out;
}

/* S01=12 and S03=12, before anything changes. */
static bil_plan *both_lines(world *w)
{
    world_pays(w, world_line(w, 0, "S01", 12), "COM", 12000);
    world_pays(w, world_line(w, 0, "S03", 12), "COM", 12000);
    return kept(w);
}

static const bil_reduction *reduction_of(const bil_amendment *a, const char *code)
{
    for (size_t i = 0; i < a->reduction_count; i++) {
        if (strcmp(a->reductions[i].code, code) == 0) {
            return &a->reductions[i];
        }
    }
    fail_msg("no reduction of %s", code);
    return NULL;
}

static void expect_reason(const world *w, const bil_plan *old, int64_t give_e6, const char *code,
                          bil_reduced reason, const char *what)
{
    bil_amendment *a = amended(w, old, give_e6);
    const bil_reduction *row = reduction_of(a, code);
    assert_string_equal(bil_reduced_name(row->reason), bil_reduced_name(reason));
    assert_string_equal(row->what, what);
    assert_true(row->text.it[0] != '\0' && row->text.en[0] != '\0');
    assert_null(strstr(row->text.it, "%s"));
    bil_amendment_free(a);
}

static void nothing_changes_when_the_plan_still_is_the_best(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    bil_amendment *a = amended(w, old, 0);
    assert_int_equal(a->difference.line_count, 0);
    assert_int_equal(a->added + a->removed + a->changed, 0);
    assert_int_equal(a->reduction_count, 0);
    assert_int_equal(a->reduction_e9, 0);
    assert_int_equal(a->broken.count, 0);
    assert_int_equal(a->best_e9, a->plan->score_e9);
    assert_true(a->plan->proven && a->plan->check_passed);
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void public_money_that_is_short_is_the_reason(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_budget(w, 20000);
    bil_amendment *a = amended(w, old, 1000000);
    assert_int_equal(a->changed, 1);
    assert_int_equal(a->reduction_count, 2);
    assert_int_equal(a->reductions[0].reason, BIL_REDUCED_BUDGET);
    assert_true(a->reductions[1].is_need);
    assert_int_equal(a->reductions[1].reason, BIL_REDUCED_LINES);
    assert_string_equal(a->reductions[1].what, a->reductions[0].code);
    assert_string_equal(a->broken.items[0].rule, "ceiling.public");
    assert_int_equal(a->broken.count, 1);
    /* four of twelve hours, of one of two needs that weigh the same */
    assert_int_equal(a->reduction_e9, 1000000000 / 6);
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void the_ceiling_of_a_source_is_named(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_limit(w, "COM", 20000);
    bil_amendment *a = amended(w, old, 1000000);
    assert_int_equal(a->reductions[0].reason, BIL_REDUCED_SOURCE);
    assert_string_equal(a->reductions[0].what, "COM");
    assert_non_null(strstr(a->reductions[0].text.en, "COM"));
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void what_the_case_says_is_read_there(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_must_not(w, "service:S01");
    expect_reason(w, old, 0, "S01", BIL_REDUCED_WISH, "service:S01");
    w->person.wishes.must_not_count = 0;
    world_fix(w, "S01", 5);
    expect_reason(w, old, 0, "S01", BIL_REDUCED_WISH, "S01");
    w->person.wishes.fixed_count = 0;
    w->services[0].validity.to = 20261231;
    expect_reason(w, old, 0, "S01", BIL_REDUCED_DATES, "");
    w->services[0].validity.to = 0;
    w->services[0].max_month = 10;
    expect_reason(w, old, 0, "S01", BIL_REDUCED_LIMIT, "");
    bil_plan_free(old);
    world_free(w);
}

static void a_service_nobody_may_pay_any_more(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_may_not(w, "COM", "service:S01");
    expect_reason(w, old, 0, "S01", BIL_REDUCED_PAYERS, "");
    bil_plan_free(old);
    world_free(w);
}

static void a_service_the_catalogue_no_longer_has(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    bil_line lines[2];
    bil_plan_phase phase = old->phases[0];
    bil_plan plan = *old;
    memcpy(lines, phase.lines, sizeof lines);
    lines[0].code = "X99";
    lines[0].service = BIL_NONE;
    phase.lines = lines;
    plan.phases = &phase;
    expect_reason(w, &plan, 0, "X99", BIL_REDUCED_UNKNOWN, "");
    bil_plan_free(old);
    world_free(w);
}

static void a_provider_that_is_gone_is_named(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_provider(w, "coop", "S01", 900);
    world_pays(w, world_line(w, 0, "S01@coop", 12), "COM", 10800);
    bil_plan *old = kept(w);
    w->providers[0].validity.to = 20261231;
    expect_reason(w, old, 0, "S01", BIL_REDUCED_PROVIDER, "coop");
    bil_plan_free(old);
    world_free(w);
}

static void a_goal_that_fell_asks_for_less(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_target(w, 0, "N1", 500);
    expect_reason(w, old, 0, "S01", BIL_REDUCED_GOAL, "");
    bil_amendment *a = amended(w, old, 0);
    const bil_reduction *need = reduction_of(a, "N1");
    assert_int_equal(need->reason, BIL_REDUCED_GOAL);
    assert_int_equal(need->before, 1200);
    assert_int_equal(need->after, 500);
    assert_int_equal(a->reduction_e9, 0); /* nothing that is wanted was lost */
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void another_line_that_covers_the_same_is_named(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_fix(w, "S02", 4);
    expect_reason(w, old, 0, "S01", BIL_REDUCED_REPLACED, "S02");
    bil_plan_free(old);
    world_free(w);
}

static void a_line_longer_than_it_serves(void **state)
{
    (void)state;
    world *w = three_services();
    world_pays(w, world_line(w, 0, "S01", 15), "COM", 15000);
    bil_plan *old = kept(w);
    expect_reason(w, old, 0, "S01", BIL_REDUCED_USELESS, "");
    bil_plan_free(old);
    world_free(w);
}

static void a_rule_is_named_with_its_id(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_must(w, "service:S03");
    (void)world_rule(w, "D77", BIL_RULE_EXCLUSIVE, "service:S01", "service:S03", -1);
    expect_reason(w, old, 0, "S01", BIL_REDUCED_RULE, "D77");
    bil_plan_free(old);
    world_free(w);
}

static void money_of_the_person_that_is_used_up(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_may(w, "FAM", "service:S01");
    world_may_not(w, "COM", "service:S01");
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 12000);
    world_pays(w, world_line(w, 0, "S01", 12), "FAM", 12000);
    bil_plan *old = kept(w);
    w->has[0].amount_cents = 7000;
    expect_reason(w, old, 0, "S01", BIL_REDUCED_MONEY, "");
    bil_plan_free(old);
    world_free(w);
}

static void help_that_was_there_before_and_is_less(void **state)
{
    (void)state;
    world *w = three_services();
    w->needs[0].already_covered = 200;
    world_pays(w, world_line(w, 0, "S01", 10), "COM", 10000);
    bil_plan *old = kept(w);
    w->needs[0].already_covered = 0;
    world_budget(w, 10000);
    bil_amendment *a = amended(w, old, 1000000);
    assert_int_equal(a->difference.line_count, 0);
    assert_int_equal(reduction_of(a, "N1")->reason, BIL_REDUCED_ALREADY);
    w->effects[0].hundredths = 50; /* and in today's catalogue an hour counts for half */
    w->needs[0].already_covered = 200;
    bil_amendment_free(a);
    a = amended(w, old, 1000000);
    assert_int_equal(reduction_of(a, "N1")->reason, BIL_REDUCED_EFFECT);
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void what_is_bought_once_may_move_to_another_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    plain_service(w, "S01", 100000)->one_off = true;
    w->services[0].max_month = 1;
    plain_case(w, 6, 6, 0);
    world_target(w, 0, "N1", 100);
    world_target(w, 1, "N1", 100);
    world_pays(w, world_line(w, 0, "S01", 1), "COM", 100000);
    bil_plan *old = kept(w);
    w->phases[0].budget.public_monthly_cents = 0;
    expect_reason(w, old, 0, "S01", BIL_REDUCED_ONCE, "2");
    bil_plan_free(old);
    world_free(w);
}

static void a_plan_of_another_person_is_refused(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    bil_propose_settings settings = test_settings();
    bil_amendment *a = NULL;
    bil_error err = {0};
    old->case_id = "P2";
    assert_int_equal(bil_amendment_find(&a, &w->person, old, &settings, &err), BIL_E_DATA);
    assert_non_null(strstr(err.message_en, "P2"));
    old->case_id = "";
    assert_int_equal(bil_amendment_find(&a, &w->person, old, &settings, &err), BIL_OK);
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

static void a_plan_without_phases_cannot_be_amended(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    bil_propose_settings settings = test_settings();
    bil_amendment *a = NULL;
    old->phase_count = 0;
    assert_int_equal(bil_amendment_find(&a, &w->person, old, &settings, NULL), BIL_E_DATA);
    bil_plan_free(old);
    world_free(w);
}

static void no_plan_at_all_says_why(void **state)
{
    (void)state;
    world *w = three_services();
    bil_plan *old = both_lines(w);
    world_must(w, "service:S01");
    world_must_not(w, "service:S01");
    bil_amendment *a = amended(w, old, 0);
    assert_int_equal(a->plan->status, BIL_PLAN_INFEASIBLE);
    assert_true(a->plan->conflict_count > 0);
    assert_int_equal(a->reduction_count, 0);
    bil_amendment_free(a);
    bil_plan_free(old);
    world_free(w);
}

/* On random worlds with less money: every reduction has its reason, and what is counted adds up. */
static void every_reduction_has_a_reason(void **state)
{
    (void)state;
    size_t seen[BIL_REDUCED_COUNT] = {0};
    for (uint64_t seed = 0; seed < 120; seed++) {
        world *w = random_world(seed, 1 + (int)(seed % 3));
        bil_plan *old = proposed(w);
        for (size_t t = 0; t < w->person.phase_count; t++) {
            bil_budget *budget = &w->phases[t].budget;
            if (budget->public_monthly_cents != BIL_UNLIMITED) {
                budget->public_monthly_cents -= budget->public_monthly_cents / 4;
            }
        }
        for (size_t i = 0; i < w->person.source_count; i++) {
            w->has[i].amount_cents -= w->has[i].amount_cents / 3;
        }
        if (old->phase_count > 0) {
            bil_amendment *a = amended(w, old, 20000);
            for (size_t i = 0; i < a->reduction_count; i++) {
                const bil_reduction *row = &a->reductions[i];
                assert_true(row->after < row->before);
                assert_true(row->text.it != NULL && row->text.it[0] != '\0');
                assert_non_null(row->what);
                seen[row->reason]++;
            }
            assert_int_equal(a->added + a->removed + a->changed, a->difference.line_count);
            assert_true(a->plan->phase_count == 0 || a->plan->check_passed);
            assert_true(a->plan->score_e9 <= a->best_e9);
            bil_amendment_free(a);
        }
        bil_plan_free(old);
        world_free(w);
    }
    assert_true(seen[BIL_REDUCED_LINES] > 10);
    assert_true(seen[BIL_REDUCED_BUDGET] + seen[BIL_REDUCED_MONEY] > 10);
    assert_int_equal(seen[BIL_REDUCED_UNKNOWN] + seen[BIL_REDUCED_DATES], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_when_the_plan_still_is_the_best),
        cmocka_unit_test(public_money_that_is_short_is_the_reason),
        cmocka_unit_test(the_ceiling_of_a_source_is_named),
        cmocka_unit_test(what_the_case_says_is_read_there),
        cmocka_unit_test(a_service_nobody_may_pay_any_more),
        cmocka_unit_test(a_service_the_catalogue_no_longer_has),
        cmocka_unit_test(a_provider_that_is_gone_is_named),
        cmocka_unit_test(a_goal_that_fell_asks_for_less),
        cmocka_unit_test(another_line_that_covers_the_same_is_named),
        cmocka_unit_test(a_line_longer_than_it_serves),
        cmocka_unit_test(a_rule_is_named_with_its_id),
        cmocka_unit_test(money_of_the_person_that_is_used_up),
        cmocka_unit_test(help_that_was_there_before_and_is_less),
        cmocka_unit_test(what_is_bought_once_may_move_to_another_phase),
        cmocka_unit_test(a_plan_of_another_person_is_refused),
        cmocka_unit_test(a_plan_without_phases_cannot_be_amended),
        cmocka_unit_test(no_plan_at_all_says_why),
        cmocka_unit_test(every_reduction_has_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
