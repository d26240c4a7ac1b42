/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explain.h"

#include <stdio.h>
#include <string.h>

#include "engine/check.h"
#include "engine/money.h"
#include "solver/explain_impl.h"

const bil_line *bil_explain_line(const bil_explaining *e, size_t phase, bil_index service)
{
    const bil_plan_phase *p = &e->plan->phases[phase];
    for (size_t i = 0; i < p->line_count; i++) {
        if (p->lines[i].service == service && p->lines[i].quantity > 0) {
            return &p->lines[i];
        }
    }
    return NULL;
}

int64_t bil_explain_covered(const bil_explaining *e, size_t phase, size_t need)
{
    const bil_plan_phase *p = &e->plan->phases[phase];
    for (size_t i = 0; i < p->coverage_count; i++) {
        if (p->coverage[i].need == need) {
            return p->coverage[i].covered;
        }
    }
    return 0;
}

bil_status bil_explain_keep(const bil_explaining *e, const bil_change *asked, size_t asked_count,
                            bil_change **out, size_t *count, bil_error *err)
{
    const bil_case *person = e->person;
    bil_change *changes = bil_arena_alloc(
        e->answer->arena, asked_count + person->need_count * person->phase_count + 1,
        sizeof *changes);
    if (changes == NULL) {
        return bil_fail_nomem(err);
    }
    if (asked_count > 0) {
        memcpy(changes, asked, asked_count * sizeof *changes);
    }
    *count = asked_count;
    for (size_t t = 0; t < person->phase_count; t++) {
        for (size_t n = 0; n < person->need_count; n++) {
            const int64_t covered = bil_explain_covered(e, t, n);
            const bool asked_for =
                e->answer->subject.kind == BIL_SUBJECT_NEED && e->answer->subject.index == n;
            if (!asked_for && covered > bil_case_at_least(person, n, t)) {
                changes[(*count)++] = (bil_change){
                    .kind = BIL_CHANGE_HOLD, .index = n, .phase = t, .amount = covered};
            }
        }
    }
    *out = changes;
    return BIL_OK;
}

bil_status bil_explain_solve(bil_plan **out, const bil_explaining *e, const bil_change *changes,
                             size_t count, bil_error *err)
{
    bil_case *changed = NULL;
    bil_plan *plan = NULL;
    bil_verdict verdict = {0};
    bil_propose_settings settings = *e->settings;
    settings.no_conflict = true;
    *out = NULL;
    bil_status status = bil_case_changed(&changed, e->person, changes, count, "-", err);
    if (status == BIL_OK) {
        status = bil_propose(&plan, changed, &settings, err);
    }
    if (status == BIL_OK && plan->phase_count > 0) {
        status = bil_check(&verdict, plan, changed, plan->arena, err);
        if (status == BIL_OK && verdict.count > 0) {
            status = bil_fail(
                err, BIL_E_INTERNAL, "check",
                "il piano di una risposta non supera il controllo: non va usato",
                "the plan of an answer does not pass the independent check: do not use it");
        }
    }
    bil_case_free(changed);
    if (status != BIL_OK || plan->phase_count == 0) {
        bil_plan_free(plan);
        return status;
    }
    plan->checked = true;
    plan->check_passed = true;
    *out = plan;
    return BIL_OK;
}

bil_status bil_explain_compare(const bil_explaining *e, bil_plan *other, bil_error *err)
{
    e->answer->other = other;
    return other == NULL ? BIL_OK
                         : bil_difference_of(&e->answer->difference, e->plan, other, e->person,
                                             e->answer->arena, err);
}

bil_status bil_explain_repairs(const bil_explaining *e, const bil_change *changes, size_t count,
                               int64_t score_e9, bil_error *err)
{
    bil_case *changed = NULL;
    bil_repairs found = {0};
    bil_status status = bil_case_changed(&changed, e->person, changes, count, "-", err);
    if (status == BIL_OK) {
        const bil_repair_request request = {
            .person = changed, .settings = e->settings, .score_e9 = score_e9, .wishes = false};
        status = bil_repairs_find(&found, &request, e->answer->arena, err);
    }
    if (status == BIL_OK) {
        status = bil_conflict_words(&e->answer->conflict, changed, found.conflict,
                                    found.conflict_count, e->answer->arena, err);
    }
    if (status == BIL_OK) {
        e->answer->conflict_count = found.conflict_count;
        e->answer->repairs = found.repairs;
        e->answer->repair_count = found.repair_count;
    }
    bil_case_free(changed);
    return status;
}

static bil_status selector_of(const bil_explaining *e, const char *word, const char *code,
                              const char **out)
{
    char text[192];
    (void)snprintf(text, sizeof text, "%s%s", word, code);
    *out = bil_arena_text(e->answer->arena, text);
    return *out == NULL ? BIL_E_NOMEM : BIL_OK;
}

/* So much of a need's target in each phase. */
static size_t share_of_need(const bil_explaining *e, bil_change *out)
{
    const bil_subject *s = &e->answer->subject;
    for (size_t t = 0; t < e->person->phase_count; t++) {
        const int64_t target = e->person->phases[t].targets[s->index];
        out[t] = (bil_change){.kind = BIL_CHANGE_HOLD,
                              .index = s->index,
                              .phase = t,
                              .amount = bil_div_ceil(target * s->amount, 10000)};
    }
    return e->person->phase_count;
}

size_t bil_explain_have(const bil_explaining *e, bil_change *out)
{
    const bil_subject *s = &e->answer->subject;
    const char *word = s->kind == BIL_SUBJECT_SERVICE    ? "service:"
                       : s->kind == BIL_SUBJECT_PROVIDER ? "provider:"
                                                         : "source:";
    switch (s->kind) {
    case BIL_SUBJECT_SERVICE:
        if (s->amount > 0) {
            out[0] = (bil_change){.kind = BIL_CHANGE_FIX, .index = s->index, .amount = s->amount};
            return 1;
        }
        break;
    case BIL_SUBJECT_PROVIDER:
    case BIL_SUBJECT_SOURCE:
        break;
    case BIL_SUBJECT_NEED:
        return share_of_need(e, out);
    case BIL_SUBJECT_SCORE:
        return 0;
    }
    out[0] = (bil_change){.kind = BIL_CHANGE_MUST, .index = s->index};
    return selector_of(e, word, s->code, &out[0].what) == BIL_OK ? 1 : 0;
}

bil_status bil_explain(bil_answer **out, bil_ask ask, const bil_subject *subject,
                       const bil_case *person, const bil_plan *plan,
                       const bil_propose_settings *settings, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_answer *answer = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *answer);
    if (answer == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *answer = (bil_answer){.arena = arena, .ask = ask, .plan = plan};
    if (subject != NULL) {
        answer->subject = *subject;
        answer->subject.code = bil_arena_text(arena, subject->code == NULL ? "" : subject->code);
    }
    const bil_explaining e = {
        .person = person, .plan = plan, .settings = settings, .answer = answer};
    bil_status status =
        subject != NULL && answer->subject.code == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        switch (ask) {
        case BIL_ASK_WHY:
            status = bil_explain_why(&e, err);
            break;
        case BIL_ASK_WHY_NOT:
            status = bil_explain_why_not(&e, err);
            break;
        case BIL_ASK_WHAT_IF:
            status = bil_explain_what_if(&e, err);
            break;
        case BIL_ASK_NEXT:
            status = bil_explain_next(&e, err);
            break;
        }
    }
    if (status != BIL_OK) {
        bil_answer_free(answer);
        return status;
    }
    *out = answer;
    return BIL_OK;
}
