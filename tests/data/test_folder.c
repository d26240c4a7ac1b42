/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "data/file.h"
#include "data/folder.h"
#include "tests/support/place.h"

static int clear_place(void **state)
{
    static const char *const known[] = {"d/one", "d/two", "d", "file"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        (void)remove(in_place(known[i]));
    }
    return place_clear(state); /* nothing else may be left */
}

static bil_status write_two(const char *name, const char *bytes, size_t size, bil_error *err)
{
    bil_folder *folder = NULL;
    const bil_status status = bil_folder_begin(&folder, name, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_folder_file(folder, "one");
    bil_folder_add(folder, "first ", 6);
    bil_folder_add(folder, bytes, size);
    bil_folder_file(folder, "two");
    return bil_folder_commit(folder, err);
}

static void expect_file(const char *name, const char *bytes, size_t size)
{
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, in_place(name), SIZE_MAX, NULL), BIL_OK);
    assert_int_equal(text.size, size);
    assert_memory_equal(text.bytes, bytes, size);
    bil_text_release(&text);
}

static void a_folder_is_there_with_all_its_files(void **state)
{
    (void)state;
    assert_int_equal(write_two(in_place("d/"), "words", 5, NULL), BIL_OK);
    expect_file("d/one", "first words", 11);
    expect_file("d/two", "", 0);
    assert_int_equal(things_in(place_path()), 1);
    assert_int_equal(things_in(in_place("d")), 2);
}

static void pieces_of_any_size_come_out_in_order(void **state)
{
    (void)state;
    enum { SIZE = 300000 };
    char *large = malloc(SIZE + 6);
    assert_non_null(large);
    memcpy(large, "first ", 6); /* NOLINT(bugprone-not-null-terminated-result) */
    for (size_t i = 0; i < SIZE; i++) {
        large[6 + i] = (char)('a' + i % 26);
    }
    assert_int_equal(write_two(in_place("d"), large + 6, SIZE, NULL), BIL_OK);
    expect_file("d/one", large, SIZE + 6);
    free(large);
}

static void nothing_shows_before_the_end_and_nothing_stays_when_given_up(void **state)
{
    (void)state;
    bil_folder *folder = NULL;
    assert_int_equal(bil_folder_begin(&folder, in_place("d"), NULL), BIL_OK);
    bil_folder_file(folder, "one");
    bil_folder_add(folder, "x", 1);
    assert_false(bil_file_exists(in_place("d")));
    assert_false(bil_folder_failed(folder));
    bil_folder_abandon(folder);
    assert_int_equal(things_in(place_path()), 0);
    bil_folder_abandon(NULL);
}

static void what_is_there_already_is_never_touched(void **state)
{
    (void)state;
    bil_error err = {0};
    assert_int_equal(write_two(in_place("d"), "old", 3, NULL), BIL_OK);
    assert_int_equal(write_two(in_place("d"), "new", 3, &err), BIL_E_CANT_WRITE);
    assert_non_null(strstr(err.message_it, "c’è già"));
    expect_file("d/one", "first old", 9);
    assert_int_equal(bil_file_write(in_place("file"), "x", 1, NULL), BIL_OK);
    assert_int_equal(write_two(in_place("file"), "new", 3, NULL), BIL_E_CANT_WRITE);
    assert_int_equal(things_in(place_path()), 2);
}

/* Somebody made a folder of that name, and put something in it, while we were writing. */
static void what_comes_meanwhile_is_never_touched(void **state)
{
    (void)state;
    bil_folder *folder = NULL;
    bil_error err = {0};
    assert_int_equal(bil_folder_begin(&folder, in_place("d"), NULL), BIL_OK);
    bil_folder_file(folder, "one");
    assert_int_equal(mkdir(in_place("d"), 0777), 0);
    assert_int_equal(bil_file_write(in_place("d/two"), "x", 1, NULL), BIL_OK);
    assert_int_equal(bil_folder_commit(folder, &err), BIL_E_CANT_WRITE);
    expect_file("d/two", "x", 1);
    assert_int_equal(things_in(place_path()), 1);
}

static void a_missing_parent_is_told(void **state)
{
    (void)state;
    bil_error err = {0};
    assert_int_equal(write_two(in_place("no/d"), "x", 1, &err), BIL_E_CANT_WRITE);
    assert_non_null(strstr(err.message_en, "is missing"));
}

/* The file system has no room: a limit on the size of files stands for it. */
static void a_full_disk_is_told_and_nothing_stays(void **state)
{
    (void)state;
    enum { SIZE = 200000 };
    struct rlimit before;
    bil_error err = {0};
    char *large = calloc(SIZE, 1);
    assert_non_null(large);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = before;
    small.rlim_cur = 100000;
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const bil_status status = write_two(in_place("d"), large, SIZE, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, old);
    free(large);
    assert_int_equal(status, BIL_E_IO);
    assert_string_not_equal(err.message_it, "");
    assert_int_equal(things_in(place_path()), 0);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, clear_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_folder_is_there_with_all_its_files),
        IN_PLACE(pieces_of_any_size_come_out_in_order),
        IN_PLACE(nothing_shows_before_the_end_and_nothing_stays_when_given_up),
        IN_PLACE(what_is_there_already_is_never_touched),
        IN_PLACE(what_comes_meanwhile_is_never_touched),
        IN_PLACE(a_missing_parent_is_told),
        IN_PLACE(a_full_disk_is_told_and_nothing_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
