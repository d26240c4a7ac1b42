/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Envy up to weights, for something that all value alike. */
#include <math.h>
#include <stdlib.h>

#include "solver/measures.h"

static int by_ratio(const void *a, const void *b)
{
    const bil_envier *x = a;
    const bil_envier *y = b;
    const int ratio = (x->ratio > y->ratio) - (x->ratio < y->ratio);
    return ratio != 0 ? ratio : (int)x->content - (int)y->content;
}

void bil_sort_enviers(bil_envier *rows, size_t count)
{
    if (count > 1) {
        qsort(rows, count, sizeof *rows, by_ratio);
    }
}

double bil_envy(const bil_envier *sorted, size_t count)
{
    const double n = (double)count;
    double whole = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(sorted[i].ratio >= 0.0)) {
            return BIL_UNDEFINED;
        }
        whole += sorted[i].ratio;
    }
    if (!(whole > 0.0) || !isfinite(whole)) {
        return BIL_UNDEFINED;
    }
    double sum = 0.0;
    double above = 0.0; /* what all with a greater ratio have together */
    for (size_t i = count; i-- > 0;) {
        if (!sorted[i].content) {
            sum += fmax(0.0, above - (double)(count - 1 - i) * sorted[i].ratio);
        }
        above += sorted[i].ratio;
    }
    return sum / n / whole;
}
