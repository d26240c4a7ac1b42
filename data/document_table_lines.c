/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of one phase: what, how much, what it costs, who pays. */
#include "data/document_table_impl.h"

/* Columns after the name: per month, per week, cost, due, paid by the person. */
enum { COLUMNS = 5, MONTH = 12, WEEK = 13, MONEY = 12 };

static const size_t widths[COLUMNS] = {MONTH, WEEK, MONEY, MONEY, MONEY};

static size_t name_width(const bil_doc *doc)
{
    return doc->options.width - (MONTH + WEEK + 3 * MONEY);
}

static void head(bil_text *out, const bil_doc *doc)
{
    static const bil_word titles[COLUMNS] = {BIL_W_PER_MONTH, BIL_W_PER_WEEK, BIL_W_COST, BIL_W_DUE,
                                             BIL_W_PAYS};
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_SUPPORT), name_width(doc));
    for (size_t i = 0; i < COLUMNS; i++) {
        bil_pen_right(out, bil_doc_word(doc, titles[i]), widths[i]);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

/* The name on as many rows as it needs; the numbers on the first. */
static void name_and_numbers(bil_text *out, const bil_doc *doc, const char *name,
                             const char *const numbers[COLUMNS])
{
    size_t width = name_width(doc) - 1;
    size_t skip = 0;
    size_t size = bil_pen_break(name, width, &skip);
    bil_pen_left_n(out, name, size, width + 1);
    for (size_t i = 0; i < COLUMNS; i++) {
        bil_pen_right(out, numbers[i], widths[i]);
    }
    bil_text_add(out, "\n");
    bil_pen_rest(out, 0, width, name, skip);
}

/* "S22 · già attivo · dal 15 gennaio 2027". */
static void remarks(bil_text *out, const bil_doc *doc, size_t phase, const bil_line *line)
{
    bil_text words;
    bil_text_init(&words);
    bil_text_add(&words, line->code);
    const char *provider = bil_doc_line_provider(doc, line);
    if (provider[0] != '\0') {
        bil_text_addf(&words, " · %s: %s", bil_doc_word(doc, BIL_W_PROVIDER), provider);
    }
    if (line->in_place) {
        bil_text_addf(&words, " · %s", bil_doc_word(doc, BIL_W_ALREADY_ACTIVE));
    }
    if (bil_doc_line_is_late(doc, phase, line)) {
        bil_text_addf(&words, " · %s", bil_doc_date_with(doc, line->starts_on, BIL_DOC_FROM).text);
    }
    if (line->funding_count == 0) {
        bil_text_addf(&words, " · %s", bil_doc_word(doc, BIL_W_NO_MONEY));
    }
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_wrap_text(out, doc, 2, &words);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
}

static void payer(bil_text *out, const bil_doc *doc, const bil_funding *funding, bool last)
{
    size_t before_cost = name_width(doc) + MONTH + WEEK - 4;
    const char *name = bil_doc_payer_name(doc, funding);
    size_t skip = 0;
    size_t size = bil_pen_break(name, before_cost - 1, &skip);
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_text_add(out, last ? "  └ " : "  ├ ");
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_pen_left_n(out, name, size, before_cost);
    bil_pen_right(out, bil_doc_money(doc, funding->cents).text, MONEY);
    bil_text_add(out, "\n");
    bil_pen_rest(out, 4, before_cost - 1, name, skip);
}

static void one_line(bil_text *out, const bil_doc *doc, size_t phase, const bil_line *line)
{
    bil_doc_phrase month = bil_doc_line_month(doc, line);
    bil_doc_phrase week = bil_doc_line_week(doc, line);
    bil_doc_short cost = bil_doc_money(doc, line->cost_cents);
    bil_doc_short due = bil_doc_money(doc, line->person_due_cents);
    bil_doc_short pays = bil_doc_money(doc, bil_doc_line_person(doc, line));
    const char *const numbers[COLUMNS] = {month.text, week.text, cost.text, due.text, pays.text};
    name_and_numbers(out, doc, bil_doc_line_name(doc, line), numbers);
    remarks(out, doc, phase, line);
    for (size_t i = 0; i < line->funding_count; i++) {
        payer(out, doc, &line->funding[i], i + 1 == line->funding_count);
    }
}

static void totals(bil_text *out, const bil_doc *doc, size_t phase)
{
    const bil_totals *sums = &doc->plan->phases[phase].totals;
    bil_doc_short cost = bil_doc_money(doc, sums->cost_cents);
    bil_doc_short due = bil_doc_money(doc, doc->due.month[phase]);
    bil_doc_short pays = bil_doc_money(doc, doc->person_money.month[phase]);
    const char *const numbers[COLUMNS] = {"", "", cost.text, due.text, pays.text};
    bil_pen_rule(out, doc, "─");
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    name_and_numbers(out, doc, bil_doc_word(doc, BIL_W_TOTAL_MONTH), numbers);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text left;
    bil_text_init(&left);
    bil_text_addf(&left, "\n%s: %s %s, %s.", bil_doc_word(doc, BIL_W_LEFT),
                  bil_doc_money(doc, sums->left_to_person_cents).text,
                  bil_doc_word(doc, BIL_W_A_MONTH), bil_doc_word(doc, BIL_W_LEFT_NOTE));
    bil_pen_wrap_text(out, doc, 0, &left);
    int64_t owed = bil_doc_owed_publicly(doc, phase);
    if (owed > 0) {
        bil_pen_wrap(
            out, doc, 0,
            bil_doc_sentence(doc, BIL_W_OWED_PUBLIC, bil_doc_money(doc, owed).text, NULL).text);
    }
}

void bil_table_lines(bil_text *out, const bil_doc *doc, size_t phase)
{
    const bil_plan_phase *row = &doc->plan->phases[phase];
    if (row->line_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_NO_LINES));
        return;
    }
    head(out, doc);
    for (size_t i = 0; i < row->line_count; i++) {
        if (!row->lines[i].one_off) {
            one_line(out, doc, phase, &row->lines[i]);
        }
    }
    totals(out, doc, phase);
    bool title = false;
    for (size_t i = 0; i < row->line_count; i++) {
        if (!row->lines[i].one_off) {
            continue;
        }
        if (!title) {
            bil_text_addf(out, "\n%s\n", bil_doc_word(doc, BIL_W_ONCE_TITLE));
            title = true;
        }
        one_line(out, doc, phase, &row->lines[i]);
    }
}
