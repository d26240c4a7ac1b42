/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ALLOCATION_H
#define BIL_ENGINE_ALLOCATION_H

/* What comes of sharing a district's money and places among its persons: who has which plan, who
 * waits and why, what one more euro or hour would give. Plain values; plans apart.
 *
 * Scores, values and bounds are × 10⁹. The value of an allocation is the sum of its persons'
 * scores. */

#include "engine/district.h"

typedef enum {
    BIL_ALLOTTED_PLAN,    /* a plan with something new in it */
    BIL_ALLOTTED_TODAY,   /* as today, and nothing else would cover more */
    BIL_ALLOTTED_WAITING, /* as today, though there is a plan that would cover more */
    BIL_ALLOTTED_NONE,    /* no plan satisfies this person's own rules and locks */
    BIL_ALLOTTED_FAILED   /* the person's own model gave no answer that can be trusted */
} bil_allotted_status;

/* "plan", "today", "waiting", "no-plan", "failed"; NULL out of range. */
const char *bil_allotted_name(bil_allotted_status status);

/* Why somebody waits. */
typedef enum {
    BIL_WAITS_NOT,
    BIL_WAITS_MONEY,  /* with all pools without end there would be a plan; with all places, not */
    BIL_WAITS_PLACE,  /* the other way round */
    BIL_WAITS_BOTH,   /* both are missing, or more of either would do */
    BIL_WAITS_STOPPED /* not known: the search was stopped before it reached them */
} bil_waits_for;

/* "money", "place", "money-or-place", "not-reached"; NULL for BIL_WAITS_NOT and out of range. */
const char *bil_waits_name(bil_waits_for why);

/* What is shared, in the months [from, from + months) counted from the district's first. */
typedef struct {
    const char *code; /* of the source (a pool), the service or the provider (a capacity) */
    bool pool;
    bool provider;     /* the capacity is a provider's */
    bil_index source;  /* of a pool; else BIL_NONE */
    bil_index service; /* of a service's capacity; else BIL_NONE */
    int from;
    int months;
    int64_t limit; /* cents in these months, or units in each of them */
    int64_t used;
    /* What a little more is worth, in scores × 10⁹: of a pool, 1,000 € more; of a capacity, one
     * unit a month more. Negative = not known. */
    int64_t price_e9;
} bil_shared_result;

/* What one more person would take, beyond what is left over. */
typedef struct {
    size_t shared;  /* index in the results */
    int64_t amount; /* cents or units */
} bil_lacking;

typedef struct {
    const char *id;
    bil_allotted_status status;
    int64_t score_e9;
    int64_t shortfall_e9;
    int64_t today_e9;     /* the score as today */
    int64_t public_cents; /* of the whole plan */
    size_t lines;         /* of the plan, over all phases */
    bool kept;            /* had a plan already, and keeps at least that */
    bool kept_dropped;    /* had one that could not be kept */
    bool kept_missed;     /* had one that was not reached, as the search was stopped */
    int64_t before_e9;    /* nested: the score with the plan of before; -1 = no such plan */
    bool less;            /* nested: has less than that */
    bil_waits_for waits;
    const bil_lacking *lacking; /* of the cheapest plan that would cover more */
    size_t lacking_count;
    int64_t lacking_score_e9; /* of that plan */
    const char *why;          /* of a failure, in English; "" */
} bil_allotted_person;

typedef enum {
    BIL_ALLOCATION_OPTIMAL,  /* within the gap that was asked for */
    BIL_ALLOCATION_FEASIBLE, /* all that could be reached, with its gap */
    BIL_ALLOCATION_STOPPED,  /* somebody or the time limit stopped it: the best so far */
    BIL_ALLOCATION_OVER      /* what is in place already takes more than there is: see the rows */
} bil_allocation_status;

/* "optimal", "feasible", "stopped", "over"; NULL out of range. */
const char *bil_allocation_status_name(bil_allocation_status status);

struct bil_metrics; /* engine/metrics.h */

/* Lives in its arena. */
typedef struct {
    bil_arena *arena;
    const bil_district *district;      /* borrowed */
    const struct bil_metrics *metrics; /* borrowed; NULL = not worked out */
    const char *rule;                  /* "utilitarian", … */
    bil_words rule_says;               /* the same in words; NULLs = not said */
    bil_allocation_status status;
    int64_t value_e9;
    int64_t bound_e9; /* negative = none */
    int64_t gap_e9;   /* (bound - value) / value; negative = none */
    int64_t shortfall_e9;
    int64_t shortfall_bound_e9; /* negative = not asked */
    /* What max-min, leximin, Nash and α-fair look for, as a score (solver/allocate.h); else -1. */
    int64_t level_e9;
    int64_t level_bound_e9; /* negative = none */
    int64_t least_bound_e9; /* no allocation has a greater least score; negative = none */
    int64_t places_proven;  /* max-min and leximin: scores from the least on; else -1 */
    int64_t alpha_e3;       /* Nash and α-fair; else -1 */
    int64_t shift_e9;       /* what a score of 0 counts as; else -1 */
    int64_t free_value_e9;  /* nested: what is reached if somebody may lose; else -1 */
    int64_t free_bound_e9;
    bool free_stopped;       /* nested: the search for that did not come to its end */
    size_t less_than_before; /* nested: who has less than with the plan of before all the same */
    bool former_over;        /* those plans together take more than there is */
    const bil_shared_result *shared;
    size_t shared_count;
    bil_allotted_person *persons; /* in the order of the file */
    size_t person_count;
    size_t by_status[BIL_ALLOTTED_FAILED + 1];
    size_t by_waits[BIL_WAITS_STOPPED + 1];
    int64_t mean_score_e9;
    int64_t least_score_e9;
    int64_t tenth_score_e9; /* a tenth of the persons have at most this */
    int64_t public_cents;   /* of all plans, whole */
    size_t checked;         /* plans that passed the check: all of them */
    int rounds;
    size_t packages;
    size_t priced;
    size_t by_optimiser;
    size_t unanswered;
} bil_allocation_report;

/* No allocation has a greater least score, also of those in which somebody loses; -1 = it is not
 * known, as with rules that do not look for it, and when some may not lose. */
int64_t bil_allocation_least_bound_e9(const bil_allocation_report *report);

void bil_allocation_report_free(bil_allocation_report *report); /* accepts NULL */

#endif
