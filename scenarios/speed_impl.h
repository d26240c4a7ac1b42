/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_SPEED_IMPL_H
#define BIL_SCENARIOS_SPEED_IMPL_H

/* Clocks, and the models of a person for other solvers. */

#include "scenarios/speed.h"

bil_spent bil_spent_now(void);
bil_spent bil_spent_since(bil_spent start);

/* The first stages of a case, all phases in one model: shortfall, score with the shortfall held,
 * public money with both held. Solves each through our own door, writes it to
 * `<folder>/<name>.<stage>.lp` and adds a JSON line of ours ("peer":"door") to `answers`. Stops at
 * the first stage without an optimum. */
BIL_MUST_CHECK bil_status bil_speed_models(const bil_case *person, const char *folder,
                                           const char *name, bil_text *answers, bil_error *err);

#endif
