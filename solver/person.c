/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/person.h"

#include <math.h>
#include <string.h>

#include "solver/course.h"

/* Phases solved apart are put together by a search over what clashes between them: "not in this
 * phase", "in this phase too", "less of it in this phase". Every node is again a set of phases
 * solved apart, so a plan of six phases costs a few plans of one. Which phase a one-off goes to is
 * settled by shortfall and score, then by the later priorities in order; the policy's tolerance
 * applies inside phases. A yearly allowance that opens too many nodes puts its phases into one
 * model instead. */

enum { RESTRICTIONS_MAX = 96, NODES_MAX = 600, MORE_MAX = 64, YEARS_MAX = 120 };

/* Two totals closer than this are the same; totals are months × weights in 1/40 000. */
#define SAME 1e-9

typedef struct {
    size_t first; /* the group: first phase, and its phases as bits */
    unsigned members;
    bil_restriction *restrictions; /* those that concern it */
    size_t restriction_count;
    bool full; /* all stages, not only shortfall and score */
    bil_group group;
} answer;

typedef struct {
    bil_restriction restrictions[RESTRICTIONS_MAX];
    size_t restriction_count;
    double bound[BIL_STAGE_COUNT + 1]; /* what each stage can reach at best */
    bool open;
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
    node *nodes;
    size_t node_count;
    size_t years; /* clashes over a yearly allowance so far */
    bool again;   /* groups were merged: search anew */
    bool whole;   /* nothing was left out */
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

static bool same_restriction(const bil_restriction *a, const bil_restriction *b)
{
    return a->phase == b->phase && a->service == b->service && a->source == b->source &&
           a->wanted == b->wanted && a->most == b->most;
}

/* The same set in any order, phase `from` of the first list read as `to`. */
static bool same_set(const bil_restriction *a, size_t a_count, const bil_restriction *list,
                     size_t count, size_t from, size_t to)
{
    if (a_count != count) {
        return false;
    }
    for (size_t k = 0; k < count; k++) {
        bool found = false;
        for (size_t j = 0; j < count && !found; j++) {
            bil_restriction shifted = a[j];
            shifted.phase = shifted.phase == from ? to : shifted.phase;
            found = same_restriction(&shifted, &list[k]);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* Does the run's aim ask the same of both phases, month for month? */
static bool same_aim(const search *s, size_t a, size_t b)
{
    const bil_aim *aim = s->run->aim;
    if (aim == NULL) {
        return true;
    }
    const double months_a = (double)s->view->phases[a].months;
    const double months_b = (double)s->view->phases[b].months;
    bool same = fabs(aim->score[a] / months_a - aim->score[b] / months_b) <= SAME &&
                fabs(aim->shortfall[a] / months_a - aim->shortfall[b] / months_b) <= SAME;
    const size_t bytes = s->view->phases[a].offer_count * sizeof(int64_t);
    for (size_t k = 0; same && k < aim->apart_count; k++) {
        const bil_apart *apart = &aim->apart[k];
        const bool bears = aim->unlike || ((apart->phases >> a | apart->phases >> b) & 1U) != 0;
        same =
            (apart->phases >> a & 1U) == (apart->phases >> b & 1U) &&
            (!bears || memcmp(apart->choices[a].quantity, apart->choices[b].quantity, bytes) == 0);
    }
    return same;
}

/* The same group under the same restrictions, or a single phase with the same data. */
static answer *known(search *s, size_t first, unsigned members, const bil_restriction *list,
                     size_t count)
{
    const bool alone = (members & (members - 1)) == 0;
    for (size_t i = 0; i < s->answer_count; i++) {
        answer *a = &s->answers[i];
        if (a->members == members &&
            same_set(a->restrictions, a->restriction_count, list, count, first, first)) {
            return a;
        }
        if (alone && (a->members & (a->members - 1)) == 0 &&
            same_set(a->restrictions, a->restriction_count, list, count, a->first, first) &&
            bil_view_same(s->view, a->first, first) && same_aim(s, a->first, first)) {
            return a;
        }
    }
    return NULL;
}

static answer *new_answer(search *s, size_t first, unsigned members, const bil_restriction *list,
                          size_t count)
{
    answer *grown = bil_arena_grow(s->arena, s->answers, s->answer_count, &s->answer_capacity,
                                   s->answer_count + 1, sizeof *grown);
    bil_restriction *kept = bil_arena_alloc(s->arena, count + 1, sizeof *kept);
    if (grown == NULL || kept == NULL) {
        return NULL;
    }
    memcpy(kept, list, count * sizeof *kept);
    s->answers = grown;
    s->answers[s->answer_count] = (answer){
        .first = first, .members = members, .restrictions = kept, .restriction_count = count};
    return &s->answers[s->answer_count++];
}

static bil_status answer_for(search *s, const node *now, size_t first, bool light,
                             const answer **out, bil_error *err)
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
    answer *a = known(s, first, members, list, count);
    if (a != NULL && (a->full || light || a->group.status != BIL_GROUP_SOLVED)) {
        *out = a;
        return BIL_OK;
    }
    bool bounded = false;
    double reached[2] = {0.0, 0.0};
    if (a != NULL && a->members == members) {
        bounded = a->group.proven;
        memcpy(reached, a->group.values, sizeof reached);
    } else {
        a = new_answer(s, first, members, list, count);
    }
    if (a == NULL) {
        return bil_fail_nomem(err);
    }
    s->run->block = (int)first;
    s->run->restrictions = a->restrictions;
    s->run->restriction_count = a->restriction_count;
    s->run->light = light;
    s->run->reached = bounded ? reached : NULL;
    a->full = !light;
    *out = a;
    const bil_status status =
        bil_group_solve(&a->group, s->run, s->view, phases, phase_count, s->arena, err);
    s->run->reached = NULL;
    s->run->light = false;
    return status;
}

/* What a twin's total is for this phase: totals grow with the months. */
static double twin_scale(const search *s, const answer *a, size_t first, bil_stage stage)
{
    if (stage == BIL_STAGE_OUTSIDE || stage == BIL_STAGE_CHANGED_LINES ||
        stage == BIL_STAGE_LINES || stage == BIL_STAGE_ORDER) {
        return 1.0;
    }
    return (double)s->view->phases[first].months / (double)s->view->phases[a->first].months;
}

/* Solves every group under the node's restrictions and adds up what the stages reached; `light`
 * stops after shortfall and score. */
static bil_status evaluate(search *s, const node *now, bool light, bil_error *err)
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
        const bil_status status = answer_for(s, now, t, light, &a, err);
        if (status != BIL_OK || a == NULL) {
            return status;
        }
        s->status = a->group.status;
        if (s->status != BIL_GROUP_SOLVED) {
            s->failed_phase = t;
            return BIL_OK;
        }
        s->proven = s->proven && a->group.proven;
        s->gap = fmax(s->gap, a->group.gap);
        for (size_t k = 0; k < (light ? 2 : s->stage_count); k++) {
            const double scale = a->first == t ? 1.0 : twin_scale(s, a, t, s->stages[k]);
            s->values[k] += a->group.values[k] * scale;
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

static bool wants_more(const search *s, size_t stage)
{
    return bil_stage_seeks_more(s->stages[stage]);
}

/* Negative when the first `stages` totals of `a` are worse than those of `b`, 0 when equal. */
static int compare(const search *s, const double *a, const double *b, size_t stages)
{
    for (size_t k = 0; k < stages; k++) {
        const double gain = wants_more(s, k) ? a[k] - b[k] : b[k] - a[k];
        if (gain != 0.0 && !(fabs(gain) <= SAME * (1.0 + fabs(b[k])))) {
            return gain > 0.0 ? 1 : -1;
        }
    }
    return 0;
}

/* Totals are multiplied by the measure of their group: the score is what is left of it. */
static double score_of(const search *s)
{
    double measure = 0.0;
    for (size_t t = 0; t < s->view->phase_count; t++) {
        const bil_view_phase *p = &s->view->phases[t];
        for (size_t n = 0; n < s->view->person->need_count; n++) {
            const double weight = (double)bil_need_weight(&s->view->person->needs[n]);
            measure += p->targets[n] > 0 ? weight * p->months : 0.0;
        }
    }
    return measure > 0.0 ? s->values[1] / (BIL_SCORE_SCALE * measure) : 0.0;
}

static void keep(search *s, bil_person *out)
{
    s->has_best = true;
    memcpy(s->best_values, s->values, sizeof s->values);
    out->status = BIL_GROUP_SOLVED;
    out->proven = s->proven;
    out->gap = s->gap;
    out->score = score_of(s);
    for (size_t t = 0; t < s->view->phase_count; t++) {
        out->choices[t] = s->choices[t];
        out->fundings[t] = s->fundings[t];
    }
}

/* Adds a restriction to a node: the tighter of two limits stands. False when it leaves nothing,
 * or when there is no room for it (`*whole` then). */
static bool add_restriction(node *now, const bil_restriction *more, bool *whole)
{
    for (size_t k = 0; k < now->restriction_count; k++) {
        bil_restriction *r = &now->restrictions[k];
        if (r->phase != more->phase || r->service != more->service || r->source != more->source) {
            continue;
        }
        if (r->wanted != more->wanted && (r->wanted ? more->most : r->most) == 0) {
            return false;
        }
        if (r->wanted == more->wanted) {
            r->most = more->most < r->most ? more->most : r->most;
            return true;
        }
    }
    if (now->restriction_count == RESTRICTIONS_MAX) {
        *whole = false;
        return false;
    }
    now->restrictions[now->restriction_count++] = *more;
    return true;
}

/* Several ways may lead to the same node. */
static bool opened_before(const node *nodes, size_t count, const node *child)
{
    for (size_t i = 0; i < count; i++) {
        if (same_set(nodes[i].restrictions, nodes[i].restriction_count, child->restrictions,
                     child->restriction_count, 0, 0)) {
            return true;
        }
    }
    return false;
}

/* Where any plan will do, no child promises more than another: it is solved when its turn comes,
 * and often a plan is found before. */
static bil_status push_unseen(search *s, node *child)
{
    if (s->node_count == NODES_MAX) {
        s->whole = false;
        return BIL_OK;
    }
    child->open = true;
    s->nodes[s->node_count++] = *child;
    return BIL_OK;
}

/* Opens a child with its bound, unless nothing is left of it or it cannot matter. */
static bil_status push(search *s, const node *parent, const bil_restriction *more,
                       size_t more_count, bil_error *err)
{
    node child = *parent;
    for (size_t k = 0; k < more_count; k++) {
        if (!add_restriction(&child, &more[k], &s->whole)) {
            return BIL_OK;
        }
    }
    if (opened_before(s->nodes, s->node_count, &child)) {
        return BIL_OK;
    }
    if (s->run->feasibility_only) {
        return push_unseen(s, &child);
    }
    const bil_status status = evaluate(s, &child, true, err);
    if (status != BIL_OK || s->status == BIL_GROUP_INFEASIBLE) {
        return status;
    }
    if (s->status == BIL_GROUP_STOPPED || s->node_count == NODES_MAX) {
        s->whole = false;
        return BIL_OK;
    }
    /* With the same shortfall and score as before, the later stages can only get worse too. */
    const bool same = compare(s, s->values, parent->bound, 2) == 0;
    for (size_t k = 0; k < s->stage_count; k++) {
        const double best = wants_more(s, k) ? HUGE_VAL : -HUGE_VAL;
        child.bound[k] = k < 2 ? s->values[k] : same ? parent->bound[k] : best;
    }
    child.open = true;
    s->nodes[s->node_count++] = child;
    return BIL_OK;
}

static bil_restriction at_most(size_t phase, bil_index service, int64_t most)
{
    return (bil_restriction){
        .phase = phase, .service = service, .source = BIL_NONE, .wanted = false, .most = most};
}

static bil_status branch_gap(search *s, const node *now, const bil_clash *clash, bil_error *err)
{
    bil_restriction way = at_most(clash->middle, clash->service, 0);
    way.wanted = true;
    bil_status status = push(s, now, &way, 1, err);
    for (int k = 0; k < 2 && status == BIL_OK; k++) {
        way = at_most(k == 0 ? clash->first : clash->second, clash->service, 0);
        status = push(s, now, &way, 1, err);
    }
    return status;
}

/* In no phase but the first of the two; or not in that one. */
static bil_status branch_twice(search *s, const node *now, const bil_clash *clash, bil_error *err)
{
    bil_restriction more[BIL_PHASES_MAX];
    size_t others = 0;
    for (size_t t = 0; t < s->view->phase_count; t++) {
        if (t != clash->first) {
            more[others++] = at_most(t, clash->service, 0);
        }
    }
    bil_status status = push(s, now, more, others, err);
    more[0] = at_most(clash->first, clash->service, 0);
    return status == BIL_OK ? push(s, now, more, 1, err) : status;
}

static const bil_view_rule *rule_in(const bil_view_phase *phase, bil_index rule)
{
    for (size_t k = 0; k < phase->rule_count; k++) {
        if (phase->rules[k].rule == rule) {
            return &phase->rules[k];
        }
    }
    return NULL;
}

/* Do without everything that wakes the rule in this phase. */
static bil_status push_asleep(search *s, const node *now, size_t t, const bil_view_rule *rule,
                              bil_error *err)
{
    bil_restriction more[MORE_MAX];
    size_t count = 0;
    if (rule->a_service_count + rule->a_source_count > MORE_MAX) {
        s->whole = false;
        return BIL_OK;
    }
    for (size_t i = 0; i < rule->a_service_count; i++) {
        more[count++] = at_most(t, rule->a_services[i], 0);
    }
    for (size_t i = 0; i < rule->a_source_count; i++) {
        more[count++] = (bil_restriction){
            .phase = t, .service = BIL_NONE, .source = rule->a_sources[i], .most = 0};
    }
    return push(s, now, more, count, err);
}

static int64_t quantity_of(const bil_view_phase *phase, const bil_choice *choice, bil_index service)
{
    int64_t sum = 0;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].service == service ? choice->quantity[o] : 0;
    }
    return sum;
}

/* Within the year some quantity must be less than it is, or the rule asleep in some phase. */
static bil_status branch_year(search *s, const node *now, const bil_clash *clash, bil_error *err)
{
    const bil_choice *choices[BIL_PHASES_MAX]; /* the search moves on to other choices below */
    memcpy(choices, s->choices, sizeof choices);
    for (size_t t = 0; t < s->view->phase_count; t++) {
        const bil_view_phase *phase = &s->view->phases[t];
        const bil_view_rule *rule = rule_in(phase, clash->rule);
        if (!clash->together[t] || rule == NULL) {
            continue;
        }
        for (size_t i = 0; i < rule->b_service_count; i++) {
            const bil_index service = rule->b_services[i];
            const int64_t quantity = quantity_of(phase, choices[t], service);
            const bil_restriction less = at_most(t, service, quantity - 1);
            const bil_status status = quantity == 0 ? BIL_OK : push(s, now, &less, 1, err);
            if (status != BIL_OK) {
                return status;
            }
        }
        const bil_status status = push_asleep(s, now, t, rule, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

/* The ways out of a clash; together they lose no plan. */
static bil_status branch(search *s, const node *now, const bil_clash *clash, bil_error *err)
{
    switch (clash->kind) {
    case BIL_CLASH_GAP:
        return branch_gap(s, now, clash, err);
    case BIL_CLASH_TWICE:
        return branch_twice(s, now, clash, err);
    case BIL_CLASH_YEAR:
        return branch_year(s, now, clash, err);
    case BIL_CLASH_NONE:
        break;
    }
    return BIL_OK;
}

/* Puts the phases of a yearly allowance, and the groups they are in, into one group. */
static void merge(search *s, const bil_clash *clash)
{
    bool joined[BIL_PHASES_MAX] = {false};
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

/* The open node that promises most; of equals the last one opened. SIZE_MAX when none can be
 * better than the best plan. */
static size_t next_node(const search *s)
{
    const node *nodes = s->nodes;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < s->node_count; i++) {
        if (nodes[i].open &&
            !(s->has_best && compare(s, nodes[i].bound, s->best_values, s->stage_count) <= 0) &&
            (best == SIZE_MAX ||
             compare(s, nodes[i].bound, nodes[best].bound, s->stage_count) >= 0)) {
            best = i;
        }
    }
    return best;
}

/* One node: a plan without clashes is compared with the best, a clash opens the ways out. */
static bil_status visit(search *s, bil_person *out, size_t index, bil_error *err)
{
    node now = s->nodes[index];
    s->nodes[index].open = false;
    const bil_status status = evaluate(s, &now, false, err);
    if (index == 0) {
        out->status = s->status;
        out->failed_phase = s->failed_phase;
    }
    if (status != BIL_OK || s->status != BIL_GROUP_SOLVED) {
        s->whole = s->whole && s->status != BIL_GROUP_STOPPED;
        return status;
    }
    if (s->has_best && compare(s, s->values, s->best_values, s->stage_count) <= 0) {
        return BIL_OK;
    }
    memcpy(now.bound, s->values, sizeof now.bound);
    const bil_clash clash = bil_course_clash(s->view, s->choices, s->fundings);
    if (clash.kind == BIL_CLASH_NONE) {
        keep(s, out);
        return BIL_OK;
    }
    if (s->run->stopped) {
        s->whole = false;
        return BIL_OK;
    }
    if (clash.kind == BIL_CLASH_YEAR && s->years++ > YEARS_MAX) {
        merge(s, &clash);
        s->again = true;
        return BIL_OK;
    }
    return branch(s, &now, &clash, err);
}

/* Searches with the groups as they are. */
static bil_status walk(search *s, bil_person *out, bil_error *err)
{
    memset(&s->nodes[0], 0, sizeof s->nodes[0]);
    s->nodes[0].open = true;
    s->node_count = 1;
    s->has_best = false;
    s->again = false;
    s->whole = true;
    for (size_t at = 0; at != SIZE_MAX && !s->again; at = next_node(s)) {
        const bil_status status = visit(s, out, at, err);
        if (status != BIL_OK) {
            return status;
        }
        if (s->run->stopped) {
            s->whole = false;
            break;
        }
    }
    if (s->has_best) {
        out->status = BIL_GROUP_SOLVED;
    }
    return BIL_OK;
}

bil_status bil_person_solve(bil_person *out, bil_run *run, const bil_view *view, bil_arena *arena,
                            bil_error *err)
{
    memset(out, 0, sizeof *out);
    out->failed_phase = SIZE_MAX;
    out->choices = bil_arena_alloc(arena, view->phase_count, sizeof(bil_choice *));
    out->fundings = bil_arena_alloc(arena, view->phase_count, sizeof(bil_funding_found *));
    search *s = bil_arena_alloc(arena, 1, sizeof *s);
    node *nodes = bil_arena_alloc(arena, NODES_MAX, sizeof *nodes);
    if (out->choices == NULL || out->fundings == NULL || nodes == NULL || s == NULL) {
        return bil_fail_nomem(err);
    }
    *s = (search){.run = run, .view = view, .arena = arena, .nodes = nodes};
    s->stage_count = bil_run_stages(run, view->person, s->stages);
    for (size_t t = 0; t < view->phase_count; t++) {
        s->group_of[t] = t;
    }
    run->blocks = (int)view->phase_count;
    do {
        const bil_status status = walk(s, out, err);
        if (status != BIL_OK) {
            return status;
        }
    } while (s->again && !run->stopped);
    if (s->has_best && !s->whole) {
        out->proven = false;
    } else if (!s->has_best && out->status == BIL_GROUP_SOLVED) {
        /* every way out of a clash ended without a plan, or the search was cut short */
        out->status = s->whole ? BIL_GROUP_INFEASIBLE : BIL_GROUP_STOPPED;
        out->failed_phase = SIZE_MAX;
    }
    return BIL_OK;
}
