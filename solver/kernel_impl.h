/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KERNEL_IMPL_H
#define BIL_SOLVER_KERNEL_IMPL_H

/* Inside the person kernel: what its files share. Everything here minimises. */

#include <float.h>
#include <math.h>

#include "solver/kernel.h"

#define KERNEL_NONE UINT32_MAX

/* How far the relaxation may overstep a bound or a row, and how far a point, in scaled units. */
#define KERNEL_FEASIBLE 1e-10
#define KERNEL_KEPT 3e-10
/* A value this close to a whole number is one. */
#define KERNEL_WHOLE 1e-7

/* floor, ceil and rounding to the nearest for the sizes met here, without a call. */
static inline double kernel_floor(double x)
{
    const double whole = (double)(int64_t)x;
    return whole > x ? whole - 1.0 : whole;
}

static inline double kernel_ceil(double x)
{
    const double whole = (double)(int64_t)x;
    return whole < x ? whole + 1.0 : whole;
}

static inline double kernel_nearest(double x)
{
    return kernel_floor(x + 0.5);
}

static inline double kernel_size(double x)
{
    return x < 0.0 ? -x : x;
}

/* Memory that is handed out piece by piece from one block; without a block it only counts. */
typedef struct {
    unsigned char *block;
    size_t used;
} kernel_room;

void *kernel_take(kernel_room *room, size_t count, size_t size);

/* A model by rows and by columns; rows and continuous columns are scaled by powers of two. */
typedef struct {
    uint32_t columns;
    uint32_t rows;
    uint32_t row_room; /* rows and terms it may grow to */
    uint32_t term_room;
    double *lower;
    double *upper;
    double *cost;
    double *least; /* smallest value above 0 of a column that may be 0; ≤ 1 = nothing to say */
    bool *integer;
    double *row_lower; /* -HUGE_VAL = none */
    double *row_upper;
    uint32_t *row_first; /* rows + 1 */
    uint32_t *row_column;
    double *row_value;
    uint32_t *column_first; /* columns + 1 */
    uint32_t *column_row;
    double *column_value;
} kernel_model;

void kernel_model_layout(kernel_model *m, kernel_room *room, uint32_t columns, uint32_t rows,
                         uint32_t terms);
/* Fills the lists by column from those by row. */
void kernel_model_transpose(kernel_model *m);
double kernel_model_value(const kernel_model *m, const double *x);
double kernel_model_activity(const kernel_model *m, uint32_t row, const double *x);

/* A column's bounds, as the reduction and the search narrow them. */
typedef enum { KERNEL_SAME, KERNEL_NARROWER, KERNEL_EMPTY } kernel_narrowed;

/* Narrows to what `lower` and `upper` leave, whole numbers rounded; a continuous column only when
 * that is worth while, and by a hair less. */
kernel_narrowed kernel_narrow(double *low, double *high, bool integer, double least, double lower,
                              double upper);

/* --- linear relaxation (kernel_simplex.c) --- */

typedef enum {
    KERNEL_LP_OPTIMAL,
    KERNEL_LP_CUT,        /* no better than the cutoff */
    KERNEL_LP_INFEASIBLE, /* proven */
    KERNEL_LP_TROUBLE     /* too long, or numbers that contradict each other */
} kernel_lp_status;

/* The linear relaxation under bounds that move, kept dual feasible: all columns have two finite
 * bounds, so that any basis becomes dual feasible by moving columns to their other bound. */
typedef struct {
    const kernel_model *model;
    double *lower; /* of columns, which the search moves, then of rows */
    double *upper;
    double *x;
    double *activity;
    uint32_t basic_count;
    uint32_t stride;
    uint32_t *basic;  /* table row → column */
    double *table;    /* basic column = Σ table × value of the slot's variable */
    uint32_t *inside; /* slot → variable: a column, or columns + row */
    double *reduced;  /* per slot */
    double *at;       /* per slot: value of its variable */
    double *way;      /* per slot: 1 = may rise, -1 = may fall, 0 = fixed */
    int32_t *where;   /* variable → slot, or -1 for a loose row, or -2 - table row */
    bool *high;       /* a variable outside the basis stands at its upper bound */
    double *pivot_row;
    double *ratio;
    uint32_t *candidate;
    double *rest; /* per column; for bounds */
    double objective;
    int64_t pivots;
    int64_t pivots_since; /* the tableau was written anew */
    int64_t shifts;       /* of values, since they were computed anew */
} kernel_lp;

void kernel_lp_layout(kernel_lp *lp, kernel_room *room, uint32_t columns, uint32_t rows);
/* Starts anew from the basis of loose rows, with the model's bounds and costs. */
void kernel_lp_start(kernel_lp *lp, const kernel_model *model);
/* The same state in another room of the same size. */
void kernel_lp_copy(kernel_lp *to, const kernel_lp *from);
/* After rows were added to the model, from `first` on. */
void kernel_lp_add_rows(kernel_lp *lp, uint32_t first);
/* After bounds moved: puts columns at their bounds and computes what follows. */
void kernel_lp_place(kernel_lp *lp);
kernel_lp_status kernel_lp_solve(kernel_lp *lp, double cutoff);
kernel_lp_status kernel_lp_try(kernel_lp *lp, double cutoff, int iterations);
/* Writes the tableau anew for its basis; false when that basis is singular to our precision. */
bool kernel_lp_rebuild(kernel_lp *lp);
/* The line of a basic variable, in pivot_row. */
void kernel_lp_line(kernel_lp *lp, uint32_t variable);

/* --- proofs (kernel_proof.c) --- */

/* A lower bound on the objective over box and rows, computed from the rows with the multipliers of
 * now: valid whatever happened to the tableau. */
double kernel_proof_bound(kernel_lp *lp);
/* The same, were the basic column between these bounds and the multipliers `step` of its line
 * further: what a penalty promises, proven. */
double kernel_proof_step(kernel_lp *lp, uint32_t column, double step, double lower, double upper);
/* Does the line in pivot_row show that `variable` cannot come within its bounds? Computed from the
 * rows, as above. */
bool kernel_proof_empty(kernel_lp *lp, uint32_t variable);

#endif
