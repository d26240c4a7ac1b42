/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/kernel/market.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/stages.h"

enum { MONTHS = 12 };

/* One person, kept from round to round. */
typedef struct {
    bil_case person;
    bil_view view;
    bil_model model;
    way_memory kept;
    double *x;
    double *beside; /* GLPK's answer */
    bool without;   /* nothing to ask */
} member;

/* What is shared, by row: pools first, then capacities. */
typedef struct {
    size_t rows;
    double *limit; /* euro a year, units a year */
    double *used;
    double *price;
    double gained; /* score of all */
} ledger;

/* The person with equal phases in place of its own; needs and money as in the first. */
static bool reshape(member *who, int phases, bil_arena *arena)
{
    bil_phase *list = bil_arena_alloc(arena, (size_t)phases, sizeof *list);
    if (list == NULL) {
        return false;
    }
    for (int t = 0; t < phases; t++) {
        list[t] = who->person.phases[0];
        list[t].months = MONTHS / phases;
        list[t].start = bil_date_add_months(who->person.start, t * (MONTHS / phases));
    }
    who->person.phases = list;
    who->person.phase_count = (size_t)phases;
    return true;
}

static bool make_member(member *who, const bil_case *person, int phases, bil_arena *arena,
                        bil_error *err)
{
    size_t members[BIL_PHASES_MAX];
    for (size_t t = 0; t < BIL_PHASES_MAX; t++) {
        members[t] = t;
    }
    who->person = *person;
    if (phases > 0 && !reshape(who, phases, arena)) {
        return false;
    }
    if (bil_view_build(&who->view, &who->person, NULL, arena, err) != BIL_OK ||
        bil_model_build(&who->model, &who->view, members, who->view.phase_count, arena, err) !=
            BIL_OK) {
        return false;
    }
    const size_t n = who->model.lp.column_count;
    who->without = who->model.impossible || !bil_stage_set(&who->model, BIL_STAGE_SCORE);
    who->x = bil_arena_alloc(arena, n, sizeof *who->x);
    who->beside = bil_arena_alloc(arena, n, sizeof *who->beside);
    if (who->x == NULL || who->beside == NULL || !way_memory_make(&who->kept, n, arena)) {
        return false;
    }
    bil_model_parts(&who->model, who->kept.part);
    return true;
}

static bool make_ledger(ledger *out, const market *m, bil_arena *arena)
{
    const bil_district *d = m->district;
    const double share = (double)m->count / (double)(d->persons > 0 ? d->persons : 1);
    *out = (ledger){.rows = d->pool_count + d->capacity_count};
    out->limit = bil_arena_alloc(arena, out->rows, sizeof *out->limit);
    out->used = bil_arena_alloc(arena, out->rows, sizeof *out->used);
    out->price = bil_arena_alloc(arena, out->rows, sizeof *out->price);
    if (out->limit == NULL || out->used == NULL || out->price == NULL) {
        return false;
    }
    for (size_t r = 0; r < d->pool_count; r++) {
        out->limit[r] = (double)d->pools[r].yearly_cents / 100.0 * share;
    }
    for (size_t c = 0; c < d->capacity_count; c++) {
        out->limit[d->pool_count + c] = (double)d->capacities[c].month_units * MONTHS * share;
    }
    return true;
}

static bool concerns(const market *m, const bil_capacity *capacity, const bil_offer *offer)
{
    if (capacity->service != BIL_NONE) {
        return offer->service == capacity->service;
    }
    return offer->provider != BIL_NONE &&
           strcmp(m->district->catalogue->providers[offer->provider].code, capacity->code) == 0;
}

typedef void visit(void *payload, size_t row, uint32_t column, double use);

static void each_use_of_pools(const market *m, const bil_model_phase *phase, visit *what,
                              void *payload)
{
    const bil_district *d = m->district;
    for (size_t k = 0; k < phase->payment_count; k++) {
        const bil_payer *payer = &phase->phase->payers[phase->payments[k].payer];
        for (size_t r = 0; r < d->pool_count; r++) {
            if (d->pools[r].source == payer->source) {
                what(payload, r, phase->payments[k].column, (double)phase->phase->months);
            }
        }
    }
}

static void each_use_of_places(const market *m, const bil_model_phase *phase, visit *what,
                               void *payload)
{
    const bil_district *d = m->district;
    for (size_t o = 0; o < phase->phase->offer_count; o++) {
        for (size_t c = 0; c < d->capacity_count; c++) {
            if (concerns(m, &d->capacities[c], &phase->phase->offers[o])) {
                what(payload, d->pool_count + c, phase->steps[o],
                     (double)phase->phase->months * phase->unit[o]);
            }
        }
    }
}

/* What a unit of each column takes of each row in the year. */
static void each_use(const market *m, const member *who, visit *what, void *payload)
{
    for (size_t i = 0; i < who->model.phase_count; i++) {
        each_use_of_pools(m, &who->model.phases[i], what, payload);
        each_use_of_places(m, &who->model.phases[i], what, payload);
    }
}

typedef struct {
    ledger *ledger;
    member *who;
} visitor;

static void charge(void *payload, size_t row, uint32_t column, double use)
{
    const visitor *v = payload;
    v->who->model.lp.columns[column].cost -= v->ledger->price[row] * use;
}

static void count_use(void *payload, size_t row, uint32_t column, double use)
{
    const visitor *v = payload;
    v->ledger->used[row] += use * v->who->x[column];
}

static void set_objective(const market *m, member *who, ledger *l)
{
    visitor v = {.ledger = l, .who = who};
    (void)bil_stage_set(&who->model, BIL_STAGE_SCORE);
    const double measure = bil_model_measure(&who->model);
    for (size_t i = 0; m->essential > 0.0 && i < who->model.phase_count; i++) {
        const bil_model_phase *phase = &who->model.phases[i];
        for (size_t n = 0; n < who->person.need_count; n++) {
            if (phase->missing[n] != BIL_NO_COLUMN) {
                who->model.lp.columns[phase->missing[n]].cost -=
                    m->essential * BIL_SCORE_SCALE *
                    (double)bil_need_weight(&who->person.needs[n]) * phase->phase->months / measure;
            }
        }
    }
    each_use(m, who, charge, &v);
}

static bool ask(way_tally *tally, const market *m, member *who, ledger *l, const char *name)
{
    way_answer answers[WAYS] = {0};
    visitor v = {.ledger = l, .who = who};
    const bil_lp *lp = &who->model.lp;
    set_objective(m, who, l);
    bool well = way_ask(tally, WAY_COLD, &answers[WAY_COLD], lp, &who->kept, who->x);
    well = well && way_ask(tally, WAY_WARM, &answers[WAY_WARM], lp, &who->kept, who->x);
    if (m->beside > 0 && tally->pairs % m->beside == 0) {
        well = well && way_ask(tally, WAY_GLPK, &answers[WAY_GLPK], lp, &who->kept, who->beside);
    }
    if (!well || !way_note(tally, answers, lp, name)) {
        return false;
    }
    if (!answers[WAY_WARM].none) {
        way_memory_keep(&who->kept, who->x, lp->column_count);
        each_use(m, who, count_use, &v);
        l->gained += answers[WAY_WARM].value;
    }
    return true;
}

/* The first prices are told by what a euro brought without any, of a unit by its share of that;
 * then each follows how much is asked for. */
static void set_prices(const market *m, ledger *l)
{
    double spent = 0.0;
    for (size_t r = 0; r < m->district->pool_count; r++) {
        spent += l->used[r];
    }
    for (size_t r = 0; r < l->rows; r++) {
        const double asked = l->used[r] / fmax(l->limit[r], 1e-9);
        if (l->price[r] > 0.0) {
            l->price[r] *= fmin(4.0, fmax(0.25, pow(asked, 0.7)));
        } else if (asked > 1.0) {
            const bool pool = r < m->district->pool_count;
            l->price[r] = 0.5 * l->gained / fmax(1.0, pool ? spent : (double)l->rows * l->used[r]);
        }
    }
}

static void show(const market *m, const ledger *l, int round)
{
    (void)printf("round %d, value %.1f:", round, l->gained / (double)m->count);
    for (size_t r = 0; r < l->rows; r++) {
        const size_t c = r - m->district->pool_count;
        const char *code = r < m->district->pool_count
                               ? m->district->catalogue->sources[m->district->pools[r].source].code
                               : m->district->capacities[c].code;
        (void)printf(" %s %.2f@%.3g", code, l->used[r] / l->limit[r], l->price[r]);
    }
    (void)printf("\n");
}

static bool run_rounds(way_tally *tally, const market *m, member *members, ledger *l)
{
    char name[96];
    for (int round = 0; round < m->rounds; round++) {
        if (round > 0) {
            set_prices(m, l);
        }
        memset(l->used, 0, l->rows * sizeof *l->used);
        l->gained = 0.0;
        for (size_t i = 0; i < m->count; i++) {
            (void)snprintf(name, sizeof name, "%s person %s, round %d, %zu phases",
                           m->district->name, members[i].person.id, round,
                           members[i].model.phase_count);
            if (!members[i].without && !ask(tally, m, &members[i], l, name)) {
                return false;
            }
        }
        if (m->show) {
            show(m, l, round);
        }
    }
    return true;
}

bool market_run(way_tally *tally, const market *m, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    member *members = calloc(m->count + 1, sizeof *members);
    ledger l;
    bool well = arena != NULL && members != NULL && make_ledger(&l, m, arena);
    for (size_t i = 0; well && i < m->count; i++) {
        const double start = way_now_ms();
        well = make_member(&members[i], m->persons[i].person, m->phases, arena, err);
        tally->built += way_now_ms() - start;
        tally->models++;
    }
    well = well && run_rounds(tally, m, members, &l);
    free(members);
    bil_arena_free(arena);
    return well;
}
