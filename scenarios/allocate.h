/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_ALLOCATE_H
#define BIL_SCENARIOS_ALLOCATE_H

/* The main job for a district: reads it, shares its money and places among its persons, checks
 * every plan and every limit independently, and says who waits for what. */

#include "data/scenario.h"
#include "engine/metrics.h"
#include "engine/text.h"
#include "solver/allocate_progress.h"
#include "solver/gmpl.h"
#include "solver/rules.h"

enum { BIL_ALLOCATE_ALPHA_E3 = 2000 }; /* where none is asked for */

struct bil_known;

typedef struct {
    bil_share_by rule;
    const bil_gmpl *model; /* of the rule "custom"; NULL = none */
    int64_t alpha_e3;      /* of the rule "alpha", in thousandths */
    int64_t shift_e9;      /* what a score of 0 counts as, of "nash" and "alpha"; ≤ 0 = usual */
    int64_t gap_e9;
    int jobs;
    uint64_t seed;
    bool keep_granted; /* plans that run already are floors */
    /* Made to the district before all else, `seed` drawing who comes or goes. */
    const bil_lever_change *const *changes;
    size_t change_count;
    /* What another allocation of the same persons and catalogue left (solver/known.h), to begin
     * with; NULL = nothing. And whether to leave as much. */
    const struct bil_known *from;
    bool keep_known;
    const char *plans_path; /* plans go here, one a line; NULL = nowhere */
    /* Nested: plans of an earlier allocation (the file another run wrote); nobody's score falls
     * below theirs. NULL = none. */
    const char *nested_path;
    /* Nobody's score falls below these (× 10⁹, in the population's order; 0 = nothing asked); NULL
     * = none. Not with `nested_path`. */
    const int64_t *least_scores_e9;
    bool keep_plans;                                                /* in the answer, too */
    bool (*progress)(const bil_allocate_progress *, void *payload); /* false = stop */
    void *payload;
} bil_allocate_order;

typedef struct {
    bil_population population; /* all else borrows from it */
    bil_outcomes *outcomes;    /* person by person, as the metrics read them */
    bil_metrics *metrics;      /* without intervals: solver/metrics.h adds them */
    bil_allocation_report *report;
    struct bil_known *known; /* NULL unless asked for */
    bil_plan **plans;        /* owned, one a person; NULL = not asked for */
} bil_allocated;

/* The rule by its written name: "nash", "alpha", "alpha=0.5" with its α, "custom=mio.mod" (whose
 * model the caller brings). */
bool bil_allocate_by(bil_allocate_order *order, const char *written);

/* `faults` tells what is wrong with the files. BIL_E_DATA, BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM;
 * BIL_E_INTERNAL when a plan fails its check or a limit does not hold: then there is no report, and
 * no file of plans. */
BIL_MUST_CHECK bil_status bil_allocate_district(bil_allocated *out, const char *folder,
                                                const bil_catalogue *catalogue,
                                                const bil_allocate_order *order, bil_faults *faults,
                                                bil_error *err);

/* The same for persons who are at hand: `out->population` is set, and closed with the rest, also
 * after a failure. `changes` are not made. */
BIL_MUST_CHECK bil_status bil_allocate_population(bil_allocated *out,
                                                  const bil_allocate_order *order,
                                                  bil_faults *faults, bil_error *err);
void bil_allocated_close(bil_allocated *allocated);

#endif
