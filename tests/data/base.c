/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/data/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv.h"
#include "data/file.h"

static const bil_catalogue_file catalogue_files[] = {
    BIL_CATALOGUE_JSON,        BIL_CATALOGUE_DOMAINS,    BIL_CATALOGUE_LEVELS,
    BIL_CATALOGUE_SERVICES,    BIL_CATALOGUE_EFFECTS,    BIL_CATALOGUE_SOURCES,
    BIL_CATALOGUE_ELIGIBILITY, BIL_CATALOGUE_RULES,      BIL_CATALOGUE_PROVIDERS,
    BIL_CATALOGUE_COPAY,       BIL_CATALOGUE_UNCERTAINTY};

const char *base_name(size_t file)
{
    if (file == BASE_CASE) {
        return "case.json";
    }
    return file == BASE_PLAN ? "plan.json" : bil_catalogue_file_name(catalogue_files[file]);
}

size_t base_file(const char *name)
{
    size_t file = 0;
    while (file < BASE_FILES && strcmp(base_name(file), name) != 0) {
        file++;
    }
    return file;
}

void base_open(base *b)
{
    for (size_t i = 0; i < BASE_FILES; i++) {
        bil_error err = {BIL_OK, "", "", ""};
        bil_text path;
        bil_text_init(&path);
        bil_text_init(&b->files[i]);
        b->missing[i] = false;
        bil_file_join(&path, "tests/data/broken/base", base_name(i));
        if (path.failed ||
            bil_file_read(&b->files[i], path.bytes, BIL_CSV_SIZE_MAX, &err) != BIL_OK) {
            (void)fprintf(stderr, "tests run in the root of the project: %s\n", err.message_en);
            abort();
        }
        bil_text_release(&path);
    }
}

void base_close(base *b)
{
    for (size_t i = 0; i < BASE_FILES; i++) {
        bil_text_release(&b->files[i]);
    }
}

void base_read(base_reading *out, const base *b, size_t last)
{
    bil_catalogue_bytes bytes[BIL_CATALOGUE_FILES];
    const bil_text *person = &b->files[BASE_CASE];
    const bil_text *plan = &b->files[BASE_PLAN];
    *out = (base_reading){.arena = bil_arena_new()};
    BIL_ASSERT(out->arena != NULL);
    bil_faults_init(&out->faults, out->arena);
    for (size_t i = 0; i < BIL_CATALOGUE_FILES; i++) {
        bytes[i] =
            (bil_catalogue_bytes){b->missing[i] ? NULL : b->files[i].bytes, b->files[i].size};
    }
    out->status = bil_catalogue_read(&out->catalogue, "prova", bytes, &out->faults, &out->err);
    if (out->status == BIL_OK && last >= BASE_CASE) {
        out->status = bil_case_read(&out->person, "case.json", person->bytes, person->size,
                                    out->catalogue, &out->faults, &out->err);
    }
    if (out->status == BIL_OK && last >= BASE_PLAN) {
        bil_plan_file file = {"plan.json", plan->bytes, plan->size, 0};
        out->status =
            bil_plan_read(&out->plan, &file, out->catalogue, out->person, &out->faults, &out->err);
    }
}

void base_reading_close(base_reading *reading)
{
    bil_plan_free(reading->plan);
    bil_case_free(reading->person);
    bil_catalogue_free(reading->catalogue);
    bil_arena_free(reading->arena);
}

base base_files;
base_reading base_world;

int base_world_open(void **state)
{
    (void)state;
    base_open(&base_files);
    base_read(&base_world, &base_files, BASE_PLAN);
    return base_world.status == BIL_OK ? 0 : -1;
}

int base_world_close(void **state)
{
    (void)state;
    base_reading_close(&base_world);
    base_close(&base_files);
    return 0;
}

const base_reading *base_once(void)
{
    if (base_world.arena == NULL && base_world_open(NULL) != 0) {
        abort();
    }
    return &base_world;
}

const bil_fault *base_fault(const bil_faults *faults, const char *where, const char *words,
                            bool warning)
{
    for (size_t i = 0; i < faults->count; i++) {
        const bil_fault *fault = &faults->items[i];
        if (fault->warning == warning && strncmp(fault->where, where, strlen(where)) == 0 &&
            (strstr(fault->found, words) != NULL || strstr(fault->expected.it, words) != NULL ||
             strstr(fault->fix.it, words) != NULL)) {
            return fault;
        }
    }
    return NULL;
}
