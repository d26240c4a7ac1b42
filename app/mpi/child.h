/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_MPI_CHILD_H
#define BIL_APP_MPI_CHILD_H

/* The program `bilancia` as a process: whatever falls, falls there. */

#include "engine/error.h"
#include "engine/text.h"

typedef enum {
    MPI_CHILD_SAYS, /* its standard output is ours */
    MPI_CHILD_MUTE,
    MPI_CHILD_TOLD /* it goes into a text */
} mpi_child_voice;

enum { MPI_CHILD_LOST = 127, MPI_CHILD_KILLED = 128 };

/* Runs `words` (NULL at the end; the first is a path, or a name looked for in PATH) and waits.
 * Gives its exit code, MPI_CHILD_KILLED and the signal when it was killed, MPI_CHILD_LOST when it
 * could not be started. It ends when this process does. `told` is NULL unless it is MPI_CHILD_TOLD.
 */
int mpi_child_run(char *const *words, mpi_child_voice voice, bil_text *told);

#endif
