/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/election.h"

#include <stdlib.h>
#include <string.h>

#include "engine/metrics.h"
#include "engine/random.h"
#include "solver/election_impl.h"
#include "solver/explicit.h"
#include "solver/measures.h"

static const struct {
    const char *code;
    bool order_too;
} rows[BIL_ELECT_BY_COUNT] = {
#define BIL_ELECT_BY(NAME, code, order_too) {code, order_too},
#define BIL_ELECT_NOT_BY(code, REASON)
#include "solver/election_rules.def"
};

static const bil_elect_missing missing[] = {
#define BIL_ELECT_BY(NAME, code, order_too)
#define BIL_ELECT_NOT_BY(code, REASON) {code, BIL_ELECT_##REASON},
#include "solver/election_rules.def"
};

const char *bil_elect_code(bil_elect_by rule)
{
    return (unsigned)rule < BIL_ELECT_BY_COUNT ? rows[rule].code : NULL;
}

bool bil_elect_applies(bil_elect_by rule, bil_vote_kind kind)
{
    return kind != BIL_VOTE_ORDER || rows[rule].order_too;
}

const bil_elect_missing *bil_elect_missing_rules(size_t *count)
{
    *count = sizeof missing / sizeof *missing;
    return missing;
}

void bil_electing_take(bil_electing *x, size_t project)
{
    x->chosen[project] = true;
    x->left -= x->election->projects[project].cost_cents;
}

bool bil_electing_fits(const bil_electing *x, size_t project)
{
    return !x->chosen[project] && x->election->projects[project].cost_cents <= x->left;
}

/* --- the greatest sum: a group of the district's search for each project, out or in ----------- */

typedef struct {
    const bil_elect_settings *settings;
} watching;

static bool goes_on(const bil_explicit_tick *now, void *payload)
{
    const watching *w = payload;
    (void)now;
    return w->settings->goes_on == NULL || w->settings->goes_on(w->settings->where);
}

static bil_status greatest_sum(bil_elected *out, bil_electing *x,
                               const bil_elect_settings *settings, bil_arena *arena, bil_error *err)
{
    const bil_election *e = x->election;
    const size_t m = e->project_count;
    watching w = {settings};
    bil_mmkp problem = {.arena = arena, .group_count = e->project_count, .resource_count = 1};
    problem.first = bil_arena_alloc(arena, m + 1, sizeof *problem.first);
    problem.value = bil_arena_alloc(arena, 2 * m + 1, sizeof *problem.value);
    problem.use = bil_arena_alloc(arena, 2 * m + 1, sizeof *problem.use);
    problem.limit = bil_arena_alloc(arena, 1, sizeof *problem.limit);
    if (problem.first == NULL || problem.value == NULL || problem.use == NULL ||
        problem.limit == NULL) {
        return bil_fail_nomem(err);
    }
    problem.limit[0] = x->left;
    for (size_t j = 0; j < m; j++) {
        problem.first[j + 1] = 2 * j + 2;
        problem.value[2 * j + 1] = x->points[j];
        problem.use[2 * j + 1] = e->projects[j].cost_cents;
    }
    bil_explicit_settings search;
    bil_explicit_settings_init(&search);
    search.tick = goes_on;
    search.payload = &w;
    bil_explicit_answer answer;
    const bil_status status = bil_explicit_solve(&answer, &problem, &search, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t j = 0; answer.status == BIL_EXPLICIT_FOUND && j < m; j++) {
        if (answer.choice[j] == 1) {
            bil_electing_take(x, j);
        }
    }
    out->bound = answer.bound;
    out->proven = answer.proven;
    return BIL_OK;
}

/* --- in order --------------------------------------------------------------------------------- */

typedef struct {
    size_t project;
    int64_t points;
    int64_t cost;
    bool by_worth;
} candidate;

static int in_order(const void *a, const void *b)
{
    const candidate *x = a;
    const candidate *y = b;
    /* points below 2⁴¹ and cents below 2⁵⁰: their products need more than 64 bits */
    __extension__ typedef __int128 wide;
    const wide left = (wide)x->points * (x->by_worth ? y->cost : 1);
    const wide right = (wide)y->points * (x->by_worth ? x->cost : 1);
    if (left != right) {
        return left > right ? -1 : 1;
    }
    return (x->project > y->project) - (x->project < y->project);
}

static bil_status one_by_one(bil_electing *x, bool by_worth, bil_arena *arena, bil_error *err)
{
    const bil_election *e = x->election;
    candidate *list = bil_arena_alloc(arena, e->project_count, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t j = 0; j < e->project_count; j++) {
        list[j] = (candidate){j, x->points[j], e->projects[j].cost_cents, by_worth};
    }
    if (e->project_count > 1) {
        qsort(list, e->project_count, sizeof *list, in_order);
    }
    for (size_t k = 0; k < e->project_count; k++) {
        if (list[k].points > 0 && bil_electing_fits(x, list[k].project)) {
            bil_electing_take(x, list[k].project);
        }
    }
    return BIL_OK;
}

/* --- voter after voter ------------------------------------------------------------------------ */

typedef struct {
    uint64_t ticket;
    uint32_t voter;
} turn;

static int by_ticket(const void *a, const void *b)
{
    const turn *x = a;
    const turn *y = b;
    if (x->ticket != y->ticket) {
        return x->ticket < y->ticket ? -1 : 1;
    }
    return (x->voter > y->voter) - (x->voter < y->voter);
}

/* The voter's own best that fits: most points, then the cheapest, then as the vote names them. */
static bool own_best(size_t *out, const bil_electing *x, uint32_t voter)
{
    const bil_election *e = x->election;
    const bil_ballot_line *best = NULL;
    for (size_t k = e->first[voter]; k < e->first[voter + 1]; k++) {
        const bil_ballot_line *line = &e->lines[k];
        if (!bil_electing_fits(x, line->project)) {
            continue;
        }
        const bool better =
            best == NULL || line->points > best->points ||
            (line->points == best->points && e->kind != BIL_VOTE_ORDER &&
             e->projects[line->project].cost_cents < e->projects[best->project].cost_cents);
        best = better ? line : best;
    }
    if (best != NULL) {
        *out = best->project;
    }
    return best != NULL;
}

static bil_status voter_after_voter(bil_electing *x, bool drawn, uint64_t seed, bil_arena *arena,
                                    bil_error *err)
{
    const bil_election *e = x->election;
    turn *turns = bil_arena_alloc(arena, e->voter_count, sizeof *turns);
    if (turns == NULL) {
        return bil_fail_nomem(err);
    }
    for (uint32_t i = 0; i < e->voter_count; i++) {
        turns[i] = (turn){drawn ? bil_random(seed, i, 0, 0) : 0, i};
    }
    if (e->voter_count > 1) {
        qsort(turns, e->voter_count, sizeof *turns, by_ticket);
    }
    for (uint32_t k = 0; k < e->voter_count; k++) {
        size_t project = 0;
        while (own_best(&project, x, turns[k].voter)) {
            bil_electing_take(x, project);
        }
    }
    return BIL_OK;
}

/* --- what it comes to ------------------------------------------------------------------------- */

static int64_t in_millionths(double value)
{
    return isnan(value) ? -1 : (int64_t)llround(value * 1e6);
}

static bil_status measure(bil_elected *out, const bil_electing *x, const bil_elected *best,
                          bil_arena *arena, bil_error *err)
{
    const bil_election *e = x->election;
    double *has = bil_arena_alloc(arena, e->voter_count, sizeof *has);
    if (has == NULL) {
        return bil_fail_nomem(err);
    }
    out->same_as_told = true;
    for (size_t j = 0; j < e->project_count; j++) {
        out->cost_cents += x->chosen[j] ? e->projects[j].cost_cents : 0;
        out->told = out->told || e->projects[j].funded >= 0;
        out->same_as_told = out->same_as_told && x->chosen[j] == (e->projects[j].funded == 1);
    }
    out->same_as_told = out->same_as_told && out->told;
    for (uint32_t i = 0; i < e->voter_count; i++) {
        int64_t points = 0;
        bool served = false;
        for (size_t k = e->first[i]; k < e->first[i + 1]; k++) {
            const bool in = x->chosen[e->lines[k].project];
            points += in ? e->lines[k].points : 0;
            served = served || in;
        }
        has[i] = (double)points;
        out->least = i == 0 || points < out->least ? points : out->least;
        out->served += served ? 1 : 0;
        out->total += points;
    }
    bil_sort_ascending(has, e->voter_count);
    out->mean_e6 = in_millionths(bil_mean(has, e->voter_count));
    out->gini_e6 = in_millionths(bil_gini(has, e->voter_count));
    out->price_e6 = -1;
    if (best != NULL && best->proven) {
        out->price_e6 = bil_metric_price(best->total, out->total, 1000000);
    }
    return BIL_OK;
}

static bil_status apply(bil_elected *out, bil_electing *x, bil_elect_by rule,
                        const bil_elect_settings *settings, bil_arena *arena, bil_error *err)
{
    switch (rule) {
    case BIL_ELECT_BY_UTILITARIAN:
        return greatest_sum(out, x, settings, arena, err);
    case BIL_ELECT_BY_MOST_VOTES:
        return one_by_one(x, false, arena, err);
    case BIL_ELECT_BY_BEST_BUYS:
        return one_by_one(x, true, arena, err);
    case BIL_ELECT_BY_EQUAL_SHARES:
        return bil_electing_equal_shares(x, arena, err);
    case BIL_ELECT_BY_FIRST_COME:
    case BIL_ELECT_BY_LOTTERY:
        return voter_after_voter(x, rule == BIL_ELECT_BY_LOTTERY, settings->seed, arena, err);
    case BIL_ELECT_BY_COUNT:
        break;
    }
    return BIL_OK;
}

bil_status bil_elect(bil_elected *out, bil_elect_by rule, const bil_election *election,
                     const bil_elected *best, const bil_elect_settings *settings, bil_arena *arena,
                     bil_error *err)
{
    BIL_ASSERT(bil_elect_applies(rule, election->kind));
    bil_elected made = {0};
    bil_electing x = {.election = election, .left = election->budget_cents};
    x.chosen = bil_arena_alloc(arena, election->project_count, sizeof *x.chosen);
    x.points = bil_arena_alloc(arena, election->project_count, sizeof *x.points);
    if (x.chosen == NULL || x.points == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < election->first[election->voter_count]; k++) {
        x.points[election->lines[k].project] += election->lines[k].points;
    }
    bil_status status = apply(&made, &x, rule, settings, arena, err);
    if (status == BIL_OK) {
        made.chosen = x.chosen;
        status = measure(&made, &x, rule == BIL_ELECT_BY_UTILITARIAN ? &made : best, arena, err);
    }
    if (status == BIL_OK) {
        BIL_ASSERT(made.cost_cents <= election->budget_cents);
        *out = made;
    }
    return status;
}
