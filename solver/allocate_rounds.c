/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/workers.h"

/* A sample's prices are far off at first, and some person's best at such prices hard to prove: what
 * was found and shown by then will do. */
enum { NEAR_MAX = 24, NEAR_NODES = 2000, SAMPLE_NODES = 2000 };

static bool worker_tick(size_t done, void *payload)
{
    return bil_run_tell(payload, done);
}

static bool kernel_tick(void *payload)
{
    bil_sharing *r = payload;
    return !atomic_load(&r->stop);
}

/* --- one round of pricing --------------------------------------------------------------------- */

typedef struct {
    bil_pricer *pricer;
} room;

static bil_status begin(void **out, void *payload, bil_error *err)
{
    const bil_sharing *r = payload;
    room *it = calloc(1, sizeof *it);
    if (it == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_pricer_new(&it->pricer, &r->out->shared, err);
    if (status != BIL_OK) {
        free(it);
        return status;
    }
    *out = it;
    return BIL_OK;
}

static void end(void *payload, void *ignored)
{
    room *it = payload;
    (void)ignored;
    bil_pricer_free(it->pricer);
    free(it);
}

/* A failure of one person's model is that person's; one of memory is everybody's. */
static bil_status note_failure(bil_slot *out, bil_status status, const bil_error *person,
                               bil_error *err)
{
    if (status == BIL_E_NOMEM) {
        return bil_fail_nomem(err);
    }
    out->status = status;
    out->why = malloc(sizeof person->message_en);
    if (out->why == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(out->why, person->message_en, sizeof person->message_en);
    return BIL_OK;
}

/* A package is better only by more than this share of the gap asked for. */
#define KNOWN_SHARE 1e-3

/* Has a package been found for this person, besides the one as today? */
static bool has_package(const bil_sharing *r, size_t person)
{
    return r->store->next[r->store->head[person]] != BIL_NO_PACKAGE;
}

/* The best package of a person at the prices, the one as today left out: that need not be a plan.
 */
static bool best_known(double *worth, const bil_sharing *r, size_t person)
{
    const bil_packages *p = r->store;
    double most = -HUGE_VAL;
    for (uint32_t j = p->next[p->head[person]]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        most = fmax(most, bil_package_worth(p, j, r->prices));
    }
    *worth = most + KNOWN_SHARE * (double)r->settings->gap_e9 * 1e-9;
    return most > -HUGE_VAL;
}

static bil_status price_one(size_t index, void *payload, void *context, bil_error *err)
{
    bil_sharing *r = context;
    room *work = payload;
    bil_slot *out = &r->slots[index];
    const size_t i = r->who == NULL ? index : r->who[index];
    memset(out, 0, sizeof *out);
    if (r->failed[i] || atomic_load(&r->stop)) {
        out->bound = r->failed[i] ? -HUGE_VAL : HUGE_VAL;
        return BIL_OK;
    }
    double known = 0.0;
    const bool has_known = best_known(&known, r, i);
    const bil_price_request request = {.valued = r->valued,
                                       .prices = r->prices,
                                       .gap = r->price_gap,
                                       .has_known = has_known,
                                       .known = known,
                                       .node_limit =
                                           r->now.stage == BIL_ALLOCATE_SAMPLE ? SAMPLE_NODES : 0,
                                       .floor = bil_run_floor_lines(r, i),
                                       .score_floor = bil_run_score_floor(r, i),
                                       .tick = kernel_tick,
                                       .payload = r};
    bil_arena *arena = bil_arena_new();
    bil_priced priced;
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    if (bil_run_by_slopes(r, i)) {
        bil_status status = bil_run_price_by_slopes(out, r, i, work->pricer, &request, arena, &own);
        if (status != BIL_OK) {
            out->bound = has_known ? HUGE_VAL : -HUGE_VAL;
            status = note_failure(out, status, &own, err);
        }
        bil_arena_free(arena);
        return status;
    }
    bil_status status =
        bil_price_person(&priced, work->pricer, r->persons[i], &request, arena, &own);
    out->by_optimiser = priced.by_optimiser;
    if (status == BIL_OK) {
        out->possible = priced.possible;
        out->bound = priced.possible ? priced.bound : -HUGE_VAL;
        if (priced.has_package) {
            out->found = bil_record_new(i, &priced, r->persons[i]->phase_count);
            status = out->found == NULL ? bil_fail_nomem(err) : BIL_OK;
        }
    } else {
        out->bound = has_known ? HUGE_VAL : -HUGE_VAL;
        status = note_failure(out, status, &own, err);
    }
    bil_arena_free(arena);
    return status;
}

/* Packages near a person's best, for the choice to pick from. */
static bil_status look_near(size_t index, void *payload, void *context, bil_error *err)
{
    bil_sharing *r = context;
    room *work = payload;
    bil_slot *out = &r->slots[index];
    const size_t i = r->who[index];
    memset(out, 0, sizeof *out);
    out->possible = true;
    if (r->failed[i] || atomic_load(&r->stop)) {
        return BIL_OK;
    }
    double best = 0.0;
    const uint32_t number = bil_packages_best(&best, r->store, (uint32_t)i, r->best_prices);
    bil_price_request request = {.valued = r->valued,
                                 .prices = r->best_prices,
                                 .gap = r->price_gap,
                                 .floor = bil_run_floor_lines(r, i),
                                 .score_floor = bil_run_score_floor(r, i),
                                 .node_limit = NEAR_NODES,
                                 .tick = kernel_tick,
                                 .payload = r};
    if (bil_run_straighten(&request, r, i)) {
        best = bil_run_worth_along(&request, r, number);
    }
    bil_arena *arena = bil_arena_new();
    bil_priced near[NEAR_MAX];
    bil_priced_list list = {.items = near, .most = NEAR_MAX};
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status =
        bil_price_near(&list, work->pricer, r->persons[i], &request,
                       r->records[r->store->tag[number]]->packed, best - r->near_loss, arena, &own);
    status = status == BIL_E_NOMEM ? bil_fail_nomem(err) : BIL_OK;
    for (size_t k = list.count; status == BIL_OK && k-- > 0;) {
        if (!bil_run_keeps_score(r, i, near[k].score)) {
            continue;
        }
        bil_record *it = bil_record_new(i, &near[k], r->persons[i]->phase_count);
        if (it == NULL) {
            status = bil_fail_nomem(err);
            break;
        }
        it->next = out->near;
        out->near = it;
    }
    bil_arena_free(arena);
    return status;
}

static void drop_slots(bil_sharing *r)
{
    for (size_t k = 0; r->slots != NULL && k < r->who_count; k++) {
        bil_record_free(r->slots[k].found);
        r->slots[k].found = NULL;
        free(r->slots[k].why);
        r->slots[k].why = NULL;
        while (r->slots[k].near != NULL) {
            bil_record *it = r->slots[k].near;
            r->slots[k].near = it->next;
            bil_record_free(it);
        }
    }
}

static bil_status keep_found(bil_sharing *r, bil_slot *s, bil_error *err)
{
    bil_status status = BIL_OK;
    if (s->found != NULL) {
        bil_record *it = s->found;
        s->found = NULL;
        status = bil_run_keep(r, it, err);
    }
    while (status == BIL_OK && s->near != NULL) {
        bil_record *it = s->near;
        s->near = it->next;
        status = bil_run_keep(r, it, err);
    }
    return status;
}

/* What came of the round goes into the store, person by person in their order. */
static bil_status gather(bil_sharing *r, bil_error *err)
{
    for (size_t k = 0; k < r->who_count; k++) {
        bil_slot *s = &r->slots[k];
        const size_t i = r->who == NULL ? k : r->who[k];
        r->out->by_optimiser += s->by_optimiser ? 1 : 0;
        r->out->unanswered += s->status != BIL_OK ? 1 : 0;
        if (r->aside && (s->status != BIL_OK || !s->possible)) {
            continue;
        }
        if (s->status != BIL_OK && has_package(r, i)) {
            free(s->why); /* at these prices only: the round has no bound, and others will */
            s->why = NULL;
        } else if (s->status != BIL_OK) {
            r->failed[i] = true;
            r->out->persons[i].failed = true;
            free(r->out->persons[i].why);
            r->out->persons[i].why = s->why;
            s->why = NULL;
        } else if (!s->possible && r->least == NULL && r->begins[i] == i &&
                   bil_run_has_floor(r, i)) {
            r->dropped[i] = true; /* what was to be kept has no plan: without it there may be one */
        }
        r->slopes[i] = s->slope > 0.0 ? s->slope : r->slopes[i];
        const bil_status status = keep_found(r, s, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

/* Prices everybody (or `who`) at r->prices. `*bound` is what no allocation exceeds, HUGE_VAL when
 * the round was stopped or asked only some. */
bil_status bil_run_price(bil_sharing *r, double *bound, bil_error *err)
{
    const bil_work work = {
        .begin = begin, .end = end, .item = price_one, .tick = worker_tick, .payload = r};
    size_t done = 0;
    r->now.persons = r->who_count;
    memset(r->slots, 0, r->who_count * sizeof *r->slots);
    *bound = HUGE_VAL;
    bil_status status = bil_workers_run(&done, &work, r->who_count, r->settings->jobs, err);
    r->out->priced += done;
    if (status == BIL_OK && done == r->who_count && r->who == NULL && !atomic_load(&r->stop)) {
        long double sum = 0.0L;
        for (size_t row = 0; row < r->store->row_count; row++) {
            sum += (long double)r->prices[row] * (long double)r->limits[row];
        }
        for (size_t i = 0; i < r->count; i++) {
            double today = 0.0;
            (void)bil_packages_best(&today, r->store, (uint32_t)i, r->prices);
            sum += (long double)fmax(r->slots[i].bound, today);
        }
        *bound = (double)sum + 1e-12 * fabs((double)sum);
    }
    if (status == BIL_OK) {
        status = gather(r, err);
    }
    drop_slots(r);
    return status;
}

/* Adds packages near the best ones of the persons `who`. */
bil_status bil_run_look_near(bil_sharing *r, const size_t *who, size_t count, bil_error *err)
{
    const bil_work work = {
        .begin = begin, .end = end, .item = look_near, .tick = worker_tick, .payload = r};
    r->who = who;
    r->who_count = count;
    r->now.persons = count;
    memset(r->slots, 0, count * sizeof *r->slots);
    bil_status status = bil_workers_run(NULL, &work, count, r->settings->jobs, err);
    if (status == BIL_OK) {
        status = gather(r, err);
    }
    drop_slots(r);
    r->who = NULL;
    r->who_count = r->count;
    return status;
}
/* --- one after another ------------------------------------------------------------------------ */

static void change_used(bil_sharing *r, uint32_t package, double times)
{
    const bil_packages *store = r->store;
    for (uint32_t k = store->first[package]; k < store->first[package + 1]; k++) {
        r->used[store->row[k]] += times * store->amount[k];
    }
}

static bool fits(const bil_sharing *r, const bil_priced *found, const double *left)
{
    const size_t row = r->out->shared.shortfall_row;
    for (size_t k = 0; k < found->use_count; k++) {
        if (found->uses[k].amount > left[found->uses[k].row]) {
            return false;
        }
    }
    return row == SIZE_MAX || bil_shortfall_units(found->shortfall) <= left[row];
}

static bil_status improve_one(bil_sharing *r, bil_pricer *pricer, size_t i, double *left,
                              bil_error *err)
{
    bil_price_request request = {.valued = r->valued,
                                 .prices = r->prices,
                                 .room = left,
                                 .floor = bil_run_floor_lines(r, i),
                                 .score_floor = bil_run_score_floor(r, i),
                                 .node_limit = NEAR_NODES,
                                 .tick = kernel_tick,
                                 .payload = r};
    const bool bent = bil_run_straighten(&request, r, i);
    bil_arena *arena = bil_arena_new();
    bil_priced found;
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    change_used(r, r->choice[i], -1.0);
    for (size_t row = 0; row < r->store->row_count; row++) {
        left[row] = r->limits[row] - r->used[row];
    }
    bil_status status = bil_price_person(&found, pricer, r->persons[i], &request, arena, &own);
    r->out->unanswered += status != BIL_OK ? 1 : 0;
    const double now = r->store->value[r->choice[i]];
    const bool wanted = status == BIL_OK && found.has_package &&
                        (bent ? bil_run_keeps_score(r, i, found.score) : found.value > now + 1e-9);
    if (wanted && fits(r, &found, left)) {
        bil_record *it = bil_record_new(i, &found, r->persons[i]->phase_count);
        status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(r, it, err);
        if (status == BIL_OK && r->store->value[r->stored] > now + 1e-9) {
            r->choice[i] = r->stored;
            r->value += r->store->value[r->stored] - now;
        }
    } else {
        status = status == BIL_E_NOMEM ? bil_fail_nomem(err) : BIL_OK; /* stays as it is */
    }
    change_used(r, r->choice[i], 1.0);
    bil_arena_free(arena);
    return status;
}

bil_status bil_run_improve(bil_sharing *r, const size_t *who, size_t count, double share,
                           bil_error *err)
{
    void *work = NULL;
    double *left = calloc(r->store->row_count + 1, sizeof *left);
    bil_status status = left == NULL ? bil_fail_nomem(err) : begin(&work, r, err);
    for (size_t row = 0; row < r->store->row_count; row++) {
        r->prices[row] = share * r->best_prices[row];
    }
    r->now.persons = count;
    for (size_t k = 0; status == BIL_OK && k < count && bil_run_tell(r, k); k++) {
        if (!r->failed[who[k]]) {
            status = improve_one(r, ((room *)work)->pricer, who[k], left, err);
            r->out->priced++;
        }
    }
    if (work != NULL) {
        end(work, NULL);
    }
    free(left);
    return status;
}

/* --- as today --------------------------------------------------------------------------------- */

typedef struct {
    bil_sharing *run;
    bil_record **records;
    double *most;
} today;

static bil_status begin_today(void **out, void *payload, bil_error *err)
{
    return begin(out, ((today *)payload)->run, err);
}

static bil_status as_today(size_t i, void *payload, void *context, bil_error *err)
{
    const today *t = context;
    room *work = payload;
    bil_arena *arena = bil_arena_new();
    bil_priced priced;
    bil_error own = {0};
    bil_slot failure = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status =
        bil_price_waiting(&priced, work->pricer, t->run->persons[i], &t->run->valued, arena, &own);
    if (status != BIL_OK) {
        status = note_failure(&failure, status, &own, err);
        t->run->failed[i] = true;
        t->run->out->persons[i].why = failure.why;
        static const uint32_t nobody[BIL_PHASES_MAX];
        priced = (bil_priced){.packed = {.drawn = nobody}};
    }
    if (status == BIL_OK) {
        t->records[i] = bil_record_new(i, &priced, t->run->persons[i]->phase_count);
        t->most[i] = priced.public_most;
        status = t->records[i] == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_arena_free(arena);
    return status;
}

static bool today_tick(size_t done, void *payload)
{
    (void)bil_run_tell(((today *)payload)->run, done);
    return true; /* what all else rests on: it is short, and never cut */
}

bil_status bil_run_start(bil_sharing *r, bil_error *err)
{
    today t = {.run = r,
               .records = calloc(r->count + 1, sizeof(bil_record *)),
               .most = calloc(r->count + 1, sizeof(double))};
    const bil_work work = {
        .begin = begin_today, .end = end, .item = as_today, .tick = today_tick, .payload = &t};
    r->now.stage = BIL_ALLOCATE_START;
    r->now.round = 1;
    r->now.persons = r->count;
    bil_status status = t.records == NULL || t.most == NULL
                            ? bil_fail_nomem(err)
                            : bil_workers_run(NULL, &work, r->count, r->settings->jobs, err);
    for (size_t i = 0; t.records != NULL && i < r->count; i++) {
        if (status == BIL_OK) {
            status = bil_run_keep(r, t.records[i], err);
            r->public_most += t.most[i];
        } else {
            bil_record_free(t.records[i]);
        }
    }
    free(t.records);
    free(t.most);
    return status;
}
