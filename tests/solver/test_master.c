/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The restricted master: two ways that agree, prices that prove, what is over is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master.h"
#include "tests/solver/random_packages.h"

static bil_error err;

static bil_mastered solve(bil_master *master, const bil_master_settings *settings)
{
    bil_mastered out;
    assert_int_equal(bil_master_solve(&out, master, settings, &err), BIL_OK);
    return out;
}

static bil_master *master_of(const packages_and_limits *made)
{
    bil_master *master = NULL;
    assert_int_equal(bil_master_new(&master, made->store, &err), BIL_OK);
    return master;
}

static bool near(double a, double b, double scale)
{
    return fabs(a - b) <= 1e-6 * (1.0 + fabs(scale));
}

/* x is a solution: every group whole, no row over its limit by more than is said. */
static void is_solution(const bil_mastered *out, const packages_and_limits *made)
{
    const bil_packages *p = made->store;
    double *used = calloc(p->row_count, sizeof *used);
    double *whole = calloc(p->group_count, sizeof *whole);
    assert_non_null(used);
    assert_non_null(whole);
    for (uint32_t k = 0; k < out->share_count; k++) {
        const uint32_t j = out->shares[k].package;
        assert_true(out->shares[k].x > 0.0 && out->shares[k].x <= 1.0);
        whole[p->group[j]] += out->shares[k].x;
        for (uint32_t i = p->first[j]; i < p->first[j + 1]; i++) {
            used[p->row[i]] += p->amount[i] * out->shares[k].x;
        }
    }
    for (uint32_t g = 0; g < p->group_count; g++) {
        const uint32_t j = out->key[g];
        assert_int_equal(p->group[j], g);
        if (whole[g] == 0.0) {
            for (uint32_t i = p->first[j]; i < p->first[j + 1]; i++) {
                used[p->row[i]] += p->amount[i];
            }
        } else {
            assert_true(fabs(whole[g] - 1.0) < 1e-7);
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        const double size = bil_master_row_size(p, r) * (1.0 + p->group_count);
        assert_true(used[r] <= made->limits[r] + out->over[r] + 1e-7 * size);
        assert_true(out->price[r] >= 0.0);
    }
    free(used);
    free(whole);
}

/* A solution's prices show that it is the best. */
static void expect_bound(const bil_mastered *out, const packages_and_limits *made, uint64_t seed)
{
    const double bound = bil_packages_bound(made->store, made->limits, out->price, NULL);
    assert_true(bound >= out->value - 1e-9 * (1.0 + fabs(out->value)));
    if (!near(bound, out->value, out->value)) {
        fail_msg("seed %d: bound %.9f, value %.9f", (int)seed, bound, out->value);
    }
}

static void the_two_ways_agree_on_random_programmes(void **state)
{
    (void)state;
    int over = 0;
    int shared = 0;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        const random_packages shape = random_packages_shape(seed);
        packages_and_limits made = random_packages_make(&shape, seed);
        bil_master *ours = master_of(&made);
        bil_master *theirs = master_of(&made);
        bil_master_settings settings;
        bil_master_settings_init(&settings);
        settings.limits = made.limits;
        const bil_mastered a = solve(ours, &settings);
        settings.way = BIL_MASTER_GLPK;
        const bil_mastered b = solve(theirs, &settings);
        assert_true(a.optimal && b.optimal);
        if (a.within != b.within || (a.within && !near(a.value, b.value, b.value))) {
            fail_msg("seed %d: %.9f (%d) and %.9f (%d)", (int)seed, a.value, a.within, b.value,
                     b.within);
        }
        is_solution(&a, &made);
        is_solution(&b, &made);
        if (a.within) {
            expect_bound(&a, &made, seed);
        }
        over += a.within ? 0 : 1;
        shared += a.share_count > 0 ? 1 : 0;
        bil_master_free(ours);
        bil_master_free(theirs);
        random_packages_release(&made);
    }
    assert_true(over > 5 && shared > 200); /* both kinds were there */
}

static void a_box_holds_the_prices_and_the_two_ways_still_agree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        const random_packages shape = random_packages_shape(seed + 5000);
        packages_and_limits made = random_packages_make(&shape, seed);
        bil_master *ours = master_of(&made);
        bil_master *theirs = master_of(&made);
        double low[8];
        double high[8];
        for (uint32_t r = 0; r < shape.rows; r++) {
            low[r] = (double)((seed + r) % 3) * 0.5;
            high[r] = low[r] + (double)((seed + 2ULL * r) % 4) * 0.7;
        }
        bil_master_settings settings;
        bil_master_settings_init(&settings);
        settings.limits = made.limits;
        settings.low = low;
        settings.high = high;
        const bil_mastered a = solve(ours, &settings);
        settings.way = BIL_MASTER_GLPK;
        const bil_mastered b = solve(theirs, &settings);
        if (!near(a.objective, b.objective, b.objective)) {
            fail_msg("seed %d: %.9f and %.9f", (int)seed, a.objective, b.objective);
        }
        for (uint32_t r = 0; r < shape.rows; r++) {
            assert_true(a.price[r] >= low[r] - 1e-9 && a.price[r] <= high[r] + 1e-9);
        }
        bil_master_free(ours);
        bil_master_free(theirs);
        random_packages_release(&made);
    }
}

static void a_warm_start_gives_what_a_cold_one_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        random_packages shape = random_packages_shape(seed + 9000);
        shape.groups += 20;
        packages_and_limits made = random_packages_make(&shape, seed);
        bil_master *warm = master_of(&made);
        bil_master_settings settings;
        bil_master_settings_init(&settings);
        settings.limits = made.limits;
        (void)solve(warm, &settings);
        for (uint32_t g = 0; g < shape.groups; g += 2) {
            const bil_use use = {.row = g % shape.rows, .amount = 3.0 + g % 5};
            uint32_t made_package = 0;
            assert_int_equal(bil_packages_add(&made_package, NULL, made.store, g, 60.0 + g % 50,
                                              &use, 1, 0, &err),
                             BIL_OK);
        }
        if (seed % 2 == 0) {
            made.limits[0] *= seed % 4 == 0 ? 0.8 : 1.2;
        }
        const bil_mastered a = solve(warm, &settings);
        bil_master *cold = master_of(&made);
        const bil_mastered b = solve(cold, &settings);
        assert_int_equal(a.within, b.within);
        if (a.within && !near(a.value, b.value, b.value)) {
            fail_msg("seed %d: %.9f and %.9f", (int)seed, a.value, b.value);
        }
        bil_master_free(cold);

        /* Removing what is not in the basis changes nothing. */
        bool *keep = calloc(made.store->count, sizeof *keep);
        uint32_t *map = calloc(made.store->count, sizeof *map);
        assert_non_null(keep);
        assert_non_null(map);
        for (uint32_t k = 0; k < a.basic_count; k++) {
            keep[a.basic[k]] = true;
        }
        const double value = a.value;
        const bool within = a.within;
        bil_packages_keep(map, made.store, keep);
        bil_master_renumber(warm, map);
        const bil_mastered c = solve(warm, &settings);
        assert_int_equal(within, c.within);
        assert_true(!within || near(c.value, value, value));
        assert_true(c.pivots == 0);
        free(keep);
        free(map);
        bil_master_free(warm);
        random_packages_release(&made);
    }
}

static void what_is_over_a_limit_is_said_and_how_much(void **state)
{
    (void)state;
    packages_and_limits made = {0};
    double limits[2] = {10.0, 5.0};
    assert_int_equal(bil_packages_new(&made.store, 2, 2, &err), BIL_OK);
    made.limits = limits;
    uint32_t package = 0;
    for (uint32_t g = 0; g < 2; g++) {
        const bil_use much[] = {{.row = 0, .amount = 8.0}};
        const bil_use more[] = {{.row = 0, .amount = 9.0}, {.row = 1, .amount = 1.0}};
        assert_int_equal(bil_packages_add(&package, NULL, made.store, g, 5.0, much, 1, 0, &err),
                         BIL_OK);
        assert_int_equal(bil_packages_add(&package, NULL, made.store, g, 9.0, more, 2, 0, &err),
                         BIL_OK);
    }
    bil_master *master = master_of(&made);
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = limits;
    for (int way = 0; way < 2; way++) {
        settings.way = way == 0 ? BIL_MASTER_GUB : BIL_MASTER_GLPK;
        const bil_mastered out = solve(master, &settings);
        assert_true(out.optimal);
        assert_false(out.within);
        assert_true(fabs(out.over[0] - 6.0) < 1e-6);
        assert_true(out.over[1] < 1e-9);
    }
    bil_master_free(master);
    bil_packages_free(made.store);
}

static bool stop_at_once(void *payload)
{
    (void)payload;
    return false;
}

static void it_stops_when_asked_and_still_gives_a_solution(void **state)
{
    (void)state;
    const random_packages shape = {.groups = 3000,
                                   .rows = 20,
                                   .packages = 8,
                                   .uses = 6,
                                   .amount = 100,
                                   .value = 100,
                                   .tightness = 50,
                                   .nothing = true};
    packages_and_limits made = random_packages_make(&shape, 4);
    bil_master *master = master_of(&made);
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = made.limits;
    settings.tick = stop_at_once;
    const bil_mastered out = solve(master, &settings);
    assert_false(out.optimal);
    is_solution(&out, &made);
    bil_master_free(master);
    random_packages_release(&made);
}

static void thousands_of_groups_are_solved_and_proven(void **state)
{
    (void)state;
    const random_packages shape = {.groups = 5000,
                                   .rows = 30,
                                   .packages = 8,
                                   .uses = 6,
                                   .amount = 10000,
                                   .value = 1000,
                                   .tightness = 60,
                                   .nothing = true};
    packages_and_limits made = random_packages_make(&shape, 5);
    bil_master *master = master_of(&made);
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = made.limits;
    const bil_mastered out = solve(master, &settings);
    assert_true(out.optimal && out.within);
    is_solution(&out, &made);
    assert_true(
        near(bil_packages_bound(made.store, made.limits, out.price, NULL), out.value, out.value));
    bil_master_free(master);
    random_packages_release(&made);
}

static void a_group_without_packages_is_refused(void **state)
{
    (void)state;
    packages_and_limits made = {0};
    double limits[1] = {1.0};
    assert_int_equal(bil_packages_new(&made.store, 1, 1, &err), BIL_OK);
    made.limits = limits;
    bil_master *master = master_of(&made);
    bil_master_settings settings;
    bil_master_settings_init(&settings);
    settings.limits = limits;
    bil_mastered out;
    assert_int_equal(bil_master_solve(&out, master, &settings, &err), BIL_E_INTERNAL);
    bil_master_free(master);
    bil_packages_free(made.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_two_ways_agree_on_random_programmes),
        cmocka_unit_test(a_box_holds_the_prices_and_the_two_ways_still_agree),
        cmocka_unit_test(a_warm_start_gives_what_a_cold_one_gives),
        cmocka_unit_test(what_is_over_a_limit_is_said_and_how_much),
        cmocka_unit_test(it_stops_when_asked_and_still_gives_a_solution),
        cmocka_unit_test(thousands_of_groups_are_solved_and_proven),
        cmocka_unit_test(a_group_without_packages_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
