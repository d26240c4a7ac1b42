/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ASSEMBLE_H
#define BIL_SOLVER_ASSEMBLE_H

/* From solved phases to a plan: lines, payments, sources in use. The figures are filled by
 * engine/outcome.h, the notes by notes.h. */

#include "engine/plan.h"
#include "solver/person.h"

/* A plan with its heading only; NULL without memory. */
bil_plan *bil_plan_heading(const bil_case *person, bil_profile profile);

BIL_MUST_CHECK bil_status bil_assemble(bil_plan *plan, const bil_view *view,
                                       const bil_person *solved, bil_error *err);

#endif
