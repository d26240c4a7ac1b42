/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "solver/pricing_impl.h"
#include "solver/stages.h"

enum { CENTS_PER_EURO = 100 };

/* Nobody's package is worth a whole score a cent, or that much a step: what costs more is bought as
 * little at this price, and the model holds no greater numbers. Less than the true price, so that
 * the bound still holds. */
#define CENT_DEAREST 2.0
#define STEP_DEAREST 200.0
/* The same for a need that is missing altogether. */
#define MISSING_DEAREST 99.0

double *bil_question_prices(const bil_question *q, size_t t)
{
    return q->payer_price + t * BIL_PAYERS_MAX;
}

static void price_phase(bil_question *q, size_t t)
{
    const bil_price_request *request = q->request;
    const bil_shared *shared = q->pricer->shared;
    bil_model_phase *phase = &q->model.phases[t];
    const bil_view_phase *p = phase->phase;
    bil_lp *lp = &q->model.lp;
    double *prices = bil_question_prices(q, t);
    for (size_t r = 0; r < p->payer_count; r++) {
        const bil_source *source = &q->view.catalogue->sources[p->payers[r].source];
        prices[r] = bil_shared_money_price(shared, request->prices, p, p->payers[r].source);
        prices[r] += source->is_public ? request->valued.thrift * p->months : 0.0;
        q->cheaper = q->cheaper || prices[r] > CENT_DEAREST;
        prices[r] = fmin(prices[r], CENT_DEAREST);
    }
    for (size_t k = 0; k < phase->payment_count; k++) {
        lp->columns[phase->payments[k].column].cost -=
            BIL_SCORE_SCALE * CENTS_PER_EURO * prices[phase->payments[k].payer];
    }
    for (size_t o = 0; o < p->offer_count; o++) {
        const double step = phase->unit[o] * bil_shared_unit_price(shared, request->prices,
                                                                   &q->view, p, &p->offers[o]);
        q->cheaper = q->cheaper || step > STEP_DEAREST;
        lp->columns[phase->steps[o]].cost -= BIL_SCORE_SCALE * fmin(step, STEP_DEAREST);
    }
}

/* What a step costs more than the model holds. */
static double step_excess(const bil_question *q, const bil_model_phase *phase, size_t o)
{
    const bil_view_phase *p = phase->phase;
    const double step =
        phase->unit[o] *
        bil_shared_unit_price(q->pricer->shared, q->request->prices, &q->view, p, &p->offers[o]);
    return fmax(0.0, step - STEP_DEAREST);
}

/* Lines that are there whatever the prices cost at least their least quantity, and the dearer part
 * of it, which the model does not hold, is known beforehand. Without this a scarce place held by
 * those who have it today might get any price, and the bound be off by all of it. */
static double locked_excess(const bil_question *q)
{
    double sum = 0.0;
    for (size_t t = 0; q->cheaper && t < q->view.phase_count; t++) {
        const bil_model_phase *phase = &q->model.phases[t];
        const bil_view_phase *p = phase->phase;
        for (size_t o = 0; o < p->offer_count;) {
            const size_t first = o;
            double least = HUGE_VAL; /* one of the service's providers it is */
            for (; o < p->offer_count && p->offers[o].service == p->offers[first].service; o++) {
                const bil_offer *offer = &p->offers[o];
                const bool is_locked = offer->kept > 0 || offer->fixed > 0;
                const double steps = (double)offer->low / phase->unit[o];
                least = fmin(least, is_locked ? steps * step_excess(q, phase, o) : 0.0);
            }
            sum += least;
        }
    }
    return sum;
}

/* Lines that may not shrink: a commitment, quantities phase by phase. */
static void raise_floors(bil_question *q)
{
    const bil_packed *floor = q->request->floor;
    for (size_t k = 0; floor != NULL && k < floor->line_count; k++) {
        const bil_packed_line *line = &floor->lines[k];
        bil_model_phase *phase = &q->model.phases[line->phase];
        bil_lp_column *column = &q->model.lp.columns[phase->steps[line->offer]];
        const double least = (double)line->quantity / phase->unit[line->offer];
        column->lower = fmin(fmax(column->lower, least), column->upper);
    }
}

static void hold_score(bil_question *q)
{
    if (q->request->score_floor <= 0.0 || !bil_stage_set(&q->model, BIL_STAGE_SCORE)) {
        return;
    }
    bil_stage_hold(&q->model, BIL_STAGE_SCORE, BIL_SCORE_SCALE * q->request->score_floor, 0.0);
}

/* What a person's columns take of a row, as terms of the open row; returns the most they can take.
 */
static double add_taken(bil_question *q, const double *one, bool pool)
{
    const bil_shared *shared = q->pricer->shared;
    double most = 0.0;
    for (size_t t = 0; t < q->model.phase_count; t++) {
        const bil_model_phase *phase = &q->model.phases[t];
        const bil_view_phase *p = phase->phase;
        for (size_t k = 0; pool && k < phase->payment_count; k++) {
            const uint32_t column = phase->payments[k].column;
            const double months =
                bil_shared_money_price(shared, one, p, p->payers[phase->payments[k].payer].source);
            bil_lp_term_add(&q->model.lp, column, months);
            most += months * q->model.lp.columns[column].upper;
        }
        for (size_t o = 0; !pool && o < p->offer_count; o++) {
            const uint32_t column = phase->steps[o];
            const double units =
                phase->unit[o] * bil_shared_unit_price(shared, one, &q->view, p, &p->offers[o]);
            bil_lp_term_add(&q->model.lp, column, units);
            most += units * q->model.lp.columns[column].upper;
        }
    }
    return most;
}

/* One row of what the columns take of the shared rows marked in `one`; when it cannot bind it is
 * taken out again. */
static void add_room(bil_question *q, const double *one, bool pool, double most, const char *name,
                     size_t index)
{
    const double room = most / (pool ? CENTS_PER_EURO : 1.0);
    const size_t at = bil_lp_add_row(&q->model.lp, -HUGE_VAL, room,
                                     bil_model_name(&q->model, name, index, "", 0), "");
    if (add_taken(q, one, pool) <= room) {
        bil_lp_truncate(&q->model.lp, at);
    }
}

/* The person's own part of all pools together, year by year. */
static void limit_purse(bil_question *q, double *one)
{
    const bil_shared *shared = q->pricer->shared;
    const size_t pools = shared->district->pool_count;
    for (size_t y = 0; q->request->purse != NULL && pools > 0 && y < shared->years; y++) {
        for (size_t p = 0; p < pools; p++) {
            one[p * shared->years + y] = 1.0;
        }
        add_room(q, one, true, q->request->purse[y], "purse", y);
        for (size_t p = 0; p < pools; p++) {
            one[p * shared->years + y] = 0.0;
        }
    }
}

/* Rows that keep the person within what is left, and within the person's own part. */
static bil_status limit_room(bil_question *q, bil_error *err)
{
    const bil_shared *shared = q->pricer->shared;
    if (q->request->room == NULL && q->request->purse == NULL) {
        return BIL_OK;
    }
    double *one = bil_arena_alloc(q->arena, shared->row_count + 1, sizeof *one);
    if (one == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; q->request->room != NULL && r < shared->row_count; r++) {
        if (shared->rows[r].kind != BIL_SHARED_SHORTFALL) {
            one[r] = 1.0;
            add_room(q, one, shared->rows[r].kind == BIL_SHARED_POOL, q->request->room[r], "room",
                     r);
            one[r] = 0.0;
        }
    }
    limit_purse(q, one);
    return BIL_OK;
}

/* What a whole shortfall may cost, that the model holds no greater number. */
static double dearest_shortfall(const bil_question *q)
{
    double most = 0.0;
    for (size_t t = 0; t < q->model.phase_count; t++) {
        for (size_t n = 0; n < q->view.person->need_count; n++) {
            most = fmax(most, bil_stage_share(&q->model, t, n));
        }
    }
    return most > 0.0 ? MISSING_DEAREST / most : HUGE_VAL;
}

void bil_question_set_costs(bil_question *q)
{
    const bil_shared *shared = q->pricer->shared;
    double shortfall = q->request->valued.shortfall;
    if (shared->shortfall_row != SIZE_MAX) {
        shortfall += q->request->prices[shared->shortfall_row] * 1e9;
    }
    q->dearer = fmax(0.0, shortfall - dearest_shortfall(q));
    q->cheaper = q->cheaper || q->dearer > 0.0;
    bil_lp_clear_objective(&q->model.lp);
    if (q->request->valued.welfare != NULL) {
        q->model.lp.columns[q->worth_column].cost = q->request->valued.score;
    } else {
        bil_stage_add_score(&q->model, q->request->valued.score);
    }
    bil_stage_add_shortfall(&q->model, q->dearer - shortfall);
    for (size_t t = 0; t < q->model.phase_count; t++) {
        price_phase(q, t);
    }
    q->locked = locked_excess(q);
    q->model.lp.maximise = true;
}

static bil_status ask(bil_question *q, bil_error *err)
{
    size_t members[BIL_PHASES_MAX];
    for (size_t t = 0; t < q->view.phase_count; t++) {
        members[t] = t;
    }
    bil_status status =
        bil_model_build(&q->model, &q->view, members, q->view.phase_count, q->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    const size_t phases = q->view.phase_count;
    q->payer_price = bil_arena_alloc(q->arena, phases * BIL_PAYERS_MAX + 1, sizeof(double));
    q->choices = bil_arena_alloc(q->arena, phases, sizeof *q->choices);
    q->tried = bil_arena_alloc(q->arena, phases, sizeof *q->tried);
    q->fundings = bil_arena_alloc(q->arena, phases, sizeof *q->fundings);
    q->tried_fundings = bil_arena_alloc(q->arena, phases, sizeof *q->tried_fundings);
    if (q->payer_price == NULL || q->choices == NULL || q->tried == NULL || q->fundings == NULL ||
        q->tried_fundings == NULL) {
        return bil_fail_nomem(err);
    }
    raise_floors(q);
    hold_score(q);
    bil_question_add_welfare(q);
    bil_question_set_costs(q);
    return limit_room(q, err);
}

bil_status bil_question_open(bil_question *q, const bil_case *person, bool *impossible,
                             bil_error *err)
{
    bil_status status = bil_view_priced(&q->view, person, q->arena, err);
    *impossible = false;
    for (size_t t = 0; status == BIL_OK && t < q->view.phase_count; t++) {
        *impossible = *impossible || q->view.phases[t].impossible;
    }
    if (status == BIL_OK && !*impossible) {
        status = ask(q, err);
        *impossible = q->model.impossible;
    }
    return status;
}
