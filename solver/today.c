/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/today.h"

#include <string.h>

#include "engine/outcome.h"
#include "solver/assemble.h"

typedef struct {
    const bil_case *person; /* the case as it is */
    bil_view view;          /* and its services in place, offered at the quantities they have */
    bil_view loose;         /* the same without ceilings of public money and personal allowance */
    bil_arena *arena;
    bil_choice choices[BIL_PHASES_MAX];
    bil_funding_found fundings[BIL_PHASES_MAX];
    bool funded;
} base_line;

static bool counts(const base_line *b, size_t phase, bil_index service)
{
    return phase == 0 || !b->person->catalogue->services[service].one_off;
}

/* The cheapest offer of a service; SIZE_MAX when it has none. */
static size_t cheapest(const bil_view_phase *phase, bil_index service)
{
    size_t best = SIZE_MAX;
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (phase->offers[o].service == service &&
            (best == SIZE_MAX || phase->offers[o].unit_price < phase->offers[best].unit_price)) {
            best = o;
        }
    }
    return best;
}

/* Only what is in use today, and one source more: payer or helper number `extra`, if any. */
static void use(const bil_view_phase *phase, bil_choice *choice, size_t extra)
{
    for (size_t r = 0; r < phase->payer_count; r++) {
        choice->uses[r] = !phase->payers[r].flagged || r == extra;
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        choice->draws[h] = !phase->helpers[h].flagged || phase->payer_count + h == extra;
    }
}

static bool flagged(const bil_view_phase *phase, size_t source)
{
    return source < phase->payer_count ? phase->payers[source].flagged
                                       : phase->helpers[source - phase->payer_count].flagged;
}

/* A source whose use a rule looks at is asked only when the others do not pay for everything. */
static bil_status fund_with(base_line *b, const bil_view *view, size_t t, bil_error *err)
{
    const bil_view_phase *phase = &view->phases[t];
    const size_t sources = phase->payer_count + phase->helper_count;
    bil_funding_found *found = &b->fundings[t];
    const bil_funding_wish wish = {0};
    for (size_t k = 0; k <= sources && !found->feasible; k++) {
        if (k > 0 && !flagged(phase, k - 1)) {
            continue;
        }
        use(phase, &b->choices[t], k == 0 ? SIZE_MAX : k - 1);
        const bil_status status =
            bil_fund(found, view, phase, &b->choices[t], &wish, b->arena, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

/* Within the ceilings if possible; else beyond them, and the check says so; else nobody pays. */
static bil_status fund_phase(base_line *b, size_t t, bil_error *err)
{
    const bil_view_phase *phase = &b->view.phases[t];
    bil_funding_found *found = &b->fundings[t];
    bil_status status = fund_with(b, &b->view, t, err);
    if (status == BIL_OK && !found->feasible) {
        status = fund_with(b, &b->loose, t, err);
    }
    if (status != BIL_OK || found->feasible) {
        return status;
    }
    b->funded = false;
    memset(found->cents, 0, phase->offer_count * phase->payer_count * sizeof *found->cents);
    for (size_t r = 0; r < phase->payer_count; r++) {
        found->used[r] = phase->payers[r].active;
    }
    return BIL_OK;
}

static bil_status settle(base_line *b, bil_error *err)
{
    for (size_t t = 0; t < b->view.phase_count; t++) {
        const bil_view_phase *phase = &b->view.phases[t];
        bil_choice *choice = &b->choices[t];
        choice->quantity =
            bil_arena_alloc(b->arena, phase->offer_count + 1, sizeof *choice->quantity);
        choice->uses = bil_arena_alloc(b->arena, phase->payer_count + 1, sizeof *choice->uses);
        choice->draws = bil_arena_alloc(b->arena, phase->helper_count + 1, sizeof *choice->draws);
        if (choice->quantity == NULL || choice->uses == NULL || choice->draws == NULL) {
            return bil_fail_nomem(err);
        }
        for (size_t i = 0; i < b->person->in_place_count; i++) {
            const bil_in_place *row = &b->person->in_place[i];
            const size_t o = cheapest(phase, row->service);
            if (o != SIZE_MAX && counts(b, t, row->service)) {
                choice->quantity[o] = row->quantity;
            }
        }
        const bil_status status = fund_phase(b, t, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

static const bil_line *line_of(const bil_plan_phase *phase, bil_index service)
{
    for (size_t i = 0; i < phase->line_count; i++) {
        if (phase->lines[i].service == service) {
            return &phase->lines[i];
        }
    }
    return NULL;
}

/* What is in place and not on offer (any more) stands all the same, without anybody who pays. */
static bil_status add_missing(base_line *b, bil_plan *plan, bil_plan_phase *phases, bil_error *err)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        bil_line *lines =
            bil_arena_alloc(plan->arena, b->person->in_place_count + 1, sizeof *lines);
        size_t count = 0;
        if (lines == NULL) {
            return bil_fail_nomem(err);
        }
        for (size_t i = 0; i < b->person->in_place_count; i++) {
            const bil_in_place *row = &b->person->in_place[i];
            const bil_line *there = line_of(&phases[t], row->service);
            if (!counts(b, t, row->service) || row->quantity == 0) {
                continue;
            }
            if (there == NULL) {
                b->funded = false;
                lines[count++] =
                    (bil_line){.code = b->person->catalogue->services[row->service].code,
                               .service = row->service,
                               .provider = BIL_NONE,
                               .quantity = row->quantity};
            } else {
                lines[count++] = *there;
            }
        }
        phases[t].lines = lines;
        phases[t].line_count = count;
    }
    plan->phases = phases;
    return BIL_OK;
}

static bil_status write(base_line *b, bil_plan *plan, bil_error *err)
{
    const bil_choice *choices[BIL_PHASES_MAX];
    const bil_funding_found *fundings[BIL_PHASES_MAX];
    for (size_t t = 0; t < b->view.phase_count; t++) {
        choices[t] = &b->choices[t];
        fundings[t] = &b->fundings[t];
    }
    const bil_person solved = {
        .status = BIL_GROUP_SOLVED, .choices = choices, .fundings = fundings};
    bil_status status = bil_assemble(plan, &b->view, &solved, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_plan_phase *phases = bil_arena_alloc(plan->arena, plan->phase_count + 1, sizeof *phases);
    if (phases == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(phases, plan->phases, plan->phase_count * sizeof *phases);
    status = add_missing(b, plan, phases, err);
    return status == BIL_OK ? bil_outcome_fill(plan, b->person, err) : status;
}

/* The case with nothing but what is in place: as wishes for exactly these quantities. */
static bil_status case_as_it_is(bil_case *out, const bil_case *person, bil_arena *arena,
                                bil_error *err)
{
    bil_fixed *fixed = bil_arena_alloc(arena, person->in_place_count + 1, sizeof *fixed);
    bil_override *kept = bil_arena_alloc(arena, person->override_count + 1, sizeof *kept);
    if (fixed == NULL || kept == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < person->in_place_count; i++) {
        fixed[i] = (bil_fixed){person->in_place[i].service, person->in_place[i].quantity};
    }
    *out = *person;
    out->wishes = (bil_wishes){.fixed = fixed, .fixed_count = person->in_place_count};
    out->overrides = kept;
    out->override_count = 0;
    for (size_t i = 0; i < person->override_count; i++) {
        if (person->overrides[i].kind != BIL_OVERRIDE_LINE) {
            kept[out->override_count++] = person->overrides[i];
        }
    }
    return BIL_OK;
}

bil_status bil_today(bil_plan **out, bool *funded, const bil_case *person, bil_profile profile,
                     bil_error *err)
{
    bil_plan *plan = bil_plan_heading(person, profile);
    bil_arena *arena = bil_arena_new();
    bil_status status = BIL_OK;
    if (plan == NULL || arena == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    base_line b = {.person = person, .arena = arena, .funded = true};
    bil_case as_it_is;
    status = case_as_it_is(&as_it_is, person, arena, err);
    bool *limits = bil_arena_alloc(arena, person->catalogue->source_count + 1, sizeof *limits);
    if (status != BIL_OK) {
        goto out;
    }
    if (limits == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    for (size_t r = 0; r < person->catalogue->source_count; r++) {
        limits[r] = true;
    }
    const bil_relaxation no_ceilings = {.public_budget = true, .limits = limits, .allowance = true};
    status = bil_view_build(&b.view, &as_it_is, NULL, arena, err);
    if (status == BIL_OK) {
        status = bil_view_build(&b.loose, &as_it_is, &no_ceilings, arena, err);
    }
    if (status == BIL_OK) {
        status = settle(&b, err);
    }
    if (status == BIL_OK) {
        status = write(&b, plan, err);
    }
    if (status == BIL_OK) {
        *out = plan;
        *funded = b.funded;
        plan = NULL;
    }
out:
    bil_plan_free(plan);
    bil_arena_free(arena);
    return status;
}
