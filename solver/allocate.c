/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/allocate_impl.h"

enum { ROUNDS_DEFAULT = 24, SAMPLE_FROM = 4000 };

/* Of packages with the same score the one that costs the public less: a million euro weigh as much
 * as a ten-thousandth of one person's score. */
#define THRIFT 1e-12

#define THOUSAND_EURO 100000.0 /* in cents */

static const char *const objective_names[] = {
    [BIL_OBJECTIVE_UTILITARIAN] = "utilitarian",
    [BIL_OBJECTIVE_ESSENTIAL_FIRST] = "essential-first",
    [BIL_OBJECTIVE_MAX_MIN] = "max-min",
    [BIL_OBJECTIVE_LEXIMIN] = "leximin",
    [BIL_OBJECTIVE_NASH] = "nash",
    [BIL_OBJECTIVE_ALPHA] = "alpha",
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

static void tell_prices(bil_sharing *r)
{
    const bil_shared *shared = &r->out->shared;
    r->now.pools = r->pool_prices;
    r->now.pool_count = r->now.has_bound ? shared->district->pool_count : 0;
    r->now.asked = r->prices;
    r->now.row_count = r->prices == NULL ? 0 : shared->row_count;
    for (size_t k = 0; k < r->now.pool_count; k++) {
        const bil_index source = shared->district->pools[k].source;
        r->pool_prices[k] = (bil_allocate_price){
            .source = shared->district->catalogue->sources[source].code, .worth = 0.0};
    }
    for (size_t row = 0; r->now.has_bound && row < shared->row_count; row++) {
        if (shared->rows[row].kind == BIL_SHARED_POOL) {
            double *worth = &r->pool_prices[shared->rows[row].index].worth;
            *worth = fmax(*worth, THOUSAND_EURO * r->best_prices[row]);
        }
    }
}

bool bil_run_tell(bil_sharing *r, size_t done)
{
    r->now.done = done;
    r->now.pass = r->pass;
    r->now.packages = r->record_count;
    r->now.has_value = r->has_choice && !r->counting;
    r->now.value = r->value;
    r->now.has_bound = r->best_bound < HUGE_VAL && !r->counting;
    r->now.bound = r->best_bound;
    tell_prices(r);
    if (!atomic_load(&r->stop) && r->settings->progress != NULL &&
        !r->settings->progress(&r->now, r->settings->payload)) {
        atomic_store(&r->stop, true);
    }
    return !atomic_load(&r->stop);
}

bool bil_run_master_tick(void *payload)
{
    bil_sharing *r = payload;
    return bil_run_tell(r, r->now.done);
}

void bil_run_master_settings(bil_master_settings *settings, bil_sharing *r)
{
    bil_master_settings_init(settings);
    settings->limits = r->limits;
    settings->tick = bil_run_master_tick;
    settings->payload = r;
}

/* --- a pass ----------------------------------------------------------------------------------- */

bil_status bil_run_pass(bil_sharing *r, bil_error *err)
{
    const int rounds = r->settings->rounds > 0 ? r->settings->rounds : ROUNDS_DEFAULT;
    bil_status status = bil_run_begin_pass(r, 1.0, err);
    if (status == BIL_OK) {
        const size_t sample = r->settings->sample;
        const bool by_sample = sample > 0 ? sample <= r->count : r->count >= SAMPLE_FROM;
        status = by_sample && r->least == NULL
                     ? bil_run_seek_by_sample(r, rounds, err)
                     : bil_run_seek_prices(r, BIL_ALLOCATE_PRICES, rounds, err);
    }
    if (status == BIL_OK) {
        status = bil_run_seek_choice(r, err);
    }
    return status == BIL_OK ? bil_run_note_prices(r, err) : status;
}

/* --- the answer ------------------------------------------------------------------------------- */

static double relative(double bound, double value)
{
    return bound < HUGE_VAL ? (bound - value) / fmax(1e-9, fabs(value)) : HUGE_VAL;
}

/* The sum of worths, and what bounds it, told as scores. Who is not served for a reason of their
 * own (a model that failed) counts as they are. */
static void conclude_welfare(bil_sharing *r)
{
    bil_allocation *out = r->out;
    const double count = fmax(1.0, (double)r->count);
    double sum = 0.0;
    for (size_t i = 0; i < r->count; i++) {
        sum += bil_worth_of(&r->welfare, out->persons[i].score);
    }
    out->has_level = true;
    out->level = bil_worth_score(&r->welfare, sum / count);
    out->level_bound = out->bound < HUGE_VAL
                           ? fmax(out->level, bil_worth_score(&r->welfare, out->bound / count))
                           : HUGE_VAL;
    out->gap = relative(out->level_bound, out->level);
    out->bound = r->welfare.alpha > 0.0 ? HUGE_VAL : out->bound; /* of the sum of scores */
}

/* Leximin does not ask for the greatest sum. */
static void conclude_least(bil_sharing *r)
{
    bil_allocation *out = r->out;
    const double level = relative(out->level_bound, out->level);
    const bool leximin = r->settings->objective == BIL_OBJECTIVE_LEXIMIN;
    out->gap = leximin ? level : fmax(out->gap, level);
    out->bound = leximin ? HUGE_VAL : out->bound;
}

bil_status bil_run_conclude(bil_sharing *r, bil_error *err)
{
    bil_allocation *out = r->out;
    out->prices = bil_arena_alloc(out->arena, out->shared.row_count + 1, sizeof(double));
    out->used = bil_arena_alloc(out->arena, out->shared.row_count + 1, sizeof(double));
    if (out->prices == NULL || out->used == NULL) {
        return bil_fail_nomem(err);
    }
    out->has_prices = r->best_bound < HUGE_VAL;
    memcpy(out->prices, r->best_prices, out->shared.row_count * sizeof(double));
    memcpy(out->used, r->used, out->shared.row_count * sizeof(double));
    out->stopped = atomic_load(&r->stop);
    for (size_t i = 0; i < r->count; i++) {
        bil_allotted *to = &out->persons[i];
        const uint64_t index = r->store->tag[r->choice[i]];
        bil_record *it = r->records[index];
        to->waiting = index < r->count;
        const bool less = bil_run_breaks_floor(r, it);
        to->floor_missed = less && !r->dropped[i] && out->stopped;
        to->floor_dropped = less && !to->floor_missed;
        to->failed = r->failed[i] && to->waiting;
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
        out->failed += to->failed ? 1 : 0;
    }
    out->within = true;
    for (size_t row = 0; row < out->shared.row_count; row++) {
        out->within = out->within && (row == out->shared.shortfall_row ||
                                      out->used[row] <= out->shared.rows[row].limit);
    }
    out->packages = r->record_count;
    /* the objective takes a little away for public money; nobody's plan costs more than public_most
     */
    out->bound = r->best_bound + r->valued.thrift * r->public_most;
    out->gap = relative(out->bound, out->value);
    if (r->least != NULL) {
        conclude_least(r);
    } else if (r->valued.welfare != NULL) {
        conclude_welfare(r);
    }
    return bil_run_ask_next(r, err);
}

/* α and shift as used. */
static bil_status set_welfare(bil_sharing *r, bil_error *err)
{
    const bil_allocate_settings *asked = r->settings;
    bil_allocation *out = r->out;
    const bool alpha = asked->objective == BIL_OBJECTIVE_ALPHA;
    if (!alpha && asked->objective != BIL_OBJECTIVE_NASH) {
        return BIL_OK;
    }
    out->alpha_e3 = alpha ? asked->alpha_e3 : 1000;
    out->shift_e9 = asked->shift_e9 > 0 ? asked->shift_e9 : bil_worth_usual_shift(out->alpha_e3);
    if (!bil_worth_init(&r->welfare, out->alpha_e3, out->shift_e9)) {
        return bil_fail(err, BIL_E_USAGE, "alpha",
                        "alfa negativo o troppo grande, o base troppo piccola per questo alfa",
                        "alpha is negative or too great, or the base too small for this alpha");
    }
    r->valued.welfare = &r->welfare;
    r->valued.thrift *= fmin(1.0, bil_worth_slope(&r->welfare, 1.0)); /* as little a score */
    return BIL_OK;
}

/* Above the least score, which is proven, the others of leximin are sought by a steep α; in a
 * handful of persons they are then settled one after another. */
static void set_steep(bil_sharing *r)
{
    const int64_t alpha_e3 = 30000;
    if (bil_worth_init(&r->welfare, alpha_e3, bil_worth_usual_shift(alpha_e3))) {
        r->valued.welfare = &r->welfare;
        r->valued.thrift *= bil_worth_slope(&r->welfare, 1.0);
    }
}

/* First as little as can be is missing of what is essential; after that no more than this may be,
 * but for what the models' rows leave of each person: without it hardly two plans of a person
 * would be as good as each other, and the limit would have any price. */
static bil_status seek_essentials(bil_sharing *r, bil_error *err)
{
    r->valued = (bil_valued_by){.shortfall = 1.0, .thrift = THRIFT};
    const bil_status status = bil_run_pass(r, err);
    if (status != BIL_OK) {
        return status;
    }
    double units = 0.0;
    for (size_t i = 0; i < r->count; i++) {
        r->begins[i] = r->store->tag[r->choice[i]];
        units += bil_shortfall_units(r->records[r->begins[i]]->shortfall + BIL_SCORE_SLACK);
    }
    r->out->shortfall_bound = -(r->best_bound + THRIFT * r->public_most);
    bil_run_end_pass(r);
    bil_shared_limit_shortfall(&r->out->shared, units);
    r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
    r->pass = 1;
    return BIL_OK;
}

/* By the objective, from what there is to begin with. */
static bil_status share(bil_sharing *r, bil_error *err)
{
    bil_status status = BIL_OK;
    if (r->settings->objective == BIL_OBJECTIVE_ESSENTIAL_FIRST) {
        status = seek_essentials(r, err);
    }
    const bool leximin = r->settings->objective == BIL_OBJECTIVE_LEXIMIN;
    if (status == BIL_OK && (leximin || r->settings->objective == BIL_OBJECTIVE_MAX_MIN)) {
        status = bil_run_seek_least(r, err);
        r->pass = 1;
    }
    if (status == BIL_OK && leximin && r->count > BIL_WHOLE_MOST) {
        set_steep(r);
    }
    if (status == BIL_OK) {
        status = bil_run_pass(r, err);
    }
    if (status == BIL_OK && leximin) {
        status = bil_run_in_order(r, err);
    }
    return status;
}

static bil_status solve(bil_sharing *r, bil_error *err)
{
    bool done = false;
    r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
    bil_status status = set_welfare(r, err);
    if (status != BIL_OK) {
        return status;
    }
    status = bil_run_start(r, err);
    if (status == BIL_OK) {
        status = bil_run_recall(r, err);
    }
    if (status == BIL_OK) {
        status = bil_run_begin_with_former(r, err);
    }
    if (status == BIL_OK && !r->keeps) {
        status = bil_run_settle_floors(r, &done, err);
    }
    if (status == BIL_OK && !done) {
        status = share(r, err);
    }
    if (status == BIL_OK) {
        status = bil_run_leave_known(r, err);
    }
    return status == BIL_OK ? bil_run_conclude(r, err) : status;
}

static bil_allocation *new_allocation(size_t count, bil_objective objective)
{
    bil_arena *arena = bil_arena_new();
    bil_allocation *a = calloc(1, sizeof *a);
    if (arena == NULL || a == NULL) {
        bil_arena_free(arena);
        free(a);
        return NULL;
    }
    *a = (bil_allocation){.arena = arena,
                          .persons = bil_arena_alloc(arena, count + 1, sizeof *a->persons),
                          .count = count,
                          .objective = objective,
                          .rule = bil_objective_name(objective)};
    if (a->persons == NULL) {
        bil_allocation_free(a);
        return NULL;
    }
    return a;
}

bil_status bil_run_open(bil_sharing *r, const bil_district *district,
                        const bil_case *const *persons, size_t count,
                        const bil_allocate_settings *settings, bil_error *err)
{
    memset(r, 0, sizeof *r);
    r->settings = settings;
    r->persons = persons;
    r->count = count;
    atomic_init(&r->stop, false);
    r->out = new_allocation(count, settings->objective);
    if (r->out == NULL) {
        r->count = 0;
        return bil_fail_nomem(err);
    }
    if (!bil_run_make_room(r)) {
        return bil_fail_nomem(err);
    }
    return bil_shared_build(&r->out->shared, district, persons, count, r->out->arena, err);
}

bil_status bil_run_close(bil_allocation **out, bil_sharing *r, bil_status status)
{
    bil_run_free(r);
    if (status == BIL_OK) {
        *out = r->out;
    } else {
        bil_allocation_free(r->out);
    }
    r->out = NULL;
    return status;
}

bil_status bil_allocate(bil_allocation **out, const bil_district *district,
                        const bil_case *const *persons, size_t count,
                        const bil_allocate_settings *settings, bil_error *err)
{
    bil_sharing r;
    bil_status status = bil_run_open(&r, district, persons, count, settings, err);
    if (status == BIL_OK) {
        status = solve(&r, err);
    }
    return bil_run_close(out, &r, status);
}

void bil_allocation_free(bil_allocation *allocation)
{
    if (allocation == NULL) {
        return;
    }
    for (size_t i = 0; allocation->persons != NULL && i < allocation->count; i++) {
        free(allocation->persons[i].packed);
        free(allocation->persons[i].why);
        free(allocation->persons[i].uses);
    }
    bil_known_free(allocation->known);
    bil_arena_free(allocation->arena);
    free(allocation);
}
