/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

/* Respite S01 beside a measure MIS in use: at most 60 in any twelve months. */
static world *respite(bil_source_status status)
{
    world *w = plain_world();
    (void)world_held(w, "MIS", BIL_SOURCE_SOCIAL);
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 1000);
    world_may(w, "MIS", "service:S02");
    world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S01", 60)->period =
        BIL_PERIOD_YEAR;
    (void)world_has(w, "MIS", status, 100000);
    return w;
}

static void a_year_of_one_phase_is_twelve_months(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_ACTIVE);
    plain_case(w, 12, 0, 0);
    assert_true(allows(w, "S01=5"));
    assert_false(allows(w, "S01=6"));
    world_free(w);
}

static void a_shorter_plan_is_not_prorated(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_ACTIVE);
    plain_case(w, 4, 2, 0);
    assert_true(allows(w, "S01=10|S01=10"));
    assert_true(allows(w, "S01=15|"));
    assert_false(allows(w, "S01=15|S01=1"));
    assert_true(allows(w, "|S01=30"));
    world_free(w);
}

/* 6 + 12 months: 6 q1 + 6 q2 and 12 q2 are the greatest windows. */
static void a_longer_plan_has_a_window_at_every_month(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_ACTIVE);
    plain_case(w, 6, 12, 0);
    assert_true(allows(w, "S01=5|S01=5"));
    assert_true(allows(w, "S01=6|S01=4"));
    assert_true(allows(w, "S01=10|"));
    assert_false(allows(w, "S01=6|S01=5"));
    assert_false(allows(w, "|S01=6"));
    world_free(w);
}

/* A one-off counts once, in every window that meets its phase. */
static void a_one_off_counts_once(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_ACTIVE);
    plain_service(w, "S03", 1000)->one_off = true;
    w->catalogue.rule_count = 0;
    (void)world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S01;service:S03", 60);
    plain_case(w, 6, 12, 0);
    assert_true(allows(w, "S03=60|"));
    assert_false(allows(w, "S03=61|"));
    assert_true(allows(w, "S03=42|S01=3"));
    assert_false(allows(w, "S03=43|S01=3"));
    assert_true(allows(w, "S03=6 S01=5|S01=4"));
    assert_false(allows(w, "S03=7 S01=5|S01=4"));
    assert_true(allows(w, "|S01=4 S03=12"));
    assert_false(allows(w, "|S01=4 S03=13"));
    world_free(w);
}

static void only_months_in_which_the_measure_is_in_use_count(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_AVAILABLE);
    plain_case(w, 6, 6, 0);
    assert_true(allows(w, "S01=50 #MIS=0|S01=50 #MIS=0"));
    assert_true(allows(w, "S01=50 #MIS=0|S01=10 S02=1 #MIS=1"));
    assert_false(allows(w, "S01=50 #MIS=0|S01=11 S02=1 #MIS=1"));
    assert_false(allows(w, "S01=6 S02=1 #MIS=1|S01=5 S02=1 #MIS=1"));
    assert_true(allows(w, "S01=6 S02=1 #MIS=1|S01=4 S02=1 #MIS=1"));
    world_free(w);
}

static void the_rule_holds_only_within_its_dates(void **state)
{
    (void)state;
    world *w = respite(BIL_SOURCE_ACTIVE);
    w->rules[0].validity.from = 20270701;
    plain_case(w, 6, 6, 0);
    assert_true(allows(w, "S01=50|S01=10"));
    assert_false(allows(w, "S01=50|S01=11"));
    world_free(w);
}

static unsigned next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*seed >> 33);
}

/* Every window of twelve months, at every month, by counting month after month. */
static bool fits_every_window(const int *months, const int *quantity, int count, int limit)
{
    int monthly[120] = {0};
    int length = 0;
    for (int t = 0; t < count; t++) {
        for (int m = 0; m < months[t]; m++) {
            monthly[length++] = quantity[t];
        }
    }
    for (int from = 0; from < length; from++) {
        int sum = 0;
        for (int m = from; m < from + 12 && m < length; m++) {
            sum += monthly[m];
        }
        if (sum > limit) {
            return false;
        }
    }
    return true;
}

static void the_rows_agree_with_counting_month_after_month(void **state)
{
    (void)state;
    uint64_t seed = 7;
    int yes = 0;
    for (int round = 0; round < 60; round++) {
        int months[3];
        int quantity[3];
        char situation[96];
        for (int t = 0; t < 3; t++) {
            months[t] = 1 + (int)(next_random(&seed) % 14);
            quantity[t] = (int)(next_random(&seed) % 9);
        }
        world *w = respite(BIL_SOURCE_ACTIVE);
        plain_case(w, months[0], months[1], months[2]);
        (void)snprintf(situation, sizeof situation, "S01=%d|S01=%d|S01=%d", quantity[0],
                       quantity[1], quantity[2]);
        const bool fits = fits_every_window(months, quantity, 3, 60);
        yes += fits ? 1 : 0;
        if (allows(w, situation) != fits) {
            fail_msg("%d+%d+%d months, %s", months[0], months[1], months[2], situation);
        }
        world_free(w);
    }
    assert_in_range(yes, 10, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_of_one_phase_is_twelve_months),
        cmocka_unit_test(a_shorter_plan_is_not_prorated),
        cmocka_unit_test(a_longer_plan_has_a_window_at_every_month),
        cmocka_unit_test(a_one_off_counts_once),
        cmocka_unit_test(only_months_in_which_the_measure_is_in_use_count),
        cmocka_unit_test(the_rule_holds_only_within_its_dates),
        cmocka_unit_test(the_rows_agree_with_counting_month_after_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
