/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer_impl.h"
#include "data/document_html_impl.h"

static void item(bil_text *out, bil_text *words)
{
    BIL_HTML(out, "<li>{}</li>\n", words->failed ? "" : words->bytes);
    out->failed = out->failed || words->failed;
    bil_text_release(words);
}

/* Rows under a row are a list inside its item. */
static void list(bil_text *out, const bil_doc_items *items)
{
    int open = -1;
    for (size_t i = 0; i < items->count; i++) {
        const int level = items->items[i].level;
        for (; open > level; open--) {
            bil_text_add(out, "</li>\n</ul>\n");
        }
        if (open == level) {
            bil_text_add(out, "</li>\n");
        }
        for (; open < level; open++) {
            bil_text_add(out, "<ul class=\"plain\">\n");
        }
        BIL_HTML(out, "<li>{}", items->items[i].text);
    }
    for (; open >= 0; open--) {
        bil_text_add(out, "</li>\n</ul>\n");
    }
    out->failed = out->failed || items->failed;
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
    bil_doc_items covers = {.doc = doc};
    bil_doc_items payers = {.doc = doc};
    bil_doc_answer_covers(&covers, answer);
    bil_doc_answer_payers(&payers, answer);
    bil_page_open(out, doc, "covers", BIL_W_ANSWER_COVERS);
    if (covers.count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_ANSWER_COVERS_NONE));
    }
    list(out, &covers);
    bil_page_close(out);
    bil_page_open(out, doc, "payers", BIL_W_ANSWER_PAYERS);
    if (payers.count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_ANSWER_FREE));
    }
    list(out, &payers);
    bil_page_close(out);
}

static void other(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                  const bil_doc_changes *changes)
{
    bil_changes_titles sides = bil_doc_answer_sides(doc, answer);
    bil_text words;
    bil_text_init(&words);
    bil_doc_answer_in_short(doc, answer, &words);
    bil_page_open(out, doc, "other", bil_doc_answer_other(answer));
    BIL_HTML(out, "<p>{}</p>\n", words.failed ? "" : words.bytes);
    out->failed = out->failed || words.failed;
    bil_text_release(&words);
    sides.inner = true;
    bil_page_changes(out, doc, changes, &sides);
    bil_page_close(out);
}

static void body(bil_text *out, const bil_doc *doc, const bil_answer *answer,
                 const bil_doc_changes *changes)
{
    const char *takes = bil_doc_answer_takes(doc, answer);
    bil_doc_items items = {.doc = doc};
    if (answer->ask == BIL_ASK_WHY) {
        why(out, doc, answer);
    }
    if (answer->conflict_count > 0 && answer->other == NULL && answer->never == BIL_NEVER_NO) {
        bil_doc_answer_conflict(&items, answer);
        bil_page_open(out, doc, "conflict", BIL_W_ANSWER_FORBIDS);
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_ANSWER_FORBIDS_LEAD));
        list(out, &items);
        bil_page_close(out);
    }
    if (takes != NULL && answer->ask != BIL_ASK_WHY) {
        bil_page_open(out, doc, "takes", BIL_W_ANSWER_TAKES_TITLE);
        BIL_HTML(out, "<p>{}</p>\n", takes);
        bil_page_repairs(out, doc, answer->repairs, answer->repair_count);
        bil_page_close(out);
    }
    if (answer->other != NULL) {
        other(out, doc, answer, changes);
    }
    if (answer->next_count > 0) {
        bil_doc_answer_next(&items, answer);
        bil_page_open(out, doc, "next", BIL_W_NEXT_PAYERS);
        list(out, &items);
        if (bil_doc_answer_next_gives(answer)) {
            BIL_HTML(out, "<p class=\"note\">{}</p>\n", bil_doc_word(doc, BIL_W_NEXT_GIVES));
        }
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
    bil_page_provenance(out, doc);
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
        status = bil_text_pass(out, &text, err);
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
