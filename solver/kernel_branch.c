/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_search.h"

#include <string.h>

double kernel_below(const kernel_search *s, uint32_t column, double x)
{
    const double near = nearbyint(x);
    const double least = s->model->least[column];
    if (x > KERNEL_WHOLE && x < least - KERNEL_WHOLE && s->lp.lower[column] < least) {
        return 0.0;
    }
    return fabs(near - x) <= KERNEL_WHOLE ? near : floor(x);
}

double kernel_above(const kernel_search *s, uint32_t column, double x)
{
    const double near = nearbyint(x);
    const double least = s->model->least[column];
    if (x > KERNEL_WHOLE && x < least - KERNEL_WHOLE && s->lp.lower[column] < least) {
        return least;
    }
    return fabs(near - x) <= KERNEL_WHOLE ? near : ceil(x);
}

/* --- rounding --- */

/* May the column move without breaking a row that it does not break already? */
static bool can_move(const kernel_search *s, uint32_t j, double by)
{
    const kernel_model *m = s->model;
    for (uint32_t k = m->column_first[j]; k < m->column_first[j + 1]; k++) {
        const uint32_t i = m->column_row[k];
        const double step = m->column_value[k] * by;
        const double to = s->point_activity[i] + step;
        if (step > 0.0 ? to > m->row_upper[i] + KERNEL_FEASIBLE
                       : to < m->row_lower[i] - KERNEL_FEASIBLE) {
            return false;
        }
    }
    return true;
}

static void move_to(kernel_search *s, uint32_t j, double to)
{
    const kernel_model *m = s->model;
    const double by = to - s->point[j];
    s->point[j] = to;
    for (uint32_t k = m->column_first[j]; k < m->column_first[j + 1]; k++) {
        s->point_activity[m->column_row[k]] += m->column_value[k] * by;
    }
}

/* Moves a column to one of the values beside it when that costs nothing. */
static bool settle(kernel_search *s, uint32_t j, double below, double above)
{
    const double cost = s->model->cost[j];
    double to = above;
    if (cost > 0.0 || above > s->lp.upper[j] || !can_move(s, j, above - s->point[j])) {
        to = below;
        if (cost < 0.0 || below < s->lp.lower[j] || !can_move(s, j, below - s->point[j])) {
            return false;
        }
    }
    move_to(s, j, to);
    return true;
}

bool kernel_round(kernel_search *s)
{
    const kernel_model *m = s->model;
    uint32_t left = 0;
    memcpy(s->point, s->lp.x, m->columns * sizeof *s->point);
    memcpy(s->point_activity, s->lp.activity, m->rows * sizeof *s->point_activity);
    for (uint32_t j = 0; j < m->columns; j++) {
        s->rough[j] = false;
        if (!m->integer[j]) {
            continue;
        }
        const double below = kernel_below(s, j, s->point[j]);
        if (below != kernel_above(s, j, s->point[j])) {
            s->rough[j] = true;
            left++;
        } else if (below != s->point[j]) {
            move_to(s, j, below);
        }
    }
    for (int pass = 0; left > 0 && pass < 2; pass++) {
        for (uint32_t j = 0; j < m->columns; j++) {
            const double x = s->lp.x[j];
            if (s->rough[j] && settle(s, j, kernel_below(s, j, x), kernel_above(s, j, x))) {
                s->rough[j] = false;
                left--;
            }
        }
    }
    return left == 0;
}

/* --- branching --- */

/* What one step of the dual simplex adds to the objective when a basic column moves by `by`; `step`
 * gets the multiple of its line that does it. Driebeek's penalty, with Tomlin's for whole columns.
 */
static double penalty(const kernel_search *s, const double *line, double by, double *step)
{
    const kernel_lp *lp = &s->lp;
    const kernel_model *m = s->model;
    const double size = fabs(by);
    double least = HUGE_VAL;
    *step = 0.0;
    for (uint32_t c = 0; c < m->columns; c++) {
        const double a = by > 0.0 ? line[c] : -line[c];
        const double width = a > 0.0 ? a : -a;
        if (width < 1e-9) {
            continue;
        }
        const uint32_t v = lp->inside[c];
        const bool fixed = v < m->columns
                               ? lp->lower[v] == lp->upper[v]
                               : m->row_lower[v - m->columns] == m->row_upper[v - m->columns];
        if (lp->high[v] == (a > 0.0) || fixed) {
            continue;
        }
        const double ratio = fabs(lp->reduced[c]) / width;
        if (ratio * size < least) {
            least = ratio * size;
            *step = by > 0.0 ? ratio : -ratio;
        }
    }
    return least;
}

typedef struct {
    double down;
    double up;
    double down_step;
    double up_step;
} penalties;

static penalties penalties_of(const kernel_search *s, uint32_t j, double below, double above)
{
    const kernel_lp *lp = &s->lp;
    const double *line = lp->table + (size_t)(-2 - lp->where[j]) * lp->stride;
    penalties p;
    p.down = penalty(s, line, below - lp->x[j], &p.down_step);
    p.up = penalty(s, line, above - lp->x[j], &p.up_step);
    return p;
}

static double score(const penalties *p)
{
    const double low = p->down < p->up ? p->down : p->up;
    const double high = p->down < p->up ? p->up : p->down;
    return 5.0 * low + (high < 1e6 ? high : 1e6);
}

/* Closes the sides of a column that their penalties say are no use, each with its proof. */
static kernel_outcome close_sides(kernel_search *s, uint32_t j, double below, double above,
                                  const penalties *p)
{
    const double cutoff = kernel_cutoff(s);
    const double now = s->lp.objective;
    bool no_below = now + p->down >= cutoff;
    bool no_above = now + p->up >= cutoff;
    double bound = HUGE_VAL;
    if (no_below) {
        const double proven = kernel_proof_step(&s->lp, j, p->down_step, s->lp.lower[j], below);
        no_below = proven >= cutoff;
        bound = no_below ? proven : bound;
    }
    if (no_above) {
        const double proven = kernel_proof_step(&s->lp, j, p->up_step, above, s->lp.upper[j]);
        no_above = proven >= cutoff;
        bound = no_above && proven < bound ? proven : bound;
    }
    if (!no_below && !no_above) {
        return KERNEL_FORK;
    }
    s->closed = bound < s->closed ? bound : s->closed;
    if ((no_below && no_above) || !kernel_set_bounds(s, j, no_below ? above : s->lp.lower[j],
                                                     no_above ? below : s->lp.upper[j])) {
        return KERNEL_CLOSED;
    }
    return KERNEL_AGAIN;
}

kernel_outcome kernel_choose(kernel_search *s, kernel_fork *fork)
{
    const kernel_lp *lp = &s->lp;
    double best = -1.0;
    bool again = false;
    fork->column = KERNEL_NONE;
    for (uint32_t p = 0; p < lp->basic_count; p++) {
        const uint32_t j = lp->basic[p];
        const double below = s->model->integer[j] ? kernel_below(s, j, lp->x[j]) : 0.0;
        const double above = s->model->integer[j] ? kernel_above(s, j, lp->x[j]) : 0.0;
        if (below == above) {
            continue;
        }
        const penalties found = penalties_of(s, j, below, above);
        const kernel_outcome how = close_sides(s, j, below, above, &found);
        if (how == KERNEL_CLOSED) {
            return KERNEL_CLOSED;
        }
        again = again || how == KERNEL_AGAIN;
        const double now = score(&found);
        if (how == KERNEL_FORK && s->rough[j] && now > best) {
            best = now;
            *fork = (kernel_fork){
                .column = j, .below = below, .above = above, .above_first = found.up < found.down};
        }
    }
    if (again) {
        return KERNEL_AGAIN;
    }
    return fork->column == KERNEL_NONE ? KERNEL_CLOSED : KERNEL_FORK;
}
