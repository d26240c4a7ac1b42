/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decided by hand: lines, rules set aside, places granted; each with its reason. */

#include <string.h>

#include "data/case_impl.h"
#include "data/limits.h"
#include "data/named_impl.h"
#include "engine/money.h"

enum { SERVICE, PROVIDER, RULE, QUANTITY, PHASE, REASON, BY, MEMBERS };

static const bil_json_field fields[MEMBERS] = {
    {"service", false}, {"provider", false}, {"rule", false}, {"quantity", false},
    {"phase", false},   {"reason", true},    {"by", false}};

enum { REASON_MAX = 4000 };

static const bil_words nothing = {"", ""};

static bil_index rule_index(const bil_case_loader *loader, const bil_json_value *value)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const char *code = "";
    if (!bil_json_get_code(&code, value)) {
        return BIL_NONE;
    }
    const bil_index index = bil_catalogue_find_rule(catalogue, code);
    if (index == BIL_NONE) {
        bil_named_unknown(
            value, code,
            (bil_words){"l’id di una regola del catalogo", "the id of a rule of the catalogue"},
            catalogue->rules, catalogue->rule_count, sizeof(bil_rule));
    }
    return index;
}

static bil_index provider_index(const bil_case_loader *loader, const bil_json_value *value,
                                bil_index service)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const char *code = "";
    if (!bil_json_get_code(&code, value) || service == BIL_NONE) {
        return BIL_NONE;
    }
    const bil_index index = bil_catalogue_find_provider(catalogue, code, service);
    if (index == BIL_NONE) {
        bil_named_unknown(value, code,
                          (bil_words){"il codice di un ente che eroga questo servizio",
                                      "the code of a provider of this service"},
                          catalogue->providers, catalogue->provider_count, sizeof(bil_provider));
    }
    return index;
}

/* No reason, no override: what a hand decides must be on record. */
static const char *reason_of(bil_case_loader *loader, const bil_json_value *value)
{
    const char *text = "";
    if (value == NULL || !bil_json_get_text(&text, value, REASON_MAX)) {
        return "";
    }
    if (text[strspn(text, " \t\n")] == '\0') {
        bil_json_fault(
            value, NULL,
            (bil_words){"il motivo della scelta, in parole", "the reason for the choice, in words"},
            nothing);
    }
    return bil_case_text(loader, text);
}

/* A place or a flat is there or not; and a slip of the hand should not cost a fortune. */
static void check_quantity(const bil_case_loader *loader, const bil_override *line,
                           const bil_json_value *value)
{
    const bil_catalogue *catalogue = loader->catalogue;
    const bil_service *service = &catalogue->services[line->service];
    int64_t price = bil_service_month_price(service, service->price_cents);
    for (size_t p = 0; p < catalogue->provider_count; p++) {
        const bil_provider *provider = &catalogue->providers[p];
        const int64_t theirs = bil_service_month_price(service, provider->price_cents);
        price = provider->service == line->service && theirs > price ? theirs : price;
    }
    if (service->continuous && line->quantity > 1) {
        bil_json_fault(value, NULL,
                       (bil_words){"0 o 1: un servizio continuativo c’è o non c’è",
                                   "0 or 1: a continuous service is there or it is not"},
                       nothing);
    } else if (line->quantity * price > BIL_BY_HAND_CENTS_MAX) {
        bil_json_fault(value, NULL,
                       (bil_words){"una quantità che costi al massimo 100.000 € al mese",
                                   "a quantity that costs at most €100,000 a month"},
                       nothing);
    }
}

static void read_line(bil_case_loader *loader, bil_override *out, const bil_json_value *value,
                      const bil_json_value *const *found)
{
    int64_t phase = 0;
    out->service = bil_named_service(loader->catalogue, found[SERVICE]);
    if (!bil_json_is_null(found[PROVIDER])) {
        out->kind = BIL_OVERRIDE_PLACE;
        out->provider = provider_index(loader, found[PROVIDER], out->service);
    }
    if (bil_json_is_null(found[QUANTITY])) {
        bil_json_fault(
            value, NULL,
            (bil_words){"«quantity»: quante unità al mese", "\"quantity\": how many units a month"},
            nothing);
    } else if (bil_json_get_integer(&out->quantity, found[QUANTITY], 0,
                                    out->kind == BIL_OVERRIDE_LINE ? BIL_BY_HAND_QUANTITY_MAX
                                                                   : BIL_QUANTITY_MAX) &&
               out->kind == BIL_OVERRIDE_LINE && out->service != BIL_NONE) {
        check_quantity(loader, out, found[QUANTITY]);
    }
    if (out->kind == BIL_OVERRIDE_PLACE && !bil_json_is_null(found[PHASE])) {
        bil_json_fault(found[PHASE], NULL,
                       (bil_words){"nessuna fase: un posto vale per tutto il piano",
                                   "no phase: a place holds for the whole plan"},
                       nothing);
    } else if (!bil_json_is_null(found[PHASE]) &&
               bil_json_get_integer(&phase, found[PHASE], 1,
                                    (int64_t)loader->person->phase_count)) {
        out->phase = (size_t)phase - 1;
    }
}

static void read_override(bil_case_loader *loader, bil_override *out, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    const char *by = "";
    *out = (bil_override){.service = BIL_NONE,
                          .provider = BIL_NONE,
                          .rule = BIL_NONE,
                          .phase = SIZE_MAX,
                          .by = "",
                          .reason = ""};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    const bool rule = !bil_json_is_null(found[RULE]);
    const bool line = !bil_json_is_null(found[SERVICE]);
    const bool more = !bil_json_is_null(found[PROVIDER]) || !bil_json_is_null(found[QUANTITY]) ||
                      !bil_json_is_null(found[PHASE]);
    if (rule == line || (rule && more)) {
        bil_json_fault(value, NULL,
                       (bil_words){"«service» con «quantity», oppure «rule»",
                                   "\"service\" with \"quantity\", or else \"rule\""},
                       nothing);
    } else if (rule) {
        out->kind = BIL_OVERRIDE_RULE;
        out->rule = rule_index(loader, found[RULE]);
    } else {
        read_line(loader, out, value, found);
    }
    out->reason = reason_of(loader, found[REASON]);
    if (!bil_json_is_null(found[BY]) && bil_json_get_text(&by, found[BY], REASON_MAX)) {
        out->by = bil_case_text(loader, by);
    }
}

static bool same(const bil_override *a, const bil_override *b)
{
    return a->kind == b->kind && a->service == b->service && a->provider == b->provider &&
           a->rule == b->rule &&
           (a->phase == b->phase || a->phase == SIZE_MAX || b->phase == SIZE_MAX);
}

void bil_case_read_overrides(bil_case_loader *loader, const bil_json_value *value)
{
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_CASE_LIST_MAX)) {
        return;
    }
    bil_override *items = bil_case_alloc(loader, bil_json_count(value), sizeof *items);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); items != NULL && at != NULL;
         at = bil_json_next(at)) {
        read_override(loader, &items[count], at);
        for (size_t i = 0; i < count; i++) {
            if (same(&items[i], &items[count])) {
                bil_json_fault(at, NULL,
                               (bil_words){"una decisione non già scritta sopra",
                                           "a decision not written above already"},
                               nothing);
                break;
            }
        }
        count++;
    }
    loader->person->overrides = items;
    loader->person->override_count = count;
}
