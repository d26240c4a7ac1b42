/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan in possible futures, on the terminal: a bar for each line. */
#include "data/document_robust_impl.h"
#include "data/document_table_impl.h"

enum { CELLS = 20, PERCENT_WIDTH = 7, COUNT_WIDTH = 11 };

static void say(bil_text *out, const bil_doc *doc, int from, int to)
{
    for (int part = from; part < to; part++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_robust_say(doc, (bil_doc_robust_part)part, &words);
        if (words.size > 0) {
            bil_pen_wrap_text(out, doc, 0, &words);
        } else {
            out->failed = out->failed || words.failed;
            bil_text_release(&words);
        }
    }
}

static void bar(bil_text *out, const bil_doc *doc, const bil_robust_line *line, size_t planned)
{
    const size_t stays = planned == 0 ? 0 : line->survives * CELLS / planned;
    const size_t whole = planned == 0 ? 0 : line->with_quantity * CELLS / planned;
    bil_pen_ink(out, doc, line->survives * 2 < planned ? BIL_INK_WARN : BIL_INK_GOOD);
    for (size_t i = 0; i < CELLS; i++) {
        bil_text_add(out, i < whole ? "█" : (i < stays ? "▓" : "░"));
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
}

static void row(bil_text *out, const bil_doc *doc, size_t index)
{
    const bil_robustness *r = doc->options.robustness;
    const bil_robust_line *line = &r->lines[index];
    const size_t width = doc->options.width - CELLS - PERCENT_WIDTH - COUNT_WIDTH - 4;
    const char *name = bil_doc_line_name(doc, bil_doc_robust_line(doc, index));
    size_t skip = 0;
    const size_t size = bil_pen_break(name, width - 1, &skip);
    bil_text_add(out, "  ");
    bil_pen_left_n(out, name, size, width);
    bar(out, doc, line, r->planned);
    bil_pen_right(out, bil_doc_percent(doc, (int64_t)line->survives, (int64_t)r->planned).text,
                  PERCENT_WIDTH);
    bil_doc_phrase of =
        bil_doc_sentence(doc, BIL_W_X_OF_Y, bil_doc_number(doc, (int64_t)line->survives).text,
                         bil_doc_number(doc, (int64_t)r->planned).text);
    bil_pen_right(out, of.text, COUNT_WIDTH);
    bil_text_add(out, "\n");
    bil_pen_rest(out, 2, width - 1, name, skip);
}

static void lines(bil_text *out, const bil_doc *doc)
{
    const bil_robustness *r = doc->options.robustness;
    bil_text words;
    bil_text_init(&words);
    bil_doc_sentence_add(doc, &words, BIL_W_ROBUST_CAPTION,
                         bil_doc_number(doc, (int64_t)r->planned).text, NULL);
    bil_text_add(out, "\n");
    bil_pen_wrap_text(out, doc, 0, &words);
    size_t phase = SIZE_MAX;
    for (size_t i = 0; i < r->line_count; i++) {
        if (r->lines[i].phase != phase && doc->phase_count > 1) {
            bil_pen_ink(out, doc, BIL_INK_STRONG);
            bil_text_addf(out, "%s\n", bil_doc_phase_short(doc, r->lines[i].phase).text);
            bil_pen_ink(out, doc, BIL_INK_PLAIN);
        }
        phase = r->lines[i].phase;
        row(out, doc, i);
    }
    bil_text_init(&words);
    bil_text_addf(&words, "█ %s, %s   ▓ %s", bil_doc_word(doc, BIL_W_ROBUST_STAYS),
                  bil_doc_word(doc, BIL_W_ROBUST_AS_MUCH), bil_doc_word(doc, BIL_W_ROBUST_STAYS));
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_wrap_text(out, doc, 2, &words);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

void bil_table_robust(bil_text *out, const bil_doc *doc)
{
    const bil_robustness *r = doc->options.robustness;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ROBUST));
    say(out, doc, 0, BIL_DOC_ROBUST_AFTER);
    if (r->planned > 0 && r->line_count > 0) {
        lines(out, doc);
    }
    say(out, doc, BIL_DOC_ROBUST_AFTER, BIL_DOC_ROBUST_PARTS);
}
