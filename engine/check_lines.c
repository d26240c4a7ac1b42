/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each line by itself: what it names, its quantity, provider, price and their arithmetic. Every
 * figure is checked against the figures it follows from as they stand in the plan, so that one
 * wrong figure gives one violation. */

#include "engine/check_impl.h"

#include "engine/money.h"

typedef struct {
    bil_checking *check;
    const bil_phase_facts *phase;
    const bil_line *line;
    const bil_service *service;
    bil_place place;
} line_view;

static void check_names(const line_view *v)
{
    if (v->service == NULL) {
        bil_check_report(v->check, v->place, BIL_CHECK_LINE_UNKNOWN, "service", v->line->code);
    }
    if (v->line->provider_code != NULL &&
        v->line->provider >= v->check->catalogue->provider_count) {
        bil_check_report(v->check, v->place, BIL_CHECK_LINE_UNKNOWN, "provider",
                         v->line->provider_code);
    }
    for (size_t i = 0; i < v->line->funding_count; i++) {
        if (v->line->funding[i].source >= v->check->catalogue->source_count) {
            bil_check_report(v->check, v->place, BIL_CHECK_LINE_UNKNOWN, "source",
                             v->line->funding[i].code);
        }
    }
}

static void check_quantity(const line_view *v)
{
    const bil_service *service = v->service;
    int64_t quantity = v->line->quantity;
    int64_t least = service->min_month > 1 ? service->min_month : 1;
    int64_t most = service->max_month;
    if (service->continuous && most > 1) {
        most = 1;
    }
    const bil_override *hand =
        bil_case_line_by_hand(v->check->person, v->line->service, v->phase->number);
    if (hand != NULL && quantity == hand->quantity && quantity > 0) {
        /* a person's hand may go beyond the service's own limits */
    } else if (quantity < least) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_QUANTITY, "≥ ", least, quantity);
    } else if (quantity > most) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_QUANTITY, "≤ ", most, quantity);
    }
    if (hand == NULL && service->step > 1 && quantity % service->step != 0) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_STEP, "× ", service->step, quantity);
    }
    if (!bil_validity_holds(service->validity, v->phase->given->start)) {
        char date[16];
        bil_date_format(date, sizeof date, v->phase->given->start);
        bil_check_report(v->check, v->place, BIL_CHECK_LINE_VALIDITY, "", date);
    }
}

static void check_marks(const line_view *v)
{
    if (v->line->one_off != v->service->one_off) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_ONE_OFF, "one_off ",
                          v->service->one_off ? 1 : 0, v->line->one_off ? 1 : 0);
    }
    bool today = bil_case_in_place_of(v->check->person, v->line->service) != NULL;
    if (v->line->in_place != today) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_IN_PLACE, "in_place ", today ? 1 : 0,
                          v->line->in_place ? 1 : 0);
    }
}

static bool covers_something(const bil_case *person, const bil_service *service)
{
    for (size_t e = 0; e < service->effect_count; e++) {
        for (size_t n = 0; n < person->need_count; n++) {
            if (service->effects[e].hundredths > 0 &&
                service->effects[e].domain == person->needs[n].domain) {
                return true;
            }
        }
    }
    return false;
}

static void check_offered(const line_view *v)
{
    if (v->line->quantity <= 0 || covers_something(v->check->person, v->service)) {
        return;
    }
    bil_big lowered = bil_check_lowered(v->service, v->line->quantity);
    if (!bil_check_asked(v->check, v->phase, v->line, lowered)) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_OFFERED, "", 0, v->line->quantity);
    }
}

static bool has_providers(const bil_catalogue *catalogue, bil_index service)
{
    for (size_t i = 0; i < catalogue->provider_count; i++) {
        if (catalogue->providers[i].service == service) {
            return true;
        }
    }
    return false;
}

static void check_provider(const line_view *v)
{
    const bil_catalogue *catalogue = v->check->catalogue;
    const bil_line *line = v->line;
    if (line->provider >= catalogue->provider_count) {
        /* A name nobody knows has been said already. */
        if (line->provider_code == NULL && has_providers(catalogue, line->service)) {
            bil_check_report(v->check, v->place, BIL_CHECK_LINE_PROVIDER, "provider", "null");
        }
        return;
    }
    const bil_provider *named = &catalogue->providers[line->provider];
    if (named->service != line->service) {
        const char *other = named->service < catalogue->service_count
                                ? catalogue->services[named->service].code
                                : "?";
        bil_check_report(v->check, v->place, BIL_CHECK_LINE_PROVIDER, v->service->code, other);
        return;
    }
    if (!bil_provider_serves(v->check->person, named, v->phase->given->start)) {
        bil_check_report(v->check, v->place, BIL_CHECK_LINE_PROVIDER, v->check->person->district,
                         named->zone);
    }
    const int64_t most = bil_case_capacity(v->check->person, line->provider);
    if (line->quantity > most) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_PROVIDER, "≤ ", most, line->quantity);
    }
}

static void check_money(const line_view *v)
{
    const bil_line *line = v->line;
    /* Without a provider where one is needed there is no right price to compare with. */
    bool priced = bil_check_provider(v->check, line) != NULL ||
                  !has_providers(v->check->catalogue, line->service);
    bil_big price = bil_check_price(v->check, line);
    if (priced && line->unit_price_cents != price) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_PRICE, "", price,
                          line->unit_price_cents);
    }
    bil_big cost = (bil_big)line->unit_price_cents * line->quantity;
    if (line->cost_cents != cost) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_COST, "", cost, line->cost_cents);
    }
    bil_big health = ((bil_big)line->cost_cents * v->service->health_share_bp + 5000) / 10000;
    if (line->cost_cents < 0 || line->health_cents != health) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_SPLIT, "health ", health,
                          line->health_cents);
    }
    bil_big social = (bil_big)line->cost_cents - line->health_cents;
    if (line->social_cents != social) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_SPLIT, "social ", social,
                          line->social_cents);
    }
    bil_big due = bil_check_due(v->check, v->phase, line, line->social_cents);
    if (line->person_due_cents != due) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_LINE_DUE, "", due, line->person_due_cents);
    }
}

static void check_line(const line_view *v)
{
    check_names(v);
    if (v->service == NULL) {
        return;
    }
    check_quantity(v);
    check_marks(v);
    check_offered(v);
    check_provider(v);
    check_money(v);
}

static void check_duplicates(bil_checking *check, const bil_phase_facts *phase)
{
    bool *seen = bil_arena_alloc(check->scratch, check->catalogue->service_count, sizeof *seen);
    if (seen == NULL) {
        check->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        bil_index service = phase->plan->lines[i].service;
        if (service >= check->catalogue->service_count) {
            continue;
        }
        if (seen[service]) {
            bil_check_report(check, bil_check_line_place(check, phase, i), BIL_CHECK_LINE_DUPLICATE,
                             "≤ 1", "2");
        }
        seen[service] = true;
    }
}

void bil_check_lines(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        check_duplicates(check, phase);
        for (size_t i = 0; i < phase->plan->line_count; i++) {
            const bil_line *line = &phase->plan->lines[i];
            line_view view = {
                .check = check,
                .phase = phase,
                .line = line,
                .service = bil_check_service(check, line),
                .place = bil_check_line_place(check, phase, i),
            };
            check_line(&view);
        }
    }
}
