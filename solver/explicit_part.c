/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "solver/explicit_impl.h"

static bool allowed(const bil_explicit_part *part, size_t item)
{
    return part->allowed == NULL || part->allowed[item];
}

static void copy_item(bil_mmkp *to, size_t at, const bil_explicit_part *part, size_t item)
{
    const bil_mmkp *from = part->problem;
    int64_t *use = &to->use[at * to->resource_count];
    to->value[at] = part->worth == NULL ? from->value[item] : part->worth[item];
    memcpy(use, &from->use[item * from->resource_count], from->resource_count * sizeof *use);
    for (uint32_t r = 0; r < part->row_count; r++) {
        use[from->resource_count + r] = from->value[item] < part->rows[r].below ? 1 : 0;
    }
}

/* `item` (per item of `to`) gets its place in its group of the whole problem. False: a group has
 * no item left. */
static bool fill(bil_mmkp *to, uint32_t *item, const bil_explicit_part *part)
{
    const bil_mmkp *from = part->problem;
    size_t count = 0;
    for (uint32_t g = 0; g < from->group_count; g++) {
        to->first[g] = count;
        for (size_t i = from->first[g]; i < from->first[g + 1]; i++) {
            if (allowed(part, i)) {
                copy_item(to, count, part, i);
                item[count++] = (uint32_t)(i - from->first[g]);
            }
        }
        if (count == to->first[g]) {
            return false;
        }
    }
    to->first[from->group_count] = count;
    memcpy(to->limit, from->limit, from->resource_count * sizeof *to->limit);
    for (uint32_t r = 0; r < part->row_count; r++) {
        to->limit[from->resource_count + r] = part->rows[r].most;
    }
    return true;
}

static bool make_room(bil_mmkp *to, uint32_t **item, bil_arena *arena,
                      const bil_explicit_part *part)
{
    const bil_mmkp *from = part->problem;
    const size_t count = from->first[from->group_count];
    *to = (bil_mmkp){.arena = arena,
                     .group_count = from->group_count,
                     .resource_count = from->resource_count + part->row_count};
    to->first = bil_arena_alloc(arena, (size_t)from->group_count + 1, sizeof *to->first);
    to->value = bil_arena_alloc(arena, count, sizeof *to->value);
    to->use = bil_arena_alloc(arena, count * to->resource_count, sizeof *to->use);
    to->limit = bil_arena_alloc(arena, to->resource_count, sizeof *to->limit);
    *item = bil_arena_alloc(arena, count, sizeof **item);
    return to->first != NULL && to->value != NULL && to->use != NULL && to->limit != NULL &&
           *item != NULL;
}

static bil_status solve(bil_explicit_parted *out, uint32_t *choice, const bil_mmkp *problem,
                        const uint32_t *item, const bil_explicit_settings *settings, bil_error *err)
{
    bil_explicit_answer answer;
    const bil_status status = bil_explicit_solve(&answer, problem, settings, err);
    if (status != BIL_OK) {
        return status;
    }
    *out = (bil_explicit_parted){.status = answer.status,
                                 .proven = answer.proven,
                                 .stopped = answer.stopped,
                                 .value = answer.value,
                                 .bound = answer.bound};
    for (uint32_t g = 0; g < problem->group_count && answer.status == BIL_EXPLICIT_FOUND; g++) {
        choice[g] = item[problem->first[g] + answer.choice[g]];
    }
    return BIL_OK;
}

bil_status bil_explicit_part_solve(bil_explicit_parted *out, uint32_t *choice,
                                   const bil_explicit_part *part,
                                   const bil_explicit_settings *settings, bil_error *err)
{
    bil_mmkp problem;
    uint32_t *item = NULL;
    bil_explicit_settings own = *settings;
    own.any = part->any;
    own.rounds = part->rounds > 0 ? part->rounds : settings->rounds;
    bil_arena *arena = bil_arena_new();
    bil_status status = BIL_OK;
    if (arena == NULL || !make_room(&problem, &item, arena, part)) {
        status = bil_fail_nomem(err);
    } else if (!fill(&problem, item, part)) {
        *out = (bil_explicit_parted){.status = BIL_EXPLICIT_INFEASIBLE, .proven = true};
    } else {
        status = solve(out, choice, &problem, item, &own, err);
    }
    bil_arena_free(arena);
    return status;
}
