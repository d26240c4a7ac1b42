/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "data/file.h"
#include "scenarios/speed_impl.h"
#include "solver/stages.h"

static bil_status build(bil_model *model, bil_view *view, const bil_case *person, bil_arena *arena,
                        bil_error *err)
{
    size_t members[BIL_PHASES_MAX];
    for (size_t t = 0; t < person->phase_count; t++) {
        members[t] = t;
    }
    bil_status status = bil_view_build(view, person, NULL, arena, err);
    if (status == BIL_OK) {
        status = bil_model_build(model, view, members, view->phase_count, arena, err);
    }
    return status;
}

static bil_status write_file(const bil_lp *lp, const char *folder, const char *name, bil_error *err)
{
    bil_text path;
    bil_text text;
    bil_text_init(&path);
    bil_text_init(&text);
    bil_file_join(&path, folder, name);
    bil_status status =
        path.failed ? bil_fail_nomem(err) : bil_lp_write(&text, NULL, lp, "lp", err);
    if (status == BIL_OK) {
        status = bil_file_write(path.bytes, text.bytes, text.size, err);
    }
    bil_text_release(&text);
    bil_text_release(&path);
    return status;
}

static const char *status_word(bil_lp_status status)
{
    switch (status) {
    case BIL_LP_OPTIMAL:
        return "optimal";
    case BIL_LP_INFEASIBLE:
        return "infeasible";
    case BIL_LP_FEASIBLE:
    case BIL_LP_STOPPED:
        return "limit";
    case BIL_LP_FAILED:
        break;
    }
    return "failed";
}

/* One stage; `*best` is there when it has an optimum. */
static bil_status settle(bool *optimal, double *best, bil_model *model, const char *folder,
                         const char *name, bil_text *answers, bil_arena *arena, bil_error *err)
{
    static const bil_lp_settings settings = {.doubt = 1};
    bil_lp_result found = {.status = BIL_LP_FAILED};
    bil_status status = write_file(&model->lp, folder, name, err);
    const bil_spent start = bil_spent_now();
    if (status == BIL_OK) {
        status = bil_lp_solve(&found, &model->lp, &settings, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    *optimal = found.status == BIL_LP_OPTIMAL;
    *best = *optimal ? found.objective : 0.0;
    bil_text_addf(answers,
                  "{\"model\":\"./%s\",\"peer\":\"door\",\"status\":\"%s\","
                  "\"objective\":%.12g,\"seconds\":%.4f}\n",
                  name, status_word(found.status), *best,
                  (double)bil_spent_since(start).wall_us * 1e-6);
    return BIL_OK;
}

bil_status bil_speed_models(const bil_case *person, const char *folder, const char *name,
                            bil_text *answers, bil_error *err)
{
    static const bil_stage stages[] = {BIL_STAGE_SHORTFALL, BIL_STAGE_SCORE, BIL_STAGE_PUBLIC};
    bil_view view;
    bil_model model;
    bool optimal = true;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = build(&model, &view, person, arena, err);
    for (size_t s = 0; status == BIL_OK && s < 3 && optimal && !model.impossible; s++) {
        char file[128];
        double best = 0.0;
        (void)snprintf(file, sizeof file, "%s.%s.lp", name, bil_stage_name(stages[s]));
        (void)bil_stage_set(&model, stages[s]);
        status = settle(&optimal, &best, &model, folder, file, answers, arena, err);
        const double give =
            stages[s] == BIL_STAGE_SCORE
                ? (double)person->catalogue->score_tolerance_e6 / 1e6 * BIL_SCORE_SCALE
                : 0.0;
        if (status == BIL_OK && optimal) {
            bil_stage_hold(&model, stages[s], best, give);
        }
    }
    bil_arena_free(arena);
    return status;
}
