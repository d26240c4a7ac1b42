/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An allocation on the terminal: how good it is and for how many, then what is shared, then
 * persons. */
#include "data/document_allocation_impl.h"

#include <stdio.h>
#include <string.h>

#include "engine/version.h"

enum { LABEL = 17, COUNT = 9 };

/* A thousand times as much: whoever is so far from the bound need not know how far. */
#define SHARE_MOST_E9 INT64_C(1000000000000)

/* "1.234,5678": a sum of scores with up to four decimals, rounded down or up. */
static bil_doc_short sum(const bil_doc *doc, int64_t e9, bool up)
{
    bil_doc_short out = {{0}};
    const int64_t e4 = up ? bil_div_ceil(e9, 100000) : bil_div_floor(e9, 100000);
    const bil_doc_short whole = bil_doc_number(doc, bil_div_floor(e4, 10000));
    (void)snprintf(out.text, sizeof out.text, "%.30s%c%04d", whole.text,
                   doc->options.lang == BIL_LANG_IT ? ',' : '.',
                   (int)(e4 - bil_div_floor(e4, 10000) * 10000));
    return out;
}

/* "0,0123 %", rounded up: it is a promise. Without needless zeros. */
static bil_doc_short share_up(const bil_doc *doc, int64_t e9)
{
    const int64_t shown = e9 > SHARE_MOST_E9 ? SHARE_MOST_E9 : e9;
    bil_doc_short out = sum(doc, bil_div_ceil(shown, 1000) * 100000, true);
    size_t size = strlen(out.text);
    while (out.text[size - 1] == '0') {
        size--;
    }
    if (out.text[size - 1] == ',' || out.text[size - 1] == '.') {
        size--;
    }
    (void)snprintf(out.text + size, sizeof out.text - size, "%s%%", bil_doc_percent_space(doc));
    return out;
}

/* ---- the outcome ---- */

static bil_word status_word(bil_allocation_status status)
{
    switch (status) {
    case BIL_ALLOCATION_OPTIMAL:
        return BIL_W_ALLOC_OPTIMAL;
    case BIL_ALLOCATION_FEASIBLE:
        return BIL_W_ALLOC_FEASIBLE;
    case BIL_ALLOCATION_STOPPED:
        return BIL_W_ALLOC_STOPPED;
    case BIL_ALLOCATION_OVER:
        break;
    }
    return BIL_W_ALLOC_OVER;
}

static void field(bil_text *out, const bil_doc *doc, const char *label, bil_word word,
                  const char *a, const char *b)
{
    bil_text words;
    bil_text_init(&words);
    bil_doc_sentence_add(doc, &words, word, a, b);
    bil_pen_field_text(out, doc, LABEL, label, &words);
}

static void bound(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    if (r->level_e9 >= 0 && r->level_bound_e9 >= 0) {
        field(out, doc, "", r->alpha_e3 >= 0 ? BIL_W_ALLOC_LEVEL_ALIKE : BIL_W_ALLOC_LEVEL_LEAST,
              bil_doc_percent_e9(doc, r->level_e9).text,
              bil_doc_percent_e9(doc, r->level_bound_e9).text);
    } else if (r->bound_e9 < 0 || r->gap_e9 < 0) {
        field(out, doc, "", BIL_W_ALLOC_NO_BOUND, NULL, NULL);
    } else if (r->gap_e9 == 0) {
        field(out, doc, "", BIL_W_ALLOC_BOUND_EXACT, NULL, NULL);
    } else {
        field(out, doc, "", BIL_W_ALLOC_BOUND, sum(doc, r->bound_e9, true).text,
              share_up(doc, r->gap_e9).text);
    }
}

/* Nothing better was looked for: the rule was followed, and that is the whole answer. */
static bool by_rule_alone(const bil_allocation_report *r)
{
    return r->rule_says.en != NULL && r->bound_e9 < 0 && r->level_e9 < 0 &&
           r->status == BIL_ALLOCATION_FEASIBLE;
}

static void rule(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    const char *label = bil_doc_word(doc, BIL_W_RULE);
    if (r->rule_says.en == NULL) {
        const bool essential = strcmp(r->rule, "utilitarian") != 0;
        field(out, doc, label,
              essential ? BIL_W_ALLOC_RULE_ESSENTIAL : BIL_W_ALLOC_RULE_UTILITARIAN, NULL, NULL);
        return;
    }
    bil_text words;
    bil_text_init(&words);
    bil_text_add(&words, doc->options.lang == BIL_LANG_IT ? r->rule_says.it : r->rule_says.en);
    bil_pen_field_text(out, doc, LABEL, label, &words);
}

/* Does anybody have less than with the plan of before, and what the rule costs. */
static void nested(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    const bil_doc_short less = bil_doc_number(doc, (int64_t)r->less_than_before);
    const int64_t cost = r->free_value_e9 - r->value_e9;
    if (r->less_than_before == 0) {
        field(out, doc, "", BIL_W_ALLOC_NESTED, NULL, NULL);
    } else if (r->former_over) {
        field(out, doc, "",
              r->less_than_before == 1 ? BIL_W_ALLOC_LESS_OVER_ONE : BIL_W_ALLOC_LESS_OVER_MANY,
              less.text, NULL);
    } else {
        field(out, doc, "",
              r->less_than_before == 1 ? BIL_W_ALLOC_LESS_LOST_ONE : BIL_W_ALLOC_LESS_LOST_MANY,
              less.text, NULL);
    }
    if (!r->free_stopped) {
        field(out, doc, "", BIL_W_ALLOC_NESTED_COST, sum(doc, r->free_value_e9, false).text,
              sum(doc, cost < 0 ? 0 : cost, true).text);
    }
}

static void outcome(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    const bool followed = by_rule_alone(r);
    const bil_ink ink =
        r->status == BIL_ALLOCATION_OPTIMAL || followed ? BIL_INK_PLAIN : BIL_INK_WARN;
    bil_text_add(out, "\n");
    bil_pen_ink(out, doc, ink);
    field(out, doc, bil_doc_word(doc, BIL_W_STATUS),
          followed ? BIL_W_ALLOC_BY_RULE : status_word(r->status), NULL, NULL);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    field(out, doc, "", BIL_W_ALLOC_VALUE, bil_doc_percent_e9(doc, r->mean_score_e9).text,
          sum(doc, r->value_e9, false).text);
    if (!followed) {
        bound(out, doc, r);
    }
    field(out, doc, "", BIL_W_ALLOC_SPREAD, bil_doc_percent_e9(doc, r->tenth_score_e9).text,
          bil_doc_percent_e9(doc, r->least_score_e9).text);
    if (r->shortfall_bound_e9 >= 0) {
        field(out, doc, "", BIL_W_ALLOC_SHORTFALL, sum(doc, r->shortfall_e9, true).text,
              sum(doc, r->shortfall_bound_e9, false).text);
    }
    if (r->free_value_e9 >= 0) {
        nested(out, doc, r);
    }
    field(out, doc, bil_doc_word(doc, BIL_W_CHECK),
          r->checked == 1 ? BIL_W_ALLOC_CHECK_ONE : BIL_W_ALLOC_CHECK_MANY,
          bil_doc_number(doc, (int64_t)r->checked).text, NULL);
    rule(out, doc, r);
    field(out, doc, bil_doc_word(doc, BIL_W_PUBLIC_MONEY), BIL_W_ALLOC_MONEY,
          bil_doc_money(doc, r->public_cents).text, NULL);
}

/* ---- how many persons ---- */

static void counted(bil_text *out, const bil_doc *doc, size_t count, size_t indent, bil_word word)
{
    if (count > 0) {
        bil_pen_spaces(out, indent);
        bil_pen_right(out, bil_doc_number(doc, (int64_t)count).text, COUNT);
        bil_text_addf(out, "  %s\n", bil_doc_word(doc, word));
    }
}

static void persons(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    size_t kept = 0;
    size_t dropped = 0;
    size_t missed = 0;
    for (size_t i = 0; i < r->person_count; i++) {
        kept += r->persons[i].kept ? 1 : 0;
        dropped += r->persons[i].kept_dropped ? 1 : 0;
        missed += r->persons[i].kept_missed ? 1 : 0;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_PERSONS));
    counted(out, doc, r->by_status[BIL_ALLOTTED_PLAN], 0, BIL_W_ALLOC_IS_PLAN);
    counted(out, doc, r->by_status[BIL_ALLOTTED_TODAY], 0, BIL_W_ALLOC_IS_TODAY);
    counted(out, doc, r->by_status[BIL_ALLOTTED_WAITING], 0, BIL_W_ALLOC_IS_WAITING);
    counted(out, doc, r->by_waits[BIL_WAITS_MONEY], 2, BIL_W_ALLOC_FOR_MONEY);
    counted(out, doc, r->by_waits[BIL_WAITS_PLACE], 2, BIL_W_ALLOC_FOR_PLACE);
    counted(out, doc, r->by_waits[BIL_WAITS_BOTH], 2, BIL_W_ALLOC_FOR_BOTH);
    counted(out, doc, r->by_waits[BIL_WAITS_STOPPED], 2, BIL_W_ALLOC_FOR_STOPPED);
    counted(out, doc, r->by_status[BIL_ALLOTTED_NONE], 0, BIL_W_ALLOC_IS_NONE);
    counted(out, doc, r->by_status[BIL_ALLOTTED_FAILED], 0, BIL_W_ALLOC_IS_FAILED);
    bil_pen_rule(out, doc, "─");
    bil_pen_right(out, bil_doc_number(doc, (int64_t)r->person_count).text, COUNT);
    bil_text_addf(out, "  %s\n", bil_doc_word(doc, BIL_W_ALLOC_PERSONS_ALL));
    counted(out, doc, kept, 0, BIL_W_ALLOC_KEPT);
    counted(out, doc, dropped, 0, BIL_W_ALLOC_DROPPED);
    counted(out, doc, missed, 0, BIL_W_ALLOC_MISSED);
}

/* ---- technical details ---- */

static void say(bil_text *out, const bil_doc *doc, bil_word word, const char *a, const char *b)
{
    bil_text_add(out, " · ");
    bil_doc_sentence_add(doc, out, word, a, b);
}

static void details(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    const bil_catalogue *catalogue = doc->catalogue;
    bil_text words;
    bil_text_init(&words);
    bil_text_addf(&words, "%s: bilancia %s · %s %s (%.12s…) · district.json %.12s…",
                  bil_doc_word(doc, BIL_W_TECHNICAL), bil_version(), catalogue->name,
                  catalogue->version, catalogue->sha256, r->district->sha256);
    bil_text_addf(&words, " · %s · %s", r->rule, bil_allocation_status_name(r->status));
    say(&words, doc, BIL_W_TECHNICAL_ALLOC_SUMS, sum(doc, r->value_e9, false).text,
        r->bound_e9 < 0 ? "–" : sum(doc, r->bound_e9, true).text);
    say(&words, doc, BIL_W_TECHNICAL_ALLOC_GAP, r->gap_e9 < 0 ? "–" : share_up(doc, r->gap_e9).text,
        NULL);
    say(&words, doc, BIL_W_TECHNICAL_ALLOC_WORK, bil_doc_number(doc, r->rounds).text,
        bil_doc_number(doc, (int64_t)r->packages).text);
    say(&words, doc, BIL_W_TECHNICAL_ALLOC_PRICED, bil_doc_number(doc, (int64_t)r->priced).text,
        bil_doc_number(doc, (int64_t)r->by_optimiser).text);
    if (r->unanswered > 0) {
        say(&words, doc, BIL_W_TECHNICAL_ALLOC_UNANSWERED,
            bil_doc_number(doc, (int64_t)r->unanswered).text, NULL);
    }
    bil_pen_foot(out, doc, &words);
}

bil_status bil_document_allocation_table(bil_text *out, const bil_allocation_report *report,
                                         const bil_document_options *options, bool all,
                                         bil_error *err)
{
    bil_doc doc = {.catalogue = report->district->catalogue, .options = *options};
    doc.options.width = bil_doc_width(options);
    bil_text text;
    bil_text_init(&text);
    bil_pen_ink(&text, &doc, BIL_INK_STRONG);
    bil_text_add(&text, bil_doc_word(&doc, BIL_W_ALLOC_TITLE));
    bil_pen_ink(&text, &doc, BIL_INK_PLAIN);
    bil_text_addf(&text, " · %s\n", report->district->name);
    bil_pen_rule(&text, &doc, "━");
    bil_pen_wrap(&text, &doc, 0, bil_doc_word(&doc, BIL_W_ALLOC_PROPOSES));
    outcome(&text, &doc, report);
    persons(&text, &doc, report);
    bil_allocation_put_gains(&text, &doc, report, all);
    bil_allocation_put_pools(&text, &doc, report);
    bil_allocation_put_places(&text, &doc, report, all);
    bil_allocation_put_less(&text, &doc, report, all);
    bil_allocation_put_waiting(&text, &doc, report, all);
    bil_allocation_put_left_out(&text, &doc, report, all);
    if (all) {
        bil_allocation_put_everybody(&text, &doc, report);
    }
    details(&text, &doc, report);
    const bil_status status = bil_text_pass(out, &text, err);
    bil_text_release(&text);
    return status;
}
