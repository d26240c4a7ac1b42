/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays, by kind and by payer: a column per phase, the one-offs, the whole plan. */
#include "data/document_table_impl.h"

#include <string.h>

/* Columns: each phase, the one-offs when there are any, the whole plan. As many as fit stand side
 * by side; the others follow in a second table. */
enum { COLUMN = 14, NARROW = 12, NAME_MIN = 28 };

typedef struct {
    size_t column; /* width of a column of money */
    size_t name;
    size_t first; /* columns shown: first ≤ c < last */
    size_t last;
} layout;

static size_t column_count(const bil_doc *doc)
{
    return doc->phase_count + (doc->has_once ? 2 : 1);
}

static int64_t amount(const bil_doc *doc, const bil_doc_sum *sum, size_t column)
{
    if (column < doc->phase_count) {
        return sum->month[column];
    }
    return column + 1 == column_count(doc) ? sum->whole : sum->once;
}

static const char *column_title(const bil_doc *doc, size_t column, bil_doc_phrase *room)
{
    if (column < doc->phase_count) {
        *room = bil_doc_phase_short(doc, column);
        return room->text;
    }
    bool whole = column + 1 == column_count(doc);
    return bil_doc_word(doc, whole ? BIL_W_WHOLE_PLAN : BIL_W_ONCE_COLUMN);
}

/* One row; the name on as many lines as it needs. */
static void row(bil_text *out, const bil_doc *doc, const layout *l, size_t indent, const char *name,
                const bil_doc_sum *sum)
{
    size_t width = l->name - indent - 1;
    size_t skip = 0;
    size_t size = bil_pen_break(name, width, &skip);
    bil_pen_spaces(out, indent);
    bil_pen_left_n(out, name, size, width + 1);
    for (size_t c = l->first; c < l->last; c++) {
        bil_pen_right(out, bil_doc_money(doc, amount(doc, sum, c)).text, l->column);
    }
    bil_text_add(out, "\n");
    bil_pen_rest(out, indent, width, name, skip);
}

static void head(bil_text *out, const bil_doc *doc, const layout *l)
{
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_PAYER), l->name);
    for (size_t c = l->first; c < l->last; c++) {
        bil_doc_phrase room;
        bil_pen_right(out, column_title(doc, c, &room), l->column);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static void payer(bil_text *out, const bil_doc *doc, const layout *l, const bil_doc_payer *who)
{
    bil_doc_sum sum = {.once = who->once, .whole = who->whole};
    memcpy(sum.month, who->month, sizeof sum.month);
    row(out, doc, l, 2, who->name, &sum);
}

static void left_row(bil_text *out, const bil_doc *doc, const layout *l)
{
    if (l->first >= doc->phase_count) {
        return;
    }
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_LEFT), l->name);
    for (size_t c = l->first; c < l->last && c < doc->phase_count; c++) {
        int64_t left = doc->plan->phases[c].totals.left_to_person_cents;
        bil_pen_right(out, bil_doc_money(doc, left).text, l->column);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static void block(bil_text *out, const bil_doc *doc, const layout *l)
{
    head(out, doc, l);
    size_t kind = BIL_DOC_KINDS;
    for (size_t i = 0; i < doc->payer_count; i++) {
        const bil_doc_payer *who = &doc->payers[i];
        if (who->kind != kind) {
            kind = who->kind;
            bil_pen_ink(out, doc, BIL_INK_STRONG);
            row(out, doc, l, 0, bil_doc_kind_name(doc, kind), &doc->kinds[kind]);
            bil_pen_ink(out, doc, BIL_INK_PLAIN);
        }
        payer(out, doc, l, who);
    }
    bil_pen_rule(out, doc, "─");
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    row(out, doc, l, 0, bil_doc_word(doc, BIL_W_TOTAL), &doc->total);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    row(out, doc, l, 2, bil_doc_word(doc, BIL_W_OF_WHICH_PUBLIC), &doc->public_money);
    row(out, doc, l, 2, bil_doc_word(doc, BIL_W_OF_WHICH_PERSON), &doc->person_money);
    row(out, doc, l, 2, bil_doc_word(doc, BIL_W_OF_WHICH_HEALTH), &doc->health);
    row(out, doc, l, 2, bil_doc_word(doc, BIL_W_OF_WHICH_SOCIAL), &doc->social);
    left_row(out, doc, l);
}

void bil_table_money(bil_text *out, const bil_doc *doc)
{
    size_t width = doc->options.width;
    size_t columns = column_count(doc);
    size_t column = columns * COLUMN + NAME_MIN <= width ? COLUMN : NARROW;
    size_t fit = (width - NAME_MIN) / column;
    size_t blocks = (columns + fit - 1) / fit;
    size_t each = (columns + blocks - 1) / blocks;
    for (size_t first = 0; first < columns; first += each) {
        layout l = {.column = column, .first = first, .last = first + each};
        l.last = l.last < columns ? l.last : columns;
        l.name = width - column * (l.last - l.first);
        bil_text_add(out, first == 0 ? "" : "\n");
        block(out, doc, &l);
    }
}
