/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/reduction.h"

#include <stdio.h>
#include <string.h>

#include "engine/change.h"
#include "engine/words.h"
#include "solver/parts.h"

enum { CODES_MAX = 400 };

typedef struct {
    bil_amendment *a;
    const bil_case *person;
    const bil_catalogue *catalogue;
    const bil_propose_settings *settings;
    bil_reduction *list;
    size_t count;
    bil_error *err;
} reducing;

/* What was found for one line or need. */
typedef struct {
    bil_reduced reason;
    char what[CODES_MAX]; /* codes */
    bil_words name;       /* what the sentence names; NULL = nothing */
} found;

static found because(bil_reduced reason)
{
    return (found){.reason = reason};
}

static found because_of(bil_reduced reason, const char *code, bil_words name)
{
    found out = {.reason = reason, .name = name};
    bil_text_shorten(out.what, sizeof out.what, code);
    return out;
}

static bil_words both(const char *text)
{
    return (bil_words){text, text};
}

/* ---- what a service does for the person ---- */

static int64_t effect_on(const reducing *r, size_t phase, bil_index service, size_t need)
{
    const bil_service *s = &r->catalogue->services[service];
    int64_t sum = 0;
    for (size_t e = 0; e < s->effect_count; e++) {
        if (s->effects[e].domain == r->person->needs[need].domain) {
            sum += bil_phase_effect(&r->person->phases[phase], service, s->effects[e].hundredths);
        }
    }
    return sum;
}

/* Coverage of a need by the new plan, not cut at the target. */
static int64_t reach(const reducing *r, size_t phase, size_t need)
{
    const bil_plan_phase *p = &r->a->plan->phases[phase];
    int64_t sum = r->person->needs[need].already_covered;
    for (size_t i = 0; i < p->line_count; i++) {
        sum += effect_on(r, phase, p->lines[i].service, need) * p->lines[i].quantity;
    }
    return sum;
}

static const bil_coverage *was_covered(const reducing *r, size_t phase, size_t need)
{
    const bil_plan_phase *p = &r->a->old->phases[phase];
    for (size_t i = 0; i < p->coverage_count; i++) {
        if (p->coverage[i].need == need) {
            return &p->coverage[i];
        }
    }
    return NULL;
}

/* Would the last step up to the old quantity still cover something? */
static bool was_all_needed(const reducing *r, const bil_line_change *line)
{
    const int64_t step = r->catalogue->services[line->service].step;
    for (size_t n = 0; n < r->person->need_count; n++) {
        const int64_t effect = effect_on(r, line->phase, line->service, n);
        const int64_t below =
            reach(r, line->phase, n) + effect * (line->before - line->after - step);
        if (effect > 0 && below < r->person->phases[line->phase].targets[n]) {
            return true;
        }
    }
    return false;
}

/* What was covered of a need that the service serves exceeds today's goal. */
static bool goal_fell(const reducing *r, const bil_line_change *line)
{
    for (size_t n = 0; n < r->person->need_count; n++) {
        const bil_coverage *was = was_covered(r, line->phase, n);
        if (effect_on(r, line->phase, line->service, n) > 0 && was != NULL &&
            (was->covered > r->person->phases[line->phase].targets[n] ||
             was->already < r->person->needs[n].already_covered)) {
            return true;
        }
    }
    return false;
}

static bool serve_the_same(const reducing *r, const bil_line_change *a, const bil_line_change *b)
{
    for (size_t n = 0; n < r->person->need_count; n++) {
        if (r->person->phases[a->phase].targets[n] > 0 &&
            effect_on(r, a->phase, a->service, n) > 0 &&
            effect_on(r, a->phase, b->service, n) > 0) {
            return true;
        }
    }
    return false;
}

/* ---- lists of services ---- */

typedef struct {
    bil_text it;
    bil_text en;
    bil_text codes;
} service_list;

static void list_add(service_list *list, const reducing *r, const bil_line_change *line)
{
    const char *apart = list->codes.size > 0 ? ", " : "";
    const bil_words name = line->service < r->catalogue->service_count
                               ? r->catalogue->services[line->service].name
                               : both(line->code);
    bil_text_addf(&list->it, "%s%s", apart, name.it);
    bil_text_addf(&list->en, "%s%s", apart, name.en);
    bil_text_addf(&list->codes, "%s%s", list->codes.size > 0 ? ";" : "", line->code);
}

/* Copies the list into the amendment and releases it; false without memory. */
static bool list_keep(service_list *list, const reducing *r, bil_reduced reason, found *out)
{
    *out = because(reason);
    bool kept = !list->it.failed && !list->en.failed && !list->codes.failed;
    if (kept && list->codes.size > 0) {
        bil_text_shorten(out->what, sizeof out->what, list->codes.bytes);
        out->name.it = bil_arena_text(r->a->arena, list->it.bytes);
        out->name.en = bil_arena_text(r->a->arena, list->en.bytes);
        kept = out->name.it != NULL && out->name.en != NULL;
    }
    bil_text_release(&list->it);
    bil_text_release(&list->en);
    bil_text_release(&list->codes);
    return kept;
}

/* Did this line grow in the same phase, and cover what the other covered? */
static bool takes_over(const reducing *r, const bil_line_change *other, const bil_line_change *line)
{
    return other->phase == line->phase && other->after > other->before &&
           serve_the_same(r, line, other);
}

/* The lines that took over. */
static bool replaced_by(const reducing *r, const bil_line_change *line, found *out)
{
    service_list list = {{0}, {0}, {0}};
    for (size_t i = 0; i < r->a->difference.line_count; i++) {
        const bil_line_change *other = &r->a->difference.lines[i];
        if (takes_over(r, other, line)) {
            list_add(&list, r, other);
        }
    }
    return list_keep(&list, r, BIL_REDUCED_REPLACED, out);
}

/* ---- what the case says ---- */

static bool wished_away(const reducing *r, const bil_line_change *line, found *out)
{
    const bil_wishes *wishes = &r->person->wishes;
    const bil_override *hand = bil_case_line_by_hand(r->person, line->service, line->phase);
    if (hand != NULL && hand->quantity < line->before) {
        *out = because_of(BIL_REDUCED_HAND, hand->reason, both(hand->reason));
        return true;
    }
    for (size_t i = 0; i < wishes->must_not_count; i++) {
        if (bil_selector_matches_service(r->catalogue, &wishes->must_not[i], line->service)) {
            *out = because_of(BIL_REDUCED_WISH, wishes->must_not[i].text,
                              both(wishes->must_not[i].text));
            return true;
        }
    }
    const bil_fixed *fixed = bil_case_fixed_of(r->person, line->service);
    if (fixed != NULL && hand == NULL && fixed->quantity < line->before) {
        *out = because_of(BIL_REDUCED_WISH, line->code, r->catalogue->services[line->service].name);
        return true;
    }
    return false;
}

static bool beyond_limits(const reducing *r, const bil_line_change *line)
{
    const bil_service *s = &r->catalogue->services[line->service];
    return line->before > s->max_month || line->before < s->min_month ||
           (s->step > 0 && line->before % s->step != 0);
}

/* Nobody gives as much: the old provider is gone or has less room, and so has everybody else. */
static bool nobody_gives(const reducing *r, const bil_line_change *line, found *out)
{
    bool any = false;
    for (size_t p = 0; p < r->catalogue->provider_count; p++) {
        const bil_provider *provider = &r->catalogue->providers[p];
        if (provider->service != line->service) {
            continue;
        }
        any = true;
        if (bil_provider_serves(r->person, provider, r->person->phases[line->phase].start) &&
            bil_case_capacity(r->person, (bil_index)p) >= line->before) {
            return false;
        }
    }
    if (!any) {
        return false;
    }
    *out = because(BIL_REDUCED_PROVIDER);
    if (line->provider_before != NULL) {
        const bil_index p =
            bil_catalogue_find_provider(r->catalogue, line->provider_before, line->service);
        *out = because_of(
            BIL_REDUCED_PROVIDER, line->provider_before,
            both(p == BIL_NONE ? line->provider_before : r->catalogue->providers[p].name));
    }
    return true;
}

/* A source that may pay (or give hours to) the service is there in the phase. */
static bool has_payer(const reducing *r, const bil_line_change *line, bool hours, bil_side side)
{
    const bil_date start = r->person->phases[line->phase].start;
    for (size_t i = 0; i < r->catalogue->source_count; i++) {
        const bil_source *source = &r->catalogue->sources[i];
        const bool there = (source->holder == BIL_HOLDER_POOL && source->form == BIL_FORM_CASH) ||
                           bil_case_source_of(r->person, (bil_index)i) != NULL;
        const bool fits = side == BIL_SIDE_ANY || source->side == BIL_SIDE_ANY ||
                          (source->side == BIL_SIDE_HEALTH) == (side == BIL_SIDE_HEALTH);
        if (there && fits && (source->form == BIL_FORM_HOURS) == hours &&
            bil_validity_holds(source->validity, start) &&
            bil_source_may_pay(r->catalogue, (bil_index)i, line->service)) {
            return true;
        }
    }
    return false;
}

static bool lives_on_hours(const reducing *r, bil_index service)
{
    for (size_t i = 0; i < r->catalogue->source_count; i++) {
        if (r->catalogue->sources[i].form == BIL_FORM_HOURS &&
            bil_source_may_pay(r->catalogue, (bil_index)i, service)) {
            return true;
        }
    }
    return false;
}

static bool nobody_pays(const reducing *r, const bil_line_change *line)
{
    const bil_service *s = &r->catalogue->services[line->service];
    if (lives_on_hours(r, line->service) && !has_payer(r, line, true, BIL_SIDE_ANY)) {
        return true;
    }
    return s->price_cents > 0 &&
           ((s->health_share_bp > 0 && !has_payer(r, line, false, BIL_SIDE_HEALTH)) ||
            (s->health_share_bp < 10000 && !has_payer(r, line, false, BIL_SIDE_SOCIAL)));
}

/* Why the line cannot be what it was, whatever the rest of the plan. */
static bool cannot_be(const reducing *r, const bil_line_change *line, found *out)
{
    if (line->service == BIL_NONE) {
        *out = because(BIL_REDUCED_UNKNOWN);
        return true;
    }
    if (!bil_validity_holds(r->catalogue->services[line->service].validity,
                            r->person->phases[line->phase].start)) {
        *out = because(BIL_REDUCED_DATES);
        return true;
    }
    if (wished_away(r, line, out)) {
        return true;
    }
    if (beyond_limits(r, line)) {
        *out = because(BIL_REDUCED_LIMIT);
        return true;
    }
    if (nobody_gives(r, line, out)) {
        return true;
    }
    *out = because(BIL_REDUCED_PAYERS);
    return nobody_pays(r, line);
}

/* Bought once, now in another phase. */
static bool bought_elsewhere(const reducing *r, const bil_line_change *line, found *out)
{
    for (size_t i = 0; line->one_off && i < r->a->difference.line_count; i++) {
        const bil_line_change *other = &r->a->difference.lines[i];
        if (other->service == line->service && other->phase != line->phase &&
            other->after > other->before) {
            char number[24];
            (void)snprintf(number, sizeof number, "%zu", other->phase + 1);
            const char *kept = bil_arena_text(r->a->arena, number);
            *out = because_of(BIL_REDUCED_ONCE, number, both(kept == NULL ? "" : kept));
            return true;
        }
    }
    return false;
}

static bool has_heir(const reducing *r, const bil_line_change *line)
{
    for (size_t i = 0; i < r->a->difference.line_count; i++) {
        if (takes_over(r, &r->a->difference.lines[i], line)) {
            return true;
        }
    }
    return false;
}

/* Why the line need not be what it was, no other line having taken over. */
static bool need_not_be(const reducing *r, const bil_line_change *line, found *out)
{
    if (bought_elsewhere(r, line, out)) {
        return true;
    }
    if (was_all_needed(r, line)) {
        return false;
    }
    const bool fell = goal_fell(r, line);
    *out = because(fell ? BIL_REDUCED_GOAL : BIL_REDUCED_USELESS);
    return fell || !has_heir(r, line);
}

/* ---- what trying says ---- */

static bool in_new_plan(const reducing *r, bil_index service)
{
    for (size_t t = 0; t < r->a->plan->phase_count; t++) {
        for (size_t i = 0; i < r->a->plan->phases[t].line_count; i++) {
            if (r->a->plan->phases[t].lines[i].service == service) {
                return true;
            }
        }
    }
    return false;
}

static bool forbid(const reducing *r, bil_index service, bil_change *out)
{
    char selector[96];
    (void)snprintf(selector, sizeof selector, "service:%s", r->catalogue->services[service].code);
    *out = (bil_change){.kind = BIL_CHANGE_MUST_NOT,
                        .index = service,
                        .what = bil_arena_text(r->a->arena, selector)};
    return out->what != NULL;
}

/* The quantity a line of the new plan has when the old line is put back: what took over goes back
 * to what it was. */
static int64_t beside(const reducing *r, size_t phase, const bil_line *other,
                      const bil_line_change *line)
{
    for (size_t i = 0; i < r->a->difference.line_count; i++) {
        const bil_line_change *change = &r->a->difference.lines[i];
        if (change->phase == phase && change->service == other->service &&
            takes_over(r, change, line)) {
            return change->before;
        }
    }
    return other->quantity;
}

/* The new plan and nothing else, but with the line as it was in place of what took over. */
static bil_status case_with(bil_case **out, const reducing *r, const bil_line_change *line)
{
    const bil_plan *plan = r->a->plan;
    size_t room = r->catalogue->service_count + 1;
    for (size_t t = 0; t < plan->phase_count; t++) {
        room += plan->phases[t].line_count;
    }
    bil_change *changes = bil_arena_alloc(r->a->arena, room, sizeof *changes);
    size_t count = 0;
    bool whole = changes != NULL;
    for (size_t t = 0; whole && t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *other = &plan->phases[t].lines[i];
            if (t != line->phase || other->service != line->service) {
                changes[count++] = (bil_change){.kind = BIL_CHANGE_SET,
                                                .index = other->service,
                                                .phase = t,
                                                .amount = beside(r, t, other, line)};
            }
        }
    }
    for (bil_index s = 0; whole && s < r->catalogue->service_count; s++) {
        if (s != line->service && !in_new_plan(r, s)) {
            whole = forbid(r, s, &changes[count++]);
        }
    }
    if (!whole) {
        return bil_fail_nomem(r->err);
    }
    changes[count++] = (bil_change){.kind = BIL_CHANGE_SET,
                                    .index = line->service,
                                    .phase = line->phase,
                                    .amount = line->before};
    return bil_case_changed(out, r->person, changes, count, "-", r->err);
}

/* From what says most to what says least; lines set here are not among them. */
static const bil_part_kind telling[] = {
    BIL_PART_RULE,      BIL_PART_BUDGET, BIL_PART_LIMIT, BIL_PART_HOURS,    BIL_PART_PLACE,
    BIL_PART_ALLOWANCE, BIL_PART_MUST,   BIL_PART_KEEP,  BIL_PART_AT_LEAST, BIL_PART_FIXED};

enum { TELLING = sizeof telling / sizeof telling[0] };

/* Leaves out a run of parts of a kind; they stay left out when there is no plan still. */
static bil_status leave_out(bil_parts_of *parts, bil_part_kind kind, size_t from, size_t to,
                            const reducing *r, bool *matters)
{
    bil_arena *arena = bil_arena_new();
    bool *before = arena == NULL ? NULL : bil_arena_alloc(arena, to - from + 1, sizeof *before);
    bool any = false;
    bil_status status = before == NULL ? bil_fail_nomem(r->err) : BIL_OK;
    *matters = false;
    for (size_t i = from; before != NULL && i < to; i++) {
        before[i - from] = parts->off[kind][i];
        any = any || !parts->off[kind][i];
        parts->off[kind][i] = true;
    }
    if (status == BIL_OK && any) {
        status = bil_parts_possible(parts, matters, r->err);
    }
    for (size_t i = from; before != NULL && *matters && i < to; i++) {
        parts->off[kind][i] = before[i - from];
    }
    bil_arena_free(arena);
    return status;
}

/* What is in the way: the most telling kind of parts that cannot all be left out, and one of them
 * that matters. `kind` is BIL_PART_KINDS when nothing that can be switched off is. */
static bil_status in_the_way(bil_part *out, bil_parts_of *parts, const reducing *r)
{
    bil_status status = BIL_OK;
    bool matters = false;
    *out = (bil_part){.kind = BIL_PART_KINDS};
    for (size_t k = TELLING; k-- > 0 && status == BIL_OK;) {
        status = leave_out(parts, telling[k], 0, parts->sizes[telling[k]], r, &matters);
        out->kind = matters ? telling[k] : out->kind;
    }
    if (out->kind == BIL_PART_KINDS) {
        return status;
    }
    size_t from = 0;
    size_t to = parts->sizes[out->kind];
    while (to - from > 1 && status == BIL_OK) {
        const size_t half = from + (to - from) / 2;
        status = leave_out(parts, out->kind, from, half, r, &matters);
        from = matters ? from : half;
        to = matters ? half : to;
    }
    out->index = from;
    return status;
}

static found of_part(const reducing *r, const bil_part *part)
{
    const size_t i = part->index;
    switch (part->kind) {
    case BIL_PART_RULE:
        return because_of(BIL_REDUCED_RULE, r->catalogue->rules[i].id, r->catalogue->rules[i].text);
    case BIL_PART_BUDGET:
        return because(BIL_REDUCED_BUDGET);
    case BIL_PART_LIMIT:
    case BIL_PART_HOURS:
        return because_of(BIL_REDUCED_SOURCE, r->catalogue->sources[i].code,
                          r->catalogue->sources[i].name);
    case BIL_PART_PLACE:
        return because_of(BIL_REDUCED_PROVIDER, r->catalogue->providers[i].code,
                          both(r->catalogue->providers[i].name));
    case BIL_PART_ALLOWANCE:
        return because(BIL_REDUCED_ALLOWANCE);
    case BIL_PART_MUST:
        return because_of(BIL_REDUCED_WISH, r->person->wishes.must[i].text,
                          both(r->person->wishes.must[i].text));
    case BIL_PART_KEEP:
    case BIL_PART_FIXED:
    case BIL_PART_AT_LEAST:
        return because(BIL_REDUCED_WISH);
    case BIL_PART_MUST_NOT:
    case BIL_PART_OVERRIDE:
    case BIL_PART_KINDS:
        break;
    }
    return because(BIL_REDUCED_MONEY);
}

/* Puts the line back beside the rest of the new plan, and looks what is in the way. When nothing
 * is, the change was a matter of choice: others cover the same, or fewer lines change. */
static bil_status try_it(const reducing *r, const bil_line_change *line, found *out)
{
    bil_arena *arena = bil_arena_new();
    bil_case *with = NULL;
    bil_parts_of parts;
    bil_part part;
    bool possible = true;
    bil_status status = arena == NULL ? bil_fail_nomem(r->err) : case_with(&with, r, line);
    if (status == BIL_OK) {
        status = bil_parts_init(&parts, with, r->settings, -1, arena, r->err);
    }
    if (status == BIL_OK) {
        status = bil_parts_possible(&parts, &possible, r->err);
    }
    if (status == BIL_OK && possible) {
        status = replaced_by(r, line, out) ? BIL_OK : bil_fail_nomem(r->err);
        *out = out->what[0] != '\0' ? *out : because(BIL_REDUCED_CHOICE);
    } else if (status == BIL_OK) {
        status = in_the_way(&part, &parts, r);
        *out = of_part(r, &part);
    }
    bil_case_free(with);
    bil_arena_free(arena);
    return status;
}

/* ---- the list ---- */

static bil_answer_word sentence(bil_reduced reason, bool named)
{
    static const bil_answer_word words[BIL_REDUCED_COUNT] = {
        [BIL_REDUCED_UNKNOWN] = BIL_A_REDUCED_UNKNOWN,
        [BIL_REDUCED_DATES] = BIL_A_REDUCED_DATES,
        [BIL_REDUCED_WISH] = BIL_A_REDUCED_WISH,
        [BIL_REDUCED_HAND] = BIL_A_REDUCED_HAND,
        [BIL_REDUCED_LIMIT] = BIL_A_REDUCED_LIMIT,
        [BIL_REDUCED_PROVIDER] = BIL_A_REDUCED_PROVIDER,
        [BIL_REDUCED_PAYERS] = BIL_A_REDUCED_PAYERS,
        [BIL_REDUCED_GOAL] = BIL_A_REDUCED_GOAL,
        [BIL_REDUCED_REPLACED] = BIL_A_REDUCED_REPLACED,
        [BIL_REDUCED_USELESS] = BIL_A_REDUCED_USELESS,
        [BIL_REDUCED_ONCE] = BIL_A_REDUCED_ONCE,
        [BIL_REDUCED_RULE] = BIL_A_REDUCED_RULE,
        [BIL_REDUCED_BUDGET] = BIL_A_REDUCED_BUDGET,
        [BIL_REDUCED_SOURCE] = BIL_A_REDUCED_SOURCE,
        [BIL_REDUCED_MONEY] = BIL_A_REDUCED_MONEY,
        [BIL_REDUCED_ALLOWANCE] = BIL_A_REDUCED_ALLOWANCE,
        [BIL_REDUCED_CHOICE] = BIL_A_REDUCED_CHOICE,
        [BIL_REDUCED_ALREADY] = BIL_A_REDUCED_ALREADY,
        [BIL_REDUCED_LINES] = BIL_A_REDUCED_LINES,
        [BIL_REDUCED_EFFECT] = BIL_A_REDUCED_EFFECT,
    };
    if (!named && reason == BIL_REDUCED_WISH) {
        return BIL_A_REDUCED_LOCK;
    }
    return !named && reason == BIL_REDUCED_PROVIDER ? BIL_A_REDUCED_NOBODY : words[reason];
}

/* Adds one reduction with its sentence. */
static bil_status add(reducing *r, bil_reduction row, const found *why)
{
    const bool named = why->name.it != NULL;
    const bil_answer_word word = sentence(why->reason, named);
    row.reason = why->reason;
    row.what = bil_arena_text(r->a->arena, why->what);
    row.text = named ? bil_answer_fill(r->a->arena, word, &why->name, 1) : bil_answer_words(word);
    if (row.what == NULL || row.text.it == NULL || row.text.en == NULL) {
        return bil_fail_nomem(r->err);
    }
    r->list[r->count++] = row;
    return BIL_OK;
}

static bil_status add_line(reducing *r, const bil_line_change *line)
{
    found why = {.reason = BIL_REDUCED_CHOICE};
    bil_status status = BIL_OK;
    if (!cannot_be(r, line, &why) && !need_not_be(r, line, &why)) {
        status = try_it(r, line, &why);
    }
    const bil_reduction row = {.phase = line->phase,
                               .code = line->code,
                               .index = line->service,
                               .before = line->before,
                               .after = line->after};
    return status == BIL_OK ? add(r, row, &why) : status;
}

/* The lines of the phase that shrank and cover the need. */
static bool by_lines(const reducing *r, const bil_need_change *need, found *out)
{
    service_list list = {{0}, {0}, {0}};
    for (size_t i = 0; i < r->a->difference.line_count; i++) {
        const bil_line_change *line = &r->a->difference.lines[i];
        if (line->phase != need->phase || line->after >= line->before) {
            continue;
        }
        /* nobody knows any more what a service that is gone covered */
        if (line->service == BIL_NONE || effect_on(r, need->phase, line->service, need->need) > 0) {
            list_add(&list, r, line);
        }
    }
    return list_keep(&list, r, BIL_REDUCED_LINES, out);
}

static bil_status add_need(reducing *r, const bil_need_change *need)
{
    const bil_reduction row = {.phase = need->phase,
                               .is_need = true,
                               .code = need->need_id,
                               .index = need->need,
                               .before = need->before,
                               .after = need->after};
    found why = {.reason = BIL_REDUCED_GOAL};
    if (need->need < r->person->need_count && need->after < need->target) {
        const bil_coverage *was = was_covered(r, need->phase, need->need);
        if (!by_lines(r, need, &why)) {
            return bil_fail_nomem(r->err);
        }
        if (why.what[0] == '\0') {
            const bool less =
                was != NULL && was->already > r->person->needs[need->need].already_covered;
            why = because(less ? BIL_REDUCED_ALREADY : BIL_REDUCED_EFFECT);
        }
    }
    return add(r, row, &why);
}

bil_status bil_reductions_find(bil_amendment *amendment, const bil_case *person,
                               const bil_propose_settings *settings, bil_error *err)
{
    const bil_difference *difference = &amendment->difference;
    reducing r = {.a = amendment,
                  .person = person,
                  .catalogue = person->catalogue,
                  .settings = settings,
                  .err = err};
    r.list = bil_arena_alloc(amendment->arena, difference->line_count + difference->need_count,
                             sizeof *r.list);
    if (r.list == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = BIL_OK;
    for (size_t t = 0; t < person->phase_count; t++) {
        for (size_t i = 0; i < difference->line_count && status == BIL_OK; i++) {
            const bil_line_change *line = &difference->lines[i];
            status = line->phase == t && line->after < line->before ? add_line(&r, line) : BIL_OK;
        }
        for (size_t i = 0; i < difference->need_count && status == BIL_OK; i++) {
            const bil_need_change *need = &difference->needs[i];
            status = need->phase == t && need->after < need->before ? add_need(&r, need) : BIL_OK;
        }
    }
    amendment->reductions = r.list;
    amendment->reduction_count = r.count;
    return status;
}
