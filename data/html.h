/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_HTML_H
#define BIL_DATA_HTML_H

/* HTML from templates that cannot forget to escape. Markup stands in the template; every value
 * goes through `{}` and is escaped, so a service called `<b>` stays a service called `<b>`. */

#include "engine/text.h"

/* BIL_HTML(out, "<td class=\"{}\">{}</td>", class, name): as many values as `{}`, none NULL. */
#define BIL_HTML(out, ...) BIL_HTML_PARTS(out, __VA_ARGS__, NULL)
#define BIL_HTML_PARTS(out, pattern, ...)                                                          \
    bil_html_fill((out), (pattern), (const char *const[]){__VA_ARGS__})

/* `values` ends with NULL; their number must be the number of `{}` in the pattern. */
void bil_html_fill(bil_text *out, const char *pattern, const char *const *values);

/* For text and for attribute values in quotes. Control characters other than tab and line end,
 * which HTML does not allow, become U+FFFD. */
void bil_html_escape(bil_text *out, const char *text);

/* For a string inside CSS quotes: everything but ASCII letters, digits and space as an escape. */
void bil_css_escape(bil_text *out, const char *text);

#endif
