/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one file that knows cJSON. Its tree is walked once, side by side with what the scanner noted,
 * to borrow the decoded texts; its numbers are never used. */

#include "data/json.h"

#include <cjson/cJSON.h> /* NOLINT(portability-restrict-system-includes) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/json_impl.h"
#include "data/words.h"

#define BIL_TEXT_OF(number) #number
#define BIL_VERSION_OF(a, b, c) BIL_TEXT_OF(a) "." BIL_TEXT_OF(b) "." BIL_TEXT_OF(c)
#define BIL_JSON_VERSION                                                                           \
    BIL_VERSION_OF(CJSON_VERSION_MAJOR, CJSON_VERSION_MINOR, CJSON_VERSION_PATCH)

enum { SIZE_LIMIT = 256 * 1024 * 1024, FEW_KEYS = 16 };

/* --- place ----------------------------------------------------------------------------------- */

/* Adds one step of a pointer, '~' and '/' escaped. */
static void pointer_add(char *out, size_t size, size_t *used, const bil_json_value *value)
{
    const size_t last = size - 4;
    const bil_json *document = value->document;
    if (*used >= last) {
        return;
    }
    if (document->values[value->parent].kind == BIL_JSON_ARRAY) {
        char step[16];
        int length = snprintf(step, sizeof step, "/%" PRIu32, value->position);
        for (int i = 0; i < length && *used < last; i++) {
            out[(*used)++] = step[i];
        }
        return;
    }
    const char *key = value->key == NULL ? document->bytes + value->key_offset : value->key;
    size_t length = value->key == NULL ? value->key_size : strlen(value->key);
    out[(*used)++] = '/';
    for (size_t i = 0; i < length && *used < last; i++) {
        if (key[i] == '~' || key[i] == '/') {
            out[(*used)++] = '~';
            out[(*used)++] = key[i] == '~' ? '0' : '1';
        } else {
            out[(*used)++] = key[i];
        }
    }
}

void bil_json_pointer(char *out, size_t size, const bil_json_value *value)
{
    uint32_t path[BIL_JSON_DEPTH_MAX + 1];
    size_t depth = 0;
    char whole[320];
    size_t used = 0;
    const bil_json_value *values = value->document->values;
    for (uint32_t at = (uint32_t)(value - values); values[at].parent != BIL_JSON_NOWHERE;
         at = values[at].parent) {
        BIL_ASSERT(depth <= BIL_JSON_DEPTH_MAX);
        path[depth++] = at;
    }
    while (depth > 0) {
        pointer_add(whole, sizeof whole, &used, &values[path[--depth]]);
    }
    bil_json_show(out, size, whole, used);
}

void bil_json_where(char *out, size_t size, const bil_json_value *value)
{
    char pointer[256];
    char whole[768];
    bil_json_pointer(pointer, sizeof pointer, value);
    (void)snprintf(whole, sizeof whole, "%.400s:%" PRIu32 ":%" PRIu32 "%s%s",
                   value->document->options.file, value->line, value->column,
                   pointer[0] == '\0' ? "" : " ", pointer);
    bil_text_shorten(out, size, whole);
}

/* --- from cJSON's tree ----------------------------------------------------------------------- */

static bool same_kind(const cJSON *item, bil_json_kind kind)
{
    switch (kind) {
    case BIL_JSON_NULL:
        return cJSON_IsNull(item) != 0;
    case BIL_JSON_BOOL:
        return cJSON_IsBool(item) != 0;
    case BIL_JSON_NUMBER:
        return cJSON_IsNumber(item) != 0;
    case BIL_JSON_TEXT:
        return cJSON_IsString(item) != 0;
    case BIL_JSON_ARRAY:
        return cJSON_IsArray(item) != 0;
    case BIL_JSON_OBJECT:
        return cJSON_IsObject(item) != 0;
    }
    return false;
}

/* The item after `item` in the order of the text; `stack` holds the open containers. */
static const cJSON *item_after(const cJSON *item, const cJSON **stack, size_t *depth)
{
    if (item->child != NULL) {
        BIL_ASSERT(*depth < BIL_JSON_DEPTH_MAX);
        stack[(*depth)++] = item;
        return item->child;
    }
    while (item->next == NULL && *depth > 0) {
        item = stack[--(*depth)];
    }
    return *depth > 0 ? item->next : NULL;
}

/* Lends the decoded texts to our values; false when the two readings differ. */
static bool lend_texts(bil_json *document)
{
    const cJSON *stack[BIL_JSON_DEPTH_MAX];
    size_t depth = 0;
    const cJSON *item = document->tree;
    for (size_t i = 0; i < document->count; i++) {
        bil_json_value *value = &document->values[i];
        if (item == NULL || !same_kind(item, value->kind)) {
            return false;
        }
        value->text = value->kind == BIL_JSON_TEXT ? item->valuestring : NULL;
        value->key = item->string;
        item = item_after(item, stack, &depth);
    }
    return item == NULL;
}

static bil_status parse(bil_json *document, bil_error *err)
{
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(document->bytes, document->size, &end, 0);
    if (tree == NULL) {
        return bil_fail_nomem(err); /* the scanner has accepted every byte */
    }
    document->tree = tree;
    while (end < document->bytes + document->size && strchr(" \t\r\n", *end) != NULL) {
        end++;
    }
    if (end != document->bytes + document->size || !lend_texts(document)) {
        return bil_fail(err, BIL_E_INTERNAL, document->options.file,
                        "due letture dello stesso JSON non concordano",
                        "two readings of the same JSON disagree");
    }
    return BIL_OK;
}

/* --- duplicate keys -------------------------------------------------------------------------- */

typedef struct {
    const bil_json_value *value;
} member;

static int by_key(const void *a, const void *b)
{
    const bil_json_value *x = ((const member *)a)->value;
    const bil_json_value *y = ((const member *)b)->value;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->position > y->position) - (x->position < y->position);
}

static void report_duplicate(const bil_json_value *first, const bil_json_value *again)
{
    bil_said expected;
    bil_json_fault(again, again->key,
                   bil_say(&expected, "ogni chiave una volta sola (c’è già alla riga %" PRIu32 ")",
                           "each key only once (it is already on line %" PRIu32 ")", first->line),
                   (bil_words){"togli una delle due", "remove one of the two"});
}

static bil_status check_keys(const bil_json_value *object, bil_error *err)
{
    member few[FEW_KEYS];
    member *members = few;
    size_t count = 0;
    if (object->count > FEW_KEYS) {
        members = malloc(object->count * sizeof *members);
        if (members == NULL) {
            return bil_fail_nomem(err);
        }
    }
    for (const bil_json_value *at = bil_json_first(object); at != NULL; at = bil_json_next(at)) {
        members[count++].value = at;
    }
    qsort(members, count, sizeof *members, by_key);
    size_t first = 0;
    for (size_t i = 1; i < count; i++) {
        if (strcmp(members[i].value->key, members[first].value->key) == 0) {
            report_duplicate(members[first].value, members[i].value);
        } else {
            first = i;
        }
    }
    if (members != few) {
        free(members);
    }
    return BIL_OK;
}

/* --- the document ---------------------------------------------------------------------------- */

/* NULL when there is no memory. */
static bil_json *document_new(const char *bytes, size_t size, bil_json_options options,
                              bil_faults *faults)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t skip = size >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    bil_json *document = calloc(1, sizeof *document);
    if (document == NULL) {
        return NULL;
    }
    document->bytes = malloc(size - skip + 1);
    if (document->bytes == NULL) {
        free(document);
        return NULL;
    }
    if (size > skip) {
        memcpy(document->bytes, bytes + skip, size - skip);
    }
    document->bytes[size - skip] = '\0';
    document->size = size - skip;
    document->options = options;
    document->faults = faults;
    return document;
}

static bil_status too_large(bil_json_options options, size_t size, size_t size_max,
                            bil_faults *faults, bil_error *err)
{
    bil_said found;
    bil_said expected;
    (void)bil_say(&found, "%zu bytes", "%zu bytes", size);
    bil_faults_add(faults, options.file, found.en,
                   bil_say(&expected, "al massimo %zu byte", "at most %zu bytes", size_max),
                   (bil_words){"", ""});
    return bil_fail(err, BIL_E_DATA, options.file, "il file è troppo grande",
                    "the file is too large");
}

bil_status bil_json_read(bil_json **out, const char *bytes, size_t size, bil_json_options options,
                         bil_faults *faults, bil_error *err)
{
    size_t size_max = options.size_max == 0 ? BIL_JSON_SIZE_MAX : options.size_max;
    size_max = size_max < SIZE_LIMIT ? size_max : SIZE_LIMIT;
    if (size > size_max) {
        return too_large(options, size, size_max, faults, err);
    }
    bil_json *document = document_new(bytes, size, options, faults);
    if (document == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_json_scan(document, err);
    if (status == BIL_OK) {
        status = parse(document, err);
    }
    for (size_t i = 0; status == BIL_OK && i < document->count; i++) {
        if (document->values[i].kind == BIL_JSON_OBJECT) {
            status = check_keys(&document->values[i], err);
        }
    }
    if (status != BIL_OK) {
        bil_json_free(document);
        return status;
    }
    *out = document;
    return BIL_OK;
}

void bil_json_free(bil_json *document)
{
    if (document != NULL) {
        cJSON_Delete(document->tree);
        free(document->values);
        free(document->bytes);
        free(document);
    }
}

const bil_json_value *bil_json_root(const bil_json *document)
{
    return &document->values[0];
}

size_t bil_json_errors(const bil_json_value *value)
{
    return value->document->faults->errors;
}

bil_json_kind bil_json_kind_of(const bil_json_value *value)
{
    return value->kind;
}

size_t bil_json_count(const bil_json_value *value)
{
    return value->count;
}

const bil_json_value *bil_json_first(const bil_json_value *value)
{
    return value->count == 0 ? NULL : value + 1;
}

const bil_json_value *bil_json_next(const bil_json_value *value)
{
    return value->next == BIL_JSON_NOWHERE ? NULL : &value->document->values[value->next];
}

const char *bil_json_key(const bil_json_value *value)
{
    return value->key;
}

const bil_json_value *bil_json_member(const bil_json_value *value, const char *key)
{
    if (value->kind != BIL_JSON_OBJECT) {
        return NULL;
    }
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        if (strcmp(at->key, key) == 0) {
            return at;
        }
    }
    return NULL;
}

const char *bil_json_library(void)
{
    static const char *const name = "cJSON " BIL_JSON_VERSION;
    return name;
}
