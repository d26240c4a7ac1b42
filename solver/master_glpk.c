/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "solver/lp_impl.h"
#include "solver/master_impl.h"

/* The master as one linear programme for GLPK: columns are the packages, then the slack of every
 * row, then its excess; rows are the common rows, then the groups. */

typedef struct {
    bil_lp lp;
    bil_lp_entries entries;
    bil_lp_relaxed relaxed;
} programme;

static bool make_room(programme *p, const bil_packages *packages, bil_arena *arena)
{
    const size_t columns = packages->count + 2 * (size_t)packages->row_count;
    const size_t rows = (size_t)packages->row_count + packages->group_count;
    const size_t entries = 1 + packages->first[packages->count] + columns;
    bil_lp_init(&p->lp, arena);
    p->lp.maximise = true;
    p->lp.columns = bil_arena_alloc(arena, columns, sizeof *p->lp.columns);
    p->lp.rows = bil_arena_alloc(arena, rows, sizeof *p->lp.rows);
    p->entries.row = bil_arena_alloc(arena, entries, sizeof *p->entries.row);
    p->entries.column = bil_arena_alloc(arena, entries, sizeof *p->entries.column);
    p->entries.value = bil_arena_alloc(arena, entries, sizeof *p->entries.value);
    p->relaxed.x = bil_arena_alloc(arena, columns, sizeof *p->relaxed.x);
    p->relaxed.basic = bil_arena_alloc(arena, columns, sizeof *p->relaxed.basic);
    p->relaxed.dual = bil_arena_alloc(arena, rows, sizeof *p->relaxed.dual);
    return p->lp.columns != NULL && p->lp.rows != NULL && p->entries.row != NULL &&
           p->entries.column != NULL && p->entries.value != NULL && p->relaxed.x != NULL &&
           p->relaxed.basic != NULL && p->relaxed.dual != NULL;
}

static void entry(programme *p, size_t row, size_t column, double value)
{
    const size_t at = ++p->entries.count;
    p->entries.row[at] = (int)row + 1;
    p->entries.column[at] = (int)column + 1;
    p->entries.value[at] = value;
}

static void column(programme *p, double upper, double cost)
{
    p->lp.columns[p->lp.column_count++] =
        (bil_lp_column){.upper = upper, .cost = cost, .name = "", .origin = ""};
}

static void build(programme *p, const bil_master_task *task)
{
    const bil_packages *packages = task->packages;
    const size_t m = packages->row_count;
    for (uint32_t j = 0; j < packages->count; j++) {
        for (uint32_t k = packages->first[j]; k < packages->first[j + 1]; k++) {
            const uint32_t r = packages->row[k];
            entry(p, r, j, packages->amount[k] * task->inverse_size[r]);
        }
        entry(p, m + packages->group[j], j, 1.0);
        column(p, 1.0, packages->value[j]);
    }
    for (uint32_t r = 0; r < m; r++) {
        /* Uses are at most 2 on this scale: no more than this can be left or missing. */
        const double ample = fabs(task->limit[r]) + 2.0 * packages->group_count + 1.0;
        entry(p, r, p->lp.column_count, 1.0);
        column(p, ample, task->low[r]);
        entry(p, r, p->lp.column_count, -1.0);
        column(p, ample, -task->high[r]);
        p->lp.rows[p->lp.row_count++] = (bil_lp_row){
            .lower = task->limit[r], .upper = task->limit[r], .name = "", .origin = ""};
    }
    for (uint32_t g = 0; g < packages->group_count; g++) {
        p->lp.rows[p->lp.row_count++] =
            (bil_lp_row){.lower = 1.0, .upper = 1.0, .name = "", .origin = ""};
    }
}

bil_status bil_master_by_glpk(bil_master_answer *answer, const bil_master_task *task,
                              bil_error *err)
{
    const bil_packages *packages = task->packages;
    programme p = {0};
    bil_arena *arena = bil_arena_new();
    if (arena == NULL || !make_room(&p, packages, arena)) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    build(&p, task);
    bil_lp_glpk_relax(&p.relaxed, &p.lp, &p.entries);
    answer->optimal = p.relaxed.optimal;
    answer->failed = !p.relaxed.optimal;
    answer->pivots += p.relaxed.iterations;
    if (p.relaxed.optimal) {
        memcpy(answer->x, p.relaxed.x, packages->count * sizeof *answer->x);
        memcpy(answer->basic, p.relaxed.basic, packages->count * sizeof *answer->basic);
        for (uint32_t r = 0; r < packages->row_count; r++) {
            answer->price[r] = p.relaxed.dual[r];
            answer->slack[r] = p.relaxed.x[packages->count + 2 * (size_t)r];
            answer->over[r] = p.relaxed.x[packages->count + 2 * (size_t)r + 1];
        }
    }
    bil_arena_free(arena);
    return BIL_OK;
}
