/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_html_impl.h"

void bil_page_open(bil_text *out, const bil_doc *doc, const char *id, bil_word title)
{
    BIL_HTML(out, "<section aria-labelledby=\"{}\">\n<h2 id=\"{}\">{}</h2>\n", id, id,
             bil_doc_word(doc, title));
}

void bil_page_close(bil_text *out)
{
    bil_text_add(out, "</section>\n");
}

void bil_page_frame(bil_text *out, const char *label)
{
    BIL_HTML(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n",
             label);
}

void bil_page_frame_close(bil_text *out)
{
    bil_text_add(out, "</div>\n");
}

void bil_page_head(bil_text *out, const char *class_name, const char *words)
{
    BIL_HTML(out, "<th scope=\"col\" class=\"{}\">{}</th>", class_name, words);
}

void bil_page_money(bil_text *out, const bil_doc *doc, int64_t cents)
{
    BIL_HTML(out, "<td class=\"n{}\">{}</td>", cents == 0 ? " zero" : "",
             bil_doc_money(doc, cents).text);
}

void bil_page_head_of(bil_text *out, const bil_doc *doc, const char *title)
{
    const char *lang = doc->options.lang == BIL_LANG_IT ? "it" : "en";
    BIL_HTML(out,
             "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'\">\n<meta name=\"robots\" content=\"noindex\">\n"
             "<meta name=\"generator\" content=\"bilancia {}\">\n"
             "<title>{} · {}</title>\n",
             lang, doc->plan->engine, title, doc->plan->case_id);
    bil_page_style(out, doc);
    bil_text_add(out, "</head>\n<body>\n");
    bil_page_patterns(out);
    bil_text_add(out, "<div class=\"sheet\">\n");
}

static void cover(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out,
             "<header>\n<p class=\"kicker\">{}</p>\n<h1>{} {}</h1>\n<p class=\"lead\">{}</p>\n",
             bil_doc_word(doc, BIL_W_KICKER), bil_doc_word(doc, BIL_W_PROPOSAL_FOR),
             doc->plan->case_id, bil_doc_word(doc, BIL_W_PROPOSES));
    BIL_HTML(out, "<p class=\"note\">{}</p>\n</header>\n", bil_doc_word(doc, BIL_W_PROPOSES_LONG));
}

static void whole_page(bil_text *out, const bil_doc *doc)
{
    bil_page_head_of(out, doc, bil_doc_word(doc, BIL_W_TITLE));
    cover(out, doc);
    bil_text_add(out, "<main>\n");
    bil_page_summary(out, doc);
    if (bil_doc_has_plan(doc)) {
        bil_page_phases(out, doc);
        bil_page_budget(out, doc);
        bil_page_coverage(out, doc);
        bil_page_unmet(out, doc);
        bil_page_hands(out, doc);
        bil_page_rules(out, doc);
        bil_page_prices(out, doc);
        if (doc->options.robustness != NULL) {
            bil_page_robust(out, doc);
        }
    } else if (doc->plan->status == BIL_PLAN_INFEASIBLE) {
        bil_page_conflict(out, doc);
    }
    bil_page_provenance(out, doc);
    if (bil_doc_has_plan(doc)) {
        bil_page_signatures(out, doc);
        bil_page_easy(out, doc);
    }
    bil_text_add(out, "</main>\n</div>\n</body>\n</html>\n");
}

bil_status bil_document_html(bil_text *out, const bil_plan *plan, const bil_case *person,
                             const bil_catalogue *catalogue, const bil_document_options *options,
                             bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_doc doc;
    bil_status status = bil_doc_init(&doc, plan, person, catalogue, options, err);
    if (status != BIL_OK) {
        goto out;
    }
    whole_page(&text, &doc);
    status = bil_text_pass(out, &text, err);
out:
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
