/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/kernel/ways.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "solver/lp_impl.h"

/* GLPK may go round in circles: then there is nothing to compare. */
enum { GLPK_MS = 20000 };

static const char *const names[WAYS] = {"kernel", "kernel, answers at hand", "glp_intopt", "door"};

double way_now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

bool way_memory_make(way_memory *out, size_t columns, bil_arena *arena)
{
    *out = (way_memory){.part = bil_arena_alloc(arena, columns, sizeof *out->part)};
    bool well = out->part != NULL;
    for (size_t k = 0; k < WAY_KEPT; k++) {
        out->x[k] = bil_arena_alloc(arena, columns, sizeof *out->x[k]);
        well = well && out->x[k] != NULL;
    }
    return well;
}

void way_memory_keep(way_memory *kept, const double *x, size_t columns)
{
    memcpy(kept->x[kept->next], x, columns * sizeof *x);
    kept->next = (kept->next + 1) % WAY_KEPT;
    kept->count = kept->count < WAY_KEPT ? kept->count + 1 : WAY_KEPT;
}

bool way_tally_open(way_tally *tally, const char *log_path, int64_t limit)
{
    *tally = (way_tally){.limit = limit, .kernel = bil_kernel_new()};
    tally->log = log_path == NULL ? NULL : fopen(log_path, "a");
    return tally->kernel != NULL && (log_path == NULL || tally->log != NULL);
}

void way_tally_close(way_tally *tally)
{
    for (int how = 0; how < WAYS; how++) {
        free(tally->ms[how]);
    }
    bil_kernel_free(tally->kernel);
    if (tally->log != NULL) {
        (void)fclose(tally->log);
    }
}

static bil_status by_kernel(way_tally *tally, way_answer *out, const bil_lp *lp,
                            const way_memory *kept, bool warm, double *x, bil_error *err)
{
    bil_kernel_result found;
    const bil_kernel_settings settings = {.node_limit = tally->limit,
                                          .points = (const double *const *)kept->x,
                                          .point_count = warm ? kept->count : 0,
                                          .part = kept->part};
    const double start = way_now_ms();
    const bil_status status = bil_kernel_solve(&found, tally->kernel, lp, &settings, err);
    out->ms = way_now_ms() - start;
    if (status != BIL_OK) {
        return status;
    }
    out->proven = found.status == BIL_KERNEL_OPTIMAL || found.status == BIL_KERNEL_NOTHING;
    out->none = found.status == BIL_KERNEL_NOTHING;
    out->value = found.value;
    out->bound = found.bound;
    out->nodes = found.nodes;
    if (found.x != NULL) {
        memcpy(x, found.x, lp->column_count * sizeof *x);
    }
    return BIL_OK;
}

static void by_glpk(way_tally *tally, way_answer *out, const bil_lp *lp, double *x)
{
    bil_lp_result found = {.x = x};
    const bil_lp_settings settings = {.node_limit = tally->limit, .time_limit_ms = GLPK_MS};
    const double start = way_now_ms();
    bil_lp_glpk_look(&found, lp, BIL_LOOK_QUICK, &settings);
    out->ms = way_now_ms() - start;
    out->proven = found.status == BIL_LP_OPTIMAL || found.status == BIL_LP_INFEASIBLE;
    out->none = found.status == BIL_LP_INFEASIBLE;
    out->value = found.status == BIL_LP_OPTIMAL ? bil_lp_objective_at(lp, x) : 0.0;
    out->nodes = found.nodes;
}

static bil_status by_door(way_tally *tally, way_answer *out, const bil_lp *lp, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_lp_result found = {.status = BIL_LP_FAILED};
    const bil_lp_settings settings = {.node_limit = tally->limit};
    const double start = way_now_ms();
    const bil_status status =
        arena == NULL ? bil_fail_nomem(err) : bil_lp_solve(&found, lp, &settings, arena, err);
    out->ms = way_now_ms() - start;
    out->proven = found.status == BIL_LP_OPTIMAL || found.status == BIL_LP_INFEASIBLE;
    out->none = found.status == BIL_LP_INFEASIBLE;
    out->value = found.objective;
    out->nodes = found.nodes;
    bil_arena_free(arena);
    return status;
}

bool way_ask(way_tally *tally, way how, way_answer *out, const bil_lp *lp, const way_memory *kept,
             double *x)
{
    bil_error err = {0};
    bil_status status = BIL_OK;
    *out = (way_answer){.asked = true};
    if (how == WAY_GLPK) {
        by_glpk(tally, out, lp, x);
    } else if (how == WAY_DOOR) {
        status = by_door(tally, out, lp, &err);
    } else {
        status = by_kernel(tally, out, lp, kept, how == WAY_WARM, x, &err);
    }
    if (status != BIL_OK) {
        (void)fprintf(stderr, "kernel: %s: %s: %s\n", names[how], err.where, err.message_en);
    }
    return status == BIL_OK;
}

/* A difference beyond 1e-6 of the value is a fault. */
static void compare(way_tally *tally, const way_answer *answers, const char *name)
{
    const way_answer *first = &answers[answers[WAY_COLD].asked ? WAY_COLD : WAY_WARM];
    bool differ = false;
    for (int how = 0; how < WAYS; how++) {
        const way_answer *a = &answers[how];
        if (!a->asked || !a->proven || !first->proven) {
            continue;
        }
        const double far = a->none || first->none ? 0.0 : fabs(a->value - first->value);
        tally->farthest = fmax(tally->farthest, far);
        tally->compared += how == WAY_GLPK ? 1 : 0;
        differ = differ || a->none != first->none || far > 1e-6 * (1.0 + fabs(first->value));
    }
    tally->differ += differ ? 1 : 0;
    if (differ) {
        (void)fprintf(stderr, "kernel: %s:", name);
        for (int how = 0; how < WAYS; how++) {
            (void)fprintf(stderr, " %s %.12g%s,", names[how], answers[how].value,
                          answers[how].none ? " (no plan)" : "");
        }
        (void)fprintf(stderr, "\n");
    }
}

static bool add_time(way_tally *tally, int how, double ms)
{
    if (tally->calls[how] == tally->room[how]) {
        const int64_t room = 2 * tally->room[how] + 1024;
        float *grown = realloc(tally->ms[how], (size_t)room * sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        tally->ms[how] = grown;
        tally->room[how] = room;
    }
    tally->ms[how][tally->calls[how]++] = (float)ms;
    return true;
}

bool way_note(way_tally *tally, const way_answer *answers, const bil_lp *lp, const char *name)
{
    bool well = true;
    for (int how = 0; well && how < WAYS; how++) {
        if (answers[how].asked) {
            well = add_time(tally, how, answers[how].ms);
            tally->unproven[how] += answers[how].proven ? 0 : 1;
            tally->nodes[how] += answers[how].nodes;
        }
    }
    tally->pairs++;
    tally->columns += (int64_t)lp->column_count;
    tally->rows += (int64_t)lp->row_count;
    tally->beside += answers[WAY_GLPK].asked ? answers[WAY_WARM].ms : 0.0;
    compare(tally, answers, name);
    if (tally->log != NULL) {
        (void)fprintf(tally->log, "%s", name);
        for (int how = 0; how < WAYS; how++) {
            (void)fprintf(tally->log, "  %.9g %.4f %" PRId64 " %d", answers[how].value,
                          answers[how].ms, answers[how].nodes, answers[how].proven ? 1 : 0);
        }
        (void)fprintf(tally->log, "\n");
    }
    return well;
}

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Nearest rank. */
static double ranked(const float *sorted, int64_t count, int percent)
{
    const int64_t rank = (count * percent + 99) / 100;
    return count > 0 ? (double)sorted[rank > 0 ? rank - 1 : 0] : 0.0;
}

void way_report(way_tally *tally, const char *title)
{
    double means[WAYS] = {0};
    const int64_t pairs = tally->pairs > 0 ? tally->pairs : 1;
    (void)printf("%s; %" PRId64 " columns, %" PRId64 " rows on average\n", title,
                 tally->columns / pairs, tally->rows / pairs);
    (void)printf("  %-24s %8s %9s %9s %9s %9s %9s %9s\n", "processor, ms a call", "calls", "mean",
                 "median", "p99", "worst", "nodes", "unproven");
    for (int how = 0; how < WAYS; how++) {
        const int64_t calls = tally->calls[how];
        if (calls == 0) {
            continue;
        }
        for (int64_t k = 0; k < calls; k++) {
            means[how] += (double)tally->ms[how][k] / (double)calls;
        }
        qsort(tally->ms[how], (size_t)calls, sizeof *tally->ms[how], by_size);
        (void)printf("  %-24s %8" PRId64 " %9.4f %9.4f %9.3f %9.2f %9.1f %9" PRId64 "\n",
                     names[how], calls, means[how], ranked(tally->ms[how], calls, 50),
                     ranked(tally->ms[how], calls, 99), ranked(tally->ms[how], calls, 100),
                     (double)tally->nodes[how] / (double)calls, tally->unproven[how]);
    }
    if (tally->calls[WAY_GLPK] > 0) {
        const double beside = tally->beside / (double)tally->calls[WAY_GLPK];
        (void)printf("  where both were asked: mean of glp_intopt / kernel with answers at hand "
                     "%.1f\n",
                     means[WAY_GLPK] / beside);
    }
    (void)printf("  %" PRId64 " pairs, %" PRId64 " compared with glp_intopt, %" PRId64
                 " differ, farthest %.2g\n",
                 tally->pairs, tally->compared, tally->differ, tally->farthest);
    if (tally->models > 0) {
        (void)printf("  building a model: %.4f ms on average\n",
                     tally->built / (double)tally->models);
    }
    (void)fflush(stdout);
}
