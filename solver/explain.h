/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_EXPLAIN_H
#define BIL_SOLVER_EXPLAIN_H

/* Answers by solving again: every plan in an answer was proposed for the changed case and passed
 * the independent check; a plan that does not is an error, never an answer. */

#include "engine/answer.h"
#include "solver/propose.h"

/* `plan` is the plan at hand of this case: its own proposal, or one from a file or a hand. It must
 * have phases. `*out` belongs to the caller. BIL_E_USAGE when the question does not fit (why a
 * service that is not in the plan). */
BIL_MUST_CHECK bil_status bil_explain(bil_answer **out, bil_ask ask, const bil_subject *subject,
                                      const bil_case *person, const bil_plan *plan,
                                      const bil_propose_settings *settings, bil_error *err);

#endif
