/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ALIGN_H
#define BIL_ENGINE_ALIGN_H

/* An old plan read against a new case: as if it simply went on. */

#include "engine/plan.h"

/* The plan with the phases of the case: phase by phase, and beyond its last phase as in the last
 * one, without what is bought once. Codes are looked up again; what the catalogue or the case no
 * longer has keeps its code, with index BIL_NONE. Money stays as the plan states it. Coverage has a
 * row for each need of the case, with the target of today: as the plan states it, or as its lines
 * cover it by today's catalogue when it does not. A plan that states no coverage at all (written by
 * a hand) gets every figure of today.
 *
 * `*out` belongs to the caller. BIL_E_DATA for a plan without phases, or numbers out of any
 * reasonable range. */
BIL_MUST_CHECK bil_status bil_plan_align(bil_plan **out, const bil_plan *plan,
                                         const bil_case *person, bil_error *err);

#endif
