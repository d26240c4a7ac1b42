/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_EXPLICIT_IMPL_H
#define BIL_SOLVER_EXPLICIT_IMPL_H

/* Between explicit.c (the greatest sum), explicit_rules.c (which rule), explicit_levels.c (max–min
 * and leximin), explicit_fair.c (Nash and α-fair) and explicit_part.c. */

#include "solver/explicit_rules.h"

/* At most so many groups may have less than this. */
typedef struct {
    int64_t below; /* a value as the problem has them */
    int64_t most;
} bil_few_below;

/* A problem with other values, fewer items and some rows more. */
typedef struct {
    const bil_mmkp *problem;
    const bool *allowed;  /* per item; NULL = all */
    const int64_t *worth; /* per item; NULL = the problem's values */
    const bil_few_below *rows;
    uint32_t row_count;
    bool any;       /* the first choice found will do */
    int64_t rounds; /* 0 = those of the settings */
} bil_explicit_part;

typedef struct {
    bil_explicit_status status;
    bool proven;
    bool stopped;
    int64_t value; /* by `worth` */
    int64_t bound;
} bil_explicit_parted;

/* `choice` (per group, items of the whole problem) is written when one was found. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_explicit_part_solve(bil_explicit_parted *out, uint32_t *choice,
                                                  const bil_explicit_part *part,
                                                  const bil_explicit_settings *settings,
                                                  bil_error *err);

/* What the rules share while they work. */
typedef struct {
    const bil_mmkp *problem;
    const bil_rule_settings *settings;
    bil_explicit_ruled *out; /* choice, status and the rest are filled as they are known */
    uint32_t *trial;         /* per group: room for a choice */
} bil_rule_run;

/* BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_rule_levels(bil_rule_run *run, bil_error *err);
BIL_MUST_CHECK bil_status bil_rule_fair(bil_rule_run *run, bil_error *err);

#endif
