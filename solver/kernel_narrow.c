/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_search.h"

#include <string.h>

/* Rows are taken one by one until nothing moves; each look at a row counts. */
enum { LOOKS_MAX = 2000 };

static const double close = 1e-9;
static const double broken = 1e-7;

static void touch_row(kernel_search *s, uint32_t i)
{
    if (!s->queued[i]) {
        s->queued[i] = true;
        s->queue[s->queue_count++] = i;
    }
}

void kernel_touch(kernel_search *s, uint32_t column)
{
    const kernel_model *m = s->model;
    for (uint32_t k = m->column_first[column]; k < m->column_first[column + 1]; k++) {
        touch_row(s, m->column_row[k]);
    }
}

void kernel_touch_all(kernel_search *s)
{
    for (uint32_t i = s->model->rows; i-- > 0;) {
        touch_row(s, i);
    }
}

void kernel_forget(kernel_search *s)
{
    while (s->queue_count > 0) {
        s->queued[s->queue[--s->queue_count]] = false;
    }
}

bool kernel_set_bounds(kernel_search *s, uint32_t column, double lower, double upper)
{
    const kernel_model *m = s->model;
    const kernel_narrowed how = kernel_narrow(&s->lp.lower[column], &s->lp.upper[column],
                                              m->integer[column], m->least[column], lower, upper);
    if (how == KERNEL_NARROWER) {
        kernel_touch(s, column);
    }
    return how != KERNEL_EMPTY;
}

typedef struct {
    double above; /* how much the row may still rise from its least */
    double below; /* how much it may still fall from its most */
} slack;

/* What a row leaves one column. */
static bool propagate_term(kernel_search *s, uint32_t j, double a, slack left)
{
    const double lower = s->lp.lower[j];
    const double upper = s->lp.upper[j];
    const double reach = (a > 0.0 ? a : -a) * (upper - lower);
    double low = lower;
    double high = upper;
    if (reach > left.above + close) {
        high = a > 0.0 ? lower + left.above / a : high;
        low = a < 0.0 ? upper + left.above / a : low;
    }
    if (reach > left.below + close) {
        low = a > 0.0 ? fmax(low, upper - left.below / a) : low;
        high = a < 0.0 ? fmin(high, lower - left.below / a) : high;
    }
    return (low <= lower && high >= upper) || kernel_set_bounds(s, j, low, high);
}

static bool propagate_row(kernel_search *s, uint32_t i)
{
    const kernel_model *m = s->model;
    double least = 0.0;
    double most = 0.0;
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        const double low = m->row_value[k] * s->lp.lower[m->row_column[k]];
        const double high = m->row_value[k] * s->lp.upper[m->row_column[k]];
        least += low < high ? low : high;
        most += low < high ? high : low;
    }
    if (least > m->row_upper[i] + broken || most < m->row_lower[i] - broken) {
        return false;
    }
    const slack left = {.above = m->row_upper[i] - least, .below = most - m->row_lower[i]};
    const double width = most - least;
    for (uint32_t k = m->row_first[i];
         (width > left.above || width > left.below) && k < m->row_first[i + 1]; k++) {
        const uint32_t j = m->row_column[k];
        if (s->lp.lower[j] < s->lp.upper[j] && !propagate_term(s, j, m->row_value[k], left)) {
            return false;
        }
    }
    return true;
}

bool kernel_propagate(kernel_search *s)
{
    for (int looks = 0; s->queue_count > 0; looks++) {
        const uint32_t i = s->queue[--s->queue_count];
        s->queued[i] = false;
        if (looks >= LOOKS_MAX) {
            continue;
        }
        if (!propagate_row(s, i)) {
            kernel_forget(s);
            return false;
        }
    }
    return true;
}

bool kernel_narrow_by_cost(kernel_search *s, double bound, bool *any)
{
    const kernel_model *m = s->model;
    const double cutoff = kernel_cutoff(s);
    const double room = cutoff - bound;
    *any = false;
    if (isinf(room)) {
        return true;
    }
    const double closed = s->closed;
    s->closed = cutoff < closed ? cutoff : closed; /* what is cut away is no better */
    for (uint32_t j = 0; j < m->columns; j++) {
        const double lower = s->lp.lower[j];
        const double upper = s->lp.upper[j];
        const double d = s->lp.rest[j];
        if (!m->integer[j] || kernel_size(d) * (upper - lower) <= room) {
            continue;
        }
        const double reach = room / kernel_size(d);
        if (!kernel_set_bounds(s, j, d > 0.0 ? lower : upper - reach,
                               d > 0.0 ? lower + reach : upper)) {
            return false;
        }
        *any = *any || s->lp.lower[j] > lower || s->lp.upper[j] < upper;
    }
    s->closed = *any ? s->closed : closed;
    return true;
}
