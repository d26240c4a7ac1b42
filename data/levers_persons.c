/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Levers on the persons of a district: how many they are, their own budgets, their carers' hours.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/scenario_impl.h"
#include "engine/random.h"

static bool has_axis(const bil_lever_hand *hand, const bil_case *person, const char *axis)
{
    for (size_t i = 0; i < person->need_count; i++) {
        if (bil_text_same_ascii(hand->own->domains[person->needs[i].domain].axis, axis)) {
            return true;
        }
    }
    return false;
}

bool bil_lever_means(const bil_lever_hand *hand, const bil_applicant *each, const char *who)
{
    if (strncmp(who, "axis:", 5) == 0) {
        return has_axis(hand, each->person, who + 5);
    }
    if (strncmp(who, "area:", 5) == 0) {
        return strcmp(each->person->district, who + 5) == 0;
    }
    if (strncmp(who, "intensity:", 10) == 0) {
        return each->intensity_given && strcmp(bil_intensity_name(each->intensity), who + 10) == 0;
    }
    return true;
}

/* ---- how many they are ---- */

static int by_draw(const void *a, const void *b)
{
    const bil_lever_drawn *x = a;
    const bil_lever_drawn *y = b;
    if (x->draw != y->draw) {
        return x->draw < y->draw ? -1 : 1;
    }
    return (x->person > y->person) - (x->person < y->person);
}

void bil_lever_draw(bil_lever_drawn *items, size_t count, const bil_lever_hand *hand,
                    uint64_t purpose)
{
    for (size_t i = 0; i < count; i++) {
        const char *id = hand->population->persons[items[i].person].person->id;
        items[i].draw = bil_random(hand->seed, bil_random_key(id), purpose, 0);
    }
    if (count > 0) {
        qsort(items, count, sizeof *items, by_draw);
    }
}

/* How often each person is there afterwards: everybody as often as whole numbers allow, and those
 * whose draw is lowest once more. */
static bil_status count_each(size_t *times, const bil_lever_hand *hand,
                             const bil_lever_change *change, bil_error *err)
{
    const bil_population *population = hand->population;
    size_t count = 0;
    bil_lever_drawn *items = calloc(population->count + 1, sizeof *items);
    if (items == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < population->count; i++) {
        const bil_applicant *each = &population->persons[i];
        times[i] = 1;
        if (bil_lever_means(hand, each, change->parts[0])) {
            items[count++] = (bil_lever_drawn){.person = i};
        }
    }
    int64_t wanted = (int64_t)count;
    bil_status status = BIL_OK;
    if (!bil_lever_figure(&wanted, change)) {
        status = bil_lever_fail(err, change, "«%s»: le persone sarebbero meno di zero, o troppe",
                                "\"%s\": there would be fewer than no persons, or too many");
    } else if (count == 0 && (wanted > 0 || change->op != BIL_LEVER_SET)) {
        status = bil_lever_fail(err, change, "«%s»: nel distretto non c’è nessuna persona così",
                                "\"%s\": there is no such person in the district");
    } else if (count > 0) {
        bil_lever_draw(items, count, hand, UINT64_C(0x64656d616e64));
        for (size_t k = 0; k < count; k++) {
            const size_t more = k < (size_t)wanted % count ? 1 : 0;
            times[items[k].person] = (size_t)wanted / count + more;
        }
    }
    free(items);
    return status;
}

/* Someone like this person who asks too: the same needs, no plan yet, another id. Of a second
 * change the id says so ("X+2.1"), so that it is not the first one's. */
static bil_status repeat(bil_applicant *out, bil_lever_hand *hand, const bil_applicant *from,
                         size_t number, bil_error *err)
{
    bil_arena *arena = hand->population->arena;
    char id[160];
    const int size = hand->rounds == 1 ? snprintf(id, sizeof id, "%s+%zu", from->person->id, number)
                                       : snprintf(id, sizeof id, "%s+%zu.%zu", from->person->id,
                                                  hand->rounds, number);
    BIL_ASSERT(size > 0 && (size_t)size < sizeof id);
    *out = *from;
    out->granted = NULL;
    bil_status status = bil_case_copy(&out->person, from->person, arena, err);
    if (status == BIL_OK) {
        out->person->id = bil_arena_text(arena, id);
        status = out->person->id == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    return status;
}

static bil_status gather(bil_applicant *to, bil_lever_hand *hand, const size_t *times,
                         bil_error *err)
{
    bil_population *population = hand->population;
    bil_status status = BIL_OK;
    size_t count = 0;
    for (size_t i = 0; i < population->count && status == BIL_OK; i++) {
        for (size_t k = 0; k < times[i] && status == BIL_OK; k++) {
            if (k == 0) {
                to[count] = population->persons[i];
            } else {
                status = repeat(&to[count], hand, &population->persons[i], k, err);
            }
            count += status == BIL_OK ? 1 : 0;
        }
    }
    return status;
}

bil_status bil_lever_demand(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_population *population = hand->population;
    size_t *times = calloc(population->count + 1, sizeof *times);
    bil_applicant *to = NULL;
    size_t count = 0;
    hand->rounds++;
    bil_status status = times == NULL ? bil_fail_nomem(err) : count_each(times, hand, change, err);
    if (status == BIL_OK) {
        for (size_t i = 0; i < population->count; i++) {
            count += times[i];
        }
        to = calloc(count + 1, sizeof *to);
        status = to == NULL ? bil_fail_nomem(err) : gather(to, hand, times, err);
    }
    if (status == BIL_OK) {
        for (size_t i = 0; i < population->count; i++) {
            if (times[i] == 0) {
                bil_plan_free(population->persons[i].granted);
            }
        }
        free(population->persons);
        population->persons = to;
        population->count = count;
        population->district->persons = (int64_t)count;
        to = NULL;
    }
    free(to);
    free(times);
    return status;
}

/* ---- their own budgets ---- */

static int64_t changed(int64_t cents, const bil_lever_change *change)
{
    return cents == BIL_UNLIMITED && change->op != BIL_LEVER_SET ? cents
                                                                 : bil_lever_held(cents, change);
}

/* A person without a limit of this kind keeps having none, unless one is set. */
static bil_status change_budget(bil_budget *budget, bil_lever_hand *hand, bil_index source,
                                const bil_lever_change *change, bil_error *err)
{
    if (source == BIL_NONE) {
        budget->public_monthly_cents = changed(budget->public_monthly_cents, change);
        return BIL_OK;
    }
    bil_source_limit *limits =
        bil_arena_alloc(hand->population->arena, budget->by_source_count + 1, sizeof *limits);
    if (limits == NULL) {
        return bil_fail_nomem(err);
    }
    size_t at = 0;
    size_t count = 0;
    while (at < budget->by_source_count && budget->by_source[at].source < source) {
        limits[count++] = budget->by_source[at++];
    }
    if (at < budget->by_source_count && budget->by_source[at].source == source) {
        limits[count] = budget->by_source[at++];
        limits[count].monthly_cents = changed(limits[count].monthly_cents, change);
        count++;
    } else if (change->op == BIL_LEVER_SET) {
        limits[count++] = (bil_source_limit){source, change->value};
    }
    while (at < budget->by_source_count) {
        limits[count++] = budget->by_source[at++];
    }
    budget->by_source = limits;
    budget->by_source_count = count;
    return BIL_OK;
}

static bil_status change_budgets(bil_lever_hand *hand, bil_index source,
                                 const bil_lever_change *change, bil_error *err)
{
    bil_population *population = hand->population;
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < population->count; i++) {
        bil_case *person = population->persons[i].person;
        if (!bil_lever_means(hand, &population->persons[i], change->parts[0])) {
            continue;
        }
        bil_phase *phases = bil_arena_alloc(population->arena, person->phase_count, sizeof *phases);
        if (phases == NULL) {
            return bil_fail_nomem(err);
        }
        if (person->phase_count > 0) {
            memcpy(phases, person->phases, person->phase_count * sizeof *phases);
        }
        status = change_budget(&person->budget, hand, source, change, err);
        for (size_t t = 0; status == BIL_OK && t < person->phase_count; t++) {
            status = change_budget(&phases[t].budget, hand, source, change, err);
        }
        person->phases = phases;
    }
    return status;
}

bil_status bil_lever_budgets(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    return change_budgets(hand, BIL_NONE, change, err);
}

bil_status bil_lever_source_budgets(bil_lever_hand *hand, const bil_lever_change *change,
                                    bil_error *err)
{
    return change_budgets(hand, bil_catalogue_find_source(hand->own, change->parts[1]), change,
                          err);
}

/* ---- the sources they list ---- */

/* To be changed; NULL without memory. */
static bil_case_source *own_sources(bil_population *population, bil_case *person)
{
    const size_t count = person->source_count;
    bil_case_source *sources = bil_arena_alloc(population->arena, count, sizeof *sources);
    if (sources != NULL && count > 0) {
        memcpy(sources, person->sources, count * sizeof *sources);
    }
    person->sources = sources == NULL ? person->sources : sources;
    return sources;
}

/* ---- their carers' hours ---- */

static bool gives_hours(const bil_lever_hand *hand, const bil_case_source *source,
                        const char *which)
{
    const bil_source *about = &hand->own->sources[source->source];
    return about->form == BIL_FORM_HOURS &&
           (strcmp(which, "*") == 0 || strcmp(which, about->code) == 0);
}

/* Of the hours each person can count on; nobody has fewer than none. */
bil_status bil_lever_hours(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_population *population = hand->population;
    for (size_t i = 0; i < population->count; i++) {
        bil_case *person = population->persons[i].person;
        bil_case_source *sources = own_sources(population, person);
        if (sources == NULL) {
            return bil_fail_nomem(err);
        }
        for (size_t k = 0; k < person->source_count; k++) {
            if (gives_hours(hand, &sources[k], change->parts[0])) {
                sources[k].hours_month = bil_lever_held(sources[k].hours_month, change);
            }
        }
    }
    return BIL_OK;
}

/* Carers who cannot go on give no hours any more: drawn one by one, whoever cannot at ten in a
 * hundred is among those who cannot at twenty. */
bil_status bil_lever_carers_lost(bil_lever_hand *hand, const bil_lever_change *change,
                                 bil_error *err)
{
    enum { ALL_BP = 10000 };
    bil_population *population = hand->population;
    for (size_t i = 0; i < population->count; i++) {
        bil_case *person = population->persons[i].person;
        const uint64_t draw =
            bil_random(hand->seed, bil_random_key(person->id), UINT64_C(0x63617265727300), 0);
        if (bil_random_between(draw, 0, ALL_BP - 1) >= change->value) {
            continue;
        }
        bil_case_source *sources = own_sources(population, person);
        if (sources == NULL) {
            return bil_fail_nomem(err);
        }
        for (size_t k = 0; k < person->source_count; k++) {
            if (gives_hours(hand, &sources[k], change->parts[0])) {
                sources[k].hours_month = 0;
            }
        }
    }
    return BIL_OK;
}

/* ---- their own money ---- */

/* One payment of a source that persons hold; who does not list it keeps not having it. */
bil_status bil_lever_amounts(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_population *population = hand->population;
    const bil_index source = bil_catalogue_find_source(hand->own, change->parts[0]);
    if (hand->own->sources[source].holder == BIL_HOLDER_POOL) {
        return bil_lever_fail(err, change, "«%s»: è un fondo del distretto; si cambia con /pools",
                              "\"%s\": it is a pool of the district; /pools changes it");
    }
    for (size_t i = 0; i < population->count; i++) {
        bil_case *person = population->persons[i].person;
        bil_case_source *sources = own_sources(population, person);
        if (sources == NULL) {
            return bil_fail_nomem(err);
        }
        for (size_t k = 0; k < person->source_count; k++) {
            if (sources[k].source == source) {
                sources[k].amount_cents = bil_lever_held(sources[k].amount_cents, change);
                sources[k].amount_given = true;
            }
        }
    }
    return BIL_OK;
}

/* Whose ISEE is not known keeps not being known, unless one is set. */
bil_status bil_lever_isee(bil_lever_hand *hand, const bil_lever_change *change, bil_error *err)
{
    bil_population *population = hand->population;
    (void)err;
    for (size_t i = 0; i < population->count; i++) {
        bil_case *person = population->persons[i].person;
        if (bil_lever_means(hand, &population->persons[i], change->parts[0]) &&
            (person->isee_cents >= 0 || change->op == BIL_LEVER_SET)) {
            person->isee_cents = bil_lever_held(person->isee_cents, change);
        }
    }
    return BIL_OK;
}
