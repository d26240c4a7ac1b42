/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tariff of today's health budgets: an amount by the band of intensity, for those who come
 * first as long as the money lasts. The tariff is the catalogue's. */
#include <stdio.h>
#include <string.h>

#include "engine/money.h"
#include "solver/rule.h"

/* A policy of the catalogue says so much a month; else its services with the tag `package` do, the
 * cheapest for the low band, the dearest for the high one. */
static bool policy_of(int64_t *out, const bil_catalogue *catalogue, bil_intensity band)
{
    char key[40];
    (void)snprintf(key, sizeof key, "band_%s_cents", bil_intensity_name(band));
    for (size_t i = 0; i < catalogue->policy_count; i++) {
        if (strcmp(catalogue->policy[i].key, key) == 0) {
            *out = catalogue->policy[i].value;
            return true;
        }
    }
    return false;
}

static bool is_package(const bil_service *service)
{
    for (size_t i = 0; i < service->tag_count; i++) {
        if (strcmp(service->tags[i], "package") == 0) {
            return true;
        }
    }
    return false;
}

static int64_t month_price(const bil_service *service)
{
    return strcmp(service->unit, "day") == 0 ? bil_month_from_day(service->price_cents)
                                             : service->price_cents;
}

static bool packages_say(int64_t tariff[BIL_INTENSITIES], const bil_catalogue *catalogue)
{
    size_t found = 0;
    for (size_t i = 0; i < catalogue->service_count; i++) {
        if (!is_package(&catalogue->services[i])) {
            continue;
        }
        if (found == BIL_INTENSITIES) {
            return false;
        }
        size_t at = found++;
        const int64_t price = month_price(&catalogue->services[i]);
        for (; at > 0 && tariff[at - 1] > price; at--) {
            tariff[at] = tariff[at - 1];
        }
        tariff[at] = price;
    }
    return found == BIL_INTENSITIES;
}

static bil_status read_tariff(int64_t tariff[BIL_INTENSITIES], const bil_catalogue *catalogue,
                              bil_error *err)
{
    bool all = true;
    for (int band = 0; band < BIL_INTENSITIES; band++) {
        all = policy_of(&tariff[band], catalogue, (bil_intensity)band) && all;
    }
    if (!all && !packages_say(tariff, catalogue)) {
        return bil_fail(err, BIL_E_DATA, "catalogue.json",
                        "manca la tariffa delle fasce: tra le politiche servono band_low_cents, "
                        "band_medium_cents e band_high_cents, al mese",
                        "there is no tariff of bands: the policies band_low_cents, "
                        "band_medium_cents and band_high_cents are needed, for a month");
    }
    return BIL_OK;
}

/* In the order of request, each up to the tariff, while there is some left of the total. Who has no
 * band counts as low. What is there already is kept in any case. */
static bil_status amounts(bil_amount_sheet *sheet, bil_error *err)
{
    int64_t tariff[BIL_INTENSITIES] = {0};
    int64_t left = sheet->total;
    const bil_status status = read_tariff(tariff, sheet->district->catalogue, err);
    for (size_t k = 0; k < sheet->count; k++) {
        left -= sheet->least[k];
    }
    for (size_t k = 0; status == BIL_OK && k < sheet->count; k++) {
        const bil_applicant *who = sheet->claimants[k].applicant;
        const bil_intensity band = who->intensity_given ? who->intensity : BIL_INTENSITY_LOW;
        const int64_t more = tariff[band] * sheet->months[k] - sheet->least[k];
        const int64_t given = more < left ? more : left;
        sheet->amounts[k] = sheet->least[k] + (given > 0 ? given : 0);
        left -= given > 0 ? given : 0;
    }
    return status;
}

bil_status bil_rule_bands(bil_allocation **out, const bil_rule_question *question, bil_error *err)
{
    return bil_serve_amounts(out, question, false, amounts, err);
}
