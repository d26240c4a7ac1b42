/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_search.h"

#include <string.h>

/* Best bound first, but a node's child is looked at right after it while there is one: any basis is
 * dual feasible for any node (see kernel_simplex.c), so going from one node to another costs a few
 * pivots and nothing needs to be kept of a node but its box. */

enum { OPEN_MIN = 128, OPEN_MAX = 1024, OPEN_BYTES = 4 << 20, TICK = 64 };

/* How many nodes may wait: the model's own, so that what was asked before in the same room does not
 * matter. */
static uint32_t open_room(uint32_t columns)
{
    const size_t each = 2 * sizeof(double) * ((size_t)columns + 1);
    if (OPEN_MAX * each <= OPEN_BYTES) {
        return OPEN_MAX;
    }
    return OPEN_MIN * each >= OPEN_BYTES ? OPEN_MIN : (uint32_t)(OPEN_BYTES / each);
}

void kernel_search_layout(kernel_search *s, kernel_room *room, uint32_t columns, uint32_t rows)
{
    const size_t n = (size_t)columns + 1;
    const size_t lines = (size_t)rows + 1;
    kernel_lp_layout(&s->lp, room, columns, rows);
    s->best_x = kernel_take(room, n, sizeof *s->best_x);
    s->queue = kernel_take(room, lines, sizeof *s->queue);
    s->queued = kernel_take(room, lines, sizeof *s->queued);
    s->point = kernel_take(room, n, sizeof *s->point);
    s->point_activity = kernel_take(room, lines, sizeof *s->point_activity);
    s->rough = kernel_take(room, n, sizeof *s->rough);
    s->open_bound = kernel_take(room, OPEN_MAX, sizeof *s->open_bound);
    s->open_column = kernel_take(room, OPEN_MAX, sizeof *s->open_column);
    const size_t fit = OPEN_BYTES / (2 * sizeof(double));
    const size_t boxes = OPEN_MIN * n > fit ? OPEN_MIN * n : fit; /* of any smaller model, too */
    s->open_lower = kernel_take(room, boxes, sizeof *s->open_lower);
    s->open_upper = kernel_take(room, boxes, sizeof *s->open_upper);
    kernel_lp_layout(&s->spare, room, columns, rows);
}

double kernel_cutoff(const kernel_search *s)
{
    const double least = s->share * (1.0 + kernel_size(s->best + s->offset));
    const double better = s->has_best ? s->best - (s->gap > least ? s->gap : least) : HUGE_VAL;
    return better < s->limit ? better : s->limit;
}

bool kernel_keep(kernel_search *s)
{
    const kernel_model *m = s->model;
    for (uint32_t j = 0; j < m->columns; j++) {
        const double x = s->point[j] < m->lower[j] ? m->lower[j] : s->point[j];
        s->point[j] = x > m->upper[j] ? m->upper[j] : x;
    }
    const double value = kernel_model_value(m, s->point);
    if ((s->has_best && value >= s->best) || value >= s->limit) {
        return false;
    }
    for (uint32_t i = 0; i < m->rows; i++) {
        const double activity = kernel_model_activity(m, i, s->point);
        if (activity > m->row_upper[i] + KERNEL_KEPT || activity < m->row_lower[i] - KERNEL_KEPT) {
            return false;
        }
    }
    s->has_best = true;
    s->best = value;
    memcpy(s->best_x, s->point, m->columns * sizeof *s->best_x);
    return true;
}

void kernel_search_start(kernel_search *s, kernel_model *model)
{
    s->model = model;
    s->open_room = open_room(model->columns);
    s->has_best = false;
    s->best = 0.0;
    s->closed = HUGE_VAL;
    s->cut_short = false;
    s->in_trouble = false;
    s->nodes = 0;
    s->open_count = 0;
    s->queue_count = 0;
    s->lp.pivots = 0;
    memset(s->queued, 0, model->rows * sizeof *s->queued);
    kernel_lp_start(&s->lp, model);
}

/* The best that the whole numbers of `point` allow: the others are found anew. */
static bool polish(kernel_search *s)
{
    const kernel_model *m = s->model;
    kernel_lp *lp = &s->spare;
    kernel_lp_copy(lp, &s->lp);
    for (uint32_t j = 0; j < m->columns; j++) {
        const double x = s->point[j];
        if (!m->integer[j]) {
            lp->lower[j] = m->lower[j];
            lp->upper[j] = m->upper[j];
        } else if (x < m->lower[j] || x > m->upper[j] || (x > 0.0 && x < m->least[j])) {
            return false;
        } else {
            lp->lower[j] = x;
            lp->upper[j] = x;
        }
    }
    kernel_lp_place(lp);
    if (kernel_lp_solve(lp, kernel_cutoff(s)) != KERNEL_LP_OPTIMAL) {
        return false;
    }
    for (uint32_t j = 0; j < m->columns; j++) {
        s->point[j] = m->integer[j] ? s->point[j] : lp->x[j];
    }
    return kernel_keep(s);
}

void kernel_search_offer(kernel_search *s, const double *x)
{
    for (uint32_t j = 0; j < s->model->columns; j++) {
        s->point[j] = s->model->integer[j] ? kernel_nearest(x[j]) : x[j];
    }
    (void)polish(s);
}

enum { CUT_ROUNDS = 6 };

/* Rows that bring the relaxation closer, at the root. */
static void strengthen(kernel_search *s)
{
    kernel_model *m = s->model;
    const uint32_t rows = m->rows;
    for (int round = 0; round < CUT_ROUNDS; round++) {
        kernel_lp_place(&s->lp);
        if (kernel_lp_solve(&s->lp, kernel_cutoff(s)) != KERNEL_LP_OPTIMAL || kernel_round(s)) {
            return;
        }
        const uint32_t before = m->rows;
        if (kernel_cut(s, m, rows) == 0) {
            return;
        }
        memset(s->queued + before, 0, (m->rows - before) * sizeof *s->queued);
        kernel_model_transpose(m);
        kernel_lp_add_rows(&s->lp, before);
    }
}

static void close_at(kernel_search *s, double bound)
{
    s->closed = bound < s->closed ? bound : s->closed;
}

/* The relaxation of the node, doubted once: what is proven should hardly be less than what the
 * tableau says. Where great prices cancel out it is so after a fresh tableau too, and serves. */
static kernel_lp_status relax(kernel_search *s, double *bound)
{
    kernel_lp *lp = &s->lp;
    static const double doubts[] = {1e-9, 1e-6};
    const double cutoff = kernel_cutoff(s);
    for (int attempt = 0; attempt < 2; attempt++) {
        kernel_lp_place(lp);
        const kernel_lp_status status = kernel_lp_solve(lp, cutoff);
        *bound = status == KERNEL_LP_INFEASIBLE ? HUGE_VAL : kernel_proof_bound(lp);
        const double doubt = doubts[attempt] * (1.0 + kernel_size(lp->objective));
        if (status != KERNEL_LP_TROUBLE &&
            (status == KERNEL_LP_INFEASIBLE || *bound >= lp->objective - doubt)) {
            return status;
        }
        (void)kernel_lp_rebuild(lp);
    }
    return KERNEL_LP_TROUBLE;
}

/* Does the relaxation's point lie outside the box of now? */
static bool cut_off(const kernel_search *s)
{
    const kernel_lp *lp = &s->lp;
    for (uint32_t j = 0; j < s->model->columns; j++) {
        if (lp->x[j] < lp->lower[j] - KERNEL_FEASIBLE ||
            lp->x[j] > lp->upper[j] + KERNEL_FEASIBLE) {
            return true;
        }
    }
    return false;
}

/* The relaxation seems whole and is no point: any column that is open is split; without one the
 * numbers contradict each other. */
static kernel_outcome settle_by_hand(kernel_search *s, kernel_fork *fork, double bound)
{
    const kernel_lp *lp = &s->lp;
    for (uint32_t j = 0; j < s->model->columns; j++) {
        if (s->model->integer[j] && lp->lower[j] < lp->upper[j]) {
            const double least = s->model->least[j] > 1.0 ? s->model->least[j] : 1.0;
            const double below = kernel_floor(0.5 * (lp->lower[j] + lp->upper[j]));
            *fork = (kernel_fork){.column = j, .below = below, .above = below + 1.0};
            if (lp->lower[j] == 0.0 && below < least) {
                fork->below = 0.0;
                fork->above = least;
            }
            return KERNEL_FORK;
        }
    }
    s->in_trouble = true;
    close_at(s, bound);
    return KERNEL_CLOSED;
}

/* What the relaxation alone says of the node: KERNEL_FORK when it must be looked at further. */
static kernel_outcome judge(kernel_search *s, double *bound)
{
    const kernel_lp_status status = relax(s, bound);
    if (status == KERNEL_LP_INFEASIBLE) {
        return KERNEL_CLOSED;
    }
    if (status == KERNEL_LP_OPTIMAL && kernel_round(s)) {
        (void)(kernel_keep(s) || polish(s));
    }
    const bool done = s->has_best && s->lp.objective >= kernel_cutoff(s);
    s->in_trouble = s->in_trouble || status == KERNEL_LP_TROUBLE;
    if (status != KERNEL_LP_OPTIMAL || done) {
        close_at(s, *bound);
        return KERNEL_CLOSED;
    }
    return KERNEL_FORK;
}

/* What the costs and the penalties add: KERNEL_AGAIN when the relaxation's point is cut off. */
static kernel_outcome sharpen(kernel_search *s, kernel_fork *fork, double bound)
{
    bool any = false;
    if (!kernel_narrow_by_cost(s, bound, &any) || (any && !kernel_propagate(s))) {
        return KERNEL_CLOSED;
    }
    if (any && cut_off(s)) {
        return KERNEL_AGAIN;
    }
    const kernel_outcome how = kernel_choose(s, fork);
    return how == KERNEL_FORK && fork->column == KERNEL_NONE ? settle_by_hand(s, fork, bound) : how;
}

/* Looks at the node whose box the relaxation holds. */
static kernel_outcome look(kernel_search *s, kernel_fork *fork, double *bound)
{
    kernel_outcome how = KERNEL_AGAIN;
    while (how == KERNEL_AGAIN) {
        how = kernel_propagate(s) ? judge(s, bound) : KERNEL_CLOSED;
        how = how == KERNEL_FORK ? sharpen(s, fork, *bound) : how;
    }
    kernel_forget(s);
    return how;
}

/* Leaves one side of the fork for later and goes on with the other; false when there is no room. */
static bool branch(kernel_search *s, const kernel_fork *fork, double bound)
{
    const uint32_t n = s->model->columns;
    kernel_lp *lp = &s->lp;
    if (s->open_count == s->open_room) {
        s->cut_short = true;
        close_at(s, bound);
        return false;
    }
    double *lower = s->open_lower + (size_t)s->open_count * n;
    double *upper = s->open_upper + (size_t)s->open_count * n;
    memcpy(lower, lp->lower, n * sizeof *lower);
    memcpy(upper, lp->upper, n * sizeof *upper);
    s->open_column[s->open_count] = fork->column;
    s->open_bound[s->open_count++] = bound;
    s->known = bound;
    if (fork->above_first) {
        upper[fork->column] = fork->below;
        lp->lower[fork->column] = fork->above;
    } else {
        lower[fork->column] = fork->above;
        lp->upper[fork->column] = fork->below;
    }
    kernel_touch(s, fork->column);
    return true;
}

/* The open node to go on with: the most promising, or the newest when room is short. */
static uint32_t next_open(const kernel_search *s)
{
    uint32_t best = s->open_count - 1;
    if (s->open_count + 64 > s->open_room) {
        return best;
    }
    for (uint32_t k = s->open_count - 1; k-- > 0;) {
        best = s->open_bound[k] < s->open_bound[best] ? k : best;
    }
    return best;
}

/* Takes an open node up again; false when there is none. */
static bool take_open(kernel_search *s)
{
    const uint32_t n = s->model->columns;
    while (s->open_count > 0) {
        const uint32_t k = next_open(s);
        const uint32_t last = --s->open_count;
        const double bound = s->open_bound[k];
        const uint32_t column = s->open_column[k];
        double *lower = s->open_lower + (size_t)k * n;
        double *upper = s->open_upper + (size_t)k * n;
        memcpy(s->lp.lower, lower, n * sizeof *lower);
        memcpy(s->lp.upper, upper, n * sizeof *upper);
        if (k != last) {
            memcpy(lower, s->open_lower + (size_t)last * n, n * sizeof *lower);
            memcpy(upper, s->open_upper + (size_t)last * n, n * sizeof *upper);
            s->open_bound[k] = s->open_bound[last];
            s->open_column[k] = s->open_column[last];
        }
        if (bound < kernel_cutoff(s)) {
            kernel_touch(s, column);
            s->known = bound;
            return true;
        }
        close_at(s, bound);
    }
    return false;
}

/* Is there a reason to stop? */
static bool over(const kernel_search *s)
{
    const bool asked = s->go_on != NULL && s->nodes % TICK == TICK - 1;
    return s->nodes >= s->node_limit || (asked && !s->go_on(s->payload, s->nodes));
}

void kernel_search_run(kernel_search *s)
{
    strengthen(s);
    kernel_touch_all(s);
    s->known = -HUGE_VAL;
    bool more = true;
    while (more) {
        if (over(s)) {
            s->cut_short = true;
            close_at(s, s->known);
            break;
        }
        kernel_fork fork;
        double bound = -HUGE_VAL;
        s->nodes++;
        more = (look(s, &fork, &bound) == KERNEL_FORK && branch(s, &fork, bound)) || take_open(s);
    }
    for (uint32_t k = 0; k < s->open_count; k++) {
        close_at(s, s->open_bound[k]);
    }
}
