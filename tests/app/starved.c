/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real program with little memory: its BIL_STARVE_AT-th allocation fails. */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* The linker asks for these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void)
{
    static long left = -1;
    static bool asked;
    if (!asked) {
        const char *text = getenv("BIL_STARVE_AT"); /* NOLINT(concurrency-mt-unsafe) */
        asked = true;
        left = text == NULL ? 0 : strtol(text, NULL, 10);
    }
    if (left == 0) {
        return false;
    }
    left--;
    return left == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */
