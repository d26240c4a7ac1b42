/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/random.h"
#include "solver/choose_impl.h"

/* Annealing over packages that lose little: half of the moves change one group, half change two at
 * once, because what one frees another needs. What is over a limit is fined a little more than its
 * price: enough to come back, little enough to pass through. */

enum { BLOCKS = 100, COLD_BLOCKS = 5, BATCH = 256 };

/* The hundredth root of 1/100: from the first temperature to a hundredth of it. */
#define COOLING 0.95499258602143595

/* −ln u for a drawn u, near enough, without a library's logarithm that might differ elsewhere. */
double bil_patience(uint64_t draw)
{
    int zeros = 0;
    while (zeros < 40 && (draw >> (63 - zeros) & 1U) == 0) {
        zeros++;
    }
    const uint64_t rest = draw << (zeros + 1) >> 32;
    return 0.69314718055994531 * (zeros + 1.0 - (double)rest / 4294967296.0);
}

/* A package of a group other than the one it has. */
static uint32_t other(bil_search *search, uint32_t group)
{
    const uint32_t first = search->first[group];
    const uint32_t count = search->first[group + 1] - first;
    const uint64_t draw = bil_search_draw(search);
    const uint32_t at = bil_random_below(draw, count - 1);
    const uint32_t now = search->now[group];
    /* The last one stands in for the one at hand. */
    return search->candidate[first + at] == now ? search->candidate[first + count - 1]
                                                : search->candidate[first + at];
}

static void single(bil_search *search, double heat)
{
    const uint64_t draw = bil_search_draw(search);
    const uint32_t group = search->open[bil_random_below(draw, search->open_count)];
    const uint32_t package = other(search, group);
    const double gain = bil_search_change(search, search->now[group], package);
    if (gain > 0.0 || (heat > 0.0 && -gain < heat * bil_patience(draw))) {
        bil_search_apply(search, group, package);
        bil_search_keep(search);
    }
}

static void pair(bil_search *search, double heat)
{
    const uint64_t draw = bil_search_draw(search);
    const uint32_t a = bil_random_below(draw, search->open_count);
    uint32_t b = bil_random_below(bil_search_draw(search), search->open_count - 1);
    b = b == a ? search->open_count - 1 : b;
    const uint32_t first = search->open[a];
    const uint32_t second = search->open[b];
    const uint32_t old = search->now[first];
    const uint32_t package = other(search, first);
    double gain = bil_search_change(search, old, package);
    bil_search_apply(search, first, package);
    const uint32_t partner = other(search, second);
    gain += bil_search_change(search, search->now[second], partner);
    if (gain > 0.0 || (heat > 0.0 && -gain < heat * bil_patience(draw))) {
        bil_search_apply(search, second, partner);
        bil_search_keep(search);
    } else {
        bil_search_apply(search, first, old);
    }
}

static void batch(bil_search *search, double heat)
{
    for (int i = 0; i < BATCH && !search->done; i++) {
        if (search->open_count > 1 && (i & 1) != 0) {
            pair(search, heat);
        } else {
            single(search, heat);
        }
    }
    (void)bil_search_goes_on(search, BATCH);
}

void bil_search_anneal(bil_search *search, int64_t moves, double heat)
{
    if (search->open_count == 0) {
        return;
    }
    double now = heat;
    const int64_t each = moves / (BLOCKS + COLD_BLOCKS) + 1;
    for (int block = 0; block < BLOCKS + COLD_BLOCKS && !search->done; block++) {
        now = block < BLOCKS ? now * COOLING : 0.0;
        for (int64_t k = 0; k < each && !search->done; k += BATCH) {
            batch(search, now);
        }
        bil_search_weigh(search);
    }
}
