/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The glossary is whole, and the sentences for people keep to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/csv.h"
#include "data/file.h"
#include "engine/arena.h"
#include "tests/words/prose.h"
#include "tests/words/tables.h"

enum { TERM_IT, TERM_EN, DEFINITION_IT, DEFINITION_EN, AVOID_IT, AVOID_EN, SOURCE, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "term_it", "term_en", "definition_it", "definition_en", "avoid_it", "avoid_en", "source"};

typedef struct {
    bil_csv *table;
    size_t places[COLUMNS];
    size_t count;
} glossary;

static const char *cell(const glossary *g, size_t row, size_t column)
{
    return bil_csv_cell(g->table, row, g->places[column]);
}

static int open_glossary(void **state)
{
    static glossary g;
    bil_text bytes;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    assert_non_null(arena);
    bil_faults_init(&faults, arena);
    bil_text_init(&bytes);
    assert_int_equal(bil_file_read(&bytes, "data/glossary.csv", 1 << 20, NULL), BIL_OK);
    assert_int_equal(bil_csv_read(&g.table, bytes.bytes, bytes.size,
                                  (bil_csv_options){.file = "glossary.csv"}, &faults, NULL),
                     BIL_OK);
    assert_true(bil_csv_find_columns(g.places, g.table, column_names, COLUMNS, &faults));
    assert_int_equal(bil_csv_column_count(g.table), COLUMNS);
    assert_int_equal(faults.count, 0);
    g.count = bil_csv_row_count(g.table);
    bil_arena_free(arena);
    bil_text_release(&bytes);
    *state = &g;
    return 0;
}

static int close_glossary(void **state)
{
    const glossary *g = *state;
    bil_csv_free(g->table);
    return 0;
}

/* The next of a cell's items, parted by `;`; false after the last. */
static bool next_item(const char **rest, char *out, size_t size)
{
    if (**rest == '\0') {
        return false;
    }
    const size_t length = strcspn(*rest, ";");
    assert_true(length > 0 && length < size);
    (void)snprintf(out, size, "%.*s", (int)length, *rest);
    *rest += length + ((*rest)[length] == ';' ? 1 : 0);
    return true;
}

static size_t row_faults(const glossary *g, size_t row)
{
    const char *term = cell(g, row, TERM_IT);
    size_t faults = 0;
    for (size_t column = 0; column < COLUMNS; column++) {
        const bool needed = column != AVOID_IT && column != AVOID_EN;
        if (needed && cell(g, row, column)[0] == '\0') {
            print_error("«%s» has no %s\n", term, column_names[column]);
            faults++;
        }
    }
    for (size_t before = 0; before < row; before++) {
        if (strcmp(term, cell(g, before, TERM_IT)) == 0) {
            print_error("«%s» stands twice\n", term);
            faults++;
        }
    }
    return faults;
}

static void every_term_is_explained_in_both_languages(void **state)
{
    const glossary *g = *state;
    size_t faults = 0;
    assert_true(g->count >= 40);
    for (size_t row = 0; row < g->count; row++) {
        faults += row_faults(g, row);
    }
    assert_int_equal(faults, 0);
}

static void definitions_are_easy_to_read(void **state)
{
    const glossary *g = *state;
    size_t faults = 0;
    for (size_t row = 0; row < g->count; row++) {
        const char *text = cell(g, row, DEFINITION_IT);
        if (prose_too_hard(text, PROSE_PLAIN)) {
            print_error("Gulpease %d: «%s»\n", prose_gulpease(prose_measure(text)), text);
            faults++;
        }
        if (text[strlen(text) - 1] != '.' || strchr(text, '\'') != NULL) {
            print_error("a sentence with its point and the apostrophe ’: «%s»\n", text);
            faults++;
        }
    }
    assert_int_equal(faults, 0);
}

/* Is any word of the cell's list in the text? Says so. */
static size_t avoided_in(const char *list, const char *text, const char *where, const char *instead)
{
    char word[128];
    size_t faults = 0;
    for (const char *rest = list; next_item(&rest, word, sizeof word);) {
        if (prose_find(text, word) != NULL) {
            print_error("%s: not «%s» but «%s»: «%s»\n", where, word, instead, text);
            faults++;
        }
    }
    return faults;
}

static void nobody_uses_the_words_to_avoid(void **state)
{
    const glossary *g = *state;
    size_t faults = 0;
    for (size_t row = 0; row < g->count; row++) {
        for (size_t i = 0; i < table_entry_count; i++) {
            const table_entry *entry = &table_entries[i];
            char where[160];
            (void)snprintf(where, sizeof where, "%s.%s", entry->table, entry->name);
            faults += avoided_in(cell(g, row, AVOID_IT), entry->it, where, cell(g, row, TERM_IT));
            faults += avoided_in(cell(g, row, AVOID_EN), entry->en, where, cell(g, row, TERM_EN));
        }
        for (size_t other = 0; other < g->count; other++) {
            const char *where = cell(g, other, TERM_IT);
            faults += avoided_in(cell(g, row, AVOID_IT), cell(g, other, DEFINITION_IT), where,
                                 cell(g, row, TERM_IT));
            faults += avoided_in(cell(g, row, AVOID_EN), cell(g, other, DEFINITION_EN), where,
                                 cell(g, row, TERM_EN));
        }
    }
    assert_int_equal(faults, 0);
}

static void a_word_to_avoid_is_not_a_term(void **state)
{
    const glossary *g = *state;
    for (size_t row = 0; row < g->count; row++) {
        for (size_t other = 0; other < g->count; other++) {
            assert_int_equal(avoided_in(cell(g, row, AVOID_IT), cell(g, other, TERM_IT), "term_it",
                                        cell(g, row, TERM_IT)),
                             0);
            assert_int_equal(avoided_in(cell(g, row, AVOID_EN), cell(g, other, TERM_EN), "term_en",
                                        cell(g, row, TERM_EN)),
                             0);
        }
    }
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The same letters; the first may be a capital where the term has none. */
static bool written_as(const char *text, const char *term)
{
    const size_t size = strlen(term);
    if (strncmp(text, term, size) == 0) {
        return true;
    }
    const bool capital = is_upper(text[0]) && text[0] + ('a' - 'A') == term[0];
    return capital && strncmp(text + 1, term + 1, size - 1) == 0;
}

/* Every place of the text where the term stands. */
static size_t misspelt_in(const table_entry *entry, const char *text, const char *term)
{
    size_t faults = 0;
    for (const char *at = prose_find(text, term); at != NULL; at = prose_find(at, term)) {
        if (!written_as(at, term)) {
            print_error("%s.%s: write «%s»: «%s»\n", entry->table, entry->name, term, text);
            faults++;
        }
        at += strlen(term);
    }
    return faults;
}

static void terms_are_written_as_the_glossary_has_them(void **state)
{
    const glossary *g = *state;
    size_t faults = 0;
    size_t used = 0;
    for (size_t row = 0; row < g->count; row++) {
        const char *term = cell(g, row, TERM_IT);
        bool here = false;
        for (size_t i = 0; i < table_entry_count; i++) {
            here = here || prose_find(table_entries[i].it, term) != NULL;
            faults += misspelt_in(&table_entries[i], table_entries[i].it, term);
        }
        used += here ? 1 : 0;
    }
    /* A glossary of words that nobody says would prove nothing. */
    assert_true(used >= 30);
    assert_int_equal(faults, 0);
}

static bool is_term(const glossary *g, const char *word, size_t size)
{
    for (size_t row = 0; row < g->count; row++) {
        const char *term = cell(g, row, TERM_IT);
        if (strlen(term) == size && strncmp(term, word, size) == 0) {
            return true;
        }
    }
    return false;
}

/* A word of three capitals or more: letters that stand for other words. */
static bool is_acronym(const char *word, size_t size)
{
    size_t i = 0;
    while (i < size && is_upper(word[i])) {
        i++;
    }
    return i == size && size >= 3 && strncmp(word, "NON", size) != 0; /* a shouted "not" */
}

static void every_acronym_is_in_the_glossary(void **state)
{
    const glossary *g = *state;
    size_t faults = 0;
    for (size_t i = 0; i < table_entry_count; i++) {
        const table_entry *entry = &table_entries[i];
        const char *rest = entry->it;
        const char *word = NULL;
        size_t size = 0;
        /* The manual's titles and what stands for a file are in capitals, and SHA is the name of a
         * way to count. */
        const bool of_commands =
            strcmp(entry->table, "cli") == 0 || strcmp(entry->table, "mpi") == 0;
        while (!of_commands && prose_next_word(&rest, &word, &size)) {
            if (is_acronym(word, size) && strncmp(word, "SHA", size) != 0 &&
                !is_term(g, word, size)) {
                print_error("%s.%s: «%.*s» is not in data/glossary.csv\n", entry->table,
                            entry->name, (int)size, word);
                faults++;
            }
        }
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_term_is_explained_in_both_languages),
        cmocka_unit_test(definitions_are_easy_to_read),
        cmocka_unit_test(nobody_uses_the_words_to_avoid),
        cmocka_unit_test(a_word_to_avoid_is_not_a_term),
        cmocka_unit_test(terms_are_written_as_the_glossary_has_them),
        cmocka_unit_test(every_acronym_is_in_the_glossary),
    };
    return cmocka_run_group_tests(tests, open_glossary, close_glossary);
}
