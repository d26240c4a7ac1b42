/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_BATCH_MORE_H
#define BIL_SCENARIOS_BATCH_MORE_H

/* What a cell's file has beside its metrics, for the report: how scores are spread, what each limit
 * is worth, every person's score. */

#include "data/json.h"
#include "engine/winners.h"
#include "scenarios/allocate.h"
#include "scenarios/batch_impl.h"

typedef enum { BIL_CELL_POOL, BIL_CELL_SERVICE, BIL_CELL_PROVIDER } bil_cell_limit_kind;

/* A pool or a capacity over some of the months. */
typedef struct {
    bil_cell_limit_kind kind;
    const char *code;
    int64_t from_month; /* from 1 */
    int64_t months;
    int64_t limit; /* cents in these months, or units in each of them */
    int64_t used;
    bool priced;      /* the rule says what a little more is worth */
    int64_t worth_e9; /* in scores: 1,000 € more, one unit a month more */
} bil_cell_limit;

/* Lives in its arena. */
typedef struct {
    bil_arena *arena;
    bool has_lorenz;
    int64_t lorenz_e9[BIL_METRIC_LORENZ_STEPS + 1];
    const bil_cell_limit *limits;
    size_t limit_count;
    const bil_scored *persons; /* the score reached */
    const bil_scored *today;   /* the same persons' as today */
    size_t person_count;
} bil_cell_more;

/* Adds its members to the object of the cell. */
void bil_cell_more_put(bil_json_writer *json, const bil_allocated *done);

/* What was reached, and what is proven of every allocation; batch_prices.c. */
void bil_cell_bounds_put(bil_json_writer *json, const bil_allocated *done);

/* NULL when the cell is not there, has failed, or has none of this. BIL_E_NOMEM, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_cell_more_read(bil_cell_more **out, const char *folder,
                                             const bil_cell *cell, bil_error *err);
void bil_cell_more_free(bil_cell_more *more); /* accepts NULL */

#endif
