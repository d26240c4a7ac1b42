/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bound.h"

void bil_told_allocation_free(bil_told_allocation *allocation)
{
    if (allocation != NULL) {
        bil_arena_free(allocation->arena);
    }
}

/* ---- what rules give up ---- */

static void put_prices(bil_comparison *out)
{
    const bil_told_allocation *a = out->sides[0];
    const bil_told_allocation *b = out->sides[1];
    out->sum_bound_e9 = -1;
    out->least_bound_e9 = -1;
    if (out->same_district) {
        out->sum_bound_e9 = bil_bound_held(bil_bound_meet(
            (bil_bound){a->value_e9, a->sum_bound_e9}, (bil_bound){b->value_e9, b->sum_bound_e9}));
        out->least_bound_e9 =
            bil_bound_held(bil_bound_meet((bil_bound){a->least_e9, a->least_bound_e9},
                                          (bil_bound){b->least_e9, b->least_bound_e9}));
    }
    for (int side = 0; side < 2; side++) {
        out->price_of_fairness_e9[side] =
            bil_bound_price(out->sum_bound_e9, out->sides[side]->value_e9);
        out->price_of_efficiency_e9[side] =
            bil_bound_price(out->least_bound_e9, out->sides[side]->least_e9);
    }
}

/* ---- groups ---- */

typedef struct {
    const char *id;
    const bil_applicant *who;
} place;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const place *)a)->id, ((const place *)b)->id);
}

/* Of which group of a kind a person is; NULL = not known. */
static const char *group_of(const bil_applicant *who, bil_metric_groups by)
{
    const bil_case *person = who->person;
    const int year = person->start / 10000;
    switch (by) {
    case BIL_METRIC_GROUPS_INTENSITY:
        return who->intensity_given ? bil_intensity_name(who->intensity) : NULL;
    case BIL_METRIC_GROUPS_AGE:
        return person->birth_year > 0 && year >= person->birth_year
                   ? bil_metric_age_name(bil_metric_age_band(year - person->birth_year))
                   : NULL;
    case BIL_METRIC_GROUPS_AREA:
        return person->district;
    case BIL_METRIC_GROUPS_SEX: /* cases do not say it */
    case BIL_METRIC_GROUPS_COUNT:
        break;
    }
    return NULL;
}

/* Bands from the lowest on, areas by name. */
static int in_order(const void *a, const void *b)
{
    const bil_compared_group *x = a;
    const bil_compared_group *y = b;
    if (x->by != y->by) {
        return x->by < y->by ? -1 : 1;
    }
    for (int i = 0; x->by == BIL_METRIC_GROUPS_INTENSITY && i < BIL_INTENSITIES; i++) {
        const char *name = bil_intensity_name((bil_intensity)i);
        if (strcmp(x->code, name) == 0 || strcmp(y->code, name) == 0) {
            return strcmp(x->code, name) == 0 ? -1 : 1;
        }
    }
    return strcmp(x->code, y->code); /* ages are written so that this is their order */
}

typedef struct {
    bil_compared_group *items;
    size_t count;
    size_t room;
    bil_arena *arena;
} group_list;

static bil_compared_group *group_at(group_list *list, bil_metric_groups by, const char *code)
{
    for (size_t g = 0; g < list->count; g++) {
        if (list->items[g].by == by && strcmp(list->items[g].code, code) == 0) {
            return &list->items[g];
        }
    }
    if (list->count == list->room) {
        const size_t room = 2 * list->room + 16;
        bil_compared_group *items = bil_arena_alloc(list->arena, room, sizeof *items);
        if (items == NULL) {
            return NULL;
        }
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
        list->room = room;
    }
    bil_compared_group *group = &list->items[list->count++];
    *group = (bil_compared_group){.by = by, .code = code};
    return group;
}

static void add(bil_compared_group *group, int64_t gain_e9, int64_t threshold_e9)
{
    group->persons++;
    if (gain_e9 >= threshold_e9) {
        group->won++;
        group->won_e9 += gain_e9;
    } else if (gain_e9 <= -threshold_e9) {
        group->lost++;
        group->lost_e9 -= gain_e9;
    } else {
        group->moved_e9 += gain_e9;
    }
}

static bool add_person(group_list *list, const bil_applicant *who, int64_t gain_e9,
                       int64_t threshold_e9)
{
    for (int by = 0; by < BIL_METRIC_GROUPS_COUNT; by++) {
        const char *code = group_of(who, (bil_metric_groups)by);
        if (code == NULL || code[0] == '\0') {
            continue;
        }
        bil_compared_group *group = group_at(list, (bil_metric_groups)by, code);
        if (group == NULL) {
            return false;
        }
        add(group, gain_e9, threshold_e9);
    }
    return true;
}

static bil_status put_groups(bil_comparison *out, const bil_applicant *persons, size_t count,
                             bil_arena *arena, bil_error *err)
{
    group_list list = {.arena = arena};
    place *places = bil_arena_alloc(arena, count + 1, sizeof *places);
    if (places == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = (place){persons[i].person->id, &persons[i]};
    }
    qsort(places, count, sizeof *places, by_id);
    for (size_t k = 0; k < out->winners.matched; k++) {
        const bil_gain *gain = &out->winners.gains[k];
        const place wanted = {out->sides[1]->scored[gain->after].id, NULL};
        const place *found = bsearch(&wanted, places, count, sizeof *places, by_id);
        if (found != NULL && !add_person(&list, found->who, gain->gain_e9, out->threshold_e9)) {
            return bil_fail_nomem(err);
        }
    }
    if (list.count > 0) {
        qsort(list.items, list.count, sizeof *list.items, in_order);
    }
    out->groups = list.items;
    out->group_count = list.count;
    return BIL_OK;
}

bil_status bil_compare_allocations(bil_comparison *out, const bil_told_allocation *first,
                                   const bil_told_allocation *second, const bil_applicant *persons,
                                   size_t count, int64_t threshold_e9, bil_arena *arena,
                                   bil_error *err)
{
    bil_comparison found = {.sides = {first, second}, .threshold_e9 = threshold_e9};
    found.same_district = strcmp(first->district_sha256, second->district_sha256) == 0 &&
                          strcmp(first->catalogue_sha256, second->catalogue_sha256) == 0;
    bil_status status =
        bil_winners_compare(&found.winners, first->scored, first->count, second->scored,
                            second->count, threshold_e9, arena, err);
    if (status == BIL_OK && found.winners.matched == 0) {
        return bil_fail(err, BIL_E_DATA, second->district,
                        "le due ripartizioni non hanno nessuna persona in comune",
                        "the two allocations have no person in common");
    }
    if (status == BIL_OK && persons != NULL && count > 0) {
        status = put_groups(&found, persons, count, arena, err);
    }
    if (status == BIL_OK) {
        put_prices(&found);
        *out = found;
    }
    return status;
}
