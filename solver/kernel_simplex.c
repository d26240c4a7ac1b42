/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_impl.h"

#include <string.h>

/* The bounded dual simplex on a tableau without loose rows.
 *
 * Write every row's activity as a variable of its own. A basis then has one basic variable for each
 * row: basic columns, and loose rows (whose activity is basic). A loose row's line of the tableau
 * is the row as given with basic columns put in, so it is computed when the row turns out to be
 * broken and never kept. What is kept is one line for each basic column; there are as many of these
 * as there are tight rows, few in the models of one person. A pivot costs (basic columns) ×
 * (columns), whatever the number of rows.
 *
 * All lines are homogeneous, because a row's activity is: a basic column is Σ line × value of the
 * variables outside the basis, and nothing else. */

enum {
    ITERATIONS_MAX = 2000,
    PATIENCE = 40,
    REBUILD_AFTER = 300,
    WAIT_LONGER = 8,
    SHIFTS_AT_ONCE = 12,
    SHIFTS_MAX = 64
};

/* Smaller numbers in a line are rounding. */
#define NOTHING 1e-11
/* A smaller pivot calls for a fresh tableau, but where small numbers are the model's own, a fresh
 * one has them too: each waits for more pivots than the one before. */
#define SMALL_PIVOT 1e-7

static double *line(const kernel_lp *lp, uint32_t p)
{
    return lp->table + (size_t)p * lp->stride;
}

void kernel_lp_layout(kernel_lp *lp, kernel_room *room, uint32_t columns, uint32_t rows)
{
    const size_t n = (size_t)columns + 1;
    const size_t all = n + rows;
    const size_t lines = (size_t)(columns < rows ? columns : rows) + 1;
    lp->stride = (columns + 3U) & ~3U;
    lp->lower = kernel_take(room, all, sizeof *lp->lower);
    lp->upper = kernel_take(room, all, sizeof *lp->upper);
    lp->x = kernel_take(room, n, sizeof *lp->x);
    lp->activity = kernel_take(room, (size_t)rows + 1, sizeof *lp->activity);
    lp->basic = kernel_take(room, lines, sizeof *lp->basic);
    lp->table = kernel_take(room, lines * lp->stride, sizeof *lp->table);
    lp->inside = kernel_take(room, n, sizeof *lp->inside);
    lp->reduced = kernel_take(room, n, sizeof *lp->reduced);
    lp->at = kernel_take(room, n, sizeof *lp->at);
    lp->way = kernel_take(room, n, sizeof *lp->way);
    lp->where = kernel_take(room, all, sizeof *lp->where);
    lp->high = kernel_take(room, all, sizeof *lp->high);
    lp->pivot_row = kernel_take(room, n + 3, sizeof *lp->pivot_row);
    lp->ratio = kernel_take(room, n, sizeof *lp->ratio);
    lp->candidate = kernel_take(room, n, sizeof *lp->candidate);
    lp->rest = kernel_take(room, n, sizeof *lp->rest);
}

/* Without a cost, a column waits where it breaks the fewest rows. */
static bool prefers_high(const kernel_model *m, uint32_t j)
{
    int wish = 0;
    for (uint32_t k = m->column_first[j]; k < m->column_first[j + 1]; k++) {
        const uint32_t i = m->column_row[k];
        const bool above = m->row_upper[i] < HUGE_VAL;
        const bool below = m->row_lower[i] > -HUGE_VAL;
        const bool rises = m->column_value[k] > 0.0;
        wish += ((rises ? below : above) ? 1 : 0) - ((rises ? above : below) ? 1 : 0);
    }
    return wish > 0;
}

/* The basis of loose rows: every column outside. */
static void clear_basis(kernel_lp *lp)
{
    const kernel_model *m = lp->model;
    lp->basic_count = 0;
    for (uint32_t j = 0; j < m->columns; j++) {
        lp->inside[j] = j;
        lp->where[j] = (int32_t)j;
        lp->reduced[j] = m->cost[j];
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        lp->where[m->columns + i] = -1;
    }
    lp->pivots_since = 0;
    lp->shifts = SHIFTS_MAX + 1; /* nothing is known yet */
}

void kernel_lp_start(kernel_lp *lp, const kernel_model *model)
{
    const uint32_t n = model->columns;
    lp->model = model;
    lp->stride = (n + 3U) & ~3U;
    memcpy(lp->lower, model->lower, n * sizeof *lp->lower);
    memcpy(lp->upper, model->upper, n * sizeof *lp->upper);
    memcpy(lp->lower + n, model->row_lower, model->rows * sizeof *lp->lower);
    memcpy(lp->upper + n, model->row_upper, model->rows * sizeof *lp->upper);
    clear_basis(lp);
    for (uint32_t j = 0; j < n; j++) {
        lp->high[j] = model->cost[j] < 0.0 || (model->cost[j] == 0.0 && prefers_high(model, j));
    }
    memset(lp->high + n, 0, model->rows * sizeof *lp->high);
    memset(lp->at, 0, n * sizeof *lp->at);
    kernel_lp_place(lp);
}

void kernel_lp_add_rows(kernel_lp *lp, uint32_t first)
{
    const kernel_model *m = lp->model;
    for (uint32_t i = first; i < m->rows; i++) {
        lp->where[m->columns + i] = -1;
        lp->high[m->columns + i] = false;
        lp->lower[m->columns + i] = m->row_lower[i];
        lp->upper[m->columns + i] = m->row_upper[i];
        lp->activity[i] = kernel_model_activity(m, i, lp->x);
    }
}

static double value_at(const kernel_lp *lp, uint32_t variable)
{
    return lp->high[variable] ? lp->upper[variable] : lp->lower[variable];
}

/* At which bound a variable outside the basis stands is told by its reduced cost. */
static void choose_side(kernel_lp *lp, uint32_t c)
{
    const uint32_t v = lp->inside[c];
    const double low = lp->lower[v];
    const double high = lp->upper[v];
    lp->way[c] = 0.0;
    if (low < high) {
        if (lp->reduced[c] != 0.0) {
            lp->high[v] = lp->reduced[c] < 0.0;
        }
        if (isinf(lp->high[v] ? high : low)) {
            lp->high[v] = !lp->high[v]; /* the reduced cost is a rounded 0 */
        }
        lp->way[c] = lp->high[v] ? -1.0 : 1.0;
    }
}

/* Moves one column and what depends on it directly. */
static void shift(kernel_lp *lp, uint32_t j, double by)
{
    const kernel_model *m = lp->model;
    lp->x[j] += by;
    lp->objective += m->cost[j] * by;
    for (uint32_t k = m->column_first[j]; k < m->column_first[j + 1]; k++) {
        lp->activity[m->column_row[k]] += m->column_value[k] * by;
    }
}

/* Moves the variable of slot `c`, the other variables outside the basis staying. */
static void shift_slot(kernel_lp *lp, uint32_t c, double by)
{
    const double *t = lp->table + c;
    lp->at[c] += by;
    if (lp->inside[c] < lp->model->columns) {
        shift(lp, lp->inside[c], by);
    }
    for (uint32_t p = 0; p < lp->basic_count; p++, t += lp->stride) {
        if (*t != 0.0) {
            shift(lp, lp->basic[p], *t * by);
        }
    }
}

/* Everything that follows from where the variables outside the basis stand. */
static void compute_all(kernel_lp *lp)
{
    const kernel_model *m = lp->model;
    const uint32_t n = m->columns;
    for (uint32_t c = 0; c < n; c++) {
        if (lp->inside[c] < n) {
            lp->x[lp->inside[c]] = lp->at[c];
        }
    }
    for (uint32_t p = 0; p < lp->basic_count; p++) {
        const double *restrict t = line(lp, p);
        double sum = 0.0;
        for (uint32_t c = 0; c < n; c++) {
            sum += t[c] * lp->at[c];
        }
        lp->x[lp->basic[p]] = sum;
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        lp->activity[i] = kernel_model_activity(m, i, lp->x);
    }
    lp->objective = kernel_model_value(m, lp->x);
    lp->shifts = 0;
}

void kernel_lp_place(kernel_lp *lp)
{
    const uint32_t n = lp->model->columns;
    uint32_t *moved = lp->candidate;
    uint32_t count = 0;
    for (uint32_t c = 0; c < n; c++) {
        choose_side(lp, c);
        if (value_at(lp, lp->inside[c]) != lp->at[c]) {
            moved[count++] = c;
        }
    }
    const bool anew = count > SHIFTS_AT_ONCE || lp->shifts > SHIFTS_MAX;
    for (uint32_t k = 0; k < count; k++) {
        const double to = value_at(lp, lp->inside[moved[k]]);
        if (anew) {
            lp->at[moved[k]] = to;
        } else {
            shift_slot(lp, moved[k], to - lp->at[moved[k]]);
            lp->at[moved[k]] = to;
        }
    }
    lp->shifts += count;
    if (anew) {
        compute_all(lp);
    }
}

/* How far a basic variable must move to come within its bounds: above 0 when it must rise. */
static double broken_by(const kernel_lp *lp, uint32_t variable)
{
    const uint32_t n = lp->model->columns;
    const double now = variable < n ? lp->x[variable] : lp->activity[variable - n];
    const double below = lp->lower[variable] - now;
    const double above = now - lp->upper[variable];
    return below > KERNEL_FEASIBLE ? below : above > KERNEL_FEASIBLE ? -above : 0.0;
}

/* The most broken basic variable, and by how much. */
static uint32_t most_broken(const kernel_lp *lp, double *by)
{
    const kernel_model *m = lp->model;
    const uint32_t n = m->columns;
    uint32_t worst = KERNEL_NONE;
    double most = KERNEL_FEASIBLE;
    for (uint32_t p = 0; p < lp->basic_count; p++) {
        const uint32_t j = lp->basic[p];
        const double below = lp->lower[j] - lp->x[j];
        const double above = lp->x[j] - lp->upper[j];
        if (below > most || above > most) {
            most = below > above ? below : above;
            *by = below > above ? below : -above;
            worst = j;
        }
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        const double below = m->row_lower[i] - lp->activity[i];
        const double above = lp->activity[i] - m->row_upper[i];
        if ((below > most || above > most) && lp->where[n + i] == -1) {
            most = below > above ? below : above;
            *by = below > above ? below : -above;
            worst = n + i;
        }
    }
    return worst;
}

/* Any broken basic variable, another each time: where ratios are all 0, choosing the worst may go
 * round in circles. */
static uint32_t some_broken(const kernel_lp *lp, uint32_t number, double *by)
{
    const uint32_t all = lp->model->columns + lp->model->rows;
    const uint32_t start = number * 2654435761U; /* spreads the numbers (Knuth, volume 3, 6.4) */
    for (uint32_t k = 0, v = start % all; k < all; k++, v = v + 1 < all ? v + 1 : 0) {
        *by = lp->where[v] < 0 ? broken_by(lp, v) : 0.0;
        if (*by != 0.0) {
            return v;
        }
    }
    return KERNEL_NONE;
}

void kernel_lp_line(kernel_lp *lp, uint32_t variable)
{
    const kernel_model *m = lp->model;
    const uint32_t n = m->columns;
    double *restrict row = lp->pivot_row;
    if (variable < n) {
        memcpy(row, line(lp, (uint32_t)(-2 - lp->where[variable])), n * sizeof *row);
        return;
    }
    memset(row, 0, n * sizeof *row);
    const uint32_t i = variable - n;
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        const int32_t place = lp->where[m->row_column[k]];
        const double a = m->row_value[k];
        if (place >= 0) {
            row[place] += a;
            continue;
        }
        const double *restrict t = line(lp, (uint32_t)(-2 - place));
        for (uint32_t c = 0; c < n; c++) {
            row[c] += a * t[c];
        }
    }
}

/* Slots whose variable can help the leaving one, with their ratios. */
static uint32_t collect(kernel_lp *lp, bool rises)
{
    const uint32_t n = lp->model->columns;
    const double sign = rises ? 1.0 : -1.0;
    uint32_t count = 0;
    for (uint32_t c = 0; c < n; c++) {
        lp->candidate[count] = c;
        count += sign * lp->pivot_row[c] * lp->way[c] > NOTHING ? 1 : 0;
    }
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t c = lp->candidate[k];
        lp->ratio[k] = kernel_size(lp->reduced[c] / lp->pivot_row[c]);
    }
    return count;
}

/* The entry of the least ratio; among equals the greatest pivot, then the first. */
static uint32_t least_ratio(const kernel_lp *lp, uint32_t count)
{
    uint32_t best = 0;
    double size = kernel_size(lp->pivot_row[lp->candidate[0]]);
    for (uint32_t k = 1; k < count; k++) {
        const double gap = lp->ratio[k] - lp->ratio[best];
        if (gap > 1e-12) {
            continue;
        }
        const double other = kernel_size(lp->pivot_row[lp->candidate[k]]);
        if (gap < -1e-12 || other > size) {
            best = k;
            size = other;
        }
    }
    return best;
}

/* Chooses the slot that enters. Columns passed on the way, gathered behind the first `count`
 * candidates, go to their other bound when the leaving variable still falls short after that.
 * KERNEL_NONE: whatever moves, it falls short. */
static uint32_t choose_slot(kernel_lp *lp, double missing, uint32_t *count)
{
    while (*count > 0) {
        const uint32_t k = least_ratio(lp, *count);
        const uint32_t c = lp->candidate[k];
        const uint32_t v = lp->inside[c];
        const double range = lp->upper[v] - lp->lower[v];
        const double left = missing - kernel_size(lp->pivot_row[c]) * range;
        if (!(left > KERNEL_FEASIBLE)) {
            return c;
        }
        missing = left;
        --*count;
        lp->ratio[k] = lp->ratio[*count];
        lp->candidate[k] = lp->candidate[*count];
        lp->candidate[*count] = c;
    }
    return KERNEL_NONE;
}

static void flip(kernel_lp *lp, uint32_t first, uint32_t last)
{
    for (uint32_t k = first; k < last; k++) {
        const uint32_t c = lp->candidate[k];
        const uint32_t v = lp->inside[c];
        lp->high[v] = !lp->high[v];
        lp->way[c] = -lp->way[c];
        shift_slot(lp, c, value_at(lp, v) - lp->at[c]);
        lp->at[c] = value_at(lp, v);
    }
}

/* Subtracts the right multiple of the pivot row from the lines and the reduced costs. */
static void eliminate(kernel_lp *lp, uint32_t own, uint32_t e)
{
    const uint32_t n = lp->model->columns;
    const double *restrict row = lp->pivot_row;
    const double inverse = 1.0 / row[e];
    for (uint32_t p = 0; p <= lp->basic_count; p++) {
        double *restrict t = p == lp->basic_count ? lp->reduced : line(lp, p);
        const double f = t[e] * inverse;
        if (p == own || f == 0.0) {
            continue;
        }
        for (uint32_t c = 0; c < n; c++) {
            t[c] -= f * row[c];
        }
        t[e] = f;
    }
}

/* The line of the column that enters by slot `e`. */
static void write_line(kernel_lp *lp, uint32_t p, uint32_t column, uint32_t e)
{
    const double *restrict row = lp->pivot_row;
    const double inverse = 1.0 / row[e];
    double *restrict t = line(lp, p);
    for (uint32_t c = 0; c < lp->model->columns; c++) {
        t[c] = -inverse * row[c];
    }
    t[e] = inverse;
    lp->basic[p] = column;
    lp->where[column] = -2 - (int32_t)p;
}

static void drop_line(kernel_lp *lp, uint32_t p)
{
    const uint32_t last = --lp->basic_count;
    if (p != last) {
        memcpy(line(lp, p), line(lp, last), lp->model->columns * sizeof *lp->table);
        lp->basic[p] = lp->basic[last];
        lp->where[lp->basic[p]] = -2 - (int32_t)p;
    }
}

/* Exchanges the leaving variable, whose line is in pivot_row, and the variable of slot `e`. */
static void exchange(kernel_lp *lp, uint32_t leaving, uint32_t e)
{
    const uint32_t n = lp->model->columns;
    const uint32_t own = leaving < n ? (uint32_t)(-2 - lp->where[leaving]) : KERNEL_NONE;
    const uint32_t entering = lp->inside[e];
    eliminate(lp, own, e);
    lp->inside[e] = leaving;
    lp->where[leaving] = (int32_t)e;
    if (entering < n) {
        write_line(lp, own != KERNEL_NONE ? own : lp->basic_count++, entering, e);
    } else {
        lp->where[entering] = -1;
        if (own != KERNEL_NONE) {
            drop_line(lp, own);
        }
    }
    lp->pivots++;
    lp->pivots_since++;
    lp->shifts++;
}

/* Moves the leaving variable to the bound it breaks, along slot `e`, and exchanges the two. */
static void pivot(kernel_lp *lp, uint32_t leaving, bool rises, uint32_t e)
{
    const uint32_t n = lp->model->columns;
    const double goal = rises ? lp->lower[leaving] : lp->upper[leaving];
    const double now = leaving < n ? lp->x[leaving] : lp->activity[leaving - n];
    shift_slot(lp, e, (goal - now) / lp->pivot_row[e]);
    lp->high[leaving] = !rises;
    exchange(lp, leaving, e);
    lp->way[e] = lp->lower[leaving] == lp->upper[leaving] ? 0.0 : rises ? 1.0 : -1.0;
    lp->at[e] = goal;
    if (leaving < n) {
        lp->x[leaving] = goal;
    } else {
        lp->activity[leaving - n] = goal;
    }
}

/* The slot through which a wanted column enters best for the line in pivot_row. */
static uint32_t wanted_slot(const kernel_lp *lp, const double *wanted)
{
    uint32_t best = KERNEL_NONE;
    double most = 1e-9;
    for (uint32_t c = 0; c < lp->model->columns; c++) {
        const uint32_t v = lp->inside[c];
        const double size = kernel_size(lp->pivot_row[c]);
        if (v < lp->model->columns && wanted[v] > 0.0 && size > most) {
            most = size;
            best = c;
        }
    }
    return best;
}

bool kernel_lp_rebuild(kernel_lp *lp)
{
    const uint32_t n = lp->model->columns;
    uint32_t *tight = lp->candidate;
    double *wanted = lp->ratio;
    uint32_t count = 0;
    for (uint32_t j = 0; j < n; j++) {
        wanted[j] = lp->where[j] < 0 ? 1.0 : 0.0;
        if (lp->inside[j] >= n) {
            tight[count++] = lp->inside[j];
        }
    }
    clear_basis(lp);
    bool whole = true;
    for (uint32_t k = 0; k < count; k++) {
        kernel_lp_line(lp, tight[k]);
        const uint32_t e = wanted_slot(lp, wanted);
        if (e == KERNEL_NONE) {
            whole = false; /* this row stays loose, some column outside */
            continue;
        }
        wanted[lp->inside[e]] = 0.0;
        exchange(lp, tight[k], e);
    }
    lp->pivots -= count;
    lp->pivots_since = 0;
    kernel_lp_place(lp);
    return whole;
}

void kernel_lp_copy(kernel_lp *to, const kernel_lp *from)
{
    const uint32_t n = from->model->columns;
    const uint32_t rows = from->model->rows;
    to->model = from->model;
    to->basic_count = from->basic_count;
    to->stride = from->stride;
    to->objective = from->objective;
    to->pivots = from->pivots;
    to->pivots_since = from->pivots_since;
    to->shifts = from->shifts;
    memcpy(to->lower, from->lower, (size_t)(n + rows) * sizeof *to->lower);
    memcpy(to->upper, from->upper, (size_t)(n + rows) * sizeof *to->upper);
    memcpy(to->x, from->x, n * sizeof *to->x);
    memcpy(to->activity, from->activity, rows * sizeof *to->activity);
    memcpy(to->basic, from->basic, from->basic_count * sizeof *to->basic);
    memcpy(to->table, from->table, (size_t)from->basic_count * from->stride * sizeof *to->table);
    memcpy(to->inside, from->inside, n * sizeof *to->inside);
    memcpy(to->reduced, from->reduced, n * sizeof *to->reduced);
    memcpy(to->at, from->at, n * sizeof *to->at);
    memcpy(to->way, from->way, n * sizeof *to->way);
    memcpy(to->where, from->where, (size_t)(n + rows) * sizeof *to->where);
    memcpy(to->high, from->high, (size_t)(n + rows) * sizeof *to->high);
}

kernel_lp_status kernel_lp_solve(kernel_lp *lp, double cutoff)
{
    return kernel_lp_try(lp, cutoff, ITERATIONS_MAX);
}

kernel_lp_status kernel_lp_try(kernel_lp *lp, double cutoff, int iterations)
{
    double before = -HUGE_VAL;
    int stalled = 0;
    int64_t wait = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
        if (lp->objective >= cutoff) {
            return KERNEL_LP_CUT;
        }
        stalled = lp->objective > before + 1e-9 ? 0 : stalled + 1;
        before = lp->objective;
        double by = 0.0;
        const uint32_t leaving =
            stalled < PATIENCE ? most_broken(lp, &by) : some_broken(lp, (uint32_t)iteration, &by);
        if (leaving == KERNEL_NONE) {
            return KERNEL_LP_OPTIMAL;
        }
        kernel_lp_line(lp, leaving);
        const uint32_t all = collect(lp, by > 0.0);
        uint32_t count = all;
        const uint32_t e = choose_slot(lp, kernel_size(by), &count);
        if (e == KERNEL_NONE) {
            return kernel_proof_empty(lp, leaving) ? KERNEL_LP_INFEASIBLE : KERNEL_LP_TROUBLE;
        }
        if ((kernel_size(lp->pivot_row[e]) < SMALL_PIVOT && lp->pivots_since > wait) ||
            lp->pivots_since > REBUILD_AFTER) {
            (void)kernel_lp_rebuild(lp);
            wait += WAIT_LONGER;
            continue;
        }
        flip(lp, count, all);
        pivot(lp, leaving, by > 0.0, e);
    }
    return KERNEL_LP_TROUBLE;
}
