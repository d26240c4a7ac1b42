/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_JSON_IMPL_H
#define BIL_DATA_JSON_IMPL_H

/* What the scanner, the reader and the JSON values share. No type of cJSON appears here: the
 * decoded texts are borrowed from its tree, which the document keeps as `tree`. */

#include "data/json.h"

#define BIL_JSON_NOWHERE UINT32_MAX

struct bil_json_value {
    const bil_json *document;
    const char *key;  /* decoded; NULL for elements and the root */
    const char *text; /* decoded, of BIL_JSON_TEXT */
    uint32_t offset;  /* of the value as written */
    uint32_t size;
    uint32_t key_offset; /* of the key as written, quotes left out */
    uint32_t key_size;
    uint32_t line;
    uint32_t column;   /* in characters, from 1 */
    uint32_t parent;   /* index in the document's values */
    uint32_t next;     /* sibling */
    uint32_t position; /* among the siblings */
    uint32_t count;
    bil_json_kind kind;
};

/* Values stand in the order of the text, so a container's first child is the value after it. */
struct bil_json {
    bil_faults *faults;
    bil_json_options options;
    char *bytes; /* our copy, without byte order mark, ended by NUL */
    size_t size;
    bil_json_value *values;
    size_t count;
    size_t capacity;
    void *tree;
};

/* Looks at every byte and fills the document's values, or reports the first fault and returns
 * BIL_E_DATA; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_json_scan(bil_json *document, bil_error *err);

/* "/needs/0/level", "" for the root; cut with "…" when it does not fit. */
void bil_json_pointer(char *out, size_t size, const bil_json_value *value);

/* Bytes as they can be shown in a message: controls and broken UTF-8 as "\xNN", cut to fit. */
void bil_json_show(char *out, size_t size, const char *bytes, size_t count);

#endif
