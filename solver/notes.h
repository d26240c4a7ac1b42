/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_NOTES_H
#define BIL_SOLVER_NOTES_H

/* What a plan says about itself: which needs stay uncovered and why, which rules were at work. */

#include "engine/plan.h"
#include "solver/person.h"

/* Needs the plan's coverage; fills `unmet` and `rules`. */
BIL_MUST_CHECK bil_status bil_notes_fill(bil_plan *plan, const bil_view *view,
                                         const bil_person *solved, bil_error *err);

#endif
