/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CATALOGUE_IMPL_H
#define BIL_DATA_CATALOGUE_IMPL_H

/* What the readers of the catalogue's files share: the catalogue under construction, the table of
 * one file, cells that report their faults, codes found by name.
 *
 * Nothing here returns an error. Faults go to the list; lack of memory sets `no_memory`, texts are
 * then "" and arrays empty, and the caller looks once at the end. */

#include "data/catalogue.h"
#include "data/csv.h"

/* Codes of a table, sorted, to be found by name. */
typedef struct {
    const char *code;
    bil_index index;
} bil_code_entry;

typedef struct {
    const bil_code_entry *entries;
    size_t count;
    bool known; /* the table could be read: a code not in it is a fault */
} bil_codes;

/* A sorted set of texts. */
typedef struct {
    const char **items;
    size_t count;
} bil_text_set;

typedef struct {
    bil_catalogue *catalogue;
    bil_faults *faults;
    const bil_catalogue_bytes *files;
    bool no_memory;
    bil_codes domains;
    bil_codes services;
    bil_codes sources;
    bool effects_known;
    bil_text_set copay_classes;
    bool copay_broken;         /* the file is there but cannot be read */
    bil_service *service_rows; /* the catalogue's, while they can still be written */
    bil_text_set groups;       /* what the selectors of the services can name */
    bil_text_set tags;
    bil_text_set axes; /* in lower case, of effects */
    unsigned kinds;    /* bit set of bil_service_kind */
    unsigned settings; /* bit set of bil_setting */
} bil_loader;

enum { BIL_TABLE_COLUMNS_MAX = 24, BIL_CELL_TEXT_MAX = 4096 };

/* One file being read. Row `row` is the current one; row i of the table becomes item i. */
typedef struct {
    bil_loader *loader;
    const char *file;
    bil_csv *csv; /* NULL when there is nothing to read */
    const char *const *names;
    size_t places[BIL_TABLE_COLUMNS_MAX];
    size_t rows;
    size_t row;
    size_t empty_sources; /* cells left empty in `source` and `confidence` */
    size_t empty_source_row;
    size_t empty_confidences;
    size_t empty_confidence_row;
} bil_table;

/* Reads a file into a table with exactly the columns `names`. False when there is nothing to read
 * (which is reported unless the file is optional); the table must be closed in any case. */
bool bil_table_open(bil_table *table, bil_loader *loader, bil_catalogue_file file,
                    const char *const *names, size_t count, size_t rows_max);

/* Reports, in one warning each, how many sources and confidences are empty, and frees. */
void bil_table_close(bil_table *table);

/* Zeroed room in the catalogue's arena for one item per row; NULL with no_memory. */
void *bil_table_items(bil_table *table, size_t size);

/* Any copy or array in the catalogue's arena. */
const char *bil_loader_text(bil_loader *loader, const char *text);
void *bil_loader_alloc(bil_loader *loader, size_t count, size_t size);

/* --- cells of the current row ---------------------------------------------------------------- */

/* The cell as written; "" when the column is missing (which was reported). */
const char *bil_cell(const bil_table *table, size_t column);

/* Reports a fault at the cell of any row. */
void bil_cell_fault(const bil_table *table, size_t row, size_t column, bil_words expected,
                    bil_words fix);

/* Points at a cell of the current row that is usable but odd. */
void bil_cell_warn(const bil_table *table, size_t column, bil_words expected);

/* The same for one part of a cell of the current row. */
void bil_cell_part_fault(const bil_table *table, size_t column, const char *part,
                         bil_words expected, bil_words fix);
void bil_cell_part_warn(const bil_table *table, size_t column, const char *part, bil_words expected,
                        bil_words fix);

const char *bil_cell_text(bil_table *table, size_t column, bool required);
const char *bil_cell_code(bil_table *table, size_t column, bool required);

/* `min` after a fault; with a fallback, an empty cell means that. */
int64_t bil_cell_integer(bil_table *table, size_t column, int64_t min, int64_t max);
int64_t bil_cell_integer_or(bil_table *table, size_t column, int64_t min, int64_t max,
                            int64_t fallback);

/* × 10^digits. False when the cell is empty (no fault: the caller knows) or wrong. */
bool bil_cell_decimal(int64_t *out, bil_table *table, size_t column, int digits, int64_t min,
                      int64_t max);

bool bil_cell_bool(bil_table *table, size_t column);

/* The place of the cell's word in `names`; 0 after a fault. */
size_t bil_cell_choice(bil_table *table, size_t column, const char *const *names, size_t count);

bil_validity bil_cell_validity(bil_table *table, size_t from, size_t to);
bil_confidence bil_cell_confidence(bil_table *table, size_t column);
const char *bil_cell_source(bil_table *table, size_t column);

/* The index of the code in another table; BIL_NONE after a fault, or when that table is unknown.
 * `what` is what was expected: "the code of a service". */
bil_index bil_cell_reference(bil_table *table, size_t column, const bil_codes *codes,
                             bil_words what);

/* Do the two periods share a day? */
bool bil_validity_overlaps(bil_validity a, bil_validity b);

/* --- codes ----------------------------------------------------------------------------------- */

/* Sorts the codes of `count` items whose first member is the code, and reports codes that come
 * twice. `table` is still open. */
bil_codes bil_codes_make(bil_table *table, size_t column, const void *items, size_t size);

bil_index bil_codes_find(const bil_codes *codes, const char *code);

/* A key made of two indices, to find pairs that come twice. */
typedef struct {
    uint64_t key;
    uint32_t row;
} bil_pair;

/* Sorts the pairs and reports the later of two equal ones at `column`. */
void bil_pairs_check(bil_table *table, bil_pair *pairs, size_t count, size_t column,
                     bil_words expected);

/* Sorts a set that was filled, so that it can be asked. */
void bil_text_set_close(bil_text_set *set);
bool bil_text_set_has(const bil_text_set *set, const char *text);

/* --- selectors ------------------------------------------------------------------------------- */

/* Collects what selectors can name, once services and effects are there. */
void bil_selectors_prepare(bil_loader *loader);

/* Reads the list of selectors of a cell (";" between), resolves names, reports malformed ones, and
 * warns of those that match nothing. `sources_too`: `source:` is allowed. */
const bil_selector *bil_cell_selectors(size_t *count, bil_table *table, size_t column,
                                       bool sources_too);

/* Splits a cell at ";" into texts of the arena; an empty cell has none. */
const char *const *bil_cell_list(size_t *count, bil_table *table, size_t column);

/* --- the files ------------------------------------------------------------------------------- */

void bil_load_settings(bil_loader *loader);
void bil_load_domains(bil_loader *loader);
void bil_load_levels(bil_loader *loader);
void bil_load_services(bil_loader *loader);
void bil_load_effects(bil_loader *loader);
void bil_load_sources(bil_loader *loader);
void bil_load_eligibility(bil_loader *loader);
void bil_load_rules(bil_loader *loader);
void bil_load_providers(bil_loader *loader);
void bil_load_copay(bil_loader *loader);
void bil_load_uncertainty(bil_loader *loader);

#endif
