/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_reduce.h"

#include <string.h>

/* From the model given to a smaller one with the same optimum:
 *
 * - rows that the bounds imply, and columns that rows or costs settle, go;
 * - coefficients of yes/no columns shrink to what the row needs;
 * - where "q ≤ u·y and q ≥ l·y" is all that is said of y, it means "q is not 0": y goes, and q
 *   remembers l;
 * - an equation gives a continuous column by the others: it goes, its bounds stay as a row.
 *
 * Everything is undone by kernel_expand. */

enum { ROUNDS = 4 };

/* Rows broken by less count as kept, as at the door (see bil_lp_violation). */
#define BROKEN 1e-6

static const double none = HUGE_VAL;

uint32_t kernel_reduction_terms(uint32_t columns, uint32_t terms)
{
    return 6 * terms + 4 * columns + 64;
}

void kernel_reduction_layout(kernel_reduction *r, kernel_room *room, uint32_t columns,
                             uint32_t rows, uint32_t terms)
{
    const uint32_t n = columns + 1;
    const uint32_t m = rows + 1;
    r->room = kernel_reduction_terms(columns, terms);
    r->lower = kernel_take(room, n, sizeof *r->lower);
    r->upper = kernel_take(room, n, sizeof *r->upper);
    r->cost = kernel_take(room, n, sizeof *r->cost);
    r->least = kernel_take(room, n, sizeof *r->least);
    r->integer = kernel_take(room, n, sizeof *r->integer);
    r->gone = kernel_take(room, n, sizeof *r->gone);
    r->up_locks = kernel_take(room, n, sizeof *r->up_locks);
    r->down_locks = kernel_take(room, n, sizeof *r->down_locks);
    r->shadow = kernel_take(room, n, sizeof *r->shadow);
    r->pairs = kernel_take(room, n, sizeof *r->pairs);
    r->scale = kernel_take(room, n, sizeof *r->scale);
    r->mark = kernel_take(room, n, sizeof *r->mark);
    r->kept = kernel_take(room, n, sizeof *r->kept);
    r->row_lower = kernel_take(room, m, sizeof *r->row_lower);
    r->row_upper = kernel_take(room, m, sizeof *r->row_upper);
    r->first = kernel_take(room, m, sizeof *r->first);
    r->count = kernel_take(room, m, sizeof *r->count);
    r->dead = kernel_take(room, m, sizeof *r->dead);
    r->dirty = kernel_take(room, m, sizeof *r->dirty);
    r->column_first = kernel_take(room, n + 1, sizeof *r->column_first);
    r->column_row = kernel_take(room, (size_t)terms + 1, sizeof *r->column_row);
    r->column = kernel_take(room, r->room, sizeof *r->column);
    r->value = kernel_take(room, r->room, sizeof *r->value);
    r->steps = kernel_take(room, n, sizeof *r->steps);
}

/* The rows of each column. Rows that are put together later are not among them: what they say of a
 * column that moves after that is lost, which costs nothing but a little tightness. */
static void list_rows(kernel_reduction *r)
{
    uint32_t *first = r->column_first;
    memset(first, 0, ((size_t)r->columns + 2) * sizeof *first);
    for (uint32_t k = 0; k < r->used; k++) {
        first[r->column[k] + 2]++;
    }
    for (uint32_t j = 2; j < r->columns + 2; j++) {
        first[j] += first[j - 1];
    }
    for (uint32_t i = 0; i < r->rows; i++) {
        r->dirty[i] = true;
        for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
            r->column_row[first[r->column[k] + 1]++] = i;
        }
    }
}

/* The column moved: its rows are worth another look. */
static void touch(kernel_reduction *r, uint32_t j)
{
    for (uint32_t k = r->column_first[j]; k < r->column_first[j + 1]; k++) {
        r->dirty[r->column_row[k]] = true;
    }
}

static void read_model(kernel_reduction *r, const bil_lp *lp)
{
    const double sign = lp->maximise ? -1.0 : 1.0;
    r->lp = lp;
    r->columns = (uint32_t)lp->column_count;
    r->rows = (uint32_t)lp->row_count;
    r->step_count = 0;
    r->offset = 0.0;
    for (uint32_t j = 0; j < r->columns; j++) {
        const bil_lp_column *column = &lp->columns[j];
        r->lower[j] = column->lower;
        r->upper[j] = column->upper;
        r->cost[j] = sign * column->cost;
        r->integer[j] = column->integer;
        r->least[j] = 0.0;
        r->gone[j] = false;
        r->shadow[j] = KERNEL_NONE;
        r->mark[j] = KERNEL_NONE;
    }
    uint32_t used = 0;
    for (uint32_t i = 0; i < r->rows; i++) {
        const bil_lp_row *row = &lp->rows[i];
        r->row_lower[i] = row->lower;
        r->row_upper[i] = row->upper;
        r->first[i] = used;
        r->count[i] = (uint32_t)row->count;
        r->dead[i] = false;
        for (size_t k = row->first; k < row->first + row->count; k++) {
            r->column[used] = lp->terms[k].column;
            r->value[used++] = lp->terms[k].value;
        }
    }
    r->used = used;
    list_rows(r);
}

static bool settled(const kernel_reduction *r, uint32_t j)
{
    return r->lower[j] == r->upper[j];
}

typedef struct {
    double least;
    double most;
    double size; /* greatest coefficient */
} range;

static range row_range(const kernel_reduction *r, uint32_t i)
{
    range found = {0};
    const uint32_t end = r->first[i] + r->count[i];
    for (uint32_t k = r->first[i]; k < end; k++) {
        const double a = r->value[k];
        const double low = a * r->lower[r->column[k]];
        const double high = a * r->upper[r->column[k]];
        found.least += low < high ? low : high;
        found.most += low < high ? high : low;
        const double size = kernel_size(a);
        found.size = size > found.size ? size : found.size;
    }
    return found;
}

typedef struct {
    double lower;
    double upper;
} limits;

/* What a row leaves one of its columns: it may rise by `above` from its least in all, and fall by
 * `below` from its most. */
static limits left_to(const kernel_reduction *r, uint32_t j, double a, double above, double below)
{
    limits now = {.lower = r->lower[j], .upper = r->upper[j]};
    const double reach = kernel_size(a) * (now.upper - now.lower);
    if (reach <= above && reach <= below) {
        return now;
    }
    const double up = r->lower[j] + (a > 0.0 ? above : below) / kernel_size(a);
    const double down = r->upper[j] - (a > 0.0 ? below : above) / kernel_size(a);
    if (reach > (a > 0.0 ? above : below)) {
        now.upper = up;
    }
    if (reach > (a > 0.0 ? below : above)) {
        now.lower = down;
    }
    return now;
}

/* Narrows each column to what the row leaves it, given the others' bounds. */
static bool tighten_columns(kernel_reduction *r, uint32_t i, range *now, bool *any)
{
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        const uint32_t j = r->column[k];
        const double a = r->value[k];
        const double low = r->lower[j];
        const double high = r->upper[j];
        if (low == high) {
            continue;
        }
        const limits left =
            left_to(r, j, a, r->row_upper[i] - now->least, now->most - r->row_lower[i]);
        const kernel_narrowed how = kernel_narrow(&r->lower[j], &r->upper[j], r->integer[j],
                                                  r->least[j], left.lower, left.upper);
        if (how == KERNEL_EMPTY) {
            return false;
        }
        if (how == KERNEL_NARROWER) {
            *any = true;
            touch(r, j);
            const double rise = a * (r->lower[j] - low);
            const double fall = a * (r->upper[j] - high);
            now->least += a > 0.0 ? rise : fall;
            now->most += a > 0.0 ? fall : rise;
        }
    }
    return true;
}

/* Σ others + a·x ≤ upper with x 0 or 1: where one of the two leaves the row idle, `a` shrinks to
 * what makes it just idle. `sign` -1 reads the row as ≥. */
static void shrink_coefficients(kernel_reduction *r, uint32_t i, double sign, range *now, bool *any)
{
    double *side = sign > 0.0 ? &r->row_upper[i] : &r->row_lower[i];
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        const uint32_t j = r->column[k];
        if (!r->integer[j] || r->lower[j] != 0.0 || r->upper[j] != 1.0) {
            continue;
        }
        const double a = sign * r->value[k];
        const double upper = sign * *side;
        const double most = sign > 0.0 ? now->most : -now->least;
        const double others = most - (a > 0.0 ? a : 0.0);
        const double idle = a > 0.0 ? upper - others : upper - a - others;
        const double left = (a > 0.0 ? a : -a) - idle;
        if (idle <= 1e-6 * now->size || left <= 1e-6 * now->size) {
            continue;
        }
        r->value[k] -= (a > 0.0 ? sign : -sign) * idle;
        *side -= a > 0.0 ? sign * idle : 0.0;
        *now = row_range(r, i);
        r->dirty[i] = true;
        *any = true;
    }
}

/* False when no point keeps the row. */
static bool reduce_row(kernel_reduction *r, uint32_t i, bool *any)
{
    range now = row_range(r, i);
    const double close = 1e-9 * (now.size + 1.0);
    const double broken = BROKEN * (now.size + 1.0);
    if (now.least > r->row_upper[i] + broken || now.most < r->row_lower[i] - broken) {
        return false;
    }
    if (r->row_upper[i] < none && now.most <= r->row_upper[i] + close) {
        r->row_upper[i] = none;
    }
    if (r->row_lower[i] > -none && now.least >= r->row_lower[i] - close) {
        r->row_lower[i] = -none;
    }
    if (r->row_upper[i] == none && r->row_lower[i] == -none) {
        r->dead[i] = true;
        *any = true;
        return true;
    }
    const double width = now.most - now.least;
    if ((width > r->row_upper[i] - now.least || width > now.most - r->row_lower[i]) &&
        !tighten_columns(r, i, &now, any)) {
        return false;
    }
    if (r->row_lower[i] == -none) {
        shrink_coefficients(r, i, 1.0, &now, any);
    } else if (r->row_upper[i] == none) {
        shrink_coefficients(r, i, -1.0, &now, any);
    }
    return true;
}

static void count_locks(kernel_reduction *r)
{
    memset(r->up_locks, 0, r->columns * sizeof *r->up_locks);
    memset(r->down_locks, 0, r->columns * sizeof *r->down_locks);
    for (uint32_t i = 0; i < r->rows; i++) {
        if (r->dead[i]) {
            continue;
        }
        const uint32_t above = r->row_upper[i] < none ? 1 : 0;
        const uint32_t below = r->row_lower[i] > -none ? 1 : 0;
        for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
            const uint32_t j = r->column[k];
            r->up_locks[j] += r->value[k] > 0.0 ? above : below;
            r->down_locks[j] += r->value[k] > 0.0 ? below : above;
        }
    }
}

/* A column that no row holds back goes where its cost wants it. */
static void settle_by_cost(kernel_reduction *r, bool *any)
{
    count_locks(r);
    for (uint32_t j = 0; j < r->columns; j++) {
        if (r->gone[j] || settled(r, j)) {
            continue;
        }
        if (r->cost[j] >= 0.0 && r->down_locks[j] == 0) {
            r->upper[j] = r->lower[j];
            touch(r, j);
            *any = true;
        } else if (r->cost[j] <= 0.0 && r->up_locks[j] == 0) {
            r->lower[j] = r->upper[j];
            touch(r, j);
            *any = true;
        }
    }
}

static bool settle_rows_and_columns(kernel_reduction *r)
{
    bool any = true;
    for (int round = 0; any && round < ROUNDS; round++) {
        any = false;
        for (uint32_t i = 0; i < r->rows; i++) {
            if (r->dead[i] || !r->dirty[i]) {
                continue;
            }
            r->dirty[i] = false;
            if (!reduce_row(r, i, &any)) {
                return false;
            }
        }
        settle_by_cost(r, &any);
    }
    return true;
}

/* The other column of a row of two, with the row read as q + a·y; KERNEL_NONE when it is not one.
 */
static uint32_t partner(const kernel_reduction *r, uint32_t i, uint32_t y, double *a)
{
    if (r->count[i] != 2) {
        return KERNEL_NONE;
    }
    const uint32_t k = r->first[i] + (r->column[r->first[i]] == y ? 1 : 0);
    const uint32_t own = 2 * r->first[i] + 1 - k;
    *a = r->value[own] / r->value[k];
    return r->value[k] > 0.0 ? r->column[k] : KERNEL_NONE;
}

static void look_for_pair(const kernel_reduction *r, uint32_t i, uint32_t y, kernel_pair *found)
{
    double a = 0.0;
    const uint32_t q = partner(r, i, y, &a);
    const bool usable = q != KERNEL_NONE && r->integer[q] && r->lower[q] == 0.0 && !settled(r, q) &&
                        a < 0.0 && (found->q == KERNEL_NONE || found->q == q);
    if (usable && found->most_row == KERNEL_NONE && r->row_upper[i] == 0.0 &&
        r->row_lower[i] == -none && -a >= r->upper[q]) {
        found->q = q;
        found->most_row = i;
    } else if (usable && found->least_row == KERNEL_NONE && r->row_lower[i] == 0.0 &&
               r->row_upper[i] == none && -a > 1e-6) {
        found->q = q;
        found->least_row = i;
        found->least = -a;
    } else {
        found->apt = false;
    }
}

static bool holds(const kernel_reduction *r, uint32_t i, uint32_t q)
{
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        if (r->column[k] == q) {
            return true;
        }
    }
    return false;
}

/* Yes/no columns that say no more than whether another is 0. */
static void drop_shadows(kernel_reduction *r)
{
    for (uint32_t j = 0; j < r->columns; j++) {
        const bool binary = r->integer[j] && r->lower[j] == 0.0 && r->upper[j] == 1.0;
        r->pairs[j] = (kernel_pair){.q = KERNEL_NONE,
                                    .most_row = KERNEL_NONE,
                                    .least_row = KERNEL_NONE,
                                    .apt = binary && !r->gone[j] && r->cost[j] == 0.0};
    }
    for (uint32_t i = 0; i < r->rows; i++) {
        for (uint32_t k = r->first[i]; !r->dead[i] && k < r->first[i] + r->count[i]; k++) {
            if (r->pairs[r->column[k]].apt) {
                look_for_pair(r, i, r->column[k], &r->pairs[r->column[k]]);
            }
        }
    }
    for (uint32_t y = 0; y < r->columns; y++) {
        const kernel_pair *found = &r->pairs[y];
        if (found->apt && found->most_row != KERNEL_NONE && found->least_row != KERNEL_NONE &&
            r->least[found->q] == 0.0) {
            r->dead[found->most_row] = true;
            r->dead[found->least_row] = true;
            r->gone[y] = true;
            r->shadow[y] = found->q;
            r->least[found->q] = fmax(1.0, ceil(found->least - 1e-6));
            r->upper[found->q] = r->upper[found->q] < r->least[found->q] ? 0.0 : r->upper[found->q];
        }
    }
}

/* The continuous column an equation is best solved for: in few rows, with a large coefficient. */
static uint32_t column_to_solve_for(const kernel_reduction *r, uint32_t i)
{
    double size = 0.0;
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        const bool open = !r->integer[r->column[k]] && !settled(r, r->column[k]);
        size = open ? fmax(size, fabs(r->value[k])) : size;
    }
    uint32_t best = KERNEL_NONE;
    uint32_t fewest = 8; /* rows, each side counted */
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        const uint32_t j = r->column[k];
        const uint32_t locks = r->up_locks[j] + r->down_locks[j];
        if (!r->integer[j] && !settled(r, j) && fabs(r->value[k]) >= 0.1 * size && locks < fewest) {
            best = k;
            fewest = locks;
        }
    }
    return best;
}

/* Row h minus `times` row i without its term `own`, put together at the end of the terms. */
static void combine(kernel_reduction *r, uint32_t h, uint32_t i, double times, uint32_t leave_out)
{
    const uint32_t start = r->used;
    for (int which = 0; which < 2; which++) {
        const uint32_t from = which == 0 ? h : i;
        const double factor = which == 0 ? 1.0 : -times;
        for (uint32_t k = r->first[from]; k < r->first[from] + r->count[from]; k++) {
            const uint32_t j = r->column[k];
            if (j == leave_out) {
                continue;
            }
            if (r->mark[j] == KERNEL_NONE) {
                r->mark[j] = r->used;
                r->column[r->used] = j;
                r->value[r->used++] = factor * r->value[k];
            } else {
                r->value[r->mark[j]] += factor * r->value[k];
            }
        }
    }
    uint32_t kept = start;
    for (uint32_t k = start; k < r->used; k++) {
        r->mark[r->column[k]] = KERNEL_NONE;
        if (fabs(r->value[k]) > 1e-10) {
            r->column[kept] = r->column[k];
            r->value[kept++] = r->value[k];
        }
    }
    r->used = kept;
    r->first[h] = start;
    r->count[h] = kept - start;
    r->dirty[h] = true;
}

static double coefficient(const kernel_reduction *r, uint32_t i, uint32_t j)
{
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        if (r->column[k] == j) {
            return r->value[k];
        }
    }
    return 0.0;
}

/* Terms that putting the equation into the other rows of its column may add. */
static uint32_t fill(const kernel_reduction *r, uint32_t i, uint32_t z)
{
    uint32_t terms = r->count[i];
    for (uint32_t h = 0; h < r->rows; h++) {
        if (!r->dead[h] && h != i && holds(r, h, z)) {
            terms += r->count[h] + r->count[i];
        }
    }
    return terms;
}

static void solve_for(kernel_reduction *r, uint32_t i, uint32_t k)
{
    const uint32_t z = r->column[k];
    const double a = r->value[k];
    const double right = r->row_upper[i];
    if (r->used + fill(r, i, z) > r->room) {
        return;
    }
    r->steps[r->step_count++] = (kernel_step){
        .column = z, .value = a, .right = right, .first = r->first[i], .count = r->count[i]};
    for (uint32_t h = 0; h < r->rows; h++) {
        const double b = r->dead[h] || h == i ? 0.0 : coefficient(r, h, z);
        if (b != 0.0) {
            combine(r, h, i, b / a, z);
            r->row_lower[h] -= b / a * right;
            r->row_upper[h] -= b / a * right;
        }
    }
    for (uint32_t t = r->first[i]; t < r->first[i] + r->count[i]; t++) {
        r->cost[r->column[t]] -= r->column[t] == z ? 0.0 : r->cost[z] / a * r->value[t];
    }
    r->offset += r->cost[z] / a * right;
    const double low = a > 0.0 ? a * r->lower[z] : a * r->upper[z];
    const double high = a > 0.0 ? a * r->upper[z] : a * r->lower[z];
    combine(r, i, i, 0.0, z);
    r->row_lower[i] = right - high;
    r->row_upper[i] = right - low;
    r->gone[z] = true;
}

static void solve_equations(kernel_reduction *r)
{
    count_locks(r);
    for (uint32_t i = 0; i < r->rows; i++) {
        if (r->dead[i] || r->row_lower[i] != r->row_upper[i]) {
            continue;
        }
        const uint32_t k = column_to_solve_for(r, i);
        if (k != KERNEL_NONE) {
            solve_for(r, i, k);
        }
    }
}

/* The power of two just below. */
static double power_below(double value)
{
    int exponent = 0;
    if (value == 0.0) {
        return 1.0;
    }
    (void)frexp(value, &exponent);
    return ldexp(1.0, exponent - 1);
}

static void write_columns(kernel_reduction *r, kernel_model *out)
{
    out->columns = 0;
    for (uint32_t j = 0; j < r->columns; j++) {
        r->kept[j] = KERNEL_NONE;
        if (r->gone[j]) {
            continue;
        }
        if (settled(r, j)) {
            r->offset += r->cost[j] * r->lower[j];
            continue;
        }
        const double size = fmax(fabs(r->lower[j]), fabs(r->upper[j]));
        const double scale = r->integer[j] ? 1.0 : power_below(size);
        const uint32_t to = out->columns++;
        r->kept[j] = to;
        r->scale[j] = scale;
        out->lower[to] = r->lower[j] / scale;
        out->upper[to] = r->upper[j] / scale;
        out->cost[to] = r->cost[j] * scale;
        out->least[to] = r->lower[j] == 0.0 ? r->least[j] : 0.0;
        out->integer[to] = r->integer[j];
    }
}

static void write_row(const kernel_reduction *r, uint32_t i, kernel_model *out, uint32_t *used)
{
    const uint32_t start = *used;
    double moved = 0.0;
    double size = 0.0;
    for (uint32_t k = r->first[i]; k < r->first[i] + r->count[i]; k++) {
        const uint32_t j = r->column[k];
        if (r->kept[j] == KERNEL_NONE) {
            moved += r->value[k] * r->lower[j];
            continue;
        }
        out->row_column[*used] = r->kept[j];
        out->row_value[*used] = r->value[k] * r->scale[j];
        size = fmax(size, fabs(out->row_value[(*used)++]));
    }
    const double scale = power_below(size);
    for (uint32_t k = start; k < *used; k++) {
        out->row_value[k] /= scale;
    }
    out->row_lower[out->rows] = (r->row_lower[i] - moved) / scale;
    out->row_upper[out->rows] = (r->row_upper[i] - moved) / scale;
}

static void write_model(kernel_reduction *r, kernel_model *out)
{
    uint32_t used = 0;
    write_columns(r, out);
    out->rows = 0;
    for (uint32_t i = 0; i < r->rows; i++) {
        if (r->dead[i]) {
            continue;
        }
        out->row_first[out->rows] = used;
        write_row(r, i, out, &used);
        if (used > out->row_first[out->rows]) {
            out->rows++;
        }
    }
    out->row_first[out->rows] = used;
    kernel_model_transpose(out);
}

bool kernel_reduce(kernel_reduction *r, const bil_lp *lp, kernel_model *out)
{
    read_model(r, lp);
    if (!settle_rows_and_columns(r)) {
        return false;
    }
    drop_shadows(r);
    solve_equations(r);
    if (!settle_rows_and_columns(r)) {
        return false;
    }
    write_model(r, out);
    return true;
}

void kernel_expand(const kernel_reduction *r, const double *from, double *to)
{
    for (uint32_t j = 0; j < r->columns; j++) {
        if (!r->gone[j]) {
            to[j] = r->kept[j] == KERNEL_NONE ? r->lower[j] : r->scale[j] * from[r->kept[j]];
        }
    }
    for (uint32_t j = 0; j < r->columns; j++) {
        if (r->shadow[j] != KERNEL_NONE) {
            to[j] = to[r->shadow[j]] > 0.5 ? 1.0 : 0.0;
        }
    }
    for (uint32_t s = r->step_count; s-- > 0;) {
        const kernel_step *step = &r->steps[s];
        long double sum = (long double)step->right;
        for (uint32_t k = step->first; k < step->first + step->count; k++) {
            if (r->column[k] != step->column) {
                sum -= (long double)r->value[k] * (long double)to[r->column[k]];
            }
        }
        const double x = (double)(sum / (long double)step->value);
        to[step->column] = fmin(fmax(x, r->lower[step->column]), r->upper[step->column]);
    }
}

void kernel_contract(const kernel_reduction *r, const double *from, double *to)
{
    for (uint32_t j = 0; j < r->columns; j++) {
        if (!r->gone[j] && r->kept[j] != KERNEL_NONE) {
            to[r->kept[j]] = from[j] / r->scale[j];
        }
    }
}
