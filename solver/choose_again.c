/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "solver/choose_impl.h"
#include "solver/core.h"

/* A few groups at a time, solved anew within what all the others leave. There are two ways. The
 * narrow one takes few groups and searches them to the end; how many is learnt: more while that is
 * quick, fewer when it is not. The broad one takes many groups and only the first nodes of the
 * exact search; one of the groups must take another package, and a step may be a little worse at
 * first, so that the search goes round in no circle. Where hardly a row has room to spare the broad
 * way finds more. */

enum {
    GROUPS_LEAST = 4,
    GROUPS_FIRST = 8,
    NODES = 60,
    BROAD_LEAST = 12,
    BROAD_MOST = 40,
    BROAD_NODES = 20,
    MOVES_A_NODE = 200,
    DOUBTFUL_LEAST = 200,
    DOUBTFUL_A_ROW = 10
};

/* How much worse a step may be at first, as a share of what is missing to the bound. */
#define HEAT 0.02

typedef struct {
    uint32_t *groups; /* those taken out; broad: the first must take another package */
    uint32_t count;
    double *rest; /* per row: what the others leave */
    uint32_t *package;
} neighbourhood;

typedef struct {
    double loss;
    uint32_t group;
} doubt;

static int by_loss(const void *a, const void *b)
{
    const doubt *x = a;
    const doubt *y = b;
    if (x->loss != y->loss) {
        return x->loss < y->loss ? -1 : 1;
    }
    return x->group < y->group ? -1 : x->group > y->group ? 1 : 0;
}

/* Puts first the groups in doubt: those whose second best loses least at the prices. */
static bil_status sort_by_doubt(bil_search *search, bil_error *err)
{
    const bil_packages *p = search->packages;
    doubt *doubts = calloc((size_t)search->open_count + 1, sizeof *doubts);
    if (doubts == NULL) {
        return bil_fail_nomem(err);
    }
    for (uint32_t i = 0; i < search->open_count; i++) {
        const uint32_t g = search->open[i];
        double most = -HUGE_VAL;
        double second = -HUGE_VAL;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            const double worth = bil_package_worth(p, j, search->price);
            second = fmax(second, fmin(most, worth));
            most = fmax(most, worth);
        }
        doubts[i] = (doubt){.loss = most - second, .group = g};
    }
    qsort(doubts, search->open_count, sizeof *doubts, by_loss);
    for (uint32_t i = 0; i < search->open_count; i++) {
        search->open[i] = doubts[i].group;
    }
    free(doubts);
    return BIL_OK;
}

/* Draws groups, each at most once, from the first `among` of those with a choice. */
static void draw_groups(neighbourhood *near, bil_search *search, uint32_t among, uint32_t wanted)
{
    /* A partial shuffle: the first `wanted` are the draw. */
    for (uint32_t k = 0; k < wanted; k++) {
        const uint64_t draw = bil_search_draw(search);
        const uint32_t at = k + (uint32_t)((draw & UINT32_MAX) * (among - k) >> 32);
        const uint32_t held = search->open[at];
        search->open[at] = search->open[k];
        search->open[k] = held;
        near->groups[k] = held;
    }
    near->count = wanted;
}

static bil_status copy_groups(bil_packages *store, const neighbourhood *near,
                              const bil_search *search, bil_error *err)
{
    bil_status status = BIL_OK;
    for (uint32_t i = 0; i < near->count; i++) {
        const uint32_t g = near->groups[i];
        for (uint32_t k = search->first[g]; k < search->first[g + 1] && status == BIL_OK; k++) {
            uint32_t made = 0;
            if (i == 0 && search->settings->broad && search->candidate[k] == search->now[g]) {
                continue;
            }
            status = bil_packages_copy(&made, store, i, search->packages, search->candidate[k],
                                       search->candidate[k], err);
        }
    }
    return status;
}

static double take_out(neighbourhood *near, const bil_search *search)
{
    const bil_packages *p = search->packages;
    double value = 0.0;
    for (uint32_t r = 0; r < p->row_count; r++) {
        near->rest[r] = search->limit[r] - search->used[r];
    }
    for (uint32_t i = 0; i < near->count; i++) {
        const uint32_t j = search->now[near->groups[i]];
        value += p->value[j];
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            near->rest[p->row[k]] += p->amount[k];
        }
    }
    return value;
}

static bil_status solve(bil_cored *out, neighbourhood *near, bil_search *search, double less,
                        bil_error *err)
{
    bil_packages *store = NULL;
    bil_status status = bil_packages_new(&store, near->count, search->packages->row_count, err);
    if (status == BIL_OK) {
        status = copy_groups(store, near, search, err);
    }
    if (status == BIL_OK) {
        const double value = take_out(near, search);
        const bil_core_settings settings = {.limits = near->rest,
                                            .above = value - less,
                                            .step = search->settings->step,
                                            .start = search->price,
                                            .node_limit =
                                                search->settings->broad ? BROAD_NODES : NODES};
        *out = (bil_cored){.package = near->package};
        status = bil_core_solve(out, store, &settings, err);
    }
    if (status == BIL_OK && out->found) {
        for (uint32_t i = 0; i < near->count; i++) {
            bil_search_apply(search, near->groups[i], (uint32_t)store->tag[out->package[i]]);
        }
        bil_search_keep(search);
    }
    bil_packages_free(store);
    return status;
}

bil_status bil_search_again(bil_search *search, int64_t moves, bil_error *err)
{
    const uint32_t open = search->open_count;
    neighbourhood near = {.groups = calloc((size_t)open + 1, sizeof *near.groups),
                          .package = calloc((size_t)open + 1, sizeof *near.package),
                          .rest =
                              calloc((size_t)search->packages->row_count + 1, sizeof *near.rest)};
    bil_status status = near.groups == NULL || near.package == NULL || near.rest == NULL
                            ? bil_fail_nomem(err)
                            : BIL_OK;
    const bool broad = search->settings->broad;
    const uint32_t doubtful = DOUBTFUL_LEAST + DOUBTFUL_A_ROW * search->packages->row_count;
    const uint32_t among = broad && doubtful < open ? doubtful : open;
    if (status == BIL_OK && among < open) {
        status = sort_by_doubt(search, err);
    }
    const int64_t until = search->moves + moves;
    double size = GROUPS_FIRST; /* of the narrow way */
    while (status == BIL_OK && search->moves < until && among > 0) {
        bil_cored out = {0};
        double less = 0.0;
        uint32_t wanted = (uint32_t)size;
        if (broad) {
            const double left = (double)(until - search->moves) / (double)moves;
            const double heat = left * HEAT * (search->bound - search->best_value);
            const uint64_t draw = bil_search_draw(search);
            wanted = BROAD_LEAST + (uint32_t)(draw % (BROAD_MOST - BROAD_LEAST + 1));
            less = heat * bil_patience(bil_search_draw(search));
        }
        draw_groups(&near, search, among, wanted < among ? wanted : among);
        status = solve(&out, &near, search, less, err);
        size = out.complete ? size + 0.2 : fmax(GROUPS_LEAST, size - 0.5);
        if (!bil_search_goes_on(search, MOVES_A_NODE * (out.nodes + 1))) {
            break;
        }
    }
    free(near.groups);
    free(near.package);
    free(near.rest);
    return status;
}
