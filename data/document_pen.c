/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_table_impl.h"

#include <string.h>

void bil_pen_ink(bil_text *out, const bil_doc *doc, bil_ink ink)
{
    static const char *const codes[] = {"\x1b[0m",  "\x1b[1m",  "\x1b[2m",
                                        "\x1b[32m", "\x1b[33m", "\x1b[31;1m"};
    if (doc->options.colour) {
        bil_text_add(out, codes[ink]);
    }
}

void bil_pen_spaces(bil_text *out, size_t count)
{
    for (; count > 0; count--) {
        bil_text_add(out, " ");
    }
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

void bil_pen_left_n(bil_text *out, const char *text, size_t size, size_t width)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        length += continues(text[i]) ? 0 : 1;
    }
    bil_text_add_n(out, text, size);
    bil_pen_spaces(out, width > length ? width - length : 0);
}

void bil_pen_left(bil_text *out, const char *text, size_t width)
{
    bil_pen_left_n(out, text, strlen(text), width);
}

void bil_pen_right(bil_text *out, const char *text, size_t width)
{
    size_t length = bil_utf8_length(text);
    bil_pen_spaces(out, width > length ? width - length : 0);
    bil_text_add(out, text);
}

void bil_pen_rule(bil_text *out, const bil_doc *doc, const char *stroke)
{
    bil_pen_ink(out, doc, BIL_INK_DIM);
    for (size_t i = 0; i < doc->options.width; i++) {
        bil_text_add(out, stroke);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

size_t bil_pen_break(const char *text, size_t width, size_t *skip)
{
    size_t columns = 0;
    size_t at = 0;
    size_t space = 0;
    while (text[at] != '\0' && text[at] != '\n') {
        if (text[at] == ' ') {
            space = at;
        }
        if (columns == width) {
            break;
        }
        at++;
        while (continues(text[at])) {
            at++;
        }
        columns++;
    }
    if (text[at] == '\0') {
        *skip = at;
        return at;
    }
    if (text[at] == '\n') {
        *skip = at + 1;
        return at;
    }
    if (space > 0) {
        *skip = space + 1;
        return space;
    }
    *skip = at;
    return at;
}

void bil_pen_wrap(bil_text *out, const bil_doc *doc, size_t indent, const char *text)
{
    size_t width = doc->options.width - indent;
    do {
        size_t skip = 0;
        size_t size = bil_pen_break(text, width, &skip);
        bil_pen_spaces(out, indent);
        bil_text_add_n(out, text, size);
        bil_text_add(out, "\n");
        text += skip;
    } while (*text != '\0');
}

void bil_pen_wrap_text(bil_text *out, const bil_doc *doc, size_t indent, bil_text *text)
{
    if (text->failed || text->bytes == NULL) {
        out->failed = true;
    } else {
        bil_pen_wrap(out, doc, indent, text->bytes);
    }
    bil_text_release(text);
}

void bil_pen_foot(bil_text *out, const bil_doc *doc, bil_text *text)
{
    bil_text_add(out, "\n");
    bil_pen_rule(out, doc, "─");
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_wrap_text(out, doc, 0, text);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
}

void bil_pen_rest(bil_text *out, size_t indent, size_t width, const char *text, size_t skip)
{
    for (text += skip; *text != '\0'; text += skip) {
        size_t size = bil_pen_break(text, width, &skip);
        bil_pen_spaces(out, indent);
        bil_text_add_n(out, text, size);
        bil_text_add(out, "\n");
    }
}

void bil_pen_field(bil_text *out, const bil_doc *doc, size_t label_width, const char *label,
                   const char *text)
{
    size_t width = doc->options.width - label_width;
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, label, label_width);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    for (bool first = true; first || *text != '\0'; first = false) {
        size_t skip = 0;
        size_t size = bil_pen_break(text, width, &skip);
        bil_pen_spaces(out, first ? 0 : label_width);
        bil_text_add_n(out, text, size);
        bil_text_add(out, "\n");
        text += skip;
    }
}

void bil_pen_field_text(bil_text *out, const bil_doc *doc, size_t label_width, const char *label,
                        bil_text *text)
{
    if (text->failed || text->bytes == NULL) {
        out->failed = true;
    } else {
        bil_pen_field(out, doc, label_width, label, text->bytes);
    }
    bil_text_release(text);
}

void bil_pen_heading(bil_text *out, const bil_doc *doc, const char *text)
{
    bil_text_add(out, "\n");
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_text_add(out, text);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
    bil_pen_rule(out, doc, "─");
}
