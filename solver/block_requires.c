/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* `requires` rules: something in `a` active needs something in `b` active (model §11). */

static void add_rule(bil_model *model, bil_model_phase *phase, const bil_view_rule *rule)
{
    bil_activity *a = NULL;
    bil_activity *b = NULL;
    const size_t a_count = bil_model_subjects(model, phase, rule->a_services, rule->a_service_count,
                                              rule->a_sources, rule->a_source_count, &a);
    const size_t b_count = bil_model_subjects(model, phase, rule->b_services, rule->b_service_count,
                                              rule->b_sources, rule->b_source_count, &b);
    const char *id = model->view->catalogue->rules[rule->rule].id;
    for (size_t j = 0; j < b_count; j++) {
        if (b[j].certain) {
            return;
        }
    }
    for (size_t i = 0; i < a_count; i++) {
        if (!a[i].certain && a[i].count == 0) {
            continue;
        }
        (void)bil_lp_add_row(
            &model->lp, a[i].certain ? 1.0 : 0.0, HUGE_VAL,
            bil_model_name(model, "needs", model->lp.row_count, id, phase->phase->index), id);
        for (size_t j = 0; j < b_count; j++) {
            bil_model_add_activity(model, &b[j], 1.0);
        }
        bil_model_add_activity(model, &a[i], -1.0);
        if (a[i].certain && !model->lp.out_of_memory &&
            model->lp.rows[model->lp.row_count - 1].count == 0) {
            model->impossible = true;
        }
    }
}

void bil_block_requires(bil_model *model)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_view_phase *p = model->phases[i].phase;
        for (size_t k = 0; k < p->rule_count; k++) {
            if (model->view->catalogue->rules[p->rules[k].rule].form == BIL_RULE_REQUIRES) {
                add_rule(model, &model->phases[i], &p->rules[k]);
            }
        }
    }
}
