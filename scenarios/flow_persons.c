/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Those who are here as cases for the months to come, and what became of them. */

#include <stdlib.h>
#include <string.h>

#include "engine/money.h"
#include "scenarios/flow_impl.h"

enum { ALL_BP = 10000, HUNDREDTHS = 100 };

/* ---- as they are now ---- */

/* The phase of the person's own path: its months count from the first plan. */
static size_t phase_of(const bil_flow_person *each, const bil_case *person, int month)
{
    int gone = each->first_plan < 0 ? 0 : month - each->first_plan;
    size_t t = 0;
    while (t + 1 < person->phase_count && gone >= person->phases[t].months) {
        gone -= person->phases[t].months;
        t++;
    }
    return t;
}

static int64_t lighter(int64_t target, const bil_flow *flow, int times)
{
    for (int k = 0; k < times; k++) {
        target = bil_div_round(target * flow->lighter_bp, ALL_BP);
    }
    return target;
}

/* One phase, of these months. */
static bil_status set_phase(bil_case *person, const bil_flow_world *world,
                            const bil_flow_person *each, int month, int months, bil_error *err)
{
    bil_arena *arena = world->base.arena;
    const size_t t = phase_of(each, person, month);
    bil_phase *phase = bil_arena_alloc(arena, 1, sizeof *phase);
    int64_t *targets = bil_arena_alloc(arena, person->need_count, sizeof *targets);
    bil_override *overrides = bil_arena_alloc(arena, person->override_count, sizeof *overrides);
    size_t count = 0;
    if (phase == NULL || targets == NULL || overrides == NULL) {
        return bil_fail_nomem(err);
    }
    *phase = person->phases[t];
    phase->months = months;
    phase->start = bil_date_add_months(world->first_day, month);
    for (size_t n = 0; n < person->need_count; n++) {
        targets[n] = lighter(person->phases[t].targets[n], &world->flow, each->lighter);
    }
    phase->targets = targets;
    for (size_t k = 0; k < person->override_count; k++) {
        if (person->overrides[k].phase == SIZE_MAX || person->overrides[k].phase == t) {
            overrides[count] = person->overrides[k];
            overrides[count].phase = overrides[count].phase == SIZE_MAX ? SIZE_MAX : 0;
            count++;
        }
    }
    person->phases = phase;
    person->phase_count = 1;
    person->start = phase->start;
    person->overrides = overrides;
    person->override_count = count;
    return BIL_OK;
}

/* What was bought once stays. */
static bil_status add_once(bil_case *person, const bil_flow_world *world,
                           const bil_flow_person *each, bil_error *err)
{
    bil_need *needs = bil_arena_alloc(world->base.arena, person->need_count, sizeof *needs);
    if (needs == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t n = 0; n < person->need_count; n++) {
        needs[n] = person->needs[n];
        needs[n].already_covered += n < each->once_count ? each->once[n] : 0;
    }
    person->needs = needs;
    return BIL_OK;
}

/* Who comes to another phase of their path needs other things: of the plan only the score is kept.
 */
static void look_at_phase(bil_flow_person *each, const bil_case *person, int month)
{
    const size_t phase = phase_of(each, person, month);
    each->redo = each->redo || (each->runs && each->first_plan < month && phase != each->phase);
    each->phase = phase;
}

static bil_status put_person(bil_applicant *out, const bil_flow_world *world, bil_flow_person *each,
                             int month, int months, bil_error *err)
{
    const bil_applicant *like = NULL;
    for (size_t i = 0; like == NULL && i < world->base.count; i++) {
        if (strcmp(world->base.persons[i].person->id, each->like) == 0) {
            like = &world->base.persons[i];
        }
    }
    BIL_ASSERT(like != NULL); /* who is like nobody left */
    *out = *like;
    out->granted = NULL;
    bil_status status = bil_case_copy(&out->person, like->person, world->base.arena, err);
    if (status != BIL_OK) {
        return status;
    }
    out->person->id = each->id;
    if (each->newcomer) {
        out->person->in_place_count = 0;
        out->requested_on = bil_date_add_months(world->first_day, each->came);
    }
    look_at_phase(each, out->person, month);
    status = set_phase(out->person, world, each, month, months, err);
    return status == BIL_OK && each->once_count > 0 ? add_once(out->person, world, each, err)
                                                    : status;
}

bil_status bil_flow_gather(bil_flow_world *world, int month, int months, bil_error *err)
{
    bil_population *base = &world->base;
    bil_applicant *persons = calloc(world->count + 1, sizeof *persons);
    size_t *here = realloc(world->here, (world->count + 1) * sizeof *here);
    world->here = here == NULL ? world->here : here;
    int64_t *least = realloc(world->least_e9, (world->count + 1) * sizeof *least);
    world->least_e9 = least == NULL ? world->least_e9 : least;
    bil_status status =
        persons == NULL || here == NULL || least == NULL ? bil_fail_nomem(err) : BIL_OK;
    size_t count = 0;
    for (size_t i = 0; status == BIL_OK && i < world->count; i++) {
        if (world->list[i].here) {
            status = put_person(&persons[count], world, &world->list[i], month, months, err);
            here[count++] = i;
        }
    }
    if (status != BIL_OK) {
        free(persons);
        return status;
    }
    for (size_t k = 0; k < count; k++) {
        bil_flow_person *each = &world->list[here[k]];
        least[k] = each->redo ? each->score_e9 : 0;
        persons[k].granted = each->redo ? NULL : each->plan;
        if (each->redo) {
            bil_plan_free(each->plan);
        }
        each->plan = NULL;
    }
    for (size_t i = 0; i < base->count; i++) {
        bil_plan_free(base->persons[i].granted); /* taken over on the first day */
    }
    free(base->persons);
    base->persons = persons;
    base->count = count;
    base->district->persons = (int64_t)count;
    world->here_count = count;
    return BIL_OK;
}

/* ---- what became of them ---- */

bool bil_flow_let_go(bil_flow_world *world, bil_allocated *done)
{
    bool some = false;
    for (size_t k = 0; k < world->here_count; k++) {
        bil_flow_person *each = &world->list[world->here[k]];
        const bil_allotted_person *found = &done->report->persons[k];
        const bool unfit =
            found->kept_dropped || (each->redo && found->status == BIL_ALLOTTED_WAITING);
        if (each->runs && unfit && !each->dropped) {
            each->dropped = true;
            each->redo = false;
            world->least_e9[k] = 0;
            bil_plan_free(done->population.persons[k].granted);
            done->population.persons[k].granted = NULL;
            some = true;
        }
    }
    return some;
}

/* What was bought once covers its needs from now on, and is not bought again. */
static bil_status keep_once(bil_flow_person *each, const bil_case *person, bil_plan *plan,
                            bil_error *err)
{
    const bil_plan_phase *from = &plan->phases[0];
    bil_plan_phase *phase = bil_arena_alloc(plan->arena, 1, sizeof *phase);
    bil_line *lines = bil_arena_alloc(plan->arena, from->line_count, sizeof *lines);
    size_t count = 0;
    if (phase == NULL || lines == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < from->line_count; k++) {
        const bil_line *line = &from->lines[k];
        if (!line->one_off) {
            lines[count++] = *line;
            continue;
        }
        if (each->once == NULL) {
            each->once = calloc(person->need_count + 1, sizeof *each->once);
            each->once_count = each->once == NULL ? 0 : person->need_count;
        }
        if (each->once == NULL) {
            return bil_fail_nomem(err);
        }
        const bil_service *service = &person->catalogue->services[line->service];
        for (size_t e = 0; e < service->effect_count; e++) {
            for (size_t n = 0; n < person->need_count; n++) {
                if (person->needs[n].domain == service->effects[e].domain) {
                    each->once[n] += service->effects[e].hundredths * line->quantity;
                }
            }
        }
    }
    *phase = *from;
    phase->lines = lines;
    phase->line_count = count;
    plan->phases = phase;
    plan->phase_count = 1;
    return BIL_OK;
}

static void count_waiting(int64_t *values, const bil_allotted_person *found)
{
    static const bil_flow_figure why[] = {[BIL_WAITS_NOT] = BIL_FLOW_WAITING_EITHER,
                                          [BIL_WAITS_MONEY] = BIL_FLOW_WAITING_MONEY,
                                          [BIL_WAITS_PLACE] = BIL_FLOW_WAITING_PLACE,
                                          [BIL_WAITS_BOTH] = BIL_FLOW_WAITING_EITHER,
                                          [BIL_WAITS_STOPPED] = BIL_FLOW_NOT_REACHED};
    values[BIL_FLOW_WAITING]++;
    values[why[found->waits]]++;
}

/* Without a plan of the district: what do they wait for, and since when? */
static void count_without(int64_t *values, const bil_flow_person *each,
                          const bil_allotted_person *found, int month)
{
    switch (found->status) {
    case BIL_ALLOTTED_WAITING:
        count_waiting(values, found);
        if (month - each->came > values[BIL_FLOW_LONGEST]) {
            values[BIL_FLOW_LONGEST] = month - each->came;
        }
        break;
    case BIL_ALLOTTED_PLAN:
    case BIL_ALLOTTED_TODAY:
        values[BIL_FLOW_AS_TODAY]++;
        break;
    case BIL_ALLOTTED_NONE:
    case BIL_ALLOTTED_FAILED:
        values[BIL_FLOW_NOT_REACHED]++;
        break;
    }
}

/* Whose plan runs after this allocation; `waited` sums the months of those who start. */
static bool goes_on(int64_t *values, bil_flow_person *each, const bil_allotted_person *found,
                    int month, int64_t *waited)
{
    const bool ran = each->runs;
    each->runs =
        found->status == BIL_ALLOTTED_PLAN || (ran && !each->redo && !each->dropped && found->kept);
    values[BIL_FLOW_REDUCED] += each->dropped && each->runs ? 1 : 0;
    each->redo = false;
    each->dropped = false;
    if (each->runs && each->first_plan < 0) {
        values[BIL_FLOW_STARTED]++;
        *waited += month - each->came;
        each->first_plan = month;
    }
    if (each->runs && !ran) {
        each->plan_from = month;
        each->reviewed = month;
    }
    if (ran && !each->runs && found->status != BIL_ALLOTTED_TODAY) {
        values[BIL_FLOW_LOST]++;
    }
    return each->runs;
}

bil_status bil_flow_note(bil_flow_world *world, bil_allocated *done, int month, bil_error *err)
{
    int64_t *values = world->now->values;
    const bil_allocation_report *report = done->report;
    int64_t waited = 0;
    bil_status status = BIL_OK;
    values[BIL_FLOW_PERSONS] = (int64_t)world->here_count;
    for (size_t k = 0; status == BIL_OK && k < world->here_count; k++) {
        bil_flow_person *each = &world->list[world->here[k]];
        const bil_allotted_person *found = &report->persons[k];
        each->score_e9 = found->score_e9;
        values[BIL_FLOW_PUBLIC] += found->public_cents;
        if (!goes_on(values, each, found, month, &waited)) {
            count_without(values, each, found, month);
            continue;
        }
        values[BIL_FLOW_RUNNING]++;
        each->plan = done->plans[k];
        done->plans[k] = NULL;
        status = keep_once(each, done->population.persons[k].person, each->plan, err);
    }
    if (values[BIL_FLOW_STARTED] > 0) {
        values[BIL_FLOW_WAITED] = bil_div_round(waited * HUNDREDTHS, values[BIL_FLOW_STARTED]);
    }
    for (size_t k = 0; k < world->here_count; k++) {
        values[BIL_FLOW_SCORE] += report->persons[k].score_e9;
        values[BIL_FLOW_SHORTFALL] += report->persons[k].shortfall_e9;
    }
    if (world->here_count > 0) {
        const int64_t count = (int64_t)world->here_count;
        values[BIL_FLOW_SCORE] = bil_div_round(values[BIL_FLOW_SCORE], count);
        values[BIL_FLOW_SHORTFALL] = bil_div_round(values[BIL_FLOW_SHORTFALL], count);
    }
    return status;
}
