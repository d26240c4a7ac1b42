/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_FOUND_H
#define BIL_SCENARIOS_FOUND_H

/* Does a scenario's conclusion still hold? Each figure it tells beside what came out. */

#include "scenarios/batch.h"

typedef struct {
    bool there;    /* every seed has it */
    bool same;     /* to the last decimal that is told */
    int64_t value; /* × 10^decimals of what is told */
} bil_found_figure;

typedef struct {
    size_t count;
    size_t same;
    bil_found_figure figures[BIL_SCENARIO_FOUND_MAX]; /* in the order of the scenario's file */
} bil_found_state;

/* "-12.5" of -125 with one decimal; `size` ≥ BIL_DECIMAL_SIZE. */
void bil_found_write(char *out, size_t size, int64_t value, int decimals);

/* Works them out from the cells' files and writes found.csv: scenario,against,rule,what,month,told,
 * found,same. A figure of cells that failed, or are not there, is not found. BIL_E_CANT_WRITE,
 * BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_found(bil_found_state *out, const bil_batch *batch,
                                          const char *folder, bil_error *err);

#endif
