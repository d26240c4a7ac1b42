/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "solver/choose_impl.h"

/* Repair and filling look at all packages, in passes: list the moves that help, sort them, make
 * those that still do. */

enum { PASSES = 40 };

typedef struct {
    double score; /* the smallest first */
    uint32_t package;
} candidate_move;

static int by_score(const void *a, const void *b)
{
    const candidate_move *x = a;
    const candidate_move *y = b;
    if (x->score != y->score) {
        return x->score < y->score ? -1 : 1;
    }
    return x->package < y->package ? -1 : x->package > y->package ? 1 : 0;
}

/* Σ over rows of what is over, each as a share of its size, were i to give way to j. `all` looks at
 * every row that the two touch; what is over elsewhere does not change. */
static double excess_change(const bil_search *search, uint32_t i, uint32_t j)
{
    const bil_packages *p = search->packages;
    uint32_t k = p->first[i];
    uint32_t l = p->first[j];
    const uint32_t k_end = p->first[i + 1];
    const uint32_t l_end = p->first[j + 1];
    double change = 0.0;
    while (k < k_end || l < l_end) {
        const uint32_t k_row = k < k_end ? p->row[k] : UINT32_MAX;
        const uint32_t l_row = l < l_end ? p->row[l] : UINT32_MAX;
        const uint32_t row = k_row < l_row ? k_row : l_row;
        double more = 0.0;
        if (k_row <= l_row) {
            more -= p->amount[k++];
        }
        if (l_row <= k_row) {
            more += p->amount[l++];
        }
        const double before = search->used[row] - search->limit[row];
        const double after = before + more;
        change += (fmax(after, 0.0) - fmax(before, 0.0)) / search->size[row];
    }
    return change;
}

/* Does j fit in the place of i? */
static bool fits(const bil_search *search, uint32_t i, uint32_t j)
{
    const bil_packages *p = search->packages;
    uint32_t k = p->first[i];
    const uint32_t k_end = p->first[i + 1];
    for (uint32_t l = p->first[j]; l < p->first[j + 1]; l++) {
        const uint32_t row = p->row[l];
        double more = p->amount[l];
        while (k < k_end && p->row[k] < row) {
            if (p->amount[k] < 0.0 &&
                search->used[p->row[k]] - p->amount[k] > search->limit[p->row[k]]) {
                return false;
            }
            k++;
        }
        if (k < k_end && p->row[k] == row) {
            more -= p->amount[k++];
        }
        if (more > 0.0 && search->used[row] + more > search->limit[row]) {
            return false;
        }
    }
    for (; k < k_end; k++) {
        if (p->amount[k] < 0.0 &&
            search->used[p->row[k]] - p->amount[k] > search->limit[p->row[k]]) {
            return false;
        }
    }
    return true;
}

static uint32_t list_repairs(candidate_move *moves, const bil_search *search)
{
    const bil_packages *p = search->packages;
    uint32_t count = 0;
    for (uint32_t j = 0; j < p->count; j++) {
        const uint32_t i = search->now[p->group[j]];
        if (i == j) {
            continue;
        }
        const double change = excess_change(search, i, j);
        if (change < 0.0) {
            const double loss =
                bil_package_worth(p, i, search->price) - bil_package_worth(p, j, search->price);
            moves[count++] = (candidate_move){.score = loss / -change, .package = j};
        }
    }
    qsort(moves, count, sizeof *moves, by_score);
    return count;
}

bool bil_search_repair(bil_search *search, bool *memory)
{
    const bil_packages *p = search->packages;
    candidate_move *moves = malloc((p->count == 0 ? 1 : p->count) * sizeof *moves);
    if (moves == NULL) {
        *memory = false;
        return false;
    }
    bool moved = true;
    for (int pass = 0; pass < PASSES && search->over > 0 && moved; pass++) {
        const uint32_t count = list_repairs(moves, search);
        moved = false;
        for (uint32_t k = 0; k < count && search->over > 0; k++) {
            const uint32_t j = moves[k].package;
            const uint32_t group = p->group[j];
            if (search->now[group] != j && excess_change(search, search->now[group], j) < 0.0) {
                bil_search_apply(search, group, j);
                moved = true;
            }
        }
    }
    free(moves);
    return search->over == 0;
}

void bil_search_fill(bil_search *search, bool *memory)
{
    const bil_packages *p = search->packages;
    candidate_move *moves = malloc((p->count == 0 ? 1 : p->count) * sizeof *moves);
    if (moves == NULL) {
        *memory = false;
        return;
    }
    bool moved = true;
    for (int pass = 0; pass < PASSES && moved; pass++) {
        uint32_t count = 0;
        moved = false;
        for (uint32_t j = 0; j < p->count; j++) {
            const uint32_t i = search->now[p->group[j]];
            if (p->value[j] > p->value[i] && fits(search, i, j)) {
                moves[count++] = (candidate_move){.score = p->value[i] - p->value[j], .package = j};
            }
        }
        qsort(moves, count, sizeof *moves, by_score);
        for (uint32_t k = 0; k < count; k++) {
            const uint32_t j = moves[k].package;
            const uint32_t i = search->now[p->group[j]];
            if (p->value[j] > p->value[i] && fits(search, i, j)) {
                bil_search_apply(search, p->group[j], j);
                moved = true;
            }
        }
    }
    free(moves);
}
