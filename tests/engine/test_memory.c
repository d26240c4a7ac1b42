/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/check_world.h"
#include "tests/support/starve.h"

#include "engine/outcome.h"
#include "engine/text.h"

/* Repeats `body` with the first, second … allocation failing until it succeeds; returns how often
 * it failed. */
static int torture(bil_status (*body)(world *), world *w)
{
    for (int n = 0; n < 10000; n++) {
        starve_memory((size_t)n + 1, STARVE_FOREVER);
        const bil_status status = body(w);
        (void)starve_end();
        if (status == BIL_OK) {
            return n;
        }
        assert_int_equal(status, BIL_E_NOMEM);
    }
    fail_msg("never succeeds");
    return 0;
}

static bil_status check_once(world *w)
{
    bil_error err = {0};
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return BIL_E_NOMEM;
    }
    bil_verdict verdict = {0};
    bil_status status = bil_check(&verdict, &w->plan, &w->person, arena, &err);
    if (status != BIL_OK) {
        assert_int_equal(err.status, BIL_E_NOMEM);
        assert_null(verdict.items);
    }
    bil_arena_free(arena);
    return status;
}

static void the_checker_survives_every_failed_allocation(void **state)
{
    world *w = *state;
    world_finish(w);
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "*", "", -1);
    for (size_t i = 0; i < w->plan_phases[0].line_count; i++) {
        w->lines[0][i].cost_cents += 7;
    }
    assert_true(torture(check_once, w) > 4);
}

static bil_status fill_once(world *w)
{
    bil_error err = {0};
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return BIL_E_NOMEM;
    }
    bil_plan plan = w->plan;
    plan.arena = arena;
    bil_status status = bil_outcome_fill(&plan, &w->person, &err);
    bil_arena_free(arena);
    return status;
}

static void filling_a_plan_survives_every_failed_allocation(void **state)
{
    assert_true(torture(fill_once, *state) > 1);
}

static bil_status collect_faults(world *w)
{
    (void)w;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return BIL_E_NOMEM;
    }
    bil_faults faults;
    bil_faults_init(&faults, arena);
    for (int i = 0; i < 300; i++) {
        bil_faults_add(&faults, "where", "found", (bil_words){"uno", "one"}, (bil_words){0});
    }
    assert_int_equal(faults.errors, 300);
    assert_int_equal(faults.count + faults.dropped, 300);
    bil_status status = faults.out_of_memory ? BIL_E_NOMEM : BIL_OK;
    bil_arena_free(arena);
    return status;
}

static void faults_are_counted_even_without_memory(void **state)
{
    (void)state;
    assert_true(torture(collect_faults, NULL) > 2);
}

static bil_status write_text(world *w)
{
    (void)w;
    bil_text text;
    bil_text_init(&text);
    for (int i = 0; i < 500; i++) {
        bil_text_addf(&text, "%d", i);
    }
    bil_status status = text.failed ? BIL_E_NOMEM : BIL_OK;
    bil_text_release(&text);
    return status;
}

static void a_text_survives_every_failed_allocation(void **state)
{
    (void)state;
    assert_true(torture(write_text, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CHECK_WORLD(the_checker_survives_every_failed_allocation),
        IN_CHECK_WORLD(filling_a_plan_survives_every_failed_allocation),
        cmocka_unit_test(faults_are_counted_even_without_memory),
        cmocka_unit_test(a_text_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
