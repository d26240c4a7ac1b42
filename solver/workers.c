/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

typedef struct {
    const bil_work *work;
    size_t count;
    atomic_size_t next;
    atomic_size_t done;
    atomic_bool stopped;
    pthread_mutex_t lock; /* of what follows */
    bil_status status;
    size_t failed; /* item of the failure that is reported; SIZE_MAX = a thread's beginning */
    bil_error err;
} crew;

static void fail(crew *c, size_t index, bil_status status, const bil_error *err)
{
    (void)pthread_mutex_lock(&c->lock);
    if (c->status == BIL_OK || index < c->failed) {
        c->status = status;
        c->failed = index;
        c->err = *err;
    }
    (void)pthread_mutex_unlock(&c->lock);
    atomic_store(&c->stopped, true);
}

/* Items in ascending order, so that every item before a failed one is done or under way: the first
 * failure is always found. */
static void labour(crew *c, bool calling)
{
    const bil_work *work = c->work;
    void *room = NULL;
    bil_error err = {0};
    bil_status status = work->begin == NULL ? BIL_OK : work->begin(&room, work->payload, &err);
    if (status != BIL_OK) {
        fail(c, SIZE_MAX, status, &err);
        return;
    }
    while (!atomic_load(&c->stopped)) {
        const size_t index = atomic_fetch_add(&c->next, 1);
        if (index >= c->count) {
            break;
        }
        status = work->item(index, room, work->payload, &err);
        if (status != BIL_OK) {
            fail(c, index, status, &err);
        }
        const size_t done = atomic_fetch_add(&c->done, 1) + 1;
        if (calling && work->tick != NULL && !work->tick(done, work->payload)) {
            atomic_store(&c->stopped, true);
        }
    }
    if (work->end != NULL) {
        work->end(room, work->payload);
    }
}

static void *thread_main(void *payload)
{
    labour(payload, false);
    return NULL;
}

bil_status bil_workers_run(size_t *done, const bil_work *work, size_t count, int threads,
                           bil_error *err)
{
    crew c = {.work = work, .count = count, .status = BIL_OK, .failed = SIZE_MAX};
    pthread_t others[BIL_WORKERS_MAX];
    int started = 0;
    int wanted = threads < 1 ? 1 : threads > BIL_WORKERS_MAX ? BIL_WORKERS_MAX : threads;
    wanted = (size_t)wanted > count && count > 0 ? (int)count : wanted;
    if (pthread_mutex_init(&c.lock, NULL) != 0) {
        return bil_fail_nomem(err);
    }
    while (started + 1 < wanted && pthread_create(&others[started], NULL, thread_main, &c) == 0) {
        started++;
    }
    labour(&c, true);
    for (int i = 0; i < started; i++) {
        (void)pthread_join(others[i], NULL);
    }
    (void)pthread_mutex_destroy(&c.lock);
    if (done != NULL) {
        *done = atomic_load(&c.done);
    }
    if (c.status != BIL_OK && err != NULL) {
        *err = c.err;
    }
    return c.status;
}
