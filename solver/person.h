/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PERSON_H
#define BIL_SOLVER_PERSON_H

/* All phases of one person solved: apart where nothing couples them, together where it does. */

#include "solver/group.h"

typedef struct {
    bil_group_status status;
    bool proven;
    double gap;
    double score;                       /* of the whole plan, in [0, 1] */
    const bil_choice **choices;         /* per phase of the view */
    const bil_funding_found **fundings; /* per phase */
    size_t failed_phase; /* a phase that alone has no plan; SIZE_MAX when only all together */
} bil_person;

BIL_MUST_CHECK bil_status bil_person_solve(bil_person *out, bil_run *run, const bil_view *view,
                                           bil_arena *arena, bil_error *err);

#endif
