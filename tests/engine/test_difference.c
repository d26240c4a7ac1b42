/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/difference.h"
#include "tests/support/build.h"

/* Two plans of the same case, each in a world of its own. */
typedef struct {
    world *before;
    world *after;
    bil_arena *arena;
    bil_difference found;
} both;

static world *small_world(void)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_domain(w, "sociale", "SOC");
    world_service(w, "S01", 2000);
    world_effect(w, "casa", 100);
    world_service(w, "S02", 3000);
    world_effect(w, "sociale", 100);
    world_service(w, "S03", 50000);
    world_effect(w, "casa", 500);
    world_place(w, BIL_SETTING_RESIDENTIAL);
    world_service(w, "S04", 0); /* help of the family */
    world_effect(w, "sociale", 100);
    bil_service *course = world_service(w, "S05", 70000);
    world_effect(w, "sociale", 300);
    course->one_off = true;
    world_provider(w, "coop", "S01", 1900);
    world_provider(w, "rose", "S01", 2100);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_held(w, "PENS", BIL_SOURCE_PENSION);
    world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_hours(w, "ORE")->kind = BIL_SOURCE_FAMILY;
    world_hours(w, "VOL")->kind = BIL_SOURCE_THIRD_SECTOR;
    world_may(w, "ORE", "service:S04");
    world_phase(w, 6);
    world_phase(w, 3);
    bil_need *need = world_need(w, "n1", "sociale", 1000);
    need->file_order = 1;
    world_need(w, "n2", "casa", 2000)->file_order = 0;
    world_has(w, "ORE", BIL_SOURCE_AVAILABLE, 20);
    return w;
}

static int build(void **state)
{
    both *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->before = small_world();
    b->after = small_world();
    b->arena = bil_arena_new();
    assert_non_null(b->arena);
    *state = b;
    return 0;
}

static int drop(void **state)
{
    both *b = *state;
    world_free(b->before);
    world_free(b->after);
    bil_arena_free(b->arena);
    free(b);
    return 0;
}

static void line(world *w, size_t phase, const char *service, int64_t quantity, const char *source,
                 int64_t cents)
{
    bil_line *row = world_line(w, phase, service, quantity);
    if (source != NULL) {
        world_pays(w, row, source, cents);
    }
}

static const bil_difference *difference(both *b)
{
    bil_error err;
    assert_int_equal(bil_difference_of(&b->found, &b->before->plan, &b->after->plan,
                                       &b->after->person, b->arena, &err),
                     BIL_OK);
    return &b->found;
}

static void a_plan_differs_from_itself_in_nothing(void **state)
{
    both *b = *state;
    for (int k = 0; k < 2; k++) {
        world *w = k == 0 ? b->before : b->after;
        line(w, 0, "S01@coop", 4, "COM", 7600);
        line(w, 1, "S05", 1, "COM", 70000);
        world_finish(w);
    }
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 0);
    assert_int_equal(d->services, 0);
    assert_int_equal(d->need_count, 0);
    assert_int_equal(d->payer_count, 0);
    assert_memory_equal(&d->before, &d->after, sizeof d->before);
}

static void figures_add_up_months_and_what_is_bought_once(void **state)
{
    both *b = *state;
    world *w = b->before;
    bil_line *row = world_line(w, 0, "S01@coop", 4);
    world_pays(w, row, "COM", 7000);
    world_pays(w, row, "PENS", 400);
    world_pays(w, row, "FAM", 200);
    line(w, 0, "S04", 10, NULL, 0);
    line(w, 1, "S01@rose", 1, "COM", 2100);
    line(w, 1, "S02", 2, "COM", 6000);
    line(w, 1, "S03", 1, "COM", 50000);
    line(w, 1, "S05", 1, "COM", 70000);
    world_finish(w);
    const bil_figures f = bil_figures_of(&w->plan, &w->person);
    assert_int_equal(f.total_cents, 6 * 7600 + 3 * (2100 + 6000 + 50000) + 70000);
    assert_int_equal(f.public_cents, 6 * 7000 + 3 * (2100 + 6000 + 50000) + 70000);
    assert_int_equal(f.person_cents, 6 * 600);
    assert_int_equal(f.family_cents, 6 * 200);
    assert_int_equal(f.family_hours, 60);
    assert_int_equal(f.home_months, 6);
    assert_int_equal(f.providers, 5); /* coop, rose, and S02, S03, S05 */
    assert_int_equal(f.lines, 6);
    assert_int_equal(f.score_e9, w->plan.score_e9);
    assert_int_equal(f.shortfall_e9, w->plan.shortfall_e9);
}

static void hours_that_volunteers_can_give_too_are_not_the_familys(void **state)
{
    both *b = *state;
    world *w = b->before;
    world_may(w, "VOL", "service:S04");
    line(w, 0, "S04", 10, NULL, 0);
    world_finish(w);
    assert_int_equal(bil_figures_of(&w->plan, &w->person).family_hours, 60);
    world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    assert_int_equal(bil_figures_of(&w->plan, &w->person).family_hours, 0);
}

static void a_plan_without_phases_has_no_figures(void **state)
{
    both *b = *state;
    b->before->plan.phase_count = 0;
    b->before->plan.score_e9 = 5;
    const bil_figures none = {0};
    const bil_figures f = bil_figures_of(&b->before->plan, &b->before->person);
    assert_memory_equal(&f, &none, sizeof none);
    line(b->after, 1, "S02", 2, "COM", 6000);
    world_finish(b->after);
    b->before->plan.phase_count = 0;
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 1);
    assert_int_equal(d->lines[0].before, 0);
    assert_int_equal(d->lines[0].after, 2);
    assert_int_equal(d->payers[0].after, 18000);
}

static void lines_come_by_phase_and_catalogue_order_with_both_sides(void **state)
{
    both *b = *state;
    line(b->before, 0, "S03", 1, "COM", 50000);
    line(b->before, 0, "S01", 4, "COM", 8000);
    line(b->before, 1, "S01@coop", 4, "COM", 7600);
    line(b->after, 0, "S02", 1, "COM", 3000);
    line(b->after, 0, "S01", 5, "COM", 10000);
    line(b->after, 1, "S01@rose", 4, "COM", 8400);
    world_finish(b->before);
    world_finish(b->after);
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 4);
    assert_int_equal(d->services, 3);
    assert_string_equal(d->lines[0].code, "S01");
    assert_int_equal(d->lines[0].before, 4);
    assert_int_equal(d->lines[0].after, 5);
    assert_int_equal(d->lines[0].cost_before, 8000);
    assert_int_equal(d->lines[0].cost_after, 10000);
    assert_string_equal(d->lines[1].code, "S02");
    assert_int_equal(d->lines[1].before, 0);
    assert_string_equal(d->lines[2].code, "S03");
    assert_int_equal(d->lines[2].after, 0);
    assert_int_equal(d->lines[3].phase, 1);
    assert_string_equal(d->lines[3].provider_before, "coop");
    assert_string_equal(d->lines[3].provider_after, "rose");
    assert_int_equal(d->lines[3].before, d->lines[3].after);
}

static void needs_come_in_the_order_of_the_case_file(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 4, "COM", 8000);
    line(b->after, 0, "S02", 3, "COM", 9000);
    world_finish(b->before);
    world_finish(b->after);
    const bil_difference *d = difference(b);
    assert_int_equal(d->need_count, 2);
    assert_string_equal(d->needs[0].need_id, "n2");
    assert_int_equal(d->needs[0].before, 400);
    assert_int_equal(d->needs[0].after, 0);
    assert_int_equal(d->needs[0].target, 2000);
    assert_string_equal(d->needs[1].need_id, "n1");
    assert_int_equal(d->needs[1].before, 0);
    assert_int_equal(d->needs[1].after, 300);
}

static void a_need_only_one_plan_knows_counts_as_uncovered_in_the_other(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 4, "COM", 8000);
    line(b->after, 0, "S01", 4, "COM", 8000);
    world_finish(b->before);
    world_finish(b->after);
    b->before->coverage[0][0].need_id = "old";
    b->before->coverage[0][0].need = BIL_NONE;
    const bil_difference *d = difference(b);
    assert_int_equal(d->need_count, 2);
    assert_string_equal(d->needs[0].need_id, "n2");
    assert_int_equal(d->needs[0].before, 0);
    assert_int_equal(d->needs[0].after, 400);
    assert_string_equal(d->needs[1].need_id, "old");
    assert_int_equal(d->needs[1].before, 400);
    assert_int_equal(d->needs[1].after, 0);
}

static void payers_are_summed_over_the_whole_plan_by_catalogue_order(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 4, "FAM", 8000);
    line(b->before, 1, "S05", 1, "COM", 70000);
    line(b->after, 0, "S01", 4, "PENS", 8000);
    line(b->after, 1, "S05", 1, "COM", 70000);
    world_finish(b->before);
    world_finish(b->after);
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 0);
    assert_int_equal(d->payer_count, 2);
    assert_string_equal(d->payers[0].code, "PENS");
    assert_int_equal(d->payers[0].before, 0);
    assert_int_equal(d->payers[0].after, 48000);
    assert_string_equal(d->payers[1].code, "FAM");
    assert_int_equal(d->payers[1].before, 48000);
    assert_int_equal(d->payers[1].after, 0);
}

static void a_shorter_plan_goes_on_as_in_its_last_phase_without_buying_again(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 4, "COM", 8000);
    line(b->before, 0, "S05", 1, "COM", 70000);
    line(b->after, 0, "S01", 4, "COM", 8000);
    line(b->after, 0, "S05", 1, "COM", 70000);
    line(b->after, 1, "S01", 4, "COM", 8000);
    world_finish(b->before);
    world_finish(b->after);
    b->before->plan.phase_count = 1;
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 0);
    assert_int_equal(d->payer_count, 0);
    assert_int_equal(d->before.total_cents, 9 * 8000 + 70000);
    assert_int_equal(d->before.total_cents, d->after.total_cents);
    assert_int_equal(d->before.home_months, 9);
}

static void services_the_catalogue_lacks_are_compared_by_code_and_come_last(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 4, "COM", 8000);
    line(b->after, 0, "S01", 4, "COM", 8000);
    world_finish(b->before);
    world_finish(b->after);
    b->before->lines[0][0].code = "X99";
    b->before->lines[0][0].service = BIL_NONE;
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 2);
    assert_string_equal(d->lines[0].code, "S01");
    assert_int_equal(d->lines[0].before, 0);
    assert_string_equal(d->lines[1].code, "X99");
    assert_int_equal(d->lines[1].before, 4);
    assert_int_equal(d->lines[1].after, 0);
    assert_true(d->lines[1].service == BIL_NONE);
}

static void lines_of_quantity_zero_are_no_lines(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 0, NULL, 0);
    world_finish(b->before);
    world_finish(b->after);
    const bil_difference *d = difference(b);
    assert_int_equal(d->line_count, 0);
    assert_int_equal(d->before.lines, 0);
}

static void sums_beyond_any_reason_stop_at_the_end(void **state)
{
    both *b = *state;
    line(b->before, 0, "S01", 1, "COM", 2000);
    world_finish(b->before);
    world_finish(b->after);
    b->before->lines[0][0].cost_cents = INT64_MAX;
    const bil_difference *d = difference(b);
    assert_true(d->before.total_cents == INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plan_differs_from_itself_in_nothing, build, drop),
        cmocka_unit_test_setup_teardown(figures_add_up_months_and_what_is_bought_once, build, drop),
        cmocka_unit_test_setup_teardown(hours_that_volunteers_can_give_too_are_not_the_familys,
                                        build, drop),
        cmocka_unit_test_setup_teardown(a_plan_without_phases_has_no_figures, build, drop),
        cmocka_unit_test_setup_teardown(lines_come_by_phase_and_catalogue_order_with_both_sides,
                                        build, drop),
        cmocka_unit_test_setup_teardown(needs_come_in_the_order_of_the_case_file, build, drop),
        cmocka_unit_test_setup_teardown(a_need_only_one_plan_knows_counts_as_uncovered_in_the_other,
                                        build, drop),
        cmocka_unit_test_setup_teardown(payers_are_summed_over_the_whole_plan_by_catalogue_order,
                                        build, drop),
        cmocka_unit_test_setup_teardown(
            a_shorter_plan_goes_on_as_in_its_last_phase_without_buying_again, build, drop),
        cmocka_unit_test_setup_teardown(
            services_the_catalogue_lacks_are_compared_by_code_and_come_last, build, drop),
        cmocka_unit_test_setup_teardown(lines_of_quantity_zero_are_no_lines, build, drop),
        cmocka_unit_test_setup_teardown(sums_beyond_any_reason_stop_at_the_end, build, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
