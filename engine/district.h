/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_DISTRICT_H
#define BIL_ENGINE_DISTRICT_H

/* What the persons of a district share: yearly pools, places and hours of the month, prices of
 * their own. Built by `data/district.c` against a catalogue, then frozen. */

#include "engine/case.h"
#include "engine/plan.h"

typedef struct {
    bil_index source; /* cash, not hours */
    int64_t yearly_cents;
} bil_pool;

/* What all persons together may have in a month, of a service whoever gives it, or of a provider
 * over all its services. */
typedef struct {
    const char *code;  /* of the service or of the provider */
    bil_index service; /* BIL_NONE = a provider's */
    int64_t month_units;
} bil_capacity;

/* No pool and no sum of them may exceed this (a hundred billion euro). */
#define BIL_POOL_CENTS_MAX INT64_C(9000000000000)

typedef struct {
    bil_arena *arena;
    const char *name;
    char sha256[65]; /* of district.json */
    /* The one it was read against, with the district's own prices and shares; a copy in the arena
     * that borrows everything else. `own_prices`: how many rows differ. */
    const bil_catalogue *catalogue;
    size_t own_prices;
    const bil_pool *pools; /* in the order of the catalogue's sources */
    size_t pool_count;
    const bil_capacity *capacities; /* services in the catalogue's order, then providers by code */
    size_t capacity_count;
    int64_t persons; /* as district.json says; negative = not said */
} bil_district;

void bil_district_free(bil_district *district); /* accepts NULL; the struct lives in its arena */

/* How much support a person needs, in the three bands by which health budgets are paid today. */
typedef enum { BIL_INTENSITY_LOW, BIL_INTENSITY_MEDIUM, BIL_INTENSITY_HIGH } bil_intensity;

enum { BIL_INTENSITIES = 3 };

const char *bil_intensity_name(bil_intensity intensity); /* "low", …; NULL out of range */

/* A person of a district: the case, and what only a district asks. */
typedef struct {
    bil_case *person;
    bil_date requested_on; /* 0 = not given */
    bool intensity_given;
    bil_intensity intensity;
    bil_plan *granted; /* the plan that runs today; NULL = none */
} bil_applicant;

#endif
