/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `must`: in every phase at least one service, provider or source that the selector names is
 * active; `at_least`: a need is covered so far. The other locks (must not, fixed, kept, by hand)
 * are in the offers themselves. */

static void add_must(bil_model *model, bil_model_phase *phase, size_t w)
{
    const bil_selector *selector = &model->view->person->wishes.must[w];
    const bil_view_phase *p = phase->phase;
    bool certain = false;
    (void)bil_lp_add_row(&model->lp, 1.0, HUGE_VAL,
                         bil_model_name(model, "must", w, selector->text, p->index),
                         selector->text);
    for (size_t r = 0;
         selector->kind == BIL_SELECT_SOURCE && r < model->view->catalogue->source_count; r++) {
        if (bil_selector_matches_source(model->view->catalogue, selector, (bil_index)r)) {
            const bil_activity activity = bil_model_source_activity(model, phase, (bil_index)r);
            certain = certain || activity.certain;
            bil_model_add_activity(model, &activity, 1.0);
        }
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        if (bil_case_wish_met_by(model->view->person, selector, p->offers[o].service,
                                 p->offers[o].provider)) {
            bil_lp_term_add(&model->lp, phase->active[o], 1.0);
        }
    }
    if (certain && !model->lp.out_of_memory) {
        model->lp.rows[model->lp.row_count - 1].lower = 0.0; /* in use already */
        return;
    }
    if (!model->lp.out_of_memory && model->lp.rows[model->lp.row_count - 1].count == 0) {
        model->impossible = true;
    }
}

/* What must be covered of a need, whatever it costs in score: already + Σ effect × quantity. */
static void add_at_least(bil_model *model, bil_model_phase *phase, size_t n)
{
    const bil_view_phase *p = phase->phase;
    const bil_need *need = &model->view->person->needs[n];
    const int64_t wanted = bil_view_at_least(model->view, p, n) - need->already_covered;
    if (wanted <= 0) {
        return;
    }
    (void)bil_lp_add_row(&model->lp, (double)wanted / 100.0, HUGE_VAL,
                         bil_model_name(model, "atleast", n, need->id, p->index), need->id);
    for (size_t o = 0; o < p->offer_count; o++) {
        const double effect = (double)p->offers[o].effects[n] / 100.0;
        bil_lp_term_add(&model->lp, phase->steps[o], effect * phase->unit[o]);
    }
    if (!model->lp.out_of_memory && model->lp.rows[model->lp.row_count - 1].count == 0) {
        model->impossible = true;
    }
}

void bil_block_wishes(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t w = 0; w < model->view->person->wishes.must_count; w++) {
            if (bil_view_must(model->view, w)) {
                add_must(model, &model->phases[i], w);
            }
        }
        for (size_t n = 0; n < model->view->person->need_count; n++) {
            add_at_least(model, &model->phases[i], n);
        }
    }
}
