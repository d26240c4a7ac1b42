/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_DOCUMENTS_FIXTURE_H
#define BIL_TESTS_DOCUMENTS_FIXTURE_H

/* A hand-made person, catalogue and plan: a man leaving a psychiatric community, in two phases.
 * Texts hold `<`, `&`, quotes and accents on purpose. Nothing is read from a file. */

#include "engine/plan.h"

const bil_catalogue *fixture_catalogue(void);
const bil_case *fixture_case(void);
const bil_plan *fixture_plan(void);       /* optimal, checked */
const bil_plan *fixture_infeasible(void); /* no phases, a conflict */
const bil_plan *fixture_stopped(void);    /* the same lines, feasible with a gap, check failed */

#endif
