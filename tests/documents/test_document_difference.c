/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference between two hand-made plans, compared with what people approved by looking at it. */
#include "data/document_amendment.h"
#include "data/document_difference_impl.h"
#include "data/document_html_impl.h"
#include "data/document_table_impl.h"
#include "tests/documents/fixture.h"
#include "tests/documents/golden.h"

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
    golden_compare(&text, "tests/documents/golden/difference.it.txt");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_table_changes, BIL_LANG_EN, NULL);
    golden_compare(&text, "tests/documents/golden/difference.en.txt");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_page_changes, BIL_LANG_IT, NULL);
    golden_compare(&text, "tests/documents/golden/difference.it.html");
    bil_text_release(&text);
    print(&text, c, &c->difference, bil_page_changes, BIL_LANG_EN, NULL);
    golden_compare(&text, "tests/documents/golden/difference.en.html");
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
    golden_compare(&text, "tests/documents/golden/difference.json");
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

static void an_amendment_of_a_contract_has_its_own_groups(void **state)
{
    const changed *c = *state;
    bil_document_options options;
    bil_document_options_init(&options);
    bil_doc doc;
    bil_doc_changes changes;
    assert_int_equal(
        bil_doc_init(&doc, &c->after, fixture_case(), fixture_catalogue(), &options, NULL), BIL_OK);
    assert_int_equal(bil_doc_contract_of(&changes, &doc, &c->difference, NULL), BIL_OK);
    assert_int_equal(changes.count[BIL_CHANGES_GAINED_LINES], 0);
    assert_int_equal(changes.count[BIL_CHANGES_LOST_LINES], 1);
    assert_string_equal(changes.rows[BIL_CHANGES_LOST_LINES][0].after, "–");
    assert_int_equal(changes.count[BIL_CHANGES_OTHER_LINES], 3);
    assert_true(bil_changes_at(&changes, 1) == BIL_CHANGES_LOST_LINES);
    assert_true(bil_changes_opens(&changes, BIL_CHANGES_OTHER_LINES));
    assert_true(bil_changes_opens(&changes, BIL_CHANGES_GAINED_NEEDS));
    assert_false(bil_changes_opens(&changes, BIL_CHANGES_LOST_NEEDS));
    bil_doc_release(&doc);
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

/* The same difference as an amendment: one thing that no longer holds, a line and a need with less.
 */
static bil_amendment amendment_of(changed *c, bil_violation *broken, bil_reduction *reductions)
{
    *broken = (bil_violation){.rule = "ceiling.public",
                              .where = "phase 2, line H03",
                              .expected = "≤ 100",
                              .found = "200",
                              .text = bil_check_id_words("ceiling.public")};
    reductions[0] = (bil_reduction){.phase = 1,
                                    .code = "H03",
                                    .index = bil_catalogue_find_service(fixture_catalogue(), "H03"),
                                    .before = 3,
                                    .reason = BIL_REDUCED_SOURCE,
                                    .what = "ASL",
                                    .text = {"Questa fonte <ASL> è finita.", "<ASL> is used up."}};
    reductions[1] = (bil_reduction){.phase = 0,
                                    .is_need = true,
                                    .code = "n2",
                                    .index = 1,
                                    .before = 1500,
                                    .after = 750,
                                    .reason = BIL_REDUCED_GOAL,
                                    .what = "",
                                    .text = {"Ne serve meno.", "Less of it is needed."}};
    c->after.proven = true;
    return (bil_amendment){.plan = &c->after,
                           .give_e6 = 5000,
                           .best_e9 = c->after.score_e9 + 1000000,
                           .fresh_changed = 9,
                           .reduction_e9 = 12345678,
                           .broken = {.items = broken, .count = 1},
                           .removed = 1,
                           .changed = 3,
                           .difference = c->difference,
                           .reductions = reductions,
                           .reduction_count = 2};
}

typedef bil_status (*amendment_writer)(bil_text *, const bil_amendment *, const bil_case *,
                                       const bil_document_options *, bil_error *);

static void compare_amendment(const bil_amendment *a, amendment_writer write, bil_lang lang,
                              const char *path)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    bil_case person = *fixture_case();
    person.catalogue = fixture_catalogue();
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(write(&text, a, &person, &options, NULL), BIL_OK);
    golden_compare(&text, path);
    bil_text_release(&text);
}

static void an_amendment_reads_as_approved(void **state)
{
    bil_violation broken;
    bil_reduction reductions[2];
    const bil_amendment a = amendment_of(*state, &broken, reductions);
    compare_amendment(&a, bil_document_amendment_table, BIL_LANG_IT,
                      "tests/documents/golden/amendment.it.txt");
    compare_amendment(&a, bil_document_amendment_table, BIL_LANG_EN,
                      "tests/documents/golden/amendment.en.txt");
    compare_amendment(&a, bil_document_amendment_html, BIL_LANG_IT,
                      "tests/documents/golden/amendment.it.html");
    compare_amendment(&a, bil_document_amendment_html, BIL_LANG_EN,
                      "tests/documents/golden/amendment.en.html");
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_amendment_write(&text, &a, fixture_case(), NULL), BIL_OK);
    golden_compare(&text, "tests/documents/golden/amendment.json");
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
        cmocka_unit_test_setup_teardown(an_amendment_of_a_contract_has_its_own_groups, build, drop),
        cmocka_unit_test_setup_teardown(two_plans_alike_are_said_to_be, build, drop),
        cmocka_unit_test_setup_teardown(an_amendment_reads_as_approved, build, drop),
        cmocka_unit_test_setup_teardown(phases_in_a_row_are_named_together, build, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
