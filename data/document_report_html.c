/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of a report. All that can be read stands in it as plain HTML, in both languages; the
 * script in the frame draws the tables again as charts. */

#include <stdio.h>
#include <string.h>

#include "data/document_report.h"
#include "data/html.h"
#include "data/json.h"
#include "engine/report_words.h"
#include "engine/words.h"

enum { FIGURE = 64, OPEN_ROWS = 30, WIDE_COLUMNS = 9 };

static const char *say(bil_lang lang, bil_report_word word)
{
    return bil_words_in(bil_report_words(word), lang);
}

static const char *code_of(bil_lang lang)
{
    return lang == BIL_LANG_IT ? "it" : "en";
}

/* ---- tables ---- */

static void put_cell(bil_text *out, const bil_report_column *column, const bil_report_cell *cell,
                     bool head, bil_lang lang)
{
    char figure[FIGURE];
    if (column->unit == BIL_REPORT_TEXT) {
        BIL_HTML(out, head ? "<th scope=\"row\">{}</th>" : "<td>{}</td>",
                 bil_words_in(cell->text, lang));
        return;
    }
    if (!cell->known) {
        BIL_HTML(
            out,
            "<td class=\"n\"><span aria-hidden=\"true\">–</span><span class=\"v\">{}</span></td>",
            say(lang, BIL_R_UNKNOWN));
        return;
    }
    bil_report_format(figure, sizeof figure, column->unit, cell->value, lang);
    BIL_HTML(out, head ? "<th scope=\"row\" class=\"n\">{}</th>" : "<td class=\"n\">{}</td>",
             figure);
}

static void put_table(bil_text *out, const bil_report_section *section, bil_lang lang)
{
    const bil_report_table *table = &section->table;
    const bool wide = table->column_count > WIDE_COLUMNS;
    BIL_HTML(out,
             "<div class=\"frame\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">"
             "<table class=\"{}\"><caption>{}</caption>\n<thead><tr>",
             bil_words_in(table->caption, lang), wide ? "wide" : "narrow",
             bil_words_in(table->caption, lang));
    for (size_t c = 0; c < table->column_count; c++) {
        BIL_HTML(out,
                 table->columns[c].unit == BIL_REPORT_TEXT
                     ? "<th scope=\"col\">{}</th>"
                     : "<th scope=\"col\" class=\"n\">{}</th>",
                 bil_words_in(table->columns[c].name, lang));
    }
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < table->row_count; r++) {
        bil_text_add(out, "<tr>");
        for (size_t c = 0; c < table->column_count; c++) {
            put_cell(out, &table->columns[c], &table->cells[r * table->column_count + c], c == 0,
                     lang);
        }
        bil_text_add(out, "</tr>\n");
    }
    bil_text_add(out, "</tbody></table></div>\n");
}

/* A long table is there when it is wanted; on paper always. */
static void put_table_or_fold(bil_text *out, const bil_report_section *section, bil_lang lang)
{
    char rows[FIGURE];
    if (section->table.row_count <= OPEN_ROWS) {
        put_table(out, section, lang);
        return;
    }
    const char *const values[] = {rows};
    bil_report_format(rows, sizeof rows, BIL_REPORT_NUMBER, (int64_t)section->table.row_count * 10,
                      lang);
    bil_text_add(out, "<details><summary>");
    bil_words_put(out, say(lang, BIL_R_ALL_ROWS), values, 1);
    bil_text_add(out, "</summary>\n");
    put_table(out, section, lang);
    bil_text_add(out, "</details>\n");
}

/* ---- sections ---- */

static void put_section(bil_text *out, const bil_report_section *section, bil_lang lang)
{
    const char *code = code_of(lang);
    const char *quote = bil_words_in(section->quote, lang);
    BIL_HTML(out, "<section id=\"{}-{}\">\n", code, section->code);
    BIL_HTML(out, section->technical ? "<h3>{}</h3>\n" : "<h2>{}</h2>\n",
             bil_words_in(section->title, lang));
    BIL_HTML(out, "<p class=\"lead\">{}</p>\n", bil_words_in(section->lead, lang));
    if (quote[0] != '\0') {
        BIL_HTML(out, "<blockquote>{}</blockquote>\n", quote);
    }
    if (section->says_count > 0) {
        bil_text_add(out, "<ul class=\"says\">\n");
        for (size_t i = 0; i < section->says_count; i++) {
            BIL_HTML(out, "<li>{}</li>\n", bil_words_in(section->says[i], lang));
        }
        bil_text_add(out, "</ul>\n");
    }
    if (section->chart != NULL) {
        BIL_HTML(
            out,
            "<figure><div class=\"chart\" role=\"img\" aria-label=\"{}: {}\" data-section=\"{}\">"
            "</div><figcaption>{}</figcaption></figure>\n",
            bil_words_in(section->title, lang), bil_words_in(section->chart_says, lang),
            section->code, bil_words_in(section->chart_says, lang));
    }
    if (section->table.column_count > 0) {
        put_table_or_fold(out, section, lang);
    }
    bil_text_add(out, "</section>\n");
}

static void put_short(bil_text *out, const bil_report *report, bil_lang lang)
{
    BIL_HTML(out, "<section id=\"{}-short\" class=\"short\">\n<h2>{}</h2>\n<ul class=\"says\">\n",
             code_of(lang), say(lang, BIL_R_IN_SHORT));
    for (size_t i = 0; i < report->says_count; i++) {
        BIL_HTML(out, "<li>{}</li>\n", bil_words_in(report->says[i], lang));
    }
    bil_text_add(out, "</ul></section>\n");
}

static void put_contents(bil_text *out, const bil_report *report, bil_lang lang)
{
    const char *code = code_of(lang);
    BIL_HTML(out, "<nav class=\"contents\" aria-label=\"{}\"><ol>\n", say(lang, BIL_R_CONTENTS));
    for (size_t i = 0; i < report->section_count; i++) {
        const bil_report_section *section = &report->sections[i];
        if (!section->technical) {
            BIL_HTML(out, "<li><a href=\"#{}-{}\">{}</a></li>\n", code, section->code,
                     bil_words_in(section->title, lang));
        }
    }
    bil_text_add(out, "</ol></nav>\n");
}

static void put_details(bil_text *out, const bil_report *report, bil_lang lang)
{
    BIL_HTML(out, "<details class=\"fine\"><summary><h2>{}</h2></summary>\n<ul>\n",
             say(lang, BIL_R_DETAILS));
    for (size_t i = 0; i < report->fine_count; i++) {
        BIL_HTML(out, "<li>{}</li>\n", bil_words_in(report->fine[i], lang));
    }
    bil_text_add(out, "</ul>\n");
    for (size_t i = 0; i < report->section_count; i++) {
        if (report->sections[i].technical) {
            put_section(out, &report->sections[i], lang);
        }
    }
    bil_text_add(out, "</details>\n");
}

static void put_body(bil_text *out, const bil_report *report, bil_lang lang, bool shown)
{
    const char *question = bil_words_in(report->question, lang);
    const char *context = bil_words_in(report->context, lang);
    BIL_HTML(out,
             shown ? "<div class=\"page\" lang=\"{}\">\n"
                   : "<div class=\"page\" lang=\"{}\" hidden>\n",
             code_of(lang));
    BIL_HTML(out, "<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n", say(lang, BIL_R_REPORT),
             bil_words_in(report->title, lang));
    if (question[0] != '\0') {
        BIL_HTML(out, "<p class=\"question\">{}</p>\n", question);
    }
    if (context[0] != '\0') {
        BIL_HTML(out, "<p class=\"context\">{}</p>\n", context);
    }
    BIL_HTML(out, "<noscript><p class=\"note\">{}</p></noscript>\n", say(lang, BIL_R_NO_CHARTS));
    put_short(out, report, lang);
    put_contents(out, report, lang);
    for (size_t i = 0; i < report->section_count; i++) {
        if (!report->sections[i].technical) {
            put_section(out, &report->sections[i], lang);
        }
    }
    put_details(out, report, lang);
    BIL_HTML(out, "<p class=\"note\">{}</p>\n</div>\n", say(lang, BIL_R_PROPOSES));
}

/* ---- the charts' data ---- */

static void put_value(bil_json_writer *json, const bil_report_column *column,
                      const bil_report_cell *cell)
{
    if (column->unit == BIL_REPORT_TEXT) {
        bil_json_put_words(json, NULL, cell->text);
    } else if (cell->known) {
        bil_json_put_integer(json, NULL, cell->value);
    } else {
        bil_json_put_null(json, NULL);
    }
}

static void put_chart(bil_json_writer *json, const bil_report_section *section)
{
    const bil_report_table *table = &section->table;
    bil_json_begin_object(json, section->code);
    bil_json_put_text(json, "chart", section->chart);
    bil_json_put_integer(json, "from", (int64_t)section->chart_from);
    bil_json_put_integer(json, "to", (int64_t)section->chart_to);
    bil_json_begin_array(json, "columns");
    for (size_t c = 0; c < table->column_count; c++) {
        bil_json_begin_object(json, NULL);
        bil_json_put_words(json, "name", table->columns[c].name);
        bil_json_put_text(json, "unit", bil_report_unit_name(table->columns[c].unit));
        bil_json_put_integer(json, "parts", bil_report_unit_parts(table->columns[c].unit));
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "rows");
    for (size_t r = 0; r < table->row_count; r++) {
        bil_json_begin_array(json, NULL);
        for (size_t c = 0; c < table->column_count; c++) {
            put_value(json, &table->columns[c], &table->cells[r * table->column_count + c]);
        }
        bil_json_end_array(json);
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

/* Inside a script element a "<" could end it. */
static void put_data(bil_text *out, const bil_report *report)
{
    bil_json_writer json;
    bil_text text;
    bil_text_init(&text);
    bil_json_writer_init(&json, &text, true);
    bil_json_begin_object(&json, NULL);
    bil_json_put_words(&json, "title", report->title);
    bil_json_put_words(&json, "equality", bil_report_words(BIL_R_EQUALITY));
    bil_json_put_words(&json, "first_rows", bil_report_words(BIL_R_FIRST_ROWS));
    bil_json_begin_object(&json, "sections");
    for (size_t i = 0; i < report->section_count; i++) {
        if (report->sections[i].chart != NULL) {
            put_chart(&json, &report->sections[i]);
        }
    }
    bil_json_end_object(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    const char *at = text.bytes == NULL ? "" : text.bytes;
    while (*at != '\0') {
        const size_t plain = strcspn(at, "<");
        bil_text_add_n(out, at, plain);
        at += plain;
        if (*at == '<') {
            bil_text_add(out, "\\u003c");
            at++;
        }
    }
    out->failed = out->failed || text.failed;
    bil_text_release(&text);
}

/* ---- the frame ---- */

typedef enum { MARK_LANG, MARK_TITLE, MARK_BODY, MARK_DATA, MARKS } mark;

static const char *const marks[MARKS] = {"@@LANG@@", "@@TITLE@@", "@@BODY@@", "@@DATA@@"};

static void put_mark(bil_text *out, mark which, const bil_report *report, bil_lang lang)
{
    switch (which) {
    case MARK_LANG:
        bil_text_add(out, code_of(lang));
        return;
    case MARK_TITLE:
        bil_html_escape(out, bil_words_in(report->title, lang));
        return;
    case MARK_BODY:
        put_body(out, report, lang, true);
        put_body(out, report, lang == BIL_LANG_IT ? BIL_LANG_EN : BIL_LANG_IT, false);
        return;
    case MARK_DATA:
        put_data(out, report);
        return;
    case MARKS:
        return;
    }
}

bil_status bil_document_report_html(bil_text *out, const bil_report *report, const bil_text *frame,
                                    bil_lang lang, bil_error *err)
{
    const size_t before = out->size;
    const char *at = frame->bytes;
    for (int m = 0; m < MARKS; m++) {
        const char *next = strstr(at, marks[m]);
        if (next == NULL) {
            out->size = before;
            return bil_fail_with(err, BIL_E_DATA, marks[m], "nella pagina vuota manca «%s»",
                                 "the page's frame lacks \"%s\"", marks[m]);
        }
        bil_text_add_n(out, at, (size_t)(next - at));
        put_mark(out, (mark)m, report, lang);
        at = next + strlen(marks[m]);
    }
    bil_text_add(out, at);
    return bil_text_end(out, before, err);
}
