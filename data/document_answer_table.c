/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer_impl.h"
#include "data/document_table_impl.h"

static void list(bil_text *out, const bil_doc *doc, const bil_doc_items *items)
{
    static const char *const marks[BIL_DOC_LEVELS] = {"  •", "    –", "      ·"};
    for (size_t i = 0; i < items->count; i++) {
        const int level = items->items[i].level;
        bil_pen_field(out, doc, 4 + 2 * (size_t)level, marks[level], items->items[i].text);
    }
    out->failed = out->failed || items->failed;
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
    bil_doc_items covers = {.doc = doc};
    bil_doc_items payers = {.doc = doc};
    bil_doc_answer_covers(&covers, answer);
    bil_doc_answer_payers(&payers, answer);
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_COVERS));
    if (covers.count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ANSWER_COVERS_NONE));
    }
    list(out, doc, &covers);
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_PAYERS));
    if (payers.count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ANSWER_FREE));
    }
    list(out, doc, &payers);
}

/* What forbids it is worth a heading when nothing else answers the question. */
static bool shows_conflict(const bil_answer *answer)
{
    return answer->conflict_count > 0 && answer->other == NULL && answer->never == BIL_NEVER_NO;
}

static void other(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                  const bil_doc_changes *changes)
{
    const bil_changes_titles sides = bil_doc_answer_sides(doc, answer);
    bil_text words;
    bil_text_init(&words);
    bil_doc_answer_in_short(doc, answer, &words);
    bil_pen_heading(out, doc, bil_doc_word(doc, bil_doc_answer_other(answer)));
    bil_pen_wrap_text(out, doc, 0, &words);
    bil_table_changes(out, doc, changes, &sides);
}

static void body(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                 const bil_doc_changes *changes)
{
    const char *takes = bil_doc_answer_takes(doc, answer);
    bil_doc_items items = {.doc = doc};
    if (answer->ask == BIL_ASK_WHY) {
        why(out, doc, answer);
    }
    if (shows_conflict(answer)) {
        bil_doc_answer_conflict(&items, answer);
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_FORBIDS));
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ANSWER_FORBIDS_LEAD));
        list(out, doc, &items);
    }
    if (takes != NULL && answer->ask != BIL_ASK_WHY) {
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ANSWER_TAKES_TITLE));
        bil_pen_wrap(out, doc, 0, takes);
        bil_table_repairs(out, doc, answer->repairs, answer->repair_count);
    }
    if (answer->other != NULL) {
        other(out, doc, answer, changes);
    }
    if (answer->next_count > 0) {
        bil_doc_answer_next(&items, answer);
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_NEXT_PAYERS));
        list(out, doc, &items);
        if (bil_doc_answer_next_gives(answer)) {
            bil_text_add(out, "\n");
            bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_NEXT_GIVES));
        }
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
    bil_table_provenance(out, doc);
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
        status = bil_text_pass(out, &text, err);
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
