/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in worlds so small that a person finds them by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "solver/explain.h"
#include "tests/solver/conflict_kit.h"
#include "tests/solver/solve.h"

/* Ten hours a month of N1 for a year; hours of S01 cost 10 €, of S02 12 €. */
static world *two_services(int64_t budget_cents)
{
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1200);
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 1000);
    world_budget(w, budget_cents);
    return w;
}

/* Two needs of ten hours, a service for each at 10 € an hour. */
static world *two_needs(int64_t budget_cents)
{
    world *w = plain_world();
    (void)world_domain(w, "soc", "SOC");
    (void)plain_service(w, "S01", 1000);
    (void)world_service(w, "S02", 1000);
    (void)world_effect(w, "soc", 100);
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 1000);
    (void)world_need(w, "N2", "soc", 1000);
    world_budget(w, budget_cents);
    return w;
}

typedef struct {
    bil_plan *plan;
    bil_answer *answer;
} asked;

static asked ask_of(const world *w, bil_plan *plan, bil_ask ask, const char *question)
{
    asked out = {.plan = plan};
    bil_subject subject;
    bil_error err = {0};
    const bil_propose_settings settings = test_settings();
    if (question != NULL &&
        bil_subject_parse(&subject, question, &w->person, w->arena, &err) != BIL_OK) {
        fail_msg("%s: %s", question, err.message_en);
    }
    if (bil_explain(&out.answer, ask, question == NULL ? NULL : &subject, &w->person, plan,
                    &settings, &err) != BIL_OK) {
        fail_msg("%s: %s: %s", question, err.where, err.message_en);
    }
    assert_int_equal(out.answer->ask, ask);
    return out;
}

/* About the proposal for the case. */
static asked ask(const world *w, bil_ask ask, const char *question)
{
    return ask_of(w, proposed(w), ask, question);
}

static void done(asked *a, world *w)
{
    bil_answer_free(a->answer);
    bil_plan_free(a->plan);
    world_free(w);
}

static void is_verdict(const asked *a, bil_verdict_kind verdict, const char *other)
{
    assert_string_equal(bil_verdict_name(a->answer->verdict), bil_verdict_name(verdict));
    if (other == NULL) {
        assert_null(a->answer->other);
    } else {
        assert_non_null(a->answer->other);
        assert_string_equal(quantities(a->answer->other), other);
    }
}

/* The repair in this place has this change alone. */
static void is_repair(const asked *a, size_t i, bil_change_kind kind, const char *what,
                      int64_t amount, int64_t price_cents)
{
    assert_true(i < a->answer->repair_count);
    const bil_repair *repair = &a->answer->repairs[i];
    assert_int_equal(repair->change_count, 1);
    assert_string_equal(bil_change_kind_name(repair->changes[0].kind), bil_change_kind_name(kind));
    assert_string_equal(repair->changes[0].what, what);
    assert_int_equal(repair->changes[0].amount, amount);
    assert_int_equal(repair->price_cents, price_cents);
}

static void forbids(const asked *a, const char *kind, const char *what)
{
    const bil_plan plan = {.conflict = a->answer->conflict,
                           .conflict_count = a->answer->conflict_count};
    assert_true(conflict_has(&plan, kind, what));
}

/* ---- why ---- */

static void a_line_is_worth_what_the_best_plan_without_it_lacks(void **state)
{
    (void)state;
    world *w = two_services(10000);
    asked a = ask(w, BIL_ASK_WHY, "S01");
    assert_string_equal(quantities(a.plan), "S01=10");
    is_verdict(&a, BIL_ANSWER_WORTH, "S02=8");
    assert_int_equal(a.answer->difference.before.score_e9, 1000000000);
    assert_int_equal(a.answer->difference.after.score_e9, 900000000); /* U(0.8) */
    assert_int_equal(a.answer->difference.after.public_cents, INT64_C(12) * 8 * 1200);
    assert_int_equal(a.answer->need_count, 1);
    assert_string_equal(a.answer->needs[0].need_id, "N1");
    assert_int_equal(a.answer->needs[0].covers, 1000);
    assert_int_equal(a.answer->needs[0].lost, 1000);
    assert_int_equal(a.answer->payer_count, 1);
    assert_string_equal(a.answer->payers[0].code, "COM");
    assert_int_equal(a.answer->payers[0].cents, 10000);
    assert_string_equal(a.answer->payers[0].why, "rest");
    assert_string_equal(a.answer->payers[0].selector, "*");
    done(&a, w);
}

static void a_line_is_replaceable_when_money_allows_another(void **state)
{
    (void)state;
    world *w = two_services(12000);
    asked a = ask(w, BIL_ASK_WHY, "S01");
    is_verdict(&a, BIL_ANSWER_REPLACEABLE, "S02=10");
    assert_int_equal(a.answer->difference.after.public_cents -
                         a.answer->difference.before.public_cents,
                     12 * 2000);
    done(&a, w);
}

/* Without S01 the best score has four hours of each need, and the plan at hand, made by hand, has
 * less than that of one and more of the other: another plan keeps both. */
static void
a_line_is_replaceable_when_some_plan_keeps_every_need_even_if_the_best_does_not(void **state)
{
    (void)state;
    world *w = two_needs(10000);
    (void)plain_service(w, "S03", 1000);
    w->has[0] = (bil_case_source){0};
    (void)world_line(w, 0, "S01", 8);
    (void)world_line(w, 0, "S02", 2);
    world_pays(w, &w->lines[0][0], "COM", 8000);
    world_pays(w, &w->lines[0][1], "COM", 2000);
    world_finish(w);
    asked a = ask_of(w, &w->plan, BIL_ASK_WHY, "S01");
    is_verdict(&a, BIL_ANSWER_REPLACEABLE, "S02=2 S03=8");
    a.plan = NULL;
    done(&a, w);
}

static void a_line_nothing_else_could_cover_for_is_irreplaceable(void **state)
{
    (void)state;
    world *w = two_needs(10000);
    asked a = ask(w, BIL_ASK_WHY, "S01");
    is_verdict(&a, BIL_ANSWER_IRREPLACEABLE, "S02=10");
    done(&a, w);
}

static void a_line_without_which_no_plan_exists_is_irreplaceable_and_says_why(void **state)
{
    (void)state;
    world *w = two_services(10000);
    w->needs[0].at_least = 900;
    asked a = ask(w, BIL_ASK_WHY, "S01");
    is_verdict(&a, BIL_ANSWER_IRREPLACEABLE, NULL);
    assert_int_equal(a.answer->conflict_count, 3);
    forbids(&a, "must_not", "service:S01");
    forbids(&a, "at_least", "N1");
    forbids(&a, "budget", "public");
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 800, 800); /* nine hours at 12 € */
    done(&a, w);
}

static void a_line_that_somebody_wants_is_locked_whatever_it_is_worth(void **state)
{
    (void)state;
    world *w = two_services(10000);
    world_must(w, "service:S02");
    asked a = ask(w, BIL_ASK_WHY, "S02");
    assert_string_equal(quantities(a.plan), "S01=8 S02=1");
    is_verdict(&a, BIL_ANSWER_LOCKED, "S01=10");
    done(&a, w);

    w = two_services(10000);
    world_fix(w, "S02", 5);
    a = ask(w, BIL_ASK_WHY, "S02");
    is_verdict(&a, BIL_ANSWER_LOCKED, "S01=10");
    done(&a, w);

    w = two_services(10000);
    world_today(w, "S02", 5, true);
    a = ask(w, BIL_ASK_WHY, "S02");
    is_verdict(&a, BIL_ANSWER_LOCKED, "S01=10");
    done(&a, w);
}

static void what_two_lines_cover_is_lost_only_beyond_the_target(void **state)
{
    (void)state;
    world *w = two_services(20000);
    world_fix(w, "S02", 4);
    w->services[0].step = 4;
    w->services[0].min_month = 4;
    asked a = ask(w, BIL_ASK_WHY, "S01"); /* 8 + 4 hours for 10 */
    assert_string_equal(quantities(a.plan), "S01=8 S02=4");
    assert_int_equal(a.answer->needs[0].covers, 800);
    assert_int_equal(a.answer->needs[0].lost, 600);
    done(&a, w);
}

static void payers_say_why_each_pays(void **state)
{
    (void)state;
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    (void)world_held(w, "PEN", BIL_SOURCE_PENSION);
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    bil_service *s = plain_service(w, "S01", 1000);
    s->health_share_bp = 5000;
    s->copay_class = "sad";
    (void)world_copay(w, "sad", 0, 10000000, 200, 200);
    world_may(w, "ASL", "kind:health");
    world_may(w, "ASL", "service:S01");
    world_may(w, "COM", "*");
    world_may(w, "PEN", "*");
    world_may(w, "FAM", "*");
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 1000);
    (void)world_has(w, "PEN", BIL_SOURCE_ACTIVE, 50000);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 1000);
    world_limit(w, "COM", 2000);
    asked a = ask(w, BIL_ASK_WHY, "S01");
    assert_string_equal(quantities(a.plan), "S01=10");
    assert_int_equal(a.answer->payer_count, 4);
    static const struct {
        const char *code;
        const char *why;
        const char *selector;
        int64_t cents;
    } expected[] = {{"ASL", "lea", "service:S01", 5000},
                    {"COM", "rest", "*", 2000},
                    {"PEN", "copay", "*", 2000},
                    {"FAM", "gift", "*", 1000}};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(a.answer->payers[i].code, expected[i].code);
        assert_string_equal(a.answer->payers[i].why, expected[i].why);
        assert_string_equal(a.answer->payers[i].selector, expected[i].selector);
        assert_int_equal(a.answer->payers[i].cents, expected[i].cents);
    }
    done(&a, w);
}

static void why_is_asked_of_services_in_the_plan_only(void **state)
{
    (void)state;
    world *w = two_services(10000);
    bil_plan *plan = proposed(w);
    const bil_propose_settings settings = test_settings();
    static const char *const questions[] = {"S02", "source:COM", "need:N1", "score:0.5"};
    for (size_t i = 0; i < 4; i++) {
        bil_answer *answer = NULL;
        bil_subject subject;
        bil_error err = {0};
        assert_int_equal(bil_subject_parse(&subject, questions[i], &w->person, w->arena, NULL),
                         BIL_OK);
        assert_int_equal(
            bil_explain(&answer, BIL_ASK_WHY, &subject, &w->person, plan, &settings, &err),
            BIL_E_USAGE);
        assert_null(answer);
        assert_non_null(strstr(err.message_en, "--why-not"));
    }
    bil_plan_free(plan);
    world_free(w);
}

/* ---- why not ---- */

static void what_is_forced_in_shows_what_it_displaces(void **state)
{
    (void)state;
    world *w = two_services(10000);
    asked a = ask(w, BIL_ASK_WHY_NOT, "S02");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01=8 S02=1");
    assert_int_equal(a.answer->difference.line_count, 2);
    assert_int_equal(a.answer->difference.need_count, 1);
    assert_int_equal(a.answer->difference.needs[0].after, 900);
    done(&a, w);
}

static void a_quantity_is_forced_exactly(void **state)
{
    (void)state;
    world *w = two_services(10000);
    asked a = ask(w, BIL_ASK_WHY_NOT, "S01:7");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01=7 S02=2");
    done(&a, w);
    w = two_services(10000);
    a = ask(w, BIL_ASK_WHY_NOT, "S01:10");
    is_verdict(&a, BIL_ANSWER_ALREADY, NULL);
    done(&a, w);
}

static void what_is_there_is_there_already(void **state)
{
    (void)state;
    world *w = two_services(10000);
    (void)world_provider(w, "COOP", "S01", 1000);
    asked a = ask(w, BIL_ASK_WHY_NOT, "S01");
    is_verdict(&a, BIL_ANSWER_ALREADY, NULL);
    bil_answer_free(a.answer);
    bil_plan_free(a.plan);
    a = ask(w, BIL_ASK_WHY_NOT, "provider:COOP");
    is_verdict(&a, BIL_ANSWER_ALREADY, NULL);
    bil_answer_free(a.answer);
    bil_plan_free(a.plan);
    a = ask(w, BIL_ASK_WHY_NOT, "source:COM");
    is_verdict(&a, BIL_ANSWER_ALREADY, NULL);
    done(&a, w);
}

static void a_provider_or_a_source_can_be_forced_in(void **state)
{
    (void)state;
    world *w = two_services(12000);
    (void)world_provider(w, "CARA", "S01", 1200);
    (void)world_provider(w, "COOP", "S01", 1000);
    (void)world_pool(w, "FNA", BIL_SOURCE_SOCIOSANITARIO, BIL_SIDE_ANY);
    world_may(w, "FNA", "*");
    asked a = ask(w, BIL_ASK_WHY_NOT, "provider:CARA");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01@CARA=10");
    bil_answer_free(a.answer);
    bil_plan_free(a.plan);
    a = ask(w, BIL_ASK_WHY_NOT, "source:FNA");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01@COOP=10");
    assert_string_equal(a.answer->difference.payers[1].code, "FNA");
    assert_true(a.answer->difference.payers[1].after > 0);
    done(&a, w);
}

static void what_covers_nothing_is_useless_though_it_may_be_had(void **state)
{
    (void)state;
    world *w = two_services(10000);
    (void)world_domain(w, "soc", "SOC");
    (void)world_service(w, "S03", 1000);
    (void)world_effect(w, "soc", 100);
    asked a = ask(w, BIL_ASK_WHY_NOT, "S03");
    is_verdict(&a, BIL_ANSWER_USELESS, "S01=9 S03=1");
    done(&a, w);
}

static void what_a_wish_forbids_names_the_wish(void **state)
{
    (void)state;
    world *w = two_services(10000);
    world_must_not(w, "service:S02");
    asked a = ask(w, BIL_ASK_WHY_NOT, "S02");
    is_verdict(&a, BIL_ANSWER_IMPOSSIBLE, NULL);
    assert_int_equal(a.answer->never, BIL_NEVER_NO);
    assert_int_equal(a.answer->conflict_count, 2);
    forbids(&a, "must", "service:S02");
    forbids(&a, "must_not", "service:S02");
    assert_int_equal(a.answer->repair_count, 0);
    done(&a, w);
}

static void what_a_rule_forbids_names_the_rule_and_a_convention_may_be_waived(void **state)
{
    (void)state;
    for (int waivable = 0; waivable < 2; waivable++) {
        world *w = two_services(10000);
        world_today(w, "S01", 2, true);
        world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02", -1)->waivable =
            waivable == 1;
        asked a = ask(w, BIL_ASK_WHY_NOT, "S02");
        is_verdict(&a, BIL_ANSWER_IMPOSSIBLE, NULL);
        assert_int_equal(a.answer->conflict_count, 3);
        forbids(&a, "must", "service:S02");
        forbids(&a, "keep", "S01");
        forbids(&a, "rule", "D01");
        assert_int_equal(a.answer->repair_count, waivable);
        if (waivable == 1) {
            is_repair(&a, 0, BIL_CHANGE_WAIVE, "D01", 0, 0);
        }
        done(&a, w);
    }
}

static void never(const world *w, const char *question, bil_never reason)
{
    asked a = ask(w, BIL_ASK_WHY_NOT, question);
    assert_string_equal(bil_verdict_name(a.answer->verdict), "impossible");
    assert_string_equal(bil_never_name(a.answer->never), bil_never_name(reason));
    bil_answer_free(a.answer);
    a.answer = NULL;
    bil_plan_free(a.plan);
}

static void what_is_out_of_reach_says_for_which_reason(void **state)
{
    (void)state;
    world *w = two_services(10000);
    plain_service(w, "OLD", 1000)->validity.to = 20260101;
    (void)plain_service(w, "POOR", 1000);
    (void)plain_service(w, "HALF", 1000);
    w->services[4].health_share_bp = 5000;
    (void)world_held(w, "PEN", BIL_SOURCE_PENSION);
    (void)world_hours(w, "ORE");
    (void)world_pool(w, "GONE", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    w->sources[3].validity.to = 20260101;
    w->sources[0].side = BIL_SIDE_SOCIAL;
    world_may_not(w, "COM", "service:POOR");
    world_provider(w, "LODI", "S01", 1000)->zone = "lodi";
    (void)world_provider(w, "COOP", "S01", 1000);
    never(w, "OLD", BIL_NEVER_DATES);
    never(w, "POOR", BIL_NEVER_PAYERS);
    never(w, "HALF", BIL_NEVER_PAYERS); /* nobody for the health part */
    never(w, "source:PEN", BIL_NEVER_UNLISTED);
    never(w, "source:ORE", BIL_NEVER_UNLISTED);
    never(w, "source:GONE", BIL_NEVER_DATES);
    never(w, "provider:LODI", BIL_NEVER_ZONE);
    never(w, "S01:101", BIL_NEVER_QUANTITY);
    world_free(w);
}

/* In phase 1 there is nothing to cover: in phase 2 it takes the place of what it covers. */
static void a_one_off_is_tried_in_every_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    bil_service *s = world_service(w, "ONCE", 6500);
    (void)world_effect(w, "casa", 100);
    s->one_off = true;
    s->max_month = 1;
    (void)plain_service(w, "S01", 1000);
    (void)world_phase(w, 6);
    (void)world_phase(w, 6);
    (void)world_need(w, "N1", "casa", 100);
    world_target(w, 0, "N1", 0);
    asked a = ask(w, BIL_ASK_WHY_NOT, "ONCE");
    assert_string_equal(quantities(a.plan), " | S01=1");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, " | ONCE=1");
    done(&a, w);
}

static void of_needs_and_scores_ask_what_it_would_take(void **state)
{
    (void)state;
    world *w = two_services(10000);
    bil_plan *plan = proposed(w);
    const bil_propose_settings settings = test_settings();
    static const char *const questions[] = {"need:N1", "score:0.5"};
    for (size_t i = 0; i < 2; i++) {
        bil_answer *answer = NULL;
        bil_subject subject;
        bil_error err = {0};
        assert_int_equal(bil_subject_parse(&subject, questions[i], &w->person, w->arena, NULL),
                         BIL_OK);
        assert_int_equal(
            bil_explain(&answer, BIL_ASK_WHY_NOT, &subject, &w->person, plan, &settings, &err),
            BIL_E_USAGE);
        assert_non_null(strstr(err.message_en, "--what-if"));
    }
    bil_plan_free(plan);
    world_free(w);
}

/* ---- what if ---- */

static void a_need_takes_the_money_that_is_missing_to_the_euro(void **state)
{
    (void)state;
    world *w = two_services(6050);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1");
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    assert_true(a.answer->kept_rest);
    assert_int_equal(a.answer->repair_count, 1);
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 4000, 4000); /* 39.50 € and up to the euro */
    assert_int_equal(a.answer->repairs[0].score_e9, 1000000000);
    assert_int_equal(a.answer->conflict_count, 2);
    forbids(&a, "at_least", "N1");
    forbids(&a, "budget", "public");
    done(&a, w);

    w = two_services(6000);
    a = ask(w, BIL_ASK_WHAT_IF, "need:N1:80%");
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 2000, 2000);
    done(&a, w);
}

static void a_ceiling_inside_a_budget_is_paid_for_once(void **state)
{
    (void)state;
    world *w = two_services(6000);
    world_limit(w, "COM", 7000);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1");
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    assert_int_equal(a.answer->repair_count, 1);
    assert_int_equal(a.answer->repairs[0].change_count, 2);
    assert_int_equal(a.answer->repairs[0].changes[0].kind, BIL_CHANGE_LIMIT);
    assert_int_equal(a.answer->repairs[0].changes[0].amount, 3000);
    assert_int_equal(a.answer->repairs[0].changes[1].kind, BIL_CHANGE_BUDGET);
    assert_int_equal(a.answer->repairs[0].changes[1].amount, 4000);
    assert_int_equal(a.answer->repairs[0].price_cents, 4000);
    done(&a, w);
}

static void hours_and_places_are_asked_for_too(void **state)
{
    (void)state;
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_hours(w, "ORE");
    (void)plain_service(w, "F01", 0);
    world_may(w, "ORE", "service:F01");
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 1000);
    (void)world_has(w, "ORE", BIL_SOURCE_AVAILABLE, 3);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1");
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    is_repair(&a, 0, BIL_CHANGE_HOURS, "ORE", 7, 0);
    done(&a, w);

    w = plain_world();
    (void)plain_service(w, "S01", 1000);
    world_provider(w, "COOP", "S01", 1000)->capacity_month = 4;
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 1000);
    a = ask(w, BIL_ASK_WHAT_IF, "S01:6");
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    is_repair(&a, 0, BIL_CHANGE_PLACE, "COOP", 2, 0);
    done(&a, w);
}

static void what_is_possible_at_the_expense_of_others_says_what_would_spare_them(void **state)
{
    (void)state;
    world *w = two_needs(10000);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1");
    assert_string_equal(quantities(a.plan), "S01=5 S02=5");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01=10");
    assert_true(a.answer->kept_rest);
    assert_int_equal(a.answer->repair_count, 1);
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 5000, 5000);
    done(&a, w);
}

/* In phase 1 N2 has six hours, in phase 2 none: what is kept is what each phase has. */
static void the_others_are_kept_in_every_phase(void **state)
{
    (void)state;
    world *w = two_needs(10000);
    (void)world_phase(w, 12);
    for (size_t n = 0; n < 2; n++) {
        world_target(w, 0, n == 0 ? "N1" : "N2", 1000);
    }
    world_budget(w, 10000);
    world_target(w, 1, "N1", 1000);
    world_target(w, 1, "N2", 0);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1");
    assert_string_equal(quantities(a.plan), "S01=5 S02=5 | S01=10");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01=10 | S01=10");
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 5000, 5000);
    done(&a, w);
}

static void part_of_a_need_is_that_part_of_every_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_phase(w, 6);
    (void)world_phase(w, 6);
    (void)world_need(w, "N1", "casa", 1000);
    world_target(w, 1, "N1", 500);
    world_budget(w, 2000);
    asked a = ask(w, BIL_ASK_WHAT_IF, "need:N1:40%");
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 2000, 2000); /* four hours, then two */
    done(&a, w);
}

static void what_is_possible_and_takes_nothing_says_so(void **state)
{
    (void)state;
    world *w = two_services(10000);
    (void)world_line(w, 0, "S01", 5);
    world_pays(w, &w->lines[0][0], "COM", 5000);
    world_finish(w);
    asked a = ask_of(w, &w->plan, BIL_ASK_WHAT_IF, "need:N1");
    is_verdict(&a, BIL_ANSWER_POSSIBLE, "S01=10");
    assert_true(a.answer->kept_rest);
    assert_int_equal(a.answer->repair_count, 0);
    assert_int_equal(a.answer->conflict_count, 0);
    a.plan = NULL;
    done(&a, w);
}

static void what_is_so_already_asks_for_nothing(void **state)
{
    (void)state;
    static const char *const questions[] = {"need:N1:60%", "S01", "S01:6", "source:COM",
                                            "score:0.7"};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        world *w = two_services(6000);
        asked a = ask(w, BIL_ASK_WHAT_IF, questions[i]);
        is_verdict(&a, BIL_ANSWER_ALREADY, NULL);
        assert_int_equal(a.answer->repair_count, 0);
        done(&a, w);
    }
}

static void more_than_is_on_offer_is_impossible_whatever_is_changed(void **state)
{
    (void)state;
    static const char *const questions[] = {"need:N1", "score:1"};
    for (size_t i = 0; i < 2; i++) {
        world *w = plain_world();
        plain_service(w, "S01", 1000)->max_month = 5;
        (void)world_phase(w, 12);
        (void)world_need(w, "N1", "casa", 1000);
        world_budget(w, 3000);
        asked a = ask(w, BIL_ASK_WHAT_IF, questions[i]);
        is_verdict(&a, BIL_ANSWER_IMPOSSIBLE, NULL);
        assert_string_equal(bil_never_name(a.answer->never), "offer");
        assert_int_equal(a.answer->repair_count, 0);
        done(&a, w);
    }
}

static void a_score_takes_the_money_for_it(void **state)
{
    (void)state;
    world *w = two_services(6000);
    asked a = ask(w, BIL_ASK_WHAT_IF, "score:0.9"); /* U(0.8) */
    is_verdict(&a, BIL_ANSWER_TAKES, NULL);
    is_repair(&a, 0, BIL_CHANGE_BUDGET, "public", 2000, 2000);
    assert_false(a.answer->no_give);
    assert_int_equal(a.answer->repairs[0].score_e9, 900000000);
    done(&a, w);
}

/* A proposal that may give up 0.2 stops before a score of 1: only without giving up it gets there.
 */
static void a_score_above_the_tolerance_is_reached_by_giving_nothing_up(void **state)
{
    (void)state;
    world *w = two_services(6000);
    bil_propose_settings settings = test_settings();
    bil_answer *answer = NULL;
    bil_subject subject;
    settings.give_e6 = 200000;
    bil_plan *plan = proposed_with(w, &settings);
    assert_int_equal(bil_subject_parse(&subject, "score:1", &w->person, w->arena, NULL), BIL_OK);
    assert_int_equal(
        bil_explain(&answer, BIL_ASK_WHAT_IF, &subject, &w->person, plan, &settings, NULL), BIL_OK);
    assert_string_equal(bil_verdict_name(answer->verdict), "takes");
    assert_true(answer->no_give);
    assert_int_equal(answer->repairs[0].changes[0].amount, 4000);
    bil_answer_free(answer);
    bil_plan_free(plan);
    world_free(w);
}

/* ---- the next euros ---- */

static void is_next(const asked *a, size_t i, const char *code, int64_t cents, int64_t score_e9)
{
    assert_true(i < a->answer->next_count);
    const bil_next_euro *next = &a->answer->next[i];
    assert_string_equal(next->code, code);
    assert_int_equal(next->cents, cents);
    assert_non_null(next->buys);
    assert_int_equal(next->buys->after.score_e9, score_e9);
}

static void the_next_euros_buy_hours_until_there_is_no_need(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 5000);
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 500);
    world_budget(w, 10000); /* two of five hours */
    asked a = ask(w, BIL_ASK_NEXT, NULL);
    is_verdict(&a, BIL_ANSWER_POSSIBLE, NULL);
    assert_int_equal(a.answer->next_count, 3);
    is_next(&a, 0, "public", 5000, 733333333); /* U(0.6) */
    is_next(&a, 1, "public", 10000, 900000000);
    is_next(&a, 2, "public", 20000, 1000000000);
    assert_int_equal(a.answer->next[2].buys->lines[0].after, 5);
    done(&a, w);
}

static void each_payer_with_a_ceiling_is_asked_for_its_own_euros(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 5000);
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_may(w, "FAM", "*");
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 500);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 0);
    world_budget(w, 12000);
    world_limit(w, "COM", 10000);
    asked a = ask(w, BIL_ASK_NEXT, NULL);
    assert_int_equal(a.answer->next_count, 9);
    is_next(&a, 0, "public", 5000, 520000000); /* the ceiling of COM is in the way: U(0.4) */
    is_next(&a, 3, "COM", 5000, 733333333);    /* room in its ceiling and in the budget */
    is_next(&a, 6, "FAM", 5000, 733333333);
    is_next(&a, 8, "FAM", 20000, 1000000000);
    done(&a, w);
}

static void where_nothing_has_a_ceiling_more_money_buys_nothing(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 5000);
    (void)world_phase(w, 12);
    (void)world_need(w, "N1", "casa", 500);
    asked a = ask(w, BIL_ASK_NEXT, NULL);
    is_verdict(&a, BIL_ANSWER_NOTHING, NULL);
    assert_int_equal(a.answer->next_count, 0);
    done(&a, w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_worth_what_the_best_plan_without_it_lacks),
        cmocka_unit_test(a_line_is_replaceable_when_money_allows_another),
        cmocka_unit_test(
            a_line_is_replaceable_when_some_plan_keeps_every_need_even_if_the_best_does_not),
        cmocka_unit_test(a_line_nothing_else_could_cover_for_is_irreplaceable),
        cmocka_unit_test(a_line_without_which_no_plan_exists_is_irreplaceable_and_says_why),
        cmocka_unit_test(a_line_that_somebody_wants_is_locked_whatever_it_is_worth),
        cmocka_unit_test(what_two_lines_cover_is_lost_only_beyond_the_target),
        cmocka_unit_test(payers_say_why_each_pays),
        cmocka_unit_test(why_is_asked_of_services_in_the_plan_only),
        cmocka_unit_test(what_is_forced_in_shows_what_it_displaces),
        cmocka_unit_test(a_quantity_is_forced_exactly),
        cmocka_unit_test(what_is_there_is_there_already),
        cmocka_unit_test(a_provider_or_a_source_can_be_forced_in),
        cmocka_unit_test(what_covers_nothing_is_useless_though_it_may_be_had),
        cmocka_unit_test(what_a_wish_forbids_names_the_wish),
        cmocka_unit_test(what_a_rule_forbids_names_the_rule_and_a_convention_may_be_waived),
        cmocka_unit_test(what_is_out_of_reach_says_for_which_reason),
        cmocka_unit_test(a_one_off_is_tried_in_every_phase),
        cmocka_unit_test(of_needs_and_scores_ask_what_it_would_take),
        cmocka_unit_test(a_need_takes_the_money_that_is_missing_to_the_euro),
        cmocka_unit_test(a_ceiling_inside_a_budget_is_paid_for_once),
        cmocka_unit_test(hours_and_places_are_asked_for_too),
        cmocka_unit_test(what_is_possible_at_the_expense_of_others_says_what_would_spare_them),
        cmocka_unit_test(the_others_are_kept_in_every_phase),
        cmocka_unit_test(part_of_a_need_is_that_part_of_every_phase),
        cmocka_unit_test(what_is_possible_and_takes_nothing_says_so),
        cmocka_unit_test(what_is_so_already_asks_for_nothing),
        cmocka_unit_test(more_than_is_on_offer_is_impossible_whatever_is_changed),
        cmocka_unit_test(a_score_takes_the_money_for_it),
        cmocka_unit_test(a_score_above_the_tolerance_is_reached_by_giving_nothing_up),
        cmocka_unit_test(the_next_euros_buy_hours_until_there_is_no_need),
        cmocka_unit_test(each_payer_with_a_ceiling_is_asked_for_its_own_euros),
        cmocka_unit_test(where_nothing_has_a_ceiling_more_money_buys_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
