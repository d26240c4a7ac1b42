/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/apart.h"

#include <math.h>

bil_moved bil_model_moved(bil_model *model, size_t phase, size_t offer, int64_t quantity)
{
    const bil_model_phase *mine = &model->phases[phase];
    const bil_view_phase *p = mine->phase;
    const uint32_t steps = mine->steps[offer];
    if (quantity == 0 || steps == mine->active[offer]) {
        return (bil_moved){.columns = {mine->active[offer]}, .count = 1, .gone = quantity != 0};
    }
    const double now = (double)bil_offer_steps(&p->offers[offer], quantity);
    const double most = model->lp.columns[steps].upper;
    const char *code = bil_offer_service(model->view, &p->offers[offer])->code;
    const uint32_t more = bil_lp_add_column(
        &model->lp, 0.0, now < most ? 1.0 : 0.0, true,
        bil_model_name(model, "up", model->lp.column_count, code, p->index), code);
    const uint32_t less = bil_lp_add_column(
        &model->lp, 0.0, 1.0, true,
        bil_model_name(model, "down", model->lp.column_count, code, p->index), code);
    (void)bil_lp_add_row(&model->lp, 0.0, HUGE_VAL,
                         bil_model_name(model, "above", model->lp.row_count, code, p->index), code);
    bil_lp_term_add(&model->lp, steps, 1.0);
    bil_lp_term_add(&model->lp, more, -(now + 1.0));
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, most,
                         bil_model_name(model, "under", model->lp.row_count, code, p->index), code);
    bil_lp_term_add(&model->lp, steps, 1.0);
    bil_lp_term_add(&model->lp, less, most - now + 1.0);
    return (bil_moved){.columns = {more, less}, .count = 2};
}

/* One phase: a service the plan has is elsewhere when its offer moved; one it has not, when any of
 * its offers, of which one at most is active, is there. So no service counts twice. */
static void keep_apart(bil_model *model, size_t i, const int64_t *quantity)
{
    const bil_view_phase *p = model->phases[i].phase;
    bil_moved *moved = bil_arena_alloc(model->arena, p->offer_count + 1, sizeof *moved);
    if (moved == NULL) {
        model->lp.out_of_memory = true;
        return;
    }
    double gone = 0.0;
    size_t o = 0;
    while (o < p->offer_count) {
        size_t end = o;
        size_t bought = SIZE_MAX;
        while (end < p->offer_count && p->offers[end].service == p->offers[o].service) {
            bought = quantity[end] > 0 ? end : bought;
            end++;
        }
        for (; o < end; o++) {
            if (bought == SIZE_MAX || bought == o) {
                moved[o] = bil_model_moved(model, i, o, quantity[o]);
                gone += moved[o].gone ? 1.0 : 0.0;
            }
        }
    }
    (void)bil_lp_add_row(&model->lp, 2.0 - gone, HUGE_VAL,
                         bil_model_name(model, "apart", model->lp.row_count, "", p->index), "");
    for (o = 0; o < p->offer_count; o++) {
        for (size_t k = 0; k < moved[o].count; k++) {
            bil_lp_term_add(&model->lp, moved[o].columns[k], moved[o].gone ? -1.0 : 1.0);
        }
    }
}

void bil_apart_add(bil_model *model, const bil_apart *plan)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const size_t t = model->phases[i].phase->index;
        if ((plan->phases >> t & 1U) != 0) {
            keep_apart(model, i, plan->choices[t].quantity);
        }
    }
}

/* How many of the plans have the service in the phase. */
static double holders(const bil_view_phase *p, bil_index service, const bil_apart *plans,
                      size_t count)
{
    double sum = 0.0;
    for (size_t k = 0; k < count; k++) {
        for (size_t o = 0; o < p->offer_count; o++) {
            const bool has = plans[k].choices[p->index].quantity[o] > 0;
            sum += has && p->offers[o].service == service ? 1.0 : 0.0;
        }
    }
    return sum;
}

void bil_apart_share(bil_model *model, const bil_apart *plans, size_t count)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        double *shared = bil_arena_alloc(model->arena, p->offer_count + 1, sizeof *shared);
        if (shared == NULL) {
            model->lp.out_of_memory = true;
            return;
        }
        for (size_t o = 0; o < p->offer_count; o++) {
            shared[o] = holders(p, p->offers[o].service, plans, count);
        }
        model->phases[i].shared = shared;
    }
}
