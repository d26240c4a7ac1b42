/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/torture/way.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/document.h"
#include "data/file.h"
#include "data/plan.h"
#include "scenarios/pipeline.h"

static const char *const names[WAY_DOCUMENTS] = {"answer.json", "answer.txt", "answer.html"};

void way_path(char *out, size_t size, const way *w, int document)
{
    (void)snprintf(out, size, "%s/%s", w->folder, names[document]);
}

static bil_status write_document(bil_text *out, const bil_pipeline *run, int document)
{
    bil_document_options options;
    bil_document_options_init(&options);
    switch (document) {
    case 0:
        return bil_plan_write(out, run->plan, NULL, 0, NULL);
    case 1:
        return bil_document_table(out, run->plan, run->person, run->catalogue, &options, NULL);
    default:
        return bil_document_html(out, run->plan, run->person, run->catalogue, &options, NULL);
    }
}

static bil_status write_documents(const way *w, const bil_pipeline *run, bil_text *keep)
{
    bil_status status = BIL_OK;
    for (int d = 0; status == BIL_OK && d < WAY_DOCUMENTS; d++) {
        bil_text text;
        bil_text_init(&text);
        status = write_document(&text, run, d);
        if (status == BIL_OK && keep != NULL) {
            keep[d] = text;
            continue;
        }
        if (status == BIL_OK) {
            char path[128];
            way_path(path, sizeof path, w, d);
            status = bil_file_write(path, text.bytes, text.size, NULL);
        }
        bil_text_release(&text);
    }
    return status;
}

/* `keep` NULL: to files. */
static bil_status run_all(const way *w, bil_text *keep)
{
    bil_pipeline run;
    bil_propose_settings settings;
    bil_error err = {0};
    bil_propose_settings_init(&settings);
    bil_status status = bil_pipeline_open(&run, NULL);
    if (status != BIL_OK) {
        return status;
    }
    status = bil_pipeline_case(&run, w->catalogue, w->person, &err);
    if (status == BIL_OK) {
        status = bil_pipeline_propose(&run, &settings, &err);
    }
    if (status != BIL_OK && status != BIL_E_NOMEM) {
        print_error("%s: %s\n", err.where, err.message_en);
    }
    if (status == BIL_OK) {
        status = write_documents(w, &run, keep);
    }
    bil_pipeline_close(&run);
    return status;
}

bil_status way_run(const way *w)
{
    return run_all(w, NULL);
}

void way_open(way *w, const char *catalogue, const char *person)
{
    memset(w, 0, sizeof *w);
    w->catalogue = catalogue;
    w->person = person;
    (void)snprintf(w->folder, sizeof w->folder, "/tmp/bilancia-torture-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    assert_int_equal(run_all(w, w->right), BIL_OK);
}

void way_close(way *w)
{
    way_reset(w, false);
    assert_int_equal(rmdir(w->folder), 0);
    for (int d = 0; d < WAY_DOCUMENTS; d++) {
        bil_text_release(&w->right[d]);
    }
}

void way_reset(const way *w, bool old)
{
    for (int d = 0; d < WAY_DOCUMENTS; d++) {
        char path[128];
        way_path(path, sizeof path, w, d);
        (void)remove(path);
        FILE *file = old ? fopen(path, "w") : NULL;
        if (file != NULL) {
            (void)fputs("old", file);
            (void)fclose(file);
        }
    }
}

static bool holds(const char *path, const char *bytes, size_t size)
{
    char *found = malloc(size + 2);
    FILE *file = fopen(path, "r");
    assert_non_null(found);
    const size_t got = file == NULL ? 0 : fread(found, 1, size + 1, file);
    const bool same = file != NULL && got == size && memcmp(found, bytes, size) == 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    free(found);
    return same;
}

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *handle = opendir(folder);
    assert_non_null(handle);
    const struct dirent *each = NULL;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while ((each = readdir(handle)) != NULL) {
        count += strcmp(each->d_name, ".") != 0 && strcmp(each->d_name, "..") != 0;
    }
    (void)closedir(handle);
    return count;
}

void way_look(const way *w, bil_status status, bool was)
{
    size_t there = 0;
    int right = 0;
    for (int d = 0; d < WAY_DOCUMENTS; d++) {
        char path[128];
        way_path(path, sizeof path, w, d);
        there += access(path, F_OK) == 0;
        if (holds(path, w->right[d].bytes, w->right[d].size)) {
            assert_int_equal(right, d); /* in order: none after one that failed */
            right++;
        } else if (was) {
            assert_true(holds(path, "old", 3));
        } else {
            assert_int_not_equal(access(path, F_OK), 0);
        }
    }
    assert_int_equal(right == WAY_DOCUMENTS, status == BIL_OK);
    assert_int_equal(files_in(w->folder), there); /* no temporary file stays */
}
