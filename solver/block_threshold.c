/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `threshold` rules: when something in `a` is in use, the monthly quantity of `b` stays below the
 * parameter (model §11). The big-M is the most `b` can reach above it, no more. */

static void add_rule(bil_model *model, bil_model_phase *phase, const bil_view_rule *rule)
{
    const bil_rule *row = &model->view->catalogue->rules[rule->rule];
    const double limit = (double)bil_rule_monthly_limit(row, true);
    double most = 0.0;
    for (size_t i = 0; i < rule->b_service_count; i++) {
        most += bil_model_high(phase, rule->b_services[i]);
    }
    bool certain = false;
    const uint32_t awake =
        most > limit ? bil_model_awake(model, phase, rule, &certain) : BIL_NO_COLUMN;
    if (most <= limit || (awake == BIL_NO_COLUMN && !certain)) {
        return;
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, certain ? limit : most,
                         bil_model_name(model, "below", rule->rule, row->id, phase->phase->index),
                         row->id);
    for (size_t i = 0; i < rule->b_service_count; i++) {
        (void)bil_model_add_quantity(model, phase, rule->b_services[i], 1.0);
    }
    if (!certain) {
        bil_lp_term_add(&model->lp, awake, most - limit);
    }
}

void bil_block_threshold(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t k = 0; k < p->rule_count; k++) {
            if (model->view->catalogue->rules[p->rules[k].rule].form == BIL_RULE_THRESHOLD) {
                add_rule(model, &model->phases[i], &p->rules[k]);
            }
        }
    }
}
