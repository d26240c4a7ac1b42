/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/documents/fixture_proposals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/documents/fixture.h"

enum { LINES = 16, PHASES = 2 };

typedef struct {
    bil_plan plan;
    bil_plan_phase phases[PHASES];
    bil_line lines[PHASES][LINES];
} copied;

typedef struct {
    bil_proposals all; /* first: what callers see */
    copied second;
    copied today;
    bil_violation violations[3];
} set;

static void copy_plan(copied *out)
{
    const bil_plan *plan = fixture_plan();
    out->plan = *plan;
    assert_int_equal(plan->phase_count, PHASES);
    for (size_t t = 0; t < PHASES; t++) {
        assert_true(plan->phases[t].line_count < LINES);
        out->phases[t] = plan->phases[t];
        memcpy(out->lines[t], plan->phases[t].lines, plan->phases[t].line_count * sizeof(bil_line));
        out->phases[t].lines = out->lines[t];
    }
    out->plan.phases = out->phases;
}

static void change(copied *c)
{
    for (size_t t = 0; t < PHASES; t++) {
        size_t kept = 0;
        for (size_t i = 0; i < c->phases[t].line_count; i++) {
            bil_line line = c->lines[t][i];
            if (strcmp(line.code, "S22") == 0) {
                line.quantity /= 2;
                line.cost_cents /= 2;
            }
            if (strcmp(line.code, "H03") != 0 || t == 0) {
                c->lines[t][kept++] = line;
            }
        }
        c->phases[t].line_count = kept;
    }
    c->plan.score_e9 -= 20000000;
}

/* Only the first line of each phase, and three things wrong with it. */
static void today(set *s)
{
    for (size_t t = 0; t < PHASES; t++) {
        s->today.phases[t].line_count = 1;
    }
    s->today.plan.score_e9 = 120000000;
    s->violations[0] = (bil_violation){
        .rule = "ceiling.public", .where = "phase 1", .text = {"oltre il <tetto>", "too much"}};
    s->violations[1] = s->violations[0];
    s->violations[2] = (bil_violation){.rule = "wish.must", .where = "phase 1"};
    s->today.plan.violations = s->violations;
    s->today.plan.violation_count = 3;
}

bil_proposals *proposals_build(size_t count)
{
    static const bil_missed missed[] = {
        {BIL_GOAL_FAMILY, BIL_MISSED_NOTHING, BIL_GOAL_BEST, 0},
        {BIL_GOAL_HOME, BIL_MISSED_DISTANCE, BIL_GOAL_BEST, 0},
        {BIL_GOAL_PROVIDERS, BIL_MISSED_NEAR, BIL_GOAL_PUBLIC_MONEY, 1},
        {BIL_GOAL_PROVIDERS, BIL_MISSED_NEAR, BIL_GOAL_BEST, 0},
        {BIL_GOAL_PREFERENCES, BIL_MISSED_WORSE, BIL_GOAL_PUBLIC_MONEY, 0},
        {BIL_GOAL_OTHER_WAY, BIL_MISSED_FIRST, BIL_GOAL_BEST, 0},
        {BIL_GOAL_OTHER_WAY, BIL_MISSED_STOPPED, BIL_GOAL_BEST, 0},
    };
    set *s = calloc(1, sizeof *s);
    assert_non_null(s);
    copy_plan(&s->second);
    copy_plan(&s->today);
    change(&s->second);
    today(s);
    s->all = (bil_proposals){.arena = bil_arena_new(),
                             .within_e6 = 30000,
                             .wanted = count + 1,
                             .count = count,
                             .missed_count = sizeof missed / sizeof missed[0],
                             .today = &s->today.plan,
                             .today_funded = true};
    memcpy(s->all.missed, missed, sizeof missed);
    s->all.plans[0] = (bil_plan *)(uintptr_t)fixture_plan();
    for (size_t i = 1; i < count; i++) {
        s->all.plans[i] = i % 2 == 1 ? &s->second.plan : s->all.plans[0];
        s->all.goals[i] = (bil_goal)i;
    }
    assert_int_equal(bil_proposals_compare(&s->all, fixture_case(), NULL), BIL_OK);
    return &s->all;
}

void proposals_drop(bil_proposals *all)
{
    bil_arena_free(all->arena);
    free(all);
}
