/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/words.h"
#include "engine/text.h"

struct bil_csv {
    const char *file;
    char *text; /* every field, decoded, ended by NUL */
    size_t used;
    uint32_t *cells; /* where each begins; the header's first, then row after row */
    size_t cell_count;
    size_t cell_capacity;
    uint32_t *numbers; /* the spreadsheet's row number of each data row */
    size_t row_count;
    size_t row_capacity;
    size_t columns;
};

typedef struct {
    bil_csv *table;
    bil_faults *faults;
    const char *bytes;
    size_t size;
    size_t at;
    size_t row;    /* the spreadsheet's number of the row being read */
    size_t fields; /* of this row, so far */
    uint32_t starts[BIL_CSV_COLUMNS_MAX];
    bool quoted; /* the last field was in quotes */
} reader;

static const bil_words nothing = {"", ""};

static void where_is(char *out, size_t size, const reader *r, size_t column)
{
    const bil_csv *table = r->table;
    char name[BIL_CODE_MAX + 1];
    (void)snprintf(name, sizeof name, "%zu", column + 1);
    if (r->row > 1 && column < table->columns) {
        bil_text_shorten(name, sizeof name, bil_csv_column(table, column));
    }
    (void)snprintf(out, size, "%.160s:%zu:%s", table->file, r->row, name);
}

static void fault(const reader *r, const char *found, const char *it, const char *en)
{
    char where[256];
    where_is(where, sizeof where, r, r->fields);
    bil_faults_add(r->faults, where, found, (bil_words){it, en}, nothing);
}

/* A copy of a field that can be shown: controls and broken UTF-8 replaced. */
static void show(char *out, size_t size, const char *text, size_t length)
{
    size_t used = 0;
    bool valid = bil_utf8_valid(text, length);
    for (size_t i = 0; i < length && used + 1 < size; i++) {
        unsigned char c = (unsigned char)text[i];
        out[used++] = c < 0x20 || c == 0x7F || (c >= 0x80 && !valid) ? '?' : text[i];
    }
    while (valid && used > 0 && used < length && ((unsigned char)text[used] & 0xC0) == 0x80) {
        used--; /* no character is cut */
    }
    out[used] = '\0';
}

static void fault_field(const reader *r, const char *text, size_t length, const char *it,
                        const char *en)
{
    char found[81];
    show(found, sizeof found, text, length);
    fault(r, found, it, en);
}

static bool ends_field(const reader *r)
{
    return r->at == r->size || r->bytes[r->at] == ',' || r->bytes[r->at] == '\n' ||
           (r->bytes[r->at] == '\r' && r->at + 1 < r->size && r->bytes[r->at + 1] == '\n');
}

static void keep(reader *r, char c)
{
    r->table->text[r->table->used++] = c;
}

/* From the opening quote to just after the closing one. */
static void read_quoted(reader *r)
{
    size_t start = r->at;
    r->at++;
    while (r->at < r->size) {
        char c = r->bytes[r->at++];
        if (c != '"') {
            keep(r, c);
        } else if (r->at < r->size && r->bytes[r->at] == '"') {
            keep(r, '"');
            r->at++;
        } else {
            return;
        }
    }
    size_t rest = r->size - start;
    fault_field(r, r->bytes + start, rest < 40 ? rest : 40, "le virgolette che chiudono il campo",
                "the quotes that close the field");
}

/* What stands up to the next separator, as it is. */
static void read_plain(reader *r, bool after_quotes)
{
    size_t start = r->at;
    bool stray_quote = false;
    bool stray_return = false;
    for (; !ends_field(r); r->at++) {
        stray_quote = stray_quote || r->bytes[r->at] == '"';
        stray_return = stray_return || r->bytes[r->at] == '\r';
        keep(r, r->bytes[r->at]);
    }
    if (after_quotes && r->at > start) {
        fault_field(r, r->bytes + start, r->at - start,
                    "«,» o la fine della riga dopo le virgolette chiuse",
                    "\",\" or the end of the line after the closing quotes");
    } else if (stray_quote) {
        fault_field(r, r->bytes + start, r->at - start,
                    "virgolette solo intorno a tutto il campo, raddoppiate al suo interno",
                    "quotes only around the whole field, doubled inside it");
    }
    if (stray_return) {
        fault_field(r, r->bytes + start, r->at - start, "righe che finiscono con LF o CRLF",
                    "lines that end with LF or CRLF");
    }
}

static void check_field(reader *r, size_t start)
{
    const char *text = r->table->text + start;
    size_t length = r->table->used - start;
    if (length > BIL_CSV_FIELD_MAX) {
        char found[32];
        (void)snprintf(found, sizeof found, "%zu bytes", length);
        fault(r, found, "un campo di al massimo 16384 byte", "a field of at most 16384 bytes");
    }
    if (memchr(text, '\0', length) != NULL) {
        fault_field(r, text, length, "un campo senza il carattere nullo",
                    "a field without the null character");
    }
    if (!bil_utf8_valid(text, length)) {
        fault_field(r, text, length, "testo UTF-8 valido", "valid UTF-8 text");
    }
}

static void read_field(reader *r)
{
    size_t start = r->table->used;
    r->quoted = r->at < r->size && r->bytes[r->at] == '"';
    if (r->quoted) {
        read_quoted(r);
    }
    read_plain(r, r->quoted);
    check_field(r, start);
    if (r->fields < BIL_CSV_COLUMNS_MAX) {
        r->starts[r->fields] = (uint32_t)start;
    }
    r->fields++;
    keep(r, '\0');
}

/* Reads a record and the end of its line; false for an empty line. */
static bool read_row(reader *r)
{
    size_t start = r->table->used;
    r->fields = 0;
    read_field(r);
    while (r->at < r->size && r->bytes[r->at] == ',') {
        r->at++;
        read_field(r);
    }
    if (r->at < r->size && r->bytes[r->at] == '\r') {
        r->at++;
    }
    if (r->at < r->size) {
        r->at++; /* the line feed */
    }
    bool empty = r->fields == 1 && !r->quoted && r->table->used == start + 1;
    return !empty;
}

static void *grow(void *items, size_t *capacity, size_t needed, size_t size)
{
    size_t room = *capacity == 0 ? 256 : *capacity;
    if (items != NULL && needed <= *capacity) {
        return items;
    }
    while (room < needed) {
        room *= 2;
    }
    void *grown = realloc(items, room * size);
    if (grown != NULL) {
        *capacity = room;
    }
    return grown;
}

/* Keeps the row just read; false without memory. */
static bool keep_row(reader *r)
{
    bil_csv *table = r->table;
    uint32_t *cells =
        grow(table->cells, &table->cell_capacity, table->cell_count + r->fields, sizeof *cells);
    if (cells == NULL) {
        return false;
    }
    table->cells = cells;
    memcpy(cells + table->cell_count, r->starts, r->fields * sizeof *cells);
    if (table->columns == 0) {
        table->columns = r->fields;
        table->cell_count += r->fields;
        return true;
    }
    uint32_t *numbers =
        grow(table->numbers, &table->row_capacity, table->row_count + 1, sizeof *numbers);
    if (numbers == NULL) {
        return false;
    }
    table->numbers = numbers;
    table->numbers[table->row_count++] = (uint32_t)r->row;
    table->cell_count += r->fields;
    return true;
}

/* The header: the first row that is not empty. False when there is none that can be used. */
static bool read_header(reader *r)
{
    bool found = false;
    while (!found && r->at < r->size) {
        r->row++;
        found = read_row(r);
    }
    if (!found || r->fields > BIL_CSV_COLUMNS_MAX) {
        char where[256];
        char count[24] = "EOF";
        if (found) {
            (void)snprintf(count, sizeof count, "%zu", r->fields);
        }
        (void)snprintf(where, sizeof where, "%.160s:%zu", r->table->file, found ? r->row : 1);
        bil_faults_add(r->faults, where, count,
                       (bil_words){"una riga d’intestazione con 1–64 nomi di colonna",
                                   "a header row with 1–64 column names"},
                       nothing);
        return false;
    }
    return true;
}

static void wrong_count(const reader *r)
{
    char where[256];
    char found[24];
    bil_said said;
    (void)snprintf(where, sizeof where, "%.160s:%zu", r->table->file, r->row);
    (void)snprintf(found, sizeof found, "%zu", r->fields);
    bil_faults_add(
        r->faults, where, found,
        bil_say(&said, "%zu campi, come nell’intestazione", "%zu fields, as in the header",
                r->table->columns),
        (bil_words){"un testo con virgole va tra virgolette", "a text with commas goes in quotes"});
}

static bool read_rows(reader *r, size_t rows_max)
{
    while (r->at < r->size) {
        r->row++;
        size_t used = r->table->used;
        if (!read_row(r)) {
            r->table->used = used;
            continue;
        }
        if (r->fields != r->table->columns) {
            wrong_count(r);
            r->table->used = used;
            continue;
        }
        if (r->table->row_count == rows_max) {
            bil_said said;
            char where[256];
            (void)snprintf(where, sizeof where, "%.160s:%zu", r->table->file, r->row);
            bil_faults_add(r->faults, where, "…",
                           bil_say(&said, "al massimo %zu righe", "at most %zu rows", rows_max),
                           nothing);
            return true;
        }
        if (!keep_row(r)) {
            return false;
        }
    }
    return true;
}

static bil_status bad_file(const char *file, bil_error *err)
{
    return bil_fail(err, BIL_E_DATA, file, "il file non è una tabella CSV leggibile",
                    "the file is not a readable CSV table");
}

bil_status bil_csv_read(bil_csv **out, const char *bytes, size_t size, bil_csv_options options,
                        bil_faults *faults, bil_error *err)
{
    size_t size_max = options.size_max == 0 ? BIL_CSV_SIZE_MAX : options.size_max;
    size_t rows_max = options.rows_max == 0 ? BIL_CSV_ROWS_MAX : options.rows_max;
    if (size > size_max || size >= UINT32_MAX - 2) {
        bil_said found;
        bil_said said;
        (void)bil_say(&found, "%zu bytes", "%zu bytes", size);
        bil_faults_add(faults, options.file, found.en,
                       bil_say(&said, "al massimo %zu byte", "at most %zu bytes", size_max),
                       nothing);
        return bad_file(options.file, err);
    }
    bil_status status = BIL_OK;
    bil_csv *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return bil_fail_nomem(err);
    }
    reader r = {.table = table, .faults = faults, .bytes = bytes, .size = size};
    table->file = options.file;
    table->text = malloc(size + 2); /* each field takes its bytes and a NUL for its separator */
    if (table->text == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        r.at = 3;
    }
    if (!read_header(&r)) {
        status = bad_file(options.file, err);
        goto out;
    }
    if (!keep_row(&r) || !read_rows(&r, rows_max)) {
        status = bil_fail_nomem(err);
        goto out;
    }
    *out = table;
    table = NULL;
out:
    bil_csv_free(table);
    return status;
}

void bil_csv_free(bil_csv *table)
{
    if (table != NULL) {
        free(table->text);
        free(table->cells);
        free(table->numbers);
        free(table);
    }
}

size_t bil_csv_row_count(const bil_csv *table)
{
    return table->row_count;
}

size_t bil_csv_column_count(const bil_csv *table)
{
    return table->columns;
}

const char *bil_csv_column(const bil_csv *table, size_t column)
{
    BIL_ASSERT(column < table->columns);
    return table->text + table->cells[column];
}

const char *bil_csv_cell(const bil_csv *table, size_t row, size_t column)
{
    BIL_ASSERT(row < table->row_count && column < table->columns);
    return table->text + table->cells[(row + 1) * table->columns + column];
}

size_t bil_csv_row_number(const bil_csv *table, size_t row)
{
    BIL_ASSERT(row < table->row_count);
    return table->numbers[row];
}

/* One column holding "a;b;c": the file was saved with another separator. */
static bool other_separator(const bil_csv *table, bil_faults *faults)
{
    char where[256];
    const char *only = bil_csv_column(table, 0);
    if (table->columns != 1 || strpbrk(only, ";\t|") == NULL) {
        return false;
    }
    (void)snprintf(where, sizeof where, "%.160s:1", table->file);
    bil_faults_add(faults, where, only,
                   (bil_words){"colonne separate da «,»", "columns separated by \",\""},
                   (bil_words){"salva il file come CSV con la virgola come separatore",
                               "save the file as CSV with the comma as separator"});
    return true;
}

static void column_fault(const bil_csv *table, bil_faults *faults, size_t column,
                         bil_words expected, bil_words fix)
{
    char where[256];
    (void)snprintf(where, sizeof where, "%.160s:1:%zu", table->file, column + 1);
    bil_faults_add(faults, where, bil_csv_column(table, column), expected, fix);
}

bool bil_csv_find_columns(size_t *places, const bil_csv *table, const char *const *names,
                          size_t count, bil_faults *faults)
{
    bil_said said;
    bool fine = !other_separator(table, faults);
    for (size_t i = 0; i < count; i++) {
        places[i] = BIL_CSV_NO_COLUMN;
    }
    if (!fine) {
        return false;
    }
    for (size_t column = 0; column < table->columns; column++) {
        const char *name = bil_csv_column(table, column);
        size_t i = 0;
        while (i < count && strcmp(names[i], name) != 0) {
            i++;
        }
        if (i == count) {
            column_fault(table, faults, column,
                         (bil_words){"una colonna conosciuta", "a known column"},
                         bil_say_nearest(&said, name, names, count, sizeof *names));
            fine = false;
        } else if (places[i] != BIL_CSV_NO_COLUMN) {
            column_fault(table, faults, column,
                         (bil_words){"ogni colonna una volta sola", "each column only once"},
                         nothing);
            fine = false;
        } else {
            places[i] = column;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (places[i] == BIL_CSV_NO_COLUMN) {
            char where[256];
            (void)snprintf(where, sizeof where, "%.160s:1", table->file);
            bil_faults_add(faults, where, "—",
                           bil_say(&said, "la colonna «%s»", "the column \"%s\"", names[i]),
                           nothing);
            fine = false;
        }
    }
    return fine;
}
