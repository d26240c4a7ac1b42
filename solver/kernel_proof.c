/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_impl.h"

#include <string.h>

/* Proofs that owe nothing to the tableau.
 *
 * Any multipliers of the rows give a bound: Σ y·row ≤ … holds for every point of the rows, and what
 * is left of the costs is least at one corner of the box. Every column has two finite bounds, so
 * the bound is always finite (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer
 * programming, 2004). Rounding is allowed for by a share of all that was added up. */

/* Adds y × row to `rest`; returns the number of terms. */
static uint32_t add_row(const kernel_model *m, uint32_t i, double y, double *rest)
{
    for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
        rest[m->row_column[k]] += y * m->row_value[k];
    }
    return m->row_first[i + 1] - m->row_first[i];
}

typedef struct {
    double least;
    double most;
    double size; /* of everything that was added up */
} span;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static void add_interval(span *s, double y, double low, double high)
{
    if (y == 0.0) {
        return;
    }
    const double a = y * low;
    const double b = y * high;
    s->least += a < b ? a : b;
    s->most += a < b ? b : a;
    const double size = larger(kernel_size(a), kernel_size(b));
    s->size += isinf(size) ? 0.0 : size;
}

/* What Σ rest × column can be in the box. */
static span over_box(const kernel_lp *lp)
{
    span s = {0};
    for (uint32_t j = 0; j < lp->model->columns; j++) {
        const double a = lp->rest[j] * lp->lower[j];
        const double b = lp->rest[j] * lp->upper[j];
        const double below = kernel_size(a);
        const double above = kernel_size(b);
        s.least += a < b ? a : b;
        s.most += a < b ? b : a;
        s.size += below > above ? below : above;
    }
    return s;
}

/* The bound of the multipliers of now, less `step` times the line of table row `p` (none: NULL). */
static double bound_with(kernel_lp *lp, const double *line, double step)
{
    const kernel_model *m = lp->model;
    const uint32_t n = m->columns;
    double bound = 0.0;
    double size = 0.0;
    uint32_t terms = n;
    memcpy(lp->rest, m->cost, n * sizeof *lp->rest);
    for (uint32_t c = 0; c < n; c++) {
        const double y = lp->reduced[c] - (line == NULL ? 0.0 : step * line[c]);
        if (lp->inside[c] < n || y == 0.0) {
            continue;
        }
        const uint32_t i = lp->inside[c] - n;
        const double side = y > 0.0 ? m->row_lower[i] : m->row_upper[i];
        if (!isinf(side)) {
            bound += y * side;
            size += kernel_size(y * side);
            terms += add_row(m, i, -y, lp->rest);
        }
    }
    const span left = over_box(lp);
    return bound + left.least - (size + left.size) * DBL_EPSILON * (double)terms;
}

double kernel_proof_bound(kernel_lp *lp)
{
    return bound_with(lp, NULL, 0.0);
}

double kernel_proof_step(kernel_lp *lp, uint32_t column, double step, double lower, double upper)
{
    const double was_lower = lp->lower[column];
    const double was_upper = lp->upper[column];
    lp->lower[column] = lower;
    lp->upper[column] = upper;
    const double *line = lp->table + (size_t)(-2 - lp->where[column]) * lp->stride;
    const double bound = bound_with(lp, line, step);
    lp->lower[column] = was_lower;
    lp->upper[column] = was_upper;
    return bound;
}

bool kernel_proof_empty(kernel_lp *lp, uint32_t variable)
{
    const kernel_model *m = lp->model;
    const uint32_t n = m->columns;
    uint32_t terms = n;
    span rows = {0};
    memset(lp->rest, 0, n * sizeof *lp->rest);
    /* Σ y × activity, read once by the rows' bounds and once by the columns' */
    for (uint32_t c = 0; c < n; c++) {
        const uint32_t v = lp->inside[c];
        if (v >= n && lp->pivot_row[c] != 0.0) {
            const double y = kernel_size(lp->pivot_row[c]) > 1e-11 ? -lp->pivot_row[c] : 0.0;
            add_interval(&rows, y, m->row_lower[v - n], m->row_upper[v - n]);
            terms += add_row(m, v - n, y, lp->rest);
        }
    }
    if (variable >= n) {
        const uint32_t i = variable - n;
        add_interval(&rows, 1.0, m->row_lower[i], m->row_upper[i]);
        terms += add_row(m, i, 1.0, lp->rest);
    }
    const span box = over_box(lp);
    const double margin = (rows.size + box.size) * DBL_EPSILON * (double)terms;
    return box.least > rows.most + margin || box.most < rows.least - margin;
}
