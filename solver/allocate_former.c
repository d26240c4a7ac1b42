/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be kept, and the plans of before that do keep it.
 *
 * As long as those fit into the limits together, a run begins with them, and whenever it is stopped
 * nobody has less. Where they do not fit, the sum of scores says whose have to go. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/check.h"
#include "solver/allocate_impl.h"
#include "solver/workers.h"

typedef struct {
    bil_sharing *run;
    bil_record **found;
} search;

static bil_status begin(void **room, void *payload, bil_error *err)
{
    bil_pricer *pricer = NULL;
    const bil_status status = bil_pricer_new(&pricer, &((search *)payload)->run->out->shared, err);
    *room = pricer;
    return status;
}

static void end(void *room, void *payload)
{
    (void)payload;
    bil_pricer_free(room);
}

static const bil_packed *packed_of(const bil_sharing *r, size_t i)
{
    const bil_allocate_settings *asked = r->settings;
    if (asked->former != NULL && asked->former[i] != NULL) {
        return asked->former[i];
    }
    return asked->floors == NULL ? NULL : asked->floors[i];
}

static bil_status passes(bool *out, const bil_case *person, const bil_packed *packed,
                         bil_error *err)
{
    bil_plan *plan = NULL;
    bil_verdict verdict;
    bil_status status = bil_package_plan(&plan, person, packed, err);
    if (status == BIL_OK) {
        status = bil_check(&verdict, plan, person, plan->arena, err);
    }
    *out = status == BIL_OK && verdict.count == 0;
    bil_plan_free(plan);
    return status;
}

/* The plan as it was paid, or with other payers, if that is a plan and keeps what it must. */
static bil_status look_at(search *s, bil_pricer *pricer, size_t i, bool anew, bil_arena *arena,
                          bil_error *err)
{
    const bil_sharing *r = s->run;
    const bil_case *person = r->persons[i];
    bil_priced found;
    bool sound = false;
    bil_status status =
        bil_price_packed(&found, pricer, person, packed_of(r, i), anew, &r->valued, arena, err);
    if (status == BIL_OK && found.has_package) {
        status = passes(&sound, person, &found.packed, err);
    }
    if (status != BIL_OK || !sound) {
        return status;
    }
    bil_record *it = bil_record_new(i, &found, person->phase_count);
    if (it == NULL) {
        return bil_fail_nomem(err);
    }
    if (bil_run_breaks_floor(r, it)) {
        bil_record_free(it);
    } else {
        s->found[i] = it;
    }
    return BIL_OK;
}

static bil_status find_one(size_t i, void *room, void *payload, bil_error *err)
{
    search *s = payload;
    const bil_sharing *r = s->run;
    if (packed_of(r, i) == NULL || r->failed[i] || !bil_run_breaks_floor(r, r->records[i])) {
        return BIL_OK;
    }
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_error own = {0};
    bil_status status = look_at(s, room, i, false, arena, &own);
    if (status == BIL_OK && s->found[i] == NULL) {
        status = look_at(s, room, i, true, arena, &own);
    }
    bil_arena_free(arena);
    return status == BIL_E_NOMEM ? bil_fail_nomem(err) : BIL_OK; /* else it is no plan now */
}

static bool tick(size_t done, void *payload)
{
    (void)bil_run_tell(((search *)payload)->run, done);
    return true; /* what nobody may lose: it is short, and never cut */
}

bil_status bil_run_find_former(bil_sharing *r, bil_record **out, bil_error *err)
{
    search s = {.run = r, .found = out};
    const bil_work work = {
        .begin = begin, .end = end, .item = find_one, .tick = tick, .payload = &s};
    return bil_workers_run(NULL, &work, r->count, r->settings->jobs, err);
}

/* --- do they fit? ----------------------------------------------------------------------------- */

typedef struct {
    double *used;
    double *limits; /* no less than what all have today */
} sums;

static void add(double *used, const bil_record *it, double times)
{
    for (size_t k = 0; k < it->use_count; k++) {
        used[it->uses[k].row] += times * it->uses[k].amount;
    }
}

static bool open_sums(sums *s, const bil_sharing *r)
{
    const bil_shared *shared = &r->out->shared;
    *s = (sums){.used = calloc(shared->row_count + 1, sizeof *s->used),
                .limits = calloc(shared->row_count + 1, sizeof *s->limits)};
    if (s->used == NULL || s->limits == NULL) {
        return false;
    }
    for (size_t i = 0; i < r->count; i++) {
        add(s->used, r->records[i], 1.0);
    }
    for (size_t row = 0; row < shared->row_count; row++) {
        s->limits[row] = fmax(shared->rows[row].limit, s->used[row]);
    }
    return true;
}

static void close_sums(sums *s)
{
    free(s->used);
    free(s->limits);
}

static void swap(sums *s, const bil_record *from, const bil_record *to)
{
    add(s->used, from, -1.0);
    add(s->used, to, 1.0);
}

static bool within(const sums *s, const bil_sharing *r)
{
    for (size_t row = 0; row < r->out->shared.row_count; row++) {
        if (s->used[row] > s->limits[row]) {
            return false;
        }
    }
    return true;
}

bil_status bil_run_former_fits(bool *out, bil_sharing *r, bil_record *const *former, bil_error *err)
{
    sums s;
    const bool room = open_sums(&s, r);
    for (size_t i = 0; room && i < r->count; i++) {
        if (former[i] != NULL) {
            swap(&s, r->records[i], former[i]);
        }
    }
    *out = room && within(&s, r);
    r->out->former_over = room && !*out;
    close_sums(&s);
    return room ? BIL_OK : bil_fail_nomem(err);
}

/* --- to begin with ---------------------------------------------------------------------------- */

/* All of them, or one after another those that fit; the others are packages like any. */
static bil_status take(bil_sharing *r, bil_record **found, bool all, sums *s, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < r->count; i++) {
        bil_record *it = found[i];
        if (it == NULL) {
            continue;
        }
        swap(s, r->records[i], it);
        if (all || within(s, r)) {
            r->begins[i] = r->record_count;
        } else {
            swap(s, it, r->records[i]);
        }
        found[i] = NULL;
        status = bil_run_keep(r, it, err);
    }
    return status;
}

static bool all_kept(const bil_sharing *r)
{
    for (size_t i = 0; i < r->count; i++) {
        if (bil_run_has_floor(r, i) && bil_run_breaks_floor(r, r->records[r->begins[i]])) {
            return false;
        }
    }
    return true;
}

bil_status bil_run_begin_with_former(bil_sharing *r, bil_error *err)
{
    sums s = {0};
    bool all = false;
    bil_record **found = calloc(r->count + 1, sizeof(bil_record *));
    bil_status status = found == NULL ? bil_fail_nomem(err) : bil_run_find_former(r, found, err);
    if (status == BIL_OK) {
        status = bil_run_former_fits(&all, r, found, err);
    }
    if (status == BIL_OK) {
        status = open_sums(&s, r) ? take(r, found, all, &s, err) : bil_fail_nomem(err);
        r->keeps = all_kept(r);
    }
    for (size_t i = 0; found != NULL && i < r->count; i++) {
        bil_record_free(found[i]);
    }
    free((void *)found);
    close_sums(&s);
    return status;
}

/* --- whose has to go -------------------------------------------------------------------------- */

/* What was chosen is begun with; how many have less than they had to keep. */
static size_t let_go(bil_sharing *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->count; i++) {
        r->begins[i] = r->store->tag[r->choice[i]];
        if (bil_run_breaks_floor(r, r->records[r->begins[i]])) {
            r->let_go[i] = true;
            count++;
        }
    }
    return count;
}

bil_status bil_run_settle_floors(bil_sharing *r, bool *done, bil_error *err)
{
    const bil_valued_by valued = r->valued;
    r->valued = (bil_valued_by){.score = 1.0, .thrift = valued.thrift};
    const bil_status status = bil_run_pass(r, err);
    if (status != BIL_OK) {
        return status;
    }
    *done = let_go(r) == 0 && r->settings->objective == BIL_OBJECTIVE_UTILITARIAN;
    r->keeps = true;
    r->valued = valued;
    if (!*done) {
        bil_run_end_pass(r);
    }
    return BIL_OK;
}
