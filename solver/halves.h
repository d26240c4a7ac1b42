/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_HALVES_H
#define BIL_SOLVER_HALVES_H

/* A choice made better where hardly a row has room to spare. Some tens of groups are taken out and
 * parted into two halves. Of each half the combinations that lose least at the prices are listed,
 * up to some hundred thousand; then pairs, one of each list, are joined that fit together into what
 * the other groups leave. So many more choices are looked at than by trying one after another: a
 * list is sorted by what it uses of the scarcest rows, and what all rows have left is compared in a
 * few machine words. Nothing is proven here. What is found fits: uses are rounded up and what is
 * left is rounded down wherever they are no small whole numbers. Where one choice after another is
 * a dead end, steps may be a little worse: the best one is kept. The same settings give the same
 * answer on every machine, unless the tick stops it. */

#include "solver/packages.h"

/* The room for the lists, the state of the draws, and what was learned about sizes. */
typedef struct bil_halves bil_halves;

/* `packages` is borrowed and stays as it is; `limits` (per row) is copied. `step`: all values are
 * multiples of it, 0 = unknown. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_halves_new(bil_halves **out, const bil_packages *packages,
                                         const double *limits, double step, uint64_t seed,
                                         bil_error *err);
void bil_halves_free(bil_halves *halves); /* accepts NULL */

typedef struct {
    const double *prices; /* per row, ≥ 0 */
    double bound;         /* no choice is worth more; HUGE_VAL = unknown */
    double heat;  /* how much worse a step may usually be, in values; 0 = better ones only, and
                     longer  lists */
    int64_t work; /* how much: entries listed and pairs compared, about 10⁸ a second */
    bool (*tick)(void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_halves_settings;

/* `package`, per group, is a choice within the limits and becomes a better one; `*better` says
 * whether it did. BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_halves_improve(uint32_t *package, bool *better, bil_halves *halves,
                                             const bil_halves_settings *settings, bil_error *err);

#endif
