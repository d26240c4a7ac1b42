/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/group.h"

#include <math.h>
#include <string.h>

#include "solver/irreducible.h"
#include "solver/lessons.h"

enum { LESSONS_MAX = 400 };

typedef struct {
    bil_run *run;
    const bil_view *view;
    const size_t *members;
    size_t member_count;
    bil_arena *arena;
    bil_model model;
    bil_lesson *lessons;
    size_t lesson_count;
    size_t lesson_capacity;
    bil_stage stages[BIL_STAGE_COUNT + 1];
    size_t stage_count;
    size_t stage_index;
    double *x; /* last accepted solution of the model */
    size_t x_count;
    bil_choice *choices;         /* and what it means */
    bil_funding_found *fundings; /* per member */
    bool has_solution;
    bool proven;
    double gap;
    double values[BIL_STAGE_COUNT + 1];
} group_run;

static bool tick(const bil_lp_tick *now, void *payload)
{
    group_run *g = payload;
    const bil_propose_settings *settings = g->run->settings;
    if (settings->progress != NULL && !g->run->stopped) {
        const bil_progress progress = {.stage = bil_stage_name(g->stages[g->stage_index]),
                                       .phase_block = g->run->block,
                                       .phase_blocks = g->run->blocks,
                                       .stage_index = (int)g->stage_index,
                                       .stage_count = (int)g->stage_count,
                                       .nodes = now->nodes,
                                       .value = now->value,
                                       .bound = now->bound,
                                       .has_value = now->has_value};
        g->run->stopped = !settings->progress(&progress, settings->payload);
    }
    return !g->run->stopped;
}

static bil_status learn(group_run *g, const bil_lesson *what, bil_error *err)
{
    if (g->lesson_count == LESSONS_MAX) {
        return bil_fail(err, BIL_E_SOLVER, "funding",
                        "troppe soluzioni senza un finanziamento esatto: non proseguo",
                        "too many solutions without an exact funding: giving up");
    }
    bil_lesson *grown = bil_arena_grow(g->arena, g->lessons, g->lesson_count, &g->lesson_capacity,
                                       g->lesson_count + 1, sizeof *grown);
    if (grown == NULL) {
        return bil_fail_nomem(err);
    }
    g->lessons = grown;
    g->lessons[g->lesson_count++] = *what;
    return BIL_OK;
}

static void restrict_phase(bil_model *model, bil_model_phase *phase, const bil_restriction *r)
{
    const bool source = r->source != BIL_NONE;
    const bil_activity activity = source ? bil_model_source_activity(model, phase, r->source)
                                         : bil_model_service_activity(model, phase, r->service);
    (void)bil_lp_add_row(&model->lp, r->wanted ? 1.0 : -HUGE_VAL,
                         r->wanted ? HUGE_VAL : (double)r->most,
                         bil_model_name(model, "course", model->lp.row_count, "", r->phase), "");
    if (r->wanted || source) {
        bil_model_add_activity(model, &activity, 1.0);
    } else {
        (void)bil_model_add_quantity(model, phase, r->service, 1.0);
    }
    model->impossible =
        model->impossible || (r->wanted && activity.count == 0) || (source && activity.certain);
}

/* What other phases ask of these, on top of everything else. */
static void restrict_model(bil_model *model, const bil_run *run)
{
    for (size_t k = 0; k < run->restriction_count; k++) {
        for (size_t i = 0; i < model->phase_count; i++) {
            if (model->phases[i].phase->index == run->restrictions[k].phase) {
                restrict_phase(model, &model->phases[i], &run->restrictions[k]);
            }
        }
    }
}

/* Exact funding of every phase; the first phase without one becomes a lesson. */
static bil_status fund_all(group_run *g, const bil_choice *choices, bil_funding_found *fundings,
                           size_t *unfunded, bil_error *err)
{
    const bil_funding_wish wish = {
        .family_first = g->run->aim != NULL ? g->run->aim->family_first
                                            : g->run->profile == BIL_PROFILE_LEAST_FAMILY_BURDEN};
    *unfunded = SIZE_MAX;
    for (size_t i = 0; i < g->member_count; i++) {
        const bil_status status = bil_fund(&fundings[i], g->view, g->model.phases[i].phase,
                                           &choices[i], &wish, g->arena, err);
        if (status != BIL_OK) {
            return status;
        }
        if (!fundings[i].feasible) {
            *unfunded = i;
            return BIL_OK;
        }
    }
    return BIL_OK;
}

typedef enum { STEP_DONE, STEP_INFEASIBLE, STEP_STOPPED } step;

static bil_status accept(group_run *g, const double *x, const bil_choice *choices,
                         const bil_funding_found *fundings, bil_error *err)
{
    double *kept = bil_arena_alloc(g->arena, g->model.lp.column_count, sizeof *kept);
    if (kept == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(kept, x, g->model.lp.column_count * sizeof *kept);
    memcpy(g->choices, choices, g->member_count * sizeof *choices);
    memcpy(g->fundings, fundings, g->member_count * sizeof *fundings);
    g->x = kept;
    g->x_count = g->model.lp.column_count;
    g->has_solution = true;
    return BIL_OK;
}

/* Solves the model as it stands until its solution can be funded to the cent. */
static bil_status solve_funded(group_run *g, bil_lp_result *result, step *out, bil_error *err)
{
    bil_choice *choices = bil_arena_alloc(g->arena, g->member_count, sizeof *choices);
    bil_funding_found *fundings = bil_arena_alloc(g->arena, g->member_count, sizeof *fundings);
    if (choices == NULL || fundings == NULL) {
        return bil_fail_nomem(err);
    }
    for (;;) {
        /* Whether any plan exists: a point that passes is proof enough, only "none" is doubted. */
        const int doubt = g->run->settings->doubt;
        const bil_lp_settings settings = {.node_limit = g->run->settings->node_limit,
                                          .time_limit_ms = g->run->settings->time_limit_ms,
                                          .tick = tick,
                                          .payload = g,
                                          .doubt =
                                              g->run->feasibility_only && doubt > 0 ? 0 : doubt};
        bil_status status = bil_lp_solve(result, &g->model.lp, &settings, g->arena, err);
        if (status != BIL_OK) {
            return status;
        }
        if (result->status == BIL_LP_INFEASIBLE) {
            *out = STEP_INFEASIBLE;
            return BIL_OK;
        }
        if (result->status == BIL_LP_FAILED) {
            return bil_fail_with(err, BIL_E_SOLVER, "model",
                                 "il risolutore non ha dato una risposta affidabile (%s)",
                                 "the optimiser gave no answer that can be trusted (%s)",
                                 result->message);
        }
        if (result->status == BIL_LP_STOPPED) {
            *out = STEP_STOPPED;
            return BIL_OK;
        }
        size_t unfunded = SIZE_MAX;
        status = bil_choices_read(choices, &g->model, result->x, g->arena, err);
        if (status == BIL_OK) {
            status = fund_all(g, choices, fundings, &unfunded, err);
        }
        if (status != BIL_OK) {
            return status;
        }
        if (unfunded == SIZE_MAX) {
            *out = STEP_DONE;
            return accept(g, result->x, choices, fundings, err);
        }
        const bil_lesson cut = {.phase = unfunded, .offer = SIZE_MAX, .choice = choices[unfunded]};
        status = learn(g, &cut, err);
        if (status != BIL_OK) {
            return status;
        }
        bil_lesson_apply(&g->model, &cut);
    }
}

static double hold_give(const group_run *g, bil_stage stage, double value)
{
    if (stage != BIL_STAGE_SCORE) {
        return 0.0;
    }
    /* "preferences first" gives them up to a twentieth of the score before settling it again */
    const bool first = g->stage_index == 1 && g->run->aim == NULL;
    if (g->run->profile == BIL_PROFILE_PREFERENCES_FIRST && first &&
        g->view->person->wishes.prefer_count > 0) {
        return fmax(0.05 * value, g->run->give * BIL_SCORE_SCALE);
    }
    return g->run->give * BIL_SCORE_SCALE;
}

/* From a stage's objective to a total that can be added up over groups of phases. */
static double total_scale(const group_run *g, bil_stage stage)
{
    switch (stage) {
    case BIL_STAGE_SHORTFALL:
    case BIL_STAGE_SCORE:
    case BIL_STAGE_REDUCTION:
        return bil_model_measure(&g->model);
    case BIL_STAGE_FAMILY_MONEY:
    case BIL_STAGE_PUBLIC:
    case BIL_STAGE_TOTAL:
        return bil_model_months(&g->model);
    case BIL_STAGE_PREFER:
    case BIL_STAGE_OUTSIDE:
    case BIL_STAGE_FAMILY_HOURS:
    case BIL_STAGE_RESIDENTIAL:
    case BIL_STAGE_DAY:
    case BIL_STAGE_PROVIDERS:
    case BIL_STAGE_SHARED:
    case BIL_STAGE_CHANGES:
    case BIL_STAGE_CHANGED_LINES:
    case BIL_STAGE_LINES:
    case BIL_STAGE_ORDER:
    case BIL_STAGE_COUNT:
        break;
    }
    return 1.0;
}

static void note(group_run *g, size_t index, double value)
{
    g->values[index] = value * total_scale(g, g->stages[index]);
}

/* A stage whose objective cannot get better than where it stands needs no solving. */
static bool settled_already(const group_run *g, bil_stage stage, double value)
{
    if (!g->has_solution || g->x_count < g->model.lp.column_count) {
        return false;
    }
    switch (stage) {
    case BIL_STAGE_OUTSIDE:
    case BIL_STAGE_FAMILY_HOURS:
    case BIL_STAGE_FAMILY_MONEY:
    case BIL_STAGE_RESIDENTIAL:
    case BIL_STAGE_DAY:
    case BIL_STAGE_PROVIDERS:
    case BIL_STAGE_SHARED:
    case BIL_STAGE_CHANGED_LINES:
    case BIL_STAGE_REDUCTION:
    case BIL_STAGE_PUBLIC:
        return value <= 0.0;
    case BIL_STAGE_SHORTFALL:
    case BIL_STAGE_SCORE:
    case BIL_STAGE_PREFER:
    case BIL_STAGE_CHANGES:
    case BIL_STAGE_TOTAL:
    case BIL_STAGE_LINES:
    case BIL_STAGE_ORDER:
    case BIL_STAGE_COUNT:
        break;
    }
    return false;
}

/* How much of a target may be missing below the floor, over all needs. */
static void limit_missing(group_run *g, double most)
{
    for (size_t i = 0; i < g->member_count; i++) {
        for (size_t n = 0; n < g->view->person->need_count; n++) {
            const uint32_t column = g->model.phases[i].missing[n];
            if (column != BIL_NO_COLUMN) {
                g->model.lp.columns[column].upper = most;
            }
        }
    }
}

/* Nothing essential missing is often possible, and then the best score can be sought at once. */
static bil_status try_without_shortfall(group_run *g, bool *settled, step *out, bil_error *err)
{
    *settled = false;
    limit_missing(g, 0.0);
    if (!bil_stage_set(&g->model, BIL_STAGE_SCORE)) {
        return BIL_OK;
    }
    bil_lp_result result = {.status = BIL_LP_FAILED};
    g->stage_index = 1;
    const bil_status status = solve_funded(g, &result, out, err);
    if (status != BIL_OK) {
        return status;
    }
    if (*out == STEP_DONE && result.status == BIL_LP_OPTIMAL) {
        *settled = true;
        note(g, 1, result.objective);
        bil_stage_hold(&g->model, BIL_STAGE_SCORE, result.objective,
                       hold_give(g, BIL_STAGE_SCORE, result.objective));
        return BIL_OK;
    }
    limit_missing(g, 1.0);
    return BIL_OK;
}

/* The first two stages were proven before, under the same restrictions: hold them, go on. */
static void hold_reached(group_run *g)
{
    for (size_t index = 0; index < 2; index++) {
        const double scale = total_scale(g, g->stages[index]);
        const double value = scale > 0.0 ? g->run->reached[index] / scale : 0.0;
        g->stage_index = index;
        if (bil_stage_set(&g->model, g->stages[index])) {
            bil_stage_hold(&g->model, g->stages[index], value,
                           hold_give(g, g->stages[index], value));
        }
        g->values[index] = g->run->reached[index];
    }
}

/* What the run's aim must keep, and what it stays away from. */
static void set_aim(group_run *g)
{
    const bil_aim *aim = g->run->aim;
    const double measure = bil_model_measure(&g->model);
    double shortfall = 0.0;
    double score = 0.0;
    for (size_t i = 0; i < g->member_count; i++) {
        shortfall += aim->shortfall[g->members[i]];
        score += aim->score[g->members[i]];
    }
    if (shortfall <= 0.0) {
        limit_missing(g, 0.0);
    } else if (bil_stage_set(&g->model, BIL_STAGE_SHORTFALL)) {
        bil_stage_hold(&g->model, BIL_STAGE_SHORTFALL, BIL_SCORE_SCALE * shortfall / measure, 0.0);
    }
    if (bil_stage_set(&g->model, BIL_STAGE_SCORE)) {
        bil_stage_hold(&g->model, BIL_STAGE_SCORE, BIL_SCORE_SCALE * score / measure, 0.0);
    }
    if (aim->unlike) {
        bil_apart_share(&g->model, aim->apart, aim->apart_count);
    }
    for (size_t k = 0; k < aim->apart_count; k++) {
        bil_apart_add(&g->model, &aim->apart[k]);
    }
}

static bil_status settle_stage(group_run *g, step *out, bil_error *err)
{
    const bil_stage stage = g->stages[g->stage_index];
    *out = STEP_DONE;
    /* Any plan will do: nothing to decide, and the first one found ends the search. */
    const bool decides = !g->run->feasibility_only && bil_stage_set(&g->model, stage);
    if (!decides && g->has_solution) {
        return BIL_OK;
    }
    if (g->has_solution && g->x_count == g->model.lp.column_count) {
        const double value = bil_lp_objective_at(&g->model.lp, g->x);
        if (settled_already(g, stage, value)) {
            note(g, g->stage_index, value);
            bil_stage_hold(&g->model, stage, value, 0.0);
            return BIL_OK;
        }
    }
    bil_lp_result result = {.status = BIL_LP_FAILED};
    const bil_status status = solve_funded(g, &result, out, err);
    if (status != BIL_OK || *out != STEP_DONE) {
        return status;
    }
    if (result.status != BIL_LP_OPTIMAL) {
        g->proven = false;
        if (stage == BIL_STAGE_SCORE && result.objective != 0.0) {
            g->gap = fabs(result.bound - result.objective) / fabs(result.objective);
        }
    }
    if (decides) {
        note(g, g->stage_index, result.objective);
        bil_stage_hold(&g->model, stage, result.objective, hold_give(g, stage, result.objective));
    }
    return BIL_OK;
}

/* All stages over a fresh model with every lesson applied. */
static bil_status settle_all(group_run *g, step *out, bil_error *err)
{
    bil_status status =
        bil_model_build(&g->model, g->view, g->members, g->member_count, g->arena, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t k = 0; k < g->lesson_count; k++) {
        bil_lesson_apply(&g->model, &g->lessons[k]);
    }
    restrict_model(&g->model, g->run);
    if (g->run->aim != NULL) {
        set_aim(g);
    }
    g->proven = true;
    g->gap = 0.0;
    g->has_solution = false;
    memset(g->values, 0, sizeof g->values);
    if (g->model.impossible) {
        *out = STEP_INFEASIBLE;
        return BIL_OK;
    }
    size_t first = 0;
    if (g->run->reached != NULL && g->lesson_count == 0 && !g->run->feasibility_only) {
        hold_reached(g);
        first = 2;
    } else if (!g->run->feasibility_only && g->run->aim == NULL) {
        bool settled = false;
        status = try_without_shortfall(g, &settled, out, err);
        first = settled ? 2 : 0;
    }
    for (g->stage_index = first; status == BIL_OK && g->stage_index < g->stage_count;
         g->stage_index++) {
        status = settle_stage(g, out, err);
        if (status == BIL_OK && *out == STEP_INFEASIBLE && g->has_solution) {
            /* An earlier stage has a solution, so this cannot be: keep it, say it is unproven. */
            g->proven = false;
            *out = STEP_DONE;
        }
        if (*out != STEP_DONE) {
            return status;
        }
    }
    return status;
}

/* Turns the reducible lines of the last solution into lessons. */
static bil_status learn_reducible(group_run *g, bool *any, bil_error *err)
{
    *any = false;
    for (size_t i = 0; i < g->member_count; i++) {
        for (size_t o = 0; o < g->model.phases[i].phase->offer_count; o++) {
            bil_lesson what;
            if (!bil_lesson_of_line(&what, g->view, &g->model, i, o, &g->choices[i],
                                    &g->fundings[i])) {
                continue;
            }
            const bil_status status = learn(g, &what, err);
            if (status != BIL_OK) {
                return status;
            }
            *any = true;
        }
    }
    return BIL_OK;
}

/* A plan cut short may be longer than it serves: shorten it, fund it again. */
static bil_status trim(group_run *g, bil_error *err)
{
    size_t unfunded = SIZE_MAX;
    for (size_t i = 0; i < g->member_count; i++) {
        bil_reduce(g->view, g->model.phases[i].phase, &g->choices[i]);
    }
    const bil_status status = fund_all(g, g->choices, g->fundings, &unfunded, err);
    if (status == BIL_OK && unfunded != SIZE_MAX) {
        g->has_solution = false;
    }
    return status;
}

static bil_group_status outcome(const group_run *g, step end)
{
    if (g->has_solution) {
        return BIL_GROUP_SOLVED;
    }
    return end == STEP_INFEASIBLE && !g->run->stopped ? BIL_GROUP_INFEASIBLE : BIL_GROUP_STOPPED;
}

size_t bil_run_stages(const bil_run *run, const bil_case *person, bil_stage *list)
{
    if (run->aim == NULL) {
        const size_t count = bil_stages_of(run->profile, person, list);
        return run->score_only ? 2 : count;
    }
    memcpy(list, run->aim->stages, run->aim->stage_count * sizeof *list);
    return run->aim->stage_count;
}

/* Must something be there in a phase, although it may serve nothing? */
static bool wants_something(const bil_run *run)
{
    for (size_t k = 0; k < run->restriction_count; k++) {
        if (run->restrictions[k].wanted) {
            return true;
        }
    }
    return false;
}

/* Does shortening the lines of the last solution that serve nothing leave a plan that can be
 * funded? Then there is one, and that is all a search for any plan asks. */
static bil_status shortened(group_run *g, bool *out, bil_error *err)
{
    bil_choice *choices = bil_arena_alloc(g->arena, g->member_count, sizeof *choices);
    bil_funding_found *fundings = bil_arena_alloc(g->arena, g->member_count, sizeof *fundings);
    size_t unfunded = SIZE_MAX;
    *out = false;
    if (choices == NULL || fundings == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < g->member_count; i++) {
        const bil_view_phase *p = g->model.phases[i].phase;
        choices[i] = g->choices[i];
        choices[i].quantity =
            bil_arena_alloc(g->arena, p->offer_count + 1, sizeof *choices[i].quantity);
        if (choices[i].quantity == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(choices[i].quantity, g->choices[i].quantity,
               p->offer_count * sizeof *choices[i].quantity);
        bil_reduce(g->view, p, &choices[i]);
    }
    const bil_status status = fund_all(g, choices, fundings, &unfunded, err);
    if (status != BIL_OK || unfunded != SIZE_MAX) {
        return status;
    }
    for (size_t i = 0; i < g->member_count; i++) {
        const bil_view_phase *p = g->model.phases[i].phase;
        for (size_t o = 0; o < p->offer_count; o++) {
            if (bil_reducible(g->view, p, &choices[i], &fundings[i], o)) {
                return BIL_OK;
            }
        }
    }
    memcpy(g->choices, choices, g->member_count * sizeof *choices);
    memcpy(g->fundings, fundings, g->member_count * sizeof *fundings);
    *out = true;
    return BIL_OK;
}

/* Lines of the solution that serve nothing go, or are learnt from: then all is to be settled
 * `again`. */
static bil_status make_irreducible(group_run *g, bool *again, bil_error *err)
{
    bool short_enough = false;
    if (g->run->feasibility_only && g->member_count == 1 && !wants_something(g->run)) {
        const bil_status status = shortened(g, &short_enough, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return short_enough ? BIL_OK : learn_reducible(g, again, err);
}

bil_status bil_group_solve(bil_group *out, bil_run *run, const bil_view *view,
                           const size_t *members, size_t member_count, bil_arena *arena,
                           bil_error *err)
{
    group_run g = {
        .run = run, .view = view, .members = members, .member_count = member_count, .arena = arena};
    g.choices = bil_arena_alloc(arena, member_count, sizeof *g.choices);
    g.fundings = bil_arena_alloc(arena, member_count, sizeof *g.fundings);
    if (g.choices == NULL || g.fundings == NULL) {
        return bil_fail_nomem(err);
    }
    if (run->feasibility_only) {
        g.stages[0] = BIL_STAGE_LINES;
        g.stage_count = 1;
    } else {
        g.stage_count = bil_run_stages(run, view->person, g.stages);
        g.stage_count = run->light ? 2 : g.stage_count;
    }
    step end = STEP_DONE;
    bool again = true;
    while (again) {
        bil_status status = settle_all(&g, &end, err);
        again = false;
        if (status == BIL_OK && end == STEP_INFEASIBLE && run->reached != NULL &&
            g.lesson_count == 0) {
            run->reached = NULL; /* what was reached cannot be reached again: start over */
            again = true;
            continue;
        }
        if (status == BIL_OK && end == STEP_DONE && g.has_solution && !run->stopped &&
            !run->light) {
            status = make_irreducible(&g, &again, err);
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    if (end == STEP_STOPPED || run->stopped) {
        g.proven = false;
        if (g.has_solution) {
            const bil_status status = trim(&g, err);
            if (status != BIL_OK) {
                return status;
            }
        }
    }
    out->status = outcome(&g, end);
    out->proven = g.proven;
    out->gap = g.gap;
    memcpy(out->values, g.values, sizeof out->values);
    out->choices = g.choices;
    out->fundings = g.fundings;
    return BIL_OK;
}
