/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan in possible futures, compared with what people approved by looking at it. */
#include "data/document_html_impl.h"
#include "data/document_table_impl.h"
#include "data/robustness.h"
#include "tests/documents/fixture.h"
#include "tests/documents/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { LINES = 40, WORLDS = 48 };

typedef struct {
    bil_robustness r;
    bil_robust_line lines[LINES];
    bil_robust_world worlds[4];
} tried;

/* 48 worlds of 50: two without a plan, one that cannot be held, and the lines survive less and
 * less. */
static tried sample(void)
{
    tried t = {.r = {.seed = 7,
                     .wanted = 50,
                     .world_count = WORLDS,
                     .planned = WORLDS - 2,
                     .varies = true,
                     .uncertainty_sha256 = "ab",
                     .regret_mean_e9 = 12345678,
                     .regret_p90_e9 = 40000000,
                     .regret_worst_e9 = 87654321,
                     .without_regret = 9,
                     .below = 3,
                     .shortfall_worst_e9 = 5000000}};
    const bil_plan *plan = fixture_plan();
    t.r.states[BIL_WORLD_HELD] = WORLDS - 3;
    t.r.states[BIL_WORLD_NOT_HELD] = 1;
    t.r.states[BIL_WORLD_NO_PLAN] = 2;
    for (size_t p = 0; p < plan->phase_count; p++) {
        for (size_t i = 0; i < plan->phases[p].line_count; i++) {
            const bil_line *line = &plan->phases[p].lines[i];
            size_t number = t.r.line_count++;
            size_t survives = number < 11 ? t.r.planned - number * 4 : 0;
            t.lines[number] = (bil_robust_line){.phase = p,
                                                .code = line->code,
                                                .service = line->service,
                                                .quantity = line->quantity,
                                                .survives = survives,
                                                .with_quantity = survives - survives / 3};
        }
    }
    return t;
}

typedef void (*section_writer)(bil_text *, const bil_doc *);

static void print(bil_text *out, tried *t, section_writer write, bil_lang lang, size_t width)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    options.width = width;
    options.robustness = &t->r;
    t->r.lines = t->lines;
    t->r.worlds = t->worlds;
    bil_doc doc;
    bil_text_init(out);
    assert_int_equal(
        bil_doc_init(&doc, fixture_plan(), fixture_case(), fixture_catalogue(), &options, NULL),
        BIL_OK);
    write(out, &doc);
    bil_doc_release(&doc);
    assert_false(out->failed);
}

static void it_reads_as_approved(void **state)
{
    (void)state;
    static const struct {
        section_writer write;
        bil_lang lang;
        const char *path;
    } cases[] = {
        {bil_table_robust, BIL_LANG_IT, "tests/documents/golden/robust.it.txt"},
        {bil_table_robust, BIL_LANG_EN, "tests/documents/golden/robust.en.txt"},
        {bil_page_robust, BIL_LANG_IT, "tests/documents/golden/robust.it.html"},
        {bil_page_robust, BIL_LANG_EN, "tests/documents/golden/robust.en.html"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tried t = sample();
        bil_text text;
        print(&text, &t, cases[i].write, cases[i].lang, 100);
        golden_compare(&text, cases[i].path);
        bil_text_release(&text);
    }
}

static void expect(tried *t, const char *piece, bool there)
{
    static const section_writer writers[] = {bil_table_robust, bil_page_robust};
    for (size_t i = 0; i < 2; i++) {
        bil_text text;
        print(&text, t, writers[i], BIL_LANG_IT, 200);
        if ((strstr(text.bytes, piece) != NULL) != there) {
            fail_msg("«%s» %s: %s", piece, there ? "is missing" : "should not be", text.bytes);
        }
        bil_text_release(&text);
    }
}

static void what_does_not_apply_is_not_said(void **state)
{
    (void)state;
    tried t = sample();
    t.r.world_count = t.r.wanted;
    t.r.states[BIL_WORLD_NO_PLAN] = 0;
    t.r.states[BIL_WORLD_NOT_HELD] = 0;
    t.r.below = 0;
    expect(&t, "interrotte", false);
    expect(&t, "nessun piano", false);
    expect(&t, "un piano c’è", false);
    expect(&t, "livelli essenziali", false);
    expect(&t, "punti di copertura", true);
    t.r.regret_mean_e9 = 0;
    t.r.regret_p90_e9 = 0;
    t.r.regret_worst_e9 = 0;
    expect(&t, "punti di copertura", false);
    expect(&t, "non fa perdere nulla", true);
    t.r.below = 2; /* nothing is lost of the score, and yet something is */
    expect(&t, "non fa perdere nulla", false);
    expect(&t, "Su 50 futuri, in 2 il piano tenuto resta", true);
}

static void certainty_and_an_early_stop_are_told(void **state)
{
    (void)state;
    tried t = sample();
    t.r.varies = false;
    t.r.world_count = 1;
    t.r.planned = 1;
    expect(&t, "manca il file uncertainty.csv", true);
    expect(&t, "estratti a caso", false);
    expect(&t, "interrotte", false);
    t = sample();
    t.r.world_count = 0;
    t.r.planned = 0;
    memset(t.r.states, 0, sizeof t.r.states);
    t.r.below = 0;
    expect(&t, "ne sono state fatte 0 su 50", true);
    expect(&t, "Quante volte", false);
    expect(&t, "nulla", false);
}

static void a_small_loss_is_not_nothing(void **state)
{
    (void)state;
    tried t = sample();
    t.r.regret_mean_e9 = 3;
    t.r.regret_p90_e9 = 0;
    expect(&t, "perde in media 0,01 punti", true);
    expect(&t, "perdono al massimo 0;", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_as_approved),
        cmocka_unit_test(what_does_not_apply_is_not_said),
        cmocka_unit_test(certainty_and_an_early_stop_are_told),
        cmocka_unit_test(a_small_loss_is_not_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
