/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet for the person: large print, short sentences, the five things people ask. */
#include "data/document_html_impl.h"

#include <string.h>

/* "1.226,75 €", and "800 €" rather than "800,00 €". */
static bil_doc_short easy_money(const bil_doc *doc, int64_t cents)
{
    bil_doc_short out = bil_doc_money(doc, cents);
    char *zeros = strstr(out.text, doc->options.lang == BIL_LANG_IT ? ",00" : ".00");
    if (cents % 100 == 0 && zeros != NULL) {
        memmove(zeros, zeros + 3, strlen(zeros + 3) + 1);
    }
    return out;
}

/* "16 ore al mese (circa 4 ore a settimana)". */
static bil_doc_phrase how_much(const bil_doc *doc, const bil_line *line)
{
    const bil_service *service = bil_doc_service(doc, line);
    if (line->one_off) {
        return bil_doc_sentence(doc, BIL_W_EASY_ONCE, NULL, NULL);
    }
    if (service == NULL || service->continuous || line->quantity <= 0 ||
        line->quantity > BIL_QUANTITY_MAX) {
        return bil_doc_sentence(doc, BIL_W_EASY_ALL_MONTH, NULL, NULL);
    }
    bil_doc_phrase month = bil_doc_line_month(doc, line);
    int64_t week = bil_div_round(line->quantity * 12, 52);
    if (week < 1) {
        return bil_doc_sentence(doc, BIL_W_EASY_A_MONTH, month.text, NULL);
    }
    return bil_doc_sentence(doc, BIL_W_EASY_A_MONTH_WEEK, month.text,
                            bil_doc_quantity(doc, week * 100, service->unit).text);
}

static void item(bil_text *out, const char *name, const char *words)
{
    BIL_HTML(out, "<li><span>{}</span> <strong>{}</strong></li>\n", name, words);
}

static void receive(bil_text *out, const bil_doc *doc)
{
    const bil_plan_phase *phase = &doc->plan->phases[0];
    BIL_HTML(out, "<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_WHAT));
    if (phase->line_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_NO_LINES));
        return;
    }
    bil_text_add(out, "<ul>\n");
    for (size_t i = 0; i < phase->line_count; i++) {
        const bil_line *line = &phase->lines[i];
        BIL_HTML(out, "<li><strong>{}</strong>: {}", bil_doc_line_name(doc, line),
                 how_much(doc, line).text);
        if (bil_doc_line_is_late(doc, 0, line)) {
            BIL_HTML(out, ", {}", bil_doc_date_with(doc, line->starts_on, BIL_DOC_FROM).text);
        }
        bil_text_add(out, ".</li>\n");
    }
    bil_text_add(out, "</ul>\n");
}

static const bil_line *line_of(const bil_plan_phase *phase, const char *code)
{
    for (size_t i = 0; i < phase->line_count; i++) {
        if (strcmp(phase->lines[i].code, code) == 0) {
            return &phase->lines[i];
        }
    }
    return NULL;
}

/* One sentence about a support that starts, ends or changes. */
static void change(bil_text *out, const bil_doc *doc, bil_word word, const bil_line *line)
{
    bil_text sentence;
    bil_text_init(&sentence);
    bool monthly = !line->one_off && bil_doc_line_week_number(doc, line).text[0] != '\0';
    bil_doc_phrase month =
        bil_doc_sentence(doc, BIL_W_EASY_A_MONTH, bil_doc_line_month(doc, line).text, NULL);
    bil_doc_sentence_add(doc, &sentence, word, bil_doc_line_name(doc, line),
                         monthly ? month.text : how_much(doc, line).text);
    out->failed = out->failed || sentence.failed;
    if (!sentence.failed) {
        BIL_HTML(out, "<li>{}</li>\n", sentence.bytes);
    }
    bil_text_release(&sentence);
}

/* What differs from the phase before; returns how many things, writing them when `out` is given. */
static size_t changes(bil_text *out, const bil_doc *doc, size_t phase)
{
    const bil_plan_phase *before = &doc->plan->phases[phase - 1];
    const bil_plan_phase *now = &doc->plan->phases[phase];
    size_t count = 0;
    for (size_t i = 0; i < now->line_count; i++) {
        const bil_line *line = &now->lines[i];
        const bil_line *old = line_of(before, line->code);
        if (old != NULL && old->quantity == line->quantity) {
            continue;
        }
        count++;
        if (out != NULL) {
            change(out, doc, old == NULL ? BIL_W_EASY_STARTS : BIL_W_EASY_BECOMES, line);
        }
    }
    for (size_t i = 0; i < before->line_count; i++) {
        const bil_line *line = &before->lines[i];
        if (line->one_off || line_of(now, line->code) != NULL) {
            continue;
        }
        count++;
        if (out != NULL) {
            change(out, doc, BIL_W_EASY_ENDS, line);
        }
    }
    return count;
}

static void when(bil_text *out, const bil_doc *doc)
{
    size_t last = doc->phase_count - 1;
    BIL_HTML(out, "<h3>{}</h3>\n<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_WHEN),
             bil_doc_sentence(doc, BIL_W_EASY_WHEN_TEXT,
                              bil_doc_date_with(doc, doc->from[0], BIL_DOC_FROM_CAPITAL).text,
                              bil_doc_date_with(doc, doc->to[last], BIL_DOC_TO).text)
                 .text);
    for (size_t t = 1; t < doc->phase_count; t++) {
        bool same = changes(NULL, doc, t) == 0;
        bil_doc_short from = bil_doc_date_with(doc, doc->from[t], BIL_DOC_FROM_CAPITAL);
        BIL_HTML(
            out, "<p>{}</p>\n",
            bil_doc_sentence(doc, same ? BIL_W_EASY_SAME : BIL_W_EASY_THEN, from.text, NULL).text);
        if (!same) {
            bil_text_add(out, "<ul>\n");
            (void)changes(out, doc, t);
            bil_text_add(out, "</ul>\n");
        }
    }
}

static void payers(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out, "<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_PAYERS));
    if (doc->total.whole == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_PAYERS_NOBODY));
        return;
    }
    bil_text_add(out, "<ul class=\"sums\">\n");
    for (size_t k = 0; k < BIL_DOC_KINDS; k++) {
        const bil_doc_sum *sum = &doc->kinds[k];
        if (sum->month[0] > 0) {
            item(
                out, bil_doc_kind_easy(doc, k),
                bil_doc_sentence(doc, BIL_W_EASY_A_MONTH, easy_money(doc, sum->month[0]).text, NULL)
                    .text);
        } else if (sum->once > 0) {
            item(out, bil_doc_kind_easy(doc, k),
                 bil_doc_sentence(doc, BIL_W_EASY_MONEY_ONCE, easy_money(doc, sum->once).text, NULL)
                     .text);
        }
    }
    bil_text_add(out, "</ul>\n");
    if (doc->phase_count > 1) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_PAYERS_LATER));
    }
}

/* The first phase in a sentence, each later one that differs on a line of its own. */
static void by_phase(bil_text *out, const bil_doc *doc, bil_word sentence, bil_word nothing,
                     const int64_t *cents)
{
    BIL_HTML(out, "<p>{}</p>\n",
             cents[0] == 0
                 ? bil_doc_word(doc, nothing)
                 : bil_doc_sentence(doc, sentence, easy_money(doc, cents[0]).text, NULL).text);
    for (size_t t = 1; t < doc->phase_count; t++) {
        if (cents[t] != cents[t - 1]) {
            bil_doc_short from = bil_doc_date_with(doc, doc->from[t], BIL_DOC_FROM_CAPITAL);
            BIL_HTML(out, "<p>{}</p>\n",
                     bil_doc_sentence(doc, BIL_W_EASY_THEN_PAY, from.text,
                                      easy_money(doc, cents[t]).text)
                         .text);
        }
    }
}

static bool has_pension(const bil_doc *doc)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_plan_phase *phase = &doc->plan->phases[t];
        for (size_t i = 0; i < phase->sources_used_count; i++) {
            bil_index source = bil_catalogue_find_source(doc->catalogue, phase->sources_used[i]);
            if (source != BIL_NONE && doc->catalogue->sources[source].kind == BIL_SOURCE_PENSION) {
                return true;
            }
        }
    }
    return false;
}

static void my_money(bil_text *out, const bil_doc *doc)
{
    int64_t pay[BIL_PHASES_MAX] = {0};
    int64_t left[BIL_PHASES_MAX] = {0};
    for (size_t t = 0; t < doc->phase_count; t++) {
        pay[t] = doc->person_money.month[t];
        left[t] = doc->plan->phases[t].totals.left_to_person_cents;
    }
    BIL_HTML(out, "<div>\n<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_I_PAY));
    by_phase(out, doc, BIL_W_EASY_PAY, BIL_W_EASY_PAY_NOTHING, pay);
    if (doc->person_money.once > 0) {
        BIL_HTML(out, "<p>{}</p>\n",
                 bil_doc_sentence(doc, BIL_W_EASY_PAY_ONCE,
                                  easy_money(doc, doc->person_money.once).text, NULL)
                     .text);
    }
    BIL_HTML(out, "</div>\n<div>\n<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_LEFT));
    if (has_pension(doc)) {
        by_phase(out, doc, BIL_W_EASY_LEFT_TEXT, BIL_W_EASY_LEFT_NOTHING, left);
    } else {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_LEFT_NONE));
    }
    bil_text_add(out, "</div>\n");
}

static void missing(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    BIL_HTML(out, "<h3>{}</h3>\n<p>", bil_doc_word(doc, BIL_W_EASY_MISSING));
    if (plan->unmet_count == 0) {
        BIL_HTML(out, "{}</p>\n", bil_doc_word(doc, BIL_W_EASY_MISSING_NONE));
        return;
    }
    for (size_t i = 0; i < plan->unmet_count; i++) {
        BIL_HTML(out, "{}{}", i == 0 ? "" : "; ",
                 bil_doc_need_name(doc, plan->unmet[i].need, plan->unmet[i].need_id));
    }
    bil_text_add(out, ".</p>\n");
}

void bil_page_easy(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out,
             "<section class=\"easy\" aria-labelledby=\"easy\">\n<h2 id=\"easy\">{}</h2>\n"
             "<p>{}</p>\n",
             bil_doc_word(doc, BIL_W_EASY_TITLE), bil_doc_word(doc, BIL_W_EASY_LEAD));
    receive(out, doc);
    when(out, doc);
    payers(out, doc);
    bil_text_add(out, "<div class=\"two\">\n");
    my_money(out, doc);
    bil_text_add(out, "</div>\n");
    missing(out, doc);
    BIL_HTML(out,
             "<div class=\"box\"><p>{}</p>\n"
             "<p class=\"ask\"><span class=\"blank\"></span> {} <span class=\"blank\"></span></p>"
             "</div>\n",
             bil_doc_word(doc, BIL_W_EASY_NEXT), bil_doc_word(doc, BIL_W_EASY_PHONE));
    bil_page_close(out);
}
