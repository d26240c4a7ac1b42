/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan by phase: one table for each, with who pays every line. */
#include "data/document_html_impl.h"

static void support_cell(bil_text *out, const bil_doc *doc, size_t phase, const bil_line *line)
{
    BIL_HTML(out, "<th scope=\"row\">{}<span class=\"meta\">{}", bil_doc_line_name(doc, line),
             line->code);
    const char *provider = bil_doc_line_provider(doc, line);
    if (provider[0] != '\0') {
        BIL_HTML(out, " · {}", provider);
    }
    if (line->in_place) {
        BIL_HTML(out, " · {}", bil_doc_word(doc, BIL_W_ALREADY_ACTIVE));
    }
    if (bil_doc_line_is_late(doc, phase, line)) {
        BIL_HTML(out, " · {}", bil_doc_date_with(doc, line->starts_on, BIL_DOC_FROM).text);
    }
    bil_text_add(out, "</span></th>");
}

static void quantity_cell(bil_text *out, const bil_doc *doc, const bil_line *line)
{
    bil_doc_short week = bil_doc_line_week_number(doc, line);
    BIL_HTML(out, "<td class=\"q\">{}", bil_doc_line_month(doc, line).text);
    if (week.text[0] != '\0') {
        BIL_HTML(out, "<span class=\"meta\">{}</span>",
                 bil_doc_sentence(doc, BIL_W_A_WEEK, week.text, NULL).text);
    }
    bil_text_add(out, "</td>");
}

static void payers_cell(bil_text *out, const bil_doc *doc, const bil_line *line)
{
    if (line->funding_count == 0) {
        BIL_HTML(out, "<td>{}</td>", bil_doc_word(doc, BIL_W_NO_MONEY));
        return;
    }
    bil_text_add(out, "<td><ul class=\"payers\">");
    for (size_t i = 0; i < line->funding_count; i++) {
        BIL_HTML(out, "<li><span>{}</span> <span>{}</span></li>",
                 bil_doc_payer_name(doc, &line->funding[i]),
                 bil_doc_money(doc, line->funding[i].cents).text);
    }
    bil_text_add(out, "</ul></td>");
}

/* What the person pays, and what would be due when that differs. */
static void person_cell(bil_text *out, const bil_doc *doc, int64_t due, int64_t pays)
{
    BIL_HTML(out, "<td class=\"n{}\">{}", pays == 0 ? " zero" : "", bil_doc_money(doc, pays).text);
    if (due != pays) {
        BIL_HTML(out, "<span class=\"meta\">{}</span>",
                 bil_doc_sentence(doc, BIL_W_DUE_AMOUNT, bil_doc_money(doc, due).text, NULL).text);
    }
    bil_text_add(out, "</td>");
}

static void line_row(bil_text *out, const bil_doc *doc, size_t phase, const bil_line *line)
{
    bil_text_add(out, "<tr>");
    support_cell(out, doc, phase, line);
    quantity_cell(out, doc, line);
    bil_page_money(out, doc, line->cost_cents);
    payers_cell(out, doc, line);
    person_cell(out, doc, line->person_due_cents, bil_doc_line_person(doc, line));
    bil_text_add(out, "</tr>\n");
}

static void table_head(bil_text *out, const bil_doc *doc, bil_word caption, bil_word quantity)
{
    BIL_HTML(out,
             "<table class=\"lines\">\n<caption>{}</caption>\n<colgroup><col class=\"name\">"
             "<col class=\"qty\"><col class=\"cost\"><col class=\"who\"><col class=\"pays\">"
             "</colgroup>\n<thead><tr>",
             bil_doc_word(doc, caption));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_SUPPORT));
    bil_page_head(out, "q", bil_doc_word(doc, quantity));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_COST));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_PAID_BY));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_PERSON_PAYS));
    bil_text_add(out, "</tr></thead>\n");
}

static void total_row(bil_text *out, const bil_doc *doc, bil_word label, int64_t cost, int64_t due,
                      int64_t pays)
{
    BIL_HTML(out, "<tfoot><tr><th scope=\"row\" colspan=\"2\">{}</th>", bil_doc_word(doc, label));
    bil_page_money(out, doc, cost);
    bil_text_add(out, "<td></td>");
    person_cell(out, doc, due, pays);
    bil_text_add(out, "</tr></tfoot>\n</table>\n");
}

/* The monthly lines, or the one-offs. */
static void lines_table(bil_text *out, const bil_doc *doc, size_t phase, bool once)
{
    const bil_plan_phase *row = &doc->plan->phases[phase];
    int64_t cost = 0;
    int64_t due = 0;
    int64_t pays = 0;
    table_head(out, doc, once ? BIL_W_CAPTION_ONCE : BIL_W_CAPTION_LINES,
               once ? BIL_W_QUANTITY : BIL_W_PER_MONTH);
    bil_text_add(out, "<tbody>\n");
    for (size_t i = 0; i < row->line_count; i++) {
        const bil_line *line = &row->lines[i];
        if (line->one_off != once) {
            continue;
        }
        line_row(out, doc, phase, line);
        cost = bil_add_capped(cost, line->cost_cents);
        due = bil_add_capped(due, line->person_due_cents);
        pays = bil_add_capped(pays, bil_doc_line_person(doc, line));
    }
    bil_text_add(out, "</tbody>\n");
    total_row(out, doc, once ? BIL_W_TOTAL_ONCE : BIL_W_TOTAL_MONTH, cost, due, pays);
}

static size_t count_lines(const bil_plan_phase *row, bool once)
{
    size_t count = 0;
    for (size_t i = 0; i < row->line_count; i++) {
        count += row->lines[i].one_off == once ? 1 : 0;
    }
    return count;
}

static void left_sentence(bil_text *out, const bil_doc *doc, size_t phase)
{
    const bil_totals *sums = &doc->plan->phases[phase].totals;
    BIL_HTML(out, "<p class=\"keep\"><strong>{}: {} {}</strong>, {}.",
             bil_doc_word(doc, BIL_W_LEFT), bil_doc_money(doc, sums->left_to_person_cents).text,
             bil_doc_word(doc, BIL_W_A_MONTH), bil_doc_word(doc, BIL_W_LEFT_NOTE));
    int64_t owed = bil_doc_owed_publicly(doc, phase);
    if (owed > 0) {
        BIL_HTML(
            out, " {}",
            bil_doc_sentence(doc, BIL_W_OWED_PUBLIC, bil_doc_money(doc, owed).text, NULL).text);
    }
    bil_text_add(out, "</p>\n");
}

void bil_page_phases(bil_text *out, const bil_doc *doc)
{
    bil_page_open(out, doc, "plan", BIL_W_THE_PLAN);
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_plan_phase *row = &doc->plan->phases[t];
        BIL_HTML(out, "<h3>{} <span class=\"dates\">{}</span></h3>\n",
                 bil_doc_phase_title(doc, t).text, bil_doc_phase_dates(doc, t).text);
        if (row->line_count == 0) {
            BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_NO_LINES));
            continue;
        }
        bil_page_frame(out, bil_doc_phase_title(doc, t).text);
        if (count_lines(row, false) > 0) {
            lines_table(out, doc, t, false);
        }
        if (count_lines(row, true) > 0) {
            lines_table(out, doc, t, true);
        }
        bil_page_frame_close(out);
        left_sentence(out, doc, t);
    }
    BIL_HTML(out, "<p class=\"note\">{} {}</p>\n", bil_doc_word(doc, BIL_W_DUE_NOTE),
             bil_doc_word(doc, BIL_W_WEEK_NOTE));
    bil_page_close(out);
}
