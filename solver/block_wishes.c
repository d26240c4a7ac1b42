/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `must`: in every phase at least one service that the selector names is active. The other locks
 * (must not, fixed, kept) are in the offers themselves. */

static void add_must(bil_model *model, bil_model_phase *phase, size_t w)
{
    const bil_selector *selector = &model->view->person->wishes.must[w];
    const bil_view_phase *p = phase->phase;
    (void)bil_lp_add_row(&model->lp, 1.0, HUGE_VAL,
                         bil_model_name(model, "must", w, selector->text, p->index),
                         selector->text);
    for (size_t o = 0; o < p->offer_count; o++) {
        if (bil_selector_matches_service(model->view->catalogue, selector, p->offers[o].service)) {
            bil_lp_term_add(&model->lp, phase->active[o], 1.0);
        }
    }
    if (!model->lp.out_of_memory && model->lp.rows[model->lp.row_count - 1].count == 0) {
        model->impossible = true;
    }
}

void bil_block_wishes(bil_model *model)
{
    const bool *off = model->view->relaxed == NULL ? NULL : model->view->relaxed->must;
    for (size_t i = 0; i < model->phase_count; i++) {
        for (size_t w = 0; w < model->view->person->wishes.must_count; w++) {
            if (off == NULL || !off[w]) {
                add_must(model, &model->phases[i], w);
            }
        }
    }
}
