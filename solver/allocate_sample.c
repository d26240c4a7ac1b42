/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large district's prices by way of a part of it.
 *
 * A few thousand persons with their part of the limits have nearly the prices of the whole. Then
 * everybody is priced once: that gives a bound, and says by how much the sample takes more or less
 * than its part of each row. With its limits set right by that much, the sample's prices are far
 * nearer; and so on, until the bound falls no more. Only the few persons of the sample ever need
 * many packages: with a hundred rows a hundred persons or so have more than one in use. */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master.h"

enum {
    SAMPLE_LEAST = 1000,
    SAMPLE_MOST = 3000,
    SAMPLE_SHARE = 5,
    CYCLES = 6,
    FILL_SHARE = 5,
    FILL_MOST = 20000,
    FILL_ROUNDS = 15
};

/* The bound falls by less than this share of the gap asked for: enough. */
#define LITTLE 0.1

/* The master is this share of the gap below the bound: enough, the choice loses little more. */
#define FILLED 0.4

/* How much of the best prices goes into those at which more packages are sought. */
#define SMOOTHING 0.5

typedef struct {
    bil_sharing *whole;
    bil_allocate_settings settings;
    bil_allocation aside;
    bil_sharing run;
    size_t count;
    const bil_case **persons;
    const bil_packed **floors;
    double *scores;
    double *taken; /* per row: by the whole, at the prices at hand */
    double *part;  /* by the sample */
    double *begun; /* by the sample, as the pass begins; NULL = as today */
} sample;

static size_t person_of(const sample *s, size_t k)
{
    return k * s->whole->count / s->count;
}

static bool begins_with_more(const bil_sharing *r)
{
    bool more = r->out->shared.shortfall_row != SIZE_MAX;
    for (size_t i = 0; i < r->count && !more; i++) {
        more = r->begins[i] != i;
    }
    return more;
}

static bool make_room(sample *s)
{
    const size_t rows = s->whole->store->row_count;
    s->persons = calloc(s->count, sizeof(bil_case *));
    s->floors = calloc(s->count, sizeof(bil_packed *));
    s->scores = calloc(s->count, sizeof *s->scores);
    s->taken = calloc(rows + 1, sizeof *s->taken);
    s->part = calloc(rows + 1, sizeof *s->part);
    s->aside.persons = calloc(s->count, sizeof *s->aside.persons);
    const bool again = begins_with_more(s->whole);
    s->begun = again ? calloc(rows + 1, sizeof *s->begun) : NULL;
    return (!again || s->begun != NULL) && s->persons != NULL && s->floors != NULL &&
           s->scores != NULL && s->taken != NULL && s->part != NULL && s->aside.persons != NULL;
}

/* What the pass begins with for the sample's persons, where that is not as today. */
static bil_status fill_begins(sample *s, bil_error *err)
{
    const bil_sharing *r = s->whole;
    bil_status status = BIL_OK;
    for (size_t k = 0; status == BIL_OK && k < s->count; k++) {
        const size_t i = person_of(s, k);
        const bil_record *from = r->records[r->begins[i]];
        for (size_t u = 0; u < from->use_count; u++) {
            s->begun[from->uses[u].row] += from->uses[u].amount;
        }
        if (r->out->shared.shortfall_row != SIZE_MAX) {
            s->begun[r->out->shared.shortfall_row] +=
                bil_shortfall_units(from->shortfall + BIL_SCORE_SLACK);
        }
        if (r->begins[i] != i) {
            bil_record *it = bil_record_copy(from, k, r->persons[i]->phase_count);
            status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(&s->run, it, err);
        }
    }
    return status;
}

/* The sample's persons as today, with what they have to keep, and as the pass begins. */
static bil_status fill(sample *s, bil_error *err)
{
    const bil_sharing *r = s->whole;
    bil_status status = BIL_OK;
    for (size_t k = 0; status == BIL_OK && k < s->count; k++) {
        const size_t i = person_of(s, k);
        const bool keeps = bil_run_has_floor(r, i);
        s->persons[k] = r->persons[i];
        s->floors[k] = keeps && r->settings->floors != NULL ? r->settings->floors[i] : NULL;
        s->scores[k] =
            keeps && r->settings->score_floors != NULL ? r->settings->score_floors[i] : 0.0;
        s->run.failed[k] = r->failed[i];
        bil_record *it = bil_record_copy(r->records[i], k, r->persons[i]->phase_count);
        status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(&s->run, it, err);
    }
    return status == BIL_OK && s->begun != NULL ? fill_begins(s, err) : status;
}

/* Its part of each row is no less than what the pass begins with for it takes: by chance that can
 * be more than the part of the whole, and a limit that cannot be held has any price. */
static void hold_begins(sample *s)
{
    for (size_t row = 0; s->begun != NULL && row < s->whole->store->row_count; row++) {
        s->run.limits[row] = fmax(s->run.limits[row], s->begun[row]);
    }
}

static bil_status open_sample(sample *s, bil_error *err)
{
    const bil_sharing *r = s->whole;
    if (!make_room(s)) {
        return bil_fail_nomem(err);
    }
    s->settings = *r->settings;
    s->settings.floors = s->floors;
    s->settings.score_floors = s->scores;
    s->aside.shared = r->out->shared;
    s->run.out = &s->aside;
    s->run.settings = &s->settings;
    s->run.persons = s->persons;
    s->run.count = s->count;
    s->run.valued = r->valued;
    s->run.pass = r->pass;
    s->run.keeps = r->keeps;
    atomic_init(&s->run.stop, false);
    bil_status status = bil_run_make_room(&s->run) ? BIL_OK : bil_fail_nomem(err);
    if (status == BIL_OK) {
        status = fill(s, err);
    }
    if (status == BIL_OK) {
        status = bil_run_begin_pass(&s->run, (double)s->count / (double)r->count, err);
    }
    if (status == BIL_OK) {
        hold_begins(s);
    }
    return status;
}

static void close_sample(sample *s)
{
    for (size_t k = 0; s->aside.persons != NULL && k < s->count; k++) {
        free(s->aside.persons[k].why);
    }
    bil_run_free(&s->run);
    free(s->aside.persons);
    free((void *)s->persons);
    free((void *)s->floors);
    free(s->scores);
    free(s->taken);
    free(s->part);
    free(s->begun);
}

static bil_status ask_sample(sample *s, int rounds, bil_error *err)
{
    bil_sharing *r = s->whole;
    const size_t bytes = r->store->row_count * sizeof *r->prices;
    memcpy(s->run.prices, r->best_bound < HUGE_VAL ? r->best_prices : r->prices, bytes);
    s->run.best_bound = HUGE_VAL; /* the limits are others now */
    const bil_status status = bil_run_seek_prices(&s->run, BIL_ALLOCATE_SAMPLE, rounds, err);
    memcpy(r->prices, s->run.prices, bytes);
    if (atomic_load(&s->run.stop)) {
        atomic_store(&r->stop, true);
    }
    return status;
}

/* What everybody takes at the prices, and what the sample's persons take of it. */
static void weigh(sample *s)
{
    const bil_packages *store = s->whole->store;
    const size_t rows = store->row_count;
    const bool has_bound = s->whole->best_bound < HUGE_VAL;
    const double *prices = has_bound ? s->whole->best_prices : s->whole->prices;
    size_t k = 0;
    memset(s->taken, 0, rows * sizeof *s->taken);
    memset(s->part, 0, rows * sizeof *s->part);
    for (size_t i = 0; i < s->whole->count; i++) {
        const uint32_t best = bil_packages_best(NULL, store, (uint32_t)i, prices);
        const bool inside = k < s->count && person_of(s, k) == i;
        for (uint32_t u = store->first[best]; u < store->first[best + 1]; u++) {
            s->taken[store->row[u]] += store->amount[u];
            s->part[store->row[u]] += inside ? store->amount[u] : 0.0;
        }
        k += inside ? 1 : 0;
    }
}

static void set_limits(sample *s)
{
    const double share = (double)s->count / (double)s->whole->count;
    weigh(s);
    for (size_t row = 0; row < s->whole->store->row_count; row++) {
        const double limit = s->whole->limits[row] * share + (s->part[row] - s->taken[row] * share);
        s->run.limits[row] = fmax(0.0, limit);
    }
    hold_begins(s);
}

/* The sample's packages are packages of the whole too. */
static bil_status bring_packages(sample *s, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t k = s->count; status == BIL_OK && k < s->run.record_count; k++) {
        const bil_record *from = s->run.records[k];
        const size_t i = person_of(s, from->person);
        bil_record *it = bil_record_copy(from, i, s->whole->persons[i]->phase_count);
        status = it == NULL ? bil_fail_nomem(err) : bil_run_keep(s->whole, it, err);
    }
    return status;
}

/* Everybody at the sample's prices; `*enough` when the bound falls no more. */
static bil_status price_whole(sample *s, int cycle, bool *enough, bil_error *err)
{
    bil_sharing *r = s->whole;
    double bound = HUGE_VAL;
    const double before = r->best_bound;
    r->now.stage = BIL_ALLOCATE_PRICES;
    r->now.round = cycle + 1;
    r->out->rounds++;
    const bil_status status = bil_run_price(r, &bound, err);
    if (status == BIL_OK && bound < r->best_bound) {
        r->best_bound = bound;
        memcpy(r->best_prices, r->prices, r->store->row_count * sizeof *r->prices);
    }
    const double fall = before - r->best_bound;
    *enough =
        cycle > 0 && r->best_bound < HUGE_VAL &&
        !(fall > LITTLE * (double)r->settings->gap_e9 * 1e-9 * fmax(1.0, fabs(r->best_bound)));
    return status;
}

static size_t fill_step(const bil_sharing *r)
{
    const size_t step = r->count / FILL_MOST;
    return step < FILL_SHARE ? FILL_SHARE : step;
}

/* Some of the persons, others each time, at prices between the best ones and the master's. */
static bil_status price_some(bil_sharing *r, size_t *who, int round, const double *master,
                             bil_error *err)
{
    const size_t step = fill_step(r);
    double bound = HUGE_VAL;
    size_t count = 0;
    for (size_t i = (size_t)round % step; i < r->count; i += step) {
        who[count++] = i;
    }
    for (size_t row = 0; row < r->store->row_count; row++) {
        r->prices[row] = SMOOTHING * r->best_prices[row] + (1.0 - SMOOTHING) * master[row];
    }
    r->who = who;
    r->who_count = count;
    r->now.round++;
    r->out->rounds++;
    const bil_status status = bil_run_price(r, &bound, err);
    r->who = NULL;
    r->who_count = r->count;
    return status;
}

/* Is what shares of packages are worth so near the bound, in parts of the gap asked for? */
static bool is_near(const bil_sharing *r, double share)
{
    const double gap = (double)r->settings->gap_e9 * 1e-9;
    return r->best_bound < HUGE_VAL &&
           r->best_bound - r->shares_value <= share * gap * fmax(1.0, fabs(r->best_bound));
}

/* At the right prices everybody's best packages together may still miss the limits by a few
 * hundredths: more packages of some of them, until the master comes near the bound. */
static bil_status fill_store(bil_sharing *r, bil_error *err)
{
    bil_master *master = NULL;
    bil_mastered mastered;
    bil_master_settings settings;
    size_t *who = calloc(r->count / fill_step(r) + 1, sizeof *who);
    bil_status status = who == NULL ? bil_fail_nomem(err) : bil_master_new(&master, r->store, err);
    bil_run_master_settings(&settings, r);
    settings.start = r->best_prices;
    for (int round = 0; status == BIL_OK && round < FILL_ROUNDS && !atomic_load(&r->stop);
         round++) {
        status = bil_master_solve(&mastered, master, &settings, err);
        if (status != BIL_OK) {
            break;
        }
        bil_run_note_keys(r, &mastered);
        memcpy(r->prices, mastered.price, r->store->row_count * sizeof *r->prices);
        if (is_near(r, FILLED)) {
            break;
        }
        status = price_some(r, who, round, mastered.price, err);
    }
    bil_master_free(master);
    free(who);
    return status;
}

static size_t size_of(const bil_sharing *r)
{
    const size_t usual = r->count / SAMPLE_SHARE;
    if (r->settings->sample > 0) {
        return r->settings->sample;
    }
    return usual < SAMPLE_LEAST ? SAMPLE_LEAST : usual > SAMPLE_MOST ? SAMPLE_MOST : usual;
}

bil_status bil_run_seek_by_sample(bil_sharing *r, int rounds, bil_error *err)
{
    sample s = {.whole = r, .count = size_of(r)};
    bool enough = false;
    bil_status status = open_sample(&s, err);
    for (int cycle = 0; status == BIL_OK && cycle < CYCLES && !enough; cycle++) {
        status = ask_sample(&s, rounds, err);
        if (status == BIL_OK && !atomic_load(&r->stop)) {
            status = price_whole(&s, cycle, &enough, err);
        }
        if (status != BIL_OK || atomic_load(&r->stop)) {
            break;
        }
        set_limits(&s);
    }
    if (status == BIL_OK) {
        status = bring_packages(&s, err);
    }
    if (status == BIL_OK) {
        status = fill_store(r, err);
    }
    if (status == BIL_OK && !is_near(r, 1.0) && !atomic_load(&r->stop)) {
        status = bil_run_seek_prices(r, BIL_ALLOCATE_PRICES, rounds, err); /* no picture of all */
    }
    r->out->rounds += s.aside.rounds;
    r->out->priced += s.aside.priced;
    r->out->by_optimiser += s.aside.by_optimiser;
    r->out->unanswered += s.aside.unanswered;
    close_sample(&s);
    return status;
}
