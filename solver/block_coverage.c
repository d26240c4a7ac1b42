/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* Coverage of each need, in segments of the value curve, and its essential shortfall (model §3.6
 * and §5). The curve is concave, so the segments fill in order without binary columns. */

/* One row in units of the need: target × Σ fill ≤ already + Σ effect × quantity. */
static void add_cover_row(bil_model *model, bil_model_phase *phase, size_t n, double target)
{
    const bil_need *need = &model->view->person->needs[n];
    const size_t t = phase->phase->index;
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, (double)need->already_covered / 100.0,
                         bil_model_name(model, "cover", n, need->id, t), need->id);
    for (size_t k = 0; k < model->segments; k++) {
        bil_lp_term_add(&model->lp, phase->fill[n * model->segments + k], target);
    }
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        const double effect = (double)phase->phase->offers[o].effects[n] / 100.0;
        bil_lp_term_add(&model->lp, phase->steps[o], -effect * phase->unit[o]);
    }
}

static void add_floor_row(bil_model *model, bil_model_phase *phase, size_t n)
{
    const bil_need *need = &model->view->person->needs[n];
    const size_t t = phase->phase->index;
    const double floor = (double)need->floor_bp / 10000.0;
    phase->missing[n] = bil_lp_add_column(&model->lp, 0.0, 1.0, false,
                                          bil_model_name(model, "h", n, need->id, t), need->id);
    (void)bil_lp_add_row(&model->lp, floor, HUGE_VAL,
                         bil_model_name(model, "floor", n, need->id, t), need->id);
    bil_lp_term_add(&model->lp, phase->missing[n], 1.0);
    for (size_t k = 0; k < model->segments; k++) {
        bil_lp_term_add(&model->lp, phase->fill[n * model->segments + k], 1.0);
    }
}

void bil_block_coverage(bil_model *model)
{
    const bil_catalogue *catalogue = model->view->catalogue;
    for (size_t i = 0; i < model->phase_count; i++) {
        bil_model_phase *phase = &model->phases[i];
        for (size_t n = 0; n < model->view->person->need_count; n++) {
            const double target = (double)phase->phase->targets[n] / 100.0;
            if (target <= 0.0) {
                continue;
            }
            const char *id = model->view->person->needs[n].id;
            for (size_t k = 0; k < model->segments; k++) {
                const double width =
                    (double)(catalogue->curve[k + 1].share_e6 - catalogue->curve[k].share_e6) / 1e6;
                phase->fill[n * model->segments + k] = bil_lp_add_column(
                    &model->lp, 0.0, width, false,
                    bil_model_name(model, "c", n * 10 + k, id, phase->phase->index), id);
            }
            add_cover_row(model, phase, n, target);
            if (model->view->person->needs[n].floor_bp > 0) {
                add_floor_row(model, phase, n);
            }
        }
    }
}
