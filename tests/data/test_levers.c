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
#include "data/scenario.h"
#include "tests/support/place.h"

/* Levers on places that close, on persons' own money and on the law, with the shipped catalogue:
 * SRP3 (H17) costs 110,00 € a day, 40 % of it health. */

#define DISTRICT                                                                                   \
    "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":{\"name\":"      \
    "\"lombardia\"},\"pools\":{\"COMUNE\":5000000,\"ASL\":4000000},\"capacities\":{\"H17\":3}}"

#define PERSON(id, more)                                                                           \
    "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"" id                         \
    "\",\"district\":\"pavia\"" more "}\n"
#define NEEDS                                                                                      \
    ",\"start\":\"2027-01-01\",\"phases\":[{\"months\":6},{\"months\":6}],\"needs\":[{\"id\":"     \
    "\"n\",\"domain\":\"abitare\",\"level\":2}]"
#define LIVES                                                                                      \
    ",\"living\":\"residence\"}" NEEDS                                                             \
    ",\"sources\":[],\"budget\":{\"public_monthly_cents\":50000,\"by_source\":{\"COMUNE\":"        \
    "10000}},\"in_place\":[{\"service\":\"H17\",\"quantity\":1,\"keep\":true}],\"wishes\":{"       \
    "\"must\":[\"group:RES\"]}"
#define HOME                                                                                       \
    ",\"isee_cents\":100001,\"living\":\"home\"}" NEEDS                                            \
    ",\"sources\":[{\"code\":\"S-B1\",\"status\":\"active\",\"amount_cents\":90000},{\"code\":"    \
    "\"F-CAR\",\"status\":\"active\",\"hours\":40}],\"budget\":{\"public_monthly_cents\":null}"

#define STRANGER "}" NEEDS ",\"sources\":[],\"budget\":{\"public_monthly_cents\":null}"

#define PERSONS PERSON("a", LIVES) PERSON("b", LIVES) PERSON("c", HOME) PERSON("d", STRANGER)

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

/* ---- changes ---- */

typedef struct {
    bil_scenario *scenario;
    bil_population all;
    bil_status status;
    bil_error err;
} changed;

static bil_scenario *scenario_of(const char *changes, bil_faults *faults)
{
    static const char *const rules[] = {"utilitarian", NULL};
    char text[1500];
    bil_scenario *scenario = NULL;
    const int size = snprintf(text, sizeof text,
                              "{\"format\":\"bilancia-scenario\",\"version\":1,\"name\":\"prova\","
                              "\"district\":\"d\",\"rules\":[\"utilitarian\"],\"changes\":[%s]}",
                              changes);
    assert_true(size > 0 && (size_t)size < sizeof text);
    bil_faults_init(faults, arena);
    return bil_scenario_read(&scenario, "s.json", text, strlen(text), catalogue, rules, faults,
                             NULL) == BIL_OK
               ? scenario
               : NULL;
}

static changed change(const char *changes, uint64_t seed)
{
    changed c = {.status = BIL_OK};
    const bil_lever_change *pulled[8];
    bil_faults faults;
    c.scenario = scenario_of(changes, &faults);
    for (size_t i = 0; i < faults.count; i++) {
        print_message("%s: %s\n", faults.items[i].where, faults.items[i].expected.en);
    }
    assert_non_null(c.scenario);
    bil_faults_init(&faults, arena);
    const bil_status read = bil_population_load(&c.all, place_path(), catalogue, &faults, &c.err);
    for (size_t i = 0; i < faults.count; i++) {
        print_message("%s: %s\n", faults.items[i].where, faults.items[i].expected.en);
    }
    assert_int_equal(read, BIL_OK);
    for (size_t i = 0; i < c.scenario->change_count; i++) {
        pulled[i] = &c.scenario->changes[i];
    }
    c.status = bil_levers_pull(&c.all, pulled, c.scenario->change_count, seed, &c.err);
    return c;
}

static void close_changed(changed *c)
{
    bil_population_free(&c->all);
    bil_scenario_free(c->scenario);
}

#define SET(path, value) "{\"path\":\"" path "\",\"op\":\"set\",\"value\":" value "}"

static size_t residents(const changed *c)
{
    const bil_index h17 = bil_catalogue_find_service(catalogue, "H17");
    size_t count = 0;
    for (size_t i = 0; i < c->all.count; i++) {
        count += bil_case_in_place_of(c->all.persons[i].person, h17) != NULL ? 1 : 0;
    }
    return count;
}

static void a_free_place_closes_without_anybody_moving(void **state)
{
    (void)state;
    changed c = change(SET("/closures/H17", "1"), 1);
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(c.all.district->capacities[0].month_units, 2);
    assert_int_equal(residents(&c), 2);
    assert_int_equal(c.all.district->pools[0].yearly_cents, 5000000);
    close_changed(&c);
}

/* A month of H17 is 365/12 days × 110 € = 3 345.83 €: 1 338.33 € of health, 2 007.50 € social. */
static void who_lived_there_goes_home_with_the_fee(void **state)
{
    (void)state;
    changed c = change(SET("/closures/H17", "3"), 1);
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(c.all.district->capacities[0].month_units, 0);
    assert_int_equal(residents(&c), 0);
    const bil_case *a = c.all.persons[0].person;
    assert_string_equal(a->living, "home");
    assert_int_equal(a->wishes.must_count, 0); /* nobody must live where nothing is open */
    assert_int_equal(a->budget.public_monthly_cents, 334583);
    assert_int_equal(a->budget.by_source[0].monthly_cents, 200750);
    assert_int_equal(a->phases[1].budget.public_monthly_cents, 334583);
    assert_int_equal(c.all.district->pools[0].yearly_cents, 5000000); /* nothing is taken away */
    assert_int_equal(c.all.persons[2].person->budget.public_monthly_cents, BIL_UNLIMITED);
    close_changed(&c);
}

static void what_is_not_reconverted_leaves_the_pools(void **state)
{
    (void)state;
    changed c = change(SET("/closures/H17", "2") "," SET("/closures/H17/reconverted", "5000"), 1);
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(residents(&c), 1); /* one place is left */
    /* 12 × (2 007.50 - 1 003.75) € and 12 × (1 338.33 - 669.17) €. */
    assert_int_equal(c.all.district->pools[0].yearly_cents, 5000000 - 1204500);
    assert_int_equal(c.all.district->pools[1].yearly_cents, 4000000 - 802992);
    for (size_t i = 0; i < 2; i++) {
        const bil_case *person = c.all.persons[i].person;
        assert_int_equal(person->budget.public_monthly_cents,
                         person->in_place_count > 0 ? 50000 : 167292);
    }
    close_changed(&c);
}

static void the_same_one_moves_first_however_many_places_close(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        changed two = change(SET("/closures/H17", "2"), seed);
        changed again = change(SET("/closures/H17", "2"), seed);
        assert_int_equal(two.all.persons[0].person->in_place_count,
                         again.all.persons[0].person->in_place_count);
        close_changed(&again);
        close_changed(&two);
    }
}

static void no_more_places_close_than_there_are(void **state)
{
    (void)state;
    changed c = change(SET("/closures/H17", "4"), 1);
    assert_int_equal(c.status, BIL_E_DATA);
    assert_non_null(strstr(c.err.message_it, "meno posti"));
    close_changed(&c);
    c = change(SET("/closures/H16", "1"), 1);
    assert_int_equal(c.status, BIL_E_DATA); /* no limit there */
    close_changed(&c);
}

static void a_benefit_and_the_isee_change_for_those_who_have_them(void **state)
{
    (void)state;
    changed c = change("{\"path\":\"/amounts/S-B1\",\"op\":\"add\",\"value\":-8500},"
                       "{\"path\":\"/isee/*\",\"op\":\"scale\",\"value\":1.5}",
                       1);
    assert_int_equal(c.status, BIL_OK);
    const bil_case *who = c.all.persons[2].person;
    const bil_index b1 = bil_catalogue_find_source(catalogue, "S-B1");
    assert_int_equal(bil_case_source_of(who, b1)->amount_cents, 81500);
    assert_int_equal(who->isee_cents, 150002); /* 150 001.5 */
    assert_true(c.all.persons[3].person->isee_cents < 0);
    assert_null(bil_case_source_of(c.all.persons[3].person, b1));
    close_changed(&c);
    c = change(SET("/amounts/COMUNE", "1"), 1);
    assert_int_equal(c.status, BIL_E_DATA);
    close_changed(&c);
}

static void carers_who_cannot_go_on_give_no_hours(void **state)
{
    (void)state;
    const bil_index hours = bil_catalogue_find_source(catalogue, "F-CAR");
    int64_t before = 0;
    for (int share = 0; share <= 10000; share += 1000) {
        char text[200];
        (void)snprintf(text, sizeof text,
                       "{\"path\":\"/hours/F-CAR/lost\",\"op\":\"set\",\"value\":%d}", share);
        changed c = change(text, 3);
        const int64_t left = bil_case_source_of(c.all.persons[2].person, hours)->hours_month;
        assert_true(left == 40 || left == 0);
        assert_true(share == 0 ? left == 40 : left <= before); /* who stopped does not go on */
        assert_true(share < 10000 || left == 0);
        before = left;
        close_changed(&c);
    }
}

static void services_and_sources_hold_from_and_to_a_day(void **state)
{
    (void)state;
    changed c = change(SET("/sources/P09/valid_to",
                           "\"2027-12-31\"") "," SET("/services/H17/valid_from", "\"2028-01-01\""),
                       1);
    assert_int_equal(c.status, BIL_OK);
    const bil_catalogue *own = c.all.district->catalogue;
    assert_int_equal(own->sources[bil_catalogue_find_source(own, "P09")].validity.to, 20271231);
    assert_int_equal(own->services[bil_catalogue_find_service(own, "H17")].validity.from, 20280101);
    close_changed(&c);
    c = change(SET("/sources/P09/valid_to", "\"2020-01-01\""), 1);
    assert_int_equal(c.status, BIL_E_DATA); /* it begins in 2025 */
    close_changed(&c);
}

/* ---- months ---- */

static void a_flow_is_what_its_levers_say_in_each_month(void **state)
{
    (void)state;
    bil_faults faults;
    bil_flow flow;
    bil_scenario *s = scenario_of(
        SET("/flow/months", "24") "," SET(
            "/flow/arrivals",
            "6") ","
                 "{\"path\":\"/flow/arrivals\",\"op\":\"set\",\"value\":30,\"from_month\":5,"
                 "\"to_month\":8}",
        &faults);
    assert_non_null(s);
    const bil_lever_change *changes[] = {&s->changes[0], &s->changes[1], &s->changes[2]};
    static const struct {
        int month;
        int64_t arrivals;
    } rows[] = {{1, 6}, {4, 6}, {5, 30}, {8, 30}, {9, 6}, {24, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bil_flow_of(&flow, changes, 3, rows[i].month);
        assert_int_equal(flow.months, 24);
        assert_int_equal(flow.arrivals_year, rows[i].arrivals);
        assert_int_equal(flow.leaving_bp, 0); /* nothing moves that is not said to */
        assert_int_equal(flow.lighter_bp, 10000);
    }
    bil_scenario_free(s);
}

static void a_fault_is(const char *changes, const char *where, const char *words)
{
    bil_faults faults;
    assert_null(scenario_of(changes, &faults));
    for (size_t i = 0; i < faults.count; i++) {
        const bil_fault *fault = &faults.items[i];
        if (strstr(fault->where, where) != NULL && strstr(fault->expected.it, words) != NULL) {
            return;
        }
        print_message("%s: %s\n", fault->where, fault->expected.it);
    }
    fail_msg("no fault \"%s\" at %s", words, where);
}

static void months_without_a_flow_are_faults(void **state)
{
    (void)state;
    a_fault_is(SET("/flow/arrivals", "6"), "/changes/0", "/flow/months");
    a_fault_is("{\"path\":\"/pools/ASL\",\"op\":\"scale\",\"value\":0.5,\"from_month\":3}",
               "/changes/0", "/flow/months");
    a_fault_is("{\"path\":\"/flow/months\",\"op\":\"set\",\"value\":12,\"from_month\":3}",
               "/changes/0", "tutti i mesi");
    a_fault_is(SET("/flow/months", "37"), "/changes/0/value", "36");
    a_fault_is(SET("/flow/months", "0"), "/changes/0/value", "1");
    a_fault_is(SET("/flow/every", "13"), "/changes/0/value", "12");
    a_fault_is("{\"path\":\"/flow/months\",\"op\":\"scale\",\"value\":2}", "/changes/0/op", "set");
    a_fault_is(SET("/flow/month", "12"), "/changes/0/path", "/flow/months");
    a_fault_is(SET("/closures/H99", "1"), "/changes/0/path", "servizio");
    a_fault_is("{\"path\":\"/pools/ASL\",\"op\":\"scale\",\"value\":0.5,\"from_month\":5,"
               "\"to_month\":4}",
               "/changes/0/to_month", "5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_free_place_closes_without_anybody_moving),
        cmocka_unit_test(who_lived_there_goes_home_with_the_fee),
        cmocka_unit_test(what_is_not_reconverted_leaves_the_pools),
        cmocka_unit_test(the_same_one_moves_first_however_many_places_close),
        cmocka_unit_test(no_more_places_close_than_there_are),
        cmocka_unit_test(a_benefit_and_the_isee_change_for_those_who_have_them),
        cmocka_unit_test(carers_who_cannot_go_on_give_no_hours),
        cmocka_unit_test(services_and_sources_hold_from_and_to_a_day),
        cmocka_unit_test(a_flow_is_what_its_levers_say_in_each_month),
        cmocka_unit_test(months_without_a_flow_are_faults),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
