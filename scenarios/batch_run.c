/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Processes that work out cells, some at once. Only the file a cell leaves says that it is
 * finished; whatever becomes of its process, the others go on. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "data/file.h"
#include "data/folder.h"
#include "data/json.h"
#include "data/lines.h"
#include "engine/version.h"
#include "scenarios/batch_impl.h"
#include "scenarios/synth.h"

enum { WORDS_MOST = 64, PAUSE_NS = 5000000, TIME_LINE_MAX = 1000 };

extern char **environ; /* workers see what this program sees */

typedef struct {
    pid_t process; /* 0 = none */
    size_t cell;
    int64_t started_ms;
} place;

typedef struct {
    const bil_batch *batch;
    const bil_batch_order *order;
    bool *finished; /* by cell */
    place *places;
    size_t next; /* the first cell not looked at yet */
    int64_t started_ms;
    int64_t spent_ms; /* of the cells worked out now, together */
    size_t worked;
    bil_batch_progress now;
} running;

static int64_t clock_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the folder ---- */

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

/* A folder with something in it that is no batch is somebody's. */
static bil_status make_folders(const bil_batch *batch, const char *folder, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, BIL_BATCH_MANIFEST);
    bil_status status = path.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && !bil_file_exists(path.bytes) && bil_file_exists(folder) &&
        rmdir(folder) != 0) {
        status = bil_fail_with(err, BIL_E_CANT_WRITE, folder, "«%s» contiene altro",
                               "\"%s\" holds something else", folder);
    }
    bil_text_release(&path);
    if (status == BIL_OK) {
        status = make_folder(folder, err);
    }
    if (status == BIL_OK) {
        status = make_part(folder, "cells", err);
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
        }
    }
    bil_synth_profile_free(profile);
    bil_text_release(&path);
    return status;
}

/* ---- what is finished, and how long it took ---- */

static bil_status look(bool *finished, size_t *done, const bil_batch *batch, const char *folder,
                       bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < batch->cell_count; i++) {
        bil_cell_result *result = NULL;
        status = bil_cell_read(&result, folder, &batch->cells[i], err);
        const bool is = result != NULL && !result->failed;
        *done += is ? 1 : 0;
        if (finished != NULL) {
            finished[i] = is;
        }
        bil_cell_result_free(result);
    }
    return status;
}

/* Lines that are none of ours are passed over: times decide nothing. */
static bil_status mean_time(int64_t *mean_ms, const char *folder, bil_error *err)
{
    bil_text path;
    bil_text line;
    bil_lines *lines = NULL;
    int64_t sum = 0;
    int64_t count = 0;
    bool more = false;
    bool cut = false;
    *mean_ms = -1;
    bil_text_init(&path);
    bil_text_init(&line);
    bil_file_join(&path, folder, BIL_BATCH_TIMES);
    bil_status status = path.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && bil_file_exists(path.bytes)) {
        status = bil_lines_open(&lines, path.bytes, err);
        more = status == BIL_OK;
    }
    while (more && status == BIL_OK) {
        status = bil_lines_next(&line, &more, &cut, TIME_LINE_MAX, lines, err);
        const char *at =
            status == BIL_OK && more && line.bytes != NULL ? strstr(line.bytes, "\"ms\":") : NULL;
        const long long ms = at == NULL ? -1 : strtoll(at + 5, NULL, 10);
        if (ms >= 0 && ms < INT64_C(1000000000)) {
            sum += ms;
            count++;
        }
    }
    bil_lines_close(lines);
    bil_text_release(&path);
    bil_text_release(&line);
    *mean_ms = count > 0 ? sum / count : -1;
    return status;
}

bil_status bil_batch_look(bil_batch_progress *out, const bil_batch *batch, const char *folder,
                          int jobs, bil_error *err)
{
    bil_batch_progress found = {.cells = batch->cell_count, .left_ms = -1};
    int64_t mean_ms = -1;
    bil_status status = look(NULL, &found.done, batch, folder, err);
    if (status == BIL_OK) {
        status = mean_time(&mean_ms, folder, err);
    }
    if (status == BIL_OK) {
        found.left_ms = mean_ms < 0
                            ? -1
                            : mean_ms * (int64_t)(found.cells - found.done) / (jobs < 1 ? 1 : jobs);
        *out = found;
    }
    return status;
}

/* One write, at the end of the file: two lines never mix. A time that cannot be noted is lost. */
static void note_time(const running *r, const bil_cell *cell, int64_t ms)
{
    char line[128];
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, r->order->folder, BIL_BATCH_TIMES);
    const int size =
        snprintf(line, sizeof line, "{\"cell\":\"%s\",\"ms\":%lld}\n", cell->id, (long long)ms);
    const int file =
        path.failed ? -1 : open(path.bytes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (file >= 0 && size > 0) {
        const ssize_t written = write(file, line, (size_t)size);
        (void)written;
        (void)close(file);
    }
    bil_text_release(&path);
}

/* ---- processes ---- */

static bool set_up(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes)
{
    sigset_t none;
    (void)sigemptyset(&none);
    return posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
           posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0) == 0 &&
           posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
           posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setpgroup(attributes, 0) == 0 &&
           /* A group of their own: Ctrl-C is the batch's to answer. */
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK) ==
               0;
}

static bool start(running *r, place *at, size_t cell)
{
    char *words[WORDS_MOST + 2];
    size_t count = 0;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    for (; count < WORDS_MOST && r->order->worker[count] != NULL; count++) {
        words[count] = (char *)(uintptr_t)r->order->worker[count]; /* it writes to none of them */
    }
    words[count] = (char *)(uintptr_t)r->batch->cells[cell].id;
    words[count + 1] = NULL;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    if (posix_spawnattr_init(&attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return false;
    }
    const bool started =
        set_up(&actions, &attributes) &&
        posix_spawn(&at->process, words[0], &actions, &attributes, words, environ) == 0;
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attributes);
    at->cell = cell;
    at->started_ms = clock_ms();
    at->process = started ? at->process : 0;
    return started;
}

/* How a process ended that left no whole file. */
static void say_end(bil_error *reason, int how)
{
    char number[32];
    if (WIFSIGNALED(how)) {
        (void)snprintf(number, sizeof number, "%d", WTERMSIG(how));
        (void)bil_fail_with(reason, BIL_E_INTERNAL, "", "il suo processo è caduto (segnale %s)",
                            "its process crashed (signal %s)", number);
        return;
    }
    (void)snprintf(number, sizeof number, "%d", WIFEXITED(how) ? WEXITSTATUS(how) : -1);
    (void)bil_fail_with(reason, BIL_E_INTERNAL, "", "il suo processo è uscito con il codice %s",
                        "its process left with exit code %s", number);
}

/* An old failure's file must not pass for this time's. */
static bil_status forget(const running *r, size_t cell, bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_status status = BIL_OK;
    if (!bil_batch_path(&path, r->order->folder, "cells", r->batch->cells[cell].id, ".json")) {
        status = bil_fail_nomem(err);
    } else {
        (void)unlink(path.bytes);
    }
    bil_text_release(&path);
    return status;
}

static bil_status take_result(running *r, size_t index, int how, bil_error *err)
{
    const bil_cell *cell = &r->batch->cells[index];
    bil_cell_result *result = NULL;
    bil_status status = bil_cell_read(&result, r->order->folder, cell, err);
    if (status != BIL_OK) {
        return status;
    }
    if (result == NULL) {
        bil_error reason = {0};
        say_end(&reason, how);
        status = bil_cell_fail(r->order->folder, cell, &reason, err);
    }
    if (result != NULL && !result->failed) {
        r->now.done++;
    } else {
        r->now.failed++;
    }
    bil_cell_result_free(result);
    return status;
}

static bil_status reap(running *r, place *at, bil_error *err)
{
    int how = 0;
    const pid_t ended = waitpid(at->process, &how, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
        return BIL_OK;
    }
    const int64_t ms = clock_ms() - at->started_ms;
    at->process = 0;
    r->now.running--;
    r->spent_ms += ms;
    r->worked++;
    const size_t done = r->now.done;
    const bil_status status = take_result(r, at->cell, how, err);
    if (status == BIL_OK && r->now.done > done) {
        note_time(r, &r->batch->cells[at->cell], ms);
    }
    return status;
}

static bil_status start_next(running *r, place *at, bil_error *err)
{
    while (r->next < r->batch->cell_count && r->finished[r->next]) {
        r->next++;
    }
    if (r->next >= r->batch->cell_count) {
        return BIL_OK;
    }
    const size_t cell = r->next++;
    const bil_status status = forget(r, cell, err);
    if (status != BIL_OK) {
        return status;
    }
    if (!start(r, at, cell)) {
        return bil_fail_with(err, BIL_E_HELPER, r->order->worker[0], "«%s» non si può avviare",
                             "\"%s\" cannot be started", r->order->worker[0]);
    }
    r->now.running++;
    return BIL_OK;
}

static void stop_all(running *r)
{
    for (int i = 0; i < r->order->jobs; i++) {
        if (r->places[i].process > 0) {
            (void)kill(r->places[i].process, SIGKILL);
            while (waitpid(r->places[i].process, NULL, 0) < 0 && errno == EINTR) {
            }
            r->places[i].process = 0;
        }
    }
}

static bool tell(running *r)
{
    const size_t left = r->now.cells - r->now.done - r->now.failed;
    r->now.elapsed_ms = clock_ms() - r->started_ms;
    r->now.left_ms =
        r->worked == 0 ? -1 : r->spent_ms / (int64_t)r->worked * (int64_t)left / r->order->jobs;
    return r->order->progress == NULL || r->order->progress(&r->now, r->order->payload);
}

static bil_status work(running *r, bil_error *err)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    bil_status status = BIL_OK;
    for (bool busy = true; busy && status == BIL_OK;) {
        for (int i = 0; i < r->order->jobs && status == BIL_OK; i++) {
            if (r->places[i].process > 0) {
                status = reap(r, &r->places[i], err);
            }
            if (status == BIL_OK && r->places[i].process == 0) {
                status = start_next(r, &r->places[i], err);
            }
        }
        if (status == BIL_OK && !tell(r)) {
            status =
                bil_fail(err, BIL_E_STOPPED, "", "interrotto: lo stesso comando riprende da qui",
                         "stopped: the same command goes on from here");
        }
        busy = r->now.running > 0;
        if (busy && status == BIL_OK) {
            (void)nanosleep(&pause, NULL);
        }
    }
    stop_all(r);
    return status;
}

bil_status bil_batch_run(bil_batch_progress *out, const bil_batch *batch,
                         const bil_batch_order *order, bil_error *err)
{
    running r = {.batch = batch, .order = order, .started_ms = clock_ms()};
    r.now.cells = batch->cell_count;
    r.finished = calloc(batch->cell_count + 1, sizeof *r.finished);
    r.places = calloc((size_t)order->jobs + 1, sizeof *r.places);
    bil_status status = r.finished == NULL || r.places == NULL
                            ? bil_fail_nomem(err)
                            : make_folders(batch, order->folder, err);
    if (status == BIL_OK) {
        status = write_manifest(batch, order->folder, err);
    }
    if (status == BIL_OK) {
        status = invent(batch, order->folder, err);
    }
    if (status == BIL_OK) {
        status = look(r.finished, &r.now.done, batch, order->folder, err);
    }
    if (status == BIL_OK) {
        status = work(&r, err);
    }
    if (status == BIL_OK) {
        status = bil_batch_merge(batch, order->folder, err);
    }
    *out = r.now;
    free(r.finished);
    free(r.places);
    return status;
}
