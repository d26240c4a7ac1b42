/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void something_that_must_be_is_there_in_every_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_service(w, "S02", 1000)->setting = BIL_SETTING_DAY;
    plain_service(w, "S03", 1000)->setting = BIL_SETTING_DAY;
    plain_case(w, 6, 6, 0);
    world_must(w, "setting:day");
    assert_true(allows(w, "S02=1|S03=1"));
    assert_false(allows(w, "S02=1|"));
    assert_false(allows(w, "S02=1|S01=9"));
    const bool off = true;
    const bil_relaxation without = {.must = &off};
    assert_true(allows_relaxed(w, &without, "|S01=9"));
    world_free(w);
}

static void a_must_that_nothing_meets_leaves_no_plan(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    world_must(w, "setting:residential");
    assert_int_equal(most_of(w, 0, "S01"), -1);
    world_free(w);
}

static void a_must_is_offered_even_if_it_covers_nothing(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    world_service(w, "S02", 1000)->min_month = 3;
    plain_case(w, 12, 0, 0);
    assert_int_equal(most_of(w, 0, "S02"), 0);
    world_must(w, "service:S02");
    assert_int_equal(most_of(w, 0, "S02"), 3); /* and no more than the least */
    assert_int_equal(least_of(w, 0, "S02"), 3);
    world_free(w);
}

static void what_must_not_be_is_not_on_offer(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    plain_case(w, 12, 0, 0);
    world_must_not(w, "service:S02");
    assert_int_equal(most_of(w, 0, "S02"), 0);
    assert_true(allows(w, "S01=1"));
    world_must(w, "service:S02"); /* both wishes: no plan */
    assert_int_equal(most_of(w, 0, "S01"), -1);
    const bool off = true;
    const bil_relaxation without = {.must_not = &off};
    assert_true(allows_relaxed(w, &without, "S02=1"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(something_that_must_be_is_there_in_every_phase),
        cmocka_unit_test(a_must_that_nothing_meets_leaves_no_plan),
        cmocka_unit_test(a_must_is_offered_even_if_it_covers_nothing),
        cmocka_unit_test(what_must_not_be_is_not_on_offer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
