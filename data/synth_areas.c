/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The areas of need of a profile: what the people of one usually need and have. */

#include <string.h>

#include "data/named_impl.h"
#include "data/synth_impl.h"
#include "data/words.h"
#include "engine/money.h"
#include "engine/random.h"

enum { AGE_MAX = 120, PERCENT_MAX = 1000, NEEDS_MAX = 20 };

static const bil_words nothing = {"", ""};

/* ---- rows of an area ---- */

static bil_index domain_of(const bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_catalogue *catalogue = reader->catalogue;
    const char *code = "";
    bil_said near;
    if (value == NULL || !bil_json_get_code(&code, value)) {
        return BIL_NONE;
    }
    const bil_index index = bil_catalogue_find_domain(catalogue, code);
    if (index == BIL_NONE) {
        bil_json_fault(value, code,
                       (bil_words){"il codice di un dominio del catalogo",
                                   "the code of a domain of the catalogue"},
                       bil_say_nearest(&near, code, catalogue->domains, catalogue->domain_count,
                                       sizeof(bil_domain)));
    }
    for (int level = 1; index != BIL_NONE && level <= BIL_SYNTH_LEVELS; level++) {
        if (bil_catalogue_level(catalogue, index, level) == NULL) {
            bil_json_fault(value, code,
                           (bil_words){"un dominio con i livelli da 1 a 4 in levels.csv",
                                       "a domain with levels 1 to 4 in levels.csv"},
                           nothing);
            return BIL_NONE;
        }
    }
    return index;
}

static bool read_need(bil_synth_reader *reader, bil_synth_need *out, const bil_json_value *value)
{
    enum { DOMAIN, SHARE, LATE, WHEN, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"domain", true}, {"share", true}, {"late_share", false}, {"when", false}};
    const bil_json_value *found[COUNT];
    (void)bil_json_get_members(found, value, parts, COUNT);
    out->domain = domain_of(reader, found[DOMAIN]);
    out->share_bp = bil_synth_read_share(found[SHARE], 0);
    out->late_bp = bil_synth_read_share(found[LATE], 0);
    bil_synth_read_when(reader, &out->when, found[WHEN], false);
    if (out->domain != BIL_NONE) {
        out->key = bil_random_key(reader->catalogue->domains[out->domain].code);
    }
    return out->domain != BIL_NONE;
}

static void read_needs(bil_synth_reader *reader, bil_synth_area *area, const bil_json_value *value)
{
    if (value == NULL || !bil_json_expect_array(value, NEEDS_MAX)) {
        return;
    }
    area->needs = bil_synth_room(reader, bil_json_count(value), sizeof *area->needs);
    for (const bil_json_value *at = bil_json_first(value); area->needs != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_need *need = &area->needs[area->needs_count];
        if (!read_need(reader, need, at)) {
            continue;
        }
        for (size_t i = 0; i < area->needs_count; i++) {
            if (area->needs[i].domain == need->domain) {
                bil_json_fault(at, reader->catalogue->domains[need->domain].code,
                               (bil_words){"ogni dominio una volta sola in un’area",
                                           "each domain only once in an area"},
                               nothing);
                break;
            }
        }
        area->needs_count++;
    }
}

static bool read_in_place(bil_synth_reader *reader, bil_synth_in_place *out,
                          const bil_json_value *value, bool residence)
{
    enum { SERVICE, SHARE, KEEP, QUANTITY, WHEN, COUNT };
    static const bil_json_field parts[COUNT] = {{"service", true},
                                                {"share", true},
                                                {"keep_share", false},
                                                {"quantity", false},
                                                {"when", false}};
    const bil_json_value *found[COUNT];
    (void)bil_json_get_members(found, value, parts, COUNT);
    out->service = bil_named_service(reader->catalogue, found[SERVICE]);
    out->share_bp = bil_synth_read_share(found[SHARE], 0);
    out->keep_bp = bil_synth_read_share(found[KEEP], 0);
    out->quantity = (bil_synth_span){1, 1};
    if (!bil_json_is_null(found[QUANTITY])) {
        (void)bil_synth_read_span(&out->quantity, found[QUANTITY], 1, BIL_QUANTITY_MAX);
    }
    bil_synth_read_when(reader, &out->when, found[WHEN], false);
    if (out->service == BIL_NONE) {
        return false;
    }
    const bil_service *service = &reader->catalogue->services[out->service];
    out->key = bil_random_key(service->code);
    if (residence && service->setting != BIL_SETTING_RESIDENTIAL) {
        bil_json_fault(found[SERVICE], NULL,
                       (bil_words){"un servizio residenziale", "a residential service"}, nothing);
    }
    if (service->one_off) {
        bil_json_fault(found[SERVICE], NULL,
                       (bil_words){"un servizio che dura: questo si compra una volta sola",
                                   "a service that lasts: this one is bought only once"},
                       nothing);
    }
    return true;
}

static bil_synth_in_place *read_today(bil_synth_reader *reader, size_t *count,
                                      const bil_json_value *value, bool residence)
{
    *count = 0;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return NULL;
    }
    bil_synth_in_place *rows = bil_synth_room(reader, bil_json_count(value), sizeof *rows);
    for (const bil_json_value *at = bil_json_first(value); rows != NULL && at != NULL;
         at = bil_json_next(at)) {
        *count += read_in_place(reader, &rows[*count], at, residence) ? 1 : 0;
    }
    return rows;
}

static void check_selector(const bil_synth_reader *reader, const bil_json_value *value,
                           const char *text)
{
    const bil_catalogue *catalogue = reader->catalogue;
    bil_selector selector;
    bool matches = false;
    bool known = bil_selector_parse(&selector, text) && selector.kind != BIL_SELECT_SOURCE &&
                 selector.kind != BIL_SELECT_PROVIDER;
    if (known && selector.kind == BIL_SELECT_SERVICE) {
        selector.index = bil_catalogue_find_service(catalogue, selector.value);
    }
    for (size_t s = 0; known && !matches && s < catalogue->service_count; s++) {
        matches = bil_selector_matches_service(catalogue, &selector, (bil_index)s);
    }
    if (!matches) {
        bil_json_fault(value, NULL,
                       (bil_words){"un selettore che trova un servizio: service:S01, tag:…, "
                                   "group:…, setting:home",
                                   "a selector that finds a service: service:S01, tag:…, group:…, "
                                   "setting:home"},
                       nothing);
    }
}

static void read_wishes(bil_synth_reader *reader, bil_synth_area *area, const bil_json_value *value)
{
    enum { SELECTOR, SHARE, COUNT };
    static const bil_json_field parts[COUNT] = {{"selector", true}, {"share", true}};
    const bil_json_value *found[COUNT];
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    area->prefer = bil_synth_room(reader, bil_json_count(value), sizeof *area->prefer);
    for (const bil_json_value *at = bil_json_first(value); area->prefer != NULL && at != NULL;
         at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, parts, COUNT);
        bil_synth_wish *wish = &area->prefer[area->prefer_count++];
        wish->selector = "*";
        wish->share_bp = bil_synth_read_share(found[SHARE], 0);
        if (found[SELECTOR] != NULL && bil_json_get_text(&text, found[SELECTOR], BIL_CODE_MAX)) {
            check_selector(reader, found[SELECTOR], text);
            wish->selector = bil_synth_keep(reader, text);
        }
        wish->key = bil_random_key(wish->selector);
    }
}

/* ---- an area ---- */

static void read_tags(bil_synth_reader *reader, bil_synth_area *area, const bil_json_value *value)
{
    const bil_synth_profile *profile = reader->profile;
    const char *text = "";
    bil_said near;
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    area->tags = bil_synth_room(reader, bil_json_count(value), sizeof *area->tags);
    for (const bil_json_value *at = bil_json_first(value); area->tags != NULL && at != NULL;
         at = bil_json_next(at)) {
        size_t i = 0;
        if (!bil_json_get_code(&text, at)) {
            continue;
        }
        while (i < profile->particular_count && strcmp(profile->particular[i], text) != 0) {
            i++;
        }
        if (i < profile->particular_count) {
            area->tags[area->tag_count++] = profile->particular[i];
        } else {
            bil_json_fault(
                at, NULL, (bil_words){"uno di «particular_tags»", "one of \"particular_tags\""},
                bil_say_nearest(&near, text, profile->particular, profile->particular_count,
                                sizeof profile->particular[0]));
        }
    }
}

static size_t isee_of(const bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_synth_profile *profile = reader->profile;
    const char *text = "";
    bil_said near;
    if (value == NULL || !bil_json_get_code(&text, value)) {
        return 0;
    }
    for (size_t i = 0; i < profile->isee_count; i++) {
        if (strcmp(profile->isee[i].id, text) == 0) {
            return i;
        }
    }
    bil_json_fault(
        value, NULL, (bil_words){"l’id di una tabella di «isee»", "the id of a table of \"isee\""},
        bil_say_nearest(&near, text, profile->isee, profile->isee_count, sizeof *profile->isee));
    return 0;
}

/* How needs change from one phase to the next. */
static void read_course(bil_synth_reader *reader, bil_synth_area *area, const bil_json_value *value)
{
    enum { SHARE, PERCENT, COUNT };
    static const bil_json_field parts[COUNT] = {{"share", true}, {"percent", true}};
    const bil_json_value *found[COUNT];
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    area->course_bp = bil_synth_read_share(found[SHARE], 0);
    if (found[PERCENT] == NULL || !bil_json_expect_array(found[PERCENT], BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    area->course_pct =
        bil_synth_room(reader, bil_json_count(found[PERCENT]), sizeof *area->course_pct);
    for (const bil_json_value *at = bil_json_first(found[PERCENT]);
         area->course_pct != NULL && at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_integer(&area->course_pct[area->course_count++], at, 0, PERCENT_MAX);
    }
}

enum {
    ID,
    NAME_IT,
    NAME_EN,
    BASIS,
    WEIGHT,
    AGES,
    ISEE,
    SEVERITY,
    CARER,
    INVALIDITY,
    TAGS,
    NEED_COUNT,
    NEEDS,
    RESIDENCES,
    IN_PLACE,
    PREFER,
    HOME,
    COURSE,
    MEMBERS
};

static const bil_json_field fields[MEMBERS] = {{"id", true},
                                               {"name_it", true},
                                               {"name_en", true},
                                               {"basis", true},
                                               {"weight", true},
                                               {"ages", true},
                                               {"isee", true},
                                               {"severity", true},
                                               {"carer_share", true},
                                               {"invalidity", true},
                                               {"tags", true},
                                               {"need_count", true},
                                               {"needs", true},
                                               {"residences", false},
                                               {"in_place", false},
                                               {"prefer", false},
                                               {"no_residence_share", false},
                                               {"course", true}};

static void read_area(bil_synth_reader *reader, bil_synth_area *area, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    const char *text = "";
    int64_t weight = 0;
    *area = (bil_synth_area){.id = "", .name = {"", ""}, .need_count = {1, 1}};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    if (found[ID] != NULL && bil_json_get_code(&text, found[ID])) {
        area->id = bil_synth_keep(reader, text);
    }
    bil_synth_read_words(reader, &area->name, found[NAME_IT], found[NAME_EN]);
    bil_synth_read_sources_of(reader, found[BASIS]);
    if (found[WEIGHT] != NULL && bil_json_get_integer(&weight, found[WEIGHT], 1, 1000000)) {
        area->weight = weight;
    }
    bil_synth_read_bands(reader, &area->ages, found[AGES], 0, AGE_MAX);
    area->isee = isee_of(reader, found[ISEE]);
    bil_synth_read_weights(area->severity, BIL_SYNTH_LEVELS, found[SEVERITY]);
    area->carer_bp = bil_synth_read_share(found[CARER], 0);
    bil_synth_read_weights(area->invalidity, BIL_SYNTH_INVALIDITIES, found[INVALIDITY]);
    read_tags(reader, area, found[TAGS]);
    (void)bil_synth_read_span(&area->need_count, found[NEED_COUNT], 1, NEEDS_MAX);
    read_needs(reader, area, found[NEEDS]);
    area->residences = read_today(reader, &area->residence_count, found[RESIDENCES], true);
    area->in_place = read_today(reader, &area->in_place_count, found[IN_PLACE], false);
    read_wishes(reader, area, found[PREFER]);
    area->home_bp = bil_synth_read_share(found[HOME], 0);
    read_course(reader, area, found[COURSE]);
}

void bil_synth_read_areas(bil_synth_reader *reader, const bil_json_value *value)
{
    bil_synth_profile *profile = reader->profile;
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_AREAS_MAX)) {
        return;
    }
    const size_t count = bil_json_count(value);
    if (count == 0) {
        bil_json_fault(value, NULL, (bil_words){"almeno un’area", "at least one area"}, nothing);
    }
    profile->areas = bil_synth_room(reader, count, sizeof *profile->areas);
    profile->area_weights = bil_synth_room(reader, count, sizeof *profile->area_weights);
    if (profile->areas == NULL || profile->area_weights == NULL) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        bil_synth_area *area = &profile->areas[profile->area_count];
        read_area(reader, area, at);
        for (size_t i = 0; i < profile->area_count; i++) {
            if (area->id[0] != '\0' && strcmp(profile->areas[i].id, area->id) == 0) {
                bil_json_fault(at, area->id,
                               (bil_words){"un id non già usato", "an id not used already"},
                               nothing);
                break;
            }
        }
        profile->area_weights[profile->area_count++] = area->weight;
    }
}
