/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Processes that work out cells, some at once. Only the file a cell leaves says that it is
 * finished; whatever becomes of its process, the others go on. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "data/file.h"
#include "scenarios/batch_impl.h"

enum { WORDS_MOST = 64, PAUSE_NS = 5000000, TIMES_MOST = 2 };

extern char **environ; /* workers see what this program sees */

typedef struct {
    pid_t process; /* 0 = none */
    size_t cell;
    int times; /* how often it was started */
    int64_t started_ms;
} place;

typedef struct {
    const bil_batch *batch;
    const bil_batch_order *order;
    bool *finished; /* by cell: or begun now */
    bool *making;   /* by family: somebody is finding out what it begins with */
    place *places;
    size_t next; /* the first turn not looked at yet */
    size_t end;  /* one after the last */
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

/* Somebody killed it, or memory was short for a moment: once more. What falls again fails. */
static bool tries_again(running *r, place *at, int how)
{
    if (!WIFSIGNALED(how) || at->times >= TIMES_MOST || !start(r, at, at->cell)) {
        return false;
    }
    at->times++;
    return true;
}

static bil_status reap(running *r, place *at, bil_error *err)
{
    int how = 0;
    const pid_t ended = waitpid(at->process, &how, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
        return BIL_OK;
    }
    const int64_t ms = clock_ms() - at->started_ms;
    const size_t family = r->batch->cells[at->cell].family;
    at->process = 0;
    if (tries_again(r, at, how)) {
        return BIL_OK;
    }
    if (family != SIZE_MAX) {
        r->making[family] = false; /* it is there now; or the next one tries */
    }
    r->now.running--;
    r->spent_ms += ms;
    r->worked++;
    const size_t done = r->now.done;
    const bil_status status = take_result(r, at->cell, how, err);
    if (status == BIL_OK && r->now.done > done) {
        bil_batch_note_time(r->order, &r->batch->cells[at->cell], ms);
    }
    return status;
}

/* Is what its family begins with there? */
static bool has_known(const running *r, const bil_cell *cell)
{
    bil_text path;
    bil_text_init(&path);
    const bool there =
        bil_batch_path(&path, r->order->folder, "known", r->batch->families[cell->family].id, "") &&
        bil_file_exists(path.bytes);
    bil_text_release(&path);
    return there;
}

/* The next one in turn. Who would find out what another is about to find out waits: it goes to a
 * cell of another family, or to nobody. */
static size_t next_cell(running *r)
{
    while (r->next < r->end && r->finished[r->batch->turns[r->next]]) {
        r->next++;
    }
    size_t looked = SIZE_MAX; /* the family asked for last: its cells stand together */
    for (size_t k = r->next; k < r->end; k++) {
        const size_t i = r->batch->turns[k];
        const size_t family = r->batch->cells[i].family;
        if (!r->finished[i] && family != SIZE_MAX && family != looked && r->making[family]) {
            r->making[family] = !has_known(r, &r->batch->cells[i]);
            looked = family;
        }
        if (!r->finished[i] && (family == SIZE_MAX || !r->making[family])) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bil_status start_next(running *r, place *at, bil_error *err)
{
    const size_t cell = next_cell(r);
    if (cell == SIZE_MAX) {
        return BIL_OK;
    }
    r->finished[cell] = true;
    if (r->batch->cells[cell].family != SIZE_MAX && !has_known(r, &r->batch->cells[cell])) {
        r->making[r->batch->cells[cell].family] = true;
    }
    const bil_status status = forget(r, cell, err);
    if (status != BIL_OK) {
        return status;
    }
    if (!start(r, at, cell)) {
        return bil_fail_with(err, BIL_E_HELPER, r->order->worker[0], "«%s» non si può avviare",
                             "\"%s\" cannot be started", r->order->worker[0]);
    }
    at->times = 1;
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

/* Everything but the tables. */
static bil_status work_shard(running *r, bil_error *err)
{
    const char *folder = r->order->folder;
    bil_batch_shard_turns(&r->next, &r->now.cells, r->batch, &r->order->shard);
    r->end = r->next + r->now.cells;
    r->finished = calloc(r->batch->cell_count + 1, sizeof *r->finished);
    r->making = calloc(r->batch->family_count + 1, sizeof *r->making);
    r->places = calloc((size_t)r->order->jobs + 1, sizeof *r->places);
    if (r->finished == NULL || r->making == NULL || r->places == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_batch_make_folder(r->batch, folder, err);
    if (status == BIL_OK) {
        status = bil_batch_finished(r->finished, &r->now.done, r->batch, r->order, err);
    }
    return status == BIL_OK ? work(r, err) : status;
}

bil_status bil_batch_prepare(const bil_batch *batch, const char *folder, bil_error *err)
{
    int lock = -1;
    bil_status status = bil_batch_claim(&lock, folder, false, err);
    if (status == BIL_OK) {
        status = bil_batch_make_folder(batch, folder, err);
    }
    if (lock >= 0) {
        (void)close(lock);
    }
    return status;
}

bil_status bil_batch_run(bil_batch_progress *out, const bil_batch *batch,
                         const bil_batch_order *order, bil_error *err)
{
    running r = {.batch = batch, .order = order, .started_ms = clock_ms()};
    const bool alone = order->shard.of == 0;
    int lock = -1;
    bil_status status = bil_batch_claim(&lock, order->folder, alone, err);
    if (status == BIL_OK) {
        status = work_shard(&r, err);
    }
    if (status == BIL_OK && alone) {
        status = bil_batch_merge(batch, order->folder, err);
    }
    if (lock >= 0) {
        (void)close(lock);
    }
    *out = r.now;
    free(r.finished);
    free(r.making);
    free(r.places);
    return status;
}
