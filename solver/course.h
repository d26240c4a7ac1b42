/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_COURSE_H
#define BIL_SOLVER_COURSE_H

/* What couples phases: a one-off bought once, a continuous service without gaps, a yearly
 * allowance. Phases are first solved apart, which is much quicker; when the answers happen to fit
 * together they are the optimum of the whole. When they do not, one clash at a time is resolved. */

#include "solver/group.h"

typedef enum {
    BIL_CLASH_NONE,
    BIL_CLASH_TWICE, /* a one-off bought in two phases: `first` and `second` */
    BIL_CLASH_GAP,   /* a continuous service skips `middle` between `first` and `second` */
    BIL_CLASH_YEAR   /* a yearly allowance is exceeded by the phases in `together` */
} bil_clash_kind;

typedef struct {
    bil_clash_kind kind;
    bil_index service;
    bil_index rule; /* for BIL_CLASH_YEAR */
    size_t first;
    size_t middle;
    size_t second;
    bool together[BIL_PHASES_MAX];
} bil_clash;

/* The first clash in a fixed order: one-offs, gaps, allowances. */
bil_clash bil_course_clash(const bil_view *view, const bil_choice *const *choices,
                           const bil_funding_found *const *fundings);

#endif
