/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_COURSE_H
#define BIL_SOLVER_COURSE_H

/* What couples phases: a one-off bought once, a continuous service without gaps, a yearly
 * allowance. Phases are first solved apart, which is much quicker; when the answers happen to fit
 * together they are the optimum of the whole, and only the phases that do not fit are solved again
 * as one. */

#include "solver/funding.h"

/* Finds phases whose choices do not fit together: marks them in `clash` (one per phase of the
 * view) and returns true. Looks for one violation at a time, in a fixed order. */
BIL_MUST_CHECK bool bil_course_clash(const bil_view *view, const bil_choice *const *choices,
                                     const bil_funding_found *const *fundings, bool *clash);

#endif
