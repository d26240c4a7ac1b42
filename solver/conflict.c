/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/conflict.h"

#include <string.h>

enum { RUN_MAX = 4096 };

/* Leaves out a run of switches at once; if no plan exists still, they do not matter. Halving the
 * runs that do finds the few that matter among many rules quickly. */
static bil_status drop_run(bil_parts_of *parts, bil_part_kind kind, size_t from, size_t to,
                           bool *dropped, bool *less, bil_error *err)
{
    bool before[RUN_MAX];
    bool any = false;
    BIL_ASSERT(to - from <= RUN_MAX);
    memcpy(before, parts->off[kind] + from, (to - from) * sizeof *before);
    for (size_t i = from; i < to; i++) {
        any = any || !parts->off[kind][i];
        parts->off[kind][i] = true;
    }
    bool possible = false;
    const bil_status status = any ? bil_parts_possible(parts, &possible, err) : BIL_OK;
    *dropped = status == BIL_OK && !possible;
    *less = *less || (any && *dropped);
    if (!*dropped) {
        memcpy(parts->off[kind] + from, before, (to - from) * sizeof *before);
    }
    return status;
}

static bil_status filter_kind(bil_parts_of *parts, bil_part_kind kind, bool *less, bil_error *err)
{
    const size_t size = parts->sizes[kind];
    size_t from = 0;
    size_t width = size < RUN_MAX ? size : RUN_MAX;
    while (from < size) {
        const size_t to = from + width < size ? from + width : size;
        bool dropped = false;
        const bil_status status = drop_run(parts, kind, from, to, &dropped, less, err);
        if (status != BIL_OK) {
            return status;
        }
        if (dropped || to - from == 1) {
            from = to; /* left out, or one member that matters */
            width = size - from < RUN_MAX ? size - from : RUN_MAX;
        } else {
            width = (to - from) / 2;
        }
    }
    return BIL_OK;
}

/* Leaves out what no conflict needs, kind after kind; `*less` when something went. */
static bil_status filter(bil_parts_of *parts, bool *less, bil_error *err)
{
    /* Law first, then what is nobody's to give, then money and hours, and wishes last; what a hand
     * overrides before the hand. */
    static const bil_part_kind order[] = {BIL_PART_RULE,     BIL_PART_ALLOWANCE, BIL_PART_PLACE,
                                          BIL_PART_HOURS,    BIL_PART_LIMIT,     BIL_PART_BUDGET,
                                          BIL_PART_KEEP,     BIL_PART_FIXED,     BIL_PART_OVERRIDE,
                                          BIL_PART_AT_LEAST, BIL_PART_MUST_NOT,  BIL_PART_MUST};
    *less = false;
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
        const bil_status status = filter_kind(parts, order[k], less, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}

bil_status bil_conflict_reduce(bil_parts_of *parts, bil_error *err)
{
    bool less = false;
    bil_status status = filter(parts, &less, err);
    /* Without a line set by hand, what it overrode holds again: what seemed needed may not be. */
    while (status == BIL_OK && less && parts->person->override_count > 0) {
        status = filter(parts, &less, err);
    }
    return status;
}

bil_status bil_conflict_list(bil_part **out, size_t *count, const bil_parts_of *parts,
                             bil_arena *arena, bil_error *err)
{
    size_t total = 0;
    for (int kind = 0; kind < BIL_PART_KINDS; kind++) {
        for (size_t i = 0; i < parts->sizes[kind]; i++) {
            total += parts->off[kind][i] ? 0 : 1;
        }
    }
    bil_part *list = bil_arena_alloc(arena, total + 1, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    *count = 0;
    for (int kind = 0; kind < BIL_PART_KINDS; kind++) {
        for (size_t i = 0; i < parts->sizes[kind]; i++) {
            if (!parts->off[kind][i]) {
                list[(*count)++] = (bil_part){.kind = (bil_part_kind)kind, .index = i};
            }
        }
    }
    *out = list;
    return BIL_OK;
}

bil_status bil_conflict_words(const bil_conflict **out, const bil_case *person,
                              const bil_part *parts, size_t count, bil_arena *arena, bil_error *err)
{
    bil_conflict *list = bil_arena_alloc(arena, count + 1, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        const bil_status status = bil_part_words(&list[i], person, parts[i], arena, err);
        if (status != BIL_OK) {
            return status;
        }
    }
    *out = list;
    return BIL_OK;
}
