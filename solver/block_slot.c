/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `slot` rules: services that fill the same hours share one monthly quantity (model §11). */

static void add_rule(bil_model *model, bil_model_phase *phase, const bil_view_rule *rule)
{
    const bil_rule *row = &model->view->catalogue->rules[rule->rule];
    const double limit = (double)bil_rule_monthly_limit(row, false);
    double most = 0.0;
    for (size_t i = 0; i < rule->a_service_count; i++) {
        most += bil_model_high(phase, rule->a_services[i]);
    }
    if (most <= limit) {
        return;
    }
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, limit,
                         bil_model_name(model, "slot", rule->rule, row->id, phase->phase->index),
                         row->id);
    for (size_t i = 0; i < rule->a_service_count; i++) {
        (void)bil_model_add_quantity(model, phase, rule->a_services[i], 1.0);
    }
}

void bil_block_slot(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t k = 0; k < p->rule_count; k++) {
            if (model->view->catalogue->rules[p->rules[k].rule].form == BIL_RULE_SLOT) {
                add_rule(model, &model->phases[i], &p->rules[k]);
            }
        }
    }
}
