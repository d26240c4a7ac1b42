/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison on the terminal: the two side by side, then how many gain and lose, then groups and
 * persons. */
#include "data/document_allocation_impl.h"
#include "data/document_comparison.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/version.h"

enum {
    LABEL = 32,
    SIDE = 20,
    FIELD = 9,
    COUNT = 9,
    GROUP = 32,
    PERSONS = 10,
    COLUMN = 14,
    POINTS = 18,
    ID = 20,
    NAMED = 10 /* winners, and losers, when not all are asked for */
};

/* ---- the two ---- */

static void row(bil_text *out, const bil_doc *doc, bil_word label, const char *first,
                const char *second)
{
    bil_pen_left(out, bil_doc_word(doc, label), LABEL);
    bil_pen_right(out, first, SIDE);
    bil_pen_right(out, second, SIDE);
    bil_text_add(out, "\n");
}

static bil_doc_short share(const bil_doc *doc, int64_t e9)
{
    const bil_doc_short none = {"–"};
    return e9 < 0 ? none : bil_doc_percent_e9(doc, e9);
}

static void put_rules(bil_text *out, const bil_doc *doc, const bil_comparison *c)
{
    static const bil_word labels[2] = {BIL_W_COMPARE_FIRST, BIL_W_COMPARE_SECOND};
    bil_text_add(out, "\n");
    for (int side = 0; side < 2; side++) {
        const bil_words words = c->rule_says[side];
        bil_text text;
        bil_text_init(&text);
        bil_text_addf(&text, "%s: %s", c->sides[side]->rule,
                      words.en == NULL ? "" : bil_doc_text(doc, words));
        bil_pen_field_text(out, doc, FIELD, bil_doc_word(doc, labels[side]), &text);
    }
    if (!c->same_district) {
        bil_pen_ink(out, doc, BIL_INK_WARN);
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_COMPARE_OTHER));
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
    }
}

static void put_sides(bil_text *out, const bil_doc *doc, const bil_comparison *c)
{
    const bil_told_allocation *a = c->sides[0];
    const bil_told_allocation *b = c->sides[1];
    bil_text_add(out, "\n");
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, "", LABEL);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_FIRST), SIDE);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_SECOND), SIDE);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
    row(out, doc, BIL_W_COMPARE_MEAN, share(doc, a->mean_e9).text, share(doc, b->mean_e9).text);
    row(out, doc, BIL_W_COMPARE_LEAST, share(doc, a->least_e9).text, share(doc, b->least_e9).text);
    row(out, doc, BIL_W_COMPARE_WITH_PLAN,
        bil_doc_number(doc, (int64_t)a->by_status[BIL_ALLOTTED_PLAN]).text,
        bil_doc_number(doc, (int64_t)b->by_status[BIL_ALLOTTED_PLAN]).text);
    row(out, doc, BIL_W_COMPARE_WAITING,
        bil_doc_number(doc, (int64_t)a->by_status[BIL_ALLOTTED_WAITING]).text,
        bil_doc_number(doc, (int64_t)b->by_status[BIL_ALLOTTED_WAITING]).text);
    row(out, doc, BIL_W_PUBLIC_MONEY, bil_doc_money(doc, a->public_cents).text,
        bil_doc_money(doc, b->public_cents).text);
    row(out, doc, BIL_W_COMPARE_FAIRNESS, share(doc, c->price_of_fairness_e9[0]).text,
        share(doc, c->price_of_fairness_e9[1]).text);
    row(out, doc, BIL_W_COMPARE_EFFICIENCY, share(doc, c->price_of_efficiency_e9[0]).text,
        share(doc, c->price_of_efficiency_e9[1]).text);
    bil_text_add(out, "\n");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_COMPARE_SHORT));
}

/* ---- how many ---- */

static bil_doc_short points(const bil_doc *doc, int64_t e9, bool sign)
{
    const bil_doc_short size = bil_doc_points_e9(doc, e9 < 0 ? -e9 : e9);
    bil_doc_short out = {{0}};
    (void)snprintf(out.text, sizeof out.text, "%s%.40s", e9 < 0 ? "−" : sign ? "+" : "", size.text);
    return out;
}

static void counted(bil_text *out, const bil_doc *doc, size_t count, bil_word word,
                    const char *points_together)
{
    bil_pen_right(out, bil_doc_number(doc, (int64_t)count).text, COUNT);
    bil_text_addf(out, "  %s\n", bil_doc_sentence(doc, word, points_together, NULL).text);
}

static void put_gains(bil_text *out, const bil_doc *doc, const bil_winners *w)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_COMPARE_GAINS));
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_COMPARE_GAINS_LEAD));
    counted(out, doc, w->won, BIL_W_COMPARE_WON, points(doc, w->won_e9, false).text);
    counted(out, doc, w->lost, BIL_W_COMPARE_LOST, points(doc, w->lost_e9, false).text);
    counted(out, doc, w->same, BIL_W_COMPARE_SAME, NULL);
    if (w->only_before > 0) {
        counted(out, doc, w->only_before, BIL_W_COMPARE_ONLY_FIRST, NULL);
    }
    if (w->only_after > 0) {
        counted(out, doc, w->only_after, BIL_W_COMPARE_ONLY_SECOND, NULL);
    }
}

/* ---- groups ---- */

static void put_group(bil_text *out, const bil_doc *doc, const bil_compared_group *group)
{
    const char *name = bil_allocation_group_name(doc, group->by, group->code);
    const size_t skip = bil_allocation_put_name(out, name, GROUP);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)group->persons).text, PERSONS);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)group->won).text, COLUMN);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)group->lost).text, COLUMN);
    bil_pen_right(out, points(doc, group->won_e9 - group->lost_e9 + group->moved_e9, true).text,
                  POINTS);
    bil_text_add(out, "\n");
    bil_pen_rest(out, 0, GROUP - 1, name, skip);
}

static void put_groups(bil_text *out, const bil_doc *doc, const bil_comparison *c)
{
    static const bil_word words[] = {[BIL_METRIC_GROUPS_INTENSITY] = BIL_W_ALLOC_BY_INTENSITY,
                                     [BIL_METRIC_GROUPS_AGE] = BIL_W_ALLOC_BY_AGE,
                                     [BIL_METRIC_GROUPS_SEX] = BIL_W_ALLOC_BY_SEX,
                                     [BIL_METRIC_GROUPS_AREA] = BIL_W_ALLOC_BY_AREA};
    for (size_t g = 0; g < c->group_count; g++) {
        const bil_compared_group *group = &c->groups[g];
        if (g == 0 || c->groups[g - 1].by != group->by) {
            bil_text_add(out, "\n");
            bil_pen_ink(out, doc, BIL_INK_DIM);
            bil_pen_left(out, bil_doc_word(doc, words[group->by]), GROUP);
            bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_GROUP_PERSONS), PERSONS);
            bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_COL_WON), COLUMN);
            bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_COL_LOST), COLUMN);
            bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_COL_POINTS), POINTS);
            bil_pen_ink(out, doc, BIL_INK_PLAIN);
            bil_text_add(out, "\n");
        }
        put_group(out, doc, group);
    }
}

/* ---- persons ---- */

/* Most gained first; of as much, by place in the file. */
static int by_gain(const void *a, const void *b)
{
    const bil_gain *x = a;
    const bil_gain *y = b;
    if (x->gain_e9 != y->gain_e9) {
        return x->gain_e9 > y->gain_e9 ? -1 : 1;
    }
    return (x->after > y->after) - (x->after < y->after);
}

static int by_loss(const void *a, const void *b)
{
    const bil_gain *x = a;
    const bil_gain *y = b;
    if (x->gain_e9 != y->gain_e9) {
        return x->gain_e9 < y->gain_e9 ? -1 : 1;
    }
    return (x->after > y->after) - (x->after < y->after);
}

static void put_person(bil_text *out, const bil_doc *doc, const bil_comparison *c,
                       const bil_gain *gain)
{
    const bil_scored *first = &c->sides[0]->scored[gain->before];
    const bil_scored *second = &c->sides[1]->scored[gain->after];
    bil_pen_left(out, second->id, ID);
    if (bil_utf8_length(second->id) >= ID) {
        bil_text_add(out, "\n");
        bil_pen_spaces(out, ID);
    }
    bil_pen_right(out, bil_doc_percent_e9(doc, first->score_e9).text, COLUMN);
    bil_pen_right(out, bil_doc_percent_e9(doc, second->score_e9).text, COLUMN);
    bil_pen_right(out, points(doc, gain->gain_e9, true).text, COLUMN);
    bil_text_add(out, "\n");
}

/* Of `gains`, those who gain (or lose) at least the threshold stand first. */
static void put_persons(bil_text *out, const bil_doc *doc, const bil_comparison *c,
                        const bil_gain *gains, size_t count, bil_word heading, bool all)
{
    const size_t shown = all || count < NAMED ? count : NAMED;
    if (count == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, heading));
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_PERSON), ID);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_FIRST), COLUMN);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_SECOND), COLUMN);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_COMPARE_COL_CHANGE), COLUMN);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
    for (size_t k = 0; k < shown; k++) {
        put_person(out, doc, c, &gains[k]);
    }
    if (count > shown) {
        const size_t more = count - shown;
        bil_pen_wrap(out, doc, 0,
                     bil_doc_sentence(doc, more == 1 ? BIL_W_ALLOC_MORE_ONE : BIL_W_ALLOC_MORE_MANY,
                                      bil_doc_number(doc, (int64_t)more).text, NULL)
                         .text);
    }
}

static bool put_everybody(bil_text *out, const bil_doc *doc, const bil_comparison *c, bool all)
{
    const bil_winners *w = &c->winners;
    bil_gain *gains = calloc(w->matched + 1, sizeof *gains);
    if (gains == NULL) {
        return false;
    }
    memcpy(gains, w->gains, w->matched * sizeof *gains);
    qsort(gains, w->matched, sizeof *gains, by_loss);
    put_persons(out, doc, c, gains, w->lost, BIL_W_COMPARE_LOSERS, all);
    qsort(gains, w->matched, sizeof *gains, by_gain);
    put_persons(out, doc, c, gains, w->won, BIL_W_COMPARE_WINNERS, all);
    free(gains);
    return true;
}

/* ---- the whole ---- */

static void details(bil_text *out, const bil_doc *doc, const bil_comparison *c)
{
    bil_text words;
    bil_text_init(&words);
    bil_text_addf(&words, "%s: bilancia %s", bil_doc_word(doc, BIL_W_TECHNICAL), bil_version());
    for (int side = 0; side < 2; side++) {
        bil_text_addf(&words, " · %s, %s (district.json %.12s…)", c->sides[side]->rule,
                      bil_allocation_status_name(c->sides[side]->status),
                      c->sides[side]->district_sha256);
    }
    bil_pen_foot(out, doc, &words);
}

bil_status bil_document_comparison_table(bil_text *out, const bil_comparison *comparison,
                                         const bil_document_options *options, bool all,
                                         bil_error *err)
{
    bil_doc doc = {.options = *options};
    doc.options.width = bil_doc_width(options);
    bil_text text;
    bil_text_init(&text);
    bil_pen_ink(&text, &doc, BIL_INK_STRONG);
    bil_text_add(&text, bil_doc_word(&doc, BIL_W_COMPARE_TITLE));
    bil_pen_ink(&text, &doc, BIL_INK_PLAIN);
    bil_text_addf(&text, " · %s\n", comparison->sides[1]->district);
    bil_pen_rule(&text, &doc, "━");
    put_rules(&text, &doc, comparison);
    put_sides(&text, &doc, comparison);
    put_gains(&text, &doc, &comparison->winners);
    put_groups(&text, &doc, comparison);
    const bool done = put_everybody(&text, &doc, comparison, all);
    details(&text, &doc, comparison);
    const bil_status status = done ? bil_text_pass(out, &text, err) : bil_fail_nomem(err);
    bil_text_release(&text);
    return status;
}
