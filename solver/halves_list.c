/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/halves_impl.h"

enum { BINS = 128, ZOOMS = 3, DEPTH = 256 };

#define ROOM_TO_SPARE 0.9

/* How many combinations lose so much, by bins of the loss; up to rounding of the losses. */
static void count_losses(double counts[BINS + 1], const bil_half *half, double most)
{
    double before[BINS + 1];
    memset(counts, 0, (BINS + 1) * sizeof *counts);
    counts[0] = 1.0;
    for (uint32_t g = 0; g < half->groups; g++) {
        memcpy(before, counts, sizeof before);
        for (uint32_t o = half->first[g] + 1; o < half->first[g + 1] && half->loss[o] <= most;
             o++) {
            const int bin = (int)(half->loss[o] / most * BINS + 0.5);
            for (int i = 0; i + bin <= BINS; i++) {
                counts[i + bin] += before[i];
            }
        }
    }
}

double bil_half_reach(const bil_half *half, double most, uint32_t capacity)
{
    double counts[BINS + 1];
    for (int zoom = 0; zoom < ZOOMS && most > 0.0; zoom++) {
        count_losses(counts, half, most);
        double sum = 0.0;
        int bin = 0;
        while (bin <= BINS && sum + counts[bin] <= ROOM_TO_SPARE * capacity) {
            sum += counts[bin++];
        }
        if (bin > BINS) {
            return most;
        }
        const double reach = (bin > 0 ? bin - 1 : 0) * most / BINS;
        if (bin > BINS / 8) {
            return reach;
        }
        most = (bin + 1) * most / BINS;
    }
    return most;
}

typedef struct {
    uint32_t group; /* the one whose option is tried next */
    uint32_t option;
} cursor;

/* Notes an entry with one option more than the one before it. */
static void put_entry(bil_half_list *list, const bil_half *half, uint32_t words, uint32_t from,
                      uint32_t option)
{
    const uint32_t at = list->count++;
    const uint64_t *more = &half->word[(size_t)option * words];
    const uint64_t *before = &list->word[(size_t)from * words];
    uint64_t *word = &list->word[(size_t)at * words];
    list->loss[at] = list->loss[from] + half->loss[option];
    list->value[at] = list->value[from] + half->gain[option];
    for (uint32_t k = 0; k < words; k++) {
        word[k] = before[k] + more[k];
    }
}

/* Every entry is the one it came from with one group's option changed: those after the last
 * changed group are tried, in the order of their second loss, until that is too much. */
void bil_half_walk(bil_half_list *list, uint32_t *option, const bil_half *half, uint32_t words)
{
    cursor cursors[DEPTH];
    uint32_t from[DEPTH];
    uint32_t depth = 0;
    list->count = 1;
    list->loss[0] = 0.0;
    list->value[0] = half->value;
    memcpy(list->word, half->base, words * sizeof *list->word);
    from[0] = 0;
    cursors[0] = (cursor){.group = 0, .option = half->first[0] + 1};
    while (list->count < list->capacity) {
        cursor *now = &cursors[depth];
        const double left = list->reach - list->loss[from[depth]];
        const bool within = now->group < half->groups && depth + 1 < DEPTH;
        const uint32_t end = within ? half->first[now->group + 1] : 0;
        if (within && now->option < end && half->loss[now->option] <= left) {
            put_entry(list, half, words, from[depth], now->option);
            from[++depth] = list->count - 1;
            cursors[depth] = (cursor){.group = now->group + 1, .option = end + 1};
            continue;
        }
        if (within && now->option > half->first[now->group] + 1) {
            *now = (cursor){.group = now->group + 1, .option = end + 1};
            continue;
        }
        /* Not even a second option: nor of the groups that follow. */
        if (depth == 0) {
            break;
        }
        cursors[--depth].option++;
    }
    for (uint32_t g = 0; option != NULL && g < half->groups; g++) {
        option[g] = half->first[g];
    }
    for (uint32_t d = 0; option != NULL && d < depth; d++) {
        option[cursors[d].group] = cursors[d].option;
    }
}
