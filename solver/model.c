/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/model.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "engine/money.h"

enum { NAME_ROOM = 60, CODE_ROOM = 32 };

typedef struct {
    char text[NAME_ROOM + 1];
    size_t used;
} name_text;

static void put(name_text *name, const char *text)
{
    for (; *text != '\0' && name->used < NAME_ROOM; text++) {
        name->text[name->used++] = *text;
    }
}

static void put_number(name_text *name, size_t number)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(name, digits + at);
}

/* Put together by hand: printf would take a good part of the time in which a model is built. */
const char *bil_model_name(bil_model *model, const char *prefix, size_t number, const char *code,
                           size_t phase)
{
    char plain[CODE_ROOM];
    size_t used = 0;
    for (const char *p = code; *p != '\0' && used + 1 < sizeof plain; p++) {
        const unsigned char c = (unsigned char)*p;
        plain[used++] = c < 128 && isalnum(c) ? (char)c : '_';
    }
    plain[used] = '\0';
    name_text name = {.used = 0};
    put(&name, prefix);
    put_number(&name, number);
    put(&name, "_");
    put(&name, plain);
    put(&name, "_p");
    put_number(&name, phase + 1);
    name.text[name.used] = '\0';
    const char *kept = bil_arena_text(model->arena, name.text);
    if (kept == NULL) {
        model->lp.out_of_memory = true;
        return "";
    }
    return kept;
}

static uint32_t *column_list(bil_model *model, size_t count)
{
    uint32_t *list = bil_arena_alloc(model->arena, count + 1, sizeof *list);
    for (size_t i = 0; list != NULL && i < count; i++) {
        list[i] = BIL_NO_COLUMN;
    }
    return list;
}

static bool prepare_phase(bil_model *model, bil_model_phase *phase)
{
    const bil_view_phase *p = phase->phase;
    phase->residence = BIL_NO_COLUMN;
    phase->steps = column_list(model, p->offer_count);
    phase->active = column_list(model, p->offer_count);
    phase->unit = bil_arena_alloc(model->arena, p->offer_count + 1, sizeof *phase->unit);
    phase->fill = column_list(model, model->view->person->need_count * model->segments);
    phase->missing = column_list(model, model->view->person->need_count);
    phase->uses = column_list(model, p->payer_count);
    phase->draws = column_list(model, p->helper_count);
    return phase->steps != NULL && phase->active != NULL && phase->unit != NULL &&
           phase->fill != NULL && phase->missing != NULL && phase->uses != NULL &&
           phase->draws != NULL;
}

/* Decisions to use a source, before any block needs them. */
static void add_source_flags(bil_model *model, bil_model_phase *phase)
{
    const bil_view_phase *p = phase->phase;
    for (size_t r = 0; r < p->payer_count; r++) {
        if (p->payers[r].flagged) {
            const char *code = model->view->catalogue->sources[p->payers[r].source].code;
            phase->uses[r] = bil_lp_add_column(&model->lp, 0.0, 1.0, true,
                                               bil_model_name(model, "g", r, code, p->index), code);
        }
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        if (p->helpers[h].flagged) {
            const char *code = model->view->catalogue->sources[p->helpers[h].source].code;
            phase->draws[h] = bil_lp_add_column(
                &model->lp, 0.0, 1.0, true, bil_model_name(model, "gh", h, code, p->index), code);
        }
    }
}

bil_status bil_model_build(bil_model *out, const bil_view *view, const size_t *members,
                           size_t member_count, bil_arena *arena, bil_error *err)
{
    static void (*const blocks[])(bil_model *) = {
#define BIL_BLOCK(name) bil_block_##name,
#include "solver/blocks.def"
#undef BIL_BLOCK
    };
    memset(out, 0, sizeof *out);
    bil_lp_init(&out->lp, arena);
    out->arena = arena;
    out->view = view;
    out->segments = view->catalogue->curve_count - 1;
    out->phase_count = member_count;
    out->phases = bil_arena_alloc(arena, member_count, sizeof *out->phases);
    if (out->phases == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < member_count; i++) {
        out->phases[i].phase = &view->phases[members[i]];
        out->impossible = out->impossible || out->phases[i].phase->impossible;
        if (!prepare_phase(out, &out->phases[i])) {
            return bil_fail_nomem(err);
        }
        add_source_flags(out, &out->phases[i]);
    }
    for (size_t b = 0; b < sizeof blocks / sizeof blocks[0]; b++) {
        blocks[b](out);
    }
    if (out->lp.column_count == 0) { /* nothing is on offer: an empty plan still has a model */
        (void)bil_lp_add_column(&out->lp, 0.0, 0.0, false, "nothing", "");
    }
    return out->lp.out_of_memory ? bil_fail_nomem(err) : BIL_OK;
}

static bil_activity gather(bil_model *model, const uint32_t *columns, size_t count)
{
    uint32_t *kept = bil_arena_alloc(model->arena, count + 1, sizeof *kept);
    if (kept == NULL) {
        model->lp.out_of_memory = true;
        return (bil_activity){0};
    }
    memcpy(kept, columns, count * sizeof *kept);
    return (bil_activity){.columns = kept, .count = count};
}

bil_activity bil_model_service_activity(bil_model *model, bil_model_phase *phase, bil_index service)
{
    size_t first = 0;
    while (first < phase->phase->offer_count && phase->phase->offers[first].service != service) {
        first++;
    }
    size_t count = 0;
    while (first + count < phase->phase->offer_count &&
           phase->phase->offers[first + count].service == service) {
        count++;
    }
    return gather(model, phase->active + first, count);
}

/* In use for certain, when the column of its decision is 1, or never. */
static bil_activity decided_by(bil_model *model, bool active, const uint32_t *column)
{
    if (active) {
        return (bil_activity){.certain = true};
    }
    if (*column == BIL_NO_COLUMN) {
        return (bil_activity){0};
    }
    return gather(model, column, 1);
}

bil_activity bil_model_source_activity(bil_model *model, bil_model_phase *phase, bil_index source)
{
    const size_t payer = bil_view_payer(phase->phase, source);
    if (payer != SIZE_MAX) {
        return decided_by(model, phase->phase->payers[payer].active, &phase->uses[payer]);
    }
    const size_t helper = bil_view_helper(phase->phase, source);
    if (helper != SIZE_MAX) {
        return decided_by(model, phase->phase->helpers[helper].active, &phase->draws[helper]);
    }
    return (bil_activity){0};
}

size_t bil_model_subjects(bil_model *model, bil_model_phase *phase, const bil_index *services,
                          size_t service_count, const bil_index *sources, size_t source_count,
                          bil_activity **out)
{
    bil_activity *list =
        bil_arena_alloc(model->arena, service_count + source_count + 1, sizeof *list);
    if (list == NULL) {
        model->lp.out_of_memory = true;
        *out = NULL;
        return 0;
    }
    for (size_t i = 0; i < service_count; i++) {
        list[i] = bil_model_service_activity(model, phase, services[i]);
    }
    for (size_t i = 0; i < source_count; i++) {
        list[service_count + i] = bil_model_source_activity(model, phase, sources[i]);
    }
    *out = list;
    return service_count + source_count;
}

void bil_model_add_activity(bil_model *model, const bil_activity *activity, double value)
{
    for (size_t i = 0; i < activity->count; i++) {
        bil_lp_term_add(&model->lp, activity->columns[i], value);
    }
}

double bil_model_high(const bil_model_phase *phase, bil_index service)
{
    int64_t high = 0;
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        const bil_offer *offer = &phase->phase->offers[o];
        if (offer->service == service && offer->high > high) {
            high = offer->high;
        }
    }
    return (double)high;
}

double bil_model_add_quantity(bil_model *model, bil_model_phase *phase, bil_index service,
                              double value)
{
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        if (phase->phase->offers[o].service == service) {
            bil_lp_term_add(&model->lp, phase->steps[o], value * phase->unit[o]);
        }
    }
    return bil_model_high(phase, service);
}

uint32_t bil_model_awake(bil_model *model, bil_model_phase *phase, const bil_view_rule *rule,
                         bool *certain)
{
    bil_activity *subjects = NULL;
    const size_t count = bil_model_subjects(model, phase, rule->a_services, rule->a_service_count,
                                            rule->a_sources, rule->a_source_count, &subjects);
    size_t columns = 0;
    *certain = false;
    for (size_t i = 0; i < count; i++) {
        *certain = *certain || subjects[i].certain;
        columns += subjects[i].count;
    }
    if (*certain || columns == 0) {
        return BIL_NO_COLUMN;
    }
    if (columns == 1) {
        for (size_t i = 0; i < count; i++) {
            if (subjects[i].count == 1) {
                return subjects[i].columns[0];
            }
        }
    }
    const bil_rule *row = &model->view->catalogue->rules[rule->rule];
    const uint32_t awake = bil_lp_add_column(
        &model->lp, 0.0, 1.0, false,
        bil_model_name(model, "w", rule->rule, row->id, phase->phase->index), row->id);
    for (size_t i = 0; i < count; i++) {
        if (subjects[i].count > 0) {
            (void)bil_lp_add_row(
                &model->lp, 0.0, HUGE_VAL,
                bil_model_name(model, "awake", model->lp.row_count, row->id, phase->phase->index),
                row->id);
            bil_lp_term_add(&model->lp, awake, 1.0);
            bil_model_add_activity(model, &subjects[i], -1.0);
        }
    }
    return awake;
}

static void mark(uint32_t *out, const uint32_t *columns, size_t count, uint32_t part)
{
    for (size_t k = 0; k < count; k++) {
        if (columns[k] != BIL_NO_COLUMN) {
            out[columns[k]] = part;
        }
    }
}

void bil_model_parts(const bil_model *model, uint32_t *out)
{
    const size_t needs = model->view->person->need_count;
    for (size_t j = 0; j < model->lp.column_count; j++) {
        out[j] = UINT32_MAX;
    }
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        const uint32_t part = (uint32_t)i;
        mark(out, phase->steps, phase->phase->offer_count, part);
        mark(out, phase->active, phase->phase->offer_count, part);
        mark(out, phase->fill, needs * model->segments, part);
        mark(out, phase->missing, needs, part);
        mark(out, phase->uses, phase->phase->payer_count, part);
        mark(out, phase->draws, phase->phase->helper_count, part);
        mark(out, &phase->residence, 1, part);
        for (size_t k = 0; k < phase->payment_count; k++) {
            mark(out, &phase->payments[k].column, 1, part);
        }
    }
}

int64_t bil_rule_monthly_limit(const bil_rule *rule, bool strictly_below)
{
    /* q × 12 < parameter × 52 by the week, q < parameter by the month, q × 12 < parameter by the
     * year; parameters are × 10 000 */
    int64_t top = rule->parameter_e4;
    int64_t bottom = 10000;
    if (rule->period == BIL_PERIOD_WEEK) {
        top *= 52;
        bottom *= 12;
    }
    if (rule->period == BIL_PERIOD_YEAR) {
        bottom *= 12;
    }
    return bil_div_floor(strictly_below ? top - 1 : top, bottom);
}
