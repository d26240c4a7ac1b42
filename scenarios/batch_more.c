/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/batch_more.h"

#include <string.h>

enum { DIGITS = 9, TEXT_MOST = 4000 };

static const char *const kind_names[] = {"source", "service", "provider"};

/* ---- writing ---- */

static void put_limit(bil_json_writer *json, const bil_allocation_report *report,
                      const bil_shared_result *shared)
{
    const bil_cell_limit_kind kind = shared->pool       ? BIL_CELL_POOL
                                     : shared->provider ? BIL_CELL_PROVIDER
                                                        : BIL_CELL_SERVICE;
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, kind_names[kind], shared->code);
    bil_json_put_integer(json, "from_month", shared->from + 1);
    bil_json_put_integer(json, "months", shared->months);
    bil_json_put_integer(json, "limit", shared->limit);
    bil_json_put_integer(json, "used", shared->used);
    if (report->bound_e9 < 0) {
        bil_json_put_null(json, "worth"); /* prices come with a bound */
    } else {
        bil_json_put_decimal(json, "worth", shared->price_e9, DIGITS);
    }
    bil_json_end_object(json);
}

static void put_person(bil_json_writer *json, const bil_allotted_person *person)
{
    bil_json_inline(json);
    bil_json_begin_array(json, NULL);
    bil_json_put_text(json, NULL, person->id);
    bil_json_put_decimal(json, NULL, person->score_e9, DIGITS);
    bil_json_put_decimal(json, NULL, person->today_e9, DIGITS);
    bil_json_end_array(json);
}

void bil_cell_more_put(bil_json_writer *json, const bil_allocated *done)
{
    const bil_allocation_report *report = done->report;
    if (done->metrics->has_lorenz) {
        bil_json_inline(json);
        bil_json_begin_array(json, "lorenz");
        for (size_t k = 0; k <= BIL_METRIC_LORENZ_STEPS; k++) {
            bil_json_put_decimal(json, NULL, done->metrics->lorenz_e9[k], DIGITS);
        }
        bil_json_end_array(json);
    }
    bil_json_begin_array(json, "limits");
    for (size_t i = 0; i < report->shared_count; i++) {
        put_limit(json, report, &report->shared[i]);
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "persons");
    for (size_t i = 0; i < report->person_count; i++) {
        put_person(json, &report->persons[i]);
    }
    bil_json_end_array(json);
}

/* ---- reading ---- */

typedef struct {
    bil_cell_more *more;
    bool no_memory;
} reading;

static const char *text_of(reading *r, const bil_json_value *value)
{
    const char *text = "";
    if (value == NULL || !bil_json_get_text(&text, value, TEXT_MOST)) {
        return "";
    }
    const char *copy = bil_arena_text(r->more->arena, text);
    r->no_memory = r->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

static bool decimal(int64_t *out, const bil_json_value *value)
{
    return value != NULL &&
           bil_json_get_decimal(out, value, DIGITS, -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX);
}

static bool integer(int64_t *out, const bil_json_value *value)
{
    return value != NULL &&
           bil_json_get_integer(out, value, -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX);
}

static void read_lorenz(reading *r, const bil_json_value *list)
{
    size_t count = 0;
    if (list == NULL || bil_json_count(list) != BIL_METRIC_LORENZ_STEPS + 1) {
        return;
    }
    for (const bil_json_value *at = bil_json_first(list);
         at != NULL && decimal(&r->more->lorenz_e9[count], at); at = bil_json_next(at)) {
        count++;
    }
    r->more->has_lorenz = count == BIL_METRIC_LORENZ_STEPS + 1;
}

static bool read_limit(reading *r, bil_cell_limit *out, const bil_json_value *value)
{
    const bil_json_value *code = NULL;
    for (int k = 0; k <= BIL_CELL_PROVIDER && code == NULL; k++) {
        code = bil_json_member(value, kind_names[k]);
        out->kind = (bil_cell_limit_kind)k;
    }
    const bil_json_value *worth = bil_json_member(value, "worth");
    out->code = text_of(r, code);
    out->priced = worth != NULL && !bil_json_is_null(worth);
    return code != NULL && integer(&out->from_month, bil_json_member(value, "from_month")) &&
           integer(&out->months, bil_json_member(value, "months")) &&
           integer(&out->limit, bil_json_member(value, "limit")) &&
           integer(&out->used, bil_json_member(value, "used")) &&
           (!out->priced || decimal(&out->worth_e9, worth));
}

static bool read_limits(reading *r, const bil_json_value *list)
{
    if (list == NULL) {
        return false;
    }
    bil_cell_limit *limits = bil_arena_alloc(r->more->arena, bil_json_count(list), sizeof *limits);
    r->no_memory = r->no_memory || limits == NULL;
    for (const bil_json_value *at = bil_json_first(list); limits != NULL && at != NULL;
         at = bil_json_next(at)) {
        if (!read_limit(r, &limits[r->more->limit_count], at)) {
            return false;
        }
        r->more->limit_count++;
    }
    r->more->limits = limits;
    return true;
}

static bool read_persons(reading *r, const bil_json_value *list)
{
    if (list == NULL) {
        return false;
    }
    const size_t count = bil_json_count(list);
    bil_scored *persons = bil_arena_alloc(r->more->arena, count, sizeof *persons);
    bil_scored *today = bil_arena_alloc(r->more->arena, count, sizeof *today);
    if (persons == NULL || today == NULL) {
        r->no_memory = true;
        return false;
    }
    size_t i = 0;
    for (const bil_json_value *at = bil_json_first(list); at != NULL; at = bil_json_next(at)) {
        const bil_json_value *id = bil_json_first(at);
        const bil_json_value *score = id == NULL ? NULL : bil_json_next(id);
        const bil_json_value *before = score == NULL ? NULL : bil_json_next(score);
        persons[i].id = text_of(r, id);
        today[i].id = persons[i].id;
        if (!decimal(&persons[i].score_e9, score) || !decimal(&today[i].score_e9, before)) {
            return false;
        }
        i++;
    }
    r->more->persons = persons;
    r->more->today = today;
    r->more->person_count = count;
    return true;
}

void bil_cell_more_free(bil_cell_more *more)
{
    if (more != NULL) {
        bil_arena_free(more->arena);
    }
}

bil_status bil_cell_more_read(bil_cell_more **out, const char *folder, const bil_cell *cell,
                              bil_error *err)
{
    bil_json *document = NULL;
    bil_faults faults;
    bil_arena *arena = bil_arena_new();
    reading r = {.more = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *r.more)};
    *out = NULL;
    if (r.more == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    bil_faults_init(&faults, arena);
    *r.more = (bil_cell_more){.arena = arena};
    bil_status status = bil_cell_document(&document, folder, cell, &faults, err);
    if (document != NULL) {
        const bil_json_value *root = bil_json_root(document);
        read_lorenz(&r, bil_json_member(root, "lorenz"));
        const bool whole = read_limits(&r, bil_json_member(root, "limits")) &&
                           read_persons(&r, bil_json_member(root, "persons"));
        status = r.no_memory ? bil_fail_nomem(err) : BIL_OK;
        *out = whole && status == BIL_OK ? r.more : NULL;
    }
    bil_json_free(document);
    if (*out == NULL) {
        bil_arena_free(arena);
    }
    return status;
}
