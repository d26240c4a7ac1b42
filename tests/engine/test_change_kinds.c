/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/change.h"
#include "tests/support/build.h"

static int build(void **state)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_service(w, "S01", 1000);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_held(w, "PENS", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_phase(w, 6);
    world_phase(w, 6);
    world_need(w, "n1", "casa", 1000);
    world_need(w, "n2", "casa", 1000);
    world_target(w, 1, "n1", 400);
    world_has(w, "PENS", BIL_SOURCE_ACTIVE, 10000);
    world_limit(w, "COM", 5000);
    *state = w;
    return 0;
}

static int drop(void **state)
{
    world_free(*state);
    return 0;
}

static bil_case *changed(world *w, const bil_change *changes, size_t count)
{
    bil_case *person = NULL;
    assert_int_equal(bil_case_changed(&person, &w->person, changes, count, "why", NULL), BIL_OK);
    return person;
}

static void a_need_is_held_in_one_phase_and_not_in_the_other(void **state)
{
    world *w = *state;
    const bil_change hold[] = {{.kind = BIL_CHANGE_HOLD, .index = 0, .phase = 0, .amount = 700},
                               {.kind = BIL_CHANGE_HOLD, .index = 1, .phase = 0, .amount = 300}};
    bil_case *person = changed(w, hold, 2);
    assert_int_equal(bil_case_at_least(person, 0, 0), 700);
    assert_int_equal(bil_case_at_least(person, 1, 0), 300);
    assert_int_equal(bil_case_at_least(person, 0, 1), 0);
    assert_int_equal(bil_case_at_least(&w->person, 0, 0), 0); /* the base stays as it is */
    bil_case_free(person);
}

static void the_larger_of_need_and_phase_counts_up_to_the_target(void **state)
{
    world *w = *state;
    const bil_change all[] = {{.kind = BIL_CHANGE_AT_LEAST, .index = 0, .amount = 600},
                              {.kind = BIL_CHANGE_HOLD, .index = 0, .phase = 0, .amount = 100},
                              {.kind = BIL_CHANGE_HOLD, .index = 0, .phase = 1, .amount = 900}};
    bil_case *person = changed(w, all, 3);
    assert_int_equal(bil_case_at_least(person, 0, 0), 600);
    assert_int_equal(bil_case_at_least(person, 0, 1), 400);
    bil_case_free(person);
}

static void giving_up_what_was_asked_of_a_need_gives_up_its_phases_too(void **state)
{
    world *w = *state;
    const bil_change hold[] = {{.kind = BIL_CHANGE_AT_LEAST, .index = 0, .amount = 600},
                               {.kind = BIL_CHANGE_HOLD, .index = 0, .phase = 1, .amount = 100},
                               {.kind = BIL_CHANGE_HOLD, .index = 1, .phase = 1, .amount = 100}};
    const bil_change give_up = {.kind = BIL_CHANGE_DROP_AT_LEAST, .index = 0};
    bil_case *person = changed(w, hold, 3);
    bil_case *again = NULL;
    assert_int_equal(bil_case_changed(&again, person, &give_up, 1, "why", NULL), BIL_OK);
    assert_int_equal(bil_case_at_least(again, 0, 0), 0);
    assert_int_equal(bil_case_at_least(again, 0, 1), 0);
    assert_int_equal(bil_case_at_least(again, 1, 1), 100);
    bil_case_free(again);
    bil_case_free(person);
}

static void money_held_by_the_person_rises_by_at_least_what_is_asked(void **state)
{
    world *w = *state;
    const bil_change more = {.kind = BIL_CHANGE_AMOUNT, .index = 1, .amount = 1000};
    bil_case *person = changed(w, &more, 1);
    const int64_t before = bil_case_source_month(&w->person, &w->person.sources[0], 0);
    const int64_t after = bil_case_source_month(person, &person->sources[0], 0);
    assert_true(after - before >= 1000 && after - before <= 1001);
    bil_case_free(person);
}

static void a_ceiling_rises_in_every_phase_and_an_open_one_stays_open(void **state)
{
    world *w = *state;
    const bil_change more[] = {{.kind = BIL_CHANGE_LIMIT, .index = 0, .amount = 700},
                               {.kind = BIL_CHANGE_BUDGET, .amount = 700}};
    bil_case *person = changed(w, more, 2);
    for (size_t t = 0; t < 2; t++) {
        assert_int_equal(bil_phase_source_limit(&person->phases[t], 0), 5700);
        assert_true(person->phases[t].budget.public_monthly_cents == BIL_UNLIMITED);
    }
    bil_case_free(person);
}

static void every_kind_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < BIL_CHANGE_COUNT; a++) {
        assert_non_null(bil_change_kind_name((bil_change_kind)a));
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(bil_change_kind_name((bil_change_kind)a),
                                    bil_change_kind_name((bil_change_kind)b));
        }
    }
    assert_null(bil_change_kind_name(BIL_CHANGE_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_need_is_held_in_one_phase_and_not_in_the_other, build,
                                        drop),
        cmocka_unit_test_setup_teardown(the_larger_of_need_and_phase_counts_up_to_the_target, build,
                                        drop),
        cmocka_unit_test_setup_teardown(giving_up_what_was_asked_of_a_need_gives_up_its_phases_too,
                                        build, drop),
        cmocka_unit_test_setup_teardown(money_held_by_the_person_rises_by_at_least_what_is_asked,
                                        build, drop),
        cmocka_unit_test_setup_teardown(a_ceiling_rises_in_every_phase_and_an_open_one_stays_open,
                                        build, drop),
        cmocka_unit_test(every_kind_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
