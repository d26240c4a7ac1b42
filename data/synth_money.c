/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people of a profile can count on, and what its district has: sources, pools, capacities,
 * prices. */

#include <stdio.h>
#include <string.h>

#include "data/named_impl.h"
#include "data/synth_impl.h"
#include "data/words.h"
#include "engine/money.h"
#include "engine/random.h"

static const bil_words nothing = {"", ""};

/* ---- sources ---- */

static void read_size(const bil_synth_reader *reader, bil_synth_source *out,
                      const bil_json_value *amount, const bil_json_value *hours,
                      const bil_json_value *whole)
{
    const bil_source *row = &reader->catalogue->sources[out->source];
    const bool of_hours = row->form == BIL_FORM_HOURS;
    const bil_json_value *wrong = of_hours ? amount : hours;
    const bil_json_value *right = of_hours ? hours : amount;
    if (!bil_json_is_null(wrong)) {
        bil_json_fault(wrong, NULL,
                       of_hours ? (bil_words){"«hours»: questa fonte è in ore",
                                              "\"hours\": this source is hours"}
                                : (bil_words){"«amount_cents»: questa fonte è in denaro",
                                              "\"amount_cents\": this source is money"},
                       nothing);
    }
    if (of_hours && bil_json_is_null(hours)) {
        bil_json_fault(whole, "—",
                       (bil_words){"la chiave «hours», [da, a] al mese",
                                   "the key \"hours\", [from, to] a month"},
                       nothing);
    }
    if (!bil_json_is_null(right)) {
        out->has_size =
            bil_synth_read_span(&out->size, right, 0, of_hours ? BIL_QUANTITY_MAX : BIL_CENTS_MAX);
    }
}

static bool read_available(const bil_json_value *value)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return false;
    }
    if (strcmp(text, "available") != 0 && strcmp(text, "active") != 0) {
        bil_json_fault(value, NULL, (bil_words){"active o available", "active or available"},
                       nothing);
    }
    return strcmp(text, "available") == 0;
}

/* The n-th row of a source has a key of its own. */
static uint64_t key_of(const bil_synth_reader *reader, const bil_synth_source *row)
{
    const bil_synth_profile *profile = reader->profile;
    char name[BIL_CODE_MAX + 24];
    int before = 0;
    for (size_t i = 0; i < profile->source_count; i++) {
        before += profile->sources[i].source == row->source ? 1 : 0;
    }
    (void)snprintf(name, sizeof name, "%s#%d", reader->catalogue->sources[row->source].code,
                   before);
    return bil_random_key(name);
}

static void read_unless(bil_synth_reader *reader, bil_synth_source *out,
                        const bil_json_value *value)
{
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    bil_index *codes = bil_synth_room(reader, bil_json_count(value), sizeof *codes);
    for (const bil_json_value *at = bil_json_first(value); codes != NULL && at != NULL;
         at = bil_json_next(at)) {
        codes[out->unless_count++] = bil_named_source(reader->catalogue, at);
    }
    out->unless = codes;
}

static bool read_source(bil_synth_reader *reader, bil_synth_source *out,
                        const bil_json_value *value)
{
    enum { CODE, BASIS, SHARE, STATUS, AMOUNT, HOURS, WHEN, UNLESS, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"code", true},          {"basis", true},  {"share", true}, {"status", false},
        {"amount_cents", false}, {"hours", false}, {"when", false}, {"unless", false}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_synth_read_sources_of(reader, found[BASIS]);
    out->source = bil_named_source(reader->catalogue, found[CODE]);
    out->share_bp = bil_synth_read_share(found[SHARE], 0);
    out->available = read_available(found[STATUS]);
    bil_synth_read_when(reader, &out->when, found[WHEN], true);
    read_unless(reader, out, found[UNLESS]);
    if (out->source == BIL_NONE) {
        return false;
    }
    if (reader->catalogue->sources[out->source].holder == BIL_HOLDER_POOL) {
        bil_json_fault(found[CODE], NULL,
                       (bil_words){"una fonte che ha la persona: questa è un fondo («pools»)",
                                   "a source a person holds: this one is a pool (\"pools\")"},
                       nothing);
    }
    read_size(reader, out, found[AMOUNT], found[HOURS], value);
    out->key = key_of(reader, out);
    return true;
}

void bil_synth_read_sources(bil_synth_reader *reader, const bil_json_value *value)
{
    bil_synth_profile *profile = reader->profile;
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->sources = bil_synth_room(reader, bil_json_count(value), sizeof *profile->sources);
    for (const bil_json_value *at = bil_json_first(value); profile->sources != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_source *row = &profile->sources[profile->source_count];
        profile->source_count += read_source(reader, row, at) ? 1 : 0;
    }
}

/* ---- what the district has ---- */

static void report_twice(const bil_json_value *value, const char *code)
{
    bil_json_fault(value, code,
                   (bil_words){"ogni codice una volta sola in questo elenco",
                               "each code only once in this list"},
                   nothing);
}

static bool read_pool(bil_synth_reader *reader, bil_synth_pool *out, const bil_json_value *value)
{
    enum { SOURCE, BASIS, CENTS, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"source", true}, {"basis", true}, {"yearly_cents_per_person", true}};
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_synth_read_sources_of(reader, found[BASIS]);
    out->source = bil_named_source(reader->catalogue, found[SOURCE]);
    if (found[CENTS] != NULL) {
        (void)bil_json_get_integer(&out->yearly_cents_per_person, found[CENTS], 0,
                                   BIL_POOL_CENTS_MAX / BIL_SYNTH_PERSONS_MAX);
    }
    if (out->source != BIL_NONE && reader->catalogue->sources[out->source].form == BIL_FORM_HOURS) {
        bil_json_fault(found[SOURCE], NULL, (bil_words){"una fonte in denaro", "a source of money"},
                       nothing);
    }
    return out->source != BIL_NONE;
}

void bil_synth_read_pools(bil_synth_reader *reader, const bil_json_value *value)
{
    bil_synth_profile *profile = reader->profile;
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->pools = bil_synth_room(reader, bil_json_count(value), sizeof *profile->pools);
    for (const bil_json_value *at = bil_json_first(value); profile->pools != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_pool *row = &profile->pools[profile->pool_count];
        if (!read_pool(reader, row, at)) {
            continue;
        }
        for (size_t i = 0; i < profile->pool_count; i++) {
            if (profile->pools[i].source == row->source) {
                report_twice(at, reader->catalogue->sources[row->source].code);
                break;
            }
        }
        profile->pool_count++;
    }
}

static bool read_capacity(bil_synth_reader *reader, bil_synth_capacity *out,
                          const bil_json_value *value)
{
    enum { CODE, BASIS, UNITS, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"code", true}, {"basis", true}, {"per_1000_persons", true}};
    const bil_json_value *found[MEMBERS];
    const char *code = "";
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_synth_read_sources_of(reader, found[BASIS]);
    if (found[UNITS] != NULL) {
        (void)bil_json_get_decimal(&out->per_1000_e2, found[UNITS], 2, 0, BIL_CENTS_MAX);
    }
    if (found[CODE] == NULL || !bil_json_get_code(&code, found[CODE])) {
        return false;
    }
    out->code = bil_synth_keep(reader, code);
    return bil_named_place_at(&out->service, reader->catalogue, found[CODE], code);
}

void bil_synth_read_capacities(bil_synth_reader *reader, const bil_json_value *value)
{
    bil_synth_profile *profile = reader->profile;
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->capacities =
        bil_synth_room(reader, bil_json_count(value), sizeof *profile->capacities);
    for (const bil_json_value *at = bil_json_first(value);
         profile->capacities != NULL && at != NULL; at = bil_json_next(at)) {
        bil_synth_capacity *row = &profile->capacities[profile->capacity_count];
        if (!read_capacity(reader, row, at)) {
            continue;
        }
        for (size_t i = 0; i < profile->capacity_count; i++) {
            if (strcmp(profile->capacities[i].code, row->code) == 0) {
                report_twice(at, row->code);
                break;
            }
        }
        profile->capacity_count++;
    }
}

static bool read_price(bil_synth_reader *reader, bil_synth_price *out, const bil_json_value *value)
{
    enum { SERVICE, BASIS, PRICE, SHARE, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"service", true}, {"basis", true}, {"price_cents", false}, {"health_share_bp", false}};
    const bil_json_value *found[MEMBERS];
    *out = (bil_synth_price){.price_cents = -1, .health_share_bp = -1};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_synth_read_sources_of(reader, found[BASIS]);
    out->service = bil_named_service(reader->catalogue, found[SERVICE]);
    if (!bil_json_is_null(found[PRICE])) {
        (void)bil_json_get_integer(&out->price_cents, found[PRICE], 0, BIL_CENTS_MAX);
    }
    if (!bil_json_is_null(found[SHARE])) {
        (void)bil_json_get_integer(&out->health_share_bp, found[SHARE], 0, 10000);
    }
    return out->service != BIL_NONE;
}

void bil_synth_read_prices(bil_synth_reader *reader, const bil_json_value *value)
{
    bil_synth_profile *profile = reader->profile;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->prices = bil_synth_room(reader, bil_json_count(value), sizeof *profile->prices);
    for (const bil_json_value *at = bil_json_first(value); profile->prices != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_price *row = &profile->prices[profile->price_count];
        if (!read_price(reader, row, at)) {
            continue;
        }
        for (size_t i = 0; i < profile->price_count; i++) {
            if (profile->prices[i].service == row->service) {
                report_twice(at, reader->catalogue->services[row->service].code);
                break;
            }
        }
        profile->price_count++;
    }
}

void bil_synth_apply_prices(bil_synth_reader *reader)
{
    bil_synth_profile *profile = reader->profile;
    const size_t count = reader->catalogue->service_count;
    bil_service *services = bil_synth_room(reader, count, sizeof *services);
    if (services == NULL || count == 0) {
        return;
    }
    memcpy(services, reader->catalogue->services, count * sizeof *services);
    for (size_t i = 0; i < profile->price_count; i++) {
        const bil_synth_price *row = &profile->prices[i];
        bil_service *service = &services[row->service];
        service->price_cents = row->price_cents < 0 ? service->price_cents : row->price_cents;
        service->health_share_bp =
            row->health_share_bp < 0 ? service->health_share_bp : row->health_share_bp;
    }
    profile->services = services;
}
