/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/allocate_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a person loses in the objective when what was to be kept is not, while it is sought whose
 * floor has to go. */
#define BROKEN_FLOOR 10.0

/* How much less than the best a package near it may be worth. */
#define NEAR_LOSS 0.004
void bil_record_free(bil_record *it)
{
    if (it != NULL) {
        free(it->packed);
        free(it->uses);
        free(it);
    }
}

bil_record *bil_record_new(size_t person, const bil_priced *priced, size_t phases)
{
    bil_record *it = calloc(1, sizeof *it);
    if (it == NULL) {
        return NULL;
    }
    *it = (bil_record){.person = person,
                       .score = priced->score,
                       .shortfall = priced->shortfall,
                       .public_cents = priced->public_cents,
                       .packed = bil_packed_copy(&priced->packed, phases),
                       .uses = malloc((priced->use_count + 1) * sizeof *it->uses),
                       .use_count = priced->use_count};
    if (it->packed == NULL || it->uses == NULL) {
        bil_record_free(it);
        return NULL;
    }
    memcpy(it->uses, priced->uses, priced->use_count * sizeof *it->uses);
    return it;
}

bool bil_run_has_floor(const bil_sharing *r, size_t i)
{
    const bool lines = r->settings->floors != NULL && r->settings->floors[i] != NULL;
    const bool score = r->settings->score_floors != NULL && r->settings->score_floors[i] > 0.0;
    return (lines || score) && !r->dropped[i] && !r->let_go[i];
}

static bool has_line(const bil_packed *packed, const bil_packed_line *least)
{
    for (size_t k = 0; k < packed->line_count; k++) {
        const bil_packed_line *line = &packed->lines[k];
        if (line->phase == least->phase && line->offer == least->offer) {
            return line->quantity >= least->quantity;
        }
    }
    return false;
}

bool bil_run_breaks_floor(const bil_sharing *r, const bil_record *it)
{
    const bil_allocate_settings *asked = r->settings;
    const bil_packed *lines = asked->floors == NULL ? NULL : asked->floors[it->person];
    bool breaks = asked->score_floors != NULL && it->score < asked->score_floors[it->person];
    for (size_t k = 0; lines != NULL && k < lines->line_count && !breaks; k++) {
        breaks = !has_line(it->packed, &lines->lines[k]);
    }
    return breaks;
}

const bil_packed *bil_run_floor_lines(const bil_sharing *r, size_t i)
{
    return bil_run_has_floor(r, i) && r->settings->floors != NULL ? r->settings->floors[i] : NULL;
}

double bil_run_score_floor(const bil_sharing *r, size_t i)
{
    const bool own = bil_run_has_floor(r, i) && r->settings->score_floors != NULL;
    const double floor = own ? r->settings->score_floors[i] : 0.0;
    return r->least == NULL ? floor : fmax(floor, r->least[i]);
}

/* Where a choice that keeps all floors is at hand none is ever worth giving up: by that everybody
 * together could not gain as much. */
static double broken_floor(const bil_sharing *r)
{
    const double most = r->least == NULL ? 1.0 : 1.0 + r->below;
    return r->keeps ? fmax(BROKEN_FLOOR, most * ((double)r->count + 1.0)) : BROKEN_FLOOR;
}

static double value_of(const bil_sharing *r, const bil_record *it)
{
    const bool below = r->least != NULL && it->score < r->least[it->person] - BIL_LEAST_SLACK;
    const double value = bil_value_of(&r->valued, it->score, it->shortfall, it->public_cents) -
                         (below ? r->below : 0.0);
    const bool breaks = bil_run_has_floor(r, it->person) && bil_run_breaks_floor(r, it);
    return breaks ? value - broken_floor(r) : value;
}

/* Puts a record's package into the pass's store; the tag is the record's index. The first record of
 * a person is the one as today. */
static bil_status store_record(bil_sharing *r, size_t index, bool *added, bil_error *err)
{
    const bil_record *it = r->records[index];
    const size_t row = r->out->shared.shortfall_row;
    uint32_t number = 0;
    bil_use *uses = it->uses;
    size_t count = it->use_count;
    if (row != SIZE_MAX && it->shortfall > 0.0) { /* room for one more was left */
        uses[count++] =
            (bil_use){.row = (uint32_t)row, .amount = bil_shortfall_units(it->shortfall)};
    }
    const bil_status status = bil_packages_add(&number, added, r->store, (uint32_t)it->person,
                                               value_of(r, it), uses, count, index, err);
    r->stored = number;
    if (status == BIL_OK && r->begins[it->person] == index) {
        r->choice[it->person] = number;
    }
    return status;
}

bil_status bil_run_keep(bil_sharing *r, bil_record *it, bil_error *err)
{
    if (r->record_count == r->record_capacity) {
        const size_t capacity = r->record_capacity == 0 ? 4096 : r->record_capacity * 2;
        bil_record **grown = realloc(r->records, capacity * sizeof(bil_record *));
        if (grown == NULL) {
            bil_record_free(it);
            return bil_fail_nomem(err);
        }
        r->records = grown;
        r->record_capacity = capacity;
    }
    bool added = true;
    r->records[r->record_count] = it;
    bil_status status = BIL_OK;
    if (r->store != NULL) {
        status = store_record(r, r->record_count, &added, err);
    }
    if (status != BIL_OK || !added) {
        bil_record_free(it);
        return status;
    }
    r->record_count++;
    return BIL_OK;
}
bil_record *bil_record_copy(const bil_record *from, size_t person, size_t phases)
{
    bil_record *it = calloc(1, sizeof *it);
    if (it == NULL) {
        return NULL;
    }
    *it = *from;
    it->person = person;
    it->next = NULL;
    it->packed = bil_packed_copy(from->packed, phases);
    it->uses = malloc((from->use_count + 1) * sizeof *it->uses);
    if (it->packed == NULL || it->uses == NULL) {
        bil_record_free(it);
        return NULL;
    }
    memcpy(it->uses, from->uses, from->use_count * sizeof *it->uses);
    return it;
}

static void scale_limits(bil_sharing *r, double share)
{
    for (size_t row = 0; row < r->out->shared.row_count; row++) {
        r->limits[row] = r->out->shared.rows[row].limit * share;
    }
}

void bil_run_end_pass(bil_sharing *r)
{
    bil_packages_free(r->store);
    free(r->limits);
    free(r->prices);
    free(r->best_prices);
    free(r->used);
    free(r->pool_prices);
    r->pool_prices = NULL;
    r->store = NULL;
    r->limits = NULL;
    r->prices = NULL;
    r->best_prices = NULL;
    r->used = NULL;
}

/* Who stays as today stays, even where that is more than there is: the limits of the search are no
 * less than what everybody has today, so that there is always a choice within them. Whether the
 * true limits hold is said in the end. */
static void raise_limits(bil_sharing *r)
{
    double *today = r->used;
    const size_t rows = r->out->shared.row_count;
    memset(today, 0, rows * sizeof *today);
    for (size_t i = 0; i < r->count; i++) {
        const bil_record *it = r->records[i];
        for (size_t k = 0; k < it->use_count; k++) {
            today[it->uses[k].row] += it->uses[k].amount;
        }
    }
    for (size_t row = 0; row < rows; row++) {
        r->limits[row] = fmax(r->limits[row], today[row]);
    }
}

bil_status bil_run_begin_pass(bil_sharing *r, double share, bil_error *err)
{
    const size_t rows = r->out->shared.row_count;
    r->limits = calloc(rows + 1, sizeof(double));
    r->prices = calloc(rows + 1, sizeof(double));
    r->best_prices = calloc(rows + 1, sizeof(double));
    r->used = calloc(rows + 1, sizeof(double));
    r->pool_prices = calloc(r->out->shared.district->pool_count + 1, sizeof *r->pool_prices);
    r->who = NULL;
    r->who_count = r->count;
    r->best_bound = HUGE_VAL;
    r->has_choice = false;
    r->has_keys = false;
    r->value = 0.0;
    r->near_loss = NEAR_LOSS;
    if (r->limits == NULL || r->prices == NULL || r->best_prices == NULL || r->used == NULL ||
        r->pool_prices == NULL) {
        return bil_fail_nomem(err);
    }
    if (r->warm != NULL) {
        memcpy(r->prices, r->warm, rows * sizeof *r->prices);
    }
    scale_limits(r, share);
    raise_limits(r);
    bil_status status = bil_packages_new(&r->store, (uint32_t)r->count, (uint32_t)rows, err);
    for (size_t k = 0; status == BIL_OK && k < r->record_count; k++) {
        bool added = false; /* worth the same now as another: its tag stays the first one's */
        status = store_record(r, k, &added, err);
    }
    return status;
}

bool bil_run_make_room(bil_sharing *r)
{
    r->failed = calloc(r->count + 1, sizeof *r->failed);
    r->dropped = calloc(r->count + 1, sizeof *r->dropped);
    r->let_go = calloc(r->count + 1, sizeof *r->let_go);
    r->slopes = calloc(r->count + 1, sizeof *r->slopes);
    r->choice = calloc(r->count + 1, sizeof *r->choice);
    r->slots = calloc(r->count + 1, sizeof *r->slots);
    r->begins = calloc(r->count + 1, sizeof *r->begins);
    r->keys = calloc(r->count + 1, sizeof *r->keys);
    for (size_t i = 0; r->begins != NULL && i < r->count; i++) {
        r->begins[i] = i;
    }
    r->best_bound = HUGE_VAL;
    return r->begins != NULL && r->failed != NULL && r->dropped != NULL && r->let_go != NULL &&
           r->choice != NULL && r->slots != NULL && r->keys != NULL && r->slopes != NULL;
}

void bil_run_free(bil_sharing *r)
{
    bil_run_end_pass(r);
    for (size_t k = 0; k < r->record_count; k++) {
        bil_record_free(r->records[k]);
    }
    free((void *)r->records);
    free(r->failed);
    free(r->dropped);
    free(r->let_go);
    free(r->slopes);
    free(r->choice);
    free(r->keys);
    free(r->begins);
    free(r->slots);
    free(r->least);
    free(r->warm);
}
