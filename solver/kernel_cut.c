/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_search.h"

#include <string.h>

/* Mixed-integer rounding: from one row, with whole columns, a row that no whole point breaks but
 * the relaxation's point does (Marchand and Wolsey, Aggregation and mixed integer rounding to solve
 * MIPs, 2001). Written once at the root, over the bounds that hold everywhere; a row that is not
 * tight costs next to nothing (see kernel_simplex.c). */

enum { DIVISORS_MAX = 8, HALVINGS_MAX = 3, PER_ROUND = 16 };

/* A cut must be broken by this, measured along its normal. */
#define WORTH 5e-3
/* Remainders nearer to 0 or 1 make numbers too large. */
#define REMAINDER 0.05

/* The row as Σ a × (distance of the column from its nearer bound) ≤ b. */
typedef struct {
    uint32_t first; /* terms of the row */
    uint32_t last;
    double sign;
    double b;
} base;

static bool from_above(const kernel_search *s, uint32_t j)
{
    const kernel_model *m = s->model;
    return s->lp.x[j] - m->lower[j] > m->upper[j] - s->lp.x[j];
}

static base shifted(const kernel_search *s, uint32_t i, double sign)
{
    const kernel_model *m = s->model;
    base r = {.first = m->row_first[i], .last = m->row_first[i + 1], .sign = sign};
    r.b = sign > 0.0 ? m->row_upper[i] : -m->row_lower[i];
    for (uint32_t k = r.first; k < r.last; k++) {
        const uint32_t j = m->row_column[k];
        r.b -= sign * m->row_value[k] * (from_above(s, j) ? m->upper[j] : m->lower[j]);
    }
    return r;
}

/* Numbers below it have exact whole neighbours. */
#define WHOLE_MAX 1e15

/* Coefficient of a distance once the row is divided and rounded. */
static double rounded(double a, bool integer, double remainder)
{
    if (!integer) {
        return a < 0.0 ? a / (1.0 - remainder) : 0.0;
    }
    const double whole = kernel_floor(a + 1e-12);
    const double over = a - whole - remainder;
    return whole + (over > 0.0 ? over / (1.0 - remainder) : 0.0);
}

/* How much the point breaks the cut that `divisor` gives, along its normal; negative when it is no
 * use. */
static double worth(const kernel_search *s, const base *r, double divisor)
{
    const kernel_model *m = s->model;
    const double scaled = r->b / divisor;
    if (!(kernel_size(scaled) < WHOLE_MAX)) { /* no bound on that side, or beyond exact numbers */
        return -1.0;
    }
    const double right = kernel_floor(scaled);
    const double remainder = scaled - right;
    if (remainder < REMAINDER || remainder > 1.0 - REMAINDER) {
        return -1.0;
    }
    double left = -right;
    double size = 0.0;
    for (uint32_t k = r->first; k < r->last; k++) {
        const uint32_t j = m->row_column[k];
        const bool above = from_above(s, j);
        const double a = (above ? -r->sign : r->sign) * m->row_value[k] / divisor;
        const double c = rounded(a, m->integer[j], remainder);
        left += c * (above ? m->upper[j] - s->lp.x[j] : s->lp.x[j] - m->lower[j]);
        size += c * c;
    }
    return size > 0.0 ? left / sqrt(size) : -1.0;
}

/* The best divisor among the coefficients of columns between their bounds. */
static double best_divisor(const kernel_search *s, const base *r, double *best)
{
    const kernel_model *m = s->model;
    double divisor = 0.0;
    int tried = 0;
    *best = WORTH;
    for (uint32_t k = r->first; k < r->last && tried < DIVISORS_MAX; k++) {
        const uint32_t j = m->row_column[k];
        const double x = s->lp.x[j];
        if (!m->integer[j] || x < m->lower[j] + 1e-6 || x > m->upper[j] - 1e-6) {
            continue;
        }
        const double now = worth(s, r, kernel_size(m->row_value[k]));
        tried++;
        if (now > *best) {
            *best = now;
            divisor = kernel_size(m->row_value[k]);
        }
    }
    /* halves of it, as long as they are better */
    for (int halvings = 0; divisor > 0.0 && halvings < HALVINGS_MAX; halvings++) {
        const double now = worth(s, r, 0.5 * divisor);
        if (now <= *best) {
            break;
        }
        *best = now;
        divisor *= 0.5;
    }
    return divisor;
}

/* Writes the cut behind the last row of the model; false without room. */
static bool write_cut(kernel_search *s, kernel_model *m, const base *r, double divisor)
{
    const uint32_t start = m->row_first[m->rows];
    if (m->rows == m->row_room || start + (r->last - r->first) > m->term_room) {
        return false;
    }
    double right = kernel_floor(r->b / divisor);
    const double remainder = r->b / divisor - right;
    uint32_t used = start;
    double size = 0.0;
    for (uint32_t k = r->first; k < r->last; k++) {
        const uint32_t j = m->row_column[k];
        const bool above = from_above(s, j);
        const double a = (above ? -r->sign : r->sign) * m->row_value[k] / divisor;
        const double c = rounded(a, m->integer[j], remainder);
        if (c == 0.0) {
            continue;
        }
        right += c * (above ? -m->upper[j] : m->lower[j]);
        m->row_column[used] = j;
        m->row_value[used++] = above ? -c : c;
        size = kernel_size(c) > size ? kernel_size(c) : size;
    }
    int exponent = 0;
    (void)frexp(size, &exponent);
    for (uint32_t k = start; k < used; k++) {
        m->row_value[k] = ldexp(m->row_value[k], 1 - exponent);
    }
    m->row_lower[m->rows] = -HUGE_VAL;
    m->row_upper[m->rows] = ldexp(right, 1 - exponent) + 1e-11;
    m->row_first[++m->rows] = used;
    return true;
}

uint32_t kernel_cut_terms(uint32_t columns)
{
    return KERNEL_CUTS * (columns < 100 ? columns : 100);
}

uint32_t kernel_cut(kernel_search *s, kernel_model *m, uint32_t rows)
{
    uint32_t written = 0;
    for (uint32_t i = 0; i < rows && written < PER_ROUND; i++) {
        for (int side = 0; side < 2; side++) {
            const double bound = side == 0 ? m->row_upper[i] : m->row_lower[i];
            if (isinf(bound) || kernel_size(s->lp.activity[i] - bound) > 1e-6) {
                continue;
            }
            const base r = shifted(s, i, side == 0 ? 1.0 : -1.0);
            double best = 0.0;
            const double divisor = best_divisor(s, &r, &best);
            if (divisor > 0.0 && write_cut(s, m, &r, divisor)) {
                written++;
            }
        }
    }
    return written;
}
