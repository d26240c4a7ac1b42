/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "solver/choose_impl.h"
#include "solver/core.h"

/* A few groups at a time, solved anew and exactly within what all the others leave. How many is
 * learnt: more while the exact search is through quickly, fewer when it is not. */

enum { GROUPS_LEAST = 4, GROUPS_FIRST = 8, NODES = 60, MOVES_A_NODE = 200 };

typedef struct {
    uint32_t *groups; /* those taken out */
    uint32_t count;
    double *rest; /* per row: what the others leave */
    uint32_t *package;
} neighbourhood;

/* Draws groups, each at most once, from those with a choice. */
static void draw_groups(neighbourhood *near, bil_search *search, uint32_t wanted)
{
    /* A partial shuffle of the open groups: the first `wanted` are the draw. */
    for (uint32_t k = 0; k < wanted; k++) {
        const uint64_t draw = bil_search_draw(search);
        const uint32_t at = k + (uint32_t)((draw & UINT32_MAX) * (search->open_count - k) >> 32);
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

static bil_status solve(bil_cored *out, neighbourhood *near, bil_search *search, bil_error *err)
{
    bil_packages *store = NULL;
    bil_status status = bil_packages_new(&store, near->count, search->packages->row_count, err);
    if (status == BIL_OK) {
        status = copy_groups(store, near, search, err);
    }
    if (status == BIL_OK) {
        const double value = take_out(near, search);
        const bil_core_settings settings = {.limits = near->rest,
                                            .above = value,
                                            .step = search->settings->step,
                                            .start = search->price,
                                            .node_limit = NODES};
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
    const int64_t until = search->moves + moves;
    double size = GROUPS_FIRST;
    while (status == BIL_OK && search->moves < until && open > 0) {
        bil_cored out = {0};
        const uint32_t wanted = size < open ? (uint32_t)size : open;
        draw_groups(&near, search, wanted);
        status = solve(&out, &near, search, err);
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
