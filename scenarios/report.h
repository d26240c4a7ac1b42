/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_REPORT_H
#define BIL_SCENARIOS_REPORT_H

/* From the files of a batch to what it says to people: who gets support and who waits, what more
 * money buys, which rule is fairer, who wins and who loses, who pays, what one more euro or place
 * is worth. Cells that failed or are not there are left out, and told. */

#include "engine/report.h"
#include "scenarios/found.h"

/* `found`: the figures of the conclusion, as bil_batch_found has them; none when the scenario tells
 * none. BIL_E_NO_INPUT when not one cell is finished; BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_report(bil_report **out, const bil_batch *batch,
                                           const char *folder, const bil_found_state *found,
                                           bil_error *err);

#endif
