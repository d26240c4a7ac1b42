/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_MODEL_H
#define BIL_SOLVER_MODEL_H

/* The person model: the view written as columns and rows by a list of blocks (blocks.def).
 *
 * A model covers a group of phases: one phase, or several that something couples. Money inside is
 * in euro (never raw cents: the optimiser is wrong silently on numbers of that size), coverage in
 * units of the need; both come back to integers through the quantities alone. */

#include "solver/lp.h"
#include "solver/view.h"

#define BIL_NO_COLUMN UINT32_MAX

/* Smallest part of a line we put a coefficient on, in euro; below it only slack remains. */
#define BIL_MODEL_TINY 1e-4

typedef struct {
    uint32_t column;
    size_t payer;
} bil_model_payment;

typedef struct {
    const bil_view_phase *phase;
    uint32_t *steps;  /* per offer: quantity = steps × unit */
    uint32_t *active; /* per offer; the same column as steps when there is one level only */
    double *unit;     /* per offer */
    uint32_t *fill;   /* need × segment: share of the target covered; BIL_NO_COLUMN if no target */
    uint32_t *missing;    /* per need: essential shortfall, share of the target */
    uint32_t *uses;       /* per payer: decision to use a flagged source, else BIL_NO_COLUMN */
    uint32_t *draws;      /* per helper */
    const double *shared; /* per offer: how many plans to be unlike have its service; or NULL */
    uint32_t residence;   /* a residential line is active; BIL_NO_COLUMN when it does not matter */
    bil_model_payment *payments;
    size_t payment_count;
    size_t payment_capacity;
} bil_model_phase;

typedef struct {
    bil_lp lp;
    bil_arena *arena;
    const bil_view *view;
    bil_model_phase *phases; /* the group's, in order of time */
    size_t phase_count;
    size_t segments;
    bool impossible; /* a lock asks for what is not on offer: no plan, whatever the rows say */
} bil_model;

/* Builds the model of the phases `members` (indices into the view, ascending). */
BIL_MUST_CHECK bil_status bil_model_build(bil_model *out, const bil_view *view,
                                          const size_t *members, size_t member_count,
                                          bil_arena *arena, bil_error *err);

/* Generated names: prefix, number, code made plain, phase; "q3_S01_p1". "" without memory. */
const char *bil_model_name(bil_model *model, const char *prefix, size_t number, const char *code,
                           size_t phase);

/* What makes a service or source count as active: for certain, or when one of the columns is 1. */
typedef struct {
    bool certain;
    const uint32_t *columns;
    size_t count;
} bil_activity;

bil_activity bil_model_service_activity(bil_model *model, bil_model_phase *phase,
                                        bil_index service);
bil_activity bil_model_source_activity(bil_model *model, bil_model_phase *phase, bil_index source);

/* All the activities in a rule's `a` (or `b`): services first, then sources. Returns the count. */
size_t bil_model_subjects(bil_model *model, bil_model_phase *phase, const bil_index *services,
                          size_t service_count, const bil_index *sources, size_t source_count,
                          bil_activity **out);

/* Adds value × (sum of the activity's columns) to the open row. */
void bil_model_add_activity(bil_model *model, const bil_activity *activity, double value);

/* Adds value × quantity of every offer of the service to the open row; returns the greatest
 * quantity the service can have. */
double bil_model_add_quantity(bil_model *model, bil_model_phase *phase, bil_index service,
                              double value);
double bil_model_high(const bil_model_phase *phase, bil_index service);

/* A column that is 1 whenever something in the rule's `a` is in use; BIL_NO_COLUMN and *certain
 * when it always is; BIL_NO_COLUMN and !*certain when it never is. */
uint32_t bil_model_awake(bil_model *model, bil_model_phase *phase, const bil_view_rule *rule,
                         bool *certain);

/* The phase each column belongs to, where the model knows: what the rows leave open is UINT32_MAX.
 * A hint for the kernel; `out` has room for every column. */
void bil_model_parts(const bil_model *model, uint32_t *out);

/* Greatest integer quantity strictly below (threshold) or up to (slot) a rule's parameter. */
int64_t bil_rule_monthly_limit(const bil_rule *rule, bool strictly_below);

/* The blocks. Each adds its columns and rows for every phase of the model. */
#define BIL_BLOCK(name) void bil_block_##name(bil_model *model);
#include "solver/blocks.def"
#undef BIL_BLOCK

#endif
