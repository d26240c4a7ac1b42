/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact search against plain enumeration, and the models it must refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solver/lp_impl.h"

#define NOT_A_NUMBER ((double)NAN)

enum { COLUMNS = 6, ROWS = 5, NODES = 2000000 };

/* A model in integers: coefficients and bounds stand for value / unit. */
typedef struct {
    int columns;
    int rows;
    int unit; /* 1, 10, 100 or 1000 */
    bool maximise;
    int low[COLUMNS];
    int high[COLUMNS];
    int cost[COLUMNS];
    int value[ROWS][COLUMNS];
    int64_t lower[ROWS]; /* INT64_MIN = none */
    int64_t upper[ROWS]; /* INT64_MAX = none */
} sample;

static uint64_t seed;

static int between(int low, int high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (int)((seed >> 16) % (uint64_t)(high - low + 1));
}

static void draw_row(sample *m, int i, int greatest)
{
    const int density = between(2, 4);
    int64_t at_point = 0;
    for (int j = 0; j < m->columns; j++) {
        m->value[i][j] = between(0, 4) < density ? between(-greatest, greatest) : 0;
        at_point += (int64_t)m->value[i][j] * between(m->low[j], m->high[j]);
    }
    const int64_t off = between(0, 3) == 0 ? between(-greatest, greatest) : 0;
    const int kind = between(0, 3);
    m->lower[i] = kind == 1 ? INT64_MIN : at_point + off;
    m->upper[i] = kind == 0 ? INT64_MAX : at_point + off + (kind == 3 ? between(0, greatest) : 0);
}

static sample draw(void)
{
    static const int units[] = {1, 10, 100, 1000};
    sample m = {.columns = between(1, COLUMNS), .rows = between(0, ROWS)};
    const int greatest = between(0, 1) == 0 ? 9 : 4000;
    m.unit = units[between(0, 3)];
    m.maximise = between(0, 1) == 1;
    for (int j = 0; j < m.columns; j++) {
        m.low[j] = between(-2, 2);
        m.high[j] = m.low[j] + between(0, 3);
        m.cost[j] = between(0, 4) == 0 ? 0 : between(-greatest, greatest);
    }
    for (int i = 0; i < m.rows; i++) {
        draw_row(&m, i, greatest);
    }
    return m;
}

static bool fits(const sample *m, const int *x)
{
    for (int i = 0; i < m->rows; i++) {
        int64_t sum = 0;
        for (int j = 0; j < m->columns; j++) {
            sum += (int64_t)m->value[i][j] * x[j];
        }
        if (sum < m->lower[i] || sum > m->upper[i]) {
            return false;
        }
    }
    return true;
}

/* Every point of the box, one after another. */
static bool enumerate(const sample *m, int64_t *best)
{
    int x[COLUMNS];
    bool found = false;
    memcpy(x, m->low, sizeof x);
    for (;;) {
        int64_t value = 0;
        for (int j = 0; j < m->columns; j++) {
            value += (int64_t)m->cost[j] * x[j];
        }
        if (fits(m, x) && (!found || (m->maximise ? value > *best : value < *best))) {
            found = true;
            *best = value;
        }
        int j = 0;
        while (j < m->columns && x[j] == m->high[j]) {
            x[j] = m->low[j];
            j++;
        }
        if (j == m->columns) {
            return found;
        }
        x[j]++;
    }
}

static double in_units(const sample *m, int64_t value)
{
    return (double)value / m->unit;
}

static void build(bil_lp *lp, bil_arena *arena, const sample *m)
{
    bil_lp_init(lp, arena);
    lp->maximise = m->maximise;
    for (int j = 0; j < m->columns; j++) {
        const uint32_t column = bil_lp_add_column(lp, m->low[j], m->high[j], true, "x", "");
        lp->columns[column].cost = in_units(m, m->cost[j]);
    }
    for (int i = 0; i < m->rows; i++) {
        (void)bil_lp_add_row(lp, m->lower[i] == INT64_MIN ? -HUGE_VAL : in_units(m, m->lower[i]),
                             m->upper[i] == INT64_MAX ? HUGE_VAL : in_units(m, m->upper[i]), "r",
                             "");
        for (int j = 0; j < m->columns; j++) {
            bil_lp_term_add(lp, (uint32_t)j, in_units(m, m->value[i][j]));
        }
    }
}

static void compare(const sample *m, bil_arena *arena)
{
    bil_lp lp;
    build(&lp, arena, m);
    double room[COLUMNS] = {0.0};
    bil_lp_result found = {.status = BIL_LP_FAILED, .x = room};
    int64_t best = 0;
    const bool any = enumerate(m, &best);
    assert_true(bil_lp_exact_search(&found, &lp, NODES, arena));
    assert_int_equal(found.status, any ? BIL_LP_OPTIMAL : BIL_LP_INFEASIBLE);
    if (!any) {
        return;
    }
    int x[COLUMNS];
    int64_t value = 0;
    for (int j = 0; j < m->columns; j++) {
        x[j] = (int)room[j];
        assert_true((double)x[j] == room[j] && x[j] >= m->low[j] && x[j] <= m->high[j]);
        value += (int64_t)m->cost[j] * x[j];
    }
    assert_true(fits(m, x));
    assert_true(value == best);
    assert_true(fabs(found.objective - in_units(m, best)) <= 1e-9 * (1.0 + fabs(found.objective)));
}

static void it_agrees_with_enumeration(void **state)
{
    (void)state;
    seed = 20270101;
    int feasible = 0;
    for (int i = 0; i < 6000; i++) {
        bil_arena *arena = bil_arena_new();
        assert_non_null(arena);
        const sample m = draw();
        compare(&m, arena);
        int64_t best = 0;
        feasible += enumerate(&m, &best) ? 1 : 0;
        bil_arena_free(arena);
    }
    /* a generator that draws only one kind would prove little */
    assert_in_range(feasible, 1500, 4500);
}

static void it_is_deterministic(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        bil_arena *arena = bil_arena_new();
        seed = (uint64_t)i + 1;
        const sample m = draw();
        bil_lp lp;
        build(&lp, arena, &m);
        double first[COLUMNS] = {0.0};
        double second[COLUMNS] = {0.0};
        bil_lp_result a = {.x = first};
        bil_lp_result b = {.x = second};
        assert_true(bil_lp_exact_search(&a, &lp, NODES, arena));
        assert_true(bil_lp_exact_search(&b, &lp, NODES, arena));
        assert_int_equal(a.nodes, b.nodes);
        assert_memory_equal(first, second, sizeof first);
        bil_arena_free(arena);
    }
}

/* One column, one row: x × value ≤ upper. */
static bool tried(double low, double high, bool integer, double cost, double value, double upper)
{
    bil_arena *arena = bil_arena_new();
    bil_lp lp;
    bil_lp_init(&lp, arena);
    lp.maximise = true;
    const uint32_t x = bil_lp_add_column(&lp, low, high, integer, "x", "");
    lp.columns[x].cost = cost;
    (void)bil_lp_add_row(&lp, -HUGE_VAL, upper, "r", "");
    bil_lp_term_add(&lp, x, value);
    double room[1] = {0.0};
    bil_lp_result found = {.x = room};
    const bool done = bil_lp_exact_search(&found, &lp, NODES, arena);
    bil_arena_free(arena);
    return done;
}

static void it_takes_short_decimals_only(void **state)
{
    (void)state;
    assert_true(tried(0, 9, true, 1, 0.1, 0.7));
    assert_true(tried(0, 9, true, 1, 0.123456789, 50000));
    assert_true(tried(0, 9, true, 0.29, -12345.67, 0.01));
    assert_false(tried(0, 9, true, 1, 0.1 + 0.2, 1));
    assert_false(tried(0, 9, true, 1, 1.0 / 3.0, 1));
    assert_false(tried(0, 9, true, 1.0 / 3.0, 1, 1));
    assert_false(tried(0, 9, true, 1, 1, 1.0 / 3.0));
    assert_false(tried(0, 9, true, 1, 0.1234567891, 1));
}

static void it_refuses_what_it_cannot_finish(void **state)
{
    (void)state;
    assert_false(tried(0, 9, false, 1, 1, 5));
    assert_true(tried(0, 999999, true, 1, 1, 5));
    assert_false(tried(0, 1000000, true, 1, 1, 5));
    assert_false(tried(-HUGE_VAL, 9, true, 1, 1, 5));
    assert_false(tried(0, NOT_A_NUMBER, true, 1, 1, 5));
    assert_false(tried(0, 9, true, NOT_A_NUMBER, 1, 5));
    assert_false(tried(0, 9, true, 1, 1e300, 5));
    assert_false(tried(0, 9, true, 1, 1, 1e300));
    assert_false(tried(0, 900000, true, 1, 9e15 / 1000, 0.000000001));
}

static void it_refuses_more_columns_than_it_is_made_for(void **state)
{
    (void)state;
    for (int columns = 64; columns <= 65; columns++) {
        bil_arena *arena = bil_arena_new();
        bil_lp lp;
        bil_lp_init(&lp, arena);
        for (int j = 0; j < columns; j++) {
            (void)bil_lp_add_column(&lp, 0, 1, true, "x", "");
        }
        double room[65] = {0.0};
        bil_lp_result found = {.x = room};
        assert_int_equal(bil_lp_exact_search(&found, &lp, NODES, arena), columns == 64);
        bil_arena_free(arena);
    }
}

/* Small change of two kinds, to be paid out exactly in two currencies at once. */
static void it_stops_at_its_node_limit(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_lp lp;
    bil_lp_init(&lp, arena);
    for (int j = 0; j < 40; j++) {
        (void)bil_lp_add_column(&lp, 0, 1, true, "x", "");
    }
    (void)bil_lp_add_row(&lp, 21, 21, "r", "");
    for (uint32_t j = 0; j < 40; j++) {
        bil_lp_term_add(&lp, j, j % 2 == 0 ? 2 : 4);
        lp.columns[j].cost = 1;
    }
    (void)bil_lp_add_row(&lp, 3, 3, "odd", "");
    for (uint32_t j = 0; j < 40; j++) {
        bil_lp_term_add(&lp, j, j % 3 == 0 ? 0.2 : 0.4);
    }
    double room[40] = {0.0};
    bil_lp_result found = {.x = room};
    /* 21 cannot be a sum of twos and fours: the common divisor says so at once */
    assert_true(bil_lp_exact_search(&found, &lp, 1, arena));
    assert_int_equal(found.status, BIL_LP_INFEASIBLE);
    lp.rows[0].lower = lp.rows[0].upper = 40;
    assert_false(bil_lp_exact_search(&found, &lp, 1, arena));
    assert_true(bil_lp_exact_search(&found, &lp, NODES, arena));
    assert_int_equal(found.status, BIL_LP_OPTIMAL);
    bil_arena_free(arena);
}

/* 6x − 9y = 1 has no integers; a tree search over them never ends. */
static void it_sees_what_no_integer_can_satisfy(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_lp lp;
    bil_lp_init(&lp, arena);
    (void)bil_lp_add_column(&lp, 0, 900000, true, "x", "");
    (void)bil_lp_add_column(&lp, 0, 900000, true, "y", "");
    (void)bil_lp_add_row(&lp, 1, 1, "r", "");
    bil_lp_term_add(&lp, 0, 6);
    bil_lp_term_add(&lp, 1, -9);
    double room[2] = {0.0};
    bil_lp_result found = {.x = room};
    assert_true(bil_lp_exact_search(&found, &lp, 10, arena));
    assert_int_equal(found.status, BIL_LP_INFEASIBLE);
    bil_arena_free(arena);
}

/* Bounds that are no whole numbers leave only the whole numbers between them. */
static void it_rounds_bounds_inwards(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_lp lp;
    bil_lp_init(&lp, arena);
    lp.maximise = true;
    const uint32_t x = bil_lp_add_column(&lp, 0.5, 3.9, true, "x", "");
    lp.columns[x].cost = 1;
    double room[1] = {0.0};
    bil_lp_result found = {.x = room};
    assert_true(bil_lp_exact_search(&found, &lp, NODES, arena));
    assert_true(room[0] == 3.0);
    lp.columns[x].lower = 3.1;
    assert_true(bil_lp_exact_search(&found, &lp, NODES, arena));
    assert_int_equal(found.status, BIL_LP_INFEASIBLE);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_enumeration),
        cmocka_unit_test(it_is_deterministic),
        cmocka_unit_test(it_takes_short_decimals_only),
        cmocka_unit_test(it_refuses_what_it_cannot_finish),
        cmocka_unit_test(it_refuses_more_columns_than_it_is_made_for),
        cmocka_unit_test(it_stops_at_its_node_limit),
        cmocka_unit_test(it_sees_what_no_integer_can_satisfy),
        cmocka_unit_test(it_rounds_bounds_inwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
