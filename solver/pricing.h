/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PRICING_H
#define BIL_SOLVER_PRICING_H

/* The package of services that is worth most to one person at given prices of what all share, and
 * a proven bound on what any package can be worth.
 *
 * A package is a whole plan: every phase, quantities in whole units, every cent with its payer,
 * irreducible as the checker asks. The person kernel searches; where it cannot vouch for an answer
 * the optimiser behind lp.h is asked. Answers depend on the question alone, never on what was asked
 * before or on the thread. */

#include "engine/plan.h"
#include "solver/packages.h"
#include "solver/person.h"
#include "solver/shared.h"
#include "solver/worth.h"

/* What a package is valued by. */
typedef struct {
    double score;             /* times the score, in [0, 1] */
    double shortfall;         /* less this times the essential shortfall, in [0, 1] */
    double thrift;            /* less this a public cent: of equals the one that costs less */
    const bil_worth *welfare; /* not the score counts, but what it is worth; NULL = the score */
} bil_valued_by;

double bil_value_of(const bil_valued_by *valued, double score, double shortfall,
                    int64_t public_cents);

/* A package as it is kept: what is needed to write its plan, in one piece of memory. */
typedef struct {
    uint16_t phase;
    uint16_t offer;
    int32_t quantity;
} bil_packed_line;

typedef struct {
    uint16_t phase;
    uint16_t offer;
    uint16_t payer;
    int64_t cents;
} bil_packed_payment;

typedef struct {
    const bil_packed_line *lines;
    const bil_packed_payment *payments;
    const uint32_t *drawn; /* per phase: helpers in use, as bits */
    uint16_t line_count;
    uint16_t payment_count;
} bil_packed;

typedef struct {
    bool possible;     /* false: this person has no plan, at no price */
    bool proven;       /* the package is the best within the gap; the bound holds in any case */
    bool by_optimiser; /* the kernel left it to the optimiser behind lp.h */
    bool has_package;  /* false: none worth more than the cutoff, or none found in time */
    double bound;      /* no package is worth more; HUGE_VAL when nothing could be shown */
    double worth;      /* value less what it uses at the prices */
    double value;
    double score;         /* in [0, 1] */
    double shortfall;     /* in [0, 1] */
    int64_t public_cents; /* of the whole plan */
    double public_most;   /* bil_price_waiting only: no plan of this person costs more */
    const bil_use *uses;  /* of the rows that are pools and capacities, ascending */
    size_t use_count;
    bil_packed packed;
} bil_priced;

typedef struct {
    bil_valued_by valued;
    const double *prices;    /* per row of the shared, ≥ 0 */
    double gap;              /* of the worth, absolute, ≥ 0 */
    bool has_known;          /* a package worth `known` is at hand: only better ones are wanted, */
    double known;            /* and without one `bound` is this much */
    int64_t node_limit;      /* of the kernel; ≤ 0 = the default */
    const bil_packed *floor; /* at least these quantities, phase by phase; NULL = none */
    double score_floor;      /* at least this score; ≤ 0 = none */
    /* Per row, what is left for this person; NULL = no limit. Cents are kept to only nearly: look
     * at the package's uses. */
    const double *room;
    /* Per year of the pools, most cents from all pools together; NULL = no limit. As nearly. */
    const double *purse;
    bool within_room; /* whoever pays, too; else the first that may, were it more than there is */
    bool (*tick)(void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_price_request;

/* The view that packages speak of: every payer and every provider is there, though for one person
 * alone a cheaper one would do, for money and room are shared. As bil_view_build. */
BIL_MUST_CHECK bil_status bil_view_priced(bil_view *out, const bil_case *person, bil_arena *arena,
                                          bil_error *err);

typedef struct bil_pricer bil_pricer; /* room to work in: one per thread */

BIL_MUST_CHECK bil_status bil_pricer_new(bil_pricer **out, const bil_shared *shared,
                                         bil_error *err);
void bil_pricer_free(bil_pricer *pricer); /* accepts NULL */

/* Everything in `out` lives in `arena`. BIL_E_NOMEM, BIL_E_DATA (bil_view_build), BIL_E_SOLVER when
 * no answer can be trusted. */
BIL_MUST_CHECK bil_status bil_price_person(bil_priced *out, bil_pricer *pricer,
                                           const bil_case *person, const bil_price_request *request,
                                           bil_arena *arena, bil_error *err);

typedef struct {
    bil_priced *items; /* room for `most` of them, the caller's */
    size_t most;
    size_t count;
} bil_priced_list;

/* A score this much less than what is asked for still is it: the models' rows are as exact. */
#define BIL_SCORE_SLACK 5e-7

/* A package at hand: its score, and what all else of it is worth (the value of score 0, less what
 * it uses at the prices). */
typedef struct {
    double score;
    double rest;
} bil_point;

typedef struct {
    const bil_point *items;
    size_t count;
    double guess; /* without any: about what score is expected */
} bil_points;

typedef struct {
    bool possible;
    bool by_optimiser;
    double bound; /* as of bil_priced */
    double best;  /* of the packages at hand and those found; -HUGE_VAL without any */
    double slope; /* what a point of score is worth where the best ones lie */
} bil_sloped;

/* As bil_price_person, where the score counts by a curve or has to reach a floor, but looking only
 * along straight lines: quick, and all packages found are worth a place in the store. `list` gets
 * them, at most as many as there is room for; their values and worths are those along the lines.
 * Ends when bound and best are no further apart than request->gap, or nothing new is found;
 * has_known and known of the request do not count. */
BIL_MUST_CHECK bil_status bil_price_by_slopes(bil_sloped *out, bil_priced_list *list,
                                              bil_pricer *pricer, const bil_case *person,
                                              const bil_price_request *request,
                                              const bil_points *points, bil_arena *arena,
                                              bil_error *err);

/* Packages near the best one: each line of `base` in turn a step less or more, all else the best it
 * can be, as far as it is worth no less than `least`. Fills the list anew, in a fixed order, none
 * twice. What cannot be vouched for is left out. */
BIL_MUST_CHECK bil_status bil_price_near(bil_priced_list *list, bil_pricer *pricer,
                                         const bil_case *person, const bil_price_request *request,
                                         const bil_packed *base, double least, bil_arena *arena,
                                         bil_error *err);

/* The person as today: the services in place that are kept, and nothing new. Valued and used as
 * other packages, whether or not it is a plan that passes the check; what nobody can pay for has no
 * uses. */
BIL_MUST_CHECK bil_status bil_price_waiting(bil_priced *out, bil_pricer *pricer,
                                            const bil_case *person, const bil_valued_by *valued,
                                            bil_arena *arena, bil_error *err);

/* A package's plan with its figures and notes, not checked. `*out` belongs to the caller. */
BIL_MUST_CHECK bil_status bil_package_plan(bil_plan **out, const bil_case *person,
                                           const bil_packed *packed, bil_error *err);

/* A plan aligned to the case (engine/align.h) as a package, not checked: what is no longer on offer
 * is left out, and `*whole` says so. Lives in `arena`. */
BIL_MUST_CHECK bil_status bil_plan_pack(bil_packed *out, bool *whole, const bil_case *person,
                                        const bil_plan *plan, bil_arena *arena, bil_error *err);

/* What a package at hand is worth and uses, not checked; `anew`: its lines, but who pays is sought
 * anew, and without anybody who can there is no package. */
BIL_MUST_CHECK bil_status bil_price_packed(bil_priced *out, bil_pricer *pricer,
                                           const bil_case *person, const bil_packed *packed,
                                           bool anew, const bil_valued_by *valued, bil_arena *arena,
                                           bil_error *err);

/* A shortfall as the row that limits all persons' counts it: × 10⁹, rounded up to a whole number.
 */
double bil_shortfall_units(double shortfall);

/* A copy in one piece of memory, for free(); NULL without memory. */
bil_packed *bil_packed_copy(const bil_packed *packed, size_t phases);
size_t bil_packed_bytes(const bil_packed *packed, size_t phases);

#endif
