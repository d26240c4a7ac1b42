/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/file.h"
#include "data/plans.h"
#include "tests/data/base.h"
#include "tests/support/place.h"

enum { PERSONS = 40 };

/* The tiny case of broken/base many times over, each with an id of its own, and its plan. */
static bil_district district;
static bil_case persons[PERSONS];
static bil_applicant applicants[PERSONS];
static bil_population population;
static char ids[PERSONS][16];
static char path[128];

static int read_world(void **state)
{
    if (base_world_open(state) != 0) {
        return -1;
    }
    district = (bil_district){.name = "d", .catalogue = base_world.catalogue};
    for (size_t i = 0; i < PERSONS; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "P-%zu", i);
        persons[i] = *base_world.person;
        persons[i].id = ids[i];
        applicants[i] = (bil_applicant){.person = &persons[i]};
    }
    population = (bil_population){.district = &district, .persons = applicants, .count = PERSONS};
    return 0;
}

static int make_place(void **state)
{
    if (place_make(state) != 0) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/plans.jsonl", place_path());
    return 0;
}

static int clear_place(void **state)
{
    (void)remove(path);
    return place_clear(state); /* fails when something else stayed behind */
}

static void add(bil_plans_writer *writer, const char *id)
{
    bil_plan plan = *base_world.plan;
    plan.case_id = id;
    bil_plans_add(writer, &plan);
}

static void put(const char *text)
{
    assert_int_equal(bil_file_write(path, text, strlen(text), NULL), BIL_OK);
}

/* Everything in the file: who was met, in which order; the end's status. */
typedef struct {
    bil_faults faults;
    size_t who[PERSONS];
    size_t count;
    size_t strangers;
    bil_status status;
} reading;

static reading read_all(void)
{
    reading r = {.status = BIL_OK};
    bil_plans_reader *reader = NULL;
    bil_faults_init(&r.faults, base_world.arena);
    assert_int_equal(bil_plans_open(&reader, path, &population, &r.faults, NULL), BIL_OK);
    for (;;) {
        bil_plan *plan = NULL;
        bool more = false;
        size_t who = SIZE_MAX;
        assert_int_equal(bil_plans_next(&plan, &who, &more, reader, NULL), BIL_OK);
        if (!more) {
            break;
        }
        assert_true(who < PERSONS && r.count < PERSONS);
        assert_string_equal(plan->case_id, ids[who]);
        assert_int_equal(plan->phase_count, base_world.plan->phase_count);
        assert_int_not_equal(plan->phases[0].coverage[0].need, BIL_NONE);
        r.who[r.count++] = who;
        bil_plan_free(plan);
    }
    r.strangers = bil_plans_strangers(reader);
    r.status = bil_plans_close(reader, NULL);
    return r;
}

static void what_is_written_is_read_person_by_person(void **state)
{
    (void)state;
    bil_plans_writer *writer = NULL;
    assert_int_equal(bil_plans_begin(&writer, path, NULL), BIL_OK);
    for (size_t i = 0; i < PERSONS; i++) {
        add(writer, ids[PERSONS - 1 - i]);
    }
    add(writer, "somebody-else");
    assert_false(bil_file_exists(path)); /* nobody sees half of it */
    assert_false(bil_plans_failed(writer));
    assert_int_equal(bil_plans_commit(writer, NULL), BIL_OK);
    const reading r = read_all();
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.count, PERSONS);
    assert_int_equal(r.strangers, 1);
    assert_int_equal(r.who[0], PERSONS - 1);
    assert_int_equal(r.who[PERSONS - 1], 0);
}

static void an_abandoned_file_leaves_the_old_one(void **state)
{
    (void)state;
    bil_plans_writer *writer = NULL;
    put("old\n");
    assert_int_equal(bil_plans_begin(&writer, path, NULL), BIL_OK);
    add(writer, ids[0]);
    bil_plans_abandon(writer);
    bil_plans_abandon(NULL);
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, path, 100, NULL), BIL_OK);
    assert_string_equal(text.bytes, "old\n");
    bil_text_release(&text);
}

static void what_cannot_be_written_is_said(void **state)
{
    (void)state;
    bil_plans_writer *writer = NULL;
    bil_error err = {0};
    char nowhere[192];
    (void)snprintf(nowhere, sizeof nowhere, "%s/no/plans", place_path());
    assert_int_equal(bil_plans_begin(&writer, nowhere, &err), BIL_E_CANT_WRITE);
    assert_int_equal(bil_plans_begin(&writer, place_path(), &err), BIL_E_CANT_WRITE);
    if (bil_file_exists("/dev/full")) {
        assert_int_equal(bil_plans_begin(&writer, "/dev/full", &err), BIL_OK);
        for (size_t i = 0; i < 1000 && !bil_plans_failed(writer); i++) {
            add(writer, ids[0]);
        }
        assert_true(bil_plans_failed(writer));
        assert_int_equal(bil_plans_commit(writer, &err), BIL_E_IO);
        assert_non_null(strstr(err.message_it, "spazio"));
    }
}

static void expect_fault(const reading *r, int line, const char *words)
{
    char where[192];
    (void)snprintf(where, sizeof where, "%s:%d", path, line);
    if (base_fault(&r->faults, where, words, false) == NULL) {
        fail_msg("no fault \"%s\" at %s", words, where);
    }
}

static void every_bad_line_is_told_and_the_others_are_read(void **state)
{
    (void)state;
    bil_plans_writer *writer = NULL;
    assert_int_equal(bil_plans_begin(&writer, path, NULL), BIL_OK);
    add(writer, ids[0]);
    add(writer, ids[1]);
    add(writer, ids[0]);
    assert_int_equal(bil_plans_commit(writer, NULL), BIL_OK);
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, path, 1 << 20, NULL), BIL_OK);
    bil_text_add(&text, "[\n17\n{\"format\":\"bilancia-plan\"}\n{\"case_id\":\"P-2\"}\n"
                        "{\"case_id\":\"a b\"}\n{\"case_id\":\"P-3\",\"case_id\":\"P-3\"}\n");
    put(text.bytes);
    bil_text_release(&text);
    const reading r = read_all();
    assert_int_equal(r.status, BIL_E_DATA);
    assert_int_equal(r.count, 2);
    expect_fault(&r, 3, "c’è già alla riga 1");
    expect_fault(&r, 4, "");
    expect_fault(&r, 5, "");
    expect_fault(&r, 6, "di chi è");
    expect_fault(&r, 7, "format");
    expect_fault(&r, 8, "codice");
    expect_fault(&r, 9, "");
}

static void a_line_without_end_is_cut_and_told(void **state)
{
    (void)state;
    const size_t size = BIL_PLANS_LINE_MAX + 10;
    char *line = malloc(size + 1);
    assert_non_null(line);
    memset(line, ' ', size);
    line[size] = '\0';
    put(line);
    free(line);
    const reading r = read_all();
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, 1, "al massimo");
}

static void a_missing_file_is_said(void **state)
{
    (void)state;
    bil_plans_reader *reader = NULL;
    bil_faults faults;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(bil_plans_open(&reader, path, &population, &faults, NULL), BIL_E_NO_INPUT);
    bil_plans_leave(NULL);
}

int main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, clear_place)
    const struct CMUnitTest tests[] = {
        IN_PLACE(what_is_written_is_read_person_by_person),
        IN_PLACE(an_abandoned_file_leaves_the_old_one),
        IN_PLACE(what_cannot_be_written_is_said),
        IN_PLACE(every_bad_line_is_told_and_the_others_are_read),
        IN_PLACE(a_line_without_end_is_cut_and_told),
        IN_PLACE(a_missing_file_is_said),
    };
    return cmocka_run_group_tests(tests, read_world, base_world_close);
}
