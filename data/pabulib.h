/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_PABULIB_H
#define BIL_DATA_PABULIB_H

/* Files of participatory budgets in the form of Pabulib (`.pb`): the sections META, PROJECTS and
 * VOTES one after the other, each with a header; fields between ";", quotes doubled inside quotes,
 * lines ended by CRLF or LF, a byte order mark accepted. Columns may stand in any order; those that
 * say nothing about money or votes are passed over.
 *
 * Wanted: num_projects, num_votes, budget and vote_type (approval, choose-1, cumulative, scoring,
 * ordinal); project_id and cost; voter_id and vote; points where the type has them. Read strictly:
 * numbers that do not agree, projects and voters told twice, votes for unknown projects and points
 * that are not one for each project are faults. Every fault says "file:line:column name", what was
 * found and what was expected, and reading goes on to the end of the section. */

#include "engine/arena.h"
#include "engine/election.h"
#include "engine/error.h"

enum {
    BIL_PABULIB_SIZE_MAX = 128 * 1024 * 1024,
    BIL_PABULIB_PROJECTS_MAX = 10000,
    BIL_PABULIB_VOTERS_MAX = 2000000,
    BIL_PABULIB_FIELDS_MAX = 64
};

/* BIL_E_DATA: see `faults`; BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. The answer lives in `arena`. */
BIL_MUST_CHECK bil_status bil_pabulib_load(bil_election **out, const char *path, bil_arena *arena,
                                           bil_faults *faults, bil_error *err);

/* The same from bytes; `name` stands for the file in faults. */
BIL_MUST_CHECK bil_status bil_pabulib_read(bil_election **out, const char *bytes, size_t size,
                                           const char *name, bil_arena *arena, bil_faults *faults,
                                           bil_error *err);

#endif
