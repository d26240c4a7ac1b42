/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_TORTURE_WAY_H
#define BIL_TESTS_TORTURE_WAY_H

/* The whole way of the program, once: catalogue, case, proposal, check, and three documents written
 * to files of a folder of our own. */

#include "engine/error.h"
#include "engine/text.h"

enum { WAY_DOCUMENTS = 3 };

typedef struct {
    char folder[64];
    const char *catalogue;
    const char *person;            /* path of the case */
    bil_text right[WAY_DOCUMENTS]; /* what each document says when nothing fails */
} way;

/* Makes the folder and the right documents; asserts that a run with everything succeeds. */
void way_open(way *w, const char *catalogue, const char *person);
void way_close(way *w);

/* "…/answer.json" and so on. */
void way_path(char *out, size_t size, const way *w, int document);

/* All of it; the first thing that fails ends it. */
bil_status way_run(const way *w);

/* Asserts that the folder holds nothing but right documents: all of them when `status` is OK, else
 * at least one missing, or as it was ("old") when `was` says that it was there before. */
void way_look(const way *w, bil_status status, bool was);

/* Puts "old" in every document's place, or clears the folder. */
void way_reset(const way *w, bool old);

#endif
