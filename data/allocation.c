/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/allocation.h"

#include <string.h>

#include "data/file.h"
#include "data/json.h"

#define E9 INT64_C(1000000000)

enum { PERSONS_MOST = 100000, TEXT_MOST = 4000, SIZE_MOST = 64 * 1024 * 1024 };

/* Sums of so many scores, and of gaps: far beyond any. */
#define SUM_MOST_E9 (INT64_C(1000000) * E9)

typedef struct {
    bil_told_allocation *out;
    bil_scored *scored;
    bil_allotted_status *statuses;
    bool whole; /* no fault so far */
    bool no_memory;
} reading;

/* ---- members ---- */

/* A member that must be there. */
static const bil_json_value *member(reading *r, const bil_json_value *object, const char *key)
{
    const bil_json_value *value = object == NULL ? NULL : bil_json_member(object, key);
    if (value == NULL && object != NULL) {
        bil_json_fault(object, NULL, (bil_words){key, key},
                       (bil_words){"usa il file che scrive allocate --format json",
                                   "use the file that allocate --format json writes"});
    }
    r->whole = r->whole && value != NULL;
    return value;
}

static const char *text(reading *r, const bil_json_value *object, const char *key)
{
    const char *found = "";
    const bil_json_value *value = member(r, object, key);
    if (value == NULL || !bil_json_get_text(&found, value, TEXT_MOST)) {
        r->whole = false;
        return "";
    }
    const char *copy = bil_arena_text(r->out->arena, found);
    r->no_memory = r->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

/* A number × 10⁹ of at most `most`; -1 for null. */
static int64_t figure(reading *r, const bil_json_value *object, const char *key, int64_t most_e9)
{
    int64_t found = -1;
    const bil_json_value *value = member(r, object, key);
    if (value == NULL || bil_json_is_null(value)) {
        return -1;
    }
    r->whole = bil_json_get_decimal_rounded(&found, value, 9, 0, most_e9) && r->whole;
    return found;
}

/* One that may not be null. */
static int64_t score(reading *r, const bil_json_value *object, const char *key, int64_t most_e9)
{
    const int64_t found = figure(r, object, key, most_e9);
    return found < 0 ? 0 : found;
}

static void expect(reading *r, const bil_json_value *object, const char *key, const char *wanted)
{
    const bil_json_value *value = member(r, object, key);
    const char *found = "";
    if (value != NULL &&
        (!bil_json_get_text(&found, value, TEXT_MOST) || strcmp(found, wanted) != 0)) {
        bil_json_fault(value, NULL, (bil_words){wanted, wanted},
                       (bil_words){"usa il file che scrive allocate --format json",
                                   "use the file that allocate --format json writes"});
        r->whole = false;
    }
}

/* ---- what is proven ---- */

static bool is(const bil_told_allocation *a, const char *rule)
{
    return strcmp(a->rule, rule) == 0;
}

/* Only the greatest sum bounds every sum; only the greatest least score every least score. Whoever
 * may not lose makes both smaller; for the sum the document has the bound without. */
static void read_bounds(reading *r, const bil_json_value *root)
{
    bil_told_allocation *out = r->out;
    const bil_json_value *nested = bil_json_member(root, "nested");
    const bil_json_value *level = bil_json_member(root, "level");
    const bool free_one = nested == NULL || bil_json_is_null(nested);
    if (is(out, "utilitarian")) {
        out->sum_bound_e9 = free_one ? figure(r, root, "bound", SUM_MOST_E9)
                                     : figure(r, nested, "free_bound", SUM_MOST_E9);
    }
    if (free_one && level != NULL && (is(out, "max-min") || is(out, "leximin"))) {
        out->least_bound_e9 = figure(r, level, "least_bound", E9);
    }
}

/* ---- persons ---- */

static bil_allotted_status status_of(reading *r, const bil_json_value *person)
{
    const char *name = text(r, person, "status");
    for (int i = 0; i <= BIL_ALLOTTED_FAILED; i++) {
        if (strcmp(name, bil_allotted_name((bil_allotted_status)i)) == 0) {
            return (bil_allotted_status)i;
        }
    }
    if (r->whole) {
        bil_json_fault(bil_json_member(person, "status"), NULL,
                       (bil_words){"plan, today, waiting, no-plan, failed",
                                   "plan, today, waiting, no-plan, failed"},
                       (bil_words){"", ""});
    }
    r->whole = false;
    return BIL_ALLOTTED_FAILED;
}

static void read_persons(reading *r, const bil_json_value *list)
{
    bil_told_allocation *out = r->out;
    if (list == NULL || !bil_json_expect_array(list, PERSONS_MOST)) {
        r->whole = false;
        return;
    }
    const size_t room = bil_json_count(list) + 1;
    r->scored = bil_arena_alloc(out->arena, room, sizeof *r->scored);
    r->statuses = bil_arena_alloc(out->arena, room, sizeof *r->statuses);
    r->no_memory = r->no_memory || r->scored == NULL || r->statuses == NULL;
    for (const bil_json_value *at = bil_json_first(list); !r->no_memory && at != NULL;
         at = bil_json_next(at)) {
        if (!bil_json_expect(at, BIL_JSON_OBJECT)) {
            r->whole = false;
            continue;
        }
        r->scored[out->count].id = text(r, at, "id");
        r->scored[out->count].score_e9 = score(r, at, "score", E9);
        r->statuses[out->count] = status_of(r, at);
        out->by_status[r->statuses[out->count]]++;
        out->count++;
    }
    out->scored = r->scored;
    out->statuses = r->statuses;
}

/* ---- the whole ---- */

static bil_allocation_status outcome_of(reading *r, const bil_json_value *root)
{
    const char *name = text(r, root, "status");
    for (int i = 0; i <= BIL_ALLOCATION_OVER; i++) {
        if (strcmp(name, bil_allocation_status_name((bil_allocation_status)i)) == 0) {
            return (bil_allocation_status)i;
        }
    }
    r->whole = false;
    return BIL_ALLOCATION_STOPPED;
}

static void read_all(reading *r, const bil_json_value *root)
{
    bil_told_allocation *out = r->out;
    if (!bil_json_expect(root, BIL_JSON_OBJECT)) {
        r->whole = false;
        return;
    }
    expect(r, root, "format", "bilancia-allocation");
    if (!r->whole) {
        return; /* another document: its members say nothing */
    }
    int64_t version = 1;
    const bil_json_value *written = member(r, root, "version");
    r->whole = written != NULL && bil_json_get_integer(&version, written, 1, 1) && r->whole;
    const bil_json_value *district = member(r, root, "district");
    const bil_json_value *metrics = member(r, root, "metrics");
    out->district = text(r, district, "name");
    out->district_sha256 = text(r, district, "sha256");
    out->catalogue_sha256 = text(r, member(r, root, "catalogue"), "sha256");
    out->rule = text(r, root, "rule");
    out->status = outcome_of(r, root);
    out->value_e9 = score(r, root, "value", SUM_MOST_E9);
    out->mean_e9 = score(r, metrics, "mean_score", E9);
    out->least_e9 = score(r, metrics, "least_score", E9);
    const bil_json_value *money = member(r, metrics, "public_cents");
    r->whole = money != NULL &&
               bil_json_get_integer(&out->public_cents, money, 0, BIL_JSON_INTEGER_MAX) && r->whole;
    read_bounds(r, root);
    read_persons(r, member(r, root, "persons"));
}

static bil_status parse(reading *r, const char *name, const char *bytes, size_t size,
                        bil_faults *faults, bil_error *err)
{
    bil_json *document = NULL;
    const bil_json_options options = {.file = name, .size_max = SIZE_MOST};
    const bil_status status = bil_json_read(&document, bytes, size, options, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    const size_t before = bil_json_errors(bil_json_root(document));
    read_all(r, bil_json_root(document));
    r->whole = r->whole && before == 0;
    bil_json_free(document);
    if (r->no_memory) {
        return bil_fail_nomem(err);
    }
    return r->whole ? BIL_OK
                    : bil_fail_with(err, BIL_E_DATA, name,
                                    "«%s» non è una ripartizione che si possa leggere",
                                    "\"%s\" is no allocation that can be read", name);
}

bil_status bil_told_allocation_read(bil_told_allocation **out, const char *name, const char *bytes,
                                    size_t size, bil_faults *faults, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    reading r = {.whole = true,
                 .out = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *r.out)};
    if (r.out == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *r.out = (bil_told_allocation){.arena = arena, .sum_bound_e9 = -1, .least_bound_e9 = -1};
    const bil_status status = parse(&r, name, bytes, size, faults, err);
    if (status == BIL_OK) {
        *out = r.out;
    } else {
        bil_arena_free(arena);
    }
    return status;
}

bil_status bil_told_allocation_load(bil_told_allocation **out, const char *path, bil_faults *faults,
                                    bil_error *err)
{
    bil_text bytes;
    bil_text_init(&bytes);
    bil_status status = bil_file_read(&bytes, path, SIZE_MOST, err);
    if (status == BIL_OK) {
        status = bil_told_allocation_read(out, path, bytes.bytes, bytes.size, faults, err);
    }
    bil_text_release(&bytes);
    return status;
}
