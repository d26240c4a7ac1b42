/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CONFLICT_H
#define BIL_SOLVER_CONFLICT_H

/* Why no plan exists: an irreducible set of locks, rules and limits that cannot all hold. With
 * these alone there is no plan; without any one of them there is. */

#include "solver/parts.h"

/* Reduces what is on in `parts` (which must leave no plan) to an irreducible set, by a deletion
 * filter: what is easiest to change is kept in the set the longest. */
BIL_MUST_CHECK bil_status bil_conflict_reduce(bil_parts_of *parts, bil_error *err);

/* What is on in `parts`, as a list in `arena`. */
BIL_MUST_CHECK bil_status bil_conflict_list(bil_part **out, size_t *count,
                                            const bil_parts_of *parts, bil_arena *arena,
                                            bil_error *err);

/* The same in words. */
BIL_MUST_CHECK bil_status bil_conflict_words(const bil_conflict **out, const bil_case *person,
                                             const bil_part *parts, size_t count, bil_arena *arena,
                                             bil_error *err);

#endif
