/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/welfare.h"

#include <math.h>

/* 1 − α, exactly when it is a whole number. */
static double exponent_of(int64_t alpha_e6)
{
    return (double)(BIL_ALPHA_ONE - alpha_e6) / (double)BIL_ALPHA_ONE;
}

bool bil_welfare_needs_all(int64_t alpha_e6)
{
    return alpha_e6 >= BIL_ALPHA_ONE;
}

double bil_welfare(double utility, int64_t alpha_e6)
{
    if (utility <= 0.0) {
        return bil_welfare_needs_all(alpha_e6) ? -HUGE_VAL : 0.0;
    }
    if (alpha_e6 == BIL_ALPHA_ONE) {
        return log(utility);
    }
    const double exponent = exponent_of(alpha_e6);
    return pow(utility, exponent) / exponent;
}

double bil_welfare_equal(double mean, int64_t alpha_e6)
{
    if (alpha_e6 == BIL_ALPHA_ONE) {
        return exp(mean);
    }
    if (mean <= -HUGE_VAL) {
        return 0.0;
    }
    const double exponent = exponent_of(alpha_e6);
    return pow(mean * exponent, 1.0 / exponent);
}
