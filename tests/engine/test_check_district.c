/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check_district.h"
#include "tests/support/build.h"

/* A pool, a home service by the hour, a one-off, and a provider of the first. */
static world *two_services(int first, int second)
{
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    (void)world_service(w, "S01", 1000);
    (void)world_effect(w, "casa", 100);
    world_service(w, "S02", 1000)->one_off = true;
    (void)world_effect(w, "casa", 100);
    (void)world_provider(w, "coop", "S01", 1000);
    (void)world_provider(w, "coop", "S02", 1000);
    (void)world_phase(w, first);
    if (second > 0) {
        (void)world_phase(w, second);
    }
    return w;
}

typedef struct {
    bil_pool pools[2];
    bil_capacity capacities[2];
    bil_district district;
    bil_district_sums *sums;
} district;

/* Of 1,000 cents a year from COM; 3 of S01 and 4 of "coop" a month. */
static void open_district(district *d, const world *w, bil_date first, int months)
{
    memset(d, 0, sizeof *d);
    d->pools[0] = (bil_pool){bil_catalogue_find_source(&w->catalogue, "COM"), 1000};
    d->pools[1] = (bil_pool){bil_catalogue_find_source(&w->catalogue, "ASL"), 1000};
    d->capacities[0] = (bil_capacity){"S01", bil_catalogue_find_service(&w->catalogue, "S01"), 3};
    d->capacities[1] = (bil_capacity){"coop", BIL_NONE, 4};
    d->district = (bil_district){.catalogue = &w->catalogue,
                                 .pools = d->pools,
                                 .pool_count = 2,
                                 .capacities = d->capacities,
                                 .capacity_count = 2};
    assert_int_equal(bil_district_sums_new(&d->sums, &d->district, first, months, NULL), BIL_OK);
}

static void close_district(district *d, world *w)
{
    bil_district_sums_free(d->sums);
    world_free(w);
}

static void money_of_a_month_counts_for_every_month_of_its_phase(void **state)
{
    (void)state;
    district d;
    world *w = two_services(6, 3);
    (void)world_pays(w, world_line(w, 0, "S01", 1), "COM", 70);
    (void)world_pays(w, world_line(w, 1, "S01", 1), "COM", 11);
    world_finish(w);
    open_district(&d, w, w->person.start, 9);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_int_equal(bil_district_money(d.sums, 0, 0), 6 * 70 + 3 * 11);
    assert_int_equal(bil_district_money(d.sums, 1, 0), 0);
    close_district(&d, w);
}

static void a_phase_across_the_years_end_counts_in_each_for_its_months_there(void **state)
{
    (void)state;
    district d;
    world *w = two_services(10, 8);
    (void)world_pays(w, world_line(w, 1, "S01", 1), "COM", 100);
    world_finish(w);
    open_district(&d, w, w->person.start, 18);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_int_equal(bil_district_money(d.sums, 0, 0), 200);
    assert_int_equal(bil_district_money(d.sums, 0, 1), 600);
    close_district(&d, w);
}

static void a_year_is_twelve_months_from_the_first_not_of_the_calendar(void **state)
{
    (void)state;
    district d;
    world *w = two_services(12, 0);
    w->person.start = 20270901;
    w->phases[0].start = 20270901;
    (void)world_pays(w, world_line(w, 0, "S01", 1), "COM", 100);
    world_finish(w);
    open_district(&d, w, 20270315, 18);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_int_equal(bil_district_money(d.sums, 0, 0), 600); /* September to February */
    assert_int_equal(bil_district_money(d.sums, 0, 1), 600);
    close_district(&d, w);
}

static void a_one_off_is_spread_over_its_phase_and_a_share_of_a_cent_counts_as_a_cent(void **state)
{
    (void)state;
    district d;
    world *w = two_services(10, 7);
    (void)world_pays(w, world_line(w, 1, "S02", 1), "COM", 100);
    world_finish(w);
    open_district(&d, w, w->person.start, 17);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_int_equal(bil_district_money(d.sums, 0, 0), 29); /* 2/7 of a hundred */
    assert_int_equal(bil_district_money(d.sums, 0, 1), 72); /* 5/7 */
    close_district(&d, w);
}

static void
units_count_in_every_month_but_those_of_a_one_off_in_the_first_of_its_phase(void **state)
{
    (void)state;
    district d;
    world *w = two_services(2, 3);
    (void)world_line(w, 0, "S01@coop", 2);
    (void)world_line(w, 1, "S02@coop", 1);
    (void)world_line(w, 1, "S01", 3);
    world_finish(w);
    open_district(&d, w, w->person.start, 5);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    static const int64_t service[] = {2, 2, 3, 3, 3};
    static const int64_t provider[] = {2, 2, 1, 0, 0};
    for (int month = 0; month < 5; month++) {
        assert_int_equal(bil_district_units(d.sums, 0, month), service[month]);
        assert_int_equal(bil_district_units(d.sums, 1, month), provider[month]);
    }
    close_district(&d, w);
}

static void persons_add_up(void **state)
{
    (void)state;
    district d;
    world *w = two_services(4, 0);
    (void)world_pays(w, world_line(w, 0, "S01@coop", 1), "COM", 10);
    world_finish(w);
    open_district(&d, w, 20270101, 6);
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    w->person.start = 20270228; /* another one, later */
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_int_equal(bil_district_money(d.sums, 0, 0), 80);
    static const int64_t units[] = {1, 2, 2, 2, 1, 0};
    for (int month = 0; month < 6; month++) {
        assert_int_equal(bil_district_units(d.sums, 0, month), units[month]);
    }
    close_district(&d, w);
}

static void a_limit_that_is_reached_holds_and_one_more_does_not(void **state)
{
    (void)state;
    district d;
    bil_district_excess excess;
    world *w = two_services(12, 0);
    bil_line *line = world_line(w, 0, "S01@coop", 3);
    (void)world_pays(w, line, "COM", 83);
    world_finish(w);
    open_district(&d, w, w->person.start, 12);
    d.pools[0].yearly_cents = 996;
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    assert_true(bil_district_holds(d.sums, &excess));
    d.pools[0].yearly_cents = 995;
    assert_false(bil_district_holds(d.sums, &excess));
    assert_string_equal(excess.code, "COM");
    assert_int_equal(excess.at, 0);
    assert_int_equal(excess.limit, 995);
    assert_int_equal(excess.found, 996);
    d.pools[0].yearly_cents = 996;
    d.capacities[0].month_units = 2;
    assert_false(bil_district_holds(d.sums, &excess));
    assert_string_equal(excess.code, "S01");
    assert_int_equal(excess.found, 3);
    d.capacities[0].month_units = 3;
    d.capacities[1].month_units = 2;
    assert_false(bil_district_holds(d.sums, &excess));
    assert_string_equal(excess.code, "coop");
    close_district(&d, w);
}

static void a_plan_outside_the_months_is_refused(void **state)
{
    (void)state;
    district d;
    world *w = two_services(4, 0);
    (void)world_line(w, 0, "S01", 1);
    world_finish(w);
    open_district(&d, w, 20270101, 4);
    w->person.start = 20270201;
    assert_false(bil_district_sums_add(d.sums, &w->person, &w->plan));
    w->person.start = 20261201;
    assert_false(bil_district_sums_add(d.sums, &w->person, &w->plan));
    w->person.start = 20270131;
    assert_true(bil_district_sums_add(d.sums, &w->person, &w->plan));
    close_district(&d, w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_of_a_month_counts_for_every_month_of_its_phase),
        cmocka_unit_test(a_phase_across_the_years_end_counts_in_each_for_its_months_there),
        cmocka_unit_test(a_year_is_twelve_months_from_the_first_not_of_the_calendar),
        cmocka_unit_test(a_one_off_is_spread_over_its_phase_and_a_share_of_a_cent_counts_as_a_cent),
        cmocka_unit_test(
            units_count_in_every_month_but_those_of_a_one_off_in_the_first_of_its_phase),
        cmocka_unit_test(persons_add_up),
        cmocka_unit_test(a_limit_that_is_reached_holds_and_one_more_does_not),
        cmocka_unit_test(a_plan_outside_the_months_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
