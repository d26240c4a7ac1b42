/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_MEASURES_H
#define BIL_SOLVER_MEASURES_H

/* Measures of how something is spread over persons: means, inequality, concentration, gaps between
 * groups, envy. Pure functions of numbers; nothing here knows what they stand for.
 *
 * A measure that has no meaning for what it is given answers NAN ("not defined"): nobody at all,
 * numbers that are not finite, a share of nothing. Those of inequality want numbers that are not
 * negative. No answer is made up, and none stands for an error.
 *
 * `ascending` is sorted (bil_sort_ascending): so the order of the persons cannot matter, down to
 * the last bit. docs/METRICS.md has the formulas in words, and where they come from. */

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* "Not defined": isnan() asks for it. */
#define BIL_UNDEFINED ((double)NAN)

/* --- sorting ---------------------------------------------------------------------------------- */

void bil_sort_ascending(double *values, size_t count);

/* A person's place by something (need, ISEE) and what they have. */
typedef struct {
    double rank;
    double value;
} bil_ranked;

/* By rank, then by value. */
void bil_sort_ranked(bil_ranked *rows, size_t count);

/* --- level: measures.c ------------------------------------------------------------------------ */

double bil_mean(const double *values, size_t count);

/* Σ weight × value ÷ Σ weight. NAN for a negative weight or when all are 0. */
double bil_weighted_mean(const double *values, const double *weights, size_t count);

/* The least of the values that at least this share (basis points, 0–10 000) of all do not exceed:
 * 1000 = the tenth percentile, 0 = the least. Always one of the values (type 1 of Hyndman and Fan,
 * 1996). */
double bil_quantile(const double *ascending, size_t count, int share_bp);

/* --- inequality: measures_spread.c; NAN for negative numbers and when all are 0 ----------------
 */

/* Half the mean difference between two persons, relative to the mean. 0 = all alike; at most
 * (count − 1) ÷ count: one has everything. */
double bil_gini(const double *ascending, size_t count);

/* Mean of (x/μ) ln(x/μ), with 0 ln 0 = 0. 0 = all alike; at most ln(count). */
double bil_theil(const double *ascending, size_t count);

/* 1 − what everybody alike would have to have for the same welfare ÷ the mean, for an aversion to
 * inequality of `epsilon` ≥ 0 (0 = none: always 0; 1 = geometric mean; the larger, the more the
 * least count). In [0, 1]; from 1 on, one person with nothing makes it 1. */
double bil_atkinson(const double *ascending, size_t count, double epsilon);

/* What the poorest `share` (0–1) of the persons have of the whole: the Lorenz curve, straight
 * between persons. */
double bil_lorenz_at(const double *ascending, size_t count, double share);

/* The same at 0, 1/steps, … 1, into `out` of steps + 1. False, and nothing written, where it is not
 * defined. */
bool bil_lorenz(double *out, size_t steps, const double *ascending, size_t count);

/* What the richest tenth have ÷ what the poorest four tenths have. 1/4 = all alike; no upper end.
 * NAN when the poorest have nothing. */
double bil_palma(const double *ascending, size_t count);

/* --- by place: measures_rank.c ---------------------------------------------------------------- */

/* Concentration index: 2 cov(value, place) ÷ mean, the place being (position − 1/2) ÷ count, and
 * for persons of the same rank the mean of theirs. In (−1, 1): above 0 those of higher rank have
 * more, below 0 less. NAN for negative values, when all are 0, or when all ranks are the same. */
double bil_concentration(const bil_ranked *sorted, size_t count);

/* Erreygers' correction for what lies between `low` and `high`: 8 cov(value, place) ÷ (high − low),
 * in [−1, 1]. It does not change its absolute value when shortfalls are looked at instead of
 * coverage. NAN for values outside, high ≤ low, or when all ranks are the same. */
double bil_erreygers(const bil_ranked *sorted, size_t count, double low, double high);

/* --- groups: measures_group.c ----------------------------------------------------------------- */

typedef struct {
    size_t count;
    double mean;    /* NAN for nobody */
    double squares; /* Σ (value − mean)² */
} bil_group_sums;

/* `group[i]` < groups, or SIZE_MAX: belongs to none. False when a number is not finite. */
bool bil_group_fill(bil_group_sums *out, size_t groups, const double *values, const size_t *group,
                    size_t count);

/* Greatest mean − least mean, of the groups with at least `least` persons. NAN unless there are
 * two. In the values' unit; ≥ 0. */
double bil_group_gap(const bil_group_sums *groups, size_t count, size_t least);

/* The same ÷ the standard deviation inside the groups, pooled over those counted (n − groups
 * degrees of freedom): Cohen's d of the two groups furthest apart. NAN without differences inside
 * the groups, or without degrees of freedom. */
double bil_group_gap_standard(const bil_group_sums *groups, size_t count, size_t least);

/* --- envy: measures_envy.c -------------------------------------------------------------------- */

/* What somebody has, divided by their weight; `content` = more would be of no use to them. */
typedef struct {
    double ratio;
    bool content;
} bil_envier;

void bil_sort_enviers(bil_envier *rows, size_t count); /* by ratio, the content last */

/* Envy up to weights, when all value what is shared alike: the mean over all ordered pairs (i, j)
 * of max(0, ratio_j − ratio_i), with 0 for an i that is content, ÷ the mean ratio. In [0, 1). 0 =
 * who could use more has, by weight, no less than anybody. Never more than the Gini index of the
 * ratios, which it is when nobody is content. NAN for negative ratios, or when all are 0. */
double bil_envy(const bil_envier *sorted, size_t count);

#endif
