/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_LP_H
#define BIL_SOLVER_LP_H

/* A mixed-integer linear model and the one door through which it is solved.
 *
 * The model is ours: plain arrays, 0-based, in the order in which it was built. The optimiser
 * behind the door (GLPK, in lp_glpk.c) is never trusted: numbers are refused before it sees them,
 * its aborts are contained, and each "optimal" and "infeasible" is looked at twice (lp.c). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/arena.h"
#include "engine/error.h"
#include "engine/text.h"

typedef struct {
    double lower; /* finite; whole when integer */
    double upper; /* finite, ≥ lower; whole when integer */
    double cost;
    bool integer;
    const char *name;   /* [A-Za-z_][A-Za-z0-9_]*, at most 60 bytes, unique */
    const char *origin; /* what it stands for, for the name map; "" */
} bil_lp_column;

typedef struct {
    double lower; /* -HUGE_VAL = none */
    double upper; /* HUGE_VAL = none */
    size_t first; /* in terms */
    size_t count;
    const char *name;
    const char *origin;
} bil_lp_row;

typedef struct {
    uint32_t column;
    double value;
} bil_lp_term;

typedef struct {
    bil_arena *arena; /* borrowed; holds everything */
    bil_lp_column *columns;
    size_t column_count;
    size_t column_capacity;
    bil_lp_row *rows;
    size_t row_count;
    size_t row_capacity;
    bil_lp_term *terms;
    size_t term_count;
    size_t term_capacity;
    bool maximise;
    bool out_of_memory; /* sticky; looked at by bil_lp_solve */
} bil_lp;

void bil_lp_init(bil_lp *lp, bil_arena *arena);

/* Returns the new column's index (0 without memory, see out_of_memory). `name` and `origin` are
 * borrowed: they must live as long as the arena. */
uint32_t bil_lp_add_column(bil_lp *lp, double lower, double upper, bool integer, const char *name,
                           const char *origin);

/* Opens a row; its terms follow by bil_lp_term_add until the next row. Terms on one column are
 * added up; zero values are skipped. Returns the row's index. */
size_t bil_lp_add_row(bil_lp *lp, double lower, double upper, const char *name, const char *origin);
void bil_lp_term_add(bil_lp *lp, uint32_t column, double value);

/* Forgets every row from index `rows` on (the last added first). */
void bil_lp_truncate(bil_lp *lp, size_t rows);

void bil_lp_clear_objective(bil_lp *lp);

typedef enum {
    BIL_LP_OPTIMAL,    /* confirmed */
    BIL_LP_FEASIBLE,   /* a limit or a stop came first; `bound` tells how far */
    BIL_LP_INFEASIBLE, /* confirmed */
    BIL_LP_STOPPED,    /* a limit or a stop came before any solution */
    BIL_LP_FAILED      /* no trustworthy answer; `message` says what happened */
} bil_lp_status;

typedef struct {
    int64_t nodes;
    double value; /* of the best solution so far; valid if has_value */
    double bound;
    bool has_value;
} bil_lp_tick;

typedef struct {
    int64_t node_limit;    /* per look; ≤ 0 = the default of 200 000 */
    int64_t time_limit_ms; /* 0 = none: then results do not depend on the machine */
    bool (*tick)(const bil_lp_tick *, void *payload); /* false = stop; may be NULL */
    void *payload;
    const double *incumbent; /* a known feasible point, or NULL */
    int doubt;               /* -1: first look only; 0: a second when something is odd; 1: always */
} bil_lp_settings;

typedef struct {
    bil_lp_status status;
    double objective;
    double bound;
    double *x; /* column values, in the arena given to solve; NULL without a solution */
    int64_t nodes;
    int looks;     /* how often the model was solved */
    int anomalies; /* looks whose answer turned out wrong or contradictory */
    bool timed;    /* the time limit struck: not reproducible */
    char message[160];
} bil_lp_result;

/* Solves the model. Data the optimiser cannot be trusted with (non-finite numbers, bounds that
 * cross, coefficients outside 1e-4…1e5 in size) give BIL_E_INTERNAL: it is the builder's mistake,
 * not the person's. Everything else is a status of `out`. `out->x` lives in `arena`. */
BIL_MUST_CHECK bil_status bil_lp_solve(bil_lp_result *out, const bil_lp *lp,
                                       const bil_lp_settings *settings, bil_arena *arena,
                                       bil_error *err);

/* Largest violation of a bound, row or integrality at `x`; rows with a continuous column are
 * measured relative to their size. A point below 1e-6 is taken as feasible. */
double bil_lp_violation(const bil_lp *lp, const double *x);
double bil_lp_objective_at(const bil_lp *lp, const double *x);

/* Writes the model as CPLEX LP ("lp") or free MPS ("mps", always to minimise: the costs of a model
 * to maximise change sign), and the name map as CSV (may be NULL). A row with two bounds becomes
 * two, `<name>_low` and `<name>_high`; rows without bounds are left out.
 * Models without rows or columns are refused (BIL_E_DATA). */
BIL_MUST_CHECK bil_status bil_lp_write(bil_text *out, bil_text *name_map, const bil_lp *lp,
                                       const char *format, bil_error *err);

/* Version of the optimiser behind the door, e.g. "GLPK 5.0". */
const char *bil_lp_engine_version(void);

#endif
