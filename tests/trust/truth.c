/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/trust/trust.h"

static void consider(const trust_sample *m, int64_t value, bool *found, int64_t *best)
{
    if (!*found || (m->maximise ? value > *best : value < *best)) {
        *found = true;
        *best = value;
    }
}

/* Every point of the box, changing one column at a time. */
static bool enumerate(const trust_sample *m, int64_t *best)
{
    int64_t x[TRUST_COLUMNS];
    int64_t sum[TRUST_ROWS] = {0};
    int64_t value = 0;
    bool found = false;
    memcpy(x, m->low, sizeof x);
    for (int j = 0; j < m->columns; j++) {
        value += m->cost[j] * x[j];
        for (int i = 0; i < m->rows; i++) {
            sum[i] += m->value[i][j] * x[j];
        }
    }
    for (;;) {
        bool fits = true;
        for (int i = 0; i < m->rows && fits; i++) {
            fits = sum[i] >= m->lower[i] && sum[i] <= m->upper[i];
        }
        if (fits) {
            consider(m, value, &found, best);
        }
        int j = 0;
        while (j < m->columns && x[j] == m->high[j]) {
            j++;
        }
        if (j == m->columns) {
            return found;
        }
        for (int k = 0; k <= j; k++) {
            const int64_t step = k == j ? 1 : m->low[k] - m->high[k];
            x[k] += step;
            value += m->cost[k] * step;
            for (int i = 0; i < m->rows; i++) {
                sum[i] += m->value[i][k] * step;
            }
        }
    }
}

/* Every choice of one column of each group. */
static bool choose(const trust_sample *m, int64_t *best)
{
    int at[TRUST_COLUMNS];
    bool found = false;
    memcpy(at, m->group_first, sizeof at);
    for (;;) {
        int64_t value = 0;
        bool fits = true;
        for (int g = 0; g < m->groups; g++) {
            value += m->cost[at[g]];
        }
        for (int i = 0; i < m->rows && fits; i++) {
            int64_t sum = 0;
            for (int g = 0; g < m->groups; g++) {
                sum += m->value[i][at[g]];
            }
            fits = sum >= m->lower[i] && sum <= m->upper[i];
        }
        if (fits) {
            consider(m, value, &found, best);
        }
        int g = 0;
        while (g < m->groups && at[g] + 1 == m->group_first[g + 1]) {
            at[g] = m->group_first[g];
            g++;
        }
        if (g == m->groups) {
            return found;
        }
        at[g]++;
    }
}

/* What a set of sources in use allows: least and greatest amount of each, from the rows. */
static bool amounts(const trust_sample *m, unsigned on, int64_t *least, int64_t *most)
{
    for (int k = 0; k < m->columns - m->switches; k++) {
        const int x = m->switches + k;
        least[k] = m->low[x];
        most[k] = m->high[x];
        for (int i = 0; i < m->rows - 1; i++) {
            if (m->value[i][x] == 0) {
                continue;
            }
            const int64_t other = (on >> k & 1U) != 0 ? -m->value[i][k] : 0;
            if (m->upper[i] != TRUST_NONE && m->upper[i] + other < most[k]) {
                most[k] = m->upper[i] + other;
            }
            if (m->lower[i] != -TRUST_NONE && m->lower[i] + other > least[k]) {
                least[k] = m->lower[i] + other;
            }
        }
        if (least[k] > most[k]) {
            return false;
        }
    }
    return true;
}

/* Fills the sum from the cheapest source on: whole cents, and no fraction of one is better. */
static void fill(const trust_sample *m, unsigned on, bool *found, int64_t *best)
{
    int64_t least[TRUST_COLUMNS];
    int64_t most[TRUST_COLUMNS];
    const int sources = m->columns - m->switches;
    if (!amounts(m, on, least, most)) {
        return;
    }
    int64_t value = 0;
    int64_t wanted = m->lower[m->rows - 1];
    for (int i = 0; i < m->switches; i++) {
        value += (on >> i & 1U) != 0 ? m->cost[i] : 0;
    }
    for (int k = 0; k < sources; k++) {
        value += least[k] * m->cost[m->switches + k];
        wanted -= least[k];
    }
    if (wanted < 0 && m->upper[m->rows - 1] != TRUST_NONE) {
        return; /* the least together are too much */
    }
    for (int64_t price = 0; price < 10 && wanted > 0; price++) {
        for (int k = 0; k < sources && wanted > 0; k++) {
            const int64_t room = most[k] - least[k];
            const int64_t taken = room < wanted ? room : wanted;
            if (m->cost[m->switches + k] == price) {
                value += taken * price;
                wanted -= taken;
            }
        }
    }
    if (wanted <= 0) {
        consider(m, value, found, best);
    }
}

bool trust_truth(const trust_sample *m, int64_t *best)
{
    *best = 0;
    if (m->groups > 0) {
        return choose(m, best);
    }
    if (m->switches == 0) {
        return enumerate(m, best);
    }
    bool found = false;
    for (unsigned on = 0; on < 1U << m->switches; on++) {
        fill(m, on, &found, best);
    }
    return found;
}
