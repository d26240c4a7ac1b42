/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/random_district.h"

#include <string.h>

#include "engine/date.h"
#include "tests/solver/random_world.h"

/* The same catalogue, other needs and means, perhaps another first month. */
static void make_another(world *w, uint64_t *seed)
{
    bil_case *person = &w->person;
    const int later = random_below(seed, 2) == 0 ? 0 : (int)random_below(seed, 9);
    for (size_t t = 0; t < person->phase_count; t++) {
        for (size_t n = 0; n < person->need_count; n++) {
            w->targets[t][n] = 50 * (int64_t)random_below(seed, 14);
        }
        w->phases[t].start = bil_date_add_months(w->phases[t].start, later);
    }
    person->start = bil_date_add_months(person->start, later);
    for (size_t i = 0; i < person->source_count; i++) {
        w->has[i].amount_cents =
            w->has[i].amount_cents > 0 ? 10 * (int64_t)random_below(seed, 200) : 0;
    }
}

void random_district_open(random_district *d, uint64_t seed, size_t count)
{
    memset(d, 0, sizeof *d);
    uint64_t dice = seed * 48271U + 11;
    (void)random_below(&dice, 2);
    const bool provided = random_below(&dice, 2) == 0;
    for (size_t i = 0; i < count; i++) {
        static const char *const ids[DISTRICT_PERSONS_MOST] = {"A", "B", "C", "D", "E", "F",
                                                               "G", "H", "I", "J", "K", "L"};
        world *w = random_world(seed, 1 + (int)random_below(&dice, 3));
        d->worlds[i] = w;
        if (i == 0 && provided) {
            (void)world_provider(w, "coop", "S02", 900);
            (void)world_provider(w, "altra", "S02", 1500);
        }
        if (i > 0) {
            make_another(w, &dice);
        }
        w->person.id = ids[i];
        w->person.catalogue = &d->worlds[0]->catalogue;
        d->persons[i] = &w->person;
    }
    d->count = count;
    const bil_catalogue *catalogue = &d->worlds[0]->catalogue;
    const int64_t each = (int64_t)count;
    d->pools[0] = (bil_pool){bil_catalogue_find_source(catalogue, "COM"),
                             each * 100 * (int64_t)random_below(&dice, 400)};
    d->pools[1] = (bil_pool){bil_catalogue_find_source(catalogue, "MIS"),
                             each * 100 * (int64_t)random_below(&dice, 200)};
    d->capacities[0] = (bil_capacity){"S01", bil_catalogue_find_service(catalogue, "S01"),
                                      (int64_t)random_below(&dice, 3 * (unsigned)count)};
    d->capacities[1] =
        (bil_capacity){"coop", BIL_NONE, (int64_t)random_below(&dice, 3 * (unsigned)count)};
    d->district = (bil_district){.catalogue = catalogue,
                                 .pools = d->pools,
                                 .pool_count = 2,
                                 .capacities = d->capacities,
                                 .capacity_count = provided ? 2 : 1,
                                 .persons = -1};
}

void random_district_close(random_district *d)
{
    for (size_t i = 0; i < d->count; i++) {
        world_free(d->worlds[i]);
    }
}

static void scale_person(world *w, int64_t times)
{
    for (size_t i = 0; i < w->person.source_count; i++) {
        w->has[i].amount_cents *= times;
    }
    for (size_t t = 0; t < w->person.phase_count; t++) {
        bil_budget *budget = &w->phases[t].budget;
        budget->public_monthly_cents *= budget->public_monthly_cents == BIL_UNLIMITED ? 1 : times;
        for (size_t i = 0; i < budget->by_source_count; i++) {
            w->limits[t][i].monthly_cents *= times;
        }
    }
}

void random_district_scale(random_district *d, int64_t times)
{
    world *w = d->worlds[0];
    for (size_t i = 0; i < w->catalogue.service_count; i++) {
        w->services[i].price_cents *= times;
    }
    for (size_t i = 0; i < w->catalogue.provider_count; i++) {
        w->providers[i].price_cents *= times;
    }
    for (size_t i = 0; i < w->catalogue.copay_count; i++) {
        w->copay[i].user_from_cents *= times;
        w->copay[i].user_to_cents *= times;
    }
    for (size_t i = 0; i < w->catalogue.rule_count; i++) {
        w->rules[i].parameter_e4 *= w->rules[i].form == BIL_RULE_ABSORBS ? times : 1;
    }
    w->catalogue.allowance_home_cents *= times;
    w->catalogue.allowance_residence_cents *= times;
    for (size_t i = 0; i < d->count; i++) {
        scale_person(d->worlds[i], times);
    }
    for (size_t p = 0; p < d->district.pool_count; p++) {
        d->pools[p].yearly_cents *= times;
    }
}
