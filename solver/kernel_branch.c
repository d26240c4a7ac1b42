/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_search.h"

#include <string.h>

double kernel_below(const kernel_search *s, uint32_t column, double x)
{
    const double near = kernel_nearest(x);
    const double least = s->model->least[column];
    if (x > KERNEL_WHOLE && x < least - KERNEL_WHOLE && s->lp.lower[column] < least) {
        return 0.0;
    }
    return kernel_size(near - x) <= KERNEL_WHOLE ? near : kernel_floor(x);
}

double kernel_above(const kernel_search *s, uint32_t column, double x)
{
    const double near = kernel_nearest(x);
    const double least = s->model->least[column];
    if (x > KERNEL_WHOLE && x < least - KERNEL_WHOLE && s->lp.lower[column] < least) {
        return least;
    }
    return kernel_size(near - x) <= KERNEL_WHOLE ? near : kernel_ceil(x);
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

/* What one step of the dual simplex adds to the objective when a basic column goes down or up, and
 * the multiple of its line that does it. */
typedef struct {
    double down;
    double up;
    double down_step;
    double up_step;
} penalties;

/* Slots whose variable may move. */
static uint32_t movable(const kernel_search *s, uint32_t *slots)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < s->model->columns; c++) {
        slots[count] = c;
        count += s->lp.way[c] != 0.0 ? 1 : 0;
    }
    return count;
}

static penalties penalties_of(const kernel_search *s, const uint32_t *slots, uint32_t count,
                              uint32_t j, double below, double above)
{
    const kernel_lp *lp = &s->lp;
    const double *line = lp->table + (size_t)(-2 - lp->where[j]) * lp->stride;
    double down = HUGE_VAL;
    double up = HUGE_VAL;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t c = slots[k];
        const double a = line[c];
        const double width = kernel_size(a);
        if (width < 1e-9) {
            continue;
        }
        const double ratio = kernel_size(lp->reduced[c]) / width;
        if (a * lp->way[c] < 0.0) {
            down = ratio < down ? ratio : down;
        } else {
            up = ratio < up ? ratio : up;
        }
    }
    return (penalties){.down = down * (lp->x[j] - below),
                       .up = up * (above - lp->x[j]),
                       .down_step = isinf(down) ? 0.0 : -down,
                       .up_step = isinf(up) ? 0.0 : up};
}

static double score(double down, double up)
{
    const double low = down < up ? down : up;
    const double high = down < up ? up : down;
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

/* --- forks that penalties do not tell apart --- */

enum { FORKS_MAX = 4, FORK_ITERATIONS = 10, NODES_BEFORE = 30 };

typedef struct {
    kernel_fork fork;
    double score;
} option;

typedef struct {
    option best[FORKS_MAX]; /* best first */
    int count;
} options;

/* Keeps the best few, of equals the first. */
static void consider(options *list, const kernel_fork *fork, double now)
{
    int at = list->count;
    while (at > 0 && list->best[at - 1].score < now) {
        at--;
    }
    if (at == FORKS_MAX) {
        return;
    }
    list->count += list->count < FORKS_MAX ? 1 : 0;
    for (int k = list->count - 1; k > at; k--) {
        list->best[k] = list->best[k - 1];
    }
    list->best[at] = (option){.fork = *fork, .score = now};
}

/* How much the objective rises on one side of a fork, as far as a few iterations tell. */
static double rise(kernel_search *s, uint32_t j, double lower, double upper, bool *closed)
{
    kernel_lp *lp = &s->spare;
    kernel_lp_copy(lp, &s->lp);
    lp->lower[j] = lower;
    lp->upper[j] = upper;
    kernel_lp_place(lp);
    const double cutoff = kernel_cutoff(s);
    const kernel_lp_status status = kernel_lp_try(lp, cutoff, FORK_ITERATIONS);
    *closed = status == KERNEL_LP_INFEASIBLE ||
              (status == KERNEL_LP_CUT && kernel_proof_bound(lp) >= cutoff);
    return status == KERNEL_LP_INFEASIBLE ? HUGE_VAL : lp->objective - s->lp.objective;
}

/* Tries the best options out; a side that turns out to be closed is closed. */
static kernel_outcome try_out(kernel_search *s, const options *list, kernel_fork *fork)
{
    const double cutoff = kernel_cutoff(s);
    const double room = cutoff - s->lp.objective;
    const double most = room < 1e6 ? room : 0.05 * (1.0 + kernel_size(s->lp.objective));
    double best = -1.0;
    for (int k = 0; k < list->count; k++) {
        const kernel_fork *now = &list->best[k].fork;
        const uint32_t j = now->column;
        bool no_below = false;
        bool no_above = false;
        const double down = rise(s, j, s->lp.lower[j], now->below, &no_below);
        const double up = rise(s, j, now->above, s->lp.upper[j], &no_above);
        if (no_below || no_above) {
            s->closed = cutoff < s->closed ? cutoff : s->closed;
            const bool left = !(no_below && no_above) &&
                              kernel_set_bounds(s, j, no_below ? now->above : s->lp.lower[j],
                                                no_above ? now->below : s->lp.upper[j]);
            return left ? KERNEL_AGAIN : KERNEL_CLOSED;
        }
        const double value = score(down < most ? down : most, up < most ? up : most);
        if (value > best) {
            best = value;
            *fork = *now;
            fork->above_first = up < down;
        }
    }
    return KERNEL_FORK;
}

kernel_outcome kernel_choose(kernel_search *s, kernel_fork *fork)
{
    const kernel_lp *lp = &s->lp;
    options list = {.count = 0};
    bool again = false;
    uint32_t *slots = lp->candidate;
    const uint32_t count = movable(s, slots);
    fork->column = KERNEL_NONE;
    for (uint32_t p = 0; p < lp->basic_count; p++) {
        const uint32_t j = lp->basic[p];
        const double below = s->model->integer[j] ? kernel_below(s, j, lp->x[j]) : 0.0;
        const double above = s->model->integer[j] ? kernel_above(s, j, lp->x[j]) : 0.0;
        if (below == above) {
            continue;
        }
        const penalties found = penalties_of(s, slots, count, j, below, above);
        const kernel_outcome how = close_sides(s, j, below, above, &found);
        if (how == KERNEL_CLOSED) {
            return KERNEL_CLOSED;
        }
        again = again || how == KERNEL_AGAIN;
        if (how == KERNEL_FORK && s->rough[j]) {
            const kernel_fork now = {
                .column = j, .below = below, .above = above, .above_first = found.up < found.down};
            consider(&list, &now, score(found.down, found.up));
        }
    }
    if (again || list.count == 0) {
        return again ? KERNEL_AGAIN : KERNEL_FORK;
    }
    *fork = list.best[0].fork;
    const bool doubtful = list.count > 1 && s->nodes >= NODES_BEFORE;
    return doubtful ? try_out(s, &list, fork) : KERNEL_FORK;
}
