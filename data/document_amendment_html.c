/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An amendment as a page to print and sign. */
#include "data/document_amendment_impl.h"
#include "data/document_html_impl.h"

/* An element around words built for the occasion, which are released. */
static void element(bil_text *out, const char *pattern, bil_text *words)
{
    const char *const values[] = {words->failed || words->bytes == NULL ? "" : words->bytes, NULL};
    bil_html_fill(out, pattern, values);
    out->failed = out->failed || words->failed;
    bil_text_release(words);
}

static void cover(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    bil_text words;
    BIL_HTML(out,
             "<header>\n<p class=\"kicker\">{}</p>\n<h1>{} · {}</h1>\n<p class=\"lead\">{}</p>\n",
             bil_doc_word(doc, BIL_W_KICKER), bil_doc_word(doc, BIL_W_AMENDMENT),
             doc->plan->case_id, bil_doc_word(doc, BIL_W_PROPOSES));
    bil_text_add(out, "<div class=\"verdict\">\n");
    bil_text_init(&words);
    bil_doc_amendment_count(doc, a, &words);
    element(out, "<p><strong>{}</strong></p>\n", &words);
    if (bil_doc_amendment_proven(doc, a)[0] != '\0') {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_amendment_proven(doc, a));
    }
    bil_text_init(&words);
    bil_doc_amendment_score(doc, a, &words);
    element(out, "<p>{}</p>\n", &words);
    BIL_HTML(out, "<p>{}</p>\n</div>\n", bil_doc_word(doc, bil_doc_amendment_check(doc)));
    BIL_HTML(out, "<p class=\"note\">{}</p>\n</header>\n", bil_doc_word(doc, BIL_W_AMEND_LEAD));
}

static void broken(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    if (a->broken.count == 0) {
        return;
    }
    bil_page_open(out, doc, "broken", BIL_W_AMEND_BROKEN);
    bil_text_add(out, "<ul class=\"plain\">\n");
    for (size_t i = 0; i < a->broken.count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_broken(doc, &a->broken.items[i], &words);
        element(out, "<li>{}</li>\n", &words);
    }
    bil_text_add(out, "</ul>\n");
    bil_page_close(out);
}

static void reductions(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    bil_page_open(out, doc, "reductions", BIL_W_AMEND_REDUCTIONS);
    if (a->reduction_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_AMEND_NO_REDUCTION));
    } else {
        bil_text_add(out, "<ul class=\"plain\">\n");
        for (size_t i = 0; i < a->reduction_count; i++) {
            bil_text words;
            bil_text_init(&words);
            bil_doc_reduction(doc, &a->reductions[i], &words);
            element(out, "<li>{}</li>\n", &words);
        }
        bil_text_add(out, "</ul>\n");
    }
    bil_page_close(out);
}

static void whole_page(bil_text *out, const bil_doc *doc, const bil_amendment *a,
                       const bil_doc_changes *changes)
{
    bil_page_head_of(out, doc, bil_doc_word(doc, BIL_W_AMENDMENT));
    cover(out, doc, a);
    bil_text_add(out, "<main>\n");
    broken(out, doc, a);
    if (!changes->same) {
        bil_page_changes(out, doc, changes, NULL);
        reductions(out, doc, a);
    }
    bil_page_phases(out, doc);
    bil_page_budget(out, doc);
    bil_page_unmet(out, doc);
    bil_page_provenance(out, doc);
    bil_page_signatures(out, doc);
    bil_text_add(out, "</main>\n</div>\n</body>\n</html>\n");
}

bil_status bil_document_amendment_html(bil_text *out, const bil_amendment *a,
                                       const bil_case *person, const bil_document_options *options,
                                       bil_error *err)
{
    bil_text text;
    bil_doc doc;
    bil_doc_changes changes;
    bil_text_init(&text);
    bil_status status = bil_doc_init(&doc, a->plan, person, person->catalogue, options, err);
    if (status == BIL_OK) {
        status = bil_doc_contract_of(&changes, &doc, &a->difference, err);
    }
    if (status == BIL_OK) {
        whole_page(&text, &doc, a, &changes);
        status = bil_text_pass(out, &text, err);
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
