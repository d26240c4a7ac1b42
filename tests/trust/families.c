/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/trust/trust.h"

static uint64_t state;

static uint64_t draw_bits(void) /* splitmix64 */
{
    state += 0x9e3779b97f4a7c15U;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int64_t between(int64_t low, int64_t high)
{
    const uint64_t choices = high > low ? (uint64_t)(high - low) + 1 : 1;
    return low + (int64_t)(draw_bits() % choices);
}

static bool chance(int percent)
{
    return between(0, 99) < percent;
}

static int add_column(trust_sample *m, int64_t low, int64_t high, int64_t cost)
{
    m->low[m->columns] = low;
    m->high[m->columns] = high;
    m->cost[m->columns] = cost;
    return m->columns++;
}

static int add_row(trust_sample *m, int64_t lower, int64_t upper)
{
    m->lower[m->rows] = lower;
    m->upper[m->rows] = upper;
    return m->rows++;
}

static void draw_point(const trust_sample *m, int64_t *x)
{
    for (int j = 0; j < m->columns; j++) {
        x[j] = between(m->low[j], m->high[j]);
    }
}

static int64_t row_at(const trust_sample *m, int i, const int64_t *x)
{
    int64_t sum = 0;
    for (int j = 0; j < m->columns; j++) {
        sum += m->value[i][j] * x[j];
    }
    return sum;
}

/* Yes-or-no things, prices up to `most`; `equal` rows are met to the cent. */
static void draw_binary(trust_sample *m, int64_t most, bool equal)
{
    const int columns = (int)between(5, 13);
    m->maximise = chance(50);
    for (int j = 0; j < columns; j++) {
        (void)add_column(m, 0, 1, chance(10) ? 0 : between(1, most));
    }
    int64_t point[TRUST_COLUMNS];
    draw_point(m, point);
    const int rows = (int)between(1, 4);
    for (int i = 0; i < rows; i++) {
        const int r = add_row(m, -TRUST_NONE, TRUST_NONE);
        for (int j = 0; j < columns; j++) {
            m->value[r][j] = chance(25) ? 0 : between(1, most) * (chance(20) ? -1 : 1);
        }
        const int64_t there = row_at(m, r, point);
        if (equal && i < 2) {
            m->lower[r] = m->upper[r] = there + (chance(15) ? between(-3, 3) : 0);
        } else if (chance(60)) {
            m->upper[r] = there + between(0, most);
        } else {
            m->lower[r] = there - between(0, most);
        }
    }
}

/* One level of each service, costs rising with value, budgets by payer. */
static void draw_levels(trust_sample *m, bool equal)
{
    const int groups = (int)between(3, 6);
    const int payers = (int)between(1, 3);
    m->maximise = !equal || chance(50);
    for (int p = 0; p < payers; p++) {
        (void)add_row(m, -TRUST_NONE, 0);
    }
    for (int g = 0; g < groups; g++) {
        const int levels = (int)between(3, 4);
        const int choice = add_row(m, 1, 1);
        m->group_first[m->groups++] = m->columns;
        int64_t price = 0;
        int64_t worth = 0;
        for (int l = 0; l < levels; l++) {
            const int j = add_column(m, 0, 1, worth);
            m->value[choice][j] = 1;
            m->value[between(0, payers - 1)][j] = price;
            price += between(1000, 90000);
            worth += between(1, 400) * 100;
        }
    }
    m->group_first[m->groups] = m->columns;
    int64_t point[TRUST_COLUMNS] = {0};
    for (int g = 0; g < groups; g++) {
        point[between(m->group_first[g], m->group_first[g + 1] - 1)] = 1;
    }
    for (int p = 0; p < payers; p++) {
        m->upper[p] = row_at(m, p, point) + (chance(50) ? 0 : between(-1, 20000));
        if (equal && p == 0) {
            m->lower[p] = m->upper[p];
        }
    }
}

/* Hours and visits: whole quantities with a price, a budget, hours to reach. */
static void draw_quantities(trust_sample *m)
{
    const int columns = (int)between(3, 5);
    m->maximise = chance(50);
    const int money = add_row(m, -TRUST_NONE, 0);
    const int hours = add_row(m, 0, TRUST_NONE);
    int64_t budget = 0;
    int64_t wanted = 0;
    for (int j = 0; j < columns; j++) {
        const int64_t price = between(500, 60000);
        const int64_t effect = between(25, 800);
        (void)add_column(m, 0, between(4, 10), m->maximise ? effect * between(80, 120) : price);
        m->value[money][j] = price;
        m->value[hours][j] = effect;
        const int64_t quantity = between(0, m->high[j]);
        budget += price * quantity;
        wanted += effect * quantity;
    }
    m->upper[money] = budget + (chance(30) ? 0 : between(-1, 30000));
    m->lower[hours] = wanted - (chance(30) ? 0 : between(-1, 300));
    if (chance(30)) {
        m->lower[money] = m->upper[money];
        m->lower[hours] = -TRUST_NONE;
    }
}

/* Sources that give between a least and a greatest amount once they are used, at a fixed price and
 * a price per euro; the sum is given. The row that turns one off has a coefficient up to 1e5 euro,
 * often far above what the source could ever give. */
static void draw_switches(trust_sample *m)
{
    const int sources = (int)between(3, 8);
    m->switches = sources;
    for (int i = 0; i < sources; i++) {
        (void)add_column(m, 0, 1, chance(20) ? 0 : between(1, 50000));
    }
    int64_t most_together = 0;
    for (int i = 0; i < sources; i++) {
        const int64_t most = between(5000, 400000);
        const int x = add_column(m, 0, most, between(1, 9));
        const int64_t big = chance(40) ? most : chance(50) ? 10000000 : most * between(1, 10);
        const int off = add_row(m, -TRUST_NONE, 0);
        m->value[off][x] = 1;
        m->value[off][i] = -(big > 10000000 ? 10000000 : big);
        if (chance(60)) {
            const int least = add_row(m, 0, TRUST_NONE);
            m->value[least][x] = 1;
            m->value[least][i] = -between(1, most / 2);
        }
        most_together += most;
        if (m->rows > TRUST_ROWS - 3) {
            break;
        }
    }
    const int64_t wanted = between(1, most_together + most_together / 20);
    const int sum = add_row(m, wanted, chance(70) ? wanted : TRUST_NONE);
    for (int x = sources; x < m->columns; x++) {
        m->value[sum][x] = 1;
    }
}

/* Things that cannot be, by a cent. */
static void draw_impossible(trust_sample *m)
{
    if (chance(40)) { /* even prices, an odd bill */
        draw_binary(m, 400000, true);
        for (int j = 0; j < m->columns; j++) {
            m->value[0][j] *= 2;
        }
        m->lower[0] = m->upper[0] = 2 * m->upper[0] + 1;
        return;
    }
    draw_binary(m, chance(50) ? 900000 : 5000, chance(50));
    int64_t point[TRUST_COLUMNS];
    draw_point(m, point);
    const int above = add_row(m, 0, TRUST_NONE);
    const int below = add_row(m, -TRUST_NONE, 0);
    for (int j = 0; j < m->columns; j++) {
        m->value[above][j] = m->value[below][j] = between(1, 900000);
    }
    const int64_t there = row_at(m, above, point);
    m->lower[above] = there + 1;
    m->upper[below] = there + (chance(80) ? 0 : 1);
}

typedef struct {
    const char *name;
    int64_t unit;
} family;

static const family families[TRUST_FAMILIES] = {
    {"yes/no, cents to 50", 1},
    {"yes/no, cents to 1e5", 1},
    {"yes/no, euro to 1e5", 100},
    {"exact sums, cents to 50", 1},
    {"exact sums, cents to 1e5", 1},
    {"exact sums, euro to 1e5", 100},
    {"choice of level", 100},
    {"choice of level, exact", 100},
    {"quantities", 100},
    {"on/off amounts", 100},
    {"impossible by a cent", 100},
    {"exact sums, cents to 1e7", 1},
};

const char *trust_family_name(int number)
{
    return families[number].name;
}

void trust_draw(trust_sample *out, int number, uint64_t seed)
{
    memset(out, 0, sizeof *out);
    out->family = number;
    out->seed = seed;
    out->unit = families[number].unit;
    state = seed * 0xd1342543de82ef95U + (uint64_t)number;
    switch (number) {
    case 0:
    case 3:
        draw_binary(out, 50, number == 3);
        break;
    case 1:
    case 4:
        draw_binary(out, 100000, number == 4);
        break;
    case 2:
    case 5:
    case 11:
        draw_binary(out, 10000000, number != 2);
        break;
    case 6:
    case 7:
        draw_levels(out, number == 7);
        break;
    case 8:
        draw_quantities(out);
        break;
    case 9:
        draw_switches(out);
        break;
    default:
        draw_impossible(out);
        break;
    }
}

/* How many of the sample's things make one of the optimiser's: amounts are in cents there and in
 * euro here. */
static double size_of_one(const trust_sample *m, int j)
{
    return m->switches > 0 && j >= m->switches ? (double)m->unit : 1.0;
}

void trust_build(bil_lp *lp, bil_arena *arena, const trust_sample *m)
{
    static const char *const names[TRUST_COLUMNS] = {
        "x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",  "x8",  "x9",  "x10", "x11",
        "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23"};
    const double unit = (double)m->unit;
    bil_lp_init(lp, arena);
    lp->maximise = m->maximise;
    for (int j = 0; j < m->columns; j++) {
        const double one = size_of_one(m, j);
        const bool integer = m->switches == 0 || j < m->switches;
        const uint32_t column = bil_lp_add_column(lp, (double)m->low[j] / one,
                                                  (double)m->high[j] / one, integer, names[j], "");
        lp->columns[column].cost = (double)m->cost[j] * one / unit;
    }
    for (int i = 0; i < m->rows; i++) {
        bool choice = true; /* rows of ones count things, not money */
        for (int j = 0; j < m->columns; j++) {
            choice = choice && m->switches == 0 && m->value[i][j] >= 0 && m->value[i][j] <= 1;
        }
        const double by = choice ? 1.0 : unit;
        (void)bil_lp_add_row(lp, m->lower[i] == -TRUST_NONE ? -HUGE_VAL : (double)m->lower[i] / by,
                             m->upper[i] == TRUST_NONE ? HUGE_VAL : (double)m->upper[i] / by,
                             names[i], "");
        for (int j = 0; j < m->columns; j++) {
            bil_lp_term_add(lp, (uint32_t)j, (double)m->value[i][j] * size_of_one(m, j) / by);
        }
    }
}

trust_verdict trust_judge(const trust_sample *m, bool feasible, int64_t best, const double *x)
{
    if (x == NULL) {
        return feasible ? TRUST_FALSE_INFEASIBLE : TRUST_RIGHT;
    }
    int64_t whole[TRUST_COLUMNS];
    int64_t value = 0;
    for (int j = 0; j < m->columns; j++) {
        if (!(fabs(x[j]) < 1e12)) {
            return TRUST_BAD_POINT;
        }
        whole[j] = (int64_t)llround(x[j] * size_of_one(m, j));
        if (whole[j] < m->low[j] || whole[j] > m->high[j]) {
            return TRUST_BAD_POINT;
        }
        value += m->cost[j] * whole[j];
    }
    for (int i = 0; i < m->rows; i++) {
        const int64_t sum = row_at(m, i, whole);
        if (sum < m->lower[i] || sum > m->upper[i]) {
            return TRUST_BAD_POINT;
        }
    }
    return value == best ? TRUST_RIGHT : TRUST_SUBOPTIMAL;
}
