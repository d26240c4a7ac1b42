/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person: needs, means, budgets (often tight to the cent), locks and wishes. */

#include "tests/referee/referee.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int any_target(ref_random *random)
{
    static const int64_t targets[] = {150, 200, 250, 300, 400, 500, 600, 333, 800, 1000, 1037};
    return (int)ref_pick(random, targets, COUNT(targets));
}

static void make_needs(ref_world *world, ref_random *random)
{
    static const int64_t floors[] = {-1, -1, -1, 0, 40, 75, 100};
    for (int d = 0; d < world->domain_count; d++) {
        if (d > 0 && ref_chance(random, 15)) {
            continue;
        }
        ref_need *const need = &world->needs[world->need_count++];
        need->domain = d;
        need->level = (int)ref_between(random, 1, REF_LEVELS - 1);
        need->priority = (int)ref_between(random, 1, 3);
        need->target = ref_chance(random, 35) ? any_target(random) : -1;
        need->floor_pct = (int)ref_pick(random, floors, COUNT(floors));
        need->already = ref_chance(random, 70) ? 0 : (int)ref_between(random, 1, 300);
    }
}

/* Targets of single phases, some of them zero. */
static void make_phase_targets(ref_world *world, ref_random *random)
{
    const bool time = world->theme == REF_THEME_TIME;
    for (int t = 0; t < world->phase_count; t++) {
        const bool own = world->phase_count > 1 && ref_chance(random, time ? 65 : 35);
        for (int n = 0; n < world->need_count; n++) {
            const bool set = own && ref_chance(random, 60);
            const bool none = n > 0 && ref_chance(random, time ? 35 : 10);
            world->phases[t].targets[n] = !set ? -1 : none ? 0 : any_target(random);
        }
    }
}

/* Cost of a line of some service, or of its health or social part: an amount that is tight for it.
 */
static int64_t part_of_a_line(const ref_world *world, ref_random *random)
{
    const ref_service *const service =
        &world->services[ref_between(random, 0, world->service_count - 1)];
    const int64_t price = ref_month_price(service, service->price_cents);
    const int64_t cost = price * ref_between(random, service->min, service->max);
    const int64_t health = ref_share(cost, service->health_bp);
    const int64_t parts[] = {cost, health, cost - health};
    return ref_pick(random, parts, COUNT(parts));
}

/* What everything would cost in a month. */
static int64_t cost_of_all(const ref_world *world)
{
    int64_t sum = 1;
    for (int s = 0; s < world->service_count; s++) {
        const ref_service *const service = &world->services[s];
        sum += ref_month_price(service, service->price_cents) * service->max;
    }
    return sum;
}

static int64_t any_amount(const ref_world *world, ref_random *random)
{
    if (ref_chance(random, 40)) {
        const int64_t one = part_of_a_line(world, random);
        return one + (ref_chance(random, 40) ? part_of_a_line(world, random) : 0);
    }
    return ref_between(random, 0, cost_of_all(world) * ref_between(random, 20, 100) / 100);
}

static void make_budget(const ref_world *world, ref_random *random, ref_budget *budget)
{
    const int roll = (int)ref_between(random, 0, 99);
    budget->public_cents = -1;
    if (world->theme == REF_THEME_PENSIONS) {
        budget->public_cents = any_amount(world, random) * ref_between(random, 10, 100) / 100;
    } else if (roll < 45) {
        budget->public_cents = any_amount(world, random);
    } else if (roll < 75) {
        budget->public_cents = any_amount(world, random) + any_amount(world, random);
    } else if (roll < 94) {
        budget->public_cents = cost_of_all(world) * ref_between(random, 30, 110) / 100;
    }
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const int percent = source->hours ? 0 : source->pool ? 45 : 10;
        budget->by_source[r] = ref_chance(random, percent) ? any_amount(world, random) : -1;
    }
}

static void make_holdings(ref_world *world, ref_random *random)
{
    world->allowance_home = any_amount(world, random) / 2;
    world->allowance_residence = world->allowance_home / ref_between(random, 2, 6);
    if (ref_chance(random, 10)) {
        world->allowance_residence = world->allowance_home + 7;
    }
    for (int r = 0; r < world->source_count; r++) {
        ref_source *const source = &world->sources[r];
        ref_holding *const held = &world->holdings[r];
        int64_t monthly = any_amount(world, random);
        if (source->kind == REF_FROM_PENSION) {
            monthly = monthly / 2 + world->allowance_home;
        }
        source->typical_cents = monthly * 12 / source->payments;
        held->listed = !source->pool && ref_chance(random, 92);
        held->active = ref_chance(random, 50);
        held->amount = -1;
        if (!source->hours && ref_chance(random, 75)) {
            const bool pension = source->kind == REF_FROM_PENSION;
            held->amount = any_amount(world, random) * 12 / source->payments / (pension ? 2 : 1) +
                           ref_between(random, 0, 1);
            held->amount += pension ? world->allowance_home * 12 / source->payments : 0;
        }
        held->hours = (int)ref_between(random, 0, 5);
    }
}

/* A quantity that can be had. */
static int any_quantity(const ref_service *service, ref_random *random)
{
    int quantity = (int)ref_between(random, service->min > 1 ? service->min : 1, service->max);
    while (quantity % service->step != 0 || quantity < service->min) {
        quantity = quantity < service->max ? quantity + 1 : 1;
    }
    return quantity;
}

/* A service for a lock: a one-off only where there is one phase, for a lock speaks of every phase.
 */
static int any_lockable(const ref_world *world, ref_random *random)
{
    const int first = (int)ref_between(random, 0, world->service_count - 1);
    for (int i = 0; i < world->service_count; i++) {
        const int s = (first + i) % world->service_count;
        if (!world->services[s].one_off || world->phase_count == 1) {
            return s;
        }
    }
    return 0;
}

static void make_locks(ref_world *world, ref_random *random)
{
    const bool locks = world->theme == REF_THEME_LOCKS;
    if (ref_chance(random, locks ? 40 : 12)) {
        const int s = any_lockable(world, random);
        world->fixed[0].service = s;
        world->fixed[0].quantity = any_quantity(&world->services[s], random);
        world->fixed_count = 1;
        if (ref_chance(random, 8)) {
            world->fixed[0].quantity = 0;
        }
    }
    const int in_place = ref_chance(random, locks ? 60 : 25) ? (int)ref_between(random, 1, 2) : 0;
    for (int i = 0; i < in_place; i++) {
        const int s = any_lockable(world, random);
        if (i > 0 && s == world->in_place[0].service) {
            break;
        }
        world->in_place[i].service = s;
        world->in_place[i].quantity = any_quantity(&world->services[s], random);
        world->in_place[i].keep = ref_chance(random, 45);
        world->in_place_count++;
    }
}

static void make_wishes(ref_world *world, ref_random *random)
{
    static const char *const profiles[] = {"balanced",           "balanced",
                                           "home-first",         "fewest-changes",
                                           "least-public-money", "least-family-burden"};
    if (ref_chance(random, world->theme == REF_THEME_LOCKS ? 40 : 10)) {
        world->must[world->must_count++] = ref_any_selector(world, random);
    }
    if (world->must_count > 0 && ref_chance(random, 20)) {
        world->must[world->must_count++] = ref_any_selector(world, random);
    }
    if (ref_chance(random, 14)) {
        world->must_not[world->must_not_count++] = ref_any_selector(world, random);
    }
    const int prefer = ref_chance(random, 30) ? (int)ref_between(random, 1, 2) : 0;
    for (int i = 0; i < prefer; i++) {
        world->prefer[world->prefer_count++] = ref_any_selector(world, random);
    }
    if (world->prefer_count == 2 && strcmp(world->prefer[0].text, world->prefer[1].text) == 0) {
        world->prefer_count = 1;
    }
    world->profile = profiles[ref_between(random, 0, (int64_t)COUNT(profiles) - 1)];
}

/* The ISEE: unknown, on a row's end, or anywhere, also above every row. */
static int64_t any_isee(const ref_world *world, ref_random *random)
{
    const int roll = (int)ref_between(random, 0, 99);
    const ref_copay_row *const row = &world->copay[ref_between(random, 0, world->copay_count - 1)];
    if (roll < 15) {
        return -1;
    }
    if (roll < 35) {
        return ref_chance(random, 50) ? row->isee_from : row->isee_to;
    }
    return ref_between(random, 0, row->isee_to * 3 / 2);
}

void ref_generate_case(ref_world *world, ref_random *random)
{
    make_needs(world, random);
    make_phase_targets(world, random);
    world->isee = any_isee(world, random);
    make_holdings(world, random);
    make_budget(world, random, &world->budget);
    for (int t = 0; t < world->phase_count; t++) {
        const int percent = world->theme == REF_THEME_TIME ? 35 : 12;
        world->phases[t].has_budget = world->phase_count > 1 && ref_chance(random, percent);
        make_budget(world, random, &world->phases[t].budget);
    }
    make_locks(world, random);
    make_wishes(world, random);
}
