/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text.h"

static void a_text_grows_and_stays_whole(void **state)
{
    (void)state;
    bil_text text;
    bil_text_init(&text);
    assert_null(text.bytes);
    for (int i = 0; i < 1000; i++) {
        bil_text_addf(&text, "%d;", i);
    }
    bil_text_add(&text, "fine");
    bil_text_add_n(&text, "abc", 2);
    bil_text_add_n(&text, "", 0);
    assert_false(text.failed);
    assert_int_equal(text.size, strlen(text.bytes));
    assert_memory_equal(text.bytes, "0;1;2;", 6);
    assert_string_equal(text.bytes + text.size - 10, "999;fineab");
    bil_text_release(&text);
    assert_null(text.bytes);
    assert_int_equal(text.size, 0);
}

static void a_text_that_failed_takes_nothing_more(void **state)
{
    (void)state;
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, "prima");
    bil_text_add_n(&text, "x", SIZE_MAX);
    assert_true(text.failed);
    bil_text_add(&text, "dopo");
    assert_string_equal(text.bytes, "prima");
    bil_text_release(&text);
}

static void what_was_not_written_whole_is_taken_back(void **state)
{
    (void)state;
    bil_text out;
    bil_text aside;
    bil_text_init(&out);
    bil_text_init(&aside);
    bil_text_add(&out, "before");
    bil_text_add(&aside, ", aside");
    assert_int_equal(bil_text_pass(&out, &aside, NULL), BIL_OK);
    assert_string_equal(out.bytes, "before, aside");
    assert_int_equal(bil_text_end(&out, 6, NULL), BIL_OK);
    assert_int_equal(out.size, 13);
    aside.failed = true;
    assert_int_equal(bil_text_pass(&out, &aside, NULL), BIL_E_NOMEM);
    assert_int_equal(out.size, 13);
    out.failed = true;
    assert_int_equal(bil_text_end(&out, 6, NULL), BIL_E_NOMEM);
    assert_int_equal(out.size, 6);
    bil_text_release(&out);
    bil_text_release(&aside);
}

static void only_shortest_forms_without_surrogates_are_utf8(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "abc",
                                       "\xC3\xA0",
                                       "\xE2\x82\xAC",
                                       "\xF0\x9F\x98\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF4\x8F\xBF\xBF",
                                       "\xED\x9F\xBF"};
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC3",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xE2\x82",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "a\xC3(",
                                      "\xF0\x9F\x98("};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(bil_utf8_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(bil_utf8_valid(bad[i], strlen(bad[i])));
    }
    assert_false(bil_utf8_valid("\xE2\x82\xAC", 2));
    assert_int_equal(bil_utf8_length("perch\xC3\xA9 1\xE2\x82\xAC"), 9);
    assert_int_equal(bil_utf8_length(""), 0);
}

static void comparison_ignores_the_case_of_ascii_only(void **state)
{
    (void)state;
    assert_true(bil_text_same_ascii("casa", "CASA"));
    assert_true(bil_text_same_ascii("", ""));
    assert_false(bil_text_same_ascii("casa", "cas"));
    assert_false(bil_text_same_ascii("cas", "casa"));
    assert_false(bil_text_same_ascii("\xC3\xA0", "\xC3\x80"));
    assert_false(bil_text_same_ascii("[", "{"));
}

static void shortening_never_cuts_a_character(void **state)
{
    (void)state;
    char out[8];
    bil_text_shorten(out, sizeof out, "1234567");
    assert_string_equal(out, "1234567");
    bil_text_shorten(out, sizeof out, "12345678");
    assert_string_equal(out, "1234\xE2\x80\xA6");
    bil_text_shorten(out, sizeof out, "123\xC3\xA0\xC3\xA0\xC3\xA0");
    assert_string_equal(out, "123\xE2\x80\xA6");
    bil_text_shorten(out, 4, "abcdef");
    assert_string_equal(out, "\xE2\x80\xA6");
    bil_text_shorten(out, 3, "a\xC3\xA0z");
    assert_string_equal(out, "a");
    bil_text_shorten(out, 1, "abc");
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_and_stays_whole),
        cmocka_unit_test(a_text_that_failed_takes_nothing_more),
        cmocka_unit_test(what_was_not_written_whole_is_taken_back),
        cmocka_unit_test(only_shortest_forms_without_surrogates_are_utf8),
        cmocka_unit_test(comparison_ignores_the_case_of_ascii_only),
        cmocka_unit_test(shortening_never_cuts_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
