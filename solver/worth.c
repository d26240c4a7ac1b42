/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/worth.h"

#include <math.h>

#define USUAL_SHIFT 0.01
#define ALPHA_MOST 100000 /* thousandths: beyond, a shift would be thousands of scores */

/* (1 + 1 / shift)^α is how much more the first point counts than the last. */
static double least_shift(int64_t alpha_e3)
{
    return 1.0 / expm1(log(BIL_WORTH_RANGE) / ((double)alpha_e3 * 1e-3));
}

int64_t bil_worth_usual_shift(int64_t alpha_e3)
{
    const double shift = alpha_e3 <= 0 ? USUAL_SHIFT : fmax(USUAL_SHIFT, least_shift(alpha_e3));
    return (int64_t)ceil(shift * 1e9 - 1e-3);
}

/* Not scaled yet. */
static double raw(const bil_worth *w, double score)
{
    const double power = 1.0 - w->alpha;
    const double y = log1p(score / w->shift);
    return power == 0.0 ? y : expm1(power * y) / power;
}

bool bil_worth_init(bil_worth *out, int64_t alpha_e3, int64_t shift_e9)
{
    if (alpha_e3 < 0 || alpha_e3 > ALPHA_MOST || shift_e9 <= 0 ||
        (alpha_e3 > 0 && (double)shift_e9 * 1e-9 < least_shift(alpha_e3) * (1.0 - 1e-9))) {
        return false;
    }
    *out = (bil_worth){.alpha = (double)alpha_e3 * 1e-3, .shift = (double)shift_e9 * 1e-9};
    out->scale = 1.0 / raw(out, 1.0);
    return true;
}

double bil_worth_of(const bil_worth *welfare, double score)
{
    return welfare->scale * raw(welfare, score);
}

double bil_worth_slope(const bil_worth *welfare, double score)
{
    return welfare->scale / welfare->shift * exp(-welfare->alpha * log1p(score / welfare->shift));
}

double bil_worth_score(const bil_worth *welfare, double worth)
{
    const double power = 1.0 - welfare->alpha;
    const double of = fmin(fmax(worth, 0.0), 1.0) / welfare->scale;
    const double y = power == 0.0 ? of : log1p(power * of) / power;
    return fmin(1.0, welfare->shift * expm1(y));
}
