/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SUPPORT_PLACE_H
#define BIL_TESTS_SUPPORT_PLACE_H

/* A folder of a test's own in /tmp, one at a time. */

#include <stddef.h>

/* Fixtures of cmocka. The folder is empty at first; at the end a district's two files may be in it,
 * and nothing else. */
int place_make(void **state);
int place_clear(void **state);

const char *place_path(void);

/* Where something in the folder is; good until the fourth call after this one. */
const char *in_place(const char *name);

/* Writes a file there, or the test fails. */
void place_put(const char *name, const char *text);

/* How many files and folders are in one. */
size_t things_in(const char *path);

#endif
