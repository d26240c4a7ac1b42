/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/catalogue.h"

#include <string.h>

#include "engine/money.h"
#include "engine/text.h"

__extension__ typedef __int128 wide;

void bil_catalogue_free(bil_catalogue *catalogue)
{
    if (catalogue != NULL) {
        bil_arena_free(catalogue->arena);
    }
}

bil_index bil_catalogue_find_domain(const bil_catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->domain_count; i++) {
        if (strcmp(catalogue->domains[i].code, code) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

bil_index bil_catalogue_find_service(const bil_catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->service_count; i++) {
        if (strcmp(catalogue->services[i].code, code) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

bil_index bil_catalogue_find_source(const bil_catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->source_count; i++) {
        if (strcmp(catalogue->sources[i].code, code) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

bil_index bil_catalogue_find_provider(const bil_catalogue *catalogue, const char *code,
                                      bil_index service)
{
    for (size_t i = 0; i < catalogue->provider_count; i++) {
        const bil_provider *provider = &catalogue->providers[i];
        if (provider->service == service && strcmp(provider->code, code) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

bil_index bil_catalogue_find_rule(const bil_catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        if (strcmp(catalogue->rules[i].id, id) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

const bil_level *bil_catalogue_level(const bil_catalogue *catalogue, bil_index domain, int level)
{
    for (size_t i = 0; i < catalogue->level_count; i++) {
        const bil_level *row = &catalogue->levels[i];
        if (row->domain == domain && row->level == level) {
            return row;
        }
    }
    return NULL;
}

bool bil_selector_parse(bil_selector *out, const char *text)
{
    static const struct {
        const char *word;
        bil_selector_kind kind;
    } forms[] = {
        {"service:", BIL_SELECT_SERVICE}, {"group:", BIL_SELECT_GROUP},
        {"kind:", BIL_SELECT_KIND},       {"setting:", BIL_SELECT_SETTING},
        {"axis:", BIL_SELECT_AXIS},       {"tag:", BIL_SELECT_TAG},
        {"source:", BIL_SELECT_SOURCE},   {"provider:", BIL_SELECT_PROVIDER},
    };
    if (strcmp(text, "*") == 0) {
        *out = (bil_selector){BIL_SELECT_ALL, text, "", BIL_NONE};
        return true;
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        size_t length = strlen(forms[i].word);
        if (strncmp(text, forms[i].word, length) == 0 && text[length] != '\0') {
            *out = (bil_selector){forms[i].kind, text, text + length, BIL_NONE};
            return true;
        }
    }
    return false;
}

static bool service_touches_axis(const bil_catalogue *catalogue, const bil_service *service,
                                 const char *axis)
{
    for (size_t i = 0; i < service->effect_count; i++) {
        const bil_effect *effect = &service->effects[i];
        if (effect->hundredths > 0 && effect->domain < catalogue->domain_count &&
            bil_text_same_ascii(catalogue->domains[effect->domain].axis, axis)) {
            return true;
        }
    }
    return false;
}

static bool service_has_tag(const bil_service *service, const char *tag)
{
    for (size_t i = 0; i < service->tag_count; i++) {
        if (strcmp(service->tags[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_name(const char *name, const char *value)
{
    return name != NULL && strcmp(name, value) == 0;
}

bool bil_selector_matches_service(const bil_catalogue *catalogue, const bil_selector *selector,
                                  bil_index service)
{
    if (service >= catalogue->service_count) {
        return false;
    }
    const bil_service *row = &catalogue->services[service];
    switch (selector->kind) {
    case BIL_SELECT_ALL:
        return true;
    case BIL_SELECT_SERVICE:
        return selector->index == BIL_NONE ? strcmp(row->code, selector->value) == 0
                                           : selector->index == service;
    case BIL_SELECT_GROUP:
        return row->exclusive_group[0] != '\0' &&
               strcmp(row->exclusive_group, selector->value) == 0;
    case BIL_SELECT_KIND:
        return is_name(bil_service_kind_name(row->kind), selector->value);
    case BIL_SELECT_SETTING:
        return is_name(bil_setting_name(row->setting), selector->value);
    case BIL_SELECT_AXIS:
        return service_touches_axis(catalogue, row, selector->value);
    case BIL_SELECT_TAG:
        return service_has_tag(row, selector->value);
    case BIL_SELECT_SOURCE:
    case BIL_SELECT_PROVIDER:
        return false;
    }
    return false;
}

bool bil_selector_matches_source(const bil_catalogue *catalogue, const bil_selector *selector,
                                 bil_index source)
{
    if (source >= catalogue->source_count || selector->kind != BIL_SELECT_SOURCE) {
        return false;
    }
    return selector->index == BIL_NONE
               ? strcmp(catalogue->sources[source].code, selector->value) == 0
               : selector->index == source;
}

/* A larger table takes longer to work out than it saves. */
enum { SETTLED_PAIRS = 1000000, SETTLED_LOOKS = 20000000 };

static bool rows_let_pay(const bil_catalogue *catalogue, bil_index source, bil_index service)
{
    for (size_t i = catalogue->eligibility_count; i > 0; i--) {
        const bil_eligibility *row = &catalogue->eligibility[i - 1];
        if (row->source == source &&
            bil_selector_matches_service(catalogue, &row->selector, service)) {
            return row->allow;
        }
    }
    return false;
}

bool bil_source_may_pay(const bil_catalogue *catalogue, bil_index source, bil_index service)
{
    if (catalogue->may_pay == NULL) {
        return rows_let_pay(catalogue, source, service);
    }
    return source < catalogue->source_count && service < catalogue->service_count &&
           catalogue->may_pay[source * catalogue->service_count + service];
}

static bool selectors_name(const bil_catalogue *catalogue, const bil_rule *rule, bil_rule_side side,
                           bil_index service)
{
    const bil_selector *list = side == BIL_RULE_A ? rule->a : rule->b;
    const size_t count = side == BIL_RULE_A ? rule->a_count : rule->b_count;
    for (size_t i = 0; i < count; i++) {
        if (bil_selector_matches_service(catalogue, &list[i], service)) {
            return true;
        }
    }
    return false;
}

bool bil_rule_names_service(const bil_catalogue *catalogue, bil_index rule, bil_rule_side side,
                            bil_index service)
{
    const bil_rule *row = &catalogue->rules[rule];
    if (row->names == NULL) {
        return selectors_name(catalogue, row, side, service);
    }
    return service < catalogue->service_count &&
           row->names[(side == BIL_RULE_A ? 0 : catalogue->service_count) + service];
}

static bil_status settle_payers(bil_catalogue *catalogue, bil_error *err)
{
    const size_t services = catalogue->service_count;
    const size_t pairs = catalogue->source_count * services;
    if (pairs > SETTLED_PAIRS || pairs * catalogue->eligibility_count > SETTLED_LOOKS) {
        return BIL_OK;
    }
    bool *table = bil_arena_alloc(catalogue->arena, pairs + 1, sizeof *table);
    if (table == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; r < catalogue->source_count; r++) {
        for (size_t s = 0; s < services; s++) {
            table[r * services + s] = rows_let_pay(catalogue, (bil_index)r, (bil_index)s);
        }
    }
    catalogue->may_pay = table;
    return BIL_OK;
}

static bil_status settle_subjects(bil_catalogue *catalogue, bil_error *err)
{
    const size_t services = catalogue->service_count;
    size_t looks = 0;
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        looks += (catalogue->rules[i].a_count + catalogue->rules[i].b_count) * services;
    }
    const size_t pairs = 2 * catalogue->rule_count * services;
    if (pairs > SETTLED_PAIRS || looks > SETTLED_LOOKS) {
        return BIL_OK;
    }
    bool *table = bil_arena_alloc(catalogue->arena, pairs + 1, sizeof *table);
    bil_rule *rules = bil_arena_alloc(catalogue->arena, catalogue->rule_count + 1, sizeof *rules);
    if (table == NULL || rules == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        bool *names = table + 2 * i * services;
        rules[i] = catalogue->rules[i];
        for (size_t s = 0; s < services; s++) {
            names[s] = selectors_name(catalogue, &rules[i], BIL_RULE_A, (bil_index)s);
            names[services + s] = selectors_name(catalogue, &rules[i], BIL_RULE_B, (bil_index)s);
        }
        rules[i].names = names;
    }
    catalogue->rules = rules;
    return BIL_OK;
}

bil_status bil_catalogue_settle(bil_catalogue *catalogue, bil_error *err)
{
    const bil_status status = settle_payers(catalogue, err);
    return status == BIL_OK ? settle_subjects(catalogue, err) : status;
}

static bool is_all(const bil_uncertainty *row)
{
    return row->selector.kind == BIL_SELECT_ALL;
}

const bil_uncertainty *bil_varies_service(const bil_catalogue *catalogue, bil_varies what,
                                          bil_index service)
{
    for (size_t i = catalogue->uncertainty_count; i > 0; i--) {
        const bil_uncertainty *row = &catalogue->uncertainty[i - 1];
        if (row->what == what && bil_selector_matches_service(catalogue, &row->selector, service)) {
            return row;
        }
    }
    return NULL;
}

const bil_uncertainty *bil_varies_hours(const bil_catalogue *catalogue, bil_index source)
{
    for (size_t i = catalogue->uncertainty_count; i > 0; i--) {
        const bil_uncertainty *row = &catalogue->uncertainty[i - 1];
        if (row->what == BIL_VARIES_HOURS &&
            (is_all(row) || bil_selector_matches_source(catalogue, &row->selector, source))) {
            return row;
        }
    }
    return NULL;
}

const bil_uncertainty *bil_varies_need(const bil_catalogue *catalogue, bil_index domain)
{
    for (size_t i = catalogue->uncertainty_count; i > 0 && domain < catalogue->domain_count; i--) {
        const bil_uncertainty *row = &catalogue->uncertainty[i - 1];
        if (row->what == BIL_VARIES_NEED &&
            (is_all(row) ||
             (row->selector.kind == BIL_SELECT_AXIS &&
              bil_text_same_ascii(catalogue->domains[domain].axis, row->selector.value)))) {
            return row;
        }
    }
    return NULL;
}

int64_t bil_service_month_price(const bil_service *service, int64_t price_cents)
{
    bool by_the_day = service->continuous && strcmp(service->unit, "day") == 0;
    return by_the_day ? bil_month_from_day(price_cents) : price_cents;
}

/* Linear between the row's ends, at an ISEE inside them. Written as a weighted mean so that every
 * term is positive and half-up rounding has one meaning. */
static int64_t copay_inside(const bil_copay_row *row, int64_t isee_cents)
{
    wide span = (wide)row->isee_to_cents - row->isee_from_cents;
    if (span <= 0) {
        return row->user_from_cents;
    }
    wide sum = (wide)row->user_from_cents * (row->isee_to_cents - isee_cents) +
               (wide)row->user_to_cents * (isee_cents - row->isee_from_cents);
    return (int64_t)((2 * sum + span) / (2 * span));
}

int64_t bil_copay_per_unit(const bil_catalogue *catalogue, const char *copay_class,
                           int64_t isee_cents, bil_date date)
{
    const bil_copay_row *below = NULL;   /* ends nearest under the ISEE */
    const bil_copay_row *lowest = NULL;  /* starts first */
    const bil_copay_row *highest = NULL; /* ends last */
    if (copay_class == NULL || copay_class[0] == '\0') {
        return 0;
    }
    for (size_t i = 0; i < catalogue->copay_count; i++) {
        const bil_copay_row *row = &catalogue->copay[i];
        if (strcmp(row->copay_class, copay_class) != 0 ||
            !bil_validity_holds(row->validity, date)) {
            continue;
        }
        if (isee_cents >= 0 && isee_cents >= row->isee_from_cents &&
            isee_cents <= row->isee_to_cents) {
            return copay_inside(row, isee_cents);
        }
        if (row->isee_to_cents < isee_cents &&
            (below == NULL || row->isee_to_cents > below->isee_to_cents)) {
            below = row;
        }
        if (lowest == NULL || row->isee_from_cents < lowest->isee_from_cents) {
            lowest = row;
        }
        if (highest == NULL || row->isee_to_cents > highest->isee_to_cents) {
            highest = row;
        }
    }
    if (isee_cents < 0) {
        return highest == NULL ? 0 : highest->user_to_cents;
    }
    if (below != NULL) {
        return below->user_to_cents;
    }
    return lowest == NULL ? 0 : lowest->user_from_cents;
}

const char *bil_service_kind_name(bil_service_kind value)
{
    switch (value) {
    case BIL_KIND_SOCIAL:
        return "social";
    case BIL_KIND_HEALTH:
        return "health";
    case BIL_KIND_SOCIOSANITARIO:
        return "sociosanitario";
    }
    return NULL;
}

const char *bil_setting_name(bil_setting value)
{
    switch (value) {
    case BIL_SETTING_HOME:
        return "home";
    case BIL_SETTING_COMMUNITY:
        return "community";
    case BIL_SETTING_DAY:
        return "day";
    case BIL_SETTING_RESIDENTIAL:
        return "residential";
    case BIL_SETTING_CASH:
        return "cash";
    }
    return NULL;
}

const char *bil_source_kind_name(bil_source_kind value)
{
    switch (value) {
    case BIL_SOURCE_SOCIAL:
        return "social";
    case BIL_SOURCE_HEALTH:
        return "health";
    case BIL_SOURCE_SOCIOSANITARIO:
        return "sociosanitario";
    case BIL_SOURCE_PENSION:
        return "pension";
    case BIL_SOURCE_FAMILY:
        return "family";
    case BIL_SOURCE_THIRD_SECTOR:
        return "third_sector";
    }
    return NULL;
}

const char *bil_rule_form_name(bil_rule_form value)
{
    switch (value) {
    case BIL_RULE_EXCLUSIVE:
        return "exclusive";
    case BIL_RULE_THRESHOLD:
        return "threshold";
    case BIL_RULE_ALLOWANCE:
        return "allowance";
    case BIL_RULE_JOINT_CAP:
        return "joint_cap";
    case BIL_RULE_REQUIRES:
        return "requires";
    case BIL_RULE_ABSORBS:
        return "absorbs";
    case BIL_RULE_SLOT:
        return "slot";
    }
    return NULL;
}

const char *bil_varies_name(bil_varies value)
{
    switch (value) {
    case BIL_VARIES_PRICE:
        return "price";
    case BIL_VARIES_DELAY:
        return "delay";
    case BIL_VARIES_ATTENDANCE:
        return "attendance";
    case BIL_VARIES_HOURS:
        return "hours";
    case BIL_VARIES_NEED:
        return "need";
    case BIL_VARIES_COUNT:
        break;
    }
    return NULL;
}
