/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/model.h"

/* The course of the plan over its phases (model §3.8): a one-off is bought once, and a continuous
 * service that has begun does not skip a phase. A group of one phase has neither. */

static bool has_service(const bil_model_phase *phase, bil_index service)
{
    return bil_model_high(phase, service) > 0.0;
}

static void add_once(bil_model *model, bil_index service)
{
    const char *code = model->view->catalogue->services[service].code;
    (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 1.0,
                         bil_model_name(model, "once", service, code, 0), code);
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_activity activity = bil_model_service_activity(model, &model->phases[i], service);
        bil_model_add_activity(model, &activity, 1.0);
    }
}

/* active before + active after − active between ≤ 1, for neighbours around one phase at least */
static void add_no_skip(bil_model *model, bil_index service)
{
    const char *code = model->view->catalogue->services[service].code;
    for (size_t before = 0; before + 2 < model->phase_count; before++) {
        for (size_t after = before + 2; after < model->phase_count; after++) {
            if (!has_service(&model->phases[before], service) ||
                !has_service(&model->phases[after], service)) {
                continue;
            }
            for (size_t between = before + 1; between < after; between++) {
                const bil_activity first =
                    bil_model_service_activity(model, &model->phases[before], service);
                const bil_activity last =
                    bil_model_service_activity(model, &model->phases[after], service);
                const bil_activity middle =
                    bil_model_service_activity(model, &model->phases[between], service);
                (void)bil_lp_add_row(&model->lp, -HUGE_VAL, 1.0,
                                     bil_model_name(model, "skip", model->lp.row_count, code,
                                                    model->phases[between].phase->index),
                                     code);
                bil_model_add_activity(model, &first, 1.0);
                bil_model_add_activity(model, &last, 1.0);
                bil_model_add_activity(model, &middle, -1.0);
            }
        }
    }
}

void bil_block_course(bil_model *model)
{
    if (model->phase_count < 2) {
        return;
    }
    for (size_t s = 0; s < model->view->catalogue->service_count; s++) {
        const bil_service *service = &model->view->catalogue->services[s];
        size_t offered = 0;
        for (size_t i = 0; i < model->phase_count; i++) {
            offered += has_service(&model->phases[i], (bil_index)s) ? 1 : 0;
        }
        if (offered < 2) {
            continue;
        }
        if (service->one_off) {
            add_once(model, (bil_index)s);
        }
        if (service->continuous) {
            add_no_skip(model, (bil_index)s);
        }
    }
}
