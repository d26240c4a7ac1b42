/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_RULE_IMPL_H
#define BIL_SOLVER_RULE_IMPL_H

/* Between the files that serve persons by a rule (serve.c, amounts.c, ladder.c). */

#include "solver/allocate_impl.h"
#include "solver/rule.h"

typedef struct {
    bil_sharing run; /* its choice is what everybody has by now */
    bil_pricer *pricer;
    double *left; /* per row: what all but the person at hand leave */
    double *room; /* the same, less what cents of rounding took too much */
    double *purse;
} bil_serving;

/* Everybody as today, or with the cheapest plan that keeps the one that runs. To be closed in any
 * case. */
BIL_MUST_CHECK bil_status bil_serving_open(bil_serving *s, const bil_rule_question *question,
                                           bil_error *err);
BIL_MUST_CHECK bil_status bil_serving_close(bil_allocation **out, bil_serving *s, bil_status status,
                                            bil_error *err);

/* What a person has by now. */
const bil_record *bil_serving_has(const bil_serving *s, size_t person);

/* What the record takes of all pools in a year of them. */
int64_t bil_serving_money(const bil_serving *s, const bil_record *record, size_t year);

/* The months of the person's plan in a year of the pools. */
int bil_serving_months(const bil_serving *s, size_t person, size_t year);

typedef enum { BIL_SERVING_FITS, BIL_SERVING_LACKS_MONEY, BIL_SERVING_LACKS_PLACE } bil_serving_fit;

/* Gives the person a package of the run's store, if it fits into what all others leave. */
bil_serving_fit bil_serving_give(bil_serving *s, size_t person, uint32_t package);

/* Gives the person the best plan that fits, also into `purse` (cents per year of the pools; NULL =
 * no such limit), when it is better than what the person has. */
BIL_MUST_CHECK bil_status bil_serving_improve(bil_serving *s, size_t person, const int64_t *purse,
                                              bil_error *err);

/* A question about the person that keeps what must be kept. */
bil_price_request bil_serving_request(bil_serving *s, size_t person);

/* The same item for everybody, on all threads; each with a pricer of its own. */
typedef bil_status bil_serving_item(bil_serving *s, bil_pricer *pricer, size_t person,
                                    void *payload, bil_error *err);
BIL_MUST_CHECK bil_status bil_serving_each(bil_serving *s, bil_serving_item *item, void *payload,
                                           bil_error *err);

/* The person's model fails: as today, and reported. Gives BIL_OK, unless memory is out. */
BIL_MUST_CHECK bil_status bil_serving_note(bil_serving *s, size_t person, bil_status status,
                                           const bil_error *own, bil_error *err);

#endif
