/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_MPI_RANKS_H
#define BIL_APP_MPI_RANKS_H

/* The ranks of one run: the first deals the parts out, the others have `bilancia simulate --shard`
 * work them. A rank only schedules and waits: the engine runs in processes of its own, because MPI
 * ends every rank when one falls. */

#include "app/mpi/child.h"

typedef struct {
    const char *program; /* bilancia */
    const char *scenario;
    const char *folder;
    const char *catalogue; /* NULL = as bilancia finds it */
    const char *jobs;      /* processes in each part */
    size_t parts;          /* 0 = as many as suit */
    bil_lang lang;
    bool quiet;
} mpi_order;

enum { MPI_PARTS_MAX = 1000000 };

/* Among all ranks that were started; each gives the exit code of its process. */
int mpi_ranks_run(const mpi_order *order);

#endif
