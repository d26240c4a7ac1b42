/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/allocate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/number.h"
#include "data/plans.h"
#include "engine/align.h"
#include "engine/check.h"
#include "engine/check_district.h"
#include "solver/allocate.h"
#include "solver/allocate_report.h"
#include "solver/metrics.h"
#include "solver/rule.h"
#include "solver/workers.h"

enum { CHUNK = 512 };

/* Scores of plans in files are rounded to a billionth. */
#define SCORE_ROUNDING 2e-9

typedef struct {
    const bil_allocate_order *order;
    const bil_population *population;
    const bil_case **persons;
    const bil_packed **floors; /* NULL = none */
    bil_packed *floor_room;
    const bil_packed **former; /* plans of before, with --nested */
    bil_packed *former_room;
    bool *kept;           /* had a plan to keep */
    bool *lost;           /* a part of it is no longer on offer */
    double *score_floors; /* NULL = none */
    int64_t *before_e9;   /* score of the plan of before; -1 = none */
    bil_arena *arena;     /* of floors and plans of before */
    bil_allocation *allocation;
    bil_allotted_plan *plans;
    bil_outcomes *outcomes;
    bil_plan **chunk; /* plans at hand */
    bil_plan **plans_kept;
    size_t chunk_first;
    bil_district_sums *sums;
    bil_plans_writer *writer;
} action;

/* --- what must be kept ------------------------------------------------------------------------ */

/* As if the plan simply went on, by today's case. */
static bil_status pack(bil_packed *out, bool *whole, action *a, size_t i, const bil_plan *plan,
                       bil_error *err)
{
    const bil_case *person = a->persons[i];
    bil_plan *aligned = NULL;
    bil_status status = bil_plan_align(&aligned, plan, person, err);
    if (status == BIL_OK) {
        status = bil_plan_pack(out, whole, person, aligned, a->arena, err);
    }
    bil_plan_free(aligned);
    return status;
}

static bil_status keep_granted(action *a, size_t i, bil_error *err)
{
    const bil_plan *granted = a->population->persons[i].granted;
    bool whole = true;
    if (granted == NULL || granted->phase_count == 0) {
        return BIL_OK;
    }
    const bil_status status = pack(&a->floor_room[i], &whole, a, i, granted, err);
    if (status == BIL_OK) {
        a->floors[i] = &a->floor_room[i];
        a->kept[i] = true;
        a->lost[i] = !whole;
    }
    return status;
}

static bil_status keep_before(action *a, size_t i, const bil_plan *plan, bil_error *err)
{
    bool whole = true;
    a->before_e9[i] = plan->score_e9;
    if (plan->score_e9 <= 0 || plan->phase_count == 0) {
        return BIL_OK;
    }
    a->score_floors[i] = (double)plan->score_e9 * 1e-9 - SCORE_ROUNDING;
    a->former[i] = &a->former_room[i];
    return pack(&a->former_room[i], &whole, a, i, plan, err);
}

static bil_status read_nested(action *a, bil_faults *faults, bil_error *err)
{
    bil_plans_reader *reader = NULL;
    bil_status status = bil_plans_open(&reader, a->order->nested_path, a->population, faults, err);
    bool more = status == BIL_OK;
    while (more && status == BIL_OK) {
        bil_plan *plan = NULL;
        size_t i = 0;
        status = bil_plans_next(&plan, &i, &more, reader, err);
        if (status == BIL_OK && more && plan != NULL) {
            status = keep_before(a, i, plan, err);
        }
        bil_plan_free(plan);
    }
    if (status != BIL_OK) {
        bil_plans_leave(reader);
        return status;
    }
    return bil_plans_close(reader, err);
}

static bil_status gather_floors(action *a, bil_faults *faults, bil_error *err)
{
    const size_t room = a->population->count + 1;
    bil_status status = BIL_OK;
    a->kept = calloc(room, sizeof *a->kept);
    a->lost = calloc(room, sizeof *a->lost);
    a->persons = calloc(room, sizeof(bil_case *));
    a->floors = calloc(room, sizeof(bil_packed *));
    a->floor_room = calloc(room, sizeof *a->floor_room);
    a->score_floors = calloc(room, sizeof *a->score_floors);
    a->former = calloc(room, sizeof(bil_packed *));
    a->former_room = calloc(room, sizeof *a->former_room);
    a->before_e9 = calloc(room, sizeof *a->before_e9);
    a->arena = bil_arena_new();
    if (a->kept == NULL || a->lost == NULL || a->persons == NULL || a->floors == NULL ||
        a->floor_room == NULL || a->score_floors == NULL || a->former == NULL ||
        a->former_room == NULL || a->before_e9 == NULL || a->arena == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; status == BIL_OK && i < a->population->count; i++) {
        a->persons[i] = a->population->persons[i].person;
        a->before_e9[i] = -1;
        if (a->order->keep_granted) {
            status = keep_granted(a, i, err);
        }
        if (a->order->least_scores_e9 != NULL && a->order->least_scores_e9[i] > 0) {
            a->score_floors[i] = (double)a->order->least_scores_e9[i] * 1e-9 - SCORE_ROUNDING;
        }
    }
    if (status == BIL_OK && a->order->nested_path != NULL) {
        status = read_nested(a, faults, err);
    }
    return status;
}

/* --- plans, checked --------------------------------------------------------------------------- */

/* A plan of somebody who gets something new must pass; of those who stay as today it is only seen
 * whether what they have is a plan. */
static bil_status make_plan(size_t index, void *room, void *payload, bil_error *err)
{
    action *a = payload;
    const size_t i = a->chunk_first + index;
    const bil_allotted *allotted = &a->allocation->persons[i];
    bil_allotted_plan *to = &a->plans[i];
    bil_plan *plan = NULL;
    bil_verdict verdict = {0};
    (void)room;
    bil_status status = bil_package_plan(&plan, a->persons[i], allotted->packed, err);
    if (status == BIL_OK) {
        a->chunk[index] = plan;
        status = bil_check(&verdict, plan, a->persons[i], plan->arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    plan->checked = true;
    plan->check_passed = verdict.count == 0;
    plan->violations = verdict.items;
    plan->violation_count = verdict.count;
    plan->waived = verdict.waived;
    plan->waived_count = verdict.waived_count;
    if (!plan->check_passed && !allotted->waiting) {
        char where[160];
        (void)snprintf(where, sizeof where, "%s: %s, %s", a->persons[i]->id, verdict.items[0].rule,
                       verdict.items[0].where);
        return bil_fail(err, BIL_E_INTERNAL, where,
                        "un piano del distretto non supera il controllo indipendente",
                        "a plan of the district does not pass the independent check");
    }
    to->valid = plan->check_passed;
    to->kept = a->kept[i];
    to->score_e9 = plan->score_e9;
    to->shortfall_e9 = plan->shortfall_e9;
    to->public_cents = allotted->public_cents;
    for (size_t t = 0; t < plan->phase_count; t++) {
        to->lines += plan->phases[t].line_count;
    }
    return bil_outcomes_fill(a->outcomes, i, &a->population->persons[i], plan, err);
}

static bil_status take_plan(action *a, size_t i, const bil_plan *plan, bil_error *err)
{
    if (plan == NULL || !bil_district_sums_add(a->sums, a->persons[i], plan)) {
        return bil_fail(err, BIL_E_INTERNAL, a->persons[i]->id,
                        "il piano esce dai mesi del distretto",
                        "the plan leaves the months of the district");
    }
    if (a->writer != NULL && plan->check_passed) {
        bil_plans_add(a->writer, plan);
    }
    return BIL_OK;
}

static bil_status take_chunk(action *a, size_t count, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t k = 0; k < count; k++) {
        bil_plan *plan = a->chunk[k];
        a->chunk[k] = NULL;
        if (status == BIL_OK) {
            status = take_plan(a, a->chunk_first + k, plan, err);
        }
        if (a->plans_kept != NULL) {
            a->plans_kept[a->chunk_first + k] = plan;
            plan = NULL;
        }
        bil_plan_free(plan);
    }
    return status;
}

static bil_status all_plans(action *a, bil_error *err)
{
    const size_t count = a->population->count;
    const bil_work work = {.item = make_plan, .payload = a};
    bil_status status =
        bil_outcomes_new(&a->outcomes, a->population->district->catalogue, count, err);
    if (status != BIL_OK) {
        return status;
    }
    a->plans = calloc(count + 1, sizeof *a->plans);
    a->chunk = calloc(CHUNK, sizeof(bil_plan *));
    a->plans_kept = a->order->keep_plans ? calloc(count + 1, sizeof(bil_plan *)) : NULL;
    if (a->plans == NULL || a->chunk == NULL || (a->order->keep_plans && a->plans_kept == NULL)) {
        return bil_fail_nomem(err);
    }
    for (a->chunk_first = 0; status == BIL_OK && a->chunk_first < count; a->chunk_first += CHUNK) {
        const size_t left = count - a->chunk_first;
        const size_t now = left < CHUNK ? left : CHUNK;
        status = bil_workers_run(NULL, &work, now, a->order->jobs, err);
        if (status == BIL_OK) {
            status = take_chunk(a, now, err);
        }
        if (a->writer != NULL && bil_plans_failed(a->writer)) {
            break; /* its end will tell why */
        }
    }
    for (size_t k = 0; k < CHUNK; k++) {
        bil_plan_free(a->chunk[k]);
    }
    return status;
}

/* Limits added up anew must say what the solver said: row by row, and that all hold. */
static bil_status look_at_limits(const action *a, bil_error *err)
{
    const bil_shared *shared = &a->allocation->shared;
    bil_district_excess excess = {0};
    for (size_t r = 0; r < shared->row_count; r++) {
        const bil_shared_row *row = &shared->rows[r];
        int64_t found = 0;
        if (row->kind == BIL_SHARED_SHORTFALL) {
            continue;
        }
        if (row->kind == BIL_SHARED_POOL) {
            found = bil_district_money(a->sums, row->index, row->from / 12);
        } else {
            for (int month = row->from; month < row->from + row->months; month++) {
                const int64_t units = bil_district_units(a->sums, row->index, month);
                found = units > found ? units : found;
            }
        }
        if ((double)found > a->allocation->used[r]) {
            excess.code = row->kind == BIL_SHARED_POOL
                              ? shared->district->catalogue
                                    ->sources[shared->district->pools[row->index].source]
                                    .code
                              : shared->district->capacities[row->index].code;
            break;
        }
    }
    if (excess.code == NULL && (bil_district_holds(a->sums, &excess) || !a->allocation->within)) {
        return BIL_OK;
    }
    return bil_fail(err, BIL_E_INTERNAL, excess.code,
                    "i piani insieme non stanno nei limiti del distretto",
                    "the plans together do not keep to the district's limits");
}

static bil_status check_all(action *a, bil_error *err)
{
    const bil_shared *shared = &a->allocation->shared;
    const int year = shared->first_month / 12;
    const bil_date first = year * 10000 + (shared->first_month % 12 + 1) * 100 + 1;
    bil_status status =
        bil_district_sums_new(&a->sums, a->population->district, first, shared->last_month, err);
    if (status == BIL_OK) {
        status = all_plans(a, err);
    }
    if (status == BIL_OK && (a->writer == NULL || !bil_plans_failed(a->writer))) {
        status = look_at_limits(a, err);
    }
    return status;
}

/* --- the action ------------------------------------------------------------------------------- */

static bool free_progress(const bil_allocate_progress *now, void *payload)
{
    const action *a = payload;
    return a->order->progress == NULL || a->order->progress(now, a->order->payload);
}

static bil_status share_out(action *a, bil_allocation **out, bool nested, bil_error *err)
{
    bil_allocate_settings settings;
    bil_allocate_settings_init(&settings);
    settings.model = a->order->model;
    settings.alpha_e3 = a->order->alpha_e3;
    settings.shift_e9 = a->order->shift_e9;
    settings.gap_e9 = a->order->gap_e9;
    settings.jobs = a->order->jobs;
    settings.seed = a->order->seed;
    settings.floors = a->floors;
    settings.score_floors = nested ? a->score_floors : NULL;
    settings.former = nested ? a->former : NULL;
    settings.from = a->order->from;
    settings.keep_known = nested && a->order->keep_known;
    settings.progress = free_progress;
    settings.payload = a;
    const bil_rule_question question = {.district = a->population->district,
                                        .applicants = a->population->persons,
                                        .persons = a->persons,
                                        .count = a->population->count,
                                        .settings = &settings};
    return bil_share_out(out, a->order->rule, &question, err);
}

static int64_t value_e9(double value)
{
    return value < 9e9 ? (int64_t)(value * 1e9 + 0.5) : -1;
}

/* Who has less than with the plans of before; what is reached is to be had where somebody may lose,
 * too. */
static void tell_nested(const action *a, const bil_allocation *free_one, bil_allocation_report *r)
{
    r->former_over = a->allocation->former_over;
    r->free_stopped = free_one->stopped;
    r->free_value_e9 = value_e9(free_one->value);
    r->free_value_e9 = r->free_value_e9 < r->value_e9 ? r->value_e9 : r->free_value_e9;
    r->free_bound_e9 = value_e9(free_one->bound);
    for (size_t i = 0; i < r->person_count; i++) {
        bil_allotted_person *person = &r->persons[i];
        person->before_e9 = a->before_e9[i];
        person->less = person->score_e9 < person->before_e9;
        r->less_than_before += person->less ? 1 : 0;
    }
}

static bil_status report(action *a, const bil_allocation *free_one, bil_allocation_report **out,
                         bil_error *err)
{
    bil_allocate_settings settings;
    bil_allocate_settings_init(&settings);
    settings.gap_e9 = a->order->gap_e9;
    settings.jobs = a->order->jobs;
    const bil_status status =
        bil_allocate_report(out, a->allocation, a->persons, a->plans, &settings, err);
    if (status == BIL_OK && free_one != NULL) {
        tell_nested(a, free_one, *out);
    }
    if (status == BIL_OK) {
        for (size_t i = 0; i < (*out)->person_count; i++) {
            (*out)->persons[i].kept_dropped = (*out)->persons[i].kept_dropped || a->lost[i];
        }
    }
    return status;
}

static bil_status judge(action *a, bil_allocated *out, bil_error *err)
{
    bil_status status = bil_outcomes_take(a->outcomes, out->report, err);
    if (status == BIL_OK) {
        status = bil_metrics_compute(&out->metrics, a->outcomes, err);
    }
    if (status == BIL_OK) {
        out->report->metrics = out->metrics;
        out->outcomes = a->outcomes;
        a->outcomes = NULL;
    }
    return status;
}

static bil_status run(action *a, bil_allocated *out, bil_faults *faults, bil_error *err)
{
    bil_allocation *free_one = NULL;
    bil_status status = gather_floors(a, faults, err);
    /* Before the work, which may be long: a place that cannot be written is told at once. */
    if (status == BIL_OK && a->order->plans_path != NULL) {
        status = bil_plans_begin(&a->writer, a->order->plans_path, err);
    }
    if (status == BIL_OK) {
        status = share_out(a, &a->allocation, true, err);
    }
    /* What it costs that nobody loses is asked last: whatever time there is goes to the answer. */
    if (status == BIL_OK && a->order->nested_path != NULL) {
        status = share_out(a, &free_one, false, err);
    }
    if (status == BIL_OK) {
        out->known = a->allocation->known;
        a->allocation->known = NULL;
        status = check_all(a, err);
    }
    if (status == BIL_OK) {
        status = report(a, free_one, &out->report, err);
    }
    if (status == BIL_OK) {
        status = judge(a, out, err);
    }
    if (status == BIL_OK && a->writer != NULL) {
        bil_plans_writer *writer = a->writer;
        a->writer = NULL;
        status = bil_plans_commit(writer, err);
    }
    bil_allocation_free(free_one);
    return status;
}

bool bil_allocate_by(bil_allocate_order *order, const char *written)
{
    static const char alpha[] = "alpha=";
    const size_t length = sizeof alpha - 1;
    order->alpha_e3 = BIL_ALLOCATE_ALPHA_E3;
    if (bil_scenario_model(written) != NULL) {
        order->rule = BIL_SHARE_BY_CUSTOM;
        return true;
    }
    if (strncmp(written, alpha, length) != 0) {
        return bil_share_by_parse(&order->rule, written);
    }
    order->rule = BIL_SHARE_BY_ALPHA;
    return bil_number_decimal(&order->alpha_e3, written + length, strlen(written) - length, 3,
                              false) == BIL_NUMBER_OK;
}

static void close_plans(bil_plan **plans, size_t count)
{
    for (size_t i = 0; plans != NULL && i < count; i++) {
        bil_plan_free(plans[i]);
    }
    free((void *)plans);
}

bil_status bil_allocate_population(bil_allocated *out, const bil_allocate_order *order,
                                   bil_faults *faults, bil_error *err)
{
    action a = {.order = order, .population = &out->population};
    const bil_status status = run(&a, out, faults, err);
    if (status == BIL_OK) {
        out->plans = a.plans_kept;
    } else {
        close_plans(a.plans_kept, out->population.count);
    }
    bil_plans_abandon(a.writer);
    bil_district_sums_free(a.sums);
    bil_allocation_free(a.allocation);
    bil_arena_free(a.arena);
    bil_outcomes_free(a.outcomes);
    free(a.plans);
    free((void *)a.chunk);
    free((void *)a.persons);
    free((void *)a.floors);
    free(a.floor_room);
    free(a.score_floors);
    free((void *)a.former);
    free(a.former_room);
    free(a.before_e9);
    free(a.kept);
    free(a.lost);
    if (status != BIL_OK) {
        bil_allocated_close(out);
    }
    return status;
}

bil_status bil_allocate_district(bil_allocated *out, const char *folder,
                                 const bil_catalogue *catalogue, const bil_allocate_order *order,
                                 bil_faults *faults, bil_error *err)
{
    memset(out, 0, sizeof *out);
    bil_status status = bil_population_load(&out->population, folder, catalogue, faults, err);
    if (status == BIL_OK) {
        status = bil_levers_pull(&out->population, order->changes, order->change_count, order->seed,
                                 err);
    }
    if (status != BIL_OK) {
        bil_allocated_close(out);
        return status;
    }
    return bil_allocate_population(out, order, faults, err);
}

void bil_allocated_close(bil_allocated *allocated)
{
    bil_allocation_report_free(allocated->report);
    bil_metrics_free(allocated->metrics);
    bil_known_free(allocated->known);
    bil_outcomes_free(allocated->outcomes);
    close_plans(allocated->plans, allocated->population.count);
    allocated->plans = NULL;
    allocated->report = NULL;
    allocated->metrics = NULL;
    allocated->known = NULL;
    allocated->outcomes = NULL;
    bil_population_free(&allocated->population);
}
