/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_KERNEL_WAYS_H
#define BIL_BENCH_KERNEL_WAYS_H

/* The ways to ask what is best for a person at given prices, and how long each takes. */

#include <stdio.h>

#include "solver/kernel.h"

typedef enum {
    WAY_COLD, /* the kernel */
    WAY_WARM, /* the kernel, with the answers at the prices before at hand */
    WAY_GLPK, /* glp_intopt with presolve, as it comes */
    WAY_DOOR, /* bil_lp_solve, with its looks */
    WAYS
} way;

enum { WAY_KEPT = 4 }; /* answers at hand */

typedef struct {
    bool asked;
    bool proven;
    bool none; /* no plan */
    double value;
    double bound;
    double ms;
    int64_t nodes;
} way_answer;

/* The answers of a person at the prices before, the oldest replaced first. */
typedef struct {
    double *x[WAY_KEPT];
    size_t count;
    size_t next;
    uint32_t *part;
} way_memory;

/* Processor time. */
double way_now_ms(void);

/* Room for `columns` columns in the arena; false without memory. */
bool way_memory_make(way_memory *out, size_t columns, bil_arena *arena);
void way_memory_keep(way_memory *kept, const double *x, size_t columns);

typedef struct {
    int64_t limit; /* of nodes */
    bil_kernel *kernel;
    FILE *log; /* a line for each pair; may be NULL */
    float *ms[WAYS];
    int64_t calls[WAYS];
    int64_t room[WAYS];
    int64_t unproven[WAYS];
    int64_t nodes[WAYS];
    int64_t pairs;
    int64_t compared;
    int64_t differ;
    int64_t columns; /* of all pairs together */
    int64_t rows;
    double beside;   /* ms of the kernel where GLPK was asked, too */
    double farthest; /* between two values of a pair */
    double built;    /* ms for building the models */
    int64_t models;
} way_tally;

bool way_tally_open(way_tally *tally, const char *log_path, int64_t limit);
void way_tally_close(way_tally *tally);

/* Asks one way. `x` has room for every column and gets the answer, where there is one. */
bool way_ask(way_tally *tally, way how, way_answer *out, const bil_lp *lp, const way_memory *kept,
             double *x);

/* Takes the answers of a pair into account; `name` is for messages. Proven answers must agree. */
bool way_note(way_tally *tally, const way_answer *answers, const bil_lp *lp, const char *name);

void way_report(way_tally *tally, const char *title);

#endif
