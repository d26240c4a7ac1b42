/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_FLOW_H
#define BIL_TESTS_REFEREE_REFEREE_FLOW_H

/* A circulation with lower and upper bounds on a small dense graph of integers. */

#include <stdbool.h>
#include <stdint.h>

#include "tests/referee/referee.h"

enum {
    /* root, end, public total, pension total, three per source, three per line, two of the search
     */
    REF_NODES = 4 + 3 * REF_SOURCES + 3 * REF_SERVICES + 2
};

#define REF_ENDLESS INT64_C(1000000000000000)

typedef struct {
    int64_t low[REF_NODES][REF_NODES];
    int64_t high[REF_NODES][REF_NODES];
    int count; /* nodes in use, without the search's own two */
} ref_graph;

void ref_graph_clear(ref_graph *graph, int count);
void ref_graph_edge(ref_graph *graph, int from, int to, int64_t low, int64_t high);

/* Finds a circulation; `out_flow` (from, to) is filled only when there is one. */
bool ref_circulate(const ref_graph *graph, int64_t out_flow[REF_NODES][REF_NODES]);

#endif
