/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explain_impl.h"
#include "solver/view.h"

/* Why a line: what it covers, who pays it and by which rule, what the best plan without it loses.
 */

static int64_t effect_on(const bil_catalogue *catalogue, bil_index service, const bil_need *need)
{
    int64_t sum = 0;
    const bil_service *s = &catalogue->services[service];
    for (size_t i = 0; i < s->effect_count; i++) {
        sum += s->effects[i].domain == need->domain ? s->effects[i].hundredths : 0;
    }
    return sum;
}

/* Coverage of a need by the lines of a phase, uncut. */
static int64_t reach(const bil_explaining *e, size_t phase, const bil_need *need)
{
    const bil_plan_phase *p = &e->plan->phases[phase];
    int64_t sum = need->already_covered;
    for (size_t i = 0; i < p->line_count; i++) {
        if (p->lines[i].service < e->person->catalogue->service_count) {
            sum +=
                effect_on(e->person->catalogue, p->lines[i].service, need) * p->lines[i].quantity;
        }
    }
    return sum;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bil_status say_needs(const bil_explaining *e, bil_error *err)
{
    const bil_case *person = e->person;
    bil_why_need *needs = bil_arena_alloc(
        e->answer->arena, person->need_count * e->plan->phase_count + 1, sizeof *needs);
    size_t count = 0;
    if (needs == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < e->plan->phase_count; t++) {
        const bil_line *line = bil_explain_line(e, t, e->answer->subject.index);
        for (size_t n = 0; line != NULL && n < person->need_count; n++) {
            const bil_need *need = &person->needs[n];
            const int64_t covers =
                effect_on(person->catalogue, line->service, need) * line->quantity;
            const int64_t target = person->phases[t].targets[n];
            const int64_t all = reach(e, t, need);
            if (covers > 0 && target > 0) {
                needs[count++] =
                    (bil_why_need){.phase = t,
                                   .need_id = need->id,
                                   .need = (bil_index)n,
                                   .target = target,
                                   .covers = covers,
                                   .lost = least(all, target) - least(all - covers, target)};
            }
        }
    }
    e->answer->needs = needs;
    e->answer->need_count = count;
    return BIL_OK;
}

/* The row of eligibility that lets a source pay: the last that matches. */
static const char *row_of(const bil_catalogue *catalogue, bil_index source, bil_index service)
{
    for (size_t i = catalogue->eligibility_count; i > 0; i--) {
        const bil_eligibility *row = &catalogue->eligibility[i - 1];
        if (row->source == source &&
            bil_selector_matches_service(catalogue, &row->selector, service)) {
            return row->selector.text;
        }
    }
    return "";
}

static const char *reason_of(const bil_source *source, const bil_line *line)
{
    if (source->holder == BIL_HOLDER_PERSON && source->kind == BIL_SOURCE_PENSION) {
        return "copay";
    }
    if (source->holder == BIL_HOLDER_PERSON && !source->is_public) {
        return "gift";
    }
    return source->side == BIL_SIDE_HEALTH ||
                   (source->side == BIL_SIDE_ANY && line->social_cents == 0)
               ? "lea"
               : "rest";
}

static bil_status say_payers(const bil_explaining *e, bil_error *err)
{
    const bil_catalogue *catalogue = e->person->catalogue;
    size_t room = 1;
    for (size_t t = 0; t < e->plan->phase_count; t++) {
        const bil_line *line = bil_explain_line(e, t, e->answer->subject.index);
        room += line == NULL ? 0 : line->funding_count;
    }
    bil_why_payer *payers = bil_arena_alloc(e->answer->arena, room, sizeof *payers);
    size_t count = 0;
    if (payers == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < e->plan->phase_count; t++) {
        const bil_line *line = bil_explain_line(e, t, e->answer->subject.index);
        for (size_t k = 0; line != NULL && k < line->funding_count; k++) {
            const bil_funding *paid = &line->funding[k];
            if (paid->source >= catalogue->source_count) {
                continue;
            }
            const bil_source *source = &catalogue->sources[paid->source];
            payers[count++] =
                (bil_why_payer){.phase = t,
                                .code = source->code,
                                .source = paid->source,
                                .cents = paid->cents,
                                .side = source->side,
                                .selector = row_of(catalogue, paid->source, line->service),
                                .why = reason_of(source, line)};
        }
    }
    e->answer->payers = payers;
    e->answer->payer_count = count;
    return BIL_OK;
}

/* Everything that wants the service is given up, and the service is left out. */
static size_t without(const bil_explaining *e, bil_change *changes, const char *selector,
                      bool *locked)
{
    const bil_case *person = e->person;
    const bil_index service = e->answer->subject.index;
    size_t count = 0;
    for (size_t i = 0; i < person->wishes.must_count; i++) {
        const bil_selector *wish = &person->wishes.must[i];
        if (wish->kind == BIL_SELECT_SERVICE && wish->index == service) {
            changes[count++] = (bil_change){.kind = BIL_CHANGE_DROP_MUST, .index = i};
        }
    }
    for (size_t i = 0; i < person->wishes.fixed_count; i++) {
        if (person->wishes.fixed[i].service == service) {
            changes[count++] = (bil_change){.kind = BIL_CHANGE_DROP_FIXED, .index = i};
        }
    }
    for (size_t i = 0; i < person->in_place_count; i++) {
        if (person->in_place[i].service == service && person->in_place[i].keep) {
            changes[count++] = (bil_change){.kind = BIL_CHANGE_DROP_KEEP, .index = i};
        }
    }
    for (size_t i = 0; i < person->override_count; i++) {
        if (person->overrides[i].kind == BIL_OVERRIDE_LINE &&
            person->overrides[i].service == service) {
            changes[count++] = (bil_change){.kind = BIL_CHANGE_DROP_OVERRIDE, .index = i};
        }
    }
    *locked = count > 0;
    changes[count++] =
        (bil_change){.kind = BIL_CHANGE_MUST_NOT, .index = service, .what = selector};
    return count;
}

/* Does some need lose coverage in some phase? */
static bool loses(const bil_difference *difference)
{
    for (size_t i = 0; i < difference->need_count; i++) {
        if (difference->needs[i].after < difference->needs[i].before) {
            return true;
        }
    }
    return false;
}

/* Is there another service that could cover something of this need in the phase? */
static bool others_cover(const bil_view_phase *phase, bil_index service, size_t need)
{
    for (size_t i = 0; i < phase->offer_count; i++) {
        const bil_offer *offer = &phase->offers[i];
        if (offer->service != service && offer->high > 0 && offer->effects[need] > 0) {
            return true;
        }
    }
    return false;
}

/* Does a need lose something that nothing else on offer to this person could give? */
static bil_status only_it_gives(const bil_explaining *e, bool *out, bil_error *err)
{
    bil_view view;
    bil_arena *arena = bil_arena_new();
    *out = false;
    bil_status status =
        arena == NULL ? bil_fail_nomem(err) : bil_view_build(&view, e->person, NULL, arena, err);
    for (size_t i = 0; status == BIL_OK && i < e->answer->need_count; i++) {
        const bil_why_need *need = &e->answer->needs[i];
        *out = *out || (need->lost > 0 && !others_cover(&view.phases[need->phase],
                                                        e->answer->subject.index, need->need));
    }
    bil_arena_free(arena);
    return status;
}

/* The best plan without the line; when it loses something, perhaps another loses nothing. */
static bil_status solve_without(const bil_explaining *e, const bil_change *changes, size_t count,
                                bool locked, bil_error *err)
{
    bil_answer *answer = e->answer;
    bil_plan *other = NULL;
    bil_plan *as_good = NULL;
    bil_change *kept = NULL;
    size_t kept_count = 0;
    bool only = false;
    bil_status status = bil_explain_solve(&other, e, changes, count, err);
    if (status == BIL_OK && other == NULL) {
        answer->verdict = BIL_ANSWER_IRREPLACEABLE;
        return bil_explain_repairs(e, changes, count, -1, err);
    }
    if (status == BIL_OK) {
        status = bil_explain_compare(e, other, err);
    }
    if (status != BIL_OK || locked || !loses(&answer->difference)) {
        answer->verdict = locked ? BIL_ANSWER_LOCKED : BIL_ANSWER_REPLACEABLE;
        return status;
    }
    status = only_it_gives(e, &only, err);
    if (status == BIL_OK && !only) {
        status = bil_explain_keep(e, changes, count, &kept, &kept_count, err);
    }
    if (status == BIL_OK && !only) {
        status = bil_explain_solve(&as_good, e, kept, kept_count, err);
    }
    if (status == BIL_OK && as_good != NULL) {
        bil_plan_free(other);
        answer->verdict = BIL_ANSWER_REPLACEABLE;
        return bil_explain_compare(e, as_good, err);
    }
    answer->verdict = only ? BIL_ANSWER_IRREPLACEABLE : BIL_ANSWER_WORTH;
    return status;
}

bil_status bil_explain_why(const bil_explaining *e, bil_error *err)
{
    const bil_case *person = e->person;
    bool there = false;
    bool locked = false;
    bil_change have[BIL_HAVE_MAX];
    for (size_t t = 0; t < e->plan->phase_count; t++) {
        there = there || (e->answer->subject.kind == BIL_SUBJECT_SERVICE &&
                          bil_explain_line(e, t, e->answer->subject.index) != NULL);
    }
    if (!there) {
        return bil_fail_with(
            err, BIL_E_USAGE, "why", "«%s» non è un servizio del piano: chiedi --why-not",
            "\"%s\" is not a service of the plan: ask --why-not", e->answer->subject.code);
    }
    e->answer->subject.amount = 0;
    bil_change *changes = bil_arena_alloc(e->answer->arena,
                                          person->wishes.must_count + person->wishes.fixed_count +
                                              person->in_place_count + person->override_count + 1,
                                          sizeof *changes);
    if (changes == NULL || bil_explain_have(e, have) != 1) {
        return bil_fail_nomem(err);
    }
    bil_status status = say_needs(e, err);
    if (status == BIL_OK) {
        status = say_payers(e, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    const size_t count = without(e, changes, have[0].what, &locked);
    return solve_without(e, changes, count, locked, err);
}
