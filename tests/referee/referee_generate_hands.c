/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a hand decides, and what must be covered or used, added to a world. */

#include "tests/referee/referee.h"

#include <string.h>

static void add_line(ref_world *world, ref_random *random)
{
    const int s = (int)ref_between(random, 0, world->service_count - 1);
    const ref_service *const service = &world->services[s];
    const bool once = ref_chance(random, 40) || service->one_off;
    ref_hand *const hand = &world->hands[world->hand_count];
    for (int i = 0; i < world->hand_count; i++) {
        if (world->hands[i].service == s) {
            return;
        }
    }
    hand->service = s;
    hand->quantity = (int)ref_between(random, 0, service->continuous ? 1 : service->max + 2);
    hand->phase = once ? (int)ref_between(random, 0, world->phase_count - 1) : -1;
    world->hand_count++;
}

static void add_must(ref_world *world, const char *form, const char *code)
{
    char text[2 * REF_SELECTOR];
    (void)snprintf(text, sizeof text, "%s:%s", form, code);
    if (world->must_count < REF_WISHES) {
        ref_selector *const selector = &world->must[world->must_count++];
        memcpy(selector->text, text, sizeof selector->text - 1);
        selector->text[sizeof selector->text - 1] = '\0';
    }
}

static void add_wishes(ref_world *world, ref_random *random)
{
    const int r = (int)ref_between(random, 0, world->source_count - 1);
    const ref_source *const source = &world->sources[r];
    if (ref_chance(random, 45) && !source->hours) {
        add_must(world, "source", source->code);
    }
    if (world->provider_count > 0 && ref_chance(random, 50)) {
        const int p = (int)ref_between(random, 0, world->provider_count - 1);
        add_must(world, "provider", world->providers[p].code);
    }
    for (int n = 0; n < world->need_count; n++) {
        if (ref_chance(random, 35)) {
            world->at_least[n] = (int)ref_between(random, 1, 1 + ref_target(world, n, 0));
        }
    }
}

static void add_room(ref_world *world, ref_random *random)
{
    for (int p = 0; p < world->provider_count; p++) {
        if (world->providers[p].capacity >= 0 && ref_chance(random, 60)) {
            world->granted = p;
            world->granted_room = world->providers[p].capacity + (int)ref_between(random, -1, 3);
            world->granted_room = world->granted_room < 0 ? 0 : world->granted_room;
            return;
        }
    }
}

/* Takes one thing away; false when none is left. */
static bool take_away(ref_world *world)
{
    for (int n = 0; n < world->need_count; n++) {
        if (world->at_least[n] > 0) {
            world->at_least[n] = 0;
            return true;
        }
    }
    if (world->must_count > 1) {
        world->must_count--;
        return true;
    }
    if (world->hand_count > 0) {
        world->hand_count--;
        return true;
    }
    return false;
}

void ref_generate_hands(ref_world *world, uint64_t seed)
{
    ref_random random = {seed * UINT64_C(0x9e3779b97f4a7c15) + 77U};
    ref_generate(world, seed, REF_PLAIN);
    for (int i = (int)ref_between(&random, 0, 2); i > 0; i--) {
        add_line(world, &random);
    }
    if (world->rule_count > 0 && ref_chance(&random, 50)) {
        world->waived = 1U << ref_between(&random, 0, world->rule_count - 1);
    }
    add_wishes(world, &random);
    add_room(world, &random);
    ref_answer answer;
    ref_enumerate(&answer, world);
    while (seed % 3 != 0 && !answer.feasible && take_away(world)) {
        ref_enumerate(&answer, world);
    }
}
