/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/explicit_impl.h"
#include "solver/welfare.h"

/* Nash and α-fair: the greatest sum of what utilities count for. What an item loses against the
 * best of its group is measured in whole steps, 2⁴⁶ of them for all that may be lost together, so
 * that the search for the greatest sum proves what it finds. An item that alone loses more than a
 * whole choice does cannot be part of a better one: without it the steps are finer. */

#define STEPS 70368744177664.0 /* 2⁴⁶ */
#define FINER 8.0              /* worth another pass */

enum { PASSES = 6, ROUNDS_OF_PASS = 2, DIGITS = 15 };

typedef struct {
    bil_rule_run *run;
    bil_arena *arena;
    int64_t alpha_e6;
    double unit;       /* utilities are values × this */
    double *welfare;   /* per item; nothing counts 0 where it would count −∞ */
    double *loss;      /* per item: against the most of its group */
    bool *allowed;     /* per item */
    int64_t *worth;    /* per item: −loss in steps */
    bil_few_below row; /* as few groups with nothing as possible */
    bool few;          /* the row holds */
    double steps;      /* a unit of loss is so many */
} fairness;

static bool make_room(fairness *f)
{
    const bil_mmkp *p = f->run->problem;
    const size_t items = p->first[p->group_count];
    f->welfare = bil_arena_alloc(f->arena, items, sizeof *f->welfare);
    f->loss = bil_arena_alloc(f->arena, items, sizeof *f->loss);
    f->allowed = bil_arena_alloc(f->arena, items, sizeof *f->allowed);
    f->worth = bil_arena_alloc(f->arena, items, sizeof *f->worth);
    return f->welfare != NULL && f->loss != NULL && f->allowed != NULL && f->worth != NULL;
}

static void lay_losses(fairness *f)
{
    const bil_mmkp *p = f->run->problem;
    const bool needs_all = bil_welfare_needs_all(f->alpha_e6);
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = -HUGE_VAL;
        for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
            f->allowed[i] = true;
            f->welfare[i] = p->value[i] == 0 && needs_all
                                ? 0.0
                                : bil_welfare((double)p->value[i] * f->unit, f->alpha_e6);
            most = fmax(most, f->welfare[i]);
        }
        for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
            f->loss[i] = most - f->welfare[i];
        }
    }
}

/* Σ over groups of the greatest loss of what is still allowed. */
static double spread(const fairness *f)
{
    const bil_mmkp *p = f->run->problem;
    double sum = 0.0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = 0.0;
        for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
            most = f->allowed[i] ? fmax(most, f->loss[i]) : most;
        }
        sum += most;
    }
    return sum;
}

static void set_steps(fairness *f, double all)
{
    const bil_mmkp *p = f->run->problem;
    int exponent = 0;
    (void)frexp(STEPS / (all > 0.0 ? all : 1.0), &exponent);
    f->steps = ldexp(1.0, exponent - 1);
    for (size_t i = 0; i < p->first[p->group_count]; i++) {
        f->worth[i] = f->allowed[i] ? -llround(f->loss[i] * f->steps) : 0;
    }
}

static double loss_of(const fairness *f, const uint32_t *choice)
{
    const bil_mmkp *p = f->run->problem;
    double sum = 0.0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        sum += f->loss[p->first[g] + choice[g]];
    }
    return sum;
}

/* Leaves out what alone loses more than the choice does. */
static void narrow(fairness *f, double lost)
{
    const bil_mmkp *p = f->run->problem;
    for (size_t i = 0; i < p->first[p->group_count]; i++) {
        f->allowed[i] = f->allowed[i] && f->loss[i] <= lost * (1.0 + 1e-9);
    }
}

static bil_status solve(bil_explicit_parted *parted, fairness *f, int64_t rounds, bil_error *err)
{
    bil_rule_run *run = f->run;
    const bil_explicit_part part = {.problem = run->problem,
                                    .allowed = f->allowed,
                                    .worth = f->worth,
                                    .rows = &f->row,
                                    .row_count = f->few ? 1 : 0,
                                    .rounds = rounds};
    const bil_status status =
        bil_explicit_part_solve(parted, run->trial, &part, &run->settings->search, err);
    if (status == BIL_OK && parted->status == BIL_EXPLICIT_FOUND &&
        (run->out->status != BIL_EXPLICIT_FOUND ||
         loss_of(f, run->trial) < loss_of(f, run->out->choice))) {
        run->out->status = BIL_EXPLICIT_FOUND;
        memcpy(run->out->choice, run->trial, run->problem->group_count * sizeof *run->trial);
    }
    return status;
}

/* As few groups as possible with nothing: a row that counts them. `*proven` = fewer cannot be. */
static bil_status fewest_nothings(bool *proven, fairness *f, bil_error *err)
{
    bil_rule_run *run = f->run;
    const bil_mmkp *p = run->problem;
    bool any = false;
    *proven = true;
    if (!bil_welfare_needs_all(f->alpha_e6)) {
        return BIL_OK;
    }
    for (size_t i = 0; i < p->first[p->group_count]; i++) {
        f->worth[i] = p->value[i] == 0 ? -1 : 0;
        any = any || p->value[i] == 0;
    }
    if (!any) {
        return BIL_OK;
    }
    bil_explicit_parted parted;
    const bil_status status = solve(&parted, f, 0, err);
    if (status == BIL_OK && parted.status == BIL_EXPLICIT_FOUND) {
        f->few = true;
        f->row = (bil_few_below){.below = 1, .most = -parted.value};
    }
    if (status == BIL_OK) {
        *proven = parted.proven;
        run->out->stopped = parted.stopped && !parted.proven;
        run->out->nothing = f->few ? (uint32_t)f->row.most : 0;
    }
    return status;
}

static int64_t whole(double x)
{
    return x >= 9e18 ? INT64_MAX : x <= -9e18 ? INT64_MIN : llround(x);
}

/* As many digits as a double is good for. */
static int digits_for(double size)
{
    int exponent = 0;
    (void)frexp(size, &exponent);
    const int digits = DIGITS - 1 - (int)ceil(exponent * 0.30103);
    return digits < 0 ? 0 : digits > DIGITS ? DIGITS : digits;
}

static void report(fairness *f, double best_loss)
{
    const bil_mmkp *p = f->run->problem;
    bil_explicit_ruled *out = f->run->out;
    double value = 0.0;
    double most = 0.0;
    for (uint32_t g = 0; g < p->group_count; g++) {
        const size_t i = p->first[g] + out->choice[g];
        value += f->welfare[i];
        most += f->welfare[i] + f->loss[i];
    }
    const double bound = fmax(most - best_loss, value);
    const double equal =
        out->nothing > 0 ? 0.0 : bil_welfare_equal(value / (double)p->group_count, f->alpha_e6);
    out->digits = digits_for(fmax(fabs(value), fabs(bound)));
    const double scale = pow(10.0, out->digits);
    out->value = whole(value * scale);
    out->bound = out->proven ? out->value : whole(ceil(bound * scale));
    out->gap_e9 =
        out->proven ? 0
                    : whole(ceil((bound - value) / (fabs(value) > 0.0 ? fabs(value) : 1.0) * 1e9));
    out->fair = true;
    out->equal_digits = digits_for(equal);
    out->equal = whole(equal * pow(10.0, out->equal_digits));
}

/* Passes with finer steps until they are fine enough, the last one to the end. */
static bil_status passes(fairness *f, bool *proven, double *best_loss, bil_error *err)
{
    bil_explicit_ruled *out = f->run->out;
    const double groups = (double)f->run->problem->group_count;
    bil_status status = BIL_OK;
    for (int pass = 0; status == BIL_OK; pass++) {
        const double all = spread(f);
        bil_explicit_parted parted;
        set_steps(f, all);
        status = solve(&parted, f, pass == 0 ? ROUNDS_OF_PASS : 0, err);
        if (status != BIL_OK) {
            break;
        }
        out->stopped = out->stopped || (parted.stopped && !parted.proven);
        if (parted.status == BIL_EXPLICIT_INFEASIBLE && !f->few) {
            out->status = BIL_EXPLICIT_INFEASIBLE;
            *proven = true;
            break;
        }
        *proven = parted.proven;
        *best_loss = parted.bound >= INT64_MAX ? 0.0 : ((double)-parted.bound - groups) / f->steps;
        if (out->status == BIL_EXPLICIT_FOUND) {
            narrow(f, loss_of(f, out->choice));
        }
        const bool finer = pass + 1 < PASSES && spread(f) * FINER < all;
        if (out->stopped || (pass > 0 && !finer) || (pass == 0 && parted.proven && !finer)) {
            break;
        }
    }
    return status;
}

static bil_status work(fairness *f, bil_error *err)
{
    bil_explicit_ruled *out = f->run->out;
    bool few_proven = false;
    bool proven = false;
    double best_loss = 0.0;
    bil_status status = fewest_nothings(&few_proven, f, err);
    if (status == BIL_OK && !out->stopped) {
        status = passes(f, &proven, &best_loss, err);
    }
    if (status == BIL_OK) {
        out->proven = proven && (few_proven || out->status == BIL_EXPLICIT_INFEASIBLE);
        if (out->status == BIL_EXPLICIT_FOUND) {
            report(f, best_loss);
        }
    }
    return status;
}

bil_status bil_rule_fair(bil_rule_run *run, bil_error *err)
{
    fairness f = {.run = run,
                  .arena = bil_arena_new(),
                  .alpha_e6 = run->settings->rule == BIL_RULE_NASH ? BIL_ALPHA_ONE
                                                                   : run->settings->alpha_e6,
                  .unit = 1.0};
    for (int i = 0; i < run->problem->value_digits; i++) {
        f.unit /= 10.0;
    }
    bil_status status = BIL_OK;
    if (f.arena == NULL || !make_room(&f)) {
        status = bil_fail_nomem(err);
    } else {
        lay_losses(&f);
        status = work(&f, err);
    }
    bil_arena_free(f.arena);
    return status;
}
