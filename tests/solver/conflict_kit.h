/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_CONFLICT_KIT_H
#define BIL_TESTS_SOLVER_CONFLICT_KIT_H

/* What a conflict promises, looked at from outside: members are dropped from copies of the case,
 * never by the solver's own switches, and every proposal is checked. Fails the test, by `name`. */

#include "engine/plan.h"

bool conflict_has(const bil_plan *plan, const char *kind, const char *what);

/* The members alone leave no plan, and all but any one of them do. */
void conflict_is_irreducible(const bil_case *person, const bil_plan *plan, const char *name);

/* Where there is one conflict only: without any one of its members the case has a plan. */
void conflict_explains_all(const bil_case *person, const bil_plan *plan, const char *name);

/* Proposes and checks. */
bil_plan_status status_of(const bil_case *person);

#endif
