/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KERNEL_REDUCE_H
#define BIL_SOLVER_KERNEL_REDUCE_H

/* From the model given to a smaller one with the same optimum, and back. */

#include "solver/kernel_impl.h"

/* A column given by an equation: value × column + Σ terms = right. */
typedef struct {
    uint32_t column;
    double value;
    double right;
    uint32_t first; /* in the terms, itself included */
    uint32_t count;
} kernel_step;

/* What is known of a yes/no column y that may stand for "q is not 0". */
typedef struct {
    uint32_t q;
    uint32_t most_row;  /* q ≤ a·y */
    uint32_t least_row; /* q ≥ a·y */
    double least;
    bool apt;
} kernel_pair;

typedef struct {
    const bil_lp *lp;
    uint32_t columns;
    uint32_t rows;
    double offset; /* of the objective */
    double *lower;
    double *upper;
    double *cost;
    double *least;
    bool *integer;
    bool *gone;
    uint32_t *up_locks; /* rows that moving the column up may break */
    uint32_t *down_locks;
    uint32_t *shadow; /* the column of which this one is "not 0", or KERNEL_NONE */
    kernel_pair *pairs;
    uint32_t *mark; /* place in the row being put together, or KERNEL_NONE */
    uint32_t *kept; /* column in the smaller model, or KERNEL_NONE */
    double *scale;  /* value here = scale × value there */
    double *row_lower;
    double *row_upper;
    uint32_t *first;
    uint32_t *count;
    bool *dead;
    bool *dirty;            /* worth another look */
    uint32_t *column_first; /* columns + 2; rows of each column, as the model was given */
    uint32_t *column_row;
    uint32_t *column; /* terms */
    double *value;
    uint32_t used;
    uint32_t room;
    kernel_step *steps;
    uint32_t step_count;
} kernel_reduction;

void kernel_reduction_layout(kernel_reduction *r, kernel_room *room, uint32_t columns,
                             uint32_t rows, uint32_t terms);
/* How many columns, rows and terms the smaller model may have. */
uint32_t kernel_reduction_terms(uint32_t columns, uint32_t terms);

/* Fills `out`. False when no point keeps the rows. */
bool kernel_reduce(kernel_reduction *r, const bil_lp *lp, kernel_model *out);

/* From a point of the smaller model to one of the model given. */
void kernel_expand(const kernel_reduction *r, const double *from, double *to);

/* The other way round: where a point of the model given lies in the smaller one. */
void kernel_contract(const kernel_reduction *r, const double *from, double *to);

#endif
