/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lower bounds become demands of a larger graph, and a circulation exists exactly when a largest
 * flow (shortest augmenting paths) meets them all. Capacities are integers, so is the flow. */

#include "tests/referee/referee_flow.h"

#include <string.h>

void ref_graph_clear(ref_graph *graph, int count)
{
    memset(graph, 0, sizeof *graph);
    graph->count = count;
}

void ref_graph_edge(ref_graph *graph, int from, int to, int64_t low, int64_t high)
{
    graph->low[from][to] = low;
    graph->high[from][to] = high;
}

/* Fills the path's predecessors; false when `sink` cannot be reached. */
static bool find_path(int64_t rest[REF_NODES][REF_NODES], int nodes, int source, int sink,
                      int previous[REF_NODES])
{
    int queue[REF_NODES];
    int head = 0;
    int tail = 0;
    for (int v = 0; v < nodes; v++) {
        previous[v] = -1;
    }
    previous[source] = source;
    queue[tail++] = source;
    while (head < tail && previous[sink] < 0) {
        const int u = queue[head++];
        for (int v = 0; v < nodes; v++) {
            if (previous[v] < 0 && rest[u][v] > 0) {
                previous[v] = u;
                queue[tail++] = v;
            }
        }
    }
    return previous[sink] >= 0;
}

static int64_t largest_flow(int64_t rest[REF_NODES][REF_NODES], int nodes, int source, int sink)
{
    int previous[REF_NODES];
    int64_t total = 0;
    while (find_path(rest, nodes, source, sink, previous)) {
        int64_t push = INT64_MAX;
        for (int v = sink; v != source; v = previous[v]) {
            const int64_t room = rest[previous[v]][v];
            push = room < push ? room : push;
        }
        for (int v = sink; v != source; v = previous[v]) {
            rest[previous[v]][v] -= push;
            rest[v][previous[v]] += push;
        }
        total += push;
    }
    return total;
}

bool ref_circulate(const ref_graph *graph, int64_t out_flow[REF_NODES][REF_NODES])
{
    int64_t rest[REF_NODES][REF_NODES];
    int64_t room[REF_NODES][REF_NODES];
    const int n = graph->count;
    const int source = n;
    const int sink = n + 1;
    int64_t wanted = 0;
    memset(rest, 0, sizeof rest);
    for (int u = 0; u < n; u++) {
        for (int v = 0; v < n; v++) {
            if (graph->low[u][v] > graph->high[u][v]) {
                return false;
            }
            rest[u][v] += graph->high[u][v] - graph->low[u][v];
            rest[source][v] += graph->low[u][v];
            rest[u][sink] += graph->low[u][v];
            wanted += graph->low[u][v];
        }
    }
    memcpy(room, rest, sizeof room);
    if (largest_flow(rest, n + 2, source, sink) < wanted) {
        return false;
    }
    /* The graph has no two opposite edges, so what is gone from an edge is its flow. */
    for (int u = 0; u < n; u++) {
        for (int v = 0; v < n; v++) {
            out_flow[u][v] = graph->high[u][v] > 0 ? graph->low[u][v] + room[u][v] - rest[u][v] : 0;
        }
    }
    return true;
}
