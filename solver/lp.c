/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/lp.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "solver/kernel.h"
#include "solver/lp_impl.h"

/* A point this close to every bound and row, integers rounded, counts as feasible. */
#define FEASIBILITY_TOLERANCE 1e-6
/* Two looks agree when their objectives differ by less than this, relatively. */
#define AGREEMENT_TOLERANCE 2e-6
enum {
    DEFAULT_NODE_LIMIT = 200000,
    EXACT_NODE_LIMIT = 2000000,
    KERNEL_NODE_LIMIT = 20000,
    FIRST_GUARD_MS = 60000,
    SECOND_GUARD_MS = 5000,
    SECOND_NODES = 2000,    /* without cuts, from the point found */
    SECOND_NODES_NONE = 100 /* without cuts, when no point was found */
};

void bil_lp_init(bil_lp *lp, bil_arena *arena)
{
    memset(lp, 0, sizeof *lp);
    lp->arena = arena;
}

uint32_t bil_lp_add_column(bil_lp *lp, double lower, double upper, bool integer, const char *name,
                           const char *origin)
{
    bil_lp_column *grown =
        bil_arena_grow(lp->arena, lp->columns, lp->column_count, &lp->column_capacity,
                       lp->column_count + 1, sizeof *lp->columns);
    if (grown == NULL) {
        lp->out_of_memory = true;
        return 0;
    }
    lp->columns = grown;
    lp->columns[lp->column_count] = (bil_lp_column){
        .lower = lower, .upper = upper, .integer = integer, .name = name, .origin = origin};
    return (uint32_t)lp->column_count++;
}

size_t bil_lp_add_row(bil_lp *lp, double lower, double upper, const char *name, const char *origin)
{
    bil_lp_row *grown = bil_arena_grow(lp->arena, lp->rows, lp->row_count, &lp->row_capacity,
                                       lp->row_count + 1, sizeof *lp->rows);
    if (grown == NULL) {
        lp->out_of_memory = true;
        return 0;
    }
    lp->rows = grown;
    lp->rows[lp->row_count] = (bil_lp_row){
        .lower = lower, .upper = upper, .first = lp->term_count, .name = name, .origin = origin};
    return lp->row_count++;
}

void bil_lp_term_add(bil_lp *lp, uint32_t column, double value)
{
    if (value == 0.0 || lp->out_of_memory) {
        return;
    }
    BIL_ASSERT(lp->row_count > 0 && column < lp->column_count);
    bil_lp_row *row = &lp->rows[lp->row_count - 1];
    for (size_t i = row->first; i < row->first + row->count; i++) {
        if (lp->terms[i].column == column) {
            lp->terms[i].value += value;
            return;
        }
    }
    bil_lp_term *grown = bil_arena_grow(lp->arena, lp->terms, lp->term_count, &lp->term_capacity,
                                        lp->term_count + 1, sizeof *lp->terms);
    if (grown == NULL) {
        lp->out_of_memory = true;
        return;
    }
    lp->terms = grown;
    lp->terms[lp->term_count++] = (bil_lp_term){.column = column, .value = value};
    row->count++;
}

void bil_lp_truncate(bil_lp *lp, size_t rows)
{
    BIL_ASSERT(rows <= lp->row_count);
    if (rows < lp->row_count) {
        lp->term_count = lp->rows[rows].first;
        lp->row_count = rows;
    }
}

void bil_lp_clear_objective(bil_lp *lp)
{
    for (size_t j = 0; j < lp->column_count; j++) {
        lp->columns[j].cost = 0.0;
    }
}

double bil_lp_objective_at(const bil_lp *lp, const double *x)
{
    long double sum = 0.0L;
    for (size_t j = 0; j < lp->column_count; j++) {
        sum += (long double)lp->columns[j].cost * (long double)x[j];
    }
    return (double)sum;
}

/* Rows with a continuous column are measured relative to their size. Whole numbers alone carry no
 * error of their own: there a cent is a cent, beside prices of any size. */
static double row_violation(const bil_lp *lp, const bil_lp_row *row, const double *x)
{
    long double activity = 0.0L;
    long double rounding = 0.0L;
    double size = 1.0;
    bool whole = true;
    for (size_t k = row->first; k < row->first + row->count; k++) {
        const bil_lp_term *term = &lp->terms[k];
        const long double product = (long double)term->value * (long double)x[term->column];
        activity += product;
        rounding += fabsl(product) * (long double)DBL_EPSILON;
        size = fmax(size, fabs(term->value));
        whole = whole && lp->columns[term->column].integer;
    }
    const double excess =
        (double)fmaxl((long double)row->lower - activity, activity - (long double)row->upper);
    return whole ? excess - (double)rounding : excess / size;
}

double bil_lp_violation(const bil_lp *lp, const double *x)
{
    double worst = 0.0;
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        if (!isfinite(x[j])) {
            return HUGE_VAL;
        }
        worst = fmax(worst, column->lower - x[j]);
        worst = fmax(worst, x[j] - column->upper);
        if (column->integer) {
            worst = fmax(worst, fabs(x[j] - nearbyint(x[j])));
        }
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        worst = fmax(worst, row_violation(lp, &lp->rows[i], x));
    }
    return worst;
}

static bool acceptable_size(double value)
{
    const double size = fabs(value);
    return isfinite(value) && (size == 0.0 || (size >= 1e-4 && size <= 1e5));
}

static bil_status refuse(bil_error *err, const char *where, const char *what)
{
    return bil_fail_with(err, BIL_E_INTERNAL, where,
                         "il modello contiene un numero che il risolutore non deve vedere (%s)",
                         "the model holds a number the optimiser must not see (%s)", what);
}

bil_status bil_lp_validate(const bil_lp *lp, bil_error *err)
{
    if (lp->out_of_memory) {
        return bil_fail_nomem(err);
    }
    if (lp->column_count == 0 || lp->column_count > 1000000 || lp->row_count > 1000000) {
        return refuse(err, "model", "size");
    }
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        if (!isfinite(column->lower) || !isfinite(column->upper) || column->lower > column->upper ||
            fabs(column->lower) > 1e7 || fabs(column->upper) > 1e7) {
            return refuse(err, column->name, "bounds");
        }
        if (column->integer && (column->lower != nearbyint(column->lower) ||
                                column->upper != nearbyint(column->upper))) {
            return refuse(err, column->name, "integer bounds");
        }
        if (!isfinite(column->cost) || fabs(column->cost) > 1e6) {
            return refuse(err, column->name, "cost");
        }
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        const bil_lp_row *row = &lp->rows[i];
        if (isnan(row->lower) || isnan(row->upper) || row->lower > row->upper ||
            row->lower == HUGE_VAL || row->upper == -HUGE_VAL) {
            return refuse(err, row->name, "row bounds");
        }
        for (size_t k = row->first; k < row->first + row->count; k++) {
            if (!acceptable_size(lp->terms[k].value)) {
                return refuse(err, row->name, "coefficient");
            }
        }
    }
    return BIL_OK;
}

/* Takes a look's point only if it really is one: integers rounded, every row evaluated anew. */
static bool settle(bil_lp_result *look, const bil_lp *lp)
{
    if (look->status != BIL_LP_OPTIMAL && look->status != BIL_LP_FEASIBLE) {
        return true;
    }
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        if (column->integer && fabs(look->x[j] - nearbyint(look->x[j])) < 1e-5) {
            look->x[j] = nearbyint(look->x[j]);
        }
        look->x[j] = fmin(fmax(look->x[j], column->lower), column->upper);
    }
    if (bil_lp_violation(lp, look->x) > FEASIBILITY_TOLERANCE) {
        return false;
    }
    look->objective = bil_lp_objective_at(lp, look->x);
    return true;
}

static bool better(const bil_lp *lp, double a, double b)
{
    const double margin = AGREEMENT_TOLERANCE * (1.0 + fabs(b));
    return lp->maximise ? a > b + margin : a < b - margin;
}

/* Keeps the better of two settled looks in `best`; says whether they contradicted each other. */
static bool merge(const bil_lp *lp, bil_lp_result *best, const bil_lp_result *look)
{
    const bool best_has = best->status == BIL_LP_OPTIMAL || best->status == BIL_LP_FEASIBLE;
    const bool look_has = look->status == BIL_LP_OPTIMAL || look->status == BIL_LP_FEASIBLE;
    bool contradiction = false;
    best->nodes += look->nodes;
    best->timed = best->timed || look->timed;
    if (best_has && look_has) {
        contradiction =
            (best->status == BIL_LP_OPTIMAL && better(lp, look->objective, best->objective)) ||
            (look->status == BIL_LP_OPTIMAL && better(lp, best->objective, look->objective));
    } else {
        contradiction = (best_has && look->status == BIL_LP_INFEASIBLE) ||
                        (look_has && best->status == BIL_LP_INFEASIBLE);
    }
    if (look_has && (!best_has || better(lp, look->objective, best->objective))) {
        best->objective = look->objective;
        best->bound = look->bound;
        best->status = look->status;
        memcpy(best->x, look->x, lp->column_count * sizeof *best->x);
    } else if (look_has && best->status == BIL_LP_FEASIBLE && look->status == BIL_LP_OPTIMAL) {
        best->status = BIL_LP_OPTIMAL;
        best->bound = look->bound;
    } else if (!best_has && !look_has && best->status != BIL_LP_INFEASIBLE) {
        best->status = look->status;
    }
    return contradiction;
}

typedef struct {
    const bil_lp *lp;
    const bil_lp_settings *settings;
    bil_lp_result *best;
    double *room;
    bool any;
    bil_lp_status last; /* how the last look ended */
    bool stopped;       /* the caller asked to stop */
} look_context;

/* The caller's tick, with the nodes of all looks so far. */
static bool pass_on(const bil_lp_tick *now, void *payload)
{
    look_context *context = payload;
    bil_lp_tick all = *now;
    all.nodes += context->best->nodes;
    context->stopped = !context->settings->tick(&all, context->settings->payload);
    return !context->stopped;
}

/* Takes one more look and merges it into the best; false when it failed or contradicted. */
static bool take(look_context *context, bil_look look, int64_t node_limit, int64_t guard_ms)
{
    bil_lp_result now = {.x = context->room};
    bil_lp_settings settings = *context->settings;
    settings.node_limit = node_limit;
    /* GLPK's simplex can cycle without end inside a node, where nothing counts: the clock is the
     * last resort, and what it ends is never taken for an answer. */
    const bool guarded = settings.time_limit_ms <= 0 || settings.time_limit_ms > guard_ms;
    settings.time_limit_ms = guarded ? guard_ms : settings.time_limit_ms;
    settings.tick = settings.tick == NULL ? NULL : pass_on;
    settings.payload = context;
    const bil_lp_status before = context->best->status;
    if (context->any && (before == BIL_LP_OPTIMAL || before == BIL_LP_FEASIBLE)) {
        settings.incumbent = context->best->x;
    }
    bil_lp_glpk_look(&now, context->lp, look, &settings);
    context->best->looks++;
    if (!settle(&now, context->lp)) {
        now.status = BIL_LP_FAILED;
        (void)snprintf(now.message, sizeof now.message, "the optimiser's point breaks a row");
    }
    if (guarded && now.timed && context->any) {
        now.status = BIL_LP_FAILED;
        (void)snprintf(now.message, sizeof now.message, "a look took too long");
    }
    context->last = now.status;
    if (now.status == BIL_LP_FAILED) {
        context->best->anomalies++;
        memcpy(context->best->message, now.message, sizeof now.message);
        return false;
    }
    if (!context->any) {
        context->any = true;
        double *x = context->best->x;
        const int looks = context->best->looks;
        const int anomalies = context->best->anomalies;
        memcpy(x, now.x, context->lp->column_count * sizeof *x);
        *context->best = now;
        context->best->x = x;
        context->best->looks = looks;
        context->best->anomalies = anomalies;
        return true;
    }
    if (merge(context->lp, context->best, &now)) {
        context->best->anomalies++;
        return false;
    }
    return true;
}

static bool cut_short(const look_context *context)
{
    const bil_lp_status now = context->best->status;
    return now == BIL_LP_FEASIBLE || now == BIL_LP_STOPPED;
}

typedef struct {
    look_context *context;
    int64_t end_ms; /* 0 = none */
    bool late;
} kernel_watch;

static int64_t now_ms(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool kernel_tick(const bil_lp_tick *now, void *payload)
{
    kernel_watch *watch = payload;
    watch->late = watch->end_ms > 0 && now_ms() >= watch->end_ms;
    return !watch->late && (watch->context->settings->tick == NULL || pass_on(now, watch->context));
}

/* What the kernel found, when it is worth keeping: what is proven, or the best so far when it was
 * told to stop. */
static void take_kernel(look_context *context, const bil_kernel_result *found, bool late)
{
    bil_lp_result *best = context->best;
    const bool stopped = late || context->stopped;
    if (found->status == BIL_KERNEL_OPTIMAL || (found->status == BIL_KERNEL_FEASIBLE && stopped)) {
        memcpy(best->x, found->x, context->lp->column_count * sizeof *best->x);
        best->status = found->status == BIL_KERNEL_OPTIMAL ? BIL_LP_OPTIMAL : BIL_LP_FEASIBLE;
        context->any = settle(best, context->lp);
    } else if (found->status == BIL_KERNEL_NOTHING || stopped) {
        best->status = found->status == BIL_KERNEL_NOTHING ? BIL_LP_INFEASIBLE : BIL_LP_STOPPED;
        context->any = true;
    }
    if (!context->any) {
        best->status = BIL_LP_FAILED;
        return;
    }
    best->bound = found->bound;
    best->nodes = found->nodes;
    best->timed = late;
    best->looks = 1;
    context->last = best->status;
}

/* The kernel's look (see kernel.h): quick on the models of one person. Where it has no answer,
 * nothing has happened. */
static bil_status kernel_look(look_context *context, bil_error *err)
{
    const bil_lp_settings *s = context->settings;
    kernel_watch watch = {.context = context,
                          .end_ms = s->time_limit_ms > 0 ? now_ms() + s->time_limit_ms : 0};
    const bil_kernel_settings settings = {
        .node_limit = s->node_limit < KERNEL_NODE_LIMIT ? s->node_limit : KERNEL_NODE_LIMIT,
        .tick = kernel_tick,
        .payload = &watch};
    bil_kernel_result found;
    bil_kernel *kernel = bil_kernel_new();
    if (kernel == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_kernel_solve(&found, kernel, context->lp, &settings, err);
    if (status == BIL_OK) {
        take_kernel(context, &found, watch.late);
    }
    bil_kernel_free(kernel);
    return status;
}

/* GLPK with presolve: quick ways first, each with its budget of nodes, until one ends by itself.
 * False when one failed or contradicted. */
static bool presolved_looks(look_context *context, int64_t guard_ms)
{
    static const struct {
        bil_look look;
        int64_t nodes;
    } ways[] = {
        {BIL_LOOK_QUICK, 60},   {BIL_LOOK_COSTS, 600},      {BIL_LOOK_CUTS, 6000},
        {BIL_LOOK_COSTS, 6000}, {BIL_LOOK_CUTS, INT64_MAX},
    };
    const int64_t limit = context->settings->node_limit;
    const int64_t before = context->best->nodes;
    int64_t spent = 0;
    bool agrees = true;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && spent < limit; i++) {
        const int64_t nodes = ways[i].nodes < limit - spent ? ways[i].nodes : limit - spent;
        agrees = take(context, ways[i].look, nodes, guard_ms) && agrees;
        const int64_t all = context->best->nodes - before;
        spent = all > spent ? all : spent + nodes;
        const bool finished = context->last == BIL_LP_OPTIMAL || context->last == BIL_LP_INFEASIBLE;
        if ((context->any && finished && !cut_short(context)) || context->best->timed ||
            context->stopped) {
            break;
        }
    }
    return agrees;
}

/* GLPK without presolve from the point found, at first without cuts, which pay only on large trees.
 * False when it failed or contradicted. */
static bool plain_looks(look_context *context)
{
    const int64_t limit = context->settings->node_limit;
    const int64_t few =
        context->best->status == BIL_LP_INFEASIBLE ? SECOND_NODES_NONE : SECOND_NODES;
    const int64_t first = limit < few ? limit : few;
    const bool agrees = take(context, BIL_LOOK_PLAIN, first, SECOND_GUARD_MS);
    const bool unfinished = context->last == BIL_LP_FEASIBLE || context->last == BIL_LP_STOPPED;
    if (!agrees || !unfinished || limit <= few || context->stopped) {
        return agrees;
    }
    return take(context, BIL_LOOK_PLAIN_CUTS, limit - first, SECOND_GUARD_MS);
}

/* The second look is not like the first: after the kernel it is GLPK's, which is quick from a point
 * that is the best, and with presolve where there is none; after GLPK it goes without presolve. */
static bool second_look(look_context *context, bool by_kernel)
{
    if (by_kernel && context->best->status == BIL_LP_INFEASIBLE) {
        return presolved_looks(context, SECOND_GUARD_MS);
    }
    return plain_looks(context);
}

/* The exact search's word is final: it knows no tolerance. */
static void take_exact(look_context *context, const bil_lp_result *exact)
{
    bil_lp_result *best = context->best;
    const bool wrong = context->any && (exact->status != best->status ||
                                        (exact->status == BIL_LP_OPTIMAL &&
                                         (better(context->lp, exact->objective, best->objective) ||
                                          better(context->lp, best->objective, exact->objective))));
    best->anomalies += wrong ? 1 : 0;
    best->looks++;
    best->status = exact->status;
    if (exact->status == BIL_LP_OPTIMAL) {
        best->objective = exact->objective;
        best->bound = exact->objective;
        memcpy(best->x, exact->x, context->lp->column_count * sizeof *best->x);
    }
    context->any = true;
}

bil_status bil_lp_solve(bil_lp_result *out, const bil_lp *lp, const bil_lp_settings *settings,
                        bil_arena *arena, bil_error *err)
{
    bil_status status = bil_lp_validate(lp, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_lp_settings used = *settings;
    if (used.node_limit <= 0) {
        used.node_limit = DEFAULT_NODE_LIMIT;
    }
    bil_lp_result best = {.status = BIL_LP_FAILED};
    best.x = bil_arena_alloc(arena, lp->column_count, sizeof *best.x);
    double *room = bil_arena_alloc(arena, lp->column_count, sizeof *room);
    if (best.x == NULL || room == NULL) {
        return bil_fail_nomem(err);
    }
    look_context context = {.lp = lp, .settings = &used, .best = &best, .room = room};
    status = kernel_look(&context, err);
    if (status != BIL_OK) {
        return status;
    }
    const bool by_kernel = context.any;
    if (!by_kernel) {
        (void)presolved_looks(&context, FIRST_GUARD_MS);
    }
    const bool odd = best.anomalies > 0 || best.status == BIL_LP_INFEASIBLE;
    if (!cut_short(&context) && used.doubt >= 0 && (odd || used.doubt > 0)) {
        bil_lp_result exact = {.x = room};
        if (bil_lp_exact_search(&exact, lp, EXACT_NODE_LIMIT, arena)) {
            take_exact(&context, &exact);
        } else if (!second_look(&context, by_kernel)) {
            (void)take(&context, BIL_LOOK_UNSCALED, used.node_limit, SECOND_GUARD_MS);
        }
    }
    if (!context.any) {
        best.status = BIL_LP_FAILED;
    }
    if (best.status == BIL_LP_INFEASIBLE || best.status == BIL_LP_STOPPED ||
        best.status == BIL_LP_FAILED) {
        best.x = NULL;
    }
    *out = best;
    return BIL_OK;
}

/* A field of the name map; origins hold commas and never quotes, names hold neither. */
static void map_line(bil_text *map, const char *kind, const char *name, const char *origin)
{
    bil_text_addf(map, "%s,%s,\"", kind, name);
    for (const char *p = origin == NULL ? "" : origin; *p != '\0'; p++) {
        bil_text_add_n(map, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    }
    bil_text_add(map, "\"\n");
}

bil_status bil_lp_write(bil_text *out, bil_text *name_map, const bil_lp *lp, const char *format,
                        bil_error *err)
{
    bil_status status = bil_lp_validate(lp, err);
    if (status != BIL_OK) {
        return status;
    }
    if (lp->row_count == 0) {
        return bil_fail(err, BIL_E_DATA, "model", "il modello è vuoto: non c’è nulla da scrivere",
                        "the model is empty: there is nothing to write");
    }
    status = bil_lp_write_text(out, lp, format, err);
    if (status != BIL_OK || name_map == NULL) {
        return status;
    }
    bil_text_add(name_map, "kind,name,meaning\n");
    for (size_t j = 0; j < lp->column_count; j++) {
        map_line(name_map, "column", lp->columns[j].name, lp->columns[j].origin);
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        map_line(name_map, "row", lp->rows[i].name, lp->rows[i].origin);
    }
    return out->failed || name_map->failed ? bil_fail_nomem(err) : BIL_OK;
}
