/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Money by hand: the set of all ways in which the cents paid so far may have been shared out, one
 * more cent at a time. */

#include "tests/referee/referee_naive.h"

#include <stdlib.h>
#include <string.h>

enum { STATES_MAX = 400000 };

typedef struct {
    int16_t paid[REF_SOURCES]; /* over the whole phase */
} spending;

typedef struct {
    spending *now;
    spending *next;
    size_t count;
    int64_t most[REF_SOURCES];
    int64_t most_public;
    int64_t most_pensions;
    bool pension[REF_SOURCES];
    const ref_world *world;
} purse;

static int compare_spending(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(spending));
}

static bool affordable(const purse *all, const spending *state)
{
    int64_t of_public = 0;
    int64_t of_pensions = 0;
    for (int r = 0; r < all->world->source_count; r++) {
        if (all->most[r] >= 0 && state->paid[r] > all->most[r]) {
            return false;
        }
        of_public += all->world->sources[r].is_public ? state->paid[r] : 0;
        of_pensions += all->pension[r] ? state->paid[r] : 0;
    }
    return (all->most_public < 0 || of_public <= all->most_public) &&
           of_pensions <= all->most_pensions;
}

/* Adds one state paid further by one source, when that is affordable. */
static size_t place_with(purse *all, const spending *from, int source, int weight, size_t count)
{
    spending state = *from;
    state.paid[source] = (int16_t)(state.paid[source] + weight);
    if (!affordable(all, &state)) {
        return count;
    }
    if (count == STATES_MAX) {
        abort();
    }
    all->next[count] = state;
    return count + 1;
}

/* One more cent (`weight` over the phase) by any of the `payers`. */
static bool place_cent(purse *all, unsigned payers, int weight)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        for (int r = 0; r < all->world->source_count; r++) {
            if ((payers >> r & 1U) != 0) {
                count = place_with(all, &all->now[i], r, weight, count);
            }
        }
    }
    qsort(all->next, count, sizeof *all->next, compare_spending);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_spending(&all->next[i], &all->next[kept - 1]) != 0) {
            all->next[kept++] = all->next[i];
        }
    }
    spending *const swap = all->now;
    all->now = all->next;
    all->next = swap;
    all->count = kept;
    return kept > 0;
}

static unsigned payers_of(const ref_view *view, const ref_choice *choice, int service, bool health,
                          bool pensions)
{
    unsigned payers = 0;
    for (int r = 0; r < view->world->source_count; r++) {
        const ref_source *const source = &view->world->sources[r];
        const bool side =
            source->side == REF_PAYS_ANY || (source->side == REF_PAYS_HEALTH) == health;
        const bool pension = source->kind == REF_FROM_PENSION;
        const bool unused = (view->decide >> r & 1U) != 0 && (choice->used >> r & 1U) == 0;
        if (view->pays[r][service] && side && !source->hours && !unused &&
            view->presence[r] != REF_ABSENT && (pensions || !pension)) {
            payers |= 1U << r;
        }
    }
    return payers;
}

/* A source's month after all absorptions; negative = endless. */
static int64_t amount_left(const ref_view *view, const ref_choice *choice, int source)
{
    const ref_world *const world = view->world;
    int64_t amount = view->amount[source];
    for (int i = 0; i < world->rule_count; i++) {
        const ref_rule *const rule = &world->rules[i];
        const int64_t less = rule->parameter_e4 / 10000;
        if (rule->form != REF_ABSORBS || !ref_in_dates(rule->dates, view->first_day) ||
            !ref_naive_there(world, choice, rule->a, rule->a_count) ||
            !ref_naive_matches(world, rule->b, rule->b_count, world->service_count + source)) {
            continue;
        }
        if (!rule->has_parameter || (amount >= 0 && amount < less)) {
            amount = 0;
        } else if (amount >= 0) {
            amount -= less;
        }
    }
    return amount;
}

static void fill_purse(purse *all, const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    int64_t income = 0;
    bool residence = false;
    for (int r = 0; r < world->source_count; r++) {
        const int64_t amount = amount_left(view, choice, r);
        all->pension[r] = world->sources[r].kind == REF_FROM_PENSION;
        income += all->pension[r] && (choice->used >> r & 1U) != 0 ? amount : 0;
        all->most[r] = amount < 0 ? -1 : amount * view->months;
    }
    for (int s = 0; s < world->service_count; s++) {
        residence =
            residence || (choice->quantity[s] > 0 && world->services[s].setting == REF_RESIDENTIAL);
    }
    income -= residence ? world->allowance_residence : world->allowance_home;
    all->most_pensions = (income > 0 ? income : 0) * view->months;
    all->most_public = view->public_cents < 0 ? -1 : view->public_cents * view->months;
    all->world = world;
}

static bool pay_lines(purse *all, const ref_view *view, const ref_choice *choice)
{
    const ref_world *const world = view->world;
    for (int s = 0; s < world->service_count; s++) {
        const int quantity = choice->quantity[s];
        const int64_t cost = choice->unit_cents[s] * quantity;
        const int64_t health = (cost * world->services[s].health_bp + 5000) / 10000;
        const int weight = world->services[s].one_off ? 1 : view->months;
        /* The first cents of the social part are those the person owes: only they may be paid by
         * pensions, though anyone may pay them. */
        for (int64_t cent = 0; cent < cost; cent++) {
            const bool of_health = cent < health;
            const bool owed = cent - health < view->due_per_unit[s] * quantity;
            if (!place_cent(all, payers_of(view, choice, s, of_health, !of_health && owed),
                            weight)) {
                return false;
            }
        }
    }
    return true;
}

bool ref_naive_pay(const ref_view *view, const ref_choice *choice)
{
    static spending first[STATES_MAX];
    static spending second[STATES_MAX];
    purse all;
    memset(&all, 0, sizeof all);
    all.now = first;
    all.next = second;
    all.count = 1;
    memset(first, 0, sizeof *first);
    fill_purse(&all, view, choice);
    if (!pay_lines(&all, view, choice)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        bool complete = true;
        for (int r = 0; r < view->world->source_count; r++) {
            complete = complete && ((view->decide & choice->used) >> r & 1U) <=
                                       (unsigned)(all.now[i].paid[r] > 0);
        }
        if (complete) {
            return true;
        }
    }
    return false;
}
