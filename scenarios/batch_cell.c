/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One cell of a batch: worked out, written, read again. */

#include <stdio.h>
#include <string.h>

#include "data/digest.h"
#include "data/document_allocation.h"
#include "data/file.h"
#include "data/json.h"
#include "scenarios/allocate.h"
#include "scenarios/batch_more.h"
#include "scenarios/flow.h"
#include "solver/known.h"

enum { VALUES_MOST = 100000 };

#define KNOWN_BYTES_MAX ((size_t)1 << 32)

/* ---- writing ---- */

static void begin(bil_json_writer *json, bil_text *text, const bil_cell *cell, const char *status)
{
    bil_json_writer_init(json, text, false);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "format", "bilancia-cell");
    bil_json_put_integer(json, "version", 1);
    bil_json_put_text(json, "id", cell->id);
    bil_json_put_text(json, "scenario", cell->name);
    bil_json_put_text(json, "rule", cell->rule);
    bil_json_put_integer(json, "seed", cell->seed);
    bil_json_put_text(json, "status", status);
}

static bil_status write(bil_text *text, bil_json_writer *json, const char *folder,
                        const bil_cell *cell, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_json_end_object(json);
    bil_json_finish(json);
    bil_status status = BIL_OK;
    if (!bil_batch_path(&path, folder, "cells", cell->id, ".json") || text->failed) {
        status = bil_fail_nomem(err);
    } else {
        status = bil_file_write(path.bytes, text->bytes, text->size, err);
    }
    bil_text_release(&path);
    return status;
}

bil_status bil_cell_fail(const char *folder, const bil_cell *cell, const bil_error *reason,
                         bil_error *err)
{
    bil_json_writer json;
    bil_text text;
    bil_text_init(&text);
    begin(&json, &text, cell, "failed");
    bil_json_begin_object(&json, "reason");
    bil_json_put_text(&json, "kind", bil_status_name(reason->status));
    bil_json_put_text(&json, "where", reason->where);
    bil_json_put_text(&json, "it", reason->message_it);
    bil_json_put_text(&json, "en", reason->message_en);
    bil_json_end_object(&json);
    const bil_status status = write(&text, &json, folder, cell, err);
    bil_text_release(&text);
    return status;
}

static void put_value(bil_json_writer *json, const bil_metric_value *value)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "metric", bil_metric_of(value->metric).code);
    if (value->part != NULL) {
        bil_json_put_text(json, "part", value->part);
    }
    bil_metric_value_put(json, "value", value, value->value);
    bil_json_end_object(json);
}

static void put_period(bil_json_writer *json, const bil_flow_period *period)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_integer(json, "month", period->month);
    bil_json_put_integer(json, "months", period->months);
    for (int i = 0; i < BIL_FLOW_FIGURES; i++) {
        const bil_flow_figure figure = (bil_flow_figure)i;
        const int decimals = bil_flow_decimals(figure);
        if (decimals == 0) {
            bil_json_put_integer(json, bil_flow_code(figure), period->values[i]);
        } else {
            bil_json_put_decimal(json, bil_flow_code(figure), period->values[i], decimals);
        }
    }
    bil_json_end_object(json);
}

/* The clock is nobody's result: two runs would differ. `lived` NULL = no months went by. */
static bil_status put_done(const char *folder, const bil_cell *cell, const bil_allocated *done,
                           const bil_flow_lived *lived, bil_error *err)
{
    bil_json_writer json;
    bil_text text;
    bil_text_init(&text);
    begin(&json, &text, cell, "done");
    bil_json_put_text(&json, "allocation", bil_allocation_status_name(done->report->status));
    bil_json_begin_array(&json, "values");
    for (size_t i = 0; i < done->metrics->count; i++) {
        if (done->metrics->values[i].metric != BIL_METRIC_TIME) {
            put_value(&json, &done->metrics->values[i]);
        }
    }
    bil_json_end_array(&json);
    if (lived == NULL) {
        bil_cell_bounds_put(&json, done);
    } else {
        bil_json_begin_array(&json, "flow");
        for (size_t i = 0; i < lived->count; i++) {
            put_period(&json, &lived->periods[i]);
        }
        bil_json_end_array(&json);
    }
    bil_cell_more_put(&json, done);
    const bil_status status = write(&text, &json, folder, cell, err);
    bil_text_release(&text);
    return status;
}

/* ---- working it out ---- */

static const bil_cell *cell_of(const bil_batch *batch, const char *id)
{
    for (size_t i = 0; i < batch->cell_count; i++) {
        if (strcmp(batch->cells[i].id, id) == 0) {
            return &batch->cells[i];
        }
    }
    return NULL;
}

/* The first fault of the district's files says more than that there are some. */
static void say_fault(bil_error *err, const bil_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const bil_fault *fault = &faults->items[i];
        if (!fault->warning) {
            (void)bil_fail_with(err, BIL_E_DATA, fault->where, "il distretto contiene errori: %s",
                                "the district contains faults: %s", fault->where);
            return;
        }
    }
}

/* One allocation of a cell's district. */
typedef struct {
    const bil_batch *batch;
    const char *folder;
    const bil_cell *cell;
    const bil_lever_change **changes;
    bil_text district;
    bil_text path;
    bil_allocate_order order;
    bil_arena *arena;
} working;

static bil_status prepare(working *w, bil_error *err)
{
    const bil_scenario *scenario = w->batch->scenario;
    w->changes = bil_arena_alloc(w->arena, BIL_BATCH_CHANGES_MAX, sizeof(bil_lever_change *));
    if (w->changes == NULL || !bil_batch_district(&w->district, w->batch, w->folder, w->cell)) {
        return bil_fail_nomem(err);
    }
    w->order = (bil_allocate_order){
        .model = w->cell->model == NULL ? NULL : &w->cell->model->text,
        .gap_e9 = scenario->gap_e9,
        .jobs = 1,
        .seed = (uint64_t)w->cell->seed,
        .keep_granted = !scenario->free_granted,
        .changes = w->changes,
        .change_count = bil_batch_changes(w->changes, w->batch, w->cell),
    };
    const bool known = bil_allocate_by(&w->order, w->cell->rule);
    BIL_ASSERT(known); /* the scenario was read with these names */
    return BIL_OK;
}

static bil_status allocate(bil_allocated *out, working *w, bil_error *err)
{
    bil_faults faults;
    bil_faults_init(&faults, w->arena);
    const bil_status status =
        bil_allocate_district(out, w->district.bytes, w->batch->catalogue, &w->order, &faults, err);
    if (status == BIL_E_DATA) {
        say_fault(err, &faults);
    }
    return status;
}

/* One allocation after another, while months go by. */
static bil_status live(bil_flow_lived *out, working *w, bil_error *err)
{
    bil_faults faults;
    bil_faults_init(&faults, w->arena);
    const bil_status status =
        bil_flow_district(out, w->district.bytes, w->batch->catalogue, &w->order, &faults, err);
    if (status == BIL_E_DATA) {
        say_fault(err, &faults);
    }
    return status;
}

/* ---- what a family begins with ---- */

/* The digest before the bytes: half a file, or one that somebody touched, is none. */
static bil_status write_known(working *w, const struct bil_known *known, bil_error *err)
{
    bil_text bytes;
    bil_file_writer *writer = NULL;
    bil_text_init(&bytes);
    bil_known_pack(&bytes, known);
    const char *id = w->batch->families[w->cell->family].id;
    bil_status status = bytes.failed || !bil_batch_path(&w->path, w->folder, "known", id, "")
                            ? bil_fail_nomem(err)
                            : bil_file_begin(&writer, w->path.bytes, err);
    if (status == BIL_OK) {
        char hex[BIL_SHA256_HEX_SIZE];
        bil_sha256_hex(hex, bytes.bytes, bytes.size);
        bil_file_add(writer, hex, sizeof hex);
        bil_file_add(writer, bytes.bytes, bytes.size);
        status = bil_file_commit(writer, err);
    }
    bil_text_release(&bytes);
    return status;
}

/* `*out` is NULL when there is no whole file. */
static bil_status read_known(struct bil_known **out, working *w, bil_error *err)
{
    char hex[BIL_SHA256_HEX_SIZE];
    bil_text bytes;
    bil_text_init(&bytes);
    *out = NULL;
    const char *id = w->batch->families[w->cell->family].id;
    if (!bil_batch_path(&w->path, w->folder, "known", id, "")) {
        return bil_fail_nomem(err);
    }
    if (!bil_file_exists(w->path.bytes)) {
        return BIL_OK;
    }
    bil_status status = bil_file_read(&bytes, w->path.bytes, KNOWN_BYTES_MAX, err);
    if (status == BIL_OK && bytes.size > sizeof hex) {
        bil_sha256_hex(hex, bytes.bytes + sizeof hex, bytes.size - sizeof hex);
        if (memcmp(hex, bytes.bytes, sizeof hex) == 0) {
            status = bil_known_unpack(out, bytes.bytes + sizeof hex, bytes.size - sizeof hex, err);
        }
    }
    bil_text_release(&bytes);
    return status == BIL_E_DATA ? BIL_OK : status;
}

/* What the family begins with: read, or found out and written for the others. A lead that cannot be
 * made leaves nothing to begin with. */
static bil_status begin_with(struct bil_known **out, working *w, bil_error *err)
{
    bil_status status = read_known(out, w, err);
    if (status != BIL_OK || *out != NULL) {
        return status;
    }
    const size_t count = w->order.change_count;
    bil_allocated lead = {0};
    w->order.change_count = bil_batch_lead_changes(w->changes, count);
    w->order.keep_known = true;
    status = allocate(&lead, w, err);
    if (status == BIL_OK) {
        *out = lead.known;
        lead.known = NULL;
        bil_allocated_close(&lead);
    }
    w->order.change_count = bil_batch_changes(w->changes, w->batch, w->cell);
    w->order.keep_known = false;
    if (status == BIL_OK && *out != NULL) {
        status = write_known(w, *out, err);
    }
    return status == BIL_E_DATA ? BIL_OK : status;
}

/* ---- the cell ---- */

static bil_status work_out(working *w, bil_error *err)
{
    const bil_cell *cell = w->cell;
    bil_allocated done = {0};
    bil_flow_lived lived = {0};
    struct bil_known *known = NULL;
    bil_text plans;
    bil_text_init(&plans);
    bil_status status = prepare(w, err);
    if (status == BIL_OK && cell->family != SIZE_MAX && !cell->leads) {
        status = begin_with(&known, w, err);
    }
    w->order.from = known;
    w->order.keep_known = cell->leads;
    if (status == BIL_OK && w->batch->scenario->plans) {
        const bool named = bil_batch_path(&plans, w->folder, "plans", cell->id, ".jsonl");
        status = named ? BIL_OK : bil_fail_nomem(err);
        w->order.plans_path = plans.bytes;
    }
    const bool flows = status == BIL_OK && bil_flow_asked(w->changes, w->order.change_count);
    if (status == BIL_OK) {
        status = flows ? live(&lived, w, err) : allocate(&done, w, err);
    }
    if (status == BIL_OK && done.known != NULL) {
        status = write_known(w, done.known, err);
    }
    if (status == BIL_OK) {
        status = put_done(w->folder, cell, flows ? &lived.last : &done, flows ? &lived : NULL, err);
    }
    bil_flow_close(&lived);
    bil_allocated_close(&done);
    bil_known_free(known);
    bil_text_release(&plans);
    return status;
}

bil_status bil_batch_cell(const bil_batch *batch, const char *folder, const char *id,
                          bil_error *err)
{
    const bil_cell *cell = cell_of(batch, id);
    if (cell == NULL) {
        return bil_fail(err, BIL_E_DATA, id,
                        "scenario, modello, distretto o catalogo sono cambiati",
                        "scenario, model, district or catalogue have changed");
    }
    bil_error reason = {0};
    working w = {.batch = batch, .folder = folder, .cell = cell, .arena = bil_arena_new()};
    bil_text_init(&w.district);
    bil_text_init(&w.path);
    const bil_status status = w.arena == NULL ? bil_fail_nomem(&reason) : work_out(&w, &reason);
    bil_arena_free(w.arena);
    bil_text_release(&w.district);
    bil_text_release(&w.path);
    return status == BIL_OK ? BIL_OK : bil_cell_fail(folder, cell, &reason, err);
}

/* ---- reading it again ---- */

typedef struct {
    bil_cell_result *result;
    bool no_memory;
} reading;

static const char *keep(reading *r, const char *text)
{
    const char *copy = bil_arena_text(r->result->arena, text);
    r->no_memory = r->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

static bool text_is(const bil_json_value *root, const char *key, const char *wanted)
{
    const char *text = "";
    const bil_json_value *value = bil_json_member(root, key);
    return value != NULL && bil_json_get_text(&text, value, 4000) && strcmp(text, wanted) == 0;
}

static const char *text_of(reading *r, const bil_json_value *object, const char *key)
{
    const char *text = "";
    const bil_json_value *value = bil_json_member(object, key);
    if (value == NULL || !bil_json_get_text(&text, value, 4000)) {
        return "";
    }
    return keep(r, text);
}

static bool read_value(reading *r, bil_cell_value *out, const bil_json_value *value)
{
    const bil_json_value *figure = bil_json_member(value, "value");
    const bil_json_value *part = bil_json_member(value, "part");
    const char *code = text_of(r, value, "metric");
    out->metric = bil_metric_find(code);
    if (out->metric == BIL_METRIC_COUNT || figure == NULL) {
        return false;
    }
    out->part = part == NULL ? NULL : text_of(r, value, "part");
    out->defined = !bil_json_is_null(figure);
    return !out->defined ||
           bil_json_get_decimal(&out->value, figure,
                                bil_metric_unit_decimals(bil_metric_of(out->metric).unit),
                                -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX);
}

static bool read_values(reading *r, const bil_json_value *list)
{
    if (list == NULL || !bil_json_expect_array(list, VALUES_MOST)) {
        return false;
    }
    r->result->values =
        bil_arena_alloc(r->result->arena, bil_json_count(list), sizeof *r->result->values);
    r->no_memory = r->no_memory || r->result->values == NULL;
    for (const bil_json_value *at = bil_json_first(list); !r->no_memory && at != NULL;
         at = bil_json_next(at)) {
        bil_cell_value *value = &r->result->values[r->result->count];
        *value = (bil_cell_value){.part = NULL};
        if (!read_value(r, value, at)) {
            return false;
        }
        r->result->count++;
    }
    return true;
}

static bool read_period(bil_flow_period *out, const bil_json_value *value)
{
    int64_t month = 0;
    int64_t months = 0;
    const bil_json_value *of[] = {bil_json_member(value, "month"),
                                  bil_json_member(value, "months")};
    bool fine = of[0] != NULL && of[1] != NULL &&
                bil_json_get_integer(&month, of[0], 1, BIL_FLOW_MONTHS_MAX) &&
                bil_json_get_integer(&months, of[1], 1, BIL_FLOW_MONTHS_MAX);
    out->month = (int)month;
    out->months = (int)months;
    for (int i = 0; fine && i < BIL_FLOW_FIGURES; i++) {
        const bil_flow_figure figure = (bil_flow_figure)i;
        const bil_json_value *at = bil_json_member(value, bil_flow_code(figure));
        fine = at != NULL && bil_json_get_decimal(&out->values[i], at, bil_flow_decimals(figure),
                                                  -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX);
    }
    return fine;
}

static bool read_flow(reading *r, const bil_json_value *list)
{
    if (list == NULL) {
        return true;
    }
    if (!bil_json_expect_array(list, BIL_FLOW_MONTHS_MAX)) {
        return false;
    }
    r->result->periods =
        bil_arena_alloc(r->result->arena, bil_json_count(list), sizeof *r->result->periods);
    r->no_memory = r->no_memory || r->result->periods == NULL;
    for (const bil_json_value *at = bil_json_first(list); !r->no_memory && at != NULL;
         at = bil_json_next(at)) {
        if (!read_period(&r->result->periods[r->result->period_count++], at)) {
            return false;
        }
    }
    return true;
}

/* "words (where)", as messages have it. */
static const char *with_place(reading *r, const char *words, const char *where)
{
    bil_text text;
    bil_text_init(&text);
    if (words == NULL || where == NULL || where[0] == '\0') {
        return words;
    }
    bil_text_addf(&text, "%s (%s)", words, where);
    const char *kept = text.failed ? NULL : bil_arena_text(r->result->arena, text.bytes);
    r->no_memory = r->no_memory || kept == NULL;
    bil_text_release(&text);
    return kept;
}

static bool read_result(reading *r, const bil_json_value *root, const bil_cell *cell)
{
    if (!text_is(root, "format", "bilancia-cell") || !text_is(root, "id", cell->id)) {
        return false;
    }
    if (text_is(root, "status", "done")) {
        return read_values(r, bil_json_member(root, "values")) &&
               read_flow(r, bil_json_member(root, "flow")) && bil_cell_bounds_read(r->result, root);
    }
    const bil_json_value *reason = bil_json_member(root, "reason");
    r->result->failed = true;
    const char *where = text_of(r, reason, "where");
    r->result->reason_it = with_place(r, text_of(r, reason, "it"), where);
    r->result->reason_en = with_place(r, text_of(r, reason, "en"), where);
    return !r->no_memory;
}

void bil_cell_result_free(bil_cell_result *result)
{
    if (result != NULL) {
        bil_arena_free(result->arena);
    }
}

bil_status bil_cell_document(bil_json **out, const char *folder, const bil_cell *cell,
                             bil_faults *faults, bil_error *err)
{
    bil_text path;
    bil_text text;
    bil_text_init(&path);
    bil_text_init(&text);
    *out = NULL;
    bil_status status = BIL_OK;
    if (!bil_batch_path(&path, folder, "cells", cell->id, ".json")) {
        status = bil_fail_nomem(err);
    } else if (bil_file_exists(path.bytes)) {
        const bil_json_options options = {.file = cell->id};
        status = bil_file_read(&text, path.bytes, BIL_JSON_SIZE_MAX, err);
        if (status == BIL_OK) {
            status = bil_json_read(out, text.bytes, text.size, options, faults, err);
            status = status == BIL_E_DATA ? BIL_OK : status; /* as if it were not there */
        }
    }
    bil_text_release(&path);
    bil_text_release(&text);
    return status;
}

bil_status bil_cell_read(bil_cell_result **out, const char *folder, const bil_cell *cell,
                         bil_error *err)
{
    bil_json *document = NULL;
    bil_faults faults;
    bil_arena *arena = bil_arena_new();
    reading r = {.result = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *r.result)};
    *out = NULL;
    if (r.result == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    bil_faults_init(&faults, arena);
    *r.result = (bil_cell_result){.arena = arena, .reason_it = "", .reason_en = ""};
    bil_status status = bil_cell_document(&document, folder, cell, &faults, err);
    if (document != NULL) {
        const bool whole = read_result(&r, bil_json_root(document), cell) && faults.errors == 0;
        status = r.no_memory ? bil_fail_nomem(err) : BIL_OK;
        *out = whole && status == BIL_OK ? r.result : NULL;
    }
    bil_json_free(document);
    if (*out == NULL) {
        bil_arena_free(arena);
    }
    return status;
}
