/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two allocations side by side: by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/comparison.h"

#define E9 INT64_C(1000000000)
#define POINT_E9 INT64_C(10000000)

enum { PERSONS = 4 };

/* Four persons: 0.9, 0.5, 0.5, 0.1 by the greatest sum; 0.6, 0.5, 0.4, 0.3 by the greatest least.
 */
static const bil_scored by_sum[] = {
    {"A", 900000000}, {"B", 500000000}, {"C", 500000000}, {"D", 100000000}};
static const bil_scored by_least[] = {
    {"D", 300000000}, {"C", 400000000}, {"B", 505000000}, {"A", 600000000}};
static const bil_allotted_status statuses[PERSONS] = {BIL_ALLOTTED_PLAN};

typedef struct {
    bil_told_allocation sum;
    bil_told_allocation least;
    bil_case cases[PERSONS];
    bil_applicant persons[PERSONS];
    bil_arena *arena;
} sides;

static int open(void **state)
{
    static sides s;
    static const char *const ids[] = {"C", "A", "D", "B"};
    s = (sides){.arena = bil_arena_new()};
    s.sum = (bil_told_allocation){.district = "prova",
                                  .district_sha256 = "1",
                                  .catalogue_sha256 = "2",
                                  .rule = "utilitarian",
                                  .value_e9 = 2 * E9,
                                  .least_e9 = 100000000,
                                  .sum_bound_e9 = 2 * E9 + E9 / 2,
                                  .least_bound_e9 = -1,
                                  .scored = by_sum,
                                  .statuses = statuses,
                                  .count = PERSONS};
    s.least = s.sum;
    s.least.rule = "max-min";
    s.least.value_e9 = 1805000000;
    s.least.least_e9 = 300000000;
    s.least.sum_bound_e9 = -1;
    s.least.least_bound_e9 = 400000000;
    s.least.scored = by_least;
    for (size_t i = 0; i < PERSONS; i++) {
        s.cases[i] = (bil_case){.id = ids[i],
                                .start = 20270101,
                                .birth_year = i == 0 ? 0 : 1940 + 30 * (int)i,
                                .district = i < 2 ? "piano" : "monte"};
        s.persons[i] =
            (bil_applicant){.person = &s.cases[i],
                            .intensity_given = i > 0,
                            .intensity = i == 1 ? BIL_INTENSITY_HIGH : BIL_INTENSITY_LOW};
    }
    *state = &s;
    return s.arena == NULL ? -1 : 0;
}

static int close(void **state)
{
    bil_arena_free(((sides *)*state)->arena);
    return 0;
}

static bil_comparison compared(sides *s, const bil_told_allocation *first,
                               const bil_told_allocation *second, bool groups)
{
    bil_comparison c = {0};
    assert_int_equal(bil_compare_allocations(&c, first, second, groups ? s->persons : NULL,
                                             groups ? PERSONS : 0, POINT_E9, s->arena, NULL),
                     BIL_OK);
    return c;
}

static void each_rule_is_measured_by_what_the_other_proves(void **state)
{
    sides *s = *state;
    const bil_comparison c = compared(s, &s->sum, &s->least, false);
    assert_true(c.same_district);
    assert_int_equal(c.sum_bound_e9, 2 * E9 + E9 / 2);
    assert_int_equal(c.price_of_fairness_e9[0], E9 / 5);      /* (2.5 − 2) ÷ 2.5 */
    assert_int_equal(c.price_of_fairness_e9[1], 278000000);   /* (2.5 − 1.805) ÷ 2.5 */
    assert_int_equal(c.price_of_efficiency_e9[0], 750000000); /* (0.4 − 0.1) ÷ 0.4 */
    assert_int_equal(c.price_of_efficiency_e9[1], 250000000);
    assert_int_equal(c.winners.won, 1);
    assert_int_equal(c.winners.lost, 2);
    assert_int_equal(c.winners.same, 1); /* B: half a point */
    assert_int_equal(c.winners.won_e9, 200000000);
    assert_int_equal(c.winners.lost_e9, 400000000);
    assert_int_equal(c.winners.moved_e9, 5000000);
    assert_int_equal(c.group_count, 0);
}

static void a_bound_of_another_district_or_that_is_exceeded_says_nothing(void **state)
{
    sides *s = *state;
    s->least.district_sha256 = "3";
    bil_comparison c = compared(s, &s->sum, &s->least, false);
    assert_false(c.same_district);
    assert_int_equal(c.sum_bound_e9, -1);
    assert_int_equal(c.price_of_fairness_e9[0], -1);
    assert_int_equal(c.price_of_efficiency_e9[1], -1);
    s->least.district_sha256 = "1";
    s->least.value_e9 = 2 * E9 + E9 / 2 + 2000; /* as when running plans may shrink in one only */
    c = compared(s, &s->least, &s->sum, false);
    assert_int_equal(c.sum_bound_e9, -1);
    assert_int_equal(c.least_bound_e9, 400000000);
    s->least.value_e9 = 2 * E9 + E9 / 2 + 1; /* rounded */
    c = compared(s, &s->least, &s->sum, false);
    assert_int_equal(c.price_of_fairness_e9[0], 0);
}

static const bil_compared_group *group(const bil_comparison *c, bil_metric_groups by,
                                       const char *code)
{
    for (size_t g = 0; g < c->group_count; g++) {
        if (c->groups[g].by == by && strcmp(c->groups[g].code, code) == 0) {
            return &c->groups[g];
        }
    }
    fail_msg("no group %s", code);
    return NULL;
}

static void groups_add_up_to_their_persons(void **state)
{
    sides *s = *state;
    const bil_comparison c = compared(s, &s->sum, &s->least, true);
    const bil_compared_group *high = group(&c, BIL_METRIC_GROUPS_INTENSITY, "high"); /* A */
    assert_int_equal(high->persons, 1);
    assert_int_equal(high->lost, 1);
    assert_int_equal(high->lost_e9, 300000000);
    const bil_compared_group *low = group(&c, BIL_METRIC_GROUPS_INTENSITY, "low"); /* D and B */
    assert_int_equal(low->persons, 2);
    assert_int_equal(low->won, 1);
    assert_int_equal(low->moved_e9, 5000000);
    assert_ptr_equal(&c.groups[0], low); /* from the lowest band on; C's is not known */
    const bil_compared_group *plain = group(&c, BIL_METRIC_GROUPS_AREA, "piano"); /* C and A */
    assert_int_equal(plain->persons, 2);
    assert_int_equal(plain->lost, 2);
    assert_int_equal(plain->lost_e9, 400000000);
    assert_int_equal(group(&c, BIL_METRIC_GROUPS_AGE, "35-64")->persons, 1); /* A, 57 */
    assert_int_equal(group(&c, BIL_METRIC_GROUPS_AGE, "18-34")->persons, 1); /* D, 27 */
    assert_int_equal(c.group_count, 2 + 2 + 2); /* B is not born yet: no age */
}

static void there_must_be_somebody_in_both(void **state)
{
    sides *s = *state;
    static const bil_scored others[] = {{"X", 1}};
    bil_comparison c;
    bil_error err = {0};
    s->least.scored = others;
    s->least.count = 1;
    assert_int_equal(
        bil_compare_allocations(&c, &s->sum, &s->least, NULL, 0, POINT_E9, s->arena, &err),
        BIL_E_DATA);
    assert_non_null(strstr(err.message_en, "in common"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_rule_is_measured_by_what_the_other_proves, open,
                                        close),
        cmocka_unit_test_setup_teardown(
            a_bound_of_another_district_or_that_is_exceeded_says_nothing, open, close),
        cmocka_unit_test_setup_teardown(groups_add_up_to_their_persons, open, close),
        cmocka_unit_test_setup_teardown(there_must_be_somebody_in_both, open, close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
