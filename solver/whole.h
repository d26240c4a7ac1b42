/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_WHOLE_H
#define BIL_SOLVER_WHOLE_H

/* A whole district as one mixed-integer model, for other solvers: every person's model side by side
 * and a row for each pool and place; the greatest sum of scores × 1,000. Nobody may stay as today
 * against their own rules, and irreducibility, which rows cannot say beforehand, is not in it. */

#include "engine/case.h"
#include "engine/district.h"
#include "engine/text.h"

/* As CPLEX LP. BIL_E_DATA when there is nothing to choose; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_whole_write(bil_text *out, const bil_district *district,
                                          const bil_case *const *persons, size_t count,
                                          bil_error *err);

#endif
