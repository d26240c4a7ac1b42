/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Levers on what the persons of a district share: money, places, prices, who pays, the law. */

#include <stdlib.h>
#include <string.h>

#include "data/scenario_impl.h"
#include "engine/money.h"

static bil_status out_of_range(bil_error *err, const bil_lever_change *change)
{
    return bil_lever_fail(err, change, "«%s»: la cifra andrebbe sotto zero o oltre il massimo",
                          "\"%s\": the figure would fall below zero or beyond the most");
}

static bil_status figure(int64_t *value, const bil_lever_change *change, bil_error *err)
{
    return bil_lever_figure(value, change) ? BIL_OK : out_of_range(err, change);
}

/* ---- pools ---- */

/* The sum of all pools has a limit too. */
static bool pools_fit(const bil_lever_hand *hand)
{
    const bil_district *district = hand->population->district;
    int64_t sum = 0;
    for (size_t i = 0; i < district->pool_count; i++) {
        if (!bil_add(&sum, sum, hand->pools[i].yearly_cents) || sum > BIL_POOL_CENTS_MAX) {
            return false;
        }
    }
    return true;
}

/* A pool that the district does not name has no limit: it can be set, not scaled or added to. */
bil_status bil_lever_pools(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_district *district = hand->population->district;
    const bil_index source = bil_catalogue_find_source(hand->own, change->parts[0]);
    size_t at = 0;
    while (at < district->pool_count && hand->pools[at].source < source) {
        at++;
    }
    if (at == district->pool_count || hand->pools[at].source != source) {
        if (change->op != BIL_LEVER_SET) {
            return bil_lever_fail(err, change,
                                  "«%s»: il distretto non ha questo fondo, quindi non ha limite",
                                  "\"%s\": the district does not have this pool, so there is no "
                                  "limit");
        }
        memmove(&hand->pools[at + 1], &hand->pools[at],
                (district->pool_count - at) * sizeof *hand->pools);
        hand->pools[at] = (bil_pool){.source = source};
        district->pool_count++;
    }
    const bil_status status = figure(&hand->pools[at].yearly_cents, change, err);
    return status == BIL_OK && !pools_fit(hand) ? out_of_range(err, change) : status;
}

/* What comes late is not there in the year of the plans: of twelve months, so many are missing. */
bil_status bil_lever_late(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    const bil_district *district = hand->population->district;
    bool found = false;
    for (size_t i = 0; i < district->pool_count; i++) {
        bil_pool *pool = &hand->pools[i];
        if (strcmp(hand->own->sources[pool->source].payer, change->parts[0]) == 0) {
            const int64_t months = 12 - change->value;
            pool->yearly_cents = bil_div_round(pool->yearly_cents * months, 12);
            found = true;
        }
    }
    return found ? BIL_OK
                 : bil_lever_fail(err, change, "«%s»: nel distretto non ha nessun fondo",
                                  "\"%s\": it has no pool in the district");
}

/* ---- places ---- */

static bool place_before(const bil_capacity *a, bil_index service, const char *code)
{
    if (a->service != service) {
        return a->service < service; /* BIL_NONE is the largest */
    }
    return strcmp(a->code, code) < 0;
}

bil_status bil_lever_capacities(bil_lever_hand *hand, const bil_lever_change *change,
                                bil_error *err)
{
    bil_district *district = hand->population->district;
    const bil_index service = bil_catalogue_find_service(hand->own, change->parts[0]);
    const char *code = service == BIL_NONE ? change->parts[0] : hand->own->services[service].code;
    size_t at = 0;
    bil_capacity *items =
        bil_arena_alloc(district->arena, district->capacity_count + 1, sizeof *items);
    const char *kept = bil_arena_text(district->arena, code);
    if (items == NULL || kept == NULL) {
        return bil_fail_nomem(err);
    }
    while (at < district->capacity_count &&
           place_before(&district->capacities[at], service, code)) {
        items[at] = district->capacities[at];
        at++;
    }
    const bool there = at < district->capacity_count &&
                       district->capacities[at].service == service &&
                       strcmp(district->capacities[at].code, code) == 0;
    if (!there && change->op != BIL_LEVER_SET) {
        return bil_lever_fail(err, change, "«%s»: nel distretto questi posti non hanno limite",
                              "\"%s\": in the district these places have no limit");
    }
    items[at] = there ? district->capacities[at] : (bil_capacity){.code = kept, .service = service};
    for (size_t i = at + (there ? 1 : 0); i < district->capacity_count; i++) {
        items[i + (there ? 0 : 1)] = district->capacities[i];
    }
    const bil_status status = figure(&items[at].month_units, change, err);
    if (status == BIL_OK) {
        district->capacities = items;
        district->capacity_count += there ? 0 : 1;
    }
    return status;
}

/* ---- prices and shares ---- */

/* Whoever gives the service: the catalogue's price and its providers' alike. */
bil_status bil_lever_prices(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < hand->own->service_count; i++) {
        if (bil_lever_names_service(hand->own, change->parts[0], (bil_index)i)) {
            status = figure(&hand->services[i].price_cents, change, err);
        }
    }
    for (size_t i = 0; status == BIL_OK && i < hand->own->provider_count; i++) {
        if (bil_lever_names_service(hand->own, change->parts[0], hand->providers[i].service)) {
            status = figure(&hand->providers[i].price_cents, change, err);
        }
    }
    return status;
}

bil_status bil_lever_provider_prices(bil_lever_hand *hand, const bil_lever_change *change,
                                     bil_error *err)
{
    bil_status status = BIL_OK;
    bool found = false;
    for (size_t i = 0; status == BIL_OK && i < hand->own->provider_count; i++) {
        bil_provider *provider = &hand->providers[i];
        if (strcmp(provider->code, change->parts[1]) == 0 &&
            bil_lever_names_service(hand->own, change->parts[0], provider->service)) {
            status = figure(&provider->price_cents, change, err);
            found = true;
        }
    }
    return found ? status
                 : bil_lever_fail(err, change, "«%s»: questo ente non dà questo servizio",
                                  "\"%s\": this provider does not give this service");
}

bil_status bil_lever_health_shares(bil_lever_hand *hand, const bil_lever_change *change,
                                   bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < hand->own->service_count; i++) {
        if (bil_lever_names_service(hand->own, change->parts[0], (bil_index)i)) {
            status = figure(&hand->services[i].health_share_bp, change, err);
        }
    }
    return status;
}

/* ---- what the person owes ---- */

static bil_status change_row(bil_copay_row *row, const bil_lever_change *change, bil_error *err)
{
    const char *column = change->parts[2];
    if (strcmp(column, "isee_from_cents") == 0) {
        return figure(&row->isee_from_cents, change, err);
    }
    if (strcmp(column, "isee_to_cents") == 0) {
        return figure(&row->isee_to_cents, change, err);
    }
    bil_status status = BIL_OK;
    if (strcmp(column, "user_to_cents") != 0) {
        status = figure(&row->user_from_cents, change, err);
    }
    if (status == BIL_OK && strcmp(column, "user_from_cents") != 0) {
        status = figure(&row->user_to_cents, change, err);
    }
    if (status == BIL_OK &&
        (row->user_from_cents > BIL_CENTS_MAX || row->user_to_cents > BIL_CENTS_MAX)) {
        return out_of_range(err, change);
    }
    return status;
}

/* The number of a row among those of its class, from 1, in the order of the file. */
static size_t number_in_class(const bil_lever_hand *hand, size_t row)
{
    size_t number = 1;
    for (size_t i = 0; i < row; i++) {
        number += strcmp(hand->copay[i].copay_class, hand->copay[row].copay_class) == 0 ? 1 : 0;
    }
    return number;
}

bil_status bil_lever_copay(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    const char *name = change->parts[0];
    const size_t wanted = (size_t)strtoul(change->parts[1], NULL, 10); /* 0 = all */
    bil_status status = BIL_OK;
    bool found = false;
    for (size_t i = 0; status == BIL_OK && i < hand->own->copay_count; i++) {
        bil_copay_row *row = &hand->copay[i];
        if ((strcmp(name, "*") == 0 || strcmp(name, row->copay_class) == 0) &&
            (wanted == 0 || wanted == number_in_class(hand, i))) {
            status = change_row(row, change, err);
            found = true;
            if (status == BIL_OK && row->isee_from_cents > row->isee_to_cents) {
                return bil_lever_fail(err, change,
                                      "«%s»: la fascia ISEE finirebbe prima di "
                                      "cominciare",
                                      "\"%s\": the ISEE bracket would end before it begins");
            }
        }
    }
    return found ? status
                 : bil_lever_fail(err, change, "«%s»: la classe non ha questa riga",
                                  "\"%s\": the class does not have this row");
}

/* ---- the law ---- */

static bil_status change_validity(bil_validity *validity, const bil_lever_change *change, bool to,
                                  bil_error *err)
{
    *(to ? &validity->to : &validity->from) = (bil_date)change->value;
    if (validity->to != 0 && validity->from > validity->to) {
        return bil_lever_fail(err, change, "«%s»: finirebbe di valere prima di cominciare",
                              "\"%s\": it would end before it begins");
    }
    return BIL_OK;
}

static bil_validity *of_rule(bil_lever_hand *hand, const bil_lever_change *change)
{
    return &hand->rules[bil_catalogue_find_rule(hand->own, change->parts[0])].validity;
}

static bil_validity *of_service(bil_lever_hand *hand, const bil_lever_change *change)
{
    return &hand->services[bil_catalogue_find_service(hand->own, change->parts[0])].validity;
}

static bil_validity *of_source(bil_lever_hand *hand, const bil_lever_change *change)
{
    return &hand->sources[bil_catalogue_find_source(hand->own, change->parts[0])].validity;
}

bil_status bil_lever_rule_from(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    return change_validity(of_rule(hand, change), change, false, err);
}

bil_status bil_lever_rule_to(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    return change_validity(of_rule(hand, change), change, true, err);
}

bil_status bil_lever_service_from(bil_lever_hand *hand, const bil_lever_change *change,
                                  bil_error *err)
{
    return change_validity(of_service(hand, change), change, false, err);
}

bil_status bil_lever_service_to(bil_lever_hand *hand, const bil_lever_change *change,
                                bil_error *err)
{
    return change_validity(of_service(hand, change), change, true, err);
}

bil_status bil_lever_source_from(bil_lever_hand *hand, const bil_lever_change *change,
                                 bil_error *err)
{
    return change_validity(of_source(hand, change), change, false, err);
}

bil_status bil_lever_source_to(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    return change_validity(of_source(hand, change), change, true, err);
}
