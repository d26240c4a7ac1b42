/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/swing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"

enum {
    PATIENCE = 40,     /* exchanges without anything better before some groups are changed */
    TICK_EVERY = 64,   /* exchanges between two looks at the tick */
    CHANGED_LEAST = 3, /* groups changed at random: so many, */
    CHANGED_PART = 10, /* and up to one in so many more */
    LANES = 8,         /* rows are compared so many at a time, in short whole numbers */
};

/* Rows are counted in units of their own, the least whole one that keeps to these numbers: a sum of
 * an excess and two amounts is short, and one of all rows' costs is no more than 2³¹. */
enum { AMOUNT_MOST = 1024, EXCESS_MOST = 16384, WEIGHT_MOST = 1000, LANES_MOST = 50000 };

/* The pressure after a choice that breaks a limit, and after one that fits. */
#define RISE 1.1
#define FALL 0.9

/* Rows without a price count a little: this share of the mean price. */
#define PRICE_LEAST 0.5

/* Each time prices are taken this much smaller up to this much larger: no two ways are alike. */
#define PRICE_SMALLER 0.8
#define PRICE_LARGER 1.2

#define NOBODY UINT32_MAX

struct bil_swing {
    const bil_packages *store;
    double *limit;     /* per row */
    double *price;     /* per row, none zero */
    double *unit;      /* per row: how many of its short units a unit of use is */
    double *used;      /* per row, by `now` */
    uint32_t lanes;    /* rows, and as many without use as make whole eights */
    uint32_t items;    /* packages that are not left out */
    uint32_t *first;   /* per group, and one more: its items */
    uint32_t *package; /* per item */
    double *value;     /* per item */
    int16_t *amount;   /* item × lane */
    int16_t *excess;   /* per lane: what `now` uses beyond the limit, below zero what is left */
    int16_t *rest;     /* per lane: the same without one group */
    int16_t *weight;   /* per lane: what a unit beyond the limit costs, in units of `cost` */
    int32_t *beyond;   /* room for the items of a group: what each would cost */
    uint32_t *now;     /* per group: its item */
    uint32_t *best;    /* per group: the best within all limits */
    uint32_t held;     /* this group is left alone at the next exchange */
    double cost;       /* of a unit of weight × a unit beyond, in values */
    double pressure;
    double sum;
    double best_sum; /* -HUGE_VAL before there is one */
    int64_t since;   /* exchanges since anything better */
    uint64_t state;
};

static uint32_t below(bil_swing *w, uint32_t count)
{
    return bil_random_below(bil_random_next(&w->state), count);
}

/* ---- room ---- */

static void *room(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size);
}

void bil_swing_free(bil_swing *swing)
{
    bil_swing *w = swing;
    if (w == NULL) {
        return;
    }
    free(w->limit);
    free(w->price);
    free(w->unit);
    free(w->used);
    free(w->first);
    free(w->package);
    free(w->value);
    free(w->amount);
    free(w->excess);
    free(w->rest);
    free(w->weight);
    free(w->beyond);
    free(w->now);
    free(w->best);
    free(w);
}

static bool make_room(bil_swing *w)
{
    const bil_packages *p = w->store;
    w->limit = room(p->row_count, sizeof *w->limit);
    w->price = room(p->row_count, sizeof *w->price);
    w->unit = room(p->row_count, sizeof *w->unit);
    w->used = room(p->row_count, sizeof *w->used);
    w->first = room((size_t)p->group_count + 1, sizeof *w->first);
    w->package = room(p->count, sizeof *w->package);
    w->value = room(p->count, sizeof *w->value);
    w->amount = room((size_t)p->count * w->lanes, sizeof *w->amount);
    w->excess = room(w->lanes, sizeof *w->excess);
    w->rest = room(w->lanes, sizeof *w->rest);
    w->weight = room(w->lanes, sizeof *w->weight);
    w->beyond = room(p->count, sizeof *w->beyond);
    w->now = room(p->group_count, sizeof *w->now);
    w->best = room(p->group_count, sizeof *w->best);
    return w->limit != NULL && w->price != NULL && w->unit != NULL && w->used != NULL &&
           w->first != NULL && w->package != NULL && w->value != NULL && w->amount != NULL &&
           w->excess != NULL && w->rest != NULL && w->weight != NULL && w->beyond != NULL &&
           w->now != NULL && w->best != NULL;
}

/* ---- in short units ---- */

/* Whole small uses are counted as they are; others so that the largest of the row is AMOUNT_MOST.
 */
static void choose_units(bil_swing *w)
{
    const bil_packages *p = w->store;
    for (uint32_t r = 0; r < p->row_count; r++) {
        w->unit[r] = 1.0;
    }
    for (uint32_t k = 0; k < p->first[p->count]; k++) {
        w->used[p->row[k]] = fmax(w->used[p->row[k]], fabs(p->amount[k]));
    }
    for (uint32_t k = 0; k < p->first[p->count]; k++) {
        const double most = w->used[p->row[k]];
        if (most > AMOUNT_MOST || p->amount[k] != floor(p->amount[k])) {
            w->unit[p->row[k]] = AMOUNT_MOST / most;
        }
    }
}

/* A row without a price costs a little too; where none has one, all cost the same. */
static void set_prices(bil_swing *w, const double *prices)
{
    const uint32_t rows = w->store->row_count;
    double mean = 0.0;
    double most = 0.0;
    for (uint32_t r = 0; r < rows; r++) {
        mean += prices[r] / rows;
    }
    for (uint32_t r = 0; r < rows; r++) {
        w->price[r] = mean > 0.0 ? prices[r] + PRICE_LEAST * mean : 1.0;
        most = fmax(most, w->price[r] / w->unit[r]);
    }
    const double room_for = INT32_MAX / (AMOUNT_MOST * 2.0 + EXCESS_MOST) / (w->lanes + 1.0);
    w->cost = most * PRICE_LARGER / (fmin(WEIGHT_MOST, room_for) - 1.0);
}

static void add_item(bil_swing *w, uint32_t package)
{
    const bil_packages *p = w->store;
    int16_t *amount = w->amount + (size_t)w->items * w->lanes;
    for (uint32_t k = p->first[package]; k < p->first[package + 1]; k++) {
        amount[p->row[k]] = (int16_t)lround(p->amount[k] * w->unit[p->row[k]]);
    }
    w->package[w->items] = package;
    w->value[w->items] = p->value[package];
    w->items++;
}

/* Each group's packages that lose little at the prices; it begins with the best. */
static void list_items(bil_swing *w, const bil_swing_settings *settings)
{
    const bil_packages *p = w->store;
    for (uint32_t g = 0; g < p->group_count; g++) {
        double most = 0.0;
        const uint32_t key = bil_packages_best(&most, p, g, settings->prices);
        w->first[g] = w->items;
        for (uint32_t j = p->head[g]; j != BIL_NO_PACKAGE; j = p->next[j]) {
            if (j == key) {
                w->now[g] = w->items;
            }
            if (j == key || bil_package_worth(p, j, settings->prices) >= most - settings->loss) {
                add_item(w, j);
            }
        }
    }
    w->first[p->group_count] = w->items;
}

/* ---- where it stands ---- */

static void see_excess(bil_swing *w)
{
    for (uint32_t r = 0; r < w->store->row_count; r++) {
        const double over = ceil((w->used[r] - w->limit[r]) * w->unit[r]);
        w->excess[r] = (int16_t)fmax(-EXCESS_MOST, fmin(over, EXCESS_MOST));
    }
}

static void add_uses(bil_swing *w, uint32_t item, double times)
{
    const bil_packages *p = w->store;
    const uint32_t package = w->package[item];
    for (uint32_t k = p->first[package]; k < p->first[package + 1]; k++) {
        w->used[p->row[k]] += times * p->amount[k];
    }
}

static void add_up(bil_swing *w)
{
    w->sum = 0.0;
    memset(w->used, 0, w->store->row_count * sizeof *w->used);
    for (uint32_t g = 0; g < w->store->group_count; g++) {
        w->sum += w->value[w->now[g]];
        add_uses(w, w->now[g], 1.0);
    }
    see_excess(w);
}

static bool fits(const bil_swing *w)
{
    for (uint32_t r = 0; r < w->store->row_count; r++) {
        if (w->used[r] > w->limit[r]) {
            return false;
        }
    }
    return true;
}

static void set_weights(bil_swing *w)
{
    for (uint32_t r = 0; r < w->store->row_count; r++) {
        const double blur = (double)(bil_random_next(&w->state) >> 11) * 0x1p-53;
        const double price =
            w->price[r] * (PRICE_SMALLER + (PRICE_LARGER - PRICE_SMALLER) * blur) / w->unit[r];
        w->weight[r] = (int16_t)(price / w->cost + 1.0);
    }
    w->pressure = 1.0;
    w->since = 0;
}

/* From the best so far with some groups changed; before there is one, from where it stands. */
static void begin_again(bil_swing *w)
{
    const uint32_t groups = w->store->group_count;
    set_weights(w);
    if (w->best_sum > -HUGE_VAL) {
        memcpy(w->now, w->best, groups * sizeof *w->now);
    }
    for (uint32_t k = CHANGED_LEAST + below(w, groups / CHANGED_PART + 1); k > 0; k--) {
        const uint32_t g = below(w, groups);
        w->now[g] = w->first[g] + below(w, w->first[g + 1] - w->first[g]);
    }
    add_up(w);
}

/* ---- exchanges ---- */

/* What goes beyond the limits costs, for each of some items besides the rest. */
static inline void cost_lanes(int32_t *restrict out, const int16_t *restrict rest,
                              const int16_t *restrict weight, const int16_t *restrict amount,
                              uint32_t count, uint32_t lanes)
{
    for (uint32_t j = 0; j < count; j++) {
        const int16_t *restrict more = amount + (size_t)j * lanes;
        int32_t sum = 0;
        for (uint32_t r = 0; r < lanes; r++) {
            const int16_t over = (int16_t)(rest[r] + more[r]);
            sum += (int32_t)(over > 0 ? over : 0) * weight[r];
        }
        out[j] = sum;
    }
}

/* The same with the number of lanes known: most of all time is spent here. */
#define COST_OF(lanes)                                                                             \
    static void cost_##lanes(int32_t *out, const bil_swing *w, const int16_t *amount,              \
                             uint32_t count)                                                       \
    {                                                                                              \
        cost_lanes(out, w->rest, w->weight, amount, count, lanes);                                 \
    }

COST_OF(8)
COST_OF(16)
COST_OF(24)
COST_OF(32)

static void cost_of(int32_t *out, const bil_swing *w, const int16_t *amount, uint32_t count)
{
    static void (*const known[])(int32_t *, const bil_swing *, const int16_t *,
                                 uint32_t) = {cost_8, cost_16, cost_24, cost_32};
    const uint32_t eights = w->lanes / LANES;
    if (eights > 0 && eights <= sizeof known / sizeof *known) {
        known[eights - 1](out, w, amount, count);
    } else {
        cost_lanes(out, w->rest, w->weight, amount, count, w->lanes);
    }
}

/* What goes beyond the limits costs now. */
static int32_t cost_now(const bil_swing *w)
{
    int32_t sum = 0;
    for (uint32_t r = 0; r < w->lanes; r++) {
        sum += (int32_t)(w->excess[r] > 0 ? w->excess[r] : 0) * w->weight[r];
    }
    return sum;
}

/* The exchange that gains most, gains falling or not: false when no group has another package. */
static bool seek(bil_swing *w, uint32_t *group, uint32_t *item)
{
    const double price = w->pressure * w->cost;
    const double at = price * cost_now(w);
    double most = -HUGE_VAL;
    for (uint32_t g = 0; g < w->store->group_count; g++) {
        if (g == w->held) {
            continue;
        }
        const uint32_t here = w->now[g];
        const uint32_t first = w->first[g];
        const uint32_t count = w->first[g + 1] - first;
        const int16_t *amount = w->amount + (size_t)here * w->lanes;
        for (uint32_t r = 0; r < w->lanes; r++) {
            w->rest[r] = (int16_t)(w->excess[r] - amount[r]);
        }
        cost_of(w->beyond, w, w->amount + (size_t)first * w->lanes, count);
        const double value = w->value[here] - at;
        for (uint32_t j = 0; j < count; j++) {
            const double gain = w->value[first + j] - value - price * w->beyond[j];
            if (gain > most && first + j != here) {
                most = gain;
                *group = g;
                *item = first + j;
            }
        }
    }
    w->held = NOBODY;
    return most > -HUGE_VAL;
}

static void exchange(bil_swing *w, uint32_t group, uint32_t item)
{
    add_uses(w, w->now[group], -1.0);
    add_uses(w, item, 1.0);
    see_excess(w);
    w->sum += w->value[item] - w->value[w->now[group]];
    w->now[group] = item;
    w->held = below(w, 2) == 0 ? group : NOBODY;
    w->pressure *= fits(w) ? FALL : RISE;
}

/* Is this the best so far? What is no whole number drifts: it is added up anew. */
static bool is_best(bil_swing *w)
{
    if (w->sum <= w->best_sum || !fits(w)) {
        return false;
    }
    add_up(w);
    if (w->sum <= w->best_sum || !fits(w)) {
        return false;
    }
    w->best_sum = w->sum;
    memcpy(w->best, w->now, w->store->group_count * sizeof *w->best);
    return true;
}

static void swing_on(bil_swing *w, const bil_swing_work *work)
{
    const int64_t exchanges = work->work / ((int64_t)w->items * w->lanes + 1) + 1;
    for (int64_t done = 0; done < exchanges && w->best_sum < work->bound; done++) {
        uint32_t group = 0;
        uint32_t item = 0;
        if (done % TICK_EVERY == 0 && work->tick != NULL && !work->tick(work->payload)) {
            return;
        }
        if (seek(w, &group, &item)) {
            exchange(w, group, item);
        }
        w->since = is_best(w) ? 0 : w->since + 1;
        if (w->since > PATIENCE) {
            begin_again(w);
        }
    }
}

/* On from a choice given; a group whose package is left out keeps its own. */
static void take_over(bil_swing *w, const uint32_t *package)
{
    for (uint32_t g = 0; g < w->store->group_count; g++) {
        uint32_t j = w->first[g];
        while (j < w->first[g + 1] && w->package[j] != package[g]) {
            j++;
        }
        w->now[g] = j < w->first[g + 1] ? j : w->now[g];
    }
    add_up(w);
    (void)is_best(w);
    w->since = 0;
}

void bil_swing_improve(uint32_t *package, bool *better, bil_swing *swing,
                       const bil_swing_work *work)
{
    bil_swing *w = swing;
    const double own = w->best_sum;
    double before = 0.0;
    for (uint32_t g = 0; g < w->store->group_count; g++) {
        before += w->store->value[package[g]];
    }
    if (w->store->group_count > 0 && w->lanes <= LANES_MOST) {
        swing_on(w, work);
    }
    *better = w->best_sum > before;
    for (uint32_t g = 0; *better && g < w->store->group_count; g++) {
        package[g] = w->package[w->best[g]];
    }
    if (!*better && w->best_sum <= own) { /* its own way leads no further */
        take_over(w, package);
    }
}

bil_status bil_swing_new(bil_swing **out, const bil_packages *packages,
                         const bil_swing_settings *settings, bil_error *err)
{
    bil_swing *w = room(1, sizeof *w);
    if (w == NULL) {
        return bil_fail_nomem(err);
    }
    w->store = packages;
    w->lanes = (packages->row_count + LANES - 1) / LANES * LANES;
    w->held = NOBODY;
    w->pressure = 1.0;
    w->state = settings->seed;
    w->best_sum = -HUGE_VAL;
    if (!make_room(w)) {
        bil_swing_free(w);
        return bil_fail_nomem(err);
    }
    bil_packages_limits(w->limit, packages, settings->limits);
    choose_units(w);
    set_prices(w, settings->prices);
    list_items(w, settings);
    set_weights(w);
    add_up(w);
    *out = w;
    return BIL_OK;
}
