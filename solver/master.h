/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_MASTER_H
#define BIL_SOLVER_MASTER_H

/* The restricted master: the linear programme over the packages found so far,
 *
 *     max  Σ value x + Σ low s − Σ high o
 *     Σ over a group of x = 1,   Σ use x + s − o = limit per row,   x, s, o ≥ 0,
 *
 * whose prices of rows lie in the box [low, high]. The plain master has low = 0 and high = a
 * penalty so large that nobody pays it when there is another way; a narrower box around trusted
 * prices keeps them from jumping about. What is over a limit is an answer, never a failure.
 *
 * Two ways behind one door: GLPK, which is slow from some thousand groups on, and our own simplex
 * with a key package per group (master_gub.c). They are tested against each other. */

#include "solver/packages.h"

typedef enum { BIL_MASTER_GUB, BIL_MASTER_GLPK } bil_master_way;

/* Keeps the last basis of one store of packages, so that the next solve starts from it. Not shared
 * between threads; two masters may read the same store. */
typedef struct bil_master bil_master;

typedef struct {
    bil_master_way way;
    const double *limits; /* per row; of any sign */
    const double *low;    /* per row, ≥ 0; NULL = 0 */
    const double *high;   /* per row, ≥ low; NULL = the penalty of the master (see penalty) */
    double penalty;       /* for high == NULL: what a row's whole size over the limit costs (its
                             size: bil_master_row_size); ≤ 0 = chosen, and raised until it no
                             longer matters or is past all sense */
    const double *start;  /* prices to begin from when there is no basis that still holds;
                             NULL = found by a quick Lagrangian loop */
    bool afresh;          /* forget the last basis */
    int64_t pivot_limit;  /* ≤ 0 = the default, ample; reached = not optimal */
    bool (*tick)(void *payload); /* false = stop; may be NULL; asked every few hundred pivots */
    void *payload;
} bil_master_settings;

void bil_master_settings_init(bil_master_settings *settings);

typedef struct {
    uint32_t package;
    double x; /* in (0, 1] */
} bil_share_of;

/* Everything belongs to the master and stays until its next solve or its end. */
typedef struct {
    bool optimal;         /* else a limit or the tick came first: x is within the rows still */
    double value;         /* Σ value x alone, without what slack earns and excess pays */
    double objective;     /* of the programme as it stands above */
    double *price;        /* per row, within the box: what one more unit is worth */
    double *over;         /* per row: how far over the limit; 0 up to rounding when it can be met */
    double *slack;        /* per row: what is left */
    bool within;          /* no row is over its limit by more than rounding */
    uint32_t *key;        /* per group: its package with the largest x, the first of equals */
    bil_share_of *shares; /* every x of groups with more than one package in use, by group */
    uint32_t share_count;
    uint32_t *basic; /* the packages in the basis, ascending: never prune these */
    uint32_t basic_count;
    int64_t pivots; /* of this solve */
} bil_mastered;

/* `packages` is borrowed and may grow between solves. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_master_new(bil_master **out, const bil_packages *packages,
                                         bil_error *err);
void bil_master_free(bil_master *master); /* accepts NULL */

/* Every group must have a package (else BIL_E_INTERNAL). `*out` is written on success only. */
BIL_MUST_CHECK bil_status bil_master_solve(bil_mastered *out, bil_master *master,
                                           const bil_master_settings *settings, bil_error *err);

/* After bil_packages_keep: the basis by the new numbers, forgotten when one of its packages is no
 * longer there. */
void bil_master_renumber(bil_master *master, const uint32_t *map);

/* Prices ≥ 0 that are near the best, by a Lagrangian loop of `rounds` passes over the packages:
 * cheap, and good to start from. `prices` holds the first guess (zeros will do) and gets the
 * prices of the least bound, which is returned. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_master_guess(double *bound, double *prices,
                                           const bil_packages *packages, const double *limits,
                                           int rounds, bil_error *err);

/* The scale on which uses and prices of a row are measured: the power of two next to its largest
 * use; 1 for a row without uses. */
double bil_master_row_size(const bil_packages *packages, uint32_t row);

#endif
