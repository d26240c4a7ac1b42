/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_BOOTSTRAP_H
#define BIL_SOLVER_BOOTSTRAP_H

/* How sure a figure is: drawn again and again from what was seen, with replacement, it moves, and
 * the middle part of what it then is makes an interval (Efron, 1979; the percentile method). What
 * is drawn are persons of a district, or runs with different seeds.
 *
 * The draws come from engine/random.h: the same seed gives the same interval on every machine. */

#include <stdint.h>

#include "engine/error.h"

typedef struct {
    size_t resamples;
    int level_bp; /* 9500 = 95 % */
    uint64_t seed;
} bil_bootstrap_settings;

/* 1,000 resamples, 95 %, seed 1. */
void bil_bootstrap_settings_init(bil_bootstrap_settings *settings);

typedef struct {
    bool defined;
    double low;
    double high;
} bil_interval;

/* A figure of the things with these indices, as many as there are, some twice, some not at all; NAN
 * = not defined for them. */
typedef double (*bil_statistic)(const size_t *picked, size_t count, void *payload);

/* Resample number `resample`: `picked` has `count` indices below `count`. */
void bil_bootstrap_pick(size_t *picked, size_t count, uint64_t seed, size_t resample);

/* From the figures of all resamples, which are sorted here. Those that are NAN are left out; when
 * they are more than one in ten, the interval is not defined. */
bil_interval bil_bootstrap_interval(double *figures, size_t count, int level_bp);

/* Not defined for nobody. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_bootstrap(bil_interval *out, size_t count, bil_statistic statistic,
                                        void *payload, const bil_bootstrap_settings *settings,
                                        bil_error *err);

/* Of the mean of `values`: one for each seed, say. */
BIL_MUST_CHECK bil_status bil_bootstrap_mean(bil_interval *out, const double *values, size_t count,
                                             const bil_bootstrap_settings *settings,
                                             bil_error *err);

#endif
