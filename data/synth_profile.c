/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A profile as a whole, from `*.profile.json`. */

#include <string.h>

#include "data/digest.h"
#include "data/file.h"
#include "data/named_impl.h"
#include "data/synth_impl.h"
#include "data/words.h"
#include "engine/money.h"

enum {
    FORMAT,
    VERSION,
    NAME,
    NAME_IT,
    NAME_EN,
    NOTE,
    CATALOGUE,
    START,
    ID_PREFIX,
    BASIS,
    ZONES,
    WAITING,
    INTENSITY,
    PHASES,
    CRITERIA,
    TAGS,
    NEEDS,
    ISEE,
    AREAS,
    SOURCES,
    POOLS,
    CAPACITIES,
    PRICES,
    MEMBERS
};

static const bil_json_field fields[MEMBERS] = {
    {"format", true},    {"version", true},    {"name", true},      {"name_it", true},
    {"name_en", true},   {"note", false},      {"catalogue", true}, {"start", true},
    {"id_prefix", true}, {"basis", true},      {"zones", true},     {"waiting_days", true},
    {"intensity", true}, {"phases", true},     {"criteria", true},  {"particular_tags", true},
    {"needs", true},     {"isee", true},       {"areas", true},     {"sources", true},
    {"pools", true},     {"capacities", true}, {"prices", false}};

enum {
    PREFIX_MAX = 32,
    TEXT_MAX = 4000,
    WAITING_MAX = 3650,
    PERCENT_MAX = 1000,
    START_MIN = 20200101
};

#define WEIGHT_MAX INT64_C(1000000)

static const bil_words nothing = {"", ""};

/* ---- who and when ---- */

static void read_names(bil_synth_reader *reader, const bil_json_value *const *found)
{
    bil_synth_profile *profile = reader->profile;
    const char *text = "";
    bil_said said;
    if (found[NAME] != NULL && bil_json_get_code(&text, found[NAME])) {
        profile->name = bil_synth_keep(reader, text);
    }
    bil_synth_read_words(reader, &profile->words, found[NAME_IT], found[NAME_EN]);
    if (!bil_json_is_null(found[NOTE])) {
        (void)bil_json_get_text(&text, found[NOTE], TEXT_MAX);
    }
    if (found[CATALOGUE] != NULL && bil_json_get_text(&text, found[CATALOGUE], TEXT_MAX) &&
        strcmp(text, reader->catalogue->name) != 0) {
        bil_json_warn(found[CATALOGUE], NULL,
                      bil_say(&said, "«%s», il catalogo in uso", "\"%s\", the catalogue in use",
                              reader->catalogue->name),
                      nothing);
    }
    if (found[ID_PREFIX] != NULL && bil_json_get_code(&text, found[ID_PREFIX])) {
        if (strlen(text) > PREFIX_MAX) {
            bil_json_fault(found[ID_PREFIX], NULL,
                           (bil_words){"al massimo 32 byte", "at most 32 bytes"}, nothing);
        } else {
            profile->prefix = bil_synth_keep(reader, text);
        }
    }
}

static void read_start(bil_synth_reader *reader, const bil_json_value *value)
{
    const char *text = "";
    bil_date date = 0;
    if (value == NULL || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    /* Who is 120 by then was born when a case's years begin. */
    if (!bil_date_parse(&date, text, strlen(text)) || date < START_MIN) {
        bil_json_fault(value, NULL,
                       (bil_words){"una data vera, AAAA-MM-GG, dal 2020",
                                   "a real date, YYYY-MM-DD, from 2020 on"},
                       nothing);
        return;
    }
    reader->profile->start = date;
}

/* A block { "basis": […], "items": … }: checks what it is based on, gives its items. */
static const bil_json_value *items_of(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { OF, ITEMS, COUNT };
    static const bil_json_field parts[COUNT] = {{"basis", true}, {"items", true}};
    const bil_json_value *found[COUNT];
    if (value == NULL) {
        return NULL;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    bil_synth_read_sources_of(reader, found[OF]);
    return found[ITEMS];
}

/* The same for a list with at least one element. */
static const bil_json_value *list_of(bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_json_value *items = items_of(reader, value);
    if (items == NULL || !bil_json_expect_array(items, BIL_SYNTH_ROWS_MAX)) {
        return NULL;
    }
    if (bil_json_count(items) == 0) {
        bil_json_fault(items, NULL, (bil_words){"almeno una riga", "at least one row"}, nothing);
        return NULL;
    }
    return items;
}

static void read_zones(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { CODE, WEIGHT, COUNT };
    static const bil_json_field parts[COUNT] = {{"code", true}, {"weight", true}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    const char *text = "";
    const bil_json_value *list = list_of(reader, value);
    if (list == NULL) {
        return;
    }
    const char **zones = bil_synth_room(reader, bil_json_count(list), sizeof *zones);
    int64_t *weights = bil_synth_room(reader, bil_json_count(list), sizeof *weights);
    for (const bil_json_value *at = bil_json_first(list);
         zones != NULL && weights != NULL && at != NULL; at = bil_json_next(at)) {
        (void)bil_json_get_members(found, at, parts, COUNT);
        const size_t i = profile->zone_count++;
        zones[i] = "";
        if (found[CODE] != NULL && bil_json_get_code(&text, found[CODE])) {
            zones[i] = bil_synth_keep(reader, text);
        }
        if (found[WEIGHT] != NULL) {
            (void)bil_json_get_integer(&weights[i], found[WEIGHT], 1, WEIGHT_MAX);
        }
    }
    profile->zones = zones;
    profile->zone_weights = weights;
}

/* ---- how much, how long, by which criterion ---- */

static void read_budgets(bil_synth_profile *profile, const bil_json_value *value)
{
    static const bil_json_field parts[BIL_INTENSITIES] = {
        {"low", true}, {"medium", true}, {"high", true}};
    const bil_json_value *found[BIL_INTENSITIES];
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, BIL_INTENSITIES);
    for (size_t i = 0; i < BIL_INTENSITIES; i++) {
        (void)bil_synth_read_span(&profile->budget[i], found[i], 0, BIL_CENTS_MAX);
    }
}

/* Money, and not named by a limit before. */
static bool limit_stands(const bil_synth_reader *reader, const bil_synth_limit *limit,
                         const bil_json_value *value)
{
    if (limit->source == BIL_NONE) {
        return false;
    }
    if (reader->catalogue->sources[limit->source].form == BIL_FORM_HOURS) {
        bil_json_fault(value, NULL, (bil_words){"una fonte in denaro", "a source of money"},
                       nothing);
        return false;
    }
    for (const bil_synth_limit *at = reader->profile->limits; at < limit; at++) {
        if (at->source == limit->source) {
            bil_json_fault(value, NULL,
                           (bil_words){"ogni fonte una volta sola", "each source only once"},
                           nothing);
            return false;
        }
    }
    return true;
}

static void read_limits(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { SOURCE, SHARE, PERCENT, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"source", true}, {"share", true}, {"percent", true}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->limits = bil_synth_room(reader, bil_json_count(value), sizeof *profile->limits);
    for (const bil_json_value *at = bil_json_first(value); profile->limits != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_limit *limit = &profile->limits[profile->limit_count];
        (void)bil_json_get_members(found, at, parts, COUNT);
        limit->source = bil_named_source(reader->catalogue, found[SOURCE]);
        limit->share_bp = bil_synth_read_share(found[SHARE], 0);
        (void)bil_synth_read_span(&limit->pct, found[PERCENT], 0, PERCENT_MAX);
        profile->limit_count += limit_stands(reader, limit, found[SOURCE]) ? 1 : 0;
    }
}

static void read_intensity(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { OF, BY_SEVERITY, BUDGET, LIMITS, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"basis", true}, {"by_severity", true}, {"budget_cents", true}, {"limits", false}};
    const bil_json_value *found[COUNT];
    size_t i = 0;
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    bil_synth_read_sources_of(reader, found[OF]);
    read_budgets(reader->profile, found[BUDGET]);
    read_limits(reader, found[LIMITS]);
    if (found[BY_SEVERITY] == NULL || !bil_json_expect(found[BY_SEVERITY], BIL_JSON_ARRAY)) {
        return;
    }
    if (bil_json_count(found[BY_SEVERITY]) != BIL_SYNTH_LEVELS) {
        bil_json_fault(found[BY_SEVERITY], NULL,
                       (bil_words){"quattro righe, una per gravità", "four rows, one by severity"},
                       nothing);
        return;
    }
    for (const bil_json_value *at = bil_json_first(found[BY_SEVERITY]); at != NULL;
         at = bil_json_next(at)) {
        bil_synth_read_weights(reader->profile->intensity[i++], BIL_INTENSITIES, at);
    }
}

static void read_months(bil_synth_shape *shape, const bil_json_value *value)
{
    int64_t months = 0;
    if (value == NULL || !bil_json_expect_array(value, BIL_PHASES_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(value, NULL, (bil_words){"da 1 a 6 fasi", "1 to 6 phases"}, nothing);
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        shape->months[shape->count] = 1;
        if (bil_json_get_integer(&months, at, 1, BIL_PHASE_MONTHS_MAX)) {
            shape->months[shape->count] = (int)months;
        }
        shape->count++;
    }
}

static void read_shapes(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { MONTHS, WEIGHT, COUNT };
    static const bil_json_field parts[COUNT] = {{"months", true}, {"weight", true}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    const bil_json_value *list = list_of(reader, value);
    if (list == NULL) {
        return;
    }
    profile->shapes = bil_synth_room(reader, bil_json_count(list), sizeof *profile->shapes);
    profile->shape_weights =
        bil_synth_room(reader, bil_json_count(list), sizeof *profile->shape_weights);
    for (const bil_json_value *at = bil_json_first(list);
         profile->shapes != NULL && profile->shape_weights != NULL && at != NULL;
         at = bil_json_next(at)) {
        const size_t i = profile->shape_count++;
        (void)bil_json_get_members(found, at, parts, COUNT);
        read_months(&profile->shapes[i], found[MONTHS]);
        if (found[WEIGHT] != NULL) {
            (void)bil_json_get_integer(&profile->shape_weights[i], found[WEIGHT], 1, WEIGHT_MAX);
        }
    }
}

static void read_criteria(bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_json_value *found[BIL_SYNTH_CRITERIA];
    bil_json_field parts[BIL_SYNTH_CRITERIA];
    int64_t total = 0;
    const bil_json_value *items = items_of(reader, value);
    for (size_t i = 0; i < BIL_SYNTH_CRITERIA; i++) {
        parts[i] = (bil_json_field){bil_profile_name((bil_profile)i), false};
    }
    if (items == NULL) {
        return;
    }
    bool fine = bil_json_get_members(found, items, parts, BIL_SYNTH_CRITERIA);
    for (size_t i = 0; i < BIL_SYNTH_CRITERIA; i++) {
        int64_t *weight = &reader->profile->criteria[i];
        if (!bil_json_is_null(found[i])) {
            fine = bil_json_get_integer(weight, found[i], 0, WEIGHT_MAX) && fine;
        }
        total += *weight;
    }
    if (fine && total == 0) {
        bil_json_fault(items, NULL,
                       (bil_words){"almeno un peso maggiore di 0", "at least one weight above 0"},
                       nothing);
    }
}

/* ---- what all areas share ---- */

static void read_particular(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { OF, ITEMS, OPEN, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"basis", true}, {"items", true}, {"open_share", false}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    const char *text = "";
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    bil_synth_read_sources_of(reader, found[OF]);
    profile->open_bp = bil_synth_read_share(found[OPEN], 0);
    if (found[ITEMS] == NULL || !bil_json_expect_array(found[ITEMS], BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    profile->particular =
        bil_synth_room(reader, bil_json_count(found[ITEMS]), sizeof *profile->particular);
    for (const bil_json_value *at = bil_json_first(found[ITEMS]);
         profile->particular != NULL && at != NULL; at = bil_json_next(at)) {
        if (bil_json_get_code(&text, at)) {
            profile->particular[profile->particular_count++] = bil_synth_keep(reader, text);
        }
    }
}

static void read_needs(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { OF, STEPS, PRIORITY, OWN, OWN_PCT, ALREADY, ALREADY_PCT, COUNT };
    static const bil_json_field parts[COUNT] = {{"basis", true},
                                                {"level_steps", true},
                                                {"priority", true},
                                                {"own_target_share", true},
                                                {"own_target_percent", true},
                                                {"already_share", true},
                                                {"already_percent", true}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    if (value == NULL) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    bil_synth_read_sources_of(reader, found[OF]);
    bil_synth_read_weights(profile->steps, BIL_SYNTH_STEPS, found[STEPS]);
    bil_synth_read_weights(profile->priority, 3, found[PRIORITY]);
    profile->own_target_bp = bil_synth_read_share(found[OWN], 0);
    (void)bil_synth_read_span(&profile->own_target_pct, found[OWN_PCT], 1, PERCENT_MAX);
    profile->already_bp = bil_synth_read_share(found[ALREADY], 0);
    (void)bil_synth_read_span(&profile->already_pct, found[ALREADY_PCT], 1, 100);
}

static void read_isee(bil_synth_reader *reader, const bil_json_value *value)
{
    enum { ID, OF, UNKNOWN, BANDS, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"id", true}, {"basis", true}, {"unknown_share", true}, {"bands", true}};
    const bil_json_value *found[COUNT];
    bil_synth_profile *profile = reader->profile;
    const char *text = "";
    if (value == NULL || !bil_json_expect_array(value, BIL_SYNTH_ROWS_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(value, NULL, (bil_words){"almeno una tabella", "at least one table"},
                       nothing);
    }
    profile->isee = bil_synth_room(reader, bil_json_count(value), sizeof *profile->isee);
    for (const bil_json_value *at = bil_json_first(value); profile->isee != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_synth_isee *table = &profile->isee[profile->isee_count++];
        (void)bil_json_get_members(found, at, parts, COUNT);
        table->id = "";
        if (found[ID] != NULL && bil_json_get_code(&text, found[ID])) {
            table->id = bil_synth_keep(reader, text);
        }
        bil_synth_read_sources_of(reader, found[OF]);
        table->unknown_bp = bil_synth_read_share(found[UNKNOWN], 0);
        bil_synth_read_bands(reader, &table->bands, found[BANDS], 0, BIL_CENTS_MAX);
    }
}

/* ---- the whole ---- */

/* A figure that nothing uses is a figure somebody thinks is used. */
static void check_unused(const bil_synth_reader *reader)
{
    for (size_t i = 0; i < reader->basis_count; i++) {
        if (!reader->basis[i].used) {
            bil_json_warn(reader->basis[i].value, reader->basis[i].id,
                          (bil_words){"una riga su cui si basa qualche cifra",
                                      "a row some figure is based on"},
                          nothing);
        }
    }
}

static void read_profile(bil_synth_reader *reader, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    bil_json_expect_format(found[FORMAT], found[VERSION], "bilancia-profile");
    read_names(reader, found);
    read_start(reader, found[START]);
    bil_synth_read_basis(reader, found[BASIS]);
    read_zones(reader, found[ZONES]);
    bil_synth_read_bands(reader, &reader->profile->waiting, items_of(reader, found[WAITING]), 0,
                         WAITING_MAX);
    read_intensity(reader, found[INTENSITY]);
    read_shapes(reader, found[PHASES]);
    read_criteria(reader, found[CRITERIA]);
    read_particular(reader, found[TAGS]);
    read_needs(reader, found[NEEDS]);
    read_isee(reader, found[ISEE]);
    bil_synth_read_areas(reader, found[AREAS]);
    bil_synth_read_sources(reader, found[SOURCES]);
    bil_synth_read_pools(reader, found[POOLS]);
    bil_synth_read_capacities(reader, found[CAPACITIES]);
    bil_synth_read_prices(reader, found[PRICES]);
    check_unused(reader);
}

/* Is there something that who wants no residence can rule out? */
static bool has_residences(const bil_catalogue *catalogue)
{
    bil_selector group;
    bool found = false;
    const bool known = bil_selector_parse(&group, BIL_SYNTH_RESIDENCES);
    for (size_t s = 0; known && !found && s < catalogue->service_count; s++) {
        found = bil_selector_matches_service(catalogue, &group, (bil_index)s);
    }
    return found;
}

static bil_synth_profile *profile_new(const bil_catalogue *catalogue)
{
    bil_arena *arena = bil_arena_new();
    bil_synth_profile *profile = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *profile);
    if (profile == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *profile = (bil_synth_profile){.arena = arena,
                                   .catalogue = catalogue,
                                   .name = "",
                                   .words = {"", ""},
                                   .prefix = "",
                                   .start = 20270101};
    return profile;
}

bil_status bil_synth_profile_read(bil_synth_profile **out, const char *path_for_messages,
                                  const char *bytes, size_t size, const bil_catalogue *catalogue,
                                  bil_faults *faults, bil_error *err)
{
    const size_t errors = faults->errors;
    bil_json *document = NULL;
    bil_status status = bil_json_read(&document, bytes, size,
                                      (bil_json_options){.file = path_for_messages}, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_synth_reader reader = {.catalogue = catalogue, .profile = profile_new(catalogue)};
    if (reader.profile == NULL) {
        bil_json_free(document);
        return bil_fail_nomem(err);
    }
    bil_sha256_hex(reader.profile->sha256, bytes, size);
    read_profile(&reader, bil_json_root(document));
    bil_json_free(document);
    if (!reader.no_memory && faults->errors == errors) {
        bil_synth_apply_prices(&reader);
        reader.profile->has_residences = has_residences(catalogue);
        bil_synth_find_clashes(&reader);
    }
    if (reader.no_memory || faults->errors > errors) {
        bil_synth_profile_free(reader.profile);
        return reader.no_memory
                   ? bil_fail_nomem(err)
                   : bil_fail_with(err, BIL_E_DATA, path_for_messages,
                                   "il profilo «%s» contiene errori",
                                   "the profile \"%s\" contains faults", path_for_messages);
    }
    *out = reader.profile;
    return BIL_OK;
}

bil_status bil_synth_profile_load(bil_synth_profile **out, const char *path,
                                  const bil_catalogue *catalogue, bil_faults *faults,
                                  bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, BIL_JSON_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = bil_synth_profile_read(out, path, text.bytes, text.size, catalogue, faults, err);
    }
    bil_text_release(&text);
    return status;
}

void bil_synth_profile_free(bil_synth_profile *profile)
{
    if (profile != NULL) {
        bil_arena_free(profile->arena);
    }
}

const char *bil_synth_profile_name(const bil_synth_profile *profile)
{
    return profile->name;
}

bil_words bil_synth_profile_words(const bil_synth_profile *profile)
{
    return profile->words;
}
