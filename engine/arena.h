/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_ARENA_H
#define BIL_ENGINE_ARENA_H

/* Memory tied to one lifetime (a catalogue, a case, a plan, one run): many small pieces, freed
 * together. Nothing in an arena is freed singly. */

#include <stddef.h>

typedef struct bil_arena bil_arena;

/* NULL when there is no memory. */
bil_arena *bil_arena_new(void);
void bil_arena_free(bil_arena *arena); /* accepts NULL */

/* Zeroed memory aligned for any type; NULL when there is no memory or count × size overflows.
 * A request of zero bytes gives a valid pointer. */
void *bil_arena_alloc(bil_arena *arena, size_t count, size_t size);

/* Copies; NULL when there is no memory. The text version always ends with NUL. */
char *bil_arena_text(bil_arena *arena, const char *text);
char *bil_arena_text_n(bil_arena *arena, const char *text, size_t size);

/* Grows an array kept in the arena: returns room for at least `needed` items of `size` bytes,
 * keeping the first `count`; updates *capacity. The old room stays unused in the arena. NULL
 * without memory (the old array is intact). */
void *bil_arena_grow(bil_arena *arena, void *items, size_t count, size_t *capacity, size_t needed,
                     size_t size);

/* Bytes handed out so far. */
size_t bil_arena_used(const bil_arena *arena);

#endif
