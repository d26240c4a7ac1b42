/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading values: each reader says what it found, where, and what it expected. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/json_impl.h"
#include "data/number.h"
#include "data/words.h"

enum { WHERE_SIZE = 512, FOUND_SIZE = 81 };

static const bil_words nothing = {"", ""};

static const char *as_written(const bil_json_value *value)
{
    return value->document->bytes + value->offset;
}

static void report(const bil_json_value *value, const char *found, bil_words expected,
                   bil_words fix, bool warning)
{
    char where[WHERE_SIZE];
    char shown[FOUND_SIZE];
    bil_json_where(where, sizeof where, value);
    if (found == NULL) {
        bil_json_show(shown, sizeof shown, as_written(value), value->size);
    } else {
        bil_json_show(shown, sizeof shown, found, strlen(found));
    }
    if (warning) {
        bil_faults_warn(value->document->faults, where, shown, expected, fix);
    } else {
        bil_faults_add(value->document->faults, where, shown, expected, fix);
    }
}

void bil_json_fault(const bil_json_value *value, const char *found, bil_words expected,
                    bil_words fix)
{
    report(value, found, expected, fix, false);
}

void bil_json_warn(const bil_json_value *value, const char *found, bil_words expected,
                   bil_words fix)
{
    report(value, found, expected, fix, true);
}

bool bil_json_is_null(const bil_json_value *value)
{
    return value == NULL || value->kind == BIL_JSON_NULL;
}

static bil_words kind_words(bil_json_kind kind)
{
    switch (kind) {
    case BIL_JSON_NULL:
        return (bil_words){"null", "null"};
    case BIL_JSON_BOOL:
        return (bil_words){"true o false", "true or false"};
    case BIL_JSON_NUMBER:
        return (bil_words){"un numero", "a number"};
    case BIL_JSON_TEXT:
        return (bil_words){"un testo tra virgolette", "a text in quotes"};
    case BIL_JSON_ARRAY:
        return (bil_words){"un elenco tra [ ]", "a list in [ ]"};
    case BIL_JSON_OBJECT:
        return (bil_words){"un oggetto tra { }", "an object in { }"};
    }
    return nothing;
}

bool bil_json_expect(const bil_json_value *value, bil_json_kind kind)
{
    if (value->kind != kind) {
        bil_json_fault(value, NULL, kind_words(kind), nothing);
        return false;
    }
    return true;
}

static bool expect_few(const bil_json_value *value, bil_json_kind kind, size_t count_max)
{
    bil_said said;
    char found[32];
    if (!bil_json_expect(value, kind)) {
        return false;
    }
    if (value->count <= count_max) {
        return true;
    }
    (void)snprintf(found, sizeof found, "%" PRIu32, value->count);
    bil_json_fault(value, found,
                   bil_say(&said, "al massimo %zu elementi", "at most %zu elements", count_max),
                   nothing);
    return false;
}

void bil_json_expect_format(const bil_json_value *format, const bil_json_value *version,
                            const char *name)
{
    const char *text = "";
    int64_t number = 0;
    bil_said said;
    if (format != NULL && bil_json_get_text(&text, format, BIL_CODE_MAX) &&
        strcmp(text, name) != 0) {
        bil_json_fault(format, NULL, bil_say(&said, "«%s»", "\"%s\"", name), (bil_words){"", ""});
    }
    if (version != NULL) {
        (void)bil_json_get_integer(&number, version, 1, 1);
    }
}

bool bil_json_expect_array(const bil_json_value *value, size_t count_max)
{
    return expect_few(value, BIL_JSON_ARRAY, count_max);
}

bool bil_json_expect_object(const bil_json_value *value, size_t count_max)
{
    return expect_few(value, BIL_JSON_OBJECT, count_max);
}

bool bil_json_get_bool(bool *out, const bil_json_value *value)
{
    if (!bil_json_expect(value, BIL_JSON_BOOL)) {
        return false;
    }
    *out = as_written(value)[0] == 't';
    return true;
}

bool bil_json_get_integer(int64_t *out, const bil_json_value *value, int64_t min, int64_t max)
{
    bil_said said;
    int64_t read = 0;
    BIL_ASSERT(min >= -BIL_JSON_INTEGER_MAX && max <= BIL_JSON_INTEGER_MAX);
    if (value->kind == BIL_JSON_NUMBER &&
        bil_number_integer(&read, as_written(value), value->size) == BIL_NUMBER_OK && read >= min &&
        read <= max) {
        *out = read;
        return true;
    }
    bool number = value->kind == BIL_JSON_NUMBER;
    bool whole = number && memchr(as_written(value), '.', value->size) == NULL &&
                 memchr(as_written(value), 'e', value->size) == NULL &&
                 memchr(as_written(value), 'E', value->size) == NULL;
    bil_words fix = {"scrivilo senza punto, esponente né virgolette",
                     "write it without point, exponent or quotes"};
    bil_json_fault(value, NULL,
                   bil_say(&said, "un numero intero da %" PRId64 " a %" PRId64,
                           "an integer from %" PRId64 " to %" PRId64, min, max),
                   whole ? nothing : fix);
    return false;
}

static bool get_decimal(int64_t *out, const bil_json_value *value, int digits, bool rounded,
                        int64_t min, int64_t max)
{
    bil_said said;
    char low[BIL_DECIMAL_SIZE];
    char high[BIL_DECIMAL_SIZE];
    int64_t read = 0;
    if (value->kind == BIL_JSON_NUMBER &&
        bil_number_decimal(&read, as_written(value), value->size, digits, rounded) ==
            BIL_NUMBER_OK &&
        read >= min && read <= max) {
        *out = read;
        return true;
    }
    bil_decimal_format(low, sizeof low, min, digits, 0);
    bil_decimal_format(high, sizeof high, max, digits, 0);
    bil_json_fault(value, NULL,
                   bil_say(&said, "un numero da %s a %s, con al massimo %d decimali",
                           "a number from %s to %s, with at most %d decimals", low, high, digits),
                   nothing);
    return false;
}

bool bil_json_get_decimal(int64_t *out, const bil_json_value *value, int digits, int64_t min,
                          int64_t max)
{
    return get_decimal(out, value, digits, false, min, max);
}

bool bil_json_get_decimal_rounded(int64_t *out, const bil_json_value *value, int digits,
                                  int64_t min, int64_t max)
{
    return get_decimal(out, value, digits, true, min, max);
}

bool bil_json_get_text(const char **out, const bil_json_value *value, size_t size_max)
{
    bil_said said;
    if (!bil_json_expect(value, BIL_JSON_TEXT)) {
        return false;
    }
    if (strlen(value->text) > size_max) {
        bil_json_fault(value, NULL,
                       bil_say(&said, "un testo di al massimo %zu byte",
                               "a text of at most %zu bytes", size_max),
                       nothing);
        return false;
    }
    *out = value->text;
    return true;
}

bool bil_json_get_code(const char **out, const bil_json_value *value)
{
    if (value->kind == BIL_JSON_TEXT && bil_code_valid(value->text)) {
        *out = value->text;
        return true;
    }
    bil_json_fault(value, NULL,
                   (bil_words){"un codice da 1 a 64 caratteri, senza spazi né , ; : * / \" ' \\",
                               "a code of 1 to 64 characters, without spaces or , ; : * / \" ' \\"},
                   nothing);
    return false;
}

static size_t field_of(const char *key, const bil_json_field *fields, size_t count)
{
    size_t i = 0;
    while (i < count && strcmp(fields[i].key, key) != 0) {
        i++;
    }
    return i;
}

bool bil_json_get_members(const bil_json_value **found, const bil_json_value *value,
                          const bil_json_field *fields, size_t count)
{
    bil_said said;
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        found[i] = NULL;
    }
    if (!bil_json_expect(value, BIL_JSON_OBJECT)) {
        return false;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        size_t i = field_of(at->key, fields, count);
        if (i < count) {
            found[i] = found[i] == NULL ? at : found[i];
            continue;
        }
        bil_json_fault(at, at->key, (bil_words){"una chiave conosciuta", "a known key"},
                       bil_say_nearest(&said, at->key, &fields[0].key, count, sizeof fields[0]));
        fine = false;
    }
    for (size_t i = 0; i < count; i++) {
        if (fields[i].required && found[i] == NULL) {
            bil_json_fault(value, "—",
                           bil_say(&said, "la chiave «%s»", "the key \"%s\"", fields[i].key),
                           nothing);
            fine = false;
        }
    }
    return fine;
}
