/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/words.h"

static void a_code_has_no_sign_with_a_meaning_of_its_own(void **state)
{
    (void)state;
    static const char *const good[] = {"S01",   "S-B1", "n1", "cura_persona",
                                       "città", "a.b",  "é",  "#1"};
    static const char *const bad[] = {"",     " ",    "a b",  "a;b",        "a,b",     "a:b",
                                      "*",    "a/b",  "a\"b", "a'b",        "a\\b",    "a\tb",
                                      "a\nb", "\x7F", "\xFF", "a\xC2\xA0z", "\xC2\x80"};
    char longest[BIL_CODE_MAX + 2];
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(bil_code_valid(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(bil_code_valid(bad[i]));
    }
    memset(longest, 'a', sizeof longest);
    longest[BIL_CODE_MAX + 1] = '\0';
    assert_false(bil_code_valid(longest));
    longest[BIL_CODE_MAX] = '\0';
    assert_true(bil_code_valid(longest));
}

static void a_codice_fiscale_is_seen_wherever_it_hides(void **state)
{
    (void)state;
    assert_true(bil_looks_like_codice_fiscale("RSSMRA80A01H501U"));
    assert_true(bil_looks_like_codice_fiscale("rssmra80a01h501u"));
    assert_true(bil_looks_like_codice_fiscale("RSSMRAU0A01H501U")); /* two persons, one code */
    assert_true(bil_looks_like_codice_fiscale("PV-RSSMRA80A01H501U-2"));
    assert_false(bil_looks_like_codice_fiscale("PV-0001"));
    assert_false(bil_looks_like_codice_fiscale("RSSMRA80A01H501"));
    assert_false(bil_looks_like_codice_fiscale("ABCDEFGHIJKLMNOP"));
    assert_false(bil_looks_like_codice_fiscale(""));
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    static const char *const names[] = {"needs", "phases", "person", "sources", "S01", "S10"};
    bil_said said;
    assert_string_equal(bil_nearest("need", names, 6, sizeof names[0]), "needs");
    assert_string_equal(bil_nearest("Needs", names, 6, sizeof names[0]), "needs");
    assert_string_equal(bil_nearest("pahses", names, 6, sizeof names[0]), "phases");
    assert_string_equal(bil_nearest("sorces", names, 6, sizeof names[0]), "sources");
    assert_string_equal(bil_nearest("S1O", names, 6, sizeof names[0]), "S10");
    assert_null(bil_nearest("xyz", names, 6, sizeof names[0]));
    assert_null(bil_nearest("", names, 6, sizeof names[0]));
    assert_null(bil_nearest("needs", names, 0, sizeof names[0]));
    bil_words words = bil_say_nearest(&said, "need", names, 6, sizeof names[0]);
    assert_string_equal(words.it, "forse volevi «needs»?");
    assert_string_equal(words.en, "did you mean \"needs\"?");
    assert_string_equal(bil_say_nearest(&said, "xyz", names, 6, sizeof names[0]).it, "");
}

static void sentences_too_long_are_cut_between_characters(void **state)
{
    (void)state;
    char text[900];
    bil_said said;
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        memcpy(text + i, "è", 2);
    }
    text[sizeof text - 2] = '\0';
    bil_words words = bil_say(&said, "«%s»", "\"%s\"", text);
    assert_true(strlen(words.it) < sizeof said.it);
    assert_string_equal(words.it + strlen(words.it) - 3, "…");
    assert_memory_equal(words.it + strlen(words.it) - 5, "è", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_no_sign_with_a_meaning_of_its_own),
        cmocka_unit_test(a_codice_fiscale_is_seen_wherever_it_hides),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(sentences_too_long_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
