/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/pricing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/course.h"
#include "solver/irreducible.h"
#include "solver/kernel.h"
#include "solver/lessons.h"
#include "solver/stages.h"

enum { LESSONS_MAX = 100, CENTS_PER_EURO = 100 };

/* How far the worth of a package in whole cents may be from what the search in euro says; cents of
 * rounding and the slack of rows stay far below. */
#define WORTH_DIFFERENCE 1e-4

/* Nobody's package is worth a whole score a cent, or that much a step: what costs more is bought as
 * little at this price, and the model holds no greater numbers. Less than the true price, so that
 * the bound still holds. */
#define CENT_DEAREST 2.0
#define STEP_DEAREST 200.0

struct bil_pricer {
    const bil_shared *shared;
    bil_kernel *kernel;
    double *amounts; /* per row */
};

bil_status bil_pricer_new(bil_pricer **out, const bil_shared *shared, bil_error *err)
{
    bil_pricer *p = calloc(1, sizeof *p);
    if (p != NULL) {
        p->shared = shared;
        p->kernel = bil_kernel_new();
        p->amounts = calloc(shared->row_count + 1, sizeof *p->amounts);
    }
    if (p == NULL || p->kernel == NULL || p->amounts == NULL) {
        bil_pricer_free(p);
        return bil_fail_nomem(err);
    }
    *out = p;
    return BIL_OK;
}

void bil_pricer_free(bil_pricer *pricer)
{
    if (pricer != NULL) {
        bil_kernel_free(pricer->kernel);
        free(pricer->amounts);
        free(pricer);
    }
}

bil_status bil_view_priced(bil_view *out, const bil_case *person, bil_arena *arena, bil_error *err)
{
    static const bil_relaxation priced = {.each_payer = true, .each_provider = true};
    return bil_view_build(out, person, &priced, arena, err);
}

/* One person's question at hand. */
typedef struct {
    bil_pricer *pricer;
    const bil_price_request *request;
    bil_arena *arena;
    bil_view view;
    bil_model model;
    double *payer_price; /* phase × payer: what a cent a month costs through the phase */
    bool cheaper;        /* some price is greater than the model can hold, and counts as less */
    bil_choice *choices;
    bil_funding_found *fundings;
    bil_choice *tried;
    bil_funding_found *tried_fundings;
    const double *x; /* of the last solution */
    bool has_least;  /* only what is worth at least this is looked for */
    double least;
    double bound;
    bool proven;
    bool by_optimiser;
} question;

/* --- what a choice is worth ------------------------------------------------------------------ */

static int64_t covered(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                       size_t n)
{
    int64_t sum = view->person->needs[n].already_covered;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].effects[n] * choice->quantity[o];
    }
    return sum < phase->targets[n] ? sum : phase->targets[n];
}

static double share_value(const bil_catalogue *catalogue, double share)
{
    size_t k = 1;
    const bil_curve_point *c = catalogue->curve;
    while (k + 1 < catalogue->curve_count && share * 1e6 > (double)c[k].share_e6) {
        k++;
    }
    const double slope =
        (double)(c[k].value_e6 - c[k - 1].value_e6) / (double)(c[k].share_e6 - c[k - 1].share_e6);
    return (double)c[k - 1].value_e6 / 1e6 + (share - (double)c[k - 1].share_e6 / 1e6) * slope;
}

/* Score and shortfall over all phases. */
static void weigh(const bil_view *view, const bil_choice *choices, bil_priced *out)
{
    double measure = 0.0;
    double score = 0.0;
    double shortfall = 0.0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const bil_view_phase *p = &view->phases[t];
        for (size_t n = 0; n < view->person->need_count; n++) {
            if (p->targets[n] <= 0) {
                continue;
            }
            const bil_need *need = &view->person->needs[n];
            const double weight = (double)p->months * (double)bil_need_weight(need);
            const double share = (double)covered(view, p, &choices[t], n) / (double)p->targets[n];
            measure += weight;
            score += weight * share_value(view->catalogue, share);
            shortfall += weight * fmax(0.0, (double)need->floor_bp / 10000.0 - share);
        }
    }
    out->score = measure > 0.0 ? score / measure : 0.0;
    out->shortfall = measure > 0.0 ? shortfall / measure : 0.0;
}

double bil_shortfall_units(double shortfall)
{
    return ceil(shortfall * 1e9 - 1e-3);
}

static bil_status list_uses(bil_priced *out, const bil_shared *shared, const double *amounts,
                            bil_arena *arena, bil_error *err)
{
    bil_use *uses = NULL;
    size_t count = 0;
    for (size_t r = 0; r < shared->row_count; r++) {
        count += amounts[r] != 0.0 ? 1 : 0;
    }
    uses = bil_arena_alloc(arena, count + 1, sizeof *uses);
    if (uses == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; r < shared->row_count; r++) {
        if (amounts[r] != 0.0) {
            uses[out->use_count++] = (bil_use){.row = (uint32_t)r, .amount = amounts[r]};
        }
    }
    out->uses = uses;
    return BIL_OK;
}

static bil_status pack_lines(bil_packed *out, const bil_view *view, const bil_choice *choices,
                             bil_arena *arena, bil_error *err)
{
    size_t count = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t o = 0; o < view->phases[t].offer_count; o++) {
            count += choices[t].quantity[o] > 0 ? 1 : 0;
        }
    }
    bil_packed_line *lines = bil_arena_alloc(arena, count + 1, sizeof *lines);
    if (lines == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t o = 0; o < view->phases[t].offer_count; o++) {
            if (choices[t].quantity[o] > 0) {
                lines[out->line_count++] =
                    (bil_packed_line){.phase = (uint16_t)t,
                                      .offer = (uint16_t)o,
                                      .quantity = (int32_t)choices[t].quantity[o]};
            }
        }
    }
    out->lines = lines;
    return BIL_OK;
}

static bil_status pack_payments(bil_packed *out, const bil_view *view,
                                const bil_funding_found *fundings, bil_arena *arena, bil_error *err)
{
    size_t count = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const size_t pairs = view->phases[t].offer_count * view->phases[t].payer_count;
        for (size_t k = 0; k < pairs; k++) {
            count += fundings[t].cents[k] > 0 ? 1 : 0;
        }
    }
    bil_packed_payment *payments = bil_arena_alloc(arena, count + 1, sizeof *payments);
    if (payments == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        const size_t payers = view->phases[t].payer_count;
        for (size_t k = 0; k < view->phases[t].offer_count * payers; k++) {
            if (fundings[t].cents[k] > 0) {
                payments[out->payment_count++] =
                    (bil_packed_payment){.phase = (uint16_t)t,
                                         .offer = (uint16_t)(k / payers),
                                         .payer = (uint16_t)(k % payers),
                                         .cents = fundings[t].cents[k]};
            }
        }
    }
    out->payments = payments;
    return BIL_OK;
}

static bil_status pack(bil_packed *out, const bil_view *view, const bil_choice *choices,
                       const bil_funding_found *fundings, bil_arena *arena, bil_error *err)
{
    bil_status status = pack_lines(out, view, choices, arena, err);
    if (status == BIL_OK) {
        status = pack_payments(out, view, fundings, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    uint32_t *drawn = bil_arena_alloc(arena, view->phase_count + 1, sizeof *drawn);
    if (drawn == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t h = 0; h < view->phases[t].helper_count; h++) {
            drawn[t] |= fundings[t].drawn[h] ? UINT32_C(1) << h : 0U;
        }
    }
    out->drawn = drawn;
    return BIL_OK;
}

/* A funded choice as a package: what it is worth is reckoned anew, from whole units and cents. */
static bil_status make_package(bil_priced *out, bil_pricer *pricer, const bil_view *view,
                               const bil_choice *choices, const bil_funding_found *fundings,
                               const bil_valued_by *valued, bil_arena *arena, bil_error *err)
{
    const bil_shared *shared = pricer->shared;
    memset(pricer->amounts, 0, shared->row_count * sizeof *pricer->amounts);
    weigh(view, choices, out);
    out->public_cents = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        bil_shared_add(pricer->amounts, shared, view, &view->phases[t], &choices[t], &fundings[t]);
        out->public_cents += fundings[t].public_cents;
    }
    out->value = valued->score * out->score - valued->shortfall * out->shortfall -
                 valued->thrift * (double)out->public_cents;
    out->has_package = true;
    bil_status status = list_uses(out, shared, pricer->amounts, arena, err);
    if (status == BIL_OK) {
        status = pack(&out->packed, view, choices, fundings, arena, err);
    }
    return status;
}

/* --- the model at the prices ----------------------------------------------------------------- */

static double *prices_of(const question *q, size_t t)
{
    return q->payer_price + t * BIL_PAYERS_MAX;
}

static void price_phase(question *q, size_t t)
{
    const bil_price_request *request = q->request;
    const bil_shared *shared = q->pricer->shared;
    bil_model_phase *phase = &q->model.phases[t];
    const bil_view_phase *p = phase->phase;
    bil_lp *lp = &q->model.lp;
    double *prices = prices_of(q, t);
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

/* Lines that may not shrink: a commitment, quantities phase by phase. */
static void raise_floors(question *q)
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

static void hold_score(question *q)
{
    if (q->request->score_floor <= 0.0 || !bil_stage_set(&q->model, BIL_STAGE_SCORE)) {
        return;
    }
    bil_stage_hold(&q->model, BIL_STAGE_SCORE, BIL_SCORE_SCALE * q->request->score_floor, 0.0);
}

/* What a person's columns take of a row, as terms of the open row; returns the most they can take.
 */
static double add_taken(question *q, const double *one, bool pool)
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

/* Rows that keep the person within what is left; those that cannot bind are taken out again. */
static bil_status limit_room(question *q, bil_error *err)
{
    const bil_shared *shared = q->pricer->shared;
    bil_lp *lp = &q->model.lp;
    if (q->request->room == NULL) {
        return BIL_OK;
    }
    double *one = bil_arena_alloc(q->arena, shared->row_count + 1, sizeof *one);
    if (one == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; r < shared->row_count; r++) {
        if (shared->rows[r].kind == BIL_SHARED_SHORTFALL) {
            continue;
        }
        const bool pool = shared->rows[r].kind == BIL_SHARED_POOL;
        const double room = q->request->room[r] / (pool ? CENTS_PER_EURO : 1.0);
        const size_t at =
            bil_lp_add_row(lp, -HUGE_VAL, room, bil_model_name(&q->model, "room", r, "", 0), "");
        one[r] = 1.0;
        if (add_taken(q, one, pool) <= room) {
            bil_lp_truncate(lp, at);
        }
        one[r] = 0.0;
    }
    return BIL_OK;
}

static void set_costs(question *q)
{
    const bil_shared *shared = q->pricer->shared;
    double shortfall = q->request->valued.shortfall;
    if (shared->shortfall_row != SIZE_MAX) {
        shortfall += q->request->prices[shared->shortfall_row] * 1e9;
    }
    bil_lp_clear_objective(&q->model.lp);
    bil_stage_add_score(&q->model, q->request->valued.score);
    bil_stage_add_shortfall(&q->model, -shortfall);
    for (size_t t = 0; t < q->model.phase_count; t++) {
        price_phase(q, t);
    }
    q->model.lp.maximise = true;
}

static bil_status ask(question *q, bil_error *err)
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
    set_costs(q);
    return limit_room(q, err);
}

/* --- the search ------------------------------------------------------------------------------ */

typedef enum { FOUND, NONE, LEFT } found;

static bool kernel_tick(const bil_lp_tick *now, void *payload)
{
    const bil_price_request *request = payload;
    (void)now;
    return request->tick == NULL || request->tick(request->payload);
}

/* The optimiser behind lp.h, for what the kernel does not vouch for. */
static bil_status search_by_optimiser(question *q, found *out, bil_error *err)
{
    const bil_lp_settings settings = {.node_limit = q->request->node_limit,
                                      .tick = kernel_tick,
                                      .payload = (void *)(uintptr_t)q->request,
                                      .doubt = 0};
    bil_lp_result result = {.status = BIL_LP_FAILED};
    const bil_status status = bil_lp_solve(&result, &q->model.lp, &settings, q->arena, err);
    q->by_optimiser = true;
    if (status != BIL_OK) {
        return status;
    }
    switch (result.status) {
    case BIL_LP_OPTIMAL:
    case BIL_LP_FEASIBLE:
        q->x = result.x;
        q->bound = fmin(q->bound, result.bound);
        q->proven = q->proven && result.status == BIL_LP_OPTIMAL;
        *out = FOUND;
        return BIL_OK;
    case BIL_LP_INFEASIBLE: /* no, where a package is at hand: then nothing is shown */
        *out = q->request->has_known ? LEFT : NONE;
        q->proven = q->proven && !q->request->has_known;
        return BIL_OK;
    case BIL_LP_STOPPED:
        q->proven = false;
        *out = LEFT;
        return BIL_OK;
    case BIL_LP_FAILED:
        break;
    }
    return bil_fail_with(err, BIL_E_SOLVER, "model",
                         "il risolutore non ha dato una risposta affidabile (%s)",
                         "the optimiser gave no answer that can be trusted (%s)", result.message);
}

static bil_status search(question *q, found *out, bil_error *err)
{
    uint32_t *part = bil_arena_alloc(q->arena, q->model.lp.column_count, sizeof *part);
    if (part == NULL) {
        return bil_fail_nomem(err);
    }
    bil_model_parts(&q->model, part);
    const bil_kernel_settings settings = {
        .node_limit = q->request->node_limit,
        .gap = q->request->gap * BIL_SCORE_SCALE,
        .part = part,
        .has_cutoff = q->has_least || q->request->has_known,
        .cutoff = BIL_SCORE_SCALE * (q->request->has_known ? q->request->known : q->least),
        .tick = kernel_tick,
        .payload = (void *)(uintptr_t)q->request};
    bil_kernel_result result;
    const bil_status status =
        bil_kernel_solve(&result, q->pricer->kernel, &q->model.lp, &settings, err);
    if (status != BIL_OK) {
        return status;
    }
    switch (result.status) {
    case BIL_KERNEL_OPTIMAL:
    case BIL_KERNEL_FEASIBLE: {
        double *x = bil_arena_alloc(q->arena, q->model.lp.column_count, sizeof *x);
        if (x == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(x, result.x, q->model.lp.column_count * sizeof *x);
        q->x = x;
        q->bound = fmin(q->bound, result.bound);
        q->proven = q->proven && result.status == BIL_KERNEL_OPTIMAL;
        *out = FOUND;
        return BIL_OK;
    }
    case BIL_KERNEL_NOTHING:
        *out = q->request->has_known ? LEFT : NONE;
        q->bound = q->request->has_known ? fmin(q->bound, settings.cutoff) : q->bound;
        return BIL_OK;
    case BIL_KERNEL_STOPPED:
        q->bound = fmin(q->bound,
                        q->request->has_known ? fmax(result.bound, settings.cutoff) : result.bound);
        q->proven = false;
        *out = LEFT;
        return BIL_OK;
    case BIL_KERNEL_OUTSIDE:
    case BIL_KERNEL_TROUBLE:
        break;
    }
    if (q->has_least) { /* one package more or less: not worth the optimiser's time */
        *out = LEFT;
        return BIL_OK;
    }
    return search_by_optimiser(q, out, err);
}

static bil_status fund(question *q, const bil_choice *choices, bil_funding_found *fundings,
                       size_t *unfunded, bil_error *err)
{
    *unfunded = SIZE_MAX;
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const bil_funding_wish wish = {.prices = prices_of(q, t)};
        const bil_status status =
            bil_fund(&fundings[t], &q->view, &q->view.phases[t], &choices[t], &wish, q->arena, err);
        if (status != BIL_OK) {
            return status;
        }
        if (!fundings[t].feasible) {
            *unfunded = t;
            return BIL_OK;
        }
    }
    return BIL_OK;
}

/* The first line that is longer than it serves; false when there is none. */
static bool reducible(const question *q, const bil_choice *choices,
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

static bil_status copy_choices(question *q, bil_error *err)
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

static bool below_floor(const question *q, const bil_choice *choices)
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
static bool clashes(const question *q, const bil_choice *choices, const bil_funding_found *fundings)
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
static bil_status settle(question *q, bool *settled, bil_lesson *lesson, bil_error *err)
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
static double rounding_worth(const question *q)
{
    double sum = 0.0;
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const bil_view_phase *p = &q->view.phases[t];
        double dearest = 0.0;
        for (size_t r = 0; r < p->payer_count; r++) {
            dearest = fmax(dearest, prices_of(q, t)[r]);
        }
        for (size_t o = 0; o < p->offer_count; o++) {
            sum += q->choices[t].quantity[o] > 0 ? 2.0 * dearest : 0.0;
        }
    }
    return sum;
}

static bil_status conclude(question *q, bil_priced *out, bil_error *err)
{
    const bil_price_request *request = q->request;
    const double searched = bil_lp_objective_at(&q->model.lp, q->x) / BIL_SCORE_SCALE;
    const bil_status status = make_package(out, q->pricer, &q->view, q->choices, q->fundings,
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

static bil_status look_for(question *q, bil_priced *out, bil_error *err)
{
    for (size_t lessons = 0;; lessons++) {
        found end = LEFT;
        bil_lesson lesson;
        bool settled = false;
        bil_status status = search(q, &end, err);
        out->bound = q->bound / BIL_SCORE_SCALE;
        out->proven = q->proven;
        out->by_optimiser = q->by_optimiser;
        if (status != BIL_OK || end != FOUND) {
            out->possible = end != NONE;
            return status;
        }
        out->possible = true;
        status = bil_choices_read(q->choices, &q->model, q->x, q->arena, err);
        if (status == BIL_OK) {
            status = settle(q, &settled, &lesson, err);
        }
        if (status != BIL_OK) {
            return status;
        }
        if (settled) {
            return conclude(q, out, err);
        }
        if (lessons == LESSONS_MAX) {
            out->proven = false;
            return BIL_OK;
        }
        bil_lesson_apply(&q->model, &lesson);
    }
}

/* Builds the question; `*impossible` when the person has no plan whatever the rows say. */
static bil_status open_question(question *q, const bil_case *person, bool *impossible,
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

bil_status bil_price_person(bil_priced *out, bil_pricer *pricer, const bil_case *person,
                            const bil_price_request *request, bil_arena *arena, bil_error *err)
{
    question q = {
        .pricer = pricer, .request = request, .arena = arena, .bound = HUGE_VAL, .proven = true};
    bool impossible = false;
    memset(out, 0, sizeof *out);
    const bil_status status = open_question(&q, person, &impossible, err);
    if (status == BIL_OK && impossible) {
        out->proven = true;
        out->bound = -HUGE_VAL;
        return BIL_OK;
    }
    return status == BIL_OK ? look_for(&q, out, err) : status;
}

static bool same_lines(const bil_packed *a, const bil_packed *b)
{
    return a->line_count == b->line_count && a->payment_count == b->payment_count &&
           memcmp(a->lines, b->lines, a->line_count * sizeof *a->lines) == 0;
}

/* Looks for the best package with the line's steps between these bounds; adds it when it is new. */
static bil_status price_within(question *q, uint32_t column, double lower, double upper,
                               bil_priced_list *list, bil_error *err)
{
    bil_lp_column *bounded = &q->model.lp.columns[column];
    const bil_lp_column before = *bounded;
    if (lower > upper || list->count == list->most) {
        return BIL_OK;
    }
    bil_priced *out = &list->items[list->count];
    bounded->lower = lower;
    bounded->upper = upper;
    memset(out, 0, sizeof *out);
    q->bound = HUGE_VAL;
    q->proven = true;
    bil_status status = look_for(q, out, err);
    bounded = &q->model.lp.columns[column]; /* lessons add rows, and may move things */
    bounded->lower = before.lower;
    bounded->upper = before.upper;
    if (status == BIL_E_SOLVER || status == BIL_E_INTERNAL) {
        return BIL_OK;
    }
    bool fresh = status == BIL_OK && out->has_package && out->worth >= q->least;
    for (size_t k = 0; fresh && k < list->count; k++) {
        fresh = !same_lines(&list->items[k].packed, &out->packed);
    }
    list->count += fresh ? 1 : 0;
    return status;
}

bil_status bil_price_near(bil_priced_list *list, bil_pricer *pricer, const bil_case *person,
                          const bil_price_request *request, const bil_packed *base, double least,
                          bil_arena *arena, bil_error *err)
{
    question q = {
        .pricer = pricer, .request = request, .arena = arena, .has_least = true, .least = least};
    bool impossible = false;
    list->count = 0;
    bil_status status = open_question(&q, person, &impossible, err);
    for (size_t k = 0; status == BIL_OK && !impossible && k < base->line_count; k++) {
        const bil_packed_line *line = &base->lines[k];
        const bil_model_phase *phase = &q.model.phases[line->phase];
        const uint32_t column = phase->steps[line->offer];
        const bil_lp_column bounds = q.model.lp.columns[column];
        const double steps = (double)line->quantity / phase->unit[line->offer];
        status = price_within(&q, column, bounds.lower, steps - 1.0, list, err);
        if (status == BIL_OK) {
            status = price_within(&q, column, steps + 1.0, bounds.upper, list, err);
        }
    }
    return status;
}

/* --- as today -------------------------------------------------------------------------------- */

static void keep_what_is_kept(bil_choice *choice, const bil_view_phase *phase)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        const bil_offer *offer = &phase->offers[o];
        const bool first = o == 0 || phase->offers[o - 1].service != offer->service;
        choice->quantity[o] = first && offer->kept > 0 ? offer->kept : 0;
    }
    for (size_t r = 0; r < phase->payer_count; r++) {
        choice->uses[r] = phase->payers[r].active || !phase->payers[r].flagged;
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        choice->draws[h] = phase->helpers[h].active || !phase->helpers[h].flagged;
    }
}

/* What no plan of the person costs the public more than. */
static double public_most(const bil_view *view)
{
    double sum = 0.0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const bil_view_phase *phase = &view->phases[t];
        double most = 0.0;
        for (size_t o = 0; o < phase->offer_count; o++) {
            most += (double)phase->offers[o].unit_price * (double)phase->offers[o].high;
        }
        if (phase->public_cap != BIL_UNLIMITED) {
            most = fmin(most, (double)phase->public_cap);
        }
        sum += most * phase->months;
    }
    return sum;
}

bil_status bil_price_waiting(bil_priced *out, bil_pricer *pricer, const bil_case *person,
                             const bil_valued_by *valued, bil_arena *arena, bil_error *err)
{
    bil_view view;
    memset(out, 0, sizeof *out);
    bil_status status = bil_view_priced(&view, person, arena, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_choice *choices = bil_arena_alloc(arena, view.phase_count, sizeof *choices);
    bil_funding_found *fundings = bil_arena_alloc(arena, view.phase_count, sizeof *fundings);
    if (choices == NULL || fundings == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        const bil_view_phase *phase = &view.phases[t];
        const bil_funding_wish wish = {.family_first = false};
        if (!bil_choice_empty(&choices[t], phase, arena)) {
            return bil_fail_nomem(err);
        }
        keep_what_is_kept(&choices[t], phase);
        status = bil_fund(&fundings[t], &view, phase, &choices[t], &wish, arena, err);
        if (status == BIL_OK && !fundings[t].feasible) {
            memset(fundings[t].cents, 0,
                   phase->offer_count * phase->payer_count * sizeof *fundings[t].cents);
            fundings[t].public_cents = 0;
        }
    }
    out->possible = true;
    out->proven = true;
    out->public_most = public_most(&view);
    if (status == BIL_OK) {
        status = make_package(out, pricer, &view, choices, fundings, valued, arena, err);
    }
    out->worth = out->value;
    out->bound = out->value;
    return status;
}
