/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/explicit_rules.h"

#include <string.h>

#include "engine/money.h"
#include "solver/explicit_impl.h"
#include "solver/welfare.h"

#define GAP_SCALE INT64_C(1000000000)

void bil_rule_settings_init(bil_rule_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    bil_explicit_settings_init(&settings->search);
}

static bool fair(const bil_rule_settings *settings)
{
    return settings->rule == BIL_RULE_NASH || settings->rule == BIL_RULE_ALPHA;
}

static bil_status look_at(const bil_mmkp *p, const bil_rule_settings *settings, bil_error *err)
{
    if (!fair(settings)) {
        return BIL_OK;
    }
    if (settings->rule == BIL_RULE_ALPHA &&
        (settings->alpha_e6 < 0 || settings->alpha_e6 > BIL_ALPHA_MAX)) {
        return bil_fail(err, BIL_E_USAGE, "rule", "alfa deve stare tra 0 e 20",
                        "alpha must be between 0 and 20");
    }
    for (size_t i = 0; i < p->first[p->group_count]; i++) {
        if (p->value[i] < 0) {
            return bil_fail(err, BIL_E_DATA, "rule",
                            "questa regola vuole valori da zero in su: una voce vale meno",
                            "this rule wants values of zero or more: an item has less");
        }
    }
    return BIL_OK;
}

static bil_status greatest_sum(bil_rule_run *run, bil_error *err)
{
    bil_explicit_ruled *out = run->out;
    bil_explicit_answer answer;
    const bil_status status =
        bil_explicit_solve(&answer, run->problem, &run->settings->search, err);
    if (status == BIL_OK) {
        out->status = answer.status;
        out->proven = answer.proven;
        out->stopped = answer.stopped;
        out->value = answer.value;
        out->bound = answer.bound;
        out->digits = run->problem->value_digits;
        memcpy(out->choice, answer.choice, run->problem->group_count * sizeof *out->choice);
    }
    return status;
}

/* (bound − value) ÷ |value|, × 10⁹ and rounded up: it never promises more than is proven. */
static int64_t gap_of(int64_t value, int64_t bound)
{
    const int64_t size = value < 0 ? -value : value;
    const int64_t missing = bound - value;
    int64_t scaled = 0;
    if (!bil_mul(&scaled, missing, GAP_SCALE)) {
        return bil_div_ceil(missing, size / GAP_SCALE + 1);
    }
    return bil_div_ceil(scaled, size == 0 ? 1 : size);
}

static void add_up(bil_explicit_ruled *out, const bil_mmkp *p)
{
    for (uint32_t g = 0; g < p->group_count; g++) {
        const int64_t utility = p->value[p->first[g] + out->choice[g]];
        out->sum += utility;
        out->least = g == 0 || utility < out->least ? utility : out->least;
    }
    if (!out->fair) {
        out->gap_e9 = gap_of(out->value, out->bound);
    }
}

bil_status bil_explicit_rule_solve(bil_explicit_ruled *out, const bil_mmkp *problem,
                                   const bil_rule_settings *settings, bil_error *err)
{
    bil_explicit_ruled ruled = {.status = BIL_EXPLICIT_STOPPED};
    bil_rule_run run = {.problem = problem, .settings = settings, .out = &ruled};
    bil_status status = look_at(problem, settings, err);
    if (status != BIL_OK) {
        return status;
    }
    ruled.choice = bil_arena_alloc(problem->arena, problem->group_count, sizeof *ruled.choice);
    run.trial = bil_arena_alloc(problem->arena, problem->group_count, sizeof *run.trial);
    if (ruled.choice == NULL || run.trial == NULL) {
        return bil_fail_nomem(err);
    }
    if (fair(settings)) {
        status = bil_rule_fair(&run, err);
    } else if (settings->rule == BIL_RULE_UTILITARIAN) {
        status = greatest_sum(&run, err);
    } else {
        status = bil_rule_levels(&run, err);
    }
    if (status == BIL_OK) {
        if (ruled.status == BIL_EXPLICIT_FOUND) {
            add_up(&ruled, problem);
        }
        *out = ruled;
    }
    return status;
}
