/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/case.h"

#include <stdlib.h>
#include <string.h>

#include "data/case_impl.h"
#include "data/digest.h"
#include "data/file.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "data/words.h"

enum {
    FORMAT,
    VERSION,
    PERSON,
    START,
    PHASES,
    NEEDS,
    SOURCES,
    BUDGET,
    IN_PLACE,
    WISHES,
    OVERRIDES,
    PROFILE,
    MEMBERS
};

static const bil_json_field fields[MEMBERS] = {
    {"format", true},    {"version", true}, {"person", true},     {"start", true},
    {"phases", true},    {"needs", true},   {"sources", false},   {"budget", true},
    {"in_place", false}, {"wishes", false}, {"overrides", false}, {"profile", false}};

enum { MORE_KEYS_MAX = 16, YEAR_MIN = 1900, YEAR_MAX = 2199 };

static const bil_words nothing = {"", ""};

void *bil_case_alloc(bil_case_loader *loader, size_t count, size_t size)
{
    void *room = bil_arena_alloc(loader->person->arena, count, size);
    loader->no_memory = loader->no_memory || room == NULL;
    return room;
}

const char *bil_case_text(bil_case_loader *loader, const char *text)
{
    if (text[0] == '\0') {
        return "";
    }
    const char *copy = bil_arena_text(loader->person->arena, text);
    loader->no_memory = loader->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

static int by_index(const void *a, const void *b)
{
    const bil_placed *x = a;
    const bil_placed *y = b;
    if (x->index != y->index) {
        return x->index < y->index ? -1 : 1;
    }
    return (x->place > y->place) - (x->place < y->place);
}

size_t bil_case_order(bil_placed *items, size_t count)
{
    size_t kept = 0;
    qsort(items, count, sizeof *items, by_index);
    for (size_t i = 0; i < count && items[i].index != BIL_NONE; i++) {
        if (i > 0 && items[i].index == items[i - 1].index) {
            bil_json_fault(items[i].value, NULL,
                           (bil_words){"ogni codice una volta sola in questo elenco",
                                       "each code only once in this list"},
                           nothing);
        }
        kept = i + 1;
    }
    return kept;
}

/* --- the person ------------------------------------------------------------------------------ */

static const char *read_id(bil_case_loader *loader, const bil_json_value *value)
{
    const char *id = "";
    if (value == NULL || !bil_json_get_code(&id, value)) {
        return "";
    }
    if (bil_looks_like_codice_fiscale(id)) {
        /* Never repeat it: messages end up in logs. */
        bil_json_fault(
            value, "…",
            (bil_words){"un codice pseudonimo, che non dica chi è la persona",
                        "a pseudonymous code that does not tell who it is"},
            (bil_words){"sembra un codice fiscale: usa un codice tuo, come PV-0001",
                        "it looks like a codice fiscale: use your own code, like PV-0001"});
        return "";
    }
    return bil_case_text(loader, id);
}

static const char *optional_code(bil_case_loader *loader, const bil_json_value *value)
{
    const char *code = "";
    if (bil_json_is_null(value) || !bil_json_get_code(&code, value)) {
        return "";
    }
    return bil_case_text(loader, code);
}

static void read_person(bil_case_loader *loader, const bil_json_value *value)
{
    enum { ID, DISTRICT, BIRTH_YEAR, ISEE, LIVING, COUNT };
    static const bil_json_field parts[COUNT] = {{"id", true},
                                                {"district", false},
                                                {"birth_year", false},
                                                {"isee_cents", false},
                                                {"living", false}};
    const bil_json_value *found[COUNT];
    bil_case *person = loader->person;
    int64_t year = 0;
    (void)bil_json_get_members(found, value, parts, COUNT);
    person->id = read_id(loader, found[ID]);
    person->district = optional_code(loader, found[DISTRICT]);
    person->living = optional_code(loader, found[LIVING]);
    if (!bil_json_is_null(found[BIRTH_YEAR]) &&
        bil_json_get_integer(&year, found[BIRTH_YEAR], YEAR_MIN, YEAR_MAX)) {
        person->birth_year = (int)year;
    }
    if (!bil_json_is_null(found[ISEE])) {
        (void)bil_json_get_integer(&person->isee_cents, found[ISEE], 0, BIL_CENTS_MAX);
    }
}

/* --- start and phases ------------------------------------------------------------------------ */

static void read_start(bil_case_loader *loader, const bil_json_value *value)
{
    const char *text = "";
    bil_date date = 0;
    if (value == NULL || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    if (!bil_date_parse(&date, text, strlen(text))) {
        bil_json_fault(value, NULL,
                       (bil_words){"una data vera, AAAA-MM-GG", "a real date, YYYY-MM-DD"},
                       nothing);
        return;
    }
    loader->person->start = date;
}

/* The phase's own targets over the needs' own. */
static const int64_t *read_targets(bil_case_loader *loader, const bil_json_value *value)
{
    const bil_case *person = loader->person;
    int64_t *targets = bil_case_alloc(loader, person->need_count, sizeof *targets);
    if (targets == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < person->need_count; i++) {
        targets[i] = person->needs[i].target;
    }
    if (bil_json_is_null(value) || !bil_json_expect_object(value, BIL_CASE_LIST_MAX)) {
        return targets;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        int64_t target = 0;
        bil_index need = bil_case_find_need(person, bil_json_key(at));
        if (need == BIL_NONE) {
            bil_named_unknown(
                at, bil_json_key(at),
                (bil_words){"l’id di un bisogno del caso", "the id of a need of the case"},
                person->needs, person->need_count, sizeof(bil_need));
        }
        if (bil_json_get_integer(&target, at, 0, BIL_HUNDREDTHS_MAX) && need != BIL_NONE) {
            targets[need] = target;
        }
    }
    return targets;
}

static void read_phase(bil_case_loader *loader, bil_phase *phase, const bil_json_value *value)
{
    enum { MONTHS, TARGETS, OWN_BUDGET, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"months", true}, {"targets", false}, {"budget", false}};
    const bil_json_value *found[COUNT];
    int64_t months = 1;
    (void)bil_json_get_members(found, value, parts, COUNT);
    if (found[MONTHS] != NULL) {
        (void)bil_json_get_integer(&months, found[MONTHS], 1, BIL_PHASE_MONTHS_MAX);
    }
    phase->months = (int)months;
    phase->targets = read_targets(loader, found[TARGETS]);
    phase->budget = loader->person->budget;
    if (!bil_json_is_null(found[OWN_BUDGET])) {
        bil_case_read_budget(loader, &phase->budget, found[OWN_BUDGET]);
    }
}

void bil_case_read_phases(bil_case_loader *loader, const bil_json_value *value)
{
    bil_case *person = loader->person;
    int months = 0;
    size_t count = 0;
    if (value == NULL || !bil_json_expect_array(value, BIL_PHASES_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(value, NULL, (bil_words){"da 1 a 6 fasi", "1 to 6 phases"}, nothing);
        return;
    }
    bil_phase *phases = bil_case_alloc(loader, bil_json_count(value), sizeof *phases);
    for (const bil_json_value *at = bil_json_first(value); phases != NULL && at != NULL;
         at = bil_json_next(at)) {
        read_phase(loader, &phases[count], at);
        phases[count].start = bil_date_add_months(person->start, months);
        months += phases[count].months;
        count++;
    }
    person->phases = phases;
    person->phase_count = count;
}

/* --- the whole ------------------------------------------------------------------------------- */

static void read_profile(bil_case_loader *loader, const bil_json_value *value)
{
    const char *text = "";
    bil_said near;
    static const char *const names[] = {
        "balanced",           "home-first",     "least-family-burden",
        "least-public-money", "fewest-changes", "preferences-first"};
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    if (!bil_profile_parse(&loader->person->profile, text)) {
        bil_json_fault(value, NULL,
                       (bil_words){"balanced, home-first, least-family-burden, "
                                   "least-public-money, fewest-changes o preferences-first",
                                   "balanced, home-first, least-family-burden, "
                                   "least-public-money, fewest-changes or preferences-first"},
                       bil_say_nearest(&near, text, names, 6, sizeof names[0]));
    }
}

static bil_case *case_new(const bil_catalogue *catalogue, const char *sha256)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return NULL;
    }
    bil_case *person = bil_arena_alloc(arena, 1, sizeof *person);
    if (person == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *person = (bil_case){.arena = arena,
                         .catalogue = catalogue,
                         .id = "",
                         .district = "",
                         .living = "",
                         .isee_cents = -1,
                         .start = 20270101, /* only while a wrong start is being reported */
                         .budget = {.public_monthly_cents = BIL_UNLIMITED}};
    if (sha256 != NULL) {
        bil_text_shorten(person->sha256, sizeof person->sha256, sha256);
    }
    return person;
}

bil_status bil_case_read_value(bil_case **out, const bil_json_value *value,
                               const char *const *more_keys, size_t more_count, const char *sha256,
                               const bil_catalogue *catalogue, bil_error *err)
{
    size_t errors = bil_json_errors(value);
    const bil_json_value *found[MEMBERS + MORE_KEYS_MAX];
    bil_json_field keys[MEMBERS + MORE_KEYS_MAX];
    BIL_ASSERT(more_count <= MORE_KEYS_MAX);
    memcpy(keys, fields, sizeof fields);
    for (size_t i = 0; i < more_count; i++) {
        keys[MEMBERS + i] = (bil_json_field){more_keys[i], false};
    }
    bil_case_loader loader = {.person = case_new(catalogue, sha256), .catalogue = catalogue};
    if (loader.person == NULL) {
        return bil_fail_nomem(err);
    }
    if (bil_json_kind_of(value) == BIL_JSON_OBJECT) {
        (void)bil_json_get_members(found, value, keys, MEMBERS + more_count);
        bil_json_expect_format(found[FORMAT], found[VERSION], "bilancia-case");
        if (found[PERSON] != NULL) {
            read_person(&loader, found[PERSON]);
        }
        read_start(&loader, found[START]);
        bil_case_read_needs(&loader, found[NEEDS]);
        bil_case_read_sources(&loader, found[SOURCES]);
        bil_case_read_budget(&loader, &loader.person->budget, found[BUDGET]);
        bil_case_read_in_place(&loader, found[IN_PLACE]);
        bil_case_read_wishes(&loader, found[WISHES]);
        bil_case_read_phases(&loader, found[PHASES]);
        bil_case_read_overrides(&loader, found[OVERRIDES]);
        read_profile(&loader, found[PROFILE]);
    } else {
        (void)bil_json_expect(value, BIL_JSON_OBJECT);
    }
    if (loader.no_memory || bil_json_errors(value) > errors) {
        bil_case_free(loader.person);
        return loader.no_memory ? bil_fail_nomem(err)
                                : bil_fail(err, BIL_E_DATA, "", "il caso contiene errori",
                                           "the case contains faults");
    }
    *out = loader.person;
    return BIL_OK;
}

bil_status bil_case_read(bil_case **out, const char *path_for_messages, const char *bytes,
                         size_t size, const bil_catalogue *catalogue, bil_faults *faults,
                         bil_error *err)
{
    size_t errors = faults->errors;
    bil_json *document = NULL;
    bil_case *person = NULL;
    char sha256[BIL_SHA256_HEX_SIZE];
    bil_status status = bil_json_read(&document, bytes, size,
                                      (bil_json_options){.file = path_for_messages}, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_sha256_hex(sha256, bytes, size);
    status = bil_case_read_value(&person, bil_json_root(document), NULL, 0, sha256, catalogue, err);
    bil_json_free(document);
    if (status == BIL_OK && faults->errors > errors) { /* keys that come twice */
        bil_case_free(person);
        status = BIL_E_DATA;
    }
    if (status == BIL_E_DATA) {
        return bil_fail_with(err, BIL_E_DATA, path_for_messages, "il caso «%s» contiene errori",
                             "the case \"%s\" contains faults", path_for_messages);
    }
    if (status == BIL_OK) {
        *out = person;
    }
    return status;
}

bil_status bil_case_load(bil_case **out, const char *path, const bil_catalogue *catalogue,
                         bil_faults *faults, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, BIL_JSON_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = bil_case_read(out, path, text.bytes, text.size, catalogue, faults, err);
    }
    bil_text_release(&text);
    return status;
}
