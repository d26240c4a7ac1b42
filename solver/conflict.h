/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CONFLICT_H
#define BIL_SOLVER_CONFLICT_H

/* Why no plan exists: an irreducible set of locks, rules and limits that cannot all hold. Drop any
 * one of them and a plan exists. */

#include "engine/plan.h"
#include "solver/group.h"

/* Fills `*out` (in `plan_arena`). */
BIL_MUST_CHECK bil_status bil_conflict_find(const bil_conflict **out, size_t *count,
                                            const bil_case *person,
                                            const bil_propose_settings *settings,
                                            bil_arena *plan_arena, bil_error *err);

#endif
