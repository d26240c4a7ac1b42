/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cells of a catalogue's tables: each reader says what it found and what it expected. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/catalogue_impl.h"
#include "data/number.h"
#include "data/words.h"
#include "engine/text.h"

static const bil_words nothing = {"", ""};

const char *bil_loader_text(bil_loader *loader, const char *text)
{
    if (text[0] == '\0') {
        return "";
    }
    const char *copy = bil_arena_text(loader->catalogue->arena, text);
    loader->no_memory = loader->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

void *bil_loader_alloc(bil_loader *loader, size_t count, size_t size)
{
    void *room = bil_arena_alloc(loader->catalogue->arena, count, size);
    loader->no_memory = loader->no_memory || room == NULL;
    return room;
}

bool bil_table_open(bil_table *table, bil_loader *loader, bil_catalogue_file file,
                    const char *const *names, size_t count, size_t rows_max)
{
    const bil_catalogue_bytes *bytes = &loader->files[file];
    *table = (bil_table){.loader = loader, .file = bil_catalogue_file_name(file), .names = names};
    BIL_ASSERT(count <= BIL_TABLE_COLUMNS_MAX);
    if (bytes->bytes == NULL) {
        if (file != BIL_CATALOGUE_PROVIDERS && file != BIL_CATALOGUE_COPAY &&
            file != BIL_CATALOGUE_UNCERTAINTY) {
            bil_faults_add(
                loader->faults, table->file, "—",
                (bil_words){"il file, che è obbligatorio", "the file, which is required"}, nothing);
        }
        return false;
    }
    bil_status status = bil_csv_read(&table->csv, bytes->bytes, bytes->size,
                                     (bil_csv_options){.file = table->file, .rows_max = rows_max},
                                     loader->faults, NULL);
    if (status != BIL_OK) {
        loader->no_memory = loader->no_memory || status == BIL_E_NOMEM;
        table->csv = NULL;
        return false;
    }
    (void)bil_csv_find_columns(table->places, table->csv, names, count, loader->faults);
    table->rows = bil_csv_row_count(table->csv);
    return true;
}

static void warn_empty(const bil_table *table, size_t count, size_t row, const char *column)
{
    bil_said said;
    char where[192];
    if (count == 0) {
        return;
    }
    (void)snprintf(where, sizeof where, "%s:%zu:%s", table->file, row, column);
    bil_faults_warn(table->loader->faults, where, "—",
                    bil_say(&said, "una cella non vuota (righe vuote in tutto: %zu)",
                            "a cell that is not empty (empty rows in all: %zu)", count),
                    nothing);
}

void bil_table_close(bil_table *table)
{
    warn_empty(table, table->empty_sources, table->empty_source_row, "source");
    warn_empty(table, table->empty_confidences, table->empty_confidence_row, "confidence");
    bil_csv_free(table->csv);
    table->csv = NULL;
}

void *bil_table_items(bil_table *table, size_t size)
{
    return bil_loader_alloc(table->loader, table->rows, size);
}

/* --- cells ----------------------------------------------------------------------------------- */

static bool is_there(const bil_table *table, size_t column)
{
    return table->places[column] != BIL_CSV_NO_COLUMN;
}

static const char *cell_of(const bil_table *table, size_t row, size_t column)
{
    return is_there(table, column) ? bil_csv_cell(table->csv, row, table->places[column]) : "";
}

const char *bil_cell(const bil_table *table, size_t column)
{
    return cell_of(table, table->row, column);
}

static void place_of(char *out, size_t size, const bil_table *table, size_t row, size_t column)
{
    (void)snprintf(out, size, "%s:%zu:%s", table->file, bil_csv_row_number(table->csv, row),
                   table->names[column]);
}

static void report(const bil_table *table, size_t row, size_t column, const char *found,
                   bil_words expected, bil_words fix, bool warning)
{
    char where[192];
    if (!is_there(table, column)) {
        return; /* a missing column was reported once */
    }
    place_of(where, sizeof where, table, row, column);
    found = found[0] == '\0' ? "—" : found;
    if (warning) {
        bil_faults_warn(table->loader->faults, where, found, expected, fix);
    } else {
        bil_faults_add(table->loader->faults, where, found, expected, fix);
    }
}

void bil_cell_fault(const bil_table *table, size_t row, size_t column, bil_words expected,
                    bil_words fix)
{
    report(table, row, column, cell_of(table, row, column), expected, fix, false);
}

void bil_cell_warn(const bil_table *table, size_t column, bil_words expected)
{
    report(table, table->row, column, bil_cell(table, column), expected, nothing, true);
}

void bil_cell_part_fault(const bil_table *table, size_t column, const char *part,
                         bil_words expected, bil_words fix)
{
    report(table, table->row, column, part, expected, fix, false);
}

void bil_cell_part_warn(const bil_table *table, size_t column, const char *part, bil_words expected,
                        bil_words fix)
{
    report(table, table->row, column, part, expected, fix, true);
}

static void fault_here(const bil_table *table, size_t column, bil_words expected)
{
    bil_cell_fault(table, table->row, column, expected, nothing);
}

const char *bil_cell_text(bil_table *table, size_t column, bool required)
{
    const char *text = bil_cell(table, column);
    if (required && text[0] == '\0') {
        fault_here(table, column, (bil_words){"un testo non vuoto", "a text that is not empty"});
    } else if (strlen(text) > BIL_CELL_TEXT_MAX) {
        fault_here(table, column,
                   (bil_words){"un testo di al massimo 4096 byte", "a text of at most 4096 bytes"});
        return "";
    }
    return bil_loader_text(table->loader, text);
}

const char *bil_cell_code(bil_table *table, size_t column, bool required)
{
    const char *text = bil_cell(table, column);
    if (text[0] == '\0' && !required) {
        return "";
    }
    if (!bil_code_valid(text)) {
        fault_here(
            table, column,
            (bil_words){"un codice da 1 a 64 caratteri, senza spazi né , ; : * / \" ' \\",
                        "a code of 1 to 64 characters, without spaces or , ; : * / \" ' \\"});
        return "";
    }
    return bil_loader_text(table->loader, text);
}

int64_t bil_cell_integer(bil_table *table, size_t column, int64_t min, int64_t max)
{
    const char *text = bil_cell(table, column);
    int64_t value = 0;
    bil_said said;
    if (bil_number_integer(&value, text, strlen(text)) == BIL_NUMBER_OK && value >= min &&
        value <= max) {
        return value;
    }
    fault_here(table, column,
               bil_say(&said, "un numero intero da %" PRId64 " a %" PRId64,
                       "an integer from %" PRId64 " to %" PRId64, min, max));
    return min;
}

int64_t bil_cell_integer_or(bil_table *table, size_t column, int64_t min, int64_t max,
                            int64_t fallback)
{
    return bil_cell(table, column)[0] == '\0' ? fallback
                                              : bil_cell_integer(table, column, min, max);
}

bool bil_cell_decimal(int64_t *out, bil_table *table, size_t column, int digits, int64_t min,
                      int64_t max)
{
    const char *text = bil_cell(table, column);
    char low[BIL_DECIMAL_SIZE];
    char high[BIL_DECIMAL_SIZE];
    int64_t value = 0;
    bil_said said;
    if (text[0] == '\0') {
        return false;
    }
    bool plain = strpbrk(text, "eE") == NULL;
    if (plain && bil_number_decimal(&value, text, strlen(text), digits, false) == BIL_NUMBER_OK &&
        value >= min && value <= max) {
        *out = value;
        return true;
    }
    bil_decimal_format(low, sizeof low, min, digits, 0);
    bil_decimal_format(high, sizeof high, max, digits, 0);
    bil_words expected =
        bil_say(&said, "un numero da %s a %s, con al massimo %d decimali",
                "a number from %s to %s, with at most %d decimals", low, high, digits);
    bool comma = strchr(text, ',') != NULL;
    bil_cell_fault(table, table->row, column, expected,
                   comma ? (bil_words){"scrivi il punto decimale, non la virgola",
                                       "write a decimal point, not a comma"}
                         : nothing);
    return false;
}

bool bil_cell_bool(bil_table *table, size_t column)
{
    const char *text = bil_cell(table, column);
    if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0) {
        fault_here(table, column, (bil_words){"0 o 1", "0 or 1"});
    }
    return strcmp(text, "1") == 0;
}

size_t bil_cell_choice(bil_table *table, size_t column, const char *const *names, size_t count)
{
    const char *text = bil_cell(table, column);
    char list[256] = "";
    size_t used = 0;
    bil_said near;
    bil_said said;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], text) == 0) {
            return i;
        }
        int length = snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ",
                              names[i][0] == '\0' ? "\"\"" : names[i]);
        used += length > 0 && used + (size_t)length < sizeof list ? (size_t)length : 0;
    }
    bil_cell_fault(table, table->row, column, bil_say(&said, "una tra: %s", "one of: %s", list),
                   bil_say_nearest(&near, text, names, count, sizeof *names));
    return 0;
}

static bil_date cell_date(const bil_table *table, size_t column)
{
    const char *text = bil_cell(table, column);
    bil_date date = 0;
    if (text[0] != '\0' && !bil_date_parse(&date, text, strlen(text))) {
        fault_here(table, column,
                   (bil_words){"una data vera, AAAA-MM-GG, o niente",
                               "a real date, YYYY-MM-DD, or nothing"});
    }
    return date;
}

bil_validity bil_cell_validity(bil_table *table, size_t from, size_t to)
{
    bil_validity validity = {cell_date(table, from), cell_date(table, to)};
    if (validity.from != 0 && validity.to != 0 && validity.from > validity.to) {
        bil_said said;
        fault_here(table, to,
                   bil_say(&said, "una data non prima di valid_from (%s)",
                           "a date not before valid_from (%s)", bil_cell(table, from)));
    }
    return validity;
}

bil_confidence bil_cell_confidence(bil_table *table, size_t column)
{
    const char *text = bil_cell(table, column);
    if (text[0] == '\0') {
        if (is_there(table, column) && table->empty_confidences++ == 0) {
            table->empty_confidence_row = bil_csv_row_number(table->csv, table->row);
        }
        return '-';
    }
    if (text[1] != '\0' || strchr("SPG", text[0]) == NULL) {
        fault_here(table, column, (bil_words){"S, P, G o niente", "S, P, G or nothing"});
        return '-';
    }
    return text[0];
}

const char *bil_cell_source(bil_table *table, size_t column)
{
    if (is_there(table, column) && bil_cell(table, column)[0] == '\0' &&
        table->empty_sources++ == 0) {
        table->empty_source_row = bil_csv_row_number(table->csv, table->row);
    }
    return bil_cell_text(table, column, false);
}

bil_index bil_cell_reference(bil_table *table, size_t column, const bil_codes *codes,
                             bil_words what)
{
    const char *text = bil_cell(table, column);
    bil_index index = bil_codes_find(codes, text);
    bil_said near;
    bool many = table->loader->faults->count >= BIL_SUGGESTIONS_MAX;
    /* without memory the codes may not be whole: then nobody is to blame */
    if (index == BIL_NONE && codes->known && !table->loader->no_memory) {
        bil_cell_fault(table, table->row, column, what,
                       bil_say_nearest(&near, text, codes->entries, many ? 0 : codes->count,
                                       sizeof codes->entries[0]));
    }
    return index;
}

bool bil_validity_overlaps(bil_validity a, bil_validity b)
{
    return (a.from == 0 || b.to == 0 || a.from <= b.to) &&
           (b.from == 0 || a.to == 0 || b.from <= a.to);
}

const char *const *bil_cell_list(size_t *count, bil_table *table, size_t column)
{
    const char *text = bil_cell(table, column);
    bil_arena *arena = table->loader->catalogue->arena;
    size_t parts = 1;
    *count = 0;
    if (text[0] == '\0') {
        return NULL;
    }
    for (const char *at = text; *at != '\0'; at++) {
        parts += *at == ';' ? 1 : 0;
    }
    const char **items = bil_loader_alloc(table->loader, parts, sizeof *items);
    for (size_t i = 0; items != NULL && i < parts; i++) {
        size_t size = strcspn(text, ";");
        items[i] = bil_arena_text_n(arena, text, size);
        if (items[i] == NULL) {
            table->loader->no_memory = true;
            return NULL;
        }
        text += size + (text[size] == ';' ? 1 : 0);
    }
    *count = items == NULL ? 0 : parts;
    return items;
}
