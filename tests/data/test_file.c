/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
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
#include <unistd.h>

#include <cmocka.h>

#include "data/digest.h"
#include "data/file.h"
#include "tests/support/place.h"

/* Each test works in a folder of its own, removed at the end with what is in it. */
static int remove_folder(void **state)
{
    DIR *open_folder = opendir(place_path());
    const struct dirent *entry = NULL;
    while (open_folder != NULL && (entry = readdir(open_folder)) != NULL) { /* NOLINT: one thread */
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            (void)remove(in_place(entry->d_name));
        }
    }
    if (open_folder != NULL) {
        (void)closedir(open_folder);
    }
    return place_clear(state);
}

static void contains(const char *path, const char *bytes, size_t size)
{
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, path, 1 << 20, NULL), BIL_OK);
    assert_int_equal(text.size, size);
    assert_memory_equal(text.bytes, bytes, size);
    assert_int_equal(text.bytes[size], '\0');
    bil_text_release(&text);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    bil_error err;
    assert_int_equal(bil_file_write(in_place("a"), "x\0y", 3, &err), BIL_OK);
    contains(in_place("a"), "x\0y", 3);
    assert_int_equal(bil_file_write(in_place("a"), "", 0, &err), BIL_OK);
    contains(in_place("a"), "", 0);
    assert_true(bil_file_exists(in_place("a")));
    assert_false(bil_file_exists(in_place("b")));
    assert_int_equal(things_in(place_path()), 1);
}

static void what_cannot_be_read_is_said_in_words(void **state)
{
    (void)state;
    bil_text text;
    bil_error err;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, in_place("none"), 100, &err), BIL_E_NO_INPUT);
    assert_non_null(strstr(err.message_it, "non c’è"));
    assert_non_null(strstr(err.message_en, "there is no file"));
    assert_int_equal(bil_file_read(&text, place_path(), 100, &err), BIL_E_NO_INPUT);
    assert_non_null(strstr(err.message_it, "cartella"));
    assert_int_equal(bil_file_write(in_place("a"), "12345", 5, &err), BIL_OK);
    assert_int_equal(bil_file_read(&text, in_place("a/b"), 100, &err), BIL_E_NO_INPUT);
    assert_int_equal(bil_file_read(&text, in_place("a"), 4, &err), BIL_E_DATA);
    assert_non_null(strstr(err.message_it, "troppo grande"));
    assert_null(text.bytes);
    assert_int_equal(bil_file_read(&text, in_place("a"), 5, &err), BIL_OK);
    bil_text_release(&text);
    if (geteuid() != 0) { /* root may read everything */
        assert_int_equal(chmod(in_place("a"), 0), 0);
        assert_int_equal(bil_file_read(&text, in_place("a"), 5, &err), BIL_E_NO_INPUT);
        assert_non_null(strstr(err.message_it, "permesso"));
    }
}

static void a_large_file_is_read_whole(void **state)
{
    (void)state;
    size_t size = 3 * 65536 + 17;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(i * 31 % 251);
    }
    assert_int_equal(bil_file_write(in_place("a"), bytes, size, NULL), BIL_OK);
    contains(in_place("a"), bytes, size);
    free(bytes);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    bil_error err;
    assert_int_equal(bil_file_write(in_place("none/a"), "x", 1, &err), BIL_E_CANT_WRITE);
    assert_non_null(strstr(err.message_it, "cartella"));
    assert_int_equal(bil_file_write(place_path(), "x", 1, &err), BIL_E_CANT_WRITE);
    assert_int_equal(things_in(place_path()), 0);
}

/* A limit on the size of files stops the write half-way, as a full disk does. */
static void a_write_that_breaks_off_keeps_the_old_file(void **state)
{
    (void)state;
    bil_error err;
    struct rlimit before;
    static char bytes[100000];
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(bil_file_write(in_place("a"), "old", 3, &err), BIL_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit little = {50000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    bil_status status = bil_file_write(in_place("a"), bytes, sizeof bytes, &err);
    bil_status fresh = bil_file_write(in_place("b"), bytes, sizeof bytes, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(status, BIL_E_IO);
    assert_int_equal(fresh, BIL_E_IO);
    contains(in_place("a"), "old", 3);
    assert_int_equal(things_in(place_path()), 1);
}

static void a_full_device_is_an_error(void **state)
{
    (void)state;
    bil_error err;
    if (!bil_file_exists("/dev/full")) {
        skip();
    }
    assert_int_equal(bil_file_write("/dev/full", "x", 1, &err), BIL_E_IO);
    assert_non_null(strstr(err.message_it, "spazio"));
    assert_int_equal(bil_file_write("/dev/null", "x", 1, &err), BIL_OK);
    struct stat about;
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode)); /* written, not replaced */
}

static void permissions_and_links_survive(void **state)
{
    (void)state;
    struct stat about;
    char target[512];
    (void)snprintf(target, sizeof target, "%s", in_place("a"));
    assert_int_equal(bil_file_write(target, "1", 1, NULL), BIL_OK);
    assert_int_equal(chmod(target, 0640), 0);
    assert_int_equal(symlink("a", in_place("link")), 0);
    assert_int_equal(bil_file_write(in_place("link"), "22", 2, NULL), BIL_OK);
    contains(target, "22", 2);
    assert_int_equal(lstat(in_place("link"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(stat(target, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    assert_int_equal(things_in(place_path()), 2);
}

static void a_new_file_obeys_the_umask(void **state)
{
    (void)state;
    struct stat about;
    mode_t before = umask(027);
    assert_int_equal(bil_file_write(in_place("a"), "1", 1, NULL), BIL_OK);
    (void)umask(before);
    assert_int_equal(stat(in_place("a"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void the_longest_name_can_be_written(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, place_path(), name);
    assert_int_equal(bil_file_write(path.bytes, "1", 1, NULL), BIL_OK);
    (void)remove(path.bytes);
    bil_text_release(&path);
}

static void paths_are_joined_with_one_slash(void **state)
{
    (void)state;
    static const char *const all[][2] = {{"a", "a/x"}, {"a/", "a/x"}, {"/", "/x"}, {"", "x"}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        bil_text path;
        bil_text_init(&path);
        bil_file_join(&path, all[i][0], "x");
        assert_string_equal(path.bytes, all[i][1]);
        bil_text_release(&path);
    }
}

/* Test vectors of FIPS 180-4. */
static void digests_are_those_of_the_standard(void **state)
{
    (void)state;
    char hex[BIL_SHA256_HEX_SIZE];
    bil_digest digest;
    bil_sha256_hex(hex, "", 0);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    bil_sha256_hex(hex, "abc", 3);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bil_digest_init(&digest);
    for (int i = 0; i < 1000000; i++) {
        bil_digest_add(&digest, "a", 1);
    }
    bil_digest_hex(hex, &digest);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void one_file_is_known_by_all_its_names(void **state)
{
    (void)state;
    char file[512];
    (void)snprintf(file, sizeof file, "%s", in_place("a"));
    assert_int_equal(bil_file_write(file, "1", 1, NULL), BIL_OK);
    assert_int_equal(bil_file_write(in_place("b"), "1", 1, NULL), BIL_OK);
    assert_int_equal(symlink("a", in_place("soft")), 0);
    assert_int_equal(link(file, in_place("hard")), 0);
    assert_true(bil_file_same(file, file));
    assert_true(bil_file_same(file, in_place("./a")));
    assert_true(bil_file_same(file, in_place("soft")));
    assert_true(bil_file_same(file, in_place("hard")));
    assert_false(bil_file_same(file, in_place("b")));
    assert_false(bil_file_same(file, in_place("none")));
    assert_false(bil_file_same("/dev/null", "/dev/null"));
    assert_false(bil_file_same(place_path(), place_path()));
}

static void of_files_to_come_the_place_is_compared(void **state)
{
    (void)state;
    char file[512];
    (void)snprintf(file, sizeof file, "%s", in_place("new"));
    assert_true(bil_file_same(file, in_place("./new")));
    assert_false(bil_file_same(file, in_place("other")));
    assert_false(bil_file_same(file, "new"));
    assert_true(bil_file_same("not-there", "./not-there"));
    assert_false(bil_file_same(in_place("no/new"), in_place("no/new")));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, place_make, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read),
        IN_FOLDER(what_cannot_be_read_is_said_in_words),
        IN_FOLDER(a_large_file_is_read_whole),
        IN_FOLDER(what_cannot_be_written_leaves_nothing),
        IN_FOLDER(a_write_that_breaks_off_keeps_the_old_file),
        cmocka_unit_test(a_full_device_is_an_error),
        IN_FOLDER(permissions_and_links_survive),
        IN_FOLDER(a_new_file_obeys_the_umask),
        IN_FOLDER(the_longest_name_can_be_written),
        IN_FOLDER(one_file_is_known_by_all_its_names),
        IN_FOLDER(of_files_to_come_the_place_is_compared),
        cmocka_unit_test(paths_are_joined_with_one_slash),
        cmocka_unit_test(digests_are_those_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
