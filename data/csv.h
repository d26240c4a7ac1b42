/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CSV_H
#define BIL_DATA_CSV_H

/* A strict RFC 4180 reader: a header row, "," between fields, quotes doubled inside quotes, lines
 * ended by CRLF or LF, a byte order mark accepted. Empty lines are skipped but counted.
 *
 * Rows are numbered as a spreadsheet does: the header is row 1. Every fault says
 * "file:row:column", what was found and what was expected, and reading goes on to the end. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

enum {
    BIL_CSV_SIZE_MAX = 8 * 1024 * 1024,
    BIL_CSV_ROWS_MAX = 100000,
    BIL_CSV_COLUMNS_MAX = 64,
    BIL_CSV_FIELD_MAX = 16 * 1024
};

typedef struct bil_csv bil_csv;

typedef struct {
    const char *file; /* the name used in messages; must outlive the table */
    size_t size_max;  /* 0 = BIL_CSV_SIZE_MAX */
    size_t rows_max;  /* 0 = BIL_CSV_ROWS_MAX; the header not counted */
} bil_csv_options;

/* Reads a whole file's bytes. Rows with a wrong number of fields are reported and left out; other
 * faults of form are reported and the field is kept as well as it can be. BIL_E_DATA only when
 * nothing can be read (too large, no header, not text); BIL_OK otherwise, look at `faults`. */
BIL_MUST_CHECK bil_status bil_csv_read(bil_csv **out, const char *bytes, size_t size,
                                       bil_csv_options options, bil_faults *faults, bil_error *err);
void bil_csv_free(bil_csv *table); /* accepts NULL */

size_t bil_csv_row_count(const bil_csv *table); /* data rows that could be read */
size_t bil_csv_column_count(const bil_csv *table);
const char *bil_csv_column(const bil_csv *table, size_t column); /* its name */

/* The text of a cell, NUL-terminated, "" when empty; owned by the table. */
const char *bil_csv_cell(const bil_csv *table, size_t row, size_t column);

/* The spreadsheet's row number of a data row (the first is 2 when no line is empty). */
size_t bil_csv_row_number(const bil_csv *table, size_t row);

#define BIL_CSV_NO_COLUMN SIZE_MAX

/* Finds the columns `names` by name, in any order: places[i] is the column of names[i],
 * BIL_CSV_NO_COLUMN when missing. Missing, unknown and repeated columns are reported; false then.
 */
bool bil_csv_find_columns(size_t *places, const bil_csv *table, const char *const *names,
                          size_t count, bil_faults *faults);

#endif
