/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_RULES_REPORT_H
#define BIL_ENGINE_RULES_REPORT_H

/* Rules of allocation side by side: the same districts shared out by each, and the mean of every
 * metric over them, with its interval. */

#include "engine/metrics.h"

typedef struct {
    const char *code;
    bil_words says;
    bil_metrics *mean; /* NULL = it gave no allocation */
    size_t runs;       /* districts it shared out */
    size_t failed;     /* those it did not */
} bil_rule_report;

/* Lives in its arena; the means have their own. */
typedef struct {
    bil_arena *arena;
    const char *profile;
    int64_t persons;
    int64_t first_seed;
    size_t districts;
    int64_t gap_e9;
    bil_rule_report *rules;
    size_t rule_count;
} bil_rules_report;

void bil_rules_report_free(bil_rules_report *report); /* accepts NULL */

#endif
