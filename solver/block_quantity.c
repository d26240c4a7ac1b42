/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* Quantities in whole steps between the least and the most when active (model §3.1). An offer
 * with one possible quantity needs one column only. */

static void add_offer(bil_model *model, bil_model_phase *phase, size_t o)
{
    const bil_offer *offer = &phase->phase->offers[o];
    const char *code = bil_offer_service(model->view, offer)->code;
    const size_t t = phase->phase->index;
    const bool certain = offer->kept > 0 || offer->fixed > 0;
    const double least = certain ? 1.0 : 0.0;
    bil_lp *lp = &model->lp;
    if (offer->low == offer->high) {
        phase->active[o] =
            bil_lp_add_column(lp, 0.0, 1.0, true, bil_model_name(model, "y", o, code, t), code);
        phase->steps[o] = phase->active[o];
        phase->unit[o] = (double)offer->high;
    } else {
        const double most = (double)bil_offer_steps(offer, offer->high);
        const double low = (double)bil_offer_steps(offer, offer->low);
        phase->active[o] =
            bil_lp_add_column(lp, 0.0, 1.0, true, bil_model_name(model, "y", o, code, t), code);
        phase->steps[o] =
            bil_lp_add_column(lp, 0.0, most, true, bil_model_name(model, "q", o, code, t), code);
        phase->unit[o] = (double)offer->step;
        (void)bil_lp_add_row(lp, -HUGE_VAL, 0.0, bil_model_name(model, "most", o, code, t), code);
        bil_lp_term_add(lp, phase->steps[o], 1.0);
        bil_lp_term_add(lp, phase->active[o], -most);
        (void)bil_lp_add_row(lp, 0.0, HUGE_VAL, bil_model_name(model, "least", o, code, t), code);
        bil_lp_term_add(lp, phase->steps[o], 1.0);
        bil_lp_term_add(lp, phase->active[o], -low);
    }
    const bool alone = (o == 0 || phase->phase->offers[o - 1].service != offer->service) &&
                       (o + 1 == phase->phase->offer_count ||
                        phase->phase->offers[o + 1].service != offer->service);
    if (certain && alone && !lp->out_of_memory) {
        lp->columns[phase->active[o]].lower = least;
    }
}

/* A locked service with several providers: one of them it is. */
static void add_locked_services(bil_model *model, bil_model_phase *phase)
{
    const bil_view_phase *p = phase->phase;
    for (size_t o = 0; o < p->offer_count; o++) {
        const bil_offer *offer = &p->offers[o];
        const bool first = o == 0 || p->offers[o - 1].service != offer->service;
        const bool several = o + 1 < p->offer_count && p->offers[o + 1].service == offer->service;
        if (!first || !several || (offer->kept == 0 && offer->fixed <= 0)) {
            continue;
        }
        const char *code = bil_offer_service(model->view, offer)->code;
        (void)bil_lp_add_row(&model->lp, 1.0, 1.0,
                             bil_model_name(model, "locked", o, code, p->index), code);
        const bil_activity activity = bil_model_service_activity(model, phase, offer->service);
        bil_model_add_activity(model, &activity, 1.0);
    }
}

void bil_block_quantity(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t o = 0; o < model->phases[i].phase->offer_count; o++) {
            add_offer(model, &model->phases[i], o);
        }
        add_locked_services(model, &model->phases[i]);
    }
}
