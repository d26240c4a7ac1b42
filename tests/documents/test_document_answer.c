/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers, compared with what people approved by looking at them. */
#include "data/document_answer.h"
#include "tests/documents/fixture.h"
#include "tests/documents/fixture_answer.h"
#include "tests/documents/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const names[ANSWER_KINDS] = {
    [ANSWER_WHY] = "why",           [ANSWER_WHY_NOT] = "why-not", [ANSWER_WHAT_IF] = "what-if",
    [ANSWER_SCORE] = "score",       [ANSWER_NEXT] = "next-euro",  [ANSWER_ALREADY] = "already",
    [ANSWER_NONE_WAYS] = "no-ways",
};

static void compare(bil_text *text, const char *path)
{
    golden_compare(text, path);
    bil_text_release(text);
}

typedef bil_status (*answer_writer)(bil_text *, const bil_answer *, const bil_case *,
                                    const bil_document_options *, bil_error *);

static void print(bil_text *out, const bil_answer *answer, answer_writer write, bil_lang lang)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    bil_text_init(out);
    assert_int_equal(write(out, answer, fixture_case(), &options, NULL), BIL_OK);
}

static void each_kind_of_answer_reads_as_approved(void **state)
{
    (void)state;
    static const struct {
        bil_lang lang;
        const char *ending;
        answer_writer write;
    } ways[] = {{BIL_LANG_IT, "it.txt", bil_document_answer_table},
                {BIL_LANG_EN, "en.txt", bil_document_answer_table},
                {BIL_LANG_IT, "it.html", bil_document_answer_html},
                {BIL_LANG_EN, "en.html", bil_document_answer_html}};
    for (int kind = 0; kind <= ANSWER_NEXT; kind++) {
        const bil_answer *answer = answer_build((answer_kind)kind);
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
            bil_text text;
            char path[128];
            (void)snprintf(path, sizeof path, "tests/documents/golden/answer-%s.%s", names[kind],
                           ways[i].ending);
            print(&text, answer, ways[i].write, ways[i].lang);
            compare(&text, path);
        }
    }
    answers_drop();
}

static void each_kind_of_answer_is_written_as_approved(void **state)
{
    (void)state;
    for (int kind = 0; kind < ANSWER_KINDS; kind++) {
        bil_text text;
        char path[128];
        bil_text_init(&text);
        (void)snprintf(path, sizeof path, "tests/documents/golden/answer-%s.json", names[kind]);
        assert_int_equal(
            bil_answer_write(&text, answer_build((answer_kind)kind), fixture_case(), NULL), BIL_OK);
        compare(&text, path);
    }
    answers_drop();
}

static void says(const bil_answer *answer, const char *it, const char *en)
{
    static const answer_writer writers[] = {bil_document_answer_table, bil_document_answer_html};
    for (size_t i = 0; i < 2; i++) {
        bil_text text;
        print(&text, answer, writers[i], BIL_LANG_IT);
        if (strstr(text.bytes, it) == NULL) {
            fail_msg("lacks «%s»:\n%s", it, text.bytes);
        }
        bil_text_release(&text);
        print(&text, answer, writers[i], BIL_LANG_EN);
        if (strstr(text.bytes, en) == NULL) {
            fail_msg("lacks \"%s\":\n%s", en, text.bytes);
        }
        bil_text_release(&text);
    }
}

static void each_verdict_has_its_sentence(void **state)
{
    (void)state;
    bil_answer *answer = answer_build(ANSWER_ALREADY);
    says(answer, "Nel piano è già così.", "It is so already in the plan.");
    answer = answer_build(ANSWER_WHY);
    answer->verdict = BIL_ANSWER_LOCKED;
    says(answer, "C’è perché lo vuole", "It is there because");
    answer->verdict = BIL_ANSWER_REPLACEABLE;
    says(answer, "Si può sostituire", "It can be replaced");
    answer->verdict = BIL_ANSWER_IRREPLACEABLE;
    says(answer, "copre un bisogno che altri", "nothing else on offer covers");
    answer->other = NULL;
    says(answer, "senza, nessun piano è possibile", "without it no plan is possible");
    answer = answer_build(ANSWER_WHAT_IF);
    answer->conflict_count = answer->repair_count = 0;
    says(answer, "nessun altro bisogno perde nulla", "no other need loses anything");
    answer->ask = BIL_ASK_WHY_NOT;
    answer->subject = (bil_subject){BIL_SUBJECT_SERVICE, 0, "SS13", 0};
    says(answer, "Si può avere già oggi, ma il piano cambia", "It can be had today, but the plan");
    answer->verdict = BIL_ANSWER_USELESS;
    says(answer, "Non copre alcun bisogno", "It covers none");
    answer = answer_build(ANSWER_NONE_WAYS);
    says(answer, "Nessuna modifica di denaro", "No change of money");
    answer = answer_build(ANSWER_NEXT);
    answer->verdict = BIL_ANSWER_NOTHING;
    answer->next_count = 0;
    says(answer, "Nessun tetto ferma questo piano", "No ceiling stops this plan");
    answers_drop();
}

static void what_can_never_be_had_says_why_instead_of_a_conflict(void **state)
{
    (void)state;
    static const struct {
        bil_never never;
        const char *it;
        const char *en;
    } expected[] = {{BIL_NEVER_DATES, "non è in vigore", "not in force"},
                    {BIL_NEVER_PAYERS, "nessuna fonte", "no source"},
                    {BIL_NEVER_UNLISTED, "non è nel caso", "does not list"},
                    {BIL_NEVER_ZONE, "non serve il distretto", "does not serve"},
                    {BIL_NEVER_QUANTITY, "non permette", "does not allow"},
                    {BIL_NEVER_OFFER, "non basta", "does not reach"}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        bil_answer *answer = answer_build(ANSWER_NONE_WAYS);
        bil_text text;
        answer->never = expected[i].never;
        says(answer, expected[i].it, expected[i].en);
        print(&text, answer, bil_document_answer_table, BIL_LANG_EN);
        assert_null(strstr(text.bytes, "What forbids it"));
        bil_text_release(&text);
    }
    answers_drop();
}

static void codes_from_files_are_escaped_on_the_page(void **state)
{
    (void)state;
    bil_text text;
    print(&text, answer_build(ANSWER_WHY), bil_document_answer_html, BIL_LANG_IT);
    assert_non_null(strstr(text.bytes, "&lt;bds&gt;"));
    assert_null(strstr(text.bytes, "<bds>"));
    bil_text_release(&text);
    answers_drop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_answer_reads_as_approved),
        cmocka_unit_test(each_kind_of_answer_is_written_as_approved),
        cmocka_unit_test(each_verdict_has_its_sentence),
        cmocka_unit_test(what_can_never_be_had_says_why_instead_of_a_conflict),
        cmocka_unit_test(codes_from_files_are_escaped_on_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
