/* SPDX-License-Identifier: GPL-3.0-or-later */

/* catalogue.json: name and version, the value curve, the policies and where they come from. */

#include <string.h>

#include "data/catalogue_impl.h"
#include "data/json.h"
#include "data/limits.h"
#include "data/words.h"

enum { FORMAT, NAME, VERSION, REGION, LANGUAGE, CONVENTION, CURVE, POLICY, SOURCES, MEMBERS };

static const bil_json_field fields[MEMBERS] = {
    {"format", false},      {"name", true},      {"version", true},
    {"region", false},      {"language", false}, {"month_convention", false},
    {"value_curve", false}, {"policy", false},   {"sources", false}};

enum { CURVE_POINTS_MAX = 64, TEXT_MAX = 1024 };

static const bil_words nothing = {"", ""};

static const char *text_or(bil_loader *loader, const bil_json_value *value, const char *fallback)
{
    const char *text = fallback;
    if (value != NULL && bil_json_get_text(&text, value, TEXT_MAX)) {
        return bil_loader_text(loader, text);
    }
    return fallback;
}

/* A text that must be there and not be empty. */
static const char *text_needed(bil_loader *loader, const bil_json_value *value)
{
    const char *text = "";
    if (value == NULL || !bil_json_get_text(&text, value, TEXT_MAX)) {
        return "";
    }
    if (text[0] == '\0') {
        bil_json_fault(value, NULL, (bil_words){"un testo non vuoto", "a text that is not empty"},
                       nothing);
    }
    return bil_loader_text(loader, text);
}

static void expect_word(const bil_json_value *value, const char *word)
{
    const char *text = "";
    bil_said said;
    if (value != NULL && bil_json_get_text(&text, value, TEXT_MAX) && strcmp(text, word) != 0) {
        bil_json_fault(value, NULL, bil_say(&said, "«%s»", "\"%s\"", word), nothing);
    }
}

/* --- the value curve ------------------------------------------------------------------------- */

static bool read_point(bil_curve_point *point, const bil_json_value *value)
{
    if (bil_json_kind_of(value) != BIL_JSON_ARRAY || bil_json_count(value) != 2) {
        bil_json_fault(value, NULL, (bil_words){"[quota, valore]", "[share, value]"}, nothing);
        return false;
    }
    const bil_json_value *share = bil_json_first(value);
    bool fine = bil_json_get_decimal(&point->share_e6, share, 6, 0, 1000000);
    return bil_json_get_decimal(&point->value_e6, bil_json_next(share), 6, 0, 1000000) && fine;
}

static bool rises(const bil_curve_point *a, const bil_curve_point *b)
{
    return b->share_e6 > a->share_e6 && b->value_e6 >= a->value_e6;
}

/* The second stretch is not steeper than the first. */
static bool bends_down(const bil_curve_point *a, const bil_curve_point *b, const bil_curve_point *c)
{
    return (b->value_e6 - a->value_e6) * (c->share_e6 - b->share_e6) >=
           (c->value_e6 - b->value_e6) * (b->share_e6 - a->share_e6);
}

static void check_curve(const bil_json_value *value, const bil_curve_point *points, size_t count)
{
    const bil_json_value *at = bil_json_first(value);
    const bil_curve_point *last = &points[count - 1];
    if (points[0].share_e6 != 0 || points[0].value_e6 != 0) {
        bil_json_fault(at, NULL, (bil_words){"[0, 0] per primo", "[0, 0] as the first"}, nothing);
    }
    for (size_t i = 1; i < count; i++) {
        at = bil_json_next(at);
        if (!rises(&points[i - 1], &points[i])) {
            bil_json_fault(at, NULL,
                           (bil_words){"una quota maggiore e un valore non minore del precedente",
                                       "a greater share and no smaller value than the one before"},
                           nothing);
        } else if (i > 1 && !bends_down(&points[i - 2], &points[i - 1], &points[i])) {
            bil_json_fault(at, NULL,
                           (bil_words){"un tratto non più ripido del precedente (curva concava)",
                                       "a stretch no steeper than the one before (concave curve)"},
                           nothing);
        }
    }
    if (last->share_e6 != 1000000 || last->value_e6 != 1000000) {
        bil_json_fault(at, NULL, (bil_words){"[1, 1] per ultimo", "[1, 1] as the last"}, nothing);
    }
}

static void read_curve(bil_loader *loader, const bil_json_value *value)
{
    static const bil_curve_point usual[] = {
        {0, 0}, {500000, 650000}, {800000, 900000}, {1000000, 1000000}};
    bil_catalogue *catalogue = loader->catalogue;
    catalogue->curve = usual;
    catalogue->curve_count = sizeof usual / sizeof usual[0];
    if (value == NULL || !bil_json_expect_array(value, CURVE_POINTS_MAX)) {
        return;
    }
    size_t count = bil_json_count(value);
    if (count < 2) {
        bil_json_fault(value, NULL, (bil_words){"almeno due punti", "at least two points"},
                       nothing);
        return;
    }
    bil_curve_point *points = bil_loader_alloc(loader, count, sizeof *points);
    bool fine = points != NULL;
    size_t i = 0;
    for (const bil_json_value *at = bil_json_first(value); points != NULL && at != NULL;
         at = bil_json_next(at)) {
        fine = read_point(&points[i++], at) && fine;
    }
    if (fine) {
        check_curve(value, points, count);
        catalogue->curve = points;
        catalogue->curve_count = count;
    }
}

/* --- policies -------------------------------------------------------------------------------- */

static void read_policy_value(bil_loader *loader, bil_policy_entry *entries, size_t *count,
                              const bil_json_value *value)
{
    bil_catalogue *catalogue = loader->catalogue;
    const char *key = bil_json_key(value);
    int64_t number = 0;
    bool home = strcmp(key, "allowance_home_cents") == 0;
    bool residence = strcmp(key, "allowance_residence_cents") == 0;
    if (strcmp(key, "score_tolerance") == 0) {
        (void)bil_json_get_decimal(&catalogue->score_tolerance_e6, value, 6, 0, 200000);
        return;
    }
    if (!bil_json_get_integer(&number, value, home || residence ? 0 : -BIL_JSON_INTEGER_MAX,
                              home || residence ? BIL_CENTS_MAX : BIL_JSON_INTEGER_MAX)) {
        return;
    }
    catalogue->allowance_home_cents = home ? number : catalogue->allowance_home_cents;
    catalogue->allowance_residence_cents =
        residence ? number : catalogue->allowance_residence_cents;
    entries[(*count)++] =
        (bil_policy_entry){.key = bil_loader_text(loader, key), .value = number, .source = ""};
}

/* The texts of an object of sources, given to the policies of the same name. */
static void read_policy_sources(bil_loader *loader, bil_policy_entry *entries, size_t count,
                                const bil_json_value *sources, const bil_json_value *policy)
{
    if (sources == NULL || !bil_json_expect(sources, BIL_JSON_OBJECT)) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(sources); at != NULL; at = bil_json_next(at)) {
        const char *key = bil_json_key(at);
        const char *text = "";
        if (!bil_json_get_text(&text, at, BIL_CELL_TEXT_MAX)) {
            continue;
        }
        if (strcmp(key, "value_curve") != 0 && strcmp(key, "month_convention") != 0 &&
            (policy == NULL || bil_json_member(policy, key) == NULL)) {
            bil_json_warn(at, key, (bil_words){"il nome di una politica", "the name of a policy"},
                          nothing);
        }
        for (size_t i = 0; i < count; i++) {
            if (strcmp(entries[i].key, key) == 0) {
                entries[i].source = bil_loader_text(loader, text);
            }
        }
    }
}

static void read_policy(bil_loader *loader, const bil_json_value *policy,
                        const bil_json_value *sources)
{
    bil_policy_entry *entries = NULL;
    size_t count = 0;
    const bil_json_value *inner = NULL;
    if (policy != NULL && bil_json_expect(policy, BIL_JSON_OBJECT)) {
        entries = bil_loader_alloc(loader, bil_json_count(policy), sizeof *entries);
        inner = bil_json_member(policy, "sources");
        for (const bil_json_value *at = bil_json_first(policy); entries != NULL && at != NULL;
             at = bil_json_next(at)) {
            if (at != inner) {
                read_policy_value(loader, entries, &count, at);
            }
        }
    }
    read_policy_sources(loader, entries, count, inner, policy);
    read_policy_sources(loader, entries, count, sources, policy);
    loader->catalogue->policy = entries;
    loader->catalogue->policy_count = count;
}

static void read_settings(bil_loader *loader, const bil_json_value *root)
{
    const bil_json_value *found[MEMBERS];
    bil_catalogue *catalogue = loader->catalogue;
    (void)bil_json_get_members(found, root, fields, MEMBERS);
    expect_word(found[FORMAT], "bilancia-catalogue");
    catalogue->month_convention = text_or(loader, found[CONVENTION], "365/12");
    if (strstr(catalogue->month_convention, "12") == NULL) { /* other words may mean the same */
        bil_json_warn(found[CONVENTION], catalogue->month_convention,
                      (bil_words){"«365/12»: il mese è un dodicesimo dell’anno, sempre",
                                  "\"365/12\": a month is one twelfth of a year, always"},
                      nothing);
    }
    catalogue->name = text_needed(loader, found[NAME]);
    catalogue->version = text_needed(loader, found[VERSION]);
    catalogue->region = text_or(loader, found[REGION], "");
    catalogue->language = text_or(loader, found[LANGUAGE], "it");
    read_curve(loader, found[CURVE]);
    read_policy(loader, found[POLICY], found[SOURCES]);
}

void bil_load_settings(bil_loader *loader)
{
    const bil_catalogue_bytes *file = &loader->files[BIL_CATALOGUE_JSON];
    const char *name = bil_catalogue_file_name(BIL_CATALOGUE_JSON);
    bil_json *document = NULL;
    if (file->bytes == NULL) {
        bil_faults_add(loader->faults, name, "—",
                       (bil_words){"il file, che è obbligatorio", "the file, which is required"},
                       nothing);
        return;
    }
    bil_status status = bil_json_read(&document, file->bytes, file->size,
                                      (bil_json_options){.file = name}, loader->faults, NULL);
    if (status == BIL_OK) {
        read_settings(loader, bil_json_root(document));
    }
    loader->no_memory = loader->no_memory || status == BIL_E_NOMEM;
    bil_json_free(document);
}
