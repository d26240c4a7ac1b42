/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/catalogue.h"
#include "tests/solver/conflict_kit.h"
#include "tests/solver/hard_world.h"
#include "tests/solver/solve.h"

static void a_wish_against_a_wish_and_a_rule(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02", -1);
    (void)world_rule(w, "D02", BIL_RULE_SLOT, "service:S01;service:S02", "", 50);
    plain_case(w, 12, 0, 0);
    world_budget(w, 100000);
    world_must(w, "service:S01");
    world_must(w, "service:S02");
    world_must_not(w, "setting:residential");
    bil_plan *plan = proposed(w);
    assert_int_equal(plan->status, BIL_PLAN_INFEASIBLE);
    assert_true(plan->proven);
    assert_int_equal(plan->conflict_count, 3);
    assert_true(conflict_has(plan, "must", "service:S01"));
    assert_true(conflict_has(plan, "must", "service:S02"));
    assert_true(conflict_has(plan, "rule", "D01"));
    conflict_explains_all(&w->person, plan, "world");
    conflict_is_irreducible(&w->person, plan, "world");
    bil_plan_free(plan);
    world_free(w);
}

static void random_conflicts_are_irreducible(void **state)
{
    (void)state;
    int found = 0;
    for (uint64_t seed = 0; found < 80 && seed < 1000; seed++) {
        world *w = hard_world(seed, 1 + (int)(seed % 3));
        bil_plan *plan = proposed(w);
        if (plan->status == BIL_PLAN_INFEASIBLE) {
            char name[32];
            (void)snprintf(name, sizeof name, "seed %d", (int)seed);
            found++;
            assert_true(plan->conflict_count > 0);
            conflict_is_irreducible(&w->person, plan, name);
        }
        bil_plan_free(plan);
        world_free(w);
    }
    assert_int_equal(found, 80);
}

static void the_examples_without_a_plan_are_irreducible_too(void **state)
{
    (void)state;
    glob_t cases;
    bil_catalogue *catalogue = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL),
                     BIL_OK);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/senza-piano-*.case.json", 0, NULL, &cases), 0);
    assert_true(cases.gl_pathc >= 3);
    for (size_t i = 0; i < cases.gl_pathc; i++) {
        bil_case *person = NULL;
        bil_plan *plan = NULL;
        const bil_propose_settings settings = test_settings();
        assert_int_equal(bil_case_load(&person, cases.gl_pathv[i], catalogue, &faults, NULL),
                         BIL_OK);
        assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
        assert_int_equal(plan->status, BIL_PLAN_INFEASIBLE);
        conflict_explains_all(person, plan, cases.gl_pathv[i]);
        conflict_is_irreducible(person, plan, cases.gl_pathv[i]);
        bil_plan_free(plan);
        bil_case_free(person);
    }
    globfree(&cases);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wish_against_a_wish_and_a_rule),
        cmocka_unit_test(random_conflicts_are_irreducible),
        cmocka_unit_test(the_examples_without_a_plan_are_irreducible_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
