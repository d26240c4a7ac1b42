/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_VIEW_H
#define BIL_SOLVER_VIEW_H

/* What is on offer to one person in each phase: the case and its catalogue with dates, zones,
 * wishes, prices and eligibility worked out, still in integers. The model's blocks, the exact
 * funding and the irreducibility test all read this and nothing else. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/plan.h"

enum { BIL_PAYERS_MAX = 64, BIL_HELPERS_MAX = 32 };

/* A service at one price from one provider (or none). */
typedef struct {
    bil_index service;
    bil_index provider; /* row of the catalogue, BIL_NONE = none */
    int64_t unit_price; /* cents per unit */
    int64_t due_unit;   /* copay per unit, cents, before the social part limits it */
    int64_t step;
    int64_t low;   /* least quantity when active, a multiple of step */
    int64_t high;  /* greatest useful or allowed quantity, a multiple of step; ≥ low, or 0 */
    int64_t kept;  /* in place and kept: at least this in every phase; 0 = no */
    int64_t fixed; /* exactly this in every phase; -1 = free */
    uint64_t payers_health;  /* bit per payer that may pay the health part */
    uint64_t payers_social;  /* the same for the social part, pensions left out */
    uint64_t payers_pension; /* pensions, for the due part of the social part */
    bool hours_limited;
    uint32_t helpers;       /* bit per hours source that may give its hours */
    const int64_t *effects; /* hundredths per unit, one per need of the case */
} bil_offer;

/* A cash source that may pay in this phase. */
typedef struct {
    bil_index source;
    int64_t cap;  /* cents a month before absorption; BIL_UNLIMITED for a pool without limit */
    bool pension; /* person-held, kind pension: copay and allowance apply */
    bool active;  /* in use already */
    bool listed;  /* by the case; pools may not be */
    bool flagged; /* whether it is used matters to a rule or to the allowance */
} bil_payer;

typedef struct {
    bil_index source;
    int64_t hours;
    bool active;
    bool flagged;
} bil_helper;

/* A rule in force: its subjects among the offers' services and the sources at hand. */
typedef struct {
    bil_index rule;
    const bil_index *a_services;
    size_t a_service_count;
    const bil_index *a_sources;
    size_t a_source_count;
    const bil_index *b_services;
    size_t b_service_count;
    const bil_index *b_sources;
    size_t b_source_count;
} bil_view_rule;

/* A line of the plan to stay near to. */
typedef struct {
    bil_index service;
    bil_index provider; /* BIL_NONE = from none */
    int64_t quantity;
    bool lost; /* the catalogue does not have its provider: it cannot stay as it is */
} bil_near_line;

typedef struct {
    size_t index; /* of the phase in the case */
    int months;
    bil_date start;
    const int64_t *targets;
    const bil_offer *offers; /* by service, then provider */
    size_t offer_count;
    const bil_payer *payers; /* by catalogue order */
    size_t payer_count;
    const bil_helper *helpers;
    size_t helper_count;
    const bil_view_rule *rules;
    size_t rule_count;
    int64_t public_cap; /* BIL_UNLIMITED when there is none */
    bool impossible;    /* a lock asks for what is not on offer */
    /* Of the plan to stay near to, when there is one: its lines, and what it covers of each need,
     * at most the target. */
    const bil_near_line *near_lines;
    size_t near_count;
    const int64_t *near_covered;
} bil_view_phase;

/* Which locks, rules and limits to leave out: used to find out why no plan exists. NULL members
 * leave nothing out. */
typedef struct {
    const bool *rules; /* per catalogue rule */
    const bool *must;  /* per wish */
    const bool *must_not;
    const bool *fixed;
    const bool *keep;      /* per in-place row */
    const bool *overrides; /* per override of the case: lines set by hand */
    const bool *at_least;  /* per need */
    const bool *limits;    /* per source: its by_source limits */
    const bool *hours;     /* per source: how many hours it gives */
    const bool *places;    /* per provider and service, at its first row: its capacity */
    bool public_budget;    /* drop the public ceiling */
    bool allowance;        /* drop the personal allowance */
    bool each_payer;    /* payers differ, for somebody prices them: leave none out of the model */
    bool each_provider; /* so do providers, whose room others share: a dearer one stays on offer */
    /* The other way round: nothing but this plan's lines, and no more than their quantities; NULL =
     * free. A line whose minimum no longer fits may go. */
    const bil_plan *within;
    /* Keep what the plan has on offer, and say per phase what it has; aligned to the case. NULL =
     * no plan to stay near to. */
    const bil_plan *near;
} bil_relaxation;

typedef struct {
    bil_arena *arena;
    const bil_case *person;
    const bil_catalogue *catalogue;
    const bil_relaxation *relaxed; /* may be NULL */
    const bil_plan *near;          /* the plan to stay near to; NULL = none */
    bil_view_phase *phases;
    size_t phase_count;
} bil_view;

/* Everything lives in `arena`. BIL_E_DATA when more payers or helpers than the engine's limits. */
BIL_MUST_CHECK bil_status bil_view_build(bil_view *out, const bil_case *person,
                                         const bil_relaxation *relaxed, bil_arena *arena,
                                         bil_error *err);

/* Index of a payer or helper by source, SIZE_MAX when it is not at hand. */
size_t bil_view_payer(const bil_view_phase *phase, bil_index source);
size_t bil_view_helper(const bil_view_phase *phase, bil_index source);

/* The parts of a line: cost, health, social, due. */
typedef struct {
    int64_t cost;
    int64_t health;
    int64_t social;
    int64_t due;
} bil_parts;
bil_parts bil_offer_parts(const bil_view *view, const bil_offer *offer, int64_t quantity);

const bil_service *bil_offer_service(const bil_view *view, const bil_offer *offer);

/* What a need must reach in a phase, 0 = nothing; hundredths. */
int64_t bil_view_at_least(const bil_view *view, const bil_view_phase *phase, size_t need);

/* The first row of the provider of a row, for the same service: a place has that index. */
size_t bil_view_place(const bil_catalogue *catalogue, size_t provider);

/* Must this wish still be met? */
bool bil_view_must(const bil_view *view, size_t wish);

/* A quantity of the offer, a multiple of its step, counted in steps. */
int64_t bil_offer_steps(const bil_offer *offer, int64_t quantity);

/* The line of the plan to stay near to, NULL when it does not have the service. */
const bil_near_line *bil_view_near_line(const bil_view_phase *phase, bil_index service);

/* Same data, so that one solution serves both phases. */
bool bil_view_same(const bil_view *view, size_t a, size_t b);

#endif
