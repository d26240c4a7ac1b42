/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_ROBUST_H
#define BIL_SCENARIOS_ROBUST_H

/* A plan tried out in imagined worlds: each is solved twice, once freely and once holding to the
 * plan, and every plan found is checked against its own world. */

#include "engine/robustness.h"
#include "solver/propose.h"

enum { BIL_ROBUST_WORLDS = 50, BIL_ROBUST_WORLDS_MAX = 10000 };

/* Without uncertainty in the catalogue all worlds are alike and one is tried out; a plan
 * without phases is tried out in none.
 *
 * `plan` is a plan of `person`, made with `settings`, whose profile and limits hold in
 * the worlds too. Progress comes as stage "worlds", one step a world; when it asks to stop, what
 * was tried out so far is the answer. BIL_E_INTERNAL when a plan fails its check. `*out` belongs to
 * the caller and borrows texts of the plan and the catalogue. */
BIL_MUST_CHECK bil_status bil_robust_try(bil_robustness **out, const bil_plan *plan,
                                         const bil_case *person,
                                         const bil_propose_settings *settings, uint64_t seed,
                                         size_t worlds, bil_error *err);

#endif
