/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/world.h"

#include "engine/money.h"
#include "engine/random.h"

#define WHOLE_BP INT64_C(10000)

enum { RANDOM_BITS = 30 };

/* ---- draws ---- */

uint64_t bil_world_random(uint64_t seed, uint64_t world, bil_varies what, bil_index index)
{
    return bil_random(seed, world, (uint64_t)what, index);
}

/* floor(√value), by halving. */
static uint64_t square_root(uint64_t value)
{
    uint64_t low = 0;
    uint64_t high = UINT32_MAX;
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        if (middle <= value / middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

int64_t bil_world_draw(const bil_uncertainty *row, uint64_t random)
{
    /* Thirty bits times two spans of at most 10⁵ stay below 2⁶⁴. */
    const uint64_t u = random >> (64 - RANDOM_BITS);
    const uint64_t span = (uint64_t)(row->high_bp - row->low_bp);
    if (row->mode_bp < 0) {
        return row->low_bp + (int64_t)(u * (span + 1) >> RANDOM_BITS);
    }
    const uint64_t rise = (uint64_t)(row->mode_bp - row->low_bp);
    const uint64_t fall = (uint64_t)(row->high_bp - row->mode_bp);
    if (u * span < rise << RANDOM_BITS) {
        return row->low_bp + (int64_t)square_root(u * span * rise >> RANDOM_BITS);
    }
    const uint64_t rest = (UINT64_C(1) << RANDOM_BITS) - u;
    return row->high_bp - (int64_t)square_root(rest * span * fall >> RANDOM_BITS);
}

/* ---- a world ---- */

typedef struct {
    const bil_case *person;
    const bil_catalogue *catalogue;
    uint64_t seed;
    uint64_t number;
    bil_arena *arena;
} maker;

/* WHOLE_BP for what does not vary. */
static int64_t drawn(const maker *m, const bil_uncertainty *row, bil_varies what, bil_index index)
{
    return row == NULL ? WHOLE_BP
                       : bil_world_draw(row, bil_world_random(m->seed, m->number, what, index));
}

static int64_t of_service(const maker *m, bil_varies what, bil_index service)
{
    return drawn(m, bil_varies_service(m->catalogue, what, service), what, service);
}

/* value × share, at most `most`; a value is at most 10⁹, a share ten times the whole. */
static int64_t scaled(int64_t value, int64_t share_bp, int64_t most)
{
    const int64_t result = bil_div_round(value * share_bp, WHOLE_BP);
    return result < most ? result : most;
}

static bil_catalogue *make_catalogue(const maker *m)
{
    const bil_catalogue *old = m->catalogue;
    bil_catalogue *copy = bil_arena_alloc(m->arena, 1, sizeof *copy);
    bil_service *services = bil_arena_alloc(m->arena, old->service_count, sizeof *services);
    bil_provider *providers = bil_arena_alloc(m->arena, old->provider_count, sizeof *providers);
    if (copy == NULL || services == NULL || providers == NULL) {
        return NULL;
    }
    for (size_t s = 0; s < old->service_count; s++) {
        services[s] = old->services[s];
        services[s].price_cents = scaled(
            services[s].price_cents, of_service(m, BIL_VARIES_PRICE, (bil_index)s), BIL_CENTS_MAX);
    }
    for (size_t p = 0; p < old->provider_count; p++) {
        providers[p] = old->providers[p];
        providers[p].price_cents =
            scaled(providers[p].price_cents, of_service(m, BIL_VARIES_PRICE, providers[p].service),
                   BIL_CENTS_MAX);
    }
    *copy = *old;
    copy->arena = NULL; /* nobody frees it singly */
    copy->services = services;
    copy->providers = providers;
    return copy;
}

/* Days of the phase that fall between two days counted from the start of the plan. */
static int64_t days_within(int64_t from, int64_t to, int64_t first, int64_t end)
{
    const int64_t low = from > first ? from : first;
    const int64_t high = to < end ? to : end;
    return high > low ? high - low : 0;
}

/* What of a service's effects arrives in the phase that lasts from day `first` to before `end`. */
static int64_t delivered(const maker *m, bil_index service, int64_t first, int64_t end)
{
    int64_t share = WHOLE_BP;
    if (bil_case_in_place_of(m->person, service) == NULL && end > first) {
        const int64_t usual = m->catalogue->services[service].activation_days;
        const int64_t now =
            bil_div_round(usual * of_service(m, BIL_VARIES_DELAY, service), WHOLE_BP);
        const int64_t lost = days_within(usual, now, first, end);
        share = bil_div_round((end - first - lost) * WHOLE_BP, end - first);
    }
    return bil_share(share, of_service(m, BIL_VARIES_ATTENDANCE, service));
}

static bool make_phase(const maker *m, bil_phase *phase, const bil_need *needs)
{
    const size_t need_count = m->person->need_count;
    const size_t service_count = m->catalogue->service_count;
    int64_t *targets = bil_arena_alloc(m->arena, need_count, sizeof *targets);
    int64_t *shares = bil_arena_alloc(m->arena, service_count, sizeof *shares);
    if (targets == NULL || shares == NULL) {
        return false;
    }
    for (size_t n = 0; n < need_count; n++) {
        const bil_uncertainty *row = bil_varies_need(m->catalogue, needs[n].domain);
        targets[n] = scaled(phase->targets[n], drawn(m, row, BIL_VARIES_NEED, (bil_index)n),
                            BIL_QUANTITY_MAX * 100);
    }
    const int64_t first = bil_date_days_between(m->person->start, phase->start);
    const int64_t end =
        bil_date_days_between(m->person->start, bil_date_add_months(phase->start, phase->months));
    for (size_t s = 0; s < service_count; s++) {
        shares[s] = delivered(m, (bil_index)s, first, end);
    }
    phase->targets = targets;
    phase->delivered_bp = shares;
    return true;
}

static bool make_sources(const maker *m, bil_case *copy)
{
    bil_case_source *sources = bil_arena_alloc(m->arena, copy->source_count, sizeof *sources);
    for (size_t i = 0; sources != NULL && i < copy->source_count; i++) {
        sources[i] = copy->sources[i];
        const bil_index source = sources[i].source;
        if (m->catalogue->sources[source].form == BIL_FORM_HOURS) {
            const bil_uncertainty *row = bil_varies_hours(m->catalogue, source);
            sources[i].hours_month = scaled(
                sources[i].hours_month, drawn(m, row, BIL_VARIES_HOURS, source), BIL_QUANTITY_MAX);
        }
    }
    copy->sources = sources;
    return sources != NULL;
}

static bool make_needs(const maker *m, bil_case *copy)
{
    bil_need *needs = bil_arena_alloc(m->arena, copy->need_count, sizeof *needs);
    for (size_t n = 0; needs != NULL && n < copy->need_count; n++) {
        needs[n] = copy->needs[n];
        const bil_uncertainty *row = bil_varies_need(m->catalogue, needs[n].domain);
        needs[n].target = scaled(needs[n].target, drawn(m, row, BIL_VARIES_NEED, (bil_index)n),
                                 BIL_QUANTITY_MAX * 100);
    }
    copy->needs = needs;
    return needs != NULL;
}

bil_status bil_world_make(bil_case **out, const bil_case *person, uint64_t seed, uint64_t world,
                          bil_arena *arena, bil_error *err)
{
    const maker m = {person, person->catalogue, seed, world, arena};
    bil_case *copy = bil_arena_alloc(arena, 1, sizeof *copy);
    bil_phase *phases = bil_arena_alloc(arena, person->phase_count, sizeof *phases);
    bil_catalogue *catalogue = make_catalogue(&m);
    if (copy == NULL || phases == NULL || catalogue == NULL) {
        return bil_fail_nomem(err);
    }
    *copy = *person;
    copy->arena = NULL;
    copy->catalogue = catalogue;
    bool whole = make_sources(&m, copy) && make_needs(&m, copy);
    for (size_t t = 0; whole && t < person->phase_count; t++) {
        phases[t] = person->phases[t];
        whole = make_phase(&m, &phases[t], person->needs);
    }
    copy->phases = phases;
    if (!whole) {
        return bil_fail_nomem(err);
    }
    *out = copy;
    return BIL_OK;
}
