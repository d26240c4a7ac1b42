/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/html.h"

#include <string.h>

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        break;
    }
    unsigned char byte = (unsigned char)c;
    if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7f) {
        return "\xEF\xBF\xBD";
    }
    return NULL;
}

void bil_html_escape(bil_text *out, const char *text)
{
    const char *start = text;
    const char *at = text;
    for (; *at != '\0'; at++) {
        const char *escape = escape_of(*at);
        if (escape == NULL) {
            continue;
        }
        bil_text_add_n(out, start, (size_t)(at - start));
        bil_text_add(out, escape);
        start = at + 1;
    }
    bil_text_add_n(out, start, (size_t)(at - start));
}

void bil_html_fill(bil_text *out, const char *pattern, const char *const *values)
{
    const char *rest = pattern;
    for (const char *hole = strstr(rest, "{}"); hole != NULL; hole = strstr(rest, "{}")) {
        BIL_ASSERT(*values != NULL);
        bil_text_add_n(out, rest, (size_t)(hole - rest));
        bil_html_escape(out, *values);
        values++;
        rest = hole + 2;
    }
    BIL_ASSERT(*values == NULL);
    bil_text_add(out, rest);
}

void bil_css_escape(bil_text *out, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || *at == ' ' || *at >= 0x80;
        if (plain) {
            bil_text_add_n(out, (const char *)at, 1);
        } else {
            bil_text_addf(out, "\\%06X ", (unsigned)*at);
        }
    }
}
