/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_REPORT_H
#define BIL_ENGINE_REPORT_H

/* What a batch says to people: sections, each with sentences, a table and the chart that shows the
 * table. Plain values in both languages; data/document_report.h writes it as a page and as a
 * workbook, so that both say the same. */

#include "engine/arena.h"
#include "engine/error.h"

typedef enum {
    BIL_REPORT_TEXT,
    BIL_REPORT_PERSONS, /* tenths of persons: means over seeds */
    BIL_REPORT_POINTS,  /* score × 10⁹, told in points: hundredths of score. Below one point two
                         * figures are told, that small ones can be told apart */
    BIL_REPORT_SHARE,   /* × 10⁹, told in per cent */
    BIL_REPORT_INDEX,   /* × 10⁹, no unit */
    BIL_REPORT_CENTS,   /* told in whole euros */
    BIL_REPORT_NUMBER   /* tenths of whatever the column says */
} bil_report_unit;

/* "text", "persons", "points", "share", "index", "cents", "number"; NULL out of range. */
const char *bil_report_unit_name(bil_report_unit unit);

/* What a column's value is divided by to be what people read: 1 for text. */
int64_t bil_report_unit_parts(bil_report_unit unit);

/* The value as people of a language write it: "41,7", "63,4", "12,5 %", "0,183", "1.234 €".
 * `size` ≥ 48. */
void bil_report_format(char *out, size_t size, bil_report_unit unit, int64_t value, bil_lang lang);

typedef struct {
    bil_words name;
    bil_report_unit unit;
} bil_report_column;

typedef struct {
    bool known;
    bil_words text; /* of a text column */
    int64_t value;  /* of any other */
} bil_report_cell;

typedef struct {
    bil_words caption;
    bil_report_column *columns;
    size_t column_count;
    bil_report_cell *cells; /* row by row */
    size_t row_count;
} bil_report_table;

enum { BIL_REPORT_SAYS_MAX = 12 };

typedef struct {
    const char *code; /* names the section's place in the page and its sheet */
    bil_words title;
    bil_words lead;                      /* what is shown and how to read it */
    bil_words says[BIL_REPORT_SAYS_MAX]; /* what comes out */
    size_t says_count;
    bil_words quote;   /* what somebody else wrote, told as such; "" */
    const char *chart; /* what kind of chart shows the table; NULL = none */
    size_t chart_from; /* the columns it draws, chart_to left out */
    size_t chart_to;
    bil_words chart_says; /* what the chart shows, for who does not see it */
    bil_report_table table;
    bool technical; /* for the details at the end */
} bil_report_section;

/* Lives in its arena; names are borrowed from the batch and the catalogue. */
typedef struct {
    bil_arena *arena;
    const char *name; /* of the scenario */
    bil_words title;
    bil_words question;                  /* what it was tried for; "" */
    bil_words context;                   /* why it was tried; "" */
    bil_words says[BIL_REPORT_SAYS_MAX]; /* what was tried, and the main results */
    size_t says_count;
    const bil_report_section *sections;
    size_t section_count;
    const bil_words *fine; /* provenance and precision, for the details at the end */
    size_t fine_count;
} bil_report;

void bil_report_free(bil_report *report); /* accepts NULL */

#endif
