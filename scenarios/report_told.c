/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The conclusion as the scenario's file has it, and whether this run found the same. */

#include <string.h>

#include "data/number.h"
#include "scenarios/report_impl.h"

enum { T_FIGURE, T_SCENARIO, T_TOLD, T_FOUND, T_SAME, T_COLUMNS };

static const bil_report_word flow_words[BIL_FLOW_FIGURES] = {
    [BIL_FLOW_PERSONS] = BIL_R_FLOW_PERSONS,
    [BIL_FLOW_ARRIVED] = BIL_R_FLOW_ARRIVED,
    [BIL_FLOW_LEFT] = BIL_R_FLOW_LEFT,
    [BIL_FLOW_ENDED] = BIL_R_FLOW_ENDED,
    [BIL_FLOW_IMPROVED] = BIL_R_FLOW_IMPROVED,
    [BIL_FLOW_RUNNING] = BIL_R_FLOW_RUNNING,
    [BIL_FLOW_STARTED] = BIL_R_FLOW_STARTED,
    [BIL_FLOW_REDUCED] = BIL_R_FLOW_REDUCED,
    [BIL_FLOW_LOST] = BIL_R_FLOW_LOST,
    [BIL_FLOW_WAITING] = BIL_R_FLOW_WAITING,
    [BIL_FLOW_WAITING_MONEY] = BIL_R_FLOW_WAITING_MONEY,
    [BIL_FLOW_WAITING_PLACE] = BIL_R_FLOW_WAITING_PLACE,
    [BIL_FLOW_WAITING_EITHER] = BIL_R_FLOW_WAITING_EITHER,
    [BIL_FLOW_AS_TODAY] = BIL_R_FLOW_AS_TODAY,
    [BIL_FLOW_NOT_REACHED] = BIL_R_FLOW_NOT_REACHED,
    [BIL_FLOW_WAITED] = BIL_R_FLOW_WAITED,
    [BIL_FLOW_LONGEST] = BIL_R_FLOW_LONGEST,
    [BIL_FLOW_SCORE] = BIL_R_FLOW_SCORE,
    [BIL_FLOW_SHORTFALL] = BIL_R_FLOW_SHORTFALL,
    [BIL_FLOW_PUBLIC] = BIL_R_FLOW_PUBLIC,
};

static bil_words point_called(const bil_reporting *r, const char *name)
{
    for (size_t p = 0; p < r->points; p++) {
        if (strcmp(r->batch->cells[p * r->rules * r->seeds].name, name) == 0) {
            return r->point_names[p];
        }
    }
    return bil_reporting_same(name);
}

static bil_words rule_called(const bil_reporting *r, const char *rule)
{
    const bil_scenario *scenario = r->batch->scenario;
    for (size_t i = 0; i < scenario->rule_count; i++) {
        if (strcmp(scenario->rules[i], rule) == 0) {
            return r->rule_names[i];
        }
    }
    return bil_reporting_same(rule);
}

/* "point – rule, against: other point"; the rule where there are several. */
static bil_words scenario_of(bil_reporting *r, const bil_scenario_found *told)
{
    bil_words name = point_called(r, told->point);
    if (r->rules > 1) {
        name = bil_reporting_join(r, name, " – ", rule_called(r, told->rule));
    }
    if (told->against == NULL) {
        return name;
    }
    const bil_words both[] = {name, point_called(r, told->against)};
    return bil_reporting_say(r, BIL_R_FOUND_AGAINST, both, 2);
}

static bil_words figure_of(bil_reporting *r, const bil_scenario_found *told)
{
    if (told->metric != BIL_METRIC_COUNT) {
        const bil_words name = bil_metric_of(told->metric).name;
        const bil_words both[] = {name, bil_reporting_same(told->part == NULL ? "" : told->part)};
        return told->part == NULL ? name : bil_reporting_say(r, BIL_R_FOUND_PART, both, 2);
    }
    const bil_words name = bil_report_words(flow_words[told->figure]);
    const bil_words both[] = {
        name, bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)told->month * 10)};
    return told->month == 0 ? name : bil_reporting_say(r, BIL_R_FOUND_MONTH, both, 2);
}

static void put_row(bil_reporting *r, bil_report_section *section, size_t row)
{
    const bil_scenario_found *told = &r->batch->scenario->found[row];
    const bil_found_figure *figure = &r->found->figures[row];
    char number[BIL_DECIMAL_SIZE];
    bil_found_write(number, sizeof number, figure->value, told->decimals);
    bil_reporting_text(section, row, T_FIGURE, figure_of(r, told));
    bil_reporting_text(section, row, T_SCENARIO, scenario_of(r, told));
    bil_reporting_text(section, row, T_TOLD, bil_reporting_number(r, told->written));
    bil_reporting_text(section, row, T_FOUND,
                       figure->there ? bil_reporting_number(r, number)
                                     : bil_report_words(BIL_R_UNKNOWN));
    bil_reporting_text(section, row, T_SAME, bil_report_words(figure->same ? BIL_R_YES : BIL_R_NO));
}

static void compare(bil_reporting *r, bil_report_section *section)
{
    static const bil_report_word names[T_COLUMNS] = {
        BIL_R_C_FIGURE, BIL_R_C_SCENARIO, BIL_R_C_TOLD, BIL_R_C_FOUND, BIL_R_C_SAME,
    };
    const size_t count = r->found->count;
    const bil_words counts[] = {
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)count * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)r->found->same * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)(count - r->found->same) * 10),
    };
    bil_reporting_add(
        section,
        bil_reporting_say(r, r->found->same == count ? BIL_R_FOUND_SAME : BIL_R_FOUND_DIFFER,
                          counts, sizeof counts / sizeof counts[0]));
    if (!bil_reporting_table(r, section, T_COLUMNS, count)) {
        return;
    }
    for (size_t c = 0; c < T_COLUMNS; c++) {
        bil_reporting_column(section, c, bil_report_words(names[c]), BIL_REPORT_TEXT);
    }
    for (size_t row = 0; row < count; row++) {
        put_row(r, section, row);
    }
}

void bil_report_told(bil_reporting *r)
{
    const bil_words conclusion = r->batch->scenario->conclusion;
    if (conclusion.it[0] == '\0' && r->found->count == 0) {
        return;
    }
    bil_report_section *section =
        bil_reporting_section(r, "conclusion", BIL_R_CONCLUSION, BIL_R_CONCLUSION_LEAD);
    section->quote = bil_reporting_join(r, conclusion, "", bil_reporting_same(""));
    if (r->found->count > 0) {
        compare(r, section);
    }
}
