/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics.h"

#include <string.h>

#include "engine/fraction_impl.h"
#include "engine/words.h"

#define E9 INT64_C(1000000000)
#define OPEN BIL_METRIC_OPEN

#define NAME(table, value)                                                                         \
    ((unsigned)(value) < sizeof(table) / sizeof *(table) ? (table)[value] : NULL)

/* The name comes from the table of words, which is no constant. */
static const struct {
    bil_metric_about about;
    bil_answer_word name;
} entries[BIL_METRIC_COUNT] = {
#define BIL_METRIC(code_, name_, unit_, low_, high_, better_, basis_, parts_)                      \
    {{.code = #code_,                                                                              \
      .unit = BIL_METRIC_UNIT_##unit_,                                                             \
      .low = (low_),                                                                               \
      .high = (high_),                                                                             \
      .better = BIL_METRIC_BETTER_##better_,                                                       \
      .basis = BIL_METRIC_BASIS_##basis_,                                                          \
      .parts = BIL_METRIC_PARTS_##parts_},                                                         \
     BIL_A_METRIC_##name_},
#include "engine/metrics.def"
};

bil_metric_about bil_metric_of(bil_metric metric)
{
    BIL_ASSERT(metric < BIL_METRIC_COUNT);
    bil_metric_about about = entries[metric].about;
    about.name = bil_answer_words(entries[metric].name);
    return about;
}

bil_metric bil_metric_find(const char *code)
{
    int metric = 0;
    while (metric < BIL_METRIC_COUNT && strcmp(entries[metric].about.code, code) != 0) {
        metric++;
    }
    return (bil_metric)metric;
}

int64_t bil_metric_price(int64_t best, int64_t reached, int64_t one)
{
    BIL_ASSERT(one > 0);
    if (best <= 0 || reached < 0 || reached - best > best / E9) {
        return -1;
    }
    const int64_t missing = reached < best ? best - reached : 0;
    return (int64_t)(((bil_wide)missing * (bil_wide)one + (bil_wide)(best / 2)) / (bil_wide)best);
}

const char *bil_metric_unit_name(bil_metric_unit unit)
{
    static const char *const names[] = {"score", "share", "index",       "persons",
                                        "count", "cents", "milliseconds"};
    return NAME(names, unit);
}

int bil_metric_unit_decimals(bil_metric_unit unit)
{
    return unit <= BIL_METRIC_UNIT_INDEX ? 9 : 0;
}

const char *bil_metric_better_name(bil_metric_better better)
{
    static const char *const names[] = {"none", "higher", "lower"};
    return NAME(names, better);
}

const char *bil_metric_groups_name(bil_metric_groups groups)
{
    static const char *const names[] = {"intensity", "age", "sex", "area"};
    return NAME(names, groups);
}

const char *bil_metric_age_name(size_t band)
{
    static const char *const names[BIL_METRIC_AGES] = {"0-17", "18-34", "35-64", "65-79", "80+"};
    return NAME(names, band);
}

size_t bil_metric_age_band(int age)
{
    static const int last[BIL_METRIC_AGES - 1] = {17, 34, 64, 79};
    size_t band = 0;
    if (age < 0) {
        return SIZE_MAX;
    }
    while (band < BIL_METRIC_AGES - 1 && age > last[band]) {
        band++;
    }
    return band;
}

void bil_metrics_free(bil_metrics *metrics)
{
    if (metrics != NULL) {
        bil_arena_free(metrics->arena);
    }
}

const bil_metric_value *bil_metrics_find(const bil_metrics *metrics, bil_metric metric,
                                         const char *part)
{
    for (size_t i = 0; i < metrics->count; i++) {
        const bil_metric_value *value = &metrics->values[i];
        if (value->metric == metric && (part == NULL) == (value->part == NULL) &&
            (part == NULL || strcmp(part, value->part) == 0)) {
            return value;
        }
    }
    return NULL;
}
