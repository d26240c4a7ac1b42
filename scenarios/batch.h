/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_BATCH_H
#define BIL_SCENARIOS_BATCH_H

/* A scenario tried out: every combination of its axes, with every rule and every seed, is a cell.
 *
 * A cell is a pure function of what its id is the digest of: engine, catalogue, district, changes,
 * rule (with the text of a planner's own), seed, precision. Each is worked out by a process of its
 * own, which writes one file, whole or not at all; so a crash costs one cell, and the same order
 * again goes on where a killed one stood. Cells are listed in one order (the manifest), and what is
 * told of them keeps to it: the same bytes, however many worked.
 *
 * The folder of a batch:
 *   manifest.json       the cells
 *   cells/<id>.json     what came of each
 *   known/<id>          what cells begin with that differ only in money and places
 *   plans/<id>.jsonl    their plans, when the scenario asks for them
 *   districts/<seed>/   invented districts
 *   results.csv         scenario,rule,seed,metric,value
 *   comparison.csv      the same with the baseline's value, the difference, and the mean difference
 *                       over the seeds with its interval
 *   means.csv           scenario,rule,metric,seeds,mean,low,high, where there are several seeds
 *   flow.csv            scenario,rule,seed,month,months,figure,value, where months go by
 *   found.csv           the figures the scenario's conclusion tells, and what came out now
 *   failures.csv        cells that failed, and why
 *   times.jsonl         how long each cell took; the only file that is another each time (a part
 *                       of a batch writes times-<number>-<of>.jsonl)
 * `.lock` is held while somebody works there. */

#include "data/scenario.h"
#include "solver/gmpl.h"

#define BIL_BATCH_MANIFEST "manifest.json"
#define BIL_BATCH_RESULTS "results.csv"
#define BIL_BATCH_COMPARISON "comparison.csv"
#define BIL_BATCH_MEANS "means.csv"
#define BIL_BATCH_FLOW "flow.csv"
#define BIL_BATCH_FOUND "found.csv"
#define BIL_BATCH_FAILURES "failures.csv"
#define BIL_BATCH_TIMES "times.jsonl"

enum { BIL_CELL_ID_SIZE = 33, BIL_CELLS_MAX = 1000000 };

/* A planner's own rule: its text as it was read, and the digest of it. */
typedef struct {
    bil_gmpl text;
    char sha256[65]; /* "" = the rule is none */
} bil_batch_model;

typedef struct {
    char id[BIL_CELL_ID_SIZE];
    size_t point;     /* of the scenario; SIZE_MAX = the district without changes */
    const char *name; /* of the point */
    const char *rule;
    const bil_batch_model *model; /* of a rule of one's own; NULL = none */
    int64_t seed;
    size_t baseline; /* the cell it is compared with; SIZE_MAX = none */
    size_t family;   /* SIZE_MAX = none */
    bool leads;      /* its family: it begins with nothing */
} bil_cell;

/* Cells of the same persons, catalogue, rule and seed that differ only in what pools and capacities
 * hold. What one of them finds the others can begin with, and be done sooner. All begin with what
 * the same allocation finds: the one of the district before pools and capacities are changed. So a
 * cell is still a function of its own inputs, whichever others there are, and in whatever order
 * they are worked out; its id says that it begins so. */
typedef struct {
    char id[BIL_CELL_ID_SIZE]; /* of what they begin with: known/<id> */
    size_t first;              /* of its cells */
    size_t lead;               /* the cell that is that allocation; SIZE_MAX = none of the batch */
} bil_family;

/* Lives in its arena. */
typedef struct {
    bil_arena *arena;
    bil_scenario *scenario;
    const bil_catalogue *catalogue; /* borrowed */
    const char *district;           /* its folder; NULL = invented */
    const char *profile;            /* its file; NULL = a folder */
    char sha256[65];                /* of the district's files, or of the profile */
    int64_t persons;                /* of a district before changes */
    const bil_batch_model *models;  /* one for each rule */
    const bil_cell *cells;
    size_t cell_count;
    const bil_family *families;
    size_t family_count;
    const size_t *turns; /* the cells in the order in which they are begun, and shared out */
} bil_batch;

/* Finds a profile by the name a scenario gives it, added to `out`. */
typedef bil_status (*bil_find_profile)(bil_text *out, const char *named, bil_error *err);

/* Reads a scenario and lists its cells. A district's folder, a rule's model, and a profile's file
 * if it is there, are looked for from the scenario's own folder. BIL_E_DATA: the faults say why.
 * BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. */
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

/* ---- all of them, or a part ---- */

/* A part of a batch for a process, a task or a machine of its own: number 1 to `of`; of = 0 = the
 * whole batch. Parts have no cell in common, and together are the batch; they may work at the same
 * time in one folder, or each in one that is brought together afterwards. */
typedef struct {
    size_t number;
    size_t of;
} bil_batch_shard;

/* "3/16"; false when it is none. */
bool bil_batch_shard_parse(bil_batch_shard *out, const char *text);

/* Its cells: turns[*first] and the *count that follow. */
void bil_batch_shard_turns(size_t *first, size_t *count, const bil_batch *batch,
                           const bil_batch_shard *shard);

typedef struct {
    size_t cells;
    size_t done;    /* finished, earlier ones included */
    size_t failed;  /* tried now, and failed */
    size_t running; /* at this moment */
    int64_t elapsed_ms;
    int64_t left_ms; /* negative = not known yet */
    bool guessed;    /* from rules, persons, months, and what cells begin with: none was timed */
} bil_batch_progress;

typedef struct {
    const char *folder; /* made when it is not there */
    bil_batch_shard shard;
    int jobs; /* processes at once */
    /* The words of the command that works out a cell; its id is put after them. NULL at the end. */
    const char *const *worker;
    bool (*progress)(const bil_batch_progress *, void *payload); /* false = stop */
    void *payload;
} bil_batch_order;

/* What is there before anything is done: how many cells, how many of them finished, and how long
 * the others may take, from the times in the folder, or a guess. Of the order the folder, the shard
 * and the jobs count. */
BIL_MUST_CHECK bil_status bil_batch_look(bil_batch_progress *out, const bil_batch *batch,
                                         const bil_batch_order *order, bil_error *err);

/* Only the folder, the manifest and the invented districts; what is there stays. */
BIL_MUST_CHECK bil_status bil_batch_prepare(const bil_batch *batch, const char *folder,
                                            bil_error *err);

/* Works out every cell that is not finished, failed ones included; then, unless it is only a part
 * of the batch, writes the tables. A cell that fails stops nothing; one whose process is killed is
 * tried once more. What a killed run left half written is taken away, unless others are at work in
 * the folder: two whole runs are never there at once (BIL_E_CANT_WRITE). BIL_E_STOPPED when
 * `progress` asks for it: what is finished stays. BIL_E_CANT_WRITE (also when the folder holds
 * something else), BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_batch_run(bil_batch_progress *out, const bil_batch *batch,
                                        const bil_batch_order *order, bil_error *err);

/* Writes the tables from the cells' files, in the order of the manifest. BIL_E_NO_INPUT when cells
 * have not been tried yet: the error says how many. */
BIL_MUST_CHECK bil_status bil_batch_merge(const bil_batch *batch, const char *folder,
                                          bil_error *err);

#endif
