/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/difference.h"

#include <string.h>

#include "engine/date.h"
#include "engine/money.h"

/* ---- a plan that may be read beyond its last phase ---- */

typedef struct {
    const bil_plan *plan;
    const bil_plan *other; /* gives the months of the phases beyond */
    size_t count;          /* phases as far as the longer plan goes */
} stretch;

/* NULL for a plan without phases. */
static const bil_plan_phase *phase_at(const stretch *s, size_t phase)
{
    if (s->plan->phase_count == 0) {
        return NULL;
    }
    const size_t last = s->plan->phase_count - 1;
    return &s->plan->phases[phase < last ? phase : last];
}

static int months_at(const stretch *s, size_t phase)
{
    return phase < s->plan->phase_count ? s->plan->phases[phase].months
                                        : s->other->phases[phase].months;
}

/* What was bought once is not bought again in the phases beyond. */
static bool counts(const stretch *s, size_t phase, const bil_line *line)
{
    return line->quantity > 0 && (phase < s->plan->phase_count || !line->one_off);
}

/* ---- figures ---- */

/* Hours of sources of kind family are the only ones the person has for this service. */
static bool family_only(const bil_case *person, bil_index service, bil_date date)
{
    const bil_catalogue *catalogue = person->catalogue;
    bool family = false;
    for (size_t i = 0; i < person->source_count; i++) {
        const bil_source *source = &catalogue->sources[person->sources[i].source];
        if (source->form != BIL_FORM_HOURS || !bil_validity_holds(source->validity, date) ||
            !bil_source_may_pay(catalogue, person->sources[i].source, service)) {
            continue;
        }
        if (source->kind != BIL_SOURCE_FAMILY) {
            return false;
        }
        family = true;
    }
    return family;
}

static bil_date start_of(const bil_case *person, size_t phase)
{
    return phase < person->phase_count ? person->phases[phase].start : person->start;
}

static void add_money(bil_figures *out, const bil_line *line, int64_t months,
                      const bil_catalogue *catalogue)
{
    out->total_cents = bil_add_capped(out->total_cents, bil_mul_capped(line->cost_cents, months));
    for (size_t i = 0; i < line->funding_count; i++) {
        const bil_funding *piece = &line->funding[i];
        if (piece->source >= catalogue->source_count) {
            continue;
        }
        const bil_source *source = &catalogue->sources[piece->source];
        const int64_t cents = bil_mul_capped(piece->cents, months);
        const bool held = source->holder == BIL_HOLDER_PERSON && !source->is_public;
        if (source->is_public) {
            out->public_cents = bil_add_capped(out->public_cents, cents);
        }
        if (held && (source->kind == BIL_SOURCE_PENSION || source->kind == BIL_SOURCE_FAMILY)) {
            out->person_cents = bil_add_capped(out->person_cents, cents);
        }
        if (held && source->kind == BIL_SOURCE_FAMILY) {
            out->family_cents = bil_add_capped(out->family_cents, cents);
        }
    }
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whoever delivers a line: the named provider, or the service itself when bought from nobody named.
 * Help that costs nothing has none. */
static const char *deliverer(const bil_line *line)
{
    if (line->provider_code != NULL) {
        return line->provider_code;
    }
    return line->cost_cents > 0 ? line->code : NULL;
}

/* Has no line before this one the same deliverer? */
static bool first_of_deliverer(const stretch *s, size_t phase, size_t index)
{
    const bil_line *line = &phase_at(s, phase)->lines[index];
    for (size_t t = 0; t <= phase; t++) {
        const bil_plan_phase *before = phase_at(s, t);
        const size_t count = t == phase ? index : before->line_count;
        for (size_t i = 0; i < count; i++) {
            const bil_line *earlier = &before->lines[i];
            if (counts(s, t, earlier) &&
                (earlier->provider_code == NULL) == (line->provider_code == NULL) &&
                same_text(deliverer(earlier), deliverer(line))) {
                return false;
            }
        }
    }
    return true;
}

static void add_line(bil_figures *out, const stretch *s, size_t phase, size_t index,
                     const bil_case *person, bool *residence)
{
    const bil_line *line = &phase_at(s, phase)->lines[index];
    const bil_catalogue *catalogue = person->catalogue;
    if (!counts(s, phase, line)) {
        return;
    }
    const int64_t months = line->one_off ? 1 : months_at(s, phase);
    out->lines++;
    add_money(out, line, months, catalogue);
    if (deliverer(line) != NULL && first_of_deliverer(s, phase, index)) {
        out->providers++;
    }
    if (line->service < catalogue->service_count) {
        if (catalogue->services[line->service].setting == BIL_SETTING_RESIDENTIAL) {
            *residence = true;
        }
        if (family_only(person, line->service, start_of(person, phase))) {
            out->family_hours =
                bil_add_capped(out->family_hours, bil_mul_capped(line->quantity, months));
        }
    }
}

static bil_figures figures_of(const stretch *s, const bil_case *person)
{
    bil_figures out = {.score_e9 = s->plan->score_e9, .shortfall_e9 = s->plan->shortfall_e9};
    if (s->plan->phase_count == 0) {
        return (bil_figures){0};
    }
    for (size_t t = 0; t < s->count; t++) {
        bool residence = false;
        for (size_t i = 0; i < phase_at(s, t)->line_count; i++) {
            add_line(&out, s, t, i, person, &residence);
        }
        out.home_months = bil_add_capped(out.home_months, residence ? 0 : months_at(s, t));
    }
    return out;
}

bil_figures bil_figures_of(const bil_plan *plan, const bil_case *person)
{
    const stretch alone = {plan, plan, plan->phase_count};
    return figures_of(&alone, person);
}

/* ---- lines ---- */

typedef struct {
    stretch before;
    stretch after;
    size_t count;
    const bil_case *person;
    bil_arena *arena;
} pair;

/* All of a service in a phase; a plan from a hand may have it on several lines. */
typedef struct {
    int64_t quantity;
    int64_t cost;
    const char *provider;
    bil_index service;
    bool one_off;
} amount;

static amount amount_of(const stretch *s, size_t phase, const char *code)
{
    amount out = {.service = BIL_NONE};
    const bil_plan_phase *rows = phase_at(s, phase);
    for (size_t i = 0; rows != NULL && i < rows->line_count; i++) {
        const bil_line *line = &rows->lines[i];
        if (counts(s, phase, line) && strcmp(line->code, code) == 0) {
            out.quantity = bil_add_capped(out.quantity, line->quantity);
            out.cost = bil_add_capped(out.cost, line->cost_cents);
            out.provider = out.provider != NULL ? out.provider : line->provider_code;
            out.service = line->service;
            out.one_off = line->one_off;
        }
    }
    return out;
}

/* Puts the change of one service into the list, by catalogue order; those it lacks come last. */
static void insert_line(bil_line_change *list, size_t first, size_t *count,
                        const bil_line_change *row)
{
    size_t at = *count;
    while (at > first && list[at - 1].service > row->service) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = *row;
    (*count)++;
}

static bool listed_line(const bil_line_change *list, size_t first, size_t count, const char *code)
{
    for (size_t i = first; i < count; i++) {
        if (strcmp(list[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds what differs for the services that `side` has in the phase. */
static void compare_lines(const pair *p, const stretch *side, size_t phase, bil_line_change *list,
                          size_t first, size_t *count)
{
    const bil_plan_phase *rows = phase_at(side, phase);
    for (size_t i = 0; rows != NULL && i < rows->line_count; i++) {
        const char *code = rows->lines[i].code;
        if (!counts(side, phase, &rows->lines[i]) || listed_line(list, first, *count, code)) {
            continue;
        }
        const amount before = amount_of(&p->before, phase, code);
        const amount after = amount_of(&p->after, phase, code);
        if (before.quantity == after.quantity && same_text(before.provider, after.provider)) {
            continue;
        }
        const amount *there = after.quantity > 0 ? &after : &before;
        const bil_line_change row = {.phase = phase,
                                     .code = code,
                                     .service = there->service,
                                     .one_off = there->one_off,
                                     .before = before.quantity,
                                     .after = after.quantity,
                                     .cost_before = before.cost,
                                     .cost_after = after.cost,
                                     .provider_before = before.provider,
                                     .provider_after = after.provider};
        insert_line(list, first, count, &row);
    }
}

static bool fill_lines(bil_difference *out, const pair *p)
{
    size_t room = 0;
    for (size_t t = 0; t < p->count; t++) {
        const bil_plan_phase *a = phase_at(&p->before, t);
        const bil_plan_phase *b = phase_at(&p->after, t);
        room += (a != NULL ? a->line_count : 0) + (b != NULL ? b->line_count : 0);
    }
    bil_line_change *list = bil_arena_alloc(p->arena, room, sizeof *list);
    if (list == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t t = 0; t < p->count; t++) {
        const size_t first = count;
        compare_lines(p, &p->before, t, list, first, &count);
        compare_lines(p, &p->after, t, list, first, &count);
    }
    out->lines = list;
    out->line_count = count;
    for (size_t i = 0; i < count; i++) {
        out->services += listed_line(list, 0, i, list[i].code) ? 0 : 1;
    }
    return true;
}

/* ---- needs ---- */

static const bil_coverage *coverage_of(const bil_plan_phase *phase, const char *need_id)
{
    for (size_t i = 0; phase != NULL && i < phase->coverage_count; i++) {
        if (strcmp(phase->coverage[i].need_id, need_id) == 0) {
            return &phase->coverage[i];
        }
    }
    return NULL;
}

static size_t order_of(const bil_case *person, bil_index need)
{
    return need < person->need_count ? person->needs[need].file_order : person->need_count;
}

static void insert_need(const bil_case *person, bil_need_change *list, size_t first, size_t *count,
                        const bil_need_change *row)
{
    size_t at = *count;
    while (at > first && order_of(person, list[at - 1].need) > order_of(person, row->need)) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = *row;
    (*count)++;
}

static void compare_needs(const pair *p, size_t phase, bool of_before, bil_need_change *list,
                          size_t first, size_t *count)
{
    const bil_plan_phase *before = phase_at(&p->before, phase);
    const bil_plan_phase *after = phase_at(&p->after, phase);
    const bil_plan_phase *rows = of_before ? before : after;
    for (size_t i = 0; rows != NULL && i < rows->coverage_count; i++) {
        const bil_coverage *row = &rows->coverage[i];
        const bil_coverage *other = coverage_of(of_before ? after : before, row->need_id);
        const int64_t covered = other == NULL ? 0 : other->covered;
        if ((of_before && other != NULL) || row->covered == covered) {
            continue; /* seen from the other side, or the same */
        }
        const bil_need_change change = {.phase = phase,
                                        .need_id = row->need_id,
                                        .need = row->need,
                                        .target = row->target,
                                        .before = of_before ? row->covered : covered,
                                        .after = of_before ? covered : row->covered};
        insert_need(p->person, list, first, count, &change);
    }
}

static bool fill_needs(bil_difference *out, const pair *p)
{
    size_t room = 0;
    for (size_t t = 0; t < p->count; t++) {
        const bil_plan_phase *a = phase_at(&p->before, t);
        const bil_plan_phase *b = phase_at(&p->after, t);
        room += (a != NULL ? a->coverage_count : 0) + (b != NULL ? b->coverage_count : 0);
    }
    bil_need_change *list = bil_arena_alloc(p->arena, room, sizeof *list);
    if (list == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t t = 0; t < p->count; t++) {
        const size_t first = count;
        compare_needs(p, t, false, list, first, &count);
        compare_needs(p, t, true, list, first, &count);
    }
    out->needs = list;
    out->need_count = count;
    return true;
}

/* ---- payers ---- */

typedef struct {
    bil_payer_change *items;
    size_t count;
    size_t capacity;
} payer_list;

/* The row of a source, new where catalogue order puts it; NULL without memory. */
static bil_payer_change *payer_row(const pair *p, payer_list *list, const bil_funding *piece)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].code, piece->code) == 0) {
            return &list->items[i];
        }
    }
    bil_payer_change *items = bil_arena_grow(p->arena, list->items, list->count, &list->capacity,
                                             list->count + 1, sizeof *items);
    if (items == NULL) {
        return NULL;
    }
    list->items = items;
    size_t at = list->count++;
    while (at > 0 && items[at - 1].source > piece->source) {
        items[at] = items[at - 1];
        at--;
    }
    items[at] = (bil_payer_change){.code = piece->code, .source = piece->source};
    return &items[at];
}

static bool add_line_payers(const pair *p, const bil_line *line, int64_t months, payer_list *list,
                            bool before)
{
    for (size_t k = 0; k < line->funding_count; k++) {
        bil_payer_change *row = payer_row(p, list, &line->funding[k]);
        if (row == NULL) {
            return false;
        }
        int64_t *sum = before ? &row->before : &row->after;
        *sum = bil_add_capped(*sum, bil_mul_capped(line->funding[k].cents, months));
    }
    return true;
}

static bool add_payers(const pair *p, const stretch *s, payer_list *list, bool before)
{
    bool fits = true;
    for (size_t t = 0; t < p->count; t++) {
        const bil_plan_phase *rows = phase_at(s, t);
        for (size_t i = 0; rows != NULL && i < rows->line_count; i++) {
            const bil_line *line = &rows->lines[i];
            if (counts(s, t, line)) {
                const int64_t months = line->one_off ? 1 : months_at(s, t);
                fits = fits && add_line_payers(p, line, months, list, before);
            }
        }
    }
    return fits;
}

static bool fill_payers(bil_difference *out, const pair *p)
{
    payer_list list = {0};
    if (!add_payers(p, &p->before, &list, true) || !add_payers(p, &p->after, &list, false)) {
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].before != list.items[i].after) {
            list.items[kept++] = list.items[i];
        }
    }
    out->payers = list.items;
    out->payer_count = kept;
    return true;
}

bil_status bil_difference_of(bil_difference *out, const bil_plan *before, const bil_plan *after,
                             const bil_case *person, bil_arena *arena, bil_error *err)
{
    const size_t count =
        before->phase_count > after->phase_count ? before->phase_count : after->phase_count;
    const pair p = {.before = {before, after, count},
                    .after = {after, before, count},
                    .count = count,
                    .person = person,
                    .arena = arena};
    bil_difference found = {.before = figures_of(&p.before, person),
                            .after = figures_of(&p.after, person)};
    if (!fill_lines(&found, &p) || !fill_needs(&found, &p) || !fill_payers(&found, &p)) {
        return bil_fail_nomem(err);
    }
    *out = found;
    return BIL_OK;
}
