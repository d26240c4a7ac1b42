/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CHECK_IMPL_H
#define BIL_ENGINE_CHECK_IMPL_H

/* What the parts of the checker share: the plan read once into sums per service, source and need,
 * and the list of violations. A plan may hold anything: every index is tested before use and every
 * sum is 128 bits wide, which no plan that fits in memory can overflow. */

#include "engine/check.h"

__extension__ typedef __int128 bil_big;

typedef enum {
#define BIL_CHECK_ID(name, id, it, en) BIL_CHECK_##name,
#include "engine/check_ids.def"
#undef BIL_CHECK_ID
    BIL_CHECK_ID_COUNT
} bil_check_id;

/* A source in one phase. */
typedef struct {
    bool valid;                  /* in force when the phase starts */
    const bil_case_source *list; /* the case's row, NULL when not listed */
    bool active;                 /* listed as active, and valid */
    bool named;                  /* in the plan's sources_used */
    bool pays;                   /* at least a cent */
    bool used;                   /* in the sense of the rules */
    bil_big full_month;          /* person-held cash: what it gives before absorption … */
    bil_big month;               /* … and after */
    bil_big paid_month;          /* recurring payments */
    bil_big paid_once;           /* payments for one-offs */
} bil_source_facts;

typedef struct {
    size_t number; /* 0-based */
    const bil_plan_phase *plan;
    const bil_phase *given; /* months, start, targets, budget: always the case's */
    bil_big *quantity;      /* per service; only positive quantities count */
    bil_index *active;      /* services with a positive quantity, by catalogue order */
    size_t active_count;
    bil_source_facts *sources; /* per source of the catalogue */
    bil_big *reach;            /* per need: already covered + Σ effect × quantity */
} bil_phase_facts;

typedef struct bil_finding bil_finding;

typedef struct {
    const bil_plan *plan;
    const bil_case *person;
    const bil_catalogue *catalogue;
    bil_phase_facts *phases;
    size_t phase_count; /* those the plan and the case both have */
    bil_arena *scratch;
    bil_arena *result;
    bil_finding *findings;
    size_t finding_count;
    size_t finding_capacity;
    bool on_waived; /* looking at the rules that were set aside, and only at them */
    bool out_of_memory;
} bil_checking;

/* ---- check_report.c ---- */

#define BIL_NOWHERE SIZE_MAX

/* Where a violation is. `phase` and `line` are 0-based or BIL_NOWHERE; `kind` and `name` say what
 * in that phase ("need", "n1"); for a line they are filled in by bil_check_line_place. */
typedef struct {
    size_t phase;
    size_t line;
    const char *kind;
    const char *name;
} bil_place;

bil_place bil_check_plan_place(void);
bil_place bil_check_phase_place(const bil_phase_facts *phase);
bil_place bil_check_thing_place(const bil_phase_facts *phase, const char *kind, const char *name);
bil_place bil_check_line_place(const bil_checking *check, const bil_phase_facts *phase,
                               size_t line);

/* Without memory these only set `out_of_memory`. */
void bil_check_report(bil_checking *check, bil_place place, bil_check_id id, const char *expected,
                      const char *found);
void bil_check_report_rule(bil_checking *check, bil_place place, const bil_rule *rule,
                           const char *expected, const char *found);

/* The same with numbers; `sign` ("≤ ", "≥ ", "" …) stands before the expected one. */
void bil_check_numbers(bil_checking *check, bil_place place, bil_check_id id, const char *sign,
                       bil_big expected, bil_big found);
void bil_check_numbers_rule(bil_checking *check, bil_place place, const bil_rule *rule,
                            const char *sign, bil_big expected, bil_big found);

/* Sorts the findings from `first` on and hands them over. */
void bil_check_finish(bil_checking *check, size_t first, const bil_violation **out, size_t *count);

/* ---- check_facts.c ---- */

/* Fills `phases`; false without memory. */
bool bil_check_facts(bil_checking *check);

/* The line's service, NULL when the catalogue does not have it. */
const bil_service *bil_check_service(const bil_checking *check, const bil_line *line);

/* The catalogue's word on one-offs; the line's own for an unknown service. */
bool bil_check_is_one_off(const bil_checking *check, const bil_line *line);

/* The provider row the line names, NULL when it names none of this service. */
const bil_provider *bil_check_provider(const bil_checking *check, const bil_line *line);

/* What one unit must cost. */
bil_big bil_check_price(const bil_checking *check, const bil_line *line);

/* What the person owes on a line whose social part is `social`. */
bil_big bil_check_due(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                      bil_big social);

/* Hundredths of a need that one unit of a service covers in a phase. */
bil_big bil_check_effect(const bil_checking *check, const bil_phase_facts *phase, bil_index service,
                         const bil_need *need);

/* min(target, reach) of a need in a phase. */
bil_big bil_check_covered(const bil_phase_facts *phase, size_t need);

/* Is the rule in force in this phase, and not set aside (or set aside, while `on_waived`)? */
bool bil_check_rule_holds(const bil_checking *check, const bil_phase_facts *phase,
                          const bil_rule *rule);

/* Does an absorbing rule in force and at work hit this source? */
bool bil_check_absorbs(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_rule *rule, bil_index source);

/* Person-held cash of kind pension. */
bool bil_check_is_pension(const bil_source *source);

/* Selectors against what is at work in a phase. */
bool bil_check_any_service(const bil_catalogue *catalogue, const bil_selector *selectors,
                           size_t count, bil_index service);
bool bil_check_any_source(const bil_catalogue *catalogue, const bil_selector *selectors,
                          size_t count, bil_index source);
bool bil_check_at_work(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_selector *selectors, size_t count);

/* ---- one idea per file ---- */

void bil_check_phases(bil_checking *check);      /* phases, one-offs, continuity, groups */
void bil_check_lines(bil_checking *check);       /* line.* */
void bil_check_funding(bil_checking *check);     /* funding.* */
void bil_check_ceilings(bil_checking *check);    /* ceiling.* but hours */
void bil_check_absorbed(bil_checking *check);    /* absorbing rules, while `on_waived` */
void bil_check_hours(bil_checking *check);       /* ceiling.hours */
void bil_check_wishes(bil_checking *check);      /* wish.* */
void bil_check_rules(bil_checking *check);       /* the catalogue's cumulability rules */
void bil_check_irreducible(bil_checking *check); /* irreducible */
void bil_check_figures(bil_checking *check);     /* coverage, totals, unmet */
void bil_check_score(bil_checking *check);       /* score, shortfall */

/* Would lowering the line to `lowered` break a line by hand, a fixed quantity, a kept one, or a
 * `must` that names a service or provider? */
bool bil_check_asked(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                     bil_big lowered);

/* The same, or leave a source that must be used with nothing to pay? */
bool bil_check_locked(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                      bil_big lowered);

/* The line's quantity one step lower, or 0 when that falls below the minimum. */
bil_big bil_check_lowered(const bil_service *service, int64_t quantity);

/* One need's worth: U(covered / target) × 10¹², rounded down; target > 0. */
bil_big bil_check_value_e12(const bil_catalogue *catalogue, bil_big covered, int64_t target);

#endif
