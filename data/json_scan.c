/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scanner: RFC 8259 to the letter, with an explicit stack, noting where each value stands. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/json_impl.h"
#include "data/words.h"

enum { SHOWN_BYTES = 24, FIRST_VALUES = 64 };

typedef struct {
    bil_json *document;
    const char *bytes;
    size_t size;
    size_t at;
    size_t counted; /* line and column are those of this byte */
    uint32_t line;
    uint32_t column;
    uint32_t stack[BIL_JSON_DEPTH_MAX]; /* open containers */
    uint32_t last[BIL_JSON_DEPTH_MAX];  /* their latest child */
    int depth;
    uint32_t key_offset; /* of the key just read */
    uint32_t key_size;
    bool no_memory;
} scanner;

void bil_json_show(char *out, size_t size, const char *bytes, size_t count)
{
    char whole[512];
    size_t used = 0;
    for (size_t i = 0; i < count && used + 8 < sizeof whole; i++) {
        unsigned char c = (unsigned char)bytes[i];
        size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (c < 0x20 || c == 0x7F || i + length > count || !bil_utf8_valid(bytes + i, length)) {
            used += (size_t)snprintf(whole + used, sizeof whole - used, "\\x%02X", c);
        } else {
            memcpy(whole + used, bytes + i, length);
            used += length;
            i += length - 1;
        }
    }
    whole[used] = '\0';
    bil_text_shorten(out, size, whole);
}

/* Brings line and column up to the byte `to`. */
static void count_to(scanner *s, size_t to)
{
    for (; s->counted < to; s->counted++) {
        unsigned char c = (unsigned char)s->bytes[s->counted];
        if (c == '\n') {
            s->line++;
            s->column = 1;
        } else if ((c & 0xC0) != 0x80) {
            s->column++;
        }
    }
}

/* Reports what stands at s->at; always false. */
static bool fail(scanner *s, const char *it, const char *en)
{
    char where[512];
    char pointer[256] = "";
    char found[64] = "EOF";
    count_to(s, s->at);
    if (s->depth > 0) {
        bil_json_pointer(pointer, sizeof pointer, &s->document->values[s->stack[s->depth - 1]]);
    }
    (void)snprintf(where, sizeof where, "%s:%" PRIu32 ":%" PRIu32 "%s%s", s->document->options.file,
                   s->line, s->column, pointer[0] == '\0' ? "" : " ", pointer);
    if (s->at < s->size) {
        size_t rest = s->size - s->at;
        size_t shown = rest < SHOWN_BYTES ? rest : SHOWN_BYTES;
        const char *line_end = memchr(s->bytes + s->at + 1, '\n', shown - 1);
        shown = line_end == NULL ? shown : (size_t)(line_end - s->bytes) - s->at;
        while (shown > 1 && s->at + shown < s->size &&
               ((unsigned char)s->bytes[s->at + shown] & 0xC0) == 0x80) {
            shown--; /* no character is cut */
        }
        bil_json_show(found, sizeof found, s->bytes + s->at, shown);
    }
    bil_faults_add(s->document->faults, where, found, (bil_words){it, en}, (bil_words){"", ""});
    return false;
}

static void skip_space(scanner *s)
{
    while (s->at < s->size && (s->bytes[s->at] == ' ' || s->bytes[s->at] == '\t' ||
                               s->bytes[s->at] == '\n' || s->bytes[s->at] == '\r')) {
        s->at++;
    }
}

static char peek(const scanner *s)
{
    return s->at < s->size ? s->bytes[s->at] : '\0';
}

static bool peek_digit(const scanner *s)
{
    return peek(s) >= '0' && peek(s) <= '9';
}

static void skip_digits(scanner *s)
{
    while (peek_digit(s)) {
        s->at++;
    }
}

static bool scan_number(scanner *s)
{
    size_t start = s->at;
    if (peek(s) == '-') {
        s->at++;
    }
    if (peek(s) == '0') {
        s->at++;
        if (peek_digit(s)) {
            return fail(s, "un numero senza zeri iniziali", "a number without leading zeros");
        }
    } else if (peek_digit(s)) {
        skip_digits(s);
    } else {
        return fail(s, "una cifra", "a digit");
    }
    if (peek(s) == '.') {
        s->at++;
        if (!peek_digit(s)) {
            return fail(s, "una cifra dopo il punto", "a digit after the point");
        }
        skip_digits(s);
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-') {
            s->at++;
        }
        if (!peek_digit(s)) {
            return fail(s, "una cifra nell’esponente", "a digit in the exponent");
        }
        skip_digits(s);
    }
    if (s->at - start > BIL_JSON_NUMBER_MAX) {
        s->at = start;
        return fail(s, "un numero di al massimo 40 caratteri", "a number of at most 40 characters");
    }
    return true;
}

/* The four hexadecimal digits after "\u"; -1 when they are not there. */
static int32_t hexadecimal(const scanner *s, size_t at)
{
    int32_t value = 0;
    if (s->size - at < 4) {
        return -1;
    }
    for (size_t i = at; i < at + 4; i++) {
        char c = s->bytes[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* At the 'u' of an escape. */
static bool scan_unicode(scanner *s)
{
    int32_t unit = hexadecimal(s, s->at + 1);
    if (unit < 0) {
        return fail(s, "quattro cifre esadecimali dopo «\\u»",
                    "four hexadecimal digits after \"\\u\"");
    }
    if (unit == 0) {
        return fail(s, "un testo senza il carattere nullo", "a text without the null character");
    }
    if (unit < 0xD800 || unit > 0xDFFF) {
        s->at += 5;
        return true;
    }
    bool pair = unit <= 0xDBFF && s->size - s->at > 7 && s->bytes[s->at + 5] == '\\' &&
                s->bytes[s->at + 6] == 'u';
    int32_t low = pair ? hexadecimal(s, s->at + 7) : -1;
    if (low < 0xDC00 || low > 0xDFFF) {
        return fail(s, "una coppia di surrogati completa", "a complete pair of surrogates");
    }
    s->at += 11;
    return true;
}

/* At the opening quote. */
static bool scan_text(scanner *s)
{
    size_t start = s->at;
    s->at++;
    while (s->at < s->size && s->bytes[s->at] != '"') {
        unsigned char c = (unsigned char)s->bytes[s->at];
        if (c < 0x20) {
            return fail(s, "un testo senza caratteri di controllo (scrivili «\\n», «\\t», …)",
                        "a text without control characters (write them \"\\n\", \"\\t\", …)");
        }
        s->at++;
        if (c != '\\') {
            continue;
        }
        if (peek(s) == 'u') {
            if (!scan_unicode(s)) {
                return false;
            }
        } else if (peek(s) != '\0' && strchr("\"\\/bfnrt", peek(s)) != NULL) {
            s->at++;
        } else {
            return fail(s, "un carattere tra \" \\ / b f n r t u dopo «\\»",
                        "one of \" \\ / b f n r t u after \"\\\"");
        }
    }
    if (s->at == s->size) {
        s->at = start;
        return fail(s, "le virgolette che chiudono il testo", "the quotes that close the text");
    }
    s->at++;
    return true;
}

static bool scan_word(scanner *s, const char *word)
{
    size_t size = strlen(word);
    if (s->size - s->at >= size && memcmp(s->bytes + s->at, word, size) == 0) {
        s->at += size;
        return true;
    }
    return fail(s, "un valore JSON: {, [, un testo tra virgolette, un numero, true, false o null",
                "a JSON value: {, [, a text in quotes, a number, true, false or null");
}

static bool scan_scalar(scanner *s, bil_json_kind kind)
{
    switch (kind) {
    case BIL_JSON_TEXT:
        return scan_text(s);
    case BIL_JSON_NUMBER:
        return scan_number(s);
    case BIL_JSON_BOOL:
        return scan_word(s, peek(s) == 't' ? "true" : "false");
    case BIL_JSON_NULL:
    case BIL_JSON_ARRAY:
    case BIL_JSON_OBJECT:
        break;
    }
    return scan_word(s, "null");
}

static bil_json_kind kind_at(const scanner *s)
{
    char c = peek(s);
    if (c == '{' || c == '[') {
        return c == '{' ? BIL_JSON_OBJECT : BIL_JSON_ARRAY;
    }
    if (c == '"') {
        return BIL_JSON_TEXT;
    }
    if (c == '-' || peek_digit(s)) {
        return BIL_JSON_NUMBER;
    }
    return c == 't' || c == 'f' ? BIL_JSON_BOOL : BIL_JSON_NULL;
}

/* Room for one value more; false with no_memory or a fault. */
static bool make_room(scanner *s)
{
    bil_json *document = s->document;
    if (document->count == BIL_JSON_VALUES_MAX) {
        return fail(s, "al massimo 400000 valori in un file", "at most 400000 values in a file");
    }
    if (document->count < document->capacity) {
        return true;
    }
    size_t capacity = document->capacity == 0 ? FIRST_VALUES : document->capacity * 2;
    bil_json_value *grown = realloc(document->values, capacity * sizeof *grown);
    if (grown == NULL) {
        s->no_memory = true;
        return false;
    }
    document->values = grown;
    document->capacity = capacity;
    return true;
}

/* Notes the value that starts here and ties it to its container. */
static uint32_t note_value(scanner *s, bil_json_kind kind)
{
    bil_json *document = s->document;
    uint32_t index = (uint32_t)document->count++;
    uint32_t parent = s->depth > 0 ? s->stack[s->depth - 1] : BIL_JSON_NOWHERE;
    count_to(s, s->at);
    bil_json_value value = {.document = document,
                            .offset = (uint32_t)s->at,
                            .key_offset = s->key_offset,
                            .key_size = s->key_size,
                            .line = s->line,
                            .column = s->column,
                            .parent = parent,
                            .next = BIL_JSON_NOWHERE,
                            .kind = kind};
    if (parent != BIL_JSON_NOWHERE) {
        bil_json_value *container = &document->values[parent];
        uint32_t *latest = &s->last[s->depth - 1];
        value.position = container->count++;
        if (*latest != BIL_JSON_NOWHERE) {
            document->values[*latest].next = index;
        }
        *latest = index;
    }
    document->values[index] = value;
    s->key_offset = 0;
    s->key_size = 0;
    return index;
}

typedef enum { AT_VALUE, AT_FIRST_ELEMENT, AT_MEMBER, AT_FIRST_MEMBER, AFTER_VALUE, DONE } place;

static bool scan_value(scanner *s, place *next)
{
    bil_json_kind kind = kind_at(s);
    bool container = kind == BIL_JSON_ARRAY || kind == BIL_JSON_OBJECT;
    if (container && s->depth == BIL_JSON_DEPTH_MAX) {
        return fail(s, "al massimo 64 livelli di annidamento", "at most 64 levels of nesting");
    }
    if (!make_room(s)) {
        return false;
    }
    size_t start = s->at;
    uint32_t index = note_value(s, kind);
    if (container) {
        s->stack[s->depth] = index;
        s->last[s->depth] = BIL_JSON_NOWHERE;
        s->depth++;
        s->at++;
        *next = kind == BIL_JSON_ARRAY ? AT_FIRST_ELEMENT : AT_FIRST_MEMBER;
        return true;
    }
    if (!scan_scalar(s, kind)) {
        return false;
    }
    s->document->values[index].size = (uint32_t)(s->at - start);
    *next = AFTER_VALUE;
    return true;
}

static bool scan_key(scanner *s)
{
    size_t start = s->at;
    if (peek(s) != '"') {
        return fail(s, "una chiave tra virgolette", "a key in quotes");
    }
    if (!scan_text(s)) {
        return false;
    }
    uint32_t size = (uint32_t)(s->at - start - 2);
    skip_space(s);
    if (peek(s) != ':') {
        return fail(s, "«:» dopo la chiave", "\":\" after the key");
    }
    s->at++;
    s->key_offset = (uint32_t)start + 1;
    s->key_size = size;
    return true;
}

static void close_container(scanner *s)
{
    s->at++;
    s->depth--;
    bil_json_value *closed = &s->document->values[s->stack[s->depth]];
    closed->size = (uint32_t)s->at - closed->offset;
}

static bool scan_after(scanner *s, place *next)
{
    if (s->depth == 0) {
        *next = DONE;
        return s->at == s->size ||
               fail(s, "la fine del file dopo il valore", "the end of the file after the value");
    }
    bool object = s->document->values[s->stack[s->depth - 1]].kind == BIL_JSON_OBJECT;
    if (peek(s) == ',') {
        s->at++;
        *next = object ? AT_MEMBER : AT_VALUE;
        return true;
    }
    if (peek(s) == (object ? '}' : ']')) {
        close_container(s);
        return true;
    }
    return object ? fail(s, "«,» o «}»", "\",\" or \"}\"") : fail(s, "«,» o «]»", "\",\" or \"]\"");
}

static bool scan_step(scanner *s, place *next)
{
    switch (*next) {
    case AT_FIRST_ELEMENT:
    case AT_FIRST_MEMBER:
        if (peek(s) == (*next == AT_FIRST_MEMBER ? '}' : ']')) {
            close_container(s);
            *next = AFTER_VALUE;
        } else {
            *next = *next == AT_FIRST_MEMBER ? AT_MEMBER : AT_VALUE;
        }
        return true;
    case AT_MEMBER:
        *next = AT_VALUE;
        return scan_key(s);
    case AT_VALUE:
        return scan_value(s, next);
    case AFTER_VALUE:
        return scan_after(s, next);
    case DONE:
        break;
    }
    return true;
}

/* The first byte that belongs to no valid character; the size when all do. */
static size_t first_invalid(const char *bytes, size_t size)
{
    if (bil_utf8_valid(bytes, size)) {
        return size;
    }
    size_t at = 0;
    while (at < size) {
        size_t length = 1;
        while (length <= 4 && at + length <= size && !bil_utf8_valid(bytes + at, length)) {
            length++;
        }
        if (length > 4 || at + length > size) {
            return at;
        }
        at += length;
    }
    return size;
}

bil_status bil_json_scan(bil_json *document, bil_error *err)
{
    scanner s = {.document = document, .bytes = document->bytes, .size = document->size};
    s.line = document->options.first_line == 0 ? 1 : (uint32_t)document->options.first_line;
    s.column = 1;
    bool fine = true;
    size_t broken = first_invalid(s.bytes, s.size);
    if (broken < s.size) {
        s.at = broken;
        fine = fail(&s, "testo UTF-8 valido", "valid UTF-8 text");
    }
    place next = AT_VALUE;
    while (fine && next != DONE) {
        skip_space(&s);
        fine = scan_step(&s, &next);
    }
    if (s.no_memory) {
        return bil_fail_nomem(err);
    }
    if (!fine) {
        return bil_fail(err, BIL_E_DATA, document->options.file, "il file non è JSON valido",
                        "the file is not valid JSON");
    }
    BIL_ASSERT(document->count > 0 && s.depth == 0);
    return BIL_OK;
}
