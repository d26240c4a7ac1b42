/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The persons of an allocation, one by one: who waits and for what, who was left out, everybody. */
#include "data/document_allocation_impl.h"

#include <string.h>

enum { BULLET = 4, ID = 16, STATE = 15, TODAY = 9, SHARE = 15, MONEY = 17, LINES = 7 };

static size_t most(bool all)
{
    return all ? SIZE_MAX : (size_t)BIL_DOCUMENT_ALLOCATION_NAMED;
}

/* "And 3 more persons". */
static void put_more(bil_text *out, const bil_doc *doc, size_t count, size_t shown)
{
    if (count > shown) {
        const size_t more = count - shown;
        bil_pen_wrap(out, doc, 0,
                     bil_doc_sentence(doc, more == 1 ? BIL_W_ALLOC_MORE_ONE : BIL_W_ALLOC_MORE_MANY,
                                      bil_doc_number(doc, (int64_t)more).text, NULL)
                         .text);
    }
}

/* ---- who has less than before ---- */

void bil_allocation_put_less(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                             bool all)
{
    size_t shown = 0;
    if (r->less_than_before == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_LESS));
    for (size_t i = 0; i < r->person_count && shown < most(all); i++) {
        const bil_allotted_person *person = &r->persons[i];
        if (person->less) {
            bil_text words;
            bil_text_init(&words);
            bil_text_addf(&words, "%s: ", person->id);
            bil_doc_sentence_add(doc, &words, BIL_W_ALLOC_BEFORE_NOW,
                                 bil_doc_percent_e9(doc, person->before_e9).text,
                                 bil_doc_percent_e9(doc, person->score_e9).text);
            bil_pen_field_text(out, doc, BULLET, "  •", &words);
            shown++;
        }
    }
    put_more(out, doc, r->less_than_before, shown);
}

/* ---- who waits ---- */

static bool same_limit(const bil_shared_result *a, const bil_shared_result *b)
{
    return a->pool == b->pool && a->provider == b->provider && strcmp(a->code, b->code) == 0;
}

/* The same quantity of the same place month after month is said once. */
static size_t put_one_lacking(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                              const bil_allotted_person *person, size_t index)
{
    const bil_lacking *lacking = &person->lacking[index];
    bil_shared_result row = r->shared[lacking->shared];
    size_t next = index + 1;
    for (; !row.pool && next < person->lacking_count; next++) {
        const bil_shared_result *other = &r->shared[person->lacking[next].shared];
        if (!same_limit(&row, other) || other->from != row.from + row.months ||
            person->lacking[next].amount != lacking->amount) {
            break;
        }
        row.months += other->months;
    }
    bil_text_addf(out, "%s ", bil_allocation_name(doc, &row));
    if (row.pool) {
        bil_text_add(out, bil_doc_money(doc, lacking->amount).text);
    } else {
        bil_text_addf(
            out, "%s %s",
            bil_doc_quantity(doc, lacking->amount * 100, bil_allocation_unit(doc, &row)).text,
            bil_doc_word(doc, BIL_W_A_MONTH));
    }
    bil_text_addf(out, " (%s)",
                  bil_doc_sentence(doc, BIL_W_ALLOC_SPAN,
                                   bil_allocation_months(doc, row.from, row.months).text, NULL)
                      .text);
    return next;
}

static void put_waiting(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                        const bil_allotted_person *person)
{
    static const bil_word lacks[] = {[BIL_WAITS_MONEY] = BIL_W_ALLOC_LACKS_MONEY,
                                     [BIL_WAITS_PLACE] = BIL_W_ALLOC_LACKS_PLACE,
                                     [BIL_WAITS_BOTH] = BIL_W_ALLOC_LACKS_BOTH,
                                     [BIL_WAITS_STOPPED] = BIL_W_ALLOC_STOPPED_BEFORE};
    const bil_doc_short today = bil_doc_percent_e9(doc, person->score_e9);
    bil_text words;
    bil_text_init(&words);
    bil_text_addf(&words, "%s: ", person->id);
    if (person->lacking_score_e9 > person->score_e9) {
        bil_doc_sentence_add(doc, &words, BIL_W_ALLOC_FROM_TO, today.text,
                             bil_doc_percent_e9(doc, person->lacking_score_e9).text);
    } else {
        bil_doc_sentence_add(doc, &words, BIL_W_ALLOC_TODAY_ONLY, today.text, NULL);
    }
    if (person->waits != BIL_WAITS_NOT) {
        bil_text_addf(&words, "; %s", bil_doc_word(doc, lacks[person->waits]));
    }
    for (size_t i = 0; i < person->lacking_count;) {
        bil_text_add(&words, i == 0 ? ": " : "; ");
        i = put_one_lacking(&words, doc, r, person, i);
    }
    bil_pen_field_text(out, doc, BULLET, "  •", &words);
}

void bil_allocation_put_waiting(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                                bool all)
{
    const size_t count = r->by_status[BIL_ALLOTTED_WAITING];
    size_t shown = 0;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_WAITING));
    if (count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_WAITING_NONE));
        return;
    }
    bil_pen_wrap(out, doc, 0,
                 bil_doc_word(doc, r->by_waits[BIL_WAITS_STOPPED] > 0 ? BIL_W_ALLOC_WAITING_STOPPED
                                                                      : BIL_W_ALLOC_WAITING_LEAD));
    for (size_t i = 0; i < r->person_count && shown < most(all); i++) {
        if (r->persons[i].status == BIL_ALLOTTED_WAITING) {
            put_waiting(out, doc, r, &r->persons[i]);
            shown++;
        }
    }
    put_more(out, doc, count, shown);
}

/* ---- who was left out ---- */

static void put_those(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                      bil_allotted_status status, bool all)
{
    const bool failed = status == BIL_ALLOTTED_FAILED;
    const size_t count = r->by_status[status];
    size_t shown = 0;
    if (count == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, failed ? BIL_W_ALLOC_FAILED : BIL_W_ALLOC_NO_PLAN));
    bil_pen_wrap(out, doc, 0,
                 bil_doc_word(doc, failed ? BIL_W_ALLOC_FAILED_LEAD : BIL_W_ALLOC_NO_PLAN_LEAD));
    for (size_t i = 0; i < r->person_count && shown < most(all); i++) {
        const bil_allotted_person *person = &r->persons[i];
        if (person->status != status) {
            continue;
        }
        shown++;
        bil_text words;
        bil_text_init(&words);
        bil_text_add(&words, person->id);
        if (failed && person->why[0] != '\0') {
            bil_text_addf(&words, ": %s", person->why);
        }
        bil_pen_field_text(out, doc, BULLET, "  •", &words);
    }
    put_more(out, doc, count, shown);
}

void bil_allocation_put_left_out(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                                 bool all)
{
    put_those(out, doc, r, BIL_ALLOTTED_NONE, all);
    put_those(out, doc, r, BIL_ALLOTTED_FAILED, all);
}

/* ---- everybody ---- */

static void put_person(bil_text *out, const bil_doc *doc, const bil_allotted_person *person)
{
    static const bil_word states[] = {[BIL_ALLOTTED_PLAN] = BIL_W_ALLOC_ST_PLAN,
                                      [BIL_ALLOTTED_TODAY] = BIL_W_ALLOC_ST_TODAY,
                                      [BIL_ALLOTTED_WAITING] = BIL_W_ALLOC_ST_WAITING,
                                      [BIL_ALLOTTED_NONE] = BIL_W_ALLOC_ST_NONE,
                                      [BIL_ALLOTTED_FAILED] = BIL_W_ALLOC_ST_FAILED};
    const bool none = person->status == BIL_ALLOTTED_NONE;
    bil_pen_left(out, person->id, ID);
    if (bil_utf8_length(person->id) >= ID) {
        bil_text_add(out, "\n");
        bil_pen_spaces(out, ID);
    }
    bil_pen_left(out, bil_doc_word(doc, states[person->status]), STATE);
    bil_pen_right(out, none ? "–" : bil_doc_percent_e9(doc, person->today_e9).text, TODAY);
    bil_pen_right(out, none ? "–" : bil_doc_percent_e9(doc, person->score_e9).text, SHARE);
    bil_pen_right(out, none ? "–" : bil_doc_money(doc, person->public_cents).text, MONEY);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)person->lines).text, LINES);
    bil_text_add(out, "\n");
}

void bil_allocation_put_everybody(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_EVERYBODY));
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_PERSON), ID);
    bil_pen_left(out, bil_doc_word(doc, BIL_W_STATUS), STATE);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_TODAY), TODAY);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_WITH_PLAN), SHARE);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_PUBLIC_MONEY), MONEY);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_LINES), LINES);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
    for (size_t i = 0; i < r->person_count; i++) {
        put_person(out, doc, &r->persons[i]);
    }
}
