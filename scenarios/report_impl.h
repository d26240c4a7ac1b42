/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_REPORT_IMPL_H
#define BIL_SCENARIOS_REPORT_IMPL_H

/* What the parts of a report share: the figures of a batch, a group (one point, one rule) being the
 * mean over its seeds, and how sections are put together. */

#include "engine/report_words.h"
#include "scenarios/batch_more.h"
#include "scenarios/report.h"

enum {
    BIL_REPORT_SECTIONS_MAX = 24,
    BIL_REPORT_CURVES_MAX = 8 /* in one chart */
};

typedef struct {
    size_t seeds; /* finished */
    size_t failed;
    int64_t sum[BIL_METRIC_COUNT]; /* of metrics without parts */
    size_t defined[BIL_METRIC_COUNT];
    int64_t *spent;       /* cents, by payer; sums over the seeds */
    int64_t budget_cents; /* of all pools; sum over the seeds */
    size_t with_more;     /* seeds whose file says more than the metrics */
    int64_t lorenz_e9[BIL_METRIC_LORENZ_STEPS + 1];
    size_t with_lorenz;
    bil_winners won; /* against the baseline, or today; sums over the seeds */
    size_t compared; /* seeds */
    /* As bil_seeds has them, with BIL_SEEDS_FINER. */
    bil_metrics *mean;
    bil_metrics *delta;
    size_t paired;
} bil_report_group;

/* A pool or a capacity in the reference point. */
typedef struct {
    size_t rule;
    bil_cell_limit limit; /* means over the seeds */
    size_t seeds;
} bil_report_limit;

typedef struct {
    bil_arena *arena;
    bool failed; /* no memory */
    const bil_batch *batch;
    const char *folder;
    const bil_found_state *found;
    size_t points;
    size_t rules;
    size_t seeds;
    bil_words *point_names;
    bil_words *rule_names;
    bil_report_group *groups; /* by point, then rule */
    size_t group_count;
    size_t *row_groups; /* the groups that have results, in order: rows of their tables */
    size_t row_count;
    size_t reference; /* the group others are seen from */
    const char **payers;
    size_t payer_count;
    bil_report_limit *limits;
    size_t limit_count;
    size_t limit_capacity;
    bil_report_section *sections;
    size_t section_count;
} bil_reporting;

/* ---- figures ---- */

/* The mean over the seeds; false when it has no meaning in any. Persons and counts come in tenths,
 * all else as the metric has it. */
bool bil_reporting_mean(int64_t *out, const bil_report_group *group, bil_metric metric);

/* sum ÷ count, half away from zero; 0 for none. */
int64_t bil_reporting_divide(int64_t sum, size_t count);

/* ---- words ---- */

bil_words bil_reporting_say(bil_reporting *r, bil_report_word word, const bil_words *values,
                            size_t count);
bil_words bil_reporting_figure(bil_reporting *r, bil_report_unit unit, int64_t value);
/* A number as files write it, "0.5": in Italian with a comma. */
bil_words bil_reporting_number(bil_reporting *r, const char *number);
bil_words bil_reporting_join(bil_reporting *r, bil_words a, const char *between, bil_words b);

/* "point, rule", or the point alone where there is one rule. */
bil_words bil_reporting_group_name(bil_reporting *r, size_t group);
bil_words bil_reporting_same(const char *text);

/* What the others are compared with. */
bil_words bil_reporting_against(bil_reporting *r);

/* The name of an axis with one of its values: "fondo −10 %". */
bil_words bil_reporting_value(bil_reporting *r, size_t axis, const bil_lever_change *change);

/* ---- sections ---- */

/* A new section at the end; never NULL. */
bil_report_section *bil_reporting_section(bil_reporting *r, const char *code, bil_report_word title,
                                          bil_report_word lead);
void bil_reporting_add(bil_report_section *section, bil_words sentence);

/* Room for a table; its columns are named next. False without memory. */
bool bil_reporting_table(bil_reporting *r, bil_report_section *section, size_t columns,
                         size_t rows);
void bil_reporting_column(bil_report_section *section, size_t column, bil_words name,
                          bil_report_unit unit);
void bil_reporting_text(bil_report_section *section, size_t row, size_t column, bil_words text);
void bil_reporting_put(bil_report_section *section, size_t row, size_t column, int64_t value);
void bil_reporting_chart(bil_report_section *section, const char *chart, size_t from, size_t to,
                         bil_words says);

/* A row for every group that has results; the first two columns name it. */
bool bil_reporting_groups_table(bil_reporting *r, bil_report_section *section, size_t columns);

void bil_reporting_put_mean(bil_reporting *r, bil_report_section *section, size_t row,
                            size_t column, bil_metric metric);

/* ---- the parts, in the order they are told ---- */

void bil_report_told(bil_reporting *r);
void bil_report_people(bil_reporting *r);
void bil_report_winners(bil_reporting *r);
void bil_report_curves(bil_reporting *r);
void bil_report_fair(bil_reporting *r);
void bil_report_spending(bil_reporting *r);
void bil_report_prices(bil_reporting *r);
void bil_report_seeds(bil_reporting *r);
void bil_report_fine(bil_reporting *r, bil_report *report);

#endif
