/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several plans side by side, compared with what people approved by looking at it. */
#include "data/document_proposals.h"
#include "data/plan.h"
#include "tests/documents/fixture.h"
#include "tests/documents/fixture_proposals.h"
#include "tests/documents/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef bil_status (*writer)(bil_text *, const bil_proposals *, const bil_case *,
                             const bil_document_options *, bil_error *);

static void print(bil_text *out, const bil_proposals *all, writer write, bil_lang lang)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    bil_text_init(out);
    assert_int_equal(write(out, all, fixture_case(), &options, NULL), BIL_OK);
    assert_true(bil_utf8_valid(out->bytes, out->size));
}

static void compare(bil_text *text, const char *path)
{
    golden_compare(text, path);
    bil_text_release(text);
}

static void plans_side_by_side_read_as_approved(void **state)
{
    (void)state;
    bil_proposals *all = proposals_build(2);
    bil_text text;
    print(&text, all, bil_document_proposals_table, BIL_LANG_IT);
    compare(&text, "tests/documents/golden/proposals.it.txt");
    print(&text, all, bil_document_proposals_table, BIL_LANG_EN);
    compare(&text, "tests/documents/golden/proposals.en.txt");
    print(&text, all, bil_document_proposals_html, BIL_LANG_IT);
    compare(&text, "tests/documents/golden/proposals.it.html");
    print(&text, all, bil_document_proposals_html, BIL_LANG_EN);
    compare(&text, "tests/documents/golden/proposals.en.html");
    proposals_drop(all);
}

static size_t width_of(const char *from, const char *to)
{
    size_t width = 0;
    for (const char *p = from; p < to; p++) {
        width += ((unsigned char)*p & 0xC0U) != 0x80U ? 1 : 0;
    }
    return width;
}

static void many_plans_come_in_blocks_that_begin_with_the_first(void **state)
{
    (void)state;
    bil_proposals *all = proposals_build(7);
    bil_text text;
    print(&text, all, bil_document_proposals_table, BIL_LANG_EN);
    assert_non_null(strstr(text.bytes, "Today            A            B            C\n"));
    assert_non_null(strstr(text.bytes, "            A            D            E            F\n"));
    assert_non_null(strstr(text.bytes, "            A            G\n"));
    assert_null(strstr(text.bytes, "Today            A            G"));
    for (const char *line = text.bytes; line != NULL; line = strchr(line + 1, '\n')) {
        const char *end = strchr(line + 1, '\n');
        assert_true(end == NULL || width_of(line + 1, end) <= 100);
    }
    bil_text_release(&text);
    print(&text, all, bil_document_proposals_html, BIL_LANG_EN);
    assert_non_null(strstr(text.bytes, "<th scope=\"col\" class=\"n\">A</th>"
                                       "<th scope=\"col\" class=\"n\">E</th>"));
    bil_text_release(&text);
    proposals_drop(all);
}

static void who_pays_today_is_not_told_when_it_is_not_known(void **state)
{
    (void)state;
    bil_proposals *all = proposals_build(1);
    bil_text known;
    bil_text unknown;
    print(&known, all, bil_document_proposals_table, BIL_LANG_IT);
    all->today_funded = false;
    all->today->violation_count = 0;
    print(&unknown, all, bil_document_proposals_table, BIL_LANG_IT);
    assert_non_null(strstr(known.bytes, "oltre il <tetto>"));
    assert_null(strstr(unknown.bytes, "oltre il <tetto>"));
    assert_non_null(strstr(unknown.bytes, "Non si sa chi paga tutto quello che c’è oggi."));
    assert_non_null(strstr(unknown.bytes, "C’è solo il piano A"));
    bil_text_release(&known);
    bil_text_release(&unknown);
    proposals_drop(all);
}

static void what_is_written_is_read_back_plan_by_plan(void **state)
{
    (void)state;
    bil_proposals *all = proposals_build(2);
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_document_proposals_json(&text, all, NULL), BIL_OK);
    for (size_t i = 0; i < 2; i++) {
        bil_arena *arena = bil_arena_new();
        bil_faults faults;
        bil_faults_init(&faults, arena);
        bil_plan *plan = NULL;
        const bil_plan_file file = {"sides", text.bytes, text.size, i};
        assert_int_equal(
            bil_plan_read(&plan, &file, fixture_catalogue(), fixture_case(), &faults, NULL),
            BIL_OK);
        assert_int_equal(plan->score_e9, all->plans[i]->score_e9);
        assert_int_equal(plan->phases[1].line_count, all->plans[i]->phases[1].line_count);
        bil_plan_free(plan);
        bil_arena_free(arena);
    }
    bil_text_release(&text);
    proposals_drop(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_side_by_side_read_as_approved),
        cmocka_unit_test(many_plans_come_in_blocks_that_begin_with_the_first),
        cmocka_unit_test(who_pays_today_is_not_told_when_it_is_not_known),
        cmocka_unit_test(what_is_written_is_read_back_plan_by_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
