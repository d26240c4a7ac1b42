/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_TODAY_H
#define BIL_SOLVER_TODAY_H

/* What is in place today, as a plan: the base line that proposals are compared with. */

#include "engine/plan.h"

/* Every service in place, as it is, in every phase (a one-off in the first only), priced at the
 * cheapest provider that may serve the person, scored, and paid for: within the ceilings of today's
 * budget or else beyond them, if payers are found for all of a phase (`*funded`: in every phase).
 * The plan may break rules and ceilings: bil_check says which. */
BIL_MUST_CHECK bil_status bil_today(bil_plan **out, bool *funded, const bil_case *person,
                                    bil_profile profile, bil_error *err);

#endif
