/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/master_impl.h"

enum { GUESS_ROUNDS = 60, PIVOTS_EACH = 400, PIVOTS_LEAST = 20000 };

/* The first penalty for a row's size, as a multiple of the widest range of values of a group; how
 * it is raised while something is over; and the last one. */
#define PENALTY_FIRST 100.0
#define PENALTY_RAISE 100.0
#define PENALTY_LAST 1e7

/* What rounding leaves of a row, on its scale. */
#define OVER_TOLERANCE 1e-8

struct bil_master {
    const bil_packages *packages;
    bil_gub *gub;
    uint32_t room;        /* packages there is room for */
    double *size;         /* per row; fixed while a basis holds */
    double *inverse_size; /* per row */
    double *limit;        /* per row, scaled; those of the basis */
    double *low;
    double *high;
    double *stage_low;
    double *stage_high;
    double *start;
    bil_master_answer answer;
    uint32_t *key;
    bil_share_of *shares; /* per package */
    uint32_t *basic;      /* per package */
};

void bil_master_settings_init(bil_master_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    settings->way = BIL_MASTER_GUB;
}

static double *doubles(size_t count)
{
    return calloc(count == 0 ? 1 : count, sizeof(double));
}

bil_status bil_master_new(bil_master **out, const bil_packages *packages, bil_error *err)
{
    bil_master *master = calloc(1, sizeof *master);
    if (master == NULL) {
        return bil_fail_nomem(err);
    }
    const uint32_t m = packages->row_count;
    const uint32_t groups = packages->group_count;
    master->packages = packages;
    master->size = doubles(m);
    master->inverse_size = doubles(m);
    master->limit = doubles(m);
    master->low = doubles(m);
    master->high = doubles(m);
    master->stage_low = doubles(m);
    master->stage_high = doubles(m);
    master->start = doubles(m);
    master->answer.price = doubles(m);
    master->answer.over = doubles(m);
    master->answer.slack = doubles(m);
    master->key = malloc((groups == 0 ? 1 : groups) * sizeof *master->key);
    if (master->size == NULL || master->inverse_size == NULL || master->limit == NULL ||
        master->low == NULL || master->high == NULL || master->stage_low == NULL ||
        master->stage_high == NULL || master->start == NULL || master->answer.price == NULL ||
        master->answer.over == NULL || master->answer.slack == NULL || master->key == NULL ||
        bil_gub_new(&master->gub, groups, m, NULL) != BIL_OK) {
        bil_master_free(master);
        return bil_fail_nomem(err);
    }
    *out = master;
    return BIL_OK;
}

void bil_master_free(bil_master *master)
{
    if (master == NULL) {
        return;
    }
    bil_gub_free(master->gub);
    free(master->size);
    free(master->inverse_size);
    free(master->limit);
    free(master->low);
    free(master->high);
    free(master->stage_low);
    free(master->stage_high);
    free(master->start);
    free(master->answer.price);
    free(master->answer.over);
    free(master->answer.slack);
    free(master->answer.x);
    free(master->answer.basic);
    free(master->key);
    free(master->shares);
    free(master->basic);
    free(master);
}

void bil_master_renumber(bil_master *master, const uint32_t *map)
{
    (void)bil_gub_renumber(master->gub, map);
}

static double power_of_two(double largest)
{
    int exponent = 0;
    if (largest <= 0.0) {
        return 1.0;
    }
    (void)frexp(largest, &exponent);
    return ldexp(1.0, exponent - 1);
}

double bil_master_row_size(const bil_packages *packages, uint32_t row)
{
    double largest = 0.0;
    for (uint32_t k = 0; k < packages->first[packages->count]; k++) {
        if (packages->row[k] == row) {
            largest = fmax(largest, fabs(packages->amount[k]));
        }
    }
    return power_of_two(largest);
}

static void measure_rows(double *size, double *inverse, const bil_packages *packages)
{
    memset(size, 0, packages->row_count * sizeof *size);
    for (uint32_t k = 0; k < packages->first[packages->count]; k++) {
        const uint32_t r = packages->row[k];
        size[r] = fmax(size[r], fabs(packages->amount[k]));
    }
    for (uint32_t r = 0; r < packages->row_count; r++) {
        size[r] = power_of_two(size[r]);
        inverse[r] = 1.0 / size[r];
    }
}

static void measure_values(double *scale, double *range, const bil_packages *p)
{
    *scale = 0.0;
    *range = 0.0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double least = HUGE_VAL;
        double most = -HUGE_VAL;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            least = fmin(least, p->value[j]);
            most = fmax(most, p->value[j]);
        }
        *scale = fmax(*scale, fmax(fabs(least), fabs(most)));
        *range = fmax(*range, most - least);
    }
    *scale = *scale > 0.0 ? *scale : 1.0;
    *range = fmax(*range, 1e-6 * *scale);
}

/* --- the Lagrangian loop -------------------------------------------------------------------- */

typedef struct {
    const bil_packages *packages;
    const double *limits;
    const double *size;
    double *trial; /* prices */
    double *best;  /* prices */
    double *left;  /* per row, scaled: limit less what is used at the trial prices */
} loop;

static double bound_and_left(loop *now)
{
    const bil_packages *p = now->packages;
    double bound = 0.0;
    for (uint32_t r = 0; r < p->row_count; r++) {
        bound += now->limits[r] * now->trial[r];
        now->left[r] = now->limits[r];
    }
    for (uint32_t g = 0; g < p->group_count; g++) {
        double worth = 0.0;
        const uint32_t best = bil_packages_best(&worth, p, g, now->trial);
        bound += worth;
        for (uint32_t k = p->first[best]; k < p->first[best + 1]; k++) {
            now->left[p->row[k]] -= p->amount[k];
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        now->left[r] /= now->size[r];
    }
    return bound;
}

/* Steps to a bound that is hoped for (Polyak): the hope is halved when it is in vain, and then the
 * search goes on from the best prices. */
static double descend(loop *now, int rounds)
{
    const uint32_t m = now->packages->row_count;
    double least = HUGE_VAL;
    double hope = 0.0;
    int vain = 0;
    for (int k = 0; k < rounds; k++) {
        const double bound = bound_and_left(now);
        if (k == 0) {
            hope = 0.1 * fabs(bound);
        }
        if (bound < least) {
            vain = least - bound > 0.05 * hope ? 0 : vain + 1;
            least = bound;
            memcpy(now->best, now->trial, m * sizeof *now->best);
        } else {
            vain++;
        }
        double norm = 0.0;
        for (uint32_t r = 0; r < m; r++) {
            if (now->trial[r] > 0.0 || now->left[r] < 0.0) {
                norm += now->left[r] * now->left[r];
            }
        }
        if (norm <= 0.0 || hope <= 0.0) {
            break;
        }
        const double length = (bound - least + hope) / norm;
        for (uint32_t r = 0; r < m; r++) {
            now->trial[r] = fmax(0.0, now->trial[r] - length * now->left[r] / now->size[r]);
        }
        if (vain >= 6) {
            vain = 0;
            hope *= 0.5;
            memcpy(now->trial, now->best, m * sizeof *now->trial);
        }
    }
    return least;
}

bil_status bil_master_guess(double *bound, double *prices, const bil_packages *packages,
                            const double *limits, int rounds, bil_error *err)
{
    const uint32_t m = packages->row_count;
    double *room = doubles(5 * (size_t)m);
    if (room == NULL) {
        return bil_fail_nomem(err);
    }
    double *size = room;
    measure_rows(size, &room[m], packages);
    loop now = {.packages = packages,
                .limits = limits,
                .size = size,
                .trial = &room[2 * (size_t)m],
                .best = &room[3 * (size_t)m],
                .left = &room[4 * (size_t)m]};
    memcpy(now.trial, prices, m * sizeof *prices);
    memcpy(now.best, prices, m * sizeof *prices);
    (void)descend(&now, rounds);
    memcpy(prices, now.best, m * sizeof *prices);
    *bound = bil_packages_bound(packages, limits, prices, NULL);
    free(room);
    return BIL_OK;
}

/* --- the door ------------------------------------------------------------------------------- */

/* Room for `count` items; without memory the old room as it is, and `*well` is false. */
static void *grow_to(void *old, size_t count, size_t size, bool *well)
{
    void *grown = realloc(old, (count == 0 ? 1 : count) * size);
    if (grown == NULL) {
        *well = false;
        return old;
    }
    return grown;
}

static bil_status prepare(bil_master *master, const bil_master_settings *settings, bil_error *err)
{
    const bil_packages *p = master->packages;
    bool whole = true;
    for (uint32_t g = 0; g < p->group_count; g++) {
        whole = whole && p->head[g] != BIL_NO_PACKAGE;
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        const double low = settings->low == NULL ? 0.0 : settings->low[r];
        const double high = settings->high == NULL ? low : settings->high[r];
        whole = whole && isfinite(settings->limits[r]) && low >= 0.0 && high >= low &&
                isfinite(high) && (settings->start == NULL || isfinite(settings->start[r]));
    }
    if (!whole) {
        return bil_fail_with(err, BIL_E_INTERNAL, "master", "il programma non è valido (%s)",
                             "the programme is not valid (%s)", "groups, limits, box");
    }
    if (p->count > master->room || master->shares == NULL) {
        const uint32_t room = p->count + p->count / 4;
        bool well = true;
        master->answer.x = grow_to(master->answer.x, room, sizeof *master->answer.x, &well);
        master->answer.basic =
            grow_to(master->answer.basic, room, sizeof *master->answer.basic, &well);
        master->shares = grow_to(master->shares, room, sizeof *master->shares, &well);
        master->basic = grow_to(master->basic, room, sizeof *master->basic, &well);
        if (!well) {
            return bil_fail_nomem(err);
        }
        master->room = room;
    }
    return BIL_OK;
}

typedef struct {
    bil_master *master;
    const bil_master_settings *settings;
    bil_master_task task;
    double penalty; /* per row's size; 0 = the box is the caller's */
    double penalty_last;
    int64_t limit; /* pivots in all */
} solving;

static void set_box(solving *now)
{
    bil_master *master = now->master;
    for (uint32_t r = 0; r < master->packages->row_count; r++) {
        const double size = master->size[r];
        const double low = now->settings->low == NULL ? 0.0 : now->settings->low[r] * size;
        master->low[r] = low;
        master->high[r] =
            now->settings->high == NULL ? fmax(low, now->penalty) : now->settings->high[r] * size;
    }
}

static int64_t pivots_left(const solving *now, int64_t before)
{
    return now->limit - (bil_gub_pivots(now->master->gub) - before);
}

/* From trusted prices: first in a narrow box around them, then in a wider one, then in the whole.
 * Prices that may move only a little leave little to do. */
static bool staged(solving *now, int64_t before)
{
    static const double widths[] = {0.05, 0.25};
    bil_master *master = now->master;
    const uint32_t m = master->packages->row_count;
    double mean = 0.0;
    for (uint32_t r = 0; r < m; r++) {
        mean += fmax(0.0, master->start[r]) / m;
    }
    bil_master_task task = now->task;
    task.low = master->stage_low;
    task.high = master->stage_high;
    for (size_t k = 0; k < sizeof widths / sizeof widths[0]; k++) {
        for (uint32_t r = 0; r < m; r++) {
            const double around = fmax(0.0, master->start[r]);
            const double width = widths[k] * (around + 0.1 * mean);
            master->stage_low[r] = fmin(fmax(around - width, master->low[r]), master->high[r]);
            master->stage_high[r] =
                fmax(fmin(around + width, master->high[r]), master->stage_low[r]);
        }
        if (!bil_gub_run(master->gub, &task, now->settings, pivots_left(now, before))) {
            return false;
        }
    }
    return true;
}

static bil_status begin_gub(solving *now, bool *crashed, bil_error *err)
{
    bil_master *master = now->master;
    const bil_packages *p = master->packages;
    *crashed = false;
    if (!now->settings->afresh && bil_gub_settle(master->gub, &now->task)) {
        return BIL_OK;
    }
    measure_rows(master->size, master->inverse_size, p);
    for (uint32_t r = 0; r < p->row_count; r++) {
        master->limit[r] = now->settings->limits[r] * master->inverse_size[r];
    }
    set_box(now);
    memset(master->start, 0, p->row_count * sizeof *master->start);
    if (now->settings->start != NULL) {
        memcpy(master->start, now->settings->start, p->row_count * sizeof *master->start);
    } else {
        double bound = 0.0;
        const bil_status status =
            bil_master_guess(&bound, master->start, p, now->settings->limits, GUESS_ROUNDS, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    for (uint32_t r = 0; r < p->row_count; r++) {
        master->start[r] *= master->size[r];
    }
    bil_gub_crash(master->gub, &now->task, master->start);
    *crashed = true;
    return BIL_OK;
}

static double worst_over(const bil_master *master)
{
    double worst = 0.0;
    for (uint32_t r = 0; r < master->packages->row_count; r++) {
        const double room = OVER_TOLERANCE * (1.0 + fabs(master->limit[r]));
        worst = fmax(worst, master->answer.over[r] - room);
    }
    return worst;
}

static bil_status by_gub(solving *now, bil_error *err)
{
    bil_master *master = now->master;
    const int64_t before = bil_gub_pivots(master->gub);
    bool crashed = false;
    const bil_status status = begin_gub(now, &crashed, err);
    if (status != BIL_OK) {
        return status;
    }
    bool goes_on = !crashed || staged(now, before);
    if (goes_on) {
        goes_on = bil_gub_run(master->gub, &now->task, now->settings, pivots_left(now, before));
    }
    bil_gub_read(master->gub, &now->task, &master->answer);
    while (goes_on && now->penalty > 0.0 && now->penalty < now->penalty_last &&
           worst_over(master) > 0.0) {
        now->penalty *= PENALTY_RAISE;
        set_box(now);
        goes_on = bil_gub_run(master->gub, &now->task, now->settings, pivots_left(now, before));
        bil_gub_read(master->gub, &now->task, &master->answer);
    }
    master->answer.optimal = goes_on;
    master->answer.failed = false;
    master->answer.pivots = bil_gub_pivots(master->gub) - before;
    return BIL_OK;
}

static bil_status by_glpk(solving *now, bil_error *err)
{
    bil_master *master = now->master;
    bil_gub_forget(master->gub); /* the scale may change under its basis */
    measure_rows(master->size, master->inverse_size, master->packages);
    for (uint32_t r = 0; r < master->packages->row_count; r++) {
        master->limit[r] = now->settings->limits[r] * master->inverse_size[r];
    }
    set_box(now);
    master->answer.pivots = 0;
    bil_status status = bil_master_by_glpk(&master->answer, &now->task, err);
    while (status == BIL_OK && !master->answer.failed && now->penalty > 0.0 &&
           now->penalty < now->penalty_last && worst_over(master) > 0.0) {
        now->penalty *= PENALTY_RAISE;
        set_box(now);
        status = bil_master_by_glpk(&master->answer, &now->task, err);
    }
    return status;
}

/* The package of each group with the largest x, and all of those that are shared. */
static void list_shares(bil_mastered *out, bil_master *master)
{
    const bil_packages *p = master->packages;
    double *x = master->answer.x;
    long double value = 0.0L;
    for (uint32_t j = 0; j < p->count; j++) { /* what rounding leaves */
        x[j] = x[j] < 1e-12 ? 0.0 : fmin(x[j], 1.0);
    }
    for (uint32_t g = 0; g < p->group_count; g++) {
        uint32_t best = p->head[g];
        uint32_t used = 0;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            best = x[j] > x[best] ? j : best;
            used += x[j] > 0.0 ? 1U : 0U;
            value += (long double)x[j] * (long double)p->value[j];
        }
        master->key[g] = best;
        for (uint32_t j = p->head[g]; used > 1 && j != BIL_NO_PACKAGE; j = p->next[j]) {
            if (x[j] > 0.0) {
                master->shares[out->share_count++] = (bil_share_of){.package = j, .x = x[j]};
            }
        }
    }
    for (uint32_t j = 0; j < p->count; j++) {
        if (master->answer.basic[j]) {
            master->basic[out->basic_count++] = j;
        }
    }
    out->value = (double)value;
}

static void report(bil_mastered *out, const solving *now)
{
    bil_master *master = now->master;
    bil_master_answer *answer = &master->answer;
    memset(out, 0, sizeof *out);
    out->optimal = answer->optimal;
    out->pivots = answer->pivots;
    out->within = worst_over(master) <= 0.0;
    out->price = answer->price;
    out->over = answer->over;
    out->slack = answer->slack;
    out->key = master->key;
    out->shares = master->shares;
    out->basic = master->basic;
    list_shares(out, master);
    long double objective = (long double)out->value;
    for (uint32_t r = 0; r < master->packages->row_count; r++) {
        objective += (long double)master->low[r] * (long double)answer->slack[r];
        objective -= (long double)master->high[r] * (long double)answer->over[r];
        const double price = fmin(fmax(answer->price[r], master->low[r]), master->high[r]);
        answer->price[r] = price * master->inverse_size[r];
        answer->over[r] *= master->size[r];
        answer->slack[r] *= master->size[r];
    }
    out->objective = (double)objective;
}

bil_status bil_master_solve(bil_mastered *out, bil_master *master,
                            const bil_master_settings *settings, bil_error *err)
{
    bil_status status = prepare(master, settings, err);
    if (status != BIL_OK) {
        return status;
    }
    const bil_packages *p = master->packages;
    double range = 0.0;
    solving now = {.master = master,
                   .settings = settings,
                   .limit = settings->pivot_limit > 0
                                ? settings->pivot_limit
                                : PIVOTS_LEAST + PIVOTS_EACH * ((int64_t)p->group_count +
                                                                (int64_t)p->row_count),
                   .task = {.packages = p,
                            .inverse_size = master->inverse_size,
                            .limit = master->limit,
                            .low = master->low,
                            .high = master->high}};
    measure_values(&now.task.value_scale, &range, p);
    if (settings->high == NULL) {
        now.penalty = settings->penalty > 0.0 ? settings->penalty : PENALTY_FIRST * range;
        now.penalty_last = settings->penalty > 0.0 ? settings->penalty : PENALTY_LAST * range;
    }
    if (bil_gub_has_basis(master->gub)) { /* on the scale of the basis */
        for (uint32_t r = 0; r < p->row_count; r++) {
            master->limit[r] = settings->limits[r] * master->inverse_size[r];
        }
        set_box(&now);
    }
    if (settings->way == BIL_MASTER_GLPK) {
        status = by_glpk(&now, err);
        if (status == BIL_OK && master->answer.failed) {
            status = bil_fail(err, BIL_E_SOLVER, "master", "il risolutore non ha dato risposta",
                              "the optimiser gave no answer");
        }
    } else {
        status = by_gub(&now, err);
    }
    if (status == BIL_OK) {
        report(out, &now);
    }
    return status;
}
