/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/choose.h"
#include "solver/master.h"
#include "solver/workers.h"

enum { ROUNDS_DEFAULT = 24, CHOICES_DEFAULT = 6, SAMPLE_FROM = 4000, SAMPLE = 1000 };

/* Of packages with the same score the one that costs the public less: a million euro weigh as much
 * as a ten-thousandth of one person's score. */
#define THRIFT 1e-12

/* What a person loses in the objective when what was to be kept is not. */
#define BROKEN_FLOOR 10.0

/* How much of the best prices so far goes into the next ones. */
#define SMOOTHING 0.3

static const char *const objective_names[] = {
    [BIL_OBJECTIVE_UTILITARIAN] = "utilitarian",
    [BIL_OBJECTIVE_ESSENTIAL_FIRST] = "essential-first",
};

const char *bil_objective_name(bil_objective objective)
{
    return (unsigned)objective < sizeof objective_names / sizeof *objective_names
               ? objective_names[objective]
               : NULL;
}

bool bil_objective_parse(bil_objective *out, const char *name)
{
    for (size_t i = 0; i < sizeof objective_names / sizeof *objective_names; i++) {
        if (strcmp(objective_names[i], name) == 0) {
            *out = (bil_objective)i;
            return true;
        }
    }
    return false;
}

void bil_allocate_settings_init(bil_allocate_settings *settings)
{
    *settings = (bil_allocate_settings){.gap_e9 = 100000, .jobs = 1, .seed = 1};
}

/* A package that was found, whatever it is valued by. */
typedef struct {
    size_t person;
    double score;
    double shortfall;
    int64_t public_cents;
    bil_packed *packed;
    bil_use *uses;
    size_t use_count;
} record;

/* What one round of pricing says of a person. */
typedef struct {
    double bound;
    bool possible;
    bool by_optimiser;
    record *found; /* NULL = nothing new */
    bil_status status;
    char why[384];
} slot;

typedef struct {
    bil_allocation *out;
    const bil_allocate_settings *settings;
    const bil_case *const *persons;
    size_t count;
    bil_valued_by valued;
    record **records;
    size_t record_count;
    size_t record_capacity;
    bool *failed;       /* stays as today */
    bool *dropped;      /* what was to be kept cannot be */
    double public_most; /* Σ over the persons */
    /* of the pass at hand */
    int pass;
    bil_packages *store;
    double *limits;
    double *prices;      /* the next to try */
    double *best_prices; /* those of the least bound */
    double best_bound;
    double value; /* of the choice */
    bool has_choice;
    uint32_t *choice;
    double *used;
    /* of the round at hand */
    const size_t *who; /* persons; NULL = all */
    size_t who_count;
    slot *slots;
    double price_gap;
    bil_allocate_progress now;
    atomic_bool stop;
} run;

/* --- telling ---------------------------------------------------------------------------------- */

static bool tell(run *r, size_t done)
{
    r->now.done = done;
    r->now.pass = r->pass;
    r->now.packages = r->record_count;
    r->now.has_value = r->has_choice;
    r->now.value = r->value;
    r->now.has_bound = r->best_bound < HUGE_VAL;
    r->now.bound = r->best_bound;
    if (!atomic_load(&r->stop) && r->settings->progress != NULL &&
        !r->settings->progress(&r->now, r->settings->payload)) {
        atomic_store(&r->stop, true);
    }
    return !atomic_load(&r->stop);
}

static bool worker_tick(size_t done, void *payload)
{
    return tell(payload, done);
}

static bool kernel_tick(void *payload)
{
    run *r = payload;
    return !atomic_load(&r->stop);
}

/* --- records ---------------------------------------------------------------------------------- */

static void free_record(record *it)
{
    if (it != NULL) {
        free(it->packed);
        free(it->uses);
        free(it);
    }
}

static record *new_record(size_t person, const bil_priced *priced, size_t phases)
{
    record *it = calloc(1, sizeof *it);
    if (it == NULL) {
        return NULL;
    }
    *it = (record){.person = person,
                   .score = priced->score,
                   .shortfall = priced->shortfall,
                   .public_cents = priced->public_cents,
                   .packed = bil_packed_copy(&priced->packed, phases),
                   .uses = malloc((priced->use_count + 1) * sizeof *it->uses),
                   .use_count = priced->use_count};
    if (it->packed == NULL || it->uses == NULL) {
        free_record(it);
        return NULL;
    }
    memcpy(it->uses, priced->uses, priced->use_count * sizeof *it->uses);
    return it;
}

static bool has_floor(const run *r, size_t i)
{
    const bool lines = r->settings->floors != NULL && r->settings->floors[i] != NULL;
    const bool score = r->settings->score_floors != NULL && r->settings->score_floors[i] > 0.0;
    return (lines || score) && !r->dropped[i];
}

static double value_of(const run *r, const record *it, bool waiting)
{
    const double value = r->valued.score * it->score - r->valued.shortfall * it->shortfall -
                         r->valued.thrift * (double)it->public_cents;
    return waiting && has_floor(r, it->person) ? value - BROKEN_FLOOR : value;
}

/* Puts a record's package into the pass's store; the tag is the record's index. The first record of
 * a person is the one as today. */
static bil_status store_record(run *r, size_t index, bool *added, bil_error *err)
{
    const record *it = r->records[index];
    const size_t row = r->out->shared.shortfall_row;
    uint32_t number = 0;
    bil_use *uses = it->uses;
    size_t count = it->use_count;
    if (row != SIZE_MAX && it->shortfall > 0.0) { /* room for one more was left */
        uses[count++] =
            (bil_use){.row = (uint32_t)row, .amount = bil_shortfall_units(it->shortfall)};
    }
    return bil_packages_add(&number, added, r->store, (uint32_t)it->person,
                            value_of(r, it, index < r->count), uses, count, index, err);
}

static bil_status keep_record(run *r, record *it, bil_error *err)
{
    if (r->record_count == r->record_capacity) {
        const size_t capacity = r->record_capacity == 0 ? 4096 : r->record_capacity * 2;
        record **grown = realloc(r->records, capacity * sizeof(record *));
        if (grown == NULL) {
            free_record(it);
            return bil_fail_nomem(err);
        }
        r->records = grown;
        r->record_capacity = capacity;
    }
    bool added = true;
    r->records[r->record_count] = it;
    bil_status status = BIL_OK;
    if (r->store != NULL) {
        status = store_record(r, r->record_count, &added, err);
    }
    if (status != BIL_OK || !added) {
        free_record(it);
        return status;
    }
    r->record_count++;
    return BIL_OK;
}

/* --- one round of pricing --------------------------------------------------------------------- */

typedef struct {
    bil_pricer *pricer;
} room;

static bil_status begin(void **out, void *payload, bil_error *err)
{
    const run *r = payload;
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
static bil_status note_failure(slot *out, bil_status status, const bil_error *person,
                               bil_error *err)
{
    if (status == BIL_E_NOMEM) {
        return bil_fail_nomem(err);
    }
    out->status = status;
    (void)snprintf(out->why, sizeof out->why, "%s", person->message_en);
    return BIL_OK;
}

static bil_status price_one(size_t index, void *payload, void *context, bil_error *err)
{
    run *r = context;
    room *work = payload;
    slot *out = &r->slots[index];
    const size_t i = r->who == NULL ? index : r->who[index];
    memset(out, 0, sizeof *out);
    if (r->failed[i] || atomic_load(&r->stop)) {
        out->bound = r->failed[i] ? -HUGE_VAL : HUGE_VAL;
        return BIL_OK;
    }
    const bool floor = has_floor(r, i);
    const bil_price_request request = {
        .valued = r->valued,
        .prices = r->prices,
        .gap = r->price_gap,
        .floor = floor && r->settings->floors != NULL ? r->settings->floors[i] : NULL,
        .score_floor =
            floor && r->settings->score_floors != NULL ? r->settings->score_floors[i] : 0.0,
        .tick = kernel_tick,
        .payload = r};
    bil_arena *arena = bil_arena_new();
    bil_priced priced;
    bil_error own = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status =
        bil_price_person(&priced, work->pricer, r->persons[i], &request, arena, &own);
    if (status == BIL_OK) {
        out->possible = priced.possible;
        out->by_optimiser = priced.by_optimiser;
        out->bound = priced.possible ? priced.bound : -HUGE_VAL;
        if (priced.has_package) {
            out->found = new_record(i, &priced, r->persons[i]->phase_count);
            status = out->found == NULL ? bil_fail_nomem(err) : BIL_OK;
        }
    } else {
        status = note_failure(out, status, &own, err);
    }
    bil_arena_free(arena);
    return status;
}

static void drop_slots(run *r)
{
    for (size_t k = 0; r->slots != NULL && k < r->who_count; k++) {
        free_record(r->slots[k].found);
        r->slots[k].found = NULL;
    }
}

/* What came of the round goes into the store, person by person in their order. */
static bil_status gather(run *r, bil_error *err)
{
    for (size_t k = 0; k < r->who_count; k++) {
        slot *s = &r->slots[k];
        const size_t i = r->who == NULL ? k : r->who[k];
        r->out->by_optimiser += s->by_optimiser ? 1 : 0;
        if (s->status != BIL_OK) {
            r->failed[i] = true;
            r->out->persons[i].failed = true;
            memcpy(r->out->persons[i].why, s->why, sizeof s->why);
        } else if (!s->possible && has_floor(r, i)) {
            r->dropped[i] = true; /* what was to be kept has no plan: without it there may be one */
        }
        if (s->found != NULL) {
            record *it = s->found;
            s->found = NULL;
            const bil_status status = keep_record(r, it, err);
            if (status != BIL_OK) {
                return status;
            }
        }
    }
    return BIL_OK;
}

/* Prices everybody (or `who`) at r->prices. `*bound` is what no allocation exceeds, HUGE_VAL when
 * the round was stopped or asked only some. */
static bil_status price_round(run *r, double *bound, bil_error *err)
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

/* --- as today --------------------------------------------------------------------------------- */

typedef struct {
    run *run;
    record **records;
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
    slot failure = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status =
        bil_price_waiting(&priced, work->pricer, t->run->persons[i], &t->run->valued, arena, &own);
    if (status != BIL_OK) {
        status = note_failure(&failure, status, &own, err);
        t->run->failed[i] = true;
        memcpy(t->run->out->persons[i].why, failure.why, sizeof failure.why);
        static const uint32_t nobody[BIL_PHASES_MAX];
        priced = (bil_priced){.packed = {.drawn = nobody}};
    }
    if (status == BIL_OK) {
        t->records[i] = new_record(i, &priced, t->run->persons[i]->phase_count);
        t->most[i] = priced.public_most;
        status = t->records[i] == NULL ? bil_fail_nomem(err) : BIL_OK;
    }
    bil_arena_free(arena);
    return status;
}

static bool today_tick(size_t done, void *payload)
{
    (void)tell(((today *)payload)->run, done);
    return true; /* what all else rests on: it is short, and never cut */
}

static bil_status start(run *r, bil_error *err)
{
    today t = {.run = r,
               .records = calloc(r->count + 1, sizeof(record *)),
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
            status = keep_record(r, t.records[i], err);
            r->public_most += t.most[i];
        } else {
            free_record(t.records[i]);
        }
    }
    free(t.records);
    free(t.most);
    return status;
}

/* --- prices ----------------------------------------------------------------------------------- */

static void scale_limits(run *r, double share)
{
    for (size_t row = 0; row < r->out->shared.row_count; row++) {
        r->limits[row] = r->out->shared.rows[row].limit * share;
    }
}

static bool master_tick(void *payload)
{
    run *r = payload;
    return tell(r, r->now.done);
}

/* Rounds of prices over the packages of `store`, of everybody or of the sample. */
static bil_status seek_prices(run *r, bil_allocate_stage stage, int rounds, bil_error *err)
{
    bil_master *master = NULL;
    const size_t rows = r->store->row_count;
    bil_status status = bil_master_new(&master, r->store, err);
    r->now.stage = stage;
    for (int round = 0; status == BIL_OK && round < rounds && !atomic_load(&r->stop); round++) {
        double bound = HUGE_VAL;
        const size_t before = r->record_count;
        r->now.round = round + 1;
        r->out->rounds++;
        status = price_round(r, &bound, err);
        if (status != BIL_OK || atomic_load(&r->stop)) {
            break;
        }
        if (bound < r->best_bound || r->who != NULL) {
            r->best_bound = bound;
            memcpy(r->best_prices, r->prices, rows * sizeof *r->prices);
        }
        bil_master_settings settings;
        bil_mastered mastered;
        bil_master_settings_init(&settings);
        settings.limits = r->limits;
        settings.tick = master_tick;
        settings.payload = r;
        status = bil_master_solve(&mastered, master, &settings, err);
        if (status != BIL_OK) {
            break;
        }
        const double gap = (r->best_bound - mastered.value) / fmax(1.0, fabs(mastered.value));
        if (getenv("BIL_TRACE") != NULL) {
            fprintf(stderr,
                    "pass %d stage %d round %d: bound %.6f best %.6f master %.6f gap %.3g "
                    "packages %zu pivots %lld by optimiser %zu\n",
                    r->pass, (int)stage, round + 1, bound, r->best_bound, mastered.value, gap,
                    r->record_count, (long long)mastered.pivots, r->out->by_optimiser);
        }
        const bool settled = mastered.optimal && (r->record_count == before ||
                                                  gap <= (double)r->settings->gap_e9 * 1e-9 * 0.2);
        for (size_t row = 0; row < rows; row++) {
            r->prices[row] =
                settled ? mastered.price[row]
                        : SMOOTHING * r->best_prices[row] + (1.0 - SMOOTHING) * mastered.price[row];
        }
        if (settled) {
            break;
        }
    }
    bil_master_free(master);
    return status;
}

/* A part of a large district has nearly its prices. */
static bil_status seek_in_sample(run *r, bil_error *err)
{
    size_t *who = malloc(SAMPLE * sizeof *who);
    const double share = (double)SAMPLE / (double)r->count;
    if (who == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < SAMPLE; k++) {
        who[k] = k * r->count / SAMPLE;
    }
    bil_packages *whole = r->store;
    free(who);
    (void)whole;
    (void)share;
    return bil_fail(err, BIL_E_INTERNAL, "sample", "", "");
}

/* --- the choice ------------------------------------------------------------------------------- */

static bool choose_tick(const bil_choose_tick *now, void *payload)
{
    run *r = payload;
    (void)now;
    return tell(r, r->now.done);
}

static bil_status choose(run *r, const uint32_t *from, uint64_t seed, bil_error *err)
{
    bil_choose_settings settings;
    bil_choose_settings_init(&settings);
    settings.limits = r->limits;
    settings.prices = r->best_prices;
    settings.start = from;
    settings.bound = r->best_bound;
    settings.seed = seed;
    settings.tick = choose_tick;
    settings.payload = r;
    bil_chosen chosen = {.package = malloc((r->count + 1) * sizeof(uint32_t)),
                         .used = malloc((r->store->row_count + 1) * sizeof(double))};
    bil_status status = chosen.package == NULL || chosen.used == NULL
                            ? bil_fail_nomem(err)
                            : bil_choose(&chosen, r->store, &settings, err);
    if (status == BIL_OK &&
        (!r->has_choice || (chosen.found && (!r->out->within || chosen.value > r->value)))) {
        r->out->within = chosen.found;
        r->has_choice = true;
        r->value = chosen.value;
        memcpy(r->choice, chosen.package, r->count * sizeof *r->choice);
        memcpy(r->used, chosen.used, r->store->row_count * sizeof *r->used);
    }
    free(chosen.package);
    free(chosen.used);
    return status;
}

static double gap_of(const run *r)
{
    return (r->best_bound - r->value) / fmax(1e-9, fabs(r->value));
}

/* More packages near the best prices: some rows a little dearer, some a little cheaper. */
static void disturb(run *r, int round)
{
    const double step = 0.02 * (1.0 + (double)(round / 2));
    for (size_t row = 0; row < r->store->row_count; row++) {
        const uint64_t mix = ((uint64_t)row * 2654435761U + (uint64_t)round * 40503U) >> 4;
        const double sign = round % 2 == 0    ? ((mix & 1U) != 0 ? 1.0 : -1.0)
                            : (mix & 2U) != 0 ? -1.0
                                              : 1.0;
        r->prices[row] = r->best_prices[row] * (1.0 + sign * step);
    }
}

static bil_status seek_choice(run *r, bil_error *err)
{
    bil_status status = BIL_OK;
    const int tries = r->settings->choices > 0 ? r->settings->choices : CHOICES_DEFAULT;
    for (int round = 0; status == BIL_OK && round < tries; round++) {
        r->now.stage = BIL_ALLOCATE_CHOICE;
        r->now.round = round + 1;
        status = choose(r, r->has_choice && r->out->within ? r->choice : NULL,
                        r->settings->seed + (uint64_t)round, err);
        if (getenv("BIL_TRACE") != NULL) {
            fprintf(stderr, "pass %d choice %d: value %.6f bound %.6f gap %.3g within %d\n",
                    r->pass, round + 1, r->value, r->best_bound, gap_of(r), (int)r->out->within);
        }
        if (status != BIL_OK || atomic_load(&r->stop) ||
            (r->out->within && gap_of(r) <= (double)r->settings->gap_e9 * 1e-9) ||
            round + 1 == tries) {
            break;
        }
        double bound = HUGE_VAL;
        disturb(r, round);
        status = price_round(r, &bound, err);
        if (status == BIL_OK && bound < r->best_bound) {
            r->best_bound = bound;
            memcpy(r->best_prices, r->prices, r->store->row_count * sizeof *r->prices);
        }
    }
    return status;
}

/* --- a pass ----------------------------------------------------------------------------------- */

static void end_pass(run *r)
{
    bil_packages_free(r->store);
    free(r->limits);
    free(r->prices);
    free(r->best_prices);
    free(r->used);
    r->store = NULL;
    r->limits = NULL;
    r->prices = NULL;
    r->best_prices = NULL;
    r->used = NULL;
}

static bil_status begin_pass(run *r, bil_error *err)
{
    const size_t rows = r->out->shared.row_count;
    r->limits = calloc(rows + 1, sizeof(double));
    r->prices = calloc(rows + 1, sizeof(double));
    r->best_prices = calloc(rows + 1, sizeof(double));
    r->used = calloc(rows + 1, sizeof(double));
    r->best_bound = HUGE_VAL;
    r->has_choice = false;
    r->value = 0.0;
    if (r->limits == NULL || r->prices == NULL || r->best_prices == NULL || r->used == NULL) {
        return bil_fail_nomem(err);
    }
    scale_limits(r, 1.0);
    bil_status status = bil_packages_new(&r->store, (uint32_t)r->count, (uint32_t)rows, err);
    for (size_t k = 0; status == BIL_OK && k < r->record_count; k++) {
        bool added = false; /* worth the same now as another: its tag stays the first one's */
        status = store_record(r, k, &added, err);
    }
    return status;
}

static bil_status one_pass(run *r, bil_error *err)
{
    const int rounds = r->settings->rounds > 0 ? r->settings->rounds : ROUNDS_DEFAULT;
    bil_status status = begin_pass(r, err);
    r->who = NULL;
    r->who_count = r->count;
    (void)seek_in_sample;
    if (status == BIL_OK) {
        status = seek_prices(r, BIL_ALLOCATE_PRICES, rounds, err);
    }
    if (status == BIL_OK) {
        status = seek_choice(r, err);
    }
    return status;
}

/* --- the answer ------------------------------------------------------------------------------- */

static bil_status conclude(run *r, bil_error *err)
{
    bil_allocation *out = r->out;
    out->prices = calloc(out->shared.row_count + 1, sizeof(double));
    out->used = calloc(out->shared.row_count + 1, sizeof(double));
    if (out->prices == NULL || out->used == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(out->prices, r->best_prices, out->shared.row_count * sizeof(double));
    memcpy(out->used, r->used, out->shared.row_count * sizeof(double));
    for (size_t i = 0; i < r->count; i++) {
        bil_allotted *to = &out->persons[i];
        const uint64_t index = r->store->tag[r->choice[i]];
        record *it = r->records[index];
        to->waiting = index < r->count;
        to->floor_dropped = r->dropped[i] || (to->waiting && has_floor(r, i));
        to->failed = r->failed[i];
        to->score = it->score;
        to->today_score = r->records[i]->score;
        to->shortfall = it->shortfall;
        to->public_cents = it->public_cents;
        to->packed = it->packed;
        to->uses = it->uses;
        to->use_count = it->use_count;
        it->packed = NULL;
        it->uses = NULL;
        out->value += it->score;
        out->shortfall += it->shortfall;
        out->failed += r->failed[i] ? 1 : 0;
    }
    out->packages = r->record_count;
    out->stopped = atomic_load(&r->stop);
    /* the objective takes a little away for public money; nobody's plan costs more than public_most
     */
    out->bound = r->best_bound + THRIFT * r->public_most;
    out->gap =
        out->bound < HUGE_VAL ? (out->bound - out->value) / fmax(1e-9, fabs(out->value)) : HUGE_VAL;
    return BIL_OK;
}

static bil_status solve(run *r, bil_error *err)
{
    r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
    bil_status status = start(r, err);
    if (status == BIL_OK && r->settings->objective == BIL_OBJECTIVE_ESSENTIAL_FIRST) {
        r->valued = (bil_valued_by){.shortfall = 1.0, .thrift = THRIFT};
        status = one_pass(r, err);
        if (status == BIL_OK) {
            double units = 0.0;
            for (size_t i = 0; i < r->count; i++) {
                const record *it = r->records[r->store->tag[r->choice[i]]];
                units += bil_shortfall_units(it->shortfall);
            }
            r->out->shortfall_bound = -r->best_bound;
            end_pass(r);
            bil_shared_limit_shortfall(&r->out->shared, units);
            r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
            r->pass = 1;
        }
    }
    if (status == BIL_OK) {
        status = one_pass(r, err);
    }
    return status == BIL_OK ? conclude(r, err) : status;
}

bil_status bil_allocate(bil_allocation **out, const bil_district *district,
                        const bil_case *const *persons, size_t count,
                        const bil_allocate_settings *settings, bil_error *err)
{
    run r = {.settings = settings, .persons = persons, .count = count};
    bil_status status = BIL_OK;
    atomic_init(&r.stop, false);
    r.out = calloc(1, sizeof *r.out);
    r.failed = calloc(count + 1, sizeof *r.failed);
    r.dropped = calloc(count + 1, sizeof *r.dropped);
    r.choice = calloc(count + 1, sizeof *r.choice);
    r.slots = calloc(count + 1, sizeof *r.slots);
    if (r.out != NULL) {
        r.out->arena = bil_arena_new();
        r.out->persons = calloc(count + 1, sizeof *r.out->persons);
        r.out->count = count;
        r.out->objective = settings->objective;
    }
    if (r.out == NULL || r.failed == NULL || r.dropped == NULL || r.choice == NULL ||
        r.slots == NULL || r.out->arena == NULL || r.out->persons == NULL) {
        status = bil_fail_nomem(err);
    }
    if (status == BIL_OK) {
        status = bil_shared_build(&r.out->shared, district, persons, count, r.out->arena, err);
    }
    if (status == BIL_OK) {
        status = solve(&r, err);
    }
    if (status == BIL_OK) {
        *out = r.out;
        r.out = NULL;
    }
    end_pass(&r);
    for (size_t k = 0; k < r.record_count; k++) {
        free_record(r.records[k]);
    }
    free((void *)r.records);
    free(r.failed);
    free(r.dropped);
    free(r.choice);
    free(r.slots);
    bil_allocation_free(r.out);
    return status;
}

void bil_allocation_free(bil_allocation *allocation)
{
    if (allocation == NULL) {
        return;
    }
    for (size_t i = 0; allocation->persons != NULL && i < allocation->count; i++) {
        free(allocation->persons[i].packed);
        free(allocation->persons[i].uses);
    }
    free(allocation->persons);
    free(allocation->prices);
    free(allocation->used);
    bil_arena_free(allocation->arena);
    free(allocation);
}
