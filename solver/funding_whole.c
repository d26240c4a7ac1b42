/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/money.h"
#include "solver/funding_impl.h"
#include "solver/lp.h"

/* Columns are cents of one payer on one part of one line. Amounts are checked afterwards: this
 * model only has to find them. */

typedef struct {
    uint32_t column;
    size_t offer;
    size_t payer;
    double times; /* months for a recurring line, 1 for a one-off */
} payment;

typedef struct {
    const bil_view *view;
    const bil_view_phase *phase;
    const bil_choice *choice;
    const bil_whole_limits *limits;
    bil_lp lp;
    payment *payments;
    size_t count;
    bool too_large; /* beyond what the optimiser is trusted with in whole cents */
} whole;

enum { CENTS_TRUSTED = 10000000 };

/* A cent of the family gives way to a cent of somebody else, so a little more would do. */
#define FAMILY_WEIGHT 100.0

/* The dearest payer's cent against a public one. */
#define PRICE_WEIGHT 1e4

static void add_part(whole *w, size_t o, uint64_t payers, int64_t cents, int64_t due)
{
    const size_t first = w->count;
    const bool once = bil_offer_service(w->view, &w->phase->offers[o])->one_off;
    w->too_large = w->too_large || cents > CENTS_TRUSTED;
    if (cents == 0) {
        return;
    }
    for (size_t r = 0; r < w->phase->payer_count; r++) {
        const bool counts = w->phase->payers[r].active || w->choice->uses[r];
        if ((payers >> r & 1U) != 0 && counts) {
            const int64_t most = w->phase->payers[r].pension && due < cents ? due : cents;
            w->payments[w->count++] =
                (payment){.column = bil_lp_add_column(&w->lp, 0.0, (double)most, true, "x", ""),
                          .offer = o,
                          .payer = r,
                          .times = once ? 1.0 : (double)w->phase->months};
        }
    }
    (void)bil_lp_add_row(&w->lp, (double)cents, (double)cents, "part", "");
    for (size_t i = first; i < w->count; i++) {
        bil_lp_term_add(&w->lp, w->payments[i].column, 1.0);
    }
    (void)bil_lp_add_row(&w->lp, -HUGE_VAL, (double)due, "due", "");
    for (size_t i = first; i < w->count; i++) {
        if (w->phase->payers[w->payments[i].payer].pension) {
            bil_lp_term_add(&w->lp, w->payments[i].column, 1.0);
        }
    }
}

typedef enum { LIMIT_PAYER, LIMIT_PUBLIC, LIMIT_PENSIONS } limit;

static bool bound_by(const whole *w, limit kind, size_t payer, const payment *p)
{
    switch (kind) {
    case LIMIT_PAYER:
        return p->payer == payer;
    case LIMIT_PUBLIC:
        return w->view->catalogue->sources[w->phase->payers[p->payer].source].is_public;
    case LIMIT_PENSIONS:
        return w->phase->payers[p->payer].pension;
    }
    return false;
}

static void add_limit(whole *w, limit kind, size_t payer, int64_t cap)
{
    const double room = fmin((double)cap * w->phase->months, 1e12);
    (void)bil_lp_add_row(&w->lp, -HUGE_VAL, room, "limit", "");
    for (size_t i = 0; i < w->count; i++) {
        if (bound_by(w, kind, payer, &w->payments[i])) {
            bil_lp_term_add(&w->lp, w->payments[i].column, w->payments[i].times);
        }
    }
}

/* The answer counts only if every sum and limit holds in integers. */
static bool holds(const whole *w, const double *x)
{
    for (size_t i = 0; i < w->lp.row_count; i++) {
        const bil_lp_row *row = &w->lp.rows[i];
        int64_t sum = 0;
        for (size_t k = row->first; k < row->first + row->count; k++) {
            sum += llround(w->lp.terms[k].value) * llround(x[w->lp.terms[k].column]);
        }
        if ((double)sum < row->lower || (double)sum > row->upper) {
            return false;
        }
    }
    return true;
}

/* A source that is in use by decision pays something. */
static void add_use(whole *w, size_t payer)
{
    (void)bil_lp_add_row(&w->lp, 1.0, HUGE_VAL, "used", "");
    for (size_t i = 0; i < w->count; i++) {
        if (w->payments[i].payer == payer) {
            bil_lp_term_add(&w->lp, w->payments[i].column, 1.0);
        }
    }
}

static void add_all(whole *w)
{
    for (size_t o = 0; o < w->phase->offer_count; o++) {
        const bil_offer *offer = &w->phase->offers[o];
        if (w->choice->quantity[o] > 0 && offer->unit_price > 0) {
            const bil_parts parts = bil_offer_parts(w->view, offer, w->choice->quantity[o]);
            add_part(w, o, offer->payers_health, parts.health, 0);
            add_part(w, o, offer->payers_social | offer->payers_pension, parts.social, parts.due);
        }
    }
    for (size_t r = 0; r < w->phase->payer_count; r++) {
        if (w->limits->caps[r] != BIL_UNLIMITED) {
            add_limit(w, LIMIT_PAYER, r, w->limits->caps[r]);
        }
        if (w->phase->payers[r].flagged && w->choice->uses[r]) {
            add_use(w, r);
        }
    }
    if (w->phase->public_cap != BIL_UNLIMITED) {
        add_limit(w, LIMIT_PUBLIC, 0, w->phase->public_cap);
    }
    add_limit(w, LIMIT_PENSIONS, 0, w->limits->pension_room);
    for (size_t i = 0; i < w->count; i++) {
        const bil_source *source =
            &w->view->catalogue->sources[w->phase->payers[w->payments[i].payer].source];
        const bool spared = w->limits->family_first && source->kind == BIL_SOURCE_FAMILY;
        double cost = spared ? FAMILY_WEIGHT : source->is_public ? 1.0 : 0.0;
        cost += PRICE_WEIGHT * bil_funding_price(w->limits->prices, w->phase, w->payments[i].payer);
        w->lp.columns[w->payments[i].column].cost = w->payments[i].times * cost;
    }
}

bil_status bil_fund_whole(bool *feasible, int64_t *cents, const bil_view *view,
                          const bil_view_phase *phase, const bil_choice *choice,
                          const bil_whole_limits *limits, bil_arena *arena, bil_error *err)
{
    whole w = {.view = view, .phase = phase, .choice = choice, .limits = limits};
    bil_lp_init(&w.lp, arena);
    w.payments =
        bil_arena_alloc(arena, 2 * phase->offer_count * phase->payer_count + 1, sizeof *w.payments);
    if (w.payments == NULL) {
        return bil_fail_nomem(err);
    }
    *feasible = false;
    add_all(&w);
    if (w.count == 0 || w.too_large) {
        return BIL_OK;
    }
    const bil_lp_settings settings = {.node_limit = 500, .doubt = -1};
    bil_lp_result result;
    const bil_status status = bil_lp_solve(&result, &w.lp, &settings, arena, err);
    if (status != BIL_OK || result.x == NULL || !holds(&w, result.x)) {
        return status;
    }
    for (size_t i = 0; i < w.count; i++) {
        cents[w.payments[i].offer * phase->payer_count + w.payments[i].payer] +=
            llround(result.x[w.payments[i].column]);
    }
    *feasible = true;
    return BIL_OK;
}
