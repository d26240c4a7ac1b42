/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method of equal shares (Peters, Pierczyński and Skowron, 2021) with satisfaction by cost, as
 * towns apply it: everybody has the same part of the budget; a project is bought by those who want
 * it when their parts together pay it, first the one for which each pays least for what it costs.
 * Parts then grow by one unit of money for each voter ("add 1"; by a thousandth where that is
 * more) as long as the real budget is enough for what is bought, tenfold at most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/election_impl.h"

enum { CENTS = 100, PARTS_MAX = 1000, TIMES_MAX = 10 };

typedef struct {
    double purse;
    double share; /* of the price, by points */
} supporter;

typedef struct {
    const bil_electing *x;
    size_t *first; /* per project, and one more: its supporters */
    uint32_t *voter;
    double *points;
    double *purse;   /* per voter */
    double *rate;    /* per project: at least so much; HUGE_VAL = cannot be bought */
    bool *bought;    /* per project */
    supporter *room; /* of one project */
} shares;

static int first_empty(const void *a, const void *b)
{
    const supporter *x = a;
    const supporter *y = b;
    const double left = x->purse * y->share;
    const double right = y->purse * x->share;
    return (left > right) - (left < right);
}

/* What each must pay for a point, so that together they pay the price; HUGE_VAL when they cannot.
 */
static double rate_of(const shares *s, size_t project)
{
    const size_t count = s->first[project + 1] - s->first[project];
    double left = (double)s->x->election->projects[project].cost_cents;
    double weight = 0;
    double purses = 0;
    for (size_t k = 0; k < count; k++) {
        const size_t at = s->first[project] + k;
        s->room[k] = (supporter){s->purse[s->voter[at]], s->points[at]};
        weight += s->points[at];
        purses += s->purse[s->voter[at]];
    }
    if (purses < left * (1 - 1e-12)) {
        return HUGE_VAL;
    }
    if (count > 1) {
        qsort(s->room, count, sizeof *s->room, first_empty);
    }
    for (size_t k = 0; k < count; k++) {
        if (left * s->room[k].share <= s->room[k].purse * weight * (1 + 1e-12)) {
            return left / weight;
        }
        left -= s->room[k].purse;
        weight -= s->room[k].share;
    }
    /* all that they have, to the last rounding */
    return s->room[count - 1].purse / s->room[count - 1].share;
}

/* Cheapest for what it costs first. */
static double worth(const shares *s, size_t project)
{
    return s->rate[project] / (double)s->x->election->projects[project].cost_cents;
}

static bool before(const shares *s, size_t a, size_t b)
{
    const double x = worth(s, a);
    const double y = worth(s, b);
    if (fabs(x - y) > 1e-12 * y) {
        return x < y;
    }
    return s->x->points[a] != s->x->points[b] ? s->x->points[a] > s->x->points[b] : a < b;
}

/* The best project by what is known of the rates; they only grow while purses get empty, so the
 * best is found as soon as its rate is up to date. */
static size_t next_bought(shares *s)
{
    const size_t m = s->x->election->project_count;
    for (size_t fresh = SIZE_MAX;;) {
        size_t best = SIZE_MAX;
        for (size_t j = 0; j < m; j++) {
            if (!s->bought[j] && s->rate[j] < HUGE_VAL &&
                (best == SIZE_MAX || before(s, j, best))) {
                best = j;
            }
        }
        if (best == SIZE_MAX || best == fresh) {
            return best;
        }
        s->rate[best] = rate_of(s, best);
        fresh = best;
    }
}

static void pay(shares *s, size_t project)
{
    for (size_t k = s->first[project]; k < s->first[project + 1]; k++) {
        double *purse = &s->purse[s->voter[k]];
        *purse -= fmin(*purse, s->rate[project] * s->points[k]);
    }
    s->bought[project] = true;
}

/* Buys with so much for everybody; gives the cents of what is bought. */
static int64_t buy_all(shares *s, double part)
{
    const bil_election *e = s->x->election;
    int64_t cost = 0;
    for (uint32_t i = 0; i < e->voter_count; i++) {
        s->purse[i] = part;
    }
    for (size_t j = 0; j < e->project_count; j++) {
        s->bought[j] = false;
        s->rate[j] = s->first[j + 1] == s->first[j] ? HUGE_VAL : 0;
    }
    for (size_t j = 0; (j = next_bought(s)) != SIZE_MAX;) {
        pay(s, j);
        cost += e->projects[j].cost_cents;
    }
    return cost;
}

/* Who wants what, by project. */
static bool fill(shares *s, bil_arena *arena)
{
    const bil_election *e = s->x->election;
    const size_t m = e->project_count;
    const size_t lines = e->first[e->voter_count];
    s->first = bil_arena_alloc(arena, m + 2, sizeof *s->first);
    s->voter = bil_arena_alloc(arena, lines, sizeof *s->voter);
    s->points = bil_arena_alloc(arena, lines, sizeof *s->points);
    s->purse = bil_arena_alloc(arena, e->voter_count, sizeof *s->purse);
    s->rate = bil_arena_alloc(arena, m, sizeof *s->rate);
    s->bought = bil_arena_alloc(arena, m, sizeof *s->bought);
    s->room = bil_arena_alloc(arena, e->voter_count, sizeof *s->room);
    if (s->first == NULL || s->voter == NULL || s->points == NULL || s->purse == NULL ||
        s->rate == NULL || s->bought == NULL || s->room == NULL) {
        return false;
    }
    for (size_t k = 0; k < lines; k++) {
        s->first[e->lines[k].project + 2] += e->lines[k].points > 0 ? 1 : 0;
    }
    for (size_t j = 0; j < m; j++) {
        s->first[j + 2] += s->first[j + 1];
    }
    for (uint32_t i = 0; i < e->voter_count; i++) {
        for (size_t k = e->first[i]; k < e->first[i + 1]; k++) {
            if (e->lines[k].points > 0) {
                const size_t at = s->first[e->lines[k].project + 1]++;
                s->voter[at] = i;
                s->points[at] = (double)e->lines[k].points;
            }
        }
    }
    return true;
}

bil_status bil_electing_equal_shares(bil_electing *x, bil_arena *arena, bil_error *err)
{
    const bil_election *e = x->election;
    shares s = {.x = x};
    bool *kept = bil_arena_alloc(arena, e->project_count, sizeof *kept);
    if (kept == NULL || !fill(&s, arena)) {
        return bil_fail_nomem(err);
    }
    if (e->voter_count == 0) {
        return BIL_OK;
    }
    const double part = (double)e->budget_cents / (double)e->voter_count;
    const double step = fmax(CENTS, ceil(part / PARTS_MAX / CENTS) * CENTS);
    int64_t all = 0;
    for (size_t j = 0; j < e->project_count; j++) {
        all += s.first[j + 1] > s.first[j] ? e->projects[j].cost_cents : 0;
    }
    int64_t cost = 0;
    for (double more = 0; cost < all && more < part * (TIMES_MAX - 1); more += step) {
        cost = buy_all(&s, part + more);
        if (cost > e->budget_cents) {
            break;
        }
        memcpy(kept, s.bought, e->project_count * sizeof *kept);
    }
    for (size_t j = 0; j < e->project_count; j++) {
        if (kept[j]) {
            bil_electing_take(x, j);
        }
    }
    return BIL_OK;
}
