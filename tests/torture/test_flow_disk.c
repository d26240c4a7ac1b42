/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/catalogue.h"
#include "data/file.h"
#include "scenarios/synth.h"
#include "tests/support/starve.h"
#include "tests/torture/way.h"

/* Whatever write, sync, close or rename fails: no half file, the old one untouched. */

static void starve_all(starve_mode mode, bool was)
{
    way w;
    way_open(&w, "tests/data/broken/base", "tests/data/broken/base/case.json");
    size_t refused = 0;
    bool struck = true;
    for (size_t n = 1; struck; n++) {
        way_reset(&w, was);
        starve_disk(n, mode);
        const bil_status status = way_run(&w);
        struck = starve_end();
        if (status != BIL_E_IO && status != BIL_E_CANT_WRITE && status != BIL_OK) {
            fail_msg("call %zu: status %s", n, bil_status_name(status));
        }
        assert_true(struck || status == BIL_OK);
        way_look(&w, status, was);
        refused += status != BIL_OK;
    }
    assert_true(refused >= 12); /* write, fsync, close, rename of three documents */
    way_close(&w);
}

static void a_new_file_is_whole_or_not_there(void **state)
{
    (void)state;
    starve_all(STARVE_ONCE, false);
    starve_all(STARVE_FOREVER, false);
}

static void an_old_file_stays_until_the_new_one_is_whole(void **state)
{
    (void)state;
    starve_all(STARVE_ONCE, true);
    starve_all(STARVE_FOREVER, true);
}

/* An invented district, whatever fails. */
static void starve_district(const bil_synth_profile *profile, starve_mode mode)
{
    static const char *const folder = "/tmp/bilancia-test-district";
    const bil_synth_settings settings = {.persons = 40, .seed = 1};
    char path[2][64];
    size_t refused = 0;
    bool struck = true;
    (void)snprintf(path[0], sizeof path[0], "%s/%s", folder, BIL_DISTRICT_FILE);
    (void)snprintf(path[1], sizeof path[1], "%s/%s", folder, BIL_DISTRICT_PERSONS);
    for (size_t n = 1; struck; n++) {
        starve_disk(n, mode);
        const bil_status status = bil_synth(folder, profile, &settings, NULL);
        struck = starve_end();
        if (status != BIL_OK) {
            assert_true(status == BIL_E_IO || status == BIL_E_CANT_WRITE);
            assert_false(bil_file_exists(folder));
            refused++;
            continue;
        }
        bil_text text = {0};
        assert_int_equal(bil_file_read(&text, path[1], SIZE_MAX, NULL), BIL_OK);
        size_t lines = 0;
        for (size_t i = 0; i < text.size; i++) {
            lines += text.bytes[i] == '\n';
        }
        assert_int_equal(lines, 40);
        bil_text_release(&text);
        assert_int_equal(remove(path[0]) + remove(path[1]) + remove(folder), 0);
    }
    assert_true(refused >= 7); /* write, fsync, close of two files, rename */
}

static void a_district_is_whole_or_not_there(void **state)
{
    (void)state;
    bil_faults faults;
    bil_catalogue *catalogue = NULL;
    bil_synth_profile *profile = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/broken/base", &faults, NULL),
                     BIL_OK);
    assert_int_equal(bil_synth_profile_load(&profile, "tests/schemas/district/profile.json",
                                            catalogue, &faults, NULL),
                     BIL_OK);
    starve_district(profile, STARVE_ONCE);
    starve_district(profile, STARVE_FOREVER);
    bil_synth_profile_free(profile);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

static void a_full_device_is_told(void **state)
{
    (void)state;
    way w;
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    way_open(&w, "tests/data/broken/base", "tests/data/broken/base/case.json");
    for (int d = 0; d < WAY_DOCUMENTS; d++) {
        char path[128];
        way_path(path, sizeof path, &w, d);
        assert_int_equal(bil_file_write("/dev/full", w.right[d].bytes, w.right[d].size, NULL),
                         BIL_E_IO);
        assert_int_equal(symlink("/dev/full", path), 0); /* the answer's name leads there */
        assert_int_equal(way_run(&w), BIL_E_IO);
        char target[64];
        assert_int_equal(readlink(path, target, sizeof target), 9); /* and still does */
        way_reset(&w, false);
    }
    way_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_file_is_whole_or_not_there),
        cmocka_unit_test(an_old_file_stays_until_the_new_one_is_whole),
        cmocka_unit_test(a_district_is_whole_or_not_there),
        cmocka_unit_test(a_full_device_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
