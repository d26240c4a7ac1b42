/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person kernel against the exact search and GLPK on random models, and at the edges: nothing
 * to decide, nothing possible, limits, cutoffs, known points, parts, threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "solver/kernel.h"
#include "solver/kernel_search.h"
#include "solver/lp_impl.h"

static bil_arena *arena;
static bil_kernel *kernel;

static int set_up(void **state)
{
    (void)state;
    arena = bil_arena_new();
    kernel = bil_kernel_new();
    return arena == NULL || kernel == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    bil_kernel_free(kernel);
    bil_arena_free(arena);
    return 0;
}

/* --- models --- */

static uint32_t column(bil_lp *lp, double lower, double upper, bool integer, double cost)
{
    const uint32_t made = bil_lp_add_column(lp, lower, upper, integer, "x", "");
    lp->columns[made].cost = cost;
    return made;
}

/* Wood, clay and time: 2x + y ≤ 10, x + 3y ≤ 15, to the greatest 3x + 2y; (3, 4) gives 17. */
static void the_potter(bil_lp *lp)
{
    bil_lp_init(lp, arena);
    lp->maximise = true;
    (void)column(lp, 0, 10, true, 3);
    (void)column(lp, 0, 10, true, 2);
    (void)bil_lp_add_row(lp, -HUGE_VAL, 10, "wood", "");
    bil_lp_term_add(lp, 0, 2);
    bil_lp_term_add(lp, 1, 1);
    (void)bil_lp_add_row(lp, -HUGE_VAL, 15, "clay", "");
    bil_lp_term_add(lp, 0, 1);
    bil_lp_term_add(lp, 1, 3);
}

static uint64_t dice;

static int roll(int low, int high) /* splitmix64 */
{
    dice += 0x9e3779b97f4a7c15U;
    uint64_t z = dice;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    z ^= z >> 31;
    return low + (int)(z % (uint64_t)(high - low + 1));
}

enum { WHOLE, MIXED, TIES, KINDS };

static double figure(int kind)
{
    if (kind == TIES) {
        return (double)roll(-1, 1);
    }
    return roll(0, 3) == 0 ? (double)roll(-2000, 2000) / 100.0 : (double)roll(-9, 9);
}

static void random_columns(bil_lp *lp, int kind, int count)
{
    for (int j = 0; j < count; j++) {
        const bool integer = kind == WHOLE || roll(0, 2) > 0;
        const int low = roll(0, 3) == 0 ? roll(-4, 2) : 0;
        const int high = low + (roll(0, 7) == 0 ? 0 : roll(0, 2) == 0 ? roll(2, 9) : 1);
        const double tenth = integer ? 0.0 : (double)roll(0, 9) / 10.0;
        (void)column(lp, low, high + tenth, integer, figure(kind));
    }
}

static void random_row(bil_lp *lp, int kind)
{
    const int form = roll(0, 5);
    const int terms = roll(1, 6);
    (void)bil_lp_add_row(lp, -HUGE_VAL, HUGE_VAL, "r", "");
    double middle = 0.0;
    for (int k = 0; k < terms; k++) {
        const uint32_t j = (uint32_t)roll(0, (int)lp->column_count - 1);
        const double value = figure(kind);
        bil_lp_term_add(lp, j, value);
        middle += 0.5 * value * (lp->columns[j].lower + lp->columns[j].upper);
    }
    bil_lp_row *row = &lp->rows[lp->row_count - 1];
    const double at = floor(middle) + (double)roll(-2, 4);
    row->lower = form == 0 || form == 1 ? at : form == 2 ? at - 3.0 : -HUGE_VAL;
    row->upper = form == 0 ? at + (double)roll(0, 1) : form != 1 ? at + 2.0 : HUGE_VAL;
}

/* q between `least` and `most` when the yes/no column is 1, else 0: what every service says. */
static void add_level(bil_lp *lp, int kind)
{
    const int least = roll(1, 3);
    const int most = least + roll(1, 5);
    const uint32_t y = column(lp, 0, 1, true, roll(0, 4) == 0 ? figure(kind) : 0.0);
    const uint32_t q = column(lp, 0, most, true, figure(kind));
    (void)bil_lp_add_row(lp, -HUGE_VAL, 0, "most", "");
    bil_lp_term_add(lp, q, 1);
    bil_lp_term_add(lp, y, -most);
    (void)bil_lp_add_row(lp, 0, HUGE_VAL, "least", "");
    bil_lp_term_add(lp, q, 1);
    bil_lp_term_add(lp, y, -least);
}

/* Who pays: two amounts sum to the price of two quantities. */
static void add_bill(bil_lp *lp)
{
    const uint32_t a = column(lp, 0, roll(5, 60), false, -(double)roll(0, 3) / 10.0);
    const uint32_t b = column(lp, 0, roll(5, 200), false, -(double)roll(0, 9) / 10.0);
    (void)bil_lp_add_row(lp, 0, 0, "pay", "");
    bil_lp_term_add(lp, a, 1);
    bil_lp_term_add(lp, b, 1);
    for (int k = 0; k < 2; k++) {
        bil_lp_term_add(lp, (uint32_t)roll(0, (int)lp->column_count - 3), -(double)roll(1, 40));
    }
}

static void random_model(bil_lp *lp, int kind, uint64_t seed)
{
    dice = seed * 0xd1342543de82ef95U + (uint64_t)kind;
    bil_lp_init(lp, arena);
    lp->maximise = roll(0, 1) == 1;
    random_columns(lp, kind, roll(1, 9));
    for (int k = roll(0, 3); k > 0; k--) {
        add_level(lp, kind);
    }
    for (int k = kind == WHOLE ? 0 : roll(0, 2); k > 0; k--) {
        add_bill(lp);
    }
    for (int k = roll(0, 6); k > 0; k--) {
        random_row(lp, kind);
    }
}

/* --- questions --- */

static bil_kernel_result ask(const bil_lp *lp, const bil_kernel_settings *settings)
{
    static const bil_kernel_settings plain = {0};
    bil_kernel_result out;
    bil_error err = {0};
    assert_int_equal(bil_kernel_solve(&out, kernel, lp, settings == NULL ? &plain : settings, &err),
                     BIL_OK);
    return out;
}

/* What is known otherwise: false when nobody knows. */
static bool reference(const bil_lp *lp, bool *feasible, double *value)
{
    double *x = bil_arena_alloc(arena, lp->column_count, sizeof *x);
    bil_lp_result out = {.status = BIL_LP_FAILED, .x = x};
    assert_non_null(x);
    if (!bil_lp_exact_search(&out, lp, 1000000, arena)) {
        const bil_lp_settings settings = {.node_limit = 100000};
        bil_lp_glpk_look(&out, lp, BIL_LOOK_PLAIN, &settings);
    }
    *feasible = out.status == BIL_LP_OPTIMAL;
    *value = out.objective;
    return out.status == BIL_LP_OPTIMAL || out.status == BIL_LP_INFEASIBLE;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-6 * (1.0 + fabs(b));
}

static void check_against_reference(const bil_lp *lp, const bil_kernel_result *out, uint64_t seed,
                                    int *known)
{
    bool feasible = false;
    double value = 0.0;
    if (!reference(lp, &feasible, &value)) {
        return;
    }
    ++*known;
    if (out->status != (feasible ? BIL_KERNEL_OPTIMAL : BIL_KERNEL_NOTHING) ||
        (feasible && !near(out->value, value))) {
        fail_msg("seed %llu: status %d value %.12g, reference %s %.12g", (unsigned long long)seed,
                 (int)out->status, out->value, feasible ? "optimal" : "infeasible", value);
    }
    if (feasible) {
        assert_true(bil_lp_violation(lp, out->x) < 1e-6);
        assert_true(near(bil_lp_objective_at(lp, out->x), out->value));
        assert_true(near(out->bound, out->value));
    }
}

static void agrees_on(int kind, int models)
{
    int known = 0;
    for (int seed = 1; seed <= models; seed++) {
        bil_lp lp;
        random_model(&lp, kind, (uint64_t)seed);
        const bil_kernel_result out = ask(&lp, NULL);
        check_against_reference(&lp, &out, (uint64_t)seed, &known);
    }
    assert_true(known > models * 9 / 10);
}

/* --- tests --- */

static void the_best_of_a_small_model_is_found_both_ways(void **state)
{
    (void)state;
    bil_lp lp;
    the_potter(&lp);
    bil_kernel_result out = ask(&lp, NULL);
    assert_int_equal(out.status, BIL_KERNEL_OPTIMAL);
    assert_true(near(out.value, 17.0) && near(out.bound, 17.0));
    assert_true(near(out.x[0], 3.0) && near(out.x[1], 4.0));
    lp.maximise = false;
    lp.columns[0].cost = -3;
    lp.columns[1].cost = -2;
    out = ask(&lp, NULL);
    assert_true(near(out.value, -17.0));
}

static void whole_models_have_the_optimum_of_the_exact_search(void **state)
{
    (void)state;
    agrees_on(WHOLE, 600);
}

static void mixed_models_have_the_optimum_of_glpk(void **state)
{
    (void)state;
    agrees_on(MIXED, 600);
}

static void models_full_of_ties_have_the_optimum_of_glpk(void **state)
{
    (void)state;
    agrees_on(TIES, 600);
}

static void a_model_without_rows_goes_where_its_costs_want(void **state)
{
    (void)state;
    bil_lp lp;
    bil_lp_init(&lp, arena);
    lp.maximise = true;
    (void)column(&lp, -2, 3, true, 2);
    (void)column(&lp, -2, 3, false, -1.5);
    (void)column(&lp, 4, 4, true, 1);
    (void)column(&lp, -1e6, 1e6, false, 0);
    const bil_kernel_result out = ask(&lp, NULL);
    assert_int_equal(out.status, BIL_KERNEL_OPTIMAL);
    assert_true(near(out.value, 13.0));
}

static void wide_columns_do_no_harm(void **state)
{
    (void)state;
    bil_lp lp;
    bil_lp_init(&lp, arena);
    lp.maximise = true;
    (void)column(&lp, -1e6, 1e6, true, 1);
    (void)column(&lp, -1e6, 1e6, false, 1);
    (void)bil_lp_add_row(&lp, -HUGE_VAL, 7.5, "sum", "");
    bil_lp_term_add(&lp, 0, 1);
    bil_lp_term_add(&lp, 1, 2);
    (void)bil_lp_add_row(&lp, -3, 3, "difference", "");
    bil_lp_term_add(&lp, 0, 1);
    bil_lp_term_add(&lp, 1, -1);
    int known = 0;
    const bil_kernel_result out = ask(&lp, NULL);
    check_against_reference(&lp, &out, 0, &known);
    assert_int_equal(known, 1);
}

static void what_cannot_be_is_said_so(void **state)
{
    (void)state;
    bil_lp lp;
    the_potter(&lp);
    lp.rows[0].lower = lp.rows[0].upper = 0.5; /* halves of whole things */
    const bil_kernel_result out = ask(&lp, NULL);
    assert_int_equal(out.status, BIL_KERNEL_NOTHING);
    assert_null(out.x);
    assert_true(isinf(out.bound) && out.bound < 0.0); /* to maximise: nothing is worth more */
    the_potter(&lp);
    lp.rows[0].lower = 40;
    lp.rows[0].upper = HUGE_VAL;
    assert_int_equal(ask(&lp, NULL).status, BIL_KERNEL_NOTHING);
    lp.maximise = false;
    assert_true(ask(&lp, NULL).bound > 0.0);
}

static void rows_without_bounds_or_terms_are_read_as_they_stand(void **state)
{
    (void)state;
    bil_lp lp;
    the_potter(&lp);
    (void)bil_lp_add_row(&lp, -HUGE_VAL, HUGE_VAL, "free", "");
    bil_lp_term_add(&lp, 0, 1);
    (void)bil_lp_add_row(&lp, -1, 1, "empty", "");
    assert_true(near(ask(&lp, NULL).value, 17.0));
    (void)bil_lp_add_row(&lp, 1, 2, "impossible", "");
    assert_int_equal(ask(&lp, NULL).status, BIL_KERNEL_NOTHING);
}

static void columns_that_are_fixed_count(void **state)
{
    (void)state;
    bil_lp lp;
    the_potter(&lp);
    lp.columns[0].lower = lp.columns[0].upper = 1;
    const bil_kernel_result out = ask(&lp, NULL);
    assert_true(near(out.value, 3.0 + 2.0 * 4.0));
    lp.columns[1].lower = lp.columns[1].upper = 2; /* and now nothing is open */
    assert_true(near(ask(&lp, NULL).value, 7.0));
}

static void a_model_that_is_no_model_is_refused(void **state)
{
    (void)state;
    bil_lp lp;
    bil_lp_init(&lp, arena);
    bil_kernel_result out;
    const bil_kernel_settings settings = {0};
    assert_int_equal(bil_kernel_solve(&out, kernel, &lp, &settings, NULL), BIL_E_INTERNAL);
    the_potter(&lp);
    lp.columns[0].cost = (double)NAN;
    assert_int_equal(bil_kernel_solve(&out, kernel, &lp, &settings, NULL), BIL_E_INTERNAL);
}

static void a_model_beyond_the_limits_is_left_to_others(void **state)
{
    (void)state;
    bil_lp lp;
    bil_lp_init(&lp, arena);
    for (int j = 0; j < 5000; j++) {
        (void)column(&lp, 0, 1, true, 1);
    }
    const bil_kernel_result out = ask(&lp, NULL);
    assert_int_equal(out.status, BIL_KERNEL_OUTSIDE);
    assert_true(isinf(out.bound) && out.bound < 0.0); /* to minimise: nothing is shown */
    the_potter(&lp);
    assert_true(near(ask(&lp, NULL).value, 17.0));
}

/* Choose coins to the greatest sum within a purse: no bound is sharp. */
static void the_purse(bil_lp *lp, int coins)
{
    dice = 99;
    bil_lp_init(lp, arena);
    lp->maximise = true;
    for (int j = 0; j < coins; j++) {
        (void)column(lp, 0, 1, true, 0);
    }
    for (int r = 0; r < 3; r++) {
        (void)bil_lp_add_row(lp, -HUGE_VAL, 1777 + r, "purse", "");
        for (int j = 0; j < coins; j++) {
            const double coin = (double)roll(100, 400);
            lp->columns[j].cost += coin + (double)roll(-9, 9);
            bil_lp_term_add(lp, (uint32_t)j, coin);
        }
    }
}

static void a_limit_never_loses_a_bound(void **state)
{
    (void)state;
    bil_lp lp;
    the_purse(&lp, 24);
    const bil_kernel_settings all = {.node_limit = 10000000};
    const bil_kernel_result best = ask(&lp, &all);
    const double value = best.value;
    assert_int_equal(best.status, BIL_KERNEL_OPTIMAL);
    assert_true(best.nodes > 100);
    bool feasible = false;
    for (int64_t limit = 1; limit < best.nodes; limit = limit * 3 / 2 + 1) {
        const bil_kernel_settings settings = {.node_limit = limit};
        const bil_kernel_result out = ask(&lp, &settings);
        assert_true(out.nodes <= limit);
        assert_true(out.bound >= value - 1e-6);
        assert_true(out.status == BIL_KERNEL_FEASIBLE || out.status == BIL_KERNEL_STOPPED);
        if (out.status == BIL_KERNEL_FEASIBLE) {
            feasible = true;
            assert_true(out.value <= value + 1e-6 && out.bound > out.value);
            assert_true(bil_lp_violation(&lp, out.x) < 1e-6);
        } else {
            assert_null(out.x);
        }
    }
    assert_true(feasible);
}

static bool at_once(const bil_lp_tick *tick, void *payload)
{
    (void)tick;
    ++*(int *)payload;
    return false;
}

static void whoever_watches_can_stop_it(void **state)
{
    (void)state;
    bil_lp lp;
    the_purse(&lp, 24);
    int ticks = 0;
    const bil_kernel_settings settings = {.tick = at_once, .payload = &ticks};
    const bil_kernel_result out = ask(&lp, &settings);
    assert_int_equal(ticks, 1);
    assert_true(out.status == BIL_KERNEL_FEASIBLE || out.status == BIL_KERNEL_STOPPED);
    const bil_kernel_result best = ask(&lp, NULL);
    assert_true(out.bound >= best.value - 1e-6);
}

static void only_what_beats_the_cutoff_is_wanted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        bil_lp lp;
        random_model(&lp, MIXED, seed);
        const bil_kernel_result best = ask(&lp, NULL);
        const double value = best.value;
        if (best.status != BIL_KERNEL_OPTIMAL) {
            continue;
        }
        const double step = lp.maximise ? 1.0 : -1.0;
        bil_kernel_settings settings = {.has_cutoff = true, .cutoff = value - 1e-3 * step};
        bil_kernel_result out = ask(&lp, &settings);
        assert_int_equal(out.status, BIL_KERNEL_OPTIMAL);
        assert_true(near(out.value, value));
        settings.cutoff = value + 1e-3 * step;
        out = ask(&lp, &settings);
        assert_int_equal(out.status, BIL_KERNEL_NOTHING);
        assert_null(out.x);
        assert_true(step * (settings.cutoff - out.bound) >= -1e-6);
    }
}

static void a_gap_is_kept_and_not_exceeded(void **state)
{
    (void)state;
    bil_lp lp;
    the_purse(&lp, 24);
    const bil_kernel_result best = ask(&lp, NULL);
    const double value = best.value;
    const int64_t nodes = best.nodes;
    const bil_kernel_settings settings = {.gap = 5.0};
    const bil_kernel_result out = ask(&lp, &settings);
    assert_int_equal(out.status, BIL_KERNEL_OPTIMAL);
    assert_true(out.value <= value + 1e-6 && out.value >= value - 5.0 - 1e-6);
    assert_true(out.bound >= value - 1e-6);
    assert_true(out.bound <= out.value + 5.0 + 1e-8 * (1.0 + fabs(value)));
    assert_true(out.nodes < nodes);
}

static void known_points_are_used_and_wrong_ones_passed_over(void **state)
{
    (void)state;
    bil_lp lp;
    the_purse(&lp, 24);
    const bil_kernel_result best = ask(&lp, NULL);
    const double value = best.value;
    double known[24];
    double wrong[24];
    for (int j = 0; j < 24; j++) {
        known[j] = best.x[j];
        wrong[j] = 1.0; /* breaks every row */
    }
    const double *points[] = {wrong, known};
    const bil_kernel_settings settings = {.points = points, .point_count = 2, .node_limit = 1};
    const bil_kernel_result out = ask(&lp, &settings);
    assert_true(near(out.value, value));
    assert_true(out.status == BIL_KERNEL_FEASIBLE);
    assert_true(out.bound >= value - 1e-6);
}

/* What is decided already weighs a hundred times what is open: the answer is proven all the same.
 */
static void a_large_constant_hides_nothing(void **state)
{
    (void)state;
    bil_lp lp;
    the_purse(&lp, 20);
    (void)column(&lp, 1, 1, true, -9e4);
    const bil_kernel_result cold = ask(&lp, NULL);
    assert_int_equal(cold.status, BIL_KERNEL_OPTIMAL);
    const double value = cold.value;
    double known[21];
    memcpy(known, cold.x, sizeof known);
    const double *points[] = {known};
    const bil_kernel_settings settings = {.points = points, .point_count = 1};
    const bil_kernel_result warm = ask(&lp, &settings);
    assert_int_equal(warm.status, BIL_KERNEL_OPTIMAL);
    assert_true(near(warm.value, value));
}

/* Asks a kernel that has had a model of many columns and rows, and one that is new. */
static void expect_no_memory(const bil_lp *lp, bil_kernel *used)
{
    const bil_kernel_settings settings = {.node_limit = 3000};
    bil_kernel_result one;
    bil_kernel_result other;
    bil_kernel *fresh = bil_kernel_new();
    assert_non_null(fresh);
    assert_int_equal(bil_kernel_solve(&one, used, lp, &settings, NULL), BIL_OK);
    assert_int_equal(bil_kernel_solve(&other, fresh, lp, &settings, NULL), BIL_OK);
    assert_int_equal(one.status, other.status);
    assert_int_equal(one.nodes, other.nodes);
    assert_int_equal(one.pivots, other.pivots);
    assert_memory_equal(&one.bound, &other.bound, sizeof one.bound);
    if (one.x != NULL && other.x != NULL) {
        assert_memory_equal(one.x, other.x, lp->column_count * sizeof *one.x);
    }
    bil_kernel_free(fresh);
}

static void what_was_searched_before_leaves_no_trace(void **state)
{
    (void)state;
    const bil_kernel_settings short_look = {.node_limit = 1};
    bil_lp lp;
    the_purse(&lp, 900);
    (void)ask(&lp, &short_look);
    for (int coins = 12; coins <= 60; coins += 4) {
        the_purse(&lp, coins);
        expect_no_memory(&lp, kernel);
    }
    for (uint64_t seed = 1; seed <= 300; seed++) {
        random_model(&lp, (int)(seed % KINDS), seed);
        expect_no_memory(&lp, kernel);
    }
}

/* --- parts --- */

enum { PHASES = 3, PER_PHASE = 6 };

/* Phases that share nothing but "in one of them only" and "so much in the year". */
static void phases(bil_lp *lp, uint32_t *part, uint64_t seed)
{
    dice = seed;
    bil_lp_init(lp, arena);
    lp->maximise = true;
    for (int t = 0; t < PHASES; t++) {
        for (int j = 0; j < PER_PHASE; j++) {
            part[lp->column_count] = j < 2 ? (uint32_t)t : BIL_KERNEL_NO_PART;
            (void)column(lp, 0, j < 2 ? 1 : 5, j < 5, roll(1, 20));
        }
        (void)bil_lp_add_row(lp, -HUGE_VAL, roll(10, 30), "budget", "");
        for (int j = 0; j < PER_PHASE; j++) {
            bil_lp_term_add(lp, (uint32_t)(t * PER_PHASE + j), roll(1, 9));
        }
        (void)bil_lp_add_row(lp, -HUGE_VAL, roll(3, 12), "hours", "");
        for (int j = 2; j < PER_PHASE; j++) {
            bil_lp_term_add(lp, (uint32_t)(t * PER_PHASE + j), 1);
        }
    }
    for (int j = 0; j < 2; j++) {
        (void)bil_lp_add_row(lp, -HUGE_VAL, 1, "once", "");
        for (int t = 0; t < PHASES; t++) {
            bil_lp_term_add(lp, (uint32_t)(t * PER_PHASE + j), 1);
        }
    }
    (void)bil_lp_add_row(lp, seed % 3 == 0 ? 3 : -HUGE_VAL, roll(3, 9), "year", "");
    for (int t = 0; t < PHASES; t++) {
        bil_lp_term_add(lp, (uint32_t)(t * PER_PHASE + 3), roll(1, 2));
        bil_lp_term_add(lp, (uint32_t)(t * PER_PHASE + 5), roll(0, 1));
    }
}

static void parts_searched_apart_give_the_optimum_of_the_whole(void **state)
{
    (void)state;
    int known = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        bil_lp lp;
        uint32_t part[PHASES * PER_PHASE];
        phases(&lp, part, seed);
        const bil_kernel_settings settings = {.part = part};
        const bil_kernel_result apart = ask(&lp, &settings);
        check_against_reference(&lp, &apart, seed, &known);
        const double value = apart.value;
        double copy[PHASES * PER_PHASE];
        assert_non_null(apart.x);
        memcpy(copy, apart.x, sizeof copy);
        const double *points[] = {copy};
        const bil_kernel_settings again = {.part = part, .points = points, .point_count = 1};
        assert_true(near(ask(&lp, &again).value, value));
        for (int64_t limit = 1; limit < 20; limit += 6) {
            const bil_kernel_settings few = {.part = part, .node_limit = limit};
            assert_true(ask(&lp, &few).bound >= value - 1e-6);
        }
    }
    assert_true(known > 140);
}

static void parts_searched_apart_share_the_gap(void **state)
{
    (void)state;
    int64_t nodes = 0;
    int64_t loose_nodes = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        bil_lp lp;
        uint32_t part[PHASES * PER_PHASE];
        phases(&lp, part, seed);
        bil_kernel_settings settings = {.part = part};
        const bil_kernel_result best = ask(&lp, &settings);
        const double value = best.value;
        nodes += best.nodes;
        settings.gap = 6.0;
        const bil_kernel_result loose = ask(&lp, &settings);
        loose_nodes += loose.nodes;
        assert_int_equal(loose.status, BIL_KERNEL_OPTIMAL);
        assert_true(loose.value <= value + 1e-6 && loose.value >= value - 6.0 - 1e-6);
        assert_true(loose.bound >= value - 1e-6 && loose.bound <= loose.value + 6.0 + 1e-6);
    }
    assert_true(loose_nodes < nodes);
}

static void wrong_hints_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        bil_lp lp;
        random_model(&lp, MIXED, seed);
        uint32_t part[64];
        for (size_t j = 0; j < lp.column_count; j++) {
            part[j] = (uint32_t)roll(0, 2);
        }
        const bil_kernel_settings settings = {.part = part};
        const bil_kernel_result out = ask(&lp, &settings);
        int known = 0;
        check_against_reference(&lp, &out, seed, &known);
    }
}

/* --- re-entrancy --- */

typedef struct {
    const bil_lp *models;
    int count;
    double values[300];
} batch;

static void *solve_batch(void *payload)
{
    batch *b = payload;
    bil_kernel *own = bil_kernel_new();
    const bil_kernel_settings settings = {0};
    for (int k = 0; own != NULL && k < b->count; k++) {
        bil_kernel_result out;
        bil_error err;
        b->values[k] = bil_kernel_solve(&out, own, &b->models[k], &settings, &err) == BIL_OK &&
                               out.status == BIL_KERNEL_OPTIMAL
                           ? out.value
                           : -1.0;
    }
    bil_kernel_free(own);
    return NULL;
}

static void two_threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    static bil_lp models[300];
    for (int k = 0; k < 300; k++) {
        random_model(&models[k], k % KINDS, (uint64_t)k + 1000);
    }
    static batch alone;
    static batch left;
    static batch right;
    alone = left = right = (batch){.models = models, .count = 300};
    (void)solve_batch(&alone);
    pthread_t threads[2];
    assert_int_equal(pthread_create(&threads[0], NULL, solve_batch, &left), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, solve_batch, &right), 0);
    assert_int_equal(pthread_join(threads[0], NULL), 0);
    assert_int_equal(pthread_join(threads[1], NULL), 0);
    assert_memory_equal(left.values, alone.values, sizeof alone.values);
    assert_memory_equal(right.values, alone.values, sizeof alone.values);
}

/* --- proofs --- */

/* A small model as the search sees it. */
typedef struct {
    kernel_model model;
    kernel_search search;
    double room[200000];
} bench;

static bench *relaxation_of(const bil_lp *lp)
{
    bench *b = bil_arena_alloc(arena, 1, sizeof *b);
    assert_non_null(b);
    kernel_room room = {.block = (unsigned char *)b->room};
    kernel_model *m = &b->model;
    kernel_model_layout(m, &room, (uint32_t)lp->column_count, (uint32_t)lp->row_count,
                        (uint32_t)lp->term_count);
    kernel_lp_layout(&b->search.lp, &room, (uint32_t)lp->column_count, (uint32_t)lp->row_count);
    assert_true(room.used < sizeof b->room);
    m->columns = (uint32_t)lp->column_count;
    m->rows = (uint32_t)lp->row_count;
    for (uint32_t j = 0; j < m->columns; j++) {
        m->lower[j] = lp->columns[j].lower;
        m->upper[j] = lp->columns[j].upper;
        m->cost[j] = lp->maximise ? -lp->columns[j].cost : lp->columns[j].cost;
        m->integer[j] = lp->columns[j].integer;
        m->least[j] = 0.0;
    }
    uint32_t used = 0;
    for (uint32_t i = 0; i < m->rows; i++) {
        m->row_first[i] = used;
        m->row_lower[i] = lp->rows[i].lower;
        m->row_upper[i] = lp->rows[i].upper;
        for (size_t k = 0; k < lp->rows[i].count; k++) {
            m->row_column[used] = lp->terms[lp->rows[i].first + k].column;
            m->row_value[used++] = lp->terms[lp->rows[i].first + k].value;
        }
    }
    m->row_first[m->rows] = used;
    kernel_model_transpose(m);
    kernel_lp_start(&b->search.lp, m);
    return b;
}

static void a_bound_holds_whatever_became_of_the_tableau(void **state)
{
    (void)state;
    int tried = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        bil_lp lp;
        random_model(&lp, MIXED, seed);
        bool feasible = false;
        double value = 0.0;
        if (!reference(&lp, &feasible, &value) || !feasible) {
            continue;
        }
        value = lp.maximise ? -value : value;
        kernel_lp *r = &relaxation_of(&lp)->search.lp;
        assert_int_equal(kernel_lp_solve(r, HUGE_VAL), KERNEL_LP_OPTIMAL);
        const double relaxed = r->objective;
        assert_true(near(kernel_proof_bound(r), relaxed));
        assert_true(kernel_lp_rebuild(r));
        assert_true(kernel_lp_solve(r, HUGE_VAL) == KERNEL_LP_OPTIMAL &&
                    near(r->objective, relaxed));
        for (int times = 0; times < 20; times++) {
            for (uint32_t c = 0; c < lp.column_count; c++) {
                r->reduced[c] += (double)roll(-50, 50) / 10.0;
            }
            assert_true(kernel_proof_bound(r) <= value + 1e-9 * (1.0 + fabs(value)));
        }
        tried++;
    }
    assert_true(tried > 100);
}

static void emptiness_is_proven_from_the_rows(void **state)
{
    (void)state;
    int empty = 0;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        bil_lp lp;
        random_model(&lp, MIXED, seed);
        for (size_t j = 0; j < lp.column_count; j++) {
            lp.columns[j].integer = false;
        }
        bool feasible = false;
        double value = 0.0;
        kernel_lp *r = &relaxation_of(&lp)->search.lp;
        const kernel_lp_status status = kernel_lp_solve(r, HUGE_VAL);
        assert_int_not_equal(status, KERNEL_LP_TROUBLE);
        if (reference(&lp, &feasible, &value)) {
            assert_true((status == KERNEL_LP_OPTIMAL) == feasible);
            empty += feasible ? 0 : 1;
        }
    }
    assert_true(empty > 20);
}

int main(void)
{
#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        UNIT(the_best_of_a_small_model_is_found_both_ways),
        UNIT(whole_models_have_the_optimum_of_the_exact_search),
        UNIT(mixed_models_have_the_optimum_of_glpk),
        UNIT(models_full_of_ties_have_the_optimum_of_glpk),
        UNIT(a_model_without_rows_goes_where_its_costs_want),
        UNIT(wide_columns_do_no_harm),
        UNIT(what_cannot_be_is_said_so),
        UNIT(rows_without_bounds_or_terms_are_read_as_they_stand),
        UNIT(columns_that_are_fixed_count),
        UNIT(a_model_that_is_no_model_is_refused),
        UNIT(a_model_beyond_the_limits_is_left_to_others),
        UNIT(a_limit_never_loses_a_bound),
        UNIT(whoever_watches_can_stop_it),
        UNIT(only_what_beats_the_cutoff_is_wanted),
        UNIT(a_gap_is_kept_and_not_exceeded),
        UNIT(known_points_are_used_and_wrong_ones_passed_over),
        UNIT(a_large_constant_hides_nothing),
        UNIT(what_was_searched_before_leaves_no_trace),
        UNIT(parts_searched_apart_give_the_optimum_of_the_whole),
        UNIT(parts_searched_apart_share_the_gap),
        UNIT(wrong_hints_change_nothing),
        UNIT(two_threads_do_not_disturb_each_other),
        UNIT(a_bound_holds_whatever_became_of_the_tableau),
        UNIT(emptiness_is_proven_from_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
