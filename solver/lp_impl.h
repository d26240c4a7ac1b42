/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_LP_IMPL_H
#define BIL_SOLVER_LP_IMPL_H

/* Between lp.c (which doubts) and what it asks: GLPK and the exact search. */

#include "solver/lp.h"

/* How one look at the model is taken. The first three presolve and differ in how they branch and
 * cut: each has models on which it needs a hundred times the nodes of the others, so the first
 * look goes from one to the next as node budgets run out (see first_look in lp.c). */
typedef enum {
    BIL_LOOK_QUICK,      /* branching by Driebeek and Tomlin, no cuts: quickest on most models */
    BIL_LOOK_COSTS,      /* branching by pseudocosts */
    BIL_LOOK_CUTS,       /* and Gomory, rounding and clique cuts; cover cuts are never used */
    BIL_LOOK_PLAIN,      /* no presolve, scaled, pseudocosts, starts from the incumbent */
    BIL_LOOK_PLAIN_CUTS, /* the same with cuts */
    BIL_LOOK_UNSCALED,   /* no presolve, no scaling */
    BIL_LOOK_COUNT
} bil_look;

/* Refuses the numbers an optimiser would accept and be wrong about (BIL_E_INTERNAL), and a model
 * that ran out of memory while it was built. */
BIL_MUST_CHECK bil_status bil_lp_validate(const bil_lp *lp, bil_error *err);

/* One look through GLPK. Fills status, objective, bound, x (room for every column), nodes, timed;
 * FAILED with a message when GLPK gave up or aborted (contained). */
void bil_lp_glpk_look(bil_lp_result *out, const bil_lp *lp, bil_look look,
                      const bil_lp_settings *settings);

/* A matrix as GLPK wants it, whose rows may be long: entries 1 to count, with rows and columns
 * from 1; entry 0 is unused. No entry twice. */
typedef struct {
    size_t count;
    int *row;
    int *column;
    double *value;
} bil_lp_entries;

/* The relaxation's answer; the rooms are the caller's. */
typedef struct {
    double *x;    /* per column */
    bool *basic;  /* per column */
    double *dual; /* per row: by how much the objective changes for one more unit of its bound */
    int64_t iterations;
    bool optimal; /* else nothing of the above holds */
} bil_lp_relaxed;

/* The linear relaxation of a model whose terms are in `entries` (those of its rows are not looked
 * at), as it stands, without scaling. Aborts are contained and give `optimal` false. Numbers are
 * the caller's care: finite, of moderate size. */
void bil_lp_glpk_relax(bil_lp_relaxed *out, const bil_lp *lp, const bil_lp_entries *entries);

/* The text of the model, without the name map; "mps" or anything else for LP. The model has been
 * validated and has columns. */
bil_status bil_lp_write_text(bil_text *out, const bil_lp *lp, const char *format, bil_error *err);

/* Exhaustive search with rational bounds on a small pure-integer model whose data are decimals:
 * the answer without floating-point tolerance. False when the model is outside its reach (too
 * many columns, continuous columns, data that are no short decimals, or `node_limit` reached). */
bool bil_lp_exact_search(bil_lp_result *out, const bil_lp *lp, int64_t node_limit,
                         bil_arena *arena);

#endif
