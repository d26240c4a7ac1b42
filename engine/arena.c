/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK_BYTES = 4096, LARGEST_BLOCK_BYTES = 1 << 20 };

typedef struct block block;

struct block {
    block *next;
    size_t room;
    size_t taken;
    alignas(max_align_t) unsigned char bytes[];
};

struct bil_arena {
    block *blocks; /* the first one is being filled */
    size_t next_room;
    size_t used;
};

bil_arena *bil_arena_new(void)
{
    bil_arena *arena = malloc(sizeof *arena);
    if (arena == NULL) {
        return NULL;
    }
    arena->blocks = NULL;
    arena->next_room = FIRST_BLOCK_BYTES;
    arena->used = 0;
    return arena;
}

void bil_arena_free(bil_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    block *each = arena->blocks;
    while (each != NULL) {
        block *next = each->next;
        free(each);
        each = next;
    }
    free(arena);
}

static block *block_new(size_t room)
{
    if (room > SIZE_MAX - sizeof(block)) {
        return NULL;
    }
    block *made = malloc(sizeof(block) + room);
    if (made == NULL) {
        return NULL;
    }
    made->next = NULL;
    made->room = room;
    made->taken = 0;
    return made;
}

/* A block with at least `size` free bytes. A piece too big for the usual block gets its own, put
 * second, so that the half-filled first one keeps serving small pieces. */
static block *block_with_room(bil_arena *arena, size_t size)
{
    block *first = arena->blocks;
    if (first != NULL && first->room - first->taken >= size) {
        return first;
    }
    if (first != NULL && size > arena->next_room / 2) {
        block *own = block_new(size);
        if (own != NULL) {
            own->next = first->next;
            first->next = own;
        }
        return own;
    }
    block *made = block_new(size > arena->next_room ? size : arena->next_room);
    if (made == NULL) {
        return NULL;
    }
    made->next = first;
    arena->blocks = made;
    if (arena->next_room < LARGEST_BLOCK_BYTES) {
        arena->next_room *= 2;
    }
    return made;
}

void *bil_arena_alloc(bil_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size != 0 && count > (SIZE_MAX - align) / size) {
        return NULL;
    }
    size_t bytes = count * size;
    if (bytes == 0) {
        bytes = 1;
    }
    bytes = (bytes + align - 1) / align * align;
    block *from = block_with_room(arena, bytes);
    if (from == NULL) {
        return NULL;
    }
    void *piece = from->bytes + from->taken;
    from->taken += bytes;
    arena->used += bytes;
    memset(piece, 0, bytes);
    return piece;
}

char *bil_arena_text_n(bil_arena *arena, const char *text, size_t size)
{
    if (size == SIZE_MAX) {
        return NULL;
    }
    char *copy = bil_arena_alloc(arena, size + 1, 1);
    if (copy != NULL && size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

char *bil_arena_text(bil_arena *arena, const char *text)
{
    return bil_arena_text_n(arena, text, strlen(text));
}

void *bil_arena_grow(bil_arena *arena, void *items, size_t count, size_t *capacity, size_t needed,
                     size_t size)
{
    if (items != NULL && needed <= *capacity) {
        return items;
    }
    size_t room = *capacity < 8 ? 8 : *capacity;
    while (room < needed) {
        if (room > SIZE_MAX / 2) {
            return NULL;
        }
        room *= 2;
    }
    void *grown = bil_arena_alloc(arena, room, size);
    if (grown == NULL) {
        return NULL;
    }
    if (items != NULL && count > 0) {
        memcpy(grown, items, count * size);
    }
    *capacity = room;
    return grown;
}

size_t bil_arena_used(const bil_arena *arena)
{
    return arena->used;
}
