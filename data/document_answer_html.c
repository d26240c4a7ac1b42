/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer_impl.h"
#include "data/document_html_impl.h"

typedef void (*sentence)(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out);

static void item(bil_text *out, bil_text *words)
{
    BIL_HTML(out, "<li>{}</li>\n", words->failed ? "" : words->bytes);
    out->failed = out->failed || words->failed;
    bil_text_release(words);
}

static void list(bil_text *out, const bil_doc *doc, const bil_answer *answer, size_t count,
                 sentence say)
{
    bil_text_add(out, "<ul class=\"plain\">\n");
    for (size_t i = 0; i < count; i++) {
        bil_text words;
        bil_text_init(&words);
        say(doc, answer, i, &words);
        item(out, &words);
    }
    bil_text_add(out, "</ul>\n");
}

void bil_page_repairs(bil_text *out, const bil_doc *doc, const bil_repair *repairs, size_t count)
{
    if (count == 0) {
        return;
    }
    bil_text_add(out, "<ol class=\"conflict\">\n");
    for (size_t i = 0; i < count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_repair(doc, &repairs[i], &words);
        item(out, &words);
    }
    bil_text_add(out, "</ol>\n");
}

static void why(bil_text *out, const bil_doc *doc, const bil_answer *answer)
{
    bil_page_open(out, doc, "covers", BIL_W_ANSWER_COVERS);
    if (answer->need_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_ANSWER_COVERS_NONE));
    } else {
        list(out, doc, answer, answer->need_count, bil_doc_answer_need);
    }
    bil_page_close(out);
    bil_page_open(out, doc, "payers", BIL_W_ANSWER_PAYERS);
    if (answer->payer_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_ANSWER_FREE));
    } else {
        list(out, doc, answer, answer->payer_count, bil_doc_answer_payer);
    }
    bil_page_close(out);
}

static void conflict_row(const bil_doc *doc, const bil_answer *answer, size_t i, bil_text *out)
{
    bil_doc_conflict_words(doc, &answer->conflict[i], out);
}

static void body(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                 const bil_doc_changes *changes)
{
    const char *takes = bil_doc_answer_takes(doc, answer);
    if (answer->ask == BIL_ASK_WHY) {
        why(out, doc, answer);
    }
    if (answer->conflict_count > 0 && answer->other == NULL && answer->never == BIL_NEVER_NO) {
        bil_page_open(out, doc, "conflict", BIL_W_CONFLICT);
        list(out, doc, answer, answer->conflict_count, conflict_row);
        bil_page_close(out);
    }
    if (takes != NULL && answer->ask != BIL_ASK_WHY) {
        bil_page_open(out, doc, "takes", BIL_W_ANSWER_TAKES_TITLE);
        BIL_HTML(out, "<p>{}</p>\n", takes);
        bil_page_repairs(out, doc, answer->repairs, answer->repair_count);
        bil_page_close(out);
    }
    if (answer->other != NULL) {
        const bil_changes_titles sides = bil_doc_answer_sides(doc, answer);
        bil_page_changes(out, doc, changes, &sides);
    }
    if (answer->next_count > 0) {
        bil_page_open(out, doc, "next", BIL_W_ANSWER_NEXT);
        list(out, doc, answer, answer->next_count, bil_doc_answer_next);
        bil_page_close(out);
    }
}

static void whole(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                  const bil_doc_changes *changes)
{
    bil_text title;
    bil_text_init(&title);
    bil_doc_answer_title(doc, answer, &title);
    const char *words = title.failed ? "" : title.bytes;
    bil_page_head_of(out, doc, words);
    BIL_HTML(out,
             "<header>\n<p class=\"kicker\">{} · {}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n"
             "</header>\n<main>\n",
             bil_doc_word(doc, BIL_W_KICKER), doc->plan->case_id, words,
             bil_doc_answer_verdict(doc, answer));
    body(out, doc, answer, changes);
    BIL_HTML(out, "<p class=\"note\">{}</p>\n</main>\n</div>\n</body>\n</html>\n",
             bil_doc_word(doc, BIL_W_PROPOSES));
    out->failed = out->failed || title.failed;
    bil_text_release(&title);
}

bil_status bil_document_answer_html(bil_text *out, const bil_answer *answer, const bil_case *person,
                                    const bil_document_options *options, bil_error *err)
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
