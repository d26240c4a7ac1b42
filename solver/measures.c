/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/measures.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

void bil_sort_ascending(double *values, size_t count)
{
    if (count > 1) {
        qsort(values, count, sizeof *values, by_size);
    }
}

double bil_mean(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return count > 0 && isfinite(sum) ? sum / (double)count : BIL_UNDEFINED;
}

double bil_weighted_mean(const double *values, const double *weights, size_t count)
{
    double sum = 0.0;
    double whole = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(weights[i] >= 0.0)) {
            return BIL_UNDEFINED;
        }
        sum += weights[i] * values[i];
        whole += weights[i];
    }
    return whole > 0.0 && isfinite(whole) && isfinite(sum) ? sum / whole : BIL_UNDEFINED;
}

double bil_quantile(const double *ascending, size_t count, int share_bp)
{
    enum { WHOLE_BP = 10000 };
    if (count == 0 || share_bp < 0 || share_bp > WHOLE_BP) {
        return BIL_UNDEFINED;
    }
    const size_t place = ((size_t)share_bp * count + WHOLE_BP - 1) / WHOLE_BP;
    const double value = ascending[place > 0 ? place - 1 : 0];
    return isfinite(value) ? value : BIL_UNDEFINED;
}
