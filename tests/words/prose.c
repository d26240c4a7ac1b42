/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/words/prose.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the letter or digit that stands here, 0 when something else does. Beyond ASCII, the
 * letters of Latin-1 are enough for Italian and English. */
static size_t letter_here(const char *at)
{
    const unsigned char c = (unsigned char)*at;
    const unsigned char next = c == 0 ? 0 : (unsigned char)at[1];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(*at)) {
        return 1;
    }
    return c == 0xC3 && next >= 0x80 && next != 0x97 && next != 0xB7 ? 2 : 0;
}

/* Bytes of the place for a value that stands here: `%s` or `%1$s`. */
static size_t place_here(const char *at)
{
    if (at[0] != '%') {
        return 0;
    }
    if (at[1] == 's') {
        return 2;
    }
    return is_digit(at[1]) && at[2] == '$' && at[3] == 's' ? 4 : 0;
}

/* Bytes of the sign here that ends a sentence. A point inside a word ("it.po") is none. */
static size_t end_here(const char *at)
{
    const bool sign = *at == '.' || *at == '!' || *at == '?';
    const size_t size = sign ? 1 : strncmp(at, "…", 3) == 0 ? 3 : 0;
    return size > 0 && letter_here(at + size) == 0 ? size : 0;
}

prose_size prose_measure(const char *text)
{
    prose_size out = {0};
    bool in_word = false;
    bool open = false; /* words since the last end of a sentence */
    while (*text != '\0') {
        const size_t place = place_here(text);
        const size_t letter = letter_here(text);
        const size_t end = end_here(text);
        if (place > 0 || letter > 0) {
            out.letters += place > 0 ? PROSE_VALUE_LETTERS : 1;
            out.words += place > 0 || !in_word ? 1 : 0;
            open = true;
        } else if (end > 0 && open) {
            out.sentences++;
            open = false;
        }
        in_word = letter > 0;
        text += place > 0 ? place : letter > 0 ? letter : end > 0 ? end : 1;
    }
    out.sentences += open ? 1 : 0;
    return out;
}

int prose_gulpease(prose_size size)
{
    const long words = size.words == 0 ? 1 : (long)size.words;
    const long top = 300 * (long)size.sentences - 10 * (long)size.letters + 89 * words;
    const long index = top >= 0 ? top / words : -((-top + words - 1) / words);
    return (int)index;
}

bool prose_too_hard(const char *text, int least)
{
    const prose_size size = prose_measure(text);
    return size.words >= PROSE_SHORT && prose_gulpease(size) < least;
}

/* ASCII and Latin-1 letters without case; the second byte of an accented one is folded too. */
static unsigned char folded(const char *text, size_t i)
{
    const unsigned char c = (unsigned char)text[i];
    if (c >= 'A' && c <= 'Z') {
        return (unsigned char)(c + 32);
    }
    const bool accented = i > 0 && (unsigned char)text[i - 1] == 0xC3;
    return accented && c >= 0x80 && c <= 0x9E ? (unsigned char)(c + 0x20) : c;
}

const char *prose_find(const char *text, const char *phrase)
{
    const size_t length = strlen(phrase);
    const bool open_end = length > 0 && phrase[length - 1] == '*';
    const size_t size = open_end ? length - 1 : length;
    const size_t room = strlen(text);
    bool in_word = false;
    for (size_t at = 0; at + size <= room;) {
        size_t same = 0;
        while (!in_word && same < size && folded(text + at, same) == folded(phrase, same)) {
            same++;
        }
        if (same == size && (open_end || letter_here(text + at + size) == 0)) {
            return text + at;
        }
        const size_t letter = letter_here(text + at);
        in_word = letter > 0;
        at += letter > 0 ? letter : 1;
    }
    return NULL;
}

bool prose_next_word(const char **text, const char **word, size_t *size)
{
    const char *at = *text;
    while (*at != '\0' && letter_here(at) == 0) {
        const size_t place = place_here(at);
        at += place > 0 ? place : 1;
    }
    *word = at;
    for (size_t letter = letter_here(at); letter > 0; letter = letter_here(at)) {
        at += letter;
    }
    *size = (size_t)(at - *word);
    *text = at;
    return *size > 0;
}
