/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a plan in possible futures, in the order it is said: the table and the page
 * differ only in how they show the lines. */
#include "data/document_robust_impl.h"

/* Points out of 100 with two decimals at most; never 0 for something. */
static bil_doc_short points(const bil_doc *doc, int64_t e9)
{
    bil_doc_short out = {{0}};
    int64_t hundredths = bil_div_round(e9, 100000);
    hundredths = hundredths == 0 && e9 > 0 ? 1 : hundredths;
    bil_hundredths_format(out.text, sizeof out.text, hundredths, doc->options.lang);
    return out;
}

/* "Out of 50 futures, in 3 …"; nothing for none. */
static void counted(const bil_doc *doc, bil_text *out, size_t count, size_t of, bil_word one,
                    bil_word many)
{
    if (count > 0) {
        bil_doc_sentence_add(doc, out, count == 1 ? one : many,
                             bil_doc_number(doc, (int64_t)of).text,
                             bil_doc_number(doc, (int64_t)count).text);
    }
}

static void tried(const bil_doc *doc, const bil_robustness *r, bil_text *out)
{
    if (!r->varies) {
        bil_text_add(out, bil_doc_word(doc, BIL_W_ROBUST_NOTHING));
    } else if (r->world_count < r->wanted) {
        bil_doc_sentence_add(doc, out, BIL_W_ROBUST_STOPPED,
                             bil_doc_number(doc, (int64_t)r->world_count).text,
                             bil_doc_number(doc, (int64_t)r->wanted).text);
    }
}

static void regret(const bil_doc *doc, const bil_robustness *r, bil_text *out)
{
    if (r->states[BIL_WORLD_HELD] == 0) {
        return;
    }
    if (r->regret_worst_e9 == 0) {
        bil_text_add(out, r->below == 0 ? bil_doc_word(doc, BIL_W_ROBUST_FINE) : "");
        return;
    }
    bil_doc_sentence_add(doc, out, BIL_W_ROBUST_MEAN, points(doc, r->regret_mean_e9).text, NULL);
    bil_text_add(out, " ");
    bil_doc_sentence_add(doc, out, BIL_W_ROBUST_P90, points(doc, r->regret_p90_e9).text,
                         points(doc, r->regret_worst_e9).text);
}

void bil_doc_robust_say(const bil_doc *doc, bil_doc_robust_part part, bil_text *out)
{
    const bil_robustness *r = doc->options.robustness;
    const size_t *states = r->states;
    switch (part) {
    case BIL_DOC_ROBUST_LEAD:
        if (r->varies && r->world_count > 0) {
            bil_doc_sentence_add(doc, out, BIL_W_ROBUST_LEAD,
                                 bil_doc_number(doc, (int64_t)r->world_count).text, NULL);
        }
        break;
    case BIL_DOC_ROBUST_TRIED:
        tried(doc, r, out);
        break;
    case BIL_DOC_ROBUST_NO_PLAN:
        counted(doc, out, states[BIL_WORLD_NO_PLAN], r->world_count, BIL_W_ROBUST_NO_PLAN_ONE,
                BIL_W_ROBUST_NO_PLAN_MANY);
        break;
    case BIL_DOC_ROBUST_UNDECIDED:
        counted(doc, out, states[BIL_WORLD_UNDECIDED], r->world_count, BIL_W_ROBUST_UNDECIDED_ONE,
                BIL_W_ROBUST_UNDECIDED_MANY);
        break;
    case BIL_DOC_ROBUST_REGRET:
        regret(doc, r, out);
        break;
    case BIL_DOC_ROBUST_NOT_HELD:
        counted(doc, out, states[BIL_WORLD_NOT_HELD], r->world_count, BIL_W_ROBUST_NOT_HELD_ONE,
                BIL_W_ROBUST_NOT_HELD_MANY);
        break;
    case BIL_DOC_ROBUST_BELOW:
        counted(doc, out, r->below, r->world_count, BIL_W_ROBUST_BELOW_ONE,
                BIL_W_ROBUST_BELOW_MANY);
        break;
    case BIL_DOC_ROBUST_SEED:
        if (r->varies) {
            bil_doc_sentence_add(doc, out, BIL_W_ROBUST_SEED,
                                 bil_doc_number(doc, (int64_t)r->seed).text, NULL);
        }
        break;
    case BIL_DOC_ROBUST_PARTS:
        break;
    }
}

const bil_line *bil_doc_robust_line(const bil_doc *doc, size_t index)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_plan_phase *phase = &doc->plan->phases[t];
        if (index < phase->line_count) {
            return &phase->lines[index];
        }
        index -= phase->line_count;
    }
    BIL_ASSERT(false); /* made of another plan */
    return NULL;
}
