/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the drawn persons share, as large as they are many. */

#include <stdlib.h>
#include <string.h>

#include "data/district_impl.h"
#include "data/synth_impl.h"
#include "engine/money.h"

enum { PER_1000_E2 = 100000 };

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int by_source(const void *a, const void *b)
{
    const bil_pool *x = a;
    const bil_pool *y = b;
    return (x->source > y->source) - (x->source < y->source);
}

static bool make_pools(bil_district *district, const bil_synth_profile *profile,
                       const bil_synth_totals *totals)
{
    bil_pool *pools = bil_arena_alloc(district->arena, profile->pool_count, sizeof *pools);
    if (pools == NULL) {
        return false;
    }
    for (size_t i = 0; i < profile->pool_count; i++) {
        const bil_synth_pool *row = &profile->pools[i];
        const int64_t cents =
            larger(row->yearly_cents_per_person * totals->persons, totals->kept_year_cents[i]);
        pools[i].source = row->source;
        pools[i].yearly_cents = cents < BIL_POOL_CENTS_MAX ? cents : BIL_POOL_CENTS_MAX;
    }
    if (profile->pool_count > 1) {
        qsort(pools, profile->pool_count, sizeof *pools, by_source);
    }
    district->pools = pools;
    district->pool_count = profile->pool_count;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const bil_capacity *x = a;
    const bil_capacity *y = b;
    if (x->service != y->service) {
        return x->service < y->service ? -1 : 1;
    }
    return strcmp(x->code, y->code);
}

static bool make_capacities(bil_district *district, const bil_synth_profile *profile,
                            const bil_synth_totals *totals)
{
    bil_capacity *items = bil_arena_alloc(district->arena, profile->capacity_count, sizeof *items);
    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < profile->capacity_count; i++) {
        const bil_synth_capacity *row = &profile->capacities[i];
        const int64_t usual = bil_div_ceil(row->per_1000_e2 * totals->persons, PER_1000_E2);
        const int64_t today = row->service == BIL_NONE ? 0 : totals->in_place[row->service];
        items[i] = (bil_capacity){row->code, row->service, larger(usual, today)};
    }
    if (profile->capacity_count > 1) {
        qsort(items, profile->capacity_count, sizeof *items, by_place);
    }
    district->capacities = items;
    district->capacity_count = profile->capacity_count;
    return true;
}

bil_status bil_synth_district(bil_text *out, const bil_synth_totals *totals,
                              const bil_synth_profile *profile, uint64_t seed, bil_error *err)
{
    bil_catalogue *own = NULL;
    bil_district *district = bil_district_new(&own, profile->catalogue);
    const bil_district_origin origin = {profile->name, profile->sha256, (int64_t)seed};
    if (district == NULL) {
        return bil_fail_nomem(err);
    }
    own->services = profile->services;
    district->name = profile->name;
    district->persons = totals->persons;
    const bil_status status =
        make_pools(district, profile, totals) && make_capacities(district, profile, totals)
            ? bil_district_write(out, district, profile->catalogue, &origin, err)
            : bil_fail_nomem(err);
    bil_district_free(district);
    return status;
}
