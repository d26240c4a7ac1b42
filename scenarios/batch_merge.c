/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the cells' files to the tables, in the order of the manifest. */

#include <stdio.h>
#include <string.h>

#include "data/file.h"
#include "scenarios/batch_impl.h"
#include "scenarios/found.h"

typedef struct {
    const bil_batch *batch;
    const char *folder;
    bil_batch_bounds bounds;
    bil_file_writer *results;
    bil_file_writer *comparison; /* NULL = nothing to compare with */
    bil_file_writer *means;      /* NULL = one seed */
    bil_file_writer *flow;       /* NULL = no months go by */
    bil_file_writer *failures;
    bil_text line;
    size_t missing; /* cells that were not tried */
} merging;

/* A field of a CSV file: between quotes when it has to be. */
static void put_field(bil_text *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        bil_text_add(out, text);
        return;
    }
    bil_text_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        bil_text_add(out, *at == '"' ? "\"\"" : "");
        if (*at != '"') {
            bil_text_add_n(out, at, 1);
        }
    }
    bil_text_add(out, "\"");
}

static void put_cell(bil_text *out, const bil_cell *cell)
{
    put_field(out, cell->name);
    bil_text_add(out, ",");
    put_field(out, cell->rule);
    bil_text_addf(out, ",%lld", (long long)cell->seed);
}

/* With so many decimals, none of them left out: columns line up. */
static void put_decimals(bil_text *out, int64_t value, int decimals)
{
    const uint64_t size = value < 0 ? (uint64_t)(-(value + 1)) + 1 : (uint64_t)value;
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++) {
        unit *= 10;
    }
    bil_text_addf(out, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(size / unit));
    if (decimals > 0) {
        bil_text_addf(out, ".%0*llu", decimals, (unsigned long long)(size % unit));
    }
}

static void put_figure(bil_text *out, bil_metric metric, int64_t value)
{
    put_decimals(out, value, bil_metric_unit_decimals(bil_metric_of(metric).unit));
}

static void put_metric(bil_text *out, bil_metric metric, const char *part)
{
    bil_text_addf(out, ",%s", bil_metric_of(metric).code);
    if (part != NULL) {
        bil_text_add(out, ":");
        put_field(out, part);
    }
}

static void begin_line(merging *m, const bil_cell *cell, const bil_cell_value *value)
{
    m->line.size = 0;
    put_cell(&m->line, cell);
    put_metric(&m->line, value->metric, value->part);
    bil_text_add(&m->line, ",");
    if (value->defined) {
        put_figure(&m->line, value->metric, value->value);
    }
}

static void end_line(merging *m, bil_file_writer *to)
{
    bil_text_add(&m->line, "\n");
    if (!m->line.failed) {
        bil_file_add(to, m->line.bytes, m->line.size);
    }
}

static bool is_told(const bil_scenario *scenario, bil_metric metric)
{
    for (size_t i = 0; i < scenario->metric_count; i++) {
        if (scenario->metrics[i] == metric) {
            return true;
        }
    }
    return false;
}

/* ",mean,low,high" over the seeds: empty where there is none, or one seed says nothing of others.
 */
static void put_mean(bil_text *out, const bil_metrics *of, bil_metric metric, const char *part)
{
    const bil_metric_value *mean = of == NULL ? NULL : bil_metrics_find(of, metric, part);
    const int decimals = bil_seeds_decimals(metric, BIL_SEEDS_FINER);
    const bool sure = mean != NULL && mean->has_interval;
    bil_text_add(out, ",");
    if (mean != NULL && mean->defined) {
        put_decimals(out, mean->value, decimals);
    }
    bil_text_add(out, ",");
    if (sure) {
        put_decimals(out, mean->low, decimals);
    }
    bil_text_add(out, ",");
    if (sure) {
        put_decimals(out, mean->high, decimals);
    }
}

/* "…,value,baseline,delta" of the seed, and the mean delta: empty where one of the two has no
 * meaning. */
static void put_comparison(merging *m, const bil_cell *cell, const bil_cell_value *value,
                           const bil_cell_result *baseline, const bil_metrics *delta)
{
    const bil_cell_value *with = baseline == NULL || baseline->failed
                                     ? NULL
                                     : bil_cell_find(baseline, value->metric, value->part);
    begin_line(m, cell, value);
    bil_text_add(&m->line, ",");
    if (with != NULL && with->defined) {
        put_figure(&m->line, with->metric, with->value);
    }
    bil_text_add(&m->line, ",");
    if (with != NULL && with->defined && value->defined) {
        put_figure(&m->line, value->metric, value->value - with->value);
    }
    put_mean(&m->line, delta, value->metric, value->part);
    end_line(m, m->comparison);
}

static void put_failure(merging *m, const bil_cell *cell, const bil_cell_result *result)
{
    m->line.size = 0;
    put_cell(&m->line, cell);
    bil_text_addf(&m->line, ",%s,", cell->id);
    put_field(&m->line, result->reason_it);
    bil_text_add(&m->line, ",");
    put_field(&m->line, result->reason_en);
    end_line(m, m->failures);
}

static void put_values(merging *m, const bil_cell *cell, const bil_cell_result *result,
                       const bil_cell_result *baseline, const bil_metrics *delta)
{
    for (size_t i = 0; i < result->count; i++) {
        const bil_cell_value *value = &result->values[i];
        if (!is_told(m->batch->scenario, value->metric)) {
            continue;
        }
        begin_line(m, cell, value);
        end_line(m, m->results);
        if (m->comparison != NULL && cell->baseline != SIZE_MAX) {
            put_comparison(m, cell, value, baseline, delta);
        }
    }
}

static void put_flow(merging *m, const bil_cell *cell, const bil_cell_result *result)
{
    for (size_t p = 0; m->flow != NULL && p < result->period_count; p++) {
        const bil_flow_period *period = &result->periods[p];
        for (int i = 0; i < BIL_FLOW_FIGURES; i++) {
            m->line.size = 0;
            put_cell(&m->line, cell);
            bil_text_addf(&m->line, ",%d,%d,%s,", period->month, period->months,
                          bil_flow_code((bil_flow_figure)i));
            put_decimals(&m->line, period->values[i], bil_flow_decimals((bil_flow_figure)i));
            end_line(m, m->flow);
        }
    }
}

/* Do months go by in some of the cells? */
static bool flows(const bil_scenario *scenario)
{
    for (size_t i = 0; i < scenario->change_count; i++) {
        if (bil_lever_is_flow(&scenario->changes[i])) {
            return true;
        }
    }
    for (size_t a = 0; a < scenario->axis_count; a++) {
        if (bil_lever_is_flow(&scenario->axes[a].values[0])) {
            return true;
        }
    }
    return false;
}

static void put_seed(merging *m, const bil_seeds *seeds, size_t k)
{
    const bil_cell *cell = &m->batch->cells[seeds->first + k];
    const bil_cell_result *result = seeds->cells[k];
    if (result == NULL) {
        m->missing++;
    } else if (result->failed) {
        put_failure(m, cell, result);
    } else {
        put_values(m, cell, result, seeds->baselines[k], seeds->delta);
        put_flow(m, cell, result);
    }
}

static void put_means(merging *m, const bil_seeds *seeds)
{
    const bil_cell *cell = &m->batch->cells[seeds->first];
    for (size_t v = 0; m->means != NULL && seeds->mean != NULL && v < seeds->mean->count; v++) {
        const bil_metric_value *value = &seeds->mean->values[v];
        if (is_told(m->batch->scenario, value->metric)) {
            m->line.size = 0;
            put_field(&m->line, cell->name);
            bil_text_add(&m->line, ",");
            put_field(&m->line, cell->rule);
            put_metric(&m->line, value->metric, value->part);
            bil_text_addf(&m->line, ",%zu", seeds->done);
            put_mean(&m->line, seeds->mean, value->metric, value->part);
            end_line(m, m->means);
        }
    }
}

/* A combination and a rule. */
static bil_status merge_group(merging *m, size_t group, bil_error *err)
{
    bil_seeds seeds;
    const bil_status status =
        bil_seeds_read(&seeds, m->batch, m->folder, group, &m->bounds, BIL_SEEDS_FINER, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t k = 0; k < seeds.count; k++) {
        put_seed(m, &seeds, k);
    }
    put_means(m, &seeds);
    bil_seeds_free(&seeds);
    return m->line.failed ? bil_fail_nomem(err) : BIL_OK;
}

static bil_status begin(bil_file_writer **out, const char *folder, const char *name,
                        const char *header, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    const bil_status status =
        path.failed ? bil_fail_nomem(err) : bil_file_begin(out, path.bytes, err);
    if (status == BIL_OK) {
        bil_file_add(*out, header, strlen(header));
    }
    bil_text_release(&path);
    return status;
}

static bil_status commit(bil_file_writer **writer, bil_status status, bil_error *err)
{
    bil_file_writer *out = *writer;
    *writer = NULL;
    if (out == NULL) {
        return status;
    }
    if (status != BIL_OK) {
        bil_file_abandon(out);
        return status;
    }
    return bil_file_commit(out, err);
}

bil_status bil_batch_merge(const bil_batch *batch, const char *folder, bil_error *err)
{
    merging m = {.batch = batch, .folder = folder};
    bil_text_init(&m.line);
    bil_status status =
        begin(&m.results, folder, BIL_BATCH_RESULTS, "scenario,rule,seed,metric,value\n", err);
    if (status == BIL_OK) {
        status = begin(&m.failures, folder, BIL_BATCH_FAILURES,
                       "scenario,rule,seed,cell,reason_it,reason_en\n", err);
    }
    if (status == BIL_OK && batch->scenario->baseline != NULL) {
        status = begin(&m.comparison, folder, BIL_BATCH_COMPARISON,
                       "scenario,rule,seed,metric,value,baseline,delta,delta_mean,delta_low,"
                       "delta_high\n",
                       err);
    }
    if (status == BIL_OK && batch->scenario->seed_count > 1) {
        status = begin(&m.means, folder, BIL_BATCH_MEANS,
                       "scenario,rule,metric,seeds,mean,low,high\n", err);
    }
    if (status == BIL_OK && flows(batch->scenario)) {
        status = begin(&m.flow, folder, BIL_BATCH_FLOW,
                       "scenario,rule,seed,month,months,figure,value\n", err);
    }
    if (status == BIL_OK) {
        status = bil_batch_bounds_read(&m.bounds, batch, folder, err);
    }
    const size_t groups = batch->cell_count / batch->scenario->seed_count;
    for (size_t g = 0; status == BIL_OK && g < groups; g++) {
        status = merge_group(&m, g, err);
    }
    bil_batch_bounds_free(&m.bounds);
    if (status == BIL_OK && m.missing > 0) {
        char missing[32];
        (void)snprintf(missing, sizeof missing, "%zu", m.missing);
        status = bil_fail_with(err, BIL_E_NO_INPUT, folder, "i casi non ancora provati sono %s",
                               "cells not tried yet: %s", missing);
    }
    status = commit(&m.results, status, err);
    status = commit(&m.failures, status, err);
    status = commit(&m.comparison, status, err);
    status = commit(&m.means, status, err);
    status = commit(&m.flow, status, err);
    if (status == BIL_OK && batch->scenario->found_count > 0) {
        bil_found_state state;
        status = bil_batch_found(&state, batch, folder, err);
    }
    bil_text_release(&m.line);
    return status;
}
