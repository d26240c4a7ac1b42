/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons served one after another: what they have by now, what is left, the best that fits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/rule_impl.h"
#include "solver/workers.h"

/* Rounding of cents may take a plan beyond what is left by a few: so often less is tried. */
enum { TRIES = 6, YEAR = 12 };

/* Of plans with the same score the one that costs the public less. */
#define THRIFT 1e-12

/* A better plan is one that is better by more than this. */
#define BETTER 1e-9

/* The cheapest plan that keeps what must be kept: nothing but cents counts, in amounts that the
 * model's numbers hold well. */
#define CHEAPEST 1e-8

static bool tick(void *payload)
{
    const bil_sharing *r = payload;
    return !atomic_load(&r->stop);
}

const bil_record *bil_serving_has(const bil_serving *s, size_t person)
{
    return s->run.records[s->run.store->tag[s->run.choice[person]]];
}

int64_t bil_serving_money(const bil_serving *s, const bil_record *record, size_t year)
{
    const bil_shared *shared = &s->run.out->shared;
    const size_t pools = shared->district->pool_count * shared->years;
    double sum = 0.0;
    for (size_t k = 0; k < record->use_count; k++) {
        const size_t row = record->uses[k].row;
        sum += row < pools && row % shared->years == year ? record->uses[k].amount : 0.0;
    }
    return llround(sum);
}

int bil_serving_months(const bil_serving *s, size_t person, size_t year)
{
    const bil_case *who = s->run.persons[person];
    const int first =
        who->start / 10000 * YEAR + who->start / 100 % 100 - 1 - s->run.out->shared.first_month;
    int last = first;
    for (size_t t = 0; t < who->phase_count; t++) {
        last += who->phases[t].months;
    }
    const int from = (int)year * YEAR > first ? (int)year * YEAR : first;
    const int to = ((int)year + 1) * YEAR < last ? ((int)year + 1) * YEAR : last;
    return to > from ? to - from : 0;
}

/* --- what fits -------------------------------------------------------------------------------- */

static void change_used(bil_sharing *r, uint32_t package, double times)
{
    const bil_packages *store = r->store;
    for (uint32_t k = store->first[package]; k < store->first[package + 1]; k++) {
        r->used[store->row[k]] += times * store->amount[k];
    }
}

static void look_at_left(bil_serving *s, size_t person)
{
    bil_sharing *r = &s->run;
    change_used(r, r->choice[person], -1.0);
    for (size_t row = 0; row < r->store->row_count; row++) {
        s->left[row] = r->limits[row] - r->used[row];
    }
    change_used(r, r->choice[person], 1.0);
}

static void choose(bil_sharing *r, size_t person, uint32_t package)
{
    change_used(r, r->choice[person], -1.0);
    change_used(r, package, 1.0);
    r->value += r->records[r->store->tag[package]]->score -
                r->records[r->store->tag[r->choice[person]]]->score;
    r->choice[person] = package;
}

bil_serving_fit bil_serving_give(bil_serving *s, size_t person, uint32_t package)
{
    bil_sharing *r = &s->run;
    const bil_packages *store = r->store;
    bil_serving_fit fit = BIL_SERVING_FITS;
    look_at_left(s, person);
    for (uint32_t k = store->first[package]; k < store->first[package + 1]; k++) {
        if (store->amount[k] <= s->left[store->row[k]]) {
            continue;
        }
        if (r->out->shared.rows[store->row[k]].kind == BIL_SHARED_POOL) {
            return BIL_SERVING_LACKS_MONEY;
        }
        fit = BIL_SERVING_LACKS_PLACE;
    }
    if (fit == BIL_SERVING_FITS) {
        choose(r, person, package);
    }
    return fit;
}

/* --- the best that fits ----------------------------------------------------------------------- */

bil_price_request bil_serving_request(bil_serving *s, size_t person)
{
    bil_sharing *r = &s->run;
    return (bil_price_request){.valued = r->valued,
                               .prices = r->prices, /* zeros */
                               .floor = bil_run_floor_lines(r, person),
                               .score_floor = bil_run_score_floor(r, person),
                               .tick = tick,
                               .payload = r};
}

bil_status bil_serving_note(bil_serving *s, size_t person, bil_status status, const bil_error *own,
                            bil_error *err)
{
    bil_allotted *to = &s->run.out->persons[person];
    if (status == BIL_E_NOMEM) {
        return bil_fail_nomem(err);
    }
    free(to->why);
    to->why = malloc(sizeof own->message_en);
    if (to->why == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(to->why, own->message_en, sizeof own->message_en);
    s->run.failed[person] = true;
    return BIL_OK;
}

/* By how much the package is too great, row by row and year by year, is taken off what it may be
 * next time: not the first time, when another split of the same money may do, and from the third
 * on a cent a month more each time, for a payment that is rounded up stays as it is for a cent a
 * year. False when it fits. */
static bool too_great(bil_serving *s, const bil_priced *found, const int64_t *purse, int tries)
{
    const bil_shared *shared = &s->run.out->shared;
    const size_t pools = shared->district->pool_count * shared->years;
    const double share = tries == 0 ? 0.0 : 1.0;
    const double more = tries < 2 ? 0.0 : (double)(YEAR * (tries - 1));
    bool over = false;
    for (size_t k = 0; k < found->use_count; k++) {
        const bil_use *use = &found->uses[k];
        if (use->amount > s->left[use->row]) {
            s->room[use->row] -=
                share * (use->amount - s->left[use->row]) + (use->row < pools ? more : 0.0);
            over = true;
        }
    }
    for (size_t y = 0; purse != NULL && y < shared->years; y++) {
        double sum = 0.0;
        for (size_t k = 0; k < found->use_count; k++) {
            const size_t row = found->uses[k].row;
            sum += row < pools && row % shared->years == y ? found->uses[k].amount : 0.0;
        }
        if (sum > (double)purse[y]) {
            s->purse[y] -= share * (sum - (double)purse[y]) + more;
            over = true;
        }
    }
    return over;
}

static bil_status take(bil_serving *s, size_t person, const bil_priced *found, bil_error *err)
{
    bil_sharing *r = &s->run;
    bil_record *it = bil_record_new(person, found, r->persons[person]->phase_count);
    const bil_status status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(r, it, err);
    if (status == BIL_OK) {
        choose(r, person, r->stored);
    }
    return status;
}

static bil_status try_to_improve(bil_serving *s, size_t person, const int64_t *purse, int tries,
                                 bool *again, bil_error *err)
{
    bil_sharing *r = &s->run;
    const bil_record *has = bil_serving_has(s, person);
    const double now = has->score - THRIFT * (double)has->public_cents;
    bil_price_request request = bil_serving_request(s, person);
    request.room = s->room;
    request.purse = purse == NULL ? NULL : s->purse;
    request.within_room = tries > 0;
    bil_arena *arena = bil_arena_new();
    bil_priced found = {0};
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    *again = false;
    bil_status status =
        bil_price_person(&found, s->pricer, r->persons[person], &request, arena, &own);
    r->out->priced++;
    if (status != BIL_OK) {
        r->out->unanswered++;
        status = bil_serving_note(s, person, status, &own, err);
    } else if (found.has_package && found.value > now + BETTER) {
        *again = too_great(s, &found, purse, tries);
        status = *again ? BIL_OK : take(s, person, &found, err);
    }
    r->out->by_optimiser += found.by_optimiser ? 1 : 0;
    bil_arena_free(arena);
    return status;
}

bil_status bil_serving_improve(bil_serving *s, size_t person, const int64_t *purse, bil_error *err)
{
    const bil_shared *shared = &s->run.out->shared;
    bil_status status = BIL_OK;
    bool again = !s->run.failed[person];
    look_at_left(s, person);
    memcpy(s->room, s->left, s->run.store->row_count * sizeof *s->room);
    for (size_t y = 0; purse != NULL && y < shared->years; y++) {
        s->purse[y] = (double)purse[y];
    }
    for (int tries = 0; status == BIL_OK && again && tries < TRIES; tries++) {
        status = try_to_improve(s, person, purse, tries, &again, err);
    }
    return status;
}

/* --- everybody at once ------------------------------------------------------------------------ */

typedef struct {
    bil_serving *serving;
    bil_serving_item *item;
    void *payload;
} every;

static bil_status begin(void **room, void *payload, bil_error *err)
{
    bil_pricer *pricer = NULL;
    const bil_status status =
        bil_pricer_new(&pricer, &((every *)payload)->serving->run.out->shared, err);
    *room = pricer;
    return status;
}

static void end(void *room, void *payload)
{
    (void)payload;
    bil_pricer_free(room);
}

static bil_status one(size_t index, void *room, void *payload, bil_error *err)
{
    const every *e = payload;
    return e->item(e->serving, room, index, e->payload, err);
}

/* A stop makes what is still to be asked short; it leaves nobody out. */
static bool told(size_t done, void *payload)
{
    (void)bil_run_tell(&((every *)payload)->serving->run, done);
    return true;
}

bil_status bil_serving_each(bil_serving *s, bil_serving_item *item, void *payload, bil_error *err)
{
    every e = {.serving = s, .item = item, .payload = payload};
    const bil_work work = {.begin = begin, .end = end, .item = one, .tick = told, .payload = &e};
    return bil_workers_run(NULL, &work, s->run.count, s->run.settings->jobs, err);
}

/* --- what must be kept ------------------------------------------------------------------------ */

/* The cheapest plan that keeps it, within `room` when there is one; NULL: none. */
static bil_status cheapest(bil_serving *s, bil_pricer *pricer, size_t person, const double *room,
                           int tries, bil_priced *found, bil_arena *arena, bil_error *err)
{
    bil_price_request request = bil_serving_request(s, person);
    bil_error own = {0};
    request.valued = (bil_valued_by){.thrift = CHEAPEST};
    request.room = room;
    request.within_room = tries > 0;
    request.tick = NULL; /* what is kept is kept even when the rest is stopped */
    const bil_status status =
        bil_price_person(found, pricer, s->run.persons[person], &request, arena, &own);
    if (status != BIL_OK) {
        *found = (bil_priced){.has_package = false};
        return bil_serving_note(s, person, status, &own, err);
    }
    return BIL_OK;
}

static bil_status find_kept(bil_serving *s, bil_pricer *pricer, size_t person, void *payload,
                            bil_error *err)
{
    bil_record **kept = payload;
    if (!bil_run_has_floor(&s->run, person) || s->run.failed[person]) {
        return BIL_OK;
    }
    bil_arena *arena = bil_arena_new();
    bil_priced found = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = cheapest(s, pricer, person, NULL, 0, &found, arena, err);
    if (status == BIL_OK && found.has_package) {
        kept[person] = bil_record_new(person, &found, s->run.persons[person]->phase_count);
        status = kept[person] == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_arena_free(arena);
    return status;
}

/* The cheapest does not fit: perhaps others can pay. */
static bil_status keep_otherwise(bil_serving *s, size_t person, bil_error *err)
{
    bil_sharing *r = &s->run;
    bil_status status = BIL_OK;
    bool again = !r->failed[person];
    r->dropped[person] = false;
    look_at_left(s, person);
    memcpy(s->room, s->left, r->store->row_count * sizeof *s->room);
    bool kept = false;
    for (int tries = 0; status == BIL_OK && again && tries < TRIES; tries++) {
        bil_arena *arena = bil_arena_new();
        bil_priced found = {0};
        if (arena == NULL) {
            return bil_fail_nomem(err);
        }
        status = cheapest(s, s->pricer, person, s->room, tries, &found, arena, err);
        again = status == BIL_OK && found.has_package && too_great(s, &found, NULL, tries);
        kept = status == BIL_OK && found.has_package && !again;
        status = kept ? take(s, person, &found, err) : status;
        bil_arena_free(arena);
    }
    r->dropped[person] = !kept;
    return status;
}

static bil_status give_kept(bil_serving *s, size_t person, bil_record **kept, bil_error *err)
{
    bil_sharing *r = &s->run;
    bil_record *it = kept[person];
    if (it == NULL) {
        r->dropped[person] = bil_run_has_floor(r, person); /* there is no such plan any more */
        return BIL_OK;
    }
    kept[person] = NULL;
    const bil_status status = bil_run_keep(r, it, err);
    if (status == BIL_OK && bil_serving_give(s, person, r->stored) != BIL_SERVING_FITS) {
        return keep_otherwise(s, person, err);
    }
    return status;
}

/* Whoever asked first is the first to keep. */
static bil_status begin_with_kept(bil_serving *s, const bil_rule_question *question, bil_error *err)
{
    bil_record **kept = calloc(question->count + 1, sizeof(bil_record *));
    bil_claimant *turns = bil_claimants_in_order(question, bil_by_request);
    bil_status status = kept == NULL || turns == NULL
                            ? bil_fail_nomem(err)
                            : bil_serving_each(s, find_kept, (void *)kept, err);
    for (size_t k = 0; status == BIL_OK && k < question->count; k++) {
        status = give_kept(s, turns[k].index, kept, err);
    }
    for (size_t i = 0; kept != NULL && i < question->count; i++) {
        bil_record_free(kept[i]);
    }
    free((void *)kept);
    free(turns);
    return status;
}

static bool somebody_dropped(const bil_sharing *r)
{
    bool dropped = false;
    for (size_t i = 0; i < r->count; i++) {
        dropped = dropped || r->dropped[i];
    }
    return dropped;
}

/* Would nobody lose what the person keeps by now? */
static bool keeps_more(const bil_serving *s, bil_record *const *former)
{
    const bil_sharing *r = &s->run;
    for (size_t i = 0; i < r->count; i++) {
        if (former[i] == NULL && bil_run_breaks_floor(r, r->records[i]) &&
            !bil_run_breaks_floor(r, bil_serving_has(s, i))) {
            return false;
        }
    }
    return true;
}

static bil_status take_former(bil_serving *s, bil_record **former, bil_error *err)
{
    bil_sharing *r = &s->run;
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        bil_record *it = former[i];
        uint32_t package = r->store->head[i];
        former[i] = NULL;
        if (it != NULL) {
            status = bil_run_keep(r, it, err);
            package = r->stored;
            r->dropped[i] = false;
        }
        if (status == BIL_OK) {
            choose(r, i, package);
        }
    }
    return status;
}

/* The cheapest plans did not all find room: those of before may fit together all the same. */
static bil_status keep_as_before(bil_serving *s, bil_error *err)
{
    bil_sharing *r = &s->run;
    if (!somebody_dropped(r)) {
        return BIL_OK;
    }
    bool fits = false;
    bil_record **former = calloc(r->count + 1, sizeof(bil_record *));
    bil_status status = former == NULL ? bil_fail_nomem(err) : bil_run_find_former(r, former, err);
    if (status == BIL_OK) {
        status = bil_run_former_fits(&fits, r, former, err);
    }
    if (status == BIL_OK && fits && keeps_more(s, former)) {
        status = take_former(s, former, err);
    }
    for (size_t i = 0; former != NULL && i < r->count; i++) {
        bil_record_free(former[i]);
    }
    free((void *)former);
    return status;
}

bil_status bil_serving_open(bil_serving *s, const bil_rule_question *question, bil_error *err)
{
    memset(s, 0, sizeof *s);
    bil_sharing *r = &s->run;
    bil_status status = bil_run_open(r, question->district, question->persons, question->count,
                                     question->settings, err);
    r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
    if (status == BIL_OK) {
        const size_t rows = r->out->shared.row_count + 1;
        s->left = calloc(rows, sizeof *s->left);
        s->room = calloc(rows, sizeof *s->room);
        s->purse = calloc(r->out->shared.years + 1, sizeof *s->purse);
        status = s->left == NULL || s->room == NULL || s->purse == NULL
                     ? bil_fail_nomem(err)
                     : bil_pricer_new(&s->pricer, &r->out->shared, err);
    }
    if (status == BIL_OK) {
        status = bil_run_start(r, err);
    }
    if (status == BIL_OK) {
        status = bil_run_begin_pass(r, 1.0, err); /* leaves in `used` what all have today */
    }
    if (status == BIL_OK) {
        r->has_choice = true;
        for (size_t i = 0; i < r->count; i++) {
            r->value += bil_serving_has(s, i)->score;
        }
        r->now.stage = BIL_ALLOCATE_CHOICE;
        r->now.round = 1;
        status = begin_with_kept(s, question, err);
    }
    return status == BIL_OK ? keep_as_before(s, err) : status;
}

bil_status bil_serving_close(bil_allocation **out, bil_serving *s, bil_status status,
                             bil_error *err)
{
    if (status == BIL_OK) {
        status = bil_run_conclude(&s->run, err);
    }
    bil_pricer_free(s->pricer);
    free(s->left);
    free(s->room);
    free(s->purse);
    return bil_run_close(out, &s->run, status);
}

/* --- in order --------------------------------------------------------------------------------- */

bil_status bil_serve_in_order(bil_allocation **out, const bil_rule_question *question,
                              bil_claim_order *order, bil_error *err)
{
    bil_serving s;
    bil_claimant *turns = bil_claimants_in_order(question, order);
    bil_status status = bil_serving_open(&s, question, err);
    if (status == BIL_OK && turns == NULL) {
        status = bil_fail_nomem(err);
    }
    for (size_t k = 0; status == BIL_OK && k < question->count && bil_run_tell(&s.run, k); k++) {
        status = bil_serving_improve(&s, turns[k].index, NULL, err);
    }
    free(turns);
    return bil_serving_close(out, &s, status, err);
}
