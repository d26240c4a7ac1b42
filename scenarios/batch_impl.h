/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_BATCH_IMPL_H
#define BIL_SCENARIOS_BATCH_IMPL_H

/* What the parts of a batch share: where its files are, and what is in a cell's. */

#include "scenarios/batch.h"

/* One figure of a cell. */
typedef struct {
    bil_metric metric;
    const char *part; /* NULL = the metric has no parts */
    bool defined;
    int64_t value;
} bil_cell_value;

/* What a cell's file says. Lives in its arena. */
typedef struct {
    bil_arena *arena;
    bool failed;
    const char *reason_it; /* of a failure */
    const char *reason_en;
    bil_cell_value *values;
    size_t count;
} bil_cell_result;

/* "folder/part/id.suffix" in a text that is emptied first; false without memory. */
bool bil_batch_path(bil_text *out, const char *folder, const char *part, const char *id,
                    const char *suffix);

/* Where the district of a cell is. */
bool bil_batch_district(bil_text *out, const bil_batch *batch, const char *folder,
                        const bil_cell *cell);

/* The cell's file: `*out` is NULL when it is not there, or is no whole file of this cell.
 * BIL_E_NOMEM, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_cell_read(bil_cell_result **out, const char *folder,
                                        const bil_cell *cell, bil_error *err);
void bil_cell_result_free(bil_cell_result *result); /* accepts NULL */

/* Writes the file of a cell that failed. */
BIL_MUST_CHECK bil_status bil_cell_fail(const char *folder, const bil_cell *cell,
                                        const bil_error *reason, bil_error *err);

#endif
