/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An amendment on the terminal. */
#include "data/document_amendment_impl.h"
#include "data/document_table_impl.h"

static void title(bil_text *out, const bil_doc *doc)
{
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_text_add(out, bil_doc_word(doc, BIL_W_AMENDMENT));
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_addf(out, " · %s\n", doc->plan->case_id);
    bil_pen_rule(out, doc, "━");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_PROPOSES));
}

static void summary(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    bil_text words;
    bil_text_init(&words);
    bil_doc_amendment_count(doc, a, &words);
    if (bil_doc_amendment_proven(doc, a)[0] != '\0') {
        bil_text_addf(&words, " %s", bil_doc_amendment_proven(doc, a));
    }
    bil_text_add(out, "\n");
    bil_pen_wrap_text(out, doc, 0, &words);
    bil_text_init(&words);
    bil_doc_amendment_score(doc, a, &words);
    bil_pen_wrap_text(out, doc, 0, &words);
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, bil_doc_amendment_check(doc)));
}

static void broken(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    if (a->broken.count == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_AMEND_BROKEN));
    for (size_t i = 0; i < a->broken.count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_broken(doc, &a->broken.items[i], &words);
        bil_pen_field_text(out, doc, 4, "  •", &words);
    }
}

static void reductions(bil_text *out, const bil_doc *doc, const bil_amendment *a)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_AMEND_REDUCTIONS));
    if (a->reduction_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_AMEND_NO_REDUCTION));
    }
    for (size_t i = 0; i < a->reduction_count; i++) {
        bil_text words;
        bil_text_init(&words);
        bil_doc_reduction(doc, &a->reductions[i], &words);
        bil_pen_field_text(out, doc, 4, "  •", &words);
    }
}

bil_status bil_document_amendment_table(bil_text *out, const bil_amendment *a,
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
        title(&text, &doc);
        summary(&text, &doc, a);
        broken(&text, &doc, a);
        if (!changes.same) {
            bil_table_changes(&text, &doc, &changes, NULL);
            reductions(&text, &doc, a);
        }
        status = bil_text_pass(out, &text, err);
    }
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
