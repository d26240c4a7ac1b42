/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "data/district_impl.h"
#include "engine/version.h"

static void put_catalogue(bil_json_writer *json, const bil_catalogue *catalogue)
{
    bil_json_begin_object(json, "catalogue");
    bil_json_put_text(json, "name", catalogue->name);
    bil_json_put_text(json, "version", catalogue->version);
    bil_json_put_text(json, "sha256", catalogue->sha256);
    bil_json_end_object(json);
}

static void put_origin(bil_json_writer *json, const bil_district_origin *origin)
{
    bil_json_begin_object(json, "made_by");
    bil_json_put_text(json, "profile", origin->profile);
    bil_json_put_text(json, "profile_sha256", origin->profile_sha256);
    bil_json_put_integer(json, "seed", origin->seed);
    bil_json_put_text(json, "engine", BIL_VERSION);
    bil_json_end_object(json);
}

static void put_service_price(bil_json_writer *json, const bil_service *own,
                              const bil_service *usual)
{
    if (own->price_cents == usual->price_cents && own->health_share_bp == usual->health_share_bp) {
        return;
    }
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "service", own->code);
    if (own->price_cents != usual->price_cents) {
        bil_json_put_integer(json, "price_cents", own->price_cents);
    }
    if (own->health_share_bp != usual->health_share_bp) {
        bil_json_put_integer(json, "health_share_bp", own->health_share_bp);
    }
    bil_json_end_object(json);
}

/* Did an earlier row of the same provider and service say it? */
static bool told(const bil_catalogue *own, const bil_catalogue *usual, size_t row)
{
    for (size_t i = 0; i < row; i++) {
        if (own->providers[i].service == own->providers[row].service &&
            strcmp(own->providers[i].code, own->providers[row].code) == 0 &&
            own->providers[i].price_cents != usual->providers[i].price_cents) {
            return true;
        }
    }
    return false;
}

static void put_prices(bil_json_writer *json, const bil_catalogue *own, const bil_catalogue *usual)
{
    bil_json_begin_array(json, "prices");
    for (size_t s = 0; s < own->service_count; s++) {
        put_service_price(json, &own->services[s], &usual->services[s]);
    }
    for (size_t p = 0; p < own->provider_count; p++) {
        const bil_provider *provider = &own->providers[p];
        if (provider->price_cents != usual->providers[p].price_cents && !told(own, usual, p)) {
            bil_json_inline(json);
            bil_json_begin_object(json, NULL);
            bil_json_put_text(json, "service", own->services[provider->service].code);
            bil_json_put_text(json, "provider", provider->code);
            bil_json_put_integer(json, "price_cents", provider->price_cents);
            bil_json_end_object(json);
        }
    }
    bil_json_end_array(json);
}

bil_status bil_district_write(bil_text *out, const bil_district *district,
                              const bil_catalogue *catalogue, const bil_district_origin *origin,
                              bil_error *err)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-district");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "name", district->name);
    put_catalogue(&json, catalogue);
    if (district->persons >= 0) {
        bil_json_put_integer(&json, "persons", district->persons);
    }
    if (origin != NULL && origin->profile != NULL) {
        put_origin(&json, origin);
    }
    bil_json_begin_object(&json, "pools");
    for (size_t i = 0; i < district->pool_count; i++) {
        bil_json_put_integer(&json, catalogue->sources[district->pools[i].source].code,
                             district->pools[i].yearly_cents);
    }
    bil_json_end_object(&json);
    bil_json_begin_object(&json, "capacities");
    for (size_t i = 0; i < district->capacity_count; i++) {
        bil_json_put_integer(&json, district->capacities[i].code,
                             district->capacities[i].month_units);
    }
    bil_json_end_object(&json);
    put_prices(&json, district->catalogue, catalogue);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
