/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/district.h"

#include <string.h>

static const int waiting_ends[BIL_WAITING_BANDS - 1] = {60, 120, 240};

static void count(bil_district_summary *out, const bil_applicant *each)
{
    const bil_case *person = each->person;
    out->persons++;
    out->needs += (int64_t)person->need_count;
    out->in_place += person->in_place_count > 0 ? 1 : 0;
    out->residents += strcmp(person->living, "residence") == 0 ? 1 : 0;
    out->granted += each->granted != NULL ? 1 : 0;
    if (each->intensity_given) {
        out->by_intensity[each->intensity]++;
    }
    if (each->requested_on != 0) {
        const int days = bil_date_days_between(each->requested_on, person->start);
        size_t band = 0;
        while (band + 1 < BIL_WAITING_BANDS && days > waiting_ends[band]) {
            band++;
        }
        out->by_waiting[band]++;
    }
    if (person->budget.public_monthly_cents != BIL_UNLIMITED) {
        out->budgets++;
        out->budget_cents += person->budget.public_monthly_cents;
    }
}

/* One person, in memory that goes with it. */
static bil_status look_at_next(bil_district_summary *out, bool *more, bil_district_reader *reader,
                               bil_error *err)
{
    bil_applicant each;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_district_next(&each, more, reader, arena, err);
    if (status == BIL_OK && *more) {
        count(out, &each);
        bil_plan_free(each.granted);
    }
    bil_arena_free(arena);
    return status;
}

bil_status bil_district_look(bil_district_summary *out, const char *folder,
                             const bil_catalogue *catalogue, bil_faults *faults, bil_error *err)
{
    bil_district_reader *reader = NULL;
    bil_district_summary read = {0};
    bil_status status = bil_district_open(&reader, folder, catalogue, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    for (bool more = true; more && status == BIL_OK;) {
        status = look_at_next(&read, &more, reader, err);
    }
    if (status != BIL_OK) {
        bil_district_abandon(reader);
        return status;
    }
    status = bil_district_finish(&read.district, reader, err);
    if (status == BIL_OK) {
        *out = read;
    }
    return status;
}
