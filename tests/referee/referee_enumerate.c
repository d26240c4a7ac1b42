/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The best plan by enumeration.
 *
 * Each phase is enumerated apart: every vector of offers, and for each every set of the sources
 * that have to be decided. Phases are coupled by three things only: a one-off is bought at most
 * once, a continuous service does not skip a phase, and an allowance runs over 12 months; every
 * other constraint (locks, rules, ceilings, funding, irreducibility, coverage) speaks of one phase.
 * What those three need to know of a phase is its signature: which one-offs are bought, which
 * continuous services are active, how much of each allowance is used a month and once. Two choices
 * with the same signature may replace each other in any plan, and the objective is a sum over
 * phases compared in lexicographic order, which adding the same to both sides does not change. So
 * for each signature only its best choice has to be kept, and the best plan is the best combination
 * of signatures that agree. */

#include "tests/referee/referee.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    ref_signature key;
    ref_quality quality;
    ref_choice choice;
} entry;

typedef struct {
    entry *items;
    size_t count;
    size_t capacity;
} table;

ref_signature ref_signature_of(const ref_view *view, const ref_choice *choice)
{
    ref_signature key;
    memset(&key, 0, sizeof key);
    const ref_world *const world = view->world;
    for (int s = 0; s < world->service_count; s++) {
        if (choice->quantity[s] > 0) {
            key.one_offs |= world->services[s].one_off ? 1U << s : 0;
            key.continuous |= world->services[s].continuous ? 1U << s : 0;
        }
    }
    for (int i = 0; i < world->rule_count; i++) {
        if (world->rules[i].form == REF_ALLOWANCE && ref_rule_triggered(view, choice, i)) {
            ref_rule_quantity(view, choice, i, &key.monthly[i], &key.once[i]);
        }
    }
    return key;
}

bool ref_signature_same(const ref_signature *a, const ref_signature *b)
{
    return a->one_offs == b->one_offs && a->continuous == b->continuous &&
           memcmp(a->monthly, b->monthly, sizeof a->monthly) == 0 &&
           memcmp(a->once, b->once, sizeof a->once) == 0;
}

static entry *find_entry(table *all, const ref_signature *key)
{
    for (size_t i = 0; i < all->count; i++) {
        if (ref_signature_same(&all->items[i].key, key)) {
            return &all->items[i];
        }
    }
    return NULL;
}

static entry *add_entry(table *all, const ref_signature *key)
{
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 64 : all->capacity * 2;
        all->items = realloc(all->items, all->capacity * sizeof *all->items);
        if (all->items == NULL) {
            abort();
        }
    }
    entry *const fresh = &all->items[all->count++];
    memset(fresh, 0, sizeof *fresh);
    fresh->key = *key;
    return fresh;
}

typedef struct {
    ref_judgement judge; /* NULL: the usual quality */
    const void *context;
} idea;

typedef struct {
    table *all;
    const ref_scale *scale;
    const idea *good;
} keeping;

/* Keeps the choice where it is the best of its kind. */
static void keep_best(const ref_view *view, ref_choice *choice, void *context)
{
    const keeping *const k = context;
    ref_quality quality = ref_choice_quality(view, k->scale, choice);
    if (k->good->judge != NULL &&
        !k->good->judge(&quality, view, k->scale, choice, k->good->context)) {
        return;
    }
    const ref_signature key = ref_signature_of(view, choice);
    entry *kept = find_entry(k->all, &key);
    if (kept != NULL && ref_quality_compare(quality, kept->quality) <= 0) {
        return;
    }
    if (ref_fundable_and_irreducible(view, choice)) {
        kept = kept != NULL ? kept : add_entry(k->all, &key);
        kept->quality = quality;
        kept->choice = *choice;
    }
}

ref_quality ref_choice_quality(const ref_view *view, const ref_scale *scale,
                               const ref_choice *choice)
{
    int covered[REF_DOMAINS] = {0};
    for (int n = 0; n < view->world->need_count; n++) {
        covered[n] = ref_covered(view, choice, n);
    }
    return ref_phase_quality(view, scale, covered);
}

/* Tries a vector with every set of sources in use. */
static void consider(const ref_view *view, ref_choice *choice, ref_visit visit, void *context)
{
    unsigned always = 0;
    unsigned as_now[REF_SERVICES];
    for (int r = 0; r < view->world->source_count; r++) {
        always |= view->presence[r] == REF_ACTIVE ? 1U << r : 0;
    }
    unsigned chosen = view->decide;
    bool last = false;
    while (!last) {
        choice->used = always | chosen;
        last = chosen == 0;
        chosen = (chosen - 1) & view->decide;
        for (int s = 0; s < REF_SERVICES; s++) {
            as_now[s] = choice->used;
        }
        unsigned perhaps = 0; /* there for a source that must be used */
        for (int r = 0; r < view->world->source_count; r++) {
            perhaps |= ref_payable_alone(view, choice, r);
        }
        if (ref_rules_allow(view, choice) &&
            (ref_reducible(view, choice, as_now) & ~perhaps) == 0) {
            visit(view, choice, context);
        }
    }
}

static int compare_entries(const void *left, const void *right)
{
    const entry *const a = left;
    const entry *const b = right;
    return ref_quality_compare(b->quality, a->quality);
}

/* All vectors of one phase, like the wheels of a counter. */
uint64_t ref_each_choice(const ref_view *view, ref_visit visit, void *context)
{
    const int count = view->world->service_count;
    int wheel[REF_SERVICES] = {0};
    uint64_t vectors = 0;
    ref_choice choice;
    memset(&choice, 0, sizeof choice);
    for (int s = 0; s < count; s++) {
        if (view->offer_count[s] == 0) {
            return 0;
        }
    }
    for (int moved = 0; moved < count;) {
        for (int s = 0; s < count; s++) {
            const ref_offer *const offer = &view->offers[s][wheel[s]];
            choice.quantity[s] = offer->quantity;
            choice.provider[s] = offer->provider;
            choice.unit_cents[s] = offer->unit_cents;
        }
        vectors++;
        if (ref_quantities_allowed(view, &choice) && ref_hours_suffice(view, &choice)) {
            consider(view, &choice, visit, context);
        }
        moved = 0;
        while (moved < count && ++wheel[moved] == view->offer_count[moved]) {
            wheel[moved++] = 0;
        }
    }
    return vectors;
}

typedef struct {
    const ref_view *views;
    table tables[REF_PHASES];
    int phase_count;
} search;

static void take_if_better(ref_answer *out, const search *all, const size_t at[REF_PHASES])
{
    ref_choice choices[REF_PHASES];
    ref_quality sum = {0, 0, 0};
    for (int t = 0; t < all->phase_count; t++) {
        choices[t] = all->tables[t].items[at[t]].choice;
        sum = ref_quality_sum(sum, all->tables[t].items[at[t]].quality);
    }
    if (out->feasible && ref_quality_compare(sum, out->best) <= 0) {
        return;
    }
    if (ref_phases_agree(all->views, choices, all->phase_count)) {
        out->feasible = true;
        out->best = sum;
        memcpy(out->choices, choices, sizeof choices);
    }
}

/* Could entries `at` of the phases up to `last`, and the best of the later ones, be better? */
static bool may_improve(const ref_answer *out, const search *all, const size_t at[REF_PHASES],
                        int last)
{
    ref_quality sum = {0, 0, 0};
    for (int t = 0; t < all->phase_count; t++) {
        const size_t index = t <= last ? at[t] : 0;
        sum = ref_quality_sum(sum, all->tables[t].items[index].quality);
    }
    return !out->feasible || ref_quality_compare(sum, out->best) > 0;
}

/* Tables are sorted best first, so a phase's loop ends where nothing better can follow. */
static void combine(ref_answer *out, const search *all)
{
    size_t at[REF_PHASES] = {0};
    int t = 0;
    for (int i = 0; i < all->phase_count; i++) {
        if (all->tables[i].count == 0) {
            return;
        }
    }
    while (t >= 0) {
        if (at[t] >= all->tables[t].count || !may_improve(out, all, at, t)) {
            at[t] = 0;
            t--;
            if (t >= 0) {
                at[t]++;
            }
            continue;
        }
        if (t < all->phase_count - 1) {
            t++;
            continue;
        }
        take_if_better(out, all, at);
        at[t]++;
    }
}

void ref_enumerate(ref_answer *out, const ref_world *world)
{
    ref_enumerate_by(out, world, NULL, NULL);
}

void ref_enumerate_by(ref_answer *out, const ref_world *world, ref_judgement judge,
                      const void *context)
{
    const idea good = {judge, context};
    ref_view views[REF_PHASES];
    search all;
    const ref_scale scale = ref_scale_of(world);
    memset(out, 0, sizeof *out);
    memset(&all, 0, sizeof all);
    all.views = views;
    all.phase_count = world->phase_count;
    for (int t = 0; t < world->phase_count; t++) {
        ref_view_build(&views[t], world, t);
        keeping keep = {&all.tables[t], &scale, &good};
        out->vectors += ref_each_choice(&views[t], keep_best, &keep);
        if (all.tables[t].count > 0) {
            qsort(all.tables[t].items, all.tables[t].count, sizeof *all.tables[t].items,
                  compare_entries);
        }
    }
    combine(out, &all);
    for (int t = 0; t < world->phase_count; t++) {
        free(all.tables[t].items);
    }
    if (out->feasible) {
        out->shortfall = (long double)out->best.shortfall / (long double)scale.shortfall_unit;
        out->score = (long double)out->best.score / (long double)scale.score_unit;
    }
}
