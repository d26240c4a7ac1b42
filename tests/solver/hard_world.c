/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/hard_world.h"

#include <string.h>

static bool chance(uint64_t *seed, unsigned percent)
{
    return random_below(seed, 100) < percent;
}

static int64_t few(uint64_t *seed, unsigned most)
{
    return 1 + (int64_t)random_below(seed, most);
}

/* Two providers of one service, with little room. */
static void add_providers(world *w, uint64_t *seed)
{
    const char *service = chance(seed, 50) ? "S01" : "S02";
    const bil_index index = bil_catalogue_find_service(&w->catalogue, service);
    const int64_t price = w->services[index].price_cents;
    world_provider(w, "coop", service, price)->capacity_month = few(seed, 3);
    if (chance(seed, 50)) {
        world_provider(w, "onlus", service, price + 10)->capacity_month = few(seed, 3);
    }
    if (chance(seed, 30)) {
        world_must(w, "provider:coop");
    }
    if (chance(seed, 20)) {
        (void)world_grant(w, "coop", service, 2 + few(seed, 3));
    }
}

/* Once: a wish written twice is in a conflict once. */
static void add_must(world *w, const char *text)
{
    for (size_t i = 0; i < w->person.wishes.must_count; i++) {
        if (strcmp(w->must[i].text, text) == 0) {
            return;
        }
    }
    world_must(w, text);
}

static void add_locks(world *w, uint64_t *seed)
{
    static const char *const must[] = {"service:S01", "service:S02", "source:MIS",
                                       "source:ORE",  "source:FAM",  "setting:home"};
    static const char *const must_not[] = {"service:S01", "setting:residential", "service:S03"};
    if (chance(seed, 40)) {
        add_must(w, must[random_below(seed, 6)]);
    }
    if (chance(seed, 25)) {
        world_must_not(w, must_not[random_below(seed, 3)]);
    }
    if (chance(seed, 20)) {
        world_fix(w, "S02", few(seed, 3));
    }
    if (chance(seed, 30)) {
        world_fix(w, "S03", few(seed, 4));
    }
    for (size_t n = 0; n < w->person.need_count; n++) {
        if (chance(seed, 35)) {
            w->needs[n].at_least = 50 * few(seed, 8);
        }
    }
}

static void add_hands(world *w, uint64_t *seed)
{
    if (chance(seed, 25)) {
        const size_t phase = chance(seed, 50) ? SIZE_MAX : w->person.phase_count - 1;
        const char *service = chance(seed, 50) ? "S01" : "S03";
        const bil_index index = bil_catalogue_find_service(&w->catalogue, service);
        const unsigned most = w->services[index].continuous ? 2 : 9;
        (void)world_by_hand(w, service, (int64_t)random_below(seed, most), phase);
    }
    if (chance(seed, 15) && w->catalogue.rule_count > 0) {
        (void)world_waive(w, w->rules[0].id);
    }
}

world *hard_world(uint64_t seed, int phases)
{
    world *w = random_world(seed, phases);
    uint64_t more = seed * 7919U + 77U;
    for (size_t r = 0; r < w->catalogue.rule_count; r++) {
        w->rules[r].waivable = chance(&more, 50);
    }
    if (chance(&more, 40)) {
        add_providers(w, &more);
    }
    add_locks(w, &more);
    add_hands(w, &more);
    return w;
}
