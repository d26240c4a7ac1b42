/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_WORDS_H
#define BIL_DATA_WORDS_H

/* Small helps for the readers: codes, near misses, sentences in two languages. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

enum {
    BIL_CODE_MAX = 64,
    BIL_SUGGESTIONS_MAX = 100 /* after as many faults of a run, no nearest names are looked for */
};

/* A code is 1–64 bytes of visible UTF-8 without space, quotes and the signs , ; : * / that have a
 * meaning of their own in files and pointers. */
bool bil_code_valid(const char *text);

/* Does the text hold something that looks like an Italian codice fiscale (letters in place of
 * digits included)? */
bool bil_looks_like_codice_fiscale(const char *text);

/* The name of the list nearest to `text` (at most a third of it mistyped), NULL when none is near
 * or the list is very long. `stride` is the distance in bytes from one `const char *` to the next,
 * so that arrays of structs can be searched by their first member. */
const char *bil_nearest(const char *text, const void *names, size_t count, size_t stride);

/* Room for one sentence in both languages. */
typedef struct {
    char it[320];
    char en[320];
} bil_said;

/* The two formats take the same arguments, in the same order. Too long texts are cut with "…". */
bil_words bil_say(bil_said *room, const char *it, const char *en, ...) BIL_PRINTF(2, 4)
    BIL_PRINTF(3, 4);

/* "forse volevi «needs»?" for the nearest name, empty words when none is near. */
bil_words bil_say_nearest(bil_said *room, const char *text, const void *names, size_t count,
                          size_t stride);

#endif
