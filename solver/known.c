/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/known.h"

#include <string.h>

static const char mark[] = "bilancia-known 1\n";

enum { MARK = sizeof mark - 1, BYTE = 8, LINE_BYTES = 8, PAYMENT_BYTES = 14, USE_BYTES = 12 };

void bil_known_free(bil_known *known)
{
    if (known != NULL) {
        bil_arena_free(known->arena);
    }
}

/* ---- which rows there are ---- */

/* FNV-1a. */
static void stir(uint64_t *shape, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        *shape = (*shape ^ at[i]) * UINT64_C(1099511628211);
    }
}

static void stir_number(uint64_t *shape, uint64_t number)
{
    unsigned char bytes[sizeof number];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(number >> (BYTE * i));
    }
    stir(shape, bytes, sizeof bytes);
}

uint64_t bil_known_shape(const bil_shared *shared)
{
    uint64_t shape = UINT64_C(14695981039346656037);
    for (size_t row = 0; row < shared->row_count; row++) {
        const bil_shared_row *it = &shared->rows[row];
        const char *code = "";
        if (it->kind == BIL_SHARED_POOL) {
            const bil_index source = shared->district->pools[it->index].source;
            code = shared->district->catalogue->sources[source].code;
        } else if (it->kind == BIL_SHARED_CAPACITY) {
            code = shared->district->capacities[it->index].code;
        }
        stir_number(&shape, (uint64_t)it->kind);
        stir_number(&shape, (uint64_t)it->from);
        stir_number(&shape, (uint64_t)it->months);
        stir(&shape, code, strlen(code) + 1);
    }
    return shape;
}

/* ---- to bytes ---- */

/* The least significant first. */
static void put(bil_text *out, uint64_t value, size_t bytes)
{
    char piece[sizeof value];
    for (size_t i = 0; i < bytes; i++) {
        piece[i] = (char)(unsigned char)(value >> (BYTE * i));
    }
    bil_text_add_n(out, piece, bytes);
}

static void put_real(bil_text *out, double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    put(out, bits, sizeof bits);
}

static void put_package(bil_text *out, const bil_known_package *it)
{
    const bil_packed *packed = &it->packed;
    put(out, it->person, 4);
    put(out, it->phases, 2);
    put(out, packed->line_count, 2);
    put(out, packed->payment_count, 2);
    put(out, it->use_count, 2);
    put_real(out, it->score);
    put_real(out, it->shortfall);
    put(out, (uint64_t)it->public_cents, 8);
    for (size_t k = 0; k < packed->line_count; k++) {
        put(out, packed->lines[k].phase, 2);
        put(out, packed->lines[k].offer, 2);
        put(out, (uint32_t)packed->lines[k].quantity, 4);
    }
    for (size_t k = 0; k < packed->payment_count; k++) {
        put(out, packed->payments[k].phase, 2);
        put(out, packed->payments[k].offer, 2);
        put(out, packed->payments[k].payer, 2);
        put(out, (uint64_t)packed->payments[k].cents, 8);
    }
    for (size_t k = 0; k < it->phases; k++) {
        put(out, packed->drawn[k], 4);
    }
    for (size_t k = 0; k < it->use_count; k++) {
        put(out, it->uses[k].row, 4);
        put_real(out, it->uses[k].amount);
    }
}

void bil_known_pack(bil_text *out, const bil_known *known)
{
    bil_text_add(out, mark);
    put(out, known->shape, 8);
    put(out, known->persons, 4);
    put(out, known->count, 4);
    for (size_t pass = 0; pass < BIL_KNOWN_PASSES; pass++) {
        put(out, known->price_count[pass], 4);
        for (size_t row = 0; row < known->price_count[pass]; row++) {
            put_real(out, known->prices[pass][row]);
        }
    }
    for (size_t i = 0; i < known->persons; i++) {
        put(out, known->dropped[i], 1);
    }
    for (size_t k = 0; k < known->count; k++) {
        put_package(out, &known->packages[k]);
    }
}

/* ---- from bytes ---- */

typedef struct {
    const unsigned char *at;
    size_t left;
    bil_arena *arena;
    bool cut; /* there was less than was to come */
    bool no_memory;
} reading;

static uint64_t take(reading *r, size_t bytes)
{
    uint64_t value = 0;
    if (r->left < bytes) {
        r->cut = true;
        r->left = 0;
        return 0;
    }
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)r->at[i] << (BYTE * i);
    }
    r->at += bytes;
    r->left -= bytes;
    return value;
}

static double take_real(reading *r)
{
    const uint64_t bits = take(r, sizeof bits);
    double value = 0.0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Room for so many things of at least so many bytes each; NULL after a failure. */
static void *room(reading *r, size_t count, size_t size, size_t bytes_each)
{
    if (r->cut || count > r->left / bytes_each) {
        r->cut = true;
        return NULL;
    }
    void *items = bil_arena_alloc(r->arena, count + 1, size);
    r->no_memory = r->no_memory || items == NULL;
    return items;
}

static void take_packed(reading *r, bil_packed *out, size_t phases)
{
    bil_packed_line *lines = room(r, out->line_count, sizeof *lines, LINE_BYTES);
    for (size_t k = 0; lines != NULL && k < out->line_count; k++) {
        lines[k].phase = (uint16_t)take(r, 2);
        lines[k].offer = (uint16_t)take(r, 2);
        lines[k].quantity = (int32_t)(uint32_t)take(r, 4);
    }
    bil_packed_payment *payments = room(r, out->payment_count, sizeof *payments, PAYMENT_BYTES);
    for (size_t k = 0; payments != NULL && k < out->payment_count; k++) {
        payments[k].phase = (uint16_t)take(r, 2);
        payments[k].offer = (uint16_t)take(r, 2);
        payments[k].payer = (uint16_t)take(r, 2);
        payments[k].cents = (int64_t)take(r, 8);
    }
    uint32_t *drawn = room(r, phases, sizeof *drawn, 4);
    for (size_t k = 0; drawn != NULL && k < phases; k++) {
        drawn[k] = (uint32_t)take(r, 4);
    }
    out->lines = lines;
    out->payments = payments;
    out->drawn = drawn;
}

static void take_package(reading *r, bil_known_package *out)
{
    *out = (bil_known_package){.person = take(r, 4), .phases = take(r, 2)};
    out->packed.line_count = (uint16_t)take(r, 2);
    out->packed.payment_count = (uint16_t)take(r, 2);
    out->use_count = take(r, 2);
    out->score = take_real(r);
    out->shortfall = take_real(r);
    out->public_cents = (int64_t)take(r, 8);
    take_packed(r, &out->packed, out->phases);
    bil_use *uses = room(r, out->use_count, sizeof *uses, USE_BYTES);
    for (size_t k = 0; uses != NULL && k < out->use_count; k++) {
        uses[k].row = (uint32_t)take(r, 4);
        uses[k].amount = take_real(r);
    }
    out->uses = uses;
}

static void take_all(reading *r, bil_known *out)
{
    if (r->left < MARK || memcmp(r->at, mark, MARK) != 0) {
        r->cut = true;
        return;
    }
    r->at += MARK;
    r->left -= MARK;
    out->shape = take(r, 8);
    out->persons = take(r, 4);
    out->count = take(r, 4);
    for (size_t pass = 0; pass < BIL_KNOWN_PASSES; pass++) {
        out->price_count[pass] = take(r, 4);
        double *prices = room(r, out->price_count[pass], sizeof *prices, sizeof *prices);
        for (size_t row = 0; prices != NULL && row < out->price_count[pass]; row++) {
            prices[row] = take_real(r);
        }
        out->prices[pass] = prices;
    }
    unsigned char *dropped = room(r, out->persons, 1, 1);
    for (size_t i = 0; dropped != NULL && i < out->persons; i++) {
        dropped[i] = (unsigned char)take(r, 1);
    }
    out->dropped = dropped;
    bil_known_package *packages = room(r, out->count, sizeof *packages, PAYMENT_BYTES);
    for (size_t k = 0; packages != NULL && k < out->count && !r->cut && !r->no_memory; k++) {
        take_package(r, &packages[k]);
    }
    out->packages = packages;
    r->cut = r->cut || r->left > 0;
}

bil_status bil_known_unpack(bil_known **out, const char *bytes, size_t size, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_known *known = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *known);
    reading r = {.at = (const unsigned char *)bytes, .left = size, .arena = arena};
    if (known == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *known = (bil_known){.arena = arena};
    take_all(&r, known);
    if (r.no_memory || r.cut) {
        bil_arena_free(arena);
        return r.no_memory ? bil_fail_nomem(err)
                           : bil_fail(err, BIL_E_DATA, "", "pacchetti non interi o non nostri",
                                      "packages that are cut off, or none of ours");
    }
    *out = known;
    return BIL_OK;
}
