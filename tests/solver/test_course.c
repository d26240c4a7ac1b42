/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/course.h"
#include "tests/solver/solve.h"

/* The clash of quantities chosen phase by phase. */
static bil_clash clash_of(const world *w, const char *situation)
{
    setting s;
    bil_choice choices[BIL_PHASES_MAX];
    bil_funding_found fundings[BIL_PHASES_MAX];
    const bil_choice *choice[BIL_PHASES_MAX];
    const bil_funding_found *funding[BIL_PHASES_MAX];
    setting_open(&s, w, NULL);
    for (size_t t = 0; t < s.view.phase_count; t++) {
        choices[t] = choice_of(&s, t, situation);
        fundings[t] = fund(&s, t, situation, false);
        choice[t] = &choices[t];
        funding[t] = &fundings[t];
    }
    const bil_clash clash = bil_course_clash(&s.view, choice, funding);
    setting_close(&s);
    return clash;
}

static world *course_world(int first, int second, int third)
{
    world *w = plain_world();
    (void)world_held(w, "MIS", BIL_SOURCE_SOCIAL);
    plain_service(w, "S01", 1000)->one_off = true;
    (void)plain_service(w, "S02", 1000);
    (void)world_place(w, BIL_SETTING_DAY);
    (void)plain_service(w, "S03", 1000);
    (void)world_rule(w, "D01", BIL_RULE_ALLOWANCE, "source:MIS", "service:S03", 60);
    plain_case(w, first, second, third);
    (void)world_has(w, "MIS", BIL_SOURCE_ACTIVE, 100000);
    return w;
}

static void phases_that_fit_together_do_not_clash(void **state)
{
    (void)state;
    world *w = course_world(6, 6, 6);
    assert_int_equal(clash_of(w, "S01=3 S02=1|S02=1|").kind, BIL_CLASH_NONE);
    assert_int_equal(clash_of(w, "|S02=1 S03=5|S02=1 S03=5").kind, BIL_CLASH_NONE);
    world_free(w);
}

static void a_one_off_bought_twice_names_both_phases(void **state)
{
    (void)state;
    world *w = course_world(6, 6, 6);
    const bil_clash clash = clash_of(w, "|S01=3|S01=1");
    assert_int_equal(clash.kind, BIL_CLASH_TWICE);
    assert_int_equal(clash.service, 0);
    assert_int_equal(clash.first, 1);
    assert_int_equal(clash.second, 2);
    world_free(w);
}

static void a_gap_names_the_phase_in_the_middle(void **state)
{
    (void)state;
    world *w = course_world(6, 6, 6);
    const bil_clash clash = clash_of(w, "S02=1||S02=1");
    assert_int_equal(clash.kind, BIL_CLASH_GAP);
    assert_int_equal(clash.service, 1);
    assert_int_equal(clash.first, 0);
    assert_int_equal(clash.middle, 1);
    assert_int_equal(clash.second, 2);
    world_free(w);
}

static void a_year_names_the_phases_of_the_window(void **state)
{
    (void)state;
    world *w = course_world(12, 6, 12);
    const bil_clash clash = clash_of(w, "|S03=6|S03=5"); /* 36 + 30 in months 13 to 24 */
    assert_int_equal(clash.kind, BIL_CLASH_YEAR);
    assert_true(clash.together[1] && clash.together[2]);
    assert_false(clash_of(w, "|S03=5|S03=5").kind == BIL_CLASH_YEAR);
    w->has[0].status = BIL_SOURCE_AVAILABLE; /* it pays nothing, so it is not in use */
    assert_int_equal(clash_of(w, "|S03=6|S03=5").kind, BIL_CLASH_NONE);
    world_free(w);
}

static void a_rule_left_out_makes_no_clash(void **state)
{
    (void)state;
    world *w = course_world(6, 6, 0);
    const bool off = true;
    const bil_relaxation without = {.rules = &off};
    setting s;
    setting_open(&s, w, &without);
    bil_choice choices[2] = {choice_of(&s, 0, "S03=50|"), choice_of(&s, 1, "|S03=50")};
    bil_funding_found fundings[2] = {fund(&s, 0, "S03=50|", false), fund(&s, 1, "|S03=50", false)};
    const bil_choice *choice[2] = {&choices[0], &choices[1]};
    const bil_funding_found *funding[2] = {&fundings[0], &fundings[1]};
    assert_int_equal(bil_course_clash(&s.view, choice, funding).kind, BIL_CLASH_NONE);
    setting_close(&s);
    assert_int_equal(clash_of(w, "S03=50|S03=50").kind, BIL_CLASH_YEAR);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases_that_fit_together_do_not_clash),
        cmocka_unit_test(a_one_off_bought_twice_names_both_phases),
        cmocka_unit_test(a_gap_names_the_phase_in_the_middle),
        cmocka_unit_test(a_year_names_the_phases_of_the_window),
        cmocka_unit_test(a_rule_left_out_makes_no_clash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
