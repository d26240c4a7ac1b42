/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_JSON_H
#define BIL_DATA_JSON_H

/* Strict JSON in, exact JSON out.
 *
 * Reading goes through one door. Our own scanner first looks at every byte (size, depth, UTF-8,
 * RFC 8259 grammar, no NUL, no lone surrogate, nothing after the value) and notes where each value
 * stands; then cJSON parses; then keys are compared (no duplicate, letter case matters). What other
 * files see is a tree of read-only values that know their place, so that every fault can say
 * "file:line:column /pointer". Numbers are read from the digits in the file, never from a double.
 *
 * Nobody outside `json.c` sees a type of cJSON. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"
#include "engine/text.h"

enum {
    BIL_JSON_SIZE_MAX = 4 * 1024 * 1024,
    BIL_JSON_DEPTH_MAX = 64,
    BIL_JSON_VALUES_MAX = 400000,
    BIL_JSON_NUMBER_MAX = 40 /* characters of one number */
};

/* Integers beyond 2^53 do not survive other people's JSON readers, so ours refuses them. */
#define BIL_JSON_INTEGER_MAX INT64_C(9007199254740992)

typedef struct bil_json bil_json;
typedef struct bil_json_value bil_json_value;

typedef enum {
    BIL_JSON_NULL,
    BIL_JSON_BOOL,
    BIL_JSON_NUMBER,
    BIL_JSON_TEXT,
    BIL_JSON_ARRAY,
    BIL_JSON_OBJECT
} bil_json_kind;

typedef struct {
    const char *file;  /* the name used in messages; must outlive the document */
    size_t first_line; /* number of the first line, for one line of a longer file; 0 = 1 */
    size_t size_max;   /* 0 = BIL_JSON_SIZE_MAX; never more than 256 MiB */
} bil_json_options;

/* Reads a whole text. A syntax error (the first one) is put in `faults` and gives BIL_E_DATA;
 * duplicate keys are put in `faults` too, but the document is still given (BIL_OK), so that the
 * caller can go on and report everything else. `faults` must outlive the document: later readings
 * add to it. The bytes are not needed afterwards. BIL_E_NOMEM without memory. */
BIL_MUST_CHECK bil_status bil_json_read(bil_json **out, const char *bytes, size_t size,
                                        bil_json_options options, bil_faults *faults,
                                        bil_error *err);
void bil_json_free(bil_json *document); /* accepts NULL; values and texts go with it */

const bil_json_value *bil_json_root(const bil_json *document);

/* How many faults (warnings apart) the list of the document holds by now. */
size_t bil_json_errors(const bil_json_value *value);

/* --- looking around ------------------------------------------------------------------------- */

bil_json_kind bil_json_kind_of(const bil_json_value *value);

/* Members or elements; 0 for plain values. */
size_t bil_json_count(const bil_json_value *value);

/* The first member or element, and the one after; NULL at the end. */
const bil_json_value *bil_json_first(const bil_json_value *value);
const bil_json_value *bil_json_next(const bil_json_value *value);

/* The key of a member; NULL for elements and the root. */
const char *bil_json_key(const bil_json_value *value);

/* The member with exactly this key, NULL when there is none or `value` is no object. */
const bil_json_value *bil_json_member(const bil_json_value *value, const char *key);

/* "file:line:column /pointer"; cut with "…" when it does not fit. */
void bil_json_where(char *out, size_t size, const bil_json_value *value);

/* --- reading with faults ---------------------------------------------------------------------
 * Each of these returns false after having reported what is wrong; *out is then untouched. */

/* Reports a fault at a value. `found` NULL = the value as written. */
void bil_json_fault(const bil_json_value *value, const char *found, bil_words expected,
                    bil_words fix);
void bil_json_warn(const bil_json_value *value, const char *found, bil_words expected,
                   bil_words fix);

bool bil_json_is_null(const bil_json_value *value); /* reports nothing; NULL counts as null */

bool bil_json_get_bool(bool *out, const bil_json_value *value);

/* An integer written as one: `1.0` and `1e3` are faults. min and max within ±2^53. */
bool bil_json_get_integer(int64_t *out, const bil_json_value *value, int64_t min, int64_t max);

/* A decimal × 10^digits, exact: more than `digits` decimals (0–9) that are not zero are a fault. */
bool bil_json_get_decimal(int64_t *out, const bil_json_value *value, int digits, int64_t min,
                          int64_t max);

/* The same, rounded half away from zero, for figures other programs computed. */
bool bil_json_get_decimal_rounded(int64_t *out, const bil_json_value *value, int digits,
                                  int64_t min, int64_t max);

/* A text of at most `size_max` bytes, owned by the document. */
bool bil_json_get_text(const char **out, const bil_json_value *value, size_t size_max);

/* A text that is not empty and fits as a code: see bil_code_valid in data/words.h. */
bool bil_json_get_code(const char **out, const bil_json_value *value);

bool bil_json_expect(const bil_json_value *value, bil_json_kind kind);

/* What a file says of itself: "format" must be this name and "version" 1. Members that are absent
 * (NULL) have been reported by whoever looked for them. */
void bil_json_expect_format(const bil_json_value *format, const bil_json_value *version,
                            const char *name);

/* An array, or an object, with at most `count_max` elements or members. */
bool bil_json_expect_array(const bil_json_value *value, size_t count_max);
bool bil_json_expect_object(const bil_json_value *value, size_t count_max);

typedef struct {
    const char *key;
    bool required;
} bil_json_field;

/* The members of an object by a table of the keys it may have: found[i] is the member fields[i]
 * names, NULL when absent. Unknown keys (with the nearest known one) and missing required keys are
 * reported. False when `value` is no object or something was reported; `found` is always filled. */
bool bil_json_get_members(const bil_json_value **found, const bil_json_value *value,
                          const bil_json_field *fields, size_t count);

/* --- writing --------------------------------------------------------------------------------- */

/* Writes in the order of the calls, two spaces a level. Errors of memory stay in the text's
 * `failed`, to be looked at once at the end. */
typedef struct {
    bil_text *out;
    int depth;
    int inline_from; /* the depth from which all goes on one line; 0 = none */
    bool compact;
    bool inline_next;
    bool empty[BIL_JSON_DEPTH_MAX + 1];
} bil_json_writer;

/* `compact`: the whole on one line, for JSON Lines. */
void bil_json_writer_init(bil_json_writer *writer, bil_text *out, bool compact);

/* The next object or array is written on one line. */
void bil_json_inline(bil_json_writer *writer);

/* `key` is NULL for elements of an array and for the outermost value. */
void bil_json_begin_object(bil_json_writer *writer, const char *key);
void bil_json_end_object(bil_json_writer *writer);
void bil_json_begin_array(bil_json_writer *writer, const char *key);
void bil_json_end_array(bil_json_writer *writer);

void bil_json_put_text(bil_json_writer *writer, const char *key,
                       const char *text); /* NULL = null */
void bil_json_put_integer(bil_json_writer *writer, const char *key, int64_t value);
void bil_json_put_bool(bil_json_writer *writer, const char *key, bool value);
void bil_json_put_null(bil_json_writer *writer, const char *key);

/* value / 10^digits exactly, without trailing zeros but with at least one decimal ("0.0", "1.25");
 * digits 0–18. */
void bil_json_put_decimal(bil_json_writer *writer, const char *key, int64_t value, int digits);

/* {"it": …, "en": …} on one line. */
void bil_json_put_words(bil_json_writer *writer, const char *key, bil_words words);

/* Ends the text with a newline; to be called once, after the outermost value. */
void bil_json_finish(bil_json_writer *writer);

/* Name and version of the library behind the reader, e.g. "cJSON 1.7.15", for `doctor`. Static. */
const char *bil_json_library(void);

#endif
