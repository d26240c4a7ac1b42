/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_SPEED_H
#define BIL_SCENARIOS_SPEED_H

/* How long the engine takes, for one person and for a district, and what came out: the work is that
 * of `propose` and `allocate`, with every plan checked. */

#include "scenarios/allocate.h"
#include "scenarios/synth.h"

/* A stretch of time, or the moment it begins. */
typedef struct {
    int64_t wall_us;
    int64_t processor_us; /* of all threads */
} bil_spent;

/* ---- a district ---- */

typedef struct {
    bil_spent spent;  /* from the files to checked plans: medians of the runs */
    int64_t most_kib; /* the most memory the program had until the first run was over */
    int64_t value_e9;
    int64_t gap_e9; /* negative = none */
    size_t priced;
    size_t checked;
    bil_allocation_status status;
} bil_district_speed;

enum { BIL_SPEED_RUNS_MAX = 25 };

/* Shares the district in `folder` out `runs` times (1 to BIL_SPEED_RUNS_MAX), each from the files
 * on. BIL_E_INTERNAL also when two runs differ, BIL_E_STOPPED when the order's progress asks to
 * stop; else as bil_catalogue_load and bil_allocate_district. */
BIL_MUST_CHECK bil_status bil_speed_district(bil_district_speed *out, const char *folder,
                                             const char *catalogue_folder,
                                             const bil_allocate_order *order, int runs,
                                             bil_faults *faults, bil_error *err);

/* Writes the whole district as one model for other solvers (solver/whole.h). */
BIL_MUST_CHECK bil_status bil_speed_district_model(const char *path, const char *folder,
                                                   const bil_catalogue *catalogue,
                                                   bil_faults *faults, bil_error *err);

/* ---- one person after another ---- */

typedef struct {
    const bil_catalogue *catalogue;
    const bil_synth_profile *const *profiles; /* in turn */
    size_t profile_count;
    int64_t persons; /* at least 1 */
    uint64_t seed;
    int phases;
    /* The first stages of `modelled` of the persons (not more than there are) as models for other
     * solvers go into this folder: `p<phases>-<number>.<stage>.lp`, and our own answers as
     * `answers.<phases>.jsonl`. NULL = none. */
    const char *models;
    int64_t modelled;
    bool (*progress)(const bil_progress *, void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_people_order;

typedef struct {
    uint64_t number;
    bil_spent spent;
} bil_person_speed;

typedef struct {
    bil_person_speed *by_wall;      /* the slowest last */
    bil_person_speed *by_processor; /* the same persons */
    size_t count;
    size_t by_status[BIL_PLAN_STOPPED + 1];
    size_t with_reason; /* no plan, and what cannot hold together is told */
    size_t passed;      /* the check */
    size_t failed;      /* no answer, or one that the check refuses */
    bil_error first;    /* of these */
    int64_t modelled_us;
} bil_people_speed;

/* Case file of person number `number` (from 0), as it is measured. */
void bil_speed_person_case(bil_text *out, const bil_people_order *order, uint64_t number);

/* Proposes a plan for every person; the answer lives in `arena`. BIL_E_STOPPED when progress asks
 * to stop, BIL_E_CANT_WRITE, BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_speed_people(bil_people_speed *out, const bil_people_order *order,
                                           bil_arena *arena, bil_error *err);

#endif
