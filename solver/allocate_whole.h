/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALLOCATE_WHOLE_H
#define BIL_SOLVER_ALLOCATE_WHOLE_H

/* A handful of persons as one model: between the files that build it and those that ask it for
 * something else than the pass's objective. */

#include "solver/allocate_impl.h"
#include "solver/pricing_impl.h"

typedef struct {
    bil_question q;
    bool there;       /* false: no plan, as today */
    uint32_t first;   /* column of the whole */
    uint32_t today;   /* the column of that */
    double *short_of; /* of its shortfall, per column of the person's model as it was at first */
    double *score_of; /* of its score × BIL_SCORE_SCALE */
    size_t short_count;
    const bil_payer **payers; /* per phase, as the view has them */
} bil_member;

typedef struct bil_whole {
    bil_sharing *run;
    /* Instead of the pass's objective, and which choice is better by it; NULL = the pass's. Called
     * when all else is there. */
    void (*add_order)(struct bil_whole *whole);
    bool (*better)(const struct bil_whole *whole, const uint32_t *choice);
    size_t step;
    double bound; /* of that objective, / BIL_SCORE_SCALE */
    /* the rest belongs to allocate_whole.c */
    bil_pricer *pricer;
    bil_price_request *requests;
    bil_arena *arena;
    bil_member *members;
    double *zeros;
    double *room; /* per row: the limit of the whole, less what cents of rounding took beyond it */
    const struct bil_forbidden *forbidden; /* choices, the last one first */
    int forbids;
    int64_t work; /* done so far */
    bil_priced *found;
    bil_lp lp; /* of the attempt at hand */
    double constant;
    bool narrowed; /* less is allowed than is allowed: bounds are no longer the district's */
} bil_whole;

/* Finds the best choice, and puts it in the place of the one at hand when it is better. */
BIL_MUST_CHECK bil_status bil_whole_solve(bil_whole *whole, bil_error *err);

#endif
