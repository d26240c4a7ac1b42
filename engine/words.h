/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_WORDS_H
#define BIL_ENGINE_WORDS_H

/* The words of answers, for every floor: reasons, conflicts, repairs, changes. They are the table
 * `answer` of po/it.po; docs/howto/add-a-sentence.md says how to add one.
 *
 * A sentence has places for values: `%s` in order, or `%1$s` by number when a language turns them
 * round; `%%` is the sign itself. The build checks that both languages have the same places. */

#include "engine/arena.h"
#include "engine/error.h"
#include "engine/text.h"

typedef enum {
#define BIL_WORD(name, it, en) BIL_A_##name,
#include "po/answer.def"
#undef BIL_WORD
    BIL_A_COUNT
} bil_answer_word;

enum { BIL_PLACES_MAX = 9 }; /* values in one sentence */

/* The words as they stand in the table, places and all. */
bil_words bil_answer_words(bil_answer_word word);

/* The word for one thing or for many: an entry with a plural is NAME_ONE and NAME_MANY. */
bil_answer_word bil_answer_one_or_many(int64_t number, bil_answer_word one, bil_answer_word many);

/* The sentence with `values` in its places, in both languages, in the arena. Each value is itself
 * in both languages (a service's name, a number as people of each language write it). `it` and
 * `en` are NULL without memory; a sentence that has more places than values is a programmer's
 * mistake. */
bil_words bil_words_fill(bil_arena *arena, bil_words sentence, const bil_words *values,
                         size_t count);
bil_words bil_answer_fill(bil_arena *arena, bil_answer_word word, const bil_words *values,
                          size_t count);

/* The same in one language, added to `out`. */
void bil_words_put(bil_text *out, const char *sentence, const char *const *values, size_t count);

/* The sentence piece by piece, for those who bring their own room: set `sentence`, `values` and
 * `count`, the rest zero, and call until it gives false. */
typedef struct {
    const char *sentence; /* what is left of it */
    const char *const *values;
    size_t count;
    size_t next; /* the place the next `%s` takes */
} bil_filling;

bool bil_fill_next(bil_filling *filling, const char **piece, size_t *size);

#endif
