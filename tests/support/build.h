/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SUPPORT_BUILD_H
#define BIL_TESTS_SUPPORT_BUILD_H

/* Small catalogues, cases and plans written tersely in a test.
 *
 * Everything lives in one `world`. Order of use: catalogue first (domains, services each followed
 * at once by its effects, sources, eligibility, rules …), then the case (phases before needs'
 * targets are changed), then the plan. Rows are returned so that a test can set whatever the short
 * call leaves at its default. A programmer's mistake (unknown code, no room) aborts. */

#include "engine/case.h"
#include "engine/catalogue.h"
#include "engine/plan.h"

enum {
    WORLD_ROOM = 48,    /* rows of each table */
    WORLD_EFFECTS = 256 /* effects, eligibility rows */
};

typedef struct {
    bil_arena *arena;

    bil_catalogue catalogue;
    bil_domain domains[WORLD_ROOM];
    bil_level levels[WORLD_ROOM];
    bil_service services[WORLD_ROOM];
    bil_effect effects[WORLD_EFFECTS];
    bil_source sources[WORLD_ROOM];
    bil_eligibility eligibility[WORLD_EFFECTS];
    bil_rule rules[WORLD_ROOM];
    bil_provider providers[WORLD_ROOM];
    bil_copay_row copay[WORLD_ROOM];
    bil_uncertainty uncertainty[WORLD_ROOM];

    bil_case person;
    bil_phase phases[BIL_PHASES_MAX];
    int64_t targets[BIL_PHASES_MAX][WORLD_ROOM];
    bil_source_limit limits[BIL_PHASES_MAX][WORLD_ROOM];
    bil_need needs[WORLD_ROOM];
    bil_case_source has[WORLD_ROOM];
    bil_in_place in_place[WORLD_ROOM];
    bil_fixed fixed[WORLD_ROOM];
    bil_selector must[WORLD_ROOM];
    bil_selector must_not[WORLD_ROOM];
    bil_selector prefer[WORLD_ROOM];
    bil_override overrides[WORLD_ROOM];

    bil_plan plan;
    bil_plan_phase plan_phases[BIL_PHASES_MAX];
    bil_line lines[BIL_PHASES_MAX][WORLD_ROOM];
    bil_coverage coverage[BIL_PHASES_MAX][WORLD_ROOM];
    bil_funding by_source[BIL_PHASES_MAX][WORLD_ROOM];
    const char *used[BIL_PHASES_MAX][WORLD_ROOM];
    bil_unmet unmet[WORLD_ROOM];
} world;

/* An empty world: the usual value curve, no allowance, a case "P1" of district "pavia" that starts
 * on 1 January 2027, has no phase, no public ceiling and ISEE 6 000 €; an empty optimal plan. */
world *world_new(void);
void world_free(world *w); /* accepts NULL */

/* ---- catalogue ---- */

/* Unit "ore". */
bil_domain *world_domain(world *w, const char *code, const char *axis);

/* A level of a domain: monthly target in hundredths, floor in basis points, weight 1. */
bil_level *world_level(world *w, const char *domain, int level, int64_t target, int64_t floor_bp);

/* A social service at home, by the hour, step 1, from 1 to 100 a month, no health share. */
bil_service *world_service(world *w, const char *code, int64_t price_cents);

/* Of the service made last. */
bil_effect *world_effect(world *w, const char *domain, int64_t hundredths);

/* Makes the last service a monthly place: continuous, unit "month", step, minimum and maximum 1. */
bil_service *world_place(world *w, bil_setting setting);

/* Cash from a public pool, any side, 12 payments a year; eligible for nothing yet. */
bil_source *world_pool(world *w, const char *code, bil_source_kind kind, bil_side side);

/* Cash held by the person, not public, 12 payments a year, side person. */
bil_source *world_held(world *w, const char *code, bil_source_kind kind);

/* Hours held by the person. */
bil_source *world_hours(world *w, const char *code);

/* Adds an eligibility row: selectors separated by ';'. */
void world_may(world *w, const char *source, const char *selectors);
void world_may_not(world *w, const char *source, const char *selectors);

/* A rule; `a` and `b` are selectors separated by ';' ("" = none); negative parameter = none. The
 * parameter is in whole units. */
bil_rule *world_rule(world *w, const char *id, bil_rule_form form, const char *a, const char *b,
                     int64_t parameter);

/* A provider of a service, everywhere, with room for 1 000. */
bil_provider *world_provider(world *w, const char *code, const char *service, int64_t price_cents);

/* A copay row from isee_from to isee_to (cents). */
bil_copay_row *world_copay(world *w, const char *copay_class, int64_t isee_from, int64_t isee_to,
                           int64_t user_from, int64_t user_to);

/* How something may turn out otherwise: basis points from low to high, all alike. */
bil_uncertainty *world_varies(world *w, bil_varies what, const char *selector, int64_t low_bp,
                              int64_t high_bp);

/* A selector with its index resolved. */
bil_selector world_selector(world *w, const char *text);

/* ---- case ---- */

/* A phase of that many months after those there are. */
bil_phase *world_phase(world *w, int months);

/* A need with that monthly target in every phase there is, weight 1, priority 1, no floor. */
bil_need *world_need(world *w, const char *id, const char *domain, int64_t target);

/* The target of a need in one phase. */
void world_target(world *w, size_t phase, const char *need, int64_t target);

/* A listed source: one payment, or hours per month for an hours source. */
bil_case_source *world_has(world *w, const char *source, bil_source_status status, int64_t amount);

/* The monthly limit of a source and of public money, in every phase there is. */
void world_limit(world *w, const char *source, int64_t monthly_cents);
void world_budget(world *w, int64_t monthly_cents);

void world_today(world *w, const char *service, int64_t quantity, bool keep);
void world_fix(world *w, const char *service, int64_t quantity);

/* Decided by hand, for the reason "perché": a line in one phase (SIZE_MAX = in all), a rule set
 * aside, a place granted. */
bil_override *world_by_hand(world *w, const char *service, int64_t quantity, size_t phase);
bil_override *world_waive(world *w, const char *rule);
bil_override *world_grant(world *w, const char *provider, const char *service, int64_t quantity);
void world_must(world *w, const char *selector);
void world_must_not(world *w, const char *selector);
void world_prefer(world *w, const char *selector);

/* ---- plan ---- */

/* A line; a provider's code after '@' ("S10@coop"). */
bil_line *world_line(world *w, size_t phase, const char *service, int64_t quantity);

/* The line of a service, NULL when the phase has none. */
bil_line *world_line_of(world *w, size_t phase, const char *service);

/* Adds a payment to a line. */
bil_funding *world_pays(world *w, bil_line *line, const char *source, int64_t cents);

/* Adds a code to a phase's sources_used. */
void world_uses(world *w, size_t phase, const char *source);

/* Fills every figure of the plan (bil_outcome_fill) and makes its rows writable again: afterwards
 * w->lines, w->coverage, w->by_source and w->unmet are what the plan points to. */
void world_finish(world *w);

#endif
