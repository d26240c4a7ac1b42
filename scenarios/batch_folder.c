/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder of a batch: its parts, the manifest, the invented districts, who works there. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/file.h"
#include "data/folder.h"
#include "data/json.h"
#include "engine/version.h"
#include "scenarios/batch_impl.h"
#include "scenarios/synth.h"

#define LOCK ".lock"

static bil_status make_folder(const char *path, bil_error *err)
{
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && bil_file_is_folder(path))) {
        return BIL_OK;
    }
    return bil_fail_with(err, BIL_E_CANT_WRITE, path, "la cartella «%s» non si può creare",
                         "the folder \"%s\" cannot be created", path);
}

static bil_status make_part(const char *folder, const char *name, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    const bil_status status = path.failed ? bil_fail_nomem(err) : make_folder(path.bytes, err);
    bil_text_release(&path);
    return status;
}

static bil_status make_parts(const bil_batch *batch, const char *folder, bil_error *err)
{
    bil_status status = make_part(folder, "cells", err);
    if (status == BIL_OK && batch->family_count > 0) {
        status = make_part(folder, "known", err);
    }
    if (status == BIL_OK && batch->scenario->plans) {
        status = make_part(folder, "plans", err);
    }
    if (status == BIL_OK && batch->profile != NULL) {
        status = make_part(folder, "districts", err);
    }
    return status;
}

static void put_cell(bil_json_writer *json, const bil_batch *batch, const bil_cell *cell)
{
    bil_json_inline(json);
    bil_json_begin_object(json, NULL);
    bil_json_put_text(json, "id", cell->id);
    bil_json_put_text(json, "scenario", cell->name);
    bil_json_put_text(json, "rule", cell->rule);
    bil_json_put_integer(json, "seed", cell->seed);
    bil_json_put_text(json, "baseline",
                      cell->baseline == SIZE_MAX ? NULL : batch->cells[cell->baseline].id);
    bil_json_put_text(json, "family",
                      cell->family == SIZE_MAX ? NULL : batch->families[cell->family].id);
    bil_json_end_object(json);
}

static bil_status write_manifest(const bil_batch *batch, const char *folder, bil_error *err)
{
    bil_json_writer json;
    bil_text text;
    bil_text path;
    bil_text_init(&text);
    bil_text_init(&path);
    bil_json_writer_init(&json, &text, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-manifest");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "engine", bil_version());
    bil_json_put_text(&json, "scenario", batch->scenario->name);
    bil_json_put_text(&json, "scenario_sha256", batch->scenario->sha256);
    bil_json_put_text(&json, "catalogue", batch->catalogue->name);
    bil_json_put_text(&json, "catalogue_sha256", batch->catalogue->sha256);
    bil_json_put_text(&json, batch->profile == NULL ? "district_sha256" : "profile_sha256",
                      batch->sha256);
    bil_json_begin_array(&json, "cells");
    for (size_t i = 0; i < batch->cell_count; i++) {
        put_cell(&json, batch, &batch->cells[i]);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
    bil_file_join(&path, folder, BIL_BATCH_MANIFEST);
    const bil_status status = text.failed || path.failed
                                  ? bil_fail_nomem(err)
                                  : bil_file_write(path.bytes, text.bytes, text.size, err);
    bil_text_release(&text);
    bil_text_release(&path);
    return status;
}

/* ---- invented districts ---- */

static bil_status load_profile(bil_synth_profile **out, const bil_batch *batch, bil_error *err)
{
    bil_faults faults;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_faults_init(&faults, arena);
    bil_status status = bil_synth_profile_load(out, batch->profile, batch->catalogue, &faults, err);
    if (status == BIL_E_DATA && faults.count > 0) {
        (void)bil_fail_with(err, BIL_E_DATA, faults.items[0].where,
                            "il profilo contiene errori: %s", "the profile contains faults: %s",
                            faults.items[0].where);
    }
    bil_arena_free(arena);
    return status;
}

/* One for each seed, unless it is there. */
static bil_status invent(const bil_batch *batch, const char *folder, bil_error *err)
{
    bil_synth_profile *profile = NULL;
    bil_text path;
    if (batch->profile == NULL) {
        return BIL_OK;
    }
    bil_text_init(&path);
    bil_status status = load_profile(&profile, batch, err);
    for (size_t i = 0; status == BIL_OK && i < batch->scenario->seed_count; i++) {
        const bil_cell like = {.seed = batch->scenario->seeds[i]};
        const bil_synth_settings settings = {.persons = batch->scenario->persons,
                                             .seed = (uint64_t)like.seed};
        if (!bil_batch_district(&path, batch, folder, &like)) {
            status = bil_fail_nomem(err);
        } else if (!bil_file_is_folder(path.bytes)) {
            status = bil_synth(path.bytes, profile, &settings, err);
            if (status == BIL_E_CANT_WRITE && bil_file_is_folder(path.bytes)) {
                status = BIL_OK; /* another part of the batch was quicker: the same district */
            }
        }
    }
    bil_synth_profile_free(profile);
    bil_text_release(&path);
    return status;
}

bil_status bil_batch_make_folder(const bil_batch *batch, const char *folder, bil_error *err)
{
    bil_status status = make_parts(batch, folder, err);
    if (status == BIL_OK) {
        status = write_manifest(batch, folder, err);
    }
    if (status == BIL_OK) {
        status = invent(batch, folder, err);
    }
    return status;
}

/* ---- what was left half written ---- */

static bool is_unfinished(const char *name)
{
    static const char mark[] = ".bilancia-"; /* as data/file_write.c and data/folder.c begin */
    return strncmp(name, mark, sizeof mark - 1) == 0;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static DIR *open_part(int parent, const char *name)
{
    const int file = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *entries = file < 0 ? NULL : fdopendir(file);
    if (entries == NULL && file >= 0) {
        (void)close(file);
    }
    return entries;
}

/* The stream is the caller's own: nobody else reads it. */
static const struct dirent *next_of(DIR *entries)
{
    return entries == NULL ? NULL : readdir(entries); /* NOLINT(concurrency-mt-unsafe) */
}

/* An unfinished folder holds files only. */
static void remove_folder(int parent, const char *name)
{
    DIR *entries = open_part(parent, name);
    const struct dirent *at = NULL;
    while ((at = next_of(entries)) != NULL) {
        if (!is_dots(at->d_name)) {
            (void)unlinkat(dirfd(entries), at->d_name, 0);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
        (void)unlinkat(parent, name, AT_REMOVEDIR);
    }
}

static void sweep_part(int parent, const char *name)
{
    DIR *entries = open_part(parent, name);
    const struct dirent *at = NULL;
    while ((at = next_of(entries)) != NULL) {
        if (is_unfinished(at->d_name) && unlinkat(dirfd(entries), at->d_name, 0) != 0) {
            remove_folder(dirfd(entries), at->d_name);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
}

static void sweep(const char *folder)
{
    static const char *const parts[] = {".", "cells", "known", "plans", "districts"};
    const int parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; parent >= 0 && i < sizeof parts / sizeof parts[0]; i++) {
        sweep_part(parent, parts[i]);
    }
    if (parent >= 0) {
        (void)close(parent);
    }
}

/* ---- who works here ---- */

/* What a batch's folder may hold while its manifest is not there yet. */
static bool is_ours(const char *name)
{
    static const char *const names[] = {LOCK, "cells", "known", "plans", "districts"};
    bool ours = is_dots(name) || is_unfinished(name);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ours = ours || strcmp(name, names[i]) == 0;
    }
    return ours;
}

/* A folder with something in it that is no batch is somebody's. */
static bil_status look_inside(const char *folder, bil_error *err)
{
    bool ours = true;
    DIR *entries = opendir(folder);
    const struct dirent *at = NULL;
    while ((at = next_of(entries)) != NULL) {
        if (strcmp(at->d_name, BIL_BATCH_MANIFEST) == 0) {
            ours = true;
            break;
        }
        ours = ours && is_ours(at->d_name);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return ours ? BIL_OK
                : bil_fail_with(err, BIL_E_CANT_WRITE, folder, "«%s» contiene altro",
                                "\"%s\" holds something else", folder);
}

static bil_status take_lock(int *lock, const char *folder, bool alone, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, LOCK);
    if (path.failed) {
        bil_text_release(&path);
        return bil_fail_nomem(err);
    }
    const int file = open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    bil_text_release(&path);
    if (file >= 0 && flock(file, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        (void)close(file);
        return taken ? bil_fail_with(err, BIL_E_CANT_WRITE, folder,
                                     "in «%s» c’è già qualcuno al lavoro",
                                     "somebody is at work in \"%s\" already", folder)
                     : BIL_OK;
    }
    *lock = file;
    return BIL_OK;
}

bil_status bil_batch_claim(int *lock, const char *folder, bool alone, bil_error *err)
{
    *lock = -1;
    bil_status status = look_inside(folder, err);
    if (status == BIL_OK) {
        status = make_folder(folder, err);
    }
    if (status == BIL_OK) {
        status = take_lock(lock, folder, alone, err);
    }
    if (status == BIL_OK && alone) {
        sweep(folder);
    }
    return status;
}
