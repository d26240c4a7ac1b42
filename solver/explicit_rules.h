/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_EXPLICIT_RULES_H
#define BIL_SOLVER_EXPLICIT_RULES_H

/* Which choice is best depends on the rule. A group's utility is the value of its item. All rules
 * are solved by the same master and searches (explicit.h): α-fair ones by other values of the
 * items, max–min and leximin level by level, with rows that count how many groups are below one.
 *
 *   utilitarian   the greatest sum
 *   max-min       the greatest minimum, and among those the greatest sum
 *   leximin       the greatest minimum, of as few groups as possible, then the greatest next one
 *   Nash, α-fair  the greatest sum of welfare (welfare.h): utilities must not be below zero */

#include "solver/explicit.h"

typedef enum {
    BIL_RULE_UTILITARIAN,
    BIL_RULE_MAX_MIN,
    BIL_RULE_LEXIMIN,
    BIL_RULE_NASH,
    BIL_RULE_ALPHA
} bil_explicit_rule;

typedef struct {
    bil_explicit_rule rule;
    int64_t alpha_e6;             /* for BIL_RULE_ALPHA, 0 … BIL_ALPHA_MAX */
    bil_explicit_settings search; /* `rounds` holds for each search a rule makes */
} bil_rule_settings;

void bil_rule_settings_init(bil_rule_settings *settings);

typedef struct {
    bil_explicit_status status;
    bool proven;   /* the rule's choice, or that there is none. Of welfare: to 10⁻¹¹ of what
                      separates the best from the worst choice that may matter */
    bool stopped;  /* the tick said so */
    int64_t value; /* × 10^digits: the sum, the minimum (max-min, leximin), or Σ welfare over
                      groups that have something */
    int64_t bound; /* × 10^digits: no choice has more */
    int digits;
    int64_t gap_e9;   /* (bound − value) ÷ |value| × 10⁹, rounded up */
    int64_t sum;      /* of utilities × 10^value_digits */
    int64_t least;    /* utility × 10^value_digits */
    bool fair;        /* Nash or α-fair: the next two hold */
    uint32_t nothing; /* groups with nothing, for α ≥ 1 as few as was found; else 0 */
    int64_t equal;    /* × 10^digits: the utility that, had by all, is as good; 0 with `nothing` */
    int equal_digits;
    uint32_t *choice; /* per group: which of its items, from 0; in the problem's arena */
} bil_explicit_ruled;

/* `out` lives in the problem's arena. BIL_E_DATA: a utility below zero for a rule that knows none;
 * BIL_E_USAGE: no such α. BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_explicit_rule_solve(bil_explicit_ruled *out, const bil_mmkp *problem,
                                                  const bil_rule_settings *settings,
                                                  bil_error *err);

#endif
