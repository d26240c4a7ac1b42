/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places that close, and what becomes of those who live there and of the money of their fee.
 *
 * Whoever has a closed place goes home without it. Their own budget rises to what their fee took
 * of public money, times the share that is reconverted; what is not reconverted leaves the pools.
 * Money is worked out last, with the prices and shares of the scenario. */

#include <stdlib.h>
#include <string.h>

#include "data/scenario_impl.h"
#include "engine/money.h"

enum { ALL_BP = 10000, MONTHS = 12 };

#define DRAW_CLOSURES UINT64_C(0x636c6f73757265)

static bil_index service_of(const bil_lever_hand *hand, const bil_lever_change *change)
{
    return bil_catalogue_find_service(hand->own, change->parts[0]);
}

bil_status bil_lever_closures(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    (void)err;
    hand->closed[service_of(hand, change)] = change->value;
    return BIL_OK;
}

bil_status bil_lever_reconverted(bil_lever_hand *hand, const bil_lever_change *change,
                                 bil_error *err)
{
    (void)err;
    hand->reconverted_bp[service_of(hand, change)] = change->value;
    return BIL_OK;
}

/* ---- who lives there ---- */

static bool grants(const bil_plan *granted, bil_index service)
{
    const bil_plan_phase *first =
        granted == NULL || granted->phase_count == 0 ? NULL : &granted->phases[0];
    for (size_t k = 0; first != NULL && k < first->line_count; k++) {
        if (first->lines[k].service == service && first->lines[k].quantity > 0) {
            return true;
        }
    }
    return false;
}

static int64_t places_of(const bil_applicant *each, bil_index service)
{
    const bil_in_place *row = bil_case_in_place_of(each->person, service);
    if (row != NULL) {
        return row->quantity;
    }
    return grants(each->granted, service) ? 1 : 0;
}

/* ---- a person goes home ---- */

static const bil_selector *without(const bil_selector *from, size_t *count, bil_lever_hand *hand,
                                   bil_index service, bil_error *err)
{
    size_t left = 0;
    bil_selector *to = bil_arena_alloc(hand->population->arena, *count, sizeof *to);
    if (to == NULL) {
        (void)bil_fail_nomem(err);
        return NULL;
    }
    for (size_t k = 0; k < *count; k++) {
        if (!bil_selector_matches_service(hand->own, &from[k], service)) {
            to[left++] = from[k];
        }
    }
    *count = left;
    return to;
}

static bil_status forget_place(bil_case *person, bil_lever_hand *hand, bil_index service,
                               bil_error *err)
{
    bil_arena *arena = hand->population->arena;
    bil_in_place *rows = bil_arena_alloc(arena, person->in_place_count, sizeof *rows);
    bil_fixed *fixed = bil_arena_alloc(arena, person->wishes.fixed_count, sizeof *fixed);
    size_t count = 0;
    person->wishes.must =
        without(person->wishes.must, &person->wishes.must_count, hand, service, err);
    if (rows == NULL || fixed == NULL || person->wishes.must == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < person->in_place_count; k++) {
        if (person->in_place[k].service != service) {
            rows[count++] = person->in_place[k];
        }
    }
    person->in_place = rows;
    person->in_place_count = count;
    count = 0;
    for (size_t k = 0; k < person->wishes.fixed_count; k++) {
        if (person->wishes.fixed[k].service != service) {
            fixed[count++] = person->wishes.fixed[k];
        }
    }
    person->wishes.fixed = fixed;
    person->wishes.fixed_count = count;
    person->living = "home";
    return BIL_OK;
}

/* What a month of a place takes: its health part and its social part. */
typedef struct {
    int64_t health_cents;
    int64_t social_cents;
} fee;

static fee fee_of(const bil_lever_hand *hand, bil_index service)
{
    const bil_service *about = &hand->services[service];
    const int64_t price = bil_service_month_price(about, about->price_cents);
    const int64_t health = bil_div_round(price * about->health_share_bp, ALL_BP);
    return (fee){health, price - health};
}

static int64_t part_of(const fee *all, bil_side side)
{
    switch (side) {
    case BIL_SIDE_HEALTH:
        return all->health_cents;
    case BIL_SIDE_SOCIAL:
        return all->social_cents;
    case BIL_SIDE_ANY:
        return all->health_cents + all->social_cents;
    case BIL_SIDE_PERSON:
        break;
    }
    return 0;
}

static int64_t at_least(int64_t limit, int64_t cents)
{
    return limit > cents ? limit : cents;
}

/* The limits that the fee's public money was within, and those of one pool, go up to it. */
static bil_status raise_budget(bil_budget *budget, bil_lever_hand *hand, const fee *paid,
                               bil_error *err)
{
    bil_source_limit *limits =
        bil_arena_alloc(hand->population->arena, budget->by_source_count, sizeof *limits);
    if (limits == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < budget->by_source_count; k++) {
        const bil_source *source = &hand->own->sources[budget->by_source[k].source];
        limits[k] = budget->by_source[k];
        if (source->holder == BIL_HOLDER_POOL) {
            limits[k].monthly_cents =
                at_least(limits[k].monthly_cents, part_of(paid, source->side));
        }
    }
    budget->by_source = limits;
    budget->public_monthly_cents =
        at_least(budget->public_monthly_cents, paid->health_cents + paid->social_cents);
    return BIL_OK;
}

static bil_status go_home(bil_lever_hand *hand, bil_applicant *each, bil_index service,
                          const fee *reconverted, bil_error *err)
{
    bil_case *person = each->person;
    bil_phase *phases =
        bil_arena_alloc(hand->population->arena, person->phase_count, sizeof *phases);
    if (phases == NULL) {
        return bil_fail_nomem(err);
    }
    if (person->phase_count > 0) {
        memcpy(phases, person->phases, person->phase_count * sizeof *phases);
    }
    bil_status status = forget_place(person, hand, service, err);
    if (status == BIL_OK) {
        status = raise_budget(&person->budget, hand, reconverted, err);
    }
    for (size_t t = 0; status == BIL_OK && t < person->phase_count; t++) {
        status = raise_budget(&phases[t].budget, hand, reconverted, err);
    }
    person->phases = phases;
    if (grants(each->granted, service)) {
        bil_plan_free(each->granted); /* it cannot go on: all of it is decided anew */
        each->granted = NULL;
    }
    return status;
}

/* ---- the district's money and places ---- */

/* From the first pool that may pay this side of the service; no pool falls below nothing. */
static void take_from_pools(bil_lever_hand *hand, bil_index service, bil_side side, int64_t cents)
{
    const bil_district *district = hand->population->district;
    for (size_t k = 0; k < district->pool_count && cents > 0; k++) {
        bil_pool *pool = &hand->pools[k];
        const bil_side its = hand->own->sources[pool->source].side;
        if ((its == side || its == BIL_SIDE_ANY) &&
            bil_source_may_pay(hand->own, pool->source, service)) {
            const int64_t taken = cents < pool->yearly_cents ? cents : pool->yearly_cents;
            pool->yearly_cents -= taken;
            cents -= taken;
        }
    }
}

static bil_status shut(int64_t *left, bil_lever_hand *hand, bil_index service,
                       const bil_lever_change *change, bil_error *err)
{
    bil_district *district = hand->population->district;
    bil_capacity *items = bil_arena_alloc(district->arena, district->capacity_count, sizeof *items);
    if (items == NULL) {
        return bil_fail_nomem(err);
    }
    if (district->capacity_count > 0) {
        memcpy(items, district->capacities, district->capacity_count * sizeof *items);
    }
    for (size_t k = 0; k < district->capacity_count; k++) {
        if (items[k].service != service) {
            continue;
        }
        if (items[k].month_units < hand->closed[service]) {
            return bil_lever_fail(err, change, "«%s»: il distretto ha meno posti di questi",
                                  "\"%s\": the district has fewer places than these");
        }
        items[k].month_units -= hand->closed[service];
        *left = items[k].month_units;
        district->capacities = items;
        return BIL_OK;
    }
    return bil_lever_fail(err, change, "«%s»: nel distretto questi posti non hanno limite",
                          "\"%s\": in the district these places have no limit");
}

static bil_status move_out(bil_lever_hand *hand, const bil_lever_drawn *items, size_t count,
                           bil_index service, int64_t left, bil_error *err)
{
    const fee whole = fee_of(hand, service);
    const int64_t share = hand->reconverted_bp[service];
    const fee kept = {bil_div_round(whole.health_cents * share, ALL_BP),
                      bil_div_round(whole.social_cents * share, ALL_BP)};
    bil_status status = BIL_OK;
    int64_t there = 0;
    for (size_t k = 0; k < count; k++) {
        there += places_of(&hand->population->persons[items[k].person], service);
    }
    for (size_t k = 0; status == BIL_OK && there > left && k < count; k++) {
        bil_applicant *each = &hand->population->persons[items[k].person];
        const int64_t places = places_of(each, service);
        there -= places;
        take_from_pools(hand, service, BIL_SIDE_HEALTH,
                        places * MONTHS * (whole.health_cents - kept.health_cents));
        take_from_pools(hand, service, BIL_SIDE_SOCIAL,
                        places * MONTHS * (whole.social_cents - kept.social_cents));
        status = go_home(hand, each, service, &kept, err);
    }
    return status;
}

static bil_status close_places(bil_lever_hand *hand, bil_index service,
                               const bil_lever_change *change, bil_error *err)
{
    const bil_population *population = hand->population;
    bil_lever_drawn *items = calloc(population->count + 1, sizeof *items);
    size_t count = 0;
    int64_t left = 0;
    if (items == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < population->count; i++) {
        if (places_of(&population->persons[i], service) > 0) {
            items[count++] = (bil_lever_drawn){.person = i};
        }
    }
    bil_lever_draw(items, count, hand, DRAW_CLOSURES);
    bil_status status = shut(&left, hand, service, change, err);
    if (status == BIL_OK) {
        status = move_out(hand, items, count, service, left, err);
    }
    free(items);
    return status;
}

bil_status bil_lever_close_places(bil_lever_hand *hand, const bil_lever_change *const *changes,
                                  size_t count, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < count; i++) {
        const bil_index service = bil_lever_of(changes[i])->pull == bil_lever_closures
                                      ? service_of(hand, changes[i])
                                      : BIL_NONE;
        if (service != BIL_NONE && hand->closed[service] > 0) {
            status = close_places(hand, service, changes[i], err);
            hand->closed[service] = 0; /* said twice, the last counts, once */
        }
    }
    return status;
}
