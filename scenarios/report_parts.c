/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a report's sections are put together: figures, words, tables. Without memory everything goes
 * on with what there is, and `failed` says so at the end. */

#include <string.h>

#include "scenarios/report_impl.h"

enum { FIGURE = 64 };

int64_t bil_reporting_divide(int64_t sum, size_t count)
{
    const int64_t by = (int64_t)count;
    if (by == 0) {
        return 0;
    }
    return sum < 0 ? -((-sum + by / 2) / by) : (sum + by / 2) / by;
}

bool bil_reporting_mean(int64_t *out, const bil_report_group *group, bil_metric metric)
{
    const bil_metric_unit unit = bil_metric_of(metric).unit;
    const bool whole = unit == BIL_METRIC_UNIT_PERSONS || unit == BIL_METRIC_UNIT_COUNT;
    if (group->defined[metric] == 0) {
        return false;
    }
    *out = bil_reporting_divide(group->sum[metric] * (whole ? 10 : 1), group->defined[metric]);
    return true;
}

/* ---- words ---- */

bil_words bil_reporting_same(const char *text)
{
    bil_words words;
    words.it = text;
    words.en = text;
    return words;
}

static bil_words whole(bil_reporting *r, bil_words words)
{
    if (words.it == NULL || words.en == NULL) {
        r->failed = true;
        return bil_reporting_same("");
    }
    return words;
}

bil_words bil_reporting_say(bil_reporting *r, bil_report_word word, const bil_words *values,
                            size_t count)
{
    return whole(r, bil_report_fill(r->arena, word, values, count));
}

bil_words bil_reporting_figure(bil_reporting *r, bil_report_unit unit, int64_t value)
{
    char it[FIGURE];
    char en[FIGURE];
    bil_words words;
    bil_report_format(it, sizeof it, unit, value, BIL_LANG_IT);
    bil_report_format(en, sizeof en, unit, value, BIL_LANG_EN);
    words.it = bil_arena_text(r->arena, it);
    words.en = bil_arena_text(r->arena, en);
    return whole(r, words);
}

bil_words bil_reporting_number(bil_reporting *r, const char *number)
{
    bil_words words = bil_reporting_same(bil_arena_text(r->arena, number));
    const char *point = strchr(number, '.');
    if (point != NULL && words.en != NULL) {
        char *it = bil_arena_alloc(r->arena, strlen(number) + 1, 1);
        words.it = it;
        if (it != NULL) {
            memcpy(it, number, strlen(number));
            it[point - number] = ',';
        }
    }
    return whole(r, words);
}

static const char *join(bil_reporting *r, const char *a, const char *between, const char *b)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, a);
    bil_text_add(&text, between);
    bil_text_add(&text, b);
    const char *kept =
        text.failed ? NULL : bil_arena_text(r->arena, text.bytes == NULL ? "" : text.bytes);
    bil_text_release(&text);
    return kept;
}

bil_words bil_reporting_join(bil_reporting *r, bil_words a, const char *between, bil_words b)
{
    bil_words words;
    words.it = join(r, a.it, between, b.it);
    words.en = join(r, a.en, between, b.en);
    return whole(r, words);
}

bil_words bil_reporting_group_name(bil_reporting *r, size_t group)
{
    const bil_words point = r->point_names[group / r->rules];
    const bil_words rule = r->rule_names[group % r->rules];
    if (r->rules == 1) {
        return point;
    }
    return r->points == 1 ? rule : bil_reporting_join(r, point, " – ", rule);
}

bil_words bil_reporting_against(bil_reporting *r)
{
    const bil_scenario *scenario = r->batch->scenario;
    if (scenario->baseline == NULL) {
        return bil_report_words(BIL_R_AS_TODAY);
    }
    return scenario->baseline_rule != NULL ? bil_reporting_group_name(r, r->reference)
                                           : r->point_names[r->reference / r->rules];
}

/* ---- sections ---- */

bil_report_section *bil_reporting_section(bil_reporting *r, const char *code, bil_report_word title,
                                          bil_report_word lead)
{
    BIL_ASSERT(r->section_count < BIL_REPORT_SECTIONS_MAX);
    bil_report_section *section = &r->sections[r->section_count++];
    *section = (bil_report_section){
        .code = code, .title = bil_report_words(title), .lead = bil_report_words(lead)};
    section->table.caption = section->title;
    section->quote = bil_reporting_same("");
    section->chart_says = bil_reporting_same("");
    return section;
}

void bil_reporting_add(bil_report_section *section, bil_words sentence)
{
    if (section->says_count < BIL_REPORT_SAYS_MAX) {
        section->says[section->says_count++] = sentence;
    }
}

bool bil_reporting_table(bil_reporting *r, bil_report_section *section, size_t columns, size_t rows)
{
    bil_report_table *table = &section->table;
    bil_report_column *names = bil_arena_alloc(r->arena, columns, sizeof *names);
    table->cells = bil_arena_alloc(r->arena, columns * rows, sizeof *table->cells);
    if (names == NULL || table->cells == NULL) {
        r->failed = true;
        return false;
    }
    for (size_t c = 0; c < columns; c++) {
        names[c].name = bil_reporting_same("");
    }
    for (size_t c = 0; c < columns * rows; c++) {
        table->cells[c].text = bil_reporting_same("");
    }
    table->columns = names;
    table->column_count = columns;
    table->row_count = rows;
    return true;
}

void bil_reporting_column(bil_report_section *section, size_t column, bil_words name,
                          bil_report_unit unit)
{
    bil_report_column *columns = section->table.columns;
    BIL_ASSERT(column < section->table.column_count);
    columns[column] = (bil_report_column){.name = name, .unit = unit};
}

static bil_report_cell *cell_at(bil_report_section *section, size_t row, size_t column)
{
    BIL_ASSERT(row < section->table.row_count && column < section->table.column_count);
    return &section->table.cells[row * section->table.column_count + column];
}

void bil_reporting_text(bil_report_section *section, size_t row, size_t column, bil_words text)
{
    *cell_at(section, row, column) = (bil_report_cell){.known = true, .text = text};
}

void bil_reporting_put(bil_report_section *section, size_t row, size_t column, int64_t value)
{
    bil_report_cell *cell = cell_at(section, row, column);
    cell->known = true;
    cell->value = value;
}

void bil_reporting_chart(bil_report_section *section, const char *chart, size_t from, size_t to,
                         bil_words says)
{
    section->chart = chart;
    section->chart_from = from;
    section->chart_to = to;
    section->chart_says = says;
}

bool bil_reporting_groups_table(bil_reporting *r, bil_report_section *section, size_t columns)
{
    if (!bil_reporting_table(r, section, columns, r->row_count)) {
        return false;
    }
    bil_reporting_column(section, 0, bil_report_words(BIL_R_C_SCENARIO), BIL_REPORT_TEXT);
    bil_reporting_column(section, 1, bil_report_words(BIL_R_C_RULE), BIL_REPORT_TEXT);
    for (size_t row = 0; row < r->row_count; row++) {
        const size_t g = r->row_groups[row];
        bil_reporting_text(section, row, 0, r->point_names[g / r->rules]);
        bil_reporting_text(section, row, 1, r->rule_names[g % r->rules]);
    }
    return true;
}

void bil_reporting_put_mean(bil_reporting *r, bil_report_section *section, size_t row,
                            size_t column, bil_metric metric)
{
    int64_t value = 0;
    if (bil_reporting_mean(&value, &r->groups[r->row_groups[row]], metric)) {
        bil_reporting_put(section, row, column, value);
    }
}
