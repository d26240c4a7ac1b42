/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_OUTCOMES_H
#define BIL_ENGINE_OUTCOMES_H

/* What became of each person of a district, as figures: one row a person, whatever rule shared the
 * money out. Metrics (engine/metrics.h) are functions of this table alone.
 *
 * Scores and shares are × 10⁹, money is in cents over the whole plan (months differ between
 * persons: `months` makes a month of it), need points are in 1/40 000. */

#include "engine/allocation.h"

typedef struct {
    const char *id; /* borrowed */
    bil_allotted_status status;
    bil_waits_for waits;
    int64_t score_e9;
    int64_t today_e9; /* the score as today */
    int64_t shortfall_e9;
    /* How much the person needs: the weights, with priority, of the needs with a target; the mean
     * over the months. */
    int64_t need_points;
    int months;
    int residence_months; /* of these, with a residential line */
    size_t floors;        /* needs with an essential floor, counted once a phase */
    size_t floors_met;
    int64_t cost_cents; /* whoever pays */
    int64_t public_cents;
    int64_t person_cents;  /* what the person and the family pay: held by the person, not public */
    int64_t pension_cents; /* of that, from pensions */
    int64_t income_cents;  /* pensions in use, after absorption */
    int64_t isee_cents;    /* negative = unknown */
    int age;               /* when the plan starts; negative = unknown */
    const char *sex;       /* as the case writes it; "" = it does not */
    const char *area;      /* "" = not given */
    bool intensity_given;
    bil_intensity intensity;
    bil_date requested_on; /* 0 = not given */
    size_t lines;          /* of the plan, over all phases */
    /* The services of today (in place, or in the first phase of a granted plan) and those of the
     * plan's first phase. */
    size_t today_services;
    size_t added;
    size_t ended;
    size_t changed; /* another quantity */
} bil_outcome_row;

/* A pool over all its years. */
typedef struct {
    const char *code;
    int64_t limit_cents;
    int64_t used_cents;
} bil_outcome_pool;

/* Lives in its arena; borrows the catalogue, the cases and the names in them. */
typedef struct {
    bil_arena *arena;
    const bil_catalogue *catalogue;
    bil_outcome_row *rows; /* in the district's order */
    size_t count;
    const char *const *axes; /* life areas, as the catalogue writes them first */
    size_t axis_count;
    const size_t *axis_of; /* per domain of the catalogue */
    /* Person by person, axis by axis: months × weight of the needs (1/40 000), and the share of
     * them that stays uncovered, each need counting by its weight. */
    int64_t *axis_asked;
    int64_t *axis_missing_e9;
    int64_t *spent; /* person by person, source by source of the catalogue: cents */
    const bil_outcome_pool *pools;
    size_t pool_count;
    /* What the rows do not say; negative = not known. */
    int64_t gap_e9;           /* how far the value may be from the best, proven */
    int64_t milliseconds;     /* that it took */
    int64_t sum_bound_e9;     /* no allocation has a greater sum of scores */
    int64_t minimum_bound_e9; /* in none is the least score greater */
} bil_outcomes;

/* Room for so many persons, all zero, nothing known. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_outcomes_new(bil_outcomes **out, const bil_catalogue *catalogue,
                                           size_t persons, bil_error *err);
void bil_outcomes_free(bil_outcomes *outcomes); /* accepts NULL */

/* Row `i` from what the person has: all but status, why they wait and the score as today. Several
 * threads may fill different rows; scratch is the plan's arena. The plan's figures are taken as it
 * states them, its phases are the case's. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_outcomes_fill(bil_outcomes *outcomes, size_t i,
                                            const bil_applicant *who, const bil_plan *plan,
                                            bil_error *err);

/* Status, why they wait, score as today, pools and gap, from a report about the same persons in the
 * same order. Its bound is one of the sum of scores only with the rule "utilitarian", or when
 * nested; one of the least score only with "max-min" and "leximin". BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_outcomes_take(bil_outcomes *outcomes,
                                            const bil_allocation_report *report, bil_error *err);

/* How much a person needs: see bil_outcome_row. */
int64_t bil_case_need_points(const bil_case *person);

#endif
