/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_PERSON_AREAS_H
#define BIL_BENCH_PERSON_AREAS_H

/* What the people of an area usually need and have. Lists end with a NULL code. */

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *domain;
    int weight;
} area_need;

typedef struct {
    const char *code;
    int percent; /* of the people who have it */
    int low;     /* euro of one payment, or hours a month; 0 = the catalogue's amount */
    int high;
    bool available; /* not in use yet */
} area_source;

typedef struct {
    const char *service;
    int percent;
    int low;
    int high;
    bool keep;
} area_in_place;

typedef struct {
    const char *name;
    int weight;
    int born_from;
    int born_to;
    const char *tags; /* of services meant for them; the other tags for particular people are out */
    const area_need *needs;
    const area_source *sources;
    const area_in_place *in_place;
    const char *const *wishes;
    int budget_low; /* euro a month */
    int budget_high;
} area;

extern const area areas[];
extern const size_t area_count;

#endif
