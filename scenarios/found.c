/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/found.h"

#include <stdio.h>
#include <string.h>

#include "data/file.h"
#include "data/number.h"
#include "engine/money.h"
#include "scenarios/batch_impl.h"

enum { UNIT_DECIMALS = 6, CENTS_DECIMALS = 2, PERCENT_DECIMALS = 2 };

/* ---- one figure of one cell ---- */

static bool metric_of(int64_t *out_e6, const bil_scenario_found *wanted,
                      const bil_cell_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        const bil_cell_value *value = &result->values[i];
        if (value->metric != wanted->metric ||
            strcmp(value->part == NULL ? "" : value->part,
                   wanted->part == NULL ? "" : wanted->part) != 0) {
            continue;
        }
        const bil_metric_unit unit = bil_metric_of(value->metric).unit;
        int decimals =
            unit == BIL_METRIC_UNIT_CENTS ? CENTS_DECIMALS : bil_metric_unit_decimals(unit);
        *out_e6 = value->value;
        for (; decimals < UNIT_DECIMALS; decimals++) {
            *out_e6 *= 10;
        }
        for (; decimals > UNIT_DECIMALS; decimals--) {
            *out_e6 = *out_e6 < 0 ? -bil_div_round(-*out_e6, 10) : bil_div_round(*out_e6, 10);
        }
        return value->defined;
    }
    return false;
}

static bool figure_of(int64_t *out_e6, const bil_scenario_found *wanted,
                      const bil_cell_result *result)
{
    if (wanted->metric != BIL_METRIC_COUNT) {
        return metric_of(out_e6, wanted, result);
    }
    if (wanted->month == 0) {
        *out_e6 = bil_flow_whole_e6(result->periods, result->period_count, wanted->figure);
        return result->period_count > 0;
    }
    for (size_t i = 0; i < result->period_count; i++) {
        if (result->periods[i].month == wanted->month) {
            *out_e6 = bil_flow_value_e6(&result->periods[i], wanted->figure);
            return true;
        }
    }
    return false;
}

/* ---- its mean over the seeds ---- */

typedef struct {
    const bil_batch *batch;
    const char *folder;
    bil_batch_bounds bounds;
} finding;

static bil_status sum_over_seeds(int64_t *sum_e6, size_t *count, const finding *in,
                                 const char *point, const bil_scenario_found *wanted,
                                 bil_error *err)
{
    const bil_batch *batch = in->batch;
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < batch->cell_count; i++) {
        const bil_cell *cell = &batch->cells[i];
        bil_cell_result *result = NULL;
        int64_t value = 0;
        if (strcmp(cell->name, point) != 0 || strcmp(cell->rule, wanted->rule) != 0) {
            continue;
        }
        status = bil_cell_read_priced(&result, batch, in->folder, i, &in->bounds, err);
        if (status == BIL_OK && result != NULL && !result->failed &&
            figure_of(&value, wanted, result)) {
            *sum_e6 += value;
            ++*count;
        }
        bil_cell_result_free(result);
    }
    return status;
}

static int64_t rounded(int64_t value, int64_t by)
{
    return value < 0 ? -bil_div_round(-value, by) : bil_div_round(value, by);
}

/* × 10^decimals of what is told; `*there` is false when a seed has no such figure. */
static bil_status find(int64_t *out, bool *there, const finding *in,
                       const bil_scenario_found *wanted, bil_error *err)
{
    const size_t seeds = in->batch->scenario->seed_count;
    int64_t sum = 0;
    int64_t against = 0;
    size_t count = 0;
    size_t count_against = seeds;
    bil_status status = sum_over_seeds(&sum, &count, in, wanted->point, wanted, err);
    if (status == BIL_OK && wanted->against != NULL) {
        count_against = 0;
        status = sum_over_seeds(&against, &count_against, in, wanted->against, wanted, err);
    }
    *there = count == seeds && count_against == seeds;
    int decimals = wanted->decimals + (wanted->percent ? PERCENT_DECIMALS : 0);
    int64_t by = (int64_t)seeds;
    *out = sum - against;
    for (; decimals < UNIT_DECIMALS; decimals++) {
        by *= 10;
    }
    *out = rounded(*out, by);
    return status;
}

/* ---- the table ---- */

void bil_found_write(char *out, size_t size, int64_t value, int decimals)
{
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++) {
        unit *= 10;
    }
    const int64_t amount = value < 0 ? -value : value;
    const int whole =
        snprintf(out, size, "%s%lld", value < 0 ? "-" : "", (long long)(amount / unit));
    BIL_ASSERT(whole > 0 && decimals >= 0 && (size_t)(whole + decimals) + 1 < size);
    char *at = out + whole;
    if (decimals > 0) {
        *at++ = '.';
    }
    for (; unit > 1; unit /= 10) {
        *at++ = (char)('0' + amount % unit / (unit / 10));
    }
    *at = '\0';
}

static void put_row(bil_text *out, const bil_scenario_found *wanted, const bil_found_figure *figure)
{
    char value[BIL_DECIMAL_SIZE];
    bil_text_addf(out, "%s,%s,%s,", wanted->point, wanted->against == NULL ? "" : wanted->against,
                  wanted->rule);
    if (wanted->metric == BIL_METRIC_COUNT) {
        bil_text_add(out, bil_flow_code(wanted->figure));
    } else {
        bil_text_addf(out, "%s%s%s", bil_metric_of(wanted->metric).code,
                      wanted->part == NULL ? "" : ":", wanted->part == NULL ? "" : wanted->part);
    }
    bil_text_add(out, ",");
    if (wanted->month > 0) {
        bil_text_addf(out, "%d", wanted->month);
    }
    bil_text_addf(out, ",%s,", wanted->written);
    if (figure->there) {
        bil_found_write(value, sizeof value, figure->value, wanted->decimals);
        bil_text_add(out, value);
    }
    bil_text_addf(out, ",%s\n", figure->same ? "yes" : "no");
}

/* A price asks for what is proven of all cells: those are read only for it. */
static bool asks_price(const bil_scenario *scenario)
{
    for (size_t i = 0; i < scenario->found_count; i++) {
        if (scenario->found[i].metric == BIL_METRIC_PRICE_OF_FAIRNESS ||
            scenario->found[i].metric == BIL_METRIC_PRICE_OF_EFFICIENCY) {
            return true;
        }
    }
    return false;
}

bil_status bil_batch_found(bil_found_state *out, const bil_batch *batch, const char *folder,
                           bil_error *err)
{
    const bil_scenario *scenario = batch->scenario;
    finding in = {.batch = batch, .folder = folder};
    bil_text text;
    bil_text path;
    bil_status status =
        asks_price(scenario) ? bil_batch_bounds_read(&in.bounds, batch, folder, err) : BIL_OK;
    *out = (bil_found_state){.count = scenario->found_count};
    bil_text_init(&text);
    bil_text_init(&path);
    bil_file_join(&path, folder, BIL_BATCH_FOUND);
    bil_text_add(&text, "scenario,against,rule,what,month,told,found,same\n");
    for (size_t i = 0; status == BIL_OK && i < scenario->found_count; i++) {
        const bil_scenario_found *wanted = &scenario->found[i];
        bil_found_figure *figure = &out->figures[i];
        status = find(&figure->value, &figure->there, &in, wanted, err);
        figure->same = figure->there && figure->value == wanted->told;
        put_row(&text, wanted, figure);
        out->same += figure->same ? 1 : 0;
    }
    if (status == BIL_OK && (text.failed || path.failed)) {
        status = bil_fail_nomem(err);
    }
    if (status == BIL_OK) {
        status = bil_file_write(path.bytes, text.bytes, text.size, err);
    }
    bil_batch_bounds_free(&in.bounds);
    bil_text_release(&text);
    bil_text_release(&path);
    return status;
}
