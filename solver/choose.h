/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CHOOSE_H
#define BIL_SOLVER_CHOOSE_H

/* The primal search: one package per group, every row within its limit, as much value as can be
 * found. Nothing is proven here; what is found is exact: sums of whole numbers below 2^53, no
 * tolerance. The same settings give the same answer on every machine, unless the tick stops it. */

#include "solver/packages.h"

typedef struct {
    double value; /* of the best choice within the limits; meaningless without found */
    bool found;
    int64_t moves;
} bil_choose_tick;

typedef struct {
    const double *limits;  /* per row */
    const double *prices;  /* per row, trusted, ≥ 0; NULL = zeros */
    const uint32_t *start; /* per group: where to begin (the master's keys, an older choice);
                              BIL_NO_PACKAGE or NULL = the best at the prices */
    double bound;          /* no choice is worth more: reached = done; HUGE_VAL = unknown */
    double step;           /* all values are multiples of it (1 = whole numbers); 0 = unknown.
                              A choice is done when bound − value < step */
    uint64_t seed;
    int64_t moves; /* how much work: tried moves; 0 = rounding, repair and filling alone,
                      < 0 = the default for the size */
    double share; /* of the work that goes to annealing, the rest to exact searches of a few groups;
                     ≤ 0 = half */
    bool broad;   /* those searches take many groups and few nodes: for stores in which hardly a row
                     has room to spare; else few groups, to the end */
    double loss;  /* packages that lose more than this at the prices are not looked at (those of
                     the start are); ≤ 0 = chosen for the size */
    double heat;  /* where annealing begins, in values; ≤ 0 = chosen by the prices */
    bool again; /* anneals again, fining more, where it seemed to gain by being over limits: for few
                   groups, in which one package may need much more than is left */
    bool (*tick)(const bil_choose_tick *, void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_choose_settings;

void bil_choose_settings_init(bil_choose_settings *settings);

typedef struct {
    bool found;        /* within every limit; else `package` is the least bad and `over` says why */
    double value;      /* Σ value of the packages */
    uint32_t *package; /* per group; the caller's room */
    double *used;      /* per row: exact; the caller's room */
    double over;       /* Σ over rows of what is over, each as a share of its limit (or size) */
    int64_t moves;
    bool stopped; /* by the tick */
} bil_chosen;

/* `out->package` and `out->used` are given by the caller with room for groups and rows. Every group
 * must have a package (else BIL_E_INTERNAL). A group with one package keeps it: that is how a
 * commitment is fixed. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_choose(bil_chosen *out, const bil_packages *packages,
                                     const bil_choose_settings *settings, bil_error *err);

/* Fills value, used, over and found for a choice made elsewhere. */
void bil_choice_weigh(bil_chosen *chosen, const bil_packages *packages, const double *limits);

#endif
