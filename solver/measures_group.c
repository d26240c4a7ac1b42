/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far apart groups of persons are. */
#include <math.h>
#include <stdint.h>

#include "solver/measures.h"

/* Differences no larger than this, of the mean, are rounding. */
#define ROUNDING 1e-12

bool bil_group_fill(bil_group_sums *out, size_t groups, const double *values, const size_t *group,
                    size_t count)
{
    for (size_t g = 0; g < groups; g++) {
        out[g] = (bil_group_sums){0};
    }
    for (size_t i = 0; i < count; i++) {
        if (group[i] < groups) {
            out[group[i]].count++;
            out[group[i]].mean += values[i];
        }
    }
    bool finite = true;
    for (size_t g = 0; g < groups; g++) {
        finite = finite && isfinite(out[g].mean);
        out[g].mean = out[g].count > 0 ? out[g].mean / (double)out[g].count : BIL_UNDEFINED;
    }
    for (size_t i = 0; i < count; i++) {
        if (group[i] < groups) {
            const double mean = out[group[i]].mean;
            const double apart = values[i] - mean;
            out[group[i]].squares += fabs(apart) > ROUNDING * fabs(mean) ? apart * apart : 0.0;
        }
    }
    return finite;
}

double bil_group_gap(const bil_group_sums *groups, size_t count, size_t least)
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    size_t counted = 0;
    for (size_t g = 0; g < count; g++) {
        if (groups[g].count > 0 && groups[g].count >= least) {
            counted++;
            low = fmin(low, groups[g].mean);
            high = fmax(high, groups[g].mean);
        }
    }
    return counted >= 2 ? high - low : BIL_UNDEFINED;
}

double bil_group_gap_standard(const bil_group_sums *groups, size_t count, size_t least)
{
    double squares = 0.0;
    size_t persons = 0;
    size_t counted = 0;
    for (size_t g = 0; g < count; g++) {
        if (groups[g].count > 0 && groups[g].count >= least) {
            counted++;
            persons += groups[g].count;
            squares += groups[g].squares;
        }
    }
    if (counted < 2 || persons <= counted || !(squares > 0.0)) {
        return BIL_UNDEFINED;
    }
    return bil_group_gap(groups, count, least) / sqrt(squares / (double)(persons - counted));
}
