/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/waiting.h"
#include "solver/workers.h"

typedef struct {
    bil_allocation_report *report;
    const bil_allocation *allocation;
    const bil_case *const *persons;
    const bil_allotted_plan *plans;
    bool unfinished; /* stopped before the gap was reached: nobody knows who would have waited */
    size_t *who;     /* those who got nothing new */
    size_t who_count;
    bil_waiting *found; /* one per `who`; what they lack is owned */
    bool *failed;
} reporting;

static int64_t e9(double value)
{
    return isfinite(value) ? llround(value * 1e9) : -1;
}

/* Of 1,000 € more, or of one unit a month; negative when the allocation has no prices. */
static int64_t price(const bil_allocation *a, size_t row)
{
    return a->has_prices ? e9(a->next[row]) : -1;
}

static bil_status put_rows(reporting *r, bil_error *err)
{
    const bil_shared *shared = &r->allocation->shared;
    const bil_district *d = shared->district;
    bil_shared_result *rows =
        bil_arena_alloc(r->report->arena, shared->row_count + 1, sizeof *rows);
    if (rows == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < shared->row_count; k++) {
        const bil_shared_row *row = &shared->rows[k];
        bil_shared_result *to = &rows[k];
        if (row->kind == BIL_SHARED_SHORTFALL) {
            continue; /* the last one, and nobody's limit */
        }
        r->report->shared_count = k + 1;
        *to = (bil_shared_result){.pool = row->kind == BIL_SHARED_POOL,
                                  .source = BIL_NONE,
                                  .service = BIL_NONE,
                                  .from = row->from,
                                  .months = row->months,
                                  .limit = llround(row->limit),
                                  .used = llround(r->allocation->used[k]),
                                  .price_e9 = price(r->allocation, k)};
        if (to->pool) {
            to->source = d->pools[row->index].source;
            to->code = d->catalogue->sources[to->source].code;
        } else {
            to->service = d->capacities[row->index].service;
            to->provider = to->service == BIL_NONE;
            to->code = d->capacities[row->index].code;
        }
    }
    r->report->shared = rows;
    return BIL_OK;
}

/* --- who waits -------------------------------------------------------------------------------- */

static bil_status begin(void **room, void *payload, bil_error *err)
{
    bil_pricer *pricer = NULL;
    const bil_status status =
        bil_pricer_new(&pricer, &((reporting *)payload)->allocation->shared, err);
    *room = pricer;
    return status;
}

static void end(void *room, void *payload)
{
    (void)payload;
    bil_pricer_free(room);
}

/* Only what somebody lacks is kept: what it was found out with is a hundred times as much. */
static bil_status look(size_t index, void *room, void *payload, bil_error *err)
{
    reporting *r = payload;
    const size_t i = r->who[index];
    bil_waiting *found = &r->found[index];
    bil_error own = {0};
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = (r->unfinished ? bil_waiting_gains : bil_waiting_why)(
        found, room, r->allocation, i, r->persons[i], arena, &own);
    const size_t count = status == BIL_OK ? found->lacking_count : 0;
    bil_use *lacking = malloc((count + 1) * sizeof *lacking);
    if (lacking != NULL && count > 0) {
        memcpy(lacking, found->lacking, count * sizeof *lacking);
    }
    found->lacking = lacking;
    found->lacking_count = count;
    bil_arena_free(arena);
    if (status == BIL_E_NOMEM || lacking == NULL) {
        return bil_fail_nomem(err);
    }
    r->failed[index] = status != BIL_OK;
    return BIL_OK;
}

static bil_waits_for waits_for(const reporting *r, const bil_waiting *found)
{
    if (!found->gains) {
        return BIL_WAITS_NOT;
    }
    if (r->unfinished) {
        return BIL_WAITS_STOPPED;
    }
    if (found->with_money == found->with_places) {
        return BIL_WAITS_BOTH;
    }
    return found->with_money ? BIL_WAITS_MONEY : BIL_WAITS_PLACE;
}

static bil_status put_waiting(reporting *r, size_t index, bil_error *err)
{
    bil_allotted_person *person = &r->report->persons[r->who[index]];
    const bil_waiting *found = &r->found[index];
    if (r->failed[index] || person->status == BIL_ALLOTTED_FAILED) {
        return BIL_OK;
    }
    person->waits = waits_for(r, found);
    if (person->waits != BIL_WAITS_NOT) {
        person->status = BIL_ALLOTTED_WAITING;
    } else if (!r->plans[r->who[index]].valid) {
        person->status = BIL_ALLOTTED_NONE;
    }
    bil_lacking *lacking =
        bil_arena_alloc(r->report->arena, found->lacking_count + 1, sizeof *lacking);
    if (lacking == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < found->lacking_count; k++) {
        if (found->lacking[k].row < r->report->shared_count) {
            lacking[person->lacking_count++] = (bil_lacking){
                .shared = found->lacking[k].row, .amount = llround(found->lacking[k].amount)};
        }
    }
    person->lacking = lacking;
    person->lacking_score_e9 = found->score >= 0.0 ? e9(found->score) : -1;
    return BIL_OK;
}

static bil_status look_at_waiting(reporting *r, int jobs, bil_error *err)
{
    const size_t room = r->allocation->count + 1;
    r->who = calloc(room, sizeof *r->who);
    r->found = calloc(room, sizeof *r->found);
    r->failed = calloc(room, sizeof *r->failed);
    if (r->who == NULL || r->found == NULL || r->failed == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < r->allocation->count; i++) {
        if (r->allocation->persons[i].waiting && !r->allocation->persons[i].failed) {
            r->who[r->who_count++] = i;
        }
    }
    const bil_work work = {.begin = begin, .end = end, .item = look, .payload = r};
    bil_status status = bil_workers_run(NULL, &work, r->who_count, jobs, err);
    for (size_t k = 0; status == BIL_OK && k < r->who_count; k++) {
        status = put_waiting(r, k, err);
    }
    return status;
}

/* --- persons ---------------------------------------------------------------------------------- */

static bil_status put_persons(reporting *r, bil_error *err)
{
    const bil_allocation *a = r->allocation;
    bil_allocation_report *report = r->report;
    report->persons = bil_arena_alloc(report->arena, a->count + 1, sizeof *report->persons);
    if (report->persons == NULL) {
        return bil_fail_nomem(err);
    }
    report->person_count = a->count;
    for (size_t i = 0; i < a->count; i++) {
        const bil_allotted *from = &a->persons[i];
        const bil_allotted_plan *plan = &r->plans[i];
        const char *why =
            from->failed && from->why != NULL ? bil_arena_text(report->arena, from->why) : "";
        report->persons[i] =
            (bil_allotted_person){.id = r->persons[i]->id,
                                  .status = from->failed    ? BIL_ALLOTTED_FAILED
                                            : from->waiting ? BIL_ALLOTTED_TODAY
                                                            : BIL_ALLOTTED_PLAN,
                                  .score_e9 = plan->score_e9,
                                  .shortfall_e9 = plan->shortfall_e9,
                                  .today_e9 = e9(from->today_score),
                                  .public_cents = plan->public_cents,
                                  .lines = plan->lines,
                                  .kept = plan->kept && !from->floor_dropped && !from->floor_missed,
                                  .kept_dropped = plan->kept && from->floor_dropped,
                                  .kept_missed = plan->kept && from->floor_missed,
                                  .before_e9 = -1,
                                  .lacking_score_e9 = -1,
                                  .why = why == NULL ? "" : why};
    }
    return BIL_OK;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bil_status put_sums(reporting *r, bil_error *err)
{
    bil_allocation_report *report = r->report;
    int64_t *scores = calloc(report->person_count + 1, sizeof *scores);
    if (scores == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < report->person_count; i++) {
        const bil_allotted_person *person = &report->persons[i];
        report->value_e9 += person->score_e9;
        report->shortfall_e9 += person->shortfall_e9;
        report->public_cents += person->public_cents;
        report->checked += r->plans[i].valid ? 1 : 0;
        scores[i] = person->score_e9;
    }
    qsort(scores, report->person_count, sizeof *scores, ascending);
    if (report->person_count > 0) {
        const int64_t count = (int64_t)report->person_count;
        report->mean_score_e9 = report->value_e9 / count;
        report->least_score_e9 = scores[0];
        report->tenth_score_e9 = scores[(count + 9) / 10 - 1];
    }
    free(scores);
    return BIL_OK;
}

static void count_persons(bil_allocation_report *report)
{
    for (size_t i = 0; i < report->person_count; i++) {
        report->by_status[report->persons[i].status]++;
        report->by_waits[report->persons[i].waits]++;
    }
}

/* The rule's own measure. Rounded as it does no harm: the level down, its bound up. */
static void put_level(const bil_allocation *a, bil_allocation_report *report)
{
    const bool least =
        a->objective == BIL_OBJECTIVE_MAX_MIN || a->objective == BIL_OBJECTIVE_LEXIMIN;
    report->level_e9 = report->level_bound_e9 = -1;
    report->least_bound_e9 = report->places_proven = -1;
    report->alpha_e3 = report->shift_e9 = -1;
    if (!a->has_level) {
        return;
    }
    report->level_e9 = (int64_t)floor(a->level * 1e9 + 1e-3);
    report->level_bound_e9 = isfinite(a->level_bound) ? (int64_t)ceil(a->level_bound * 1e9) : -1;
    report->gap_e9 = isfinite(a->gap) ? (int64_t)ceil(fmax(0.0, a->gap) * 1e9) : -1;
    if (least) {
        report->least_bound_e9 = (int64_t)ceil(a->least_bound * 1e9);
        report->places_proven = (int64_t)a->places_proven;
    } else {
        report->alpha_e3 = a->alpha_e3;
        report->shift_e9 = a->shift_e9;
    }
}

static void put_figures(reporting *r, const bil_allocate_settings *settings)
{
    const bil_allocation *a = r->allocation;
    bil_allocation_report *report = r->report;
    report->rule = a->rule;
    report->rule_says = a->rule_says;
    /* rounded up, and the plans' scores are each rounded: half a billionth for each person */
    report->bound_e9 =
        isfinite(a->bound) ? (int64_t)ceil(a->bound * 1e9) + (int64_t)a->count / 2 + 1 : -1;
    report->gap_e9 = -1;
    if (report->bound_e9 >= 0 && report->value_e9 > 0) {
        const double over = (double)(report->bound_e9 - report->value_e9);
        report->gap_e9 = over <= 0.0 ? 0 : (int64_t)ceil(over / (double)report->value_e9 * 1e9);
    } else if (report->bound_e9 >= 0 && report->bound_e9 <= report->value_e9) {
        report->gap_e9 = 0;
    }
    put_level(a, report);
    report->shortfall_bound_e9 = -1;
    if (a->objective == BIL_OBJECTIVE_ESSENTIAL_FIRST) {
        report->shortfall_bound_e9 = (int64_t)floor(fmax(0.0, a->shortfall_bound) * 1e9);
    }
    report->free_value_e9 = -1;
    report->free_bound_e9 = -1;
    report->rounds = a->rounds;
    report->packages = a->packages;
    report->priced = a->priced;
    report->by_optimiser = a->by_optimiser;
    report->unanswered = a->unanswered;
    if (!a->within) {
        report->status = BIL_ALLOCATION_OVER;
    } else if (report->gap_e9 >= 0 && report->gap_e9 <= settings->gap_e9) {
        report->status = BIL_ALLOCATION_OPTIMAL;
    } else {
        report->status = a->stopped ? BIL_ALLOCATION_STOPPED : BIL_ALLOCATION_FEASIBLE;
    }
}

bil_status bil_allocate_report(bil_allocation_report **out, const bil_allocation *allocation,
                               const bil_case *const *persons, const bil_allotted_plan *plans,
                               const bil_allocate_settings *settings, bil_error *err)
{
    reporting r = {.allocation = allocation, .persons = persons, .plans = plans};
    bil_arena *arena = bil_arena_new();
    r.report = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *r.report);
    if (r.report == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    r.report->arena = arena;
    r.report->district = allocation->shared.district;
    bil_status status = put_rows(&r, err);
    if (status == BIL_OK) {
        status = put_persons(&r, err);
    }
    if (status == BIL_OK) {
        status = put_sums(&r, err);
    }
    put_figures(&r, settings);
    r.unfinished = allocation->stopped && r.report->status != BIL_ALLOCATION_OPTIMAL;
    if (status == BIL_OK) {
        status = look_at_waiting(&r, settings->jobs, err);
    }
    count_persons(r.report);
    for (size_t k = 0; r.found != NULL && k < r.who_count; k++) {
        free(r.found[k].lacking);
    }
    free(r.who);
    free(r.found);
    free(r.failed);
    if (status != BIL_OK) {
        bil_arena_free(arena);
        return status;
    }
    *out = r.report;
    return BIL_OK;
}
