/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_WORTH_H
#define BIL_SOLVER_WORTH_H

/* What a score in [0, 1] is worth to a rule that cares more for those who have less.
 *
 * α-fair: the derivative at score s is in proportion to (s + shift)^-α. α = 0 is the score itself,
 * α = 1 the logarithm (Nash welfare), a great α comes near max-min. The shift is what a score of 0
 * counts as: without one, from α = 1 on nobody could be left at 0 and nothing else would count. It
 * is a parameter of the rule and told with its answer.
 *
 * Worths are scaled so that score 0 is worth 0 and score 1 is worth 1; the scale changes no order
 * of allocations. Sums of worths are told as a level: the score that, given to everybody alike,
 * would be worth as much.
 *
 * Utilities without a top, as of problems with explicit packages, are weighed by welfare.h. */

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double alpha;
    double shift;
    double scale;
} bil_worth;

/* Of how much more the first point of score may count than the last: no greater range is told apart
 * by the numbers behind a proof. */
#define BIL_WORTH_RANGE 1e6

/* The shift where none is asked for, in 10⁻⁹ of score: a hundredth, or what keeps to the range. */
int64_t bil_worth_usual_shift(int64_t alpha_e3);

/* False for a negative α or a shift that is not positive or leaves the range. */
bool bil_worth_init(bil_worth *out, int64_t alpha_e3, int64_t shift_e9);

double bil_worth_of(const bil_worth *welfare, double score);
double bil_worth_slope(const bil_worth *welfare, double score);
double bil_worth_score(const bil_worth *welfare, double worth); /* the inverse, in [0, 1] */

#endif
