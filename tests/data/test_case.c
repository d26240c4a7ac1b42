/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/digest.h"
#include "engine/money.h"
#include "tests/data/base.h"

typedef struct {
    bil_faults faults;
    bil_case *person;
    bil_status status;
    bil_error err;
} reading;

static void read_case(reading *r, const char *text)
{
    *r = (reading){.person = NULL};
    bil_faults_init(&r->faults, base_world.arena);
    r->status = bil_case_read(&r->person, "c.json", text, strlen(text), base_world.catalogue,
                              &r->faults, &r->err);
}

static bil_index service(const char *code)
{
    return bil_catalogue_find_service(base_world.catalogue, code);
}

static bil_index source(const char *code)
{
    return bil_catalogue_find_source(base_world.catalogue, code);
}

#define HEAD                                                                                       \
    "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"a\"},"                       \
    "\"start\":\"2027-01-01\",\"budget\":{\"public_monthly_cents\":null},"
#define LEAST HEAD "\"phases\":[{\"months\":1}],\"needs\":[]"

static void a_full_case_is_read(void **state)
{
    (void)state;
    const bil_case *p = base_world.person;
    assert_string_equal(p->id, "PV-0001");
    assert_string_equal(p->district, "pavia");
    assert_string_equal(p->living, "home");
    assert_int_equal(p->birth_year, 1978);
    assert_int_equal(p->isee_cents, 600000);
    assert_int_equal(p->start, 20270131);
    assert_int_equal(p->profile, BIL_PROFILE_HOME_FIRST);
    assert_int_equal(p->budget.public_monthly_cents, 145000);
    assert_int_equal(p->budget.by_source_count, 1); /* null = no limit */
    assert_int_equal(p->budget.by_source[0].source, source("COMUNE"));
    assert_int_equal(p->in_place_count, 1);
    assert_true(p->in_place[0].keep);
    assert_int_equal(p->wishes.must[0].index, service("S01"));
    assert_string_equal(p->wishes.must_not[0].text, "setting:residential");
    assert_int_equal(p->wishes.prefer_count, 2);
    assert_int_equal(p->wishes.fixed[0].quantity, 16);
    assert_ptr_equal(p->catalogue, base_world.catalogue);
}

static void needs_stand_by_id_and_keep_the_readers_order(void **state)
{
    (void)state;
    const bil_need *needs = base_world.person->needs;
    assert_int_equal(base_world.person->need_count, 2);
    assert_string_equal(needs[0].id, "n1");
    assert_int_equal(needs[0].file_order, 1);
    assert_int_equal(needs[0].target, 2000);
    assert_int_equal(needs[0].floor_bp, 5000);
    assert_int_equal(needs[0].weight_e4, 20000);
    assert_int_equal(needs[0].priority, 1);
    assert_string_equal(needs[1].id, "n2");
    assert_int_equal(needs[1].file_order, 0);
    assert_int_equal(needs[1].target, 4000);
    assert_int_equal(needs[1].floor_bp, 6250);
    assert_int_equal(needs[1].weight_e4, 40000);
    assert_int_equal(needs[1].priority, 2);
    assert_int_equal(needs[1].already_covered, 300);
    assert_string_equal(needs[1].note, "mattina");
}

static void sources_stand_by_catalogue_with_their_amounts(void **state)
{
    (void)state;
    const bil_case *p = base_world.person;
    assert_int_equal(p->source_count, 3);
    assert_int_equal(p->sources[0].source, source("P01"));
    assert_int_equal(p->sources[0].amount_cents, 33000);
    assert_true(p->sources[0].amount_given);
    assert_int_equal(p->sources[0].status, BIL_SOURCE_AVAILABLE);
    assert_int_equal(p->sources[1].source, source("P03"));
    assert_int_equal(p->sources[1].amount_cents, 55153);
    assert_false(p->sources[1].amount_given);
    assert_int_equal(p->sources[2].hours_month, 40);
    assert_int_equal(bil_case_source_month(p, &p->sources[0], 0), 33000 * 13 / 12);
}

static void phases_begin_where_the_months_end(void **state)
{
    (void)state;
    const bil_phase *phases = base_world.person->phases;
    assert_int_equal(phases[0].start, 20270131);
    assert_int_equal(phases[1].start, 20270228); /* a month after the 31st of January */
    assert_int_equal(phases[0].targets[0], 2000);
    assert_int_equal(phases[1].targets[0], 2500);
    assert_int_equal(phases[1].targets[1], 4000);
    assert_int_equal(phases[0].budget.public_monthly_cents, 145000);
    assert_int_equal(phases[0].budget.by_source_count, 1);
    assert_int_equal(phases[1].budget.public_monthly_cents, 90000);
    assert_int_equal(phases[1].budget.by_source_count, 0); /* its own budget, whole */
}

static void the_least_case_has_the_documented_defaults(void **state)
{
    (void)state;
    reading r;
    read_case(&r, LEAST "}");
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.faults.count, 1); /* no need at all is worth a word */
    assert_true(r.faults.items[0].warning);
    assert_int_equal(r.person->isee_cents, -1);
    assert_int_equal(r.person->birth_year, 0);
    assert_string_equal(r.person->district, "");
    assert_string_equal(r.person->living, "");
    assert_int_equal(r.person->profile, BIL_PROFILE_BALANCED);
    assert_true(r.person->budget.public_monthly_cents == BIL_UNLIMITED);
    assert_int_equal(r.person->need_count, 0);
    assert_int_equal(r.person->source_count, 0);
    assert_int_equal(r.person->wishes.must_count, 0);
    bil_case_free(r.person);
    read_case(&r, HEAD "\"phases\":[{\"months\":1,\"targets\":null,\"budget\":null}],"
                       "\"needs\":[{\"id\":\"n\",\"domain\":\"cura\",\"level\":1,\"priority\":null,"
                       "\"monthly_target\":null,\"floor_pct\":null,\"already_covered\":null,"
                       "\"note\":null}],\"sources\":null,\"in_place\":null,\"wishes\":null,"
                       "\"profile\":null}");
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.faults.count, 0);
    assert_int_equal(r.person->needs[0].target, 800);
    assert_int_equal(r.person->needs[0].priority, 1);
    bil_case_free(r.person);
    read_case(&r, LEAST ",\"in_place\":[{\"service\":\"S02\",\"quantity\":1}],"
                        "\"sources\":[{\"code\":\"ASL\",\"amount_cents\":5}],"
                        "\"wishes\":{\"must\":[\"*\"],\"fixed\":null}}");
    assert_int_equal(r.status, BIL_OK);
    assert_false(r.person->in_place[0].keep);
    assert_int_equal(r.person->sources[0].status, BIL_SOURCE_ACTIVE);
    assert_int_equal(r.person->sources[0].amount_cents, 5); /* a pool may be listed */
    assert_int_equal(r.person->wishes.must[0].kind, BIL_SELECT_ALL);
    bil_case_free(r.person);
}

static void the_order_in_the_file_never_changes_the_case(void **state)
{
    (void)state;
    static const char *const orders[] = {
        HEAD "\"phases\":[{\"months\":1,\"targets\":{\"b\":1,\"a\":2}}],\"needs\":["
             "{\"id\":\"b\",\"domain\":\"cura\",\"level\":1},"
             "{\"id\":\"a\",\"domain\":\"abitare\",\"level\":1}],"
             "\"sources\":[{\"code\":\"P03\"},{\"code\":\"P01\"}],"
             "\"in_place\":[{\"service\":\"H01\",\"quantity\":8},"
             "{\"service\":\"S01\",\"quantity\":4}]}",
        HEAD "\"phases\":[{\"targets\":{\"a\":2,\"b\":1},\"months\":1}],"
             "\"in_place\":[{\"service\":\"S01\",\"quantity\":4},"
             "{\"quantity\":8,\"service\":\"H01\"}],\"sources\":[{\"code\":\"P01\"},"
             "{\"code\":\"P03\"}],\"needs\":["
             "{\"id\":\"a\",\"domain\":\"abitare\",\"level\":1},"
             "{\"level\":1,\"id\":\"b\",\"domain\":\"cura\"}]}",
    };
    for (size_t i = 0; i < 2; i++) {
        reading r;
        read_case(&r, orders[i]);
        assert_int_equal(r.status, BIL_OK);
        assert_string_equal(r.person->needs[0].id, "a");
        assert_int_equal(r.person->phases[0].targets[0], 2);
        assert_int_equal(r.person->phases[0].targets[1], 1);
        assert_int_equal(r.person->sources[0].source, source("P01"));
        assert_int_equal(r.person->in_place[0].service, service("S01"));
        assert_int_equal(r.person->in_place[0].quantity, 4);
        bil_case_free(r.person);
    }
}

static void profiles_are_read_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bil_profile profile;
    } all[] = {
        {LEAST ",\"profile\":\"balanced\"}", BIL_PROFILE_BALANCED},
        {LEAST ",\"profile\":\"home first\"}", BIL_PROFILE_HOME_FIRST},
        {LEAST ",\"profile\":\"fewest_changes\"}", BIL_PROFILE_FEWEST_CHANGES},
        {LEAST ",\"profile\":\"least burden on the family\"}", BIL_PROFILE_LEAST_FAMILY_BURDEN},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        reading r;
        read_case(&r, all[i].text);
        assert_int_equal(r.status, BIL_OK);
        assert_int_equal(r.person->profile, all[i].profile);
        bil_case_free(r.person);
    }
}

static void a_level_missing_in_the_table_needs_a_target(void **state)
{
    (void)state;
    reading r;
    read_case(&r, HEAD "\"phases\":[{\"months\":1}],\"needs\":["
                       "{\"id\":\"a\",\"domain\":\"lavoro\",\"level\":2}]}");
    assert_int_equal(r.status, BIL_E_DATA);
    assert_string_equal(r.faults.items[0].where, "c.json:1:188 /needs/0/level");
    read_case(&r, HEAD "\"phases\":[{\"months\":1}],\"needs\":[{\"id\":\"a\",\"domain\":\"lavoro\","
                       "\"level\":2,\"monthly_target\":700}]}");
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.person->needs[0].target, 700);
    assert_int_equal(r.person->needs[0].weight_e4, 10000);
    assert_int_equal(r.person->needs[0].floor_bp, 0);
    assert_int_equal(r.faults.count, 1);
    bil_case_free(r.person);
}

static void all_faults_of_a_case_come_in_one_pass(void **state)
{
    (void)state;
    reading r;
    read_case(&r,
              "{\"format\":\"x\",\"version\":2,\"person\":{},\"start\":\"?\",\n"
              "\"phases\":[],\"needs\":[{}],\"sources\":[{}],\"budget\":{},\n"
              "\"in_place\":[{}],\"wishes\":{\"must\":[\"\"],\"x\":1},\"profile\":\"\",\"y\":0}");
    assert_int_equal(r.status, BIL_E_DATA);
    assert_int_equal(r.faults.errors, 16);
    for (size_t i = 0; i < r.faults.count; i++) {
        assert_int_equal(strncmp(r.faults.items[i].where, "c.json:", 7), 0);
        assert_true(r.faults.items[i].found[0] != '\0');
        assert_true(r.faults.items[i].expected.it[0] != '\0');
    }
    assert_non_null(strstr(r.err.message_it, "c.json"));
}

/* A message may end in a log: it must not repeat who the person is. */
static void a_codice_fiscale_is_refused_and_not_repeated(void **state)
{
    (void)state;
    reading r;
    read_case(&r, "{\"person\":{\"id\":\"RSSMRA80A01H501U\"}}");
    assert_int_equal(r.status, BIL_E_DATA);
    bool told = false;
    for (size_t i = 0; i < r.faults.count; i++) {
        assert_null(strstr(r.faults.items[i].found, "RSSMRA"));
        told = told || strstr(r.faults.items[i].fix.it, "codice fiscale") != NULL;
    }
    assert_true(told);
}

static void the_digest_is_of_the_bytes(void **state)
{
    (void)state;
    char hex[BIL_SHA256_HEX_SIZE];
    base b;
    base_open(&b);
    bil_sha256_hex(hex, b.files[BASE_CASE].bytes, b.files[BASE_CASE].size);
    assert_string_equal(base_world.person->sha256, hex);
    base_close(&b);
}

static void a_line_of_many_cases_may_carry_more_keys(void **state)
{
    (void)state;
    static const char *const more[] = {"requested_on", "intensity", "granted"};
    static const char text[] = LEAST ",\"requested_on\":\"2026-01-01\",\"granted\":null}";
    bil_faults faults;
    bil_json *document = NULL;
    bil_case *person = NULL;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(bil_json_read(&document, text, sizeof text - 1,
                                   (bil_json_options){.file = "p.jsonl", .first_line = 7}, &faults,
                                   NULL),
                     BIL_OK);
    assert_int_equal(bil_case_read_value(&person, bil_json_root(document), more, 3, NULL,
                                         base_world.catalogue, NULL),
                     BIL_OK);
    assert_string_equal(person->sha256, "");
    bil_case_free(person);
    assert_int_equal(bil_case_read_value(&person, bil_json_root(document), more, 1, NULL,
                                         base_world.catalogue, NULL),
                     BIL_E_DATA);
    assert_int_equal(faults.errors, 1);
    assert_int_equal(strncmp(faults.items[faults.count - 1].where, "p.jsonl:7:", 10), 0);
    bil_json_free(document);
}

static void the_shipped_examples_have_no_fault(void **state)
{
    (void)state;
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    size_t count = 0;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL),
                     BIL_OK);
    DIR *folder = opendir("data/examples");
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL) { /* NOLINT: one thread */
        char path[512];
        bil_case *person = NULL;
        if (strstr(entry->d_name, ".case.json") == NULL) {
            continue;
        }
        (void)snprintf(path, sizeof path, "data/examples/%s", entry->d_name);
        bil_status status = bil_case_load(&person, path, catalogue, &faults, NULL);
        for (size_t i = 0; i < faults.count; i++) {
            print_message("%s: %s; %s\n", faults.items[i].where, faults.items[i].found,
                          faults.items[i].expected.en);
        }
        assert_int_equal(status, BIL_OK);
        assert_int_equal(faults.count, 0);
        bil_case_free(person);
        count++;
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    assert_true(count > 0);
    bil_catalogue_free(catalogue);
}

static void a_case_that_is_not_there_is_said(void **state)
{
    (void)state;
    bil_case *person = NULL;
    bil_faults faults;
    bil_error err;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(
        bil_case_load(&person, "tests/data/none.json", base_world.catalogue, &faults, &err),
        BIL_E_NO_INPUT);
    assert_null(person);
    assert_int_equal(faults.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_case_is_read),
        cmocka_unit_test(needs_stand_by_id_and_keep_the_readers_order),
        cmocka_unit_test(sources_stand_by_catalogue_with_their_amounts),
        cmocka_unit_test(phases_begin_where_the_months_end),
        cmocka_unit_test(the_least_case_has_the_documented_defaults),
        cmocka_unit_test(the_order_in_the_file_never_changes_the_case),
        cmocka_unit_test(profiles_are_read_in_every_spelling),
        cmocka_unit_test(a_level_missing_in_the_table_needs_a_target),
        cmocka_unit_test(all_faults_of_a_case_come_in_one_pass),
        cmocka_unit_test(a_codice_fiscale_is_refused_and_not_repeated),
        cmocka_unit_test(the_digest_is_of_the_bytes),
        cmocka_unit_test(a_line_of_many_cases_may_carry_more_keys),
        cmocka_unit_test(the_shipped_examples_have_no_fault),
        cmocka_unit_test(a_case_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, base_world_open, base_world_close);
}
