/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/kernel/prices.h"

#include <math.h>

typedef struct {
    uint64_t state;
} dice;

static uint64_t roll(dice *d) /* splitmix64 */
{
    d->state += 0x9e3779b97f4a7c15U;
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static double share(dice *d)
{
    return (double)(roll(d) >> 11) * 0x1p-53;
}

/* Of a score of 1,000, a person's budget of about 1,500 euro buys some 600: prices are drawn around
 * what a euro brings, from a thirtieth of it to three times as much (CONV). */
void prices_draw(prices *out, const bil_catalogue *catalogue, uint64_t seed, uint64_t number)
{
    dice d = {.state = seed * 0xd1342543de82ef95U + number * 0x2545f4914f6cdd1dU};
    const bool none = roll(&d) % 8 == 0;
    const double level = none ? 0.0 : 0.02 * pow(50.0, share(&d));
    for (int k = 0; k < 3; k++) {
        out->pools[k] = level * (0.5 + share(&d));
    }
    for (size_t s = 0; s < catalogue->service_count; s++) {
        const bool scarce = share(&d) < 0.15;
        const double euro = (double)catalogue->services[s].price_cents / 100.0 + 10.0;
        out->services[s] = (scarce ? 0.3 * level * euro : 0.0) * share(&d);
    }
}

static size_t pool_of(const bil_source *source)
{
    switch (source->kind) {
    case BIL_SOURCE_HEALTH:
        return 0;
    case BIL_SOURCE_SOCIAL:
        return 1;
    case BIL_SOURCE_SOCIOSANITARIO:
    case BIL_SOURCE_PENSION:
    case BIL_SOURCE_FAMILY:
    case BIL_SOURCE_THIRD_SECTOR:
        break;
    }
    return 2;
}

void prices_set(bil_model *model, const prices *at)
{
    const bil_catalogue *catalogue = model->view->catalogue;
    const double months = bil_model_months(model);
    (void)bil_stage_set(model, BIL_STAGE_SCORE);
    for (size_t i = 0; i < model->phase_count; i++) {
        const bil_model_phase *phase = &model->phases[i];
        const double share_of_months = phase->phase->months / months;
        for (size_t k = 0; k < phase->payment_count; k++) {
            const bil_payer *payer = &phase->phase->payers[phase->payments[k].payer];
            const bil_source *source = &catalogue->sources[payer->source];
            if (source->is_public) {
                model->lp.columns[phase->payments[k].column].cost -=
                    at->pools[pool_of(source)] * share_of_months;
            }
        }
        for (size_t o = 0; o < phase->phase->offer_count; o++) {
            model->lp.columns[phase->steps[o]].cost -=
                at->services[phase->phase->offers[o].service] * phase->unit[o] * share_of_months;
        }
    }
}
