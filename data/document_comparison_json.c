/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison for other programs: docs/schemas/comparison.schema.json. */
#include "data/document_allocation_impl.h"
#include "data/document_comparison.h"
#include "engine/version.h"

/* null when it is not known. */
static void put_count(bil_json_writer *json, const char *key, size_t count)
{
    bil_json_put_integer(json, key, (int64_t)count);
}

static void put_side(bil_json_writer *json, const bil_comparison *c, int side)
{
    const bil_told_allocation *a = c->sides[side];
    bil_json_begin_object(json, side == 0 ? "first" : "second");
    bil_json_put_text(json, "rule", a->rule);
    bil_json_put_text(json, "status", bil_allocation_status_name(a->status));
    bil_json_inline(json);
    bil_json_begin_object(json, "district");
    bil_json_put_text(json, "name", a->district);
    bil_json_put_text(json, "sha256", a->district_sha256);
    bil_json_end_object(json);
    put_count(json, "persons", a->count);
    put_count(json, "with_plan", a->by_status[BIL_ALLOTTED_PLAN]);
    put_count(json, "waiting", a->by_status[BIL_ALLOTTED_WAITING]);
    bil_allocation_put_e9(json, "value", a->value_e9);
    bil_allocation_put_e9(json, "mean_score", a->mean_e9);
    bil_allocation_put_e9(json, "least_score", a->least_e9);
    bil_json_put_integer(json, "public_cents", a->public_cents);
    bil_allocation_put_e9(json, "price_of_fairness", c->price_of_fairness_e9[side]);
    bil_allocation_put_e9(json, "price_of_efficiency", c->price_of_efficiency_e9[side]);
    bil_json_end_object(json);
}

static void put_winners(bil_json_writer *json, const bil_comparison *c)
{
    const bil_winners *w = &c->winners;
    bil_json_begin_object(json, "winners");
    bil_json_put_decimal(json, "threshold", c->threshold_e9, 9);
    put_count(json, "matched", w->matched);
    put_count(json, "won", w->won);
    put_count(json, "lost", w->lost);
    put_count(json, "same", w->same);
    put_count(json, "only_first", w->only_before);
    put_count(json, "only_second", w->only_after);
    bil_json_put_decimal(json, "won_score", w->won_e9, 9);
    bil_json_put_decimal(json, "lost_score", w->lost_e9, 9);
    bil_json_put_decimal(json, "moved_score", w->moved_e9, 9);
    bil_json_end_object(json);
}

static void put_group(bil_json_writer *json, const bil_compared_group *group)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "by", bil_metric_groups_name(group->by));
    bil_json_put_text(json, "group", group->code);
    put_count(json, "persons", group->persons);
    put_count(json, "won", group->won);
    put_count(json, "lost", group->lost);
    bil_json_put_decimal(json, "won_score", group->won_e9, 9);
    bil_json_put_decimal(json, "lost_score", group->lost_e9, 9);
    bil_json_put_decimal(json, "moved_score", group->moved_e9, 9);
    bil_json_end_object(json);
}

static void put_person(bil_json_writer *json, const bil_comparison *c, const bil_gain *gain)
{
    const bil_told_allocation *first = c->sides[0];
    const bil_told_allocation *second = c->sides[1];
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "id", second->scored[gain->after].id);
    bil_json_put_text(json, "first_status", bil_allotted_name(first->statuses[gain->before]));
    bil_json_put_text(json, "second_status", bil_allotted_name(second->statuses[gain->after]));
    bil_json_put_decimal(json, "first_score", first->scored[gain->before].score_e9, 9);
    bil_json_put_decimal(json, "second_score", second->scored[gain->after].score_e9, 9);
    bil_json_put_decimal(json, "gain", gain->gain_e9, 9);
    bil_json_end_object(json);
}

bil_status bil_document_comparison_json(bil_text *out, const bil_comparison *comparison,
                                        bil_error *err)
{
    const size_t before = out->size;
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-comparison");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "engine", bil_version());
    put_side(&json, comparison, 0);
    put_side(&json, comparison, 1);
    bil_json_put_bool(&json, "same_district", comparison->same_district);
    bil_allocation_put_e9(&json, "sum_bound", comparison->sum_bound_e9);
    bil_allocation_put_e9(&json, "least_bound", comparison->least_bound_e9);
    put_winners(&json, comparison);
    bil_json_begin_array(&json, "groups");
    for (size_t g = 0; g < comparison->group_count; g++) {
        put_group(&json, &comparison->groups[g]);
    }
    bil_json_end_array(&json);
    bil_json_begin_array(&json, "persons");
    for (size_t k = 0; k < comparison->winners.matched; k++) {
        put_person(&json, comparison, &comparison->winners.gains[k]);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    return bil_text_end(out, before, err);
}
