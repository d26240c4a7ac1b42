/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_JSON_H
#define BIL_TESTS_REFEREE_REFEREE_JSON_H

/* Just enough JSON to read the program's plans, spoil them and write them back: a tree of nodes in
 * one fixed store. Numbers keep their digits. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { REF_JSON_NODES = 8192, REF_JSON_TEXT = 262144, REF_JSON_DEPTH = 32 };

typedef enum {
    REF_JSON_NULL,
    REF_JSON_TRUE,
    REF_JSON_FALSE,
    REF_JSON_NUMBER,
    REF_JSON_STRING,
    REF_JSON_ARRAY,
    REF_JSON_OBJECT
} ref_json_kind;

typedef struct ref_node {
    ref_json_kind kind;
    const char *key;  /* in an object, else NULL; escapes are kept as written */
    const char *text; /* digits of a number, characters of a string as written */
    struct ref_node *child;
    struct ref_node *next;
} ref_node;

typedef struct {
    ref_node nodes[REF_JSON_NODES];
    size_t node_count;
    char text[REF_JSON_TEXT];
    size_t text_used;
} ref_json;

/* NULL when the bytes are no JSON. */
ref_node *ref_json_parse(ref_json *store, const char *bytes);
void ref_json_print(FILE *file, const ref_node *root);

ref_node *ref_member(const ref_node *object, const char *key); /* NULL when absent */
ref_node *ref_element(const ref_node *array, int index);
int ref_length(const ref_node *array);
int64_t ref_integer(const ref_node *object, const char *key);    /* INT64_MIN when absent */
double ref_real(const ref_node *object, const char *key);        /* −1 when absent */
const char *ref_string(const ref_node *object, const char *key); /* "" when absent or null */
bool ref_true(const ref_node *object, const char *key);

/* Spoiling. */
void ref_set_integer(ref_json *store, ref_node *object, const char *key, int64_t value);
void ref_set_real(ref_json *store, ref_node *object, const char *key, double value);
void ref_set_string(ref_json *store, ref_node *object, const char *key, const char *value);
void ref_set_bool(ref_json *store, ref_node *object, const char *key, bool value);
ref_node *ref_copy(ref_json *store, const ref_node *node);
void ref_append(ref_node *array, ref_node *element);
void ref_remove(ref_node *array, const ref_node *element);
ref_node *ref_new_node(ref_json *store, ref_json_kind kind, const char *key, const char *text);

#endif
