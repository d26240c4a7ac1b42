/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_REPORT_WORDS_H
#define BIL_ENGINE_REPORT_WORDS_H

#include "engine/arena.h"
#include "engine/error.h"

/* The words of reports: the table `report` of po/it.po. A table of its own, so that a word changed
 * here compiles little again. */
typedef enum {
#define BIL_WORD(name, it, en) BIL_R_##name,
#include "po/report.def"
#undef BIL_WORD
    BIL_R_COUNT
} bil_report_word;

/* The words as they stand, places and all. */
bil_words bil_report_words(bil_report_word word);

/* The sentence with `values` in its places, in both languages, in the arena; `it` and `en` are NULL
 * without memory. */
bil_words bil_report_fill(bil_arena *arena, bil_report_word word, const bil_words *values,
                          size_t count);

#endif
