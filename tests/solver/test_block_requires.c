/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static world *three_services(void)
{
    world *w = plain_world();
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_may(w, "MIS", "*");
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    (void)plain_service(w, "S03", 1000);
    return w;
}

static void one_of_the_required_must_be_active(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_REQUIRES, "service:S01", "service:S02;service:S03", -1);
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S01=1"));
    assert_true(allows(w, "S01=1 S02=1"));
    assert_true(allows(w, "S01=1 S03=1"));
    assert_true(allows(w, "S02=1"));
    world_free(w);
}

static void each_of_the_first_list_requires(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_REQUIRES, "service:S01;service:S02", "service:S03", -1);
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S02=1"));
    assert_false(allows(w, "S01=1 S02=1"));
    assert_true(allows(w, "S01=1 S02=1 S03=1"));
    world_free(w);
}

static void a_service_may_require_a_source(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_REQUIRES, "service:S01", "source:MIS", -1);
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S01=1 #MIS=0"));
    assert_true(allows(w, "S01=1 #MIS=1"));
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 0); /* in use without a cent */
    assert_true(allows(w, "S01=1"));
    world_free(w);
}

static void a_source_may_require_a_service(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_REQUIRES, "source:MIS", "service:S02", -1);
    plain_case(w, 12, 0, 0);
    assert_false(allows(w, "S01=1 #MIS=1"));
    assert_true(allows(w, "S01=1 S02=1 #MIS=1"));
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 100000);
    assert_false(allows(w, "S01=1"));
    assert_true(allows(w, "S02=1"));
    world_free(w);
}

static void what_requires_the_impossible_is_impossible(void **state)
{
    (void)state;
    world *w = three_services();
    (void)world_rule(w, "D01", BIL_RULE_REQUIRES, "service:S01;source:MIS", "tag:none", -1);
    plain_case(w, 12, 0, 0);
    assert_int_equal(most_of(w, 0, "S01"), 0);
    assert_true(allows(w, "S02=1 #MIS=0"));
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 100000);
    assert_int_equal(most_of(w, 0, "S02"), -1);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_the_required_must_be_active),
        cmocka_unit_test(each_of_the_first_list_requires),
        cmocka_unit_test(a_service_may_require_a_source),
        cmocka_unit_test(a_source_may_require_a_service),
        cmocka_unit_test(what_requires_the_impossible_is_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
