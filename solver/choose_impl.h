/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_CHOOSE_IMPL_H
#define BIL_SOLVER_CHOOSE_IMPL_H

/* Between choose.c (what is looked at, where it begins, what is reported), choose_greedy.c (repair
 * and filling) and choose_anneal.c. */

#include "solver/choose.h"

typedef struct {
    const bil_packages *packages;
    const bil_choose_settings *settings;
    double *limit;       /* per row: a hair below the limit where uses are no whole numbers */
    double *size;        /* per row: the limit, or the row's size when that is 0 */
    double *price;       /* per row */
    double *fine;        /* per row: what a unit over the limit costs while searching */
    double bound;        /* no choice is worth more */
    uint32_t *first;     /* per group, and one more: its candidates */
    uint32_t *candidate; /* packages */
    uint32_t *open;      /* groups with more than one candidate */
    uint32_t open_count;
    uint32_t *now;  /* per group: its package */
    double *used;   /* per row */
    double value;   /* Σ value of `now` */
    uint32_t over;  /* rows over their limit */
    bool found;     /* a choice within the limits */
    uint32_t *best; /* per group: the best one, or NULL-like rubbish without `found` */
    double best_value;
    uint32_t *changed; /* groups changed since `best` was the choice; see log_full */
    uint32_t changed_count;
    bool log_full;  /* more than there is room for: all groups may have changed */
    uint64_t state; /* of the draws */
    int64_t moves;
    bool done; /* proven, or the tick said stop */
    bool stopped;
} bil_search;

/* By how much value less fines changes when package i gives way to j. */
double bil_search_change(const bil_search *search, uint32_t i, uint32_t j);
void bil_search_apply(bil_search *search, uint32_t group, uint32_t package);

/* Keeps the choice at hand when it is within the limits and better than the best. */
void bil_search_keep(bil_search *search);

/* Back to the best choice, when there is one. */
void bil_search_return(bil_search *search);

/* Uses and value anew, from the packages: takes away what rounding has gathered. */
void bil_search_weigh(bil_search *search);

uint64_t bil_search_draw(bil_search *search);

/* −ln u for a drawn u, near enough: how much worse a step may be, in units of heat. */
double bil_patience(uint64_t draw);

/* Counts moves, asks the tick now and then; false when it is time to stop. */
bool bil_search_goes_on(bil_search *search, int64_t moves);

/* Moves out of every row that is over, those first that lose least for what they free; over all
 * packages. True when nothing is over at the end. BIL_E_NOMEM is `*memory` false. */
bool bil_search_repair(bil_search *search, bool *memory);

/* Single moves that gain and fit, the greatest gain first, until there is none. */
void bil_search_fill(bil_search *search, bool *memory);

/* One run of annealing with so many moves, from the choice at hand. `heat` is the first
 * temperature, in values. */
void bil_search_anneal(bil_search *search, int64_t moves, double heat);

/* Takes a few groups at a time out of a choice within the limits and solves them anew, exactly, in
 * what the others leave. BIL_E_NOMEM. */
bil_status bil_search_again(bil_search *search, int64_t moves, bil_error *err);

#endif
