/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `allowance` rules: while something in `a` is in use, at most so much of `b` in any twelve
 * consecutive months, like the days of respite beside a measure for very severe disability
 * (model §11). A plan shorter than a year has one window, its whole length, not prorated. */

enum { YEAR = 12 };

/* What `b` weighs in one phase while the rule is awake: what recurs each month, and one-offs,
 * which count once. */
enum { MONTHLY, ONCE, KINDS };

typedef struct {
    bil_model_phase *phase;
    const bil_view_rule *rule;
    bool certain;
    uint32_t counted[KINDS]; /* quantity that counts when `a` may or may not be in use */
    double most[KINDS];
} weight;

static int kind_of(const bil_model *model, bil_index service)
{
    return model->view->catalogue->services[service].one_off ? ONCE : MONTHLY;
}

static const bil_view_rule *rule_in(const bil_model_phase *phase, bil_index rule)
{
    for (size_t k = 0; k < phase->phase->rule_count; k++) {
        if (phase->phase->rules[k].rule == rule) {
            return &phase->phase->rules[k];
        }
    }
    return NULL;
}

/* counted ≥ quantity − most × (1 − awake) */
static void add_counted(bil_model *model, weight *w, int kind, uint32_t awake)
{
    const size_t t = w->phase->phase->index;
    const char *id = model->view->catalogue->rules[w->rule->rule].id;
    const double most = w->most[kind];
    w->counted[kind] = bil_lp_add_column(
        &model->lp, 0.0, most, false,
        bil_model_name(model, kind == ONCE ? "do" : "d", w->rule->rule, id, t), id);
    (void)bil_lp_add_row(&model->lp, -most, HUGE_VAL,
                         bil_model_name(model, "count", model->lp.row_count, id, t), id);
    bil_lp_term_add(&model->lp, w->counted[kind], 1.0);
    for (size_t i = 0; i < w->rule->b_service_count; i++) {
        if (kind_of(model, w->rule->b_services[i]) == kind) {
            (void)bil_model_add_quantity(model, w->phase, w->rule->b_services[i], -1.0);
        }
    }
    bil_lp_term_add(&model->lp, awake, -most);
}

static void weigh(bil_model *model, weight *w)
{
    const uint32_t awake = bil_model_awake(model, w->phase, w->rule, &w->certain);
    for (int kind = MONTHLY; kind < KINDS; kind++) {
        if (!w->certain && awake == BIL_NO_COLUMN) {
            w->most[kind] = 0.0;
        }
        if (!w->certain && w->most[kind] > 0.0) {
            add_counted(model, w, kind, awake);
        }
    }
}

static int overlap(int from, int to, int start, int months)
{
    const int first = from > start ? from : start;
    const int last = to < start + months ? to : start + months;
    return last > first ? last - first : 0;
}

static void add_weight(bil_model *model, const weight *w, int months)
{
    for (int kind = MONTHLY; kind < KINDS; kind++) {
        const double times = kind == ONCE ? 1.0 : (double)months;
        if (w->most[kind] <= 0.0) {
            continue;
        }
        if (!w->certain) {
            bil_lp_term_add(&model->lp, w->counted[kind], times);
            continue;
        }
        for (size_t k = 0; k < w->rule->b_service_count; k++) {
            if (kind_of(model, w->rule->b_services[k]) == kind) {
                (void)bil_model_add_quantity(model, w->phase, w->rule->b_services[k], times);
            }
        }
    }
}

static void add_window(bil_model *model, const bil_rule *row, const weight *weights, size_t count,
                       const int *starts, int from, int to)
{
    const int64_t whole = row->parameter_e4 / 10000;
    const double limit = (double)whole + (double)(row->parameter_e4 % 10000) / 10000.0;
    double most = 0.0;
    for (size_t i = 0; i < count; i++) {
        const int months = overlap(from, to, starts[i], weights[i].phase->phase->months);
        most += weights[i].most[MONTHLY] * months + (months > 0 ? weights[i].most[ONCE] : 0.0);
    }
    if (most <= limit) {
        return;
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, limit,
                         bil_model_name(model, "year", model->lp.row_count, row->id, (size_t)from),
                         row->id);
    for (size_t i = 0; i < count; i++) {
        const int months = overlap(from, to, starts[i], weights[i].phase->phase->months);
        if (months > 0) {
            add_weight(model, &weights[i], months);
        }
    }
}

/* Windows that touch a phase's edge: between two edges the weight changes linearly, so the worst
 * window is one of these. */
static bool touches_edge(const bil_view *view, int from)
{
    int start = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        if (from == start || from + YEAR == start) {
            return true;
        }
        start += view->phases[t].months;
    }
    return from + YEAR == start;
}

/* The rule in a phase, with the most that its services of each kind can come to. */
static weight greatest(const bil_model *model, bil_model_phase *phase, const bil_view_rule *rule)
{
    weight w = {.phase = phase, .rule = rule};
    for (size_t k = 0; k < rule->b_service_count; k++) {
        const bil_index service = rule->b_services[k];
        w.most[kind_of(model, service)] += bil_model_high(phase, service);
    }
    return w;
}

/* The phases of the group in which the rule holds; returns how many, and the plan's length. */
static size_t collect(bil_model *model, bil_index index, weight *weights, int *starts, int *length)
{
    size_t count = 0;
    *length = 0;
    for (size_t t = 0, i = 0; t < model->view->phase_count; t++) {
        if (i < model->phase_count && model->phases[i].phase->index == t) {
            bil_model_phase *phase = &model->phases[i++];
            const bil_view_rule *rule = rule_in(phase, index);
            if (rule != NULL && rule->b_service_count > 0) {
                weights[count] = greatest(model, phase, rule);
                weigh(model, &weights[count]);
                starts[count++] = *length;
            }
        }
        *length += model->view->phases[t].months;
    }
    return count;
}

static void add_rule(bil_model *model, bil_index index)
{
    const bil_rule *row = &model->view->catalogue->rules[index];
    weight weights[BIL_PHASES_MAX];
    int starts[BIL_PHASES_MAX] = {0};
    int length = 0;
    const size_t count = collect(model, index, weights, starts, &length);
    if (count > 0 && length <= YEAR) {
        add_window(model, row, weights, count, starts, 0, length);
    }
    for (int from = 0; count > 0 && length > YEAR && from + YEAR <= length; from++) {
        if (touches_edge(model->view, from)) {
            add_window(model, row, weights, count, starts, from, from + YEAR);
        }
    }
}

void bil_block_respite(bil_model *model)
{
    for (size_t i = 0; i < model->view->catalogue->rule_count; i++) {
        const bool off = model->view->relaxed != NULL && model->view->relaxed->rules != NULL &&
                         model->view->relaxed->rules[i];
        const bool waived = bil_case_rule_waived(model->view->person, (bil_index)i);
        if (model->view->catalogue->rules[i].form == BIL_RULE_ALLOWANCE && !off && !waived) {
            add_rule(model, (bil_index)i);
        }
    }
}
