/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of an allocation for other programs: every one of the registry, under its code. */
#include "data/document_allocation_impl.h"

void bil_metric_value_put(bil_json_writer *json, const char *key, const bil_metric_value *value,
                          int64_t number)
{
    const int decimals = bil_metric_unit_decimals(bil_metric_of(value->metric).unit);
    if (!value->defined) {
        bil_json_put_null(json, key);
    } else if (decimals == 0) {
        bil_json_put_integer(json, key, number);
    } else {
        bil_json_put_decimal(json, key, number, decimals);
    }
}

/* Its parts, one member each. Who pays nothing is left out: sources are many. */
static void put_parts(bil_json_writer *json, const bil_metrics *metrics, bil_metric metric)
{
    const bil_metric_about about = bil_metric_of(metric);
    bil_json_inline(json);
    bil_json_begin_object(json, about.code);
    for (size_t i = 0; i < metrics->count; i++) {
        const bil_metric_value *value = &metrics->values[i];
        const bool nothing = about.parts == BIL_METRIC_PARTS_SOURCES && value->value == 0;
        if (value->metric == metric && !nothing) {
            bil_metric_value_put(json, value->part, value, value->value);
        }
    }
    bil_json_end_object(json);
}

static void put_group(bil_json_writer *json, const bil_metric_group *group)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "by", bil_metric_groups_name(group->by));
    bil_json_put_text(json, "group", group->code);
    bil_json_put_integer(json, "persons", (int64_t)group->persons);
    bil_json_put_integer(json, "served", (int64_t)group->served);
    bil_json_put_integer(json, "waiting", (int64_t)group->waiting);
    bil_json_put_decimal(json, "score_today", group->today_e9, 9);
    bil_json_put_decimal(json, "score", group->score_e9, 9);
    bil_json_put_integer(json, "public_month_cents", group->public_month_cents);
    bil_json_end_object(json);
}

static void put_lorenz(bil_json_writer *json, const bil_metrics *metrics)
{
    if (!metrics->has_lorenz) {
        bil_json_put_null(json, "lorenz");
        return;
    }
    bil_json_inline(json);
    bil_json_begin_array(json, "lorenz");
    for (size_t k = 0; k <= BIL_METRIC_LORENZ_STEPS; k++) {
        bil_json_put_decimal(json, NULL, metrics->lorenz_e9[k], 9);
    }
    bil_json_end_array(json);
}

void bil_allocation_put_metrics(bil_json_writer *json, const bil_metrics *metrics)
{
    bil_json_begin_object(json, "values");
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        const bil_metric metric = (bil_metric)m;
        const bil_metric_value *value = bil_metrics_find(metrics, metric, NULL);
        if (value != NULL) {
            bil_metric_value_put(json, bil_metric_of(metric).code, value, value->value);
        } else {
            put_parts(json, metrics, metric);
        }
    }
    bil_json_end_object(json);
    bil_json_begin_array(json, "groups");
    for (size_t g = 0; g < metrics->group_count; g++) {
        put_group(json, &metrics->groups[g]);
    }
    bil_json_end_array(json);
    put_lorenz(json, metrics);
}
