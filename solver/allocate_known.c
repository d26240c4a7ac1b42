/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An allocation begins with what another one found (known.h), and leaves what it found. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/allocate_impl.h"

/* ---- to begin with ---- */

static bool fits(const bil_sharing *r, const bil_known *from)
{
    return from->persons == r->count && from->shape == r->shape;
}

/* A record of its own, as if it had been found here. */
static bil_record *record_of(const bil_known_package *from)
{
    const bil_priced priced = {.score = from->score,
                               .shortfall = from->shortfall,
                               .public_cents = from->public_cents,
                               .uses = from->uses,
                               .use_count = from->use_count,
                               .packed = from->packed};
    return bil_record_new(from->person, &priced, from->phases);
}

static bool is_sound(const bil_sharing *r, const bil_known_package *it)
{
    bool sound = it->person < r->count && it->phases == r->persons[it->person]->phase_count;
    for (size_t k = 0; sound && k < it->use_count; k++) {
        sound = it->uses[k].row < r->out->shared.row_count;
    }
    return sound;
}

bil_status bil_run_recall(bil_sharing *r, bil_error *err)
{
    const bil_known *from = r->settings->from;
    bil_status status = BIL_OK;
    r->shape = bil_known_shape(&r->out->shared);
    if (from == NULL || !fits(r, from)) {
        return BIL_OK;
    }
    r->from = from;
    for (size_t i = 0; i < r->count; i++) {
        r->dropped[i] = from->dropped[i] != 0;
    }
    for (size_t k = 0; status == BIL_OK && k < from->count; k++) {
        const bil_known_package *it = &from->packages[k];
        if (is_sound(r, it) && !r->failed[it->person]) {
            bil_record *record = record_of(it);
            status = record == NULL ? bil_fail_nomem(err) : bil_run_keep(r, record, err);
        }
    }
    return status;
}

bil_status bil_run_first_prices(bil_sharing *r, bil_master *master, bil_error *err)
{
    const bil_known *from = r->from;
    const size_t rows = r->store->row_count;
    if (from == NULL || r->pass >= BIL_KNOWN_PASSES || from->price_count[r->pass] != rows) {
        return BIL_OK;
    }
    bil_master_settings settings;
    bil_mastered mastered;
    bil_run_master_settings(&settings, r);
    settings.start = from->prices[r->pass];
    const bil_status status = bil_master_solve(&mastered, master, &settings, err);
    if (status == BIL_OK) {
        bil_run_note_keys(r, &mastered);
        memcpy(r->prices, mastered.price, rows * sizeof *r->prices);
    }
    return status;
}

/* ---- to leave ---- */

bil_status bil_run_note_prices(bil_sharing *r, bil_error *err)
{
    const size_t rows = r->store->row_count;
    if (!r->settings->keep_known || r->pass >= BIL_KNOWN_PASSES || !(r->best_bound < HUGE_VAL)) {
        return BIL_OK;
    }
    double *prices = bil_arena_alloc(r->out->arena, rows + 1, sizeof *prices);
    if (prices == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(prices, r->best_prices, rows * sizeof *prices);
    r->left_prices[r->pass] = prices;
    r->left_rows[r->pass] = rows;
    return BIL_OK;
}

enum { LOOKS_ALL = 2, LOOKS = 6 };

#define SCARCER 1.4
#define LESS_SCARCE 0.7

/* The best prices with everything less scarce, or scarcer (looks 0 and 1); then pools alone, every
 * second one against the others (2 and 3), every two (4 and 5). */
static void other_scarcity(bil_sharing *r, size_t look)
{
    for (size_t row = 0; row < r->store->row_count; row++) {
        const bil_shared_row *it = &r->out->shared.rows[row];
        const bool all = look < LOOKS_ALL;
        const size_t turn = all ? 0 : it->index >> (look / 2 - 1);
        const double factor = (turn + look) % 2 == 0 ? LESS_SCARCE : SCARCER;
        const bool changed = all || it->kind == BIL_SHARED_POOL;
        r->prices[row] = (changed ? factor : 1.0) * r->best_prices[row];
    }
}

/* Has money from two pools a price, so that one can become scarcer than the other? */
static bool pools_differ(const bil_sharing *r)
{
    size_t first = SIZE_MAX;
    for (size_t row = 0; row < r->store->row_count; row++) {
        const bil_shared_row *it = &r->out->shared.rows[row];
        if (it->kind == BIL_SHARED_POOL && r->best_prices[row] > 0.0) {
            first = first == SIZE_MAX ? it->index : first;
            if (it->index != first) {
                return true;
            }
        }
    }
    return false;
}

/* Packages for other levels of scarcity: whoever begins with them has more to choose from, and
 * needs fewer rounds. What was chosen and proven stays as it is. */
static bil_status look_around(bil_sharing *r, bil_error *err)
{
    const size_t looks = pools_differ(r) ? LOOKS : LOOKS_ALL;
    bil_status status = BIL_OK;
    r->aside = true;
    for (size_t look = 0; status == BIL_OK && look < looks; look++) {
        double bound = HUGE_VAL;
        other_scarcity(r, look);
        status = bil_run_price(r, &bound, err);
    }
    r->aside = false;
    return status;
}

static bool copy_record(bil_known_package *out, const bil_record *it, size_t phases,
                        bil_arena *arena)
{
    const bil_packed *from = it->packed;
    bil_packed_line *lines = bil_arena_alloc(arena, from->line_count + 1U, sizeof *lines);
    bil_packed_payment *payments =
        bil_arena_alloc(arena, from->payment_count + 1U, sizeof *payments);
    uint32_t *drawn = bil_arena_alloc(arena, phases + 1, sizeof *drawn);
    bil_use *uses = bil_arena_alloc(arena, it->use_count + 1, sizeof *uses);
    if (lines == NULL || payments == NULL || drawn == NULL || uses == NULL) {
        return false;
    }
    memcpy(lines, from->lines, from->line_count * sizeof *lines);
    memcpy(payments, from->payments, from->payment_count * sizeof *payments);
    memcpy(drawn, from->drawn, phases * sizeof *drawn);
    memcpy(uses, it->uses, it->use_count * sizeof *uses);
    *out = (bil_known_package){.person = it->person,
                               .phases = phases,
                               .score = it->score,
                               .shortfall = it->shortfall,
                               .public_cents = it->public_cents,
                               .packed = {.lines = lines,
                                          .payments = payments,
                                          .drawn = drawn,
                                          .line_count = from->line_count,
                                          .payment_count = from->payment_count},
                               .uses = uses,
                               .use_count = it->use_count};
    return true;
}

static bil_known *new_known(const bil_sharing *r)
{
    bil_arena *arena = bil_arena_new();
    bil_known *known = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *known);
    if (known == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *known = (bil_known){.arena = arena, .shape = r->shape, .persons = r->count};
    return known;
}

/* All but the packages as today, which whoever begins finds itself. */
static bool fill(bil_known *known, const bil_sharing *r)
{
    unsigned char *dropped = bil_arena_alloc(known->arena, r->count + 1, 1);
    bil_known_package *packages =
        bil_arena_alloc(known->arena, r->record_count + 1, sizeof *packages);
    bool filled = dropped != NULL && packages != NULL;
    for (size_t i = 0; filled && i < r->count; i++) {
        dropped[i] = r->dropped[i] ? 1 : 0;
    }
    for (size_t pass = 0; filled && pass < BIL_KNOWN_PASSES; pass++) {
        const size_t rows = r->left_rows[pass];
        double *prices = bil_arena_alloc(known->arena, rows + 1, sizeof *prices);
        filled = prices != NULL;
        if (filled && rows > 0) {
            memcpy(prices, r->left_prices[pass], rows * sizeof *prices);
        }
        known->prices[pass] = prices;
        known->price_count[pass] = rows;
    }
    for (size_t k = r->count; filled && k < r->record_count; k++) {
        const bil_record *it = r->records[k];
        filled = copy_record(&packages[known->count], it, r->persons[it->person]->phase_count,
                             known->arena);
        known->count++;
    }
    known->dropped = dropped;
    known->packages = packages;
    return filled;
}

bil_status bil_run_leave_known(bil_sharing *r, bil_error *err)
{
    if (!r->settings->keep_known || atomic_load(&r->stop)) {
        return BIL_OK;
    }
    bil_status status = look_around(r, err);
    bil_known *known = status == BIL_OK ? new_known(r) : NULL;
    if (status == BIL_OK && (known == NULL || !fill(known, r))) {
        status = bil_fail_nomem(err);
    }
    if (status != BIL_OK) {
        bil_known_free(known);
        return status;
    }
    r->out->known = known;
    return BIL_OK;
}
