/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plans to JSON: the contract's members in the contract's order, what we add after them. */

#include "data/plan_impl.h"

static const char *text_of(const char *text)
{
    return text == NULL ? "" : text;
}

static void put_texts(bil_json_writer *w, const char *key, const char *const *texts, size_t count)
{
    bil_json_inline(w);
    bil_json_begin_array(w, key);
    for (size_t i = 0; i < count; i++) {
        bil_json_put_text(w, NULL, text_of(texts[i]));
    }
    bil_json_end_array(w);
}

static void put_line(bil_json_writer *w, const bil_line *line)
{
    bil_json_begin_object(w, NULL);
    bil_json_put_text(w, "service", text_of(line->code));
    bil_json_put_text(w, "provider", line->provider_code);
    bil_json_put_integer(w, "quantity", line->quantity);
    bil_json_put_integer(w, "unit_price_cents", line->unit_price_cents);
    bil_json_put_integer(w, "cost_cents", line->cost_cents);
    bil_json_put_integer(w, "health_cents", line->health_cents);
    bil_json_put_integer(w, "social_cents", line->social_cents);
    bil_json_put_integer(w, "person_due_cents", line->person_due_cents);
    bil_json_put_bool(w, "one_off", line->one_off);
    bil_json_put_bool(w, "in_place", line->in_place);
    if (line->starts_on != 0) {
        char date[16];
        bil_date_format(date, sizeof date, line->starts_on);
        bil_json_put_text(w, "starts_on", date);
    }
    bil_json_begin_array(w, "funding");
    for (size_t i = 0; i < line->funding_count; i++) {
        bil_json_inline(w);
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "source", text_of(line->funding[i].code));
        bil_json_put_integer(w, "cents", line->funding[i].cents);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
    bil_json_end_object(w);
}

static void put_coverage(bil_json_writer *w, const bil_coverage *coverage)
{
    bil_json_inline(w);
    bil_json_begin_object(w, NULL);
    bil_json_put_text(w, "need", text_of(coverage->need_id));
    bil_json_put_integer(w, "target", coverage->target);
    bil_json_put_integer(w, "covered", coverage->covered);
    bil_json_put_integer(w, "already", coverage->already);
    bil_json_end_object(w);
}

static void put_totals(bil_json_writer *w, const bil_totals *totals)
{
    bil_json_begin_object(w, "totals");
    bil_json_put_integer(w, "cost_cents", totals->cost_cents);
    bil_json_put_integer(w, "public_cents", totals->public_cents);
    bil_json_put_integer(w, "person_cents", totals->person_cents);
    bil_json_put_integer(w, "left_to_person_cents", totals->left_to_person_cents);
    bil_json_inline(w);
    bil_json_begin_object(w, "by_source");
    for (size_t i = 0; i < totals->by_source_count; i++) {
        bil_json_put_integer(w, text_of(totals->by_source[i].code), totals->by_source[i].cents);
    }
    bil_json_end_object(w);
    bil_json_end_object(w);
}

static void put_phase(bil_json_writer *w, const bil_plan_phase *phase)
{
    bil_json_begin_object(w, NULL);
    bil_json_put_integer(w, "months", phase->months);
    bil_json_begin_array(w, "lines");
    for (size_t i = 0; i < phase->line_count; i++) {
        put_line(w, &phase->lines[i]);
    }
    bil_json_end_array(w);
    bil_json_begin_array(w, "coverage");
    for (size_t i = 0; i < phase->coverage_count; i++) {
        put_coverage(w, &phase->coverage[i]);
    }
    bil_json_end_array(w);
    put_texts(w, "sources_used", phase->sources_used, phase->sources_used_count);
    put_totals(w, &phase->totals);
    bil_json_end_object(w);
}

static void put_unmet(bil_json_writer *w, const bil_unmet *unmet)
{
    const char *reason =
        unmet->reason_code == NULL ? bil_unmet_reason_name(unmet->reason) : unmet->reason_code;
    bil_json_inline(w);
    bil_json_begin_object(w, NULL);
    bil_json_put_text(w, "need", text_of(unmet->need_id));
    bil_json_put_integer(w, "missing", unmet->missing);
    bil_json_put_text(w, "reason", text_of(reason));
    if (unmet->rule_id != NULL && unmet->rule_id[0] != '\0') {
        bil_json_put_text(w, "rule", unmet->rule_id);
    }
    bil_json_end_object(w);
}

static void put_conflict(bil_json_writer *w, const bil_plan *plan)
{
    bil_json_begin_array(w, "conflict");
    for (size_t i = 0; i < plan->conflict_count; i++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "kind", text_of(plan->conflict[i].kind));
        bil_json_put_text(w, "what", text_of(plan->conflict[i].what));
        bil_json_put_words(w, "text", plan->conflict[i].text);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_repair(bil_json_writer *w, const bil_repair *repair)
{
    bil_json_begin_object(w, NULL);
    bil_json_put_integer(w, "price_cents", repair->price_cents);
    bil_json_put_decimal(w, "score", repair->score_e9, 9);
    bil_json_put_decimal(w, "essential_shortfall", repair->shortfall_e9, 9);
    bil_json_put_integer(w, "public_cents", repair->public_cents);
    bil_json_begin_array(w, "changes");
    for (size_t i = 0; i < repair->change_count; i++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "kind", bil_change_kind_name(repair->changes[i].kind));
        bil_json_put_text(w, "what", text_of(repair->changes[i].what));
        bil_json_put_integer(w, "amount", repair->changes[i].amount);
        bil_json_put_words(w, "text", repair->texts[i]);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
    bil_json_end_object(w);
}

void bil_plan_put_repairs(bil_json_writer *w, const bil_repair *repairs, size_t count)
{
    bil_json_begin_array(w, "repairs");
    for (size_t i = 0; i < count; i++) {
        put_repair(w, &repairs[i]);
    }
    bil_json_end_array(w);
}

static void put_violations(bil_json_writer *w, const char *key, const bil_violation *items,
                           size_t count)
{
    bil_json_begin_array(w, key);
    for (size_t i = 0; i < count; i++) {
        const bil_violation *violation = &items[i];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "rule", text_of(violation->rule));
        bil_json_put_text(w, "where", text_of(violation->where));
        bil_json_put_text(w, "expected", text_of(violation->expected));
        bil_json_put_text(w, "found", text_of(violation->found));
        bil_json_put_words(w, "text", violation->text);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_check(bil_json_writer *w, const bil_plan *plan)
{
    bil_json_begin_object(w, "check");
    bil_json_put_bool(w, "passed", plan->check_passed);
    put_violations(w, "violations", plan->violations, plan->violation_count);
    if (plan->waived_count > 0) {
        put_violations(w, "waived", plan->waived, plan->waived_count);
    }
    bil_json_end_object(w);
}

static void put_head(bil_json_writer *w, const bil_plan *plan)
{
    bil_json_put_text(w, "format", "bilancia-plan");
    bil_json_put_integer(w, "version", 1);
    bil_json_put_text(w, "case_id", text_of(plan->case_id));
    bil_json_begin_object(w, "catalogue");
    bil_json_put_text(w, "name", text_of(plan->catalogue_name));
    bil_json_put_text(w, "version", text_of(plan->catalogue_version));
    bil_json_put_text(w, "sha256", text_of(plan->catalogue_sha256));
    bil_json_end_object(w);
    bil_json_put_text(w, "case_sha256", text_of(plan->case_sha256));
    bil_json_put_text(w, "engine", text_of(plan->engine));
    bil_json_put_text(w, "status", text_of(bil_plan_status_name(plan->status)));
    bil_json_put_bool(w, "proven", plan->proven);
    bil_json_put_decimal(w, "gap", plan->gap_e9, 9);
    bil_json_put_decimal(w, "score", plan->score_e9, 9);
    bil_json_put_decimal(w, "essential_shortfall", plan->shortfall_e9, 9);
    bil_json_put_text(w, "profile", text_of(plan->profile));
}

void bil_plan_put(bil_json_writer *writer, const char *key, const bil_plan *plan,
                  const bil_provenance *provenance, size_t provenance_count)
{
    bil_json_begin_object(writer, key);
    put_head(writer, plan);
    bil_json_begin_array(writer, "phases");
    for (size_t i = 0; i < plan->phase_count; i++) {
        put_phase(writer, &plan->phases[i]);
    }
    bil_json_end_array(writer);
    bil_json_begin_array(writer, "unmet");
    for (size_t i = 0; i < plan->unmet_count; i++) {
        put_unmet(writer, &plan->unmet[i]);
    }
    bil_json_end_array(writer);
    put_texts(writer, "rules", plan->rules, plan->rule_count);
    bil_plan_put_overrides(writer, plan);
    if (plan->status == BIL_PLAN_INFEASIBLE) {
        put_conflict(writer, plan);
        bil_plan_put_repairs(writer, plan->repairs, plan->repair_count);
    }
    if (plan->checked) {
        put_check(writer, plan);
    }
    if (provenance_count > 0) {
        bil_json_begin_object(writer, "provenance");
        for (size_t i = 0; i < provenance_count; i++) {
            bil_json_put_text(writer, provenance[i].key, provenance[i].text);
        }
        bil_json_end_object(writer);
    }
    bil_json_end_object(writer);
}

static bil_status finish(bil_json_writer *writer, bil_error *err)
{
    bil_json_finish(writer);
    return writer->out->failed ? bil_fail_nomem(err) : BIL_OK;
}

bil_status bil_plan_write(bil_text *out, const bil_plan *plan, const bil_provenance *provenance,
                          size_t provenance_count, bil_error *err)
{
    bil_json_writer writer;
    bil_json_writer_init(&writer, out, false);
    bil_plan_put(&writer, NULL, plan, provenance, provenance_count);
    return finish(&writer, err);
}

bil_status bil_plan_write_line(bil_text *out, const bil_plan *plan, bil_error *err)
{
    bil_json_writer writer;
    bil_json_writer_init(&writer, out, true);
    bil_plan_put(&writer, NULL, plan, NULL, 0);
    return finish(&writer, err);
}

bil_status bil_proposals_write(bil_text *out, const bil_plan *const *plans, size_t count,
                               bil_error *err)
{
    bil_json_writer writer;
    bil_json_writer_init(&writer, out, false);
    bil_json_begin_object(&writer, NULL);
    bil_json_put_text(&writer, "format", "bilancia-proposals");
    bil_json_put_integer(&writer, "version", 1);
    bil_json_begin_array(&writer, "plans");
    for (size_t i = 0; i < count; i++) {
        bil_plan_put(&writer, NULL, plans[i], NULL, 0);
    }
    bil_json_end_array(&writer);
    bil_json_end_object(&writer);
    return finish(&writer, err);
}
