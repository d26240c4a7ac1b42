/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do those of higher rank have more? Concentration index and Erreygers' correction. */
#include <math.h>
#include <stdlib.h>

#include "solver/measures.h"

static int by_rank(const void *a, const void *b)
{
    const bil_ranked *x = a;
    const bil_ranked *y = b;
    const int rank = (x->rank > y->rank) - (x->rank < y->rank);
    return rank != 0 ? rank : (x->value > y->value) - (x->value < y->value);
}

void bil_sort_ranked(bil_ranked *rows, size_t count)
{
    if (count > 1) {
        qsort(rows, count, sizeof *rows, by_rank);
    }
}

/* The mean of value × (place − 1/2); the mean place is 1/2 whatever the ties. NAN when all ranks
 * are the same: then nobody has a place. */
static double covariance(const bil_ranked *sorted, size_t count)
{
    const double n = (double)count;
    double sum = 0.0;
    if (count == 0 || sorted[0].rank == sorted[count - 1].rank) {
        return BIL_UNDEFINED;
    }
    for (size_t from = 0; from < count;) {
        double values = 0.0;
        size_t to = from;
        for (; to < count && sorted[to].rank == sorted[from].rank; to++) {
            values += sorted[to].value;
        }
        const double place = ((double)from + (double)to) / 2.0 / n;
        sum += values * (place - 0.5);
        from = to == from ? count : to; /* a rank that is no number equals none */
    }
    return isfinite(sum) ? sum / n : BIL_UNDEFINED;
}

/* Their mean, or NAN when one lies outside. */
static double mean_between(const bil_ranked *rows, size_t count, double low, double high)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(rows[i].value >= low && rows[i].value <= high) || isnan(rows[i].rank)) {
            return BIL_UNDEFINED;
        }
        sum += rows[i].value;
    }
    return count > 0 && isfinite(sum) ? sum / (double)count : BIL_UNDEFINED;
}

double bil_concentration(const bil_ranked *sorted, size_t count)
{
    const double mean = mean_between(sorted, count, 0.0, HUGE_VAL);
    return mean > 0.0 ? 2.0 * covariance(sorted, count) / mean : BIL_UNDEFINED;
}

double bil_erreygers(const bil_ranked *sorted, size_t count, double low, double high)
{
    const double mean = mean_between(sorted, count, low, high);
    if (isnan(mean) || !(high > low)) {
        return BIL_UNDEFINED;
    }
    return 8.0 * covariance(sorted, count) / (high - low);
}
