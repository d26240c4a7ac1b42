/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packages as they are kept, and the plans they stand for. */
#include <stdlib.h>
#include <string.h>

#include "engine/outcome.h"
#include "solver/assemble.h"
#include "solver/lessons.h"
#include "solver/notes.h"
#include "solver/pricing_impl.h"

static bil_status unpack(bil_choice *choice, bil_funding_found *funding, const bil_view *view,
                         size_t t, const bil_packed *packed, bil_arena *arena, bil_error *err)
{
    const bil_view_phase *phase = &view->phases[t];
    funding->feasible = true;
    funding->cents =
        bil_arena_alloc(arena, phase->offer_count * phase->payer_count + 1, sizeof *funding->cents);
    funding->used = bil_arena_alloc(arena, phase->payer_count + 1, sizeof *funding->used);
    funding->drawn = bil_arena_alloc(arena, phase->helper_count + 1, sizeof *funding->drawn);
    if (!bil_choice_empty(choice, phase, arena) || funding->cents == NULL ||
        funding->used == NULL || funding->drawn == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < packed->line_count; k++) {
        if (packed->lines[k].phase == t) {
            choice->quantity[packed->lines[k].offer] = packed->lines[k].quantity;
        }
    }
    for (size_t k = 0; k < packed->payment_count; k++) {
        const bil_packed_payment *payment = &packed->payments[k];
        if (payment->phase == t) {
            funding->cents[payment->offer * phase->payer_count + payment->payer] = payment->cents;
        }
    }
    bil_funding_note(funding, view, phase);
    for (size_t h = 0; h < phase->helper_count; h++) {
        funding->drawn[h] = (packed->drawn[t] >> h & 1U) != 0;
    }
    memcpy(choice->uses, funding->used, phase->payer_count * sizeof *choice->uses);
    memcpy(choice->draws, funding->drawn, phase->helper_count * sizeof *choice->draws);
    return BIL_OK;
}

bil_status bil_package_plan(bil_plan **out, const bil_case *person, const bil_packed *packed,
                            bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_plan *plan = bil_plan_heading(person, person->profile);
    bil_view view;
    bil_choice *choices = NULL;
    bil_funding_found *fundings = NULL;
    bil_person solved = {.status = BIL_GROUP_SOLVED, .proven = true};
    bil_status status = BIL_OK;
    if (arena == NULL || plan == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    status = bil_package_open(&view, &choices, &fundings, person, arena, err);
    if (status != BIL_OK) {
        goto out;
    }
    solved.choices = bil_arena_alloc(arena, view.phase_count, sizeof(bil_choice *));
    solved.fundings = bil_arena_alloc(arena, view.phase_count, sizeof(bil_funding_found *));
    if (solved.choices == NULL || solved.fundings == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        status = unpack(&choices[t], &fundings[t], &view, t, packed, arena, err);
        solved.choices[t] = &choices[t];
        solved.fundings[t] = &fundings[t];
    }
    if (status == BIL_OK) {
        status = bil_assemble(plan, &view, &solved, err);
    }
    if (status == BIL_OK) {
        status = bil_outcome_fill(plan, person, err);
    }
    if (status == BIL_OK) {
        status = bil_notes_fill(plan, &view, &solved, err);
    }
    if (status == BIL_OK) {
        *out = plan;
        plan = NULL;
    }
out:
    bil_plan_free(plan);
    bil_arena_free(arena);
    return status;
}

/* Who pays is sought anew; false where nobody can. */
static bil_status fund_anew(bool *funded, bil_choice *choice, bil_funding_found *funding,
                            const bil_view *view, size_t t, bil_arena *arena, bil_error *err)
{
    const bil_view_phase *phase = &view->phases[t];
    const bil_funding_wish wish = {.family_first = false};
    for (size_t r = 0; r < phase->payer_count; r++) {
        choice->uses[r] = choice->uses[r] || !phase->payers[r].flagged;
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        choice->draws[h] = choice->draws[h] || !phase->helpers[h].flagged;
    }
    const bil_status status = bil_fund(funding, view, phase, choice, &wish, arena, err);
    *funded = *funded && status == BIL_OK && funding->feasible;
    return status;
}

bil_status bil_price_packed(bil_priced *out, bil_pricer *pricer, const bil_case *person,
                            const bil_packed *packed, bool anew, const bil_valued_by *valued,
                            bil_arena *arena, bil_error *err)
{
    bil_view view;
    bil_choice *choices = NULL;
    bil_funding_found *fundings = NULL;
    bool funded = true;
    memset(out, 0, sizeof *out);
    bil_status status = bil_package_open(&view, &choices, &fundings, person, arena, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        status = unpack(&choices[t], &fundings[t], &view, t, packed, arena, err);
        if (status == BIL_OK && anew) {
            status = fund_anew(&funded, &choices[t], &fundings[t], &view, t, arena, err);
        }
    }
    return status == BIL_OK && funded
               ? bil_package_make(out, pricer, &view, choices, fundings, valued, arena, err)
               : status;
}

/* Its offer: the same service, from the same provider if the line names one. SIZE_MAX = none. */
static size_t offer_of(const bil_view_phase *phase, const bil_line *line)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (phase->offers[o].service == line->service &&
            (line->provider == BIL_NONE || phase->offers[o].provider == line->provider)) {
            return o;
        }
    }
    return SIZE_MAX;
}

static bool pack_line(bil_packed_line *out, const bil_view_phase *phase, size_t t,
                      const bil_line *line)
{
    const size_t o = offer_of(phase, line);
    if (o == SIZE_MAX || line->quantity > phase->offers[o].high) {
        return false;
    }
    *out = (bil_packed_line){
        .phase = (uint16_t)t, .offer = (uint16_t)o, .quantity = (int32_t)line->quantity};
    return true;
}

static size_t pack_payments(bil_packed_payment *out, const bil_view_phase *phase,
                            const bil_packed_line *packed, const bil_line *line)
{
    size_t count = 0;
    for (size_t k = 0; k < line->funding_count; k++) {
        const size_t payer = bil_view_payer(phase, line->funding[k].source);
        if (payer != SIZE_MAX && line->funding[k].cents > 0) {
            out[count++] = (bil_packed_payment){.phase = packed->phase,
                                                .offer = packed->offer,
                                                .payer = (uint16_t)payer,
                                                .cents = line->funding[k].cents};
        }
    }
    return count;
}

static uint32_t pack_drawn(const bil_view *view, const bil_view_phase *phase,
                           const bil_plan_phase *from)
{
    uint32_t drawn = 0;
    for (size_t k = 0; k < from->sources_used_count; k++) {
        const bil_index source = bil_catalogue_find_source(view->catalogue, from->sources_used[k]);
        const size_t h = source == BIL_NONE ? SIZE_MAX : bil_view_helper(phase, source);
        drawn |= h == SIZE_MAX ? 0U : UINT32_C(1) << h;
    }
    return drawn;
}

static void count_plan(const bil_plan *plan, size_t *lines, size_t *payments)
{
    *lines = *payments = 0;
    for (size_t t = 0; t < plan->phase_count; t++) {
        *lines += plan->phases[t].line_count;
        for (size_t l = 0; l < plan->phases[t].line_count; l++) {
            *payments += plan->phases[t].lines[l].funding_count;
        }
    }
}

bil_status bil_plan_pack(bil_packed *out, bool *whole, const bil_case *person, const bil_plan *plan,
                         bil_arena *arena, bil_error *err)
{
    bil_view view;
    size_t line_room = 0;
    size_t payment_room = 0;
    *out = (bil_packed){0};
    *whole = true;
    const bil_status status = bil_view_priced(&view, person, arena, err);
    if (status != BIL_OK) {
        return status;
    }
    count_plan(plan, &line_room, &payment_room);
    bil_packed_line *lines = bil_arena_alloc(arena, line_room + 1, sizeof *lines);
    bil_packed_payment *payments = bil_arena_alloc(arena, payment_room + 1, sizeof *payments);
    uint32_t *drawn = bil_arena_alloc(arena, view.phase_count + 1, sizeof *drawn);
    if (lines == NULL || payments == NULL || drawn == NULL) {
        return bil_fail_nomem(err);
    }
    size_t line_count = 0;
    size_t payment_count = 0;
    for (size_t t = 0; t < plan->phase_count && t < view.phase_count; t++) {
        const bil_plan_phase *from = &plan->phases[t];
        drawn[t] = pack_drawn(&view, &view.phases[t], from);
        for (size_t l = 0; l < from->line_count; l++) {
            bil_packed_line *line = &lines[line_count];
            if (!pack_line(line, &view.phases[t], t, &from->lines[l])) {
                *whole = false;
                continue;
            }
            line_count++;
            payment_count +=
                pack_payments(&payments[payment_count], &view.phases[t], line, &from->lines[l]);
        }
    }
    *out = (bil_packed){.lines = lines,
                        .payments = payments,
                        .drawn = drawn,
                        .line_count = (uint16_t)line_count,
                        .payment_count = (uint16_t)payment_count};
    return BIL_OK;
}

size_t bil_packed_bytes(const bil_packed *packed, size_t phases)
{
    return sizeof *packed + packed->line_count * sizeof *packed->lines +
           packed->payment_count * sizeof *packed->payments + phases * sizeof *packed->drawn;
}

bil_packed *bil_packed_copy(const bil_packed *packed, size_t phases)
{
    bil_packed *copy = malloc(bil_packed_bytes(packed, phases));
    if (copy == NULL) {
        return NULL;
    }
    *copy = *packed;
    bil_packed_payment *payments = (bil_packed_payment *)(copy + 1); /* the widest first */
    bil_packed_line *lines = (bil_packed_line *)(payments + packed->payment_count);
    uint32_t *drawn = (uint32_t *)(lines + packed->line_count);
    memcpy(payments, packed->payments, packed->payment_count * sizeof *payments);
    memcpy(lines, packed->lines, packed->line_count * sizeof *lines);
    memcpy(drawn, packed->drawn, phases * sizeof *drawn);
    copy->payments = payments;
    copy->lines = lines;
    copy->drawn = drawn;
    return copy;
}
