/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The top of the page: outcome, key figures, facts of the case; or why there is no plan. */
#include "data/document_html_impl.h"

#include "data/document_answer_impl.h"

#include <stdio.h>
#include <string.h>

static void fact(bil_text *out, const bil_doc *doc, bil_word label, const char *value)
{
    BIL_HTML(out, "<div><dt>{}</dt><dd>{}</dd></div>\n", bil_doc_word(doc, label), value);
}

static void verdict(bil_text *out, const bil_doc *doc)
{
    bool calm =
        doc->plan->status == BIL_PLAN_OPTIMAL && doc->plan->checked && doc->plan->check_passed;
    BIL_HTML(out, "<div class=\"verdict{}\">\n<p><strong>{}</strong></p>\n", calm ? "" : " warn",
             bil_doc_status(doc).text);
    if (bil_doc_has_plan(doc)) {
        bil_doc_short score = bil_doc_percent_e9(doc, doc->plan->score_e9);
        bool below = bil_doc_any_below_floor(doc);
        BIL_HTML(out, "<p>{}</p>\n<p class=\"{}\">{}</p>\n",
                 bil_doc_sentence(doc, BIL_W_SCORE_WORDS, score.text, NULL).text,
                 below ? "warn-text" : "",
                 bil_doc_word(doc, below ? BIL_W_FLOORS_UNMET : BIL_W_FLOORS_MET));
    }
    bil_word check = bil_doc_check_word(doc);
    if (bil_doc_has_plan(doc)) {
        BIL_HTML(out, "<p class=\"{}\">{}: {}</p>\n",
                 check == BIL_W_CHECK_FAILED ? "warn-text" : "", bil_doc_word(doc, BIL_W_CHECK),
                 bil_doc_word(doc, check));
    }
    if (doc->plan->violation_count > 0) {
        bil_text_add(out, "<ul class=\"plain\">\n");
        for (size_t i = 0; i < doc->plan->violation_count; i++) {
            const bil_violation *v = &doc->plan->violations[i];
            BIL_HTML(out, "<li><strong>{}</strong> · {} · {} ({} {}, {} {})</li>\n", v->rule,
                     bil_doc_where(doc, v->where).text, bil_doc_text(doc, v->text),
                     bil_doc_word(doc, BIL_W_EXPECTED), v->expected, bil_doc_word(doc, BIL_W_FOUND),
                     v->found);
        }
        bil_text_add(out, "</ul>\n");
    }
    bil_text_add(out, "</div>\n");
}

static void key_figures(bil_text *out, const bil_doc *doc)
{
    bil_page_frame(out, bil_doc_word(doc, BIL_W_KEY_CAPTION));
    BIL_HTML(out, "<table class=\"whole\">\n<caption>{}</caption>\n<thead><tr>",
             bil_doc_word(doc, BIL_W_KEY_CAPTION));
    bil_page_head(out, "", bil_doc_word(doc, BIL_W_PERIOD));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_COST));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_PUBLIC_MONEY));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_PERSON_FAMILY));
    bil_page_head(out, "n", bil_doc_word(doc, BIL_W_LEFT));
    bil_text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t t = 0; t < doc->phase_count; t++) {
        const bil_totals *sums = &doc->plan->phases[t].totals;
        BIL_HTML(out, "<tr><th scope=\"row\">{}<span class=\"meta\">{}</span></th>",
                 bil_doc_phase_title(doc, t).text, bil_doc_phase_dates(doc, t).text);
        bil_page_money(out, doc, sums->cost_cents);
        bil_page_money(out, doc, sums->public_cents);
        bil_page_money(out, doc, doc->person_money.month[t]);
        BIL_HTML(out, "<td class=\"n money-left\">{}</td></tr>\n",
                 bil_doc_money(doc, sums->left_to_person_cents).text);
    }
    bil_text_add(out, "</tbody>\n</table>\n");
    bil_page_frame_close(out);
    BIL_HTML(out, "<p class=\"note\">{}: {}.</p>\n", bil_doc_word(doc, BIL_W_LEFT),
             bil_doc_word(doc, BIL_W_LEFT_NOTE));
}

static void facts(bil_text *out, const bil_doc *doc)
{
    const bil_case *person = doc->person;
    char year[16];
    (void)snprintf(year, sizeof year, "%d", person->birth_year);
    bil_text_add(out, "<dl class=\"facts\">\n");
    fact(out, doc, BIL_W_PERSON, person->id);
    if (person->district != NULL && person->district[0] != '\0') {
        BIL_HTML(out, "<div><dt>{}</dt><dd class=\"place\">{}</dd></div>\n",
                 bil_doc_word(doc, BIL_W_DISTRICT), person->district);
    }
    if (person->birth_year != 0) {
        fact(out, doc, BIL_W_BIRTH_YEAR, year);
    }
    const char *living = person->living != NULL ? person->living : "";
    if (strcmp(living, "home") == 0) {
        fact(out, doc, BIL_W_LIVING, bil_doc_word(doc, BIL_W_LIVING_HOME));
    } else if (strcmp(living, "residence") == 0) {
        fact(out, doc, BIL_W_LIVING, bil_doc_word(doc, BIL_W_LIVING_RESIDENCE));
    } else if (living[0] != '\0') {
        fact(out, doc, BIL_W_LIVING, living);
    }
    fact(out, doc, BIL_W_ISEE,
         person->isee_cents < 0 ? bil_doc_word(doc, BIL_W_ISEE_UNKNOWN)
                                : bil_doc_money(doc, person->isee_cents).text);
    int months = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        months += person->phases[t].months;
    }
    BIL_HTML(out, "<div><dt>{}</dt><dd>{}, {}</dd></div>\n", bil_doc_word(doc, BIL_W_DURATION),
             bil_doc_months(doc, months).text,
             bil_doc_date_with(doc, person->start, BIL_DOC_FROM).text);
    bil_profile profile = person->profile;
    const char *name = doc->plan->profile != NULL ? doc->plan->profile : "";
    if (bil_profile_parse(&profile, name)) {
        name = bil_doc_text(doc, bil_profile_words(profile));
    }
    fact(out, doc, BIL_W_PROFILE, name);
    if (person->budget.public_monthly_cents == BIL_UNLIMITED) {
        fact(out, doc, BIL_W_PUBLIC_BUDGET, bil_doc_word(doc, BIL_W_NO_CEILING));
    } else {
        BIL_HTML(out, "<div><dt>{}</dt><dd>{} {}</dd></div>\n",
                 bil_doc_word(doc, BIL_W_PUBLIC_BUDGET),
                 bil_doc_money(doc, person->budget.public_monthly_cents).text,
                 bil_doc_word(doc, BIL_W_A_MONTH));
    }
    bil_text_add(out, "</dl>\n");
}

void bil_page_summary(bil_text *out, const bil_doc *doc)
{
    bil_page_open(out, doc, "summary", BIL_W_IN_SHORT);
    verdict(out, doc);
    facts(out, doc);
    if (bil_doc_has_plan(doc)) {
        key_figures(out, doc);
    }
    bil_page_close(out);
}

void bil_page_conflict(bil_text *out, const bil_doc *doc)
{
    const bil_plan *plan = doc->plan;
    bil_page_open(out, doc, "conflict", BIL_W_CONFLICT);
    BIL_HTML(
        out, "<p>{}</p>\n",
        bil_doc_word(doc, plan->conflict_count == 0 ? BIL_W_CONFLICT_NONE : BIL_W_CONFLICT_LEAD));
    if (plan->conflict_count > 0) {
        bil_text_add(out, "<ol class=\"conflict\">\n");
        for (size_t i = 0; i < plan->conflict_count; i++) {
            const bil_conflict *member = &plan->conflict[i];
            bil_text words;
            bil_text_init(&words);
            bil_doc_conflict_words(doc, member, &words);
            out->failed = out->failed || words.failed;
            BIL_HTML(out, "<li>{}</li>\n", words.failed ? "" : words.bytes);
            bil_text_release(&words);
        }
        bil_text_add(out, "</ol>\n");
    }
    BIL_HTML(out, "<p class=\"note\">{}</p>\n", bil_doc_word(doc, BIL_W_CONFLICT_NEXT));
    bil_page_close(out);
    if (plan->repair_count > 0) {
        bil_page_open(out, doc, "repairs", BIL_W_REPAIRS);
        BIL_HTML(out, "<p>{}</p>\n", bil_doc_word(doc, bil_doc_repairs_lead(plan)));
        bil_page_repairs(out, doc, plan->repairs, plan->repair_count);
        bil_page_close(out);
    }
}
