/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/words.h"

static void expect(const char *sentence, const char *const *values, size_t count, const char *want)
{
    bil_text out;
    bil_text_init(&out);
    bil_text_add(&out, "");
    bil_words_put(&out, sentence, values, count);
    assert_false(out.failed);
    assert_string_equal(out.bytes, want);
    bil_text_release(&out);
}

static void values_go_to_their_places(void **state)
{
    (void)state;
    static const char *const two[] = {"A", "B"};
    expect("no place", NULL, 0, "no place");
    expect("%s and %s", two, 2, "A and B");
    expect("%2$s before %1$s", two, 2, "B before A");
    expect("%1$s, %1$s again", two, 1, "A, A again");
    expect("%s%%", two, 2, "A%");
    expect("%s%s", two, 2, "AB");
    expect("", two, 2, "");
}

/* A service called "100 %s" is a name and no sentence. */
static void values_are_not_read_as_sentences(void **state)
{
    (void)state;
    static const char *const odd[] = {"100 %s", "%%"};
    expect("«%s» %s", odd, 2, "«100 %s» %%");
}

static void a_sentence_is_filled_in_both_languages(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    const bil_words values[] = {{"Educatore", "Educator"}, {"4", "4"}};
    const bil_words text = bil_answer_fill(arena, BIL_A_CONFLICT_FIXED, values, 2);
    assert_string_equal(text.it, "«Educatore» deve essere proprio 4 al mese");
    assert_string_equal(text.en, "\"Educator\" must be exactly 4 a month");
    const bil_words plain = bil_answer_fill(arena, BIL_A_CONFLICT_BUDGET, NULL, 0);
    assert_string_equal(plain.it, bil_answer_words(BIL_A_CONFLICT_BUDGET).it);
    assert_string_equal(plain.en, bil_answer_words(BIL_A_CONFLICT_BUDGET).en);
    bil_arena_free(arena);
}

static void one_is_one_and_all_else_is_many(void **state)
{
    (void)state;
    for (int64_t number = -2; number < 4; number++) {
        assert_int_equal(bil_answer_one_or_many(number, BIL_A_CONFLICT_MUST, BIL_A_CONFLICT_KEEP),
                         number == 1 ? BIL_A_CONFLICT_MUST : BIL_A_CONFLICT_KEEP);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_go_to_their_places),
        cmocka_unit_test(values_are_not_read_as_sentences),
        cmocka_unit_test(a_sentence_is_filled_in_both_languages),
        cmocka_unit_test(one_is_one_and_all_else_is_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
