/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_MASTER_IMPL_H
#define BIL_SOLVER_MASTER_IMPL_H

/* Between master.c (the door: scales, penalties, stages, results) and the two ways behind it. */

#include "solver/master.h"

/* A programme in scaled units: uses and limits divided by the row's size, prices multiplied by it.
 * Sizes are powers of two, so that nothing is rounded on the way. */
typedef struct {
    const bil_packages *packages;
    const double *inverse_size; /* per row */
    const double *limit;        /* per row, scaled */
    const double *low;          /* per row, scaled prices */
    const double *high;
    double value_scale; /* the largest |value|, at least a tiny number */
} bil_master_task;

/* Where a way leaves its answer: rooms of master.c. */
typedef struct {
    double *price; /* per row, scaled */
    double *over;  /* per row, scaled */
    double *slack; /* per row, scaled */
    double *x;     /* per package; written for all */
    bool *basic;   /* per package: in the basis (keys too) */
    int64_t pivots;
    bool optimal;
    bool failed; /* nothing of the above is to be trusted */
} bil_master_answer;

/* --- the simplex with keys ------------------------------------------------------------------ */

typedef struct bil_gub bil_gub;

BIL_MUST_CHECK bil_status bil_gub_new(bil_gub **out, uint32_t groups, uint32_t rows,
                                      bil_error *err);
void bil_gub_free(bil_gub *gub); /* accepts NULL */
bool bil_gub_has_basis(const bil_gub *gub);
void bil_gub_forget(bil_gub *gub);

/* The best package of every group at the scaled prices becomes its key; slack and excess take the
 * rest. Feasible by construction. */
void bil_gub_crash(bil_gub *gub, const bil_master_task *task, const double *prices);

/* After new limits: false when the basis no longer holds (some x would be negative). */
bool bil_gub_settle(bil_gub *gub, const bil_master_task *task);

/* Pivots until no price in the box is better, or `pivot_limit`, or the tick says stop; true when it
 * is optimal. The box of the task may have changed since the last run; limits may not. */
bool bil_gub_run(bil_gub *gub, const bil_master_task *task, const bil_master_settings *settings,
                 int64_t pivot_limit);
int64_t bil_gub_pivots(const bil_gub *gub); /* since the beginning */

void bil_gub_read(const bil_gub *gub, const bil_master_task *task, bil_master_answer *answer);

/* By the new numbers of packages; false (and forgotten) when one of the basis is gone. */
bool bil_gub_renumber(bil_gub *gub, const uint32_t *map);

/* --- GLPK ----------------------------------------------------------------------------------- */

BIL_MUST_CHECK bil_status bil_master_by_glpk(bil_master_answer *answer, const bil_master_task *task,
                                             bil_error *err);

#endif
