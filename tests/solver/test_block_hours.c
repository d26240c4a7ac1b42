/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

/* Two services of family help, hours of the family and of volunteers. */
static world *helpers(void)
{
    world *w = plain_world();
    (void)world_hours(w, "FAM");
    (void)world_hours(w, "VOL");
    (void)plain_service(w, "S01", 0);
    (void)plain_service(w, "S02", 0);
    return w;
}

static void services_share_the_hours_of_a_source(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01;service:S02");
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    assert_true(allows(w, "S01=4 S02=6"));
    assert_false(allows(w, "S01=5 S02=6"));
    world_free(w);
}

static void several_sources_of_hours_pool_together(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01;service:S02");
    world_may(w, "VOL", "service:S01;service:S02");
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    (void)world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    assert_true(allows(w, "S01=15"));
    assert_true(allows(w, "S01=8 S02=7"));
    assert_false(allows(w, "S01=8 S02=8"));
    world_free(w);
}

/* The family may do both, volunteers only the second: a transport problem. */
static void hours_flow_only_where_they_are_eligible(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01;service:S02");
    world_may(w, "VOL", "service:S02");
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    (void)world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    assert_true(allows(w, "S01=10 S02=5"));
    assert_false(allows(w, "S01=10 S02=6"));
    assert_true(allows(w, "S02=15"));
    assert_false(allows(w, "S01=11"));
    world_free(w);
}

static void without_listed_hours_there_is_no_help(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01");
    world_may(w, "VOL", "service:S01;service:S02");
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    assert_int_equal(most_of(w, 0, "S01"), 10);
    setting s;
    setting_open(&s, w, NULL);
    assert_int_equal(offer_of(&s, 0, "S02"), SIZE_MAX);
    setting_close(&s);
    world_free(w);
}

static void hours_that_are_not_used_help_nobody(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01;service:S02");
    world_may(w, "VOL", "service:S01;service:S02");
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:FAM", "source:VOL", -1);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    (void)world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    assert_int_equal(most_of(w, 0, "S01"), 10);
    assert_true(allows(w, "S01=5 #FAM=0 #VOL=1"));
    assert_false(allows(w, "S01=6 #FAM=0"));
    assert_false(allows(w, "S01=5 #FAM=1 #VOL=1"));
    world_free(w);
}

static void a_flagged_source_counts_in_the_transport_too(void **state)
{
    (void)state;
    world *w = helpers();
    world_may(w, "FAM", "service:S01;service:S02");
    world_may(w, "VOL", "service:S02");
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:FAM", "source:VOL", -1);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    (void)world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    assert_true(allows(w, "S01=4 S02=6 #VOL=0"));
    assert_false(allows(w, "S01=4 S02=7"));
    assert_true(allows(w, "S02=5 #FAM=0"));
    assert_false(allows(w, "S02=6 #FAM=0"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_share_the_hours_of_a_source),
        cmocka_unit_test(several_sources_of_hours_pool_together),
        cmocka_unit_test(hours_flow_only_where_they_are_eligible),
        cmocka_unit_test(without_listed_hours_there_is_no_help),
        cmocka_unit_test(hours_that_are_not_used_help_nobody),
        cmocka_unit_test(a_flagged_source_counts_in_the_transport_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
