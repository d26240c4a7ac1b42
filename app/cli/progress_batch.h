/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_PROGRESS_BATCH_H
#define BIL_APP_CLI_PROGRESS_BATCH_H

/* How far a batch is, on standard error. */

#include "app/cli/progress.h"
#include "scenarios/batch.h"

/* For bil_batch_order, with a cli_progress as its payload: false once the person has asked to stop.
 */
bool cli_progress_batch(const bil_batch_progress *now, void *progress);

/* "~12 s", "~3 min", "~2 h": seconds mean nothing in an hour. */
void cli_put_time(bil_text *out, int64_t ms);

#endif
