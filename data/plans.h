/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_PLANS_H
#define BIL_DATA_PLANS_H

/* The plans of many persons as JSON Lines: one plan a line, the same object as a `*.plan.json`.
 * Written and read one by one, so that a file may be larger than memory. */

#include "data/district.h"
#include "data/plan.h"

enum { BIL_PLANS_LINE_MAX = BIL_DISTRICT_LINE_MAX };

/* --- writing --------------------------------------------------------------------------------- */

typedef struct bil_plans_writer bil_plans_writer;

/* Begins the file `path` ("-" = standard output). Whoever kills the program half-way leaves the old
 * file as it was, and at most a hidden one (".bilancia-<process>-<n>.tmp") beside it.
 * BIL_E_CANT_WRITE, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_plans_begin(bil_plans_writer **out, const char *path, bil_error *err);

/* Adds a plan. After a failure everything else fails the same way; bil_plans_commit tells. */
void bil_plans_add(bil_plans_writer *writer, const bil_plan *plan);

/* Did something fail already? For who would make much more in vain. */
bool bil_plans_failed(const bil_plans_writer *writer);

/* The file is there, whole, or BIL_E_CANT_WRITE, BIL_E_IO or BIL_E_NOMEM says why not and the old
 * one stands. Frees `writer` in either case. */
BIL_MUST_CHECK bil_status bil_plans_commit(bil_plans_writer *writer, bil_error *err);

/* Takes what was written away and frees; the old file stands. Accepts NULL. */
void bil_plans_abandon(bil_plans_writer *writer);

/* --- reading --------------------------------------------------------------------------------- */

typedef struct bil_plans_reader bil_plans_reader;

/* Opens a file of plans of a district's persons ("-" = standard input). `population` and `faults`
 * outlive the reader. BIL_E_NO_INPUT, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_plans_open(bil_plans_reader **out, const char *path,
                                         const bil_population *population, bil_faults *faults,
                                         bil_error *err);

/* The next plan without faults, to be freed with bil_plan_free, and the index of its person in the
 * population; `*more` is false at the end. A line with faults is reported and left out: no plan, a
 * plan of somebody met before. A plan of somebody the population does not have is passed over (see
 * bil_plans_strangers). Needs are those of the person's case. BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_plans_next(bil_plan **out, size_t *person, bool *more,
                                         bil_plans_reader *reader, bil_error *err);

/* How many plans of others were passed over so far. */
size_t bil_plans_strangers(const bil_plans_reader *reader);

/* BIL_E_DATA when a line had a fault that is no warning. Frees the reader in any case. */
BIL_MUST_CHECK bil_status bil_plans_close(bil_plans_reader *reader, bil_error *err);

/* Frees the reader, wherever it stands; accepts NULL. */
void bil_plans_leave(bil_plans_reader *reader);

#endif
