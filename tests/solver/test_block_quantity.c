/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void a_line_keeps_to_its_least_its_step_and_its_most(void **state)
{
    (void)state;
    world *w = plain_world();
    bil_service *s = plain_service(w, "S01", 1000);
    s->step = 2;
    s->min_month = 3;
    s->max_month = 9;
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=0"));
    assert_false(allows(w, "S01=2")); /* below the least, 3, that is 4 in whole steps */
    assert_true(allows(w, "S01=4"));
    assert_false(allows(w, "S01=5"));
    assert_true(allows(w, "S01=8"));
    assert_false(allows(w, "S01=10"));
    world_free(w);
}

static void a_line_is_no_longer_than_what_it_serves(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    world_target(w, 0, "N1", 350);
    assert_true(allows(w, "S01=4"));
    assert_false(allows(w, "S01=5"));
    w->needs[0].already_covered = 250;
    assert_true(allows(w, "S01=1"));
    assert_false(allows(w, "S01=2"));
    world_free(w);
}

static void a_place_is_one_column(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_place(w, BIL_SETTING_RESIDENTIAL);
    (void)plain_service(w, "S02", 1000);
    plain_case(w, 12, 0, 0);
    setting s;
    setting_open(&s, w, NULL);
    const bil_model_phase *phase = &s.model.phases[0];
    assert_int_equal(phase->steps[0], phase->active[0]);
    assert_int_not_equal(phase->steps[1], phase->active[1]);
    setting_close(&s);
    assert_true(allows(w, "S01=1"));
    assert_false(allows(w, "S01=2"));
    world_free(w);
}

static void a_fixed_quantity_is_that_quantity(void **state)
{
    (void)state;
    world *w = plain_world();
    plain_service(w, "S01", 1000)->step = 2;
    plain_case(w, 12, 12, 0);
    world_fix(w, "S01", 6);
    assert_true(allows(w, "S01=6|S01=6"));
    assert_false(allows(w, "S01=6|S01=0"));
    assert_false(allows(w, "S01=8|S01=6"));
    w->fixed[0].quantity = 7; /* no whole step */
    assert_int_equal(most_of(w, 0, "S01"), -1);
    const bool off = true;
    const bil_relaxation without = {.fixed = &off};
    assert_true(allows_relaxed(w, &without, "S01=8|"));
    w->fixed[0].quantity = 0; /* fixed at nothing: not on offer */
    assert_int_equal(most_of(w, 0, "S01"), 0);
    world_free(w);
}

static void what_is_kept_stays_with_at_least_its_quantity(void **state)
{
    (void)state;
    world *w = plain_world();
    plain_service(w, "S01", 1000)->step = 2;
    plain_case(w, 12, 0, 0);
    world_today(w, "S01", 5, true);
    assert_false(allows(w, "S01=0"));
    assert_false(allows(w, "S01=4"));
    assert_true(allows(w, "S01=6"));
    assert_true(allows(w, "S01=10"));
    w->in_place[0].keep = false; /* only the reference for changes */
    assert_true(allows(w, "S01=0"));
    w->in_place[0].keep = true;
    w->in_place[0].quantity = 120; /* beyond the most */
    assert_int_equal(most_of(w, 0, "S01"), -1);
    world_free(w);
}

static void a_kept_service_comes_from_one_provider(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    world_provider(w, "coop", "S01", 900)->capacity_month = 10;
    (void)world_provider(w, "alfa", "S01", 1100);
    plain_case(w, 12, 0, 0);
    world_today(w, "S01", 5, true);
    assert_true(allows(w, "S01@coop=5"));
    assert_true(allows(w, "S01@alfa=15"));
    assert_false(allows(w, "S01@coop=11"));
    assert_false(allows(w, "S01@coop=5 S01@alfa=5"));
    assert_false(allows(w, ""));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_keeps_to_its_least_its_step_and_its_most),
        cmocka_unit_test(a_line_is_no_longer_than_what_it_serves),
        cmocka_unit_test(a_place_is_one_column),
        cmocka_unit_test(a_fixed_quantity_is_that_quantity),
        cmocka_unit_test(what_is_kept_stays_with_at_least_its_quantity),
        cmocka_unit_test(a_kept_service_comes_from_one_provider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
