/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays: a figure with the shares, and the table by kind and by payer. */
#include "data/document_html_impl.h"

#include <string.h>

/* Figure in user units: labels on the left, bars on the right. */
enum { BAR_LEFT = 90, BAR_WIDTH = 590, BAR_HEIGHT = 20, BAR_STEP = 30 };

static int64_t scaled(int64_t part, int64_t whole)
{
    int64_t product = 0;
    if (whole <= 0 || part <= 0 || !bil_mul(&product, part, BAR_WIDTH)) {
        return 0;
    }
    return product / whole;
}

static void share_bar(bil_text *out, const bil_doc *doc, size_t phase, size_t y)
{
    int64_t total = doc->total.month[phase];
    BIL_HTML(out, "<text x=\"0\" y=\"{}\" font-size=\"13\" fill=\"#1c2b33\">{}</text>",
             bil_doc_number(doc, (int64_t)y + 15).text, bil_doc_phase_short(doc, phase).text);
    int64_t before = 0;
    for (size_t k = 0; k < BIL_DOC_KINDS; k++) {
        int64_t x = scaled(before, total);
        before = bil_add_capped(before, doc->kinds[k].month[phase]);
        int64_t width = scaled(before, total) - x;
        if (width <= 0) {
            continue;
        }
        bil_text_addf(out,
                      "<rect x=\"%d\" y=\"%zu\" width=\"%d\" height=\"%d\" fill=\"url(#kind%zu)\" "
                      "stroke=\"#fff\"/>",
                      BAR_LEFT + (int)x, y, (int)width, BAR_HEIGHT, k);
    }
    bil_text_add(out, "\n");
}

/* "Fase 1: Sociale 59 %, Sanitario 31 %." for those who do not see the figure. */
static void share_words(bil_text *out, const bil_doc *doc)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        BIL_HTML(out, "{}{}: ", t == 0 ? "" : " ", bil_doc_phase_short(doc, t).text);
        bool first = true;
        for (size_t k = 0; k < BIL_DOC_KINDS; k++) {
            int64_t cents = doc->kinds[k].month[t];
            if (cents > 0) {
                BIL_HTML(out, "{}{} {}", first ? "" : ", ", bil_doc_kind_name(doc, k),
                         bil_doc_percent(doc, cents, doc->total.month[t]).text);
                first = false;
            }
        }
        bil_text_add(out, ".");
    }
}

static void share_figure(bil_text *out, const bil_doc *doc)
{
    size_t height = doc->phase_count * BAR_STEP;
    BIL_HTML(out, "<figure>\n<figcaption>{}</figcaption>\n", bil_doc_word(doc, BIL_W_SHARE_FIGURE));
    bil_text_addf(out,
                  "<svg role=\"img\" viewBox=\"0 0 680 %zu\" width=\"680\" "
                  "aria-labelledby=\"share-title share-desc\">",
                  height);
    BIL_HTML(out, "<title id=\"share-title\">{}</title><desc id=\"share-desc\">",
             bil_doc_word(doc, BIL_W_SHARE_FIGURE));
    share_words(out, doc);
    bil_text_add(out, "</desc>\n");
    for (size_t t = 0; t < doc->phase_count; t++) {
        share_bar(out, doc, t, t * BAR_STEP + 4);
    }
    bil_text_add(out, "</svg>\n</figure>\n");
}

static void sum_cells(bil_text *out, const bil_doc *doc, const bil_doc_sum *sum)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        bil_page_money(out, doc, sum->month[t]);
    }
    if (doc->has_once) {
        bil_page_money(out, doc, sum->once);
    }
    bil_page_money(out, doc, sum->whole);
    bil_text_add(out, "</tr>\n");
}

static void of_row(bil_text *out, const bil_doc *doc, bil_word label, const bil_doc_sum *sum)
{
    BIL_HTML(out, "<tr class=\"of\"><th scope=\"row\">{}</th>", bil_doc_word(doc, label));
    sum_cells(out, doc, sum);
}

static void budget_head(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out, "<table>\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_BUDGET_CAPTION));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_PAYER));
    for (size_t t = 0; t < doc->phase_count; t++) {
        bil_page_head(out, "n", bil_doc_phase_short(doc, t).text);
    }
    if (doc->has_once) {
        bil_page_head(out, "n", bil_doc_word(doc, BIL_W_ONCE_COLUMN));
    }
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_WHOLE_PLAN));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
}

static void payer_rows(bil_text *out, const bil_doc *doc)
{
    size_t kind = BIL_DOC_KINDS;
    for (size_t i = 0; i < doc->payer_count; i++) {
        const bil_doc_payer *who = &doc->payers[i];
        if (who->kind != kind) {
            kind = who->kind;
            bil_text_addf(out,
                          "<tr class=\"kind\"><th scope=\"row\"><svg class=\"swatch\" width=\"15\" "
                          "height=\"11\" aria-hidden=\"true\" focusable=\"false\" "
                          "style=\"display:inline-block\"><rect width=\"15\" height=\"11\" "
                          "fill=\"url(#kind%zu)\"/></svg>",
                          kind);
            BIL_HTML(out, "{}</th>", bil_doc_kind_name(doc, kind));
            sum_cells(out, doc, &doc->kinds[kind]);
        }
        bil_doc_sum sum = {.once = who->once, .whole = who->whole};
        memcpy(sum.month, who->month, sizeof sum.month);
        BIL_HTML(out, "<tr class=\"part\"><th scope=\"row\">{}</th>", who->name);
        sum_cells(out, doc, &sum);
    }
}

static void left_row(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out, "<tr class=\"sum\"><th scope=\"row\">{}</th>", bil_doc_word(doc, BIL_W_LEFT));
    for (size_t t = 0; t < doc->phase_count; t++) {
        bil_page_money(out, doc, doc->plan->phases[t].totals.left_to_person_cents);
    }
    bil_text_addf(out, "%s<td></td></tr>\n", doc->has_once ? "<td></td>" : "");
}

/* Help of family and volunteers: lines that cost nothing. */
static void hours_list(bil_text *out, const bil_doc *doc)
{
    bool open = false;
    for (size_t t = 0; t < doc->phase_count; t++) {
        for (size_t i = 0; i < doc->plan->phases[t].line_count; i++) {
            const bil_line *line = &doc->plan->phases[t].lines[i];
            if (line->cost_cents != 0 || line->funding_count != 0) {
                continue;
            }
            if (!open) {
                BIL_HTML(out, "<p>{}</p>\n<ul class=\"plain\">\n",
                         bil_doc_word(doc, BIL_W_HOURS_LEAD));
                open = true;
            }
            bool one = doc->phase_count == 1;
            BIL_HTML(out, "<li>{}{}{}: {}</li>\n", one ? "" : bil_doc_phase_short(doc, t).text,
                     one ? "" : " · ", bil_doc_line_name(doc, line),
                     bil_doc_line_month(doc, line).text);
        }
    }
    if (open) {
        bil_text_add(out, "</ul>\n");
    }
}

void bil_page_budget(bil_text *out, const bil_doc *doc)
{
    bil_page_open(out, doc, "budget", BIL_W_THE_BUDGET);
    if (doc->total.whole > 0) {
        share_figure(out, doc);
    }
    bil_page_frame(out, bil_doc_word(doc, BIL_W_BUDGET_CAPTION));
    budget_head(out, doc);
    payer_rows(out, doc);
    BIL_HTML(out, "<tr class=\"sum\"><th scope=\"row\">{}</th>", bil_doc_word(doc, BIL_W_TOTAL));
    sum_cells(out, doc, &doc->total);
    of_row(out, doc, BIL_W_OF_WHICH_PUBLIC, &doc->public_money);
    of_row(out, doc, BIL_W_OF_WHICH_PERSON, &doc->person_money);
    of_row(out, doc, BIL_W_OF_WHICH_HEALTH, &doc->health);
    of_row(out, doc, BIL_W_OF_WHICH_SOCIAL, &doc->social);
    left_row(out, doc);
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    BIL_HTML(out, "<p class=\"note\">{}</p>\n", bil_doc_word(doc, BIL_W_BUDGET_LEAD));
    hours_list(out, doc);
    bil_page_close(out);
}
