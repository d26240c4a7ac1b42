/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/referee/referee_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *keep_text(ref_json *store, const char *text, size_t size)
{
    if (store->text_used + size + 1 > REF_JSON_TEXT) {
        abort();
    }
    char *const copy = store->text + store->text_used;
    memcpy(copy, text, size);
    copy[size] = '\0';
    store->text_used += size + 1;
    return copy;
}

ref_node *ref_new_node(ref_json *store, ref_json_kind kind, const char *key, const char *text)
{
    if (store->node_count == REF_JSON_NODES) {
        abort();
    }
    ref_node *const node = &store->nodes[store->node_count++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->key = key == NULL ? NULL : keep_text(store, key, strlen(key));
    node->text = text == NULL ? NULL : keep_text(store, text, strlen(text));
    return node;
}

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* The end of a string's characters, `at` being after its opening quote; NULL when there is none. */
static const char *string_end(const char *at)
{
    while (*at != '"') {
        if (*at == '\0' || (*at == '\\' && at[1] == '\0')) {
            return NULL;
        }
        at += *at == '\\' ? 2 : 1;
    }
    return at;
}

/* A number, a string or a word; the position after it, NULL when it is none. */
static const char *read_scalar(ref_json *store, ref_node *node, const char *at)
{
    static const struct {
        const char *word;
        ref_json_kind kind;
    } words[] = {{"null", REF_JSON_NULL}, {"true", REF_JSON_TRUE}, {"false", REF_JSON_FALSE}};
    if (*at == '"') {
        const char *const end = string_end(at + 1);
        if (end == NULL) {
            return NULL;
        }
        node->kind = REF_JSON_STRING;
        node->text = keep_text(store, at + 1, (size_t)(end - at - 1));
        return end + 1;
    }
    for (size_t i = 0; i < 3; i++) {
        if (strncmp(at, words[i].word, strlen(words[i].word)) == 0) {
            node->kind = words[i].kind;
            return at + strlen(words[i].word);
        }
    }
    const size_t size = strspn(at, "+-0123456789.eE");
    node->kind = REF_JSON_NUMBER;
    node->text = keep_text(store, at, size);
    return size > 0 ? at + size : NULL;
}

static const char *read_key(ref_json *store, const char **out_key, const char *at)
{
    const char *const end = *at == '"' ? string_end(at + 1) : NULL;
    if (end == NULL) {
        return NULL;
    }
    *out_key = keep_text(store, at + 1, (size_t)(end - at - 1));
    at = skip_space(end + 1);
    return *at == ':' ? skip_space(at + 1) : NULL;
}

typedef struct {
    ref_node *open[REF_JSON_DEPTH];
    ref_node *last[REF_JSON_DEPTH]; /* the latest child of each */
    int depth;
} builder;

static void attach(builder *b, ref_node *node)
{
    if (b->depth == 0) {
        return;
    }
    if (b->last[b->depth - 1] == NULL) {
        b->open[b->depth - 1]->child = node;
    } else {
        b->last[b->depth - 1]->next = node;
    }
    b->last[b->depth - 1] = node;
}

/* Reads one value with its key, or opens an array or object. NULL on a fault. */
static const char *read_value(ref_json *store, builder *b, const char *at, ref_node **out_first)
{
    const char *key = NULL;
    if (b->depth > 0 && b->open[b->depth - 1]->kind == REF_JSON_OBJECT) {
        at = read_key(store, &key, at);
    }
    if (at == NULL) {
        return NULL;
    }
    ref_node *const node = ref_new_node(store, REF_JSON_NULL, NULL, NULL);
    node->key = key;
    attach(b, node);
    *out_first = *out_first == NULL ? node : *out_first;
    if (*at != '{' && *at != '[') {
        return read_scalar(store, node, at);
    }
    if (b->depth == REF_JSON_DEPTH) {
        return NULL;
    }
    node->kind = *at == '{' ? REF_JSON_OBJECT : REF_JSON_ARRAY;
    b->open[b->depth] = node;
    b->last[b->depth++] = NULL;
    return at + 1;
}

ref_node *ref_json_parse(ref_json *store, const char *bytes)
{
    builder b = {{NULL}, {NULL}, 0};
    ref_node *root = NULL;
    const char *at = skip_space(bytes);
    bool expects_value = true;
    store->node_count = 0;
    store->text_used = 0;
    while (root == NULL || b.depth > 0) {
        const bool closing = *at == '}' || *at == ']';
        if (closing && b.depth > 0 && (!expects_value || b.last[b.depth - 1] == NULL)) {
            b.depth--;
            at++;
            expects_value = false;
        } else if (!expects_value && *at == ',') {
            at++;
            expects_value = true;
        } else if (expects_value) {
            const int depth = b.depth;
            at = read_value(store, &b, at, &root);
            if (at == NULL) {
                return NULL;
            }
            expects_value = b.depth > depth;
        } else {
            return NULL;
        }
        at = skip_space(at);
    }
    return *at == '\0' ? root : NULL;
}

static void print_scalar(FILE *file, const ref_node *node)
{
    if (node->kind == REF_JSON_STRING) {
        (void)fprintf(file, "\"%s\"", node->text);
    } else if (node->kind == REF_JSON_NUMBER) {
        (void)fputs(node->text, file);
    } else {
        (void)fputs(node->kind == REF_JSON_TRUE    ? "true"
                    : node->kind == REF_JSON_FALSE ? "false"
                                                   : "null",
                    file);
    }
}

/* Ends every container whose last element is written; the next node to write, NULL at the end. */
static const ref_node *close_done(FILE *file, const ref_node *open[REF_JSON_DEPTH], int *depth)
{
    const ref_node *next = NULL;
    while (next == NULL && *depth > 0) {
        (*depth)--;
        (void)fputc(open[*depth]->kind == REF_JSON_OBJECT ? '}' : ']', file);
        next = *depth > 0 ? open[*depth]->next : NULL;
    }
    return next;
}

void ref_json_print(FILE *file, const ref_node *root)
{
    const ref_node *open[REF_JSON_DEPTH] = {NULL};
    const ref_node *node = root;
    int depth = 0;
    while (node != NULL) {
        const bool container = node->kind == REF_JSON_ARRAY || node->kind == REF_JSON_OBJECT;
        if (node->key != NULL) {
            (void)fprintf(file, "\"%s\": ", node->key);
        }
        if (container) {
            (void)fputc(node->kind == REF_JSON_OBJECT ? '{' : '[', file);
            open[depth++] = node;
        } else {
            print_scalar(file, node);
        }
        const ref_node *next = container ? node->child : depth > 0 ? node->next : NULL;
        const bool first = container && next != NULL;
        next = next != NULL ? next : close_done(file, open, &depth);
        if (next != NULL && !first) {
            (void)fputs(",\n", file);
        }
        node = next;
    }
    (void)fputc('\n', file);
}

ref_node *ref_member(const ref_node *object, const char *key)
{
    for (ref_node *node = object == NULL ? NULL : object->child; node != NULL; node = node->next) {
        if (node->key != NULL && strcmp(node->key, key) == 0) {
            return node;
        }
    }
    return NULL;
}

ref_node *ref_element(const ref_node *array, int index)
{
    ref_node *node = array == NULL ? NULL : array->child;
    for (int i = 0; i < index && node != NULL; i++) {
        node = node->next;
    }
    return node;
}

int ref_length(const ref_node *array)
{
    int count = 0;
    for (const ref_node *node = array == NULL ? NULL : array->child; node != NULL;
         node = node->next) {
        count++;
    }
    return count;
}

int64_t ref_integer(const ref_node *object, const char *key)
{
    const ref_node *const node = ref_member(object, key);
    return node == NULL || node->kind != REF_JSON_NUMBER ? INT64_MIN
                                                         : strtoll(node->text, NULL, 10);
}

double ref_real(const ref_node *object, const char *key)
{
    const ref_node *const node = ref_member(object, key);
    return node == NULL || node->kind != REF_JSON_NUMBER ? -1 : strtod(node->text, NULL);
}

const char *ref_string(const ref_node *object, const char *key)
{
    const ref_node *const node = ref_member(object, key);
    return node == NULL || node->kind != REF_JSON_STRING ? "" : node->text;
}

bool ref_true(const ref_node *object, const char *key)
{
    const ref_node *const node = ref_member(object, key);
    return node != NULL && node->kind == REF_JSON_TRUE;
}

/* The member `key`, made when it is missing. */
static ref_node *member_for(ref_json *store, ref_node *object, const char *key)
{
    ref_node *node = ref_member(object, key);
    if (node == NULL) {
        node = ref_new_node(store, REF_JSON_NULL, key, NULL);
        ref_append(object, node);
    }
    return node;
}

void ref_set_integer(ref_json *store, ref_node *object, const char *key, int64_t value)
{
    char digits[32];
    ref_node *const node = member_for(store, object, key);
    (void)snprintf(digits, sizeof digits, "%" PRId64, value);
    node->kind = REF_JSON_NUMBER;
    node->text = keep_text(store, digits, strlen(digits));
}

void ref_set_real(ref_json *store, ref_node *object, const char *key, double value)
{
    char digits[64];
    ref_node *const node = member_for(store, object, key);
    (void)snprintf(digits, sizeof digits, "%.9f", value);
    node->kind = REF_JSON_NUMBER;
    node->text = keep_text(store, digits, strlen(digits));
}

void ref_set_string(ref_json *store, ref_node *object, const char *key, const char *value)
{
    ref_node *const node = member_for(store, object, key);
    node->kind = REF_JSON_STRING;
    node->text = keep_text(store, value, strlen(value));
}

void ref_set_bool(ref_json *store, ref_node *object, const char *key, bool value)
{
    member_for(store, object, key)->kind = value ? REF_JSON_TRUE : REF_JSON_FALSE;
}

ref_node *ref_copy(ref_json *store, const ref_node *node)
{
    const ref_node *from[REF_JSON_DEPTH];
    ref_node *to[REF_JSON_DEPTH];
    int depth = 1;
    ref_node *const root = ref_new_node(store, node->kind, node->key, node->text);
    const ref_node *next = node->child;
    to[0] = root;
    from[0] = node;
    while (depth > 0) {
        if (next == NULL) {
            depth--;
            next = depth > 0 ? from[depth]->next : NULL;
            continue;
        }
        ref_node *const copy = ref_new_node(store, next->kind, next->key, next->text);
        ref_append(to[depth - 1], copy);
        from[depth] = next;
        to[depth++] = copy;
        next = next->child;
    }
    return root;
}

void ref_append(ref_node *array, ref_node *element)
{
    ref_node **place = &array->child;
    while (*place != NULL) {
        place = &(*place)->next;
    }
    element->next = NULL;
    *place = element;
}

void ref_remove(ref_node *array, const ref_node *element)
{
    for (ref_node **place = &array->child; *place != NULL; place = &(*place)->next) {
        if (*place == element) {
            *place = element->next;
            return;
        }
    }
}
