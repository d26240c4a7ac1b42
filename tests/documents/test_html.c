/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void values_are_escaped_and_markup_is_not(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    BIL_HTML(&out, "<td class=\"{}\">{}</td>", "a\"b", "<b>Tè & 'caffè'</b>");
    assert_string_equal(out.bytes, "<td class=\"a&quot;b\">&lt;b&gt;Tè &amp; &#39;caffè&#39;"
                                   "&lt;/b&gt;</td>");
    bil_text_release(&out);
}

static void control_characters_never_reach_the_page(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    bil_html_escape(&out, "a\x01\tb\n\x7f");
    assert_string_equal(out.bytes, "a\xEF\xBF\xBD\tb\n\xEF\xBF\xBD");
    bil_text_release(&out);
}

static void a_pattern_without_values_is_plain(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    BIL_HTML(&out, "<hr>");
    assert_string_equal(out.bytes, "<hr>");
    bil_text_release(&out);
}

static void css_strings_cannot_be_left(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    bil_css_escape(&out, "PV-1\"}</style>è");
    assert_null(strchr(out.bytes, '"'));
    assert_null(strchr(out.bytes, '<'));
    assert_null(strchr(out.bytes, '}'));
    assert_non_null(strstr(out.bytes, "è"));
    bil_text_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_escaped_and_markup_is_not),
        cmocka_unit_test(control_characters_never_reach_the_page),
        cmocka_unit_test(a_pattern_without_values_is_plain),
        cmocka_unit_test(css_strings_cannot_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
