/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What cells are called, which of them begin with the packages of another, and in which order they
 * are begun. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/digest.h"
#include "engine/version.h"
#include "scenarios/allocate.h"
#include "scenarios/batch_impl.h"

size_t bil_batch_changes(const bil_lever_change **out, const bil_batch *batch, const bil_cell *cell)
{
    const bil_scenario *scenario = batch->scenario;
    size_t count = 0;
    if (cell->point == SIZE_MAX) {
        return 0;
    }
    for (size_t i = 0; i < scenario->change_count; i++) {
        out[count++] = &scenario->changes[i];
    }
    bil_scenario_point(&out[count], scenario, cell->point);
    return count + scenario->axis_count;
}

/* A change that leaves the figure as it is. */
static bool does_nothing(const bil_lever_change *change)
{
    return change->op == BIL_LEVER_SCALE ? change->value == BIL_LEVER_ONE
                                         : change->op == BIL_LEVER_ADD && change->value == 0;
}

/* Does none of them change what pools and capacities hold? */
static bool is_lead(const bil_lever_change *const *changes, size_t count)
{
    bool lead = true;
    for (size_t i = 0; lead && i < count; i++) {
        lead = bil_lever_touches(changes[i]->lever) != BIL_LEVER_TOUCHES_LIMITS ||
               does_nothing(changes[i]);
    }
    return lead;
}

size_t bil_batch_lead_changes(const bil_lever_change **changes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (bil_lever_touches(changes[i]->lever) != BIL_LEVER_TOUCHES_LIMITS) {
            changes[kept++] = changes[i];
        }
    }
    return kept;
}

/* ---- what a cell is the digest of ---- */

/* All that bears on an allocation, but what it begins with. A member that is added must change the
 * id of no cell it says nothing new about, or finished work would be done again. */
static void say(bil_text *out, const bil_batch *batch, const bil_cell *cell,
                const bil_lever_change *const *changes, size_t count)
{
    const bil_scenario *scenario = batch->scenario;
    bil_text_addf(out, "engine %s\ncatalogue %s\n", bil_version(), batch->catalogue->sha256);
    if (batch->district != NULL) {
        bil_text_addf(out, "district %s\n", batch->sha256);
    } else {
        bil_text_addf(out, "invented %s %lld\n", batch->sha256, (long long)scenario->persons);
    }
    bil_text_addf(out, "rule %s\nseed %lld\ngap %lld\nfree %d\n", cell->rule, (long long)cell->seed,
                  (long long)scenario->gap_e9, scenario->free_granted ? 1 : 0);
    if (cell->model != NULL) {
        bil_text_addf(out, "model %s\n", cell->model->sha256);
    }
    for (size_t i = 0; i < count; i++) {
        bil_text_addf(out, "change %s %s %s", changes[i]->path, bil_lever_op_name(changes[i]->op),
                      changes[i]->written);
        if (changes[i]->from_month > 1 || changes[i]->to_month > 0) {
            bil_text_addf(out, " months %d %d", changes[i]->from_month, changes[i]->to_month);
        }
        bil_text_add(out, "\n");
    }
}

static bool digest(char id[BIL_CELL_ID_SIZE], const bil_text *said)
{
    char hex[BIL_SHA256_HEX_SIZE];
    if (said->failed) {
        return false;
    }
    bil_sha256_hex(hex, said->bytes, said->size);
    (void)snprintf(id, BIL_CELL_ID_SIZE, "%.32s", hex);
    return true;
}

static bool name_cell(bil_cell *cell, const bil_batch *batch, const bil_lever_change **changes,
                      bil_text *said)
{
    said->size = 0;
    bil_text_add(said, "bilancia-cell 2\n");
    say(said, batch, cell, changes, bil_batch_changes(changes, batch, cell));
    bil_text_addf(said, "plans %d\n", batch->scenario->plans ? 1 : 0);
    if (cell->family != SIZE_MAX && !cell->leads) {
        bil_text_addf(said, "from %s\n", batch->families[cell->family].id);
    }
    return digest(cell->id, said);
}

/* ---- families ---- */

typedef struct {
    char id[BIL_CELL_ID_SIZE];
    size_t cell;
    bool leads;
} kin;

static int by_family(const void *a, const void *b)
{
    const kin *x = a;
    const kin *y = b;
    const int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->cell > y->cell) - (x->cell < y->cell);
}

/* Rules that look for the greatest sum begin well with the packages of another allocation. */
static bool looks_for_sum(const char *written)
{
    bil_allocate_order order = {0};
    return bil_allocate_by(&order, written) &&
           (order.rule == BIL_SHARE_BY_UTILITARIAN || order.rule == BIL_SHARE_BY_ESSENTIAL_FIRST ||
            order.rule == BIL_SHARE_BY_NASH || order.rule == BIL_SHARE_BY_ALPHA);
}

static bool may_begin_so(const bil_batch *batch, const bil_cell *cell,
                         const bil_lever_change *const *changes, size_t count)
{
    bool may = batch->scenario->reuse && looks_for_sum(cell->rule);
    for (size_t i = 0; may && i < count; i++) {
        may = bil_lever_touches(changes[i]->lever) != BIL_LEVER_TOUCHES_BOTH;
    }
    return may;
}

/* The family of every cell that may have one: what its district is before pools and capacities are
 * changed. */
static size_t find_kin(kin *out, const bil_batch *batch, const bil_lever_change **changes,
                       bil_text *said)
{
    size_t found = 0;
    for (size_t i = 0; i < batch->cell_count; i++) {
        const bil_cell *cell = &batch->cells[i];
        const size_t count = bil_batch_changes(changes, batch, cell);
        if (!may_begin_so(batch, cell, changes, count)) {
            continue;
        }
        const bool leads = is_lead(changes, count);
        const size_t kept = bil_batch_lead_changes(changes, count);
        said->size = 0;
        bil_text_add(said, "bilancia-known 1\n");
        say(said, batch, cell, changes, kept);
        if (!digest(out[found].id, said)) {
            return SIZE_MAX;
        }
        out[found].cell = i;
        out[found].leads = leads;
        found++;
    }
    return found;
}

/* Two cells at least have to gain, or one beside the one that leads anyhow. */
static bool pays(const kin *first, size_t count)
{
    size_t leads = 0;
    for (size_t k = 0; k < count; k++) {
        leads += first[k].leads ? 1 : 0;
    }
    return count - leads >= 2 || (leads > 0 && count > leads);
}

static void join(bil_cell *cells, bil_family *family, size_t number, const kin *first, size_t count)
{
    *family = (bil_family){.first = SIZE_MAX, .lead = SIZE_MAX};
    memcpy(family->id, first->id, sizeof family->id);
    for (size_t k = 0; k < count; k++) {
        const size_t cell = first[k].cell;
        family->first = cell < family->first ? cell : family->first;
        cells[cell].family = number;
        cells[cell].leads = first[k].leads;
        if (first[k].leads && family->lead == SIZE_MAX) {
            family->lead = cell;
        }
    }
}

static bil_status find_families(bil_batch *batch, bil_cell *cells, const bil_lever_change **changes,
                                bil_text *said, bil_error *err)
{
    kin *all = calloc(batch->cell_count + 1, sizeof *all);
    bil_family *families = bil_arena_alloc(batch->arena, batch->cell_count + 1, sizeof *families);
    const size_t found =
        all == NULL || families == NULL ? SIZE_MAX : find_kin(all, batch, changes, said);
    if (found == SIZE_MAX) {
        free(all);
        return bil_fail_nomem(err);
    }
    qsort(all, found, sizeof *all, by_family);
    for (size_t k = 0; k < found;) {
        size_t next = k + 1;
        while (next < found && strcmp(all[next].id, all[k].id) == 0) {
            next++;
        }
        if (pays(&all[k], next - k)) {
            join(cells, &families[batch->family_count], batch->family_count, &all[k], next - k);
            batch->family_count++;
        }
        k = next;
    }
    batch->families = families;
    free(all);
    return BIL_OK;
}

/* ---- turns ---- */

typedef struct {
    size_t place; /* of the family's first cell, or its own */
    bool follows; /* another of its family leads */
    size_t cell;
} turn;

static int by_place(const void *a, const void *b)
{
    const turn *x = a;
    const turn *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    if (x->follows != y->follows) {
        return x->follows ? 1 : -1;
    }
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* Families stay together, who leads first. */
static bil_status list_turns(bil_batch *batch, bil_error *err)
{
    turn *all = calloc(batch->cell_count + 1, sizeof *all);
    size_t *turns = bil_arena_alloc(batch->arena, batch->cell_count + 1, sizeof *turns);
    if (all == NULL || turns == NULL) {
        free(all);
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < batch->cell_count; i++) {
        const bil_cell *cell = &batch->cells[i];
        const bool has = cell->family != SIZE_MAX;
        all[i] = (turn){.place = has ? batch->families[cell->family].first : i,
                        .follows = has && !cell->leads,
                        .cell = i};
    }
    qsort(all, batch->cell_count, sizeof *all, by_place);
    for (size_t i = 0; i < batch->cell_count; i++) {
        turns[i] = all[i].cell;
    }
    batch->turns = turns;
    free(all);
    return BIL_OK;
}

bil_status bil_batch_name_cells(bil_batch *batch, bil_cell *cells, bil_error *err)
{
    const bil_lever_change **changes =
        bil_arena_alloc(batch->arena, BIL_BATCH_CHANGES_MAX, sizeof(bil_lever_change *));
    bil_text said;
    bil_text_init(&said);
    bil_status status =
        changes == NULL ? bil_fail_nomem(err) : find_families(batch, cells, changes, &said, err);
    for (size_t i = 0; status == BIL_OK && i < batch->cell_count; i++) {
        status = name_cell(&cells[i], batch, changes, &said) ? BIL_OK : bil_fail_nomem(err);
    }
    bil_text_release(&said);
    return status == BIL_OK ? list_turns(batch, err) : status;
}
