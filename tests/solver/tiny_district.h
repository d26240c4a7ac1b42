/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_TINY_DISTRICT_H
#define BIL_TESTS_TINY_DISTRICT_H

/* Tiny districts whose every plan is known: up to four persons of one catalogue, one or two pools,
 * up to two capacities, phases that begin in different months. The referee lists every plan of each
 * person with what it takes of pools and places. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "solver/allocate.h"
#include "tests/referee/referee_run.h"

#define TINY_CLOSE 1e-6L

enum {
    TINY_PERSONS = 4,
    TINY_YEARS = 8,
    TINY_POINTS = 40,
    TINY_USES = REF_SHARED * (TINY_YEARS + TINY_POINTS),
    TINY_COMBINATIONS = 60000, /* of the phases of a person: beyond, the seed is left out */
    TINY_PLANS = 4000,         /* of a person, none of which betters another */
    TINY_NODES = 20000000
};

/* A plan of a person, as far as the district is concerned. */
typedef struct {
    long double score;
    long double shortfall;
    int64_t uses[TINY_USES]; /* pool × year, then capacity × point in time */
} tiny_option;

typedef struct {
    tiny_option *items;
    size_t count;
} tiny_options;

typedef struct {
    ref_world worlds[TINY_PERSONS];
    int count;
    ref_sharing sharing;
    int first; /* month */
    int points[TINY_POINTS];
    int point_count;
    int64_t limit[TINY_USES];
    bool fits_today;
    tiny_options options[TINY_PERSONS];
    tiny_option today[TINY_PERSONS];
    /* the same for the program */
    bil_arena *arena;
    bil_catalogue *catalogue;
    bil_case *persons[TINY_PERSONS];
    const bil_case *cases[TINY_PERSONS];
    bil_pool pools[REF_SHARED];
    bil_capacity capacities[REF_SHARED];
    bil_district district;
} tiny;

/* NULL when it would be too much to enumerate. */
tiny *tiny_new(uint64_t seed);
void tiny_free(tiny *d);

/* Every plan passes the check, and all together keep to the limits, added up anew. */
void tiny_expect_sound(const tiny *d, const bil_allocation *a, const char *name);

#endif
