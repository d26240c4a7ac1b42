/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check_district.h"

#include <stdlib.h>
#include <string.h>

enum { MONTHS_OF_A_YEAR = 12 };

struct bil_district_sums {
    const bil_district *district;
    int first; /* month of the calendar, counted from year 0 */
    int months;
    int years;
    int64_t *money; /* pool × year */
    int64_t *units; /* capacity × month */
};

static int calendar_month(bil_date day)
{
    const int year = day / 10000;
    const int month = day / 100 % 100;
    return year * MONTHS_OF_A_YEAR + (month - 1);
}

bil_status bil_district_sums_new(bil_district_sums **out, const bil_district *district,
                                 bil_date first, int months, bil_error *err)
{
    bil_district_sums *sums = calloc(1, sizeof *sums);
    if (sums == NULL) {
        return bil_fail_nomem(err);
    }
    sums->district = district;
    sums->first = calendar_month(first);
    sums->months = months;
    sums->years = (months + MONTHS_OF_A_YEAR - 1) / MONTHS_OF_A_YEAR;
    sums->money = calloc(district->pool_count * (size_t)sums->years + 1, sizeof *sums->money);
    sums->units = calloc(district->capacity_count * (size_t)months + 1, sizeof *sums->units);
    if (sums->money == NULL || sums->units == NULL) {
        bil_district_sums_free(sums);
        return bil_fail_nomem(err);
    }
    *out = sums;
    return BIL_OK;
}

void bil_district_sums_free(bil_district_sums *sums)
{
    if (sums != NULL) {
        free(sums->money);
        free(sums->units);
        free(sums);
    }
}

static size_t money_at(const bil_district_sums *sums, size_t pool, int year)
{
    return pool * (size_t)sums->years + (size_t)year;
}

static size_t units_at(const bil_district_sums *sums, size_t capacity, int month)
{
    return capacity * (size_t)sums->months + (size_t)month;
}

/* What a phase takes from a pool in all: monthly lines for each month, one-offs once. */
static int64_t phase_money(const bil_plan_phase *phase, bil_index source)
{
    int64_t cents = 0;
    for (size_t l = 0; l < phase->line_count; l++) {
        const bil_line *line = &phase->lines[l];
        for (size_t f = 0; f < line->funding_count; f++) {
            if (line->funding[f].source == source) {
                cents += line->funding[f].cents * (line->one_off ? 1 : phase->months);
            }
        }
    }
    return cents;
}

static void add_money(bil_district_sums *sums, size_t pool, int64_t cents, int begin, int months)
{
    for (int year = 0; year < sums->years; year++) {
        int inside = 0;
        for (int month = begin; month < begin + months; month++) {
            inside += month / MONTHS_OF_A_YEAR == year ? 1 : 0;
        }
        const int64_t share = cents * inside;
        sums->money[money_at(sums, pool, year)] += share / months + (share % months != 0 ? 1 : 0);
    }
}

static bool takes_from(const bil_district *district, const bil_capacity *capacity,
                       const bil_line *line)
{
    (void)district;
    if (capacity->service != BIL_NONE) {
        return line->service == capacity->service;
    }
    return line->provider_code != NULL && strcmp(line->provider_code, capacity->code) == 0;
}

static void add_units(bil_district_sums *sums, const bil_plan_phase *phase, int begin)
{
    for (size_t l = 0; l < phase->line_count; l++) {
        const bil_line *line = &phase->lines[l];
        const int months = line->one_off ? 1 : phase->months;
        for (size_t k = 0; k < sums->district->capacity_count; k++) {
            if (!takes_from(sums->district, &sums->district->capacities[k], line)) {
                continue;
            }
            for (int month = begin; month < begin + months; month++) {
                sums->units[units_at(sums, k, month)] += line->quantity;
            }
        }
    }
}

bool bil_district_sums_add(bil_district_sums *sums, const bil_case *person, const bil_plan *plan)
{
    int begin = calendar_month(person->start) - sums->first;
    for (size_t t = 0; t < plan->phase_count; t++) {
        const bil_plan_phase *phase = &plan->phases[t];
        if (begin < 0 || phase->months <= 0 || begin + phase->months > sums->months) {
            return false;
        }
        for (size_t p = 0; p < sums->district->pool_count; p++) {
            const int64_t cents = phase_money(phase, sums->district->pools[p].source);
            if (cents > 0) {
                add_money(sums, p, cents, begin, phase->months);
            }
        }
        add_units(sums, phase, begin);
        begin += phase->months;
    }
    return true;
}

int64_t bil_district_money(const bil_district_sums *sums, size_t pool, int year)
{
    return sums->money[money_at(sums, pool, year)];
}

int64_t bil_district_units(const bil_district_sums *sums, size_t capacity, int month)
{
    return sums->units[units_at(sums, capacity, month)];
}

bool bil_district_holds(const bil_district_sums *sums, bil_district_excess *out)
{
    const bil_district *d = sums->district;
    for (size_t p = 0; p < d->pool_count; p++) {
        for (int year = 0; year < sums->years; year++) {
            const int64_t found = bil_district_money(sums, p, year);
            if (found > d->pools[p].yearly_cents) {
                *out = (bil_district_excess){.code = d->catalogue->sources[d->pools[p].source].code,
                                             .at = year,
                                             .limit = d->pools[p].yearly_cents,
                                             .found = found};
                return false;
            }
        }
    }
    for (size_t k = 0; k < d->capacity_count; k++) {
        for (int month = 0; month < sums->months; month++) {
            const int64_t found = bil_district_units(sums, k, month);
            if (found > d->capacities[k].month_units) {
                *out = (bil_district_excess){.code = d->capacities[k].code,
                                             .at = month,
                                             .limit = d->capacities[k].month_units,
                                             .found = found};
                return false;
            }
        }
    }
    return true;
}
