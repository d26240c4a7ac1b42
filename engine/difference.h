/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_DIFFERENCE_H
#define BIL_ENGINE_DIFFERENCE_H

/* Two plans of one person side by side: what changes, not how much there is. Alternatives, answers
 * and amendments all show differences, and all get them here. Integers only. */

#include "engine/plan.h"

/* What plans are compared by. Money and hours over the whole plan: months × month + one-offs. */
typedef struct {
    int64_t score_e9;
    int64_t shortfall_e9;
    int64_t public_cents;
    int64_t total_cents;
    int64_t person_cents; /* paid by the person and the family */
    int64_t family_cents; /* of it, by sources of kind family */
    int64_t family_hours; /* of services that only hours of kind family can give */
    int64_t home_months;  /* months of phases without a residential line */
    size_t providers;     /* named providers, and services bought from no named one */
    size_t lines;         /* over all phases */
} bil_figures;

/* A service in a phase: quantity or provider differ. Quantity 0 = the line is not there. */
typedef struct {
    size_t phase;
    const char *code;
    bil_index service;
    bool one_off;
    int64_t before; /* units a month, once for a one-off */
    int64_t after;
    int64_t cost_before; /* cents, the same */
    int64_t cost_after;
    const char *provider_before; /* NULL = none */
    const char *provider_after;
} bil_line_change;

/* A need whose coverage differs in a phase. Hundredths of the unit a month. */
typedef struct {
    size_t phase;
    const char *need_id;
    bil_index need;
    int64_t target;
    int64_t before;
    int64_t after;
} bil_need_change;

/* What a source pays over the whole plan, in cents; only where it differs. */
typedef struct {
    const char *code;
    bil_index source;
    int64_t before;
    int64_t after;
} bil_payer_change;

typedef struct {
    bil_figures before;
    bil_figures after;
    const bil_line_change *lines; /* by phase, then catalogue order of the service */
    size_t line_count;
    size_t services;              /* how many distinct services differ in some phase */
    const bil_need_change *needs; /* by phase, then the case file's order */
    size_t need_count;
    const bil_payer_change *payers; /* by catalogue order */
    size_t payer_count;
} bil_difference;

/* The figures of a plan with phases (zeros without). */
bil_figures bil_figures_of(const bil_plan *plan, const bil_case *person);

/* A plan with fewer phases than the other counts as going on as in its last phase. Lines with a
 * code the catalogue lacks are compared by code. Lists live in `arena`, texts in the plans. */
BIL_MUST_CHECK bil_status bil_difference_of(bil_difference *out, const bil_plan *before,
                                            const bil_plan *after, const bil_case *person,
                                            bil_arena *arena, bil_error *err);

#endif
