/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/core_impl.h"

/* Depth first over the groups, in each the packages by ascending loss. At any prices the value of a
 * choice is the bound less its losses and less what its slack is worth, so a branch ends when
 * losses and the slack that must remain exceed the budget, or when a row cannot but overflow. */

typedef struct {
    uint32_t package; /* of the store */
    double loss;
} option;

typedef struct {
    const bil_core_trial *trial;
    uint32_t groups;
    uint32_t rows;
    uint32_t *order; /* depth → group */
    uint32_t *first; /* depth → its options, and one more */
    option *options;
    double *amount;   /* per option, dense */
    double *least;    /* depth × rows: Σ of the smallest uses from this depth on */
    double *most;     /* depth × rows */
    double *used;     /* depth × rows */
    double *lost;     /* per depth: Σ loss before it */
    uint32_t *cursor; /* per depth: the option to try next */
    double budget;
} enumeration;

static int by_loss(const void *a, const void *b)
{
    const option *x = a;
    const option *y = b;
    if (x->loss != y->loss) {
        return x->loss < y->loss ? -1 : 1;
    }
    return x->package < y->package ? -1 : x->package > y->package ? 1 : 0;
}

static void *room(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size);
}

static void release(enumeration *e)
{
    free(e->order);
    free(e->first);
    free(e->options);
    free(e->amount);
    free(e->least);
    free(e->most);
    free(e->used);
    free(e->lost);
    free(e->cursor);
}

static bool make_room(enumeration *e, uint32_t options)
{
    const size_t depth = (size_t)e->groups + 1;
    e->order = room(depth, sizeof *e->order);
    e->first = room(depth + 1, sizeof *e->first);
    e->options = room(options, sizeof *e->options);
    e->amount = room((size_t)options * e->rows, sizeof *e->amount);
    e->least = room(depth * e->rows, sizeof *e->least);
    e->most = room(depth * e->rows, sizeof *e->most);
    e->used = room(depth * e->rows, sizeof *e->used);
    e->lost = room(depth, sizeof *e->lost);
    e->cursor = room(depth, sizeof *e->cursor);
    return e->order != NULL && e->first != NULL && e->options != NULL && e->amount != NULL &&
           e->least != NULL && e->most != NULL && e->used != NULL && e->lost != NULL &&
           e->cursor != NULL;
}

/* Groups whose second best loses most come first: they use up the budget, or are as good as
 * settled. */
static void order_groups(enumeration *e)
{
    const bil_packages *p = e->trial->packages;
    double *second = e->lost; /* room not yet in use */
    for (uint32_t g = 0; g < e->groups; g++) {
        double least = HUGE_VAL;
        double next = HUGE_VAL;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            const double loss = e->trial->loss[j];
            if (loss < least) {
                next = least;
                least = loss;
            } else {
                next = fmin(next, loss);
            }
        }
        uint32_t at = g;
        while (at > 0 && second[at - 1] < next) {
            second[at] = second[at - 1];
            e->order[at] = e->order[at - 1];
            at--;
        }
        second[at] = next;
        e->order[at] = g;
    }
}

static void lay_options(enumeration *e)
{
    const bil_packages *p = e->trial->packages;
    const uint32_t m = e->rows;
    uint32_t count = 0;
    for (uint32_t d = 0; d < e->groups; d++) {
        e->first[d] = count;
        for (uint32_t j = p->head[e->order[d]]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            if (e->trial->loss[j] <= e->budget) {
                e->options[count++] = (option){.package = j, .loss = e->trial->loss[j]};
            }
        }
        qsort(&e->options[e->first[d]], count - e->first[d], sizeof *e->options, by_loss);
    }
    e->first[e->groups] = count;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t j = e->options[i].package;
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++) {
            e->amount[(size_t)i * m + p->row[k]] = p->amount[k];
        }
    }
    for (uint32_t d = e->groups; d-- > 0;) {
        for (uint32_t r = 0; r < m; r++) {
            double least = HUGE_VAL;
            double most = -HUGE_VAL;
            for (uint32_t i = e->first[d]; i < e->first[d + 1]; i++) {
                least = fmin(least, e->amount[(size_t)i * m + r]);
                most = fmax(most, e->amount[(size_t)i * m + r]);
            }
            e->least[(size_t)d * m + r] = least + e->least[((size_t)d + 1) * m + r];
            e->most[(size_t)d * m + r] = most + e->most[((size_t)d + 1) * m + r];
        }
    }
}

/* Takes an option at a depth: fills the next depth's uses; false when it leads nowhere. */
static bool take(const enumeration *e, uint32_t depth, uint32_t at, double *slack_worth)
{
    const uint32_t m = e->rows;
    const double *amount = &e->amount[(size_t)at * m];
    const double *used = &e->used[(size_t)depth * m];
    const double *least = &e->least[((size_t)depth + 1) * m];
    const double *most = &e->most[((size_t)depth + 1) * m];
    double *next = &e->used[((size_t)depth + 1) * m];
    double worth = 0.0;
    for (uint32_t r = 0; r < m; r++) {
        const double sum = used[r] + amount[r];
        const double limit = e->trial->limits[r];
        next[r] = sum;
        if (sum + least[r] > limit) {
            return false;
        }
        const double left = limit - sum - most[r];
        worth += left > 0.0 ? left * e->trial->prices[r] : 0.0;
    }
    *slack_worth = worth;
    return e->lost[depth] + e->options[at].loss + worth <= e->budget;
}

/* Where the margin is less than what rounding may hide, a choice may be within the budget and yet
 * worse than the last one. */
static void note(bil_core_tried *out, enumeration *e, double loss, double margin)
{
    if (out->found && loss >= out->loss) {
        return;
    }
    for (uint32_t d = 0; d < e->groups; d++) {
        out->package[e->order[d]] = e->options[e->cursor[d] - 1].package;
    }
    out->found = true;
    out->loss = loss;
    e->budget = fmin(e->budget, loss - margin);
}

static void enumerate(bil_core_tried *out, enumeration *e, double margin)
{
    int64_t steps = 0;
    uint32_t depth = 0;
    e->cursor[0] = e->first[0];
    e->lost[0] = 0.0;
    for (;;) {
        if (steps++ >= e->trial->limit) {
            return;
        }
        const uint32_t at = e->cursor[depth];
        if (at == e->first[depth + 1] || e->lost[depth] + e->options[at].loss > e->budget) {
            if (depth == 0) {
                out->complete = true;
                return;
            }
            depth--;
            continue;
        }
        e->cursor[depth]++;
        double slack_worth = 0.0;
        if (!take(e, depth, at, &slack_worth)) {
            continue;
        }
        const double lost = e->lost[depth] + e->options[at].loss;
        if (depth + 1 == e->groups) {
            note(out, e, lost + slack_worth, margin);
            continue;
        }
        depth++;
        e->lost[depth] = lost;
        e->cursor[depth] = e->first[depth];
    }
}

bil_status bil_core_try(bil_core_tried *out, const bil_core_trial *trial, double margin,
                        bil_error *err)
{
    enumeration e = {.trial = trial,
                     .groups = trial->packages->group_count,
                     .rows = trial->packages->row_count,
                     .budget = trial->budget};
    out->found = false;
    out->complete = false;
    if (!make_room(&e, trial->packages->count)) {
        release(&e);
        return bil_fail_nomem(err);
    }
    order_groups(&e);
    lay_options(&e);
    enumerate(out, &e, margin);
    release(&e);
    return BIL_OK;
}
