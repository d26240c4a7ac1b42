/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CORE_H
#define BIL_SOLVER_CORE_H

/* Exact search on a small store of packages (some tens of groups, or the few groups of a larger one
 * that are worth another look): branch and bound with the master's bound at every node, packages
 * that lose too much at its prices left out, and what remains tried one by one. */

#include "solver/packages.h"

typedef struct {
    const double *limits; /* per row */
    double above;         /* only choices worth more are of interest; -HUGE_VAL = any */
    double step;          /* all values are multiples of it; 0 = unknown: then what is worth less
                             than 10⁻⁹ of the size more counts as no more */
    const double *start;  /* prices to begin from, or NULL */
    bool any;             /* the first choice found will do */
    int64_t node_limit;   /* ≤ 0 = none */
    bool (*tick)(void *payload); /* false = stop; asked at every node; may be NULL */
    void *payload;
} bil_core_settings;

typedef struct {
    bool found;        /* a choice worth more than `above`, within all limits */
    bool complete;     /* nothing is better than it (or, without one, than `above`) */
    double value;      /* of the choice */
    double bound;      /* no choice is worth more: the value itself (or `above`) when complete */
    uint32_t *package; /* per group; the caller's room */
    int64_t nodes;
} bil_cored;

/* Every group must have a package (else BIL_E_INTERNAL). BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_core_solve(bil_cored *out, const bil_packages *packages,
                                         const bil_core_settings *settings, bil_error *err);

#endif
