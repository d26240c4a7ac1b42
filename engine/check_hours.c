/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours of family and volunteers: the services that live on them must fit into the hours there
 * are. With several sources and several services this is a transport problem, settled by a small
 * maximum flow in integers. */

#include <string.h>

#include "engine/check_impl.h"

typedef struct {
    size_t source_count;  /* the person's hours sources */
    size_t service_count; /* active services that live on hours */
    bil_index *source;
    bil_index *service;
    bil_big *left;        /* hours a source can still give */
    bil_big *wanted;      /* hours a service still needs */
    bil_big *flow;        /* source × service */
    bool *edge;           /* may this source give hours to this service? */
    size_t *from_source;  /* per service: the source it was reached from */
    size_t *from_service; /* per source: the service it was reached through */
    size_t *queue;
} transport;

/* A service lives on hours when some hours source of the catalogue may serve it. */
static bool lives_on_hours(const bil_checking *check, const bil_phase_facts *phase,
                           bil_index service)
{
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (check->catalogue->sources[s].form == BIL_FORM_HOURS && phase->sources[s].valid &&
            bil_source_may_pay(check->catalogue, (bil_index)s, service)) {
            return true;
        }
    }
    return false;
}

static bool gives_hours(const bil_checking *check, const bil_phase_facts *phase, size_t source)
{
    const bil_source_facts *facts = &phase->sources[source];
    return check->catalogue->sources[source].form == BIL_FORM_HOURS && facts->valid &&
           facts->list != NULL;
}

static bool transport_new(const bil_checking *check, transport *t)
{
    size_t sources = check->catalogue->source_count;
    size_t services = check->catalogue->service_count;
    bil_arena *arena = check->scratch;
    t->source = bil_arena_alloc(arena, sources, sizeof *t->source);
    t->service = bil_arena_alloc(arena, services, sizeof *t->service);
    t->left = bil_arena_alloc(arena, sources, sizeof *t->left);
    t->wanted = bil_arena_alloc(arena, services, sizeof *t->wanted);
    t->from_source = bil_arena_alloc(arena, services, sizeof *t->from_source);
    t->from_service = bil_arena_alloc(arena, sources, sizeof *t->from_service);
    t->queue = bil_arena_alloc(arena, sources, sizeof *t->queue);
    return t->source != NULL && t->service != NULL && t->left != NULL && t->wanted != NULL &&
           t->from_source != NULL && t->from_service != NULL && t->queue != NULL;
}

/* The phase's problem; false without memory. */
static bool transport_fill(const bil_checking *check, const bil_phase_facts *phase, transport *t)
{
    t->source_count = 0;
    t->service_count = 0;
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (gives_hours(check, phase, s)) {
            t->source[t->source_count++] = (bil_index)s;
        }
    }
    for (size_t i = 0; i < phase->active_count; i++) {
        if (lives_on_hours(check, phase, phase->active[i])) {
            t->service[t->service_count++] = phase->active[i];
        }
    }
    size_t cells = t->source_count * t->service_count;
    t->flow = bil_arena_alloc(check->scratch, cells, sizeof *t->flow);
    t->edge = bil_arena_alloc(check->scratch, cells, sizeof *t->edge);
    if (t->flow == NULL || t->edge == NULL) {
        return false;
    }
    for (size_t c = 0; c < cells; c++) {
        t->edge[c] = bil_source_may_pay(check->catalogue, t->source[c / t->service_count],
                                        t->service[c % t->service_count]);
    }
    return true;
}

/* Puts the sources with hours left into the queue; returns how many. */
static size_t start_search(transport *t)
{
    size_t tail = 0;
    for (size_t v = 0; v < t->service_count; v++) {
        t->from_source[v] = BIL_NOWHERE;
    }
    for (size_t s = 0; s < t->source_count; s++) {
        t->from_service[s] = BIL_NOWHERE;
        if (t->left[s] > 0) {
            t->from_service[s] = t->service_count; /* reached from nowhere: a start */
            t->queue[tail++] = s;
        }
    }
    return tail;
}

/* Queues the sources that give hours to service `v` and could be relieved of them. */
static size_t go_on_from(transport *t, size_t v, size_t tail)
{
    for (size_t s = 0; s < t->source_count; s++) {
        if (t->from_service[s] == BIL_NOWHERE && t->flow[s * t->service_count + v] > 0) {
            t->from_service[s] = v;
            t->queue[tail++] = s;
        }
    }
    return tail;
}

/* Breadth first from every source with hours left; returns a service still in want, or
 * BIL_NOWHERE when none can be reached. */
static size_t find_path(transport *t)
{
    size_t tail = start_search(t);
    for (size_t head = 0; head < tail; head++) {
        size_t s = t->queue[head];
        for (size_t v = 0; v < t->service_count; v++) {
            if (!t->edge[s * t->service_count + v] || t->from_source[v] != BIL_NOWHERE) {
                continue;
            }
            t->from_source[v] = s;
            if (t->wanted[v] > 0) {
                return v;
            }
            tail = go_on_from(t, v, tail);
        }
    }
    return BIL_NOWHERE;
}

/* Moves as many hours as the path to service `v` bears. */
static void push(transport *t, size_t v)
{
    bil_big amount = t->wanted[v];
    size_t at = v;
    size_t s = t->from_source[at];
    while (t->from_service[s] != t->service_count) {
        size_t through = t->from_service[s];
        bil_big back = t->flow[s * t->service_count + through];
        amount = back < amount ? back : amount;
        s = t->from_source[through];
    }
    amount = t->left[s] < amount ? t->left[s] : amount;
    t->left[s] -= amount;
    t->wanted[v] -= amount;
    s = t->from_source[at];
    t->flow[s * t->service_count + at] += amount;
    while (t->from_service[s] != t->service_count) {
        at = t->from_service[s];
        t->flow[s * t->service_count + at] -= amount;
        s = t->from_source[at];
        t->flow[s * t->service_count + at] += amount;
    }
}

/* Hours wanted and not given, using all listed sources or only those in use. */
static bil_big missing_hours(const bil_phase_facts *phase, transport *t, bool only_used)
{
    size_t cells = t->source_count * t->service_count;
    for (size_t s = 0; s < t->source_count; s++) {
        const bil_source_facts *facts = &phase->sources[t->source[s]];
        t->left[s] = !only_used || facts->used ? facts->list->hours_month : 0;
    }
    for (size_t v = 0; v < t->service_count; v++) {
        t->wanted[v] = phase->quantity[t->service[v]];
    }
    if (cells > 0) {
        memset(t->flow, 0, cells * sizeof *t->flow);
    }
    for (size_t v = find_path(t); v != BIL_NOWHERE; v = find_path(t)) {
        push(t, v);
    }
    bil_big missing = 0;
    for (size_t v = 0; v < t->service_count; v++) {
        missing += t->wanted[v];
    }
    return missing;
}

void bil_check_hours(bil_checking *check)
{
    transport t = {0};
    if (!transport_new(check, &t)) {
        check->out_of_memory = true;
        return;
    }
    for (size_t p = 0; p < check->phase_count; p++) {
        const bil_phase_facts *phase = &check->phases[p];
        if (!transport_fill(check, phase, &t)) {
            check->out_of_memory = true;
            return;
        }
        bil_big wanted = 0;
        for (size_t v = 0; v < t.service_count; v++) {
            wanted += phase->quantity[t.service[v]];
        }
        bil_big missing = missing_hours(phase, &t, false);
        bil_place place = bil_check_thing_place(phase, "sources", "hours");
        if (missing > 0) {
            bil_check_numbers(check, place, BIL_CHECK_CEILING_HOURS, "≤ ", wanted - missing,
                              wanted);
            continue;
        }
        missing = missing_hours(phase, &t, true);
        if (missing > 0) {
            bil_check_numbers(check, place, BIL_CHECK_FIGURE_SOURCES_USED, "≥ ", wanted,
                              wanted - missing);
        }
    }
}
