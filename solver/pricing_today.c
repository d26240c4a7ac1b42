/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/pricing_impl.h"

static void keep_what_is_kept(bil_choice *choice, const bil_view_phase *phase)
{
    for (size_t o = 0; o < phase->offer_count; o++) {
        const bil_offer *offer = &phase->offers[o];
        const bool first = o == 0 || phase->offers[o - 1].service != offer->service;
        choice->quantity[o] = first && offer->kept > 0 ? offer->kept : 0;
    }
    for (size_t r = 0; r < phase->payer_count; r++) {
        choice->uses[r] = phase->payers[r].active || !phase->payers[r].flagged;
    }
    for (size_t h = 0; h < phase->helper_count; h++) {
        choice->draws[h] = phase->helpers[h].active || !phase->helpers[h].flagged;
    }
}

/* What no plan of the person costs the public more than. */
static double public_most(const bil_view *view)
{
    double sum = 0.0;
    for (size_t t = 0; t < view->phase_count; t++) {
        const bil_view_phase *phase = &view->phases[t];
        double most = 0.0;
        for (size_t o = 0; o < phase->offer_count; o++) {
            most += (double)phase->offers[o].unit_price * (double)phase->offers[o].high;
        }
        if (phase->public_cap != BIL_UNLIMITED) {
            most = fmin(most, (double)phase->public_cap);
        }
        sum += most * phase->months;
    }
    return sum;
}

bil_status bil_price_waiting(bil_priced *out, bil_pricer *pricer, const bil_case *person,
                             const bil_valued_by *valued, bil_arena *arena, bil_error *err)
{
    bil_view view;
    bil_choice *choices = NULL;
    bil_funding_found *fundings = NULL;
    memset(out, 0, sizeof *out);
    bil_status status = bil_package_open(&view, &choices, &fundings, person, arena, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t t = 0; status == BIL_OK && t < view.phase_count; t++) {
        const bil_view_phase *phase = &view.phases[t];
        const bil_funding_wish wish = {.family_first = false};
        if (!bil_choice_empty(&choices[t], phase, arena)) {
            return bil_fail_nomem(err);
        }
        keep_what_is_kept(&choices[t], phase);
        status = bil_fund(&fundings[t], &view, phase, &choices[t], &wish, arena, err);
        if (status == BIL_OK && !fundings[t].feasible) {
            memset(fundings[t].cents, 0,
                   phase->offer_count * phase->payer_count * sizeof *fundings[t].cents);
            fundings[t].public_cents = 0;
        }
    }
    out->possible = true;
    out->proven = true;
    out->public_most = public_most(&view);
    if (status == BIL_OK) {
        status = bil_package_make(out, pricer, &view, choices, fundings, valued, arena, err);
    }
    out->worth = out->value;
    out->bound = out->value;
    return status;
}
