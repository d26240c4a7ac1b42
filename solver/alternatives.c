/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/alternatives.h"

#include <string.h>

#include "engine/outcome.h"
#include "solver/assemble.h"
#include "solver/notes.h"
#include "solver/today.h"

typedef struct {
    const bil_case *person;
    const bil_propose_settings *settings;
    bil_profile profile;
    double give;
    double keep; /* share of the first plan's score that every plan keeps */
    bil_arena *arena;
    bil_view view;
    bil_proposals *out;
    bil_apart chosen[BIL_PROPOSALS_MAX]; /* the plans in `out`, as choices */
    bil_figures figures[BIL_PROPOSALS_MAX];
    bil_aim floors; /* what every plan must keep */
} quest;

/* A plan that is sought for a goal, and what there is to say about it. */
typedef struct {
    bil_plan *plan; /* NULL = none found */
    bil_figures figures;
    int64_t value[2]; /* of the goal, the less the better */
} candidate;

/* ---- what a goal seeks ---- */

static void add_stage(bil_aim *aim, bil_stage stage)
{
    for (size_t i = 0; i < aim->stage_count; i++) {
        if (aim->stages[i] == stage) {
            return;
        }
    }
    aim->stages[aim->stage_count++] = stage;
}

static void add_goal(bil_aim *aim, bil_goal goal)
{
    switch (goal) {
    case BIL_GOAL_PUBLIC_MONEY:
        add_stage(aim, BIL_STAGE_PUBLIC);
        break;
    case BIL_GOAL_FAMILY:
        add_stage(aim, BIL_STAGE_FAMILY_HOURS);
        add_stage(aim, BIL_STAGE_FAMILY_MONEY);
        break;
    case BIL_GOAL_HOME:
        add_stage(aim, BIL_STAGE_RESIDENTIAL);
        add_stage(aim, BIL_STAGE_DAY);
        break;
    case BIL_GOAL_PROVIDERS:
        add_stage(aim, BIL_STAGE_PROVIDERS);
        break;
    case BIL_GOAL_PREFERENCES:
        add_stage(aim, BIL_STAGE_PREFER);
        add_stage(aim, BIL_STAGE_OUTSIDE);
        break;
    case BIL_GOAL_OTHER_WAY:
        add_stage(aim, BIL_STAGE_SHARED);
        break;
    case BIL_GOAL_BEST:
    case BIL_GOAL_COUNT:
        break;
    }
}

/* The goal, the best score with it, the profile's own priorities, then what is left of what plans
 * are compared by, and the usual end. */
static bil_aim aim_of(const quest *q, bil_goal goal)
{
    bil_aim aim = q->floors;
    bil_stage usual[BIL_STAGE_COUNT + 1];
    const size_t count = bil_stages_of(q->profile, q->person, usual);
    add_goal(&aim, goal);
    add_stage(&aim, BIL_STAGE_SCORE);
    for (size_t i = 0; i < count && usual[i] != BIL_STAGE_TOTAL; i++) {
        if (usual[i] != BIL_STAGE_SHORTFALL) {
            add_stage(&aim, usual[i]);
        }
    }
    for (int other = BIL_GOAL_PUBLIC_MONEY; other <= BIL_GOAL_PROVIDERS; other++) {
        add_goal(&aim, (bil_goal)other);
    }
    add_stage(&aim, BIL_STAGE_TOTAL);
    add_stage(&aim, BIL_STAGE_LINES);
    add_stage(&aim, BIL_STAGE_ORDER);
    aim.unlike = goal == BIL_GOAL_OTHER_WAY;
    aim.family_first = goal == BIL_GOAL_FAMILY || q->profile == BIL_PROFILE_LEAST_FAMILY_BURDEN;
    return aim;
}

static int64_t months_in(const quest *q, const bil_plan *plan, bil_setting setting)
{
    int64_t months = 0;
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *line = &plan->phases[t].lines[i];
            months += q->person->catalogue->services[line->service].setting == setting
                          ? plan->phases[t].months
                          : 0;
        }
    }
    return months;
}

static bool has_match(const quest *q, const bil_plan_phase *phase, const bil_selector *wish)
{
    for (size_t i = 0; i < phase->line_count; i++) {
        if (bil_selector_matches_service(q->person->catalogue, wish, phase->lines[i].service)) {
            return true;
        }
    }
    return false;
}

/* Months in which a preference is not met, and lines that no preference names. */
static void unlike_preferences(const quest *q, const bil_plan *plan, int64_t value[2])
{
    const bil_wishes *wishes = &q->person->wishes;
    for (size_t t = 0; t < plan->phase_count; t++) {
        const bil_plan_phase *phase = &plan->phases[t];
        for (size_t w = 0; w < wishes->prefer_count; w++) {
            value[0] += has_match(q, phase, &wishes->prefer[w]) ? 0 : phase->months;
        }
        for (size_t i = 0; i < phase->line_count; i++) {
            bool named = false;
            for (size_t w = 0; w < wishes->prefer_count; w++) {
                named =
                    named || bil_selector_matches_service(q->person->catalogue, &wishes->prefer[w],
                                                          phase->lines[i].service);
            }
            value[1] += named ? 0 : 1;
        }
    }
}

/* What the goal counts, the less the better; as whole as the figures people see. */
static void value_of(const quest *q, bil_goal goal, const bil_plan *plan,
                     const bil_figures *figures, int64_t value[2])
{
    value[0] = 0;
    value[1] = 0;
    switch (goal) {
    case BIL_GOAL_PUBLIC_MONEY:
        value[0] = figures->public_cents;
        break;
    case BIL_GOAL_FAMILY:
        value[0] = figures->family_hours;
        value[1] = figures->family_cents;
        break;
    case BIL_GOAL_HOME:
        value[0] = months_in(q, plan, BIL_SETTING_RESIDENTIAL);
        value[1] = months_in(q, plan, BIL_SETTING_DAY);
        break;
    case BIL_GOAL_PROVIDERS:
        value[0] = (int64_t)figures->providers;
        break;
    case BIL_GOAL_PREFERENCES:
        unlike_preferences(q, plan, value);
        break;
    case BIL_GOAL_OTHER_WAY:
    case BIL_GOAL_BEST:
    case BIL_GOAL_COUNT:
        break;
    }
}

static int order_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

/* Negative when `a` serves the goal better, and of equals when it covers more, costs less. */
static int compare(const candidate *a, const candidate *b)
{
    const int orders[] = {order_of(a->value[0], b->value[0]), order_of(a->value[1], b->value[1]),
                          order_of(b->figures.score_e9, a->figures.score_e9),
                          order_of(a->figures.public_cents, b->figures.public_cents),
                          order_of(a->figures.total_cents, b->figures.total_cents)};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (orders[i] != 0) {
            return orders[i];
        }
    }
    return 0;
}

static bool serves_better(const candidate *a, const candidate *b)
{
    return a->value[0] < b->value[0] || (a->value[0] == b->value[0] && a->value[1] < b->value[1]);
}

/* ---- plans as choices, and what the first one reaches ---- */

static void read_lines(const bil_plan_phase *lines, const bil_view_phase *phase, int64_t *quantity)
{
    for (size_t i = 0; i < lines->line_count; i++) {
        for (size_t o = 0; o < phase->offer_count; o++) {
            if (phase->offers[o].service == lines->lines[i].service &&
                phase->offers[o].provider == lines->lines[i].provider) {
                quantity[o] = lines->lines[i].quantity;
            }
        }
    }
}

static bil_status read_choices(quest *q, const bil_plan *plan, bil_apart *out, bil_error *err)
{
    bil_choice *choices = bil_arena_alloc(q->arena, q->view.phase_count, sizeof *choices);
    if (choices == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const bil_view_phase *phase = &q->view.phases[t];
        choices[t].quantity = bil_arena_alloc(q->arena, phase->offer_count + 1, sizeof(int64_t));
        if (choices[t].quantity == NULL) {
            return bil_fail_nomem(err);
        }
        read_lines(&plan->phases[t], phase, choices[t].quantity);
    }
    *out = (bil_apart){.choices = choices};
    return BIL_OK;
}

/* Shortfall and score of the first plan, phase by phase. */
static void set_floors(quest *q, const bil_plan *first)
{
    for (size_t t = 0; t < first->phase_count; t++) {
        const bil_plan_phase *phase = &first->phases[t];
        for (size_t i = 0; i < phase->coverage_count; i++) {
            const bil_coverage *row = &phase->coverage[i];
            const bil_need *need = &q->person->needs[row->need];
            if (row->target <= 0) {
                continue;
            }
            const double weight = (double)bil_need_weight(need) * phase->months;
            const double lack =
                (double)need->floor_bp / 1e4 - (double)row->covered / (double)row->target;
            const int64_t value =
                bil_curve_value_e9(q->person->catalogue, row->covered, row->target);
            q->floors.shortfall[t] += lack > 0.0 ? weight * lack : 0.0;
            q->floors.score[t] += q->keep * weight * (double)value / 1e9;
        }
    }
}

/* ---- one solve ---- */

/* Solves for a goal, away from `apart`. `out->plan` stays NULL when there is none. */
static bil_status solve(quest *q, bil_goal goal, const bil_apart *apart, size_t count,
                        candidate *out, bool *stopped, bil_error *err)
{
    bil_aim aim = aim_of(q, goal);
    aim.apart = apart;
    aim.apart_count = count;
    bil_run run = {.settings = q->settings, .profile = q->profile, .give = q->give, .aim = &aim};
    bil_person solved = {.status = BIL_GROUP_INFEASIBLE};
    bil_arena *arena = bil_arena_new();
    bil_plan *plan = bil_plan_heading(q->person, q->profile);
    bil_status status = BIL_OK;
    *out = (candidate){0};
    if (arena == NULL || plan == NULL) {
        status = bil_fail_nomem(err);
        goto out;
    }
    status = bil_person_solve(&solved, &run, &q->view, arena, err);
    *stopped = *stopped || run.stopped || solved.status == BIL_GROUP_STOPPED;
    if (status != BIL_OK || solved.status != BIL_GROUP_SOLVED) {
        goto out;
    }
    status = bil_assemble(plan, &q->view, &solved, err);
    if (status == BIL_OK) {
        status = bil_outcome_fill(plan, q->person, err);
    }
    if (status == BIL_OK) {
        status = bil_notes_fill(plan, &q->view, &solved, err);
    }
    if (status == BIL_OK) {
        out->plan = plan;
        out->figures = bil_figures_of(plan, q->person);
        value_of(q, goal, plan, &out->figures, out->value);
        plan = NULL;
    }
out:
    bil_plan_free(plan);
    bil_arena_free(arena);
    return status;
}

/* ---- distance ---- */

/* In how many services the plan differs from the one at `index`. */
static bil_status distance(const quest *q, const bil_plan *plan, size_t index, size_t *out,
                           bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_difference difference;
    const bil_status status =
        bil_difference_of(&difference, q->out->plans[index], plan, q->person, arena, err);
    *out = status == BIL_OK ? difference.services : 0;
    bil_arena_free(arena);
    return status;
}

/* The first of the plans given that is too near; SIZE_MAX when none is. */
static bil_status nearest(const quest *q, const bil_plan *plan, size_t *index, size_t *services,
                          bil_error *err)
{
    *index = SIZE_MAX;
    for (size_t i = 0; i < q->out->count && *index == SIZE_MAX; i++) {
        const bil_status status = distance(q, plan, i, services, err);
        if (status != BIL_OK) {
            return status;
        }
        if (*services < BIL_PROPOSALS_APART) {
            *index = i;
        }
    }
    return BIL_OK;
}

/* The phases that look like this one, as bits; 0 when an earlier one stands for them. */
static unsigned class_of(const quest *q, size_t phase)
{
    unsigned members = 0;
    for (size_t t = 0; t < q->view.phase_count; t++) {
        if (t == phase || bil_view_same(&q->view, phase, t)) {
            if (t < phase) {
                return 0;
            }
            members |= 1U << t;
        }
    }
    return members;
}

/* The best for the goal that differs enough from the plans marked in `near`, in one phase and in
 * those that look like it; each such class of phases is tried. */
static bil_status solve_apart(quest *q, bil_goal goal, unsigned near, candidate *best,
                              bool *stopped, bil_error *err)
{
    *best = (candidate){0};
    for (size_t t = 0; t < q->view.phase_count; t++) {
        const unsigned members = class_of(q, t);
        bil_apart apart[BIL_PROPOSALS_MAX];
        candidate now;
        for (size_t i = 0; i < q->out->count; i++) {
            apart[i] = q->chosen[i];
            apart[i].phases = (near >> i & 1U) != 0 ? members : 0;
        }
        if (members == 0 || *stopped) {
            continue;
        }
        const bil_status status = solve(q, goal, apart, q->out->count, &now, stopped, err);
        if (status != BIL_OK) {
            bil_plan_free(best->plan);
            return status;
        }
        if (now.plan != NULL && (best->plan == NULL || compare(&now, best) < 0)) {
            bil_plan_free(best->plan);
            *best = now;
        } else {
            bil_plan_free(now.plan);
        }
    }
    return BIL_OK;
}

/* ---- one goal ---- */

static void miss(quest *q, bil_goal goal, bil_missed_reason reason, bil_goal other, size_t services)
{
    q->out->missed[q->out->missed_count++] =
        (bil_missed){.goal = goal, .reason = reason, .other = other, .services = services};
}

/* Takes a plan away, because the one for `better` leaves it behind. */
static void remove_plan(quest *q, size_t index, bil_goal better)
{
    bil_proposals *out = q->out;
    const bil_goal goal = out->goals[index];
    for (size_t i = 0; i < out->missed_count; i++) {
        if (out->missed[i].other == goal) {
            out->missed[i].other = better;
        }
    }
    miss(q, goal, BIL_MISSED_WORSE, better, 0);
    bil_plan_free(out->plans[index]);
    out->count--;
    for (size_t i = index; i < out->count; i++) {
        out->plans[i] = out->plans[i + 1];
        out->goals[i] = out->goals[i + 1];
        q->chosen[i] = q->chosen[i + 1];
        q->figures[i] = q->figures[i + 1];
    }
}

/* Takes the plan over, or says why not. A plan for an earlier goal that this one outdoes leaves. */
static bil_status take(quest *q, bil_goal goal, candidate *found, bil_error *err)
{
    bil_proposals *out = q->out;
    for (size_t i = 0; i < out->count; i++) {
        if (bil_figures_not_better(&found->figures, &q->figures[i])) {
            miss(q, goal, BIL_MISSED_WORSE, out->goals[i], 0);
            return BIL_OK;
        }
    }
    if (bil_figures_not_better(&q->figures[0], &found->figures)) {
        miss(q, goal, BIL_MISSED_FIRST, BIL_GOAL_BEST, 0);
        return BIL_OK;
    }
    for (size_t i = out->count; i > 1; i--) {
        if (bil_figures_not_better(&q->figures[i - 1], &found->figures)) {
            remove_plan(q, i - 1, goal);
        }
    }
    const size_t at = out->count;
    const bil_status status = read_choices(q, found->plan, &q->chosen[at], err);
    if (status == BIL_OK) {
        q->figures[at] = found->figures;
        out->goals[at] = goal;
        out->plans[at] = found->plan;
        out->count++;
        found->plan = NULL;
    }
    return status;
}

/* Does the first plan leave nothing to gain for the goal? */
static bool nothing_to_gain(bil_goal goal, const candidate *first)
{
    return goal != BIL_GOAL_OTHER_WAY && first->value[0] == 0 && first->value[1] == 0;
}

/* Moves the plan away from those it is too near to, one after another. */
static bil_status move_apart(quest *q, bil_goal goal, const candidate *first, candidate *found,
                             bool *stopped, bil_error *err)
{
    unsigned near = 0;
    for (;;) {
        size_t other = SIZE_MAX;
        size_t services = 0;
        bil_status status = nearest(q, found->plan, &other, &services, err);
        if (status != BIL_OK || other == SIZE_MAX) {
            return status;
        }
        bil_plan_free(found->plan);
        found->plan = NULL;
        if ((near >> other & 1U) == 0) { /* always so: the rows keep it apart from the others */
            near |= 1U << other;
            status = solve_apart(q, goal, near, found, stopped, err);
        }
        const bool farther =
            found->plan != NULL && (goal == BIL_GOAL_OTHER_WAY || serves_better(found, first));
        if (status != BIL_OK || !farther) {
            bil_plan_free(found->plan);
            found->plan = NULL;
            miss(q, goal, *stopped ? BIL_MISSED_STOPPED : BIL_MISSED_NEAR, q->out->goals[other],
                 services);
            return status;
        }
    }
}

static bil_status seek(quest *q, bil_goal goal, bil_error *err)
{
    candidate first = {.plan = q->out->plans[0], .figures = q->figures[0]};
    candidate found = {0};
    bool stopped = false;
    value_of(q, goal, first.plan, &first.figures, first.value);
    if (nothing_to_gain(goal, &first)) {
        miss(q, goal, BIL_MISSED_NOTHING, BIL_GOAL_BEST, 0);
        return BIL_OK;
    }
    bil_status status = solve(q, goal, q->chosen, q->out->count, &found, &stopped, err);
    if (status != BIL_OK) {
        return status;
    }
    if (found.plan == NULL || (goal != BIL_GOAL_OTHER_WAY && !serves_better(&found, &first))) {
        miss(q, goal, stopped ? BIL_MISSED_STOPPED : BIL_MISSED_DISTANCE, BIL_GOAL_BEST, 0);
        bil_plan_free(found.plan);
        return BIL_OK;
    }
    status = move_apart(q, goal, &first, &found, &stopped, err);
    if (status == BIL_OK && found.plan != NULL) {
        status = take(q, goal, &found, err);
    }
    bil_plan_free(found.plan);
    return status;
}

/* ---- all of them ---- */

static bil_status find_others(quest *q, size_t wanted, bil_error *err)
{
    bil_proposals *out = q->out;
    bil_status status = bil_view_build(&q->view, q->person, NULL, q->arena, err);
    if (status == BIL_OK) {
        status = read_choices(q, out->plans[0], &q->chosen[0], err);
    }
    if (status != BIL_OK) {
        return status;
    }
    q->figures[0] = bil_figures_of(out->plans[0], q->person);
    set_floors(q, out->plans[0]);
    for (int goal = BIL_GOAL_PUBLIC_MONEY; goal < BIL_GOAL_COUNT && out->count < wanted; goal++) {
        if (goal != BIL_GOAL_PREFERENCES || q->person->wishes.prefer_count > 0) {
            status = seek(q, (bil_goal)goal, err);
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

bil_status bil_alternatives_find(bil_proposals **out, const bil_case *person,
                                 const bil_alternatives *wanted,
                                 const bil_propose_settings *settings, bil_error *err)
{
    BIL_ASSERT(wanted->count >= 1 && wanted->count <= BIL_PROPOSALS_MAX);
    const int64_t give =
        settings->give_e6 >= 0 ? settings->give_e6 : person->catalogue->score_tolerance_e6;
    quest q = {.person = person,
               .settings = settings,
               .profile = settings->profile_given ? settings->profile : person->profile,
               .give = (double)give / 1e6,
               .keep = 1.0 - (double)wanted->within_e6 / 1e6,
               .arena = bil_arena_new()};
    bil_arena *own = bil_arena_new();
    q.out = own == NULL ? NULL : bil_arena_alloc(own, 1, sizeof *q.out);
    bil_status status = BIL_OK;
    if (q.arena == NULL || q.out == NULL) {
        bil_arena_free(own);
        status = bil_fail_nomem(err);
        goto out;
    }
    *q.out = (bil_proposals){.arena = own, .within_e6 = wanted->within_e6, .wanted = wanted->count};
    status = bil_propose(&q.out->plans[0], person, settings, err);
    if (status != BIL_OK) {
        goto out;
    }
    q.out->count = 1;
    if (q.out->plans[0]->phase_count > 0) {
        status = find_others(&q, wanted->count, err);
        if (status == BIL_OK) {
            status = bil_today(&q.out->today, &q.out->today_funded, person, q.profile, err);
        }
        if (status == BIL_OK) {
            status = bil_proposals_compare(q.out, person, err);
        }
    }
    if (status == BIL_OK) {
        *out = q.out;
        q.out = NULL;
    }
out:
    bil_proposals_free(q.out);
    bil_arena_free(q.arena);
    return status;
}
