/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The workbook of a report: a sheet of sentences, then a sheet for every table, its first row
 * frozen. This is the only file that knows libxlsxwriter. The library counts in floating point,
 * as spreadsheets do: figures are made of integers on the way to it, and never come back. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "data/document_report.h"
#include "data/file.h"
#include "engine/report_words.h"

enum {
    SHEET_NAME_MOST = 31, /* characters, as Excel allows */
    WIDTH_LEAST = 11,
    WIDTH_MOST = 48,
    WORKBOOK_MOST = 256 * 1024 * 1024,
    SENTENCE_WIDTH = 110,
    FORMAT_COUNT = BIL_REPORT_NUMBER + 1
};

/* The library writes the moment it was made unless told: the same report must give the same bytes.
 * 1 January 2026, in seconds. */
#define MADE_ON INT64_C(1767225600)

typedef struct {
    lxw_workbook *book;
    lxw_format *head;
    lxw_format *title;
    lxw_format *wrapped;
    lxw_format *formats[FORMAT_COUNT];
    lxw_format *whole; /* persons and numbers where all are whole */
    bil_lang lang;
    lxw_error failed; /* the first that was not well */
    size_t sheets;
} making;

static void note(making *m, lxw_error error)
{
    m->failed = m->failed == LXW_NO_ERROR ? error : m->failed;
}

static void make_formats(making *m)
{
    static const char *const looks[FORMAT_COUNT] = {
        [BIL_REPORT_TEXT] = "@",
        [BIL_REPORT_PERSONS] = "#,##0.0",
        [BIL_REPORT_POINTS] = "[>=0.995]0.0;[>0]0.00###;0.0",
        [BIL_REPORT_SHARE] = "0.0%",
        [BIL_REPORT_INDEX] = "0.000",
        [BIL_REPORT_CENTS] = "#,##0.00\\ \"€\"",
        [BIL_REPORT_NUMBER] = "#,##0.0",
    };
    for (size_t u = 0; u < FORMAT_COUNT; u++) {
        m->formats[u] = workbook_add_format(m->book);
        format_set_num_format(m->formats[u], looks[u]);
    }
    m->whole = workbook_add_format(m->book);
    format_set_num_format(m->whole, "#,##0");
    m->head = workbook_add_format(m->book);
    format_set_bold(m->head);
    format_set_text_wrap(m->head);
    format_set_align(m->head, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(m->head, LXW_BORDER_THIN);
    m->title = workbook_add_format(m->book);
    format_set_bold(m->title);
    m->wrapped = workbook_add_format(m->book);
    format_set_text_wrap(m->wrapped);
    format_set_align(m->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

/* "3 Who pays": what Excel forbids in it is left out, the number keeps names apart. */
static void name_sheet(char *out, size_t size, size_t number, const char *title)
{
    char plain[SHEET_NAME_MOST * 4 + 1];
    size_t used = 0;
    size_t characters = 3;
    for (const char *at = title; *at != '\0' && used + 4 < sizeof plain; at++) {
        const bool begins = ((unsigned char)*at & 0xC0U) != 0x80U;
        if (begins && ++characters >= SHEET_NAME_MOST) {
            break;
        }
        if (strchr("[]:*?/\\'", *at) == NULL) {
            plain[used++] = *at;
        }
    }
    plain[used] = '\0';
    (void)snprintf(out, size, "%zu %s", number, plain);
}

static lxw_worksheet *add_sheet(making *m, const char *title)
{
    char name[SHEET_NAME_MOST * 4 + 24];
    name_sheet(name, sizeof name, ++m->sheets, title);
    lxw_worksheet *sheet = workbook_add_worksheet(m->book, name);
    if (sheet == NULL) {
        note(m, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    return sheet;
}

/* ---- tables ---- */

static bool all_whole(const bil_report_table *table, size_t column)
{
    const int64_t parts = bil_report_unit_parts(table->columns[column].unit);
    for (size_t r = 0; r < table->row_count; r++) {
        const bil_report_cell *cell = &table->cells[r * table->column_count + column];
        if (cell->known && cell->value % parts != 0) {
            return false;
        }
    }
    return true;
}

static lxw_format *format_of(const making *m, const bil_report_table *table, size_t column)
{
    const bil_report_unit unit = table->columns[column].unit;
    const bool counts = unit == BIL_REPORT_PERSONS || unit == BIL_REPORT_NUMBER;
    return counts && all_whole(table, column) ? m->whole : m->formats[unit];
}

static void put_cell(making *m, lxw_worksheet *sheet, size_t row, size_t column,
                     const bil_report_table *table, lxw_format *format)
{
    const bil_report_column *of = &table->columns[column];
    const bil_report_cell *cell = &table->cells[(row - 1) * table->column_count + column];
    if (of->unit == BIL_REPORT_TEXT) {
        note(m, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column,
                                       bil_words_in(cell->text, m->lang), format));
    } else if (cell->known) {
        const double figure = (double)cell->value / (double)bil_report_unit_parts(of->unit);
        note(m, worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, figure, format));
    }
}

static void put_column(making *m, lxw_worksheet *sheet, const bil_report_table *table,
                       size_t column)
{
    lxw_format *format = format_of(m, table, column);
    size_t width = WIDTH_LEAST;
    note(m, worksheet_write_string(sheet, 0, (lxw_col_t)column,
                                   bil_words_in(table->columns[column].name, m->lang), m->head));
    for (size_t r = 1; r <= table->row_count; r++) {
        const bil_report_cell *cell = &table->cells[(r - 1) * table->column_count + column];
        const size_t length = table->columns[column].unit == BIL_REPORT_TEXT
                                  ? bil_utf8_length(bil_words_in(cell->text, m->lang)) + 1
                                  : 0;
        width = length > width ? length : width;
        put_cell(m, sheet, r, column, table, format);
    }
    width = width > WIDTH_MOST ? WIDTH_MOST : width;
    note(m, worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column,
                                 (double)(int)width + 2, NULL));
}

static void put_section(making *m, const bil_report_section *section)
{
    const bil_report_table *table = &section->table;
    if (table->column_count == 0) {
        return;
    }
    lxw_worksheet *sheet = add_sheet(m, bil_words_in(section->title, m->lang));
    if (sheet == NULL) {
        return;
    }
    for (size_t c = 0; c < table->column_count; c++) {
        put_column(m, sheet, table, c);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    note(m, worksheet_autofilter(sheet, 0, 0, (lxw_row_t)table->row_count,
                                 (lxw_col_t)(table->column_count - 1)));
}

/* ---- sentences ---- */

static void put_line(making *m, lxw_worksheet *sheet, lxw_row_t *row, const char *text,
                     lxw_format *format)
{
    if (text[0] != '\0') {
        note(m, worksheet_write_string(sheet, *row, 0, text, format));
        (*row)++;
    }
}

static void put_sentences(making *m, const bil_report *report)
{
    const bil_lang lang = m->lang;
    lxw_row_t row = 0;
    lxw_worksheet *sheet = add_sheet(m, bil_words_in(bil_report_words(BIL_R_IN_SHORT), lang));
    if (sheet == NULL) {
        return;
    }
    note(m, worksheet_set_column(sheet, 0, 0, SENTENCE_WIDTH, NULL));
    put_line(m, sheet, &row, bil_words_in(report->title, lang), m->title);
    put_line(m, sheet, &row, bil_words_in(report->question, lang), m->title);
    put_line(m, sheet, &row, bil_words_in(report->context, lang), m->wrapped);
    put_line(m, sheet, &row, bil_words_in(report->says[0], lang), m->wrapped);
    for (size_t i = 0; i < report->section_count; i++) {
        const bil_report_section *section = &report->sections[i];
        row++;
        put_line(m, sheet, &row, bil_words_in(section->title, lang), m->title);
        put_line(m, sheet, &row, bil_words_in(section->lead, lang), m->wrapped);
        put_line(m, sheet, &row, bil_words_in(section->quote, lang), m->wrapped);
        for (size_t s = 0; s < section->says_count; s++) {
            put_line(m, sheet, &row, bil_words_in(section->says[s], lang), m->wrapped);
        }
    }
    row++;
    for (size_t i = 0; i < report->fine_count; i++) {
        put_line(m, sheet, &row, bil_words_in(report->fine[i], lang), m->wrapped);
    }
}

/* ---- the file ---- */

/* The library formats figures with printf: the decimal sign must be a point, whoever called us. */
static lxw_error make_file(const char *path, const bil_report *report, bil_lang lang)
{
    making m = {.lang = lang};
    const locale_t point = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (point == (locale_t)0) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    const locale_t before = uselocale(point);
    m.book = workbook_new(path);
    if (m.book == NULL) {
        m.failed = LXW_ERROR_MEMORY_MALLOC_FAILED;
    } else {
        lxw_doc_properties about = {.created = (time_t)MADE_ON};
        note(&m, workbook_set_properties(m.book, &about));
        make_formats(&m);
        put_sentences(&m, report);
        for (size_t i = 0; i < report->section_count; i++) {
            put_section(&m, &report->sections[i]);
        }
        note(&m, workbook_close(m.book));
    }
    (void)uselocale(before);
    freelocale(point);
    return m.failed;
}

static bil_status say_error(lxw_error error, const char *path, bil_error *err)
{
    switch ((int)error) {
    case LXW_NO_ERROR:
        return BIL_OK;
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
        return bil_fail_nomem(err);
    default:
        return bil_fail_with(err, BIL_E_IO, path, "il foglio di calcolo «%s» non è riuscito",
                             "the workbook \"%s\" could not be made", path);
    }
}

/* The library writes in place; so it writes beside, and the whole is put there at once. */
bil_status bil_document_report_xlsx(const char *path, const bil_report *report, bil_lang lang,
                                    bil_error *err)
{
    bil_text beside;
    bil_text bytes;
    bil_text_init(&beside);
    bil_text_init(&bytes);
    bil_text_addf(&beside, "%s.XXXXXX", path);
    const int file = beside.failed ? -1 : mkstemp(beside.bytes);
    if (file < 0) {
        const bool no_memory = beside.failed;
        bil_text_release(&beside);
        return no_memory
                   ? bil_fail_nomem(err)
                   : bil_fail_with(err, BIL_E_CANT_WRITE, path, "il file «%s» non si può creare",
                                   "the file \"%s\" cannot be created", path);
    }
    (void)close(file);
    bil_status status = say_error(make_file(beside.bytes, report, lang), path, err);
    if (status == BIL_OK) {
        status = bil_file_read(&bytes, beside.bytes, WORKBOOK_MOST, err);
    }
    if (status == BIL_OK) {
        status = bil_file_write(path, bytes.bytes, bytes.size, err);
    }
    (void)unlink(beside.bytes);
    bil_text_release(&beside);
    bil_text_release(&bytes);
    return status;
}
