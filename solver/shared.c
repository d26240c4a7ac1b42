/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/shared.h"

#include <math.h>
#include <string.h>

#include "engine/money.h"

enum { YEAR = 12, MONTHS_MAX = 1200 };

static int month_of(bil_date date)
{
    return date / 10000 * YEAR + date / 100 % 100 - 1;
}

static int plan_months(const bil_case *person)
{
    int months = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        months += person->phases[t].months;
    }
    return months;
}

static bil_status find_span(bil_shared *s, const bil_case *const *persons, size_t count,
                            bil_error *err)
{
    int first = count == 0 ? 0 : month_of(persons[0]->start);
    int last = first;
    for (size_t i = 0; i < count; i++) {
        const int start = month_of(persons[i]->start);
        const int end = start + plan_months(persons[i]);
        first = start < first ? start : first;
        last = end > last ? end : last;
    }
    s->first_month = first;
    s->last_month = last - first;
    if (s->last_month > MONTHS_MAX) {
        return bil_fail(err, BIL_E_DATA, "start", "i piani del distretto coprono più di cent'anni",
                        "the district's plans span more than a hundred years");
    }
    return BIL_OK;
}

static bil_status find_cuts(bil_shared *s, const bil_case *const *persons, size_t count,
                            bil_arena *arena, bil_error *err)
{
    bool *cut = bil_arena_alloc(arena, (size_t)s->last_month + 1, sizeof *cut);
    int *cuts = bil_arena_alloc(arena, (size_t)s->last_month + 2, sizeof *cuts);
    if (cut == NULL || cuts == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        int at = month_of(persons[i]->start) - s->first_month;
        cut[at] = true;
        for (size_t t = 0; t < persons[i]->phase_count; t++) {
            at += persons[i]->phases[t].months;
            cut[at] = true;
        }
    }
    size_t found = 0;
    for (int month = 0; month <= s->last_month; month++) {
        if (cut[month]) {
            cuts[found++] = month;
        }
    }
    s->cuts = cuts;
    s->stretches = found > 0 ? found - 1 : 0;
    return BIL_OK;
}

/* Which pool and capacity a source, a service, a provider row belongs to. */
static bil_status find_owners(bil_shared *s, bil_arena *arena, bil_error *err)
{
    const bil_district *d = s->district;
    const bil_catalogue *c = d->catalogue;
    uint32_t *of_service = bil_arena_alloc(arena, c->service_count + 1, sizeof *of_service);
    uint32_t *of_provider = bil_arena_alloc(arena, c->provider_count + 1, sizeof *of_provider);
    uint32_t *of_source = bil_arena_alloc(arena, c->source_count + 1, sizeof *of_source);
    if (of_service == NULL || of_provider == NULL || of_source == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t p = 0; p < d->pool_count; p++) {
        of_source[d->pools[p].source] = (uint32_t)p + 1;
    }
    for (size_t k = 0; k < d->capacity_count; k++) {
        if (d->capacities[k].service != BIL_NONE) {
            of_service[d->capacities[k].service] = (uint32_t)k + 1;
            continue;
        }
        for (size_t row = 0; row < c->provider_count; row++) {
            if (strcmp(c->providers[row].code, d->capacities[k].code) == 0) {
                of_provider[row] = (uint32_t)k + 1;
            }
        }
    }
    s->of_service = of_service;
    s->of_provider = of_provider;
    s->of_source = of_source;
    return BIL_OK;
}

bil_status bil_shared_build(bil_shared *out, const bil_district *district,
                            const bil_case *const *persons, size_t count, bil_arena *arena,
                            bil_error *err)
{
    *out = (bil_shared){.district = district, .shortfall_row = SIZE_MAX};
    bil_status status = find_span(out, persons, count, err);
    if (status == BIL_OK) {
        status = find_cuts(out, persons, count, arena, err);
    }
    if (status == BIL_OK) {
        status = find_owners(out, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    out->years = (size_t)((out->last_month + YEAR - 1) / YEAR);
    const size_t room =
        district->pool_count * out->years + district->capacity_count * out->stretches + 1;
    out->rows = bil_arena_alloc(arena, room, sizeof *out->rows);
    if (out->rows == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t p = 0; p < district->pool_count; p++) {
        for (size_t y = 0; y < out->years; y++) {
            out->rows[out->row_count++] =
                (bil_shared_row){.kind = BIL_SHARED_POOL,
                                 .index = p,
                                 .from = (int)y * YEAR,
                                 .months = YEAR,
                                 .limit = (double)district->pools[p].yearly_cents};
        }
    }
    for (size_t k = 0; k < district->capacity_count; k++) {
        for (size_t t = 0; t < out->stretches; t++) {
            out->rows[out->row_count++] =
                (bil_shared_row){.kind = BIL_SHARED_CAPACITY,
                                 .index = k,
                                 .from = out->cuts[t],
                                 .months = out->cuts[t + 1] - out->cuts[t],
                                 .limit = (double)district->capacities[k].month_units};
        }
    }
    return BIL_OK;
}

void bil_shared_limit_shortfall(bil_shared *shared, double limit)
{
    if (shared->shortfall_row == SIZE_MAX) {
        shared->shortfall_row = shared->row_count++;
    }
    shared->rows[shared->shortfall_row] = (bil_shared_row){
        .kind = BIL_SHARED_SHORTFALL, .months = shared->last_month, .limit = limit};
}

int bil_shared_month(const bil_shared *shared, const bil_view_phase *phase)
{
    return month_of(phase->start) - shared->first_month;
}

/* Months of [from, from + months) that lie in year y. */
static int months_in(int from, int months, size_t y)
{
    const int low = (int)y * YEAR > from ? (int)y * YEAR : from;
    const int high = ((int)y + 1) * YEAR < from + months ? ((int)y + 1) * YEAR : from + months;
    return high > low ? high - low : 0;
}

static size_t pool_row(const bil_shared *s, size_t pool, size_t year)
{
    return pool * s->years + year;
}

static size_t capacity_row(const bil_shared *s, size_t capacity, size_t stretch)
{
    return s->district->pool_count * s->years + capacity * s->stretches + stretch;
}

double bil_shared_money_price(const bil_shared *shared, const double *prices,
                              const bil_view_phase *phase, bil_index source)
{
    const uint32_t pool = shared->of_source[source];
    const int from = bil_shared_month(shared, phase);
    double sum = 0.0;
    for (size_t y = 0; pool != 0 && y < shared->years; y++) {
        sum += prices[pool_row(shared, pool - 1, y)] * months_in(from, phase->months, y);
    }
    return sum;
}

int64_t bil_shared_monthly_room(const bil_shared *shared, const double *left,
                                const bil_view_phase *phase, bil_index source)
{
    const uint32_t pool = shared->of_source[source];
    const int from = bil_shared_month(shared, phase);
    int64_t room = BIL_UNLIMITED;
    for (size_t y = 0; pool != 0 && y < shared->years; y++) {
        const double months = months_in(from, phase->months, y);
        const double here = fmax(0.0, left[pool_row(shared, pool - 1, y)]);
        if (months > 0.0 && here / months < (double)room) {
            room = (int64_t)(here / months);
        }
    }
    return room;
}

/* The stretches of a phase: [first, last). */
static void stretches_of(const bil_shared *s, const bil_view_phase *phase, bool one_off,
                         size_t *first, size_t *last)
{
    const int from = bil_shared_month(s, phase);
    const int end = from + phase->months;
    size_t k = 0;
    while (k < s->stretches && s->cuts[k] < from) {
        k++;
    }
    *first = k;
    while (k < s->stretches && s->cuts[k] < end) {
        k++;
    }
    *last = one_off && k > *first ? *first + 1 : k;
}

/* The capacities an offer takes from: of the service, of the provider. */
static size_t capacities_of(const bil_shared *s, const bil_offer *offer, size_t out[2])
{
    size_t count = 0;
    if (s->of_service[offer->service] != 0) {
        out[count++] = s->of_service[offer->service] - 1;
    }
    if (offer->provider != BIL_NONE && s->of_provider[offer->provider] != 0) {
        out[count++] = s->of_provider[offer->provider] - 1;
    }
    return count;
}

double bil_shared_unit_price(const bil_shared *shared, const double *prices, const bil_view *view,
                             const bil_view_phase *phase, const bil_offer *offer)
{
    size_t capacities[2];
    size_t first = 0;
    size_t last = 0;
    const size_t count = capacities_of(shared, offer, capacities);
    double sum = 0.0;
    if (count > 0) {
        stretches_of(shared, phase, bil_offer_service(view, offer)->one_off, &first, &last);
    }
    for (size_t k = 0; k < count; k++) {
        for (size_t t = first; t < last; t++) {
            sum += prices[capacity_row(shared, capacities[k], t)];
        }
    }
    return sum;
}

static void add_money(double *amounts, const bil_shared *s, const bil_view_phase *phase, size_t r,
                      int64_t cents)
{
    const uint32_t pool = s->of_source[phase->payers[r].source];
    const int from = bil_shared_month(s, phase);
    for (size_t y = 0; pool != 0 && cents > 0 && y < s->years; y++) {
        const int months = months_in(from, phase->months, y);
        if (months > 0) {
            amounts[pool_row(s, pool - 1, y)] +=
                (double)bil_div_ceil(cents * months, phase->months);
        }
    }
}

static void add_units(double *amounts, const bil_shared *s, const bil_view *view,
                      const bil_view_phase *phase, const bil_offer *offer, int64_t quantity)
{
    size_t capacities[2];
    size_t first = 0;
    size_t last = 0;
    const size_t count = capacities_of(s, offer, capacities);
    if (count > 0) {
        stretches_of(s, phase, bil_offer_service(view, offer)->one_off, &first, &last);
    }
    for (size_t k = 0; k < count; k++) {
        for (size_t t = first; t < last; t++) {
            amounts[capacity_row(s, capacities[k], t)] += (double)quantity;
        }
    }
}

void bil_shared_add(double *amounts, const bil_shared *shared, const bil_view *view,
                    const bil_view_phase *phase, const bil_choice *choice,
                    const bil_funding_found *funding)
{
    for (size_t r = 0; r < phase->payer_count; r++) {
        int64_t cents = 0; /* of the whole phase */
        for (size_t o = 0; o < phase->offer_count; o++) {
            const int64_t paid = funding->cents[o * phase->payer_count + r];
            const bool once = bil_offer_service(view, &phase->offers[o])->one_off;
            cents += once ? paid : paid * phase->months;
        }
        add_money(amounts, shared, phase, r, cents);
    }
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (choice->quantity[o] > 0) {
            add_units(amounts, shared, view, phase, &phase->offers[o], choice->quantity[o]);
        }
    }
}
