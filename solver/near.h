/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_NEAR_H
#define BIL_SOLVER_NEAR_H

/* Near an old plan: the fewest changed lines for what may be given up of the score. */

#include "solver/person.h"

/* Like bil_person_solve, for a view with a plan to stay near to. First the best shortfall and score
 * there are, of the plans that reach them the one that changes least; then, each phase holding on
 * to what it has there but for the tolerance, the fewest changed lines over all phases, the least
 * reduction, and money, lines and order as usual. Profile and preferences do not matter, but that
 * "preferences first" gives up a twentieth of the score as it does in a proposal, unless the
 * tolerance is stated. */
BIL_MUST_CHECK bil_status bil_near_solve(bil_person *out, bil_run *run, const bil_view *view,
                                         bil_arena *arena, bil_error *err);

#endif
