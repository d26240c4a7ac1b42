/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_LESSONS_H
#define BIL_SOLVER_LESSONS_H

/* What the rows of a model cannot say beforehand and a solution teaches: a rounded solution that no
 * exact funding fits, or a line that must not be reducible. Kept, so that a model can be built anew
 * with all that was learnt. */

#include "solver/funding.h"
#include "solver/model.h"

typedef struct {
    size_t phase; /* of the model */
    size_t offer; /* SIZE_MAX for a choice to cut off */
    bil_choice choice;
} bil_lesson;

/* Room for a choice of nothing; false without memory. */
bool bil_choice_empty(bil_choice *out, const bil_view_phase *phase, bil_arena *arena);

/* What a solution of the model decides, per phase of it. Lists live in `arena`; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_choices_read(bil_choice *choices, const bil_model *model,
                                           const double *x, bil_arena *arena, bil_error *err);

/* Adds the rows that keep what was learnt. */
void bil_lesson_apply(bil_model *model, const bil_lesson *what);

/* What offer `o` of model phase `i` teaches when its line is reducible; false when it is not. */
bool bil_lesson_of_line(bil_lesson *out, const bil_view *view, const bil_model *model, size_t i,
                        size_t o, const bil_choice *choice, const bil_funding_found *funding);

#endif
