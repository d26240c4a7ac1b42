/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_DATA_BASE_H
#define BIL_TESTS_DATA_BASE_H

/* The tiny valid catalogue, case and plan of broken/base, in memory, so that tests can damage one
 * of them and read all three. Tests run in the root of the project. */

#include "data/case.h"
#include "data/catalogue.h"
#include "data/plan.h"

enum { BASE_CASE = BIL_CATALOGUE_FILES, BASE_PLAN, BASE_FILES };

typedef struct {
    bil_text files[BASE_FILES];
    bool missing[BASE_FILES];
} base;

/* Aborts when a file cannot be read: then no test means anything. */
void base_open(base *b);
void base_close(base *b);

/* "services.csv", "case.json", "plan.json". */
const char *base_name(size_t file);

/* The number of a file; BASE_FILES when there is none of that name. */
size_t base_file(const char *name);

/* What reading gave; to be closed in any case. */
typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_error err;
    bil_status status;
    bil_catalogue *catalogue;
    bil_case *person;
    bil_plan *plan;
} base_reading;

/* Reads catalogue, case and plan, up to the file number `last` (BASE_PLAN = all); stops where one
 * cannot be read. */
void base_read(base_reading *out, const base *b, size_t last);
void base_reading_close(base_reading *reading);

/* All three as they are, for a whole program of tests: fixtures of cmocka. */
extern base base_files;
extern base_reading base_world;
int base_world_open(void **state);
int base_world_close(void **state);

/* The same where there are no fixtures: read when it is first asked for, or the program aborts. */
const base_reading *base_once(void);

/* The first fault whose place begins with `where` and whose words (found, expected, advised, in
 * Italian) hold `words`; NULL when there is none. */
const bil_fault *base_fault(const bil_faults *faults, const char *where, const char *words,
                            bool warning);

#endif
