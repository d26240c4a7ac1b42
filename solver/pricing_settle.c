/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solver/course.h"
#include "solver/irreducible.h"
#include "solver/pricing_impl.h"
#include "solver/stages.h"

/* How far the worth of a package in whole cents may be from what the search in euro says; cents of
 * rounding and the slack of rows stay far below. */
#define WORTH_DIFFERENCE 1e-4

/* How a pool is kept within what is left of it, from the best way to none. */
typedef enum {
    WITHIN_LEFT,   /* no more than is left */
    WITHIN_CENTS,  /* but for a cent of rounding for each line */
    AS_SEARCHED,   /* no more than the search has it pay: other phases need some, too */
    WITHIN_NOTHING /* the first that may pays */
} keeping;

static void limit_pools(int64_t *most, const bil_question *q, size_t t, const double *left,
                        keeping way)
{
    const bil_model_phase *phase = &q->model.phases[t];
    const bil_view_phase *p = phase->phase;
    double euro[BIL_PAYERS_MAX] = {0};
    int64_t cents[BIL_PAYERS_MAX] = {0};
    for (size_t k = 0; k < phase->payment_count; k++) {
        euro[phase->payments[k].payer] += q->x[phase->payments[k].column];
        cents[phase->payments[k].payer]++;
    }
    for (size_t r = 0; r < p->payer_count; r++) {
        most[r] = bil_shared_monthly_room(q->pricer->shared, left, p, p->payers[r].source);
        if (most[r] != BIL_UNLIMITED && way == WITHIN_CENTS) {
            most[r] += cents[r];
        } else if (most[r] != BIL_UNLIMITED && way == AS_SEARCHED) {
            most[r] = (int64_t)ceil(euro[r] * 100.0) + cents[r];
        }
    }
}

/* All phases, each from what those before it leave; `left` and `taken`: per shared row. */
static bil_status fund_in_way(bil_question *q, const bil_choice *choices,
                              bil_funding_found *fundings, keeping way, double *left, double *taken,
                              size_t *unfunded, bil_error *err)
{
    const bil_shared *shared = q->pricer->shared;
    const double *room = q->request->room;
    int64_t most[BIL_PAYERS_MAX];
    *unfunded = SIZE_MAX;
    for (size_t row = 0; way != WITHIN_NOTHING && row < shared->row_count; row++) {
        left[row] = room[row];
        taken[row] = 0.0;
    }
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const bil_view_phase *p = &q->view.phases[t];
        bil_funding_wish wish = {.prices = bil_question_prices(q, t)};
        if (way != WITHIN_NOTHING) {
            limit_pools(most, q, t, left, way);
            wish.most = most;
        }
        const bil_status status =
            bil_fund(&fundings[t], &q->view, p, &choices[t], &wish, q->arena, err);
        if (status != BIL_OK) {
            return status;
        }
        if (!fundings[t].feasible) {
            *unfunded = t;
            return BIL_OK;
        }
        if (way == WITHIN_NOTHING) {
            continue;
        }
        bil_shared_add(taken, shared, &q->view, p, &choices[t], &fundings[t]);
        for (size_t row = 0; row < shared->row_count; row++) {
            left[row] = room[row] - taken[row];
        }
    }
    return BIL_OK;
}

static bil_status fund(bil_question *q, const bil_choice *choices, bil_funding_found *fundings,
                       size_t *unfunded, bil_error *err)
{
    const bool within = q->request->room != NULL && q->request->within_room;
    const size_t rows = within ? q->pricer->shared->row_count + 1 : 1;
    double *left = bil_arena_alloc(q->arena, rows, sizeof *left);
    double *taken = bil_arena_alloc(q->arena, rows, sizeof *taken);
    if (left == NULL || taken == NULL) {
        return bil_fail_nomem(err);
    }
    for (keeping way = within ? WITHIN_LEFT : WITHIN_NOTHING;; way++) {
        const bil_status status =
            fund_in_way(q, choices, fundings, way, left, taken, unfunded, err);
        if (status != BIL_OK || *unfunded == SIZE_MAX || way == WITHIN_NOTHING) {
            return status;
        }
    }
}

/* The first line that is longer than it serves; false when there is none. */
static bool reducible(const bil_question *q, const bil_choice *choices,
                      const bil_funding_found *fundings, bil_lesson *out)
{
    for (size_t t = 0; t < q->view.phase_count; t++) {
        for (size_t o = 0; o < q->view.phases[t].offer_count; o++) {
            if (choices[t].quantity[o] > 0 &&
                bil_lesson_of_line(out, &q->view, &q->model, t, o, &choices[t], &fundings[t])) {
                return true;
            }
        }
    }
    return false;
}

static bil_status copy_choices(bil_question *q, bil_error *err)
{
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const size_t offers = q->view.phases[t].offer_count;
        q->tried[t] = q->choices[t];
        q->tried[t].quantity = bil_arena_alloc(q->arena, offers + 1, sizeof(int64_t));
        if (q->tried[t].quantity == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(q->tried[t].quantity, q->choices[t].quantity, offers * sizeof(int64_t));
        bil_reduce(&q->view, &q->view.phases[t], &q->tried[t]);
    }
    return BIL_OK;
}

static bool below_floor(const bil_question *q, const bil_choice *choices)
{
    const bil_packed *floor = q->request->floor;
    for (size_t k = 0; floor != NULL && k < floor->line_count; k++) {
        const bil_packed_line *line = &floor->lines[k];
        if (choices[line->phase].quantity[line->offer] < line->quantity) {
            return true;
        }
    }
    return false;
}

/* Do the phases still fit together? What one phase alone does not need, another may. */
static bool clashes(const bil_question *q, const bil_choice *choices,
                    const bil_funding_found *fundings)
{
    const bil_choice *by_phase[BIL_PHASES_MAX];
    const bil_funding_found *paid[BIL_PHASES_MAX];
    for (size_t t = 0; t < q->view.phase_count; t++) {
        by_phase[t] = &choices[t];
        paid[t] = &fundings[t];
    }
    return bil_course_clash(&q->view, by_phase, paid).kind != BIL_CLASH_NONE;
}

/* Lines that serve nothing are shortened: never worse at any prices. When that cannot be funded,
 * the choice as found is looked at; when neither will do, the model learns why. */
bil_status bil_question_settle(bil_question *q, bool *settled, bil_lesson *lesson, bil_error *err)
{
    size_t unfunded = SIZE_MAX;
    *settled = false;
    bil_status status = copy_choices(q, err);
    if (status == BIL_OK) {
        status = fund(q, q->tried, q->tried_fundings, &unfunded, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    if (unfunded == SIZE_MAX && !below_floor(q, q->tried) &&
        !clashes(q, q->tried, q->tried_fundings) &&
        !reducible(q, q->tried, q->tried_fundings, lesson)) {
        memcpy(q->choices, q->tried, q->view.phase_count * sizeof *q->choices);
        memcpy(q->fundings, q->tried_fundings, q->view.phase_count * sizeof *q->fundings);
        *settled = true;
        return BIL_OK;
    }
    status = fund(q, q->choices, q->fundings, &unfunded, err);
    if (status != BIL_OK) {
        return status;
    }
    if (unfunded != SIZE_MAX) {
        *lesson =
            (bil_lesson){.phase = unfunded, .offer = SIZE_MAX, .choice = q->choices[unfunded]};
    } else {
        *settled = !reducible(q, q->choices, q->fundings, lesson);
    }
    return BIL_OK;
}

static double worth_of(const bil_priced *priced, const bil_shared *shared, const double *prices)
{
    double worth = priced->value;
    if (shared->shortfall_row != SIZE_MAX) {
        worth -= prices[shared->shortfall_row] * bil_shortfall_units(priced->shortfall);
    }
    for (size_t k = 0; k < priced->use_count; k++) {
        worth -= prices[priced->uses[k].row] * priced->uses[k].amount;
    }
    return worth;
}

/* What cents of rounding may cost: the search in euro leaves them out, at most two for each line
 * that is there (its health and its social part) in each month. Nothing to speak of in a district,
 * but in a handful of persons who share a few euro a cent may be worth a hundredth. */
static double rounding_worth(const bil_question *q)
{
    double sum = 0.0;
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const bil_view_phase *p = &q->view.phases[t];
        double dearest = 0.0;
        for (size_t r = 0; r < p->payer_count; r++) {
            dearest = fmax(dearest, bil_question_prices(q, t)[r]);
        }
        for (size_t o = 0; o < p->offer_count; o++) {
            sum += q->choices[t].quantity[o] > 0 ? 2.0 * dearest : 0.0;
        }
    }
    return sum;
}

bil_status bil_question_conclude(bil_question *q, bil_priced *out, bil_error *err)
{
    const bil_price_request *request = q->request;
    const double searched = bil_lp_objective_at(&q->model.lp, q->x) / BIL_SCORE_SCALE -
                            request->valued.score * q->excess;
    const bil_status status = bil_package_make(out, q->pricer, &q->view, q->choices, q->fundings,
                                               &request->valued, q->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    out->worth = worth_of(out, q->pricer->shared, request->prices);
    const double off = WORTH_DIFFERENCE * (1.0 + fabs(searched)) + rounding_worth(q);
    if ((out->worth < searched - off && !q->cheaper) || out->worth > out->bound + off) {
        char what[80];
        (void)snprintf(what, sizeof what, "%.9g / %.9g", out->worth, searched);
        return bil_fail_with(err, BIL_E_INTERNAL, q->view.person->id,
                             "il pacchetto non vale quanto cercato (%s)",
                             "the package is not worth what was searched for (%s)", what);
    }
    out->bound = fmax(out->bound, out->worth);
    return BIL_OK;
}
