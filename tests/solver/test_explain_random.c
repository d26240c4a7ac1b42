/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every answer, verified by solving again: on 300 random worlds and on the shipped examples. The
 * test makes the changes of a question by itself, proposes and checks; only what a change means
 * (bil_case_changed) and the proposal are shared with the answer. With BIL_TEST_ALL set, every
 * question about every example is asked; without, a few of each. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/catalogue.h"
#include "engine/check.h"
#include "engine/money.h"
#include "solver/explain.h"
#include "tests/solver/conflict_kit.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

enum { CHANGES = 256, NAME = 160 };

typedef struct {
    const bil_case *person;
    const bil_plan *plan; /* at hand */
    bil_propose_settings settings;
    const char *where; /* which case, for messages */
    const bil_answer *answer;
    char name[NAME]; /* case and question */
    bil_change asked[CHANGES];
    size_t asked_count;
    char selector[NAME];
} inquiry;

static struct {
    int questions;
    int verdicts[BIL_ANSWER_NOTHING + 1];
    int plans;
    int conflicts;
    int repairs;
} seen;

/* ---- solving again ---- */

/* The proposal for the case with the changes, which must pass the check; NULL when there is none.
 */
static bil_plan *solved(const inquiry *q, const bil_change *changes, size_t count)
{
    bil_case *changed = NULL;
    bil_plan *plan = NULL;
    bil_verdict verdict;
    bil_error err = {0};
    bil_propose_settings settings = q->settings;
    settings.no_conflict = true;
    settings.give_e6 = q->answer->no_give ? 0 : settings.give_e6;
    assert_int_equal(bil_case_changed(&changed, q->person, changes, count, "-", NULL), BIL_OK);
    if (bil_propose(&plan, changed, &settings, &err) != BIL_OK) {
        fail_msg("%s: %s", q->name, err.message_en);
    }
    assert_int_equal(bil_check(&verdict, plan, changed, plan->arena, NULL), BIL_OK);
    if (verdict.count > 0) {
        fail_msg("%s: solved again: %s %s", q->name, verdict.items[0].rule, verdict.items[0].where);
    }
    bil_case_free(changed);
    if (plan->phase_count == 0) {
        bil_plan_free(plan);
        return NULL;
    }
    return plan;
}

static int64_t covered(const bil_plan *plan, size_t phase, bil_index need)
{
    for (size_t i = 0; i < plan->phases[phase].coverage_count; i++) {
        if (plan->phases[phase].coverage[i].need == need) {
            return plan->phases[phase].coverage[i].covered;
        }
    }
    return 0;
}

/* Does `other` cover as much as the plan at hand, need by need and phase by phase? The need that
 * the question is about does not count. */
static bool keeps_all(const inquiry *q, const bil_plan *other)
{
    const bil_subject *s = &q->answer->subject;
    for (size_t t = 0; t < q->person->phase_count; t++) {
        for (bil_index n = 0; n < q->person->need_count; n++) {
            const bool asked =
                q->answer->ask == BIL_ASK_WHAT_IF && s->kind == BIL_SUBJECT_NEED && s->index == n;
            if (!asked && covered(other, t, n) < covered(q->plan, t, n)) {
                return false;
            }
        }
    }
    return true;
}

/* What was asked, and every need at least as covered as in the plan at hand. */
static size_t with_others_kept(const inquiry *q, bil_change *out)
{
    const bil_subject *s = &q->answer->subject;
    size_t count = q->asked_count;
    memcpy(out, q->asked, count * sizeof *out);
    for (size_t t = 0; t < q->person->phase_count; t++) {
        for (bil_index n = 0; n < q->person->need_count; n++) {
            if (s->kind != BIL_SUBJECT_NEED || s->index != n) {
                assert_true(count < CHANGES);
                out[count++] = (bil_change){.kind = BIL_CHANGE_HOLD,
                                            .index = n,
                                            .phase = t,
                                            .amount = covered(q->plan, t, n)};
            }
        }
    }
    return count;
}

/* The plan of the answer is what solving again gives, and passes the check against that case. */
static void verify_other(const inquiry *q, const bil_change *changes, size_t count)
{
    const bil_plan *other = q->answer->other;
    bil_case *changed = NULL;
    bil_verdict verdict;
    bil_arena *arena = bil_arena_new();
    bil_plan *again = solved(q, changes, count);
    assert_int_equal(bil_case_changed(&changed, q->person, changes, count, "-", NULL), BIL_OK);
    assert_int_equal(bil_check(&verdict, other, changed, arena, NULL), BIL_OK);
    if (verdict.count > 0 || again == NULL || again->score_e9 != other->score_e9 ||
        again->shortfall_e9 != other->shortfall_e9) {
        fail_msg("%s: the plan of the answer is not what solving again gives (%s)", q->name,
                 verdict.count > 0 ? verdict.items[0].rule : "score");
    }
    assert_true(other->checked && other->check_passed);
    assert_int_equal(q->answer->difference.after.score_e9, other->score_e9);
    seen.plans++;
    bil_plan_free(again);
    bil_case_free(changed);
    bil_arena_free(arena);
}

static void verify_none(const inquiry *q, const bil_change *changes, size_t count, const char *what)
{
    bil_plan *again = solved(q, changes, count);
    if (again != NULL) {
        fail_msg("%s: %s, yet solving again finds a plan", q->name, what);
    }
}

static void verify_conflict(const inquiry *q, const bil_change *changes, size_t count)
{
    bil_case *changed = NULL;
    if (q->answer->conflict_count == 0) {
        fail_msg("%s: no conflict", q->name);
    }
    assert_int_equal(bil_case_changed(&changed, q->person, changes, count, "-", NULL), BIL_OK);
    const bil_plan plan = {.conflict = q->answer->conflict,
                           .conflict_count = q->answer->conflict_count};
    conflict_is_irreducible(changed, &plan, q->name);
    bil_case_free(changed);
    seen.conflicts++;
}

/* ---- repairs ---- */

static bool has_amount(bil_change_kind kind)
{
    return kind == BIL_CHANGE_BUDGET || kind == BIL_CHANGE_LIMIT || kind == BIL_CHANGE_HOURS ||
           kind == BIL_CHANGE_PLACE;
}

static bool reaches(const inquiry *q, const bil_plan *plan)
{
    const bil_subject *s = &q->answer->subject;
    return plan != NULL && (s->kind != BIL_SUBJECT_SCORE || plan->score_e9 >= s->amount);
}

/* With its changes there is the plan it says; a euro, hour or unit less anywhere, and there is
 * none. */
static void verify_repair(const inquiry *q, const bil_repair *repair, const bil_change *changes,
                          size_t count)
{
    bil_change all[CHANGES];
    assert_true(count + repair->change_count <= CHANGES);
    if (count > 0) {
        memcpy(all, changes, count * sizeof *all);
    }
    memcpy(all + count, repair->changes, repair->change_count * sizeof *all);
    const size_t total = count + repair->change_count;
    bil_plan *plan = solved(q, all, total);
    if (!reaches(q, plan) || plan->score_e9 != repair->score_e9) {
        fail_msg("%s: a repair does not do", q->name);
    }
    bil_plan_free(plan);
    for (size_t i = count; i < total; i++) {
        const bool money = all[i].kind == BIL_CHANGE_BUDGET || all[i].kind == BIL_CHANGE_LIMIT;
        if (!has_amount(all[i].kind)) {
            continue;
        }
        all[i].amount -= money ? 100 : 1;
        plan = solved(q, all, total);
        if (reaches(q, plan)) {
            fail_msg("%s: %s %s could ask for less than %lld", q->name,
                     bil_change_kind_name(all[i].kind), all[i].what, (long long)all[i].amount);
        }
        bil_plan_free(plan);
        all[i].amount += money ? 100 : 1;
    }
    seen.repairs++;
}

static void verify_repairs(const inquiry *q, const bil_change *changes, size_t count)
{
    for (size_t i = 0; i < q->answer->repair_count; i++) {
        verify_repair(q, &q->answer->repairs[i], changes, count);
        assert_true(i == 0 ||
                    q->answer->repairs[i - 1].price_cents <= q->answer->repairs[i].price_cents);
    }
}

/* ---- the questions ---- */

static void add(inquiry *q, bil_change change)
{
    assert_true(q->asked_count < CHANGES);
    q->asked[q->asked_count++] = change;
}

/* Everything that wants the service is given up, and it must not be there. */
static void leave_out(inquiry *q)
{
    const bil_case *person = q->person;
    const bil_index service = q->answer->subject.index;
    for (size_t i = 0; i < person->wishes.must_count; i++) {
        if (person->wishes.must[i].kind == BIL_SELECT_SERVICE &&
            person->wishes.must[i].index == service) {
            add(q, (bil_change){.kind = BIL_CHANGE_DROP_MUST, .index = i});
        }
    }
    for (size_t i = 0; i < person->wishes.fixed_count; i++) {
        if (person->wishes.fixed[i].service == service) {
            add(q, (bil_change){.kind = BIL_CHANGE_DROP_FIXED, .index = i});
        }
    }
    for (size_t i = 0; i < person->in_place_count; i++) {
        if (person->in_place[i].service == service && person->in_place[i].keep) {
            add(q, (bil_change){.kind = BIL_CHANGE_DROP_KEEP, .index = i});
        }
    }
    for (size_t i = 0; i < person->override_count; i++) {
        if (person->overrides[i].kind == BIL_OVERRIDE_LINE &&
            person->overrides[i].service == service) {
            add(q, (bil_change){.kind = BIL_CHANGE_DROP_OVERRIDE, .index = i});
        }
    }
    (void)snprintf(q->selector, sizeof q->selector, "service:%s", q->answer->subject.code);
    add(q, (bil_change){.kind = BIL_CHANGE_MUST_NOT, .index = service, .what = q->selector});
}

static void verify_why(inquiry *q)
{
    const bil_answer *answer = q->answer;
    bil_change kept[CHANGES];
    leave_out(q);
    const bool wanted = q->asked_count > 1;
    const size_t kept_count = with_others_kept(q, kept);
    if (answer->other == NULL) {
        assert_int_equal(answer->verdict, BIL_ANSWER_IRREPLACEABLE);
        verify_none(q, q->asked, q->asked_count, "irreplaceable");
        verify_conflict(q, q->asked, q->asked_count);
        verify_repairs(q, q->asked, q->asked_count);
        return;
    }
    if ((answer->verdict == BIL_ANSWER_LOCKED) != wanted) {
        fail_msg("%s: locked?", q->name);
    }
    if (answer->verdict == BIL_ANSWER_REPLACEABLE) {
        assert_true(keeps_all(q, answer->other));
        bil_plan *best = solved(q, q->asked, q->asked_count);
        const bool best_keeps = keeps_all(q, best);
        bil_plan_free(best);
        verify_other(q, best_keeps ? q->asked : kept, best_keeps ? q->asked_count : kept_count);
        return;
    }
    verify_other(q, q->asked, q->asked_count);
    if (answer->verdict != BIL_ANSWER_LOCKED) {
        assert_false(keeps_all(q, answer->other));
        verify_none(q, kept, kept_count, "nothing else keeps every need");
    }
}

/* What has the subject. A one-off of several phases is set in the phase of the answer. */
static void put_in(inquiry *q)
{
    const bil_subject *s = &q->answer->subject;
    if (s->kind == BIL_SUBJECT_NEED) {
        for (size_t t = 0; t < q->person->phase_count; t++) {
            const int64_t target = q->person->phases[t].targets[s->index];
            add(q, (bil_change){.kind = BIL_CHANGE_HOLD,
                                .index = s->index,
                                .phase = t,
                                .amount = bil_div_ceil(target * s->amount, 10000)});
        }
        return;
    }
    if (s->kind == BIL_SUBJECT_SERVICE && s->amount > 0) {
        add(q, (bil_change){.kind = BIL_CHANGE_FIX, .index = s->index, .amount = s->amount});
        return;
    }
    (void)snprintf(q->selector, sizeof q->selector, "%s%s",
                   s->kind == BIL_SUBJECT_SERVICE    ? "service:"
                   : s->kind == BIL_SUBJECT_PROVIDER ? "provider:"
                                                     : "source:",
                   s->code);
    add(q, (bil_change){.kind = BIL_CHANGE_MUST, .index = s->index, .what = q->selector});
}

/* A one-off in a plan of several phases is asked for in one phase: which, the answer decides. */
static bool is_one_off(const inquiry *q)
{
    const bil_subject *s = &q->answer->subject;
    return s->kind == BIL_SUBJECT_SERVICE && q->person->phase_count > 1 &&
           q->person->catalogue->services[s->index].one_off;
}

static void set_in(inquiry *q, size_t phase)
{
    const bil_subject *s = &q->answer->subject;
    const int64_t least = q->person->catalogue->services[s->index].min_month;
    q->asked_count = 0;
    add(q, (bil_change){.kind = BIL_CHANGE_SET,
                        .index = s->index,
                        .phase = phase,
                        .amount = s->amount > 0 ? s->amount : least});
}

/* The phase of the answer's plan that has it; the first when no plan does. */
static void put_one_off_in(inquiry *q)
{
    const bil_plan *other = q->answer->other;
    size_t phase = 0;
    for (size_t t = 0; other != NULL && t < other->phase_count; t++) {
        for (size_t i = 0; i < other->phases[t].line_count; i++) {
            if (other->phases[t].lines[i].service == q->answer->subject.index) {
                phase = t;
            }
        }
    }
    for (size_t t = 0; other == NULL && t < q->person->phase_count; t++) {
        set_in(q, t);
        verify_none(q, q->asked, 1, "a one-off is impossible");
    }
    set_in(q, phase);
}

static void verify_why_not(inquiry *q)
{
    const bil_answer *answer = q->answer;
    if (answer->verdict == BIL_ANSWER_ALREADY) {
        return;
    }
    if (is_one_off(q)) {
        put_one_off_in(q);
    } else {
        put_in(q);
    }
    if (answer->other != NULL) {
        assert_true(answer->verdict == BIL_ANSWER_POSSIBLE ||
                    answer->verdict == BIL_ANSWER_USELESS);
        verify_other(q, q->asked, q->asked_count);
        return;
    }
    assert_int_equal(answer->verdict, BIL_ANSWER_IMPOSSIBLE);
    verify_none(q, q->asked, q->asked_count, "impossible");
    verify_conflict(q, q->asked, q->asked_count);
    verify_repairs(q, q->asked, q->asked_count);
}

static void verify_what_if(inquiry *q)
{
    const bil_answer *answer = q->answer;
    bil_change kept[CHANGES];
    if (answer->verdict == BIL_ANSWER_ALREADY) {
        assert_true(answer->subject.kind != BIL_SUBJECT_SCORE ||
                    q->plan->score_e9 >= answer->subject.amount);
        return;
    }
    if (answer->subject.kind == BIL_SUBJECT_SCORE) {
        assert_null(answer->other);
        verify_repairs(q, NULL, 0);
        return;
    }
    if (is_one_off(q)) {
        put_one_off_in(q);
    } else {
        put_in(q);
    }
    const size_t kept_count = with_others_kept(q, kept);
    if (answer->verdict == BIL_ANSWER_POSSIBLE && answer->conflict_count == 0) {
        assert_true(answer->kept_rest && keeps_all(q, answer->other));
        verify_other(q, kept, kept_count);
        return;
    }
    verify_none(q, kept, kept_count, "not with all others kept");
    if (answer->other != NULL) {
        assert_int_equal(answer->verdict, BIL_ANSWER_POSSIBLE);
        verify_other(q, q->asked, q->asked_count);
    } else {
        verify_none(q, q->asked, q->asked_count, "not possible today");
    }
    verify_conflict(q, answer->kept_rest ? kept : q->asked,
                    answer->kept_rest ? kept_count : q->asked_count);
    verify_repairs(q, answer->kept_rest ? kept : q->asked,
                   answer->kept_rest ? kept_count : q->asked_count);
}

static void verify_next(inquiry *q)
{
    const bil_catalogue *catalogue = q->person->catalogue;
    for (size_t i = 0; i < q->answer->next_count; i++) {
        const bil_next_euro *next = &q->answer->next[i];
        q->asked_count = 0;
        if (next->source == BIL_NONE) {
            add(q, (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = next->cents});
        } else if (catalogue->sources[next->source].holder == BIL_HOLDER_PERSON) {
            add(q, (bil_change){
                       .kind = BIL_CHANGE_AMOUNT, .index = next->source, .amount = next->cents});
        } else {
            add(q, (bil_change){
                       .kind = BIL_CHANGE_LIMIT, .index = next->source, .amount = next->cents});
            if (catalogue->sources[next->source].is_public) {
                add(q, (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = next->cents});
            }
        }
        bil_plan *again = solved(q, q->asked, q->asked_count);
        assert_non_null(next->buys);
        if (again == NULL || again->score_e9 != next->buys->after.score_e9) {
            fail_msg("%s: %lld from %s", q->name, (long long)next->cents, next->code);
        }
        seen.plans++;
        bil_plan_free(again);
    }
}

static void verify(inquiry *q, bil_ask ask, const char *question)
{
    bil_answer *answer = NULL;
    bil_subject subject;
    bil_error err = {0};
    bil_arena *arena = bil_arena_new();
    (void)snprintf(q->name, sizeof q->name, "%s --%s %s", q->where, bil_ask_name(ask),
                   question == NULL ? "" : question);
    if (question != NULL &&
        bil_subject_parse(&subject, question, q->person, arena, &err) != BIL_OK) {
        fail_msg("%s: %s", q->name, err.message_en);
    }
    if (bil_explain(&answer, ask, question == NULL ? NULL : &subject, q->person, q->plan,
                    &q->settings, &err) != BIL_OK) {
        fail_msg("%s: %s: %s", q->name, err.where, err.message_en);
    }
    q->answer = answer;
    q->asked_count = 0;
    seen.questions++;
    seen.verdicts[answer->verdict]++;
    switch (ask) {
    case BIL_ASK_WHY:
        verify_why(q);
        break;
    case BIL_ASK_WHY_NOT:
        verify_why_not(q);
        break;
    case BIL_ASK_WHAT_IF:
        verify_what_if(q);
        break;
    case BIL_ASK_NEXT:
        verify_next(q);
        break;
    }
    bil_answer_free(answer);
    bil_arena_free(arena);
}

static bool in_plan(const bil_plan *plan, bil_index service)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            if (plan->phases[t].lines[i].service == service) {
                return true;
            }
        }
    }
    return false;
}

/* Every question of a kind whose turn it is: one in `every`, each case another one. */
static bool turn(size_t *count, size_t every)
{
    return (*count)++ % every == 0;
}

static void ask_of_services(inquiry *q, size_t *count, size_t every)
{
    const bil_catalogue *catalogue = q->person->catalogue;
    char text[NAME];
    for (size_t s = 0; s < catalogue->service_count; s++) {
        const bool there = in_plan(q->plan, (bil_index)s);
        if (turn(count, there ? every / 4 + 1 : every * 2)) {
            verify(q, there ? BIL_ASK_WHY : BIL_ASK_WHY_NOT, catalogue->services[s].code);
        }
        if (turn(count, every * 2)) {
            const int64_t quantity = catalogue->services[s].min_month + catalogue->services[s].step;
            (void)snprintf(text, sizeof text, "service:%s:%lld", catalogue->services[s].code,
                           (long long)quantity);
            verify(q, BIL_ASK_WHY_NOT, text);
        }
        if (turn(count, every * 4)) {
            verify(q, BIL_ASK_WHAT_IF, catalogue->services[s].code);
        }
    }
}

static void ask_of_payers(inquiry *q, size_t *count, size_t every)
{
    const bil_catalogue *catalogue = q->person->catalogue;
    char text[NAME];
    for (size_t s = 0; s < catalogue->source_count; s++) {
        (void)snprintf(text, sizeof text, "source:%s", catalogue->sources[s].code);
        if (turn(count, every * 2)) {
            verify(q, BIL_ASK_WHY_NOT, text);
        }
    }
    for (size_t p = 0; p < catalogue->provider_count; p++) {
        (void)snprintf(text, sizeof text, "provider:%s", catalogue->providers[p].code);
        if (turn(count, every * 4)) {
            verify(q, BIL_ASK_WHY_NOT, text);
        }
    }
}

static void ask_of_needs(inquiry *q, size_t *count, size_t every)
{
    char text[NAME];
    for (size_t n = 0; n < q->person->need_count; n++) {
        (void)snprintf(text, sizeof text, "need:%s", q->person->needs[n].id);
        if (turn(count, every / 4 + 1)) {
            verify(q, BIL_ASK_WHAT_IF, text);
        }
        (void)snprintf(text, sizeof text, "need:%s:70%%", q->person->needs[n].id);
        if (turn(count, every)) {
            verify(q, BIL_ASK_WHAT_IF, text);
        }
    }
    const int64_t middle = (q->plan->score_e9 + 1000000000) / 2;
    (void)snprintf(text, sizeof text, "score:0.%09lld", (long long)middle);
    if (turn(count, every) && middle < 1000000000) {
        verify(q, BIL_ASK_WHAT_IF, text);
    }
}

static void ask_all(inquiry *q, size_t first, size_t every)
{
    size_t count = first;
    ask_of_services(q, &count, every);
    ask_of_payers(q, &count, every);
    ask_of_needs(q, &count, every);
    if (turn(&count, every / 4 + 1)) {
        verify(q, BIL_ASK_NEXT, NULL);
    }
}

/* ---- the cases ---- */

static void answers_about_random_worlds_are_so(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    int cases = 0;
    for (uint64_t seed = 0; cases < 300 / BIL_WORLDS_SHARE; seed++) {
        char where[NAME];
        world *w = random_world(seed, 1 + (int)(seed % 3));
        bil_plan *plan = proposed(w);
        (void)snprintf(where, sizeof where, "seed %d", (int)seed);
        if (plan->phase_count > 0) {
            inquiry q = {
                .person = &w->person, .plan = plan, .settings = test_settings(), .where = where};
            ask_all(&q, (size_t)seed, 3);
            cases++;
        }
        bil_plan_free(plan);
        world_free(w);
    }
    print_message("%d questions; plans %d, conflicts %d, repairs %d\n", seen.questions, seen.plans,
                  seen.conflicts, seen.repairs);
    for (int v = 0; v <= BIL_ANSWER_NOTHING; v++) {
        print_message("  %s %d\n", bil_verdict_name((bil_verdict_kind)v), seen.verdicts[v]);
        assert_true(seen.verdicts[v] > 0 || v == BIL_ANSWER_USELESS || v == BIL_ANSWER_NOTHING ||
                    BIL_WORLDS_SHARE > 1);
    }
    assert_true(seen.questions > 1500 / BIL_WORLDS_SHARE);
    assert_true(seen.conflicts > 50 / BIL_WORLDS_SHARE && seen.repairs > 50 / BIL_WORLDS_SHARE);
}

static void ask_of_example(const char *path, const bil_catalogue *catalogue, size_t first,
                           size_t every)
{
    bil_case *person = NULL;
    bil_plan *plan = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_propose_settings settings;
    bil_propose_settings_init(&settings);
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_case_load(&person, path, catalogue, &faults, NULL), BIL_OK);
    assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
    if (plan->phase_count > 0) {
        inquiry q = {.person = person, .plan = plan, .settings = settings, .where = path};
        ask_all(&q, first, every);
    }
    bil_plan_free(plan);
    bil_case_free(person);
    bil_arena_free(arena);
}

static void answers_about_the_examples_are_so(void **state)
{
    (void)state;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): this test has one thread. */
    const bool all = getenv("BIL_TEST_ALL") != NULL;
    glob_t cases;
    bil_catalogue *catalogue = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    memset(&seen, 0, sizeof seen);
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL),
                     BIL_OK);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/*.case.json", 0, NULL, &cases), 0);
    for (size_t i = 0; i < cases.gl_pathc; i++) {
        ask_of_example(cases.gl_pathv[i], catalogue, 7 * i, all ? 1 : 120);
    }
    print_message("%d questions; plans %d, conflicts %d, repairs %d\n", seen.questions, seen.plans,
                  seen.conflicts, seen.repairs);
    assert_true(seen.questions > 30);
    globfree(&cases);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_about_random_worlds_are_so),
        cmocka_unit_test(answers_about_the_examples_are_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
