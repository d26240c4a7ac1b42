/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_COMPARISON_H
#define BIL_ENGINE_COMPARISON_H

/* Two allocations of a district side by side: who gains, who loses, by group, and what each rule
 * gives up of the greatest sum of scores and of the greatest least score. From what their documents
 * say; docs/METRICS.md has the definitions. Scores are × 10⁹. */

#include "engine/metrics.h"
#include "engine/winners.h"

/* One allocation, as its document tells it. Lives in its arena. */
typedef struct {
    bil_arena *arena;
    const char *district;
    const char *district_sha256;
    const char *catalogue_sha256;
    const char *rule;
    bil_allocation_status status;
    int64_t value_e9; /* sum of the scores */
    int64_t mean_e9;
    int64_t least_e9;
    int64_t public_cents;
    /* No allocation of this district has a greater sum, no allocation a greater least score; -1 =
     * it does not say, or only of allocations of some kind. */
    int64_t sum_bound_e9;
    int64_t least_bound_e9;
    const bil_scored *scored; /* person by person, in the order of the file */
    const bil_allotted_status *statuses;
    size_t count;
    size_t by_status[BIL_ALLOTTED_FAILED + 1];
} bil_told_allocation;

void bil_told_allocation_free(bil_told_allocation *allocation); /* accepts NULL */

/* Persons in a group of the district. Sums of what is gained and lost are of the winners and of
 * the losers; all: won − lost + moved. */
typedef struct {
    bil_metric_groups by;
    const char *code;
    size_t persons;
    size_t won;
    size_t lost;
    int64_t won_e9;
    int64_t lost_e9;
    int64_t moved_e9;
} bil_compared_group;

typedef struct {
    const bil_told_allocation *sides[2];
    bil_words rule_says[2]; /* the rules in words; NULLs = not said */
    bool same_district;     /* the same bytes of district.json, the same catalogue */
    int64_t threshold_e9;
    bil_winners winners;
    const bil_compared_group *groups; /* none without `persons` */
    size_t group_count;
    /* The smallest bounds that hold for both; -1 = none is known. */
    int64_t sum_bound_e9;
    int64_t least_bound_e9;
    /* Of each: (bound − reached) ÷ bound × 10⁹, at least 0; -1 = not defined. */
    int64_t price_of_fairness_e9[2];
    int64_t price_of_efficiency_e9[2];
} bil_comparison;

/* `persons`: those of the district, to put winners and losers in groups; may be NULL. Everything is
 * borrowed or in the arena. A change below `threshold_e9` > 0 is none. BIL_E_DATA when an id stands
 * twice or the two have nobody in common; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_compare_allocations(bil_comparison *out,
                                                  const bil_told_allocation *first,
                                                  const bil_told_allocation *second,
                                                  const bil_applicant *persons, size_t count,
                                                  int64_t threshold_e9, bil_arena *arena,
                                                  bil_error *err);

#endif
