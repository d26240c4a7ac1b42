/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_WORDS_TABLES_H
#define BIL_TESTS_WORDS_TABLES_H

/* All tables of words as one list, for the tests. */

#include <stddef.h>

typedef struct {
    const char *table;
    const char *name;
    const char *it;
    const char *en;
} table_entry;

extern const table_entry table_entries[];
extern const size_t table_entry_count;

#endif
