/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet for the person: large print, short sentences, the five things people ask. */
#include "data/document_html_impl.h"

#include <string.h>

/* Phases that fit beside each other in large print. */
enum { COLUMNS_MAX = 4 };

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

/* One phase: a sentence for each support. */
static void receive_list(bil_text *out, const bil_doc *doc)
{
    const bil_plan_phase *phase = &doc->plan->phases[0];
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

static size_t columns(const bil_doc *doc)
{
    return doc->phase_count < COLUMNS_MAX ? doc->phase_count : COLUMNS_MAX;
}

static void receive_row(bil_text *out, const bil_doc *doc, const bil_line *line)
{
    BIL_HTML(out, "<tr><th scope=\"row\">{}</th>", bil_doc_line_name(doc, line));
    for (size_t t = 0; t < columns(doc); t++) {
        const bil_line *here = line_of(&doc->plan->phases[t], line->code);
        BIL_HTML(out, "<td class=\"q\">{}</td>",
                 here == NULL ? bil_doc_word(doc, BIL_W_NONE_SHORT)
                              : bil_doc_line_month(doc, here).text);
    }
    bil_text_add(out, "</tr>\n");
}

/* Was this support already in an earlier phase, and so in an earlier row? */
static bool has_row(const bil_doc *doc, size_t phase, const char *code)
{
    for (size_t t = 0; t < phase; t++) {
        if (line_of(&doc->plan->phases[t], code) != NULL) {
            return true;
        }
    }
    return false;
}

/* Several phases: a row for each support, a column for each phase. */
static void receive_table(bil_text *out, const bil_doc *doc)
{
    bool late = false;
    bil_page_frame(out, bil_doc_word(doc, BIL_W_EASY_TABLE));
    BIL_HTML(out, "<table>\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_EASY_TABLE));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_EASY_HELP));
    for (size_t t = 0; t < columns(doc); t++) {
        bil_page_head(out, "q date", bil_doc_date_with(doc, doc->from[t], BIL_DOC_FROM).text);
    }
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t t = 0; t < columns(doc); t++) {
        const bil_plan_phase *phase = &doc->plan->phases[t];
        for (size_t i = 0; i < phase->line_count; i++) {
            late = late || bil_doc_line_is_late(doc, t, &phase->lines[i]);
            if (!has_row(doc, t, phase->lines[i].code)) {
                receive_row(out, doc, &phase->lines[i]);
            }
        }
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    if (late) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_LATE));
    }
    if (columns(doc) < doc->phase_count) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_LATER_PHASES));
    }
}

static void receive(bil_text *out, const bil_doc *doc)
{
    size_t last = doc->phase_count - 1;
    BIL_HTML(out, "<h3>{}</h3>\n<p>{}</p>\n", bil_doc_word(doc, BIL_W_EASY_WHAT),
             bil_doc_sentence(doc, BIL_W_EASY_WHEN_TEXT,
                              bil_doc_date_with(doc, doc->from[0], BIL_DOC_FROM_CAPITAL).text,
                              bil_doc_date_with(doc, doc->to[last], BIL_DOC_TO).text)
                 .text);
    if (doc->phase_count > 1) {
        receive_table(out, doc);
    } else if (doc->plan->phases[0].line_count > 0) {
        receive_list(out, doc);
    } else {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_NO_LINES));
    }
}

static void payers(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out, "<div>\n<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_PAYERS));
    if (doc->total.whole == 0) {
        BIL_HTML(out, "<p>{}</p>\n</div>\n", bil_doc_word(doc, BIL_W_EASY_PAYERS_NOBODY));
        return;
    }
    bil_text_add(out, "<ul class=\"sums\">\n");
    for (size_t k = 0; k < BIL_DOC_KINDS; k++) {
        const bil_doc_sum *sum = &doc->kinds[k];
        if (sum->month[0] > 0) {
            item(out, bil_doc_kind_easy(doc, k), easy_money(doc, sum->month[0]).text);
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
    bil_text_add(out, "</div>\n");
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
    BIL_HTML(out, "<h3>{}</h3>\n", bil_doc_word(doc, BIL_W_EASY_LEFT));
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
    bil_text_add(out, "<div class=\"two\">\n");
    payers(out, doc);
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
