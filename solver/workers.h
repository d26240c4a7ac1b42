/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_WORKERS_H
#define BIL_SOLVER_WORKERS_H

/* The same work for many items, on several threads. Which thread does which item is left to chance,
 * so an item's result must depend on the item alone and be written to the item's own place: then
 * the outcome is the same for any number of threads. */

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

enum { BIL_WORKERS_MAX = 64 };

typedef struct {
    /* Room of one thread, made in that thread before its first item and ended in it after its last
     * (the optimiser's objects live and die in one thread). Both may be NULL. */
    bil_status (*begin)(void **room, void *payload, bil_error *err);
    void (*end)(void *room, void *payload);
    /* One item. A failure stops everything; of several the one of the first item is reported. */
    bil_status (*item)(size_t index, void *room, void *payload, bil_error *err);
    /* Asked now and then by the calling thread; false = no further items. May be NULL. */
    bool (*tick)(size_t done, void *payload);
    void *payload;
} bil_work;

/* Does items 0 … count - 1 on `threads` threads (at most BIL_WORKERS_MAX), the calling one among
 * them. `*done` (may be NULL) = how many items were done: count, unless the tick stopped the work.
 * With fewer threads than asked for it goes on with those it has. */
BIL_MUST_CHECK bil_status bil_workers_run(size_t *done, const bil_work *work, size_t count,
                                          int threads, bil_error *err);

#endif
