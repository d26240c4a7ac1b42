/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fine print: other measures, how sure, where it comes from, what failed. */

#include <stdio.h>

#include "engine/version.h"
#include "scenarios/report_impl.h"

static bil_report_unit unit_of(bil_metric metric)
{
    switch (bil_metric_of(metric).unit) {
    case BIL_METRIC_UNIT_SCORE:
        return BIL_REPORT_POINTS;
    case BIL_METRIC_UNIT_SHARE:
        return BIL_REPORT_SHARE;
    case BIL_METRIC_UNIT_INDEX:
        return BIL_REPORT_INDEX;
    case BIL_METRIC_UNIT_PERSONS:
        return BIL_REPORT_PERSONS;
    case BIL_METRIC_UNIT_CENTS:
        return BIL_REPORT_CENTS;
    case BIL_METRIC_UNIT_COUNT:
    case BIL_METRIC_UNIT_MILLISECONDS:
        return BIL_REPORT_NUMBER;
    }
    return BIL_REPORT_NUMBER;
}

static void measures(bil_reporting *r)
{
    enum { FIRST = 3 };
    static const bil_metric told[] = {
        BIL_METRIC_GAP,           BIL_METRIC_UNMET,           BIL_METRIC_SCORE_MIN,
        BIL_METRIC_ATKINSON_HALF, BIL_METRIC_THEIL,           BIL_METRIC_PALMA,
        BIL_METRIC_ENVY,          BIL_METRIC_PASSED_OVER,     BIL_METRIC_COST_PER_POINT,
        BIL_METRIC_COPAY_MONTH,   BIL_METRIC_RESIDENCE_SHARE, BIL_METRIC_CHANGES,
    };
    enum { COUNT = sizeof told / sizeof told[0] };
    bil_report_section *section =
        bil_reporting_section(r, "measures", BIL_R_MEASURES, BIL_R_MEASURES_LEAD);
    section->technical = true;
    if (!bil_reporting_groups_table(r, section, FIRST + COUNT)) {
        return;
    }
    bil_reporting_column(section, 2, bil_report_words(BIL_R_C_SEEDS), BIL_REPORT_NUMBER);
    for (size_t row = 0; row < r->row_count; row++) {
        bil_reporting_put(section, row, 2, (int64_t)r->groups[r->row_groups[row]].seeds * 10);
    }
    for (size_t c = 0; c < COUNT; c++) {
        bil_reporting_column(section, FIRST + c, bil_metric_of(told[c]).name, unit_of(told[c]));
        for (size_t row = 0; row < r->row_count; row++) {
            bil_reporting_put_mean(r, section, row, FIRST + c, told[c]);
        }
    }
}

/* ---- what failed ---- */

static bil_words kept(bil_reporting *r, const char *it, const char *en)
{
    bil_words words;
    words.it = bil_arena_text(r->arena, it);
    words.en = bil_arena_text(r->arena, en);
    r->failed = r->failed || words.it == NULL || words.en == NULL;
    return r->failed ? bil_reporting_same("") : words;
}

static void put_failure(bil_reporting *r, bil_report_section *section, size_t row, size_t index)
{
    const bil_cell *cell = &r->batch->cells[index];
    bil_cell_result *result = NULL;
    bil_error err = {0};
    bil_reporting_text(section, row, 0, r->point_names[index / r->seeds / r->rules]);
    bil_reporting_text(section, row, 1, r->rule_names[index / r->seeds % r->rules]);
    bil_reporting_put(section, row, 2, cell->seed * 10);
    if (bil_cell_read(&result, r->folder, cell, &err) != BIL_OK || result == NULL) {
        bil_reporting_text(section, row, 3, bil_report_words(BIL_R_NOT_TRIED));
    } else {
        bil_reporting_text(section, row, 3, kept(r, result->reason_it, result->reason_en));
    }
    bil_cell_result_free(result);
}

static void failures(bil_reporting *r)
{
    enum { COLUMNS = 4, MOST = 200 };
    size_t rows = 0;
    for (size_t g = 0; g < r->group_count; g++) {
        rows += r->groups[g].failed;
    }
    if (rows == 0) {
        return;
    }
    bil_report_section *section =
        bil_reporting_section(r, "failures", BIL_R_FAILURES, BIL_R_FAILURES_LEAD);
    rows = rows > MOST ? MOST : rows;
    if (!bil_reporting_table(r, section, COLUMNS, rows)) {
        return;
    }
    bil_reporting_column(section, 0, bil_report_words(BIL_R_C_SCENARIO), BIL_REPORT_TEXT);
    bil_reporting_column(section, 1, bil_report_words(BIL_R_C_RULE), BIL_REPORT_TEXT);
    bil_reporting_column(section, 2, bil_report_words(BIL_R_C_SEED), BIL_REPORT_NUMBER);
    bil_reporting_column(section, 3, bil_report_words(BIL_R_C_WHY), BIL_REPORT_TEXT);
    size_t row = 0;
    for (size_t i = 0; i < r->batch->cell_count && row < rows; i++) {
        bil_cell_result *result = NULL;
        bil_error err = {0};
        const bool read = bil_cell_read(&result, r->folder, &r->batch->cells[i], &err) == BIL_OK;
        const bool done = read && result != NULL && !result->failed;
        bil_cell_result_free(result);
        if (!done) {
            put_failure(r, section, row++, i);
        }
    }
}

/* ---- where it comes from ---- */

static void provenance(bil_reporting *r, bil_report *report)
{
    enum { MOST = 8, DIGEST = 12 };
    const bil_batch *batch = r->batch;
    char digest[DIGEST + 1];
    bil_words *fine = bil_arena_alloc(r->arena, MOST, sizeof *fine);
    if (fine == NULL) {
        r->failed = true;
        return;
    }
    report->fine = fine;
    fine[report->fine_count++] = bil_report_words(BIL_R_TECHNICAL_SCORE);
    fine[report->fine_count++] = bil_report_words(BIL_R_TECHNICAL_PRICE);
    fine[report->fine_count++] = bil_report_words(BIL_R_TECHNICAL_GINI);
    if (r->seeds == 1) {
        fine[report->fine_count++] = bil_report_words(BIL_R_TECHNICAL_ONE_SEED);
    }
    const bil_words gap = bil_reporting_figure(r, BIL_REPORT_SHARE, batch->scenario->gap_e9);
    fine[report->fine_count++] = bil_reporting_say(r, BIL_R_TECHNICAL_GAP, &gap, 1);
    const bil_words catalogue[] = {bil_reporting_same(batch->catalogue->name),
                                   bil_reporting_same(batch->catalogue->version),
                                   bil_reporting_same(bil_version())};
    fine[report->fine_count++] = bil_reporting_say(r, BIL_R_TECHNICAL_CATALOGUE, catalogue, 3);
    (void)snprintf(digest, sizeof digest, "%.12s", batch->sha256);
    const bil_words district = kept(r, digest, digest);
    fine[report->fine_count++] = bil_reporting_say(
        r, batch->profile == NULL ? BIL_R_TECHNICAL_DISTRICT : BIL_R_TECHNICAL_INVENTED, &district,
        1);
}

void bil_report_fine(bil_reporting *r, bil_report *report)
{
    failures(r);
    measures(r);
    provenance(r, report);
}
