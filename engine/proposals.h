/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_PROPOSALS_H
#define BIL_ENGINE_PROPOSALS_H

/* Several plans for one person, to choose among: the usual best one, others that are each best for
 * one goal, and what is in place today as the base line. */

#include "engine/difference.h"

/* In the order in which they are sought and told. */
typedef enum {
    BIL_GOAL_BEST,         /* the usual proposal */
    BIL_GOAL_PUBLIC_MONEY, /* least public money */
    BIL_GOAL_FAMILY,       /* least hours, then least money of the family */
    BIL_GOAL_HOME,         /* least months in a residence, then with a day place */
    BIL_GOAL_PROVIDERS,    /* fewest providers at a time */
    BIL_GOAL_PREFERENCES,  /* most of what the person prefers */
    BIL_GOAL_OTHER_WAY,    /* fewest services in common with the other plans */
    BIL_GOAL_COUNT
} bil_goal;

/* "best", "public-money", "family", "home", "providers", "preferences", "other-way". */
const char *bil_goal_name(bil_goal goal);

bil_words bil_goal_words(bil_goal goal); /* a title: "Meno denaro pubblico" */

/* Why a goal gave no plan of its own. */
typedef enum {
    BIL_MISSED_NOTHING,  /* the first plan leaves nothing to gain: no hours of family, … */
    BIL_MISSED_DISTANCE, /* within the distance none does better than the first plan */
    BIL_MISSED_NEAR,     /* those that do are too near to the plan for `other` */
    BIL_MISSED_WORSE,    /* not better than the plan for `other` in anything that is compared */
    BIL_MISSED_FIRST,    /* better than the first plan in something and worse in nothing compared:
                            the first plan is ahead only in what its criterion looks at besides */
    BIL_MISSED_STOPPED   /* a limit or a stop came first */
} bil_missed_reason;

/* "nothing-to-gain", "none-within-distance", "too-near", "not-better", "first-outdone", "stopped".
 */
const char *bil_missed_reason_name(bil_missed_reason reason);

typedef struct {
    bil_goal goal;
    bil_missed_reason reason;
    bil_goal other;  /* of a plan that is there, for NEAR and WORSE; else the first plan's */
    size_t services; /* in how many services it differs from that, for NEAR */
} bil_missed;

enum { BIL_PROPOSALS_MAX = BIL_GOAL_COUNT, BIL_PROPOSALS_APART = 2 };

typedef struct {
    bil_arena *arena;                   /* holds the lists of the differences */
    int64_t within_e6;                  /* share of the first plan's score that may be given up */
    size_t wanted;                      /* how many plans were asked for */
    bil_plan *plans[BIL_PROPOSALS_MAX]; /* owned; the best first, others by goal */
    bil_goal goals[BIL_PROPOSALS_MAX];
    size_t count;
    bil_missed missed[BIL_GOAL_COUNT];
    size_t missed_count;
    bil_plan *today;   /* owned: what is in place, priced and scored; NULL when there is no plan */
    bool today_funded; /* payers were found for all of it */
    bil_difference from_first[BIL_PROPOSALS_MAX]; /* from plan 0 to each */
    bil_difference from_today[BIL_PROPOSALS_MAX]; /* from today to each */
} bil_proposals;

void bil_proposals_free(bil_proposals *proposals); /* accepts NULL */

/* Plans are called A, B, C … by place. */
const char *bil_proposals_letter(size_t index);

/* Why a goal has no plan, in a sentence; NULL members without memory. Lives in `arena`. */
bil_words bil_missed_words(const bil_proposals *proposals, const bil_missed *missed,
                           bil_arena *arena);

/* Is `a` worse than `b` or equal in all that plans are compared by: score, public money, hours and
 * money of the family, providers, months at home? */
bool bil_figures_not_better(const bil_figures *a, const bil_figures *b);

/* Fills `from_first` and `from_today`. */
BIL_MUST_CHECK bil_status bil_proposals_compare(bil_proposals *proposals, const bil_case *person,
                                                bil_error *err);

#endif
