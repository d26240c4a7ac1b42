/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_PLAN_H
#define BIL_ENGINE_PLAN_H

/* A plan: for each phase, lines of service with who pays every cent; what it covers, what it
 * leaves uncovered, and what was checked. Made by the solver or read from a file; plain values, so
 * a plan read from a hand-written file may break any rule: `engine/check.h` says which.
 *
 * Codes are kept beside the indices: a plan may name things its catalogue does not have, and then
 * the index is BIL_NONE. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/change.h"

typedef struct {
    const char *code;
    bil_index source;
    int64_t cents;
} bil_funding;

typedef struct {
    const char *code;
    bil_index service;
    const char *provider_code; /* NULL = none */
    bil_index provider;        /* row of the catalogue's providers, BIL_NONE = none */
    int64_t quantity;          /* per month; once for a one-off */
    int64_t unit_price_cents;
    int64_t cost_cents;
    int64_t health_cents;
    int64_t social_cents;
    int64_t person_due_cents;
    bool one_off;
    bool in_place;
    bil_date starts_on; /* first day of delivery after the activation delay; 0 = not said */
    const bil_funding *funding;
    size_t funding_count;
} bil_line;

typedef struct {
    const char *need_id;
    bil_index need;
    int64_t target;
    int64_t covered;
    int64_t already;
} bil_coverage;

typedef struct {
    int64_t cost_cents;
    int64_t public_cents;
    int64_t person_cents;
    int64_t left_to_person_cents;
    const bil_funding *by_source;
    size_t by_source_count;
} bil_totals;

typedef struct {
    int months;
    const bil_line *lines; /* by catalogue order of the service */
    size_t line_count;
    const bil_coverage *coverage; /* one per need, in the case file's order */
    size_t coverage_count;
    const char *const *sources_used; /* codes, by catalogue order */
    size_t sources_used_count;
    bil_totals totals;
} bil_plan_phase;

/* Why a need stays uncovered, seen from the final plan. */
typedef enum {
    BIL_UNMET_OFFER,  /* no service of the catalogue that this person may have covers it */
    BIL_UNMET_LIMIT,  /* every such service is at its maximum */
    BIL_UNMET_RULE,   /* a cumulability rule forbids more */
    BIL_UNMET_BUDGET, /* the public budget is used up */
    BIL_UNMET_SOURCE, /* no source that may pay has money or hours left */
    BIL_UNMET_WISH,   /* a wish or lock forbids it */
    BIL_UNMET_WORTH   /* possible, but the gain is below what the policy asks for the money, or
                         other needs or preferences came first */
} bil_unmet_reason;

typedef struct {
    const char *need_id;
    bil_index need;
    int64_t missing; /* hundredths per month, in the worst phase */
    bil_unmet_reason reason;
    const char *reason_code; /* as written in a file; for our own plans the reason's name */
    const char *rule_id;     /* the rule for BIL_UNMET_RULE, the source's code for SOURCE, or "" */
} bil_unmet;

typedef enum {
    BIL_PLAN_OPTIMAL,
    BIL_PLAN_FEASIBLE,
    BIL_PLAN_INFEASIBLE,
    BIL_PLAN_STOPPED
} bil_plan_status;

typedef struct {
    const char *rule;     /* rule id ("D01") or one of check.h's constraint ids */
    const char *where;    /* "phase 1, line S22" */
    const char *expected; /* in digits and codes, the same in every language */
    const char *found;
    bil_words text; /* the sentence for people */
} bil_violation;

/* One member of a conflict: things that cannot all hold. */
typedef struct {
    const char *kind; /* "must", "fixed", "keep", "must_not", "rule", "budget", … */
    const char *what; /* selector, service code, rule id … */
    bil_words text;
} bil_conflict;

/* Changes to the case that together make a plan possible, solved and checked again. */
typedef struct {
    const bil_change *changes; /* `what` is filled */
    const bil_words *texts;    /* one per change */
    size_t change_count;
    int64_t price_cents; /* money asked for, a month; hours at the catalogue's value */
    int64_t score_e9;    /* of the plan it makes possible */
    int64_t shortfall_e9;
    int64_t public_cents; /* of that plan, whole */
} bil_repair;

/* What a person decided by hand, as the case records it, and what it costs: how far this plan is
 * from the best one without that decision. */
typedef struct {
    const char *service;  /* code; NULL for a rule */
    const char *provider; /* code, of a place; else NULL */
    const char *rule;     /* id; NULL but for a rule */
    size_t phase;         /* of a line; SIZE_MAX = every phase */
    int64_t quantity;     /* units a month; 0 for a rule */
    const char *reason;
    const char *by;   /* "" = not said */
    bool breaks;      /* the plan breaks the rule, or goes beyond what service or provider give */
    bool needed;      /* without it there is no plan */
    bool costed;      /* the two figures below are known */
    int64_t score_e9; /* given up for it; negative = gained by it */
    int64_t public_cents; /* more public money over the whole plan; negative = less */
} bil_decision;

typedef struct {
    bil_arena *arena;
    const char *case_id;
    const char *catalogue_name;
    const char *catalogue_version;
    const char *catalogue_sha256;
    const char *case_sha256;
    const char *engine;
    bil_plan_status status;
    bool proven;
    int64_t gap_e9;   /* relative gap of the score × 10⁹; 0 when proven */
    int64_t score_e9; /* × 10⁹, rounded half up from the exact fraction */
    int64_t shortfall_e9;
    const char *profile;
    const bil_plan_phase *phases;
    size_t phase_count;
    const bil_unmet *unmet;
    size_t unmet_count;
    const char *const *rules; /* ids of the rules that were at work */
    size_t rule_count;
    bool checked; /* the file or the pipeline carried a check */
    bool check_passed;
    const bil_violation *violations;
    size_t violation_count;
    const bil_violation
        *waived; /* broken rules that a person set aside, with the reason on record */
    size_t waived_count;
    const bil_decision *overrides; /* in the case's order; only with phases */
    size_t override_count;
    const bil_conflict *conflict; /* only when infeasible */
    size_t conflict_count;
    const bil_repair *repairs; /* cheapest first; only when infeasible */
    size_t repair_count;
} bil_plan;

void bil_plan_free(bil_plan *plan); /* accepts NULL */

const char *bil_plan_status_name(bil_plan_status status);
const char *bil_unmet_reason_name(bil_unmet_reason reason);
bil_words bil_unmet_reason_words(bil_unmet_reason reason);

#endif
