/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PROPOSE_H
#define BIL_SOLVER_PROPOSE_H

/* The main job: the best lawful package for one person. */

#include "engine/plan.h"
#include "engine/text.h"

typedef struct {
    const char *stage; /* static name of the priority being settled: "shortfall", "score", … */
    int phase_block;   /* which group of phases, from 0 */
    int phase_blocks;  /* how many groups */
    int stage_index;
    int stage_count;
    int64_t nodes;
    double value; /* of the stage's objective; meaningless without has_value */
    double bound;
    bool has_value;
} bil_progress;

typedef struct {
    bil_profile profile; /* used when profile_given; otherwise the case's own */
    bool profile_given;
    int64_t give_e6;        /* score tolerance × 10⁶; negative = the catalogue's policy */
    int64_t node_limit;     /* per stage; ≤ 0 = the default. Work limits keep runs reproducible */
    int64_t time_limit_ms;  /* 0 = none; when it strikes, the plan says it is not proven */
    int doubt;              /* second looks: 0 when something is odd, 1 always */
    const bil_plan *within; /* only its lines and no more than their quantities; NULL = free */
    const bil_plan *near;   /* stay near to it: fewest changed lines, then least reduction, for
                               what may be given up of the score; aligned to the case
                               (engine/align.h); NULL = none */
    bool no_conflict;       /* when no plan exists, do not look for the reasons */
    bool (*progress)(const bil_progress *, void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_propose_settings;

void bil_propose_settings_init(bil_propose_settings *settings);

/* Composes a plan. "No plan satisfies the rules" (status infeasible, with the conflict) and
 * "stopped before any plan" (status stopped, no phases) are plans too. The plan is not checked
 * here: whoever shows it runs bil_check first. `*out` belongs to the caller. */
BIL_MUST_CHECK bil_status bil_propose(bil_plan **out, const bil_case *person,
                                      const bil_propose_settings *settings, bil_error *err);

/* Writes the model of one stage (name as in bil_progress; NULL = "score") over all phases, as it
 * stands before anything is settled, in CPLEX LP ("lp") or free MPS ("mps"), and the name map. */
BIL_MUST_CHECK bil_status bil_export_model(bil_text *model, bil_text *name_map,
                                           const bil_case *person, const char *format,
                                           const char *stage, bil_error *err);

/* Version of the optimiser in use, e.g. "GLPK 5.0". */
const char *bil_optimiser_name(void);

#endif
