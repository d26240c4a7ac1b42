/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_PRICING_IMPL_H
#define BIL_SOLVER_PRICING_IMPL_H

/* Between the files that price a person: the question as a model (pricing_model.c), from a solution
 * to a settled choice (pricing_settle.c), from a choice to a package (package_make.c), the search
 * (pricing.c), and a handful of persons as one model (allocate_whole.c). */

#include "solver/kernel.h"
#include "solver/lessons.h"
#include "solver/pricing.h"

struct bil_pricer {
    const bil_shared *shared;
    bil_kernel *kernel;
    double *amounts; /* per row */
};

/* One person's question at hand. */
typedef struct {
    bil_pricer *pricer;
    const bil_price_request *request;
    bil_arena *arena;
    bil_view view;
    bil_model model;
    double *payer_price; /* phase × payer: what a cent a month costs through the phase */
    bool cheaper;        /* some price is greater than the model can hold, and counts as less */
    double dearer;       /* a whole shortfall costs so much more than the model holds */
    double locked;       /* what lines that have to be there cost more than the model holds */
    bil_choice *choices;
    bil_funding_found *fundings;
    bil_choice *tried;
    bil_funding_found *tried_fundings;
    const double *x;       /* of the last solution */
    uint32_t score_column; /* both only where a score's worth is not the score */
    uint32_t worth_column;
    size_t score_row;
    double excess;  /* of the worth at x, above what the score there is worth */
    bool has_least; /* only what is worth at least this is looked for */
    double least;
    double bound;
    bool proven;
    bool by_optimiser;
} bil_question;

/* Builds the question; `*impossible` when the person has no plan whatever the rows say. */
BIL_MUST_CHECK bil_status bil_question_open(bil_question *q, const bil_case *person,
                                            bool *impossible, bil_error *err);

/* The objective, by the request's values and prices. */
void bil_question_set_costs(bil_question *q);

/* Looks for the best package of the question as it stands; q->bound and q->proven are the caller's
 * to begin with. */
BIL_MUST_CHECK bil_status bil_question_seek(bil_question *q, bil_priced *out, bil_error *err);

/* Per payer of the phase, what a cent a month costs through it. */
double *bil_question_prices(const bil_question *q, size_t t);

/* Columns and rows for what a score is worth, where that is not the score itself; the objective is
 * empty afterwards. In pricing_welfare.c. */
void bil_question_add_welfare(bil_question *q);

/* True when the solution at q->x is worth less than the model believes: it has learnt that now. */
bool bil_question_refine(bil_question *q);

/* From q->choices, as read from a solution: lines that serve nothing are shortened, every cent gets
 * its payer. When that cannot be, `lesson` is what the model has to learn. */
BIL_MUST_CHECK bil_status bil_question_settle(bil_question *q, bool *settled, bil_lesson *lesson,
                                              bil_error *err);

/* The settled choice as a package, compared with what was searched for at q->x. */
BIL_MUST_CHECK bil_status bil_question_conclude(bil_question *q, bil_priced *out, bil_error *err);

/* The view that packages speak of, with room for what is chosen and paid in each phase. */
BIL_MUST_CHECK bil_status bil_package_open(bil_view *view, bil_choice **choices,
                                           bil_funding_found **fundings, const bil_case *person,
                                           bil_arena *arena, bil_error *err);

/* A funded choice as a package: what it is worth is reckoned anew, from whole units and cents. */
BIL_MUST_CHECK bil_status bil_package_make(bil_priced *out, bil_pricer *pricer,
                                           const bil_view *view, const bil_choice *choices,
                                           const bil_funding_found *fundings,
                                           const bil_valued_by *valued, bil_arena *arena,
                                           bil_error *err);

#endif
