/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes and pairs of a catalogue: sorted once, found by halving, repeated ones reported. */

#include <stdlib.h>
#include <string.h>

#include "data/catalogue_impl.h"
#include "data/words.h"

static int by_code(const void *a, const void *b)
{
    const bil_code_entry *x = a;
    const bil_code_entry *y = b;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

bil_codes bil_codes_make(bil_table *table, size_t column, const void *items, size_t size)
{
    bil_codes codes = {.known = true};
    bil_code_entry *entries = bil_loader_alloc(table->loader, table->rows, sizeof(bil_code_entry));
    if (entries == NULL) {
        return (bil_codes){0};
    }
    for (size_t i = 0; i < table->rows; i++) {
        memcpy(&entries[i].code, (const char *)items + i * size, sizeof entries[i].code);
        entries[i].index = (bil_index)i;
    }
    qsort(entries, table->rows, sizeof *entries, by_code);
    for (size_t i = 1; i < table->rows; i++) {
        if (entries[i].code[0] != '\0' && strcmp(entries[i].code, entries[i - 1].code) == 0) {
            bil_said said;
            size_t first = bil_csv_row_number(table->csv, entries[i - 1].index);
            bil_cell_fault(table, entries[i].index, column,
                           bil_say(&said, "un codice non già usato (riga %zu)",
                                   "a code not used already (row %zu)", first),
                           (bil_words){"", ""});
        }
    }
    codes.entries = entries;
    codes.count = table->rows;
    return codes;
}

bil_index bil_codes_find(const bil_codes *codes, const char *code)
{
    size_t low = 0;
    size_t high = codes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(codes->entries[middle].code, code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found =
        code[0] != '\0' && low < codes->count && strcmp(codes->entries[low].code, code) == 0;
    return found ? codes->entries[low].index : BIL_NONE;
}

static int by_key(const void *a, const void *b)
{
    const bil_pair *x = a;
    const bil_pair *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

void bil_pairs_check(bil_table *table, bil_pair *pairs, size_t count, size_t column,
                     bil_words expected)
{
    if (pairs == NULL) {
        return;
    }
    qsort(pairs, count, sizeof *pairs, by_key);
    for (size_t i = 1; i < count; i++) {
        if (pairs[i].key == pairs[i - 1].key) {
            bil_cell_fault(table, pairs[i].row, column, expected, (bil_words){"", ""});
        }
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void bil_text_set_close(bil_text_set *set)
{
    if (set->count > 0) {
        qsort(set->items, set->count, sizeof *set->items, by_text);
    }
}

bool bil_text_set_has(const bil_text_set *set, const char *text)
{
    size_t low = 0;
    size_t high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(set->items[middle], text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < set->count && strcmp(set->items[low], text) == 0;
}
