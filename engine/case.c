/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/case.h"

#include <string.h>

#include "engine/money.h"
#include "engine/text.h"
#include "engine/words.h"

int64_t bil_need_weight(const bil_need *need)
{
    /* ×1, ×1.25, ×1.5 in quarters. */
    int64_t quarters = need->priority <= 1 ? 4 : need->priority == 2 ? 5 : 6;
    return need->weight_e4 * quarters;
}

const char *bil_profile_name(bil_profile profile)
{
    switch (profile) {
    case BIL_PROFILE_BALANCED:
        return "balanced";
    case BIL_PROFILE_HOME_FIRST:
        return "home-first";
    case BIL_PROFILE_LEAST_FAMILY_BURDEN:
        return "least-family-burden";
    case BIL_PROFILE_LEAST_PUBLIC_MONEY:
        return "least-public-money";
    case BIL_PROFILE_FEWEST_CHANGES:
        return "fewest-changes";
    case BIL_PROFILE_PREFERENCES_FIRST:
        return "preferences-first";
    }
    return NULL;
}

bil_words bil_profile_words(bil_profile profile)
{
    switch (profile) {
    case BIL_PROFILE_BALANCED:
        return bil_answer_words(BIL_A_PROFILE_BALANCED);
    case BIL_PROFILE_HOME_FIRST:
        return bil_answer_words(BIL_A_PROFILE_HOME_FIRST);
    case BIL_PROFILE_LEAST_FAMILY_BURDEN:
        return bil_answer_words(BIL_A_PROFILE_LEAST_FAMILY_BURDEN);
    case BIL_PROFILE_LEAST_PUBLIC_MONEY:
        return bil_answer_words(BIL_A_PROFILE_LEAST_PUBLIC_MONEY);
    case BIL_PROFILE_FEWEST_CHANGES:
        return bil_answer_words(BIL_A_PROFILE_FEWEST_CHANGES);
    case BIL_PROFILE_PREFERENCES_FIRST:
        return bil_answer_words(BIL_A_PROFILE_PREFERENCES_FIRST);
    }
    return (bil_words){"", ""};
}

/* The same words, letter case and '-', '_', ' ' apart. */
static bool same_words(const char *text, const char *name)
{
    for (; *text != '\0' && *name != '\0'; text++, name++) {
        char a[2] = {*text == '_' || *text == ' ' ? '-' : *text, '\0'};
        char b[2] = {*name == '_' || *name == ' ' ? '-' : *name, '\0'};
        if (!bil_text_same_ascii(a, b)) {
            return false;
        }
    }
    return *text == *name;
}

bool bil_profile_parse(bil_profile *out, const char *text)
{
    static const bil_profile all[] = {
        BIL_PROFILE_BALANCED,           BIL_PROFILE_HOME_FIRST,     BIL_PROFILE_LEAST_FAMILY_BURDEN,
        BIL_PROFILE_LEAST_PUBLIC_MONEY, BIL_PROFILE_FEWEST_CHANGES, BIL_PROFILE_PREFERENCES_FIRST,
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (same_words(text, bil_profile_name(all[i])) ||
            same_words(text, bil_profile_words(all[i]).en)) {
            *out = all[i];
            return true;
        }
    }
    return false;
}

void bil_case_free(bil_case *person)
{
    if (person != NULL) {
        bil_arena_free(person->arena);
    }
}

bil_index bil_case_find_need(const bil_case *person, const char *id)
{
    for (size_t i = 0; i < person->need_count; i++) {
        if (strcmp(person->needs[i].id, id) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

const bil_case_source *bil_case_source_of(const bil_case *person, bil_index source)
{
    for (size_t i = 0; i < person->source_count; i++) {
        if (person->sources[i].source == source) {
            return &person->sources[i];
        }
    }
    return NULL;
}

const bil_in_place *bil_case_in_place_of(const bil_case *person, bil_index service)
{
    for (size_t i = 0; i < person->in_place_count; i++) {
        if (person->in_place[i].service == service) {
            return &person->in_place[i];
        }
    }
    return NULL;
}

const bil_fixed *bil_case_fixed_of(const bil_case *person, bil_index service)
{
    for (size_t i = 0; i < person->wishes.fixed_count; i++) {
        if (person->wishes.fixed[i].service == service) {
            return &person->wishes.fixed[i];
        }
    }
    return NULL;
}

const bil_override *bil_case_line_by_hand(const bil_case *person, bil_index service, size_t phase)
{
    for (size_t i = 0; i < person->override_count; i++) {
        const bil_override *o = &person->overrides[i];
        if (o->kind == BIL_OVERRIDE_LINE && o->service == service &&
            (o->phase == SIZE_MAX || o->phase == phase)) {
            return o;
        }
    }
    return NULL;
}

bool bil_case_rule_waived(const bil_case *person, bil_index rule)
{
    for (size_t i = 0; i < person->override_count; i++) {
        if (person->overrides[i].kind == BIL_OVERRIDE_RULE && person->overrides[i].rule == rule) {
            return true;
        }
    }
    return false;
}

bool bil_case_rule_holds(const bil_case *person, bil_index rule, bil_date date)
{
    return bil_validity_holds(person->catalogue->rules[rule].validity, date) &&
           !bil_case_rule_waived(person, rule);
}

/* A provider may have a row for each year: what it grants holds for all of them. */
static bool same_place(const bil_catalogue *catalogue, bil_index a, bil_index b)
{
    const bil_provider *x = &catalogue->providers[a];
    const bil_provider *y = &catalogue->providers[b];
    return a == b || (x->service == y->service && strcmp(x->code, y->code) == 0);
}

int64_t bil_case_capacity(const bil_case *person, bil_index provider)
{
    int64_t most = person->catalogue->providers[provider].capacity_month;
    for (size_t i = 0; i < person->override_count; i++) {
        const bil_override *o = &person->overrides[i];
        if (o->kind == BIL_OVERRIDE_PLACE && same_place(person->catalogue, o->provider, provider) &&
            o->quantity > most) {
            most = o->quantity;
        }
    }
    return most;
}

int64_t bil_case_at_least(const bil_case *person, size_t need, size_t phase)
{
    const bil_phase *p = &person->phases[phase];
    const int64_t here = p->at_least == NULL ? 0 : p->at_least[need];
    const int64_t own = person->needs[need].at_least;
    const int64_t wanted = here > own ? here : own;
    return wanted < p->targets[need] ? wanted : p->targets[need];
}

bool bil_case_wish_met_by(const bil_case *person, const bil_selector *wish, bil_index service,
                          bil_index provider)
{
    const bil_catalogue *catalogue = person->catalogue;
    if (wish->kind == BIL_SELECT_PROVIDER) {
        return provider < catalogue->provider_count &&
               strcmp(catalogue->providers[provider].code, wish->value) == 0;
    }
    return bil_selector_matches_service(catalogue, wish, service);
}

int64_t bil_phase_source_limit(const bil_phase *phase, bil_index source)
{
    for (size_t i = 0; i < phase->budget.by_source_count; i++) {
        if (phase->budget.by_source[i].source == source) {
            return phase->budget.by_source[i].monthly_cents;
        }
    }
    return BIL_UNLIMITED;
}

int64_t bil_case_source_month(const bil_case *person, const bil_case_source *source, size_t phase)
{
    BIL_ASSERT(phase < person->phase_count);
    BIL_ASSERT(source->source < person->catalogue->source_count);
    const bil_source *row = &person->catalogue->sources[source->source];
    int64_t month = bil_month_from_payments(source->amount_cents, row->payments_per_year);
    if (row->holder == BIL_HOLDER_PERSON) {
        int64_t limit = bil_phase_source_limit(&person->phases[phase], source->source);
        month = month < limit ? month : limit;
    }
    return month;
}

bool bil_provider_serves(const bil_case *person, const bil_provider *provider, bil_date date)
{
    bool anywhere = provider->zone[0] == '\0' || strcmp(provider->zone, "*") == 0;
    return bil_validity_holds(provider->validity, date) &&
           (anywhere || bil_text_same_ascii(provider->zone, person->district));
}

int64_t bil_phase_effect(const bil_phase *phase, bil_index service, int64_t hundredths)
{
    return phase->delivered_bp == NULL ? hundredths
                                       : bil_share(hundredths, phase->delivered_bp[service]);
}
