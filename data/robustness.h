/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_ROBUSTNESS_H
#define BIL_DATA_ROBUSTNESS_H

/* How a plan fares in imagined worlds, as `bilancia-robustness`. Only written, never read. */

#include "engine/robustness.h"
#include "engine/text.h"

/* Appends the document, with the plan in it, ended by a newline. The same bytes for the same
 * values. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_robustness_write(bil_text *out, const bil_robustness *robustness,
                                               const bil_plan *plan, bil_error *err);

#endif
