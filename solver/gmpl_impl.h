/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_GMPL_IMPL_H
#define BIL_SOLVER_GMPL_IMPL_H

/* Between the parent (gmpl.c), which makes the process and judges what it says, and the child
 * (gmpl_glpk.c), which alone knows the optimiser.
 *
 * On the pipe: one byte, then what it stands for. */

#include "solver/gmpl.h"

enum {
    BIL_GMPL_VALUES = 'V',      /* `count` doubles */
    BIL_GMPL_SAYS = 'M',        /* what the translator says: "file:line: words" */
    BIL_GMPL_NO_SOLUTION = 'N', /* nothing fulfils the model */
    BIL_GMPL_UNBOUNDED = 'U',
    BIL_GMPL_UNSOLVED = 'S', /* the optimiser gave up */
    BIL_GMPL_MISSING = 'P',  /* a size_t: the first person without the variable */
    BIL_GMPL_ABORTED = 'A'   /* the optimiser's own words */
};

enum { BIL_GMPL_WORDS_MAX = 400 };

typedef struct {
    const char *model; /* paths of what is to be read */
    const char *data;
    const char *variable; /* NULL = the model is only to be read */
    size_t count;
    int answer; /* the pipe to write to */
} bil_gmpl_task;

/* In the child: never returns. */
_Noreturn void bil_gmpl_run(const bil_gmpl_task *task);

/* The line of the last statement "how name" of the text, which in a model with data of its own is
 * the one that gives it values; 0 = none. */
size_t bil_gmpl_line(const bil_gmpl *model, const char *how, const char *name);

#endif
