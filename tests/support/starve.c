/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/starve.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/arena.h"

/* The linker asks for these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
ssize_t __real_write(int file, const void *bytes, size_t size);
int __real_close(int file);
int __real_fchmod(int file, mode_t mode);
int __real_rename(const char *from, const char *to);
void *__real_bil_arena_alloc(bil_arena *arena, size_t count, size_t size);
char *__real_bil_arena_text(bil_arena *arena, const char *text);
char *__real_bil_arena_text_n(bil_arena *arena, const char *text, size_t size);
void *__real_bil_arena_grow(bil_arena *arena, void *items, size_t count, size_t *capacity,
                            size_t needed, size_t size);
void *__wrap_bil_arena_alloc(bil_arena *arena, size_t count, size_t size);
char *__wrap_bil_arena_text(bil_arena *arena, const char *text);
char *__wrap_bil_arena_text_n(bil_arena *arena, const char *text, size_t size);
void *__wrap_bil_arena_grow(bil_arena *arena, void *items, size_t count, size_t *capacity,
                            size_t needed, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);
ssize_t __wrap_write(int file, const void *bytes, size_t size);
int __wrap_fsync(int file);
int __wrap_close(int file);
int __wrap_fchmod(int file, mode_t mode);
int __wrap_rename(const char *from, const char *to);
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

typedef enum { NOTHING, MEMORY, ARENAS, DISK } kind;

static struct {
    kind what;
    starve_mode mode;
    size_t at;
    size_t calls;
    bool struck;
} now;

static void start(kind what, size_t n, starve_mode mode)
{
    now.what = what;
    now.mode = mode;
    now.at = n;
    now.calls = 0;
    now.struck = false;
}

void starve_memory(size_t n, starve_mode mode)
{
    start(MEMORY, n, mode);
}

void starve_arenas(size_t n, starve_mode mode)
{
    start(ARENAS, n, mode);
}

void starve_disk(size_t n, starve_mode mode)
{
    start(DISK, n, mode);
}

bool starve_end(void)
{
    now.what = NOTHING;
    return now.struck;
}

size_t starve_calls(void)
{
    return now.calls;
}

static bool fails(kind what)
{
    if (now.what != what) {
        return false;
    }
    now.calls++;
    const bool strikes =
        now.at != 0 && (now.calls == now.at || (now.mode == STARVE_FOREVER && now.calls > now.at));
    now.struck = now.struck || strikes;
    return strikes;
}

/* ---- what is allocated: an open table of addresses ---- */

enum { PLACES = 1 << 16 };

static const void *blocks[PLACES];
static size_t live;

static size_t home_of(const void *block)
{
    return (size_t)(((uintptr_t)block >> 4) * 2654435761U) % PLACES;
}

static void note(const void *block)
{
    if (block == NULL) {
        return;
    }
    size_t i = home_of(block);
    while (blocks[i] != NULL) {
        i = (i + 1) % PLACES;
    }
    blocks[i] = block;
    live++;
    if (live >= PLACES / 2) {
        abort(); /* the table is too small for this test */
    }
}

/* Takes a block out and moves up those after it that were pushed on. */
static void forget(const void *block)
{
    size_t i = home_of(block);
    while (blocks[i] != NULL && blocks[i] != block) {
        i = (i + 1) % PLACES;
    }
    if (block == NULL || blocks[i] == NULL) {
        return; /* not one of ours: a library gave it */
    }
    live--;
    for (size_t j = (i + 1) % PLACES; blocks[j] != NULL; j = (j + 1) % PLACES) {
        const size_t home = home_of(blocks[j]);
        if ((j - home + PLACES) % PLACES >= (j - i + PLACES) % PLACES) {
            blocks[i] = blocks[j];
            i = j;
        }
    }
    blocks[i] = NULL;
}

size_t starve_live(void)
{
    return live;
}

/* ---- the calls ---- */

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
void *__wrap_malloc(size_t size)
{
    void *block = fails(MEMORY) ? NULL : __real_malloc(size);
    note(block);
    return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *block = fails(MEMORY) ? NULL : __real_calloc(count, size);
    note(block);
    return block;
}

void *__wrap_realloc(void *old, size_t size)
{
    if (fails(MEMORY)) {
        return NULL;
    }
    forget(old);
    void *block = __real_realloc(old, size);
    note(block == NULL ? old : block);
    return block;
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}

void *__wrap_bil_arena_alloc(bil_arena *arena, size_t count, size_t size)
{
    return fails(ARENAS) ? NULL : __real_bil_arena_alloc(arena, count, size);
}

char *__wrap_bil_arena_text(bil_arena *arena, const char *text)
{
    return fails(ARENAS) ? NULL : __real_bil_arena_text(arena, text);
}

char *__wrap_bil_arena_text_n(bil_arena *arena, const char *text, size_t size)
{
    return fails(ARENAS) ? NULL : __real_bil_arena_text_n(arena, text, size);
}

void *__wrap_bil_arena_grow(bil_arena *arena, void *items, size_t count, size_t *capacity,
                            size_t needed, size_t size)
{
    return fails(ARENAS) ? NULL
                         : __real_bil_arena_grow(arena, items, count, capacity, needed, size);
}

static int out_of_space(void)
{
    errno = ENOSPC;
    return -1;
}

ssize_t __wrap_write(int file, const void *bytes, size_t size)
{
    if (!fails(DISK)) {
        return __real_write(file, bytes, size);
    }
    (void)__real_write(file, bytes, size / 2);
    return out_of_space();
}

int __wrap_fsync(int file)
{
    (void)file; /* thousands of runs need not wait for the disk */
    return fails(DISK) ? out_of_space() : 0;
}

int __wrap_close(int file)
{
    const int status = __real_close(file);
    return fails(DISK) ? out_of_space() : status;
}

int __wrap_fchmod(int file, mode_t mode)
{
    return fails(DISK) ? out_of_space() : __real_fchmod(file, mode);
}

int __wrap_rename(const char *from, const char *to)
{
    return fails(DISK) ? out_of_space() : __real_rename(from, to);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */
