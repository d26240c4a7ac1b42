/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_parts.h"

#include <string.h>

enum { OPEN_NODES = 96, PARTS_MAX = 24 };

void kernel_parts_layout(kernel_parts *p, kernel_room *room, uint32_t columns, uint32_t rows,
                         uint32_t terms)
{
    const size_t n = (size_t)columns + 1;
    p->open_room = OPEN_NODES;
    p->open_size = 3 * n + PARTS_MAX;
    p->part_of = kernel_take(room, n, sizeof *p->part_of);
    p->row_part = kernel_take(room, (size_t)rows + 1, sizeof *p->row_part);
    p->inner = kernel_take(room, n, sizeof *p->inner);
    p->parts = kernel_take(room, PARTS_MAX, sizeof *p->parts);
    p->part_rows = kernel_take(room, PARTS_MAX, sizeof *p->part_rows);
    kernel_model_layout(&p->pool, room, columns + 2 * PARTS_MAX,
                        rows + (2 + KERNEL_CUTS) * PARTS_MAX, terms + KERNEL_CUTS * columns);
    p->lower = kernel_take(room, n, sizeof *p->lower);
    p->upper = kernel_take(room, n, sizeof *p->upper);
    p->x = kernel_take(room, n, sizeof *p->x);
    p->inner_x = kernel_take(room, n, sizeof *p->inner_x);
    p->bound = kernel_take(room, PARTS_MAX, sizeof *p->bound);
    p->open = kernel_take(room, p->open_size * p->open_room, sizeof *p->open);
    p->open_bound = kernel_take(room, p->open_room, sizeof *p->open_bound);
    p->best_x = kernel_take(room, n, sizeof *p->best_x);
}

/* --- finding the parts --- */

/* The one hint that a row's columns carry: BIL_KERNEL_NO_PART without any, KERNEL_MANY with two. */
#define KERNEL_MANY (UINT32_MAX - 1)

static uint32_t hint_of_row(const kernel_model *m, const uint32_t *hint, uint32_t i)
{
    uint32_t found = BIL_KERNEL_NO_PART;
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        const uint32_t own = hint[m->row_column[k]];
        if (own == BIL_KERNEL_NO_PART || own == found) {
            continue;
        }
        if (found != BIL_KERNEL_NO_PART) {
            return KERNEL_MANY;
        }
        found = own;
    }
    return found;
}

/* Columns of the row without a hint take that of the others, when those agree. */
static bool spread_hint(const kernel_model *m, uint32_t *hint, uint32_t i)
{
    const uint32_t own = hint_of_row(m, hint, i);
    bool any = false;
    for (uint32_t k = m->row_first[i]; own < KERNEL_MANY && k < m->row_first[i + 1]; k++) {
        if (hint[m->row_column[k]] == BIL_KERNEL_NO_PART) {
            hint[m->row_column[k]] = own;
            any = true;
        }
    }
    return any;
}

static void spread_hints(const kernel_model *m, uint32_t *hint)
{
    bool any = true;
    while (any) {
        any = false;
        for (uint32_t i = 0; i < m->rows; i++) {
            any = spread_hint(m, hint, i) || any;
        }
    }
}

static uint32_t root_of(uint32_t *parent, uint32_t j)
{
    while (parent[j] != j) {
        parent[j] = parent[parent[j]];
        j = parent[j];
    }
    return j;
}

/* Columns that a row of one part holds together. */
static void connect(kernel_parts *p, const uint32_t *hint)
{
    const kernel_model *m = p->model;
    uint32_t *parent = p->part_of;
    for (uint32_t j = 0; j < m->columns; j++) {
        parent[j] = j;
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        const bool joins = hint != NULL && hint_of_row(m, hint, i) == KERNEL_MANY;
        p->row_part[i] = joins ? KERNEL_NONE : 0;
        for (uint32_t k = m->row_first[i] + 1; !joins && k < m->row_first[i + 1]; k++) {
            const uint32_t a = root_of(parent, m->row_column[k - 1]);
            const uint32_t b = root_of(parent, m->row_column[k]);
            parent[a > b ? a : b] = a > b ? b : a;
        }
    }
}

/* Numbers the parts by their first columns; the last takes in all that come later. */
static void number_parts(kernel_parts *p)
{
    const kernel_model *m = p->model;
    p->part_count = 0;
    for (uint32_t j = 0; j < m->columns; j++) {
        p->inner[j] = root_of(p->part_of, j);
    }
    for (uint32_t j = 0; j < m->columns; j++) {
        if (p->inner[j] == j) {
            p->part_count += p->part_count < PARTS_MAX ? 1 : 0;
            p->part_of[j] = p->part_count - 1;
        }
    }
    for (uint32_t j = 0; j < m->columns; j++) {
        p->part_of[j] = p->part_of[p->inner[j]];
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        if (p->row_part[i] != KERNEL_NONE) {
            p->row_part[i] = p->part_of[m->row_column[m->row_first[i]]];
        }
    }
}

/* The model of part `c`, cut from the pool behind those before it. */
static void write_part(kernel_parts *p, uint32_t c, uint32_t *columns, uint32_t *rows,
                       uint32_t *terms)
{
    const kernel_model *m = p->model;
    const kernel_model *pool = &p->pool;
    kernel_model *part = &p->parts[c];
    *part = (kernel_model){.lower = pool->lower + *columns,
                           .upper = pool->upper + *columns,
                           .cost = pool->cost + *columns,
                           .least = pool->least + *columns,
                           .integer = pool->integer + *columns,
                           .row_lower = pool->row_lower + *rows,
                           .row_upper = pool->row_upper + *rows,
                           .row_first = pool->row_first + *rows,
                           .row_column = pool->row_column + *terms,
                           .row_value = pool->row_value + *terms,
                           .column_first = pool->column_first + *columns,
                           .column_row = pool->column_row + *terms,
                           .column_value = pool->column_value + *terms};
    for (uint32_t j = 0; j < m->columns; j++) {
        if (p->part_of[j] == c) {
            const uint32_t to = part->columns++;
            p->inner[j] = to;
            part->cost[to] = m->cost[j];
            part->least[to] = m->least[j];
            part->integer[to] = m->integer[j];
        }
    }
    uint32_t used = 0;
    for (uint32_t i = 0; i < m->rows; i++) {
        if (p->row_part[i] != c) {
            continue;
        }
        part->row_first[part->rows] = used;
        part->row_lower[part->rows] = m->row_lower[i];
        part->row_upper[part->rows++] = m->row_upper[i];
        for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
            part->row_column[used] = p->inner[m->row_column[k]];
            part->row_value[used++] = m->row_value[k];
        }
    }
    part->row_first[part->rows] = used;
    kernel_model_transpose(part);
    part->row_room = part->rows + KERNEL_CUTS;
    part->term_room = used + kernel_cut_terms(part->columns);
    p->part_rows[c] = part->rows;
    *columns += part->columns + 2;
    *rows += part->row_room + 2;
    *terms += part->term_room;
}

bool kernel_parts_find(kernel_parts *p, kernel_model *model, uint32_t *hint)
{
    p->model = model;
    if (hint != NULL) {
        spread_hints(model, hint);
    }
    connect(p, hint);
    number_parts(p);
    if (p->part_count < 2) {
        return false;
    }
    uint32_t columns = 0;
    uint32_t rows = 0;
    uint32_t terms = 0;
    for (uint32_t c = 0; c < p->part_count; c++) {
        write_part(p, c, &columns, &rows, &terms);
    }
    return true;
}

/* --- searching them --- */

static double cutoff(const kernel_parts *p)
{
    const double least = p->share * (1.0 + kernel_size(p->best + p->offset));
    const double better = p->has_best ? p->best - (p->gap > least ? p->gap : least) : HUGE_VAL;
    return better < p->limit ? better : p->limit;
}

static void close_at(kernel_parts *p, double bound)
{
    p->closed = bound < p->closed ? bound : p->closed;
}

static double sum_of(const double *list, uint32_t count)
{
    double sum = 0.0;
    for (uint32_t c = 0; c < count; c++) {
        sum += list[c];
    }
    return sum;
}

/* Does the best of the part lie outside the box of now? If not it is the best there, too. */
static bool outside(const kernel_parts *p, uint32_t c)
{
    for (uint32_t j = 0; j < p->model->columns; j++) {
        if (p->part_of[j] == c && (p->x[j] < p->lower[j] || p->x[j] > p->upper[j])) {
            return true;
        }
    }
    return false;
}

/* Puts the box and the point `x` of the whole into the part's columns. */
static void enter(kernel_parts *p, uint32_t c, const double *x)
{
    const kernel_model *part = &p->parts[c];
    for (uint32_t j = 0; j < p->model->columns; j++) {
        if (p->part_of[j] == c) {
            part->lower[p->inner[j]] = p->lower[j];
            part->upper[p->inner[j]] = p->upper[j];
            p->inner_x[p->inner[j]] = x[j];
        }
    }
}

/* Searches one part in its box; false when the node can be left. */
static bool search_part(kernel_parts *p, uint32_t c, const double *const *points,
                        size_t point_count)
{
    kernel_search *s = p->search;
    const bool known = !isinf(p->bound[c]);
    p->bound[c] = 0.0;
    const double others = sum_of(p->bound, p->part_count);
    enter(p, c, p->x);
    p->parts[c].rows = p->part_rows[c]; /* cuts hold in the box they were made for */
    kernel_model_transpose(&p->parts[c]);
    kernel_search_start(s, &p->parts[c]);
    s->gap = p->gap / p->part_count;
    s->share = p->share / PARTS_MAX; /* what each may miss adds up */
    s->offset = isinf(others) ? p->offset : p->offset + others;
    s->limit = isinf(others) ? HUGE_VAL : cutoff(p) - others;
    s->node_limit = p->node_limit - p->nodes;
    s->go_on = p->go_on;
    s->payload = p->payload;
    if (known) {
        kernel_search_offer(s, p->inner_x);
    }
    for (size_t k = 0; k < point_count; k++) {
        enter(p, c, points[k]);
        kernel_search_offer(s, p->inner_x);
    }
    kernel_search_run(s);
    p->nodes += s->nodes;
    p->pivots += s->lp.pivots;
    p->cut_short = p->cut_short || s->cut_short;
    p->in_trouble = p->in_trouble || s->in_trouble;
    const double bound = s->has_best && s->best < s->closed ? s->best : s->closed;
    if (!s->has_best) {
        close_at(p, bound == HUGE_VAL ? bound : others + bound);
        return false;
    }
    p->bound[c] = bound;
    for (uint32_t j = 0; j < p->model->columns; j++) {
        if (p->part_of[j] == c) {
            p->x[j] = s->best_x[p->inner[j]];
        }
    }
    return true;
}

/* How far a joining row is broken at x: above 0 when it is too high. */
static double excess(const kernel_parts *p, uint32_t i)
{
    const kernel_model *m = p->model;
    const double activity = kernel_model_activity(m, i, p->x);
    if (activity > m->row_upper[i] + KERNEL_KEPT) {
        return activity - m->row_upper[i];
    }
    return activity < m->row_lower[i] - KERNEL_KEPT ? activity - m->row_lower[i] : 0.0;
}

/* How far a continuous column may move by the rows of its part. */
static double freedom(const kernel_parts *p, uint32_t j, double wish)
{
    const kernel_model *m = p->model;
    const double end = wish > 0.0 ? p->upper[j] - p->x[j] : p->lower[j] - p->x[j];
    double step = kernel_size(end) < kernel_size(wish) ? end : wish;
    for (uint32_t k = m->column_first[j]; k < m->column_first[j + 1]; k++) {
        const uint32_t i = m->column_row[k];
        const double a = m->column_value[k];
        const double side = a * step > 0.0 ? m->row_upper[i] : m->row_lower[i];
        if (p->row_part[i] != KERNEL_NONE && !isinf(side)) {
            const double room = (side - kernel_model_activity(m, i, p->x)) / a;
            step = wish > 0.0 ? fmin(step, fmax(0.0, room)) : fmax(step, fmin(0.0, room));
        }
    }
    return step;
}

/* Mends a joining row by columns that cost nothing and are not whole. */
static void mend(kernel_parts *p, uint32_t i)
{
    const kernel_model *m = p->model;
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        const uint32_t j = m->row_column[k];
        const double left = excess(p, i);
        if (left != 0.0 && !m->integer[j] && m->cost[j] == 0.0) {
            p->x[j] += freedom(p, j, -left / m->row_value[k]);
        }
    }
}

/* The whole column of a broken row whose move mends most of it. */
static void choose_fork(const kernel_parts *p, uint32_t i, double over, kernel_fork *fork)
{
    const kernel_model *m = p->model;
    double most = 0.0;
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        const uint32_t j = m->row_column[k];
        const bool falls = m->row_value[k] * over > 0.0;
        const double room = falls ? p->x[j] - p->lower[j] : p->upper[j] - p->x[j];
        const double gain = kernel_size(m->row_value[k]) * room;
        if (!m->integer[j] || room < 0.5 || gain <= most) {
            continue;
        }
        const double least = m->least[j] > 1.0 ? m->least[j] : 1.0;
        most = gain;
        fork->column = j;
        fork->above_first = false;
        if (falls) {
            fork->above = p->x[j];
            fork->below = p->x[j] <= least ? 0.0 : p->x[j] - 1.0;
        } else {
            fork->below = p->x[j];
            fork->above = p->x[j] < 0.5 && p->lower[j] == 0.0 ? least : p->x[j] + 1.0;
        }
    }
}

/* Looks at the box of now. */
static kernel_outcome look(kernel_parts *p, const double *const *points, size_t point_count,
                           kernel_fork *fork)
{
    for (uint32_t c = 0; c < p->part_count; c++) {
        const bool search = isinf(p->bound[c]) || outside(p, c);
        if (search && !search_part(p, c, points, point_count)) {
            return KERNEL_CLOSED;
        }
    }
    const double bound = sum_of(p->bound, p->part_count);
    if (bound >= cutoff(p)) {
        close_at(p, bound);
        return KERNEL_CLOSED;
    }
    fork->column = KERNEL_NONE;
    for (uint32_t i = 0; i < p->model->rows; i++) {
        if (p->row_part[i] == KERNEL_NONE) {
            mend(p, i);
        }
    }
    for (uint32_t i = 0; i < p->model->rows; i++) {
        const double over = p->row_part[i] == KERNEL_NONE ? excess(p, i) : 0.0;
        if (over != 0.0) {
            choose_fork(p, i, over, fork);
            p->stuck = fork->column == KERNEL_NONE;
            return p->stuck ? KERNEL_CLOSED : KERNEL_FORK;
        }
    }
    const double value = kernel_model_value(p->model, p->x);
    if (value < p->limit && (!p->has_best || value < p->best)) {
        p->has_best = true;
        p->best = value;
        memcpy(p->best_x, p->x, p->model->columns * sizeof *p->best_x);
    }
    close_at(p, bound);
    return KERNEL_CLOSED;
}

/* What the joining rows leave of the box; false when nothing. */
static bool narrow(kernel_parts *p)
{
    kernel_search *s = p->search;
    kernel_model *m = p->model;
    s->model = m;
    s->queue_count = 0;
    memcpy(s->lp.lower, p->lower, m->columns * sizeof *s->lp.lower);
    memcpy(s->lp.upper, p->upper, m->columns * sizeof *s->lp.upper);
    memset(s->queued, 0, m->rows * sizeof *s->queued);
    kernel_touch_all(s);
    const bool left = kernel_propagate(s);
    memcpy(p->lower, s->lp.lower, m->columns * sizeof *s->lp.lower);
    memcpy(p->upper, s->lp.upper, m->columns * sizeof *s->lp.upper);
    return left;
}

/* The fork's other side waits, this side becomes the box of now. Without room this way leads
 * nowhere. */
static void split(kernel_parts *p, const kernel_fork *fork)
{
    const uint32_t n = p->model->columns;
    const uint32_t j = fork->column;
    if (p->open_count == p->open_room) {
        p->stuck = true;
        return;
    }
    double *to = p->open + (size_t)p->open_count * p->open_size;
    memcpy(to, p->lower, n * sizeof *to);
    memcpy(to + n, p->upper, n * sizeof *to);
    memcpy(to + (size_t)2 * n, p->x, n * sizeof *to);
    memcpy(to + (size_t)3 * n, p->bound, p->part_count * sizeof *to);
    p->open_bound[p->open_count++] = sum_of(p->bound, p->part_count);
    to[j] = fork->above;
    p->upper[j] = fork->below;
}

/* Takes the most promising open box; false when there is none. */
static bool take_open(kernel_parts *p)
{
    const uint32_t n = p->model->columns;
    while (p->open_count > 0) {
        uint32_t best = p->open_count - 1;
        for (uint32_t k = best; k-- > 0;) {
            best = p->open_bound[k] < p->open_bound[best] ? k : best;
        }
        const double *from = p->open + (size_t)best * p->open_size;
        const double bound = p->open_bound[best];
        memcpy(p->lower, from, n * sizeof *from);
        memcpy(p->upper, from + n, n * sizeof *from);
        memcpy(p->x, from + (size_t)2 * n, n * sizeof *from);
        memcpy(p->bound, from + (size_t)3 * n, p->part_count * sizeof *from);
        p->open_count--;
        if (best != p->open_count) {
            memcpy(p->open + (size_t)best * p->open_size,
                   p->open + (size_t)p->open_count * p->open_size, p->open_size * sizeof *from);
            p->open_bound[best] = p->open_bound[p->open_count];
        }
        if (bound >= cutoff(p)) {
            close_at(p, bound);
        } else if (narrow(p)) {
            return true;
        }
    }
    return false;
}

void kernel_parts_run(kernel_parts *p, const double *const *points, size_t point_count)
{
    const kernel_model *m = p->model;
    p->has_best = false;
    p->best = 0.0;
    p->closed = HUGE_VAL;
    p->cut_short = false;
    p->in_trouble = false;
    p->stuck = false;
    p->nodes = 0;
    p->pivots = 0;
    p->open_count = 0;
    memcpy(p->lower, m->lower, m->columns * sizeof *p->lower);
    memcpy(p->upper, m->upper, m->columns * sizeof *p->upper);
    for (uint32_t c = 0; c < p->part_count; c++) {
        p->bound[c] = -HUGE_VAL;
    }
    bool more = narrow(p);
    bool first = true;
    while (more && !p->stuck) {
        kernel_fork fork;
        if (p->nodes >= p->node_limit || (p->cut_short && !first)) {
            p->cut_short = true;
            close_at(p, sum_of(p->bound, p->part_count));
            break;
        }
        const kernel_outcome how = look(p, points, first ? point_count : 0, &fork);
        first = false;
        if (how == KERNEL_FORK) {
            split(p, &fork);
            more = narrow(p) || take_open(p);
        } else {
            more = take_open(p);
        }
    }
    for (uint32_t k = 0; k < p->open_count; k++) {
        close_at(p, p->open_bound[k]);
    }
}
