/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/packages.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_PACKAGES = 64, FIRST_USES = 256 };

static bil_status refuse(bil_error *err, const char *what)
{
    return bil_fail_with(err, BIL_E_INTERNAL, "packages", "un pacchetto non è valido (%s)",
                         "a package is not valid (%s)", what);
}

/* Room for `needed` items; without memory the old room as it is, and `*well` is false. */
static void *grow(void *old, size_t needed, size_t size, bool *well)
{
    void *grown = needed > SIZE_MAX / size ? NULL : realloc(old, needed * size);
    *well = *well && grown != NULL;
    return grown == NULL ? old : grown;
}

static bool grow_packages(bil_packages *p, uint32_t capacity)
{
    bool well = true;
    p->value = grow(p->value, capacity, sizeof *p->value, &well);
    p->tag = grow(p->tag, capacity, sizeof *p->tag, &well);
    p->group = grow(p->group, capacity, sizeof *p->group, &well);
    p->next = grow(p->next, capacity, sizeof *p->next, &well);
    p->first = grow(p->first, (size_t)capacity + 1, sizeof *p->first, &well);
    if (well) {
        p->capacity = capacity;
    }
    return well;
}

static bool grow_uses(bil_packages *p, uint32_t capacity)
{
    bool well = true;
    p->row = grow(p->row, capacity, sizeof *p->row, &well);
    p->amount = grow(p->amount, capacity, sizeof *p->amount, &well);
    if (well) {
        p->use_capacity = capacity;
    }
    return well;
}

bil_status bil_packages_new(bil_packages **out, uint32_t groups, uint32_t rows, bil_error *err)
{
    bil_packages *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return bil_fail_nomem(err);
    }
    p->group_count = groups;
    p->row_count = rows;
    const size_t room = groups == 0 ? 1 : groups;
    p->head = malloc(room * sizeof *p->head);
    p->tail = malloc(room * sizeof *p->tail);
    p->group_size = calloc(room, sizeof *p->group_size);
    if (p->head == NULL || p->tail == NULL || p->group_size == NULL ||
        !grow_packages(p, FIRST_PACKAGES) || !grow_uses(p, FIRST_USES)) {
        bil_packages_free(p);
        return bil_fail_nomem(err);
    }
    memset(p->head, 0xff, room * sizeof *p->head); /* BIL_NO_PACKAGE */
    memset(p->tail, 0xff, room * sizeof *p->tail);
    p->first[0] = 0;
    *out = p;
    return BIL_OK;
}

void bil_packages_free(bil_packages *packages)
{
    if (packages == NULL) {
        return;
    }
    free(packages->value);
    free(packages->tag);
    free(packages->group);
    free(packages->next);
    free(packages->first);
    free(packages->head);
    free(packages->tail);
    free(packages->group_size);
    free(packages->row);
    free(packages->amount);
    free(packages);
}

/* Larger by half, so that the last growth of a long list does not need three times its room. */
static uint32_t larger(uint32_t capacity, size_t needed)
{
    size_t room = (size_t)capacity + capacity / 2;
    room = room < needed ? needed : room;
    return room >= UINT32_MAX ? UINT32_MAX - 1 : (uint32_t)room;
}

static bool make_room(bil_packages *p, size_t uses)
{
    const size_t needed = (size_t)p->first[p->count] + uses;
    if (p->count >= UINT32_MAX - 2 || needed >= UINT32_MAX - 2) {
        return false;
    }
    if (p->count + 1 > p->capacity && !grow_packages(p, larger(p->capacity, p->count + 1))) {
        return false;
    }
    return needed <= p->use_capacity || grow_uses(p, larger(p->use_capacity, needed));
}

/* Puts the uses behind the last package's, sorted by row, one a row, none zero; returns where they
 * end. They are few: sorting as they come is quickest. */
static uint32_t lay_out(bil_packages *p, const bil_use *uses, size_t use_count)
{
    const uint32_t begin = p->first[p->count];
    uint32_t end = begin;
    for (size_t i = 0; i < use_count; i++) {
        uint32_t at = end;
        while (at > begin && p->row[at - 1] > uses[i].row) {
            at--;
        }
        if (at > begin && p->row[at - 1] == uses[i].row) {
            p->amount[at - 1] += uses[i].amount;
            continue;
        }
        memmove(&p->row[at + 1], &p->row[at], (end - at) * sizeof *p->row);
        memmove(&p->amount[at + 1], &p->amount[at], (end - at) * sizeof *p->amount);
        p->row[at] = uses[i].row;
        p->amount[at] = uses[i].amount;
        end++;
    }
    uint32_t kept = begin;
    for (uint32_t k = begin; k < end; k++) {
        if (p->amount[k] != 0.0) {
            p->row[kept] = p->row[k];
            p->amount[kept] = p->amount[k];
            kept++;
        }
    }
    return kept;
}

static uint32_t twin_of(const bil_packages *p, uint32_t group, double value, uint32_t end)
{
    const uint32_t begin = p->first[p->count];
    const size_t uses = end - begin;
    for (uint32_t j = p->head[group]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        const uint32_t other = p->first[j];
        if (p->value[j] == value && p->first[j + 1] - other == uses &&
            memcmp(&p->row[other], &p->row[begin], uses * sizeof *p->row) == 0 &&
            memcmp(&p->amount[other], &p->amount[begin], uses * sizeof *p->amount) == 0) {
            return j;
        }
    }
    return BIL_NO_PACKAGE;
}

static void link_last(bil_packages *p, uint32_t package)
{
    const uint32_t group = p->group[package];
    p->next[package] = BIL_NO_PACKAGE;
    if (p->tail[group] == BIL_NO_PACKAGE) {
        p->head[group] = package;
    } else {
        p->next[p->tail[group]] = package;
    }
    p->tail[group] = package;
    p->group_size[group]++;
}

/* A package's numbers before it is added. */
typedef struct {
    uint32_t group;
    double value;
    const bil_use *uses;
    size_t use_count;
} newcomer;

static bool acceptable(const bil_packages *p, const newcomer *it)
{
    if (it->group >= p->group_count || !isfinite(it->value)) {
        return false;
    }
    for (size_t i = 0; i < it->use_count; i++) {
        if (it->uses[i].row >= p->row_count || !isfinite(it->uses[i].amount)) {
            return false;
        }
    }
    return true;
}

/* Everything of a package at once. NOLINTNEXTLINE(readability-function-size) */
bil_status bil_packages_add(uint32_t *out, bool *added, bil_packages *packages, uint32_t group,
                            double value, const bil_use *uses, size_t use_count, uint64_t tag,
                            bil_error *err)
{
    bil_packages *p = packages;
    const newcomer it = {.group = group, .value = value, .uses = uses, .use_count = use_count};
    if (!acceptable(p, &it)) {
        return refuse(err, "group, value, use");
    }
    if (!make_room(p, use_count)) {
        return bil_fail_nomem(err);
    }
    const uint32_t end = lay_out(p, uses, use_count);
    const uint32_t twin = twin_of(p, group, value, end);
    if (added != NULL) {
        *added = twin == BIL_NO_PACKAGE;
    }
    if (twin != BIL_NO_PACKAGE) {
        *out = twin;
        return BIL_OK;
    }
    const uint32_t made = p->count++;
    p->value[made] = value;
    p->tag[made] = tag;
    p->group[made] = group;
    p->first[made + 1] = end;
    link_last(p, made);
    *out = made;
    return BIL_OK;
}

bil_status bil_packages_copy(uint32_t *out, bil_packages *packages, uint32_t group,
                             const bil_packages *from, uint32_t package, uint64_t tag,
                             bil_error *err)
{
    bil_packages *p = packages;
    const uint32_t begin = from->first[package];
    const uint32_t uses = from->first[package + 1] - begin;
    if (!make_room(p, uses)) {
        return bil_fail_nomem(err);
    }
    const uint32_t made = p->count++;
    memcpy(&p->row[p->first[made]], &from->row[begin], uses * sizeof *p->row);
    memcpy(&p->amount[p->first[made]], &from->amount[begin], uses * sizeof *p->amount);
    p->value[made] = from->value[package];
    p->tag[made] = tag;
    p->group[made] = group;
    p->first[made + 1] = p->first[made] + uses;
    link_last(p, made);
    *out = made;
    return BIL_OK;
}

void bil_packages_limits(double *out, const bil_packages *packages, const double *limits)
{
    const bil_packages *p = packages;
    memset(out, 0, p->row_count * sizeof *out);
    for (uint32_t k = 0; k < p->first[p->count]; k++) {
        const double size = fabs(p->amount[k]);
        if (size != nearbyint(size)) { /* a hair for the row's largest sum */
            out[p->row[k]] = fmax(out[p->row[k]], size);
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        const double hair = out[r] * p->group_count + (out[r] > 0.0 ? fabs(limits[r]) : 0.0);
        out[r] = limits[r] - 1e-12 * hair;
    }
}

double bil_package_worth(const bil_packages *packages, uint32_t package, const double *prices)
{
    double worth = packages->value[package];
    if (prices != NULL) {
        const uint32_t end = packages->first[package + 1];
        for (uint32_t k = packages->first[package]; k < end; k++) {
            worth -= prices[packages->row[k]] * packages->amount[k];
        }
    }
    return worth;
}

uint32_t bil_packages_best(double *worth, const bil_packages *packages, uint32_t group,
                           const double *prices)
{
    uint32_t best = BIL_NO_PACKAGE;
    double most = -HUGE_VAL;
    for (uint32_t j = packages->head[group]; j != BIL_NO_PACKAGE; j = packages->next[j]) {
        const double now = bil_package_worth(packages, j, prices);
        if (best == BIL_NO_PACKAGE || now > most) {
            best = j;
            most = now;
        }
    }
    if (best != BIL_NO_PACKAGE && worth != NULL) {
        *worth = most;
    }
    return best;
}

double bil_packages_bound(const bil_packages *packages, const double *limits, const double *prices,
                          uint32_t *best)
{
    /* Every sum's rounding is at most the number of its terms times the unit times the sum of
     * their sizes. */
    long double sum = 0.0L;
    long double size = 0.0L;
    uint32_t terms = 4;
    for (uint32_t r = 0; r < packages->row_count; r++) {
        if (prices[r] == 0.0) {
            continue;
        }
        const long double product = (long double)limits[r] * (long double)prices[r];
        sum += product;
        size += fabsl(product);
    }
    for (uint32_t g = 0; g < packages->group_count; g++) {
        long double most = -HUGE_VALL;
        long double most_size = 0.0L;
        uint32_t chosen = BIL_NO_PACKAGE;
        for (uint32_t j = packages->head[g]; j != BIL_NO_PACKAGE; j = packages->next[j]) {
            long double worth = (long double)packages->value[j];
            long double its_size = fabsl(worth);
            const uint32_t end = packages->first[j + 1];
            for (uint32_t k = packages->first[j]; k < end; k++) {
                const long double product =
                    (long double)prices[packages->row[k]] * (long double)packages->amount[k];
                worth -= product;
                its_size += fabsl(product);
            }
            const uint32_t used = end - packages->first[j] + 4;
            terms = used > terms ? used : terms;
            most_size = its_size > most_size ? its_size : most_size;
            if (chosen == BIL_NO_PACKAGE || worth > most) {
                chosen = j;
                most = worth;
            }
        }
        if (best != NULL) {
            best[g] = chosen;
        }
        sum += most;
        size += most_size;
    }
    const long double count =
        (long double)packages->group_count + (long double)packages->row_count + (long double)terms;
    if (isinf(sum)) {
        return (double)sum;
    }
    const long double safe = sum + size * count * (long double)LDBL_EPSILON;
    const double rounded = (double)safe;
    return (long double)rounded < safe ? nextafter(rounded, HUGE_VAL) : rounded;
}

void bil_packages_keep(uint32_t *map, bil_packages *packages, const bool *keep)
{
    bil_packages *p = packages;
    const uint32_t count = p->count;
    memset(p->head, 0xff, p->group_count * sizeof *p->head);
    memset(p->tail, 0xff, p->group_count * sizeof *p->tail);
    memset(p->group_size, 0, p->group_count * sizeof *p->group_size);
    uint32_t kept = 0;
    uint32_t end = 0;
    uint32_t begin = 0; /* p->first[j], which may be overwritten already */
    for (uint32_t j = 0; j < count; j++) {
        const uint32_t after = p->first[j + 1];
        if (map != NULL) {
            map[j] = keep[j] ? kept : BIL_NO_PACKAGE;
        }
        if (keep[j]) {
            const uint32_t uses = after - begin;
            memmove(&p->row[end], &p->row[begin], uses * sizeof *p->row);
            memmove(&p->amount[end], &p->amount[begin], uses * sizeof *p->amount);
            p->value[kept] = p->value[j];
            p->tag[kept] = p->tag[j];
            p->group[kept] = p->group[j];
            p->first[kept] = end;
            end += uses;
            link_last(p, kept);
            kept++;
        }
        begin = after;
    }
    p->first[kept] = end;
    p->count = kept;
}

/* The package of a group that is worth most after `last` (the first of equals by number);
 * BIL_NO_PACKAGE when none is worth `least`. With `last` BIL_NO_PACKAGE, the very first. */
static uint32_t next_best(const bil_packages *p, uint32_t group, const double *prices, double least,
                          uint32_t last)
{
    const double last_worth =
        last == BIL_NO_PACKAGE ? HUGE_VAL : bil_package_worth(p, last, prices);
    uint32_t next = BIL_NO_PACKAGE;
    double most = -HUGE_VAL;
    for (uint32_t j = p->head[group]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        const double worth = bil_package_worth(p, j, prices);
        const bool open =
            last == BIL_NO_PACKAGE || worth < last_worth || (worth == last_worth && j > last);
        if (open && worth >= least && (next == BIL_NO_PACKAGE || worth > most)) {
            next = j;
            most = worth;
        }
    }
    return next;
}

uint32_t bil_packages_mark(bool *keep, const bil_packages *packages, const double *prices,
                           double loss, uint32_t most)
{
    const bil_packages *p = packages;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double best = 0.0;
        uint32_t last = BIL_NO_PACKAGE;
        if (bil_packages_best(&best, p, g, prices) == BIL_NO_PACKAGE) {
            continue;
        }
        for (uint32_t taken = 0; taken < most; taken++) { /* groups are small */
            last = next_best(p, g, prices, best - loss, last);
            if (last == BIL_NO_PACKAGE) {
                break;
            }
            keep[last] = true;
        }
    }
    uint32_t marked = 0;
    for (uint32_t j = 0; j < p->count; j++) {
        marked += keep[j] ? 1U : 0U;
    }
    return marked;
}

size_t bil_packages_bytes(const bil_packages *packages)
{
    const size_t package = sizeof *packages->value + sizeof *packages->tag +
                           sizeof *packages->group + sizeof *packages->next +
                           sizeof *packages->first;
    const size_t group =
        sizeof *packages->head + sizeof *packages->tail + sizeof *packages->group_size;
    const size_t use = sizeof *packages->row + sizeof *packages->amount;
    return sizeof *packages + packages->capacity * package + packages->group_count * group +
           packages->use_capacity * use;
}
