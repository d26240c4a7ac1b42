/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/robust.h"

#include <stdlib.h>

#include "engine/check.h"
#include "engine/money.h"
#include "engine/world.h"

/* The run over all worlds. */
typedef struct {
    const bil_plan *plan;
    const bil_case *person;
    const bil_propose_settings *settings; /* the caller's */
    bil_robustness *out;
    bil_robust_world *worlds;
    bil_robust_line *lines;
    bool stopped;
} trial;

/* ---- one plan of one world ---- */

/* The solver's steps, told as one step a world. */
static bool watch(const bil_progress *now, void *payload)
{
    trial *t = payload;
    const bil_progress step = {.stage = "worlds",
                               .phase_blocks = 1,
                               .stage_index = (int)t->out->world_count,
                               .stage_count = (int)t->out->wanted,
                               .nodes = now->nodes};
    if (t->settings->progress != NULL && !t->settings->progress(&step, t->settings->payload)) {
        t->stopped = true;
    }
    return !t->stopped;
}

/* A plan of the world, checked; `within` NULL = the best. Holding gives up no score for what comes
 * after it: it keeps of the plan whatever can be kept. */
static bil_status solve(trial *t, bil_plan **out, const bil_case *world, const bil_plan *within,
                        bil_error *err)
{
    bil_propose_settings settings = *t->settings;
    settings.progress = watch;
    settings.payload = t;
    settings.within = within;
    settings.give_e6 = within != NULL ? 0 : settings.give_e6;
    settings.no_conflict = true;
    bil_plan *plan = NULL;
    bil_verdict verdict = {0};
    bil_status status = bil_propose(&plan, world, &settings, err);
    if (status == BIL_OK && plan->phase_count > 0) {
        status = bil_check(&verdict, plan, world, plan->arena, err);
    }
    if (status == BIL_OK && verdict.count > 0) {
        status =
            bil_fail_with(err, BIL_E_INTERNAL, verdict.items[0].where,
                          "un piano di prova non supera il controllo (%s)",
                          "a plan of a trial does not pass the check (%s)", verdict.items[0].rule);
    }
    if (status != BIL_OK) {
        bil_plan_free(plan);
        return status;
    }
    *out = plan;
    return BIL_OK;
}

/* ---- one world ---- */

static const bil_line *line_of(const bil_plan *plan, size_t phase, bil_index service)
{
    for (size_t i = 0; phase < plan->phase_count && i < plan->phases[phase].line_count; i++) {
        if (plan->phases[phase].lines[i].service == service) {
            return &plan->phases[phase].lines[i];
        }
    }
    return NULL;
}

/* Is every line of `plan` one of the lines held to, and no more of it? */
static bool is_within(const bil_plan *plan, const bil_plan *held)
{
    for (size_t t = 0; t < plan->phase_count; t++) {
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *line = &plan->phases[t].lines[i];
            const bil_line *own = line_of(held, t, line->service);
            if (own == NULL || own->provider != line->provider || own->quantity < line->quantity) {
                return false;
            }
        }
    }
    return true;
}

static void count_lines(const trial *t, const bil_plan *best)
{
    for (size_t i = 0; i < t->out->line_count; i++) {
        bil_robust_line *row = &t->lines[i];
        const bil_line *line = line_of(best, row->phase, row->service);
        row->survives += line != NULL ? 1 : 0;
        row->with_quantity += line != NULL && line->quantity >= row->quantity ? 1 : 0;
    }
}

static int64_t above(int64_t a, int64_t b)
{
    return a > b ? a - b : 0;
}

static void compare(bil_robust_world *row, const bil_plan *best, const bil_plan *held)
{
    row->state = held->phase_count > 0                 ? BIL_WORLD_HELD
                 : held->status == BIL_PLAN_INFEASIBLE ? BIL_WORLD_NOT_HELD
                                                       : BIL_WORLD_UNDECIDED;
    row->score_e9 = best->score_e9;
    if (row->state == BIL_WORLD_HELD) {
        row->held_score_e9 = held->score_e9;
        row->regret_e9 = above(best->score_e9, held->score_e9);
        row->shortfall_e9 = above(held->shortfall_e9, best->shortfall_e9);
    }
}

/* Solves a world; without effect on the counts when the person stops meanwhile. */
static bil_status visit(trial *t, size_t number, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_case *world = NULL;
    bil_plan *best = NULL;
    bil_plan *held = NULL;
    bil_robust_world row = {.state = BIL_WORLD_UNDECIDED};
    bil_status status = arena == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        status = bil_world_make(&world, t->person, t->out->seed, number, arena, err);
    }
    if (status == BIL_OK) {
        status = solve(t, &best, world, NULL, err);
    }
    if (status != BIL_OK || t->stopped) {
        goto out;
    }
    if (best->phase_count == 0) {
        row.state = best->status == BIL_PLAN_INFEASIBLE ? BIL_WORLD_NO_PLAN : BIL_WORLD_UNDECIDED;
    } else if (is_within(best, t->plan)) {
        compare(&row, best, best); /* the best holds to the plan by itself */
    } else {
        status = solve(t, &held, world, t->plan, err);
        if (status != BIL_OK || t->stopped) {
            goto out;
        }
        compare(&row, best, held);
    }
    if (best->phase_count > 0) {
        t->out->planned++;
        count_lines(t, best);
    }
    t->out->states[row.state]++;
    t->worlds[t->out->world_count++] = row;
out:
    bil_plan_free(held);
    bil_plan_free(best);
    bil_arena_free(arena);
    return status;
}

/* ---- the whole ---- */

static bil_status prepare(trial *t, size_t worlds, bil_error *err)
{
    size_t count = 0;
    for (size_t p = 0; p < t->plan->phase_count; p++) {
        count += t->plan->phases[p].line_count;
    }
    bil_robustness *out = t->out;
    t->worlds = bil_arena_alloc(out->arena, worlds, sizeof *t->worlds);
    t->lines = bil_arena_alloc(out->arena, count, sizeof *t->lines);
    if (t->worlds == NULL || t->lines == NULL) {
        return bil_fail_nomem(err);
    }
    out->worlds = t->worlds;
    out->lines = t->lines;
    for (size_t p = 0; p < t->plan->phase_count; p++) {
        for (size_t i = 0; i < t->plan->phases[p].line_count; i++) {
            const bil_line *line = &t->plan->phases[p].lines[i];
            t->lines[out->line_count++] = (bil_robust_line){.phase = p,
                                                            .code = line->code,
                                                            .service = line->service,
                                                            .quantity = line->quantity};
        }
    }
    return BIL_OK;
}

static int by_size(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bil_status sum_up(trial *t, bil_error *err)
{
    bil_robustness *out = t->out;
    int64_t *regrets = bil_arena_alloc(out->arena, out->world_count + 1, sizeof *regrets);
    size_t count = 0;
    int64_t sum = 0;
    if (regrets == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t w = 0; w < out->world_count; w++) {
        const bil_robust_world *row = &out->worlds[w];
        if (row->state != BIL_WORLD_HELD) {
            continue;
        }
        regrets[count++] = row->regret_e9;
        sum += row->regret_e9; /* at most 10⁹ each, 10⁴ worlds */
        out->without_regret += row->regret_e9 == 0 ? 1 : 0;
        out->below += row->shortfall_e9 > 0 ? 1 : 0;
        out->shortfall_worst_e9 = row->shortfall_e9 > out->shortfall_worst_e9
                                      ? row->shortfall_e9
                                      : out->shortfall_worst_e9;
    }
    if (count > 0) {
        qsort(regrets, count, sizeof *regrets, by_size);
        out->regret_mean_e9 = bil_div_round(sum, (int64_t)count);
        out->regret_p90_e9 = regrets[(count * 9 + 9) / 10 - 1];
        out->regret_worst_e9 = regrets[count - 1];
    }
    return BIL_OK;
}

bil_status bil_robust_try(bil_robustness **out, const bil_plan *plan, const bil_case *person,
                          const bil_propose_settings *settings, uint64_t seed, size_t worlds,
                          bil_error *err)
{
    BIL_ASSERT(worlds > 0 && worlds <= BIL_ROBUST_WORLDS_MAX);
    bil_arena *arena = bil_arena_new();
    bil_robustness *found = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *found);
    if (found == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    const bil_catalogue *catalogue = person->catalogue;
    *found = (bil_robustness){.arena = arena,
                              .seed = seed,
                              .wanted = worlds,
                              .varies = catalogue->uncertainty_count > 0,
                              .uncertainty_sha256 = catalogue->uncertainty_sha256};
    trial t = {.plan = plan, .person = person, .settings = settings, .out = found};
    bil_status status = prepare(&t, worlds, err);
    /* All worlds alike: one says it. */
    const size_t last = plan->phase_count == 0 ? 0 : found->varies ? worlds : 1;
    const bil_progress begins = {.stage = "worlds"};
    /* A small world may be solved without a step being told: each begins with one. */
    for (size_t w = 0; status == BIL_OK && w < last && watch(&begins, &t); w++) {
        status = visit(&t, w, err);
    }
    if (status == BIL_OK) {
        status = sum_up(&t, err);
    }
    if (status != BIL_OK) {
        bil_robustness_free(found);
        return status;
    }
    *out = found;
    return BIL_OK;
}
