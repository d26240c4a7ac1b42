/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in place today, and what the person wants and does not want. */

#include <string.h>

#include "data/case_impl.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "data/words.h"

enum { SELECTOR_MAX = 128 }; /* bytes */

static const bil_words nothing = {"", ""};

/* --- quantities ------------------------------------------------------------------------------ */

typedef struct {
    bil_index service;
    int64_t quantity;
    bool keep;
} amount;

static void read_amount(const bil_case_loader *loader, amount *out, bil_placed *placed,
                        const bil_json_value *value, bool in_place)
{
    enum { SERVICE, QUANTITY, KEEP, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"service", true}, {"quantity", true}, {"keep", false}};
    const bil_json_value *found[MEMBERS] = {NULL, NULL, NULL};
    (void)bil_json_get_members(found, value, fields, in_place ? MEMBERS : KEEP);
    out->service = bil_named_service(loader->catalogue, found[SERVICE]);
    placed->index = out->service;
    placed->value = found[SERVICE] == NULL ? value : found[SERVICE];
    if (found[QUANTITY] != NULL) {
        (void)bil_json_get_integer(&out->quantity, found[QUANTITY], in_place ? 1 : 0,
                                   BIL_QUANTITY_MAX);
    }
    if (in_place && !bil_json_is_null(found[KEEP])) {
        (void)bil_json_get_bool(&out->keep, found[KEEP]);
    }
}

/* The list in the order of the catalogue; NULL when there is none. */
static const amount *read_amounts(bil_case_loader *loader, size_t *count,
                                  const bil_json_value *value, bool in_place)
{
    *count = 0;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_CASE_LIST_MAX)) {
        return NULL;
    }
    size_t listed = bil_json_count(value);
    size_t read = 0;
    amount *rows = bil_case_alloc(loader, listed, sizeof *rows);
    amount *sorted = bil_case_alloc(loader, listed, sizeof *sorted);
    bil_placed *placed = bil_case_alloc(loader, listed, sizeof *placed);
    if (rows == NULL || sorted == NULL || placed == NULL) {
        return NULL;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        placed[read].place = read;
        read_amount(loader, &rows[read], &placed[read], at, in_place);
        read++;
    }
    *count = bil_case_order(placed, read);
    for (size_t i = 0; i < *count; i++) {
        sorted[i] = rows[placed[i].place];
    }
    return sorted;
}

void bil_case_read_in_place(bil_case_loader *loader, const bil_json_value *value)
{
    size_t count = 0;
    const amount *rows = read_amounts(loader, &count, value, true);
    bil_in_place *items = bil_case_alloc(loader, count, sizeof *items);
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i] = (bil_in_place){rows[i].service, rows[i].quantity, rows[i].keep};
    }
    loader->person->in_place = items;
    loader->person->in_place_count = items == NULL ? 0 : count;
}

static void read_fixed(bil_case_loader *loader, const bil_json_value *value)
{
    size_t count = 0;
    const amount *rows = read_amounts(loader, &count, value, false);
    bil_fixed *items = bil_case_alloc(loader, count, sizeof *items);
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i] = (bil_fixed){rows[i].service, rows[i].quantity};
    }
    loader->person->wishes.fixed = items;
    loader->person->wishes.fixed_count = items == NULL ? 0 : count;
}

/* --- selectors ------------------------------------------------------------------------------- */

/* Is the word of a `kind:` or `setting:` selector one of the closed list? */
static bool word_known(const bil_selector *selector)
{
    const char *name = NULL;
    if (selector->kind == BIL_SELECT_KIND) {
        for (int i = 0; (name = bil_service_kind_name((bil_service_kind)i)) != NULL; i++) {
            if (strcmp(name, selector->value) == 0) {
                return true;
            }
        }
        return false;
    }
    if (selector->kind == BIL_SELECT_SETTING) {
        for (int i = 0; (name = bil_setting_name((bil_setting)i)) != NULL; i++) {
            if (strcmp(name, selector->value) == 0) {
                return true;
            }
        }
        return false;
    }
    return selector->kind == BIL_SELECT_ALL || bil_code_valid(selector->value);
}

static bool matches_something(const bil_catalogue *catalogue, const bil_selector *selector)
{
    for (size_t i = 0; i < catalogue->service_count; i++) {
        if (bil_selector_matches_service(catalogue, selector, (bil_index)i)) {
            return true;
        }
    }
    return false;
}

/* `source:` and `provider:` are known only where something must be there. */
static bool in_its_place(const bil_selector *selector, bool must)
{
    return must || (selector->kind != BIL_SELECT_SOURCE && selector->kind != BIL_SELECT_PROVIDER);
}

/* Resolves what the selector names; false when the catalogue has nothing of the kind. */
static bool resolve(const bil_catalogue *catalogue, bil_selector *out)
{
    if (out->kind == BIL_SELECT_SERVICE) {
        out->index = bil_catalogue_find_service(catalogue, out->value);
    }
    if (out->kind == BIL_SELECT_SOURCE) {
        out->index = bil_catalogue_find_source(catalogue, out->value);
        return out->index != BIL_NONE;
    }
    for (size_t i = 0; out->kind == BIL_SELECT_PROVIDER && i < catalogue->provider_count; i++) {
        if (strcmp(catalogue->providers[i].code, out->value) == 0) {
            return true;
        }
    }
    return matches_something(catalogue, out);
}

static bool read_selector(bil_case_loader *loader, bil_selector *out, const bil_json_value *value,
                          bool must)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const char *text = "";
    bil_said near;
    if (!bil_json_get_text(&text, value, SELECTOR_MAX)) {
        return false;
    }
    if (!bil_selector_parse(out, text) || !in_its_place(out, must) || !word_known(out)) {
        bil_json_fault(value, NULL,
                       must ? (bil_words){"un selettore: service:S01, group:…, tag:…, axis:…, "
                                          "kind:social, setting:home, source:…, provider:… o *",
                                          "a selector: service:S01, group:…, tag:…, axis:…, "
                                          "kind:social, setting:home, source:…, provider:… or *"}
                            : (bil_words){"un selettore di servizi: service:S01, group:…, tag:…, "
                                          "axis:…, kind:social, setting:home o *",
                                          "a selector of services: service:S01, group:…, tag:…, "
                                          "axis:…, kind:social, setting:home or *"},
                       nothing);
        return false;
    }
    if (!bil_selector_parse(out, bil_case_text(loader, text))) { /* now with a text that stays */
        return false;
    }
    if (!resolve(catalogue, out)) {
        bil_words hint = out->kind == BIL_SELECT_SERVICE
                             ? bil_say_nearest(&near, out->value, catalogue->services,
                                               catalogue->service_count, sizeof(bil_service))
                             : nothing;
        bil_json_warn(value, NULL,
                      (bil_words){"un selettore che trova qualcosa in questo catalogo",
                                  "a selector that matches something in this catalogue"},
                      hint);
    }
    return true;
}

static const bil_selector *read_selectors(bil_case_loader *loader, size_t *count,
                                          const bil_json_value *value, bool must)
{
    *count = 0;
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_CASE_LIST_MAX)) {
        return NULL;
    }
    bil_selector *items = bil_case_alloc(loader, bil_json_count(value), sizeof *items);
    for (const bil_json_value *at = bil_json_first(value); items != NULL && at != NULL;
         at = bil_json_next(at)) {
        if (read_selector(loader, &items[*count], at, must)) {
            (*count)++;
        }
    }
    return items;
}

void bil_case_read_wishes(bil_case_loader *loader, const bil_json_value *value)
{
    enum { MUST, MUST_NOT, PREFER, FIXED, MEMBERS };
    static const bil_json_field fields[MEMBERS] = {
        {"must", false}, {"must_not", false}, {"prefer", false}, {"fixed", false}};
    const bil_json_value *found[MEMBERS];
    bil_wishes *wishes = &loader->person->wishes;
    if (bil_json_is_null(value)) {
        return;
    }
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    wishes->must = read_selectors(loader, &wishes->must_count, found[MUST], true);
    wishes->must_not = read_selectors(loader, &wishes->must_not_count, found[MUST_NOT], false);
    wishes->prefer = read_selectors(loader, &wishes->prefer_count, found[PREFER], false);
    read_fixed(loader, found[FIXED]);
}
