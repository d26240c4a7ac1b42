/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/outcomes.h"

#include <string.h>

#include "engine/fraction_impl.h"
#include "engine/money.h"
#include "engine/text.h"

enum { E9 = 1000000000 };

/* ---- room ---- */

static bool find_axes(bil_outcomes *o)
{
    const bil_catalogue *catalogue = o->catalogue;
    const char **axes = bil_arena_alloc(o->arena, catalogue->domain_count + 1, sizeof(char *));
    size_t *axis_of = bil_arena_alloc(o->arena, catalogue->domain_count + 1, sizeof *axis_of);
    if (axes == NULL || axis_of == NULL) {
        return false;
    }
    for (size_t d = 0; d < catalogue->domain_count; d++) {
        size_t a = 0;
        while (a < o->axis_count && !bil_text_same_ascii(axes[a], catalogue->domains[d].axis)) {
            a++;
        }
        if (a == o->axis_count) {
            axes[o->axis_count++] = catalogue->domains[d].axis;
        }
        axis_of[d] = a;
    }
    o->axes = axes;
    o->axis_of = axis_of;
    return true;
}

bil_status bil_outcomes_new(bil_outcomes **out, const bil_catalogue *catalogue, size_t persons,
                            bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_outcomes *o = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *o);
    if (o == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *o = (bil_outcomes){.arena = arena,
                        .catalogue = catalogue,
                        .count = persons,
                        .gap_e9 = -1,
                        .milliseconds = -1,
                        .sum_bound_e9 = -1,
                        .minimum_bound_e9 = -1};
    bool room = find_axes(o);
    o->rows = bil_arena_alloc(arena, persons + 1, sizeof *o->rows);
    if (room) {
        const size_t axes = o->axis_count * sizeof(int64_t);
        const size_t sources = catalogue->source_count * sizeof(int64_t);
        o->axis_asked = bil_arena_alloc(arena, persons + 1, axes);
        o->axis_missing_e9 = bil_arena_alloc(arena, persons + 1, axes);
        o->spent = bil_arena_alloc(arena, persons + 1, sources);
    }
    if (!room || o->rows == NULL || o->axis_asked == NULL || o->axis_missing_e9 == NULL ||
        o->spent == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *out = o;
    return BIL_OK;
}

void bil_outcomes_free(bil_outcomes *outcomes)
{
    if (outcomes != NULL) {
        bil_arena_free(outcomes->arena);
    }
}

/* ---- the person ---- */

int64_t bil_case_need_points(const bil_case *person)
{
    int64_t months = 0;
    int64_t points = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        const bil_phase *phase = &person->phases[t];
        months += phase->months;
        for (size_t n = 0; n < person->need_count; n++) {
            if (phase->targets[n] > 0) {
                points += phase->months * bil_need_weight(&person->needs[n]);
            }
        }
    }
    return months > 0 ? bil_div_round(points, months) : 0;
}

static void describe(bil_outcome_row *row, const bil_applicant *who)
{
    const bil_case *person = who->person;
    const int year = person->start / 10000;
    row->id = person->id;
    row->need_points = bil_case_need_points(person);
    row->isee_cents = person->isee_cents;
    row->age =
        person->birth_year > 0 && year >= person->birth_year ? year - person->birth_year : -1;
    row->sex = "";
    row->area = person->district == NULL ? "" : person->district;
    row->intensity_given = who->intensity_given;
    row->intensity = who->intensity;
    row->requested_on = who->requested_on;
    row->months = 0;
    for (size_t t = 0; t < person->phase_count; t++) {
        row->months += person->phases[t].months;
    }
}

/* ---- money ---- */

static void pay(bil_outcomes *o, size_t i, const bil_funding *piece, int64_t times)
{
    bil_outcome_row *row = &o->rows[i];
    if (piece->source >= o->catalogue->source_count) {
        return;
    }
    const bil_source *source = &o->catalogue->sources[piece->source];
    const int64_t cents = piece->cents * times;
    o->spent[i * o->catalogue->source_count + piece->source] += cents;
    row->cost_cents += cents;
    row->public_cents += source->is_public ? cents : 0;
    if (source->holder == BIL_HOLDER_PERSON && !source->is_public) {
        row->person_cents += cents;
        row->pension_cents += source->kind == BIL_SOURCE_PENSION ? cents : 0;
    }
}

/* Pensions in a month: what is left of them, and what they pay of all that comes every month. */
static int64_t pensions_month(const bil_outcomes *o, const bil_totals *totals)
{
    int64_t sum = totals->left_to_person_cents;
    for (size_t k = 0; k < totals->by_source_count; k++) {
        const bil_index source = totals->by_source[k].source;
        if (source < o->catalogue->source_count &&
            o->catalogue->sources[source].kind == BIL_SOURCE_PENSION &&
            o->catalogue->sources[source].holder == BIL_HOLDER_PERSON) {
            sum += totals->by_source[k].cents;
        }
    }
    return sum;
}

static void spend(bil_outcomes *o, size_t i, const bil_plan *plan)
{
    bil_outcome_row *row = &o->rows[i];
    for (size_t t = 0; t < plan->phase_count; t++) {
        const bil_plan_phase *phase = &plan->phases[t];
        bool residence = false;
        row->lines += phase->line_count;
        row->income_cents += pensions_month(o, &phase->totals) * phase->months;
        for (size_t l = 0; l < phase->line_count; l++) {
            const bil_line *line = &phase->lines[l];
            for (size_t k = 0; k < line->funding_count; k++) {
                pay(o, i, &line->funding[k], line->one_off ? 1 : phase->months);
            }
            residence = residence ||
                        (line->service < o->catalogue->service_count && line->quantity > 0 &&
                         o->catalogue->services[line->service].setting == BIL_SETTING_RESIDENTIAL);
        }
        row->residence_months += residence ? phase->months : 0;
    }
}

/* ---- needs ---- */

/* What one need asks for and lacks in one phase. */
typedef struct {
    size_t axis;
    int64_t asked;
    bil_fraction missing; /* × 10⁹, of `asked` */
} lack;

/* The share that is missing on one axis, rounded once. */
static void put_axis(bil_outcomes *o, size_t i, size_t axis, const lack *lacks, size_t count,
                     bil_fraction *terms)
{
    const size_t at = i * o->axis_count + axis;
    size_t used = 0;
    int64_t asked = 0;
    for (size_t k = 0; k < count; k++) {
        if (lacks[k].axis == axis) {
            asked += lacks[k].asked;
            terms[used++] = lacks[k].missing;
        }
    }
    const bil_wide whole = (bil_wide)asked;
    for (size_t k = 0; k < used && asked > 0; k++) {
        terms[k].bottom *= whole;
    }
    o->axis_asked[at] = asked;
    o->axis_missing_e9[at] = asked > 0 ? bil_fraction_sum_round(terms, used) : 0;
}

static size_t list_lacks(lack *out, bil_outcomes *o, size_t i, const bil_case *person,
                         const bil_plan *plan)
{
    bil_outcome_row *row = &o->rows[i];
    size_t count = 0;
    for (size_t t = 0; t < plan->phase_count; t++) {
        const bil_plan_phase *phase = &plan->phases[t];
        for (size_t k = 0; k < phase->coverage_count; k++) {
            const bil_coverage *coverage = &phase->coverage[k];
            if (coverage->need >= person->need_count || coverage->target <= 0) {
                continue;
            }
            const bil_need *need = &person->needs[coverage->need];
            const int64_t asked = bil_need_weight(need) * phase->months;
            const int64_t left = coverage->target - coverage->covered;
            out[count++] =
                (lack){.axis = o->axis_of[need->domain],
                       .asked = asked,
                       .missing = {(bil_wide)(left > 0 ? left : 0) * (bil_wide)asked * E9,
                                   (bil_wide)coverage->target}};
            if (need->floor_bp > 0) {
                row->floors++;
                row->floors_met +=
                    coverage->covered * 10000 >= need->floor_bp * coverage->target ? 1 : 0;
            }
        }
    }
    return count;
}

static bil_status look_at_needs(bil_outcomes *o, size_t i, const bil_case *person,
                                const bil_plan *plan, bil_error *err)
{
    size_t room = 1;
    for (size_t t = 0; t < plan->phase_count; t++) {
        room += plan->phases[t].coverage_count;
    }
    lack *lacks = bil_arena_alloc(plan->arena, room, sizeof *lacks);
    bil_fraction *terms = bil_arena_alloc(plan->arena, room, sizeof *terms);
    if (lacks == NULL || terms == NULL) {
        return bil_fail_nomem(err);
    }
    const size_t count = list_lacks(lacks, o, i, person, plan);
    for (size_t axis = 0; axis < o->axis_count; axis++) {
        put_axis(o, i, axis, lacks, count, terms);
    }
    return BIL_OK;
}

/* ---- what changes ---- */

/* Units a month of a service in a plan's first phase. */
static int64_t begins_with(const bil_plan *plan, bil_index service)
{
    int64_t quantity = 0;
    if (plan == NULL || plan->phase_count == 0) {
        return 0;
    }
    for (size_t l = 0; l < plan->phases[0].line_count; l++) {
        const bil_line *line = &plan->phases[0].lines[l];
        quantity += line->service == service ? line->quantity : 0;
    }
    return quantity;
}

static int64_t has_today(const bil_applicant *who, bil_index service)
{
    const bil_in_place *place = bil_case_in_place_of(who->person, service);
    const int64_t granted = begins_with(who->granted, service);
    const int64_t in_place = place == NULL ? 0 : place->quantity;
    return granted > in_place ? granted : in_place;
}

static void compare(bil_outcomes *o, size_t i, const bil_applicant *who, const bil_plan *plan)
{
    bil_outcome_row *row = &o->rows[i];
    for (bil_index s = 0; s < o->catalogue->service_count; s++) {
        const int64_t before = has_today(who, s);
        const int64_t after = begins_with(plan, s);
        row->today_services += before > 0 ? 1 : 0;
        if (before == after) {
            continue;
        }
        if (before == 0) {
            row->added++;
        } else if (after == 0) {
            row->ended++;
        } else {
            row->changed++;
        }
    }
}

bil_status bil_outcomes_fill(bil_outcomes *outcomes, size_t i, const bil_applicant *who,
                             const bil_plan *plan, bil_error *err)
{
    BIL_ASSERT(i < outcomes->count);
    bil_outcome_row *row = &outcomes->rows[i];
    *row = (bil_outcome_row){.score_e9 = plan->score_e9, .shortfall_e9 = plan->shortfall_e9};
    memset(&outcomes->spent[i * outcomes->catalogue->source_count], 0,
           outcomes->catalogue->source_count * sizeof *outcomes->spent);
    describe(row, who);
    spend(outcomes, i, plan);
    compare(outcomes, i, who, plan);
    return look_at_needs(outcomes, i, who->person, plan, err);
}

/* ---- the allocation ---- */

/* One pool, its years together; a pool's rows follow each other. */
static bil_status take_pools(bil_outcomes *o, const bil_allocation_report *report, bil_error *err)
{
    bil_outcome_pool *pools = bil_arena_alloc(o->arena, report->shared_count + 1, sizeof *pools);
    if (pools == NULL) {
        return bil_fail_nomem(err);
    }
    o->pool_count = 0;
    for (size_t k = 0; k < report->shared_count; k++) {
        const bil_shared_result *shared = &report->shared[k];
        if (!shared->pool) {
            continue;
        }
        size_t p = 0;
        while (p < o->pool_count && strcmp(pools[p].code, shared->code) != 0) {
            p++;
        }
        if (p == o->pool_count) {
            pools[o->pool_count++] = (bil_outcome_pool){.code = shared->code};
        }
        pools[p].limit_cents += shared->limit;
        pools[p].used_cents += shared->used;
    }
    o->pools = pools;
    return BIL_OK;
}

bil_status bil_outcomes_take(bil_outcomes *outcomes, const bil_allocation_report *report,
                             bil_error *err)
{
    BIL_ASSERT(outcomes->count == report->person_count);
    for (size_t i = 0; i < outcomes->count; i++) {
        outcomes->rows[i].status = report->persons[i].status;
        outcomes->rows[i].waits = report->persons[i].waits;
        outcomes->rows[i].today_e9 = report->persons[i].today_e9;
    }
    outcomes->gap_e9 = report->gap_e9;
    outcomes->sum_bound_e9 = -1;
    if (strcmp(report->rule, "utilitarian") == 0) {
        const bool nested = report->free_value_e9 >= 0;
        outcomes->sum_bound_e9 = nested ? report->free_bound_e9 : report->bound_e9;
    }
    outcomes->minimum_bound_e9 = bil_allocation_least_bound_e9(report);
    return take_pools(outcomes, report, err);
}
