/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_VIEW_IMPL_H
#define BIL_SOLVER_VIEW_IMPL_H

#include "solver/view.h"

/* Lines and coverage of the plan to stay near to, in a phase that knows its targets. */
BIL_MUST_CHECK bil_status bil_view_set_near(bil_view *view, bil_view_phase *phase, bil_error *err);

/* The same lines and coverage in both phases; true without such a plan. */
bool bil_view_same_near(const bil_view *view, const bil_view_phase *a, const bil_view_phase *b);

#endif
