/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SUPPORT_STARVE_H
#define BIL_TESTS_SUPPORT_STARVE_H

/* Takes memory and disk away from our own code. The linker sends the calls of everything linked
 * statically (--wrap, see bil_starve in cmake/BilTest.cmake) through here; libraries keep what they
 * need. */

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    STARVE_ONCE,   /* the n-th call fails */
    STARVE_FOREVER /* the n-th call and all later ones */
} starve_mode;

/* From now on the n-th allocation fails (0 = none); calls are counted anew. */
void starve_memory(size_t n, starve_mode mode);

/* The same for every piece asked of an arena, most of which ask the system for nothing. */
void starve_arenas(size_t n, starve_mode mode);

/* The same for what writes a file: write, fsync, close, fchmod, rename. A write that fails half-way
 * has written half of its bytes. */
void starve_disk(size_t n, starve_mode mode);

/* Nothing fails any more. Returns whether something did. */
bool starve_end(void);

/* Calls of the last run. */
size_t starve_calls(void);

/* Blocks of our own code that are allocated now. */
size_t starve_live(void);

#endif
