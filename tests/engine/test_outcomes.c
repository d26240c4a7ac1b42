/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a person, as figures: worked by hand from a plan of two phases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/outcomes.h"
#include "tests/support/build.h"

typedef struct {
    world *w;
    bil_outcomes *o;
    bil_applicant who;
} sample;

/* Six months at home, three in a residence; work is a need in the first phase only. */
static void build_case(world *w)
{
    world_domain(w, "abitare", "CASA");
    world_domain(w, "lavoro", "LAV");
    world_domain(w, "sonno", "casa");
    world_service(w, "S01", 2000);
    world_effect(w, "abitare", 100);
    world_service(w, "S02", 100000)->one_off = true;
    world_effect(w, "lavoro", 50);
    world_service(w, "S03", 10000);
    world_effect(w, "abitare", 900);
    world_place(w, BIL_SETTING_RESIDENTIAL)->unit = "day";
    world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_ANY);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_held(w, "PENS", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_phase(w, 6);
    world_phase(w, 3);
    world_need(w, "n1", "abitare", 1000)->floor_bp = 3000;
    world_need(w, "n2", "lavoro", 500)->priority = 3;
    world_target(w, 1, "n2", 0);
    world_has(w, "PENS", BIL_SOURCE_ACTIVE, 33600);
    world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10000);
    world_today(w, "S01", 3, false);
    world_today(w, "S03", 1, false);
    w->person.birth_year = 1978;
}

static void build_plan(world *w)
{
    bil_line *line = world_line(w, 0, "S01", 5);
    world_pays(w, line, "COM", 6000);
    world_pays(w, line, "PENS", 4000);
    line = world_line(w, 0, "S02", 1);
    world_pays(w, line, "ASL", 100000);
    line = world_line(w, 1, "S03", 1); /* 100 € a day: 3.041,67 € a month */
    world_pays(w, line, "COM", 303167);
    world_pays(w, line, "FAM", 1000);
    for (size_t t = 0; t < 2; t++) {
        world_uses(w, t, "PENS");
    }
    world_finish(w);
}

static int build(void **state)
{
    static sample s;
    s = (sample){.w = world_new()};
    build_case(s.w);
    build_plan(s.w);
    s.who = (bil_applicant){.person = &s.w->person,
                            .requested_on = 20260401,
                            .intensity_given = true,
                            .intensity = BIL_INTENSITY_HIGH};
    assert_int_equal(bil_outcomes_new(&s.o, &s.w->catalogue, 2, NULL), BIL_OK);
    *state = &s;
    return 0;
}

static int drop(void **state)
{
    sample *s = *state;
    bil_outcomes_free(s->o);
    world_free(s->w);
    return 0;
}

static const bil_outcome_row *fill(sample *s)
{
    assert_int_equal(bil_outcomes_fill(s->o, 1, &s->who, &s->w->plan, NULL), BIL_OK);
    return &s->o->rows[1];
}

static void the_person_is_described(void **state)
{
    sample *s = *state;
    const bil_outcome_row *row = fill(s);
    assert_string_equal(row->id, "P1");
    assert_int_equal(row->months, 9);
    assert_int_equal(row->age, 49);
    assert_int_equal(row->isee_cents, 600000);
    assert_string_equal(row->area, "pavia");
    assert_string_equal(row->sex, "");
    assert_true(row->intensity_given && row->intensity == BIL_INTENSITY_HIGH);
    assert_int_equal(row->requested_on, 20260401);
    /* Weights 1 and 1.5 for six months, 1 for three: (6 × 2.5 + 3) ÷ 9 = 2, in 1/40 000. */
    assert_int_equal(row->need_points, 80000);
    assert_int_equal(bil_case_need_points(&s->w->person), 80000);
    assert_int_equal(row->score_e9, s->w->plan.score_e9);
    assert_int_equal(row->shortfall_e9, s->w->plan.shortfall_e9);
    s->w->person.birth_year = 0;
    assert_int_equal(fill(s)->age, -1);
}

static void money_is_added_up_over_the_whole_plan(void **state)
{
    sample *s = *state;
    const bil_outcome_row *row = fill(s);
    assert_int_equal(row->cost_cents,
                     6 * 10000 + 100000 + 3 * 304167); /* what is bought once, once */
    assert_int_equal(row->public_cents, 6 * 6000 + 100000 + 3 * 303167);
    assert_int_equal(row->person_cents, 6 * 4000 + 3 * 1000);
    assert_int_equal(row->pension_cents, 6 * 4000);
    assert_int_equal(row->income_cents, 9 * 36400); /* 336 € thirteen times a year */
    const size_t sources = s->w->catalogue.source_count;
    assert_int_equal(s->o->spent[sources + 0], 100000);
    assert_int_equal(s->o->spent[sources + 1], 6 * 6000 + 3 * 303167);
    assert_int_equal(s->o->spent[sources + 2], 24000);
    assert_int_equal(s->o->spent[sources + 3], 3000);
    assert_int_equal(s->o->spent[0], 0);                                    /* the other person's */
    assert_int_equal(fill(s)->cost_cents, 6 * 10000 + 100000 + 3 * 304167); /* filled twice */
    assert_int_equal(s->o->spent[sources + 3], 3000);
}

static void needs_are_looked_at_by_life_area(void **state)
{
    sample *s = *state;
    const bil_outcome_row *row = fill(s);
    assert_int_equal(s->o->axis_count, 2); /* "casa" is "CASA" */
    assert_string_equal(s->o->axes[0], "CASA");
    assert_string_equal(s->o->axes[1], "LAV");
    /* Housing: half is missing for six months, a tenth for three: (3 + 0.3) ÷ 9. */
    assert_int_equal(s->o->axis_asked[2 + 0], 9 * 40000);
    assert_int_equal(s->o->axis_missing_e9[2 + 0], 366666667);
    /* Work: 50 of 500 for six months, with weight 1.5. */
    assert_int_equal(s->o->axis_asked[2 + 1], 6 * 60000);
    assert_int_equal(s->o->axis_missing_e9[2 + 1], 900000000);
    assert_int_equal(row->floors, 2); /* one need, two phases */
    assert_int_equal(row->floors_met, 2);
    s->w->needs[0].floor_bp = 6000;
    assert_int_equal(fill(s)->floors_met, 1);
    s->w->needs[0].floor_bp = 9000; /* just met in the second phase */
    assert_int_equal(fill(s)->floors_met, 1);
}

static void what_changes_on_the_first_day_is_counted(void **state)
{
    sample *s = *state;
    const bil_outcome_row *row = fill(s);
    assert_int_equal(row->lines, 3);
    assert_int_equal(row->residence_months, 3);
    assert_int_equal(row->today_services, 2);
    assert_int_equal(row->added, 1);   /* S02 */
    assert_int_equal(row->ended, 1);   /* S03, which comes back later */
    assert_int_equal(row->changed, 1); /* S01, from 3 to 5 */
    bil_line line = {.code = "S01", .service = 0, .quantity = 5};
    bil_plan_phase phase = {.months = 6, .lines = &line, .line_count = 1};
    bil_plan granted = {.phases = &phase, .phase_count = 1};
    s->who.granted = &granted;
    row = fill(s);
    assert_int_equal(row->today_services, 2);
    assert_int_equal(row->changed, 0); /* the granted plan gave 5 already */
}

static void a_report_tells_status_today_and_pools(void **state)
{
    sample *s = *state;
    bil_allotted_person persons[2] = {
        {.status = BIL_ALLOTTED_WAITING, .waits = BIL_WAITS_PLACE, .today_e9 = 5},
        {.status = BIL_ALLOTTED_PLAN, .today_e9 = 7}};
    const bil_shared_result shared[] = {
        {.code = "ASL", .pool = true, .limit = 100, .used = 60},
        {.code = "ASL", .pool = true, .from = 12, .limit = 100, .used = 50},
        {.code = "COM", .pool = true, .limit = 30, .used = 31},
        {.code = "S01", .limit = 5, .used = 5},
    };
    bil_allocation_report report = {.rule = "utilitarian",
                                    .bound_e9 = 1500000000,
                                    .gap_e9 = 12,
                                    .free_value_e9 = -1,
                                    .free_bound_e9 = -1,
                                    .shared = shared,
                                    .shared_count = 4,
                                    .persons = persons,
                                    .person_count = 2};
    assert_int_equal(bil_outcomes_take(s->o, &report, NULL), BIL_OK);
    assert_int_equal(s->o->rows[0].status, BIL_ALLOTTED_WAITING);
    assert_int_equal(s->o->rows[0].waits, BIL_WAITS_PLACE);
    assert_int_equal(s->o->rows[1].today_e9, 7);
    assert_int_equal(s->o->pool_count, 2);
    assert_string_equal(s->o->pools[0].code, "ASL");
    assert_int_equal(s->o->pools[0].limit_cents, 200);
    assert_int_equal(s->o->pools[0].used_cents, 110);
    assert_int_equal(s->o->pools[1].used_cents, 31);
    assert_int_equal(s->o->gap_e9, 12);
    assert_int_equal(s->o->sum_bound_e9, 1500000000);
    assert_int_equal(s->o->milliseconds, -1);
    report.free_value_e9 = 1;
    report.free_bound_e9 = 1600000000;
    assert_int_equal(bil_outcomes_take(s->o, &report, NULL), BIL_OK);
    assert_int_equal(s->o->sum_bound_e9, 1600000000);
    report.rule = "essential-first"; /* its bound is of those with as little shortfall */
    assert_int_equal(bil_outcomes_take(s->o, &report, NULL), BIL_OK);
    assert_int_equal(s->o->sum_bound_e9, -1);
}

static void a_plan_of_strange_things_is_no_trouble(void **state)
{
    sample *s = *state;
    s->w->lines[0][0].service = BIL_NONE;
    bil_funding strange[] = {{"X", BIL_NONE, 500}};
    s->w->lines[0][0].funding = strange;
    s->w->lines[0][0].funding_count = 1;
    s->w->coverage[0][0].need = BIL_NONE;
    assert_int_equal(fill(s)->public_cents, 100000 + 3 * 303167);
    s->w->plan.phase_count = 0;
    assert_int_equal(fill(s)->cost_cents, 0);
    assert_int_equal(fill(s)->ended, 2);
    s->w->person.phase_count = 0;
    assert_int_equal(fill(s)->need_points, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_person_is_described, build, drop),
        cmocka_unit_test_setup_teardown(money_is_added_up_over_the_whole_plan, build, drop),
        cmocka_unit_test_setup_teardown(needs_are_looked_at_by_life_area, build, drop),
        cmocka_unit_test_setup_teardown(what_changes_on_the_first_day_is_counted, build, drop),
        cmocka_unit_test_setup_teardown(a_report_tells_status_today_and_pools, build, drop),
        cmocka_unit_test_setup_teardown(a_plan_of_strange_things_is_no_trouble, build, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
