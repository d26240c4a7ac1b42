/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "solver/explicit_impl.h"

/* Max–min and leximin. A choice is leximin-better than another when, at the lowest level at which
 * they differ, fewer of its groups are at that level or below it. So, from the lowest level up: the
 * highest level for which at most as many groups as must be are below it (by halving), then as few
 * groups as possible at that level itself. What was reached stays as a row that counts. */

/* Of searches that look for just any choice: when they neither find one nor prove there is none. */
enum { ROUNDS_OF_ANY = 4 };

typedef struct {
    bil_rule_run *run;
    bil_arena *arena;
    int64_t *level; /* all values that items have, ascending, each once */
    size_t level_count;
    int64_t *most; /* per group: its greatest value; then all ascending */
    int64_t *worth;
    bool *allowed;
    int64_t *sorted; /* per group: the utilities of the best choice so far, ascending */
    bil_few_below *rows;
    uint32_t row_count;
} levels;

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

static bool make_room(levels *l)
{
    const bil_mmkp *p = l->run->problem;
    const size_t items = p->first[p->group_count];
    const size_t groups = p->group_count;
    l->level = bil_arena_alloc(l->arena, items, sizeof *l->level);
    l->most = bil_arena_alloc(l->arena, groups, sizeof *l->most);
    l->worth = bil_arena_alloc(l->arena, items, sizeof *l->worth);
    l->allowed = bil_arena_alloc(l->arena, items, sizeof *l->allowed);
    l->sorted = bil_arena_alloc(l->arena, groups, sizeof *l->sorted);
    l->rows = bil_arena_alloc(l->arena, groups + 1, sizeof *l->rows);
    return l->level != NULL && l->most != NULL && l->worth != NULL && l->allowed != NULL &&
           l->sorted != NULL && l->rows != NULL;
}

static void lay_levels(levels *l)
{
    const bil_mmkp *p = l->run->problem;
    const size_t items = p->first[p->group_count];
    memcpy(l->level, p->value, items * sizeof *l->level);
    qsort(l->level, items, sizeof *l->level, ascending);
    for (size_t i = 0; i < items; i++) {
        if (i == 0 || l->level[i] != l->level[i - 1]) {
            l->level[l->level_count++] = l->level[i];
        }
    }
    for (uint32_t g = 0; g < p->group_count; g++) {
        l->most[g] = p->value[p->first[g]];
        for (size_t i = p->first[g]; i < p->first[g + 1]; i++) {
            l->most[g] = p->value[i] > l->most[g] ? p->value[i] : l->most[g];
        }
    }
    qsort(l->most, p->group_count, sizeof *l->most, ascending);
}

/* The place of the greatest level that is at most `value`. */
static size_t place_of(const levels *l, int64_t value)
{
    size_t low = 0;
    size_t high = l->level_count - 1;
    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;
        if (l->level[middle] <= value) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static void take(levels *l, const uint32_t *choice)
{
    const bil_mmkp *p = l->run->problem;
    bil_explicit_ruled *out = l->run->out;
    out->status = BIL_EXPLICIT_FOUND;
    memcpy(out->choice, choice, p->group_count * sizeof *choice);
    for (uint32_t g = 0; g < p->group_count; g++) {
        l->sorted[g] = p->value[p->first[g] + choice[g]];
    }
    qsort(l->sorted, p->group_count, sizeof *l->sorted, ascending);
}

/* Rows that nobody may be under are left out: those items are not there instead. */
static bil_explicit_part part_of(levels *l, uint32_t rows)
{
    const bil_mmkp *p = l->run->problem;
    const size_t items = p->first[p->group_count];
    uint32_t first = 0;
    memset(l->allowed, 1, items * sizeof *l->allowed);
    for (; first < rows && l->rows[first].most == 0; first++) {
        for (size_t i = 0; i < items; i++) {
            l->allowed[i] = l->allowed[i] && p->value[i] >= l->rows[first].below;
        }
    }
    return (bil_explicit_part){
        .problem = p, .allowed = l->allowed, .rows = &l->rows[first], .row_count = rows - first};
}

typedef enum { CAN, CANNOT, UNKNOWN } may_be;

/* Is there a choice with at most `few` groups below this level? */
static bil_status try_level(may_be *answer, levels *l, size_t level, int64_t few, bil_error *err)
{
    bil_rule_run *run = l->run;
    l->rows[l->row_count] = (bil_few_below){.below = l->level[level], .most = few};
    bil_explicit_part part = part_of(l, l->row_count + 1);
    part.any = true;
    part.rounds = run->out->status == BIL_EXPLICIT_FOUND ? ROUNDS_OF_ANY : 0;
    bil_explicit_parted parted;
    const bil_status status =
        bil_explicit_part_solve(&parted, run->trial, &part, &run->settings->search, err);
    if (status != BIL_OK) {
        return status;
    }
    *answer = UNKNOWN;
    if (parted.status == BIL_EXPLICIT_FOUND) {
        *answer = CAN;
        take(l, run->trial);
    } else if (parted.status == BIL_EXPLICIT_INFEASIBLE) {
        *answer = CANNOT;
    }
    run->out->stopped = run->out->stopped || parted.stopped;
    return BIL_OK;
}

/* The highest level with at most `few` groups below it. `*proven` is the highest one that is not
 * proven out of reach. Without any choice so far even the lowest level is tried. */
static bil_status highest(size_t *found, size_t *proven, levels *l, int64_t few, bil_error *err)
{
    bil_explicit_ruled *out = l->run->out;
    may_be answer = CAN;
    bil_status status = BIL_OK;
    if (out->status != BIL_EXPLICIT_FOUND) {
        status = try_level(&answer, l, 0, few, err);
        if (status == BIL_OK && answer == CANNOT) {
            out->status = BIL_EXPLICIT_INFEASIBLE;
        }
        if (status != BIL_OK || answer != CAN) {
            return status;
        }
    }
    size_t low = place_of(l, l->sorted[few]);
    size_t high = place_of(l, l->most[few]);
    *proven = high;
    while (low < high && status == BIL_OK && !out->stopped) {
        const size_t middle = low + (high - low + 1) / 2;
        status = try_level(&answer, l, middle, few, err);
        if (answer == CAN) {
            low = place_of(l, l->sorted[few]);
        } else {
            high = middle - 1;
            *proven = answer == CANNOT ? high : *proven;
        }
    }
    *found = low;
    /* Beyond the first level that nobody could tell about nothing is proven. */
    *proven = *proven < low ? low : *proven;
    return status;
}

/* As few groups as possible at this level or below it; the row is added. */
static bil_status fewest(int64_t *few, bool *proven, levels *l, size_t level, int64_t below,
                         bil_error *err)
{
    bil_rule_run *run = l->run;
    const bil_mmkp *p = run->problem;
    l->rows[l->row_count++] = (bil_few_below){.below = l->level[level], .most = below};
    for (size_t i = 0; i < p->first[p->group_count]; i++) {
        l->worth[i] = p->value[i] <= l->level[level] ? -1 : 0;
    }
    bil_explicit_part part = part_of(l, l->row_count);
    part.worth = l->worth;
    bil_explicit_parted parted;
    const bil_status status =
        bil_explicit_part_solve(&parted, run->trial, &part, &run->settings->search, err);
    if (status != BIL_OK) {
        return status;
    }
    int64_t mine = 0;
    while (mine < p->group_count && l->sorted[mine] <= l->level[level]) {
        mine++;
    }
    if (parted.status == BIL_EXPLICIT_FOUND && -parted.value < mine) {
        take(l, run->trial);
        mine = -parted.value;
    }
    *few = mine;
    *proven = parted.proven;
    run->out->stopped = run->out->stopped || (parted.stopped && !parted.proven);
    return BIL_OK;
}

static bil_status leximin(levels *l, bool *proven, int64_t few, size_t level, bil_error *err)
{
    const bil_mmkp *p = l->run->problem;
    bil_explicit_ruled *out = l->run->out;
    bil_status status = BIL_OK;
    while (status == BIL_OK && !out->stopped) {
        bool sure = false;
        status = fewest(&few, &sure, l, level, few, err);
        *proven = *proven && sure;
        if (status != BIL_OK || few >= p->group_count || out->stopped) {
            break;
        }
        size_t best = 0;
        status = highest(&level, &best, l, few, err);
        *proven = *proven && best == level;
    }
    return status;
}

/* Max–min: of all choices with that minimum the one with the greatest sum. */
static bil_status greatest_sum(levels *l, bool *proven, size_t level, bil_error *err)
{
    bil_rule_run *run = l->run;
    l->rows[0] = (bil_few_below){.below = l->level[level], .most = 0};
    const bil_explicit_part part = part_of(l, 1);
    bil_explicit_parted parted;
    const bil_status status =
        bil_explicit_part_solve(&parted, run->trial, &part, &run->settings->search, err);
    if (status != BIL_OK) {
        return status;
    }
    int64_t sum = 0;
    for (uint32_t g = 0; g < run->problem->group_count; g++) {
        sum += l->sorted[g];
    }
    if (parted.status == BIL_EXPLICIT_FOUND && parted.value > sum) {
        take(l, run->trial);
    }
    *proven = *proven && parted.proven;
    run->out->stopped = run->out->stopped || (parted.stopped && !parted.proven);
    return BIL_OK;
}

static bil_status work(levels *l, bil_error *err)
{
    bil_rule_run *run = l->run;
    bil_explicit_ruled *out = run->out;
    size_t level = 0;
    size_t best = 0;
    bil_status status = highest(&level, &best, l, 0, err);
    if (status != BIL_OK || out->status != BIL_EXPLICIT_FOUND) {
        out->proven = out->status == BIL_EXPLICIT_INFEASIBLE;
        return status;
    }
    bool proven = best == level;
    if (run->settings->rule == BIL_RULE_LEXIMIN) {
        status = leximin(l, &proven, 0, level, err);
    } else {
        status = greatest_sum(l, &proven, level, err);
    }
    out->value = l->sorted[0];
    out->bound = l->level[best];
    out->digits = run->problem->value_digits;
    out->proven = proven && !out->stopped;
    return status;
}

bil_status bil_rule_levels(bil_rule_run *run, bil_error *err)
{
    levels l = {.run = run, .arena = bil_arena_new()};
    bil_status status = BIL_OK;
    if (l.arena == NULL || !make_room(&l)) {
        status = bil_fail_nomem(err);
    } else {
        lay_levels(&l);
        status = work(&l, err);
    }
    bil_arena_free(l.arena);
    return status;
}
