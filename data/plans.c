/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/plans.h"

#include <stdlib.h>
#include <string.h>

#include "data/file.h"
#include "data/lines.h"
#include "data/words.h"
#include "engine/random.h"

static const bil_words nothing = {"", ""};

/* ---- writing ---- */

struct bil_plans_writer {
    bil_file_writer *file;
    bil_text line;
};

bil_status bil_plans_begin(bil_plans_writer **out, const char *path, bil_error *err)
{
    bil_plans_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_file_begin(&writer->file, path, err);
    if (status != BIL_OK) {
        free(writer);
        return status;
    }
    *out = writer;
    return BIL_OK;
}

void bil_plans_add(bil_plans_writer *writer, const bil_plan *plan)
{
    if (bil_plans_failed(writer)) {
        return;
    }
    writer->line.size = 0; /* its room is kept */
    if (bil_plan_write_line(&writer->line, plan, NULL) == BIL_OK) {
        bil_file_add(writer->file, writer->line.bytes, writer->line.size);
    }
}

bool bil_plans_failed(const bil_plans_writer *writer)
{
    return writer->line.failed || bil_file_failed(writer->file);
}

bil_status bil_plans_commit(bil_plans_writer *writer, bil_error *err)
{
    if (writer->line.failed) {
        bil_plans_abandon(writer);
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_file_commit(writer->file, err);
    bil_text_release(&writer->line);
    free(writer);
    return status;
}

void bil_plans_abandon(bil_plans_writer *writer)
{
    if (writer != NULL) {
        bil_file_abandon(writer->file);
        bil_text_release(&writer->line);
        free(writer);
    }
}

/* ---- reading ---- */

struct bil_plans_reader {
    const bil_population *population;
    bil_faults *faults;
    size_t errors; /* of the list, before ours */
    bil_lines *lines;
    bil_text path;
    bil_text line;
    size_t strangers;
    size_t *table; /* of persons by id, their index + 1; open addressing, a power of two */
    size_t capacity;
    size_t *line_of; /* per person where the plan was met; 0 = not yet */
};

void bil_plans_leave(bil_plans_reader *reader)
{
    if (reader != NULL) {
        bil_lines_close(reader->lines);
        bil_text_release(&reader->path);
        bil_text_release(&reader->line);
        free(reader->table);
        free(reader->line_of);
        free(reader);
    }
}

/* The place of an id: where it stands, or where it would. */
static size_t *place_of(const bil_plans_reader *reader, const char *id)
{
    size_t at = (size_t)bil_random_key(id) & (reader->capacity - 1);
    while (reader->table[at] != 0 &&
           strcmp(reader->population->persons[reader->table[at] - 1].person->id, id) != 0) {
        at = (at + 1) & (reader->capacity - 1);
    }
    return &reader->table[at];
}

/* At most half full. */
static bool list_persons(bil_plans_reader *reader)
{
    const size_t count = reader->population->count;
    reader->capacity = 16;
    while (reader->capacity < 2 * count) {
        reader->capacity *= 2;
    }
    reader->table = calloc(reader->capacity, sizeof *reader->table);
    reader->line_of = calloc(count + 1, sizeof *reader->line_of);
    if (reader->table == NULL || reader->line_of == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        *place_of(reader, reader->population->persons[i].person->id) = i + 1;
    }
    return true;
}

bil_status bil_plans_open(bil_plans_reader **out, const char *path,
                          const bil_population *population, bil_faults *faults, bil_error *err)
{
    bil_plans_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return bil_fail_nomem(err);
    }
    reader->population = population;
    reader->faults = faults;
    reader->errors = faults->errors;
    bil_text_add(&reader->path, path);
    bil_status status = reader->path.failed || !list_persons(reader)
                            ? bil_fail_nomem(err)
                            : bil_lines_open(&reader->lines, path, err);
    if (status != BIL_OK) {
        bil_plans_leave(reader);
        return status;
    }
    *out = reader;
    return BIL_OK;
}

/* Whose plan it is: false for a stranger, or after a fault. */
static bool find_person(size_t *person, const bil_json_value *root, bil_plans_reader *reader)
{
    const char *id = "";
    const bil_json_value *value = bil_json_member(root, "case_id");
    if (value == NULL) {
        if (bil_json_expect(root, BIL_JSON_OBJECT)) {
            bil_json_fault(root, "…",
                           (bil_words){"un piano che dice di chi è: «case_id»",
                                       "a plan that says whose it is: \"case_id\""},
                           nothing);
        }
        return false;
    }
    if (!bil_json_get_code(&id, value)) {
        return false;
    }
    const size_t place = *place_of(reader, id);
    if (place == 0) {
        reader->strangers++;
        return false;
    }
    *person = place - 1;
    size_t *line = &reader->line_of[*person];
    if (*line != 0) {
        bil_said said;
        bil_json_fault(value, NULL,
                       bil_say(&said, "un solo piano a persona (c’è già alla riga %zu)",
                               "one plan a person (it is already on line %zu)", *line),
                       nothing);
        return false;
    }
    *line = bil_lines_number(reader->lines);
    return true;
}

static bil_status read_line(bil_plan **out, size_t *person, bil_plans_reader *reader,
                            bil_error *err)
{
    const bil_json_options options = {.file = reader->path.bytes,
                                      .first_line = bil_lines_number(reader->lines),
                                      .size_max = BIL_PLANS_LINE_MAX};
    const bil_population *population = reader->population;
    const size_t errors = reader->faults->errors;
    bil_plan *plan = NULL;
    bil_json *document = NULL;
    bil_status status = bil_json_read(&document, reader->line.bytes, reader->line.size, options,
                                      reader->faults, err);
    if (status == BIL_OK && find_person(person, bil_json_root(document), reader)) {
        status =
            bil_plan_read_value(&plan, bil_json_root(document), population->district->catalogue,
                                population->persons[*person].person, err);
    }
    bil_json_free(document);
    if (status == BIL_OK && reader->faults->errors == errors) {
        *out = plan;
    } else {
        bil_plan_free(plan); /* a key twice is a fault that still gives a plan */
    }
    return status == BIL_E_DATA ? BIL_OK : status; /* the faults say it */
}

static void too_long(bil_plans_reader *reader)
{
    bil_said where;
    bil_said expected;
    (void)bil_say(&where, "%s:%zu", "%s:%zu", reader->path.bytes, bil_lines_number(reader->lines));
    bil_faults_add(reader->faults, where.en, "…",
                   bil_say(&expected, "una riga di al massimo %d byte",
                           "a line of at most %d bytes", BIL_PLANS_LINE_MAX),
                   nothing);
}

bil_status bil_plans_next(bil_plan **out, size_t *person, bool *more, bil_plans_reader *reader,
                          bil_error *err)
{
    bil_plan *plan = NULL;
    bool cut = false;
    while (plan == NULL) {
        bil_status status =
            bil_lines_next(&reader->line, more, &cut, BIL_PLANS_LINE_MAX, reader->lines, err);
        if (status != BIL_OK || !*more) {
            return status;
        }
        if (cut) {
            too_long(reader);
            continue;
        }
        status = read_line(&plan, person, reader, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    *out = plan;
    return BIL_OK;
}

size_t bil_plans_strangers(const bil_plans_reader *reader)
{
    return reader->strangers;
}

bil_status bil_plans_close(bil_plans_reader *reader, bil_error *err)
{
    bil_status status = BIL_OK;
    if (reader->faults->errors > reader->errors) {
        status = bil_fail_with(err, BIL_E_DATA, reader->path.bytes,
                               "il file di piani «%s» contiene errori",
                               "the file of plans \"%s\" contains faults", reader->path.bytes);
    }
    bil_plans_leave(reader);
    return status;
}
