/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer_impl.h"
#include "data/document_table_impl.h"

typedef void (*sentence)(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out);

static void list(bil_text *out, const bil_doc *doc, const bil_answer *answer, size_t count,
                 sentence say)
{
    for (size_t i = 0; i < count; i++) {
        bil_text words;
        bil_text_init(&words);
        say(doc, answer, i, &words);
        bil_pen_field_text(out, doc, 4, "  •", &words);
    }
}

void bil_table_repairs(bil_text *out, const bil_doc *doc, const bil_repair *repairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bil_text words;
        bil_text number;
        bil_text_init(&words);
        bil_text_init(&number);
        bil_text_addf(&number, " %zu.", i + 1);
        bil_doc_repair(doc, &repairs[i], &words);
        out->failed = out->failed || number.failed;
        bil_pen_field_text(out, doc, 4, number.failed ? "" : number.bytes, &words);
        bil_text_release(&number);
    }
}

static void why(bil_text *out, const bil_doc *doc, const bil_answer *answer)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_COVERS));
    if (answer->need_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ANSWER_COVERS_NONE));
    }
    list(out, doc, answer, answer->need_count, bil_doc_answer_need);
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_PAYERS));
    if (answer->payer_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ANSWER_FREE));
    }
    list(out, doc, answer, answer->payer_count, bil_doc_answer_payer);
}

static void conflict_row(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out)
{
    bil_doc_conflict_words(doc, &answer->conflict[i], out);
}

/* What forbids it is worth a heading when nothing else answers the question. */
static bool shows_conflict(const bil_answer *answer)
{
    return answer->conflict_count > 0 && answer->other == NULL && answer->never == BIL_NEVER_NO;
}

static void body(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                 const bil_doc_changes *changes)
{
    const char *takes = bil_doc_answer_takes(doc, answer);
    if (answer->ask == BIL_ASK_WHY) {
        why(out, doc, answer);
    }
    if (shows_conflict(answer)) {
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_CONFLICT));
        list(out, doc, answer, answer->conflict_count, conflict_row);
    }
    if (takes != NULL && answer->ask != BIL_ASK_WHY) {
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_TAKES_TITLE));
        bil_pen_wrap(out, doc, 0, takes);
        bil_table_repairs(out, doc, answer->repairs, answer->repair_count);
    }
    if (answer->other != NULL) {
        const bil_changes_titles sides = bil_doc_answer_sides(doc, answer);
        bil_table_changes(out, doc, changes, &sides);
    }
    if (answer->next_count > 0) {
        bil_text_add(out, "\n");
        list(out, doc, answer, answer->next_count, bil_doc_answer_next);
    }
}

static void whole(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                  const bil_doc_changes *changes)
{
    bil_text title;
    bil_text_init(&title);
    bil_doc_answer_title(doc, answer, &title);
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_text_add(out, title.failed ? "" : title.bytes);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_addf(out, " · %s\n", doc->plan->case_id);
    out->failed = out->failed || title.failed;
    bil_text_release(&title);
    bil_pen_rule(out, doc, "━");
    bil_pen_wrap(out, doc, 0, bil_doc_answer_verdict(doc, answer));
    body(out, doc, answer, changes);
}

bil_status bil_document_answer_table(bil_text *out, const bil_answer *answer,
                                     const bil_case *person, const bil_document_options *options,
                                     bil_error *err)
{
    bil_text text;
    bil_doc doc;
    bil_doc_changes changes = {0};
    bil_text_init(&text);
    bil_status status = bil_doc_init(&doc, answer->plan, person, person->catalogue, options, err);
    if (status == BIL_OK && answer->other != NULL) {
        status = bil_doc_changes_of(&changes, &doc, &answer->difference, err);
    }
    if (status == BIL_OK) {
        whole(&text, &doc, answer, &changes);
        if (!text.failed) {
            bil_text_add_n(out, text.bytes, text.size);
        }
        status = text.failed || out->failed ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
