/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_WELFARE_H
#define BIL_SOLVER_WELFARE_H

/* What a person's utility u ≥ 0 counts for under an α-fair rule (Atkinson 1970; Mo and Walrand
 * 2000); the rule wants the greatest sum over all persons:
 *
 *     α ≠ 1:  u^(1 − α) ÷ (1 − α)          α = 1:  ln u
 *
 * α = 0 is the sum itself (utilitarian), α = 1 Nash welfare (the product), and the greater α, the
 * more those count who have least: without end it is max–min. For α ≥ 1 nothing counts −∞; the
 * rules here first leave as few persons as possible with nothing, then add up over the others
 * (Caragiannis et al. 2019). A rule's choice does not depend on the unit of u.
 *
 * α comes in millionths, so that it is the number that was written. */

#include <stdbool.h>
#include <stdint.h>

#define BIL_ALPHA_ONE INT64_C(1000000)
/* Up to here u^(1 − α) is a number for all utilities from 10⁻⁶ to 10¹²; beyond, use leximin. */
#define BIL_ALPHA_MAX (20 * BIL_ALPHA_ONE)

/* For 0 ≤ α ≤ BIL_ALPHA_MAX and u ≥ 0; −HUGE_VAL for u = 0 from α = 1 on. */
double bil_welfare(double utility, int64_t alpha_e6);

/* Has nobody with nothing any welfare at all (α ≥ 1)? */
bool bil_welfare_needs_all(int64_t alpha_e6);

/* The utility that, had by everybody, gives the mean welfare `mean`: (1/n Σ u^(1−α))^(1/(1−α)), the
 * geometric mean for α = 1. In the unit of u; 0 for −HUGE_VAL. */
double bil_welfare_equal(double mean, int64_t alpha_e6);

#endif
