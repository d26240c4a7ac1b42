/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PARTS_H
#define BIL_SOLVER_PARTS_H

/* What stands between a case and a plan, as one list of switches: wishes, locks, rules, money,
 * hours, places. Conflicts, repairs and "what would it take" switch some off and look whether a
 * plan exists, or whether one reaches a score. */

#include "engine/plan.h"
#include "solver/group.h"

typedef enum {
    BIL_PART_MUST,
    BIL_PART_MUST_NOT,
    BIL_PART_FIXED,
    BIL_PART_KEEP,
    BIL_PART_OVERRIDE, /* a line set by hand */
    BIL_PART_AT_LEAST,
    BIL_PART_RULE,
    BIL_PART_BUDGET,
    BIL_PART_LIMIT, /* a source's ceiling */
    BIL_PART_HOURS, /* how many hours a source gives */
    BIL_PART_PLACE, /* what a provider has room for */
    BIL_PART_ALLOWANCE,
    BIL_PART_KINDS
} bil_part_kind;

typedef struct {
    bil_part_kind kind;
    size_t index; /* in the case's list, the catalogue's list, or 0 */
} bil_part;

typedef struct {
    const bil_case *person;
    const bil_propose_settings *settings;
    int64_t score_e9;          /* what a plan must reach; negative: any plan will do */
    bool *off[BIL_PART_KINDS]; /* left out */
    size_t sizes[BIL_PART_KINDS];
} bil_parts_of;

/* All that the case has is on, the rest off. Lists live in `arena`. */
BIL_MUST_CHECK bil_status bil_parts_init(bil_parts_of *out, const bil_case *person,
                                         const bil_propose_settings *settings, int64_t score_e9,
                                         bil_arena *arena, bil_error *err);

/* Does a plan exist without what is off? A search cut short counts as yes. */
BIL_MUST_CHECK bil_status bil_parts_possible(const bil_parts_of *parts, bool *out, bil_error *err);

/* A part in words, and under the name it has in files. `what` and texts live in `arena`;
 * BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_part_words(bil_conflict *out, const bil_case *person, bil_part part,
                                         bil_arena *arena, bil_error *err);

#endif
