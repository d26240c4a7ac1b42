/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_FOUND_H
#define BIL_SCENARIOS_FOUND_H

/* Does a scenario's conclusion still hold? Each figure it tells beside what came out. */

#include "scenarios/batch.h"

typedef struct {
    size_t count;
    size_t same; /* to the last decimal that is told */
} bil_found_state;

/* Works them out from the cells' files and writes found.csv: scenario,against,rule,what,month,told,
 * found,same. A figure of cells that failed, or are not there, is not found. BIL_E_CANT_WRITE,
 * BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_found(bil_found_state *out, const bil_batch *batch,
                                          const char *folder, bil_error *err);

#endif
