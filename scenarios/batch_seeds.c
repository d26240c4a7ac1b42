/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A combination and a rule over the seeds: the means, the mean difference from the baseline seed by
 * seed, and how sure both are. */

#include <stdlib.h>
#include <string.h>

#include "scenarios/batch_impl.h"
#include "solver/metrics.h"

int bil_seeds_decimals(bil_metric metric, int finer)
{
    const int decimals = bil_metric_unit_decimals(bil_metric_of(metric).unit);
    return decimals == 0 ? finer : decimals;
}

const bil_cell_value *bil_cell_find(const bil_cell_result *result, bil_metric metric,
                                    const char *part)
{
    for (size_t i = 0; i < result->count; i++) {
        const bil_cell_value *value = &result->values[i];
        if (value->metric == metric &&
            strcmp(value->part == NULL ? "" : value->part, part == NULL ? "" : part) == 0) {
            return value;
        }
    }
    return NULL;
}

static bool done(const bil_cell_result *cell)
{
    return cell != NULL && !cell->failed;
}

/* ---- means ---- */

static int64_t power_of_ten(int exponent)
{
    return exponent <= 0 ? 1 : 10 * power_of_ten(exponent - 1);
}

static void add_value(bil_metrics *to, const bil_cell_value *value, const bil_cell_value *less,
                      int finer)
{
    const bil_metric_unit unit = bil_metric_of(value->metric).unit;
    const int more = bil_seeds_decimals(value->metric, finer) - bil_metric_unit_decimals(unit);
    to->values[to->count++] = (bil_metric_value){
        .metric = value->metric,
        .part = value->part,
        .defined = value->defined && less->defined,
        .value = (value->value - less->value) * power_of_ten(more),
    };
}

/* A cell's figures as the metrics they are, less another's unless that is NULL. A part that one of
 * the two does not have is 0 there, as in means. */
static bil_metrics *metrics_of(bil_arena *arena, const bil_cell_result *cell,
                               const bil_cell_result *less, int finer)
{
    const size_t room = cell->count + (less == NULL ? 0 : less->count);
    bil_metrics *made = bil_arena_alloc(arena, 1, sizeof *made);
    bil_metric_value *values = bil_arena_alloc(arena, room, sizeof *values);
    if (made == NULL || values == NULL) {
        return NULL;
    }
    const bil_cell_value nothing = {.defined = true};
    made->values = values;
    for (size_t i = 0; i < cell->count; i++) {
        const bil_cell_value *at = &cell->values[i];
        const bil_cell_value *with =
            less == NULL ? NULL : bil_cell_find(less, at->metric, at->part);
        add_value(made, at, with == NULL ? &nothing : with, finer);
    }
    for (size_t i = 0; less != NULL && i < less->count; i++) {
        const bil_cell_value *with = &less->values[i];
        if (bil_cell_find(cell, with->metric, with->part) == NULL) {
            bil_cell_value zero = *with;
            zero.value = 0;
            add_value(made, &zero, with, finer);
        }
    }
    return made;
}

/* `*out` stays NULL when no seed has both. */
static bil_status mean(bil_metrics **out, size_t *runs, const bil_seeds *seeds, bool delta,
                       int finer, bil_error *err)
{
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    bil_arena *arena = bil_arena_new();
    const bil_metrics **of =
        arena == NULL ? NULL : bil_arena_alloc(arena, seeds->count, sizeof(bil_metrics *));
    bil_status status = of == NULL ? bil_fail_nomem(err) : BIL_OK;
    *runs = 0;
    for (size_t k = 0; status == BIL_OK && k < seeds->count; k++) {
        const bil_cell_result *less = delta ? seeds->baselines[k] : NULL;
        if (done(seeds->cells[k]) && (!delta || done(less))) {
            of[*runs] = metrics_of(arena, seeds->cells[k], less, finer);
            status = of[*runs] == NULL ? bil_fail_nomem(err) : BIL_OK;
            ++*runs;
        }
    }
    if (status == BIL_OK && *runs > 0) {
        status = bil_metrics_mean(out, of, *runs, &settings, err);
    }
    bil_arena_free(arena);
    return status;
}

/* ---- reading ---- */

static bil_status read_cells(bil_seeds *seeds, const bil_batch *batch, const char *folder,
                             const bil_batch_bounds *bounds, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t k = 0; status == BIL_OK && k < seeds->count; k++) {
        const size_t cell = seeds->first + k;
        const size_t baseline = batch->cells[cell].baseline;
        status = bil_cell_read_priced(&seeds->cells[k], batch, folder, cell, bounds, err);
        if (status == BIL_OK && baseline != SIZE_MAX) {
            status =
                bil_cell_read_priced(&seeds->baselines[k], batch, folder, baseline, bounds, err);
        }
    }
    return status;
}

bil_status bil_seeds_read(bil_seeds *out, const bil_batch *batch, const char *folder, size_t group,
                          const bil_batch_bounds *bounds, int finer, bil_error *err)
{
    const size_t count = batch->scenario->seed_count;
    *out = (bil_seeds){.first = group * count,
                       .count = count,
                       .cells = calloc(count + 1, sizeof(bil_cell_result *)),
                       .baselines = calloc(count + 1, sizeof(bil_cell_result *))};
    bil_status status = out->cells == NULL || out->baselines == NULL
                            ? bil_fail_nomem(err)
                            : read_cells(out, batch, folder, bounds, err);
    if (status == BIL_OK) {
        status = mean(&out->mean, &out->done, out, false, finer, err);
    }
    if (status == BIL_OK) {
        status = mean(&out->delta, &out->paired, out, true, finer, err);
    }
    if (status != BIL_OK) {
        bil_seeds_free(out);
    }
    return status;
}

void bil_seeds_free(bil_seeds *seeds)
{
    for (size_t k = 0; k < seeds->count; k++) {
        bil_cell_result_free(seeds->cells == NULL ? NULL : seeds->cells[k]);
        bil_cell_result_free(seeds->baselines == NULL ? NULL : seeds->baselines[k]);
    }
    free((void *)seeds->cells);
    free((void *)seeds->baselines);
    bil_metrics_free(seeds->mean);
    bil_metrics_free(seeds->delta);
    *seeds = (bil_seeds){.count = 0};
}
