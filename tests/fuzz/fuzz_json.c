/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as JSON: either one fault with a place, or a tree whose every value can be read. */
#include <string.h>

#include "data/json.h"
#include "engine/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Reads a value in every way there is; wrong ways only give faults. */
static void use(const bil_json_value *value)
{
    static const bil_json_field fields[] = {{"a", true}, {"format", false}, {"needs", false}};
    const bil_json_value *found[3];
    const char *text = NULL;
    int64_t number = 0;
    bool truth = false;
    char where[64];
    bil_json_where(where, sizeof where, value);
    BIL_ASSERT(strncmp(where, "fuzz:", 5) == 0);
    (void)bil_json_get_members(found, value, fields, 3);
    (void)bil_json_get_text(&text, value, 100);
    (void)bil_json_get_code(&text, value);
    (void)bil_json_get_bool(&truth, value);
    (void)bil_json_get_integer(&number, value, -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX);
    (void)bil_json_get_decimal(&number, value, 4, -1000000, 1000000);
    (void)bil_json_get_decimal_rounded(&number, value, 9, INT64_MIN, INT64_MAX);
    (void)bil_json_expect_array(value, 2);
    (void)bil_json_member(value, "format");
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); at != NULL; at = bil_json_next(at)) {
        count++;
    }
    BIL_ASSERT(count == bil_json_count(value));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_json *document = NULL;
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    bil_status status = bil_json_read(&document, (const char *)bytes, size,
                                      (bil_json_options){.file = "fuzz"}, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT(status == BIL_OK || faults.errors == 1);
    if (status == BIL_OK) {
        /* Every value once, in the order of the text: a child first, else the next sibling of the
         * nearest ancestor that has one. */
        const bil_json_value *stack[BIL_JSON_DEPTH_MAX + 1];
        size_t depth = 0;
        const bil_json_value *at = bil_json_root(document);
        while (at != NULL) {
            use(at);
            if (bil_json_first(at) != NULL) {
                BIL_ASSERT(depth < BIL_JSON_DEPTH_MAX);
                stack[depth++] = at;
                at = bil_json_first(at);
                continue;
            }
            while (at != NULL && bil_json_next(at) == NULL) {
                at = depth == 0 ? NULL : stack[--depth];
            }
            at = at == NULL || depth == 0 ? NULL : bil_json_next(at);
        }
    }
    bil_json_free(document);
    bil_arena_free(arena);
    return 0;
}
