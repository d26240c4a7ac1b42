/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ROBUSTNESS_H
#define BIL_ENGINE_ROBUSTNESS_H

/* How a plan fares in imagined worlds (engine/world.h): which lines would be chosen there too, and
 * what is lost by holding to the plan. Made by scenarios/robust.c, shown by the documents. */

#include "engine/plan.h"

typedef struct {
    size_t phase;
    const char *code;
    bil_index service;
    int64_t quantity;     /* of the plan */
    size_t survives;      /* worlds whose best plan has the service in this phase */
    size_t with_quantity; /* of these, with at least the plan's quantity */
} bil_robust_line;

typedef enum {
    BIL_WORLD_HELD,      /* a best plan and a plan that holds to ours: the regret counts */
    BIL_WORLD_NOT_HELD,  /* a best plan, but none made of our lines only */
    BIL_WORLD_NO_PLAN,   /* nothing satisfies the rules there */
    BIL_WORLD_UNDECIDED, /* a limit of work or time came before any plan */
    BIL_WORLD_STATES
} bil_world_state;

typedef struct {
    bil_world_state state;
    int64_t score_e9;      /* of the world's best plan */
    int64_t held_score_e9; /* of the best that holds to ours: its lines, no more of them */
    int64_t regret_e9;     /* what the first has more than the second, at least 0 */
    int64_t shortfall_e9;  /* essential shortfall that holding adds, at least 0 */
} bil_robust_world;

typedef struct {
    bil_arena *arena;
    uint64_t seed;
    size_t wanted; /* worlds asked for */
    const bil_robust_world *worlds;
    size_t world_count; /* tried out: fewer than wanted when the person stopped */
    size_t states[BIL_WORLD_STATES];
    size_t planned;                 /* worlds with a best plan: what the lines are counted over */
    bool varies;                    /* the catalogue says how something varies */
    const char *uncertainty_sha256; /* "" without the file */
    const bil_robust_line *lines;   /* by phase, in the plan's order */
    size_t line_count;
    /* Over the worlds of state BIL_WORLD_HELD; 0 without any. Points of the score × 10⁹. */
    int64_t regret_mean_e9;
    int64_t regret_p90_e9; /* nine worlds in ten lose no more (nearest rank) */
    int64_t regret_worst_e9;
    size_t without_regret;
    size_t below;               /* worlds in which holding adds essential shortfall */
    int64_t shortfall_worst_e9; /* the most it adds */
} bil_robustness;

void bil_robustness_free(bil_robustness *robustness); /* accepts NULL */

/* "held", "not-held", "no-plan", "undecided"; NULL out of range. */
const char *bil_world_state_name(bil_world_state state);

#endif
