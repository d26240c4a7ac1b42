/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_EXPLICIT_H
#define BIL_SOLVER_EXPLICIT_H

/* A district whose packages are all given, and the greatest sum of values: master, exact search
 * while it is hopeful, primal search for the rest of the time. Other rules: explicit_rules.h. */

#include <stdbool.h>

#include "engine/error.h"
#include "engine/mmkp.h"

typedef struct {
    int64_t value; /* × 10^value_digits; meaningless without found */
    int64_t bound;
    bool found;
    int64_t round;
} bil_explicit_tick;

typedef struct {
    uint64_t seed;
    bool any;       /* the first choice found will do: the value is of no interest */
    int64_t rounds; /* of exact and primal search, each longer than the one before; 0 = until it is
                       proven or the tick says stop */
    bool (*tick)(const bil_explicit_tick *, void *payload); /* false = stop; may be NULL */
    void *payload;
} bil_explicit_settings;

void bil_explicit_settings_init(bil_explicit_settings *settings);

typedef enum {
    BIL_EXPLICIT_FOUND,
    BIL_EXPLICIT_INFEASIBLE, /* proven: no choice is within the capacities */
    BIL_EXPLICIT_STOPPED     /* before any choice was found */
} bil_explicit_status;

typedef struct {
    bil_explicit_status status;
    bool proven;      /* nothing is better: value = bound */
    int64_t value;    /* × 10^value_digits, Σ of the chosen items, added up in integers */
    int64_t bound;    /* no choice within the capacities is worth more */
    uint32_t *choice; /* per group: which of its items, from 0; in the problem's arena */
    bool stopped;     /* the tick said so */
} bil_explicit_answer;

/* `out` lives in the problem's arena. Every choice is added up anew in integers and held against
 * the capacities before it is given. */
BIL_MUST_CHECK bil_status bil_explicit_solve(bil_explicit_answer *out, const bil_mmkp *problem,
                                             const bil_explicit_settings *settings, bil_error *err);

/* What a choice uses is within every capacity, and its value; integers only. */
bool bil_mmkp_fits(int64_t *value, const bil_mmkp *problem, const uint32_t *choice);

#endif
