/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference between two hand-made plans, compared with what people approved by looking at it. */
#include "data/document_difference_impl.h"
#include "data/document_html_impl.h"
#include "data/document_table_impl.h"
#include "data/file.h"
#include "tests/documents/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    bil_plan after;
    bil_plan_phase phases[2];
    bil_line lines[2][16];
    bil_coverage coverage[2][16];
    bil_funding funding;
    bil_arena *arena;
    bil_difference difference;
} changed;

/* The fixture's plan with a line more, a line less, a line halved and its need covered less. */
static int build(void **state)
{
    changed *c = calloc(1, sizeof *c);
    assert_non_null(c);
    const bil_plan *before = fixture_plan();
    c->after = *before;
    c->arena = bil_arena_new();
    assert_non_null(c->arena);
    assert_int_equal(before->phase_count, 2);
    for (size_t t = 0; t < 2; t++) {
        c->phases[t] = before->phases[t];
        memcpy(c->lines[t], before->phases[t].lines,
               before->phases[t].line_count * sizeof(bil_line));
        memcpy(c->coverage[t], before->phases[t].coverage,
               before->phases[t].coverage_count * sizeof(bil_coverage));
        c->phases[t].lines = c->lines[t];
        c->phases[t].coverage = c->coverage[t];
        for (size_t i = 0; i < c->phases[t].line_count; i++) {
            bil_line *line = &c->lines[t][i];
            if (strcmp(line->code, "S22") == 0) {
                line->quantity /= 2;
                line->cost_cents /= 2;
                line->provider_code = "<coop>";
                c->coverage[t][4].covered /= 2;
            } else if (strcmp(line->code, "S03") == 0) {
                line->quantity += 4;
                line->cost_cents += 3720;
                c->coverage[t][1].covered += 100;
            } else if (strcmp(line->code, "H03") == 0 && t == 1) {
                line->quantity = 0;
                line->funding_count = 0;
            }
        }
    }
    c->after.phases = c->phases;
    c->after.score_e9 -= 20000000;
    bil_error err;
    assert_int_equal(
        bil_difference_of(&c->difference, before, &c->after, fixture_case(), c->arena, &err),
        BIL_OK);
    *state = c;
    return 0;
}

static int drop(void **state)
{
    changed *c = *state;
    bil_arena_free(c->arena);
    free(c);
    return 0;
}

static void compare(const bil_text *text, const char *path)
{
    assert_false(text->failed);
    assert_true(bil_utf8_valid(text->bytes, text->size));
    if (getenv("BIL_GOLDEN_UPDATE") != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        assert_int_equal(bil_file_write(path, text->bytes, text->size, NULL), BIL_OK);
    }
    bil_text golden;
    bil_text_init(&golden);
    assert_int_equal(bil_file_read(&golden, path, 1 << 20, NULL), BIL_OK);
    if (golden.size != text->size || memcmp(golden.bytes, text->bytes, text->size) != 0) {
        print_error("%s differs; look at the difference, then BIL_GOLDEN_UPDATE=1\n", path);
        assert_string_equal(golden.bytes, text->bytes);
    }
    bil_text_release(&golden);
}

typedef void (*changes_writer)(bil_text *, const bil_doc *, const bil_doc_changes *,
                               const bil_changes_titles *);

static void print(bil_text *out, const changed *c, const bil_difference *difference,
                  changes_writer write, bil_lang lang, const bil_changes_titles *titles)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    bil_doc doc;
    bil_doc_changes changes;
    bil_text_init(out);
    assert_int_equal(
        bil_doc_init(&doc, &c->after, fixture_case(), fixture_catalogue(), &options, NULL), BIL_OK);
    assert_int_equal(bil_doc_changes_of(&changes, &doc, difference, NULL), BIL_OK);
    write(out, &doc, &changes, titles);
    bil_doc_release(&doc);
}

static void a_difference_reads_as_approved(void **state)
{
    const changed *c = *state;
    bil_text text;
    print(&text, c, &c->difference, bil_table_changes, BIL_LANG_IT, NULL);
    compare(&text, "tests/documents/golden/difference.it.txt");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_table_changes, BIL_LANG_EN, NULL);
    compare(&text, "tests/documents/golden/difference.en.txt");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_page_changes, BIL_LANG_IT, NULL);
    compare(&text, "tests/documents/golden/difference.it.html");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_page_changes, BIL_LANG_EN, NULL);
    compare(&text, "tests/documents/golden/difference.en.html");
    bil_text_release(&text);
}

static void the_numbers_are_written_as_approved(void **state)
{
    const changed *c = *state;
    bil_text text;
    bil_text_init(&text);
    bil_json_writer writer;
    bil_json_writer_init(&writer, &text, false);
    bil_difference_put(&writer, NULL, &c->difference);
    bil_json_finish(&writer);
    compare(&text, "tests/documents/golden/difference.json");
    bil_text_release(&text);
}

static void the_two_sides_can_have_names(void **state)
{
    const changed *c = *state;
    const bil_changes_titles titles = {.before = "Piano 1", .after = "Piano <2>", .id = "second"};
    bil_text text;
    print(&text, c, &c->difference, bil_table_changes, BIL_LANG_IT, &titles);
    assert_non_null(strstr(text.bytes, "Piano <2>"));
    assert_null(strstr(text.bytes, "Prima"));
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_page_changes, BIL_LANG_IT, &titles);
    assert_non_null(strstr(text.bytes, "Piano &lt;2&gt;"));
    assert_non_null(strstr(text.bytes, "id=\"second-0\""));
    assert_non_null(strstr(text.bytes, "&lt;coop&gt;"));
    assert_null(strstr(text.bytes, "<coop>"));
    bil_text_release(&text);
}

static void two_plans_alike_are_said_to_be(void **state)
{
    changed *c = *state;
    bil_difference none;
    bil_error err;
    assert_int_equal(bil_difference_of(&none, &c->after, &c->after, fixture_case(), c->arena, &err),
                     BIL_OK);
    bil_text text;
    print(&text, c, &none, bil_table_changes, BIL_LANG_IT, NULL);
    assert_string_equal(text.bytes, "\nNon cambia nulla.\n");
    bil_text_release(&text);
    print(&text, c, &none, bil_page_changes, BIL_LANG_EN, NULL);
    assert_string_equal(text.bytes, "<p>Nothing changes.</p>\n");
    bil_text_release(&text);
}

static void phases_in_a_row_are_named_together(void **state)
{
    const changed *c = *state;
    bil_document_options options;
    bil_document_options_init(&options);
    bil_doc doc;
    assert_int_equal(
        bil_doc_init(&doc, &c->after, fixture_case(), fixture_catalogue(), &options, NULL), BIL_OK);
    assert_string_equal(bil_doc_phases(&doc, 2).text, "Fase\xC2\xA0"
                                                      "2");
    assert_string_equal(bil_doc_phases(&doc, 3).text, "Fasi\xC2\xA0"
                                                      "1–2");
    assert_string_equal(bil_doc_phases(&doc, 0x3D).text, "Fasi\xC2\xA0"
                                                         "1, 3–6");
    assert_string_equal(bil_doc_phases(&doc, 5).text, "Fasi\xC2\xA0"
                                                      "1, 3");
    assert_string_equal(bil_doc_signed_money(&doc, 1200).text, "+12,00\xC2\xA0€");
    bil_doc_release(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_difference_reads_as_approved, build, drop),
        cmocka_unit_test_setup_teardown(the_numbers_are_written_as_approved, build, drop),
        cmocka_unit_test_setup_teardown(the_two_sides_can_have_names, build, drop),
        cmocka_unit_test_setup_teardown(two_plans_alike_are_said_to_be, build, drop),
        cmocka_unit_test_setup_teardown(phases_in_a_row_are_named_together, build, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
