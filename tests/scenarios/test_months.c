/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/catalogue.h"
#include "scenarios/flow.h"
#include "tests/support/place.h"

/* A waiting list of four, lived through with the shipped catalogue. */

#define DISTRICT                                                                                   \
    "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":{\"name\":"      \
    "\"lombardia\"},\"pools\":{\"COMUNE\":3000000,\"ASL\":3000000,\"FNA\":0},\"capacities\":{}}"

#define PERSON(id)                                                                                 \
    "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"" id                         \
    "\",\"district\":\"pavia\",\"isee_cents\":100000},\"start\":\"2027-01-01\",\"phases\":[{"      \
    "\"months\":12}],\"needs\":[{\"id\":\"s\",\"domain\":\"socialita\",\"level\":3},{\"id\":"      \
    "\"l\",\"domain\":\"lavoro\",\"level\":2}],\"sources\":[],\"budget\":{"                        \
    "\"public_monthly_cents\":150000},\"wishes\":{\"must_not\":[\"tag:package\"]}}\n"

#define PERSONS PERSON("a") PERSON("b") PERSON("c") PERSON("d")

static bil_arena *arena;
static bil_catalogue *catalogue;

static int open_world(void **state)
{
    bil_faults faults;
    arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    if (bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL) != BIL_OK ||
        place_make(state) != 0) {
        return -1;
    }
    place_put("district.json", DISTRICT);
    place_put("persons.jsonl", PERSONS);
    return 0;
}

static int close_world(void **state)
{
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return place_clear(state);
}

#define SET(path, value) "{\"path\":\"" path "\",\"op\":\"set\",\"value\":" value "}"
#define MONTHS(n) SET("/flow/months", n)

/* The periods of a flow; the last allocation is looked at and closed. */
static size_t live(bil_flow_period *out, const char *changes, uint64_t seed)
{
    static const char *const rules[] = {"utilitarian", NULL};
    char text[1500];
    const bil_lever_change *list[8];
    bil_scenario *scenario = NULL;
    bil_flow_lived lived;
    bil_faults faults;
    bil_error err = {0};
    (void)snprintf(text, sizeof text,
                   "{\"format\":\"bilancia-scenario\",\"version\":1,\"name\":\"prova\","
                   "\"district\":\"d\",\"rules\":[\"utilitarian\"],\"changes\":[%s]}",
                   changes);
    bil_faults_init(&faults, arena);
    assert_int_equal(
        bil_scenario_read(&scenario, "s.json", text, strlen(text), catalogue, rules, &faults, &err),
        BIL_OK);
    for (size_t i = 0; i < scenario->change_count; i++) {
        list[i] = &scenario->changes[i];
    }
    assert_true(bil_flow_asked(list, scenario->change_count));
    const bil_allocate_order order = {.rule = BIL_SHARE_BY_UTILITARIAN,
                                      .gap_e9 = 10000000,
                                      .jobs = 1,
                                      .seed = seed,
                                      .keep_granted = true,
                                      .changes = list,
                                      .change_count = scenario->change_count};
    const bil_status status =
        bil_flow_district(&lived, place_path(), catalogue, &order, &faults, &err);
    if (status != BIL_OK) {
        fail_msg("%s: %s", err.where, err.message_en);
    }
    const size_t count = lived.count;
    const int64_t persons = lived.periods[count - 1].values[BIL_FLOW_PERSONS];
    memcpy(out, lived.periods, count * sizeof *out);
    assert_int_equal(lived.last.report->person_count, persons);
    assert_non_null(lived.last.metrics);
    bil_flow_close(&lived);
    bil_scenario_free(scenario);
    return count;
}

static int64_t sum_of(const bil_flow_period *periods, size_t count, bil_flow_figure figure)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += periods[i].values[figure];
    }
    return sum;
}

static void nothing_moves_that_is_not_said_to(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
    const size_t count = live(p, MONTHS("10") "," SET("/flow/every", "4"), 1);
    static const int months[] = {4, 4, 2};
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(p[i].month, 1 + 4 * (int)i);
        assert_int_equal(p[i].months, months[i]);
        assert_int_equal(p[i].values[BIL_FLOW_PERSONS], 4);
        assert_int_equal(p[i].values[BIL_FLOW_LOST], 0);
        /* What all may spend in these months. */
        assert_in_range(p[i].values[BIL_FLOW_PUBLIC], 1, 6000000 * months[i] / 12);
    }
    assert_int_equal(p[0].values[BIL_FLOW_STARTED], 4);
    assert_int_equal(p[2].values[BIL_FLOW_STARTED], 0);
    assert_int_equal(p[2].values[BIL_FLOW_RUNNING], 4);
}

static void so_many_arrive_in_a_year(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
    const size_t count =
        live(p, MONTHS("12") "," SET("/flow/every", "3") "," SET("/flow/arrivals", "8"), 1);
    static const int64_t persons[] = {4, 6, 8, 10}; /* two in three months */
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(p[i].values[BIL_FLOW_PERSONS], persons[i]);
        assert_int_equal(p[i].values[BIL_FLOW_ARRIVED], i == 0 ? 0 : 2);
    }
}

static void everybody_leaves_or_some_do_and_the_same(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
    (void)live(p, MONTHS("6") "," SET("/flow/every", "3") "," SET("/flow/leaving", "10000"), 1);
    assert_int_equal(p[0].values[BIL_FLOW_PERSONS], 4);
    assert_int_equal(p[1].values[BIL_FLOW_LEFT], 4);
    assert_int_equal(p[1].values[BIL_FLOW_PERSONS], 0);
    assert_int_equal(p[1].values[BIL_FLOW_PUBLIC], 0);
    int64_t before = 0;
    for (int share = 0; share <= 2000; share += 500) {
        char text[200];
        (void)snprintf(text, sizeof text,
                       MONTHS("7") "," SET("/flow/every", "6") ",{\"path\":\"/flow/leaving\","
                                                               "\"op\":\"set\",\"value\":%d}",
                       share);
        const size_t count = live(p, text, 5);
        const int64_t left = sum_of(p, count, BIL_FLOW_LEFT);
        assert_true(left >= before);
        before = left;
    }
}

static void a_plan_that_ends_frees_its_person_and_its_money(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
    (void)live(p,
               MONTHS("9") "," SET("/flow/every", "3") "," SET("/flow/plan_months", "6") "," SET(
                   "/flow/ending", "10000"),
               1);
    assert_int_equal(p[1].values[BIL_FLOW_ENDED], 0);
    assert_int_equal(p[1].values[BIL_FLOW_PERSONS], 4);
    assert_int_equal(p[2].values[BIL_FLOW_ENDED], p[1].values[BIL_FLOW_RUNNING]);
    assert_int_equal(p[2].values[BIL_FLOW_PERSONS], 4 - p[1].values[BIL_FLOW_RUNNING]);
}

/* Half a year without money: they wait for it, then start. */
static void who_waits_for_money_starts_when_it_comes(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
#define EMPTY(pool) "{\"path\":\"/pools/" pool "\",\"op\":\"set\",\"value\":0,\"to_month\":6}"
    const size_t count =
        live(p, MONTHS("9") "," SET("/flow/every", "3") "," EMPTY("COMUNE") "," EMPTY("ASL"), 1);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(p[i].values[BIL_FLOW_WAITING], 4);
        assert_int_equal(p[i].values[BIL_FLOW_WAITING_MONEY], 4);
        assert_int_equal(p[i].values[BIL_FLOW_LONGEST], 3 * (int64_t)i);
        assert_int_equal(p[i].values[BIL_FLOW_PUBLIC], 0);
    }
    assert_int_equal(p[2].values[BIL_FLOW_STARTED], 4);
    assert_int_equal(p[2].values[BIL_FLOW_WAITED], 600); /* six months */
    assert_int_equal(p[2].values[BIL_FLOW_WAITING], 0);
    assert_int_equal(bil_flow_whole_e6(p, count, BIL_FLOW_WAITING), 2666667); /* 4, 4, 0 */
    assert_int_equal(bil_flow_whole_e6(p, count, BIL_FLOW_STARTED), 4000000);
    assert_int_equal(bil_flow_whole_e6(p, count, BIL_FLOW_WAITED), 6000000);
}

static void who_gets_better_keeps_the_score_with_less_money(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
    (void)live(p,
               MONTHS("6") "," SET("/flow/every", "3") "," SET("/flow/review_months", "3") "," SET(
                   "/flow/improving", "10000") "," SET("/flow/lighter", "5000"),
               1);
    assert_int_equal(p[1].values[BIL_FLOW_IMPROVED], 4);
    assert_int_equal(p[1].values[BIL_FLOW_RUNNING], 4);
    assert_true(p[1].values[BIL_FLOW_SCORE] + 2 >= p[0].values[BIL_FLOW_SCORE]);
    assert_true(p[1].values[BIL_FLOW_PUBLIC] < p[0].values[BIL_FLOW_PUBLIC]);
}

/* A tenth of the money from the fourth month: not all plans go on whole, nobody's money lies idle.
 */
static void plans_that_do_not_fit_any_more_are_made_smaller(void **state)
{
    (void)state;
    bil_flow_period p[BIL_FLOW_MONTHS_MAX];
#define CUT(pool) "{\"path\":\"/pools/" pool "\",\"op\":\"scale\",\"value\":0.1,\"from_month\":4}"
    const size_t count =
        live(p, MONTHS("6") "," SET("/flow/every", "3") "," CUT("COMUNE") "," CUT("ASL"), 1);
    assert_int_equal(count, 2);
    assert_true(p[1].values[BIL_FLOW_REDUCED] + p[1].values[BIL_FLOW_LOST] > 0);
    assert_in_range(p[1].values[BIL_FLOW_PUBLIC], 1, 600000 * 3 / 12);
    assert_int_equal(p[1].values[BIL_FLOW_RUNNING] + p[1].values[BIL_FLOW_LOST], 4);
    assert_true(p[1].values[BIL_FLOW_SCORE] < p[0].values[BIL_FLOW_SCORE]);
}

static void the_same_seed_gives_the_same_months(void **state)
{
    (void)state;
    static const char changes[] =
        MONTHS("9") "," SET("/flow/every", "3") "," SET("/flow/arrivals", "12") "," SET(
            "/flow/leaving", "800") "," SET("/flow/improving", "5000") "," SET("/flow/lighter",
                                                                               "7000");
    bil_flow_period one[BIL_FLOW_MONTHS_MAX];
    bil_flow_period two[BIL_FLOW_MONTHS_MAX];
    const size_t count = live(one, changes, 4);
    assert_int_equal(live(two, changes, 4), count);
    assert_memory_equal(one, two, count * sizeof one[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_that_is_not_said_to),
        cmocka_unit_test(so_many_arrive_in_a_year),
        cmocka_unit_test(everybody_leaves_or_some_do_and_the_same),
        cmocka_unit_test(a_plan_that_ends_frees_its_person_and_its_money),
        cmocka_unit_test(who_waits_for_money_starts_when_it_comes),
        cmocka_unit_test(who_gets_better_keeps_the_score_with_less_money),
        cmocka_unit_test(plans_that_do_not_fit_any_more_are_made_smaller),
        cmocka_unit_test(the_same_seed_gives_the_same_months),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
