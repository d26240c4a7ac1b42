/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The needs of a case: what the person says, and what the catalogue's levels say for the rest. */

#include <stdlib.h>
#include <string.h>

#include "data/case_impl.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "data/words.h"

enum { ID, DOMAIN, LEVEL, PRIORITY, TARGET, FLOOR, COVERED, AT_LEAST, NOTE, MEMBERS };

static const bil_json_field fields[MEMBERS] = {{"id", true},
                                               {"domain", true},
                                               {"level", true},
                                               {"priority", false},
                                               {"monthly_target", false},
                                               {"floor_pct", false},
                                               {"already_covered", false},
                                               {"at_least", false},
                                               {"note", false}};

enum { NOTE_MAX = 4000, WEIGHT_ONE_E4 = 10000 };

static const bil_words nothing = {"", ""};

static bil_index read_domain(const bil_case_loader *loader, const bil_json_value *value)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const char *code = "";
    if (value == NULL || !bil_json_get_code(&code, value)) {
        return BIL_NONE;
    }
    bil_index index = bil_catalogue_find_domain(catalogue, code);
    if (index == BIL_NONE) {
        bil_named_unknown(value, code,
                          (bil_words){"il codice di un dominio del catalogo",
                                      "the code of a domain of the catalogue"},
                          catalogue->domains, catalogue->domain_count, sizeof(bil_domain));
    }
    return index;
}

/* Target, floor and weight of the need's level; a target of its own needs no such row. */
static void take_level(const bil_case_loader *loader, bil_need *need, const bil_json_value *value,
                       bool own_target)
{
    bil_said said;
    const bil_level *level = bil_catalogue_level(loader->catalogue, need->domain, need->level);
    if (level != NULL) {
        need->target = level->target;
        need->floor_bp = level->floor_bp;
        need->weight_e4 = level->weight_e4;
        return;
    }
    bil_words expected = bil_say(&said, "un livello che levels.csv dà per il dominio «%s»",
                                 "a level that levels.csv gives for the domain \"%s\"",
                                 loader->catalogue->domains[need->domain].code);
    need->weight_e4 = WEIGHT_ONE_E4;
    if (own_target) {
        bil_json_warn(value, NULL, expected, nothing);
    } else {
        bil_json_fault(value, NULL, expected, nothing);
    }
}

static void read_figures(const bil_case_loader *loader, bil_need *need,
                         const bil_json_value *const *found)
{
    int64_t number = 0;
    need->priority = 1;
    if (!bil_json_is_null(found[PRIORITY]) &&
        bil_json_get_integer(&number, found[PRIORITY], 1, 3)) {
        need->priority = (int)number;
    }
    bool own_target = !bil_json_is_null(found[TARGET]);
    if (found[LEVEL] != NULL && bil_json_get_integer(&number, found[LEVEL], 0, 4)) {
        need->level = (int)number;
        if (need->domain != BIL_NONE) {
            take_level(loader, need, found[LEVEL], own_target);
        }
    }
    if (own_target) {
        (void)bil_json_get_integer(&need->target, found[TARGET], 0, BIL_HUNDREDTHS_MAX);
    }
    if (!bil_json_is_null(found[FLOOR])) {
        (void)bil_json_get_decimal(&need->floor_bp, found[FLOOR], 2, 0, 10000);
    }
    if (!bil_json_is_null(found[COVERED])) {
        (void)bil_json_get_integer(&need->already_covered, found[COVERED], 0, BIL_HUNDREDTHS_MAX);
    }
    if (!bil_json_is_null(found[AT_LEAST])) {
        (void)bil_json_get_integer(&need->at_least, found[AT_LEAST], 0, BIL_HUNDREDTHS_MAX);
    }
    if (need->weight_e4 == 0) {
        need->weight_e4 = WEIGHT_ONE_E4; /* of a level without target: it then weighs as one */
    }
}

static void read_need(bil_case_loader *loader, bil_need *need, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    const char *text = "";
    *need = (bil_need){.id = "", .domain = BIL_NONE, .note = ""};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    if (found[ID] != NULL && bil_json_get_code(&text, found[ID])) {
        need->id = bil_case_text(loader, text);
    }
    need->domain = read_domain(loader, found[DOMAIN]);
    read_figures(loader, need, found);
    if (!bil_json_is_null(found[NOTE]) && bil_json_get_text(&text, found[NOTE], NOTE_MAX)) {
        need->note = bil_case_text(loader, text);
    }
}

static int by_id(const void *a, const void *b)
{
    const bil_need *x = a;
    const bil_need *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->file_order > y->file_order) - (x->file_order < y->file_order);
}

/* The value of the list's element number `place`. */
static const bil_json_value *element(const bil_json_value *list, size_t place)
{
    const bil_json_value *at = bil_json_first(list);
    while (place > 0) {
        at = bil_json_next(at);
        place--;
    }
    return at;
}

static void check_ids(const bil_need *needs, size_t count, const bil_json_value *list)
{
    for (size_t i = 1; i < count; i++) {
        if (needs[i].id[0] != '\0' && strcmp(needs[i].id, needs[i - 1].id) == 0) {
            const bil_json_value *need = element(list, needs[i].file_order);
            bil_json_fault(bil_json_member(need, "id"), NULL,
                           (bil_words){"un id non già usato da un altro bisogno",
                                       "an id not used already by another need"},
                           nothing);
        }
    }
}

void bil_case_read_needs(bil_case_loader *loader, const bil_json_value *value)
{
    size_t count = 0;
    if (value == NULL || !bil_json_expect_array(value, BIL_CASE_LIST_MAX)) {
        return;
    }
    if (bil_json_count(value) == 0) {
        bil_json_warn(value, NULL, (bil_words){"almeno un bisogno", "at least one need"}, nothing);
    }
    bil_need *needs = bil_case_alloc(loader, bil_json_count(value), sizeof *needs);
    for (const bil_json_value *at = bil_json_first(value); needs != NULL && at != NULL;
         at = bil_json_next(at)) {
        read_need(loader, &needs[count], at);
        needs[count].file_order = count;
        count++;
    }
    if (needs != NULL) {
        qsort(needs, count, sizeof *needs, by_id);
        check_ids(needs, count, value);
    }
    loader->person->needs = needs;
    loader->person->need_count = count;
}
