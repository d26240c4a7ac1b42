/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/district.h"
#include "tests/data/base.h"
#include "tests/support/place.h"

/* With the tiny catalogue of broken/base and its provider COOP1 of S01. */

#define HEAD                                                                                       \
    "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":{\"name\":"      \
    "\"prova\"},"
#define LEAST HEAD "\"pools\":{},\"capacities\":{}}"

#define PERSON(id, more)                                                                           \
    "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"" id                         \
    "\"},\"start\":\"2027-01-01\",\"phases\":[{\"months\":1}],\"needs\":[{\"id\":\"n\","           \
    "\"domain\":\"cura\",\"level\":2}],\"budget\":"                                                \
    "{\"public_monthly_cents\":null}" more "}\n"

typedef struct {
    bil_faults faults;
    bil_population all;
    bil_status status;
    bil_error err;
} reading;

static void read_folder(reading *r, const char *district, const char *persons)
{
    *r = (reading){.status = BIL_OK};
    place_put("district.json", district);
    place_put("persons.jsonl", persons);
    bil_faults_init(&r->faults, base_world.arena);
    r->status =
        bil_population_load(&r->all, place_path(), base_world.catalogue, &r->faults, &r->err);
}

static void expect_fault(const reading *r, const char *where, const char *words)
{
    char whole[128];
    (void)snprintf(whole, sizeof whole, "%s/%s", place_path(), where);
    if (base_fault(&r->faults, whole, words, false) == NULL) {
        for (size_t i = 0; i < r->faults.count; i++) {
            print_message("%s: %s, %s\n", r->faults.items[i].where, r->faults.items[i].found,
                          r->faults.items[i].expected.it);
        }
        fail_msg("no fault \"%s\" at %s", words, where);
    }
}

static void a_district_is_read_with_all_it_says(void **state)
{
    (void)state;
    reading r;
    read_folder(&r,
                HEAD "\"persons\":2,\"made_by\":{\"profile\":\"p\",\"profile_sha256\":\"00\","
                     "\"seed\":7,\"engine\":\"0\"},\"pools\":{\"COMUNE\":900000000000},"
                     "\"capacities\":{\"COOP1\":40,\"S01\":100},\"prices\":[{\"service\":\"S01\","
                     "\"price_cents\":2600,\"health_share_bp\":1000},{\"service\":\"S01\","
                     "\"provider\":\"COOP1\",\"price_cents\":2550}]}",
                PERSON("a", ",\"requested_on\":\"2026-11-03\",\"intensity\":\"high\"")
                    PERSON("b", ",\"granted\":null"));
    assert_int_equal(r.status, BIL_OK);
    const bil_district *d = r.all.district;
    const bil_index s01 = bil_catalogue_find_service(base_world.catalogue, "S01");
    const bil_index coop = bil_catalogue_find_provider(base_world.catalogue, "COOP1", s01);
    assert_string_equal(d->name, "d");
    assert_int_equal(strlen(d->sha256), 64);
    assert_int_equal(d->persons, 2);
    assert_int_equal(d->pool_count, 1);
    assert_int_equal(d->pools[0].source, bil_catalogue_find_source(base_world.catalogue, "COMUNE"));
    assert_int_equal(d->pools[0].yearly_cents, 900000000000);
    assert_int_equal(d->capacity_count, 2);
    assert_int_equal(d->capacities[0].service, s01); /* services first */
    assert_int_equal(d->capacities[0].month_units, 100);
    assert_int_equal(d->capacities[1].service, BIL_NONE);
    assert_string_equal(d->capacities[1].code, "COOP1");
    assert_int_equal(d->own_prices, 2);
    assert_int_equal(d->catalogue->services[s01].price_cents, 2600);
    assert_int_equal(d->catalogue->services[s01].health_share_bp, 1000);
    assert_int_equal(d->catalogue->providers[coop].price_cents, 2550);
    assert_int_not_equal(base_world.catalogue->services[s01].price_cents, 2600);
    assert_int_equal(r.all.count, 2);
    assert_string_equal(r.all.persons[0].person->id, "a");
    assert_ptr_equal(r.all.persons[0].person->catalogue, d->catalogue);
    assert_int_equal(r.all.persons[0].requested_on, 20261103);
    assert_true(r.all.persons[0].intensity_given);
    assert_int_equal(r.all.persons[0].intensity, BIL_INTENSITY_HIGH);
    assert_false(r.all.persons[1].intensity_given);
    assert_null(r.all.persons[1].granted);
    bil_population_free(&r.all);
}

static void the_digest_of_a_person_is_that_of_its_line(void **state)
{
    (void)state;
    reading r;
    read_folder(&r, LEAST, PERSON("a", "") PERSON("b", "") PERSON("c", ""));
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.all.count, 3);
    assert_int_equal(strlen(r.all.persons[0].person->sha256), 64);
    assert_string_not_equal(r.all.persons[0].person->sha256, r.all.persons[1].person->sha256);
    bil_population_free(&r.all);
}

/* A plan of the base case, granted to the same person. */
static void a_granted_plan_is_read_against_its_person(void **state)
{
    (void)state;
    reading r;
    bil_text line;
    bil_text_init(&line);
    const bil_text *person = &base_files.files[BASE_CASE];
    size_t end = person->size;
    while (person->bytes[end] != '}') {
        end--;
    }
    bil_text_add_n(&line, person->bytes, end);
    bil_text_add(&line, ",\"granted\":");
    bil_text_add_n(&line, base_files.files[BASE_PLAN].bytes, base_files.files[BASE_PLAN].size);
    bil_text_add(&line, "}");
    for (size_t i = 0; i < line.size; i++) {
        line.bytes[i] = line.bytes[i] == '\n' ? ' ' : line.bytes[i];
    }
    read_folder(&r, LEAST, line.bytes);
    assert_int_equal(r.status, BIL_OK);
    assert_non_null(r.all.persons[0].granted);
    assert_string_equal(r.all.persons[0].granted->case_id, r.all.persons[0].person->id);
    assert_true(r.all.persons[0].granted->phase_count > 0);
    bil_population_free(&r.all);
    char *months = strstr(line.bytes, "\"granted\"");
    assert_non_null(months);
    months = strstr(months, "\"months\": ");
    assert_non_null(months);
    months[strlen("\"months\": ")] = 'x';
    read_folder(&r, LEAST, line.bytes);
    assert_int_equal(r.status, BIL_E_DATA);
    bil_text_release(&line);
}

/* Every fault of both files in one pass, each with its line. */
static void all_faults_are_found_at_once(void **state)
{
    (void)state;
    reading r;
    read_folder(
        &r,
        HEAD "\"persons\":9,\"pools\":{\"COMUN\":1,\"ASL\":-1},\"capacities\":{\"S0\":1},"
             "\"prices\":[{\"service\":\"S01\"},{\"service\":\"S01\",\"price_cents\":1},"
             "{\"service\":\"S09\",\"price_cents\":1}],\"more\":1}",
        PERSON("a", "") PERSON("b", ",\"intensity\":\"huge\"") "{\n" PERSON(
            "a", ",\"requested_on\":\"2027-02-30\"") "\n" PERSON("c", ",\"wish\":1") "[]\n");
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "district.json:1", "COMUN");
    expect_fault(&r, "district.json:1", "-1");
    expect_fault(&r, "district.json:1", "di un servizio o di un ente");
    expect_fault(&r, "district.json:1", "price_cents");
    expect_fault(&r, "district.json:1", "una volta sola");
    expect_fault(&r, "district.json:1", "S09");
    expect_fault(&r, "district.json:1", "more");
    expect_fault(&r, "persons.jsonl:2", "low, medium o high");
    expect_fault(&r, "persons.jsonl:3", "");
    expect_fault(&r, "persons.jsonl:4", "una data vera");
    expect_fault(&r, "persons.jsonl:4", "c’è già alla riga 1");
    expect_fault(&r, "persons.jsonl:5", "");
    expect_fault(&r, "persons.jsonl:6", "wish");
    expect_fault(&r, "persons.jsonl:7", "un oggetto");
    expect_fault(&r, "persons.jsonl", "9 persone");
    assert_string_not_equal(r.err.message_it, "");
}

static void persons_are_looked_at_even_where_the_other_file_is_no_json(void **state)
{
    (void)state;
    reading r;
    read_folder(&r, "{", PERSON("a", ",\"intensity\":1"));
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "district.json:1", "");
    expect_fault(&r, "persons.jsonl:1", "testo");
}

static void an_own_price_of_nothing_known_is_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *prices;
        const char *words;
    } rows[] = {
        {"[{\"service\":\"S01\",\"provider\":\"COOP9\",\"price_cents\":1}]", "di un ente"},
        {"[{\"service\":\"S01\",\"provider\":\"COOP1\",\"health_share_bp\":1}]", "nessuna quota"},
        {"[{\"service\":\"S01\",\"health_share_bp\":10001}]", "10001"},
        {"[{\"price_cents\":1}]", "service"},
        {"[{\"service\":\"S01\",\"price_cents\":-1}]", "-1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char district[512];
        reading r;
        (void)snprintf(district, sizeof district,
                       HEAD "\"pools\":{},\"capacities\":{},\"prices\":%s}", rows[i].prices);
        read_folder(&r, district, PERSON("a", ""));
        assert_int_equal(r.status, BIL_E_DATA);
        expect_fault(&r, "district.json:1", rows[i].words);
    }
}

static void another_catalogue_is_told(void **state)
{
    (void)state;
    reading r;
    read_folder(&r,
                "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":"
                "{\"name\":\"altro\"},\"pools\":{},\"capacities\":{}}",
                PERSON("a", ""));
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "district.json:1", "il catalogo in uso");
    read_folder(&r,
                "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":"
                "{\"name\":\"prova\",\"version\":\"0\",\"sha256\":\"0\"},\"pools\":{},"
                "\"capacities\":{}}",
                PERSON("a", ""));
    assert_int_equal(r.status, BIL_OK); /* older or newer: worth saying, no more */
    assert_int_equal(r.faults.count, 2);
    assert_true(r.faults.items[0].warning);
    bil_population_free(&r.all);
}

static void a_folder_without_its_files_is_told(void **state)
{
    (void)state;
    reading r = {.status = BIL_OK};
    bil_faults_init(&r.faults, base_world.arena);
    assert_int_equal(
        bil_population_load(&r.all, "/tmp/no-such-folder", base_world.catalogue, &r.faults, &r.err),
        BIL_E_NO_INPUT);
    assert_int_equal(
        bil_population_load(&r.all, place_path(), base_world.catalogue, &r.faults, &r.err),
        BIL_E_NO_INPUT);
    place_put("district.json", LEAST);
    assert_int_equal(
        bil_population_load(&r.all, place_path(), base_world.catalogue, &r.faults, &r.err),
        BIL_E_NO_INPUT);
    assert_non_null(strstr(r.err.where, "persons.jsonl"));
}

static void a_line_too_long_is_told_and_the_others_are_read(void **state)
{
    (void)state;
    enum { LONG = BIL_DISTRICT_LINE_MAX + 100 };
    reading r;
    bil_text text;
    bil_text_init(&text);
    for (size_t i = 0; i < LONG; i++) {
        bil_text_add_n(&text, " ", 1);
    }
    bil_text_add(&text, "\n" PERSON("a", ",\"intensity\":\"x\""));
    read_folder(&r, LEAST, text.bytes);
    bil_text_release(&text);
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "persons.jsonl:1", "al massimo");
    expect_fault(&r, "persons.jsonl:2", "low");
}

/* Persons one by one, each in memory of its own, while the file is longer than memory would hold.
 */
static void persons_come_one_by_one(void **state)
{
    (void)state;
    enum { PERSONS = 3000 };
    bil_faults faults;
    bil_district_reader *reader = NULL;
    bil_district *district = NULL;
    bil_text text;
    bil_text_init(&text);
    for (int i = 0; i < PERSONS; i++) {
        bil_text_addf(&text, PERSON("p%d", ""), i);
    }
    place_put("district.json", LEAST);
    place_put("persons.jsonl", text.bytes);
    bil_text_release(&text);
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(bil_district_open(&reader, place_path(), base_world.catalogue, &faults, NULL),
                     BIL_OK);
    assert_string_equal(bil_district_of(reader)->name, "d");
    int count = 0;
    for (bool more = true; more;) {
        bil_applicant applicant;
        bil_arena *arena = bil_arena_new();
        assert_non_null(arena);
        assert_int_equal(bil_district_next(&applicant, &more, reader, arena, NULL), BIL_OK);
        if (more) {
            char id[16];
            (void)snprintf(id, sizeof id, "p%d", count++);
            assert_string_equal(applicant.person->id, id);
        }
        bil_arena_free(arena);
    }
    assert_int_equal(count, PERSONS);
    assert_int_equal(bil_district_finish(&district, reader, NULL), BIL_OK);
    bil_district_free(district);
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    reading r;
    bil_text text;
    const char *district =
        HEAD "\"persons\":1,\"pools\":{\"COMUNE\":5},\"capacities\":{\"S01\":3},\"prices\":"
             "[{\"service\":\"S01\",\"price_cents\":2600},{\"service\":\"S01\",\"provider\":"
             "\"COOP1\",\"price_cents\":2550}]}";
    bil_text_init(&text);
    read_folder(&r, district, PERSON("a", ""));
    assert_int_equal(r.status, BIL_OK);
    const bil_district_origin origin = {"p", "00", 3};
    assert_int_equal(bil_district_write(&text, r.all.district, base_world.catalogue, &origin, NULL),
                     BIL_OK);
    bil_population_free(&r.all);
    read_folder(&r, text.bytes, PERSON("a", ""));
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.faults.count, 0);
    bil_text again;
    bil_text_init(&again);
    assert_int_equal(
        bil_district_write(&again, r.all.district, base_world.catalogue, &origin, NULL), BIL_OK);
    assert_string_equal(again.bytes, text.bytes);
    bil_population_free(&r.all);
    bil_text_release(&text);
    bil_text_release(&again);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_district_is_read_with_all_it_says),
        IN_PLACE(the_digest_of_a_person_is_that_of_its_line),
        IN_PLACE(a_granted_plan_is_read_against_its_person),
        IN_PLACE(all_faults_are_found_at_once),
        IN_PLACE(persons_are_looked_at_even_where_the_other_file_is_no_json),
        IN_PLACE(an_own_price_of_nothing_known_is_a_fault),
        IN_PLACE(another_catalogue_is_told),
        IN_PLACE(a_folder_without_its_files_is_told),
        IN_PLACE(a_line_too_long_is_told_and_the_others_are_read),
        IN_PLACE(persons_come_one_by_one),
        IN_PLACE(what_is_written_is_read_again),
    };
    return cmocka_run_group_tests(tests, base_world_open, base_world_close);
}
