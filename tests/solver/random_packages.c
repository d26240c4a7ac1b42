/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/random_packages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"
#include "solver/choose.h"

enum { USES_MAX = 64 };

static int64_t between(uint64_t seed, uint64_t a, uint64_t b, int64_t low, int64_t high)
{
    return bil_random_between(bil_random(seed, a, b, 7), low, high);
}

static double number(const random_packages *shape, uint64_t draw, int64_t largest)
{
    if (shape->few) {
        return (double)bil_random_between(draw, shape->below_zero ? -1 : 0, 2);
    }
    return (double)bil_random_between(draw, shape->below_zero ? -largest / 3 : 0, largest);
}

static void add_package(bil_packages *store, const random_packages *shape, uint64_t seed,
                        uint32_t group, uint32_t index)
{
    bil_use uses[USES_MAX];
    const uint64_t key = (uint64_t)group * 1000 + index;
    const uint32_t count = (uint32_t)between(seed, key, 1, 1, shape->uses);
    for (uint32_t k = 0; k < count; k++) {
        uses[k].row = (uint32_t)between(seed, key, 100 + k, 0, (int64_t)shape->rows - 1);
        uses[k].amount = number(shape, bil_random(seed, key, 200 + k, 3), shape->amount);
    }
    uint32_t made = 0;
    bil_error err = {0};
    const double value = number(shape, bil_random(seed, key, 2, 5), shape->value);
    if (bil_packages_add(&made, NULL, store, group, value, uses, count, key, &err) != BIL_OK) {
        abort();
    }
}

/* A share of what the most valuable packages use. */
static double *limits_of(const bil_packages *store, int64_t tightness)
{
    double *limits = calloc((size_t)store->row_count + 1, sizeof *limits);
    if (limits == NULL) {
        abort();
    }
    for (uint32_t g = 0; g < store->group_count; g++) {
        const uint32_t best = bil_packages_best(NULL, store, g, NULL);
        for (uint32_t k = store->first[best]; k < store->first[best + 1]; k++) {
            limits[store->row[k]] += store->amount[k];
        }
    }
    for (uint32_t r = 0; r < store->row_count; r++) {
        limits[r] = floor(limits[r] * (double)tightness / 100.0);
    }
    return limits;
}

packages_and_limits random_packages_make(const random_packages *shape, uint64_t seed)
{
    bil_packages *store = NULL;
    bil_error err = {0};
    if (bil_packages_new(&store, shape->groups, shape->rows, &err) != BIL_OK) {
        abort();
    }
    for (uint32_t g = 0; g < shape->groups; g++) {
        const uint32_t count = (uint32_t)between(seed, g, 9, 1, shape->packages);
        for (uint32_t i = 0; i < count; i++) {
            add_package(store, shape, seed, g, i);
        }
        uint32_t nothing = 0;
        if (shape->nothing &&
            bil_packages_add(&nothing, NULL, store, g, 0.0, NULL, 0, 0, &err) != BIL_OK) {
            abort();
        }
    }
    return (packages_and_limits){.store = store, .limits = limits_of(store, shape->tightness)};
}

void random_packages_release(packages_and_limits *made)
{
    bil_packages_free(made->store);
    free(made->limits);
    memset(made, 0, sizeof *made);
}

random_packages random_packages_shape(uint64_t seed)
{
    const int64_t kind = between(seed, 1, 1, 0, 7);
    random_packages shape = {
        .groups = (uint32_t)between(seed, 2, 1, 1, 12),
        .rows = (uint32_t)between(seed, 3, 1, 1, 8),
        .packages = (uint32_t)between(seed, 4, 1, 1, 6),
        .uses = (uint32_t)between(seed, 5, 1, 1, 5),
        .amount = kind == 1 ? 1000000 : 50,
        .value = 100,
        .tightness = between(seed, 6, 1, 20, 110),
        .nothing = kind != 2,
        .few = kind == 3 || kind == 4,
        .below_zero = kind == 5,
    };
    return shape;
}

/* What the choice is worth, or -HUGE_VAL beyond the limits. */
static double worth_of(const packages_and_limits *made, const uint32_t *choice, double *used)
{
    const bil_packages *p = made->store;
    double value = 0.0;
    memset(used, 0, p->row_count * sizeof *used);
    for (uint32_t g = 0; g < p->group_count; g++) {
        value += p->value[choice[g]];
        for (uint32_t k = p->first[choice[g]]; k < p->first[choice[g] + 1]; k++) {
            used[p->row[k]] += p->amount[k];
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        if (used[r] > made->limits[r]) {
            return -HUGE_VAL;
        }
    }
    return value;
}

double random_packages_worth(const packages_and_limits *made, const uint32_t *choice)
{
    double *used = malloc((made->store->row_count + 1) * sizeof *used);
    if (used == NULL) {
        abort();
    }
    for (uint32_t g = 0; g < made->store->group_count; g++) {
        if (made->store->group[choice[g]] != g) {
            abort();
        }
    }
    const double worth = worth_of(made, choice, used);
    free(used);
    return worth;
}

bool random_packages_begin(uint32_t *choice, const packages_and_limits *made)
{
    bil_choose_settings settings;
    bil_choose_settings_init(&settings);
    settings.limits = made->limits;
    settings.moves = 0;
    double *used = malloc((made->store->row_count + 1) * sizeof *used);
    bil_chosen out = {.used = used};
    out.package = choice;
    if (used == NULL || bil_choose(&out, made->store, &settings, NULL) != BIL_OK) {
        abort();
    }
    free(used);
    return out.found;
}

/* The next choice, counting groups as digits; false after the last. */
static bool count_on(const bil_packages *p, uint32_t *choice)
{
    for (uint32_t g = 0; g < p->group_count; g++) {
        choice[g] = p->next[choice[g]];
        if (choice[g] != BIL_NO_PACKAGE) {
            return true;
        }
        choice[g] = p->head[g];
    }
    return false;
}

double random_packages_best(const packages_and_limits *made)
{
    const bil_packages *p = made->store;
    double best = -HUGE_VAL;
    double *used = malloc((p->row_count + 1) * sizeof *used);
    uint32_t *choice = malloc((p->group_count + 1) * sizeof *choice);
    if (used == NULL || choice == NULL) {
        abort();
    }
    memcpy(choice, p->head, p->group_count * sizeof *choice);
    do {
        best = fmax(best, worth_of(made, choice, used));
    } while (count_on(p, choice));
    free(used);
    free(choice);
    return best;
}
