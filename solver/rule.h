/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_RULE_H
#define BIL_SOLVER_RULE_H

/* What a rule is made of. It is asked a question and answers with an allocation; most are a few
 * lines, for what they have in common is here: persons in an order, served one after another
 * (serve.c); amounts of money, shared out to the cent (amounts.c); steps of each person's plan by
 * what they bring and cost (ladder.c).
 *
 * Everybody begins as today, and whoever has a plan that runs begins with the cheapest plan that
 * keeps it. From there on a rule only adds. What is left over is always what all others leave. */

#include "solver/allocate.h"
#include "solver/rules.h"

typedef struct {
    const bil_district *district;
    const bil_applicant *applicants;
    const bil_case *const *persons; /* the same persons' cases */
    size_t count;
    const bil_allocate_settings *settings; /* its objective says nothing here */
} bil_rule_question;

/* BIL_E_NOMEM, BIL_E_DATA (the tariff is not there, or as bil_allocate). */
BIL_MUST_CHECK bil_status bil_share_out(bil_allocation **out, bil_share_by rule,
                                        const bil_rule_question *question, bil_error *err);

/* Can a planner's own model be read, and does it say what is wanted of it? BIL_E_DATA: where and
 * what; BIL_E_NOMEM, BIL_E_INTERNAL. */
BIL_MUST_CHECK bil_status bil_custom_check(const bil_gmpl *model, bil_error *err);

#define BIL_SHARE_BY(name, NAME, code, claims, start_ms, person_us)                                \
    BIL_MUST_CHECK bil_status bil_rule_##name(bil_allocation **out,                                \
                                              const bil_rule_question *question, bil_error *err);
#include "solver/rules.def"

/* --- the persons' claims: claims.c ------------------------------------------------------------ */

/* What an order or an amount may look at. */
typedef struct {
    const bil_applicant *applicant;
    const bil_case *person;
    size_t index;   /* in the district */
    int64_t points; /* of need: see bil_need_points; ≥ 1 */
    uint64_t ticket;
} bil_claimant;

/* How much a person needs: the weights of the needs, each times the share of its target that
 * nothing covers yet, on the mean over the months of the plan; in units of 1/40 000 of a weight.
 * Shares, since an hour and a night cannot be added up. */
int64_t bil_need_points(const bil_case *person);

/* Days from the request to the first day of the plan; 0 when it is not said or the plan runs. */
int bil_days_waited(const bil_claimant *claimant);

/* -1: a comes first. 0: as far as this goes they are equal; then the name decides. */
typedef int bil_claim_order(const bil_claimant *a, const bil_claimant *b);

int bil_by_request(const bil_claimant *a, const bil_claimant *b); /* who does not say is last */
int bil_by_severity(const bil_claimant *a, const bil_claimant *b);
int bil_by_wait(const bil_claimant *a, const bil_claimant *b);
/* Each ticket's exponential clock, faster by the points: so each draw is by weight, among those
 * who are left; who else is there changes no two persons' order. */
int bil_by_lot(const bil_claimant *a, const bil_claimant *b);

/* One claimant for each person, in this order; to be freed by free(). NULL without memory. */
bil_claimant *bil_claimants_in_order(const bil_rule_question *question, bil_claim_order *order);

/* --- served one after another: serve.c -------------------------------------------------------- */

/* Each in turn takes the best plan that fits into what all others leave. */
BIL_MUST_CHECK bil_status bil_serve_in_order(bil_allocation **out,
                                             const bil_rule_question *question,
                                             bil_claim_order *order, bil_error *err);

/* --- amounts: amounts.c ----------------------------------------------------------------------- */

/* One year of the pools, to be shared out. All lists have one entry per claimant, in the order of
 * request. */
typedef struct {
    const bil_rule_question *question;
    const bil_district *district;
    const bil_claimant *claimants;
    size_t count;
    int64_t total;        /* cents of all pools in the year */
    const int *months;    /* of the person's plan in this year */
    const int64_t *least; /* what today's services or the plan that runs take */
    const int64_t *most;  /* what the best plan would take, were the pools without end; INT64_MAX
                             unless it was asked for */
    int64_t *amounts;     /* to be written: no less than `least` */
    bool (*tick)(void *payload); /* false = stop, with BIL_E_STOPPED; for what takes long */
    void *payload;
} bil_amount_sheet;

typedef bil_status bil_amount_rule(bil_amount_sheet *sheet, bil_error *err);

/* The same amount for each unit of weight, but nobody less than `least` nor more than `most`: as
 * much as the total allows, to the cent. `least` alone where that is more than the total.
 * 0 ≤ weights < 2⁴⁰. */
void bil_amounts_level(const bil_amount_sheet *sheet, const int64_t *weights);

/* An amount of the pools' money for each person and year, then, in the order of request, the best
 * plan within it that fits into what all others leave. `ask_most`: fill `most`. */
BIL_MUST_CHECK bil_status bil_serve_amounts(bil_allocation **out, const bil_rule_question *question,
                                            bool ask_most, bil_amount_rule *rule, bil_error *err);

/* --- steps: ladder.c -------------------------------------------------------------------------- */

/* One step of a person's ladder: from one plan to a better one that takes more. The plans of a
 * ladder are those that are best at some price of the pools' money, so that each step brings no
 * more for a euro than the one before. */
typedef struct {
    size_t person;
    size_t rank;  /* of the person in the order of request: settles what is equal */
    size_t rung;  /* from 1 */
    double gain;  /* of score */
    double cents; /* of all pools, more than the plan before takes; ≥ 0 */
    double total; /* of all pools, of the plan after the step, for each month of it */
} bil_step;

/* Negative: a is tried before b. Steps of one person must come in their order. */
typedef int bil_step_order(const bil_step *a, const bil_step *b);

int bil_by_worth(const bil_step *a, const bil_step *b); /* most gain for a cent first */
int bil_by_total(const bil_step *a, const bil_step *b); /* least total first */

/* Takes the steps in that order, each if it fits; a person whose step does not fit takes no more.
 * With `then`, the first step that lacks money ends this, and those that are left are tried in the
 * order `then`. */
BIL_MUST_CHECK bil_status bil_serve_steps(bil_allocation **out, const bil_rule_question *question,
                                          bil_step_order *order, bil_step_order *then,
                                          bil_error *err);

#endif
