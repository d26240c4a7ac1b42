/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/kernel.h"

#include <stdlib.h>
#include <string.h>

#include "solver/kernel_parts.h"
#include "solver/kernel_reduce.h"
#include "solver/lp_impl.h"

enum { COLUMNS_MAX = 2000, ROWS_MAX = 4000, TERMS_MAX = 40000, NODES_DEFAULT = 100000, LINE = 64 };

/* A point further from a row than this is not given out (see bil_lp_violation). */
#define VIOLATION_MAX 5e-7
/* What the search says and what the point is worth may differ by this, relatively. */
#define DIFFERENCE_MAX 1e-7
/* Nothing is sought that is better by less than this share of the value. */
#define SHARE 1e-9

/* The largest model there is room for. */
typedef struct {
    uint32_t columns;
    uint32_t rows;
    uint32_t terms;
} capacity;

struct bil_kernel {
    unsigned char *block;
    capacity room;
    kernel_reduction reduction;
    kernel_model model;
    kernel_search search;
    kernel_parts parts;
    uint32_t *hint;
    const double **points;
    double *point_room;
    double *x;
};

bil_kernel *bil_kernel_new(void)
{
    return calloc(1, sizeof(bil_kernel));
}

void bil_kernel_free(bil_kernel *kernel)
{
    if (kernel != NULL) {
        free(kernel->block);
        free(kernel);
    }
}

enum { POINTS_MAX = 16 };

/* Places every array in the room; without a block it only counts. Returns the bytes. What every
 * search touches comes first and stays where it is from one model to the next: it is what the
 * processor's caches hold. */
static size_t lay_out(bil_kernel *kernel, kernel_room room, const capacity *c)
{
    const size_t n = (size_t)c->columns + 1;
    const uint32_t rows = c->rows + KERNEL_CUTS;
    const uint32_t terms =
        kernel_reduction_terms(c->columns, c->terms) + kernel_cut_terms(c->columns);
    kernel_reduction_layout(&kernel->reduction, &room, c->columns, c->rows, c->terms);
    kernel_model_layout(&kernel->model, &room, c->columns, rows, terms);
    kernel->x = kernel_take(&room, n, sizeof *kernel->x);
    kernel->hint = kernel_take(&room, n, sizeof *kernel->hint);
    kernel_search_layout(&kernel->search, &room, c->columns, rows);
    kernel->points = kernel_take(&room, POINTS_MAX, sizeof *kernel->points);
    kernel->point_room = kernel_take(&room, POINTS_MAX * n, sizeof *kernel->point_room);
    kernel_parts_layout(&kernel->parts, &room, c->columns, c->rows, terms);
    return room.used;
}

static uint32_t enough(uint32_t now, size_t needed)
{
    return needed <= now ? now : (uint32_t)(needed + needed / 4 + 16);
}

/* Room for the model; grows only here. */
static bool make_room(bil_kernel *kernel, const bil_lp *lp)
{
    const capacity now = kernel->room;
    const capacity wanted = {.columns = enough(now.columns, lp->column_count),
                             .rows = enough(now.rows, lp->row_count),
                             .terms = enough(now.terms, lp->term_count)};
    if (kernel->block != NULL && wanted.columns == now.columns && wanted.rows == now.rows &&
        wanted.terms == now.terms) {
        return true;
    }
    const size_t size = lay_out(kernel, (kernel_room){0}, &wanted);
    free(kernel->block);
    kernel->room = (capacity){0};
    kernel->block = aligned_alloc(LINE, size + (LINE - size % LINE) % LINE);
    if (kernel->block == NULL) {
        return false;
    }
    kernel->room = wanted;
    (void)lay_out(kernel, (kernel_room){.block = kernel->block}, &wanted);
    return true;
}

/* What came out of a search of the smaller model. */
typedef struct {
    bool has_best;
    double best;
    const double *x;
    double closed;
    bool cut_short;
    bool in_trouble;
    int64_t nodes;
    int64_t pivots;
} finding;

static size_t contract_points(bil_kernel *kernel, const bil_kernel_settings *settings)
{
    size_t count = 0;
    for (size_t k = 0; k < settings->point_count && count < POINTS_MAX; k++) {
        double *to = kernel->point_room + count * (kernel->model.columns + (size_t)1);
        kernel_contract(&kernel->reduction, settings->points[k], to);
        bool finite = true;
        for (uint32_t j = 0; j < kernel->model.columns; j++) {
            finite = finite && fabs(to[j]) < 1e9; /* not when it is no number */
        }
        kernel->points[count] = to;
        count += finite ? 1 : 0;
    }
    return count;
}

typedef struct {
    const bil_kernel_settings *settings;
} watcher;

/* Passes the search's question on to the caller. */
static bool go_on(void *payload, int64_t nodes)
{
    const watcher *w = payload;
    const bil_lp_tick now = {.nodes = nodes};
    return w->settings->tick(&now, w->settings->payload);
}

static void search_whole(bil_kernel *kernel, const bil_kernel_settings *settings, double limit,
                         int64_t node_limit, size_t points, finding *out)
{
    kernel_search *s = &kernel->search;
    watcher w = {.settings = settings};
    s->go_on = settings->tick == NULL ? NULL : go_on;
    s->payload = &w;
    kernel_search_start(s, &kernel->model);
    s->gap = settings->gap;
    s->share = SHARE;
    s->offset = kernel->reduction.offset;
    s->limit = limit;
    s->node_limit = node_limit;
    for (size_t k = 0; k < points; k++) {
        kernel_search_offer(s, kernel->points[k]);
    }
    kernel_search_run(s);
    *out = (finding){.has_best = s->has_best,
                     .best = s->best,
                     .x = s->best_x,
                     .closed = s->closed,
                     .cut_short = s->cut_short,
                     .in_trouble = s->in_trouble,
                     .nodes = s->nodes,
                     .pivots = s->lp.pivots};
}

/* The hints for the columns of the smaller model; false without any. */
static bool contract_hints(bil_kernel *kernel, const bil_lp *lp,
                           const bil_kernel_settings *settings)
{
    const uint32_t *kept = kernel->reduction.kept;
    for (size_t j = 0; settings->part != NULL && j < lp->column_count; j++) {
        if (!kernel->reduction.gone[j] && kept[j] != KERNEL_NONE) {
            kernel->hint[kept[j]] = settings->part[j];
        }
    }
    return settings->part != NULL;
}

static void search(bil_kernel *kernel, const bil_lp *lp, const bil_kernel_settings *settings,
                   double limit, finding *out)
{
    kernel_parts *p = &kernel->parts;
    const int64_t node_limit = settings->node_limit > 0 ? settings->node_limit : NODES_DEFAULT;
    const size_t points = contract_points(kernel, settings);
    uint32_t *hint = contract_hints(kernel, lp, settings) ? kernel->hint : NULL;
    p->search = &kernel->search;
    if (!kernel_parts_find(p, &kernel->model, hint)) {
        search_whole(kernel, settings, limit, node_limit, points, out);
        return;
    }
    p->gap = settings->gap;
    p->share = SHARE;
    p->offset = kernel->reduction.offset;
    p->limit = limit;
    p->node_limit = node_limit;
    watcher w = {.settings = settings};
    p->go_on = settings->tick == NULL ? NULL : go_on;
    p->payload = &w;
    kernel_parts_run(p, kernel->points, points);
    if (p->stuck && p->nodes < node_limit && !p->cut_short) {
        search_whole(kernel, settings, limit, node_limit - p->nodes, points, out);
        out->nodes += p->nodes;
        out->pivots += p->pivots;
        return;
    }
    *out = (finding){.has_best = p->has_best,
                     .best = p->best,
                     .x = p->best_x,
                     .closed = p->stuck ? -HUGE_VAL : p->closed,
                     .cut_short = p->cut_short || p->stuck,
                     .in_trouble = p->in_trouble,
                     .nodes = p->nodes,
                     .pivots = p->pivots};
}

/* The answer in terms of the model given, evaluated anew. */
static void tell(bil_kernel_result *out, bil_kernel *kernel, const bil_lp *lp,
                 const bil_kernel_settings *settings, const finding *found)
{
    const double sign = lp->maximise ? -1.0 : 1.0;
    const double offset = kernel->reduction.offset;
    const double least =
        found->has_best && found->best < found->closed ? found->best : found->closed;
    out->bound = sign * (least + offset);
    out->nodes = found->nodes;
    out->pivots = found->pivots;
    out->status = found->cut_short || found->in_trouble ? BIL_KERNEL_STOPPED : BIL_KERNEL_NOTHING;
    if (!found->has_best) {
        out->status = found->in_trouble ? BIL_KERNEL_TROUBLE : out->status;
        return;
    }
    kernel_expand(&kernel->reduction, found->x, kernel->x);
    out->value = bil_lp_objective_at(lp, kernel->x);
    out->x = kernel->x;
    const double expected = sign * (found->best + offset);
    const double size = 1.0 + fabs(out->value);
    if (bil_lp_violation(lp, kernel->x) > VIOLATION_MAX ||
        fabs(out->value - expected) > DIFFERENCE_MAX * size) {
        out->status = BIL_KERNEL_TROUBLE;
        return;
    }
    /* where what is settled and what is searched cancel out, their own rounding counts */
    const double parts = fmax(size, 1.0 + fmax(fabs(found->best), fabs(offset)));
    const bool shown = found->best - least <= fmax(settings->gap, SHARE * parts) + 2e-9 * parts;
    out->status = shown ? BIL_KERNEL_OPTIMAL : BIL_KERNEL_FEASIBLE;
}

/* Room for cuts as the model needs it, not as there happens to be. */
static void limit_cuts(kernel_model *m)
{
    m->row_room = m->rows + KERNEL_CUTS;
    m->term_room = m->row_first[m->rows] + kernel_cut_terms(m->columns);
}

bil_status bil_kernel_solve(bil_kernel_result *out, bil_kernel *kernel, const bil_lp *lp,
                            const bil_kernel_settings *settings, bil_error *err)
{
    const bil_status status = bil_lp_validate(lp, err);
    if (status != BIL_OK) {
        return status;
    }
    const double sign = lp->maximise ? -1.0 : 1.0;
    bil_kernel_result now = {.status = BIL_KERNEL_OUTSIDE, .bound = -sign * HUGE_VAL};
    if (lp->column_count <= COLUMNS_MAX && lp->row_count <= ROWS_MAX &&
        lp->term_count <= TERMS_MAX) {
        if (!make_room(kernel, lp)) {
            return bil_fail_nomem(err);
        }
        finding found = {.closed = HUGE_VAL};
        kernel->reduction.room =
            kernel_reduction_terms((uint32_t)lp->column_count, (uint32_t)lp->term_count);
        if (kernel_reduce(&kernel->reduction, lp, &kernel->model)) {
            limit_cuts(&kernel->model);
            const double limit = settings->has_cutoff
                                     ? sign * settings->cutoff - kernel->reduction.offset
                                     : HUGE_VAL;
            search(kernel, lp, settings, limit, &found);
        }
        tell(&now, kernel, lp, settings, &found);
    }
    *out = now;
    return BIL_OK;
}
