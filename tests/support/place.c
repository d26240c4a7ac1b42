/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/place.h"

#include <dirent.h>
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

static char folder[64];

const char *place_path(void)
{
    return folder;
}

const char *in_place(const char *name)
{
    static char paths[4][512];
    static size_t next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

int place_make(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/bilancia-test-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

int place_clear(void **state)
{
    (void)state;
    (void)remove(in_place("district.json"));
    (void)remove(in_place("persons.jsonl"));
    return rmdir(folder);
}

void place_put(const char *name, const char *text)
{
    assert_int_equal(bil_file_write(in_place(name), text, strlen(text), NULL), BIL_OK);
}

size_t things_in(const char *path)
{
    size_t count = 0;
    DIR *open_folder = opendir(path);
    assert_non_null(open_folder);
    while (readdir(open_folder) != NULL) { /* NOLINT: one thread */
        count++;
    }
    (void)closedir(open_folder);
    return count - 2;
}
