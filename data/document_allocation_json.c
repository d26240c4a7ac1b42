/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of an allocation for other programs: docs/schemas/allocation.schema.json. */
#include "data/document_allocation_impl.h"
#include "engine/version.h"

static void put_count(bil_json_writer *json, const char *key, size_t count)
{
    bil_json_put_integer(json, key, (int64_t)count);
}

void bil_allocation_put_e9(bil_json_writer *json, const char *key, int64_t value)
{
    if (value < 0) {
        bil_json_put_null(json, key);
    } else {
        bil_json_put_decimal(json, key, value, 9);
    }
}

static void put_origin(bil_json_writer *json, const bil_district *district)
{
    const bil_catalogue *catalogue = district->catalogue;
    bil_json_inline(json);
    bil_json_begin_object(json, "district");
    bil_json_put_text(json, "name", district->name);
    bil_json_put_text(json, "sha256", district->sha256);
    bil_json_end_object(json);
    bil_json_inline(json);
    bil_json_begin_object(json, "catalogue");
    bil_json_put_text(json, "name", catalogue->name);
    bil_json_put_text(json, "version", catalogue->version);
    bil_json_put_text(json, "sha256", catalogue->sha256);
    bil_json_end_object(json);
    bil_json_put_text(json, "engine", bil_version());
}

static void put_level(bil_json_writer *json, const bil_allocation_report *r)
{
    if (r->level_e9 < 0) {
        return;
    }
    bil_json_inline(json);
    bil_json_begin_object(json, "level");
    bil_allocation_put_e9(json, "value", r->level_e9);
    bil_allocation_put_e9(json, "bound", r->level_bound_e9);
    if (r->places_proven >= 0) {
        bil_allocation_put_e9(json, "least_bound", r->least_bound_e9);
        put_count(json, "places_proven", (size_t)r->places_proven);
    }
    if (r->alpha_e3 >= 0) {
        bil_json_put_decimal(json, "alpha", r->alpha_e3, 3);
        bil_allocation_put_e9(json, "zero_counts_as", r->shift_e9);
    }
    bil_json_end_object(json);
}

static void put_outcome(bil_json_writer *json, const bil_allocation_report *r)
{
    bil_json_put_text(json, "rule", r->rule);
    bil_json_put_text(json, "status", bil_allocation_status_name(r->status));
    bil_allocation_put_e9(json, "value", r->value_e9);
    bil_allocation_put_e9(json, "bound", r->bound_e9);
    bil_allocation_put_e9(json, "gap", r->gap_e9);
    bil_allocation_put_e9(json, "essential_shortfall", r->shortfall_e9);
    bil_allocation_put_e9(json, "essential_shortfall_bound", r->shortfall_bound_e9);
    put_level(json, r);
    if (r->free_value_e9 < 0) {
        bil_json_put_null(json, "nested");
        return;
    }
    bil_json_inline(json);
    bil_json_begin_object(json, "nested");
    bil_allocation_put_e9(json, "free_value", r->free_value_e9);
    bil_allocation_put_e9(json, "free_bound", r->free_bound_e9);
    put_count(json, "less_than_before", r->less_than_before);
    bil_json_put_bool(json, "former_plans_fit", !r->former_over);
    bil_json_end_object(json);
}

static void put_metrics(bil_json_writer *json, const bil_allocation_report *r)
{
    bil_json_begin_object(json, "metrics");
    put_count(json, "persons", r->person_count);
    bil_json_inline(json);
    bil_json_begin_object(json, "by_status");
    for (int i = 0; i <= BIL_ALLOTTED_FAILED; i++) {
        put_count(json, bil_allotted_name((bil_allotted_status)i), r->by_status[i]);
    }
    bil_json_end_object(json);
    bil_json_inline(json);
    bil_json_begin_object(json, "waiting_for");
    for (int i = BIL_WAITS_MONEY; i <= BIL_WAITS_STOPPED; i++) {
        put_count(json, bil_waits_name((bil_waits_for)i), r->by_waits[i]);
    }
    bil_json_end_object(json);
    bil_allocation_put_e9(json, "mean_score", r->mean_score_e9);
    bil_allocation_put_e9(json, "least_score", r->least_score_e9);
    bil_allocation_put_e9(json, "tenth_score", r->tenth_score_e9);
    bil_json_put_integer(json, "public_cents", r->public_cents);
    put_count(json, "checked_plans", r->checked);
    if (r->metrics != NULL) {
        bil_allocation_put_metrics(json, r->metrics);
    }
    bil_json_end_object(json);
}

/* Whose it is and when: of a limit, and of what somebody lacks of it. */
static void put_place(bil_json_writer *json, const bil_shared_result *shared)
{
    if (shared->pool) {
        bil_json_put_text(json, "source", shared->code);
    } else {
        bil_json_put_text(json, shared->provider ? "provider" : "service", shared->code);
    }
    bil_json_put_integer(json, "from_month", shared->from + 1);
    bil_json_put_integer(json, "months", shared->months);
}

static void put_shared(bil_json_writer *json, const bil_allocation_report *r, bool pools)
{
    bil_json_begin_array(json, pools ? "pools" : "capacities");
    for (size_t i = 0; i < r->shared_count; i++) {
        const bil_shared_result *shared = &r->shared[i];
        if (shared->pool != pools) {
            continue;
        }
        bil_json_inline(json);
        bil_json_begin_object(json, NULL);
        put_place(json, shared);
        bil_json_put_integer(json, pools ? "limit_cents" : "limit_units", shared->limit);
        bil_json_put_integer(json, pools ? "used_cents" : "used_units", shared->used);
        bil_allocation_put_e9(json, pools ? "score_for_1000_euro" : "score_for_one_unit",
                              shared->price_e9);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

static void put_lacking(bil_json_writer *json, const bil_allocation_report *r,
                        const bil_allotted_person *person)
{
    bil_json_begin_array(json, "lacking");
    for (size_t i = 0; i < person->lacking_count; i++) {
        const bil_lacking *lacking = &person->lacking[i];
        const bil_shared_result *shared = &r->shared[lacking->shared];
        bil_json_begin_object(json, NULL);
        put_place(json, shared);
        bil_json_put_integer(json, shared->pool ? "cents" : "units", lacking->amount);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
    bil_allocation_put_e9(json, "lacking_score", person->lacking_score_e9);
}

static void put_person(bil_json_writer *json, const bil_allocation_report *r,
                       const bil_allotted_person *person)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "id", person->id);
    bil_json_put_text(json, "status", bil_allotted_name(person->status));
    bil_allocation_put_e9(json, "score", person->score_e9);
    bil_allocation_put_e9(json, "score_today", person->today_e9);
    bil_allocation_put_e9(json, "essential_shortfall", person->shortfall_e9);
    bil_json_put_integer(json, "public_cents", person->public_cents);
    put_count(json, "lines", person->lines);
    if (person->kept || person->kept_dropped || person->kept_missed) {
        bil_json_put_text(json, "granted",
                          person->kept_missed ? "not-reached"
                          : person->kept      ? "kept"
                                              : "dropped");
    }
    if (r->free_value_e9 >= 0 && person->before_e9 >= 0) {
        bil_allocation_put_e9(json, "score_before", person->before_e9);
        bil_json_put_bool(json, "less_than_before", person->less);
    }
    if (person->waits != BIL_WAITS_NOT) {
        bil_json_put_text(json, "waits_for", bil_waits_name(person->waits));
    }
    if (person->waits != BIL_WAITS_NOT && person->waits != BIL_WAITS_STOPPED) {
        put_lacking(json, r, person);
    }
    if (person->status == BIL_ALLOTTED_FAILED) {
        bil_json_put_text(json, "why", person->why);
    }
    bil_json_end_object(json);
}

static void put_work(bil_json_writer *json, const bil_allocation_report *r)
{
    bil_json_inline(json);
    bil_json_begin_object(json, "work");
    bil_json_put_integer(json, "rounds", r->rounds);
    put_count(json, "packages", r->packages);
    put_count(json, "priced", r->priced);
    put_count(json, "by_optimiser", r->by_optimiser);
    put_count(json, "unanswered", r->unanswered);
    bil_json_end_object(json);
}

bil_status bil_document_allocation_json(bil_text *out, const bil_allocation_report *report,
                                        bil_error *err)
{
    const size_t before = out->size;
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-allocation");
    bil_json_put_integer(&json, "version", 1);
    put_origin(&json, report->district);
    put_outcome(&json, report);
    put_metrics(&json, report);
    put_shared(&json, report, true);
    put_shared(&json, report, false);
    put_work(&json, report);
    bil_json_begin_array(&json, "persons");
    for (size_t i = 0; i < report->person_count; i++) {
        put_person(&json, report, &report->persons[i]);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    return bil_text_end(out, before, err);
}
