/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_OUTCOME_H
#define BIL_ENGINE_OUTCOME_H

/* From quantities and payments to a finished plan: coverage, totals, score, what stays uncovered.
 * Integer arithmetic only. Used to *write* plans; the checker computes the same things again in
 * its own code. */

#include "engine/plan.h"

/* Fills what follows from the lines' service, provider, quantity and funding, and from
 * `sources_used`, which must be set: unit prices, costs, splits, dues, one_off, in_place (the case
 * has the service in place), starts_on, months, coverage, totals, score, shortfall, and `unmet`
 * (reasons already given for a need are kept, else BIL_UNMET_WORTH). Lines are taken as they are;
 * one whose service is unknown keeps its figures and covers nothing. Allocates in the plan's
 * arena. BIL_E_DATA for numbers out of any reasonable range or phases that are not the case's. */
BIL_MUST_CHECK bil_status bil_outcome_fill(bil_plan *plan, const bil_case *person, bil_error *err);

/* U(covered / target) × 10⁹ as an exact fraction rounded half up; target > 0. */
int64_t bil_curve_value_e9(const bil_catalogue *catalogue, int64_t covered, int64_t target);

#endif
