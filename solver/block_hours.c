/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* Hours of family and volunteers: whole hours flow from the sources listed to the services they
 * are eligible for, and cap them (model §11). */

static bool only_helper(const bil_view_phase *p, uint32_t helpers)
{
    for (size_t o = 0; o < p->offer_count; o++) {
        if (p->offers[o].hours_limited && (p->offers[o].helpers & helpers) != 0 &&
            p->offers[o].helpers != helpers) {
            return false;
        }
    }
    return true;
}

/* Is it decided whether this helper is used? One in use already counts as used without hours. */
static bool decided(const bil_model_phase *phase, size_t h)
{
    return phase->draws[h] != BIL_NO_COLUMN && !phase->phase->helpers[h].active;
}

/* All the services these helpers serve are served by all of them: one row on the sum does. */
static void add_pooled(bil_model *model, bil_model_phase *phase, uint32_t helpers)
{
    const bil_view_phase *p = phase->phase;
    double hours = 0.0;
    for (size_t h = 0; h < p->helper_count; h++) {
        const bool in = (helpers >> h & 1U) != 0 && phase->draws[h] == BIL_NO_COLUMN;
        hours += in ? (double)p->helpers[h].hours : 0.0;
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, hours,
                         bil_model_name(model, "hours", helpers, "", p->index), "");
    for (size_t o = 0; o < p->offer_count; o++) {
        if (p->offers[o].hours_limited && p->offers[o].helpers == helpers) {
            bil_lp_term_add(&model->lp, phase->steps[o], phase->unit[o]);
        }
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        if ((helpers >> h & 1U) != 0 && phase->draws[h] != BIL_NO_COLUMN) {
            bil_lp_term_add(&model->lp, phase->draws[h], -(double)p->helpers[h].hours);
        }
    }
}

/* Who is used gives at least an hour: so many helpers, so many hours. */
static void add_used(bil_model *model, bil_model_phase *phase, uint32_t helpers)
{
    const bil_view_phase *p = phase->phase;
    bool any = false;
    for (size_t h = 0; h < p->helper_count; h++) {
        any = any || ((helpers >> h & 1U) != 0 && decided(phase, h));
    }
    if (!any) {
        return;
    }
    (void)bil_lp_add_row(&model->lp, 0.0, HUGE_VAL,
                         bil_model_name(model, "hour", helpers, "", p->index), "");
    for (size_t o = 0; o < p->offer_count; o++) {
        if (p->offers[o].hours_limited && p->offers[o].helpers == helpers) {
            bil_lp_term_add(&model->lp, phase->steps[o], phase->unit[o]);
        }
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        if ((helpers >> h & 1U) != 0 && decided(phase, h)) {
            bil_lp_term_add(&model->lp, phase->draws[h], -1.0);
        }
    }
}

/* Who has nobody to help is not used. */
static void add_idle(bil_model *model, bil_model_phase *phase)
{
    const bil_view_phase *p = phase->phase;
    uint32_t busy = 0;
    for (size_t o = 0; o < p->offer_count; o++) {
        busy |= p->offers[o].hours_limited ? p->offers[o].helpers : 0;
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        if ((busy >> h & 1U) == 0 && decided(phase, h)) {
            (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 0.0,
                                 bil_model_name(model, "idle", h, "", p->index), "");
            bil_lp_term_add(&model->lp, phase->draws[h], 1.0);
        }
    }
}

static bool helps(const bil_view_phase *p, size_t h, size_t o)
{
    return p->offers[o].hours_limited && (p->offers[o].helpers >> h & 1U) != 0;
}

/* The hours of a service: the columns of those who may give them, and a row that adds them up. */
static void add_given(bil_model *model, const bil_model_phase *phase, uint32_t *flow, size_t o)
{
    const bil_view_phase *p = phase->phase;
    const char *code = bil_offer_service(model->view, &p->offers[o])->code;
    for (size_t h = 0; h < p->helper_count; h++) {
        if (helps(p, h, o)) {
            const size_t cell = o * p->helper_count + h;
            flow[cell] = bil_lp_add_column(&model->lp, 0.0, (double)p->helpers[h].hours, false,
                                           bil_model_name(model, "x", cell, code, p->index), code);
        }
    }
    (void)bil_lp_add_row(&model->lp, 0.0, 0.0, bil_model_name(model, "given", o, code, p->index),
                         code);
    bil_lp_term_add(&model->lp, phase->steps[o], phase->unit[o]);
    for (size_t h = 0; h < p->helper_count; h++) {
        if (helps(p, h, o)) {
            bil_lp_term_add(&model->lp, flow[o * p->helper_count + h], -1.0);
        }
    }
}

/* All a helper gives, as terms of the open row. */
static void add_work(bil_model *model, const bil_view_phase *p, const uint32_t *flow, size_t h)
{
    for (size_t o = 0; o < p->offer_count; o++) {
        if (helps(p, h, o)) {
            bil_lp_term_add(&model->lp, flow[o * p->helper_count + h], 1.0);
        }
    }
}

/* The general case: a column per helper and service, as in a transport problem. */
static void add_transport(bil_model *model, bil_model_phase *phase)
{
    const bil_view_phase *p = phase->phase;
    const size_t cells = p->offer_count * p->helper_count + 1;
    uint32_t *flow = bil_arena_alloc(model->arena, cells, sizeof *flow);
    if (flow == NULL) {
        model->lp.out_of_memory = true;
        return;
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        if (p->offers[o].hours_limited) {
            add_given(model, phase, flow, o);
        }
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        const bool free = phase->draws[h] == BIL_NO_COLUMN;
        const double hours = (double)p->helpers[h].hours;
        (void)bil_lp_add_row(&model->lp, -HUGE_VAL, free ? hours : 0.0,
                             bil_model_name(model, "hours", h, "", p->index), "");
        add_work(model, p, flow, h);
        if (!free) {
            bil_lp_term_add(&model->lp, phase->draws[h], -hours);
        }
        if (decided(phase, h)) {
            (void)bil_lp_add_row(&model->lp, 0.0, HUGE_VAL,
                                 bil_model_name(model, "hour", h, "", p->index), "");
            add_work(model, p, flow, h);
            bil_lp_term_add(&model->lp, phase->draws[h], -1.0);
        }
    }
}

void bil_block_hours(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        bool pooled = true;
        for (size_t o = 0; o < p->offer_count; o++) {
            pooled =
                pooled && (!p->offers[o].hours_limited || only_helper(p, p->offers[o].helpers));
        }
        add_idle(model, &model->phases[i]);
        if (!pooled) {
            add_transport(model, &model->phases[i]);
            continue;
        }
        for (size_t o = 0; o < p->offer_count; o++) {
            bool first = p->offers[o].hours_limited;
            for (size_t before = 0; first && before < o; before++) {
                first = !p->offers[before].hours_limited ||
                        p->offers[before].helpers != p->offers[o].helpers;
            }
            if (first) {
                add_pooled(model, &model->phases[i], p->offers[o].helpers);
                add_used(model, &model->phases[i], p->offers[o].helpers);
            }
        }
    }
}
