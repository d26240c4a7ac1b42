/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/words.h"

#include <string.h>

static const bil_words words_table[] = {
#define BIL_WORD(name, it, en) {it, en},
#include "po/answer.def"
#undef BIL_WORD
};

bil_words bil_answer_words(bil_answer_word word)
{
    BIL_ASSERT(word < BIL_A_COUNT);
    return words_table[word];
}

bil_answer_word bil_answer_one_or_many(int64_t number, bil_answer_word one, bil_answer_word many)
{
    return number == 1 ? one : many;
}

/* The value of the place that starts here (after its `%`); moves on past it. */
static const char *value_here(bil_filling *filling)
{
    const char *at = filling->sentence + 1;
    size_t place = filling->next;
    if (*at >= '1' && *at <= '9' && at[1] == '$') {
        place = (size_t)(*at - '1');
        at += 2;
    } else {
        filling->next++;
    }
    BIL_ASSERT(*at == 's' && place < filling->count && filling->values[place] != NULL);
    filling->sentence = at + 1;
    return filling->values[place];
}

bool bil_fill_next(bil_filling *filling, const char **piece, size_t *size)
{
    const char *at = filling->sentence;
    if (*at == '\0') {
        return false;
    }
    if (*at != '%') {
        *piece = at;
        *size = strcspn(at, "%");
        filling->sentence += *size;
    } else if (at[1] == '%') {
        *piece = at;
        *size = 1;
        filling->sentence += 2;
    } else {
        *piece = value_here(filling);
        *size = strlen(*piece);
    }
    return true;
}

void bil_words_put(bil_text *out, const char *sentence, const char *const *values, size_t count)
{
    bil_filling filling = {.sentence = sentence, .values = values, .count = count};
    const char *piece = NULL;
    size_t size = 0;
    while (bil_fill_next(&filling, &piece, &size)) {
        bil_text_add_n(out, piece, size);
    }
}

static const char *fill_one(bil_arena *arena, const char *sentence, const bil_words *values,
                            size_t count, bil_lang lang)
{
    const char *texts[BIL_PLACES_MAX] = {0};
    BIL_ASSERT(count <= BIL_PLACES_MAX);
    for (size_t i = 0; i < count; i++) {
        texts[i] = bil_words_in(values[i], lang);
    }
    bil_text text;
    bil_text_init(&text);
    bil_words_put(&text, sentence, texts, count);
    const char *filled = text.bytes == NULL ? "" : text.bytes; /* all values were empty */
    const char *out = text.failed ? NULL : bil_arena_text(arena, filled);
    bil_text_release(&text);
    return out;
}

bil_words bil_words_fill(bil_arena *arena, bil_words sentence, const bil_words *values,
                         size_t count)
{
    return (bil_words){fill_one(arena, sentence.it, values, count, BIL_LANG_IT),
                       fill_one(arena, sentence.en, values, count, BIL_LANG_EN)};
}

bil_words bil_answer_fill(bil_arena *arena, bil_answer_word word, const bil_words *values,
                          size_t count)
{
    return bil_words_fill(arena, bil_answer_words(word), values, count);
}
