/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_AMENDMENT_H
#define BIL_SOLVER_AMENDMENT_H

/* Re-planning: the plan nearest to an old one, what it changes, and why it takes what it takes. */

#include "engine/amendment.h"
#include "solver/propose.h"

/* `old` is any plan with phases; it is read against the case and need not be valid there. The new
 * plan passed the independent check, or is that there is none, or none yet; then nothing else is
 * filled but `old` and `broken`. BIL_E_DATA when the old plan names another person. `*out` belongs
 * to the caller. */
BIL_MUST_CHECK bil_status bil_amendment_find(bil_amendment **out, const bil_case *person,
                                             const bil_plan *old,
                                             const bil_propose_settings *settings, bil_error *err);

#endif
