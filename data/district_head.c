/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `district.json`: what the persons of a district share. */

#include <stdlib.h>
#include <string.h>

#include "data/digest.h"
#include "data/district_impl.h"
#include "data/file.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "data/words.h"

enum { FORMAT, VERSION, NAME, CATALOGUE, PERSONS, MADE_BY, POOLS, CAPACITIES, PRICES, MEMBERS };

static const bil_json_field fields[MEMBERS] = {
    {"format", true},    {"version", true},    {"name", true},
    {"catalogue", true}, {"persons", false},   {"made_by", false},
    {"pools", true},     {"capacities", true}, {"prices", false}};

enum { PERSONS_MAX = 100000000, NAME_MAX_BYTES = 200 };

static const bil_words nothing = {"", ""};

typedef struct {
    bil_district *district;
    const bil_catalogue *catalogue; /* as given */
    bil_service *services;          /* the district's own */
    bil_provider *providers;
    bool no_memory;
} head_reader;

/* ---- a catalogue of its own ---- */

bil_district *bil_district_new(bil_catalogue **own, const bil_catalogue *catalogue)
{
    bil_arena *arena = bil_arena_new();
    bil_district *district = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *district);
    bil_catalogue *copy = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *copy);
    if (district == NULL || copy == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *copy = *catalogue;
    copy->arena = NULL; /* nobody frees it singly */
    *district = (bil_district){.arena = arena, .name = "", .catalogue = copy, .persons = -1};
    *own = copy;
    return district;
}

bil_service *bil_district_own_services(bil_district *district, bil_catalogue *own)
{
    bil_service *copy = bil_arena_alloc(district->arena, own->service_count, sizeof *copy);
    if (copy != NULL && own->service_count > 0) {
        memcpy(copy, own->services, own->service_count * sizeof *copy);
        own->services = copy;
    }
    return copy;
}

bil_provider *bil_district_own_providers(bil_district *district, bil_catalogue *own)
{
    bil_provider *copy = bil_arena_alloc(district->arena, own->provider_count, sizeof *copy);
    if (copy != NULL && own->provider_count > 0) {
        memcpy(copy, own->providers, own->provider_count * sizeof *copy);
        own->providers = copy;
    }
    return copy;
}

static void *room(head_reader *r, size_t count, size_t size)
{
    void *made = bil_arena_alloc(r->district->arena, count, size);
    r->no_memory = r->no_memory || made == NULL;
    return made;
}

static const char *keep(head_reader *r, const char *text)
{
    const char *copy = bil_arena_text(r->district->arena, text);
    r->no_memory = r->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

/* ---- what it says of itself ---- */

static void compare(const bil_json_value *value, const char *own)
{
    const char *text = "";
    bil_said said;
    if (!bil_json_is_null(value) && bil_json_get_text(&text, value, NAME_MAX_BYTES) &&
        strcmp(text, own) != 0) {
        bil_json_warn(value, NULL,
                      bil_say(&said, "«%s», come nel catalogo in uso",
                              "\"%s\", as in the catalogue in use", own),
                      nothing);
    }
}

static void read_catalogue(const head_reader *r, const bil_json_value *value)
{
    enum { CATALOGUE_NAME, CATALOGUE_VERSION, SHA256, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"name", true}, {"version", false}, {"sha256", false}};
    const bil_json_value *found[COUNT];
    const char *text = "";
    bil_said said;
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    if (found[CATALOGUE_NAME] != NULL &&
        bil_json_get_text(&text, found[CATALOGUE_NAME], NAME_MAX_BYTES) &&
        strcmp(text, r->catalogue->name) != 0) {
        bil_json_fault(found[CATALOGUE_NAME], NULL,
                       bil_say(&said, "«%s», il catalogo in uso", "\"%s\", the catalogue in use",
                               r->catalogue->name),
                       (bil_words){"indica il catalogo del distretto con --catalogue",
                                   "name the district's catalogue with --catalogue"});
    }
    compare(found[CATALOGUE_VERSION], r->catalogue->version);
    compare(found[SHA256], r->catalogue->sha256);
}

/* Only for people: read over, but nothing may hide in it. */
static void read_made_by(const bil_json_value *value)
{
    enum { PROFILE, PROFILE_SHA256, SEED, ENGINE, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"profile", false}, {"profile_sha256", false}, {"seed", false}, {"engine", false}};
    const bil_json_value *found[COUNT];
    const char *text = "";
    int64_t seed = 0;
    if (bil_json_is_null(value)) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        if (i == SEED && !bil_json_is_null(found[i])) {
            (void)bil_json_get_integer(&seed, found[i], 0, BIL_JSON_INTEGER_MAX);
        } else if (!bil_json_is_null(found[i])) {
            (void)bil_json_get_text(&text, found[i], NAME_MAX_BYTES);
        }
    }
}

/* ---- pools ---- */

static int by_source(const void *a, const void *b)
{
    const bil_pool *x = a;
    const bil_pool *y = b;
    return (x->source > y->source) - (x->source < y->source);
}

static bool read_pool(const head_reader *r, bil_pool *pool, const bil_json_value *value)
{
    const bil_catalogue *catalogue = r->catalogue;
    const char *code = bil_json_key(value);
    pool->source = bil_named_source_at(catalogue, value, code);
    if (pool->source != BIL_NONE && catalogue->sources[pool->source].form == BIL_FORM_HOURS) {
        bil_json_fault(value, code, (bil_words){"una fonte in denaro", "a source of money"},
                       nothing);
        pool->source = BIL_NONE;
    }
    return bil_json_get_integer(&pool->yearly_cents, value, 0, BIL_POOL_CENTS_MAX) &&
           pool->source != BIL_NONE;
}

static void read_pools(head_reader *r, const bil_json_value *value)
{
    if (value == NULL || !bil_json_expect_object(value, BIL_DISTRICT_ROWS_MAX)) {
        return;
    }
    bil_pool *pools = room(r, bil_json_count(value), sizeof *pools);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); pools != NULL && at != NULL;
         at = bil_json_next(at)) {
        count += read_pool(r, &pools[count], at) ? 1 : 0;
    }
    if (count > 1) {
        qsort(pools, count, sizeof *pools, by_source);
    }
    r->district->pools = pools;
    r->district->pool_count = count;
}

/* ---- capacities ---- */

static int by_place(const void *a, const void *b)
{
    const bil_capacity *x = a;
    const bil_capacity *y = b;
    if (x->service != y->service) {
        return x->service < y->service ? -1 : 1; /* BIL_NONE is the largest */
    }
    return strcmp(x->code, y->code);
}

static bool read_capacity(head_reader *r, bil_capacity *out, const bil_json_value *value)
{
    const bil_catalogue *catalogue = r->catalogue;
    const char *code = bil_json_key(value);
    const bool known = bil_named_place_at(&out->service, catalogue, value, code);
    if (!bil_json_get_integer(&out->month_units, value, 0, BIL_POOL_CENTS_MAX) || !known) {
        return false;
    }
    out->code = out->service != BIL_NONE ? catalogue->services[out->service].code : keep(r, code);
    return true;
}

static void read_capacities(head_reader *r, const bil_json_value *value)
{
    if (value == NULL || !bil_json_expect_object(value, BIL_DISTRICT_ROWS_MAX)) {
        return;
    }
    bil_capacity *items = room(r, bil_json_count(value), sizeof *items);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); items != NULL && at != NULL;
         at = bil_json_next(at)) {
        count += read_capacity(r, &items[count], at) ? 1 : 0;
    }
    if (count > 1) {
        qsort(items, count, sizeof *items, by_place);
    }
    r->district->capacities = items;
    r->district->capacity_count = count;
}

/* ---- prices and shares of its own ---- */

enum { SERVICE, PROVIDER, PRICE, SHARE, PRICE_MEMBERS };

static bil_index provider_of(const head_reader *r, const bil_json_value *value, bil_index service)
{
    const char *code = "";
    if (!bil_json_get_code(&code, value) || service == BIL_NONE) {
        return BIL_NONE;
    }
    const bil_index index = bil_catalogue_find_provider(r->catalogue, code, service);
    if (index == BIL_NONE) {
        bil_json_fault(value, code,
                       (bil_words){"il codice di un ente che eroga questo servizio",
                                   "the code of a provider of this service"},
                       nothing);
    }
    return index;
}

/* A provider may have several rows for a service, one after another in time: all of them. */
static void set_provider_price(head_reader *r, bil_index provider, int64_t cents)
{
    const bil_provider *named = &r->catalogue->providers[provider];
    for (size_t i = 0; i < r->catalogue->provider_count; i++) {
        if (r->providers[i].service == named->service &&
            strcmp(r->providers[i].code, named->code) == 0) {
            r->providers[i].price_cents = cents;
        }
    }
}

/* A service whole, or the price of one of its providers. */
static void set_price(head_reader *r, bil_index service, const bil_json_value *const *found)
{
    bil_index provider = BIL_NONE;
    int64_t number = 0;
    if (!bil_json_is_null(found[PROVIDER])) {
        provider = provider_of(r, found[PROVIDER], service);
        if (!bil_json_is_null(found[SHARE])) {
            bil_json_fault(found[SHARE], NULL,
                           (bil_words){"nessuna quota: è del servizio, non dell’ente",
                                       "no share: it is the service's, not the provider's"},
                           nothing);
        }
    }
    if (!bil_json_is_null(found[PRICE]) &&
        bil_json_get_integer(&number, found[PRICE], 0, BIL_CENTS_MAX)) {
        if (provider != BIL_NONE) {
            set_provider_price(r, provider, number);
        } else if (service != BIL_NONE && bil_json_is_null(found[PROVIDER])) {
            r->services[service].price_cents = number;
        }
    }
    if (!bil_json_is_null(found[SHARE]) && bil_json_get_integer(&number, found[SHARE], 0, 10000) &&
        service != BIL_NONE) {
        r->services[service].health_share_bp = number;
    }
}

static void read_price(head_reader *r, const bil_json_value *value)
{
    static const bil_json_field parts[PRICE_MEMBERS] = {
        {"service", true}, {"provider", false}, {"price_cents", false}, {"health_share_bp", false}};
    const bil_json_value *found[PRICE_MEMBERS];
    if (!bil_json_get_members(found, value, parts, PRICE_MEMBERS)) {
        return;
    }
    if (bil_json_is_null(found[PRICE]) && bil_json_is_null(found[SHARE])) {
        bil_json_fault(value, "—",
                       (bil_words){"«price_cents», «health_share_bp» o tutti e due",
                                   "\"price_cents\", \"health_share_bp\" or both"},
                       nothing);
    }
    set_price(r, bil_named_service(r->catalogue, found[SERVICE]), found);
}

static const char *text_of(const bil_json_value *object, const char *key)
{
    const char *text = "";
    const bil_json_value *value = bil_json_member(object, key);
    if (value == NULL || bil_json_kind_of(value) != BIL_JSON_TEXT ||
        !bil_json_get_text(&text, value, SIZE_MAX)) {
        return "";
    }
    return text;
}

/* The same service and provider twice: which of the two prices would hold? */
static void check_twice(const bil_json_value *list)
{
    for (const bil_json_value *a = bil_json_first(list); a != NULL; a = bil_json_next(a)) {
        for (const bil_json_value *b = bil_json_first(list); b != a; b = bil_json_next(b)) {
            const char *service = text_of(a, "service");
            if (service[0] != '\0' && strcmp(service, text_of(b, "service")) == 0 &&
                strcmp(text_of(a, "provider"), text_of(b, "provider")) == 0) {
                bil_json_fault(a, service,
                               (bil_words){"ogni servizio, con il suo ente, una volta sola",
                                           "each service, with its provider, only once"},
                               nothing);
                break;
            }
        }
    }
}

static void read_prices(head_reader *r, const bil_json_value *value)
{
    if (bil_json_is_null(value) || !bil_json_expect_array(value, 1000)) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        read_price(r, at);
        r->district->own_prices++;
    }
    check_twice(value);
}

/* ---- the whole ---- */

static void read_head(head_reader *r, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    const char *text = "";
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_json_expect_format(found[FORMAT], found[VERSION], "bilancia-district");
    if (found[NAME] != NULL && bil_json_get_code(&text, found[NAME])) {
        r->district->name = keep(r, text);
    }
    read_catalogue(r, found[CATALOGUE]);
    if (!bil_json_is_null(found[PERSONS])) {
        (void)bil_json_get_integer(&r->district->persons, found[PERSONS], 0, PERSONS_MAX);
    }
    read_made_by(found[MADE_BY]);
    read_pools(r, found[POOLS]);
    read_capacities(r, found[CAPACITIES]);
    read_prices(r, found[PRICES]);
}

static bil_status read_bytes(head_reader *r, const char *path, bil_text *text, bil_faults *faults,
                             bil_error *err)
{
    bil_json *document = NULL;
    const bil_json_options options = {.file = path};
    bil_status status = bil_json_read(&document, text->bytes, text->size, options, faults, err);
    if (status == BIL_E_DATA) {
        return BIL_OK; /* it is in the faults; the persons may be looked at all the same */
    }
    if (status == BIL_OK) {
        bil_sha256_hex(r->district->sha256, text->bytes, text->size);
        read_head(r, bil_json_root(document));
        status = r->no_memory ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_json_free(document);
    return status;
}

bil_status bil_district_read_head(bil_district **out, const char *path,
                                  const bil_catalogue *catalogue, bil_faults *faults,
                                  bil_error *err)
{
    bil_catalogue *own = NULL;
    head_reader r = {.catalogue = catalogue, .district = bil_district_new(&own, catalogue)};
    if (r.district == NULL) {
        return bil_fail_nomem(err);
    }
    bil_text text;
    bil_text_init(&text);
    r.services = bil_district_own_services(r.district, own);
    r.providers = bil_district_own_providers(r.district, own);
    bil_status status = r.services == NULL || r.providers == NULL
                            ? bil_fail_nomem(err)
                            : bil_file_read(&text, path, BIL_JSON_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = read_bytes(&r, path, &text, faults, err);
    }
    bil_text_release(&text);
    if (status != BIL_OK) {
        bil_district_free(r.district);
        return status;
    }
    *out = r.district;
    return BIL_OK;
}
