/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_ALLOCATE_H
#define BIL_SOLVER_ALLOCATE_H

/* A district's money and places among its persons, with a proven gap (model §8).
 *
 * Prices on pools and capacities make the persons independent of each other: at given prices each
 * one's best package is found exactly (pricing.h), and the sum of what these are worth, with the
 * limits at their prices, is more than any allocation can reach. The packages found go to a master
 * whose prices are better; in the end one package per person is chosen within the limits
 * (choose.h). The bound is always computed from proven bounds of persons, never from the master.
 *
 * Nobody is left out: a person for whom nothing better fits stays as today, and one whose own model
 * fails stays as today and is reported. */

#include "solver/allocate_progress.h"
#include "solver/gmpl.h"
#include "solver/known.h"
#include "solver/pricing.h"

typedef struct {
    bil_objective objective;
    int64_t alpha_e3; /* α in thousandths, ≥ 0: of BIL_OBJECTIVE_ALPHA only */
    int64_t shift_e9; /* what a score of 0 counts as, of Nash and α-fair (worth.h); ≤ 0 = usual */
    int64_t gap_e9;   /* relative; reached = done */
    int jobs;         /* threads; the answer does not depend on it */
    uint64_t seed;    /* of the search for a choice */
    int rounds;       /* how often prices are tried at most; ≤ 0 = the default */
    int choices;      /* how often a choice is sought at most; ≤ 0 = the default */
    size_t sample;    /* so many persons' prices first; 0 = chosen, and only in large districts */
    /* Per person what must be kept, or NULL: at least these quantities phase by phase; at least
     * this score. Both lists may be NULL. */
    const bil_packed *const *floors;
    const double *score_floors;
    /* Per person the plan of before, for who has something to keep: where it passes the check and
     * keeps it, it is what the search begins with, if all fit together. NULL (or NULL for one) =
     * the floor itself is that plan. */
    const bil_packed *const *former;
    const bil_known *from; /* what another allocation of these persons left; NULL = nothing */
    bool keep_known;       /* leave as much: a little more work */
    const bil_gmpl *model; /* of the rule custom; else NULL */
    bool (*progress)(const bil_allocate_progress *, void *payload); /* false = stop: the best so far
                                                                       is the answer; may be NULL */
    void *payload;
} bil_allocate_settings;

void bil_allocate_settings_init(bil_allocate_settings *settings);

typedef struct {
    bool waiting;       /* as today: nothing new */
    bool failed;        /* the person's own model gave no answer to be trusted: `why` */
    bool floor_dropped; /* what was to be kept has no plan any more, or no room was found */
    bool floor_missed;  /* what was to be kept was not reached, as the search was stopped */
    char *why;          /* in English; owned; NULL = nothing to say */
    double score;
    double shortfall;
    double today_score;   /* as today */
    int64_t public_cents; /* of the whole plan */
    bil_packed *packed;   /* owned */
    bil_use *uses;        /* owned; of the shared rows */
    size_t use_count;
} bil_allotted;

typedef struct {
    bil_arena *arena; /* of all that does not say it is owned */
    bil_shared shared;
    bil_objective objective;
    const char *rule;    /* code of the rule that shared out; static */
    bil_words rule_says; /* the same in words, when it came by solver/rules.h; static */
    bool stopped;        /* by the caller */
    bool former_over;    /* the plans of before together take more than the limits hold */
    bool within;         /* every limit holds; else `over` says which does not */
    double value;        /* Σ scores */
    double bound; /* no allocation reaches a greater sum (of those with the least shortfall, or
                     with as great a least score); HUGE_VAL without a bound, as always with
                     rules that do not ask for the sum */
    double gap;   /* (bound - value) / value, of the level where that is the rule's objective;
                     HUGE_VAL without a bound */
    /* What the rules that care more for those who have less ask for, as a score. Nash and α-fair:
     * the score that, given to all alike, would be worth as much. Max-min and leximin: the greatest
     * t so that everybody has t, or all that is to be had alone. Else 0. */
    bool has_level;
    double level;
    double level_bound; /* no allocation has a greater one */
    double least_bound; /* max-min and leximin: nor a greater least score, of which nobody is exempt
                         */
    /* Max-min and leximin: of the persons' scores from the least on, how many are proven to be the
     * greatest possible, one after another. The least of those who could have more is one. */
    size_t places_proven;
    int64_t alpha_e3; /* of Nash and α-fair: as used */
    int64_t shift_e9;
    double shortfall;       /* Σ shortfalls */
    double shortfall_bound; /* essential first: none has less */
    bool has_prices;        /* the rule looks for prices, and was not stopped before it had some */
    double *prices;         /* per shared row: score that one more unit gives; else 0 */
    double *next;           /* per shared row: score that 1,000 € or one unit a month more gives,
                               by shares of the packages found; no more than by the price */
    double *used;           /* per shared row, whole numbers */
    bil_allotted *persons;
    size_t count;
    size_t failed;
    int rounds;
    size_t packages;
    size_t priced;       /* how many times a person was priced */
    size_t by_optimiser; /* of these, how often the kernel left it to the optimiser */
    size_t unanswered;   /* and how often no answer came; with a package at hand the round then has
                            no bound */
    bil_known *known;    /* owned; NULL unless asked for (and when it was stopped) */
} bil_allocation;

/* `persons` and `district` outlive the allocation. BIL_E_NOMEM, BIL_E_DATA. */
BIL_MUST_CHECK bil_status bil_allocate(bil_allocation **out, const bil_district *district,
                                       const bil_case *const *persons, size_t count,
                                       const bil_allocate_settings *settings, bil_error *err);
void bil_allocation_free(bil_allocation *allocation); /* accepts NULL */

#endif
