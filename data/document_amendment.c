/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of an amendment, and the amendment as JSON. */
#include "data/document_amendment_impl.h"

#include <string.h>

#include "data/plan.h"

static bil_word one_or_many(size_t count, bil_word one, bil_word many)
{
    return count == 1 ? one : many;
}

static void part(const bil_doc *doc, bil_text *out, size_t *said, size_t count, bil_word one,
                 bil_word many)
{
    if (count > 0) {
        bil_text_add(out, *said > 0 ? ", " : "");
        bil_doc_sentence_add(doc, out, one_or_many(count, one, many),
                             bil_doc_number(doc, (int64_t)count).text, NULL);
        (*said)++;
    }
}

void bil_doc_amendment_count(const bil_doc *doc, const bil_amendment *a, bil_text *out)
{
    const size_t all = a->difference.line_count;
    size_t said = 0;
    if (all == 0) {
        bil_text_add(out, bil_doc_word(doc, BIL_W_AMEND_NOTHING));
        return;
    }
    bil_doc_sentence_add(doc, out, one_or_many(all, BIL_W_AMEND_LINES_ONE, BIL_W_AMEND_LINES_MANY),
                         bil_doc_number(doc, (int64_t)all).text, NULL);
    bil_text_add(out, ": ");
    part(doc, out, &said, a->added, BIL_W_AMEND_ADDED_ONE, BIL_W_AMEND_ADDED_MANY);
    part(doc, out, &said, a->removed, BIL_W_AMEND_REMOVED_ONE, BIL_W_AMEND_REMOVED_MANY);
    part(doc, out, &said, a->changed, BIL_W_AMEND_CHANGED_ONE, BIL_W_AMEND_CHANGED_MANY);
    bil_text_add(out, ".");
}

const char *bil_doc_amendment_proven(const bil_doc *doc, const bil_amendment *a)
{
    if (a->difference.line_count == 0) {
        return "";
    }
    return bil_doc_word(doc, a->plan->proven ? BIL_W_AMEND_PROVEN : BIL_W_AMEND_NOT_PROVEN);
}

void bil_doc_amendment_score(const bil_doc *doc, const bil_amendment *a, bil_text *out)
{
    bil_doc_sentence_add(doc, out, BIL_W_AMEND_SCORE,
                         bil_doc_percent_e9(doc, a->plan->score_e9).text,
                         bil_doc_percent_e9(doc, a->best_e9).text);
    if (a->fresh_changed > a->difference.line_count) {
        bil_text_add(out, " ");
        bil_doc_sentence_add(
            doc, out, one_or_many(a->fresh_changed, BIL_W_AMEND_FRESH_ONE, BIL_W_AMEND_FRESH_MANY),
            bil_doc_number(doc, (int64_t)a->fresh_changed).text, NULL);
    }
}

void bil_doc_reduction(const bil_doc *doc, const bil_reduction *reduction, bil_text *out)
{
    bil_doc_phrase before;
    bil_doc_phrase after;
    const char *name = NULL;
    if (reduction->is_need) {
        const char *unit = bil_doc_need_unit(doc, reduction->index);
        name = bil_doc_need_name(doc, reduction->index, reduction->code);
        before = bil_doc_quantity(doc, reduction->before, unit);
        after = bil_doc_quantity(doc, reduction->after, unit);
    } else {
        const bool once = reduction->index < doc->catalogue->service_count &&
                          doc->catalogue->services[reduction->index].one_off;
        name = bil_doc_service_name(doc, reduction->index, reduction->code);
        before = bil_doc_service_quantity(doc, reduction->index, once, reduction->before);
        after = bil_doc_service_quantity(doc, reduction->index, once, reduction->after);
    }
    if (doc->phase_count > 1) {
        bil_text_addf(out, "%s · ", bil_doc_phase_short(doc, reduction->phase).text);
    }
    bil_text_addf(out, "%s: %s → %s. %s", name, before.text, after.text,
                  bil_doc_text(doc, reduction->text));
}

void bil_doc_broken(const bil_doc *doc, const bil_violation *violation, bil_text *out)
{
    bil_text_add(out, bil_doc_text(doc, violation->text));
    if (strcmp(violation->where, "plan") != 0) {
        bil_text_addf(out, " (%s)", bil_doc_where(doc, violation->where).text);
    }
}

/* ---- JSON ---- */

static void put_loss(bil_json_writer *w, const bil_amendment *a)
{
    bil_json_begin_object(w, "loss");
    bil_json_put_decimal(w, "give", a->give_e6, 6);
    bil_json_put_decimal(w, "best_score", a->best_e9, 9);
    bil_json_put_decimal(w, "score", a->plan->score_e9, 9);
    bil_json_put_decimal(w, "given_up", a->best_e9 - a->plan->score_e9, 9);
    bil_json_put_decimal(w, "reduction", a->reduction_e9, 9);
    bil_json_end_object(w);
}

typedef enum { ADDED, REMOVED, CHANGED } line_kind;

static line_kind kind_of(const bil_line_change *line)
{
    if (line->before == 0) {
        return ADDED;
    }
    return line->after == 0 ? REMOVED : CHANGED;
}

static void put_lines(bil_json_writer *w, const char *key, const bil_difference *difference,
                      line_kind kind)
{
    bil_json_begin_array(w, key);
    for (size_t i = 0; i < difference->line_count; i++) {
        if (kind_of(&difference->lines[i]) == kind) {
            bil_line_change_put(w, &difference->lines[i]);
        }
    }
    bil_json_end_array(w);
}

static void put_reduction(bil_json_writer *w, const bil_reduction *row)
{
    bil_json_begin_object(w, NULL);
    bil_json_put_integer(w, "phase", (int64_t)row->phase + 1);
    bil_json_put_text(w, row->is_need ? "need" : "service", row->code);
    bil_json_put_integer(w, "before", row->before);
    bil_json_put_integer(w, "after", row->after);
    bil_json_put_text(w, "reason", bil_reduced_name(row->reason));
    bil_json_put_text(w, "what", row->what[0] != '\0' ? row->what : NULL);
    bil_json_put_text(w, "text_it", row->text.it);
    bil_json_put_text(w, "text_en", row->text.en);
    bil_json_end_object(w);
}

static void put_broken(bil_json_writer *w, const bil_verdict *broken)
{
    bil_json_begin_array(w, "broken");
    for (size_t i = 0; i < broken->count; i++) {
        const bil_violation *row = &broken->items[i];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "rule", row->rule);
        bil_json_put_text(w, "where", row->where);
        bil_json_put_text(w, "expected", row->expected);
        bil_json_put_text(w, "found", row->found);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

bil_status bil_amendment_write(bil_text *out, const bil_amendment *a, const bil_case *person,
                               bil_error *err)
{
    const bil_difference *difference = &a->difference;
    bil_json_writer w;
    bil_json_writer_init(&w, out, false);
    bil_json_begin_object(&w, NULL);
    bil_json_put_text(&w, "format", "bilancia-amendment");
    bil_json_put_integer(&w, "version", 1);
    bil_json_put_text(&w, "case_id", person->id);
    bil_json_put_integer(&w, "changed", (int64_t)difference->line_count);
    bil_json_put_bool(&w, "proven", a->plan->proven);
    bil_json_put_integer(&w, "fresh_changed", (int64_t)a->fresh_changed);
    put_loss(&w, a);
    put_broken(&w, &a->broken);
    put_lines(&w, "added", difference, ADDED);
    put_lines(&w, "removed", difference, REMOVED);
    put_lines(&w, "changed_lines", difference, CHANGED);
    bil_json_begin_array(&w, "needs");
    for (size_t i = 0; i < difference->need_count; i++) {
        bil_need_change_put(&w, &difference->needs[i]);
    }
    bil_json_end_array(&w);
    bil_json_begin_array(&w, "payers");
    for (size_t i = 0; i < difference->payer_count; i++) {
        bil_payer_change_put(&w, &difference->payers[i]);
    }
    bil_json_end_array(&w);
    bil_figures_put(&w, "before", &difference->before);
    bil_figures_put(&w, "after", &difference->after);
    bil_json_begin_array(&w, "reductions");
    for (size_t i = 0; i < a->reduction_count; i++) {
        put_reduction(&w, &a->reductions[i]);
    }
    bil_json_end_array(&w);
    bil_plan_put(&w, "plan", a->plan, NULL, 0);
    bil_json_end_object(&w);
    bil_json_finish(&w);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
