/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer.h"

#include <string.h>

#include "data/document_answer_impl.h"

static const char *subject_name(const bil_doc *doc, const bil_answer *answer)
{
    const bil_catalogue *catalogue = doc->catalogue;
    const bil_subject *s = &answer->subject;
    switch (s->kind) {
    case BIL_SUBJECT_SERVICE:
        return bil_doc_text(doc, catalogue->services[s->index].name);
    case BIL_SUBJECT_PROVIDER:
        return catalogue->providers[s->index].name;
    case BIL_SUBJECT_SOURCE:
        return bil_doc_text(doc, catalogue->sources[s->index].name);
    case BIL_SUBJECT_NEED:
        return bil_doc_need_name(doc, s->index, s->code);
    case BIL_SUBJECT_SCORE:
        break;
    }
    return s->code == NULL ? "" : s->code;
}

/* The name with the quantity, share or score that was asked for. */
static void subject(const bil_doc *doc, const bil_answer *answer, bil_text *out)
{
    const bil_subject *s = &answer->subject;
    const char *name = subject_name(doc, answer);
    if (s->kind == BIL_SUBJECT_SCORE) {
        bil_doc_sentence_add(doc, out, BIL_W_ANSWER_SUBJECT_SCORE,
                             bil_doc_percent_e9(doc, s->amount).text, NULL);
    } else if (s->kind == BIL_SUBJECT_NEED && s->amount == 10000) {
        bil_doc_sentence_add(doc, out, BIL_W_ANSWER_SUBJECT_WHOLE_NEED, name, NULL);
    } else if (s->kind == BIL_SUBJECT_NEED) {
        bil_doc_sentence_add(doc, out, BIL_W_ANSWER_SUBJECT_NEED, name,
                             bil_doc_percent(doc, s->amount, 10000).text);
    } else if (s->kind == BIL_SUBJECT_SERVICE && s->amount > 0 &&
               !doc->catalogue->services[s->index].continuous) {
        const bil_doc_phrase quantity =
            bil_doc_quantity(doc, s->amount * 100, doc->catalogue->services[s->index].unit);
        bil_doc_sentence_add(doc, out, BIL_W_ANSWER_SUBJECT_QUANTITY, name, quantity.text);
    } else {
        bil_text_add(out, name);
    }
}

void bil_doc_answer_title(const bil_doc *doc, const bil_answer *answer, bil_text *out)
{
    static const bil_word titles[] = {[BIL_ASK_WHY] = BIL_W_ANSWER_WHY,
                                      [BIL_ASK_WHY_NOT] = BIL_W_ANSWER_WHY_NOT,
                                      [BIL_ASK_WHAT_IF] = BIL_W_ANSWER_WHAT_IF};
    bil_text name;
    if (answer->ask == BIL_ASK_NEXT) {
        bil_text_add(out, bil_doc_word(doc, BIL_W_ANSWER_NEXT));
        return;
    }
    bil_text_init(&name);
    subject(doc, answer, &name);
    bil_doc_sentence_add(doc, out, titles[answer->ask], name.failed ? "" : name.bytes, NULL);
    out->failed = out->failed || name.failed;
    bil_text_release(&name);
}

/* Possible today, and no other need loses anything. */
static bool possible_kept(const bil_answer *answer)
{
    return answer->verdict == BIL_ANSWER_POSSIBLE && answer->kept_rest &&
           answer->conflict_count == 0;
}

const char *bil_doc_answer_verdict(const bil_doc *doc, const bil_answer *answer)
{
    static const bil_word words[] = {
        [BIL_ANSWER_LOCKED] = BIL_W_ANSWER_LOCKED,
        [BIL_ANSWER_REPLACEABLE] = BIL_W_ANSWER_REPLACEABLE,
        [BIL_ANSWER_WORTH] = BIL_W_ANSWER_WORTH,
        [BIL_ANSWER_IRREPLACEABLE] = BIL_W_ANSWER_IRREPLACEABLE,
        [BIL_ANSWER_ALREADY] = BIL_W_ANSWER_ALREADY,
        [BIL_ANSWER_USELESS] = BIL_W_ANSWER_USELESS,
        [BIL_ANSWER_POSSIBLE] = BIL_W_ANSWER_POSSIBLE_WHY_NOT,
        [BIL_ANSWER_TAKES] = BIL_W_ANSWER_TAKES,
        [BIL_ANSWER_IMPOSSIBLE] = BIL_W_ANSWER_IMPOSSIBLE,
        [BIL_ANSWER_NOTHING] = BIL_W_ANSWER_NOTHING,
    };
    if (answer->ask == BIL_ASK_NEXT && answer->verdict == BIL_ANSWER_POSSIBLE) {
        return bil_doc_word(doc, BIL_W_ANSWER_STEPS);
    }
    if (answer->ask == BIL_ASK_WHAT_IF && answer->verdict == BIL_ANSWER_POSSIBLE) {
        return bil_doc_word(doc, possible_kept(answer) ? BIL_W_ANSWER_POSSIBLE_KEPT
                                                       : BIL_W_ANSWER_POSSIBLE_WHAT_IF);
    }
    if (answer->verdict == BIL_ANSWER_IRREPLACEABLE && answer->other != NULL) {
        return bil_doc_word(doc, BIL_W_ANSWER_ONLY);
    }
    if (answer->never != BIL_NEVER_NO) {
        static const bil_word nevers[] = {
            [BIL_NEVER_NO] = BIL_W_ANSWER_IMPOSSIBLE,
            [BIL_NEVER_DATES] = BIL_W_ANSWER_NEVER_DATES,
            [BIL_NEVER_PAYERS] = BIL_W_ANSWER_NEVER_PAYERS,
            [BIL_NEVER_UNLISTED] = BIL_W_ANSWER_NEVER_UNLISTED,
            [BIL_NEVER_ZONE] = BIL_W_ANSWER_NEVER_ZONE,
            [BIL_NEVER_QUANTITY] = BIL_W_ANSWER_NEVER_QUANTITY,
            [BIL_NEVER_OFFER] = BIL_W_ANSWER_NEVER_OFFER,
        };
        return bil_doc_word(doc, nevers[answer->never]);
    }
    return bil_doc_word(doc, words[answer->verdict]);
}

void bil_doc_repair(const bil_doc *doc, const bil_repair *repair, bil_text *out)
{
    for (size_t i = 0; i < repair->change_count; i++) {
        bil_text_addf(out, "%s%s", i > 0 ? "; " : "", bil_doc_text(doc, repair->texts[i]));
    }
    bil_text_add(out, " — ");
    if (repair->price_cents > 0) {
        bil_doc_sentence_add(doc, out, BIL_W_REPAIR_PRICE,
                             bil_doc_money(doc, repair->price_cents).text, NULL);
    } else {
        bil_text_add(out, bil_doc_word(doc, BIL_W_REPAIR_FREE));
    }
    bil_text_add(out, "; ");
    bil_doc_sentence_add(doc, out, BIL_W_REPAIR_SCORE,
                         bil_doc_percent_e9(doc, repair->score_e9).text, NULL);
}

const char *bil_doc_answer_takes(const bil_doc *doc, const bil_answer *answer)
{
    if (answer->repair_count > 0) {
        const bool one = answer->repair_count == 1;
        if (answer->no_give) {
            return bil_doc_word(doc, BIL_W_ANSWER_TAKES_FIRM);
        }
        return bil_doc_word(doc,
                            answer->kept_rest
                                ? (one ? BIL_W_ANSWER_TAKES_KEPT_ONE : BIL_W_ANSWER_TAKES_KEPT)
                                : (one ? BIL_W_ANSWER_TAKES_ALONE_ONE : BIL_W_ANSWER_TAKES_ALONE));
    }
    return answer->ask == BIL_ASK_WHAT_IF && answer->verdict != BIL_ANSWER_ALREADY &&
                   !possible_kept(answer)
               ? bil_doc_word(doc, BIL_W_ANSWER_TAKES_NONE)
               : NULL;
}

bil_changes_titles bil_doc_answer_sides(const bil_doc *doc, const bil_answer *answer)
{
    return (bil_changes_titles){.before = bil_doc_word(doc, BIL_W_ANSWER_THIS_PLAN),
                                .after = bil_doc_word(doc, answer->ask == BIL_ASK_WHY
                                                               ? BIL_W_ANSWER_WITHOUT
                                                               : BIL_W_ANSWER_WITH)};
}

bil_word bil_doc_answer_other(const bil_answer *answer)
{
    return answer->ask == BIL_ASK_WHY ? BIL_W_ANSWER_OTHER_WITHOUT : BIL_W_ANSWER_OTHER_WITH;
}

void bil_doc_answer_in_short(const bil_doc *doc, const bil_answer *answer, bil_text *out)
{
    const bil_figures *before = &answer->difference.before;
    const bil_figures *after = &answer->difference.after;
    if (answer->other == NULL) {
        return;
    }
    const bil_doc_short was = bil_doc_percent_e9(doc, before->score_e9);
    const bil_doc_short is = bil_doc_percent_e9(doc, after->score_e9);
    if (strcmp(was.text, is.text) == 0) {
        const bool same = before->score_e9 == after->score_e9;
        bil_doc_sentence_add(doc, out, same ? BIL_W_ANSWER_SHORT_SAME : BIL_W_ANSWER_SHORT_NEAR,
                             is.text, NULL);
    } else {
        bil_doc_sentence_add(doc, out, BIL_W_ANSWER_SHORT_SCORE, is.text, was.text);
    }
    bil_text_add(out, " ");
    if (before->public_cents == after->public_cents) {
        bil_text_add(out, bil_doc_word(doc, BIL_W_ANSWER_SHORT_MONEY_SAME));
    } else {
        const int64_t more = after->public_cents - before->public_cents;
        bil_doc_sentence_add(doc, out, more > 0 ? BIL_W_ANSWER_SHORT_MORE : BIL_W_ANSWER_SHORT_LESS,
                             bil_doc_money(doc, more > 0 ? more : -more).text, NULL);
    }
}
