/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of a hand-made plan, compared with what people approved by looking at them. */
#include "data/document.h"
#include "data/document_impl.h"
#include "tests/documents/fixture.h"
#include "tests/documents/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef bil_status (*document_writer)(bil_text *, const bil_plan *, const bil_case *,
                                      const bil_catalogue *, const bil_document_options *,
                                      bil_error *);

static void print(bil_text *out, document_writer write, const bil_plan *plan, bil_lang lang)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    bil_text_init(out);
    assert_int_equal(write(out, plan, fixture_case(), fixture_catalogue(), &options, NULL), BIL_OK);
    assert_true(bil_utf8_valid(out->bytes, out->size));
}

static void compare(document_writer write, const bil_plan *plan, const char *name, bil_lang lang,
                    const char *ending)
{
    char path[256];
    (void)snprintf(path, sizeof path, "tests/documents/golden/%s.%s.%s", name,
                   lang == BIL_LANG_IT ? "it" : "en", ending);
    bil_text text;
    print(&text, write, plan, lang);
    golden_compare(&text, path);
    bil_text_release(&text);
}

static void compare_all(const bil_plan *plan, const char *name)
{
    compare(bil_document_table, plan, name, BIL_LANG_IT, "txt");
    compare(bil_document_table, plan, name, BIL_LANG_EN, "txt");
    compare(bil_document_html, plan, name, BIL_LANG_IT, "html");
    compare(bil_document_html, plan, name, BIL_LANG_EN, "html");
}

static void a_plan_in_two_phases_reads_as_approved(void **state)
{
    (void)state;
    compare_all(fixture_plan(), "plan");
}

static void no_plan_says_what_clashes(void **state)
{
    (void)state;
    compare_all(fixture_infeasible(), "infeasible");
}

static void what_a_hand_decided_is_told_with_what_it_costs(void **state)
{
    (void)state;
    static const bil_decision hands[] = {
        {.rule = "D21",
         .phase = SIZE_MAX,
         .reason = "Nei primi mesi la segue chi la conosce",
         .by = "UVM",
         .breaks = true,
         .needed = true},
        {.rule = "D29", .phase = SIZE_MAX, .reason = "per prova", .by = "", .costed = true},
        {.service = "S22",
         .phase = 1,
         .quantity = 60,
         .reason = "accordo con la famiglia",
         .by = "assistente sociale",
         .breaks = true,
         .costed = true,
         .score_e9 = 21400000,
         .public_cents = 123456},
        {.service = "S41",
         .phase = SIZE_MAX,
         .reason = "non lo vuole",
         .by = "",
         .costed = true,
         .score_e9 = -5000000,
         .public_cents = -60000},
        {.service = "S03",
         .provider = "OGNI-GIORNO",
         .phase = SIZE_MAX,
         .quantity = 1,
         .reason = "un posto in più",
         .by = "",
         .breaks = true}};
    bil_plan plan = *fixture_plan();
    plan.overrides = hands;
    plan.override_count = sizeof hands / sizeof hands[0];
    compare_all(&plan, "hands");
}

static void a_failed_check_is_never_quiet(void **state)
{
    (void)state;
    compare_all(fixture_stopped(), "failed");
}

static size_t count_of(const char *text, const char *piece)
{
    size_t count = 0;
    for (const char *at = strstr(text, piece); at != NULL; at = strstr(at + 1, piece)) {
        count++;
    }
    return count;
}

static void the_page_is_sound(void **state)
{
    (void)state;
    for (int lang = BIL_LANG_IT; lang <= BIL_LANG_EN; lang++) {
        bil_text page;
        print(&page, bil_document_html, fixture_plan(), lang == 0 ? BIL_LANG_IT : BIL_LANG_EN);
        assert_int_equal(count_of(page.bytes, "<h1"), 1);
        assert_int_equal(count_of(page.bytes, "<table"), count_of(page.bytes, "<caption>"));
        assert_int_equal(count_of(page.bytes, "<th>"), 0);
        assert_int_equal(count_of(page.bytes, "<script"), 0);
        assert_int_equal(count_of(page.bytes, "http://"), 0);
        assert_int_equal(count_of(page.bytes, "role=\"img\""), count_of(page.bytes, "<desc"));
        assert_int_equal(count_of(page.bytes, "<semplice>"), 0);
        assert_non_null(strstr(page.bytes, "&lt;semplice&gt;"));
        bil_text_release(&page);
    }
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;
    while (*text != '\0') {
        const char *end = strchr(text, '\n');
        size_t columns = 0;
        for (const char *at = text; at < end; at++) {
            columns += ((unsigned char)*at & 0xC0) == 0x80 ? 0 : 1;
        }
        longest = columns > longest ? columns : longest;
        text = end + 1;
    }
    return longest;
}

static void the_table_keeps_its_width(void **state)
{
    (void)state;
    static const size_t widths[] = {80, 100, 120, 200};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        bil_document_options options;
        bil_document_options_init(&options);
        options.width = widths[i];
        bil_text text;
        bil_text_init(&text);
        assert_int_equal(bil_document_table(&text, fixture_plan(), fixture_case(),
                                            fixture_catalogue(), &options, NULL),
                         BIL_OK);
        assert_true(longest_line(text.bytes) <= widths[i]);
        bil_text_release(&text);
    }
}

static void colour_only_when_asked(void **state)
{
    (void)state;
    bil_document_options options;
    bil_document_options_init(&options);
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_document_table(&text, fixture_plan(), fixture_case(), fixture_catalogue(),
                                        &options, NULL),
                     BIL_OK);
    assert_null(strchr(text.bytes, '\x1b'));
    bil_text_release(&text);
    options.colour = true;
    assert_int_equal(bil_document_table(&text, fixture_plan(), fixture_case(), fixture_catalogue(),
                                        &options, NULL),
                     BIL_OK);
    assert_non_null(strchr(text.bytes, '\x1b'));
    bil_text_release(&text);
}

static bil_doc_short date_words(bil_lang lang, bil_date date, bil_doc_preposition how)
{
    bil_doc doc = {.options = {.lang = lang}};
    return bil_doc_date_with(&doc, date, how);
}

static void italian_days_take_the_right_preposition(void **state)
{
    (void)state;
    assert_string_equal(date_words(BIL_LANG_IT, 20270101, BIL_DOC_FROM).text,
                        "dal 1º gennaio 2027");
    assert_string_equal(date_words(BIL_LANG_IT, 20270308, BIL_DOC_FROM_CAPITAL).text,
                        "Dall’8 marzo 2027");
    assert_string_equal(date_words(BIL_LANG_IT, 20271111, BIL_DOC_TO).text, "all’11 novembre 2027");
    assert_string_equal(date_words(BIL_LANG_IT, 20270112, BIL_DOC_TO).text, "al 12 gennaio 2027");
    assert_string_equal(date_words(BIL_LANG_EN, 20270801, BIL_DOC_FROM).text, "from 1 August 2027");
}

static void a_hundred_per_cent_means_all_of_it(void **state)
{
    (void)state;
    const bil_doc here = {.options = {.lang = BIL_LANG_IT}};
    const bil_doc there = {.options = {.lang = BIL_LANG_EN}};
    const bil_doc *doc = &here;
    assert_string_equal(bil_doc_percent(doc, 999, 1000).text, "99\xC2\xA0%");
    assert_string_equal(bil_doc_percent(doc, 1000, 1000).text, "100\xC2\xA0%");
    assert_string_equal(bil_doc_percent(doc, 1, 100000).text, "1\xC2\xA0%");
    assert_string_equal(bil_doc_percent(doc, 0, 10).text, "0\xC2\xA0%");
    assert_string_equal(bil_doc_percent(doc, 5, 0).text, "0\xC2\xA0%");
    assert_string_equal(bil_doc_percent(doc, INT64_MAX / 2, INT64_MAX).text, "49\xC2\xA0%");
    assert_string_equal(bil_doc_percent(&there, 81, 100).text, "81%");
    assert_string_equal(bil_doc_percent_e9(&there, 812000000).text, "81.2%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_in_two_phases_reads_as_approved),
        cmocka_unit_test(no_plan_says_what_clashes),
        cmocka_unit_test(what_a_hand_decided_is_told_with_what_it_costs),
        cmocka_unit_test(a_failed_check_is_never_quiet),
        cmocka_unit_test(the_page_is_sound),
        cmocka_unit_test(the_table_keeps_its_width),
        cmocka_unit_test(colour_only_when_asked),
        cmocka_unit_test(italian_days_take_the_right_preposition),
        cmocka_unit_test(a_hundred_per_cent_means_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
