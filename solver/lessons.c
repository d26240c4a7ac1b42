/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/lessons.h"

#include <math.h>

#include "solver/apart.h"
#include "solver/irreducible.h"

bool bil_choice_empty(bil_choice *out, const bil_view_phase *phase, bil_arena *arena)
{
    out->quantity = bil_arena_alloc(arena, phase->offer_count + 1, sizeof *out->quantity);
    out->uses = bil_arena_alloc(arena, phase->payer_count + 1, sizeof *out->uses);
    out->draws = bil_arena_alloc(arena, phase->helper_count + 1, sizeof *out->draws);
    return out->quantity != NULL && out->uses != NULL && out->draws != NULL;
}

bil_status bil_choices_read(bil_choice *choices, const bil_model *model, const double *x,
                            bil_arena *arena, bil_error *err)
{
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        const bil_view_phase *p = phase->phase;
        if (!bil_choice_empty(&choices[i], p, arena)) {
            return bil_fail_nomem(err);
        }
        for (size_t o = 0; o < p->offer_count; o++) {
            choices[i].quantity[o] = llround(x[phase->steps[o]] * phase->unit[o]);
        }
        for (size_t r = 0; r < p->payer_count; r++) {
            choices[i].uses[r] = phase->uses[r] == BIL_NO_COLUMN || x[phase->uses[r]] > 0.5;
        }
        for (size_t h = 0; h < p->helper_count; h++) {
            choices[i].draws[h] = phase->draws[h] == BIL_NO_COLUMN || x[phase->draws[h]] > 0.5;
        }
    }
    return BIL_OK;
}

/* Columns of which at least one must be 1, or for `minus` 0. */
typedef struct {
    uint32_t *plus;
    uint32_t *minus;
    size_t plus_count;
    size_t minus_count;
} sides;

static void put(sides *s, bool minus, uint32_t column)
{
    if (column != BIL_NO_COLUMN && minus) {
        s->minus[s->minus_count++] = column;
    } else if (column != BIL_NO_COLUMN) {
        s->plus[s->plus_count++] = column;
    }
}

/* At least one quantity or decision of the phase differs from the choice. */
static void forbid(bil_model *model, size_t i, const bil_choice *choice)
{
    const bil_model_phase *phase = &model->phases[i];
    const bil_view_phase *p = phase->phase;
    const size_t room = 2 * p->offer_count + p->payer_count + p->helper_count + 1;
    sides s = {.plus = bil_arena_alloc(model->arena, room, sizeof *s.plus),
               .minus = bil_arena_alloc(model->arena, room, sizeof *s.minus)};
    if (s.plus == NULL || s.minus == NULL) {
        model->lp.out_of_memory = true;
        return;
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        const bil_moved moved = bil_model_moved(model, i, o, choice->quantity[o]);
        for (size_t k = 0; k < moved.count; k++) {
            put(&s, moved.gone, moved.columns[k]);
        }
    }
    for (size_t r = 0; r < p->payer_count; r++) {
        put(&s, choice->uses[r], phase->uses[r]);
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        put(&s, choice->draws[h], phase->draws[h]);
    }
    (void)bil_lp_add_row(&model->lp, 1.0 - (double)s.minus_count, HUGE_VAL,
                         bil_model_name(model, "other", model->lp.row_count, "", p->index), "");
    for (size_t k = 0; k < s.plus_count; k++) {
        bil_lp_term_add(&model->lp, s.plus[k], 1.0);
    }
    for (size_t k = 0; k < s.minus_count; k++) {
        bil_lp_term_add(&model->lp, s.minus[k], -1.0);
    }
}

void bil_lesson_apply(bil_model *model, const bil_lesson *what)
{
    if (what->offer == SIZE_MAX) {
        forbid(model, what->phase, &what->choice);
    } else {
        bil_model_add_irreducible(model, what->phase, what->offer);
    }
}

bool bil_lesson_of_line(bil_lesson *out, const bil_view *view, const bil_model *model, size_t i,
                        size_t o, const bil_choice *choice, const bil_funding_found *funding)
{
    const bil_view_phase *p = model->phases[i].phase;
    *out = (bil_lesson){.phase = i, .offer = o};
    if (bil_reducible(view, p, choice, NULL, o)) {
        return true;
    }
    if (!bil_reducible(view, p, choice, funding, o)) {
        return false;
    }
    /* only because of who pays: no row says that, so another choice must do */
    out->offer = SIZE_MAX;
    out->choice = *choice;
    return true;
}
