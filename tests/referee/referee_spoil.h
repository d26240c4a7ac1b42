/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_REFEREE_REFEREE_SPOIL_H
#define BIL_TESTS_REFEREE_REFEREE_SPOIL_H

/* Ways to spoil a right plan: in the plan itself, or by changing the case or catalogue under it so
 * that it no longer keeps them. */

#include "tests/referee/referee.h"
#include "tests/referee/referee_json.h"

typedef struct {
    ref_world world;          /* to be spoiled */
    const ref_answer *answer; /* what the plan says */
    ref_json *store;
    ref_node *plan; /* to be spoiled */
} ref_scene;

typedef struct {
    const char *name;
    bool (*spoil)(ref_scene *scene); /* false when the plan offers no place for it */
    const char *ids; /* one of these must be named by `check`, '|' between; "" = any */
} ref_spoil;

extern const ref_spoil ref_plan_spoils[];
extern const int ref_plan_spoil_count;
extern const ref_spoil ref_world_spoils[];
extern const int ref_world_spoil_count;

/* The n-th line of the whole plan, NULL when there are fewer; its phase in *out_phase (may be
 * NULL). */
ref_node *ref_line_at(const ref_scene *scene, int index, int *out_phase);
int ref_service_named(const ref_world *world, const char *code); /* −1 = none */
int ref_source_named(const ref_world *world, const char *code);

#endif
