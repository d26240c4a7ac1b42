/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_DECISIONS_H
#define BIL_SCENARIOS_DECISIONS_H

/* What each decision by hand costs: the case is solved without it, and the plans compared. */

#include "engine/plan.h"
#include "solver/propose.h"

/* Fills the overrides of a plan that was proposed for the case with these settings, and checked. A
 * search that was cut short leaves its cost unknown. */
BIL_MUST_CHECK bil_status bil_decisions_price(bil_plan *plan, const bil_case *person,
                                              const bil_propose_settings *settings, bil_error *err);

#endif
