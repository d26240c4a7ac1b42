/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_KERNEL_PARTS_H
#define BIL_SOLVER_KERNEL_PARTS_H

/* A model that falls into parts but for a few rows, like the phases of a plan: each part is
 * searched by itself, and the rows that join them are looked at afterwards. Where they are broken,
 * the box of the whole is split, and only the parts that this touches are searched again. */

#include "solver/kernel_search.h"

typedef struct {
    kernel_model *model;
    kernel_search *search; /* one at a time */
    uint32_t part_count;
    uint32_t *part_of;  /* column → part */
    uint32_t *row_part; /* row → part, or KERNEL_NONE when it joins several */
    uint32_t *inner;    /* column → column of its part's model */
    kernel_model *parts;
    uint32_t *part_rows; /* of each part, without cuts */
    kernel_model pool;   /* the room their arrays are cut from */
    double *lower;       /* box of now */
    double *upper;
    double *x;       /* best of each part, in that box or one around it */
    double *inner_x; /* a point of one part */
    double *bound;   /* per part; -HUGE_VAL = not searched yet */
    uint32_t open_count;
    uint32_t open_room;
    double *open; /* boxes, points, bounds of parts of nodes not looked at */
    double *open_bound;
    size_t open_size; /* of one node in `open` */
    double *best_x;
    double best;
    bool has_best;
    double closed;
    double gap; /* as in the search */
    double share;
    double offset;
    double limit;
    bool cut_short;
    bool in_trouble;
    bool stuck; /* a joining row is broken and nothing can be split: search the whole */
    int64_t nodes;
    int64_t pivots;
    int64_t node_limit;
    bool (*go_on)(void *payload, int64_t nodes);
    void *payload;
} kernel_parts;

void kernel_parts_layout(kernel_parts *p, kernel_room *room, uint32_t columns, uint32_t rows,
                         uint32_t terms);

/* Finds the parts, with `hint` (per column, BIL_KERNEL_NO_PART where not known; may be NULL). False
 * when there is only one. */
bool kernel_parts_find(kernel_parts *p, kernel_model *model, uint32_t *hint);

/* `gap`, `limit`, `node_limit` are the caller's. Points as offered to kernel_search_offer. */
void kernel_parts_run(kernel_parts *p, const double *const *points, size_t point_count);

#endif
