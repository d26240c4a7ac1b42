/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/person.h"

#include <math.h>
#include <string.h>

#include "solver/course.h"

/* Phases solved apart are put together by a search over what clashes between them: "not in this
 * phase", "in this phase too". Every node is again a set of phases solved apart, so a plan of six
 * phases costs a few plans of one. Which phase a one-off goes to is settled by shortfall and
 * score, then by the later priorities in order; the policy's tolerance applies inside phases. Only
 * yearly allowances, where quantities of several phases add up, put phases into one model. */

enum { RESTRICTIONS_MAX = 64, NODES_MAX = 400 };

/* Two totals closer than this are the same; totals are months × weights in 1/40 000. */
#define SAME 1e-9

typedef struct {
    size_t first; /* the group: first phase, and its phases as bits */
    unsigned members;
    bil_restriction *restrictions; /* those that concern it */
    size_t restriction_count;
    bil_group group;
} answer;

typedef struct {
    bil_restriction restrictions[RESTRICTIONS_MAX];
    size_t restriction_count;
} node;

typedef struct {
    bil_run *run;
    const bil_view *view;
    bil_arena *arena;
    size_t group_of[BIL_PHASES_MAX]; /* first phase of the group a phase belongs to */
    answer *answers;
    size_t answer_count;
    size_t answer_capacity;
    size_t stage_count;
    bil_stage stages[BIL_STAGE_COUNT + 1];
    /* the node at hand */
    const bil_choice *choices[BIL_PHASES_MAX];
    const bil_funding_found *fundings[BIL_PHASES_MAX];
    double values[BIL_STAGE_COUNT + 1];
    bool proven;
    double gap;
    bil_group_status status;
    size_t failed_phase;
    /* the best plan so far */
    bool has_best;
    double best_values[BIL_STAGE_COUNT + 1];
} search;

static size_t relevant(const node *now, unsigned members, bil_restriction *out)
{
    size_t count = 0;
    for (size_t k = 0; k < now->restriction_count; k++) {
        if ((members >> now->restrictions[k].phase & 1U) != 0) {
            out[count++] = now->restrictions[k];
        }
    }
    return count;
}

static bool same_restrictions(const answer *a, const bil_restriction *list, size_t count,
                              size_t shift_from, size_t shift_to)
{
    if (a->restriction_count != count) {
        return false;
    }
    for (size_t k = 0; k < count; k++) {
        bool found = false;
        for (size_t j = 0; j < count && !found; j++) {
            const size_t phase =
                a->restrictions[j].phase == shift_from ? shift_to : a->restrictions[j].phase;
            found = phase == list[k].phase && a->restrictions[j].service == list[k].service &&
                    a->restrictions[j].wanted == list[k].wanted;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* The same group under the same restrictions, or a single phase with the same data. */
static const answer *known(const search *s, size_t first, unsigned members,
                           const bil_restriction *list, size_t count)
{
    const bool alone = (members & (members - 1)) == 0;
    for (size_t i = 0; i < s->answer_count; i++) {
        const answer *a = &s->answers[i];
        if (a->members == members && same_restrictions(a, list, count, first, first)) {
            return a;
        }
        if (alone && (a->members & (a->members - 1)) == 0 &&
            same_restrictions(a, list, count, a->first, first) &&
            bil_view_same(s->view, a->first, first)) {
            return a;
        }
    }
    return NULL;
}

static bil_status answer_for(search *s, const node *now, size_t first, const answer **out,
                             bil_error *err)
{
    size_t phases[BIL_PHASES_MAX];
    size_t phase_count = 0;
    unsigned members = 0;
    bil_restriction list[RESTRICTIONS_MAX];
    for (size_t t = 0; t < s->view->phase_count; t++) {
        if (s->group_of[t] == first) {
            phases[phase_count++] = t;
            members |= 1U << t;
        }
    }
    const size_t count = relevant(now, members, list);
    *out = known(s, first, members, list, count);
    if (*out != NULL) {
        return BIL_OK;
    }
    answer *grown = bil_arena_grow(s->arena, s->answers, s->answer_count, &s->answer_capacity,
                                   s->answer_count + 1, sizeof *grown);
    bil_restriction *kept = bil_arena_alloc(s->arena, count + 1, sizeof *kept);
    if (grown == NULL || kept == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(kept, list, count * sizeof *kept);
    s->answers = grown;
    answer *a = &s->answers[s->answer_count];
    *a = (answer){
        .first = first, .members = members, .restrictions = kept, .restriction_count = count
    };
    s->run->block = (int)first;
    s->run->restrictions = kept;
    s->run->restriction_count = count;
    const bil_status status =
        bil_group_solve(&a->group, s->run, s->view, phases, phase_count, s->arena, err);
    if (status == BIL_OK) {
        s->answer_count++;
        *out = a;
    }
    return status;
}

/* What a twin's total is for this phase: totals grow with the months. */
static double twin_scale(const search *s, const answer *a, size_t first, bil_stage stage)
{
    if (stage == BIL_STAGE_OUTSIDE || stage == BIL_STAGE_LINES || stage == BIL_STAGE_ORDER) {
        return 1.0;
    }
    return (double)s->view->phases[first].months / (double)s->view->phases[a->first].months;
}

/* Solves every group under the node's restrictions and adds up what the stages reached. */
static bil_status evaluate(search *s, const node *now, bil_error *err)
{
    memset(s->values, 0, sizeof s->values);
    s->proven = true;
    s->gap = 0.0;
    s->status = BIL_GROUP_SOLVED;
    s->failed_phase = SIZE_MAX;
    for (size_t t = 0; t < s->view->phase_count; t++) {
        if (s->group_of[t] != t) {
            continue;
        }
        const answer *a = NULL;
        const bil_status status = answer_for(s, now, t, &a, err);
        if (status != BIL_OK) {
            return status;
        }
        s->status = a->group.status;
        if (s->status != BIL_GROUP_SOLVED) {
            s->failed_phase = t;
            return BIL_OK;
        }
        s->proven = s->proven && a->group.proven;
        s->gap = fmax(s->gap, a->group.gap);
        for (size_t k = 0; k < s->stage_count; k++) {
            s->values[k] += a->group.values[k] * (a->first == t ? 1.0 : twin_scale(s, a, t, s->stages[k]));
        }
        size_t member = 0;
        for (size_t u = t; u < s->view->phase_count; u++) {
            if (s->group_of[u] == t) {
                s->choices[u] = &a->group.choices[member];
                s->fundings[u] = &a->group.fundings[member++];
            }
        }
    }
    return BIL_OK;
}

/* Negative when the first `stages` totals at hand are worse than the best plan's, 0 when equal. */
static int compare(const search *s, size_t stages)
{
    for (size_t k = 0; k < stages; k++) {
        const bool more = s->stages[k] == BIL_STAGE_SCORE || s->stages[k] == BIL_STAGE_PREFER;
        const double gain = more ? s->values[k] - s->best_values[k] :
                                   s->best_values[k] - s->values[k];
        const double size = 1.0 + fabs(s->best_values[k]);
        if (fabs(gain) > SAME * size) {
            return gain > 0.0 ? 1 : -1;
        }
    }
    return 0;
}

static void keep(search *s, bil_person *out)
{
    s->has_best = true;
    memcpy(s->best_values, s->values, sizeof s->values);
    out->status = BIL_GROUP_SOLVED;
    out->proven = s->proven;
    out->gap = s->gap;
    memcpy(out->choices, s->choices, s->view->phase_count * sizeof *out->choices);
    memcpy(out->fundings, s->fundings, s->view->phase_count * sizeof *out->fundings);
}

static bool push(node *stack, size_t *depth, const node *parent, const bil_restriction *more,
                 size_t count)
{
    if (*depth == NODES_MAX || parent->restriction_count + count > RESTRICTIONS_MAX) {
        return false;
    }
    node *child = &stack[(*depth)++];
    *child = *parent;
    memcpy(child->restrictions + child->restriction_count, more, count * sizeof *more);
    child->restriction_count += count;
    return true;
}

/* The ways out of a clash; together they lose no plan. The most likely best comes last, because
 * the stack gives it back first. */
static bool branch(const search *s, node *stack, size_t *depth, const node *now,
                   const bil_clash *clash)
{
    bil_restriction more[BIL_PHASES_MAX];
    size_t count = 0;
    if (clash->kind == BIL_CLASH_GAP) {
        const bil_restriction ways[] = { { clash->second, clash->service, false },
                                         { clash->first, clash->service, false },
                                         { clash->middle, clash->service, true } };
        return push(stack, depth, now, &ways[0], 1) && push(stack, depth, now, &ways[1], 1) &&
               push(stack, depth, now, &ways[2], 1);
    }
    /* not in the first of the two phases; or in no phase but that one */
    more[count++] = (bil_restriction){ clash->first, clash->service, false };
    if (!push(stack, depth, now, more, count)) {
        return false;
    }
    count = 0;
    for (size_t t = 0; t < s->view->phase_count; t++) {
        if (t != clash->first) {
            more[count++] = (bil_restriction){ t, clash->service, false };
        }
    }
    return push(stack, depth, now, more, count);
}

/* Puts the phases of a yearly allowance, and the groups they are in, into one group. */
static void merge(search *s, const bil_clash *clash)
{
    bool joined[BIL_PHASES_MAX] = { false };
    size_t first = SIZE_MAX;
    for (size_t t = 0; t < s->view->phase_count; t++) {
        for (size_t u = 0; u < s->view->phase_count; u++) {
            joined[t] = joined[t] || (clash->together[u] && s->group_of[u] == s->group_of[t]);
        }
        first = joined[t] && first == SIZE_MAX ? t : first;
    }
    for (size_t t = 0; t < s->view->phase_count; t++) {
        s->group_of[t] = joined[t] ? first : s->group_of[t];
    }
}

/* Searches with the groups as they are. `*again` when a yearly allowance asks to merge groups. */
static bil_status walk(search *s, bil_person *out, node *stack, bool *again, bool *whole,
                       bil_error *err)
{
    size_t depth = 1;
    size_t nodes = 0;
    memset(&stack[0], 0, sizeof stack[0]);
    *again = false;
    *whole = true;
    while (depth > 0 && !*again) {
        const node now = stack[--depth];
        const bil_status status = evaluate(s, &now, err);
        if (status != BIL_OK) {
            return status;
        }
        if (nodes++ == 0 || s->status == BIL_GROUP_STOPPED) {
            out->status = s->has_best ? BIL_GROUP_SOLVED : s->status;
            out->failed_phase = s->failed_phase;
        }
        if (s->status == BIL_GROUP_STOPPED) {
            *whole = false;
            return BIL_OK;
        }
        if (s->status != BIL_GROUP_SOLVED || (s->has_best && compare(s, 2) < 0)) {
            continue;
        }
        const bil_clash clash = bil_course_clash(s->view, s->choices, s->fundings);
        if (clash.kind == BIL_CLASH_NONE) {
            if (!s->has_best || compare(s, s->stage_count) > 0) {
                keep(s, out);
            }
        } else if (clash.kind == BIL_CLASH_YEAR) {
            merge(s, &clash);
            *again = true;
        } else if (s->run->stopped || !branch(s, stack, &depth, &now, &clash)) {
            *whole = false; /* too many ways: what was found stands, unproven */
        }
    }
    return BIL_OK;
}

bil_status bil_person_solve(bil_person *out, bil_run *run, const bil_view *view, bil_arena *arena,
                            bil_error *err)
{
    memset(out, 0, sizeof *out);
    out->failed_phase = SIZE_MAX;
    out->choices = bil_arena_alloc(arena, view->phase_count, sizeof *out->choices);
    out->fundings = bil_arena_alloc(arena, view->phase_count, sizeof *out->fundings);
    node *stack = bil_arena_alloc(arena, NODES_MAX, sizeof *stack);
    search *s = bil_arena_alloc(arena, 1, sizeof *s);
    if (out->choices == NULL || out->fundings == NULL || stack == NULL || s == NULL) {
        return bil_fail_nomem(err);
    }
    *s = (search){ .run = run, .view = view, .arena = arena };
    s->stage_count = bil_stages_of(run->profile, view->person, s->stages);
    for (size_t t = 0; t < view->phase_count; t++) {
        s->group_of[t] = t;
    }
    run->blocks = (int)view->phase_count;
    bool again = true;
    bool whole = true;
    while (again) {
        s->has_best = false;
        const bil_status status = walk(s, out, stack, &again, &whole, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    if (s->has_best && !whole) {
        out->proven = false;
    } else if (!s->has_best && out->status == BIL_GROUP_SOLVED) {
        /* every way out of a clash ended without a plan, or the search was cut short */
        out->status = whole ? BIL_GROUP_INFEASIBLE : BIL_GROUP_STOPPED;
        out->failed_phase = SIZE_MAX;
    }
    return BIL_OK;
}
