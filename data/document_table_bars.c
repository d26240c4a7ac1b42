/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coverage by area of life, as bars: dark for what was covered before, full for what the plan
 * adds, light for what stays open, with the essential level marked. */
#include "data/document_table_impl.h"

enum { CELLS = 24, PERCENT_WIDTH = 8 };

/* Cells of the bar for a quantity, rounded down, but never 0 for something nor all for less. */
static size_t cells(int64_t part, int64_t whole)
{
    if (part <= 0 || whole <= 0) {
        return 0;
    }
    if (part >= whole) {
        return CELLS;
    }
    int64_t scaled = 0;
    int64_t count = bil_mul(&scaled, part, CELLS) ? scaled / whole : CELLS - 1;
    return count == 0 ? 1 : (size_t)count;
}

static void bar(bil_text *out, const bil_doc *doc, const bil_coverage *coverage)
{
    const bil_need *need = bil_doc_need(doc, coverage->need);
    size_t covered = cells(coverage->covered, coverage->target);
    int64_t earlier = coverage->already < coverage->covered ? coverage->already : coverage->covered;
    size_t already = cells(earlier, coverage->target);
    size_t floor = need == NULL ? 0 : cells(need->floor_bp, 10000);
    bil_pen_ink(out, doc, bil_doc_below_floor(doc, coverage) ? BIL_INK_WARN : BIL_INK_GOOD);
    for (size_t i = 0; i < CELLS; i++) {
        bool mark = floor > 0 && floor < CELLS && i + 1 == floor && i >= covered;
        const char *cell = i < already ? "▓" : (i < covered ? "█" : "░");
        bil_text_add(out, mark ? "│" : cell);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
}

static void need_bar(bil_text *out, const bil_doc *doc, const bil_coverage *coverage)
{
    bar(out, doc, coverage);
    bil_pen_right(out, bil_doc_percent(doc, coverage->covered, coverage->target).text,
                  PERCENT_WIDTH);
    char number[48];
    bil_hundredths_format(number, sizeof number, coverage->covered, doc->options.lang);
    const char *unit = bil_doc_need_unit(doc, coverage->need);
    bil_doc_phrase target = bil_doc_quantity(doc, coverage->target, unit);
    bil_text_add(out, "  ");
    bil_text_add(out, bil_doc_sentence(doc, BIL_W_X_OF_Y, number, target.text).text);
    if (bil_doc_below_floor(doc, coverage)) {
        bil_pen_ink(out, doc, BIL_INK_WARN);
        bil_text_add(out, " !");
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
    }
    bil_text_add(out, "\n");
}

static void need_row(bil_text *out, const bil_doc *doc, const bil_coverage *coverage)
{
    size_t name_width = doc->options.width - CELLS - PERCENT_WIDTH - 32;
    const char *name = bil_doc_need_name(doc, coverage->need, coverage->need_id);
    size_t skip = 0;
    size_t size = bil_pen_break(name, name_width - 1, &skip);
    bil_text_add(out, "  ");
    bil_pen_left_n(out, name, size, name_width);
    if (coverage->target > 0) {
        need_bar(out, doc, coverage);
    } else {
        bil_text_addf(out, "%s\n", bil_doc_word(doc, BIL_W_NO_TARGET));
    }
    bil_pen_rest(out, 2, name_width - 1, name, skip);
}

static void legend(bil_text *out, const bil_doc *doc)
{
    bil_text words;
    bil_text_init(&words);
    bil_text_addf(&words, "▓ %s   █ %s   ░ %s   │ %s (!: %s)", bil_doc_word(doc, BIL_W_BY_ALREADY),
                  bil_doc_word(doc, BIL_W_BY_PLAN), bil_doc_word(doc, BIL_W_UNCOVERED),
                  bil_doc_word(doc, BIL_W_FLOOR), bil_doc_word(doc, BIL_W_NOT_REACHED));
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_wrap_text(out, doc, 2, &words);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
}

void bil_table_coverage(bil_text *out, const bil_doc *doc, size_t phase)
{
    const bil_plan_phase *row = &doc->plan->phases[phase];
    const char *axis = NULL;
    for (size_t i = 0; i < doc->need_count && i < row->coverage_count; i++) {
        const bil_coverage *coverage = &row->coverage[doc->needs[i]];
        const char *next = bil_doc_need_axis(doc, coverage->need);
        if (axis == NULL || !bil_text_same_ascii(axis, next)) {
            bil_pen_ink(out, doc, BIL_INK_STRONG);
            bil_text_addf(out, "%s\n", bil_doc_axis_name(doc, next));
            bil_pen_ink(out, doc, BIL_INK_PLAIN);
            axis = next;
        }
        need_row(out, doc, coverage);
    }
    legend(out, doc);
}
