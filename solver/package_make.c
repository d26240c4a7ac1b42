/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/pricing_impl.h"

static int64_t covered(const bil_view *view, const bil_view_phase *phase, const bil_choice *choice,
                       size_t n)
{
    int64_t sum = view->person->needs[n].already_covered;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].effects[n] * choice->quantity[o];
    }
    return sum < phase->targets[n] ? sum : phase->targets[n];
}

static double share_value(const bil_catalogue *catalogue, double share)
{
    size_t k = 1;
    const bil_curve_point *c = catalogue->curve;
    while (k + 1 < catalogue->curve_count && share * 1e6 > (double)c[k].share_e6) {
        k++;
    }
    const double slope =
        (double)(c[k].value_e6 - c[k - 1].value_e6) / (double)(c[k].share_e6 - c[k - 1].share_e6);
    return (double)c[k - 1].value_e6 / 1e6 + (share - (double)c[k - 1].share_e6 / 1e6) * slope;
}

/* Score and shortfall over all phases. */
static void weigh(const bil_view *view, const bil_choice *choices, bil_priced *out)
{
    double measure = 0.0;
    double score = 0.0;
    double shortfall = 0.0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const bil_view_phase *p = &view->phases[t];
        for (size_t n = 0; n < view->person->need_count; n++) {
            if (p->targets[n] <= 0) {
                continue;
            }
            const bil_need *need = &view->person->needs[n];
            const double weight = (double)p->months * (double)bil_need_weight(need);
            const double share = (double)covered(view, p, &choices[t], n) / (double)p->targets[n];
            measure += weight;
            score += weight * share_value(view->catalogue, share);
            shortfall += weight * fmax(0.0, (double)need->floor_bp / 10000.0 - share);
        }
    }
    out->score = measure > 0.0 ? score / measure : 0.0;
    out->shortfall = measure > 0.0 ? shortfall / measure : 0.0;
}

double bil_value_of(const bil_valued_by *valued, double score, double shortfall,
                    int64_t public_cents)
{
    const double worth = valued->welfare == NULL ? score : bil_worth_of(valued->welfare, score);
    return valued->score * worth - valued->shortfall * shortfall -
           valued->thrift * (double)public_cents;
}

double bil_shortfall_units(double shortfall)
{
    return ceil(shortfall * 1e9 - 1e-3);
}

static bil_status list_uses(bil_priced *out, const bil_shared *shared, const double *amounts,
                            bil_arena *arena, bil_error *err)
{
    bil_use *uses = NULL;
    size_t count = 0;
    for (size_t r = 0; r < shared->row_count; r++) {
        count += amounts[r] != 0.0 ? 1 : 0;
    }
    uses = bil_arena_alloc(arena, count + 1, sizeof *uses);
    if (uses == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t r = 0; r < shared->row_count; r++) {
        if (amounts[r] != 0.0) {
            uses[out->use_count++] = (bil_use){.row = (uint32_t)r, .amount = amounts[r]};
        }
    }
    out->uses = uses;
    return BIL_OK;
}

static bil_status pack_lines(bil_packed *out, const bil_view *view, const bil_choice *choices,
                             bil_arena *arena, bil_error *err)
{
    size_t count = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t o = 0; o < view->phases[t].offer_count; o++) {
            count += choices[t].quantity[o] > 0 ? 1 : 0;
        }
    }
    bil_packed_line *lines = bil_arena_alloc(arena, count + 1, sizeof *lines);
    if (lines == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t o = 0; o < view->phases[t].offer_count; o++) {
            if (choices[t].quantity[o] > 0) {
                lines[out->line_count++] =
                    (bil_packed_line){.phase = (uint16_t)t,
                                      .offer = (uint16_t)o,
                                      .quantity = (int32_t)choices[t].quantity[o]};
            }
        }
    }
    out->lines = lines;
    return BIL_OK;
}

static bil_status pack_payments(bil_packed *out, const bil_view *view,
                                const bil_funding_found *fundings, bil_arena *arena, bil_error *err)
{
    size_t count = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const size_t pairs = view->phases[t].offer_count * view->phases[t].payer_count;
        for (size_t k = 0; k < pairs; k++) {
            count += fundings[t].cents[k] > 0 ? 1 : 0;
        }
    }
    bil_packed_payment *payments = bil_arena_alloc(arena, count + 1, sizeof *payments);
    if (payments == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        const size_t payers = view->phases[t].payer_count;
        for (size_t k = 0; k < view->phases[t].offer_count * payers; k++) {
            if (fundings[t].cents[k] > 0) {
                payments[out->payment_count++] =
                    (bil_packed_payment){.phase = (uint16_t)t,
                                         .offer = (uint16_t)(k / payers),
                                         .payer = (uint16_t)(k % payers),
                                         .cents = fundings[t].cents[k]};
            }
        }
    }
    out->payments = payments;
    return BIL_OK;
}

static bil_status pack(bil_packed *out, const bil_view *view, const bil_choice *choices,
                       const bil_funding_found *fundings, bil_arena *arena, bil_error *err)
{
    bil_status status = pack_lines(out, view, choices, arena, err);
    if (status == BIL_OK) {
        status = pack_payments(out, view, fundings, arena, err);
    }
    if (status != BIL_OK) {
        return status;
    }
    uint32_t *drawn = bil_arena_alloc(arena, view->phase_count + 1, sizeof *drawn);
    if (drawn == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < view->phase_count; t++) {
        for (size_t h = 0; h < view->phases[t].helper_count; h++) {
            drawn[t] |= fundings[t].drawn[h] ? UINT32_C(1) << h : 0U;
        }
    }
    out->drawn = drawn;
    return BIL_OK;
}

bil_status bil_package_open(bil_view *view, bil_choice **choices, bil_funding_found **fundings,
                            const bil_case *person, bil_arena *arena, bil_error *err)
{
    const bil_status status = bil_view_priced(view, person, arena, err);
    if (status != BIL_OK) {
        return status;
    }
    *choices = bil_arena_alloc(arena, view->phase_count, sizeof **choices);
    *fundings = bil_arena_alloc(arena, view->phase_count, sizeof **fundings);
    return *choices == NULL || *fundings == NULL ? bil_fail_nomem(err) : BIL_OK;
}

bil_status bil_package_make(bil_priced *out, bil_pricer *pricer, const bil_view *view,
                            const bil_choice *choices, const bil_funding_found *fundings,
                            const bil_valued_by *valued, bil_arena *arena, bil_error *err)
{
    const bil_shared *shared = pricer->shared;
    memset(pricer->amounts, 0, shared->row_count * sizeof *pricer->amounts);
    weigh(view, choices, out);
    out->public_cents = 0;
    for (size_t t = 0; t < view->phase_count; t++) {
        bil_shared_add(pricer->amounts, shared, view, &view->phases[t], &choices[t], &fundings[t]);
        out->public_cents += fundings[t].public_cents;
    }
    out->value = bil_value_of(valued, out->score, out->shortfall, out->public_cents);
    out->has_package = true;
    bil_status status = list_uses(out, shared, pricer->amounts, arena, err);
    if (status == BIL_OK) {
        status = pack(&out->packed, view, choices, fundings, arena, err);
    }
    return status;
}
