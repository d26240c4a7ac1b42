/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_table_impl.h"

#include "data/document_answer_impl.h"

#include <string.h>

enum { LABEL = 17 };

static void title(bil_text *out, const bil_doc *doc)
{
    bil_pen_ink(out, doc, BIL_INK_STRONG);
    bil_text_addf(out, "%s", bil_doc_word(doc, BIL_W_TITLE));
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_addf(out, " · %s\n", doc->plan->case_id);
    bil_pen_rule(out, doc, "━");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_PROPOSES));
}

static void profile_field(bil_text *out, const bil_doc *doc)
{
    bil_profile profile = BIL_PROFILE_BALANCED;
    const char *name = doc->plan->profile != NULL ? doc->plan->profile : "";
    if (bil_profile_parse(&profile, name)) {
        name = bil_doc_text(doc, bil_profile_words(profile));
    }
    bil_pen_field(out, doc, LABEL, bil_doc_word(doc, BIL_W_PROFILE), name);
}

static void budget_field(bil_text *out, const bil_doc *doc)
{
    int64_t cents = doc->person->budget.public_monthly_cents;
    bil_text words;
    bil_text_init(&words);
    if (cents == BIL_UNLIMITED) {
        bil_text_add(&words, bil_doc_word(doc, BIL_W_NO_CEILING));
    } else {
        bil_text_addf(&words, "%s %s", bil_doc_money(doc, cents).text,
                      bil_doc_word(doc, BIL_W_A_MONTH));
    }
    bil_pen_field_text(out, doc, LABEL, bil_doc_word(doc, BIL_W_PUBLIC_BUDGET), &words);
}

static void outcome(bil_text *out, const bil_doc *doc)
{
    bil_text_add(out, "\n");
    bil_pen_field(out, doc, LABEL, bil_doc_word(doc, BIL_W_STATUS), bil_doc_status(doc).text);
    if (bil_doc_has_plan(doc)) {
        bil_doc_short score = bil_doc_percent_e9(doc, doc->plan->score_e9);
        bil_pen_field(out, doc, LABEL, "",
                      bil_doc_sentence(doc, BIL_W_SCORE_WORDS, score.text, NULL).text);
        bool below = bil_doc_any_below_floor(doc);
        bil_pen_ink(out, doc, below ? BIL_INK_WARN : BIL_INK_PLAIN);
        bil_pen_field(out, doc, LABEL, "",
                      bil_doc_word(doc, below ? BIL_W_FLOORS_UNMET : BIL_W_FLOORS_MET));
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
    }
    if (bil_doc_has_plan(doc)) {
        bil_pen_field(out, doc, LABEL, bil_doc_word(doc, BIL_W_CHECK),
                      bil_doc_word(doc, bil_doc_check_word(doc)));
    }
    profile_field(out, doc);
    budget_field(out, doc);
}

static void violations(bil_text *out, const bil_doc *doc)
{
    for (size_t i = 0; i < doc->plan->violation_count; i++) {
        const bil_violation *v = &doc->plan->violations[i];
        bil_pen_ink(out, doc, BIL_INK_BAD);
        bil_text_addf(out, "  %s", v->rule);
        bil_pen_ink(out, doc, BIL_INK_PLAIN);
        bil_text_addf(out, " · %s\n", bil_doc_where(doc, v->where).text);
        bil_pen_wrap(out, doc, 4, bil_doc_text(doc, v->text));
        bil_text words;
        bil_text_init(&words);
        bil_text_addf(&words, "%s %s, %s %s", bil_doc_word(doc, BIL_W_EXPECTED), v->expected,
                      bil_doc_word(doc, BIL_W_FOUND), v->found);
        bil_pen_wrap_text(out, doc, 4, &words);
    }
}

static void conflict(bil_text *out, const bil_doc *doc)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_CONFLICT));
    if (doc->plan->conflict_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_CONFLICT_NONE));
        return;
    }
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_CONFLICT_LEAD));
    for (size_t i = 0; i < doc->plan->conflict_count; i++) {
        const bil_conflict *member = &doc->plan->conflict[i];
        bil_text words;
        bil_text_init(&words);
        bil_doc_conflict_words(doc, member, &words);
        bil_pen_field_text(out, doc, 4, "  •", &words);
    }
    bil_text_add(out, "\n");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_CONFLICT_NEXT));
    if (doc->plan->repair_count > 0) {
        bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_REPAIRS));
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, bil_doc_repairs_lead(doc->plan)));
        bil_table_repairs(out, doc, doc->plan->repairs, doc->plan->repair_count);
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_REPAIRS_APPLY));
    }
}

static void unmet(bil_text *out, const bil_doc *doc)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_UNMET));
    if (doc->plan->unmet_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_UNMET_NONE));
        return;
    }
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_UNMET_LEAD));
    for (size_t i = 0; i < doc->plan->unmet_count; i++) {
        const bil_unmet *row = &doc->plan->unmet[i];
        bil_text why;
        bil_text_init(&why);
        bil_doc_phrase missing =
            bil_doc_quantity(doc, row->missing, bil_doc_need_unit(doc, row->need));
        bil_text_addf(&why, "%s: %s — ", bil_doc_need_name(doc, row->need, row->need_id),
                      missing.text);
        bil_doc_unmet_why(doc, row, &why);
        bil_pen_field_text(out, doc, 4, "  •", &why);
    }
}

static void rules(bil_text *out, const bil_doc *doc)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_RULES));
    if (doc->plan->rule_count == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_RULES_NONE));
        return;
    }
    for (size_t i = 0; i < doc->plan->rule_count; i++) {
        const char *id = doc->plan->rules[i];
        bil_index index = bil_catalogue_find_rule(doc->catalogue, id);
        if (index == BIL_NONE) {
            bil_text_addf(out, "%s\n", id);
            continue;
        }
        const bil_rule *rule = &doc->catalogue->rules[index];
        bil_pen_field(out, doc, 6, id, bil_doc_text(doc, rule->text));
        if (rule->legal_ref[0] != '\0') {
            bil_pen_ink(out, doc, BIL_INK_DIM);
            bil_pen_wrap(out, doc, 6, bil_doc_reference(doc, rule->legal_ref));
            bil_pen_ink(out, doc, BIL_INK_PLAIN);
        }
    }
}

typedef struct {
    bil_text *out;
    const bil_doc *doc;
} wrapping;

static void wrap_fact(void *context, const char *sentence)
{
    const wrapping *w = context;
    bil_pen_wrap(w->out, w->doc, 4, sentence);
}

static void hands(bil_text *out, const bil_doc *doc)
{
    wrapping w = {out, doc};
    if (doc->plan->override_count == 0) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_HANDS));
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_HANDS_LEAD));
    for (size_t i = 0; i < doc->plan->override_count; i++) {
        bil_text what;
        bil_text_init(&what);
        bil_doc_hand_what(doc, &doc->plan->overrides[i], &what);
        bil_pen_field_text(out, doc, 4, "  •", &what);
        out->failed =
            !bil_doc_hand_facts(doc, &doc->plan->overrides[i], wrap_fact, &w) || out->failed;
    }
}

static void prices(bil_text *out, const bil_doc *doc)
{
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_PRICES));
    static const char *const letters[BIL_DOC_CONFS] = {"S", "P", "G", "·"};
    for (size_t i = 0; i < BIL_DOC_CONFS; i++) {
        const bil_doc_confidence *row = &doc->confidence[i];
        if (row->services == 0) {
            continue;
        }
        bil_text_addf(out, "  %s  ", letters[i]);
        bil_pen_left(out, bil_doc_confidence_name(doc, i), 38);
        bil_pen_right(out, bil_doc_number(doc, (int64_t)row->services).text, 4);
        bil_pen_right(out, bil_doc_money(doc, row->whole_cents).text, 18);
        bil_text_add(out, "\n");
    }
    bool unsure = doc->confidence[BIL_DOC_CONF_G].services > 0;
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, unsure ? BIL_W_CONF_WARNING : BIL_W_CONF_FINE));
}

void bil_table_provenance(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    bil_text line;
    bil_text_init(&line);
    bil_text_addf(
        &line, "bilancia %s · %s %s (%.12s…) · %s %.12s… · %s", plan->engine, plan->catalogue_name,
        plan->catalogue_version, plan->catalogue_sha256, plan->case_id, plan->case_sha256,
        bil_doc_has_plan(doc) ? bil_doc_word(doc, plan->proven ? BIL_W_PROVEN : BIL_W_NOT_PROVEN)
                              : bil_doc_technical_status(doc));
    if (bil_doc_has_plan(doc)) {
        bil_text_addf(&line, ", %s %s, %s %s, %s %s", bil_doc_word(doc, BIL_W_GAP),
                      bil_doc_percent_e9(doc, plan->gap_e9).text, bil_doc_word(doc, BIL_W_SCORE),
                      bil_doc_decimal_e9(doc, plan->score_e9).text,
                      bil_doc_word(doc, BIL_W_SHORTFALL),
                      bil_doc_decimal_e9(doc, plan->shortfall_e9).text);
    }
    bil_pen_foot(out, doc, &line);
}

static void phases(bil_text *out, const bil_doc *doc)
{
    for (size_t t = 0; t < doc->phase_count; t++) {
        bil_text heading;
        bil_text_init(&heading);
        bil_text_addf(&heading, "%s · %s", bil_doc_phase_title(doc, t).text,
                      bil_doc_phase_dates(doc, t).text);
        out->failed = out->failed || heading.failed;
        if (!heading.failed) {
            bil_pen_heading(out, doc, heading.bytes);
        }
        bil_text_release(&heading);
        bil_table_lines(out, doc, t);
        bil_text_addf(out, "\n%s\n", bil_doc_word(doc, BIL_W_COVERAGE));
        bil_table_coverage(out, doc, t);
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_THE_BUDGET));
    bil_table_money(out, doc);
}

bil_status bil_document_table(bil_text *out, const bil_plan *plan, const bil_case *person,
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
    title(&text, &doc);
    outcome(&text, &doc);
    violations(&text, &doc);
    if (bil_doc_has_plan(&doc)) {
        phases(&text, &doc);
        unmet(&text, &doc);
        hands(&text, &doc);
        rules(&text, &doc);
        prices(&text, &doc);
        if (options->robustness != NULL) {
            bil_table_robust(&text, &doc);
        }
    } else if (plan->status == BIL_PLAN_INFEASIBLE) {
        conflict(&text, &doc);
    }
    bil_table_provenance(&text, &doc);
    status = bil_text_pass(out, &text, err);
out:
    bil_text_release(&text);
    bil_doc_release(&doc);
    return status;
}
