/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_DISTRICT_H
#define BIL_SCENARIOS_DISTRICT_H

/* A look at a district: is every line of it right, and what is in it. */

#include "data/district.h"

enum { BIL_WAITING_BANDS = 4 }; /* up to 60 days, 120, 240, longer */

typedef struct {
    bil_district *district; /* to be freed with bil_district_free */
    int64_t persons;
    int64_t by_intensity[BIL_INTENSITIES];
    int64_t by_waiting[BIL_WAITING_BANDS]; /* days from the request to the start */
    int64_t needs;
    int64_t in_place; /* persons with a service in place */
    int64_t residents;
    int64_t granted;      /* persons with a plan */
    int64_t budget_cents; /* a month, of those whose case has a ceiling */
    int64_t budgets;      /* how many those are */
} bil_district_summary;

/* Reads a whole district, holding one person at a time. BIL_E_DATA: the faults say all that is
 * wrong; BIL_E_NO_INPUT, BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_district_look(bil_district_summary *out, const char *folder,
                                            const bil_catalogue *catalogue, bil_faults *faults,
                                            bil_error *err);

#endif
