/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan in possible futures, as a section of the page. */
#include "data/document_html_impl.h"
#include "data/document_robust_impl.h"

/* A bar in user units. */
enum { WIDTH = 180, HEIGHT = 13 };

static void say(bil_text *out, const bil_doc *doc, int from, int to)
{
    for (int part = from; part < to; part++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_robust_say(doc, (bil_doc_robust_part)part, &words);
        out->failed = out->failed || words.failed;
        if (words.size > 0 && !words.failed) {
            BIL_HTML(out, "<p>{}</p>\n", words.bytes);
        }
        bil_text_release(&words);
    }
}

static void bar(bil_text *out, const bil_doc *doc, const bil_robust_line *line, const char *name)
{
    const size_t planned = doc->options.robustness->planned;
    const int stays = (int)(line->survives * WIDTH / planned);
    const int whole = (int)(line->with_quantity * WIDTH / planned);
    bil_text title;
    bil_text_init(&title);
    bil_doc_sentence_add(doc, &title, BIL_W_ROBUST_BAR, name,
                         bil_doc_percent(doc, (int64_t)line->survives, (int64_t)planned).text);
    out->failed = out->failed || title.failed;
    bil_doc_phrase more = bil_doc_sentence(
        doc, BIL_W_ROBUST_BAR_MORE,
        bil_doc_percent(doc, (int64_t)line->with_quantity, (int64_t)planned).text, NULL);
    bil_text_addf(out, "<svg role=\"img\" viewBox=\"0 0 %d 19\" width=\"%d\" height=\"19\">",
                  WIDTH + 2, WIDTH + 2);
    BIL_HTML(out, "<title>{}</title><desc>{}</desc>", title.failed ? "" : title.bytes, more.text);
    bil_text_release(&title);
    bil_text_addf(out,
                  "<rect x=\"1\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"#fff\" "
                  "stroke=\"#6b7c83\" stroke-width=\".8\"/>"
                  "<rect x=\"1\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"#17545c\"/>"
                  "<rect x=\"%d\" y=\"3\" width=\"%d\" height=\"%d\" fill=\"url(#before)\"/>"
                  "</svg>",
                  WIDTH, HEIGHT, whole, HEIGHT, 1 + whole, stays - whole, HEIGHT);
}

static void row(bil_text *out, const bil_doc *doc, size_t index)
{
    const bil_robustness *r = doc->options.robustness;
    const bil_robust_line *line = &r->lines[index];
    const char *name = bil_doc_line_name(doc, bil_doc_robust_line(doc, index));
    BIL_HTML(out, "<tr><th scope=\"row\">{}", name);
    if (doc->phase_count > 1) {
        BIL_HTML(out, "<span class=\"meta\">{}</span>", bil_doc_phase_short(doc, line->phase).text);
    }
    bil_text_add(out, "</th><td class=\"bar\"><div class=\"gauge\">");
    bar(out, doc, line, name);
    BIL_HTML(out,
             "<span class=\"share\"><strong>{}</strong></span></div></td>"
             "<td class=\"n\">{}</td></tr>\n",
             bil_doc_percent(doc, (int64_t)line->survives, (int64_t)r->planned).text,
             bil_doc_percent(doc, (int64_t)line->with_quantity, (int64_t)r->planned).text);
}

static void lines(bil_text *out, const bil_doc *doc)
{
    const bil_robustness *r = doc->options.robustness;
    bil_doc_phrase caption = bil_doc_sentence(doc, BIL_W_ROBUST_CAPTION,
                                              bil_doc_number(doc, (int64_t)r->planned).text, NULL);
    bil_page_frame(out, caption.text);
    BIL_HTML(out, "<table class=\"one\">\n<caption>{}</caption>\n<thead><tr>", caption.text);
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_ROBUST_LINE));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_ROBUST_STAYS));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_ROBUST_AS_MUCH));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < r->line_count; i++) {
        row(out, doc, i);
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
}

void bil_page_robust(bil_text *out, const bil_doc *doc)
{
    const bil_robustness *r = doc->options.robustness;
    bil_page_open(out, doc, "robust", BIL_W_ROBUST);
    say(out, doc, 0, BIL_DOC_ROBUST_AFTER);
    if (r->planned > 0 && r->line_count > 0) {
        lines(out, doc);
    }
    say(out, doc, BIL_DOC_ROBUST_AFTER, BIL_DOC_ROBUST_PARTS);
    bil_page_close(out);
}
