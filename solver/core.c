/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/core.h"

#include <math.h>
#include <string.h>

#include "engine/arena.h"
#include "solver/core_impl.h"
#include "solver/master.h"

enum { TRIES_LEAST = 2000 };

/* Sums of losses are rounded; choices this near to the budget are looked at too. */
#define LOSS_ROUNDING 1e-9

/* A node yet to be looked at. */
typedef struct open_node {
    struct open_node *next;
    double bound;
    bool alive[]; /* per package: the node may still take it */
} open_node;

typedef struct {
    bil_arena *arena;
    const bil_packages *packages;
    const bil_core_settings *settings;
    double *limits;        /* for exact comparison */
    double *prices;        /* the last ones: to begin the next node from */
    double *rest;          /* per row: what the settled groups of the node leave */
    double *loss;          /* per package of the node's store */
    uint32_t *free_groups; /* the node's groups by their number in the store */
    uint32_t *tried;       /* room for a trial's choice */
    uint32_t *choice;      /* room for a whole choice */
    open_node *open;       /* a list, the next one first */
    open_node *spare;      /* nodes that are done with, for new ones */
    double target;         /* only choices worth at least this are of interest */
    double scale;          /* of values */
    bil_cored *out;
} tree;

static bool make_room(tree *t)
{
    const bil_packages *p = t->packages;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return false;
    }
    t->arena = arena;
    t->limits = bil_arena_alloc(arena, p->row_count, sizeof *t->limits);
    t->prices = bil_arena_alloc(arena, p->row_count, sizeof *t->prices);
    t->rest = bil_arena_alloc(arena, p->row_count, sizeof *t->rest);
    t->loss = bil_arena_alloc(arena, p->count, sizeof *t->loss);
    t->free_groups = bil_arena_alloc(arena, p->group_count, sizeof *t->free_groups);
    t->tried = bil_arena_alloc(arena, p->group_count, sizeof *t->tried);
    t->choice = bil_arena_alloc(arena, p->group_count, sizeof *t->choice);
    return t->limits != NULL && t->prices != NULL && t->rest != NULL && t->loss != NULL &&
           t->free_groups != NULL && t->tried != NULL && t->choice != NULL;
}

/* A node with all packages; NULL without memory. */
static open_node *new_node(tree *t, double bound)
{
    const size_t count = t->packages->count;
    open_node *it = t->spare;
    if (it != NULL) {
        t->spare = it->next;
    } else {
        it = bil_arena_alloc(t->arena, 1, sizeof *it + count * sizeof *it->alive);
    }
    if (it != NULL) {
        it->next = NULL;
        it->bound = bound;
        memset(it->alive, 1, count * sizeof *it->alive);
    }
    return it;
}

/* Puts a node among those above `base`, the most promising on top. */
static void push(tree *t, const open_node *base, open_node *it)
{
    open_node **at = &t->open;
    while (*at != base && (*at)->bound > it->bound) {
        at = &(*at)->next;
    }
    it->next = *at;
    *at = it;
}

static void set_target(tree *t, double value)
{
    const double step = t->settings->step;
    t->target = step > 0.0 ? value + step * (1.0 - 1e-6) : value + LOSS_ROUNDING * t->scale;
}

/* A node taken apart: settled groups are off the limits, the others have a store of their own,
 * whose tags are the packages' numbers in the tree's store. */
typedef struct {
    bil_packages *store;
    double settled; /* Σ value of the settled groups */
    bool possible;
} node;

static uint32_t alive_ones(const tree *t, const bool *alive, uint32_t group, uint32_t *last)
{
    const bil_packages *p = t->packages;
    uint32_t count = 0;
    for (uint32_t j = p->head[group]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        if (alive[j]) {
            *last = j;
            count++;
        }
    }
    return count;
}

static bil_status copy_group(node *out, const tree *t, const bool *alive, uint32_t from,
                             uint32_t to, bil_error *err)
{
    const bil_packages *p = t->packages;
    bil_status status = BIL_OK;
    for (uint32_t j = p->head[from]; j != BIL_NO_PACKAGE && status == BIL_OK; j = p->next[j]) {
        if (alive[j]) {
            uint32_t made = 0;
            status = bil_packages_copy(&made, out->store, to, p, j, j, err);
        }
    }
    return status;
}

static bil_status take_apart(node *out, tree *t, const bool *alive, bil_error *err)
{
    const bil_packages *p = t->packages;
    uint32_t count = 0;
    *out = (node){.possible = true};
    memcpy(t->rest, t->limits, p->row_count * sizeof *t->rest);
    for (uint32_t g = 0; g < p->group_count; g++) {
        uint32_t last = BIL_NO_PACKAGE;
        const uint32_t ones = alive_ones(t, alive, g, &last);
        if (ones > 1) {
            t->free_groups[count++] = g;
            continue;
        }
        if (ones == 0) {
            out->possible = false;
            return BIL_OK;
        }
        out->settled += p->value[last];
        for (uint32_t k = p->first[last]; k < p->first[last + 1]; k++) {
            t->rest[p->row[k]] -= p->amount[k];
        }
    }
    bil_status status = bil_packages_new(&out->store, count, p->row_count, err);
    for (uint32_t i = 0; i < count && status == BIL_OK; i++) {
        status = copy_group(out, t, alive, t->free_groups[i], i, err);
    }
    return status;
}

/* Keeps the choice made of a node's settled groups and the trial's packages, when it really is
 * better: the budget of a trial is a little generous. */
static void keep(tree *t, const node *now, const bool *alive)
{
    const bil_packages *p = t->packages;
    long double value = 0.0L;
    uint32_t i = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        uint32_t chosen = BIL_NO_PACKAGE;
        if (i < now->store->group_count && t->free_groups[i] == g) {
            chosen = (uint32_t)now->store->tag[t->tried[i++]];
        } else {
            (void)alive_ones(t, alive, g, &chosen);
        }
        t->choice[g] = chosen;
        value += (long double)p->value[chosen];
    }
    if ((double)value > (t->out->found ? t->out->value : t->settings->above)) {
        memcpy(t->out->package, t->choice, p->group_count * sizeof *t->choice);
        t->out->value = (double)value;
        t->out->found = true;
        set_target(t, t->out->value);
    }
}

static bool settled_fits(const tree *t)
{
    for (uint32_t r = 0; r < t->packages->row_count; r++) {
        if (t->rest[r] < 0.0) {
            return false;
        }
    }
    return true;
}

/* The group to branch on: among those in which the master is undecided the one whose largest x is
 * smallest; without any, the one with the most packages within the budget. */
static uint32_t undecided(const tree *t, const bil_packages *store, const bil_mastered *master,
                          double budget)
{
    uint32_t best = BIL_NO_PACKAGE;
    double least = 2.0;
    for (uint32_t k = 0; k < master->share_count;) {
        const uint32_t group = store->group[master->shares[k].package];
        double largest = 0.0;
        for (; k < master->share_count && store->group[master->shares[k].package] == group; k++) {
            largest = fmax(largest, master->shares[k].x);
        }
        if (largest < least) {
            least = largest;
            best = group;
        }
    }
    uint32_t most = 0;
    for (uint32_t g = 0; g < store->group_count && least > 1.0; g++) {
        uint32_t within = 0;
        for (uint32_t j = store->head[g]; j != BIL_NO_PACKAGE; j = store->next[j]) {
            within += t->loss[j] <= budget ? 1U : 0U;
        }
        if (within > most) {
            most = within;
            best = g;
        }
    }
    return best;
}

/* One child per package of the group. */
static bil_status branch(tree *t, const node *now, const bool *alive, uint32_t group, double bound,
                         bil_error *err)
{
    const bil_packages *store = now->store;
    const double budget = bound - t->target + LOSS_ROUNDING * t->scale;
    const open_node *base = t->open;
    for (uint32_t only = store->head[group]; only != BIL_NO_PACKAGE; only = store->next[only]) {
        if (t->loss[only] > budget) {
            continue;
        }
        open_node *child = new_node(t, bound - t->loss[only]);
        if (child == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(child->alive, alive, t->packages->count * sizeof *alive);
        for (uint32_t j = 0; j < store->count; j++) {
            const bool stays = store->group[j] == group ? j == only : t->loss[j] <= budget;
            child->alive[store->tag[j]] = stays;
        }
        push(t, base, child);
    }
    return BIL_OK;
}

static bil_status try_all(bool *closed, tree *t, const node *now, const bool *alive, double bound,
                          bil_error *err)
{
    const bil_packages *store = now->store;
    const double rounding = LOSS_ROUNDING * t->scale;
    bil_core_tried tried = {.package = t->tried};
    for (uint32_t g = 0; g < store->group_count; g++) {
        double most = 0.0;
        (void)bil_packages_best(&most, store, g, t->prices);
        for (uint32_t j = store->head[g]; j != BIL_NO_PACKAGE; j = store->next[j]) {
            t->loss[j] = most - bil_package_worth(store, j, t->prices);
        }
    }
    const bil_core_trial trial = {.packages = store,
                                  .limits = t->rest,
                                  .prices = t->prices,
                                  .loss = t->loss,
                                  .budget = bound - t->target + rounding,
                                  .limit = TRIES_LEAST + 20 * (int64_t)store->count};
    const double margin =
        t->settings->step > 0.0 ? t->settings->step * (1.0 - 1e-6) - rounding : rounding;
    const bil_status status = bil_core_try(&tried, &trial, margin, err);
    if (status == BIL_OK) {
        if (tried.found) {
            keep(t, now, alive);
        }
        *closed = tried.complete;
    }
    return status;
}

/* Bounds a node, tries what is left of it, or branches. */
static bil_status look_into(tree *t, const node *now, const bool *alive, bil_error *err)
{
    bil_master *master = NULL;
    bil_mastered answer;
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = t->rest;
    settings.start = t->prices;
    bil_status status = bil_master_new(&master, now->store, err);
    if (status == BIL_OK) {
        status = bil_master_solve(&answer, master, &settings, err);
    }
    if (status != BIL_OK) {
        bil_master_free(master);
        return status;
    }
    memcpy(t->prices, answer.price, now->store->row_count * sizeof *t->prices);
    const double bound = now->settled + bil_packages_bound(now->store, t->rest, t->prices, NULL);
    if (bound >= t->target) {
        bool closed = false;
        status = try_all(&closed, t, now, alive, bound, err);
        if (status == BIL_OK && !closed && bound >= t->target) {
            const uint32_t group =
                undecided(t, now->store, &answer, bound - t->target + LOSS_ROUNDING * t->scale);
            status = branch(t, now, alive, group, bound, err);
        }
    }
    if (!answer.within) { /* penalties are no prices to begin from */
        memset(t->prices, 0, now->store->row_count * sizeof *t->prices);
    }
    bil_master_free(master);
    return status;
}

static bil_status visit(tree *t, const bool *alive, bil_error *err)
{
    node now;
    bil_status status = take_apart(&now, t, alive, err);
    if (status == BIL_OK && now.possible) {
        if (now.store->group_count > 0) {
            status = look_into(t, &now, alive, err);
        } else if (settled_fits(t) && now.settled >= t->target) {
            keep(t, &now, alive);
        }
    }
    bil_packages_free(now.store);
    return status;
}

static bil_status climb(tree *t, bil_error *err)
{
    const bil_core_settings *settings = t->settings;
    bil_status status = BIL_OK;
    while (t->open != NULL && status == BIL_OK) {
        if ((settings->any && t->out->found) ||
            (settings->node_limit > 0 && t->out->nodes >= settings->node_limit) ||
            (settings->tick != NULL && !settings->tick(settings->payload))) {
            break;
        }
        open_node *now = t->open;
        t->open = now->next;
        if (now->bound >= t->target) {
            t->out->nodes++;
            status = visit(t, now->alive, err);
        }
        now->next = t->spare;
        t->spare = now;
    }
    return status;
}

static void report(tree *t)
{
    bil_cored *out = t->out;
    out->bound = out->found ? out->value : t->settings->above;
    out->complete = true;
    for (const open_node *it = t->open; it != NULL; it = it->next) {
        if (it->bound >= t->target) {
            out->complete = false;
            out->bound = fmax(out->bound, it->bound);
        }
    }
}

bil_status bil_core_solve(bil_cored *out, const bil_packages *packages,
                          const bil_core_settings *settings, bil_error *err)
{
    tree t = {.packages = packages, .settings = settings, .out = out, .scale = 1e-300};
    bil_status status = make_room(&t) ? BIL_OK : bil_fail_nomem(err);
    out->found = false;
    out->nodes = 0;
    if (status == BIL_OK) {
        bil_packages_limits(t.limits, packages, settings->limits);
        if (settings->start != NULL) {
            memcpy(t.prices, settings->start, packages->row_count * sizeof *t.prices);
        }
        for (uint32_t j = 0; j < packages->count; j++) {
            t.scale = fmax(t.scale, fabs(packages->value[j]));
        }
        set_target(&t, settings->above);
        t.open = new_node(&t, HUGE_VAL);
        status = t.open != NULL ? climb(&t, err) : bil_fail_nomem(err);
    }
    if (status == BIL_OK) {
        report(&t);
    }
    bil_arena_free(t.arena);
    return status;
}
