/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays uncovered, rules, certainty of prices, provenance, signatures. */
#include "data/document_html_impl.h"

void bil_page_unmet(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    bil_page_open(out, doc, "unmet", BIL_W_UNMET);
    if (plan->unmet_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_UNMET_NONE));
        bil_page_close(out);
        return;
    }
    bil_page_frame(out, bil_doc_word(doc, BIL_W_UNMET_LEAD));
    BIL_HTML(out, "<table>\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_UNMET_LEAD));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_NEED));
    bil_page_head(out, "q", bil_doc_word(doc, BIL_W_MISSING));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_WHY));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < plan->unmet_count; i++) {
        const bil_unmet *row = &plan->unmet[i];
        bil_text why;
        bil_text_init(&why);
        bil_doc_unmet_why(doc, row, &why);
        out->failed = out->failed || why.failed;
        BIL_HTML(out, "<tr><th scope=\"row\">{}</th><td class=\"q\">{}</td><td>{}</td></tr>\n",
                 bil_doc_need_name(doc, row->need, row->need_id),
                 bil_doc_quantity(doc, row->missing, bil_doc_need_unit(doc, row->need)).text,
                 why.failed ? "" : why.bytes);
        bil_text_release(&why);
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    bil_page_close(out);
}

static void fact_item(void *context, const char *sentence)
{
    BIL_HTML((bil_text *)context, "<li>{}</li>\n", sentence);
}

void bil_page_hands(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    if (plan->override_count == 0) {
        return;
    }
    bil_page_open(out, doc, "hands", BIL_W_HANDS);
    BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_HANDS_LEAD));
    for (size_t i = 0; i < plan->override_count; i++) {
        bil_text what;
        bil_text_init(&what);
        bil_doc_hand_what(doc, &plan->overrides[i], &what);
        BIL_HTML(out, "<h3>{}</h3>\n<ul>\n", what.failed ? "" : what.bytes);
        const bool told = bil_doc_hand_facts(doc, &plan->overrides[i], fact_item, out);
        out->failed = out->failed || what.failed || !told;
        bil_text_add(out, "</ul>\n");
        bil_text_release(&what);
    }
    bil_page_close(out);
}

static void rule_row(bil_text *out, const bil_doc *doc, const char *id)
{
    bil_index index = bil_catalogue_find_rule(doc->catalogue, id);
    if (index == BIL_NONE) {
        BIL_HTML(out, "<tr><th scope=\"row\">{}</th><td></td><td></td></tr>\n", id);
        return;
    }
    const bil_rule *rule = &doc->catalogue->rules[index];
    BIL_HTML(out, "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"ref\">{}", id,
             bil_doc_text(doc, rule->text), bil_doc_reference(doc, rule->legal_ref));
    if (rule->confidence == 'G' && rule->legal_ref == bil_doc_reference(doc, rule->legal_ref)) {
        BIL_HTML(out, "<span class=\"meta\">{}</span>", bil_doc_word(doc, BIL_W_UNVERIFIED_MARK));
    }
    bil_text_add(out, "</td></tr>\n");
}

void bil_page_rules(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    bil_page_open(out, doc, "rules", BIL_W_RULES);
    if (plan->rule_count == 0) {
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, BIL_W_RULES_NONE));
        bil_page_close(out);
        return;
    }
    bil_page_frame(out, bil_doc_word(doc, BIL_W_RULES_LEAD));
    BIL_HTML(out, "<table>\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_RULES_LEAD));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_RULE));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_RULE_SAYS));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_LEGAL_REF));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < plan->rule_count; i++) {
        rule_row(out, doc, plan->rules[i]);
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    bil_page_close(out);
}

void bil_page_prices(bil_text *out, const bil_doc *doc)
{
    static const char *const letters[BIL_DOC_CONFS] = {"S · ", "P · ", "G · ", ""};
    bil_page_open(out, doc, "prices", BIL_W_PRICES);
    bil_page_frame(out, bil_doc_word(doc, BIL_W_CONF_CAPTION));
    BIL_HTML(out, "<table class=\"whole\">\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_CONF_CAPTION));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_CONF_COLUMN));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_CONF_COUNT));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_CONF_MONEY));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < BIL_DOC_CONFS; i++) {
        const bil_doc_confidence *row = &doc->confidence[i];
        if (i == BIL_DOC_CONF_LIST && row->services == 0) {
            continue;
        }
        BIL_HTML(out, "<tr><th scope=\"row\">{}{}</th><td class=\"n\">{}</td>", letters[i],
                 bil_doc_confidence_name(doc, i), bil_doc_number(doc, (int64_t)row->services).text);
        bil_page_money(out, doc, row->whole_cents);
        bil_text_add(out, "</tr>\n");
    }
    bool unsure = doc->confidence[BIL_DOC_CONF_G].services > 0;
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    BIL_HTML(out, "<p class=\"{}\">{}</p>\n", unsure ? "warn-text" : "",
             bil_doc_word(doc, unsure ? BIL_W_CONF_WARNING : BIL_W_CONF_FINE));
    bil_page_close(out);
}

static void source_fact(bil_text *out, const bil_doc *doc, bil_word label, const char *value)
{
    BIL_HTML(out, "<dt>{}</dt><dd>{}</dd>\n", bil_doc_word(doc, label), value);
}

void bil_page_provenance(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    bil_page_open(out, doc, "source", BIL_W_PROVENANCE);
    bil_text_add(out, "<dl class=\"source\">\n");
    BIL_HTML(out, "<dt>{}</dt><dd>{}, {} {}</dd>\n", bil_doc_word(doc, BIL_W_CATALOGUE),
             plan->catalogue_name, bil_doc_word(doc, BIL_W_VERSION), plan->catalogue_version);
    source_fact(out, doc, BIL_W_CATALOGUE_FINGERPRINT, plan->catalogue_sha256);
    source_fact(out, doc, BIL_W_CASE_FINGERPRINT, plan->case_sha256);
    BIL_HTML(out, "<dt>{}</dt><dd>bilancia {}</dd>\n", bil_doc_word(doc, BIL_W_ENGINE),
             plan->engine);
    if (doc->options.printed_on != 0) {
        source_fact(out, doc, BIL_W_PRINTED_ON, bil_doc_date(doc, doc->options.printed_on).text);
    }
    BIL_HTML(out, "<dt>{}</dt><dd>{}", bil_doc_word(doc, BIL_W_TECHNICAL),
             bil_doc_technical_status(doc));
    if (bil_doc_has_plan(doc)) {
        BIL_HTML(out, ", {}; {} {}; {} {}; {} {}",
                 bil_doc_word(doc, plan->proven ? BIL_W_PROVEN : BIL_W_NOT_PROVEN),
                 bil_doc_word(doc, BIL_W_GAP), bil_doc_percent_e9(doc, plan->gap_e9).text,
                 bil_doc_word(doc, BIL_W_SCORE), bil_doc_decimal_e9(doc, plan->score_e9).text,
                 bil_doc_word(doc, BIL_W_SHORTFALL),
                 bil_doc_decimal_e9(doc, plan->shortfall_e9).text);
    }
    bil_text_add(out, "</dd>\n</dl>\n");
    bil_page_close(out);
}

static void signature(bil_text *out, const bil_doc *doc, bil_word who)
{
    BIL_HTML(out,
             "<li><strong>{}</strong>"
             "<span class=\"field\">{} <span class=\"blank\"></span></span>"
             "<span class=\"field\">{} <span class=\"blank\"></span></span></li>\n",
             bil_doc_word(doc, who), bil_doc_word(doc, BIL_W_SIGN_NAME),
             bil_doc_word(doc, BIL_W_SIGN_HERE));
}

static void dates(bil_text *out, const bil_doc *doc)
{
    BIL_HTML(out,
             "<li><span class=\"field\">{} <span class=\"blank\"></span></span>"
             "<span class=\"field\">{} <span class=\"blank\"></span></span></li>\n",
             bil_doc_word(doc, BIL_W_SIGN_DATE), bil_doc_word(doc, BIL_W_SIGN_CHECK));
}

void bil_page_signatures(bil_text *out, const bil_doc *doc)
{
    bil_text_add(out, "<div class=\"together\">\n");
    bil_page_open(out, doc, "signatures", BIL_W_SIGNATURES);
    BIL_HTML(out, "<p>{}</p>\n<ul class=\"signs\">\n", bil_doc_word(doc, BIL_W_SIGN_LEAD));
    signature(out, doc, BIL_W_SIGN_PERSON);
    signature(out, doc, BIL_W_SIGN_MANAGER);
    signature(out, doc, BIL_W_SIGN_HEALTH);
    signature(out, doc, BIL_W_SIGN_SOCIAL);
    signature(out, doc, BIL_W_SIGN_COMANAGER);
    dates(out, doc);
    bil_text_add(out, "</ul>\n");
    bil_page_close(out);
    bil_text_add(out, "</div>\n");
}
