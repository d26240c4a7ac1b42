/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/text.h"

enum { NAMES_MAX = 5000 }; /* beyond, looking for the nearest would take too long */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool bil_code_valid(const char *text)
{
    size_t size = strlen(text);
    if (size == 0 || size > BIL_CODE_MAX || !bil_utf8_valid(text, size)) {
        return false;
    }
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c <= ' ' || c == 0x7F || strchr(",;:*/\"'\\", *at) != NULL) {
            return false;
        }
        if (c == 0xC2 && (unsigned char)at[1] <= 0xA0) { /* C1 controls, no-break space */
            return false;
        }
    }
    return true;
}

/* A digit of a codice fiscale, or the letter that stands for one when two persons share a code. */
static bool is_tax_digit(char c)
{
    return is_digit(c) || (c != '\0' && strchr("LMNPQRSTUVlmnpqrstuv", c) != NULL);
}

bool bil_looks_like_codice_fiscale(const char *text)
{
    static const char form[] = "LLLLLLDDLDDLDDDL";
    const size_t size = sizeof form - 1;
    size_t length = strlen(text);
    for (size_t start = 0; start + size <= length; start++) {
        size_t i = 0;
        while (i < size &&
               (form[i] == 'L' ? is_letter(text[start + i]) : is_tax_digit(text[start + i]))) {
            i++;
        }
        if (i == size) {
            return true;
        }
    }
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Edits (insert, drop, replace, swap two neighbours) from one word to the other, letter case
 * apart; beyond `most`, any greater number. `size_a` and `size_b` at most BIL_CODE_MAX. */
static size_t edits_between(const char *a, size_t size_a, const char *b, size_t size_b, size_t most)
{
    size_t rows[3][BIL_CODE_MAX + 1];
    size_t *before = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= size_b; j++) {
        before[j] = 0;
        above[j] = j;
    }
    for (size_t i = 1; i <= size_a; i++) {
        size_t least = i;
        row[0] = i;
        for (size_t j = 1; j <= size_b; j++) {
            size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + change);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]) && before[j - 2] + 1 < row[j]) {
                row[j] = before[j - 2] + 1;
            }
            least = row[j] < least ? row[j] : least;
        }
        if (least > most + 1) { /* a swap may still win one back */
            return least;
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[size_b];
}

const char *bil_nearest(const char *text, const void *names, size_t count, size_t stride)
{
    size_t size = strlen(text);
    const char *best = NULL;
    if (size == 0 || size > BIL_CODE_MAX || count > NAMES_MAX) {
        return NULL;
    }
    size_t allowed = size < 3 ? 1 : (size + 2) / 3;
    size_t least = allowed + 1;
    for (size_t i = 0; i < count; i++) {
        const char *name = NULL;
        memcpy(&name, (const char *)names + i * stride, sizeof name);
        size_t length = strlen(name);
        if (length == 0 || length > BIL_CODE_MAX || length > size + allowed ||
            size > length + allowed) {
            continue;
        }
        size_t edits = edits_between(text, size, name, length, allowed);
        if (edits < least && edits < length) {
            least = edits;
            best = name;
        }
    }
    return best;
}

bil_words bil_say(bil_said *room, const char *it, const char *en, ...)
{
    char whole[1024];
    va_list arguments;
    va_start(arguments, en);
    va_list again;
    va_copy(again, arguments);
    (void)vsnprintf(whole, sizeof whole, it, arguments);
    bil_text_shorten(room->it, sizeof room->it, whole);
    (void)vsnprintf(whole, sizeof whole, en, again);
    bil_text_shorten(room->en, sizeof room->en, whole);
    va_end(again);
    va_end(arguments);
    return (bil_words){room->it, room->en};
}

bil_words bil_say_nearest(bil_said *room, const char *text, const void *names, size_t count,
                          size_t stride)
{
    const char *near = bil_nearest(text, names, count, stride);
    if (near == NULL) {
        return (bil_words){"", ""};
    }
    return bil_say(room, "forse volevi «%s»?", "did you mean \"%s\"?", near);
}
