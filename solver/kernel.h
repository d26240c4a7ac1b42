/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KERNEL_H
#define BIL_SOLVER_KERNEL_H

/* The person kernel: an exact search for small mixed-integer models that are solved very often,
 * with other costs each time, as a district does with the model of each person at the prices of its
 * pools and capacities.
 *
 * It takes any model that bil_lp can hold, within limits of size. What it says is proven by itself:
 * the bound of every node it leaves is computed anew from the model's rows and multipliers, the
 * answer is evaluated anew on the model as given, and a search that a limit cut short says so and
 * gives the bound it has. Where it says BIL_KERNEL_OUTSIDE or BIL_KERNEL_TROUBLE, ask bil_lp_solve.
 *
 * No globals, no memory asked for while it searches: all room is in the workspace, which grows with
 * the largest model it has seen. One workspace belongs to one thread at a time. */

#include "solver/lp.h"

typedef struct bil_kernel bil_kernel;

/* NULL without memory. */
bil_kernel *bil_kernel_new(void);
void bil_kernel_free(bil_kernel *kernel); /* accepts NULL */

typedef enum {
    BIL_KERNEL_OPTIMAL,  /* proven: bound and value differ by no more than the gap asked for */
    BIL_KERNEL_FEASIBLE, /* the node limit came first: value and bound hold, optimality not shown */
    BIL_KERNEL_NOTHING,  /* proven: no point at all, or none better than the cutoff */
    BIL_KERNEL_STOPPED,  /* the node limit came before any point; `bound` holds */
    BIL_KERNEL_OUTSIDE,  /* the model is larger than the kernel's limits */
    BIL_KERNEL_TROUBLE   /* numbers it cannot vouch for */
} bil_kernel_status;

typedef struct {
    int64_t node_limit; /* ≤ 0 = the default of 100 000 */
    /* Absolute, ≥ 0; at least 3e-9 × (1 + |value|) is used, with the larger of the two parts of the
     * value where they cancel out: what is settled before the search, and what is searched. `bound`
     * tells exactly how far it is. */
    double gap;
    bool has_cutoff; /* only points better than the cutoff are wanted */
    double cutoff;
    const double *const *points; /* points known from before, feasible or not; may be NULL */
    size_t point_count;
    /* Which part of the model a column belongs to, BIL_KERNEL_NO_PART = not known; may be NULL. A
     * hint: rows that join parts are looked at last. */
    const uint32_t *part;
    bool (*tick)(const bil_lp_tick *, void *payload); /* now and then; false = stop; may be NULL */
    void *payload;
} bil_kernel_settings;

#define BIL_KERNEL_NO_PART UINT32_MAX

typedef struct {
    bil_kernel_status status;
    double value;
    double bound;    /* no point is better; HUGE_VAL or -HUGE_VAL when there is none */
    const double *x; /* in the workspace, until its next use; NULL without a point */
    int64_t nodes;
    int64_t pivots;
} bil_kernel_result;

/* Searches the model. The costs and the direction are the model's. Fails (BIL_E_NOMEM,
 * BIL_E_INTERNAL) as bil_lp_solve does; everything else is a status of `out`. */
BIL_MUST_CHECK bil_status bil_kernel_solve(bil_kernel_result *out, bil_kernel *kernel,
                                           const bil_lp *lp, const bil_kernel_settings *settings,
                                           bil_error *err);

#endif
