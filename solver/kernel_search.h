/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KERNEL_SEARCH_H
#define BIL_SOLVER_KERNEL_SEARCH_H

/* Branch and bound on the smaller model. */

#include "solver/kernel_impl.h"

typedef struct {
    kernel_model *model;
    kernel_lp lp;
    kernel_lp spare; /* to try out forks */
    double gap;      /* points must be better than the best by more than this, */
    double share;    /* or this share of what it is worth, */
    double offset;   /* which is this more than its value here */
    double limit;    /* and than this; HUGE_VAL = none */
    bool has_best;
    double best;
    double *best_x;
    double closed;   /* least bound of what was left aside */
    double known;    /* bound of the node of now, from before it is looked at */
    bool cut_short;  /* by a limit */
    bool in_trouble; /* numbers contradicted each other, and no way around was found */
    int64_t nodes;
    int64_t node_limit;
    bool (*go_on)(void *payload, int64_t nodes); /* asked now and then; NULL = go on */
    void *payload;
    uint32_t open_count; /* nodes not looked at: the box of each, and a bound */
    uint32_t open_room;
    double *open_lower;
    double *open_upper;
    double *open_bound;
    uint32_t *open_column; /* the one whose bounds moved last */
    uint32_t *queue;       /* rows to look at */
    uint32_t queue_count;
    bool *queued;
    double *point; /* what rounding makes of the relaxation */
    double *point_activity;
    bool *rough; /* columns that rounding left */
} kernel_search;

/* How many rows and terms are added at most to a model that is searched. */
enum { KERNEL_CUTS = 60 };
uint32_t kernel_cut_terms(uint32_t columns);

/* Adds rows that the relaxation's point breaks and no whole point does, from the first `rows` of
 * the model; returns how many. */
uint32_t kernel_cut(kernel_search *s, kernel_model *m, uint32_t rows);

void kernel_search_layout(kernel_search *s, kernel_room *room, uint32_t columns, uint32_t rows);
/* `limit`, `gap`, `node_limit` are the caller's; kernel_search_offer may come between. */
void kernel_search_start(kernel_search *s, kernel_model *model);
void kernel_search_run(kernel_search *s);
/* A point known from before: its whole numbers are tried. */
void kernel_search_offer(kernel_search *s, const double *x);

double kernel_cutoff(const kernel_search *s);
/* Takes the point in `point` when it keeps every row and is better than the best. */
bool kernel_keep(kernel_search *s);

/* --- bounds (kernel_narrow.c) --- */

void kernel_touch(kernel_search *s, uint32_t column);
void kernel_touch_all(kernel_search *s);
void kernel_forget(kernel_search *s);
/* Narrows a column and marks its rows; false when nothing is left. */
bool kernel_set_bounds(kernel_search *s, uint32_t column, double lower, double upper);
/* What the rows marked say; false when nothing is left. */
bool kernel_propagate(kernel_search *s);
/* What the reduced costs say, with `bound` from kernel_proof_bound just before. False when nothing
 * is left. */
bool kernel_narrow_by_cost(kernel_search *s, double bound, bool *any);

/* --- points and branching (kernel_branch.c) --- */

/* Values a column may take on both sides of x; equal to x when it may take x itself. */
double kernel_below(const kernel_search *s, uint32_t column, double x);
double kernel_above(const kernel_search *s, uint32_t column, double x);
/* Rounds the relaxation into `point` without breaking a row or raising the cost; true when all of
 * it could be rounded. */
bool kernel_round(kernel_search *s);

typedef struct {
    uint32_t column; /* KERNEL_NONE = nothing to branch on */
    double below;    /* one side: x ≤ below */
    double above;    /* the other: x ≥ above */
    bool above_first;
} kernel_fork;

typedef enum { KERNEL_CLOSED, KERNEL_FORK, KERNEL_AGAIN } kernel_outcome;

/* Penalties of every column that is not whole; sides that they close are closed, with proof. */
kernel_outcome kernel_choose(kernel_search *s, kernel_fork *fork);

#endif
