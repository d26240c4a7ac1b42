/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explain_impl.h"

#include <string.h>

/* Why not X: X is forced, the case solved again; what that displaces and costs is the answer, or
 * what forbids it. A one-off is tried in every phase. */

static bool covers_some_need(const bil_explaining *e, bil_index service)
{
    const bil_service *s = &e->person->catalogue->services[service];
    for (size_t i = 0; i < s->effect_count; i++) {
        for (size_t n = 0; n < e->person->need_count; n++) {
            if (s->effects[i].domain == e->person->needs[n].domain) {
                return true;
            }
        }
    }
    return false;
}

static bool uses_source(const bil_explaining *e, size_t phase, const char *code)
{
    const bil_plan_phase *p = &e->plan->phases[phase];
    for (size_t i = 0; i < p->sources_used_count; i++) {
        if (strcmp(p->sources_used[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_provider(const bil_explaining *e, size_t phase, const char *code)
{
    const bil_plan_phase *p = &e->plan->phases[phase];
    for (size_t i = 0; i < p->line_count; i++) {
        if (p->lines[i].provider_code != NULL && strcmp(p->lines[i].provider_code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* Is the phase of what is asked for a choice of its own? */
static bool once(const bil_explaining *e)
{
    const bil_subject *s = &e->answer->subject;
    return s->kind == BIL_SUBJECT_SERVICE && e->person->catalogue->services[s->index].one_off &&
           e->person->phase_count > 1;
}

/* Is it so in every phase already (a one-off: in one)? */
static bool already(const bil_explaining *e)
{
    const bil_subject *s = &e->answer->subject;
    size_t phases = 0;
    for (size_t t = 0; t < e->plan->phase_count; t++) {
        const bil_line *line = NULL;
        bool there = false;
        switch (s->kind) {
        case BIL_SUBJECT_SERVICE:
            line = bil_explain_line(e, t, s->index);
            there = line != NULL && (s->amount == 0 || line->quantity == s->amount);
            break;
        case BIL_SUBJECT_PROVIDER:
            there = has_provider(e, t, s->code);
            break;
        case BIL_SUBJECT_SOURCE:
            there = uses_source(e, t, s->code);
            break;
        case BIL_SUBJECT_NEED:
        case BIL_SUBJECT_SCORE:
            break;
        }
        phases += there ? 1 : 0;
    }
    return once(e) ? phases > 0 : phases == e->plan->phase_count;
}

/* Less shortfall, then more score, then less public money. */
static bool better(const bil_explaining *e, const bil_plan *a, const bil_plan *b)
{
    if (b == NULL || a->shortfall_e9 != b->shortfall_e9) {
        return b == NULL || a->shortfall_e9 < b->shortfall_e9;
    }
    return a->score_e9 != b->score_e9 ? a->score_e9 > b->score_e9
                                      : bil_figures_of(a, e->person).public_cents <
                                            bil_figures_of(b, e->person).public_cents;
}

/* The best plan with a one-off in one of the phases. */
static bil_status try_phases(const bil_explaining *e, bil_plan **out, bil_change *best,
                             bil_error *err)
{
    const bil_subject *s = &e->answer->subject;
    const bil_service *service = &e->person->catalogue->services[s->index];
    const int64_t least = service->min_month > 1 ? service->min_month : 1;
    *out = NULL;
    for (size_t t = 0; t < e->person->phase_count; t++) {
        bil_plan *plan = NULL;
        const bil_change set = {.kind = BIL_CHANGE_SET,
                                .index = s->index,
                                .phase = t,
                                .amount = s->amount > 0 ? s->amount : least};
        const bil_status status = bil_explain_solve(&plan, e, &set, 1, err);
        if (status != BIL_OK) {
            bil_plan_free(*out);
            return status;
        }
        if (t == 0) {
            *best = set;
        }
        if (plan != NULL && better(e, plan, *out)) {
            bil_plan_free(*out);
            *out = plan;
            *best = set;
        } else {
            bil_plan_free(plan);
        }
    }
    return BIL_OK;
}

/* Solves with what is asked for; `changes` is what that took. */
static bil_status force(const bil_explaining *e, bil_plan **out, bil_change *changes, size_t *count,
                        bil_error *err)
{
    if (once(e)) {
        *count = 1;
        return try_phases(e, out, changes, err);
    }
    *count = bil_explain_have(e, changes);
    return *count == 0 ? bil_fail_nomem(err) : bil_explain_solve(out, e, changes, *count, err);
}

/* May every part of a service's cost be paid by somebody in this phase? */
static bool payable(const bil_explaining *e, size_t phase, const bil_service *service)
{
    const bil_catalogue *catalogue = e->person->catalogue;
    const bil_index index = (bil_index)(service - catalogue->services);
    bool health = service->health_share_bp == 0 || service->price_cents == 0;
    bool social = service->health_share_bp == 10000 || service->price_cents == 0;
    for (size_t s = 0; s < catalogue->source_count; s++) {
        const bil_source *source = &catalogue->sources[s];
        const bool there = source->holder == BIL_HOLDER_POOL ||
                           bil_case_source_of(e->person, (bil_index)s) != NULL;
        if (!there || source->form == BIL_FORM_HOURS ||
            !bil_validity_holds(source->validity, e->person->phases[phase].start) ||
            !bil_source_may_pay(catalogue, (bil_index)s, index)) {
            continue;
        }
        health = health || source->side == BIL_SIDE_HEALTH || source->side == BIL_SIDE_ANY;
        social = social || source->side != BIL_SIDE_HEALTH;
    }
    return health && social;
}

static bil_never never_service(const bil_explaining *e)
{
    const bil_subject *s = &e->answer->subject;
    const bil_service *service = &e->person->catalogue->services[s->index];
    if (s->amount > 0 && (s->amount < service->min_month || s->amount > service->max_month ||
                          s->amount % service->step != 0)) {
        return BIL_NEVER_QUANTITY;
    }
    for (size_t t = 0; t < e->person->phase_count; t++) {
        if (!bil_validity_holds(service->validity, e->person->phases[t].start)) {
            return BIL_NEVER_DATES;
        }
        if (!payable(e, t, service)) {
            return BIL_NEVER_PAYERS;
        }
    }
    return BIL_NEVER_NO;
}

static bil_never never_source(const bil_explaining *e)
{
    const bil_index index = e->answer->subject.index;
    const bil_source *source = &e->person->catalogue->sources[index];
    if (bil_case_source_of(e->person, index) == NULL &&
        (source->holder == BIL_HOLDER_PERSON || source->form == BIL_FORM_HOURS)) {
        return BIL_NEVER_UNLISTED;
    }
    for (size_t t = 0; t < e->person->phase_count; t++) {
        if (!bil_validity_holds(source->validity, e->person->phases[t].start)) {
            return BIL_NEVER_DATES;
        }
    }
    return BIL_NEVER_NO;
}

static bil_never never_provider(const bil_explaining *e)
{
    const bil_catalogue *catalogue = e->person->catalogue;
    for (size_t t = 0; t < e->person->phase_count; t++) {
        bool serves = false;
        for (size_t p = 0; p < catalogue->provider_count; p++) {
            serves =
                serves || (strcmp(catalogue->providers[p].code, e->answer->subject.code) == 0 &&
                           bil_provider_serves(e->person, &catalogue->providers[p],
                                               e->person->phases[t].start));
        }
        if (!serves) {
            return BIL_NEVER_ZONE;
        }
    }
    return BIL_NEVER_NO;
}

/* Is the thing itself out of reach, whatever wishes, rules and ceilings say? */
static bil_never never(const bil_explaining *e)
{
    switch (e->answer->subject.kind) {
    case BIL_SUBJECT_SERVICE:
        return never_service(e);
    case BIL_SUBJECT_SOURCE:
        return never_source(e);
    case BIL_SUBJECT_PROVIDER:
        return never_provider(e);
    case BIL_SUBJECT_NEED:
    case BIL_SUBJECT_SCORE:
        break;
    }
    return BIL_NEVER_NO;
}

/* What forbids it is known: no plan has it, whatever it would take. */
static void say_impossible(const bil_explaining *e)
{
    bil_answer *answer = e->answer;
    answer->verdict = BIL_ANSWER_IMPOSSIBLE;
    answer->never = never(e);
    /* What is asked for is in the way of itself. */
    if (answer->never == BIL_NEVER_NO && answer->conflict_count <= 1) {
        answer->never = BIL_NEVER_OFFER;
    }
}

bil_status bil_explain_why_not(const bil_explaining *e, bil_error *err)
{
    bil_answer *answer = e->answer;
    bil_change changes[BIL_HAVE_MAX];
    size_t count = 0;
    bil_plan *other = NULL;
    if (answer->subject.kind == BIL_SUBJECT_NEED || answer->subject.kind == BIL_SUBJECT_SCORE) {
        return bil_fail(err, BIL_E_USAGE, "why-not",
                        "di un bisogno o di un punteggio si chiede --what-if",
                        "of a need or a score ask --what-if");
    }
    if (already(e)) {
        answer->verdict = BIL_ANSWER_ALREADY;
        return BIL_OK;
    }
    bil_status status = force(e, &other, changes, &count, err);
    if (status == BIL_OK) {
        status = bil_explain_compare(e, other, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    if (other == NULL) {
        status = bil_explain_repairs(e, changes, count, -1, err);
        say_impossible(e);
        return status;
    }
    const bool useless =
        answer->subject.kind == BIL_SUBJECT_SERVICE && !covers_some_need(e, answer->subject.index);
    answer->verdict = useless ? BIL_ANSWER_USELESS : BIL_ANSWER_POSSIBLE;
    return BIL_OK;
}

/* Is it so already: the need covered so far in every phase, the rest as for why not? */
static bool is_so(const bil_explaining *e)
{
    bil_change wanted[BIL_HAVE_MAX];
    if (e->answer->subject.kind != BIL_SUBJECT_NEED) {
        return already(e);
    }
    const size_t count = bil_explain_have(e, wanted);
    for (size_t i = 0; i < count; i++) {
        if (bil_explain_covered(e, wanted[i].phase, wanted[i].index) < wanted[i].amount) {
            return false;
        }
    }
    return true;
}

static bil_status reach_score(const bil_explaining *e, bil_error *err)
{
    bil_answer *answer = e->answer;
    if (e->plan->score_e9 >= answer->subject.amount) {
        answer->verdict = BIL_ANSWER_ALREADY;
        return BIL_OK;
    }
    bil_status status = bil_explain_repairs(e, NULL, 0, answer->subject.amount, err);
    if (status == BIL_OK && answer->repair_count == 0 && answer->conflict_count > 0) {
        bil_propose_settings settings = *e->settings;
        bil_explaining firm = *e;
        settings.give_e6 = 0;
        firm.settings = &settings;
        status = bil_explain_repairs(&firm, NULL, 0, answer->subject.amount, err);
        answer->no_give = answer->repair_count > 0;
    }
    answer->verdict = BIL_ANSWER_TAKES;
    if (answer->repair_count == 0) {
        say_impossible(e);
    }
    return status;
}

/* What is asked for, and with it what keeps the others. */
typedef struct {
    bil_change asked[BIL_HAVE_MAX];
    size_t asked_count;
    bil_change *rest;
    size_t rest_count;
} asking;

/* The plan with what is asked for and the others kept, else the one without that. */
static bil_status with_it(const bil_explaining *e, asking *w, bil_plan **kept, bil_plan **other,
                          bil_error *err)
{
    const bool tried = once(e); /* in every phase: that settles in which it is asked for */
    bil_status status = BIL_OK;
    if (tried) {
        status = force(e, other, w->asked, &w->asked_count, err);
    } else {
        w->asked_count = bil_explain_have(e, w->asked);
        status = w->asked_count == 0 ? bil_fail_nomem(err) : BIL_OK;
    }
    if (status == BIL_OK) {
        status = bil_explain_keep(e, w->asked, w->asked_count, &w->rest, &w->rest_count, err);
    }
    if (status == BIL_OK && (!tried || *other != NULL)) {
        status = bil_explain_solve(kept, e, w->rest, w->rest_count, err);
    }
    if (status == BIL_OK && !tried && *kept == NULL) {
        status = bil_explain_solve(other, e, w->asked, w->asked_count, err);
    }
    return status;
}

/* Possible today and nothing else lost; or possible today at the expense of other needs, with what
 * it would take to spare them; or not today, with what it would take. */
bil_status bil_explain_what_if(const bil_explaining *e, bil_error *err)
{
    bil_answer *answer = e->answer;
    asking w = {.asked_count = 0};
    bil_plan *other = NULL;
    bil_plan *kept = NULL;
    if (answer->subject.kind == BIL_SUBJECT_SCORE) {
        return reach_score(e, err);
    }
    if (is_so(e)) {
        answer->verdict = BIL_ANSWER_ALREADY;
        return BIL_OK;
    }
    bil_status status = with_it(e, &w, &kept, &other, err);
    if (status != BIL_OK) {
        bil_plan_free(other);
        return status;
    }
    answer->kept_rest = true;
    if (kept != NULL) {
        bil_plan_free(other);
        answer->verdict = BIL_ANSWER_POSSIBLE;
        return bil_explain_compare(e, kept, err);
    }
    status = bil_explain_compare(e, other, err);
    if (status == BIL_OK) {
        status = bil_explain_repairs(e, w.rest, w.rest_count, -1, err);
    }
    if (status == BIL_OK && answer->repair_count == 0 && other == NULL) {
        answer->kept_rest = false; /* not with the rest as it is; perhaps at its expense */
        status = bil_explain_repairs(e, w.asked, w.asked_count, -1, err);
    }
    answer->verdict = other != NULL ? BIL_ANSWER_POSSIBLE : BIL_ANSWER_TAKES;
    if (other == NULL && answer->repair_count == 0) {
        say_impossible(e);
    }
    return status;
}
