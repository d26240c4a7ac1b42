/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/flow.h"

#include <string.h>

void bil_flow_init(bil_flow *flow, bil_arena *arena)
{
    memset(flow, 0, sizeof *flow);
    flow->arena = arena;
}

uint32_t bil_flow_node(bil_flow *flow)
{
    return flow->node_count++;
}

size_t bil_flow_arc(bil_flow *flow, uint32_t from, uint32_t to, int64_t capacity, int64_t cost)
{
    bil_arc *grown = bil_arena_grow(flow->arena, flow->arcs, flow->arc_count, &flow->arc_capacity,
                                    flow->arc_count + 2, sizeof *grown);
    if (grown == NULL) {
        flow->out_of_memory = true;
        return 0;
    }
    flow->arcs = grown;
    const size_t arc = flow->arc_count;
    flow->arcs[arc] = (bil_arc){.from = from, .to = to, .capacity = capacity, .cost = cost};
    flow->arcs[arc + 1] = (bil_arc){.from = to, .to = from, .capacity = 0, .cost = -cost};
    flow->arc_count += 2;
    return arc;
}

/* Bellman-Ford: costs may be negative. False when the sink is out of reach. */
static bool cheapest_path(const bil_flow *flow, uint32_t source, uint32_t sink, int64_t *distance,
                          size_t *through)
{
    for (uint32_t v = 0; v < flow->node_count; v++) {
        distance[v] = INT64_MAX;
        through[v] = SIZE_MAX;
    }
    distance[source] = 0;
    bool changed = true;
    for (uint32_t round = 0; changed && round <= flow->node_count; round++) {
        changed = false;
        for (size_t i = 0; i < flow->arc_count; i++) {
            const bil_arc *arc = &flow->arcs[i];
            if (arc->capacity > 0 && distance[arc->from] != INT64_MAX &&
                distance[arc->from] + arc->cost < distance[arc->to]) {
                distance[arc->to] = distance[arc->from] + arc->cost;
                through[arc->to] = i;
                changed = true;
            }
        }
    }
    return distance[sink] != INT64_MAX;
}

bil_status bil_flow_run(int64_t *sent, bil_flow *flow, uint32_t source, uint32_t sink,
                        bil_error *err)
{
    int64_t *distance = bil_arena_alloc(flow->arena, flow->node_count, sizeof *distance);
    size_t *through = bil_arena_alloc(flow->arena, flow->node_count, sizeof *through);
    if (flow->out_of_memory || distance == NULL || through == NULL) {
        return bil_fail_nomem(err);
    }
    int64_t total = 0;
    while (cheapest_path(flow, source, sink, distance, through)) {
        int64_t room = INT64_MAX;
        for (uint32_t v = sink; v != source; v = flow->arcs[through[v]].from) {
            const int64_t left = flow->arcs[through[v]].capacity;
            room = left < room ? left : room;
        }
        for (uint32_t v = sink; v != source; v = flow->arcs[through[v]].from) {
            flow->arcs[through[v]].capacity -= room;
            flow->arcs[through[v] ^ 1U].capacity += room;
        }
        total += room;
    }
    *sent = total;
    return BIL_OK;
}

int64_t bil_flow_on(const bil_flow *flow, size_t arc)
{
    return flow->arcs[arc ^ 1U].capacity;
}
