/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/district.h"

#include <stdlib.h>
#include <string.h>

#include "data/case.h"
#include "data/digest.h"
#include "data/district_impl.h"
#include "data/file.h"
#include "data/lines.h"
#include "data/plan.h"
#include "data/words.h"
#include "engine/random.h"

enum { REQUESTED_ON, INTENSITY, GRANTED, MORE_KEYS };

static const char *const more_keys[MORE_KEYS] = {"requested_on", "intensity", "granted"};

static const bil_words nothing = {"", ""};

/* The ids met so far, so that none comes twice. */
typedef struct {
    const char *id; /* NULL = free */
    size_t line;
} met;

struct bil_district_reader {
    bil_district *district;
    bil_faults *faults;
    size_t errors; /* of the list, before ours */
    bil_lines *lines;
    bil_text path; /* of persons.jsonl */
    bil_text line;
    size_t persons;
    bil_arena *ids;
    met *table; /* open addressing; capacity a power of two */
    size_t capacity;
    size_t filled;
};

/* ---- open and close ---- */

void bil_district_abandon(bil_district_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    bil_district_free(reader->district);
    bil_lines_close(reader->lines);
    bil_text_release(&reader->path);
    bil_text_release(&reader->line);
    bil_arena_free(reader->ids);
    free(reader->table);
    free(reader);
}

static bil_status open_files(bil_district_reader *reader, const char *folder,
                             const bil_catalogue *catalogue, bil_error *err)
{
    bil_text head;
    bil_text_init(&head);
    bil_file_join(&head, folder, BIL_DISTRICT_FILE);
    bil_file_join(&reader->path, folder, BIL_DISTRICT_PERSONS);
    reader->ids = bil_arena_new();
    bil_status status = BIL_OK;
    if (head.failed || reader->path.failed || reader->ids == NULL) {
        status = bil_fail_nomem(err);
    } else if (!bil_file_is_folder(folder)) {
        status =
            bil_fail_with(err, BIL_E_NO_INPUT, folder, "«%s» non è la cartella di un distretto",
                          "\"%s\" is not a district's folder", folder);
    } else {
        const char *name = bil_arena_text(reader->ids, head.bytes); /* faults go on naming it */
        status = name == NULL ? bil_fail_nomem(err)
                              : bil_district_read_head(&reader->district, name, catalogue,
                                                       reader->faults, err);
    }
    if (status == BIL_OK) {
        status = bil_lines_open(&reader->lines, reader->path.bytes, err);
    }
    bil_text_release(&head);
    return status;
}

bil_status bil_district_open(bil_district_reader **out, const char *folder,
                             const bil_catalogue *catalogue, bil_faults *faults, bil_error *err)
{
    bil_district_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return bil_fail_nomem(err);
    }
    reader->faults = faults;
    reader->errors = faults->errors;
    const bil_status status = open_files(reader, folder, catalogue, err);
    if (status != BIL_OK) {
        bil_district_abandon(reader);
        return status;
    }
    *out = reader;
    return BIL_OK;
}

const bil_district *bil_district_of(const bil_district_reader *reader)
{
    return reader->district;
}

bil_status bil_district_finish(bil_district **out, bil_district_reader *reader, bil_error *err)
{
    bil_status status = BIL_OK;
    const int64_t said = reader->district->persons;
    if (said >= 0 && said != (int64_t)reader->persons) {
        bil_said found;
        bil_said expected;
        (void)bil_say(&found, "%zu", "%zu", reader->persons);
        bil_faults_add(reader->faults, reader->path.bytes, found.en,
                       bil_say(&expected, "%lld persone, come dice " BIL_DISTRICT_FILE,
                               "%lld persons, as " BIL_DISTRICT_FILE " says", (long long)said),
                       nothing);
    }
    if (reader->faults->errors > reader->errors) {
        status = bil_fail(err, BIL_E_DATA, reader->path.bytes, "il distretto contiene errori",
                          "the district contains faults");
    } else {
        *out = reader->district;
        reader->district = NULL;
    }
    bil_district_abandon(reader);
    return status;
}

/* ---- ids ---- */

static met *place_of(met *table, size_t capacity, const char *id)
{
    size_t at = (size_t)bil_random_key(id) & (capacity - 1);
    while (table[at].id != NULL && strcmp(table[at].id, id) != 0) {
        at = (at + 1) & (capacity - 1);
    }
    return &table[at];
}

/* At most two thirds full. */
static bool make_room(bil_district_reader *reader)
{
    if ((reader->filled + 1) * 3 <= reader->capacity * 2) {
        return true;
    }
    const size_t capacity = reader->capacity == 0 ? 1024 : reader->capacity * 2;
    met *table = calloc(capacity, sizeof *table);
    if (table == NULL) {
        return false;
    }
    for (size_t i = 0; i < reader->capacity; i++) {
        if (reader->table[i].id != NULL) {
            *place_of(table, capacity, reader->table[i].id) = reader->table[i];
        }
    }
    free(reader->table);
    reader->table = table;
    reader->capacity = capacity;
    return true;
}

/* Reports an id met before; false without memory. */
static bool meet(bil_district_reader *reader, const bil_json_value *root, const char *id)
{
    if (!make_room(reader)) {
        return false;
    }
    met *place = place_of(reader->table, reader->capacity, id);
    if (place->id != NULL) {
        bil_said said;
        const bil_json_value *person = bil_json_member(root, "person");
        bil_json_fault(bil_json_member(person, "id"), NULL,
                       bil_say(&said, "un id che nessun altro ha (c’è già alla riga %zu)",
                               "an id nobody else has (it is already on line %zu)", place->line),
                       nothing);
        return true;
    }
    place->id = bil_arena_text(reader->ids, id);
    place->line = bil_lines_number(reader->lines);
    reader->filled++;
    return place->id != NULL;
}

/* ---- one line ---- */

static void read_requested(bil_applicant *out, const bil_json_value *value)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    if (!bil_date_parse(&out->requested_on, text, strlen(text))) {
        bil_json_fault(value, NULL,
                       (bil_words){"una data vera, AAAA-MM-GG", "a real date, YYYY-MM-DD"},
                       nothing);
    }
}

static void read_intensity(bil_applicant *out, const bil_json_value *value)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    for (int i = 0; i < BIL_INTENSITIES; i++) {
        if (strcmp(text, bil_intensity_name((bil_intensity)i)) == 0) {
            out->intensity = (bil_intensity)i;
            out->intensity_given = true;
        }
    }
    if (!out->intensity_given) {
        bil_json_fault(value, NULL, (bil_words){"low, medium o high", "low, medium or high"},
                       nothing);
    }
}

static bil_status read_granted(bil_applicant *out, const bil_json_value *value,
                               const bil_district_reader *reader, const bil_case *person,
                               bil_error *err)
{
    if (bil_json_is_null(value)) {
        return BIL_OK;
    }
    const bil_status status =
        bil_plan_read_value(&out->granted, value, reader->district->catalogue, person, err);
    return status == BIL_E_DATA ? BIL_OK : status; /* the faults say it */
}

/* All of a line, whatever is wrong with it. */
static bil_status read_value(bil_applicant *out, bil_case **person, const bil_json_value *root,
                             bil_district_reader *reader, bil_error *err)
{
    char sha256[BIL_SHA256_HEX_SIZE];
    bil_sha256_hex(sha256, reader->line.bytes, reader->line.size);
    bil_status status = bil_case_read_value(person, root, more_keys, MORE_KEYS, sha256,
                                            reader->district->catalogue, err);
    if (status == BIL_E_DATA) {
        status = BIL_OK;
    }
    read_requested(out, bil_json_member(root, "requested_on"));
    read_intensity(out, bil_json_member(root, "intensity"));
    if (status == BIL_OK) {
        status = read_granted(out, bil_json_member(root, "granted"), reader, *person, err);
    }
    if (status == BIL_OK && *person != NULL && !meet(reader, root, (*person)->id)) {
        status = bil_fail_nomem(err);
    }
    return status;
}

/* `*taken`: the line held a person without faults, who is now in `arena`. */
static bil_status read_line(bil_applicant *out, bool *taken, bil_district_reader *reader,
                            bil_arena *arena, bil_error *err)
{
    const size_t errors = reader->faults->errors;
    const bil_json_options options = {.file = reader->path.bytes,
                                      .first_line = bil_lines_number(reader->lines),
                                      .size_max = BIL_DISTRICT_LINE_MAX};
    bil_json *document = NULL;
    bil_case *person = NULL;
    *out = (bil_applicant){0};
    bil_status status = bil_json_read(&document, reader->line.bytes, reader->line.size, options,
                                      reader->faults, err);
    if (status == BIL_E_DATA) {
        return BIL_OK;
    }
    if (status == BIL_OK) {
        status = read_value(out, &person, bil_json_root(document), reader, err);
    }
    *taken = status == BIL_OK && reader->faults->errors == errors;
    if (*taken) {
        status = bil_case_copy(&out->person, person, arena, err);
        *taken = status == BIL_OK;
    }
    if (!*taken) {
        bil_plan_free(out->granted);
        out->granted = NULL;
    }
    bil_case_free(person);
    bil_json_free(document);
    return status;
}

static void too_long(bil_district_reader *reader)
{
    bil_said where;
    bil_said expected;
    (void)bil_say(&where, "%s:%zu", "%s:%zu", reader->path.bytes, bil_lines_number(reader->lines));
    bil_faults_add(reader->faults, where.en, "…",
                   bil_say(&expected, "una riga di al massimo %d byte",
                           "a line of at most %d bytes", BIL_DISTRICT_LINE_MAX),
                   nothing);
}

bil_status bil_district_next(bil_applicant *out, bool *more, bil_district_reader *reader,
                             bil_arena *arena, bil_error *err)
{
    bool taken = false;
    bool cut = false;
    while (!taken) {
        bil_status status =
            bil_lines_next(&reader->line, more, &cut, BIL_DISTRICT_LINE_MAX, reader->lines, err);
        if (status != BIL_OK || !*more) {
            return status;
        }
        reader->persons++;
        if (cut) {
            too_long(reader);
            continue;
        }
        status = read_line(out, &taken, reader, arena, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

/* ---- all at once ---- */

static bil_status read_all(bil_population *out, bil_district_reader *reader, bil_error *err)
{
    size_t capacity = 0;
    bool more = true;
    bil_status status = BIL_OK;
    while (more && status == BIL_OK) {
        if (out->count == capacity) {
            capacity = capacity == 0 ? 256 : capacity * 2;
            bil_applicant *grown = realloc(out->persons, capacity * sizeof *grown);
            if (grown == NULL) {
                return bil_fail_nomem(err);
            }
            out->persons = grown;
        }
        status = bil_district_next(&out->persons[out->count], &more, reader, out->arena, err);
        out->count += status == BIL_OK && more ? 1 : 0;
    }
    return status;
}

bil_status bil_population_load(bil_population *out, const char *folder,
                               const bil_catalogue *catalogue, bil_faults *faults, bil_error *err)
{
    bil_district_reader *reader = NULL;
    bil_population read = {.arena = bil_arena_new()};
    bil_status status = read.arena == NULL
                            ? bil_fail_nomem(err)
                            : bil_district_open(&reader, folder, catalogue, faults, err);
    if (status == BIL_OK) {
        BIL_ASSERT(reader != NULL);
        status = read_all(&read, reader, err);
        if (status == BIL_OK) {
            status = bil_district_finish(&read.district, reader, err);
        } else {
            bil_district_abandon(reader);
        }
    }
    if (status != BIL_OK) {
        bil_population_free(&read);
        return status;
    }
    *out = read;
    return BIL_OK;
}

void bil_population_free(bil_population *population)
{
    for (size_t i = 0; i < population->count; i++) {
        bil_plan_free(population->persons[i].granted);
    }
    free(population->persons);
    bil_arena_free(population->arena);
    bil_district_free(population->district);
    *population = (bil_population){0};
}
