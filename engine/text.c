/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST_TEXT_BYTES = 64 };

void bil_text_init(bil_text *text)
{
    *text = (bil_text){0};
}

void bil_text_release(bil_text *text)
{
    free(text->bytes);
    bil_text_init(text);
}

/* Room for `more` bytes and the final NUL. */
static bool reserve(bil_text *text, size_t more)
{
    if (text->failed) {
        return false;
    }
    if (more > SIZE_MAX / 4 || text->size > SIZE_MAX / 4) {
        text->failed = true;
        return false;
    }
    size_t needed = text->size + more + 1;
    if (needed <= text->capacity) {
        return true;
    }
    size_t capacity = text->capacity == 0 ? SMALLEST_TEXT_BYTES : text->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    char *grown = realloc(text->bytes, capacity);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->capacity = capacity;
    return true;
}

void bil_text_add_n(bil_text *text, const char *piece, size_t size)
{
    if (!reserve(text, size)) {
        return;
    }
    if (size > 0) {
        memcpy(text->bytes + text->size, piece, size);
    }
    text->size += size;
    text->bytes[text->size] = '\0';
}

void bil_text_add(bil_text *text, const char *piece)
{
    bil_text_add_n(text, piece, strlen(piece));
}

void bil_text_addf(bil_text *text, const char *format, ...)
{
    va_list measure;
    va_start(measure, format);
    int length = vsnprintf(NULL, 0, format, measure);
    va_end(measure);
    if (length < 0) {
        text->failed = true;
        return;
    }
    if (!reserve(text, (size_t)length)) {
        return;
    }
    va_list print;
    va_start(print, format);
    (void)vsnprintf(text->bytes + text->size, (size_t)length + 1, format, print);
    va_end(print);
    text->size += (size_t)length;
}

bil_status bil_text_end(bil_text *out, size_t before, bil_error *err)
{
    if (!out->failed) {
        return BIL_OK;
    }
    out->size = before < out->size ? before : out->size;
    return bil_fail_nomem(err);
}

bil_status bil_text_pass(bil_text *out, const bil_text *text, bil_error *err)
{
    if (!text->failed) {
        bil_text_add_n(out, text->bytes, text->size);
    }
    return text->failed || out->failed ? bil_fail_nomem(err) : BIL_OK;
}

/* Bytes of the valid character that starts at `bytes`, 0 when there is none (RFC 3629). */
static size_t character_bytes(const unsigned char *bytes, size_t size)
{
    unsigned char first = bytes[0];
    size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        low = first == 0xE0 ? 0xA0 : low;   /* shortest form */
        high = first == 0xED ? 0x9F : high; /* no surrogates */
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        low = first == 0xF0 ? 0x90 : low;
        high = first == 0xF4 ? 0x8F : high; /* up to U+10FFFF */
    } else {
        return 0;
    }
    if (size < length || bytes[1] < low || bytes[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool bil_utf8_valid(const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < size) {
        size_t length = character_bytes(at + i, size - i);
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

static bool starts_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

size_t bil_utf8_length(const char *text)
{
    size_t length = 0;
    for (const char *at = text; *at != '\0'; at++) {
        length += starts_character(*at) ? 1 : 0;
    }
    return length;
}

static char lower_ascii(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool bil_text_same_ascii(const char *a, const char *b)
{
    while (*a != '\0' && lower_ascii(*a) == lower_ascii(*b)) {
        a++;
        b++;
    }
    return lower_ascii(*a) == lower_ascii(*b);
}

void bil_text_shorten(char *out, size_t size, const char *text)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const size_t mark = sizeof ellipsis - 1;
    if (size == 0) {
        return;
    }
    size_t length = strlen(text);
    if (length < size) {
        memcpy(out, text, length + 1);
        return;
    }
    bool marked = size > mark;
    size_t kept = size - 1 - (marked ? mark : 0);
    while (kept > 0 && !starts_character(text[kept])) {
        kept--;
    }
    memcpy(out, text, kept);
    if (marked) {
        memcpy(out + kept, ellipsis, mark);
        kept += mark;
    }
    out[kept] = '\0';
}
