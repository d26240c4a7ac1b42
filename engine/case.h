/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CASE_H
#define BIL_ENGINE_CASE_H

/* One person: needs, resources, budget, what is in place, wishes. Pseudonymous id, no name.
 *
 * Built by `data/case.c` against a catalogue, then frozen. Needs, in-place services, sources and
 * fixed quantities are kept in a canonical order (needs by id, the others by catalogue index), so
 * that the order in the file never changes a plan; `file_order` keeps the reader's order for
 * display. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/catalogue.h"

enum { BIL_PHASES_MAX = 6, BIL_PHASE_MONTHS_MAX = 120 };

#define BIL_UNLIMITED INT64_MAX

typedef struct {
    const char *id;
    bil_index domain;
    int level;
    int priority;      /* 1–3 */
    int64_t target;    /* hundredths per month, the case's or the level's; phases may override */
    int64_t floor_bp;  /* basis points of the target */
    int64_t weight_e4; /* of the level, × 10 000, before priority */
    int64_t already_covered;
    int64_t at_least; /* hundredths that every phase must cover (at most its target); 0 = none */
    const char *note;
    size_t file_order;
} bil_need;

/* A need's weight with its priority (×1, ×1.25, ×1.5), in units of 1/40 000. */
int64_t bil_need_weight(const bil_need *need);

typedef enum { BIL_SOURCE_ACTIVE, BIL_SOURCE_AVAILABLE } bil_source_status;

typedef struct {
    bil_index source;
    bil_source_status status;
    int64_t amount_cents; /* one payment, the case's or the catalogue's typical; 0 for hours */
    bool amount_given;
    int64_t hours_month; /* hours sources only */
} bil_case_source;

typedef struct {
    bil_index source;
    int64_t monthly_cents;
} bil_source_limit;

typedef struct {
    int64_t public_monthly_cents; /* BIL_UNLIMITED when the case gives none */
    const bil_source_limit *by_source;
    size_t by_source_count;
} bil_budget;

typedef struct {
    int months;
    bil_date start;         /* first day */
    const int64_t *targets; /* hundredths, one per need */
    bil_budget budget;      /* the phase's own, or the case's */
    /* Basis points of its effects that each service delivers in this phase, one per service of the
     * catalogue; NULL = all of them. Only imagined worlds have it: see engine/robustness.h. */
    const int64_t *delivered_bp;
    /* What each need must at least reach in this phase, hundredths, one per need; NULL = what the
     * needs say. Only questions ask for it: see engine/change.h. */
    const int64_t *at_least;
} bil_phase;

/* What an effect of `hundredths` comes to in the phase, rounded half up. */
int64_t bil_phase_effect(const bil_phase *phase, bil_index service, int64_t hundredths);

typedef struct {
    bil_index service;
    int64_t quantity;
    bool keep;
} bil_in_place;

typedef struct {
    bil_index service;
    int64_t quantity;
} bil_fixed;

/* What a person decided by hand, with the reason on record. A line: exactly this quantity, even
 * beyond the service's own limits, in one phase or in all. A rule: set aside. A place: a provider
 * gives up to this much a month. */
typedef enum { BIL_OVERRIDE_LINE, BIL_OVERRIDE_RULE, BIL_OVERRIDE_PLACE } bil_override_kind;

typedef struct {
    bil_override_kind kind;
    bil_index service;  /* BIL_NONE for a rule */
    bil_index provider; /* row of the catalogue; BIL_NONE but for a place */
    bil_index rule;     /* BIL_NONE but for a rule */
    size_t phase;       /* of a line; SIZE_MAX = every phase */
    int64_t quantity;   /* units a month */
    const char *reason; /* never empty */
    const char *by;     /* who decided, a role or a code; "" = not said */
} bil_override;

typedef struct {
    const bil_selector *must;
    size_t must_count;
    const bil_selector *must_not;
    size_t must_not_count;
    const bil_selector *prefer;
    size_t prefer_count;
    const bil_fixed *fixed;
    size_t fixed_count;
} bil_wishes;

typedef enum {
    BIL_PROFILE_BALANCED,
    BIL_PROFILE_HOME_FIRST,
    BIL_PROFILE_LEAST_FAMILY_BURDEN,
    BIL_PROFILE_LEAST_PUBLIC_MONEY,
    BIL_PROFILE_FEWEST_CHANGES,
    BIL_PROFILE_PREFERENCES_FIRST
} bil_profile;

/* "balanced", "home-first", "least-family-burden", "least-public-money", "fewest-changes",
 * "preferences-first"; NULL out of range. */
const char *bil_profile_name(bil_profile profile);
bil_words bil_profile_words(bil_profile profile);

/* Accepts the names above with '-', '_' or ' ' between words, and the long forms of the model page
 * ("least burden on the family", "fewest changes from today", "person's preferences first"). */
bool bil_profile_parse(bil_profile *out, const char *text);

typedef struct {
    bil_arena *arena;
    const bil_catalogue *catalogue; /* borrowed, outlives the case */
    char sha256[65];                /* of the file's bytes */
    const char *id;
    const char *district;
    int birth_year;     /* 0 = not given */
    int64_t isee_cents; /* negative = unknown */
    const char *living; /* "home", "residence", …; "" = not given */
    bil_date start;
    bil_profile profile;
    const bil_phase *phases;
    size_t phase_count;
    const bil_need *needs;
    size_t need_count;
    const bil_case_source *sources;
    size_t source_count;
    bil_budget budget;
    const bil_in_place *in_place;
    size_t in_place_count;
    bil_wishes wishes;
    const bil_override *overrides; /* in the file's order */
    size_t override_count;
} bil_case;

void bil_case_free(bil_case *person); /* accepts NULL */

/* The same case in `arena`, which owns it: its own `arena` is NULL and it is not to be freed.
 * Borrows nothing but the catalogue. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_case_copy(bil_case **out, const bil_case *from, bil_arena *arena,
                                        bil_error *err);

bil_index bil_case_find_need(const bil_case *person, const char *id);

/* The listed source, NULL when the case does not list it. */
const bil_case_source *bil_case_source_of(const bil_case *person, bil_index source);

/* The in-place row or the fixed quantity of a service, NULL when there is none. */
const bil_in_place *bil_case_in_place_of(const bil_case *person, bil_index service);
const bil_fixed *bil_case_fixed_of(const bil_case *person, bil_index service);

/* The line a person set by hand for a service in a phase, NULL when there is none. */
const bil_override *bil_case_line_by_hand(const bil_case *person, bil_index service, size_t phase);

/* Does the rule hold on this date, and has nobody set it aside? */
bool bil_case_rule_holds(const bil_case *person, bil_index rule, bil_date date);
bool bil_case_rule_waived(const bil_case *person, bil_index rule);

/* Most units a month this person can have from a provider row. */
int64_t bil_case_capacity(const bil_case *person, bil_index provider);

/* What a need must reach in a phase: the larger of its own `at_least` and the phase's, at most the
 * phase's target. */
int64_t bil_case_at_least(const bil_case *person, size_t need, size_t phase);

/* Is a `must` wish met by a service from a provider (a row, BIL_NONE = from none)? */
bool bil_case_wish_met_by(const bil_case *person, const bil_selector *wish, bil_index service,
                          bil_index provider);

/* What a listed cash source gives in a month before absorption: floor(amount × payments / 12),
 * lowered by the phase's by_source limit when the person holds it. */
int64_t bil_case_source_month(const bil_case *person, const bil_case_source *source, size_t phase);

/* The by_source limit of a source in a phase, BIL_UNLIMITED when there is none. */
int64_t bil_phase_source_limit(const bil_phase *phase, bil_index source);

/* May a provider row serve this person (zone and date)? */
bool bil_provider_serves(const bil_case *person, const bil_provider *provider, bil_date date);

#endif
