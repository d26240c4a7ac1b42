/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void a_one_off_is_bought_once(void **state)
{
    (void)state;
    world *w = plain_world();
    plain_service(w, "S01", 1000)->one_off = true;
    plain_case(w, 6, 6, 12);
    assert_true(allows(w, "S01=3||"));
    assert_true(allows(w, "||S01=3"));
    assert_false(allows(w, "S01=3||S01=1"));
    assert_false(allows(w, "S01=1|S01=1|"));
    world_free(w);
}

static void a_continuous_service_does_not_skip_a_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    plain_case(w, 6, 6, 12);
    assert_true(allows(w, "S01=1|S01=1|S01=1"));
    assert_true(allows(w, "S01=1|S01=1|"));
    assert_true(allows(w, "|S01=1|"));
    assert_true(allows(w, "||S01=1"));
    assert_false(allows(w, "S01=1||S01=1"));
    world_free(w);
}

static void a_service_by_the_hour_may_pause(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 6, 6, 12);
    assert_true(allows(w, "S01=5||S01=5"));
    assert_int_equal(rows_named(w, "once") + rows_named(w, "skip"), 0);
    world_free(w);
}

/* Not on offer in the middle: what runs before cannot run again after. */
static void a_phase_without_the_offer_is_a_gap_too(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    (void)plain_service(w, "S02", 1000);
    plain_case(w, 6, 6, 12);
    world_target(w, 1, "N1", 0);
    assert_true(allows(w, "S01=1||"));
    assert_true(allows(w, "||S01=1"));
    assert_false(allows(w, "S01=1||S01=1"));
    world_free(w);
}

static void gaps_of_two_phases_are_gaps(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    plain_case(w, 3, 3, 3);
    (void)world_phase(w, 3);
    world_target(w, 3, "N1", 10000);
    assert_false(allows(w, "S01=1|||S01=1"));
    assert_false(allows(w, "S01=1|S01=1||S01=1"));
    assert_false(allows(w, "S01=1||S01=1|S01=1"));
    assert_true(allows(w, "|S01=1|S01=1|"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_one_off_is_bought_once),
        cmocka_unit_test(a_continuous_service_does_not_skip_a_phase),
        cmocka_unit_test(a_service_by_the_hour_may_pause),
        cmocka_unit_test(a_phase_without_the_offer_is_a_gap_too),
        cmocka_unit_test(gaps_of_two_phases_are_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
