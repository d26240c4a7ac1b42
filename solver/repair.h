/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_REPAIR_H
#define BIL_SOLVER_REPAIR_H

/* What would make a plan possible: changes to the case, cheapest first, each solved again and
 * checked.
 *
 * Every repair must undo each conflict, so they are found as a tree: a conflict's members are the
 * branches; under each, what is still in the way is a smaller conflict (Reiter's hitting sets).
 * Money, hours and places are then lowered to the least that will do: a whole euro, hour or unit
 * less, the others unchanged, leaves no plan. */

#include "solver/conflict.h"

enum { BIL_REPAIRS_MAX = 3 };

typedef struct {
    const bil_case *person; /* with what is asked for in it */
    const bil_propose_settings *settings;
    int64_t score_e9; /* what a plan must reach; negative: any plan will do */
    bool wishes; /* wishes and locks may be given up too, not only money, hours, places, rules */
} bil_repair_request;

typedef struct {
    const bil_part *conflict; /* irreducible; empty when a plan exists as it is */
    size_t conflict_count;
    const bil_repair *repairs;
    size_t repair_count;
} bil_repairs;

/* `*out` lives in `arena`. */
BIL_MUST_CHECK bil_status bil_repairs_find(bil_repairs *out, const bil_repair_request *request,
                                           bil_arena *arena, bil_error *err);

/* A change in words. */
BIL_MUST_CHECK bil_status bil_change_words(bil_words *out, const bil_case *person,
                                           const bil_change *change, bil_arena *arena,
                                           bil_error *err);

/* What an hour of family or volunteers is worth in this catalogue, cents; 0 when it does not say.
 */
int64_t bil_hour_value(const bil_catalogue *catalogue);

#endif
