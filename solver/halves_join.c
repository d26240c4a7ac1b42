/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/halves_impl.h"

/* One list lies in cells by what it uses of the three scarcest rows, in each cell the most valuable
 * first. For every entry of the other one those cells are looked at that leave little of the three
 * rows: what is left is worth something, and only so much may be lost in all. */

enum { TICK_EVERY = 1024, WORK_OF_ENTRY = 8 };

typedef struct {
    uint64_t least; /* of the field, in steps of 2^shift */
    uint64_t count; /* of steps */
    uint32_t shift;
    uint32_t word;
    uint32_t place; /* of the field in its word */
    double worth;   /* of a unit */
} cell_side;

typedef struct {
    const bil_neighbourhood *near;
    const bil_half_list *list;
    const bil_half_list *other;
    cell_side side[BIL_CELL_FIELDS];
    uint64_t mask;   /* of a field without its guard */
    uint32_t *start; /* per cell, and one more */
    uint32_t *entry; /* place → entry of the list */
    double *value;   /* by place */
    uint64_t *word;  /* by place × words */
    double target;   /* only pairs worth at least this */
    double budget;   /* what may be lost for that */
    bil_halves_joined *out;
} joining;

static uint64_t field_of(const joining *j, const uint64_t *word, int i)
{
    return word[j->side[i].word] >> j->side[i].place & j->mask;
}

/* As many cells as entries, more or less: the longest side is halved until then. */
static uint64_t lay_sides(joining *j)
{
    const bil_fields *fields = &j->near->fields;
    const uint32_t words = fields->words;
    j->mask = (UINT64_C(1) << (fields->bits - 1)) - 1;
    for (uint32_t i = 0; i < BIL_CELL_FIELDS; i++) {
        cell_side *side = &j->side[i];
        *side = (cell_side){.word = i / fields->per_word,
                            .place = i % fields->per_word * fields->bits,
                            .worth = fields->worth[i],
                            .least = UINT64_MAX};
        uint64_t most = 0;
        for (uint32_t e = 0; e < j->list->count; e++) {
            const uint64_t x = field_of(j, &j->list->word[(size_t)e * words], (int)i);
            side->least = x < side->least ? x : side->least;
            most = x > most ? x : most;
        }
        side->count = most - side->least + 1;
    }
    for (;;) {
        const uint64_t cells = j->side[0].count * j->side[1].count * j->side[2].count;
        int longest = 0;
        for (int i = 1; i < BIL_CELL_FIELDS; i++) {
            longest = j->side[i].count > j->side[longest].count ? i : longest;
        }
        cell_side *side = &j->side[longest];
        if (cells <= 2 * (uint64_t)j->list->count || side->count == 1) {
            return cells;
        }
        const uint64_t most = (side->least + side->count - 1) >> 1;
        side->least >>= 1;
        side->count = most - side->least + 1;
        side->shift++;
    }
}

static uint64_t cell_of(const joining *j, const uint64_t *word)
{
    uint64_t cell = 0;
    for (int i = 0; i < BIL_CELL_FIELDS; i++) {
        const cell_side *side = &j->side[i];
        cell = cell * side->count + ((field_of(j, word, i) >> side->shift) - side->least);
    }
    return cell;
}

typedef struct {
    double value;
    uint32_t entry;
    uint32_t cell;
} placed;

static int by_place(const void *a, const void *b)
{
    const placed *x = a;
    const placed *y = b;
    if (x->cell != y->cell) {
        return x->cell < y->cell ? -1 : 1;
    }
    if (x->value != y->value) {
        return x->value > y->value ? -1 : 1;
    }
    return x->entry < y->entry ? -1 : x->entry > y->entry ? 1 : 0;
}

static void release(joining *j)
{
    free(j->start);
    free(j->entry);
    free(j->value);
    free(j->word);
}

static bil_status lay_cells(joining *j, bil_error *err)
{
    const uint32_t words = j->near->fields.words;
    const uint32_t count = j->list->count;
    const uint64_t cells = lay_sides(j);
    placed *order = calloc(count, sizeof *order);
    j->start = calloc((size_t)cells + 1, sizeof *j->start);
    j->entry = calloc(count, sizeof *j->entry);
    j->value = calloc(count, sizeof *j->value);
    j->word = calloc((size_t)count * words, sizeof *j->word);
    if (order == NULL || j->start == NULL || j->entry == NULL || j->value == NULL ||
        j->word == NULL) {
        free(order);
        return bil_fail_nomem(err);
    }
    for (uint32_t e = 0; e < count; e++) {
        const uint64_t cell = cell_of(j, &j->list->word[(size_t)e * words]);
        order[e] = (placed){.value = j->list->value[e], .entry = e, .cell = (uint32_t)cell};
        j->start[cell + 1]++;
    }
    for (uint64_t c = 0; c < cells; c++) {
        j->start[c + 1] += j->start[c];
    }
    qsort(order, count, sizeof *order, by_place);
    for (uint32_t k = 0; k < count; k++) {
        j->entry[k] = order[k].entry;
        j->value[k] = order[k].value;
        memcpy(&j->word[(size_t)k * words], &j->list->word[(size_t)order[k].entry * words],
               words * sizeof *j->word);
    }
    free(order);
    return BIL_OK;
}

static void aim(joining *j, double target)
{
    const bil_neighbourhood *near = j->near;
    j->target = target;
    j->budget = near->bound - target + 1e-9 * (fabs(near->bound) + fabs(target));
}

static bool fits(const uint64_t *room, const uint64_t *word, const uint64_t *guard, uint32_t words)
{
    for (uint32_t k = 0; k < words; k++) {
        if (((room[k] - word[k]) & guard[k]) != guard[k]) {
            return false;
        }
    }
    return true;
}

/* One cell: the most valuable entry that fits, if it is valuable enough. */
static void look_into(joining *j, uint64_t cell, uint32_t e, const uint64_t *room)
{
    const bil_fields *fields = &j->near->fields;
    const uint32_t words = fields->words;
    const double mine = j->other->value[e];
    const uint32_t end = j->start[cell + 1];
    uint32_t k = j->start[cell];
    for (; k < end && mine + j->value[k] >= j->target; k++) {
        if (fits(room, &j->word[(size_t)k * words], fields->guard, words)) {
            bil_halves_joined *out = j->out;
            out->found = true;
            out->entry[0] = e;
            out->entry[1] = j->entry[k];
            out->value = mine + j->value[k];
            aim(j, out->value + j->near->margin);
            break;
        }
    }
    j->out->work += k - j->start[cell] + 1;
}

/* The last step of a side that is within the room, and -1 without any. */
static int64_t last_step(const cell_side *side, uint64_t room)
{
    const uint64_t step = room >> side->shift;
    if (step < side->least) {
        return -1;
    }
    const uint64_t steps = step - side->least;
    return (int64_t)(steps < side->count ? steps : side->count - 1);
}

/* What must be left of a row at least when a step's entries are taken, in values. */
static double left_worth(const cell_side *side, int64_t step, uint64_t room)
{
    const uint64_t most = ((side->least + (uint64_t)step + 1) << side->shift) - 1;
    return room > most ? (double)(room - most) * side->worth : 0.0;
}

typedef struct {
    uint32_t entry; /* of the other list */
    const uint64_t *room;
    uint64_t have[BIL_CELL_FIELDS]; /* what is left of the three rows */
} seeking;

/* Cells along the third side, `lost` being what the entry and the two other rows have lost. */
static void look_along(joining *j, const seeking *s, uint64_t row, double lost)
{
    const cell_side *side = &j->side[2];
    for (int64_t c = last_step(side, s->have[2]); c >= 0; c--) {
        if (lost + left_worth(side, c, s->have[2]) > j->budget) {
            break;
        }
        look_into(j, row * side->count + (uint64_t)c, s->entry, s->room);
    }
}

static void look_for(joining *j, uint32_t e, const uint64_t *room)
{
    const cell_side *side = j->side;
    seeking s = {.entry = e, .room = room};
    for (int i = 0; i < BIL_CELL_FIELDS; i++) {
        s.have[i] = field_of(j, room, i);
    }
    for (int64_t a = last_step(&side[0], s.have[0]); a >= 0; a--) {
        const double first = j->other->loss[e] + left_worth(&side[0], a, s.have[0]);
        if (first > j->budget) {
            break;
        }
        for (int64_t b = last_step(&side[1], s.have[1]); b >= 0; b--) {
            const double second = first + left_worth(&side[1], b, s.have[1]);
            if (second > j->budget) {
                break;
            }
            look_along(j, &s, (uint64_t)a * side[1].count + (uint64_t)b, second);
        }
    }
}

static void join(joining *j, const bil_halves_settings *settings, int64_t limit)
{
    const bil_fields *fields = &j->near->fields;
    const uint32_t words = fields->words;
    uint64_t room[BIL_HALF_WORDS];
    for (uint32_t e = 0; e < j->other->count && j->out->work < limit; e++) {
        if (e % TICK_EVERY == TICK_EVERY - 1 && settings->tick != NULL &&
            !settings->tick(settings->payload)) {
            j->out->stopped = true;
            return;
        }
        if (j->other->loss[e] > j->budget) {
            continue;
        }
        bool may = true;
        for (uint32_t k = 0; k < words && may; k++) {
            room[k] = fields->limit[k] - j->other->word[(size_t)e * words + k];
            may = (room[k] & fields->guard[k]) == fields->guard[k];
        }
        if (may) {
            look_for(j, e, room);
        }
    }
}

bil_status bil_halves_join(bil_halves_joined *out, const bil_neighbourhood *near,
                           const bil_half_list lists[2], const bil_halves_settings *settings,
                           int64_t limit, bil_error *err)
{
    joining j = {.near = near, .other = &lists[0], .list = &lists[1], .out = out};
    *out = (bil_halves_joined){.work = WORK_OF_ENTRY *
                                       ((int64_t)lists[0].count + (int64_t)lists[1].count)};
    aim(&j, near->value + near->margin);
    const bil_status status = lay_cells(&j, err);
    if (status == BIL_OK) {
        join(&j, settings, limit);
    }
    release(&j);
    return status;
}
