/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems whose packages are given: equal to trying everything when it says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/explicit.h"
#include "tests/solver/random_packages.h"

static bil_error err;

/* The problem of a store: dense, whole numbers. */
static bil_mmkp problem_of(const packages_and_limits *made, bil_arena *arena)
{
    const bil_packages *p = made->store;
    bil_mmkp problem = {
        .arena = arena, .group_count = p->group_count, .resource_count = p->row_count};
    problem.first = bil_arena_alloc(arena, p->group_count + 1U, sizeof *problem.first);
    problem.value = bil_arena_alloc(arena, p->count, sizeof *problem.value);
    problem.use = bil_arena_alloc(arena, (size_t)p->count * p->row_count, sizeof *problem.use);
    problem.limit = bil_arena_alloc(arena, p->row_count, sizeof *problem.limit);
    if (problem.first == NULL || problem.value == NULL || problem.use == NULL ||
        problem.limit == NULL) {
        abort();
    }
    size_t at = 0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        problem.first[g] = at;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j], at++) {
            problem.value[at] = (int64_t)p->value[j];
            for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
                problem.use[at * p->row_count + p->row[k]] = (int64_t)p->amount[k];
            }
        }
    }
    problem.first[p->group_count] = at;
    for (uint32_t r = 0; r < p->row_count; r++) {
        problem.limit[r] = (int64_t)made->limits[r];
    }
    return problem;
}

static void small_problems_are_proven_and_equal_to_trying_everything(void **state)
{
    (void)state;
    int none = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        random_packages shape = random_packages_shape(seed + 30000);
        shape.groups = 1 + shape.groups % 6;
        packages_and_limits made = random_packages_make(&shape, seed);
        bil_arena *arena = bil_arena_new();
        assert_non_null(arena);
        const bil_mmkp problem = problem_of(&made, arena);
        const double best = random_packages_best(&made);
        bil_explicit_settings settings;
        bil_explicit_settings_init(&settings);
        settings.rounds = 2;
        bil_explicit_answer out;
        assert_int_equal(bil_explicit_solve(&out, &problem, &settings, &err), BIL_OK);
        assert_true(out.proven);
        if (best > -HUGE_VAL) {
            int64_t value = 0;
            assert_int_equal(out.status, BIL_EXPLICIT_FOUND);
            assert_true(bil_mmkp_fits(&value, &problem, out.choice));
            assert_int_equal(out.value, (int64_t)best);
            assert_int_equal(value, out.value);
            assert_int_equal(out.bound, out.value);
        } else {
            assert_int_equal(out.status, BIL_EXPLICIT_INFEASIBLE);
            none++;
        }
        bil_arena_free(arena);
        random_packages_release(&made);
    }
    assert_true(none > 5);
}

static bool never(const bil_explicit_tick *tick, void *payload)
{
    (void)tick;
    (void)payload;
    return false;
}

static void stopped_at_once_it_still_bounds(void **state)
{
    (void)state;
    const random_packages shape = {.groups = 60,
                                   .rows = 8,
                                   .packages = 9,
                                   .uses = 8,
                                   .amount = 30,
                                   .value = 90,
                                   .tightness = 50};
    packages_and_limits made = random_packages_make(&shape, 6);
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    const bil_mmkp problem = problem_of(&made, arena);
    bil_explicit_settings settings;
    bil_explicit_settings_init(&settings);
    settings.tick = never;
    bil_explicit_answer out;
    assert_int_equal(bil_explicit_solve(&out, &problem, &settings, &err), BIL_OK);
    assert_true(out.stopped && !out.proven);
    assert_int_equal(out.status, BIL_EXPLICIT_STOPPED);
    assert_true(out.bound < INT64_MAX);
    bil_arena_free(arena);
    random_packages_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_problems_are_proven_and_equal_to_trying_everything),
        cmocka_unit_test(stopped_at_once_it_still_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
