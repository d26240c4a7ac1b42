/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_GROUP_H
#define BIL_SOLVER_GROUP_H

/* Settles the priorities for a group of phases: stage after stage, each proven, each solution
 * funded in exact integers before it counts, and the last one irreducible. */

#include "solver/apart.h"
#include "solver/propose.h"
#include "solver/stages.h"

typedef enum { BIL_GROUP_SOLVED, BIL_GROUP_INFEASIBLE, BIL_GROUP_STOPPED } bil_group_status;

typedef struct {
    bil_group_status status;
    bool proven;
    double gap;                         /* of the score, relative */
    double values[BIL_STAGE_COUNT + 1]; /* what each stage reached, in totals over the months */
    bil_choice *choices;                /* per member phase */
    bil_funding_found *fundings;        /* per member phase */
} bil_group;

/* What one phase must do for the sake of another (see person.c): have a service, have at most so
 * much of it, or do without a source. */
typedef struct {
    size_t phase;      /* of the view */
    bil_index service; /* BIL_NONE when `source` is meant */
    bil_index source;  /* BIL_NONE when `service` is meant */
    bool wanted;       /* at least some of it; else at most `most` */
    int64_t most;
} bil_restriction;

/* What an alternative seeks instead of the usual priorities, and what it must keep. Phase by phase,
 * so that phases can still be solved apart. */
typedef struct {
    bil_stage stages[BIL_STAGE_COUNT + 1]; /* at least two */
    size_t stage_count;
    double shortfall[BIL_PHASES_MAX]; /* at most: Σ months × weight × missing share */
    double score[BIL_PHASES_MAX];     /* at least: Σ months × weight × value */
    const bil_apart *apart;           /* plans to stay away from */
    size_t apart_count;
    bool unlike;       /* the stage "shared" counts the services of those plans */
    bool family_first; /* family money is spared before public money */
} bil_aim;

/* What a run carries from group to group. */
typedef struct {
    const bil_propose_settings *settings;
    bil_profile profile;
    double give; /* of the score, in [0, 1] */
    int block;
    int blocks;
    bool stopped; /* the person asked to stop: every later solve ends at once */
    const bil_restriction *restrictions;
    size_t restriction_count;
    bool light;            /* only the first two stages: enough to bound */
    const double *reached; /* totals of the first two stages already proven, or NULL */
    bool feasibility_only; /* any plan will do: used to find out what forbids one */
    bool score_only;       /* only shortfall and score matter */
    const bil_aim *aim;    /* NULL = the profile's priorities */
} bil_run;

/* The stages of a run in order; returns how many. `list` has room for BIL_STAGE_COUNT + 1. */
size_t bil_run_stages(const bil_run *run, const bil_case *person, bil_stage *list);

BIL_MUST_CHECK bil_status bil_group_solve(bil_group *out, bil_run *run, const bil_view *view,
                                          const size_t *members, size_t member_count,
                                          bil_arena *arena, bil_error *err);

#endif
