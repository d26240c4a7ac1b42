/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_BATCH_H
#define BIL_SCENARIOS_BATCH_H

/* A scenario tried out: every combination of its axes, with every rule and every seed, is a cell.
 *
 * A cell is a pure function of what its id is the digest of: engine, catalogue, district, changes,
 * rule, seed, precision. Each is worked out by a process of its own, which writes one file, whole
 * or not at all; so a crash costs one cell, and the same order again goes on where a killed one
 * stood. Cells are listed in one order (the manifest), and what is told of them keeps to it: the
 * same bytes, however many worked.
 *
 * The folder of a batch:
 *   manifest.json       the cells
 *   cells/<id>.json     what came of each
 *   plans/<id>.jsonl    their plans, when the scenario asks for them
 *   districts/<seed>/   invented districts
 *   results.csv         scenario,rule,seed,metric,value
 *   comparison.csv      the same with the baseline's value and the difference
 *   failures.csv        cells that failed, and why
 *   times.jsonl         how long each cell took; the only file that is another each time */

#include "data/scenario.h"

#define BIL_BATCH_MANIFEST "manifest.json"
#define BIL_BATCH_RESULTS "results.csv"
#define BIL_BATCH_COMPARISON "comparison.csv"
#define BIL_BATCH_FAILURES "failures.csv"
#define BIL_BATCH_TIMES "times.jsonl"

enum { BIL_CELL_ID_SIZE = 33, BIL_CELLS_MAX = 1000000 };

typedef struct {
    char id[BIL_CELL_ID_SIZE];
    size_t point;     /* of the scenario; SIZE_MAX = the district without changes */
    const char *name; /* of the point */
    const char *rule;
    int64_t seed;
    size_t baseline; /* the cell it is compared with; SIZE_MAX = none */
} bil_cell;

/* Lives in its arena. */
typedef struct {
    bil_arena *arena;
    bil_scenario *scenario;
    const bil_catalogue *catalogue; /* borrowed */
    const char *district;           /* its folder; NULL = invented */
    const char *profile;            /* its file; NULL = a folder */
    char sha256[65];                /* of the district's files, or of the profile */
    const bil_cell *cells;
    size_t cell_count;
} bil_batch;

/* Finds a profile by the name a scenario gives it, added to `out`. */
typedef bil_status (*bil_find_profile)(bil_text *out, const char *named, bil_error *err);

/* Reads a scenario and lists its cells. A district's folder, and a profile's file if it is there,
 * are looked for from the scenario's own folder. BIL_E_DATA: the faults say why. BIL_E_NO_INPUT,
 * BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_open(bil_batch **out, const char *path,
                                         const bil_catalogue *catalogue, bil_find_profile find,
                                         bil_faults *faults, bil_error *err);
void bil_batch_close(bil_batch *batch); /* accepts NULL */

/* The names of the rules a scenario may ask for, NULL at the end. */
const char *const *bil_batch_rules(void);

/* ---- one cell ---- */

/* Works out the cell of this id and writes its file in the batch's folder; also when it fails, with
 * the reason. BIL_E_DATA when the batch has no such cell: its inputs are others by now. */
BIL_MUST_CHECK bil_status bil_batch_cell(const bil_batch *batch, const char *folder, const char *id,
                                         bil_error *err);

/* ---- all of them ---- */

typedef struct {
    size_t cells;
    size_t done;    /* finished, earlier ones included */
    size_t failed;  /* tried now, and failed */
    size_t running; /* at this moment */
    int64_t elapsed_ms;
    int64_t left_ms; /* negative = not known yet */
} bil_batch_progress;

typedef struct {
    const char *folder; /* made when it is not there */
    int jobs;           /* processes at once */
    /* The words of the command that works out a cell; its id is put after them. NULL at the end. */
    const char *const *worker;
    bool (*progress)(const bil_batch_progress *, void *payload); /* false = stop */
    void *payload;
} bil_batch_order;

/* What is there before anything is done: how many cells, how many of them finished, and how long
 * the others may take with `jobs` processes, from the times in the folder (negative = no time
 * known). */
BIL_MUST_CHECK bil_status bil_batch_look(bil_batch_progress *out, const bil_batch *batch,
                                         const char *folder, int jobs, bil_error *err);

/* Works out every cell that is not finished, failed ones included, then writes the tables. A cell
 * that fails stops nothing. BIL_E_STOPPED when `progress` asks for it: what is finished stays.
 * BIL_E_CANT_WRITE (also when the folder holds something else), BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_run(bil_batch_progress *out, const bil_batch *batch,
                                        const bil_batch_order *order, bil_error *err);

/* Writes the tables from the cells' files. */
BIL_MUST_CHECK bil_status bil_batch_merge(const bil_batch *batch, const char *folder,
                                          bil_error *err);

#endif
