/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How sure: what other seeds could have given, and whether a difference would remain. */

#include "scenarios/report_impl.h"

enum { S_SCENARIO, S_RULE, S_SEEDS, S_FIRST, S_EACH = 3 };

typedef struct {
    bil_report_word name;
    bil_metric metric;
    bil_report_unit unit;
    int64_t by; /* from what bil_seeds_read gives to the unit */
} sure_column;

static const sure_column sure_columns[] = {
    {BIL_R_C_SCORE, BIL_METRIC_SCORE_MEAN, BIL_REPORT_POINTS, 1},
    {BIL_R_C_SERVED, BIL_METRIC_SERVED, BIL_REPORT_PERSONS, 100},
};

enum { SURE = sizeof sure_columns / sizeof sure_columns[0] };

/* NULL where there is no interval, as over one seed. */
static const bil_metric_value *sure_of(const bil_metrics *of, bil_metric metric)
{
    const bil_metric_value *value = of == NULL ? NULL : bil_metrics_find(of, metric, NULL);
    return value != NULL && value->has_interval ? value : NULL;
}

static bil_words points(bil_reporting *r, int64_t value, bool signed_too)
{
    const bil_words figure = bil_reporting_figure(r, BIL_REPORT_POINTS, value);
    return signed_too && value > 0 ? bil_reporting_join(r, bil_reporting_same("+"), "", figure)
                                   : figure;
}

/* ---- sentences ---- */

static void say_mean(bil_reporting *r, bil_report_section *section, size_t g)
{
    const bil_report_group *group = &r->groups[g];
    const bil_metric_value *value = sure_of(group->mean, BIL_METRIC_SCORE_MEAN);
    if (value == NULL) {
        return;
    }
    const bil_words words[] = {
        bil_reporting_group_name(r, g),
        points(r, value->value, false),
        points(r, value->low, false),
        points(r, value->high, false),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)group->seeds * 10),
    };
    bil_reporting_add(section,
                      bil_reporting_say(r, BIL_R_SURE_AT, words, sizeof words / sizeof words[0]));
}

static void say_delta(bil_reporting *r, bil_report_section *section, size_t g)
{
    const bil_report_group *group = &r->groups[g];
    const bil_metric_value *value = sure_of(group->delta, BIL_METRIC_SCORE_MEAN);
    const bool open = value->low <= 0 && value->high >= 0;
    const bil_words words[] = {
        bil_reporting_group_name(r, g),
        bil_reporting_against(r),
        points(r, value->value, true),
        points(r, value->low, true),
        points(r, value->high, true),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)group->paired * 10),
    };
    bil_reporting_add(section, bil_reporting_say(r, open ? BIL_R_SURE_DELTA_OPEN : BIL_R_SURE_DELTA,
                                                 words, sizeof words / sizeof words[0]));
}

/* The reference, then who is furthest below it and above it. */
static void say_sure(bil_reporting *r, bil_report_section *section)
{
    size_t least = SIZE_MAX;
    size_t most = SIZE_MAX;
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    say_mean(r, section, r->reference);
    for (size_t g = 0; g < r->group_count; g++) {
        const bil_metric_value *value = sure_of(r->groups[g].delta, BIL_METRIC_SCORE_MEAN);
        if (value != NULL && value->low == 0 && value->high == 0) {
            continue; /* the baseline by another name */
        }
        if (value != NULL && value->value < low) {
            low = value->value;
            least = g;
        }
        if (value != NULL && value->value > high) {
            high = value->value;
            most = g;
        }
    }
    if (least != SIZE_MAX) {
        say_delta(r, section, least);
    }
    if (most != least) {
        say_delta(r, section, most);
    }
}

/* ---- the table ---- */

static void name_three(bil_reporting *r, bil_report_section *section, size_t column,
                       const sure_column *of, bool delta)
{
    static const bil_report_word ends[] = {BIL_R_C_LOW, BIL_R_C_HIGH};
    for (size_t k = 0; k < S_EACH; k++) {
        bil_words name = bil_report_words(of->name);
        if (delta) {
            name = bil_reporting_join(r, name, ", ", bil_report_words(BIL_R_C_DIFFERENCE));
        }
        if (k > 0) {
            name = bil_reporting_join(r, name, ", ", bil_report_words(ends[k - 1]));
        }
        bil_reporting_column(section, column + k, name, of->unit);
    }
}

static void put_three(bil_report_section *section, size_t row, size_t column, const sure_column *of,
                      const bil_metrics *metrics)
{
    const bil_metric_value *value = sure_of(metrics, of->metric);
    if (value != NULL) {
        const size_t by = (size_t)of->by;
        bil_reporting_put(section, row, column, bil_reporting_divide(value->value, by));
        bil_reporting_put(section, row, column + 1, bil_reporting_divide(value->low, by));
        bil_reporting_put(section, row, column + 2, bil_reporting_divide(value->high, by));
    }
}

static void put_table(bil_reporting *r, bil_report_section *section)
{
    const bool compared = r->batch->scenario->baseline != NULL;
    const size_t width = compared ? 2 * S_EACH : S_EACH;
    if (!bil_reporting_groups_table(r, section, S_FIRST + SURE * width)) {
        return;
    }
    bil_reporting_column(section, S_SEEDS, bil_report_words(BIL_R_C_SEEDS), BIL_REPORT_NUMBER);
    for (size_t c = 0; c < SURE; c++) {
        const size_t column = S_FIRST + c * width;
        name_three(r, section, column, &sure_columns[c], false);
        if (compared) {
            name_three(r, section, column + S_EACH, &sure_columns[c], true);
        }
        for (size_t row = 0; row < r->row_count; row++) {
            const bil_report_group *group = &r->groups[r->row_groups[row]];
            bil_reporting_put(section, row, S_SEEDS, (int64_t)group->seeds * 10);
            put_three(section, row, column, &sure_columns[c], group->mean);
            if (compared) {
                put_three(section, row, column + S_EACH, &sure_columns[c], group->delta);
            }
        }
    }
}

void bil_report_seeds(bil_reporting *r)
{
    if (r->seeds < 2) {
        return; /* the fine print says why */
    }
    bil_report_section *section = bil_reporting_section(r, "seeds", BIL_R_SURE, BIL_R_SURE_LEAD);
    say_sure(r, section);
    put_table(r, section);
}
