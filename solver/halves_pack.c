/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/halves_impl.h"

/* Options by what they lose, and their uses in fields of machine words. */

enum { FIELD_BITS = 20, SPREAD_OPTIONS = 4 };

#define LOSS_ROUNDING 1e-9

/* A row on its way to a field. */
typedef struct {
    uint32_t *use; /* option (of both halves, one after the other): units above the group's least */
    uint64_t limit;
    uint64_t span[2]; /* the most a half can use */
    double worth;     /* of a unit */
    double weight;    /* how much the row decides */
} scaled_row;

typedef struct {
    bil_neighbourhood *near;
    double *amount; /* row × option of both halves */
    uint32_t options;
    scaled_row *rows;
    uint32_t count; /* of rows that matter */
    bool possible;
} packing;

/* --- options -------------------------------------------------------------------------------- */

static void put_option(bil_half *half, uint32_t begin, uint32_t package, double loss)
{
    uint32_t at = half->options++;
    while (at > begin && half->loss[at - 1] > loss) {
        half->loss[at] = half->loss[at - 1];
        half->package[at] = half->package[at - 1];
        at--;
    }
    half->loss[at] = loss;
    half->package[at] = package;
}

typedef struct {
    double second;
    uint32_t group;
} ranked;

static int by_second(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;
    if (x->second != y->second) {
        return x->second < y->second ? -1 : 1;
    }
    return x->group < y->group ? -1 : x->group > y->group ? 1 : 0;
}

static double second_loss(const bil_packages *store, uint32_t group, const double *prices)
{
    double most = -HUGE_VAL;
    double second = -HUGE_VAL;
    for (uint32_t j = store->head[group]; j != BIL_NO_PACKAGE; j = store->next[j]) {
        const double worth = bil_package_worth(store, j, prices);
        second = fmax(second, fmin(most, worth));
        most = fmax(most, worth);
    }
    return most - second;
}

/* Every other group to either half, so that both have their share of those in doubt. */
static void lay_half(bil_half *half, const bil_neighbourhood *near, const ranked *order,
                     uint32_t which, double most_loss)
{
    const bil_packages *store = near->store;
    for (uint32_t i = which; i < store->group_count; i += 2) {
        const uint32_t g = order[i].group;
        const uint32_t begin = half->options;
        double most = 0.0;
        (void)bil_packages_best(&most, store, g, near->prices);
        half->group[half->groups] = g;
        half->first[half->groups++] = begin;
        for (uint32_t j = store->head[g]; j != BIL_NO_PACKAGE; j = store->next[j]) {
            const double loss = most - bil_package_worth(store, j, near->prices);
            if (loss <= most_loss) {
                put_option(half, begin, j, loss);
            }
        }
        const double first = store->value[half->package[begin]];
        half->value += first;
        for (uint32_t o = begin; o < half->options; o++) {
            half->gain[o] = store->value[half->package[o]] - first;
        }
    }
    half->first[half->groups] = half->options;
}

static bool lay_halves(bil_neighbourhood *near, double most_loss)
{
    const bil_packages *store = near->store;
    const size_t n = store->group_count;
    ranked *order = bil_arena_alloc(near->arena, n, sizeof *order);
    for (int h = 0; h < 2; h++) {
        bil_half *half = &near->half[h];
        *half =
            (bil_half){.group = bil_arena_alloc(near->arena, n, sizeof *half->group),
                       .first = bil_arena_alloc(near->arena, n + 1, sizeof *half->first),
                       .package = bil_arena_alloc(near->arena, store->count, sizeof *half->package),
                       .loss = bil_arena_alloc(near->arena, store->count, sizeof *half->loss),
                       .gain = bil_arena_alloc(near->arena, store->count, sizeof *half->gain)};
        if (half->group == NULL || half->first == NULL || half->package == NULL ||
            half->loss == NULL || half->gain == NULL || order == NULL) {
            return false;
        }
    }
    for (uint32_t g = 0; g < store->group_count; g++) {
        order[g] = (ranked){.second = second_loss(store, g, near->prices), .group = g};
    }
    qsort(order, n, sizeof *order, by_second);
    lay_half(&near->half[0], near, order, 0, most_loss);
    lay_half(&near->half[1], near, order, 1, most_loss);
    return true;
}

/* --- rows ----------------------------------------------------------------------------------- */

/* Amounts row by row, of the options of both halves. */
static bool lay_amounts(packing *p)
{
    const bil_packages *store = p->near->store;
    p->options = p->near->half[0].options + p->near->half[1].options;
    p->amount =
        bil_arena_alloc(p->near->arena, (size_t)p->options * store->row_count, sizeof *p->amount);
    p->rows = bil_arena_alloc(p->near->arena, (size_t)store->row_count + BIL_CELL_FIELDS,
                              sizeof *p->rows);
    if (p->amount == NULL || p->rows == NULL) {
        return false;
    }
    uint32_t at = 0;
    for (int h = 0; h < 2; h++) {
        const bil_half *half = &p->near->half[h];
        for (uint32_t o = 0; o < half->options; o++, at++) {
            const uint32_t j = half->package[o];
            for (uint32_t k = store->first[j]; k < store->first[j + 1]; k++) {
                p->amount[(size_t)store->row[k] * p->options + at] = store->amount[k];
            }
        }
    }
    return true;
}

/* The unit of a row: 1 where that keeps whole numbers and they are small, else a power of two. */
static double unit_of(const double *amount, uint32_t count, double span)
{
    bool whole = true;
    for (uint32_t o = 0; o < count && whole; o++) {
        whole = amount[o] == floor(amount[o]);
    }
    int exponent = 0;
    (void)frexp(span, &exponent);
    return whole && exponent <= FIELD_BITS ? 1.0 : ldexp(1.0, exponent - FIELD_BITS + 1);
}

typedef struct {
    double least[2]; /* Σ over a half's groups of the least use */
    double span;     /* the most either half can use above that */
} row_range;

static void range_of_group(row_range *range, double *span, int h, const double *amount,
                           uint32_t begin, uint32_t end)
{
    double least = HUGE_VAL;
    double most = -HUGE_VAL;
    for (uint32_t o = begin; o < end; o++) {
        least = fmin(least, amount[o]);
        most = fmax(most, amount[o]);
    }
    range->least[h] += least;
    *span += most - least;
}

static row_range range_of(const packing *p, const double *amount)
{
    row_range range = {.span = 0.0};
    for (int h = 0; h < 2; h++) {
        const bil_half *half = &p->near->half[h];
        const double *mine = &amount[h == 0 ? 0 : p->near->half[0].options];
        double span = 0.0;
        for (uint32_t g = 0; g < half->groups; g++) {
            range_of_group(&range, &span, h, mine, half->first[g], half->first[g + 1]);
        }
        range.span = fmax(range.span, span);
    }
    return range;
}

/* A half's uses in units, rounded up; the variance of its likely uses is added to `weight`. */
static void scale_half(scaled_row *row, const packing *p, int h, const double *amount, double unit)
{
    const bil_half *half = &p->near->half[h];
    const uint32_t offset = h == 0 ? 0 : p->near->half[0].options;
    for (uint32_t g = 0; g < half->groups; g++) {
        double least = HUGE_VAL;
        for (uint32_t o = half->first[g]; o < half->first[g + 1]; o++) {
            least = fmin(least, amount[offset + o]);
        }
        uint32_t most = 0;
        double sum = 0.0;
        double squares = 0.0;
        double count = 0.0;
        for (uint32_t o = half->first[g]; o < half->first[g + 1]; o++) {
            const uint32_t use = (uint32_t)ceil((amount[offset + o] - least) / unit);
            row->use[offset + o] = use;
            most = use > most ? use : most;
            if (o < half->first[g] + SPREAD_OPTIONS) {
                sum += use;
                squares += (double)use * use;
                count += 1.0;
            }
        }
        row->span[h] += most;
        row->weight += squares / count - sum / count * (sum / count);
    }
}

/* Is it a row there is already? Then one field does for both, with the smaller limit. */
static bool merge(packing *p, const scaled_row *row)
{
    for (uint32_t i = 0; i < p->count; i++) {
        scaled_row *old = &p->rows[i];
        if (memcmp(old->use, row->use, p->options * sizeof *row->use) == 0) {
            old->limit = row->limit < old->limit ? row->limit : old->limit;
            old->weight += row->weight;
            old->worth += row->worth;
            return true;
        }
    }
    return false;
}

static bool scale_row(packing *p, uint32_t r)
{
    const double *amount = &p->amount[(size_t)r * p->options];
    const row_range range = range_of(p, amount);
    const double room = p->near->rest[r] - range.least[0] - range.least[1];
    if (room < 0.0) {
        p->possible = false;
        return true;
    }
    if (range.span <= 0.0) {
        return true;
    }
    const double unit = unit_of(amount, p->options, range.span);
    scaled_row row = {.use = bil_arena_alloc(p->near->arena, p->options, sizeof *row.use),
                      .worth = p->near->prices[r] * unit};
    if (row.use == NULL) {
        return false;
    }
    scale_half(&row, p, 0, amount, unit);
    scale_half(&row, p, 1, amount, unit);
    row.weight = row.worth * sqrt(row.weight);
    const uint64_t all = row.span[0] + row.span[1];
    const double units = floor(room / unit);
    if (units >= (double)all) { /* never full */
        return true;
    }
    row.limit = (uint64_t)units;
    if (merge(p, &row)) {
        return true;
    }
    uint32_t at = p->count++;
    while (at > 0 && p->rows[at - 1].weight < row.weight) {
        p->rows[at] = p->rows[at - 1];
        at--;
    }
    p->rows[at] = row;
    return true;
}

static bool scale_rows(packing *p)
{
    for (uint32_t r = 0; r < p->near->store->row_count && p->possible; r++) {
        if (!scale_row(p, r)) {
            return false;
        }
    }
    while (p->count < BIL_CELL_FIELDS) {
        scaled_row none = {.use = bil_arena_alloc(p->near->arena, p->options, sizeof *none.use)};
        if (none.use == NULL) {
            return false;
        }
        p->rows[p->count++] = none;
    }
    return true;
}

/* --- words ---------------------------------------------------------------------------------- */

static void lay_fields(packing *p)
{
    bil_fields *fields = &p->near->fields;
    uint64_t most = 1;
    for (uint32_t i = 0; i < p->count; i++) {
        const scaled_row *row = &p->rows[i];
        most = row->limit > most ? row->limit : most;
        most = row->span[0] > most ? row->span[0] : most;
        most = row->span[1] > most ? row->span[1] : most;
    }
    fields->bits = 2;
    while (most >> (fields->bits - 1) != 0) {
        fields->bits++;
    }
    fields->per_word = 64 / fields->bits;
    fields->count = p->count;
    fields->words = (p->count + fields->per_word - 1) / fields->per_word;
}

static void pack_option(uint64_t *word, const packing *p, uint32_t option)
{
    const bil_fields *fields = &p->near->fields;
    memset(word, 0, fields->words * sizeof *word);
    for (uint32_t i = 0; i < p->count; i++) {
        word[i / fields->per_word] |= (uint64_t)p->rows[i].use[option]
                                      << (i % fields->per_word * fields->bits);
    }
}

static bool pack_half(packing *p, int h)
{
    bil_half *half = &p->near->half[h];
    const uint32_t words = p->near->fields.words;
    const uint32_t offset = h == 0 ? 0 : p->near->half[0].options;
    half->word = bil_arena_alloc(p->near->arena, (size_t)half->options * words, sizeof *half->word);
    half->base = bil_arena_alloc(p->near->arena, words, sizeof *half->base);
    if (half->word == NULL || half->base == NULL) {
        return false;
    }
    for (uint32_t g = 0; g < half->groups; g++) {
        uint64_t first[BIL_HALF_WORDS] = {0};
        for (uint32_t o = half->first[g]; o < half->first[g + 1]; o++) {
            uint64_t *word = &half->word[(size_t)o * words];
            pack_option(word, p, offset + o);
            if (o == half->first[g]) {
                memcpy(first, word, words * sizeof *first);
            }
            for (uint32_t k = 0; k < words; k++) {
                word[k] -= first[k];
            }
        }
        for (uint32_t k = 0; k < words; k++) {
            half->base[k] += first[k];
        }
    }
    return true;
}

static bool pack_limits(packing *p)
{
    bil_fields *fields = &p->near->fields;
    fields->guard = bil_arena_alloc(p->near->arena, fields->words, sizeof *fields->guard);
    fields->limit = bil_arena_alloc(p->near->arena, fields->words, sizeof *fields->limit);
    fields->worth = bil_arena_alloc(p->near->arena, fields->count, sizeof *fields->worth);
    if (fields->guard == NULL || fields->limit == NULL || fields->worth == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t shift = i % fields->per_word * fields->bits;
        const uint64_t guard = UINT64_C(1) << (shift + fields->bits - 1);
        fields->guard[i / fields->per_word] |= guard;
        fields->limit[i / fields->per_word] |= guard | p->rows[i].limit << shift;
        fields->worth[i] = p->rows[i].worth;
    }
    return true;
}

bil_status bil_halves_pack(bool *possible, bil_neighbourhood *near, bil_error *err)
{
    const double scale = fabs(near->bound) + fabs(near->value) + 1e-300;
    const double most_loss = near->bound - near->value - near->margin + LOSS_ROUNDING * scale;
    packing p = {.near = near, .possible = most_loss >= 0.0};
    *possible = false;
    if (!p.possible) {
        return BIL_OK;
    }
    if (!lay_halves(near, most_loss) || !lay_amounts(&p) || !scale_rows(&p)) {
        return bil_fail_nomem(err);
    }
    if (!p.possible) {
        return BIL_OK;
    }
    lay_fields(&p);
    if (near->fields.words > BIL_HALF_WORDS) {
        return BIL_OK;
    }
    if (!pack_half(&p, 0) || !pack_half(&p, 1) || !pack_limits(&p)) {
        return bil_fail_nomem(err);
    }
    *possible = true;
    return BIL_OK;
}
