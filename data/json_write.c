/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing JSON: integers digit by digit, texts escaped, the order that of the calls. */

#include <inttypes.h>
#include <string.h>

#include "data/json.h"
#include "data/number.h"

void bil_json_writer_init(bil_json_writer *writer, bil_text *out, bool compact)
{
    *writer = (bil_json_writer){.out = out, .compact = compact};
    writer->empty[0] = true;
}

void bil_json_inline(bil_json_writer *writer)
{
    writer->inline_next = true;
}

static bool on_one_line(const bil_json_writer *writer)
{
    return writer->compact || (writer->inline_from != 0 && writer->depth >= writer->inline_from);
}

static void new_line(bil_json_writer *writer)
{
    bil_text_add(writer->out, "\n");
    for (int i = 0; i < writer->depth; i++) {
        bil_text_add(writer->out, "  ");
    }
}

static void put_quoted(bil_text *out, const char *text)
{
    static const char short_forms[] = "\b\t\n\f\r";
    static const char letters[] = "btnfr";
    size_t size = strlen(text);
    bool valid = bil_utf8_valid(text, size);
    bil_text_add_n(out, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        const char *form = strchr(short_forms, text[i]);
        if (c == '"' || c == '\\') {
            bil_text_add_n(out, "\\", 1);
            bil_text_add_n(out, text + i, 1);
        } else if (form != NULL) {
            bil_text_add_n(out, "\\", 1);
            bil_text_add_n(out, letters + (form - short_forms), 1);
        } else if (c < 0x20 || c == 0x7F) {
            bil_text_addf(out, "\\u%04x", c);
        } else if (c >= 0x80 && !valid) {
            bil_text_add(out, "\xEF\xBF\xBD"); /* never broken bytes in a file */
        } else {
            bil_text_add_n(out, text + i, 1);
        }
    }
    bil_text_add_n(out, "\"", 1);
}

/* Comma, line and key before any value. */
static void before_value(bil_json_writer *writer, const char *key)
{
    bool first = writer->empty[writer->depth];
    writer->empty[writer->depth] = false;
    if (writer->depth > 0) {
        if (!first) {
            bil_text_add(writer->out, ",");
        }
        if (!on_one_line(writer)) {
            new_line(writer);
        } else if (!writer->compact) {
            bil_text_add(writer->out, " ");
        }
    }
    if (key != NULL) {
        put_quoted(writer->out, key);
        bil_text_add(writer->out, writer->compact ? ":" : ": ");
    }
}

static void begin(bil_json_writer *writer, const char *key, const char *sign)
{
    BIL_ASSERT(writer->depth < BIL_JSON_DEPTH_MAX);
    before_value(writer, key);
    bil_text_add(writer->out, sign);
    writer->depth++;
    writer->empty[writer->depth] = true;
    if (writer->inline_next && writer->inline_from == 0) {
        writer->inline_from = writer->depth;
    }
    writer->inline_next = false;
}

static void end(bil_json_writer *writer, const char *sign)
{
    BIL_ASSERT(writer->depth > 0);
    bool empty = writer->empty[writer->depth];
    bool one_line = on_one_line(writer);
    if (writer->inline_from == writer->depth) {
        writer->inline_from = 0;
    }
    writer->depth--;
    if (!empty && !one_line) {
        new_line(writer);
    } else if (!empty && !writer->compact) {
        bil_text_add(writer->out, " ");
    }
    bil_text_add(writer->out, sign);
}

void bil_json_begin_object(bil_json_writer *writer, const char *key)
{
    begin(writer, key, "{");
}

void bil_json_end_object(bil_json_writer *writer)
{
    end(writer, "}");
}

void bil_json_begin_array(bil_json_writer *writer, const char *key)
{
    begin(writer, key, "[");
}

void bil_json_end_array(bil_json_writer *writer)
{
    end(writer, "]");
}

void bil_json_put_text(bil_json_writer *writer, const char *key, const char *text)
{
    before_value(writer, key);
    if (text == NULL) {
        bil_text_add(writer->out, "null");
    } else {
        put_quoted(writer->out, text);
    }
}

void bil_json_put_integer(bil_json_writer *writer, const char *key, int64_t value)
{
    before_value(writer, key);
    bil_text_addf(writer->out, "%" PRId64, value);
}

void bil_json_put_bool(bil_json_writer *writer, const char *key, bool value)
{
    before_value(writer, key);
    bil_text_add(writer->out, value ? "true" : "false");
}

void bil_json_put_null(bil_json_writer *writer, const char *key)
{
    before_value(writer, key);
    bil_text_add(writer->out, "null");
}

void bil_json_put_decimal(bil_json_writer *writer, const char *key, int64_t value, int digits)
{
    char text[BIL_DECIMAL_SIZE];
    before_value(writer, key);
    bil_decimal_format(text, sizeof text, value, digits, 1);
    bil_text_add(writer->out, text);
}

void bil_json_put_words(bil_json_writer *writer, const char *key, bil_words words)
{
    bil_json_inline(writer);
    bil_json_begin_object(writer, key);
    bil_json_put_text(writer, "it", bil_words_in(words, BIL_LANG_IT));
    bil_json_put_text(writer, "en", bil_words_in(words, BIL_LANG_EN));
    bil_json_end_object(writer);
}

void bil_json_finish(bil_json_writer *writer)
{
    BIL_ASSERT(writer->depth == 0);
    bil_text_add(writer->out, "\n");
}
