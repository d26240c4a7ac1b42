/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/arena.h"
#include "engine/error.h"

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    unsigned char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        size_t size = i * 37 % 600;
        pieces[i] = bil_arena_alloc(arena, size, 1);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) {
            assert_int_equal(pieces[i][k], 0);
        }
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t k = 0; k < i * 37 % 600; k++) {
            assert_int_equal(pieces[i][k], i % 251);
        }
    }
    unsigned char *large = bil_arena_alloc(arena, 3, 1000000);
    assert_non_null(large);
    large[2999999] = 1;
    assert_non_null(bil_arena_alloc(arena, 8, 8));
    assert_true(bil_arena_used(arena) >= 3000064);
    assert_null(bil_arena_alloc(arena, SIZE_MAX, 2));
    assert_null(bil_arena_alloc(arena, SIZE_MAX / 2, 2));
    bil_arena_free(arena);
    bil_arena_free(NULL);
}

static void texts_are_copied_with_their_end(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    assert_string_equal(bil_arena_text(arena, "ciao"), "ciao");
    assert_string_equal(bil_arena_text(arena, ""), "");
    assert_string_equal(bil_arena_text_n(arena, "ciao", 2), "ci");
    assert_string_equal(bil_arena_text_n(arena, NULL, 0), "");
    assert_null(bil_arena_text_n(arena, "x", SIZE_MAX));
    bil_arena_free(arena);
}

static void an_array_grows_and_keeps_its_items(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    int *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 1000; i++) {
        items = bil_arena_grow(arena, items, i, &capacity, i + 1, sizeof *items);
        assert_non_null(items);
        assert_true(capacity > i);
        items[i] = (int)i;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i);
    }
    assert_null(bil_arena_grow(arena, items, 1000, &capacity, SIZE_MAX, sizeof *items));
    assert_null(bil_arena_grow(arena, items, 1000, &capacity, SIZE_MAX / 4, 8));
    bil_arena_free(arena);
}

static void a_failure_speaks_both_languages(void **state)
{
    (void)state;
    bil_error err;
    assert_int_equal(bil_fail(&err, BIL_E_DATA, "caso.json:1", "sbagliato", "wrong"), BIL_E_DATA);
    assert_int_equal(err.status, BIL_E_DATA);
    assert_string_equal(err.where, "caso.json:1");
    assert_string_equal(err.message_it, "sbagliato");
    assert_string_equal(err.message_en, "wrong");
    bil_fail_with(&err, BIL_E_NO_INPUT, NULL, "100% di %s no", "100% of %s no", "caso%s");
    assert_string_equal(err.where, "");
    assert_string_equal(err.message_it, "100% di caso%s no");
    assert_string_equal(err.message_en, "100% of caso%s no");
    bil_fail_with(&err, BIL_E_DATA, "", "niente", "nothing", "x");
    assert_string_equal(err.message_en, "nothing");
    assert_int_equal(bil_fail(NULL, BIL_E_IO, "", "", ""), BIL_E_IO);
    assert_int_equal(bil_fail_with(NULL, BIL_E_IO, "", "", "", ""), BIL_E_IO);
    assert_int_equal(bil_fail_nomem(&err), BIL_E_NOMEM);
}

static void an_endless_text_is_shortened_to_fit(void **state)
{
    (void)state;
    char endless[5000];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    bil_error err;
    bil_fail_with(&err, BIL_E_DATA, endless, "%s", "%s", endless);
    assert_int_equal(strlen(err.where), sizeof err.where - 1);
    assert_int_equal(strlen(err.message_it), sizeof err.message_it - 1);
    bil_fail_with(&err, BIL_E_DATA, endless, endless, endless, endless);
    assert_int_equal(strlen(err.message_it), sizeof err.message_it - 1);
}

static void statuses_have_names_and_exit_codes(void **state)
{
    (void)state;
    static const struct {
        bil_status status;
        int code;
    } known[] = {{BIL_OK, 0},          {BIL_E_NOMEM, 70},    {BIL_E_USAGE, 64},
                 {BIL_E_DATA, 65},     {BIL_E_NO_INPUT, 66}, {BIL_E_CANT_WRITE, 73},
                 {BIL_E_IO, 74},       {BIL_E_LIMIT, 11},    {BIL_E_SOLVER, 70},
                 {BIL_E_STOPPED, 130}, {BIL_E_HELPER, 69},   {BIL_E_CONFIG, 78},
                 {BIL_E_INTERNAL, 70}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(bil_status_exit_code(known[i].status), known[i].code);
        assert_string_not_equal(bil_status_name(known[i].status), "unknown");
    }
    assert_string_equal(bil_words_in((bil_words){"sì", "yes"}, BIL_LANG_IT), "sì");
    assert_string_equal(bil_words_in((bil_words){NULL, NULL}, BIL_LANG_EN), "");
}

static void faults_are_all_kept_and_the_endless_ones_counted(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    bil_faults faults;
    bil_faults_init(&faults, arena);
    char found[200];
    memset(found, 'z', sizeof found - 1);
    found[sizeof found - 1] = '\0';
    bil_words words = {"un numero", "a number"};
    bil_words none = {NULL, NULL};
    bil_faults_add(&faults, "services.csv:2:step", found, words, none);
    bil_faults_warn(&faults, "services.csv:3", NULL, words, words);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.errors, 1);
    assert_int_equal(strlen(faults.items[0].found), 80);
    assert_string_equal(faults.items[0].fix.it, "");
    assert_string_equal(faults.items[0].expected.en, "a number");
    assert_true(faults.items[1].warning);
    assert_string_equal(faults.items[1].found, "");
    for (size_t i = 0; i < BIL_FAULTS_MAX; i++) {
        bil_faults_add(&faults, "x", "y", words, none);
    }
    assert_int_equal(faults.count, BIL_FAULTS_MAX);
    assert_int_equal(faults.dropped, 2);
    assert_int_equal(faults.errors, 1 + BIL_FAULTS_MAX);
    assert_false(faults.out_of_memory);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(texts_are_copied_with_their_end),
        cmocka_unit_test(an_array_grows_and_keeps_its_items),
        cmocka_unit_test(a_failure_speaks_both_languages),
        cmocka_unit_test(an_endless_text_is_shortened_to_fit),
        cmocka_unit_test(statuses_have_names_and_exit_codes),
        cmocka_unit_test(faults_are_all_kept_and_the_endless_ones_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
