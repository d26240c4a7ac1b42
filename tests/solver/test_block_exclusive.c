/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

/* S01, S02, S03 and a measure MIS that is cash for S01 and S02. */
static world *three_services(void)
{
    world *w = plain_world();
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    (void)world_pool(w, "OTH", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_may(w, "MIS", "*");
    world_may(w, "OTH", "*");
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 1000);
    return w;
}

static void subjects_exclude_each_other_in_pairs(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02;service:S03", -1);
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S01=1 S02=1"));
    assert_false(allows(w, "S01=1 S03=1"));
    assert_true(allows(w, "S02=1 S03=1"));
    assert_true(allows(w, "S01=1"));
    world_free(w);
}

static void without_a_second_list_at_most_one_is_active(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01;service:S02;service:S03", "", -1);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S02=7"));
    assert_false(allows(w, "S01=1 S02=1"));
    assert_false(allows(w, "S02=1 S03=1"));
    assert_int_equal(rows_named(w, "one"), 1); /* three pairs, one clique */
    world_free(w);
}

static void a_service_does_not_exclude_itself(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S01;service:S02", -1);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=5"));
    assert_false(allows(w, "S01=5 S02=1"));
    world_free(w);
}

static void services_of_one_group_exclude_each_other(void **state)
{
    (void)state;
    world *w = three_services();
    w->services[0].exclusive_group = "posto";
    w->services[2].exclusive_group = "posto";
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S01=1 S03=1"));
    assert_true(allows(w, "S01=1 S02=1"));
    world_free(w);
}

static void a_source_in_use_already_excludes_for_certain(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:MIS", "service:S01;source:OTH", -1);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 10000);
    assert_false(allows(w, "S01=1"));
    assert_true(allows(w, "S02=1"));
    assert_false(allows(w, "S02=1 #OTH=1"));
    (void)world_has(w, "OTH", BIL_SOURCE_ACTIVE, 10000); /* both: no plan at all */
    assert_false(allows(w, ""));
    const bool off = true;
    const bil_relaxation without = {.rules = &off};
    assert_true(allows_relaxed(w, &without, "S01=1"));
    world_free(w);
}

static void a_source_excludes_only_when_it_is_used(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:MIS", "service:S01", -1);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=1 #MIS=0"));
    assert_false(allows(w, "S01=1 #MIS=1"));
    assert_true(allows(w, "S02=1 #MIS=1"));
    assert_false(allows(w, "#MIS=1")); /* a use without a cent is none */
    world_free(w);
}

static void one_provider_at_a_time(void **state)
{
    (void)state;
    world *w = three_services();
    world_provider(w, "coop", "S01", 900)->capacity_month = 10;
    (void)world_provider(w, "alfa", "S01", 1100);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01@coop=10"));
    assert_true(allows(w, "S01@alfa=20"));
    assert_false(allows(w, "S01@coop=10 S01@alfa=1"));
    world_free(w);
}

static void a_rule_holds_in_the_phases_that_begin_within_its_dates(void **state)
{
    (void)state;
    world *w = three_services();
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02", -1)->validity.to =
        20270630;
    plain_case(w, 6, 6, 0);
    assert_false(allows(w, "S01=1 S02=1|"));
    assert_true(allows(w, "|S01=1 S02=1")); /* from 1 July on */
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_exclude_each_other_in_pairs),
        cmocka_unit_test(without_a_second_list_at_most_one_is_active),
        cmocka_unit_test(a_service_does_not_exclude_itself),
        cmocka_unit_test(services_of_one_group_exclude_each_other),
        cmocka_unit_test(a_source_in_use_already_excludes_for_certain),
        cmocka_unit_test(a_source_excludes_only_when_it_is_used),
        cmocka_unit_test(one_provider_at_a_time),
        cmocka_unit_test(a_rule_holds_in_the_phases_that_begin_within_its_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
