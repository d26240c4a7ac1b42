/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/halves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"
#include "solver/choose_impl.h"
#include "solver/halves_impl.h"
#include "solver/master.h"

enum {
    LIST_LEAST = 256,
    LIST_FIRST = 8192,
    LIST_MOST = 1 << 18,
    GROUPS_LEAST = 16,
    GROUPS_FIRST = 40,
    GROUPS_MOST = 160,
    SIZES = 10,          /* classes of neighbourhoods: what lists of one are good for another */
    WORK_COLD = 1 << 24, /* what a neighbourhood should take */
    WORK_WARM = 1 << 20,
    WORK_OF_MASTER = 1 << 16, /* about what a neighbourhood takes before any list */
};

/* Combinations in reach should lose up to this share of what may be lost: with less the groups are
 * too many for lists so long. */
#define SHARE_IN_REACH 0.17

#define VALUE_ROUNDING 1e-9

struct bil_halves {
    const bil_packages *packages;
    double *limit;
    double step;
    uint64_t state;
    bool warm;             /* steps may be a little worse; each kind learns for itself */
    double groups[2];      /* the most to take out, as learned */
    double size[2][SIZES]; /* of lists, as learned */
    bil_half_list list[2];
    uint32_t words; /* of an entry there is room for */
    uint32_t *open; /* groups that could be better otherwise */
    uint32_t open_count;
    uint32_t *now; /* per group: the choice at hand */
    double *used;
    double *prices; /* of a neighbourhood's master */
};

static uint32_t below(bil_halves *h, uint32_t count)
{
    return bil_random_below(bil_random_next(&h->state), count);
}

static void *room(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size);
}

void bil_halves_free(bil_halves *h)
{
    if (h == NULL) {
        return;
    }
    for (int i = 0; i < 2; i++) {
        free(h->list[i].loss);
        free(h->list[i].value);
        free(h->list[i].word);
    }
    free(h->limit);
    free(h->open);
    free(h->now);
    free(h->used);
    free(h->prices);
    free(h);
}

bil_status bil_halves_new(bil_halves **out, const bil_packages *packages, const double *limits,
                          double step, uint64_t seed, bil_error *err)
{
    bil_halves *h = room(1, sizeof *h);
    if (h == NULL) {
        return bil_fail_nomem(err);
    }
    h->packages = packages;
    h->step = step;
    h->state = seed;
    for (int w = 0; w < 2; w++) {
        h->groups[w] = GROUPS_FIRST;
        for (int i = 0; i < SIZES; i++) {
            h->size[w][i] = LIST_FIRST;
        }
    }
    h->limit = room(packages->row_count, sizeof *h->limit);
    h->used = room(packages->row_count, sizeof *h->used);
    h->prices = room(packages->row_count, sizeof *h->prices);
    h->open = room(packages->group_count, sizeof *h->open);
    h->now = room(packages->group_count, sizeof *h->now);
    if (h->limit == NULL || h->used == NULL || h->prices == NULL || h->open == NULL ||
        h->now == NULL) {
        bil_halves_free(h);
        return bil_fail_nomem(err);
    }
    bil_packages_limits(h->limit, packages, limits);
    *out = h;
    return BIL_OK;
}

/* Groups whose second best may be part of something better, or that do not have their best. */
static void open_groups(bil_halves *h, const uint32_t *choice, const double *prices, double loss)
{
    const bil_packages *p = h->packages;
    h->open_count = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = 0.0;
        bool open = false;
        const uint32_t best = bil_packages_best(&most, p, g, prices);
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE && !open; j = p->next[j]) {
            open = j != best && most - bil_package_worth(p, j, prices) <= loss;
        }
        if (open || choice[g] != best) {
            h->open[h->open_count++] = g;
        }
    }
}

static double value_of(const bil_packages *p, const uint32_t *choice)
{
    long double value = 0.0L;
    for (uint32_t g = 0; g < p->group_count; g++) {
        value += (long double)p->value[choice[g]];
    }
    return (double)value;
}

/* What the choice uses, the groups taken out left aside: they are the first `count` of the open. */
static void weigh_others(bil_halves *h, const uint32_t *choice, uint32_t count, double *rest)
{
    const bil_packages *p = h->packages;
    memset(h->used, 0, p->row_count * sizeof *h->used);
    for (uint32_t g = 0; g < p->group_count; g++) {
        const uint32_t j = choice[g];
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            h->used[p->row[k]] += p->amount[k];
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t j = choice[h->open[i]];
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            h->used[p->row[k]] -= p->amount[k];
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        rest[r] = h->limit[r] - h->used[r];
    }
}

static uint32_t take_groups(bil_halves *h)
{
    const double most = fmin(h->groups[h->warm], (double)h->open_count);
    const uint32_t upper = (uint32_t)most;
    const uint32_t lower = upper / 2 > GROUPS_LEAST ? upper / 2 : GROUPS_LEAST;
    const uint32_t count = lower >= upper ? upper : lower + below(h, upper - lower + 1);
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t at = k + below(h, h->open_count - k);
        const uint32_t held = h->open[at];
        h->open[at] = h->open[k];
        h->open[k] = held;
    }
    return count;
}

/* When steps may be worse the first group must take another package: else nothing would change. */
static bil_status copy_groups(bil_neighbourhood *near, const bil_halves *h, const uint32_t *choice,
                              uint32_t count, bil_error *err)
{
    const bil_packages *p = h->packages;
    const uint32_t barred =
        h->warm && p->group_size[h->open[0]] > 1 ? choice[h->open[0]] : BIL_NO_PACKAGE;
    bil_status status = bil_packages_new(&near->store, count, p->row_count, err);
    near->value = 0.0;
    for (uint32_t i = 0; i < count && status == BIL_OK; i++) {
        const uint32_t g = h->open[i];
        near->value += p->value[choice[g]];
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE && status == BIL_OK; j = p->next[j]) {
            uint32_t made = 0;
            if (j != barred) {
                status = bil_packages_copy(&made, near->store, i, p, j, j, err);
            }
        }
    }
    return status;
}

static bil_status price(bil_neighbourhood *near, bil_halves *h, const double *prices,
                        bil_error *err)
{
    bil_master *master = NULL;
    bil_mastered answer;
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = near->rest;
    settings.start = prices;
    bil_status status = bil_master_new(&master, near->store, err);
    if (status == BIL_OK) {
        status = bil_master_solve(&answer, master, &settings, err);
    }
    if (status == BIL_OK) {
        memcpy(h->prices, answer.price, near->store->row_count * sizeof *h->prices);
        near->prices = h->prices;
        near->bound = bil_packages_bound(near->store, near->rest, h->prices, NULL);
    }
    bil_master_free(master);
    return status;
}

static bool make_lists(bil_halves *h, uint32_t words)
{
    if (words <= h->words) {
        return true;
    }
    for (int i = 0; i < 2; i++) {
        bil_half_list *list = &h->list[i];
        free(list->loss);
        free(list->value);
        free(list->word);
        list->loss = room(LIST_MOST, sizeof *list->loss);
        list->value = room(LIST_MOST, sizeof *list->value);
        list->word = room((size_t)LIST_MOST * words, sizeof *list->word);
        if (list->loss == NULL || list->value == NULL || list->word == NULL) {
            h->words = 0;
            return false;
        }
    }
    h->words = words;
    return true;
}

static int64_t work_of_join(const bil_halves *h)
{
    return h->warm ? WORK_WARM : WORK_COLD;
}

static void more_groups(bil_halves *h, double more)
{
    h->groups[h->warm] = fmin(fmax(h->groups[h->warm] + more, GROUPS_LEAST), GROUPS_MOST);
}

static void learn(bil_halves *h, uint32_t class, double may_lose, int64_t work)
{
    const bool whole = h->list[0].whole && h->list[1].whole;
    const double reach = h->list[0].reach + h->list[1].reach;
    double *size = &h->size[h->warm][class];
    if (whole && work < work_of_join(h)) {
        more_groups(h, 1.0);
    } else if (!whole && reach < SHARE_IN_REACH * may_lose) {
        more_groups(h, -0.25);
    }
    if (work > work_of_join(h)) {
        *size = fmax(*size * 0.8, LIST_LEAST);
    } else if (!whole && work < work_of_join(h) / 2) {
        *size = fmin(*size * 1.25, LIST_MOST);
    }
}

/* The entries' options become the choice. The lists are written over. */
static bil_status adopt(uint32_t *choice, bil_halves *h, const bil_neighbourhood *near,
                        const bil_halves_joined *joined, bil_error *err)
{
    uint32_t *option = room(near->store->group_count, sizeof *option);
    if (option == NULL) {
        return bil_fail_nomem(err);
    }
    for (int i = 0; i < 2; i++) {
        const bil_half *half = &near->half[i];
        h->list[i].capacity = joined->entry[i] + 1;
        bil_half_walk(&h->list[i], option, half, near->fields.words);
        for (uint32_t g = 0; g < half->groups; g++) {
            choice[h->open[half->group[g]]] = (uint32_t)near->store->tag[half->package[option[g]]];
        }
    }
    free(option);
    return BIL_OK;
}

typedef struct {
    int64_t work;
    bool better;
    bool stopped;
} step_taken;

static bil_status list_and_join(step_taken *taken, uint32_t *choice, bil_halves *h,
                                bil_neighbourhood *near, const bil_halves_settings *settings,
                                bil_error *err)
{
    const uint32_t count = near->store->group_count;
    const uint32_t class = count * SIZES / (GROUPS_MOST + 1);
    const double may_lose = near->bound - near->value - near->margin;
    if (!make_lists(h, near->fields.words)) {
        return bil_fail_nomem(err);
    }
    for (int i = 0; i < 2; i++) {
        bil_half_list *list = &h->list[i];
        list->capacity = (uint32_t)h->size[h->warm][class];
        list->reach = bil_half_reach(&near->half[i], may_lose, list->capacity);
        bil_half_walk(list, NULL, &near->half[i], near->fields.words);
        list->whole = list->reach >= may_lose && list->count < list->capacity;
    }
    bil_halves_joined joined;
    const int64_t most = 4 * work_of_join(h);
    bil_status status = bil_halves_join(&joined, near, h->list, settings,
                                        settings->work < most ? settings->work : most, err);
    if (status == BIL_OK) {
        learn(h, class, may_lose, joined.work);
        taken->work += joined.work;
        taken->stopped = joined.stopped;
        taken->better = joined.found;
        if (joined.found) {
            status = adopt(choice, h, near, &joined, err);
        }
    }
    return status;
}

static bil_status step(step_taken *taken, uint32_t *choice, bil_halves *h,
                       const bil_halves_settings *settings, bil_error *err)
{
    bil_neighbourhood near = {.arena = bil_arena_new()};
    const uint32_t count = take_groups(h);
    bool possible = false;
    *taken = (step_taken){.work = WORK_OF_MASTER};
    bil_status status = near.arena == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        near.rest = bil_arena_alloc(near.arena, h->packages->row_count, sizeof *near.rest);
        status =
            near.rest == NULL ? bil_fail_nomem(err) : copy_groups(&near, h, choice, count, err);
    }
    if (status == BIL_OK) {
        weigh_others(h, choice, count, near.rest);
        status = price(&near, h, settings->prices, err);
    }
    if (status == BIL_OK) {
        near.value -= h->warm ? settings->heat * bil_patience(bil_random_next(&h->state)) : 0.0;
        near.margin = h->step > 0.0 ? h->step * (1.0 - 1e-6)
                                    : VALUE_ROUNDING * (fabs(near.value) + fabs(near.bound));
        status = bil_halves_pack(&possible, &near, err);
    }
    if (status == BIL_OK && possible) {
        status = list_and_join(taken, choice, h, &near, settings, err);
    } else if (status == BIL_OK) {
        more_groups(h, 0.25);
    }
    bil_packages_free(near.store);
    bil_arena_free(near.arena);
    return status;
}

bil_status bil_halves_improve(uint32_t *package, bool *better, bil_halves *h,
                              const bil_halves_settings *settings, bil_error *err)
{
    const size_t bytes = h->packages->group_count * sizeof *package;
    double best = value_of(h->packages, package);
    memcpy(h->now, package, bytes);
    h->warm = settings->heat > 0.0;
    *better = false;
    bil_status status = BIL_OK;
    step_taken taken = {.better = true};
    for (int64_t work = 0; status == BIL_OK && work < settings->work && !taken.stopped;
         work += taken.work) {
        if (taken.better) {
            open_groups(h, h->now, settings->prices, settings->bound - best);
        }
        if (h->open_count < 2 || (settings->tick != NULL && !settings->tick(settings->payload))) {
            break;
        }
        status = step(&taken, h->now, h, settings, err);
        const double value = taken.better ? value_of(h->packages, h->now) : best;
        if (status == BIL_OK && value > best) {
            memcpy(package, h->now, bytes);
            best = value;
            *better = true;
        }
    }
    return status;
}
