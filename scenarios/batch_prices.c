/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What rules cost: a cell is measured by what the cells of other rules prove of the same district.
 *
 * Where months go by nothing is proven of one rule by another: after the first allocation each has
 * a district of its own. */

#include <stdlib.h>

#include "scenarios/batch_more.h"

enum { DIGITS = 9 };

/* ---- in a cell's file ---- */

static void put_bound(bil_json_writer *json, const char *key, bil_bound bound)
{
    bil_json_inline(json);
    bil_json_begin_object(json, key);
    bil_json_put_decimal(json, "reached", bound.reached_e9, DIGITS);
    if (bound.bound_e9 < 0) {
        bil_json_put_null(json, "bound");
    } else {
        bil_json_put_decimal(json, "bound", bound.bound_e9, DIGITS);
    }
    bil_json_end_object(json);
}

void bil_cell_bounds_put(bil_json_writer *json, const bil_allocated *done)
{
    const bil_allocation_report *report = done->report;
    put_bound(json, "sum", (bil_bound){report->value_e9, done->outcomes->sum_bound_e9});
    put_bound(json, "least", (bil_bound){report->least_score_e9, done->outcomes->minimum_bound_e9});
}

static bool read_bound(bil_bound *out, const bil_json_value *value)
{
    const bil_json_value *reached = bil_json_member(value, "reached");
    const bil_json_value *bound = bil_json_member(value, "bound");
    const bool proven = bound != NULL && !bil_json_is_null(bound);
    return reached != NULL && bound != NULL &&
           bil_json_get_decimal(&out->reached_e9, reached, DIGITS, 0, BIL_JSON_INTEGER_MAX) &&
           (!proven ||
            bil_json_get_decimal(&out->bound_e9, bound, DIGITS, 0, BIL_JSON_INTEGER_MAX));
}

bool bil_cell_bounds_read(bil_cell_result *out, const bil_json_value *root)
{
    const bil_json_value *sum = bil_json_member(root, "sum");
    const bil_json_value *least = bil_json_member(root, "least");
    out->sum.bound_e9 = out->least.bound_e9 = -1;
    out->measured = sum != NULL && least != NULL;
    return !out->measured || (read_bound(&out->sum, sum) && read_bound(&out->least, least));
}

/* ---- of all rules together ---- */

/* Points, then rules, then seeds: cells of a point and a seed share a district. */
static size_t district_of(const bil_batch *batch, size_t cell)
{
    const size_t seeds = batch->scenario->seed_count;
    return cell / (seeds * batch->scenario->rule_count) * seeds + cell % seeds;
}

static bil_status read_bounds(bil_batch_bounds *out, const bil_batch *batch, const char *folder,
                              bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < batch->cell_count; i++) {
        bil_district_bounds *at = &out->districts[district_of(batch, i)];
        bil_cell_result *result = NULL;
        status = bil_cell_read(&result, folder, &batch->cells[i], err);
        if (result != NULL && result->measured) {
            at->sum = bil_bound_meet(at->sum, result->sum);
            at->least = bil_bound_meet(at->least, result->least);
        }
        bil_cell_result_free(result);
    }
    return status;
}

bil_status bil_batch_bounds_read(bil_batch_bounds *out, const bil_batch *batch, const char *folder,
                                 bil_error *err)
{
    *out = (bil_batch_bounds){.districts = calloc(batch->cell_count + 1, sizeof *out->districts)};
    if (out->districts == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < batch->cell_count; i++) {
        out->districts[i].sum.bound_e9 = out->districts[i].least.bound_e9 = -1;
    }
    const bil_status status = read_bounds(out, batch, folder, err);
    if (status != BIL_OK) {
        bil_batch_bounds_free(out);
    }
    return status;
}

void bil_batch_bounds_free(bil_batch_bounds *bounds)
{
    free(bounds->districts);
    bounds->districts = NULL;
}

static void put_price(bil_cell_result *result, bil_metric metric, bil_bound all, bil_bound own)
{
    const int64_t price_e9 = bil_bound_price(bil_bound_held(all), own.reached_e9);
    for (size_t i = 0; i < result->count; i++) {
        if (result->values[i].metric == metric) {
            result->values[i].defined = price_e9 >= 0;
            result->values[i].value = price_e9 < 0 ? 0 : price_e9;
        }
    }
}

bil_status bil_cell_read_priced(bil_cell_result **out, const bil_batch *batch, const char *folder,
                                size_t cell, const bil_batch_bounds *bounds, bil_error *err)
{
    const bil_status status = bil_cell_read(out, folder, &batch->cells[cell], err);
    if (status == BIL_OK && bounds->districts != NULL && *out != NULL && (*out)->measured) {
        const bil_district_bounds *all = &bounds->districts[district_of(batch, cell)];
        put_price(*out, BIL_METRIC_PRICE_OF_FAIRNESS, all->sum, (*out)->sum);
        put_price(*out, BIL_METRIC_PRICE_OF_EFFICIENCY, all->least, (*out)->least);
    }
    return status;
}
