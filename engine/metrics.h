/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_METRICS_H
#define BIL_ENGINE_METRICS_H

/* The metrics by which an allocation is judged: what each is (the registry), and their values, as
 * solver/metrics.h works them out from a table of outcomes. Plain integers, so that whoever writes
 * or compares them needs no solver. docs/METRICS.md says what each one means. */

#include "engine/error.h"
#include "engine/outcomes.h"

typedef enum {
#define BIL_METRIC(code, name, unit, low, high, better, basis, parts) BIL_METRIC_##name,
#include "engine/metrics.def"
    BIL_METRIC_COUNT
} bil_metric;

typedef enum {
    BIL_METRIC_UNIT_SCORE, /* × 10⁹ */
    BIL_METRIC_UNIT_SHARE, /* × 10⁹ */
    BIL_METRIC_UNIT_INDEX, /* × 10⁹ */
    BIL_METRIC_UNIT_PERSONS,
    BIL_METRIC_UNIT_COUNT,
    BIL_METRIC_UNIT_CENTS,
    BIL_METRIC_UNIT_MILLISECONDS
} bil_metric_unit;

/* "score", "share", "index", "persons", "count", "cents", "milliseconds"; NULL out of range. */
const char *bil_metric_unit_name(bil_metric_unit unit);
int bil_metric_unit_decimals(bil_metric_unit unit); /* of a value of this unit: 9 or 0 */

typedef enum {
    BIL_METRIC_BETTER_NONE,
    BIL_METRIC_BETTER_HIGHER,
    BIL_METRIC_BETTER_LOWER
} bil_metric_better;

/* "none", "higher", "lower"; NULL out of range. */
const char *bil_metric_better_name(bil_metric_better better);

typedef enum {
    BIL_METRIC_BASIS_PERSONS, /* with other persons it would be another: it has an interval */
    BIL_METRIC_BASIS_DISTRICT
} bil_metric_basis;

typedef enum {
    BIL_METRIC_PARTS_ONE,
    BIL_METRIC_PARTS_AXES,
    BIL_METRIC_PARTS_SOURCES,
    BIL_METRIC_PARTS_POOLS
} bil_metric_parts;

#define BIL_METRIC_OPEN INT64_MAX /* a range without that end */

typedef struct {
    const char *code;
    bil_words name;
    bil_metric_unit unit;
    int64_t low; /* in values, as below; BIL_METRIC_OPEN */
    int64_t high;
    bil_metric_better better;
    bil_metric_basis basis;
    bil_metric_parts parts;
} bil_metric_about;

/* Of a metric below BIL_METRIC_COUNT. */
bil_metric_about bil_metric_of(bil_metric metric);

/* By its code; BIL_METRIC_COUNT when there is none. */
bil_metric bil_metric_find(const char *code);

/* What is missing to the best: (best − reached) ÷ best × `one`, half up. -1 = not defined: unless
 * 0 ≤ reached ≤ best > 0; a billionth of rounding is forgiven. Of sums of scores it is the price of
 * fairness (Bertsimas, Farias and Trichakis, 2011), of the least score the price of efficiency (the
 * same authors, 2012). `one` > 0. */
int64_t bil_metric_price(int64_t best, int64_t reached, int64_t one);

typedef struct {
    bil_metric metric;
    const char *part; /* axis, source or pool; NULL = the metric has no parts */
    bool defined;     /* it has a meaning for these data */
    int64_t value;    /* with the unit's decimals */
    bool has_interval;
    int64_t low;
    int64_t high;
} bil_metric_value;

/* By what persons are put in groups. */
typedef enum {
    BIL_METRIC_GROUPS_INTENSITY,
    BIL_METRIC_GROUPS_AGE,
    BIL_METRIC_GROUPS_SEX,
    BIL_METRIC_GROUPS_AREA,
    BIL_METRIC_GROUPS_COUNT
} bil_metric_groups;

/* "intensity", "age", "sex", "area"; NULL out of range. */
const char *bil_metric_groups_name(bil_metric_groups groups);

/* "0-17", "18-34", "35-64", "65-79", "80+"; NULL out of range. */
enum { BIL_METRIC_AGES = 5 };
const char *bil_metric_age_name(size_t band);
size_t bil_metric_age_band(int age); /* SIZE_MAX = unknown */

typedef struct {
    bil_metric_groups by;
    const char *code; /* "high", "65-79", the area as the case writes it */
    size_t persons;
    size_t served;
    size_t waiting;
    int64_t score_e9; /* means */
    int64_t today_e9;
    int64_t public_month_cents; /* public money a month for each */
} bil_metric_group;

enum { BIL_METRIC_LORENZ_STEPS = 20 };

/* Lives in its arena; names of parts and groups are borrowed from the table of outcomes. */
typedef struct bil_metrics {
    bil_arena *arena;
    bil_metric_value *values; /* by metric, then by part */
    size_t count;
    const bil_metric_group *groups; /* those that have persons; unknown ones are left out */
    size_t group_count;
    /* What the poorest k/20 have of all scores together. */
    bool has_lorenz;
    int64_t lorenz_e9[BIL_METRIC_LORENZ_STEPS + 1];
} bil_metrics;

void bil_metrics_free(bil_metrics *metrics); /* accepts NULL */

/* The value of a metric, or of its part; NULL when it is not among them. */
const bil_metric_value *bil_metrics_find(const bil_metrics *metrics, bil_metric metric,
                                         const char *part);

#endif
