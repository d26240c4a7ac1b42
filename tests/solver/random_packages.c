/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/random_packages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"

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

packages_and_limits random_packages_make(const random_packages *shape, uint64_t seed)
{
    packages_and_limits made = {0};
    bil_error err = {0};
    if (bil_packages_new(&made.store, shape->groups, shape->rows, &err) != BIL_OK) {
        abort();
    }
    made.limits = calloc(shape->rows, sizeof *made.limits);
    if (made.limits == NULL) {
        abort();
    }
    for (uint32_t g = 0; g < shape->groups; g++) {
        const uint32_t count = (uint32_t)between(seed, g, 9, 1, shape->packages);
        for (uint32_t i = 0; i < count; i++) {
            add_package(made.store, shape, seed, g, i);
        }
        uint32_t nothing = 0;
        if (shape->nothing &&
            bil_packages_add(&nothing, NULL, made.store, g, 0.0, NULL, 0, 0, &err) != BIL_OK) {
            abort();
        }
        const uint32_t best = bil_packages_best(NULL, made.store, g, NULL);
        for (uint32_t k = made.store->first[best]; k < made.store->first[best + 1]; k++) {
            made.limits[made.store->row[k]] += made.store->amount[k];
        }
    }
    for (uint32_t r = 0; r < shape->rows; r++) {
        made.limits[r] = floor(made.limits[r] * (double)shape->tightness / 100.0);
    }
    return made;
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

static void try_all(const packages_and_limits *made, uint32_t group, double *used, double value,
                    double *best) /* NOLINT(misc-no-recursion) */
{
    const bil_packages *p = made->store;
    if (group == p->group_count) {
        for (uint32_t r = 0; r < p->row_count; r++) {
            if (used[r] > made->limits[r]) {
                return;
            }
        }
        *best = fmax(*best, value);
        return;
    }
    for (uint32_t j = p->head[group]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            used[p->row[k]] += p->amount[k];
        }
        try_all(made, group + 1, used, value + p->value[j], best);
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            used[p->row[k]] -= p->amount[k];
        }
    }
}

double random_packages_best(const packages_and_limits *made)
{
    double best = -HUGE_VAL;
    double *used = calloc(made->store->row_count, sizeof *used);
    if (used == NULL) {
        abort();
    }
    try_all(made, 0, used, 0.0, &best);
    free(used);
    return best;
}
