/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the specification makes of a world in one phase: which selectors match, what is in force on
 * the phase's first day, which quantities are possible at which provider and price, what each
 * source has. */

#include "tests/referee/referee.h"

#include <string.h>
#include <strings.h>

unsigned ref_misread = 0;

bool ref_in_dates(ref_dates dates, ref_date day)
{
    return (dates.from == 0 || dates.from <= day) && (dates.to == 0 || day <= dates.to);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Starts of worlds are on day 28 at the latest, so the day never has to give way. */
ref_date ref_add_months(ref_date day, int months)
{
    const int index = (day / 10000) * 12 + (day / 100) % 100 - 1 + months;
    return (index / 12) * 10000 + (index % 12 + 1) * 100 + day % 100;
}

ref_date ref_add_day(ref_date day, int days)
{
    int year = day / 10000;
    int month = (day / 100) % 100;
    int in_month = day % 100 + days;
    if (in_month < 1) {
        month--;
        if (month < 1) {
            month = 12;
            year--;
        }
        in_month = days_in_month(year, month);
    } else if (in_month > days_in_month(year, month)) {
        in_month = 1;
        month++;
        if (month > 12) {
            month = 1;
            year++;
        }
    }
    return year * 10000 + month * 100 + in_month;
}

static bool has_axis(const ref_world *world, const ref_service *service, const char *axis)
{
    for (int d = 0; d < world->domain_count; d++) {
        if (service->effect[d] > 0 && strcasecmp(world->domains[d].axis, axis) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_tag(const ref_service *service, const char *tag)
{
    for (int t = 0; t < REF_TAGS; t++) {
        if ((service->tags >> t & 1U) != 0 && strcmp(ref_tag_names[t], tag) == 0) {
            return true;
        }
    }
    return false;
}

bool ref_matches_service(const ref_world *world, const char *selector, int service)
{
    const ref_service *const s = &world->services[service];
    const char *const colon = strchr(selector, ':');
    if (colon == NULL) {
        return strcmp(selector, "*") == 0;
    }
    const char *const value = colon + 1;
    if (strncmp(selector, "service:", 8) == 0) {
        return strcmp(value, s->code) == 0;
    }
    if (strncmp(selector, "group:", 6) == 0) {
        return s->group[0] != '\0' && strcmp(value, s->group) == 0;
    }
    if (strncmp(selector, "kind:", 5) == 0) {
        return strcmp(value, ref_kind_names[s->kind]) == 0;
    }
    if (strncmp(selector, "setting:", 8) == 0) {
        return strcmp(value, ref_setting_names[s->setting]) == 0;
    }
    if (strncmp(selector, "axis:", 5) == 0) {
        return has_axis(world, s, value);
    }
    if (strncmp(selector, "tag:", 4) == 0) {
        return has_tag(s, value);
    }
    return false;
}

bool ref_matches_source(const ref_world *world, const char *selector, int source)
{
    return strncmp(selector, "source:", 7) == 0 &&
           strcmp(selector + 7, world->sources[source].code) == 0;
}

/* A month is one twelfth of a year: round-half-up(price × 365 / 12). */
int64_t ref_month_price(const ref_service *service, int64_t price_cents)
{
    if (service->continuous && strcmp(service->unit, "day") == 0) {
        return (ref_misread & REF_MISREAD_DAY) != 0 ? price_cents * 31
                                                    : (price_cents * 365 * 2 + 12) / 24;
    }
    return price_cents;
}

int64_t ref_share(int64_t cents, int basis_points)
{
    return (cents * basis_points + ((ref_misread & REF_MISREAD_SHARE) != 0 ? 0 : 5000)) / 10000;
}

/* round-half-up of the line through the two ends, at `isee`, exactly. */
static int64_t copay_on_row(const ref_copay_row *row, int64_t isee)
{
    const int64_t width = row->isee_to - row->isee_from;
    if (width <= 0) {
        return row->user_to;
    }
    const int64_t rise = row->user_to - row->user_from;
    const int64_t half = (ref_misread & REF_MISREAD_COPAY) != 0 ? 0 : width;
    const int64_t twice = 2 * (row->user_from * width + (isee - row->isee_from) * rise) + half;
    return twice / (2 * width); /* never negative: users' amounts are not */
}

int64_t ref_due_per_unit(const ref_world *world, const char *copay_class, ref_date day)
{
    const ref_copay_row *highest = NULL;
    const ref_copay_row *lowest = NULL;
    if (copay_class[0] == '\0') {
        return 0;
    }
    for (int i = 0; i < world->copay_count; i++) {
        const ref_copay_row *const row = &world->copay[i];
        if (strcmp(row->copay_class, copay_class) != 0 || !ref_in_dates(row->dates, day)) {
            continue;
        }
        if (world->isee >= row->isee_from && world->isee <= row->isee_to) {
            return copay_on_row(row, world->isee);
        }
        if (highest == NULL || row->isee_to > highest->isee_to) {
            highest = row;
        }
        if (lowest == NULL || row->isee_from < lowest->isee_from) {
            lowest = row;
        }
    }
    if (highest == NULL || lowest == NULL) {
        return 0;
    }
    return world->isee < 0 || world->isee > highest->isee_to ? highest->user_to : lowest->user_from;
}

int ref_target(const ref_world *world, int need, int phase)
{
    const ref_need *const n = &world->needs[need];
    if (world->phases[phase].targets[need] >= 0) {
        return world->phases[phase].targets[need];
    }
    return n->target >= 0 ? n->target : world->levels[n->domain][n->level].target;
}

int ref_floor_pct(const ref_world *world, int need)
{
    const ref_need *const n = &world->needs[need];
    return n->floor_pct >= 0 ? n->floor_pct : world->levels[n->domain][n->level].floor_pct;
}

const ref_hand *ref_hand_of(const ref_view *view, int service)
{
    for (int i = 0; i < view->world->hand_count; i++) {
        const ref_hand *const hand = &view->world->hands[i];
        if (hand->service == service && (hand->phase < 0 || hand->phase == view->phase)) {
            return hand;
        }
    }
    return NULL;
}

bool ref_must_use(const ref_world *world, int source)
{
    for (int i = 0; i < world->must_count; i++) {
        if (ref_matches_source(world, world->must[i].text, source)) {
            return true;
        }
    }
    return false;
}

/* Fixed, kept and unwanted quantities; a hand goes before the first two. */
static bool quantity_wanted(const ref_view *view, int service, int quantity)
{
    const ref_world *const world = view->world;
    const ref_hand *const hand = ref_hand_of(view, service);
    if (hand != NULL && hand->quantity != quantity) {
        return false;
    }
    for (int i = 0; hand == NULL && i < world->fixed_count; i++) {
        if (world->fixed[i].service == service && world->fixed[i].quantity != quantity) {
            return false;
        }
    }
    for (int i = 0; hand == NULL && i < world->in_place_count; i++) {
        const ref_in_place *const row = &world->in_place[i];
        if (row->keep && row->service == service && quantity < row->quantity) {
            return false;
        }
    }
    for (int i = 0; i < world->must_not_count; i++) {
        if (quantity > 0 && ref_matches_service(world, world->must_not[i].text, service)) {
            return false;
        }
    }
    return true;
}

static void add_offer(ref_view *view, int service, int quantity, int provider, int64_t price)
{
    const int count = view->offer_count[service];
    if (count >= REF_OFFERS || !quantity_wanted(view, service, quantity)) {
        return;
    }
    view->offers[service][count].quantity = quantity;
    view->offers[service][count].provider = provider;
    view->offers[service][count].unit_cents =
        ref_month_price(&view->world->services[service], price);
    view->offer_count[service]++;
}

static void add_quantities(ref_view *view, int service, int provider, int64_t price, int capacity)
{
    const ref_service *const s = &view->world->services[service];
    const ref_hand *const hand = ref_hand_of(view, service);
    if (hand != NULL) {
        if (hand->quantity > 0 && (capacity < 0 || hand->quantity <= capacity)) {
            add_offer(view, service, hand->quantity, provider, price);
        }
        return;
    }
    for (int q = s->min > 1 ? s->min : 1; q <= s->max; q++) {
        if (q % s->step == 0 && (capacity < 0 || q <= capacity)) {
            add_offer(view, service, q, provider, price);
        }
    }
}

/* What a provider has room for; a place granted holds for all its rows. */
static int room_of(const ref_world *world, int provider)
{
    const ref_provider *const row = &world->providers[provider];
    const ref_provider *const granted =
        world->granted < 0 ? NULL : &world->providers[world->granted];
    const bool more = granted != NULL && granted->service == row->service &&
                      strcmp(granted->code, row->code) == 0;
    return row->capacity < 0 || !more || world->granted_room < row->capacity ? row->capacity
                                                                             : world->granted_room;
}

static void build_offers(ref_view *view, int service)
{
    const ref_world *const world = view->world;
    const ref_service *const s = &world->services[service];
    bool has_providers = false;
    view->offer_count[service] = 0;
    add_offer(view, service, 0, -1, 0);
    if (!ref_in_dates(s->dates, view->first_day)) {
        return;
    }
    for (int i = 0; i < world->provider_count; i++) {
        const ref_provider *const p = &world->providers[i];
        if (p->service != service) {
            continue;
        }
        has_providers = true;
        const bool near = p->zone[0] == '\0' || strcmp(p->zone, "*") == 0 ||
                          strcmp(p->zone, world->district) == 0;
        if (near && ref_in_dates(p->dates, view->first_day)) {
            add_quantities(view, service, i, p->price_cents, room_of(world, i));
        }
    }
    if (!has_providers) {
        add_quantities(view, service, -1, s->price_cents, -1);
    }
}

static void build_source(ref_view *view, int source)
{
    const ref_world *const world = view->world;
    const ref_source *const r = &world->sources[source];
    const ref_holding *const held = &world->holdings[source];
    const ref_phase *const phase = &world->phases[view->phase];
    const ref_budget *const budget = phase->has_budget ? &phase->budget : &world->budget;
    const int64_t limit = budget->by_source[source];
    view->presence[source] = REF_ABSENT;
    view->amount[source] = 0;
    if (!ref_in_dates(r->dates, view->first_day) || (!r->pool && !held->listed)) {
        return;
    }
    if (r->pool) {
        view->presence[source] = REF_OPTIONAL;
        view->amount[source] = limit;
        return;
    }
    view->presence[source] = held->active ? REF_ACTIVE : REF_OPTIONAL;
    if (r->hours) {
        view->amount[source] = held->hours;
        return;
    }
    const int64_t payment = held->amount >= 0 ? held->amount : r->typical_cents;
    view->amount[source] = payment * r->payments / 12;
    if (limit >= 0 && limit < view->amount[source]) {
        view->amount[source] = limit;
    }
}

/* The last matching row wins; none = no. */
static bool may_pay(const ref_world *world, int source, int service)
{
    bool allow = false;
    for (int i = 0; i < world->eligibility_count; i++) {
        const ref_eligibility *const row = &world->eligibility[i];
        if (row->source == source && ref_matches_service(world, row->selector.text, service)) {
            allow = row->allow;
        }
    }
    return allow;
}

static void build_payers(ref_view *view)
{
    const ref_world *const world = view->world;
    for (int r = 0; r < world->source_count; r++) {
        for (int s = 0; s < world->service_count; s++) {
            view->pays[r][s] = may_pay(world, r, s);
            if (view->pays[r][s] && world->sources[r].hours) {
                view->limited_by_hours[s] = true;
            }
        }
    }
}

static unsigned subjects(const ref_world *world, const ref_selector *selectors, int count)
{
    unsigned bits = 0;
    for (int i = 0; i < count; i++) {
        for (int s = 0; s < world->service_count; s++) {
            if (ref_matches_service(world, selectors[i].text, s)) {
                bits |= 1U << s;
            }
        }
        for (int r = 0; r < world->source_count; r++) {
            if (ref_matches_source(world, selectors[i].text, r)) {
                bits |= 1U << (REF_SOURCE_BIT + r);
            }
        }
    }
    return bits;
}

/* An optional source has to be decided upon when it is a pension (its being in use raises the sum
 * the allowance is measured on) or when a rule in force names it. For any other one, being in use
 * only means that it pays, and the funding settles that by itself. */
static void build_rules(ref_view *view)
{
    const ref_world *const world = view->world;
    unsigned named = 0;
    for (int i = 0; i < world->rule_count; i++) {
        const ref_rule *const rule = &world->rules[i];
        ref_rule_view *const seen = &view->rules[i];
        seen->in_force =
            ref_in_dates(rule->dates, view->first_day) && (world->waived >> i & 1U) == 0;
        seen->a = subjects(world, rule->a, rule->a_count);
        seen->b = subjects(world, rule->b, rule->b_count);
        if (seen->in_force && rule->form != REF_JOINT_CAP) {
            named |= seen->a | seen->b;
        }
    }
    view->decide = 0;
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const bool matters = (named >> (REF_SOURCE_BIT + r) & 1U) != 0 ||
                             (source->kind == REF_FROM_PENSION && !source->pool) ||
                             ref_must_use(world, r);
        if (matters && !source->hours && view->presence[r] == REF_OPTIONAL) {
            view->decide |= 1U << r;
        }
    }
}

void ref_view_build(ref_view *view, const ref_world *world, int phase)
{
    memset(view, 0, sizeof *view);
    view->world = world;
    view->phase = phase;
    view->months = world->phases[phase].months;
    int before = 0;
    for (int t = 0; t < phase; t++) {
        before += world->phases[t].months;
    }
    view->first_day = ref_add_months(world->start, before);
    for (int n = 0; n < world->need_count; n++) {
        view->target[n] = ref_target(world, n, phase);
    }
    for (int s = 0; s < world->service_count; s++) {
        build_offers(view, s);
        view->due_per_unit[s] =
            ref_due_per_unit(world, world->services[s].copay_class, view->first_day);
    }
    for (int r = 0; r < world->source_count; r++) {
        build_source(view, r);
    }
    const ref_phase *const p = &world->phases[phase];
    view->public_cents = p->has_budget ? p->budget.public_cents : world->budget.public_cents;
    build_payers(view);
    build_rules(view);
}
