/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Worlds at the edge: every amount that binds is lowered to the cent at which the answer changes,
 * found by halving over whole enumerations. More money never makes an answer worse (less allowance
 * likewise), so there is one such cent. */

#include "tests/referee/referee.h"

enum { KNOBS_OTHER = 2, KNOBS = KNOBS_OTHER + REF_SOURCES };

static int64_t *knob_value(ref_world *world, int knob)
{
    if (knob == 0) {
        return &world->budget.public_cents;
    }
    if (knob == 1) {
        return &world->allowance_home;
    }
    const int source = knob - KNOBS_OTHER;
    if (source >= world->source_count || world->sources[source].hours) {
        return NULL;
    }
    if (world->sources[source].pool) {
        return &world->budget.by_source[source];
    }
    return world->holdings[source].listed ? &world->holdings[source].amount : NULL;
}

static int64_t large_amount(const ref_world *world)
{
    int64_t sum = 1000;
    for (int s = 0; s < world->service_count; s++) {
        const ref_service *const service = &world->services[s];
        sum += ref_month_price(service, service->price_cents * 2) * service->max;
    }
    return sum;
}

static bool same_answer(const ref_world *world, const ref_answer *wanted)
{
    ref_answer answer;
    ref_enumerate(&answer, world);
    return answer.feasible == wanted->feasible &&
           ref_quality_compare(answer.best, wanted->best) == 0;
}

/* Moves one knob to its edge; false when it does not bind. */
static bool tighten_knob(ref_world *world, int knob, const ref_answer *wanted)
{
    int64_t *const value = knob_value(world, knob);
    const bool upwards = knob == 1; /* the allowance takes away as it grows */
    if (value == NULL) {
        return false;
    }
    const int64_t before = *value;
    int64_t good = before;
    if (before < 0) {
        good = knob >= KNOBS_OTHER && !world->sources[knob - KNOBS_OTHER].pool
                   ? world->sources[knob - KNOBS_OTHER].typical_cents
                   : large_amount(world);
    }
    int64_t bad = upwards ? good + large_amount(world) : 0;
    *value = bad;
    if (same_answer(world, wanted)) {
        *value = before;
        return false;
    }
    *value = good;
    if (!same_answer(world, wanted)) {
        *value = before; /* larger than any sum we thought of */
        return false;
    }
    while (good - bad > 1 || bad - good > 1) {
        *value = bad + (good - bad) / 2;
        if (same_answer(world, wanted)) {
            good = *value;
        } else {
            bad = *value;
        }
    }
    *value = good;
    return true;
}

bool ref_tighten(ref_world *world, int short_by)
{
    ref_random random = {world->seed ^ UINT64_C(0xedbedbedb)};
    ref_answer wanted;
    int tightened = 0;
    int last = 0;
    ref_enumerate(&wanted, world);
    if (!wanted.feasible) {
        return false;
    }
    const int first = (int)ref_between(&random, 0, KNOBS - 1);
    for (int i = 0; i < KNOBS; i++) {
        const int knob = (first + i) % KNOBS;
        if (tighten_knob(world, knob, &wanted)) {
            tightened++;
            last = ref_chance(&random, 100 / tightened) ? knob : last;
        }
    }
    if (tightened > 0) {
        *knob_value(world, last) -= last == 1 ? -short_by : short_by;
    }
    return tightened > 0;
}
