/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/catalogue.h"
#include "data/file.h"
#include "scenarios/batch.h"
#include "tests/support/place.h"

/* Workers here are the shell: what becomes of a process is tried without working anything out. */

#define SCENARIO                                                                                   \
    "{\"format\":\"bilancia-scenario\",\"version\":1,\"name\":\"prova\",\"district\":\"d\","       \
    "\"rules\":[\"utilitarian\",\"essential-first\"],\"seeds\":[1,2]}"
#define DISTRICT                                                                                   \
    "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":{\"name\":"      \
    "\"lombardia\"},\"pools\":{},\"capacities\":{}}"

static bil_arena *arena;
static bil_catalogue *catalogue;
static bil_faults faults;

static void shell(const char *command)
{
    char line[512];
    (void)snprintf(line, sizeof line, "cd %s && %s", place_path(), command);
    assert_int_equal(system(line), 0); /* NOLINT(cert-env33-c,concurrency-mt-unsafe): one thread */
}

static int open_world(void **state)
{
    (void)state;
    arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    return bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL) == BIL_OK ? 0
                                                                                               : -1;
}

static int close_world(void **state)
{
    (void)state;
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return 0;
}

static int make_place(void **state)
{
    if (place_make(state) != 0) {
        return -1;
    }
    shell("mkdir d");
    place_put("d/district.json", DISTRICT);
    place_put("d/persons.jsonl", "");
    place_put("prova.scenario.json", SCENARIO);
    return 0;
}

static int clear_place(void **state)
{
    shell("rm -r d out prova.scenario.json");
    return place_clear(state);
}

static bil_status no_profile(bil_text *out, const char *named, bil_error *err)
{
    (void)out;
    return bil_fail(err, BIL_E_NO_INPUT, named, "nessun profilo", "no profile");
}

static bil_batch *open_batch(void)
{
    bil_batch *batch = NULL;
    bil_error err = {0};
    const bil_status status = bil_batch_open(&batch, in_place("prova.scenario.json"), catalogue,
                                             no_profile, &faults, &err);
    if (status != BIL_OK) {
        fail_msg("%s", err.message_en);
    }
    return batch;
}

static bil_status run(bil_batch_progress *now, const bil_batch *batch, const char *script, int jobs)
{
    bil_error err = {0};
    const char *const worker[] = {"/bin/sh", "-c", script, NULL};
    const bil_batch_order order = {.folder = in_place("out"), .jobs = jobs, .worker = worker};
    return bil_batch_run(now, batch, &order, &err);
}

static void read_file(bil_text *out, const char *name)
{
    bil_text_init(out);
    assert_int_equal(bil_file_read(out, in_place(name), 1 << 20, NULL), BIL_OK);
}

/* The cell's id is the word after the script: $0. */
#define ANSWER(out)                                                                                \
    "printf '{\"format\":\"bilancia-cell\",\"version\":1,\"id\":\"%%s\",\"status\":\"done\","      \
    "\"values\":[{\"metric\":\"served\",\"value\":7}]}' $0 > " out "/cells/$0.json"

static void a_crash_costs_one_cell_and_says_how(void **state)
{
    (void)state;
    char script[900];
    bil_batch_progress now;
    bil_batch *batch = open_batch();
    assert_int_equal(batch->cell_count, 4);
    (void)snprintf(script, sizeof script,
                   "case $0 in %s) kill -SEGV $$;; %s) exit 3;; *) " ANSWER("%s") ";; esac",
                   batch->cells[1].id, batch->cells[2].id, in_place("out"));
    assert_int_equal(run(&now, batch, script, 2), BIL_OK);
    assert_int_equal(now.done, 2);
    assert_int_equal(now.failed, 2);
    bil_text failures;
    read_file(&failures, "out/failures.csv");
    assert_non_null(strstr(failures.bytes, "(signal 11)"));
    assert_non_null(strstr(failures.bytes, "exit code 3"));
    bil_text_release(&failures);
    bil_text results;
    read_file(&results, "out/results.csv");
    assert_string_equal(results.bytes, "scenario,rule,seed,metric,value\n"
                                       "prova,utilitarian,1,served,7\n"
                                       "prova,essential-first,2,served,7\n");
    bil_text_release(&results);
    bil_batch_close(batch);
}

static void what_failed_is_tried_again_and_what_is_done_is_not(void **state)
{
    (void)state;
    char script[900];
    bil_batch_progress now;
    bil_batch *batch = open_batch();
    (void)snprintf(script, sizeof script, "case $0 in %s) exit 3;; *) " ANSWER("%s") ";; esac",
                   batch->cells[3].id, in_place("out"));
    assert_int_equal(run(&now, batch, script, 1), BIL_OK);
    assert_int_equal(now.done, 3);
    (void)snprintf(script, sizeof script, "echo $0 >> %s/again; " ANSWER("%s"), in_place("out"),
                   in_place("out"));
    assert_int_equal(run(&now, batch, script, 4), BIL_OK);
    assert_int_equal(now.done, 4);
    assert_int_equal(now.failed, 0);
    bil_text again;
    read_file(&again, "out/again");
    assert_int_equal(again.size, strlen(batch->cells[3].id) + 1);
    assert_memory_equal(again.bytes, batch->cells[3].id, again.size - 1);
    bil_text_release(&again);
    bil_batch_close(batch);
}

static void a_cell_whose_process_is_killed_is_tried_once_more(void **state)
{
    (void)state;
    char script[900];
    bil_batch_progress now;
    bil_batch *batch = open_batch();
    (void)snprintf(script, sizeof script,
                   "mkdir %s/$0.once 2> /dev/null && kill -KILL $$; " ANSWER("%s"), in_place("out"),
                   in_place("out"));
    assert_int_equal(run(&now, batch, script, 3), BIL_OK);
    assert_int_equal(now.done, 4);
    assert_int_equal(now.failed, 0);
    bil_batch_close(batch);
}

/* Seed 1: 4 of at most 5, and 3. Seed 2: more is reached than is proven to be the most. */
static void a_rule_is_measured_by_what_another_proves_of_the_same_district(void **state)
{
    (void)state;
    char script[1200];
    bil_batch_progress now;
    bil_batch *batch = open_batch();
    (void)snprintf(
        script, sizeof script,
        "case $0 in %s) x='4,\"bound\":5';; %s) x='8,\"bound\":8';; %s) x='3,\"bound\":null';; "
        "*) x='9,\"bound\":null';; esac; "
        "printf '{\"format\":\"bilancia-cell\",\"version\":1,\"id\":\"%%s\",\"status\":\"done\","
        "\"values\":[{\"metric\":\"price_of_fairness\",\"value\":null}],"
        "\"sum\":{\"reached\":%%s},\"least\":{\"reached\":0,\"bound\":null}}' $0 \"$x\" "
        "> %s/cells/$0.json",
        batch->cells[0].id, batch->cells[1].id, batch->cells[2].id, in_place("out"));
    assert_int_equal(run(&now, batch, script, 2), BIL_OK);
    assert_int_equal(now.done, 4);
    bil_text results;
    read_file(&results, "out/results.csv");
    assert_string_equal(results.bytes, "scenario,rule,seed,metric,value\n"
                                       "prova,utilitarian,1,price_of_fairness,0.200000000\n"
                                       "prova,utilitarian,2,price_of_fairness,\n"
                                       "prova,essential-first,1,price_of_fairness,0.400000000\n"
                                       "prova,essential-first,2,price_of_fairness,\n");
    bil_text_release(&results);
    bil_batch_close(batch);
}

static void another_district_is_another_cell(void **state)
{
    (void)state;
    bil_batch *batch = open_batch();
    place_put("d/persons.jsonl", "\n");
    bil_batch *other = open_batch();
    for (size_t i = 0; i < batch->cell_count; i++) {
        assert_string_not_equal(batch->cells[i].id, other->cells[i].id);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(batch->cells[i].id, batch->cells[k].id);
        }
    }
    bil_error err = {0};
    assert_int_equal(bil_batch_cell(other, place_path(), batch->cells[0].id, &err), BIL_E_DATA);
    bil_batch_close(batch);
    bil_batch_close(other);
    shell("mkdir out");
}

static void a_program_that_cannot_start_is_told(void **state)
{
    (void)state;
    bil_batch_progress now;
    bil_error err = {0};
    bil_batch *batch = open_batch();
    const char *const worker[] = {"/nowhere/bilancia", NULL};
    const bil_batch_order order = {.folder = in_place("out"), .jobs = 1, .worker = worker};
    assert_int_equal(bil_batch_run(&now, batch, &order, &err), BIL_E_HELPER);
    bil_batch_close(batch);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, clear_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_crash_costs_one_cell_and_says_how),
        IN_PLACE(what_failed_is_tried_again_and_what_is_done_is_not),
        IN_PLACE(a_cell_whose_process_is_killed_is_tried_once_more),
        IN_PLACE(a_rule_is_measured_by_what_another_proves_of_the_same_district),
        IN_PLACE(another_district_is_another_cell),
        IN_PLACE(a_program_that_cannot_start_is_told),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
