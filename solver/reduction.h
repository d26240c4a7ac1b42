/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_REDUCTION_H
#define BIL_SOLVER_REDUCTION_H

/* Why an amendment takes something from the person: looked up in the new case where it says so, and
 * found by trying where it does not. */

#include "engine/amendment.h"
#include "solver/propose.h"

/* Fills the list of reductions of an amendment whose plans and difference are there. */
BIL_MUST_CHECK bil_status bil_reductions_find(bil_amendment *amendment, const bil_case *person,
                                              const bil_propose_settings *settings, bil_error *err);

#endif
