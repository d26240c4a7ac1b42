/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel_impl.h"

#include <string.h>

void *kernel_take(kernel_room *room, size_t count, size_t size)
{
    enum { LINE = 64 }; /* bytes the processor fetches at once */
    const size_t bytes = (count * size + LINE - 1) / LINE * LINE;
    void *piece = room->block == NULL ? NULL : room->block + room->used;
    room->used += bytes;
    return piece;
}

void kernel_model_layout(kernel_model *m, kernel_room *room, uint32_t columns, uint32_t rows,
                         uint32_t terms)
{
    const size_t n = (size_t)columns + 2;
    const size_t lines = (size_t)rows + 2;
    const size_t all = (size_t)terms + 1;
    m->row_room = rows;
    m->term_room = terms;
    m->lower = kernel_take(room, n, sizeof *m->lower);
    m->upper = kernel_take(room, n, sizeof *m->upper);
    m->cost = kernel_take(room, n, sizeof *m->cost);
    m->least = kernel_take(room, n, sizeof *m->least);
    m->integer = kernel_take(room, n, sizeof *m->integer);
    m->row_lower = kernel_take(room, lines, sizeof *m->row_lower);
    m->row_upper = kernel_take(room, lines, sizeof *m->row_upper);
    m->row_first = kernel_take(room, lines, sizeof *m->row_first);
    m->row_column = kernel_take(room, all, sizeof *m->row_column);
    m->row_value = kernel_take(room, all, sizeof *m->row_value);
    m->column_first = kernel_take(room, n, sizeof *m->column_first);
    m->column_row = kernel_take(room, all, sizeof *m->column_row);
    m->column_value = kernel_take(room, all, sizeof *m->column_value);
}

void kernel_model_transpose(kernel_model *m)
{
    const uint32_t n = m->columns;
    const uint32_t terms = m->row_first[m->rows];
    uint32_t *first = m->column_first;
    memset(first, 0, ((size_t)n + 2) * sizeof *first);
    for (uint32_t k = 0; k < terms; k++) {
        first[m->row_column[k] + 2]++;
    }
    for (uint32_t j = 2; j < n + 2; j++) {
        first[j] += first[j - 1];
    }
    /* first[j + 1] is where column j is being filled; in the end it is where it ends */
    for (uint32_t i = 0; i < m->rows; i++) {
        for (uint32_t k = m->row_first[i]; k < m->row_first[i + 1]; k++) {
            const uint32_t at = first[m->row_column[k] + 1]++;
            m->column_row[at] = i;
            m->column_value[at] = m->row_value[k];
        }
    }
}

double kernel_model_value(const kernel_model *m, const double *x)
{
    double value = 0.0;
    for (uint32_t j = 0; j < m->columns; j++) {
        value += m->cost[j] * x[j];
    }
    return value;
}

double kernel_model_activity(const kernel_model *m, uint32_t row, const double *x)
{
    double activity = 0.0;
    for (uint32_t k = m->row_first[row]; k < m->row_first[row + 1]; k++) {
        activity += m->row_value[k] * x[m->row_column[k]];
    }
    return activity;
}

kernel_narrowed kernel_narrow(double *low, double *high, bool integer, double least, double lower,
                              double upper)
{
    const double was_low = *low;
    const double was_high = *high;
    if (integer) {
        lower = kernel_ceil(lower - 1e-6);
        upper = kernel_floor(upper + 1e-6);
        if (was_low == 0.0 && lower > 0.0 && lower < least) {
            lower = least;
        }
        if (was_low == 0.0 && upper < least) {
            upper = 0.0;
        }
    } else {
        const double worth = 0.05 * (was_high - was_low) + 1e-6;
        lower = lower > was_low + worth ? lower - 1e-9 * (1.0 + kernel_size(lower)) : was_low;
        upper = upper < was_high - worth ? upper + 1e-9 * (1.0 + kernel_size(upper)) : was_high;
    }
    if (lower <= was_low && upper >= was_high) {
        return KERNEL_SAME;
    }
    *low = lower > was_low ? lower : was_low;
    *high = upper < was_high ? upper : was_high;
    if (*low <= *high) {
        return KERNEL_NARROWER;
    }
    if (integer || *low > *high + 1e-6) {
        return KERNEL_EMPTY;
    }
    *low = *high = 0.5 * (*low + *high);
    return KERNEL_NARROWER;
}
