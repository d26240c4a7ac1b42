/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several plans side by side, as a page. */
#include "data/document_html_impl.h"
#include "data/document_proposals_impl.h"

#include <stdio.h>

enum { ROOM = 5 }; /* columns of plans that fit the width of a sheet */

typedef struct {
    size_t columns[BIL_SIDES_MAX];
    size_t count;
} block;

static void table_open(bil_text *out, const bil_doc *doc, const block *b, bil_word caption,
                       bil_word first)
{
    const char *words = bil_doc_word(doc, caption);
    bil_page_frame(out, words);
    BIL_HTML(out, "<table class=\"sides\">\n<caption>{}</caption>\n<thead><tr>", words);
    bil_page_head(out, "", bil_doc_word(doc, first));
    for (size_t i = 0; i < b->count; i++) {
        bil_page_head(out, "n", bil_doc_side_title(doc, b->columns[i]));
    }
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
}

static void table_close(bil_text *out)
{
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
}

static void row(bil_text *out, const block *b, const bil_doc_side *side)
{
    BIL_HTML(out, "<tr><th scope=\"row\">{}", side->name);
    if (side->note[0] != '\0') {
        BIL_HTML(out, "<span class=\"meta\">{} · {}</span>", side->when, side->note);
    }
    bil_text_add(out, "</th>");
    for (size_t i = 0; i < b->count; i++) {
        BIL_HTML(out, "<td class=\"n\">{}</td>", side->cells[b->columns[i]]);
    }
    bil_text_add(out, "</tr>\n");
}

static void group_rows(bil_text *out, const bil_doc *doc, const bil_proposals *all, const block *b,
                       const bil_doc_sides *sides, bool alike)
{
    if (bil_doc_sides_count(sides, alike) == 0) {
        return;
    }
    char span[24];
    (void)snprintf(span, sizeof span, "%zu", b->count + 1);
    BIL_HTML(out, "<tr class=\"kind\"><th scope=\"colgroup\" colspan=\"{}\">{}</th></tr>\n", span,
             bil_doc_word(doc, bil_doc_sides_title(all, alike)));
    for (size_t i = 0; i < sides->line_count; i++) {
        if (sides->lines[i].alike == alike &&
            bil_doc_side_shows(&sides->lines[i], b->columns, b->count)) {
            row(out, b, &sides->lines[i]);
        }
    }
}

static void compared(bil_text *out, const bil_doc *doc, const bil_proposals *all,
                     const bil_doc_sides *sides)
{
    block b;
    size_t next = 0;
    bil_page_open(out, doc, "compared", BIL_W_SIDES_COMPARED);
    while ((b.count = bil_doc_side_block(all, ROOM, &next, b.columns)) > 0) {
        table_open(out, doc, &b, BIL_W_WHOLE_PLAN_SUMS, BIL_W_FIGURES);
        for (size_t i = 0; i < sides->figure_count; i++) {
            row(out, &b, &sides->figures[i]);
        }
        table_close(out);
    }
    bil_page_close(out);
    bil_page_open(out, doc, "supports", BIL_W_SIDES_LINES);
    next = 0;
    while ((b.count = bil_doc_side_block(all, ROOM, &next, b.columns)) > 0) {
        table_open(out, doc, &b, BIL_W_SIDES_MONTHLY, BIL_W_SUPPORT);
        group_rows(out, doc, all, &b, sides, false);
        group_rows(out, doc, all, &b, sides, true);
        table_close(out);
    }
    bil_page_close(out);
}

static void header(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    BIL_HTML(out,
             "<header>\n<p class=\"kicker\">{} · {}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n"
             "</header>\n<main>\n<div class=\"verdict\">\n",
             bil_doc_word(doc, BIL_W_KICKER), doc->plan->case_id,
             bil_doc_word(doc, BIL_W_SIDES_TITLE), bil_doc_word(doc, BIL_W_PROPOSES));
    for (size_t i = 0; i < all->count; i++) {
        BIL_HTML(out, "<p><strong>{}</strong></p>\n", bil_doc_proposal_title(doc, all, i).text);
    }
    for (size_t part = 0;; part++) {
        bil_text words;
        bil_text_init(&words);
        const bool more = bil_doc_proposals_lead(doc, all, part, &words);
        out->failed = out->failed || words.failed;
        if (more && words.size > 0 && !words.failed) {
            BIL_HTML(out, "<p>{}</p>\n", words.bytes);
        }
        bil_text_release(&words);
        if (!more) {
            break;
        }
    }
    BIL_HTML(out, "<p>{}</p>\n</div>\n", bil_doc_word(doc, BIL_W_SIDES_CHECK));
}

static bil_status changes(bil_text *out, const bil_doc *doc, const bil_proposals *all,
                          bil_error *err)
{
    for (size_t i = 1; i < all->count; i++) {
        bil_doc_changes rows;
        char id[24];
        (void)snprintf(id, sizeof id, "plan-%s", bil_proposals_letter(i));
        const bil_changes_titles titles = {.before = bil_proposals_letter(0),
                                           .after = bil_proposals_letter(i),
                                           .id = id,
                                           .inner = true};
        const bil_status status = bil_doc_changes_of(&rows, doc, &all->from_first[i], err);
        if (status != BIL_OK) {
            return status;
        }
        BIL_HTML(
            out,
            "<section aria-labelledby=\"{}\">\n<h2 id=\"{}\">{}</h2>\n<p class=\"key\">{}</p>\n",
            id, id, bil_doc_proposal_title(doc, all, i).text,
            bil_doc_word(doc, BIL_W_SIDES_AGAINST_FIRST));
        bil_page_changes(out, doc, &rows, &titles);
        bil_page_close(out);
    }
    return BIL_OK;
}

static void today(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    size_t first = 0;
    const bil_violation *broken = NULL;
    bil_page_open(out, doc, "today", BIL_W_SIDES_TODAY_TITLE);
    BIL_HTML(out, "<p>{}</p>\n", bil_doc_today_verdict(doc, all));
    for (bool open = false; (broken = bil_doc_today_next(all, &first)) != NULL || open;) {
        bil_text_add(out, broken == NULL ? "</ul>\n" : open ? "" : "<ul class=\"plain\">\n");
        open = broken != NULL;
        if (broken != NULL) {
            BIL_HTML(out, "<li>{}</li>\n", bil_doc_text(doc, broken->text));
        }
    }
    bil_page_close(out);
}

static void fewer(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    bil_page_open(out, doc, "fewer", BIL_W_SIDES_FEWER);
    BIL_HTML(out, "<p>{}</p>\n<ul class=\"plain\">\n",
             bil_doc_sentence(doc, BIL_W_SIDES_FEWER_LEAD,
                              bil_doc_number(doc, (int64_t)all->wanted).text,
                              bil_doc_number(doc, (int64_t)all->count).text)
                 .text);
    for (size_t i = 0; i < all->missed_count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_proposals_missed(doc, all, i, &words);
        out->failed = out->failed || words.failed;
        BIL_HTML(out, "<li>{}</li>\n", words.failed ? "" : words.bytes);
        bil_text_release(&words);
    }
    bil_text_add(out, "</ul>\n");
    bil_page_close(out);
}

static bil_status whole(bil_text *out, const bil_doc *doc, const bil_proposals *all, bil_error *err)
{
    bil_doc_sides sides;
    bil_status status = bil_doc_sides_of(&sides, doc, all, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_page_head_of(out, doc, bil_doc_word(doc, BIL_W_SIDES_TITLE));
    header(out, doc, all);
    compared(out, doc, all, &sides);
    status = changes(out, doc, all, err);
    today(out, doc, all);
    if (bil_doc_proposals_are_fewer(all)) {
        fewer(out, doc, all);
    }
    bil_page_provenance(out, doc);
    bil_text_add(out, "</main>\n</div>\n</body>\n</html>\n");
    return status;
}

bil_status bil_document_proposals_html(bil_text *out, const bil_proposals *all,
                                       const bil_case *person, const bil_document_options *options,
                                       bil_error *err)
{
    bil_text text;
    bil_doc doc;
    bil_text_init(&text);
    bil_status status = bil_doc_init(&doc, all->plans[0], person, person->catalogue, options, err);
    if (status == BIL_OK) {
        status = whole(&text, &doc, all, err);
    }
    if (status == BIL_OK) {
        status = bil_text_pass(out, &text, err);
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
