/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/person/models.h"

#include <time.h>

#include "solver/stages.h"

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

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

static bil_status write_file(const bil_lp *lp, const char *path, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_lp_write(&text, NULL, lp, "lp", err);
    if (status == BIL_OK) {
        FILE *file = fopen(path, "w");
        const bool done = file != NULL && fwrite(text.bytes, 1, text.size, file) == text.size;
        if (file == NULL || fclose(file) != 0 || !done) {
            status = bil_fail(err, BIL_E_CANT_WRITE, path, "non riesco a scrivere", "cannot write");
        }
    }
    bil_text_release(&text);
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

bil_status person_models(const bil_case *person, const char *folder, const char *name,
                         FILE *answers, bil_error *err)
{
    static const bil_stage stages[] = {BIL_STAGE_SHORTFALL, BIL_STAGE_SCORE, BIL_STAGE_PUBLIC};
    bil_view view;
    bil_model model;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = build(&model, &view, person, arena, err);
    for (size_t s = 0; status == BIL_OK && s < 3 && !model.impossible; s++) {
        char path[512];
        const char *stage = bil_stage_name(stages[s]);
        const bil_lp_settings settings = {.doubt = 1};
        bil_lp_result found = {.status = BIL_LP_FAILED};
        (void)snprintf(path, sizeof path, "%s/%s.%s.lp", folder, name, stage);
        (void)bil_stage_set(&model, stages[s]);
        status = write_file(&model.lp, path, err);
        const double start = now();
        if (status == BIL_OK) {
            status = bil_lp_solve(&found, &model.lp, &settings, arena, err);
        }
        if (status != BIL_OK) {
            break;
        }
        const bool optimal = found.status == BIL_LP_OPTIMAL;
        (void)fprintf(answers,
                      "{\"model\":\"./%s.%s.lp\",\"peer\":\"door\",\"status\":\"%s\","
                      "\"objective\":%.*g,\"seconds\":%.4f}\n",
                      name, stage, status_word(found.status), 12, optimal ? found.objective : 0.0,
                      now() - start);
        if (!optimal) {
            break;
        }
        const double give =
            stages[s] == BIL_STAGE_SCORE
                ? (double)person->catalogue->score_tolerance_e6 / 1e6 * BIL_SCORE_SCALE
                : 0.0;
        bil_stage_hold(&model, stages[s], found.objective, give);
    }
    bil_arena_free(arena);
    return status;
}
