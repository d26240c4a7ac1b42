/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each person's plans by what they bring and cost, and steps taken one after another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/rule_impl.h"

enum { RUNGS_MAX = 16 };

/* A plan is on the ladder when it is better at some price by more than this, in scores. */
#define BETTER 1e-7

/* A person's plans, from the one at hand to the best. */
typedef struct {
    bil_record *rungs[RUNGS_MAX]; /* the first is the run's; the others are owned */
    double value[RUNGS_MAX]; /* the score, less a trifle for public money: of equals the cheaper */
    double cents[RUNGS_MAX]; /* of all pools */
    size_t count;
} ladder;

typedef struct {
    bil_serving serving;
    const bil_rule_question *question;
    ladder *ladders;    /* per person */
    uint32_t *packages; /* per person and rung */
    size_t *rank;
    bil_step *steps;
    bil_step *room;
    size_t count;
    size_t *taken; /* per person, the rung where it stands */
    bool *ended;   /* per person */
} climbing;

/* --- a person's ladder ------------------------------------------------------------------------ */

static double money_of(const bil_serving *s, const bil_record *record)
{
    double sum = 0.0;
    for (size_t year = 0; year < s->run.out->shared.years; year++) {
        sum += (double)bil_serving_money(s, record, year);
    }
    return sum;
}

typedef struct {
    bil_serving *serving;
    bil_pricer *pricer;
    size_t person;
    double *prices;
    ladder *ladder;
} building;

/* The best plan at this price of a cent of any pool, when it is worth more than `known`. */
static bil_status ask(building *b, double price, double known, bil_record **found, bil_error *err)
{
    const bil_shared *shared = &b->serving->run.out->shared;
    const bil_case *who = b->serving->run.persons[b->person];
    bil_price_request request = bil_serving_request(b->serving, b->person);
    for (size_t row = 0; row < shared->row_count; row++) {
        b->prices[row] = shared->rows[row].kind == BIL_SHARED_POOL ? price : 0.0;
    }
    request.prices = b->prices;
    request.has_known = true;
    request.known = known;
    bil_arena *arena = bil_arena_new();
    bil_priced priced = {0};
    bil_error own = {0};
    *found = NULL;
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_price_person(&priced, b->pricer, who, &request, arena, &own);
    if (status != BIL_OK) {
        status = bil_serving_note(b->serving, b->person, status, &own, err);
    } else if (priced.has_package && priced.worth > known) {
        *found = bil_record_new(b->person, &priced, who->phase_count);
        status = *found == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_arena_free(arena);
    return status;
}

static void put(building *b, size_t at, bil_record *record)
{
    ladder *l = b->ladder;
    for (size_t k = l->count; k > at; k--) {
        l->rungs[k] = l->rungs[k - 1];
        l->value[k] = l->value[k - 1];
        l->cents[k] = l->cents[k - 1];
    }
    l->rungs[at] = record;
    l->value[at] = record->score - b->serving->run.valued.thrift * (double)record->public_cents;
    l->cents[at] = money_of(b->serving, record);
    l->count++;
}

/* A plan between two rungs that is better than both at the price at which they are equal. */
static bil_status look_between(building *b, size_t k, bool *found, bil_error *err)
{
    const ladder *l = b->ladder;
    const double gain = l->value[k + 1] - l->value[k];
    const double cents = l->cents[k + 1] - l->cents[k];
    bil_record *record = NULL;
    *found = false;
    if (cents < 1.0 || gain <= BETTER || l->count == RUNGS_MAX) {
        return BIL_OK;
    }
    const double price = gain / cents;
    const double known = l->value[k] - price * l->cents[k] + BETTER;
    const bil_status status = ask(b, price, known, &record, err);
    if (status != BIL_OK || record == NULL) {
        return status;
    }
    const double money = money_of(b->serving, record);
    if (money > l->cents[k] && money < l->cents[k + 1] && record->score > l->rungs[k]->score &&
        record->score < l->rungs[k + 1]->score) {
        put(b, k + 1, record);
        *found = true;
    } else {
        bil_record_free(record);
    }
    return BIL_OK;
}

/* A rung that brings less for a cent than the next one is none: cents and a search that ends early
 * may leave one. */
static void straighten(ladder *l)
{
    for (size_t k = 1; k + 1 < l->count;) {
        const double before =
            (l->rungs[k]->score - l->rungs[k - 1]->score) * (l->cents[k + 1] - l->cents[k]);
        const double after =
            (l->rungs[k + 1]->score - l->rungs[k]->score) * (l->cents[k] - l->cents[k - 1]);
        if (before >= after) {
            k++;
            continue;
        }
        bil_record_free(l->rungs[k]);
        for (size_t j = k; j + 1 < l->count; j++) {
            l->rungs[j] = l->rungs[j + 1];
            l->value[j] = l->value[j + 1];
            l->cents[j] = l->cents[j + 1];
        }
        l->count--;
        k = k > 1 ? k - 1 : 1;
    }
}

static bil_status build(bil_serving *s, bil_pricer *pricer, size_t person, void *payload,
                        bil_error *err)
{
    climbing *c = payload;
    building b = {.serving = s, .pricer = pricer, .person = person, .ladder = &c->ladders[person]};
    bil_record *top = NULL;
    const uint64_t first = s->run.store->tag[s->run.choice[person]];
    put(&b, 0, s->run.records[first]);
    if (s->run.failed[person]) {
        return BIL_OK;
    }
    b.prices = calloc(s->run.out->shared.row_count + 1, sizeof *b.prices);
    bil_status status = b.prices == NULL ? bil_fail_nomem(err)
                                         : ask(&b, 0.0, b.ladder->value[0] + BETTER, &top, err);
    if (status == BIL_OK && top != NULL) {
        put(&b, 1, top);
        for (size_t k = 0; status == BIL_OK && k + 1 < b.ladder->count;) {
            bool found = false;
            status = look_between(&b, k, &found, err);
            k += found ? 0 : 1;
        }
        straighten(b.ladder);
    }
    free(b.prices);
    return status;
}

/* --- steps in an order ------------------------------------------------------------------------ */

static int by_rank(const bil_step *a, const bil_step *b)
{
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    return (a->rung > b->rung) - (a->rung < b->rung);
}

int bil_by_worth(const bil_step *a, const bil_step *b)
{
    const double x = a->gain * b->cents;
    const double y = b->gain * a->cents;
    return (x < y) - (x > y);
}

int bil_by_total(const bil_step *a, const bil_step *b)
{
    return (a->total > b->total) - (a->total < b->total);
}

/* Stable, so that equals stay in the order of request; a person's own steps come in their order
 * whatever rounding makes of two that are nearly equal: steps out of turn wait in bil_serve_steps.
 */
static void sort(bil_step *items, bil_step *room, size_t count, bil_step_order *order)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t a = at;
            size_t b = at + width < count ? at + width : count;
            const size_t a_end = b;
            const size_t b_end = b + width < count ? b + width : count;
            for (size_t to = at; to < b_end; to++) {
                const bool first = b == b_end || (a < a_end && order(&items[a], &items[b]) <= 0);
                room[to] = first ? items[a++] : items[b++];
            }
        }
        memcpy(items, room, count * sizeof *items);
    }
}

static size_t plan_months(const bil_case *person)
{
    size_t months = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        months += (size_t)person->phases[t].months;
    }
    return months > 0 ? months : 1;
}

/* The rungs go into the run's store, the steps into the list. The records are the run's then. */
static bil_status list_steps(climbing *c, size_t i, bil_error *err)
{
    ladder *l = &c->ladders[i];
    bil_sharing *r = &c->serving.run;
    const double months = (double)plan_months(r->persons[i]);
    for (size_t k = 1; k < l->count; k++) {
        bil_record *it = l->rungs[k];
        const double cents = fmax(0.0, l->cents[k] - l->cents[k - 1]);
        c->steps[c->count++] = (bil_step){.person = i,
                                          .rank = c->rank[i],
                                          .rung = k,
                                          .gain = it->score - l->rungs[k - 1]->score,
                                          .cents = cents,
                                          .total = l->cents[k] / months};
    }
    for (size_t k = 1; k < l->count; k++) {
        bil_record *it = l->rungs[k];
        l->rungs[k] = NULL;
        const bil_status status = bil_run_keep(r, it, err);
        if (status != BIL_OK) {
            return status;
        }
        c->packages[i * RUNGS_MAX + k] = r->stored;
    }
    return BIL_OK;
}

/* Takes what fits. False: the first step that lacks money, with `until_money`. */
static bool take_step(climbing *c, const bil_step *step, bool until_money)
{
    if (c->ended[step->person] || c->taken[step->person] + 1 != step->rung) {
        return true;
    }
    const bil_serving_fit fit = bil_serving_give(
        &c->serving, step->person, c->packages[step->person * RUNGS_MAX + step->rung]);
    if (fit == BIL_SERVING_FITS) {
        c->taken[step->person] = step->rung;
        return true;
    }
    if (until_money && fit == BIL_SERVING_LACKS_MONEY) {
        return false;
    }
    c->ended[step->person] = true;
    return true;
}

static void take_steps(climbing *c, bil_step_order *order, bool until_money)
{
    sort(c->steps, c->room, c->count, by_rank);
    sort(c->steps, c->room, c->count, order);
    for (size_t k = 0; k < c->count && bil_run_tell(&c->serving.run, 0); k++) {
        if (!take_step(c, &c->steps[k], until_money)) {
            return;
        }
    }
}

static bil_status make_room(climbing *c, bil_error *err)
{
    const size_t room = c->question->count + 1;
    bil_claimant *by_request = bil_claimants_in_order(c->question, bil_by_request);
    c->ladders = calloc(room, sizeof *c->ladders);
    c->packages = calloc(room * RUNGS_MAX, sizeof *c->packages);
    c->rank = calloc(room, sizeof *c->rank);
    c->steps = calloc(room * RUNGS_MAX, sizeof *c->steps);
    c->room = calloc(room * RUNGS_MAX, sizeof *c->room);
    c->taken = calloc(room, sizeof *c->taken);
    c->ended = calloc(room, sizeof *c->ended);
    const bool all = by_request != NULL && c->ladders != NULL && c->packages != NULL &&
                     c->rank != NULL && c->steps != NULL && c->room != NULL && c->taken != NULL &&
                     c->ended != NULL;
    for (size_t k = 0; all && k < c->question->count; k++) {
        c->rank[by_request[k].index] = k;
    }
    free(by_request);
    return all ? BIL_OK : bil_fail_nomem(err);
}

static bil_status climb(climbing *c, bil_step_order *order, bil_step_order *then, bil_error *err)
{
    bil_status status = make_room(c, err);
    if (status == BIL_OK) {
        status = bil_serving_each(&c->serving, build, c, err);
    }
    for (size_t i = 0; status == BIL_OK && i < c->question->count; i++) {
        status = list_steps(c, i, err);
    }
    if (status == BIL_OK) {
        take_steps(c, order, then != NULL);
        if (then != NULL) {
            take_steps(c, then, false);
        }
    }
    return status;
}

bil_status bil_serve_steps(bil_allocation **out, const bil_rule_question *question,
                           bil_step_order *order, bil_step_order *then, bil_error *err)
{
    climbing c = {.question = question};
    bil_status status = bil_serving_open(&c.serving, question, err);
    if (status == BIL_OK) {
        status = climb(&c, order, then, err);
    }
    for (size_t i = 0; c.ladders != NULL && i < question->count; i++) {
        for (size_t k = 1; k < c.ladders[i].count; k++) {
            bil_record_free(c.ladders[i].rungs[k]);
        }
    }
    free(c.ladders);
    free(c.packages);
    free(c.rank);
    free(c.steps);
    free(c.room);
    free(c.taken);
    free(c.ended);
    return bil_serving_close(out, &c.serving, status, err);
}
