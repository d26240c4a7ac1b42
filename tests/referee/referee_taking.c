/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each way to help a person takes of what persons taking: the least money of a pool is found
 * by lowering the pool's ceiling until the choice can no longer be paid for. */

#include "tests/referee/referee.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    ref_takings *out;
    ref_view *view;
    const ref_scale *scale;
    const ref_sharing *sharing;
} finding;

static int64_t units_of(const ref_view *view, const ref_choice *choice, const ref_sharing *sharing,
                        int k)
{
    int64_t sum = 0;
    for (int s = 0; s < view->world->service_count; s++) {
        const int row = choice->provider[s];
        const bool given = sharing->place[k] != NULL && row >= 0 &&
                           strcmp(view->world->providers[row].code, sharing->place[k]) == 0;
        sum += sharing->service[k] == s || given ? choice->quantity[s] : 0;
    }
    return sum;
}

/* Is `a` at least as good as `b`, and takes no more of anything? */
static bool covers(const ref_taking *a, const ref_taking *b)
{
    bool all = a->quality.shortfall <= b->quality.shortfall && a->quality.score >= b->quality.score;
    for (int k = 0; k < REF_SHARED; k++) {
        all = all && a->cents[k] <= b->cents[k] && a->units[k] <= b->units[k];
    }
    return all && ref_signature_same(&a->key, &b->key);
}

static bool is_covered(const ref_takings *all, const ref_taking *taking)
{
    for (size_t i = 0; i < all->count; i++) {
        if (covers(&all->items[i], taking)) {
            return true;
        }
    }
    return false;
}

static void add(ref_takings *all, const ref_taking *taking)
{
    size_t kept = 0;
    if (is_covered(all, taking)) {
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!covers(taking, &all->items[i])) {
            all->items[kept++] = all->items[i];
        }
    }
    all->count = kept;
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 64 : all->capacity * 2;
        all->items = realloc(all->items, all->capacity * sizeof *all->items);
        if (all->items == NULL) {
            abort();
        }
    }
    all->items[all->count++] = *taking;
}

/* Can it be paid for with these ceilings of the pools? */
static bool payable(const finding *f, const ref_taking *taking, const int64_t cents[REF_SHARED])
{
    int64_t amount[REF_SOURCES];
    ref_choice choice = taking->choice;
    memcpy(amount, f->view->amount, sizeof amount);
    for (int k = 0; k < REF_SHARED; k++) {
        const int pool = f->sharing->pool[k];
        if (pool >= 0 && (amount[pool] < 0 || amount[pool] > cents[k])) {
            f->view->amount[pool] = cents[k];
        }
    }
    const bool good = ref_fundable_and_irreducible(f->view, &choice);
    memcpy(f->view->amount, amount, sizeof amount);
    return good;
}

/* The least of pool k with the other's ceiling as in `cents`, which suffices with cents[k]. */
static int64_t least(const finding *f, const ref_taking *taking, const int64_t cents[REF_SHARED],
                     int k)
{
    int64_t ceilings[REF_SHARED] = {cents[0], cents[1]};
    int64_t low = -1;
    int64_t high = cents[k];
    while (high - low > 1) {
        const int64_t half = low < 0 ? 0 : low + (high - low) / 2;
        ceilings[k] = half;
        if (payable(f, taking, ceilings)) {
            high = half;
        } else {
            low = half;
        }
    }
    return high;
}

static void find(const ref_view *view, ref_choice *choice, void *context)
{
    const finding *f = context;
    int64_t all[REF_SHARED] = {0, 0};
    ref_taking taking;
    memset(&taking, 0, sizeof taking);
    taking.key = ref_signature_of(view, choice);
    taking.quality = ref_choice_quality(view, f->scale, choice);
    taking.choice = *choice;
    for (int k = 0; k < REF_SHARED; k++) {
        taking.units[k] = units_of(view, choice, f->sharing, k);
        for (int s = 0; s < view->world->service_count && f->sharing->pool[k] >= 0; s++) {
            all[k] += choice->quantity[s] > 0 ? choice->quantity[s] * choice->unit_cents[s] : 0;
        }
    }
    if (is_covered(f->out, &taking) || !payable(f, &taking, all)) {
        return;
    }
    const int64_t last = least(f, &taking, all, 1); /* with all there is of the first */
    taking.cents[0] = least(f, &taking, all, 0);
    for (;;) {
        const int64_t ceilings[REF_SHARED] = {taking.cents[0], all[1]};
        taking.cents[1] = least(f, &taking, ceilings, 1);
        add(f->out, &taking);
        if (taking.cents[1] <= last) {
            return;
        }
        taking.cents[0]++;
    }
}

void ref_every_taking(ref_takings *out, ref_view *view, const ref_scale *scale,
                      const ref_sharing *sharing)
{
    finding f = {out, view, scale, sharing};
    memset(out, 0, sizeof *out);
    (void)ref_each_choice(view, find, &f);
}
