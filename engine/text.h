/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_TEXT_H
#define BIL_ENGINE_TEXT_H

/* Text that grows, and the few things we ask of UTF-8. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

/* A growing text. After a failed allocation it stays as it is and `failed` is set: callers write
 * freely and look once at the end. */
typedef struct {
    char *bytes; /* NUL-terminated once anything was written; NULL before */
    size_t size;
    size_t capacity;
    bool failed;
} bil_text;

void bil_text_init(bil_text *text);
void bil_text_release(bil_text *text); /* back to empty; frees */
void bil_text_add(bil_text *text, const char *piece);
void bil_text_add_n(bil_text *text, const char *piece, size_t size);
void bil_text_addf(bil_text *text, const char *format, ...) BIL_PRINTF(2, 3);

/* Ends what was added after `before` bytes: BIL_E_NOMEM when not all of it was, and then none. */
BIL_MUST_CHECK bil_status bil_text_end(bil_text *out, size_t before, bil_error *err);

/* Adds to `out` a text that was written aside, if all of it was. BIL_E_NOMEM when either has
 * failed. */
BIL_MUST_CHECK bil_status bil_text_pass(bil_text *out, const bil_text *text, bil_error *err);

/* Valid UTF-8, shortest forms only, no surrogates. */
bool bil_utf8_valid(const char *bytes, size_t size);

/* Code points of a valid UTF-8 text (display width of Italian and English prose). */
size_t bil_utf8_length(const char *text);

/* ASCII-only comparison that ignores case; used for axes ("casa" is "CASA"). */
bool bil_text_same_ascii(const char *a, const char *b);

/* Copies at most `size` - 1 bytes, never cutting a UTF-8 character; adds "…" when it cuts. */
void bil_text_shorten(char *out, size_t size, const char *text);

#endif
