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
    r->now.has_value = r->has_choice;
    r->now.value = r->value;
    r->now.has_bound = r->best_bound < HUGE_VAL;
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

/* --- a pass ----------------------------------------------------------------------------------- */

static bil_status one_pass(bil_sharing *r, bil_error *err)
{
    const int rounds = r->settings->rounds > 0 ? r->settings->rounds : ROUNDS_DEFAULT;
    bil_status status = bil_run_begin_pass(r, 1.0, err);
    r->who = NULL;
    r->who_count = r->count;
    if (status == BIL_OK) {
        status = r->count >= SAMPLE_FROM ? bil_run_seek_by_sample(r, rounds, err)
                                         : bil_run_seek_prices(r, BIL_ALLOCATE_PRICES, rounds, err);
    }
    if (status == BIL_OK) {
        status = bil_run_seek_choice(r, err);
    }
    return status == BIL_OK ? bil_run_note_prices(r, err) : status;
}

/* --- the answer ------------------------------------------------------------------------------- */

/* What the objective takes away for floors that are not kept: of allocations that keep as many,
 * none exceeds the bound with this added. */
static double taken_for_floors(const bil_sharing *r)
{
    double sum = 0.0;
    for (size_t i = 0; i < r->count; i++) {
        const bil_record *it = r->records[r->store->tag[r->choice[i]]];
        const double own = r->valued.score * it->score - r->valued.shortfall * it->shortfall -
                           r->valued.thrift * (double)it->public_cents;
        const double less = own - r->store->value[r->choice[i]];
        sum += less > 1.0 ? less : 0.0;
    }
    return sum;
}

static bil_status conclude(bil_sharing *r, bil_error *err)
{
    bil_allocation *out = r->out;
    out->prices = bil_arena_alloc(out->arena, out->shared.row_count + 1, sizeof(double));
    out->used = bil_arena_alloc(out->arena, out->shared.row_count + 1, sizeof(double));
    if (out->prices == NULL || out->used == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(out->prices, r->best_prices, out->shared.row_count * sizeof(double));
    memcpy(out->used, r->used, out->shared.row_count * sizeof(double));
    const double taken = taken_for_floors(r);
    for (size_t i = 0; i < r->count; i++) {
        bil_allotted *to = &out->persons[i];
        const uint64_t index = r->store->tag[r->choice[i]];
        bil_record *it = r->records[index];
        to->waiting = index < r->count;
        to->floor_dropped = r->dropped[i] || (to->waiting && bil_run_has_floor(r, i));
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
    out->within = true;
    for (size_t row = 0; row < out->shared.row_count; row++) {
        out->within = out->within && (row == out->shared.shortfall_row ||
                                      out->used[row] <= out->shared.rows[row].limit);
    }
    out->packages = r->record_count;
    out->stopped = atomic_load(&r->stop);
    /* the objective takes a little away for public money; nobody's plan costs more than public_most
     */
    out->bound = r->best_bound + THRIFT * r->public_most + taken;
    out->gap =
        out->bound < HUGE_VAL ? (out->bound - out->value) / fmax(1e-9, fabs(out->value)) : HUGE_VAL;
    return BIL_OK;
}

static bil_status solve(bil_sharing *r, bil_error *err)
{
    r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
    bil_status status = bil_run_start(r, err);
    if (status == BIL_OK) {
        status = bil_run_recall(r, err);
    }
    if (status == BIL_OK && r->settings->objective == BIL_OBJECTIVE_ESSENTIAL_FIRST) {
        r->valued = (bil_valued_by){.shortfall = 1.0, .thrift = THRIFT};
        status = one_pass(r, err);
        if (status == BIL_OK) {
            double units = 0.0;
            for (size_t i = 0; i < r->count; i++) {
                r->begins[i] = r->store->tag[r->choice[i]];
                const bil_record *it = r->records[r->begins[i]];
                units += bil_shortfall_units(it->shortfall);
            }
            r->out->shortfall_bound =
                -(r->best_bound + THRIFT * r->public_most + taken_for_floors(r));
            bil_run_end_pass(r);
            bil_shared_limit_shortfall(&r->out->shared, units);
            r->valued = (bil_valued_by){.score = 1.0, .thrift = THRIFT};
            r->pass = 1;
        }
    }
    if (status == BIL_OK) {
        status = one_pass(r, err);
    }
    if (status == BIL_OK) {
        status = bil_run_leave_known(r, err);
    }
    return status == BIL_OK ? conclude(r, err) : status;
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
                          .objective = objective};
    if (a->persons == NULL) {
        bil_allocation_free(a);
        return NULL;
    }
    return a;
}

bil_status bil_allocate(bil_allocation **out, const bil_district *district,
                        const bil_case *const *persons, size_t count,
                        const bil_allocate_settings *settings, bil_error *err)
{
    bil_allocation *allocation = new_allocation(count, settings->objective);
    if (allocation == NULL) {
        return bil_fail_nomem(err);
    }
    bil_sharing r = {.out = allocation, .settings = settings, .persons = persons, .count = count};
    atomic_init(&r.stop, false);
    bil_status status = bil_run_make_room(&r) ? BIL_OK : bil_fail_nomem(err);
    if (status == BIL_OK) {
        status =
            bil_shared_build(&allocation->shared, district, persons, count, allocation->arena, err);
    }
    if (status == BIL_OK) {
        status = solve(&r, err);
    }
    bil_run_free(&r);
    if (status != BIL_OK) {
        bil_allocation_free(allocation);
        return status;
    }
    *out = allocation;
    return BIL_OK;
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
