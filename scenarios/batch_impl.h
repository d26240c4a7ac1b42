/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_BATCH_IMPL_H
#define BIL_SCENARIOS_BATCH_IMPL_H

/* What the parts of a batch share: where its files are, and what is in a cell's. */

#include "data/json.h"
#include "engine/bound.h"
#include "engine/flow.h"
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
    bil_flow_period *periods; /* where months go by */
    size_t period_count;
    bool measured;   /* what follows is told: no months went by */
    bil_bound sum;   /* of the scores */
    bil_bound least; /* score */
} bil_cell_result;

/* "folder/part/id.suffix" in a text that is emptied first; false without memory. */
bool bil_batch_path(bil_text *out, const char *folder, const char *part, const char *id,
                    const char *suffix);

/* Where the district of a cell is. */
bool bil_batch_district(bil_text *out, const bil_batch *batch, const char *folder,
                        const bil_cell *cell);

/* `name` from the folder of the scenario's file, unless it begins at the root; in the arena, NULL
 * without memory. */
const char *bil_batch_beside(bil_arena *arena, const char *scenario, const char *name);

/* ---- rules of one's own: batch_models.c ---- */

/* Reads and checks the models that the scenario's rules name. BIL_E_DATA: the line and what is
 * wrong; BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_batch_read_models(bil_batch *batch, const char *scenario,
                                                bil_error *err);

/* ---- names: batch_names.c ---- */

enum { BIL_BATCH_CHANGES_MAX = BIL_SCENARIO_CHANGES_MAX + BIL_SCENARIO_AXES_MAX };

/* Finds the families, and gives every cell its id and its turn. */
BIL_MUST_CHECK bil_status bil_batch_name_cells(bil_batch *batch, bil_cell *cells, bil_error *err);

/* The changes of a cell, in order; room for BIL_BATCH_CHANGES_MAX. How many. */
size_t bil_batch_changes(const bil_lever_change **out, const bil_batch *batch,
                         const bil_cell *cell);

/* Leaves out those that only change pools and capacities: how many are left. */
size_t bil_batch_lead_changes(const bil_lever_change **changes, size_t count);

/* ---- the folder: batch_folder.c ---- */

/* Makes the folder and says that somebody works here, `alone` or beside others; what killed
 * processes left half written is taken away by who is alone. `*lock` is to be closed (-1 = the file
 * system has no locks). BIL_E_CANT_WRITE when the folder holds something else, when a run that is
 * alone is here, or others while this one would be alone. */
BIL_MUST_CHECK bil_status bil_batch_claim(int *lock, const char *folder, bool alone,
                                          bil_error *err);

/* Makes the parts of the folder, writes the manifest, invents the districts that are not there. */
BIL_MUST_CHECK bil_status bil_batch_make_folder(const bil_batch *batch, const char *folder,
                                                bil_error *err);

/* ---- times: batch_times.c ---- */

/* Notes how long a cell took; a time that cannot be noted is lost. */
void bil_batch_note_time(const bil_batch_order *order, const bil_cell *cell, int64_t ms);

/* Which cells of a shard are finished: `finished` (by cell; may be NULL) and how many. */
BIL_MUST_CHECK bil_status bil_batch_finished(bool *finished, size_t *done, const bil_batch *batch,
                                             const bil_batch_order *order, bil_error *err);

/* The document of a cell's file: `*out` is NULL when there is no file, or no document in it.
 * `faults` must outlive it. BIL_E_NOMEM, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_cell_document(bil_json **out, const char *folder,
                                            const bil_cell *cell, bil_faults *faults,
                                            bil_error *err);

/* What a cell's file says: `*out` is NULL when it is not there, or is no whole file of this cell.
 * BIL_E_NOMEM, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_cell_read(bil_cell_result **out, const char *folder,
                                        const bil_cell *cell, bil_error *err);
void bil_cell_result_free(bil_cell_result *result); /* accepts NULL */

/* ---- what the rules cost: batch_prices.c ---- */

typedef struct {
    bil_bound sum;
    bil_bound least;
} bil_district_bounds;

/* What is proven of each district, by whatever rule; NULL = nothing is. */
typedef struct {
    bil_district_bounds *districts;
} bil_batch_bounds;

/* From the cells' files that are there; to be freed. BIL_E_NOMEM, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_batch_bounds_read(bil_batch_bounds *out, const bil_batch *batch,
                                                const char *folder, bil_error *err);
void bil_batch_bounds_free(bil_batch_bounds *bounds);

/* As bil_cell_read, of the cell with this index; its two prices, of fairness and of efficiency, are
 * measured by those bounds. */
BIL_MUST_CHECK bil_status bil_cell_read_priced(bil_cell_result **out, const bil_batch *batch,
                                               const char *folder, size_t cell,
                                               const bil_batch_bounds *bounds, bil_error *err);

/* The members of the cell's file in question; false when they are no such members. */
bool bil_cell_bounds_read(bil_cell_result *out, const bil_json_value *root);

/* ---- over the seeds: batch_seeds.c ---- */

/* The cells of a combination and a rule, seed by seed. */
typedef struct {
    size_t first; /* of its cells; the others follow */
    size_t count;
    bil_cell_result **cells; /* NULL = not tried */
    bil_cell_result *
        *baselines;     /* of the same seed; NULL = not tried, or nothing to compare with */
    size_t done;        /* seeds the mean is over */
    bil_metrics *mean;  /* with intervals where there are several; NULL = none is done */
    size_t paired;      /* seeds in which the baseline is done too */
    bil_metrics *delta; /* less the baseline's, seed by seed; NULL = nowhere */
} bil_seeds;

enum { BIL_SEEDS_FINER = 3 };

/* Means of whole numbers have `finer` decimals more: 0, or as in tables. To be freed. BIL_E_NOMEM,
 * BIL_E_IO.
 */
BIL_MUST_CHECK bil_status bil_seeds_read(bil_seeds *out, const bil_batch *batch, const char *folder,
                                         size_t group, const bil_batch_bounds *bounds, int finer,
                                         bil_error *err);
void bil_seeds_free(bil_seeds *seeds);
int bil_seeds_decimals(bil_metric metric, int finer);

/* NULL when the cell has no such figure. */
const bil_cell_value *bil_cell_find(const bil_cell_result *result, bil_metric metric,
                                    const char *part);

/* Writes the file of a cell that failed. */
BIL_MUST_CHECK bil_status bil_cell_fail(const char *folder, const bil_cell *cell,
                                        const bil_error *reason, bil_error *err);

#endif
