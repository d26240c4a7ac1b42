/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/file.h"
#include "data/folder.h"
#include "data/synth.h"
#include "tests/data/base.h"
#include "tests/support/starve.h"

/* The n-th allocation of a run fails. The leak check at the end of the program says whether
 * anything was lost on the way. */

static char written[64]; /* path of the file that the last step writes */

/* The whole way of the data: catalogue from a folder, case, plan, and the plan written again. */
static bil_status whole_way(const base *b, bil_arena *arena)
{
    bil_faults faults;
    bil_catalogue *catalogue = NULL;
    bil_case *person = NULL;
    bil_plan *plan = NULL;
    bil_text out;
    bil_plan_file file = {"plan.json", b->files[BASE_PLAN].bytes, b->files[BASE_PLAN].size, 0};
    bil_text_init(&out);
    bil_faults_init(&faults, arena);
    bil_status status = bil_catalogue_load(&catalogue, "tests/data/broken/base", &faults, NULL);
    if (status == BIL_OK) {
        status = bil_case_read(&person, "case.json", b->files[BASE_CASE].bytes,
                               b->files[BASE_CASE].size, catalogue, &faults, NULL);
    }
    if (status == BIL_OK) {
        status = bil_plan_read(&plan, &file, catalogue, person, &faults, NULL);
    }
    if (status == BIL_OK) {
        status = bil_plan_write(&out, plan, NULL, 0, NULL);
    }
    if (status == BIL_OK) {
        assert_string_equal(out.bytes, b->files[BASE_PLAN].bytes);
        status = bil_file_write(written, out.bytes, out.size, NULL);
    }
    for (size_t i = 0; i < faults.count; i++) {
        print_message("%s: %s\n", faults.items[i].where, faults.items[i].expected.en);
    }
    assert_int_equal(faults.count, 0);
    bil_text_release(&out);
    bil_plan_free(plan);
    bil_case_free(person);
    bil_catalogue_free(catalogue);
    return status;
}

static void every_failed_allocation_is_said_and_loses_nothing(void **state)
{
    (void)state;
    base b;
    base_open(&b);
    bil_arena *arena = bil_arena_new();
    size_t runs = 0;
    bool failed = false;
    (void)snprintf(written, sizeof written, "/tmp/bilancia-test-no-memory-%ld", (long)getpid());
    do {
        runs++;
        starve_memory(runs, STARVE_ONCE);
        bil_status status = whole_way(&b, arena);
        failed = starve_end();
        assert_int_equal(status, failed ? BIL_E_NOMEM : BIL_OK);
        assert_int_equal(bil_file_exists(written), !failed);
    } while (failed);
    assert_true(runs > 100); /* the failures really fired */
    (void)remove(written);
    bil_arena_free(arena);
    base_close(&b);
}

/* While faults are being collected, memory may end too: then they are only counted. */
static void faults_without_memory_are_still_counted(void **state)
{
    (void)state;
    size_t runs = 0;
    bool failed = false;
    base b;
    base_open(&b);
    bil_text_release(&b.files[BIL_CATALOGUE_LEVELS]);
    bil_text_add(&b.files[BIL_CATALOGUE_LEVELS], "domain,level\nx,9\n\"y,2,3\n");
    bil_text_release(&b.files[BASE_CASE]);
    do {
        base_reading reading;
        runs++;
        starve_memory(runs + 2, STARVE_ONCE); /* the first two: the arena of the faults itself */
        base_read(&reading, &b, 0);
        failed = starve_end();
        assert_true(reading.status == BIL_E_DATA || (failed && reading.status == BIL_E_NOMEM));
        assert_true(reading.status != BIL_E_DATA || reading.faults.errors > 0);
        base_reading_close(&reading);
    } while (failed);
    base_close(&b);
    assert_true(runs > 20);
}

static bil_status write_district(const bil_synth_profile *profile, bil_arena *arena)
{
    bil_folder *folder = NULL;
    bil_text text;
    bil_text_init(&text);
    bil_synth_totals *totals = bil_synth_totals_new(profile, arena);
    bil_status status = totals == NULL ? BIL_E_NOMEM : bil_folder_begin(&folder, written, NULL);
    for (uint64_t k = 1; k <= 3 && status == BIL_OK; k++) {
        bil_synth_person(&text, totals, profile, 1, k);
        status = text.failed ? BIL_E_NOMEM : BIL_OK;
    }
    if (status == BIL_OK) {
        bil_folder_file(folder, BIL_DISTRICT_PERSONS);
        bil_folder_add(folder, text.bytes, text.size);
        text.size = 0;
        status = bil_synth_district(&text, totals, profile, 1, NULL);
    }
    if (status == BIL_OK) {
        bil_folder_file(folder, BIL_DISTRICT_FILE);
        bil_folder_add(folder, text.bytes, text.size);
        status = bil_folder_commit(folder, NULL);
    } else {
        bil_folder_abandon(folder);
    }
    bil_text_release(&text);
    return status;
}

/* Profile, persons, folder, and the folder read again. */
static bil_status district_way(const bil_catalogue *catalogue, bil_arena *arena)
{
    bil_faults faults;
    bil_synth_profile *profile = NULL;
    bil_population all = {0};
    bil_faults_init(&faults, arena);
    bil_status status = bil_synth_profile_load(&profile, "tests/schemas/district/profile.json",
                                               catalogue, &faults, NULL);
    if (status == BIL_OK) {
        status = write_district(profile, arena);
    }
    if (status == BIL_OK) {
        status = bil_population_load(&all, written, catalogue, &faults, NULL);
    }
    assert_int_equal(faults.count, 0);
    assert_true(status != BIL_OK || all.count == 3);
    bil_population_free(&all);
    bil_synth_profile_free(profile);
    return status;
}

static void remove_district(void)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", written, BIL_DISTRICT_FILE);
    (void)remove(path);
    (void)snprintf(path, sizeof path, "%s/%s", written, BIL_DISTRICT_PERSONS);
    (void)remove(path);
    (void)remove(written);
}

static void a_district_without_memory_is_whole_or_not_there(void **state)
{
    (void)state;
    bil_faults faults;
    bil_catalogue *catalogue = NULL;
    bil_arena *arena = bil_arena_new();
    size_t runs = 0;
    bool failed = false;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/broken/base", &faults, NULL),
                     BIL_OK);
    (void)snprintf(written, sizeof written, "/tmp/bilancia-test-no-memory-d-%ld", (long)getpid());
    do {
        bil_arena *own = bil_arena_new();
        runs++;
        starve_memory(runs, STARVE_ONCE);
        const bil_status status = district_way(catalogue, own);
        failed = starve_end();
        assert_int_equal(status, failed ? BIL_E_NOMEM : BIL_OK);
        remove_district();
        bil_arena_free(own);
    } while (failed);
    assert_true(runs > 50);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failed_allocation_is_said_and_loses_nothing),
        cmocka_unit_test(faults_without_memory_are_still_counted),
        cmocka_unit_test(a_district_without_memory_is_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
