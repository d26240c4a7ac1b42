/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_FLOW_H
#define BIL_SOLVER_FLOW_H

/* Cheapest greatest flow in a small network, in exact integers: successive cheapest paths. Made
 * for the funding of one month (some tens of nodes), not for large networks. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/arena.h"
#include "engine/error.h"

typedef struct {
    uint32_t from;
    uint32_t to;
    int64_t capacity; /* what is left */
    int64_t cost;     /* per unit */
} bil_arc;

typedef struct {
    bil_arena *arena;
    bil_arc *arcs; /* arc 2k and its reverse 2k + 1 */
    size_t arc_count;
    size_t arc_capacity;
    uint32_t node_count;
    bool out_of_memory;
} bil_flow;

void bil_flow_init(bil_flow *flow, bil_arena *arena);
uint32_t bil_flow_node(bil_flow *flow);

/* Returns the arc's number, for bil_flow_on. Costs may be negative; cycles of arcs may not. */
size_t bil_flow_arc(bil_flow *flow, uint32_t from, uint32_t to, int64_t capacity, int64_t cost);

/* Sends as much as possible from `source` to `sink`, as cheaply as possible for that amount. */
BIL_MUST_CHECK bil_status bil_flow_run(int64_t *sent, bil_flow *flow, uint32_t source,
                                       uint32_t sink, bil_error *err);

int64_t bil_flow_on(const bil_flow *flow, size_t arc);

#endif
