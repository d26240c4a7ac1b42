/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pricing_impl.h"
#include "solver/stages.h"

enum { LESSONS_MAX = 100, REFINED_MAX = 60, LEAST_NODES = 20 };

bil_status bil_pricer_new(bil_pricer **out, const bil_shared *shared, bil_error *err)
{
    bil_pricer *p = calloc(1, sizeof *p);
    if (p != NULL) {
        p->shared = shared;
        p->kernel = bil_kernel_new();
        p->amounts = calloc(shared->row_count + 1, sizeof *p->amounts);
    }
    if (p == NULL || p->kernel == NULL || p->amounts == NULL) {
        bil_pricer_free(p);
        return bil_fail_nomem(err);
    }
    *out = p;
    return BIL_OK;
}

void bil_pricer_free(bil_pricer *pricer)
{
    if (pricer != NULL) {
        bil_kernel_free(pricer->kernel);
        free(pricer->amounts);
        free(pricer);
    }
}

bil_status bil_view_priced(bil_view *out, const bil_case *person, bil_arena *arena, bil_error *err)
{
    static const bil_relaxation priced = {.each_payer = true, .each_provider = true};
    return bil_view_build(out, person, &priced, arena, err);
}

/* --- the search ------------------------------------------------------------------------------ */

typedef enum { FOUND, NONE, LEFT } found;

static bool kernel_tick(const bil_lp_tick *now, void *payload)
{
    const bil_price_request *request = payload;
    (void)now;
    return request->tick == NULL || request->tick(request->payload);
}

/* The optimiser behind lp.h, for what the kernel does not vouch for. */
static bil_status search_by_optimiser(bil_question *q, found *out, bil_error *err)
{
    const bil_lp_settings settings = {.node_limit = q->request->node_limit,
                                      .tick = kernel_tick,
                                      .payload = (void *)(uintptr_t)q->request,
                                      .doubt = 0};
    bil_lp_result result = {.status = BIL_LP_FAILED};
    const bil_status status = bil_lp_solve(&result, &q->model.lp, &settings, q->arena, err);
    q->by_optimiser = true;
    if (status != BIL_OK) {
        return status;
    }
    switch (result.status) {
    case BIL_LP_OPTIMAL:
    case BIL_LP_FEASIBLE:
        q->x = result.x;
        q->bound = fmin(q->bound, result.bound);
        q->proven = q->proven && result.status == BIL_LP_OPTIMAL;
        *out = FOUND;
        return BIL_OK;
    case BIL_LP_INFEASIBLE: /* no, where a package is at hand: then nothing is shown */
        *out = q->request->has_known ? LEFT : NONE;
        q->proven = q->proven && !q->request->has_known;
        return BIL_OK;
    case BIL_LP_STOPPED:
        q->proven = false;
        *out = LEFT;
        return BIL_OK;
    case BIL_LP_FAILED:
        break;
    }
    return bil_fail_with(err, BIL_E_SOLVER, "model",
                         "il risolutore non ha dato una risposta affidabile (%s)",
                         "the optimiser gave no answer that can be trusted (%s)", result.message);
}

static bil_status search(bil_question *q, found *out, bil_error *err)
{
    uint32_t *part = bil_arena_alloc(q->arena, q->model.lp.column_count, sizeof *part);
    if (part == NULL) {
        return bil_fail_nomem(err);
    }
    bil_model_parts(&q->model, part);
    const bil_kernel_settings settings = {
        .node_limit = q->request->node_limit,
        .gap = q->request->gap * BIL_SCORE_SCALE,
        .part = part,
        .has_cutoff = q->has_least || q->request->has_known,
        .cutoff =
            BIL_SCORE_SCALE * ((q->request->has_known ? q->request->known : q->least) + q->locked),
        .tick = kernel_tick,
        .payload = (void *)(uintptr_t)q->request};
    bil_kernel_result result;
    const bil_status status =
        bil_kernel_solve(&result, q->pricer->kernel, &q->model.lp, &settings, err);
    if (status != BIL_OK) {
        return status;
    }
    switch (result.status) {
    case BIL_KERNEL_OPTIMAL:
    case BIL_KERNEL_FEASIBLE: {
        double *x = bil_arena_alloc(q->arena, q->model.lp.column_count, sizeof *x);
        if (x == NULL) {
            return bil_fail_nomem(err);
        }
        memcpy(x, result.x, q->model.lp.column_count * sizeof *x);
        q->x = x;
        q->bound = fmin(q->bound, result.bound);
        q->proven = q->proven && result.status == BIL_KERNEL_OPTIMAL;
        *out = FOUND;
        return BIL_OK;
    }
    case BIL_KERNEL_NOTHING:
        *out = q->request->has_known ? LEFT : NONE;
        q->bound = q->request->has_known ? fmin(q->bound, settings.cutoff) : q->bound;
        return BIL_OK;
    case BIL_KERNEL_STOPPED:
        q->bound = fmin(q->bound,
                        q->request->has_known ? fmax(result.bound, settings.cutoff) : result.bound);
        q->proven = false;
        *out = LEFT;
        return BIL_OK;
    case BIL_KERNEL_OUTSIDE:
    case BIL_KERNEL_TROUBLE:
        break;
    }
    if (q->has_least) { /* one package more or less: not worth the optimiser's time */
        *out = LEFT;
        return BIL_OK;
    }
    return search_by_optimiser(q, out, err);
}
/* Where a shortfall is dearer than the model holds, what of it nobody could avoid costs that much
 * more whatever is chosen: without this the bound would be off by all of it. */
static bil_status hold_shortfall(bil_question *q, bil_error *err)
{
    if (q->dearer <= 0.0) {
        return BIL_OK;
    }
    const bil_kernel_settings settings = {
        .node_limit = LEAST_NODES, .tick = kernel_tick, .payload = (void *)(uintptr_t)q->request};
    bil_kernel_result least;
    bil_lp_clear_objective(&q->model.lp);
    bil_stage_add_shortfall(&q->model, -1.0);
    const bil_status status =
        bil_kernel_solve(&least, q->pricer->kernel, &q->model.lp, &settings, err);
    bil_question_set_costs(q);
    if (status == BIL_OK && isfinite(least.bound)) {
        q->locked += q->dearer * fmax(0.0, -least.bound / BIL_SCORE_SCALE);
    }
    return status;
}

bil_status bil_question_seek(bil_question *q, bil_priced *out, bil_error *err)
{
    size_t refined = 0;
    for (size_t lessons = 0;;) {
        found end = LEFT;
        bil_lesson lesson;
        bool settled = false;
        bil_status status = lessons > 0 || refined > 0 ? BIL_OK : hold_shortfall(q, err);
        if (status == BIL_OK) {
            status = search(q, &end, err);
        }
        out->bound = q->bound / BIL_SCORE_SCALE - q->locked;
        out->proven = q->proven;
        out->by_optimiser = q->by_optimiser;
        if (status != BIL_OK || end != FOUND) {
            out->possible = end != NONE;
            return status;
        }
        out->possible = true;
        if (bil_question_refine(q) && refined < REFINED_MAX) {
            refined++;
            continue;
        }
        status = bil_choices_read(q->choices, &q->model, q->x, q->arena, err);
        if (status == BIL_OK) {
            status = bil_question_settle(q, &settled, &lesson, err);
        }
        if (status != BIL_OK) {
            return status;
        }
        if (settled) {
            return bil_question_conclude(q, out, err);
        }
        if (lessons == LESSONS_MAX) {
            out->proven = false;
            return BIL_OK;
        }
        bil_lesson_apply(&q->model, &lesson);
        lessons++;
    }
}
bil_status bil_price_person(bil_priced *out, bil_pricer *pricer, const bil_case *person,
                            const bil_price_request *request, bil_arena *arena, bil_error *err)
{
    bil_question q = {
        .pricer = pricer, .request = request, .arena = arena, .bound = HUGE_VAL, .proven = true};
    bool impossible = false;
    memset(out, 0, sizeof *out);
    const bil_status status = bil_question_open(&q, person, &impossible, err);
    if (status == BIL_OK && impossible) {
        out->proven = true;
        out->bound = -HUGE_VAL;
        return BIL_OK;
    }
    return status == BIL_OK ? bil_question_seek(&q, out, err) : status;
}

static bool same_lines(const bil_packed *a, const bil_packed *b)
{
    return a->line_count == b->line_count && a->payment_count == b->payment_count &&
           memcmp(a->lines, b->lines, a->line_count * sizeof *a->lines) == 0;
}

/* Looks for the best package with the line's steps between these bounds; adds it when it is new. */
static bil_status price_within(bil_question *q, uint32_t column, double lower, double upper,
                               bil_priced_list *list, bil_error *err)
{
    bil_lp_column *bounded = &q->model.lp.columns[column];
    const bil_lp_column before = *bounded;
    if (lower > upper || list->count == list->most) {
        return BIL_OK;
    }
    bil_priced *out = &list->items[list->count];
    bounded->lower = lower;
    bounded->upper = upper;
    memset(out, 0, sizeof *out);
    q->bound = HUGE_VAL;
    q->proven = true;
    bil_status status = bil_question_seek(q, out, err);
    bounded = &q->model.lp.columns[column]; /* lessons add rows, and may move things */
    bounded->lower = before.lower;
    bounded->upper = before.upper;
    if (status == BIL_E_SOLVER || status == BIL_E_INTERNAL) {
        return BIL_OK;
    }
    bool fresh = status == BIL_OK && out->has_package && out->worth >= q->least;
    for (size_t k = 0; fresh && k < list->count; k++) {
        fresh = !same_lines(&list->items[k].packed, &out->packed);
    }
    list->count += fresh ? 1 : 0;
    return status;
}

bil_status bil_price_near(bil_priced_list *list, bil_pricer *pricer, const bil_case *person,
                          const bil_price_request *request, const bil_packed *base, double least,
                          bil_arena *arena, bil_error *err)
{
    bil_question q = {
        .pricer = pricer, .request = request, .arena = arena, .has_least = true, .least = least};
    bool impossible = false;
    list->count = 0;
    bil_status status = bil_question_open(&q, person, &impossible, err);
    for (size_t k = 0; status == BIL_OK && !impossible && k < base->line_count; k++) {
        const bil_packed_line *line = &base->lines[k];
        const bil_model_phase *phase = &q.model.phases[line->phase];
        const uint32_t column = phase->steps[line->offer];
        const bil_lp_column bounds = q.model.lp.columns[column];
        const double steps = (double)line->quantity / phase->unit[line->offer];
        status = price_within(&q, column, bounds.lower, steps - 1.0, list, err);
        if (status == BIL_OK) {
            status = price_within(&q, column, steps + 1.0, bounds.upper, list, err);
        }
    }
    return status;
}
