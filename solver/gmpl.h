/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_GMPL_H
#define BIL_SOLVER_GMPL_H

/* A model that a planner wrote in GNU MathProg (GMPL), run where it can do no harm: in a process of
 * its own, with limits on time and memory, that cannot open a file once the model is read. It may
 * loop, abort or ask for all memory there is: that is an error of the model, told with its line,
 * and nothing else.
 *
 * The caller's tables go in as a data section; what comes out is one variable, a number for each
 * person. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

typedef struct {
    const char *name; /* of the file, for messages */
    const char *text; /* ends with NUL */
    size_t size;
} bil_gmpl;

enum { BIL_GMPL_SIZE_MAX = 1024 * 1024 };

/* Does the model declare this name so: `set`, `param` or `var`? Only what it declares may stand in
 * its data. */
bool bil_gmpl_declares(const bil_gmpl *model, const char *how, const char *name);

/* Can the model be read? Without data nothing of it is computed. BIL_E_DATA: `err` says where and
 * what. BIL_E_NOMEM, BIL_E_INTERNAL (no process can be made). */
BIL_MUST_CHECK bil_status bil_gmpl_check(const bil_gmpl *model, bil_error *err);

/* What is asked of a model: name[1] … name[count], each from 0 to `most`. */
typedef struct {
    const char *name;
    size_t count;
    double most;
    bool (*tick)(void *payload); /* false = stop; may be NULL; asked some times a second */
    void *payload;
} bil_gmpl_wanted;

/* Reads `data` (a whole data section), solves, and fills `values`; small negative noise becomes 0.
 * BIL_E_DATA: the model is wrong, has no solution or no variable for somebody, gives what is no
 * number or out of its range, or takes too long or too much; `err` says where and what.
 * BIL_E_STOPPED by the tick. BIL_E_NOMEM, BIL_E_INTERNAL. The same input gives the same values. */
BIL_MUST_CHECK bil_status bil_gmpl_solve(double *values, const bil_gmpl_wanted *wanted,
                                         const bil_gmpl *model, const char *data, bil_error *err);

#endif
