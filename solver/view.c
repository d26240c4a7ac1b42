/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/view.h"

#include <string.h>

#include "engine/money.h"
#include "solver/view_impl.h"

static bool dropped(const bool *list, size_t i)
{
    return list != NULL && list[i];
}

static bool holds(const bil_relaxation *relaxed, const bool *list, size_t i)
{
    return relaxed == NULL || !dropped(list, i);
}

#define KEEPS(view, member, i)                                                                     \
    holds((view)->relaxed, (view)->relaxed == NULL ? NULL : (view)->relaxed->member, (i))

static bool any_matches(const bil_view *view, const bil_selector *selectors, size_t count,
                        const bool *off, bil_index service)
{
    for (size_t i = 0; i < count; i++) {
        if (!dropped(off, i) &&
            bil_selector_matches_service(view->catalogue, &selectors[i], service)) {
            return true;
        }
    }
    return false;
}

static bool must_not(const bil_view *view, bil_index service)
{
    const bil_wishes *w = &view->person->wishes;
    return any_matches(view, w->must_not, w->must_not_count,
                       view->relaxed == NULL ? NULL : view->relaxed->must_not, service);
}

bool bil_view_must(const bil_view *view, size_t wish)
{
    return KEEPS(view, must, wish);
}

/* Is a source, or a provider row, named by something that must be there? */
static bool must_source(const bil_view *view, bil_index source)
{
    const bil_wishes *w = &view->person->wishes;
    for (size_t i = 0; i < w->must_count; i++) {
        if (bil_view_must(view, i) &&
            bil_selector_matches_source(view->catalogue, &w->must[i], source)) {
            return true;
        }
    }
    return false;
}

static bool must_provider(const bil_view *view, bil_index service, bil_index provider)
{
    const bil_wishes *w = &view->person->wishes;
    for (size_t i = 0; i < w->must_count; i++) {
        if (bil_view_must(view, i) && w->must[i].kind == BIL_SELECT_PROVIDER &&
            bil_case_wish_met_by(view->person, &w->must[i], service, provider)) {
            return true;
        }
    }
    return false;
}

/* Asked for by a `must`, itself or by one of its providers? */
static bool must(const bil_view *view, bil_index service)
{
    const bil_wishes *w = &view->person->wishes;
    bool asked = any_matches(view, w->must, w->must_count,
                             view->relaxed == NULL ? NULL : view->relaxed->must, service);
    for (size_t p = 0; !asked && w->must_count > 0 && p < view->catalogue->provider_count; p++) {
        asked = view->catalogue->providers[p].service == service &&
                must_provider(view, service, (bil_index)p);
    }
    return asked;
}

/* Could a source that must be used pay for it, or give it hours? Then it is worth offering even
 * where its need is met already. */
static bool must_pay(const bil_view *view, bil_index service)
{
    const bil_wishes *w = &view->person->wishes;
    for (size_t i = 0; i < w->must_count; i++) {
        if (bil_view_must(view, i) && w->must[i].kind == BIL_SELECT_SOURCE &&
            w->must[i].index != BIL_NONE &&
            bil_source_may_pay(view->catalogue, w->must[i].index, service)) {
            return true;
        }
    }
    return false;
}

int64_t bil_view_at_least(const bil_view *view, const bil_view_phase *phase, size_t need)
{
    return KEEPS(view, at_least, need) ? bil_case_at_least(view->person, need, phase->index) : 0;
}

size_t bil_view_place(const bil_catalogue *catalogue, size_t provider)
{
    const bil_provider *row = &catalogue->providers[provider];
    return bil_catalogue_find_provider(catalogue, row->code, row->service);
}

/* The line set by hand, unless it is left out. */
static const bil_override *by_hand(const bil_view *view, size_t phase, bil_index service)
{
    const bil_override *row = bil_case_line_by_hand(view->person, service, phase);
    return row != NULL && KEEPS(view, overrides, (size_t)(row - view->person->overrides)) ? row
                                                                                          : NULL;
}

static int64_t kept_quantity(const bil_view *view, size_t phase, bil_index service)
{
    if (by_hand(view, phase, service) != NULL) {
        return 0; /* a hand decides about what is in place too */
    }
    const bil_in_place *row = bil_case_in_place_of(view->person, service);
    if (row == NULL || !row->keep || !KEEPS(view, keep, (size_t)(row - view->person->in_place))) {
        return 0;
    }
    return row->quantity;
}

static int64_t fixed_quantity(const bil_view *view, size_t phase, bil_index service)
{
    const bil_override *hand = by_hand(view, phase, service);
    if (hand != NULL) {
        return hand->quantity;
    }
    const bil_fixed *row = bil_case_fixed_of(view->person, service);
    if (row == NULL || !KEEPS(view, fixed, (size_t)(row - view->person->wishes.fixed))) {
        return -1;
    }
    return row->quantity;
}

/* Effects on the person's needs; true when one of them has something left to cover. `*any` says
 * whether it covers some need at all. */
static bool effects_on_needs(const bil_view *view, size_t phase, bil_index service, int64_t *out,
                             bool *any)
{
    const bil_case *person = view->person;
    const bil_service *s = &view->catalogue->services[service];
    bool useful = false;
    *any = false;
    for (size_t n = 0; n < person->need_count; n++) {
        out[n] = 0;
        for (size_t e = 0; e < s->effect_count; e++) {
            if (s->effects[e].domain == person->needs[n].domain) {
                out[n] +=
                    bil_phase_effect(&person->phases[phase], service, s->effects[e].hundredths);
            }
        }
        const int64_t left = person->phases[phase].targets[n] - person->needs[n].already_covered;
        useful = useful || (out[n] > 0 && left > 0);
        *any = *any || out[n] > 0;
    }
    return useful;
}

/* No irreducible line is longer: one step less must leave some need short (model §4). */
static int64_t useful_high(const bil_view *view, size_t phase, const bil_offer *offer)
{
    int64_t high = 0;
    for (size_t n = 0; n < view->person->need_count; n++) {
        const int64_t left =
            view->person->phases[phase].targets[n] - view->person->needs[n].already_covered;
        if (offer->effects[n] > 0 && left > 0) {
            const int64_t steps = bil_div_ceil(left, offer->effects[n] * offer->step);
            high = steps * offer->step > high ? steps * offer->step : high;
        }
    }
    return high;
}

/* No more than the line of the plan that is held to; 0 without one. */
static void hold_to(const bil_plan *plan, size_t phase, bil_offer *offer)
{
    int64_t most = 0;
    for (size_t i = 0; phase < plan->phase_count && i < plan->phases[phase].line_count; i++) {
        const bil_line *line = &plan->phases[phase].lines[i];
        if (line->service == offer->service && line->provider == offer->provider) {
            most = bil_div_floor(line->quantity, offer->step) * offer->step;
        }
    }
    offer->high = most < offer->high ? most : offer->high;
}

static void set_own_range(const bil_view *view, size_t phase, bil_offer *offer, int64_t capacity,
                          bool useful)
{
    const bil_service *s = &view->catalogue->services[offer->service];
    const int64_t least = s->min_month > 1 ? s->min_month : 1;
    const int64_t most = capacity < s->max_month ? capacity : s->max_month;
    offer->step = s->step;
    offer->low = bil_div_ceil(least, s->step) * s->step;
    offer->high = bil_div_floor(most, s->step) * s->step;
    if (by_hand(view, phase, offer->service) != NULL) {
        const bool room = offer->fixed <= capacity && offer->fixed <= BIL_BY_HAND_QUANTITY_MAX &&
                          offer->fixed * offer->unit_price <= BIL_BY_HAND_CENTS_MAX &&
                          (!s->continuous || offer->fixed <= 1);
        offer->low = room ? offer->fixed : 1; /* beyond the service's own limits if need be */
        offer->high = room ? offer->fixed : 0;
        return;
    }
    if (offer->fixed >= 0) {
        const bool possible = offer->fixed >= offer->low && offer->fixed <= offer->high &&
                              offer->fixed % s->step == 0 && offer->fixed >= offer->kept;
        offer->low = possible ? offer->fixed : 1;
        offer->high = possible ? offer->fixed : 0;
        return;
    }
    int64_t wanted = useful ? useful_high(view, phase, offer) : 0;
    if (offer->kept > 0) {
        const int64_t floor = bil_div_ceil(offer->kept, s->step) * s->step;
        offer->low = floor > offer->low ? floor : offer->low;
    }
    wanted = wanted > offer->low ? wanted : offer->low;
    offer->high = wanted < offer->high ? wanted : offer->high;
}

static void set_range(const bil_view *view, size_t phase, bil_offer *offer, int64_t capacity,
                      bool useful)
{
    set_own_range(view, phase, offer, capacity, useful);
    if (view->relaxed != NULL && view->relaxed->within != NULL) {
        hold_to(view->relaxed->within, phase, offer);
    }
}

static void set_payers(const bil_view *view, const bil_view_phase *phase, bil_offer *offer)
{
    for (size_t r = 0; r < phase->payer_count; r++) {
        const bil_payer *payer = &phase->payers[r];
        if (!bil_source_may_pay(view->catalogue, payer->source, offer->service)) {
            continue;
        }
        const bil_side side = view->catalogue->sources[payer->source].side;
        const uint64_t bit = UINT64_C(1) << r;
        if (side == BIL_SIDE_HEALTH || side == BIL_SIDE_ANY) {
            offer->payers_health |= payer->pension ? 0 : bit;
        }
        if (side != BIL_SIDE_HEALTH && payer->pension) {
            offer->payers_pension |= bit;
        } else if (side != BIL_SIDE_HEALTH) {
            offer->payers_social |= bit;
        }
    }
    for (size_t h = 0; h < view->catalogue->source_count; h++) {
        const bil_source *source = &view->catalogue->sources[h];
        if (source->form == BIL_FORM_HOURS && bil_validity_holds(source->validity, phase->start) &&
            bil_source_may_pay(view->catalogue, (bil_index)h, offer->service)) {
            offer->hours_limited = true;
            const size_t helper = bil_view_helper(phase, (bil_index)h);
            offer->helpers |= helper == SIZE_MAX ? 0 : UINT32_C(1) << helper;
        }
    }
}

/* A part of the cost that nobody may pay puts the offer out of reach. */
static bool payable(const bil_view *view, const bil_offer *offer)
{
    const bil_parts parts = bil_offer_parts(view, offer, offer->low);
    const uint64_t social = offer->payers_social | offer->payers_pension;
    return (parts.health == 0 || offer->payers_health != 0) && (parts.social == 0 || social != 0) &&
           (!offer->hours_limited || offer->helpers != 0);
}

typedef struct {
    bil_offer *items;
    size_t count;
    size_t capacity;
} offer_list;

static bil_offer *push_offer(bil_view *view, offer_list *list, const bil_offer *offer)
{
    bil_offer *grown = bil_arena_grow(view->arena, list->items, list->count, &list->capacity,
                                      list->count + 1, sizeof *grown);
    if (grown != NULL) {
        list->items = grown;
        list->items[list->count++] = *offer;
    }
    return grown;
}

/* The provider of the plan to stay near to is worth having at any price. */
static bool is_near(const bil_view_phase *phase, const bil_offer *offer)
{
    const bil_near_line *line = bil_view_near_line(phase, offer->service);
    return line != NULL && !line->lost && line->provider == offer->provider;
}

/* A cheaper provider with as much room makes a dearer one pointless. */
static bool outdone(const bil_view *view, const bil_view_phase *phase, const offer_list *list,
                    size_t first, const bil_offer *offer)
{
    if (view->relaxed != NULL && view->relaxed->each_provider) {
        return false;
    }
    for (size_t i = first; i < list->count; i++) {
        if (list->items[i].unit_price <= offer->unit_price && list->items[i].high >= offer->high) {
            return !is_near(phase, offer);
        }
    }
    return false;
}

static void drop_outdone(const bil_view *view, const bil_view_phase *phase, offer_list *list,
                         size_t first)
{
    size_t kept = first;
    if (view->relaxed != NULL && view->relaxed->each_provider) {
        return;
    }
    for (size_t i = first; i < list->count; i++) {
        bool beaten = false;
        for (size_t j = i + 1; j < list->count; j++) {
            beaten = beaten || (list->items[j].unit_price < list->items[i].unit_price &&
                                list->items[j].high >= list->items[i].high);
        }
        if (!beaten || must_provider(view, list->items[i].service, list->items[i].provider) ||
            is_near(phase, &list->items[i])) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* Asked for by a `requires` rule in force: worth offering though it covers nothing now. */
static bool required(const bil_view *view, const bil_view_phase *phase, bil_index service)
{
    for (size_t i = 0; i < view->catalogue->rule_count; i++) {
        const bil_rule *rule = &view->catalogue->rules[i];
        if (rule->form == BIL_RULE_REQUIRES && KEEPS(view, rules, i) &&
            bil_case_rule_holds(view->person, (bil_index)i, phase->start) &&
            any_matches(view, rule->b, rule->b_count, NULL, service)) {
            return true;
        }
    }
    return false;
}

/* The offer from one provider row, when it serves the person and is worth listing. False without
 * memory. */
static bool push_provider(bil_view *view, const bil_view_phase *phase, offer_list *list,
                          size_t first, const bil_offer *service, bil_index row, bool useful)
{
    const bil_provider *provider = &view->catalogue->providers[row];
    bil_offer offer = *service;
    if (!bil_provider_serves(view->person, provider, phase->start)) {
        return true;
    }
    const bool open = !KEEPS(view, places, bil_view_place(view->catalogue, row));
    offer.provider = row;
    offer.unit_price =
        bil_service_month_price(bil_offer_service(view, &offer), provider->price_cents);
    set_range(view, phase->index, &offer,
              open ? BIL_QUANTITY_MAX : bil_case_capacity(view->person, row), useful);
    const bool asked = must_provider(view, offer.service, row);
    return offer.high < offer.low || !payable(view, &offer) ||
           (!asked && outdone(view, phase, list, first, &offer)) ||
           push_offer(view, list, &offer) != NULL;
}

/* One offer for each provider of the service, or one at the catalogue's price where it has none. */
static bil_status push_providers(bil_view *view, const bil_view_phase *phase, offer_list *list,
                                 const bil_offer *service, bool useful, bil_error *err)
{
    const size_t first = list->count;
    bool has_rows = false;
    for (size_t p = 0; p < view->catalogue->provider_count; p++) {
        if (view->catalogue->providers[p].service == service->service) {
            has_rows = true;
            if (!push_provider(view, phase, list, first, service, (bil_index)p, useful)) {
                return bil_fail_nomem(err);
            }
        }
    }
    if (has_rows) {
        return BIL_OK;
    }
    bil_offer offer = *service;
    const bil_service *s = bil_offer_service(view, &offer);
    offer.unit_price = bil_service_month_price(s, s->price_cents);
    set_range(view, phase->index, &offer, BIL_QUANTITY_MAX, useful);
    return offer.high >= offer.low && payable(view, &offer) &&
                   push_offer(view, list, &offer) == NULL
               ? bil_fail_nomem(err)
               : BIL_OK;
}

static bil_status add_service(bil_view *view, bil_view_phase *phase, offer_list *list,
                              bil_index service, bil_error *err)
{
    const bil_catalogue *catalogue = view->catalogue;
    const bil_service *s = &catalogue->services[service];
    int64_t *effects = bil_arena_alloc(view->arena, view->person->need_count + 1, sizeof *effects);
    if (effects == NULL) {
        return bil_fail_nomem(err);
    }
    bool covers = false;
    const bool useful = effects_on_needs(view, phase->index, service, effects, &covers);
    bil_offer offer = {.service = service,
                       .provider = BIL_NONE,
                       .effects = effects,
                       .kept = kept_quantity(view, phase->index, service),
                       .fixed = fixed_quantity(view, phase->index, service)};
    const bool locked = offer.kept > 0 || offer.fixed > 0;
    const bool wanted = useful || locked || must(view, service) ||
                        (covers && (must_pay(view, service) || required(view, phase, service)));
    const bool valid = bil_validity_holds(s->validity, phase->start);
    if (!wanted || offer.fixed == 0 || !valid || must_not(view, service)) {
        phase->impossible = phase->impossible || (locked && offer.fixed != 0) ||
                            (offer.fixed == 0 && offer.kept > 0);
        return BIL_OK;
    }
    offer.due_unit =
        bil_copay_per_unit(catalogue, s->copay_class, view->person->isee_cents, phase->start);
    set_payers(view, phase, &offer);
    const size_t first = list->count;
    const bil_status status = push_providers(view, phase, list, &offer, useful, err);
    if (status != BIL_OK) {
        return status;
    }
    drop_outdone(view, phase, list, first);
    phase->impossible = phase->impossible || (locked && list->count == first);
    return BIL_OK;
}

/* Is the source named by a rule in force, so that using it or not changes something? */
static bool named_by_rule(const bil_view *view, const bil_view_phase *phase, bil_index source)
{
    for (size_t i = 0; i < view->catalogue->rule_count; i++) {
        const bil_rule *rule = &view->catalogue->rules[i];
        if (rule->form == BIL_RULE_JOINT_CAP || !KEEPS(view, rules, i) ||
            !bil_case_rule_holds(view->person, (bil_index)i, phase->start)) {
            continue;
        }
        const bool b_matters = rule->form == BIL_RULE_EXCLUSIVE || rule->form == BIL_RULE_REQUIRES;
        for (size_t k = 0; k < rule->a_count; k++) {
            if (bil_selector_matches_source(view->catalogue, &rule->a[k], source)) {
                return true;
            }
        }
        for (size_t k = 0; b_matters && k < rule->b_count; k++) {
            if (bil_selector_matches_source(view->catalogue, &rule->b[k], source)) {
                return true;
            }
        }
    }
    return false;
}

static int64_t payer_cap(const bil_view *view, const bil_view_phase *phase, bil_index index,
                         const bil_case_source *listed)
{
    const bil_source *source = &view->catalogue->sources[index];
    const bil_phase *own = &view->person->phases[phase->index];
    int64_t cap = KEEPS(view, limits, index) ? bil_phase_source_limit(own, index) : BIL_UNLIMITED;
    if (listed != NULL && source->holder == BIL_HOLDER_PERSON) {
        const int64_t own_cap =
            bil_month_from_payments(listed->amount_cents, source->payments_per_year);
        cap = own_cap < cap ? own_cap : cap;
    }
    return cap;
}

static bil_status set_sources(bil_view *view, bil_view_phase *phase, bil_error *err)
{
    bil_payer *payers = bil_arena_alloc(view->arena, BIL_PAYERS_MAX, sizeof *payers);
    bil_helper *helpers = bil_arena_alloc(view->arena, BIL_HELPERS_MAX, sizeof *helpers);
    if (payers == NULL || helpers == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; r < view->catalogue->source_count; r++) {
        const bil_source *source = &view->catalogue->sources[r];
        const bil_case_source *listed = bil_case_source_of(view->person, (bil_index)r);
        if ((listed == NULL &&
             (source->holder == BIL_HOLDER_PERSON || source->form == BIL_FORM_HOURS)) ||
            !bil_validity_holds(source->validity, phase->start)) {
            continue;
        }
        if (phase->payer_count == BIL_PAYERS_MAX || phase->helper_count == BIL_HELPERS_MAX) {
            return bil_fail(err, BIL_E_DATA, "sources",
                            "troppe fonti insieme: al più 64 di denaro e 32 di ore",
                            "too many sources at once: at most 64 of money and 32 of hours");
        }
        const bool active = listed != NULL && listed->status == BIL_SOURCE_ACTIVE;
        const bool named =
            named_by_rule(view, phase, (bil_index)r) || must_source(view, (bil_index)r);
        if (source->form == BIL_FORM_HOURS) {
            helpers[phase->helper_count++] = (bil_helper){.source = (bil_index)r,
                                                          .hours = listed->hours_month,
                                                          .active = active,
                                                          .flagged = named && !active};
            continue;
        }
        const bool pension =
            source->holder == BIL_HOLDER_PERSON && source->kind == BIL_SOURCE_PENSION;
        payers[phase->payer_count++] =
            (bil_payer){.source = (bil_index)r,
                        .cap = payer_cap(view, phase, (bil_index)r, listed),
                        .pension = pension,
                        .active = active,
                        .listed = listed != NULL,
                        .flagged = !active && (named || pension)};
    }
    phase->payers = payers;
    phase->helpers = helpers;
    return BIL_OK;
}

/* Services with an offer in this phase that a list of selectors names. */
static bil_status subject_services(bil_view *view, const bil_view_phase *phase, size_t rule,
                                   bil_rule_side side, const bil_index **out, size_t *out_count,
                                   bil_error *err)
{
    bil_index *list = bil_arena_alloc(view->arena, phase->offer_count + 1, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    *out_count = 0;
    for (size_t o = 0; o < phase->offer_count; o++) {
        const bil_index service = phase->offers[o].service;
        if (o > 0 && phase->offers[o - 1].service == service) {
            continue;
        }
        if (bil_rule_names_service(view->catalogue, (bil_index)rule, side, service)) {
            list[(*out_count)++] = service;
        }
    }
    *out = list;
    return BIL_OK;
}

static bil_status subject_sources(bil_view *view, const bil_view_phase *phase,
                                  const bil_selector *selectors, size_t count,
                                  const bil_index **out, size_t *out_count, bil_error *err)
{
    bil_index *list =
        bil_arena_alloc(view->arena, phase->payer_count + phase->helper_count + 1, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    *out_count = 0;
    for (size_t i = 0; i < phase->payer_count + phase->helper_count; i++) {
        const bil_index source = i < phase->payer_count
                                     ? phase->payers[i].source
                                     : phase->helpers[i - phase->payer_count].source;
        for (size_t k = 0; k < count; k++) {
            if (bil_selector_matches_source(view->catalogue, &selectors[k], source)) {
                list[(*out_count)++] = source;
                break;
            }
        }
    }
    *out = list;
    return BIL_OK;
}

static bil_status set_rules(bil_view *view, bil_view_phase *phase, bil_error *err)
{
    const bil_catalogue *catalogue = view->catalogue;
    bil_view_rule *rules = bil_arena_alloc(view->arena, catalogue->rule_count + 1, sizeof *rules);
    if (rules == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        const bil_rule *rule = &catalogue->rules[i];
        if (!bil_case_rule_holds(view->person, (bil_index)i, phase->start) ||
            !KEEPS(view, rules, i)) {
            continue;
        }
        bil_view_rule *r = &rules[phase->rule_count];
        r->rule = (bil_index)i;
        bil_status status =
            subject_services(view, phase, i, BIL_RULE_A, &r->a_services, &r->a_service_count, err);
        if (status == BIL_OK) {
            status = subject_sources(view, phase, rule->a, rule->a_count, &r->a_sources,
                                     &r->a_source_count, err);
        }
        if (status == BIL_OK) {
            status = subject_services(view, phase, i, BIL_RULE_B, &r->b_services,
                                      &r->b_service_count, err);
        }
        if (status == BIL_OK) {
            status = subject_sources(view, phase, rule->b, rule->b_count, &r->b_sources,
                                     &r->b_source_count, err);
        }
        if (status != BIL_OK) {
            return status;
        }
        if (r->a_service_count + r->a_source_count > 0) {
            phase->rule_count++;
        }
    }
    phase->rules = rules;
    return BIL_OK;
}

/* No more hours than all that the source may serve could take; without limit, just as many. */
static bil_status bound_hours(const bil_view *view, bil_view_phase *phase, bil_error *err)
{
    bil_helper *helpers = bil_arena_alloc(view->arena, phase->helper_count + 1, sizeof *helpers);
    if (helpers == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        int64_t most = 0;
        for (size_t o = 0; o < phase->offer_count; o++) {
            const bool served = (phase->offers[o].helpers >> h & 1U) != 0;
            most += served ? phase->offers[o].high : 0;
        }
        helpers[h] = phase->helpers[h];
        if (!KEEPS(view, hours, helpers[h].source) || most < helpers[h].hours) {
            helpers[h].hours = most;
        }
    }
    phase->helpers = helpers;
    return BIL_OK;
}

static bil_status build_phase(bil_view *view, size_t t, bil_error *err)
{
    bil_view_phase *phase = &view->phases[t];
    const bil_phase *own = &view->person->phases[t];
    phase->index = t;
    phase->months = own->months;
    phase->start = own->start;
    phase->targets = own->targets;
    phase->public_cap = view->relaxed != NULL && view->relaxed->public_budget
                            ? BIL_UNLIMITED
                            : own->budget.public_monthly_cents;
    bil_status status = view->near == NULL ? BIL_OK : bil_view_set_near(view, phase, err);
    status = status == BIL_OK ? set_sources(view, phase, err) : status;
    offer_list list = {0};
    for (size_t s = 0; status == BIL_OK && s < view->catalogue->service_count; s++) {
        status = add_service(view, phase, &list, (bil_index)s, err);
    }
    phase->offers = list.items;
    phase->offer_count = list.count;
    if (status == BIL_OK) {
        status = bound_hours(view, phase, err);
    }
    return status == BIL_OK ? set_rules(view, phase, err) : status;
}

bil_status bil_view_build(bil_view *out, const bil_case *person, const bil_relaxation *relaxed,
                          bil_arena *arena, bil_error *err)
{
    const bil_plan *near = relaxed == NULL ? NULL : relaxed->near;
    BIL_ASSERT(near == NULL || near->phase_count == person->phase_count);
    bil_view view = {.arena = arena,
                     .near = near,
                     .person = person,
                     .catalogue = person->catalogue,
                     .relaxed = relaxed,
                     .phase_count = person->phase_count};
    view.phases = bil_arena_alloc(arena, person->phase_count, sizeof *view.phases);
    if (view.phases == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < person->phase_count; t++) {
        const bil_status status = build_phase(&view, t, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    *out = view;
    return BIL_OK;
}

size_t bil_view_payer(const bil_view_phase *phase, bil_index source)
{
    for (size_t r = 0; r < phase->payer_count; r++) {
        if (phase->payers[r].source == source) {
            return r;
        }
    }
    return SIZE_MAX;
}

size_t bil_view_helper(const bil_view_phase *phase, bil_index source)
{
    for (size_t h = 0; h < phase->helper_count; h++) {
        if (phase->helpers[h].source == source) {
            return h;
        }
    }
    return SIZE_MAX;
}

const bil_service *bil_offer_service(const bil_view *view, const bil_offer *offer)
{
    return &view->catalogue->services[offer->service];
}

int64_t bil_offer_steps(const bil_offer *offer, int64_t quantity)
{
    return quantity / offer->step;
}

bil_parts bil_offer_parts(const bil_view *view, const bil_offer *offer, int64_t quantity)
{
    bil_parts parts = {.cost = offer->unit_price * quantity};
    parts.health = bil_share(parts.cost, bil_offer_service(view, offer)->health_share_bp);
    parts.social = parts.cost - parts.health;
    parts.due = offer->due_unit * quantity;
    parts.due = parts.due < parts.social ? parts.due : parts.social;
    return parts;
}

static bool same_offer(const bil_offer *a, const bil_offer *b, size_t needs)
{
    return a->service == b->service && a->provider == b->provider &&
           a->unit_price == b->unit_price && a->due_unit == b->due_unit && a->low == b->low &&
           a->high == b->high && a->fixed == b->fixed && a->kept == b->kept &&
           a->payers_health == b->payers_health && a->payers_social == b->payers_social &&
           a->payers_pension == b->payers_pension && a->hours_limited == b->hours_limited &&
           a->helpers == b->helpers &&
           memcmp(a->effects, b->effects, needs * sizeof *a->effects) == 0;
}

static bool same_list(const bil_index *a, size_t a_count, const bil_index *b, size_t b_count)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool same_rule(const bil_view_rule *a, const bil_view_rule *b)
{
    return a->rule == b->rule &&
           same_list(a->a_services, a->a_service_count, b->a_services, b->a_service_count) &&
           same_list(a->a_sources, a->a_source_count, b->a_sources, b->a_source_count) &&
           same_list(a->b_services, a->b_service_count, b->b_services, b->b_service_count) &&
           same_list(a->b_sources, a->b_source_count, b->b_sources, b->b_source_count);
}

bool bil_view_same(const bil_view *view, size_t first, size_t second)
{
    const bil_view_phase *a = &view->phases[first];
    const bil_view_phase *b = &view->phases[second];
    const size_t needs = view->person->need_count;
    bool same = a->offer_count == b->offer_count && a->payer_count == b->payer_count &&
                a->helper_count == b->helper_count && a->rule_count == b->rule_count &&
                a->public_cap == b->public_cap && a->impossible == b->impossible &&
                memcmp(a->targets, b->targets, needs * sizeof *a->targets) == 0 &&
                bil_view_same_near(view, a, b);
    for (size_t n = 0; same && n < needs; n++) {
        same = bil_view_at_least(view, a, n) == bil_view_at_least(view, b, n);
    }
    for (size_t i = 0; same && i < a->offer_count; i++) {
        /* A one-off weighs on the month according to the length of the phase. */
        same = same_offer(&a->offers[i], &b->offers[i], needs) &&
               (a->months == b->months || !bil_offer_service(view, &a->offers[i])->one_off);
    }
    for (size_t i = 0; same && i < a->payer_count; i++) {
        same = a->payers[i].source == b->payers[i].source && a->payers[i].cap == b->payers[i].cap;
    }
    for (size_t i = 0; same && i < a->helper_count; i++) {
        same = a->helpers[i].source == b->helpers[i].source &&
               a->helpers[i].hours == b->helpers[i].hours;
    }
    for (size_t i = 0; same && i < a->rule_count; i++) {
        same = same_rule(&a->rules[i], &b->rules[i]);
        /* A yearly allowance bears on the phase's own months. */
        const bil_rule *rule = &view->catalogue->rules[a->rules[i].rule];
        same = same && (rule->form != BIL_RULE_ALLOWANCE || a->months == b->months);
    }
    return same;
}
