/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/person.h"

#include <string.h>

#include "solver/course.h"

typedef struct {
    bil_run *run;
    const bil_view *view;
    bil_arena *arena;
    bil_person *out;
    size_t group_of[BIL_PHASES_MAX];  /* first phase of the group a phase belongs to */
    double gap_of[BIL_PHASES_MAX];    /* by first phase of the group */
    bool unproven[BIL_PHASES_MAX];
} person_run;

/* Solves the group that begins with phase `first`. */
static bil_status solve_group(person_run *p, size_t first, bil_error *err)
{
    size_t members[BIL_PHASES_MAX];
    size_t count = 0;
    for (size_t t = first; t < p->view->phase_count; t++) {
        if (p->group_of[t] == first) {
            members[count++] = t;
        }
    }
    p->run->block = (int)first;
    bil_group group = { 0 };
    const bil_status status =
        bil_group_solve(&group, p->run, p->view, members, count, p->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    p->out->status = group.status;
    p->gap_of[first] = group.gap;
    p->unproven[first] = !group.proven;
    for (size_t i = 0; group.status == BIL_GROUP_SOLVED && i < count; i++) {
        p->out->choices[members[i]] = &group.choices[i];
        p->out->fundings[members[i]] = &group.fundings[i];
    }
    if (group.status == BIL_GROUP_INFEASIBLE) {
        p->out->failed_phase = count == 1 ? first : SIZE_MAX;
    }
    return BIL_OK;
}

/* An earlier phase alone in its group, with the same data: its answer serves here too. */
static size_t twin(const person_run *p, size_t phase)
{
    for (size_t t = 0; t < phase; t++) {
        bool alone = p->group_of[t] == t;
        for (size_t u = 0; alone && u < p->view->phase_count; u++) {
            alone = u == t || p->group_of[u] != t;
        }
        if (alone && bil_view_same(p->view, t, phase)) {
            return t;
        }
    }
    return SIZE_MAX;
}

static bil_status solve_apart(person_run *p, bil_error *err)
{
    for (size_t t = 0; t < p->view->phase_count; t++) {
        const size_t same = twin(p, t);
        if (same != SIZE_MAX) {
            p->out->choices[t] = p->out->choices[same];
            p->out->fundings[t] = p->out->fundings[same];
            p->unproven[t] = p->unproven[same];
            p->gap_of[t] = p->gap_of[same];
            continue;
        }
        const bil_status status = solve_group(p, t, err);
        if (status != BIL_OK || p->out->status != BIL_GROUP_SOLVED) {
            return status;
        }
    }
    return BIL_OK;
}

/* Puts the phases that clash, and the groups they are in, into one group; returns its first. */
static size_t merge(person_run *p, const bool *clash)
{
    bool joined[BIL_PHASES_MAX] = { false };
    size_t first = SIZE_MAX;
    for (size_t t = 0; t < p->view->phase_count; t++) {
        for (size_t u = 0; u < p->view->phase_count; u++) {
            joined[t] = joined[t] || (clash[u] && p->group_of[u] == p->group_of[t]);
        }
        first = joined[t] && first == SIZE_MAX ? t : first;
    }
    for (size_t t = 0; t < p->view->phase_count; t++) {
        p->group_of[t] = joined[t] ? first : p->group_of[t];
    }
    return first;
}

static void summarise(person_run *p)
{
    p->out->proven = true;
    for (size_t t = 0; t < p->view->phase_count; t++) {
        const size_t first = p->group_of[t];
        p->out->proven = p->out->proven && !p->unproven[first];
        p->out->gap = p->gap_of[first] > p->out->gap ? p->gap_of[first] : p->out->gap;
    }
}

bil_status bil_person_solve(bil_person *out, bil_run *run, const bil_view *view, bil_arena *arena,
                            bil_error *err)
{
    memset(out, 0, sizeof *out);
    out->failed_phase = SIZE_MAX;
    out->choices = bil_arena_alloc(arena, view->phase_count, sizeof *out->choices);
    out->fundings = bil_arena_alloc(arena, view->phase_count, sizeof *out->fundings);
    if (out->choices == NULL || out->fundings == NULL) {
        return bil_fail_nomem(err);
    }
    person_run p = { .run = run, .view = view, .arena = arena, .out = out };
    for (size_t t = 0; t < view->phase_count; t++) {
        p.group_of[t] = t;
    }
    run->blocks = (int)view->phase_count;
    bil_status status = solve_apart(&p, err);
    bool clash[BIL_PHASES_MAX] = { false };
    while (status == BIL_OK && out->status == BIL_GROUP_SOLVED &&
           bil_course_clash(view, out->choices, out->fundings, clash)) {
        if (run->stopped) { /* no time to mend it: what we have is not a plan */
            out->status = BIL_GROUP_STOPPED;
            break;
        }
        status = solve_group(&p, merge(&p, clash), err);
    }
    if (status == BIL_OK && out->status == BIL_GROUP_SOLVED) {
        summarise(&p);
    }
    return status;
}
