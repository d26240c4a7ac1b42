/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_TRUST_TRUST_H
#define BIL_TESTS_TRUST_TRUST_H

/* Random models whose right answer is known exactly, to count how often an optimiser is wrong.
 *
 * A sample is a model in integers: money in cents, everything else in whole things. What the
 * optimiser sees is the same model in euro (or in raw cents, where that is what is tried), as
 * doubles. The right answer comes from enumeration in int64. */

#include "solver/lp.h"

enum { TRUST_COLUMNS = 24, TRUST_ROWS = 16 };

#define TRUST_NONE INT64_MAX /* of an upper bound; of a lower bound its negative */

typedef struct {
    int family;
    uint64_t seed;
    int columns;
    int rows;
    bool maximise;
    int64_t unit; /* what a row's numbers are divided by: 100 = cents shown as euro, 1 = raw */
    int64_t low[TRUST_COLUMNS];
    int64_t high[TRUST_COLUMNS];
    int64_t cost[TRUST_COLUMNS];
    int64_t value[TRUST_ROWS][TRUST_COLUMNS];
    int64_t lower[TRUST_ROWS];
    int64_t upper[TRUST_ROWS];
    int groups; /* of columns of which exactly one is 1; group g starts at group_first[g] */
    int group_first[TRUST_COLUMNS + 1];
    int switches; /* columns 0…switches−1 turn on the amounts that follow; 0 = all are integers */
} trust_sample;

enum { TRUST_FAMILIES = 12 };
const char *trust_family_name(int number);

/* The same seed gives the same sample on every machine. */
void trust_draw(trust_sample *out, int number, uint64_t seed);

/* The greatest (least) objective, exactly; false = nothing satisfies the rows. */
bool trust_truth(const trust_sample *sample, int64_t *best);

/* The doubles the optimiser sees. */
void trust_build(bil_lp *lp, bil_arena *arena, const trust_sample *m);

typedef enum {
    TRUST_RIGHT,
    TRUST_FALSE_INFEASIBLE, /* "no solution", and there is one */
    TRUST_BAD_POINT,        /* "optimal", and the point breaks a row */
    TRUST_SUBOPTIMAL,       /* "optimal", and there is better */
    TRUST_NO_ANSWER,        /* it said that it does not know */
    TRUST_VERDICTS
} trust_verdict;

/* Judges an answer: `x` NULL = "infeasible". Numbers are rounded to whole things and cents first,
 * as the engine does. */
trust_verdict trust_judge(const trust_sample *m, bool feasible, int64_t best, const double *x);

/* CBC, a process for each model: one process for many carries something over from model to model
 * and then calls infeasible points optimal. `folder` is for the files. */
bool trust_cbc_present(void);

typedef enum { TRUST_CBC_OPTIMAL, TRUST_CBC_INFEASIBLE, TRUST_CBC_OTHER } trust_cbc_status;
trust_cbc_status trust_cbc(const bil_lp *lp, const char *folder, double x[TRUST_COLUMNS]);

#endif
