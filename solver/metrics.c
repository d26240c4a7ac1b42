/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry at work: room for every metric's values, its function, and the groups. */
#include "solver/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/metrics_impl.h"

#define E9 1e9

static const bil_metric_function functions[BIL_METRIC_COUNT] = {
#define BIL_METRIC(code, name, unit, low, high, better, basis, parts) bil_measure_##code,
#include "engine/metrics.def"
};

/* ---- what the functions call ---- */

size_t bil_metric_index(const bil_metric_pen *pen, size_t k)
{
    return pen->picked == NULL ? k : pen->picked[k];
}

const bil_outcome_row *bil_metric_row(const bil_metric_pen *pen, size_t k)
{
    return &pen->in->rows[bil_metric_index(pen, k)];
}

double bil_metric_score(const bil_outcome_row *row)
{
    return (double)row->score_e9 / E9;
}

double bil_metric_money(const bil_outcome_row *row)
{
    return row->months > 0 ? (double)row->public_cents / row->months : 0.0;
}

void bil_metric_put_part(bil_metric_pen *pen, size_t part, double value)
{
    BIL_ASSERT(part < pen->parts);
    bil_metric_value *to = &pen->at[part];
    const int decimals = bil_metric_unit_decimals(bil_metric_of(to->metric).unit);
    const double scaled = decimals == 0 ? value : value * E9;
    to->defined = isfinite(scaled) && fabs(scaled) < 9e18;
    to->value = to->defined ? llround(scaled) : 0;
}

void bil_metric_put(bil_metric_pen *pen, double value)
{
    bil_metric_put_part(pen, 0, value);
}

size_t bil_metric_group_of(const bil_metric_pen *pen, bil_metric_groups by, size_t k)
{
    const size_t i = bil_metric_index(pen, k);
    const bil_outcome_row *row = &pen->in->rows[i];
    switch (by) {
    case BIL_METRIC_GROUPS_INTENSITY:
        return row->intensity_given ? (size_t)row->intensity : SIZE_MAX;
    case BIL_METRIC_GROUPS_AGE:
        return bil_metric_age_band(row->age);
    case BIL_METRIC_GROUPS_SEX:
        return pen->sex_of[i];
    case BIL_METRIC_GROUPS_AREA:
    case BIL_METRIC_GROUPS_COUNT:
        break;
    }
    return pen->area_of[i];
}

size_t bil_metric_group_count(const bil_metric_pen *pen, bil_metric_groups by)
{
    switch (by) {
    case BIL_METRIC_GROUPS_INTENSITY:
        return BIL_INTENSITIES;
    case BIL_METRIC_GROUPS_AGE:
        return BIL_METRIC_AGES;
    case BIL_METRIC_GROUPS_SEX:
        return pen->sexes;
    case BIL_METRIC_GROUPS_AREA:
    case BIL_METRIC_GROUPS_COUNT:
        break;
    }
    return pen->areas;
}

/* ---- room ---- */

static size_t parts_of(const bil_outcomes *in, bil_metric metric)
{
    switch (bil_metric_of(metric).parts) {
    case BIL_METRIC_PARTS_AXES:
        return in->axis_count;
    case BIL_METRIC_PARTS_SOURCES:
        return in->catalogue->source_count;
    case BIL_METRIC_PARTS_POOLS:
        return in->pool_count;
    case BIL_METRIC_PARTS_ONE:
        break;
    }
    return 1;
}

static const char *part_name(const bil_outcomes *in, bil_metric metric, size_t part)
{
    switch (bil_metric_of(metric).parts) {
    case BIL_METRIC_PARTS_AXES:
        return in->axes[part];
    case BIL_METRIC_PARTS_SOURCES:
        return in->catalogue->sources[part].code;
    case BIL_METRIC_PARTS_POOLS:
        return in->pools[part].code;
    case BIL_METRIC_PARTS_ONE:
        break;
    }
    return NULL;
}

/* Numbers for names, in the order of their first person. Names are few: areas of a district. */
static bool number_names(bil_arena *arena, const bil_outcomes *in, bool sexes, size_t **of,
                         const char *const **names, size_t *count)
{
    const char **known = bil_arena_alloc(arena, in->count + 1, sizeof(char *));
    *of = bil_arena_alloc(arena, in->count + 1, sizeof **of);
    if (known == NULL || *of == NULL) {
        return false;
    }
    *count = 0;
    for (size_t i = 0; i < in->count; i++) {
        const char *name = sexes ? in->rows[i].sex : in->rows[i].area;
        size_t k = 0;
        if (name == NULL || name[0] == '\0') {
            (*of)[i] = SIZE_MAX;
            continue;
        }
        while (k < *count && strcmp(known[k], name) != 0) {
            k++;
        }
        if (k == *count) {
            known[(*count)++] = name;
        }
        (*of)[i] = k;
    }
    *names = known;
    return true;
}

static bool make_pen(bil_metric_pen *pen, const bil_outcomes *in, bil_arena *arena)
{
    const size_t count = in->count;
    const size_t room = count + 1;
    const size_t groups = room > BIL_METRIC_AGES ? room : BIL_METRIC_AGES;
    size_t *sex_of = NULL;
    size_t *area_of = NULL;
    *pen = (bil_metric_pen){.in = in, .count = count};
    if (!number_names(arena, in, true, &sex_of, &pen->sex_names, &pen->sexes) ||
        !number_names(arena, in, false, &area_of, &pen->area_names, &pen->areas)) {
        return false;
    }
    pen->sex_of = sex_of;
    pen->area_of = area_of;
    pen->scores = bil_arena_alloc(arena, room, sizeof *pen->scores);
    pen->values = bil_arena_alloc(arena, room, sizeof *pen->values);
    pen->weights = bil_arena_alloc(arena, room, sizeof *pen->weights);
    pen->ranked = bil_arena_alloc(arena, room, sizeof *pen->ranked);
    pen->enviers = bil_arena_alloc(arena, room, sizeof *pen->enviers);
    pen->group = bil_arena_alloc(arena, room, sizeof *pen->group);
    pen->sums = bil_arena_alloc(arena, groups, sizeof *pen->sums);
    return pen->scores != NULL && pen->values != NULL && pen->weights != NULL &&
           pen->ranked != NULL && pen->enviers != NULL && pen->group != NULL && pen->sums != NULL;
}

/* A value for each part of each metric, none of them defined. */
static bil_metric_value *make_values(const bil_outcomes *in, bil_arena *arena, size_t *count)
{
    *count = 0;
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        *count += parts_of(in, (bil_metric)m);
    }
    bil_metric_value *values = bil_arena_alloc(arena, *count + 1, sizeof *values);
    size_t at = 0;
    for (int m = 0; m < BIL_METRIC_COUNT && values != NULL; m++) {
        for (size_t part = 0; part < parts_of(in, (bil_metric)m); part++) {
            values[at++] = (bil_metric_value){.metric = (bil_metric)m,
                                              .part = part_name(in, (bil_metric)m, part)};
        }
    }
    return values;
}

static void work(bil_metric_pen *pen, bil_metric_value *values)
{
    size_t at = 0;
    for (size_t k = 0; k < pen->count; k++) {
        pen->scores[k] = bil_metric_score(bil_metric_row(pen, k));
    }
    bil_sort_ascending(pen->scores, pen->count);
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        pen->parts = parts_of(pen->in, (bil_metric)m);
        pen->at = &values[at];
        at += pen->parts;
        for (size_t part = 0; part < pen->parts; part++) {
            pen->at[part].defined = false;
            pen->at[part].value = 0;
        }
        functions[m](pen);
    }
}

/* ---- groups ---- */

static const char *group_name(const bil_metric_pen *pen, bil_metric_groups by, size_t group)
{
    switch (by) {
    case BIL_METRIC_GROUPS_INTENSITY:
        return bil_intensity_name((bil_intensity)group);
    case BIL_METRIC_GROUPS_AGE:
        return bil_metric_age_name(group);
    case BIL_METRIC_GROUPS_SEX:
        return pen->sex_names[group];
    case BIL_METRIC_GROUPS_AREA:
    case BIL_METRIC_GROUPS_COUNT:
        break;
    }
    return pen->area_names[group];
}

static bil_metric_group look_at_group(const bil_metric_pen *pen, bil_metric_groups by, size_t group)
{
    bil_metric_group out = {.by = by, .code = group_name(pen, by, group)};
    double month = 0.0;
    double score = 0.0;
    double today = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        if (bil_metric_group_of(pen, by, k) == group) {
            out.persons++;
            out.served += row->status == BIL_ALLOTTED_PLAN ? 1 : 0;
            out.waiting += row->status == BIL_ALLOTTED_WAITING ? 1 : 0;
            month += bil_metric_money(row);
            score += (double)row->score_e9;
            today += (double)row->today_e9;
        }
    }
    if (out.persons > 0) {
        const double persons = (double)out.persons;
        out.public_month_cents = llround(month / persons);
        out.score_e9 = llround(score / persons);
        out.today_e9 = llround(today / persons);
    }
    return out;
}

static bool put_groups(bil_metrics *metrics, const bil_metric_pen *pen)
{
    size_t room = 0;
    for (int by = 0; by < BIL_METRIC_GROUPS_COUNT; by++) {
        room += bil_metric_group_count(pen, (bil_metric_groups)by);
    }
    bil_metric_group *groups = bil_arena_alloc(metrics->arena, room + 1, sizeof *groups);
    if (groups == NULL) {
        return false;
    }
    for (int by = 0; by < BIL_METRIC_GROUPS_COUNT; by++) {
        for (size_t g = 0; g < bil_metric_group_count(pen, (bil_metric_groups)by); g++) {
            const bil_metric_group found = look_at_group(pen, (bil_metric_groups)by, g);
            if (found.persons > 0) {
                groups[metrics->group_count++] = found;
            }
        }
    }
    metrics->groups = groups;
    return true;
}

/* ---- all of it ---- */

bil_status bil_metrics_compute(bil_metrics **out, const bil_outcomes *outcomes, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_arena *scratch = bil_arena_new();
    bil_metrics *metrics =
        arena == NULL || scratch == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *metrics);
    bil_metric_pen pen;
    bil_status status = BIL_OK;
    if (metrics == NULL || !make_pen(&pen, outcomes, scratch)) {
        status = bil_fail_nomem(err);
        goto out;
    }
    metrics->arena = arena;
    metrics->values = make_values(outcomes, arena, &metrics->count);
    if (metrics->values == NULL || !put_groups(metrics, &pen)) {
        status = bil_fail_nomem(err);
        goto out;
    }
    work(&pen, metrics->values);
    double curve[BIL_METRIC_LORENZ_STEPS + 1];
    metrics->has_lorenz = bil_lorenz(curve, BIL_METRIC_LORENZ_STEPS, pen.scores, pen.count);
    for (size_t k = 0; metrics->has_lorenz && k <= BIL_METRIC_LORENZ_STEPS; k++) {
        metrics->lorenz_e9[k] = llround(curve[k] * E9);
    }
    *out = metrics;
    arena = NULL;
out:
    bil_arena_free(arena);
    bil_arena_free(scratch);
    return status;
}

/* ---- intervals ---- */

static double figure(const bil_metric_value *value)
{
    return value->defined ? (double)value->value : BIL_UNDEFINED;
}

static void put_interval(bil_metric_value *to, bil_interval found)
{
    to->has_interval = found.defined;
    to->low = found.defined ? llround(found.low) : 0;
    to->high = found.defined ? llround(found.high) : 0;
}

bil_status bil_metrics_add_intervals(bil_metrics *metrics, const bil_outcomes *outcomes,
                                     const bil_bootstrap_settings *settings, bil_error *err)
{
    bil_arena *scratch = bil_arena_new();
    const size_t resamples = outcomes->count > 0 ? settings->resamples : 0;
    bil_metric_pen pen;
    size_t count = 0;
    bil_status status = BIL_OK;
    if (scratch == NULL || !make_pen(&pen, outcomes, scratch)) {
        status = bil_fail_nomem(err);
        goto out;
    }
    size_t *picked = bil_arena_alloc(scratch, outcomes->count + 1, sizeof *picked);
    bil_metric_value *values = make_values(outcomes, scratch, &count);
    double *figures = bil_arena_alloc(scratch, resamples + 1, count * sizeof *figures);
    if (picked == NULL || values == NULL || figures == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    BIL_ASSERT(count == metrics->count);
    pen.picked = picked;
    for (size_t k = 0; k < resamples; k++) {
        bil_bootstrap_pick(picked, outcomes->count, settings->seed, k);
        work(&pen, values);
        for (size_t v = 0; v < count; v++) {
            figures[v * resamples + k] = figure(&values[v]);
        }
    }
    for (size_t v = 0; v < count; v++) {
        bil_metric_value *to = &metrics->values[v];
        if (to->defined && bil_metric_of(to->metric).basis == BIL_METRIC_BASIS_PERSONS) {
            put_interval(
                to, bil_bootstrap_interval(&figures[v * resamples], resamples, settings->level_bp));
        }
    }
out:
    bil_arena_free(scratch);
    return status;
}

/* The value's figures in all runs. */
static void gather(double *figures, const bil_metric_value *value, const bil_metrics *const *runs,
                   size_t count)
{
    for (size_t r = 0; r < count; r++) {
        const bil_metric_value *found = bil_metrics_find(runs[r], value->metric, value->part);
        figures[r] = found == NULL ? 0.0 : figure(found);
    }
}

/* A run's parts of a metric that are not there yet. */
static bool add_values(bil_metrics *so_far, const bil_metrics *run, bil_metric metric)
{
    for (size_t v = 0; v < run->count; v++) {
        const bil_metric_value *value = &run->values[v];
        const char *part = NULL;
        if (value->metric != metric || bil_metrics_find(so_far, metric, value->part) != NULL) {
            continue;
        }
        if (value->part != NULL) {
            part = bil_arena_text(so_far->arena, value->part);
            if (part == NULL) {
                return false;
            }
        }
        so_far->values[so_far->count++] = (bil_metric_value){.metric = metric, .part = part};
    }
    return true;
}

/* Every metric and part that some run has, in the order of the first run that has it. */
static bool all_values(bil_metrics *out, const bil_metrics *const *runs, size_t count)
{
    size_t room = 0;
    for (size_t r = 0; r < count; r++) {
        room += runs[r]->count;
    }
    out->values = bil_arena_alloc(out->arena, room + 1, sizeof *out->values);
    bool done = out->values != NULL;
    for (int m = 0; done && m < BIL_METRIC_COUNT; m++) {
        for (size_t r = 0; done && r < count; r++) {
            done = add_values(out, runs[r], (bil_metric)m);
        }
    }
    return done;
}

bil_status bil_metrics_mean(bil_metrics **out, const bil_metrics *const *runs, size_t count,
                            const bil_bootstrap_settings *settings, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_metrics *metrics = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *metrics);
    double *figures = calloc(count + 1, sizeof *figures);
    bil_status status = metrics == NULL || figures == NULL ? bil_fail_nomem(err) : BIL_OK;
    BIL_ASSERT(count > 0);
    if (status == BIL_OK) {
        metrics->arena = arena;
        status = all_values(metrics, runs, count) ? BIL_OK : bil_fail_nomem(err);
    }
    for (size_t v = 0; status == BIL_OK && v < metrics->count; v++) {
        bil_metric_value *to = &metrics->values[v];
        bil_interval found;
        gather(figures, to, runs, count);
        const double mean = bil_mean(figures, count);
        to->defined = isfinite(mean);
        to->value = to->defined ? llround(mean) : 0;
        status = bil_bootstrap_mean(&found, figures, count, settings, err);
        if (status == BIL_OK && to->defined && count > 1) {
            put_interval(to, found);
        }
    }
    free(figures);
    if (status != BIL_OK) {
        bil_arena_free(arena);
        return status;
    }
    *out = metrics;
    return BIL_OK;
}
