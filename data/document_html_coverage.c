/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coverage of the needs: a bar for each beside its numbers, grouped by area of life. */
#include "data/document_html_impl.h"

#include <stdio.h>

/* A bar in user units; it fills its cell. Side by side there is room for three phases. */
enum { WIDTH = 180, HEIGHT = 13, PHASES_MAX = 3 };

static int scaled(int64_t part, int64_t whole)
{
    int64_t product = 0;
    if (part <= 0 || whole <= 0) {
        return 0;
    }
    if (part >= whole || !bil_mul(&product, part, WIDTH)) {
        return WIDTH;
    }
    return (int)(product / whole);
}

static void bar(bil_text *out, const bil_doc *doc, const bil_coverage *coverage)
{
    const bil_need *need = bil_doc_need(doc, coverage->need);
    int64_t earlier = coverage->already < coverage->covered ? coverage->already : coverage->covered;
    int already = scaled(earlier, coverage->target);
    int covered = scaled(coverage->covered, coverage->target);
    int floor = need == NULL ? 0 : scaled(need->floor_bp, 10000);
    bil_doc_short percent = bil_doc_percent(doc, coverage->covered, coverage->target);
    bil_text_addf(out, "<svg role=\"img\" viewBox=\"0 0 %d 19\" width=\"%d\" height=\"19\"><title>",
                  WIDTH + 2, WIDTH + 2);
    bil_text title;
    bil_text_init(&title);
    bil_doc_sentence_add(doc, &title, BIL_W_BAR_TITLE,
                         bil_doc_need_name(doc, coverage->need, coverage->need_id), percent.text);
    out->failed = out->failed || title.failed;
    bil_html_escape(out, title.failed ? "" : title.bytes);
    bil_text_release(&title);
    BIL_HTML(out, "</title><desc>{} {}, {} {}</desc>", bil_doc_word(doc, BIL_W_BY_ALREADY),
             bil_doc_percent(doc, earlier, coverage->target).text, bil_doc_word(doc, BIL_W_FLOOR),
             bil_doc_percent(doc, need == NULL ? 0 : need->floor_bp, 10000).text);
    bil_text_addf(
        out,
        "<rect x=\"1\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#6b7c83\" "
        "stroke-width=\".8\"/>",
        WIDTH, HEIGHT);
    bil_text_addf(out, "<rect x=\"1\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"url(#before)\"/>",
                  already, HEIGHT);
    bil_text_addf(out, "<rect x=\"%d\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"#17545c\"/>",
                  1 + already, covered - already, HEIGHT);
    if (floor > 0) {
        bil_text_addf(out,
                      "<path d=\"M%d 1v17\" stroke=\"#fff\" stroke-width=\"3.4\"/>"
                      "<path d=\"M%d 0v19\" stroke=\"#1c2b33\" stroke-width=\"1.4\"/>",
                      1 + floor, 1 + floor);
    }
    bil_text_add(out, "</svg>");
}

static void phase_cell(bil_text *out, const bil_doc *doc, const bil_coverage *coverage)
{
    if (coverage->target <= 0) {
        BIL_HTML(out, "<td class=\"bar\"><span class=\"meta\">{}</span></td>",
                 bil_doc_word(doc, BIL_W_NO_TARGET));
        return;
    }
    bil_text_add(out, "<td class=\"bar\"><div class=\"gauge\">");
    bar(out, doc, coverage);
    char number[48];
    bil_hundredths_format(number, sizeof number, coverage->covered, doc->options.lang);
    bil_doc_phrase target =
        bil_doc_quantity(doc, coverage->target, bil_doc_need_unit(doc, coverage->need));
    BIL_HTML(out, "<span class=\"share\"><strong>{}</strong> {}</span></div>",
             bil_doc_percent(doc, coverage->covered, coverage->target).text,
             bil_doc_sentence(doc, BIL_W_X_OF_Y, number, target.text).text);
    if (bil_doc_below_floor(doc, coverage)) {
        BIL_HTML(out, "<span class=\"meta warn-text\">{}</span>",
                 bil_doc_word(doc, BIL_W_BELOW_FLOOR));
    }
    bil_text_add(out, "</td>");
}

/* One need in the phases first ≤ t < last. */
static void need_row(bil_text *out, const bil_doc *doc, size_t index, size_t first, size_t last)
{
    const bil_coverage *coverage = &doc->plan->phases[first].coverage[index];
    const bil_need *need = bil_doc_need(doc, coverage->need);
    BIL_HTML(out, "<tr class=\"part\"><th scope=\"row\">{}",
             bil_doc_need_name(doc, coverage->need, coverage->need_id));
    if (need != NULL && need->note != NULL && need->note[0] != '\0') {
        BIL_HTML(out, "<span class=\"meta\">{}</span>", need->note);
    }
    bil_text_add(out, "</th>");
    for (size_t t = first; t < last; t++) {
        phase_cell(out, doc, &doc->plan->phases[t].coverage[index]);
    }
    bil_text_add(out, "</tr>\n");
}

/* "Fase 1" and its mean, as a column's head. */
static void phase_head(bil_text *out, const bil_doc *doc, size_t phase)
{
    int64_t mean = bil_doc_phase_mean_e9(doc, phase);
    BIL_HTML(out, "<th scope=\"col\">{}",
             doc->phase_count == 1 ? bil_doc_word(doc, BIL_W_COVERED)
                                   : bil_doc_phase_short(doc, phase).text);
    if (mean >= 0) {
        BIL_HTML(out, "<span class=\"meta\">{}</span>",
                 bil_doc_sentence(doc, BIL_W_MEAN, bil_doc_percent_e9(doc, mean).text, NULL).text);
    }
    bil_text_add(out, "</th>");
}

/* Needs that every phase of the table lists: a hand-made plan may leave some out. */
static size_t needs_in(const bil_doc *doc, size_t first, size_t last)
{
    size_t count = doc->need_count;
    for (size_t t = first; t < last; t++) {
        size_t listed = doc->plan->phases[t].coverage_count;
        count = listed < count ? listed : count;
    }
    return count;
}

static void phases_table(bil_text *out, const bil_doc *doc, size_t first, size_t last)
{
    size_t count = needs_in(doc, first, last);
    bil_page_frame(out, bil_doc_word(doc, BIL_W_COVERAGE_CAPTION));
    BIL_HTML(out, "<table class=\"cover{}\">\n<caption>{}</caption>\n<thead><tr>",
             last - first == 1 ? " one" : "", bil_doc_word(doc, BIL_W_COVERAGE_CAPTION));
    bil_page_head(out, "need", bil_doc_word(doc, BIL_W_NEED));
    for (size_t t = first; t < last; t++) {
        phase_head(out, doc, t);
    }
    bil_text_add(out, "</tr></thead>\n");
    char span[8];
    (void)snprintf(span, sizeof span, "%zu", last - first + 1);
    const char *axis = NULL;
    for (size_t i = 0; i < doc->need_count; i++) {
        if (doc->needs[i] >= count) {
            continue;
        }
        bil_index need = doc->plan->phases[first].coverage[doc->needs[i]].need;
        const char *next = bil_doc_need_axis(doc, need);
        if (axis == NULL || !bil_text_same_ascii(axis, next)) {
            bil_text_add(out, axis == NULL ? "" : "</tbody>\n");
            BIL_HTML(out,
                     "<tbody>\n<tr class=\"kind\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th>"
                     "</tr>\n",
                     span, bil_doc_axis_name(doc, next));
            axis = next;
        }
        need_row(out, doc, doc->needs[i], first, last);
    }
    bil_text_addf(out, "%s</table>\n", axis == NULL ? "" : "</tbody>\n");
    bil_page_frame_close(out);
}

static void key_item(bil_text *out, const char *shape, const char *words)
{
    bil_text_add(out, "<li><svg width=\"22\" height=\"13\" aria-hidden=\"true\" "
                      "focusable=\"false\">");
    bil_text_add(out, shape);
    BIL_HTML(out, "</svg>{}</li>\n", words);
}

static void key(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out, "<ul class=\"key\" aria-label=\"{}\">\n", bil_doc_word(doc, BIL_W_LEGEND));
    key_item(out, "<rect width=\"22\" height=\"13\" fill=\"url(#before)\"/>",
             bil_doc_word(doc, BIL_W_BY_ALREADY));
    key_item(out, "<rect width=\"22\" height=\"13\" fill=\"#17545c\"/>",
             bil_doc_word(doc, BIL_W_BY_PLAN));
    key_item(out,
             "<rect x=\".5\" y=\".5\" width=\"21\" height=\"12\" fill=\"#fff\" "
             "stroke=\"#6b7c83\"/>",
             bil_doc_word(doc, BIL_W_UNCOVERED));
    key_item(out, "<path d=\"M11 0v13\" stroke=\"#1c2b33\" stroke-width=\"1.6\"/>",
             bil_doc_word(doc, BIL_W_FLOOR));
    bil_text_add(out, "</ul>\n");
}

void bil_page_coverage(bil_text *out, const bil_doc *doc)
{
    bil_page_open(out, doc, "coverage", BIL_W_COVERAGE);
    key(out, doc);
    size_t tables = (doc->phase_count + PHASES_MAX - 1) / PHASES_MAX;
    size_t each = (doc->phase_count + tables - 1) / tables;
    for (size_t first = 0; first < doc->phase_count; first += each) {
        size_t last = first + each;
        phases_table(out, doc, first, last < doc->phase_count ? last : doc->phase_count);
    }
    bil_page_close(out);
}
