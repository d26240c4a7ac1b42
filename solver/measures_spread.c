/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inequality: Gini, Theil, Atkinson, the Lorenz curve and Palma's ratio. */
#include <math.h>

#include "solver/measures.h"

/* The mean of numbers of which one can speak of shares: sorted, so the first one tells. */
static double mean_to_share(const double *ascending, size_t count)
{
    const double mean = bil_mean(ascending, count);
    return count > 0 && ascending[0] >= 0.0 && mean > 0.0 ? mean : BIL_UNDEFINED;
}

static double within(double value, double low, double high)
{
    return fmin(high, fmax(low, value)); /* rounding alone */
}

double bil_gini(const double *ascending, size_t count)
{
    const double mean = mean_to_share(ascending, count);
    const double n = (double)count;
    double sum = 0.0;
    if (isnan(mean)) {
        return BIL_UNDEFINED;
    }
    for (size_t i = 0; i < count; i++) {
        sum += (2.0 * (double)i + 1.0 - n) * (ascending[i] / mean);
    }
    return within(sum / n / n, 0.0, (n - 1.0) / n);
}

double bil_theil(const double *ascending, size_t count)
{
    const double mean = mean_to_share(ascending, count);
    double sum = 0.0;
    if (isnan(mean)) {
        return BIL_UNDEFINED;
    }
    for (size_t i = 0; i < count; i++) {
        const double share = ascending[i] / mean;
        sum += share > 0.0 ? share * log(share) : 0.0;
    }
    return within(sum / (double)count, 0.0, log((double)count));
}

/* What everybody alike would have to have, relative to `unit`. */
static double equivalent(const double *ascending, size_t count, double epsilon, double unit)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        const double share = ascending[i] / unit;
        sum += epsilon == 1.0 ? log(share) : pow(share, 1.0 - epsilon);
    }
    sum /= (double)count;
    return epsilon == 1.0 ? exp(sum) : pow(sum, 1.0 / (1.0 - epsilon));
}

double bil_atkinson(const double *ascending, size_t count, double epsilon)
{
    const double mean = mean_to_share(ascending, count);
    if (isnan(mean) || !(epsilon >= 0.0) || !isfinite(epsilon)) {
        return BIL_UNDEFINED;
    }
    if (epsilon >= 1.0 && ascending[0] <= 0.0) {
        return 1.0;
    }
    /* Beyond 1 the least are what counts: in their unit no power grows beyond all bounds. */
    const double unit = epsilon > 1.0 ? ascending[0] : mean;
    return within(1.0 - equivalent(ascending, count, epsilon, unit) * unit / mean, 0.0, 1.0);
}

double bil_lorenz_at(const double *ascending, size_t count, double share)
{
    const double mean = mean_to_share(ascending, count);
    if (isnan(mean) || !(share >= 0.0 && share <= 1.0)) {
        return BIL_UNDEFINED;
    }
    const double place = share * (double)count;
    const size_t whole = place >= (double)count ? count : (size_t)place;
    double sum = 0.0;
    for (size_t i = 0; i < whole; i++) {
        sum += ascending[i] / mean;
    }
    if (whole < count) {
        sum += (place - (double)whole) * (ascending[whole] / mean);
    }
    return whole == count ? 1.0 : within(sum / (double)count, 0.0, 1.0);
}

bool bil_lorenz(double *out, size_t steps, const double *ascending, size_t count)
{
    if (steps == 0 || isnan(mean_to_share(ascending, count))) {
        return false;
    }
    for (size_t k = 0; k <= steps; k++) {
        out[k] = bil_lorenz_at(ascending, count, (double)k / (double)steps);
    }
    return true;
}

double bil_palma(const double *ascending, size_t count)
{
    const double poorest = bil_lorenz_at(ascending, count, 0.4);
    const double others = bil_lorenz_at(ascending, count, 0.9);
    return poorest > 0.0 ? (1.0 - others) / poorest : BIL_UNDEFINED;
}
