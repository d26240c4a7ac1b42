/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several plans side by side, on the terminal. */
#include "data/document_proposals_impl.h"
#include "data/document_table_impl.h"

enum { WHEN = 11, VALUE = 13, NAME_LEAST = 36 };

/* A block of columns, and how wide the names before them are. */
typedef struct {
    size_t columns[BIL_SIDES_MAX];
    size_t count;
    size_t name;
    bool when;
} block;

static void head(bil_text *out, const bil_doc *doc, const block *b, bil_word first)
{
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, first), b->name);
    if (b->when) {
        bil_pen_left(out, bil_doc_word(doc, BIL_W_WHEN), WHEN);
    }
    for (size_t i = 0; i < b->count; i++) {
        bil_pen_right(out, bil_doc_side_title(doc, b->columns[i]), VALUE);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static void row(bil_text *out, const bil_doc *doc, const block *b, const bil_doc_side *side)
{
    const size_t width = b->name - 1;
    size_t skip = 0;
    const size_t size = bil_pen_break(side->name, width, &skip);
    bil_pen_left_n(out, side->name, size, b->name);
    if (b->when) {
        bil_pen_left(out, side->when, WHEN);
    }
    for (size_t i = 0; i < b->count; i++) {
        bil_pen_right(out, side->cells[b->columns[i]], VALUE);
    }
    bil_text_add(out, "\n");
    bil_pen_rest(out, 0, width, side->name, skip);
    if (side->note[0] != '\0') {
        bil_pen_ink(out, doc, BIL_INK_DIM);
        bil_pen_wrap(out, doc, 2, side->note);
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
    }
}

static bool next_block(const bil_doc *doc, const bil_proposals *all, bool when, size_t *next,
                       block *out)
{
    const size_t room = (doc->options.width - NAME_LEAST) / VALUE;
    out->count = bil_doc_side_block(all, room, next, out->columns);
    out->when = when;
    out->name = doc->options.width - out->count * VALUE - (when ? WHEN : 0);
    return out->count > 0;
}

static void figures(bil_text *out, const bil_doc *doc, const bil_proposals *all,
                    const bil_doc_sides *sides)
{
    block b;
    size_t next = 0;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_SIDES_COMPARED));
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_WHOLE_PLAN_SUMS));
    while (next_block(doc, all, false, &next, &b)) {
        head(out, doc, &b, BIL_W_FIGURES);
        for (size_t i = 0; i < sides->figure_count; i++) {
            row(out, doc, &b, &sides->figures[i]);
        }
    }
}

static void lines(bil_text *out, const bil_doc *doc, const bil_proposals *all,
                  const bil_doc_sides *sides, bool alike)
{
    block b;
    size_t next = 0;
    if (bil_doc_sides_count(sides, alike) == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, bil_doc_sides_title(all, alike)));
    while (next_block(doc, all, true, &next, &b)) {
        head(out, doc, &b, BIL_W_SUPPORT);
        for (size_t i = 0; i < sides->line_count; i++) {
            if (sides->lines[i].alike == alike &&
                bil_doc_side_shows(&sides->lines[i], b.columns, b.count)) {
                row(out, doc, &b, &sides->lines[i]);
            }
        }
    }
}

static void lead(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_text_addf(out, "%s", bil_doc_word(doc, BIL_W_SIDES_TITLE));
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_addf(out, " · %s\n", doc->plan->case_id);
    bil_pen_rule(out, doc, "━");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_PROPOSES));
    bil_text_add(out, "\n");
    for (size_t i = 0; i < all->count; i++) {
        bil_text_addf(out, "  %s\n", bil_doc_proposal_title(doc, all, i).text);
    }
    bil_text_add(out, "\n");
    for (size_t part = 0;; part++) {
        bil_text words;
        bil_text_init(&words);
        if (!bil_doc_proposals_lead(doc, all, part, &words)) {
            bil_text_release(&words);
            break;
        }
        if (words.size > 0) {
            bil_pen_wrap_text(out, doc, 0, &words);
        } else {
            out->failed = out->failed || words.failed;
            bil_text_release(&words);
        }
    }
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_SIDES_CHECK));
}

static void fewer(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_SIDES_FEWER));
    bil_pen_wrap(out, doc, 0,
                 bil_doc_sentence(doc, BIL_W_SIDES_FEWER_LEAD,
                                  bil_doc_number(doc, (int64_t)all->wanted).text,
                                  bil_doc_number(doc, (int64_t)all->count).text)
                     .text);
    for (size_t i = 0; i < all->missed_count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_proposals_missed(doc, all, i, &words);
        bil_pen_field_text(out, doc, 4, "  •", &words);
    }
}

static void today(bil_text *out, const bil_doc *doc, const bil_proposals *all)
{
    size_t first = 0;
    const bil_violation *broken = NULL;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_SIDES_TODAY_TITLE));
    bil_pen_wrap(out, doc, 0, bil_doc_today_verdict(doc, all));
    while ((broken = bil_doc_today_next(all, &first)) != NULL) {
        bil_pen_field(out, doc, 4, "  •", bil_doc_text(doc, broken->text));
    }
}

/* What each plan but the first gives and takes, against the first. */
static bil_status changes(bil_text *out, const bil_doc *doc, const bil_proposals *all,
                          bil_error *err)
{
    for (size_t i = 1; i < all->count; i++) {
        bil_doc_changes rows;
        const bil_changes_titles titles = {.before = bil_proposals_letter(0),
                                           .after = bil_proposals_letter(i)};
        const bil_status status = bil_doc_changes_of(&rows, doc, &all->from_first[i], err);
        if (status != BIL_OK) {
            return status;
        }
        bil_text_add(out, "\n");
        bil_pen_rule(out, doc, "━");
        bil_pen_ink(out, doc, BIL_INK_STRONG);
        bil_text_add(out, bil_doc_proposal_title(doc, all, i).text);
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
        bil_text_addf(out, "\n%s\n", bil_doc_word(doc, BIL_W_SIDES_AGAINST_FIRST));
        bil_table_changes(out, doc, &rows, &titles);
    }
    return BIL_OK;
}

static bil_status whole(bil_text *out, const bil_doc *doc, const bil_proposals *all, bil_error *err)
{
    bil_doc_sides sides;
    bil_status status = bil_doc_sides_of(&sides, doc, all, err);
    if (status != BIL_OK) {
        return status;
    }
    lead(out, doc, all);
    figures(out, doc, all, &sides);
    lines(out, doc, all, &sides, false);
    lines(out, doc, all, &sides, true);
    status = changes(out, doc, all, err);
    today(out, doc, all);
    if (bil_doc_proposals_are_fewer(all)) {
        fewer(out, doc, all);
    }
    bil_table_provenance(out, doc);
    return status;
}

bil_status bil_document_proposals_table(bil_text *out, const bil_proposals *all,
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
