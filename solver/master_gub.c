/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/master_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The primal simplex with generalised upper bounds (Dantzig and Van Slyke 1967).
 *
 * Every group has a key: one basic package that is not in the working basis. A package j of group
 * g in the working basis stands there as its uses less those of the key, so the working basis has
 * only as many rows as there are common rows, and its inverse is kept whole, column after column
 * (inverse[r * rows + p]: row r of the programme, position p of the basis). What a group's packages
 * in the basis leave of 1 is its key's x.
 *
 * An entering package whose group has nothing in the basis but its key often just takes the key's
 * place: that costs no change of the inverse, and is what most steps are. */

typedef enum { IS_PACKAGE, IS_SLACK, IS_OVER } kind;

struct bil_gub {
    uint32_t groups;
    uint32_t rows;
    bool has_basis;
    bool fresh;        /* the inverse was just computed anew */
    uint32_t *key;     /* per group */
    kind *kinds;       /* per position */
    uint32_t *id;      /* per position: package or row */
    double *inverse;   /* rows × rows */
    double *x;         /* per position */
    double *price;     /* per row, scaled */
    double *raw;       /* per row: price per unit of use as it stands in the store */
    double *rest;      /* per row: scaled limit less the uses of all keys */
    bool *slack_in;    /* per row: the slack is in the basis */
    bool *over_in;     /* per row */
    double *column;    /* room: the entering column */
    double *step;      /* room: the same in terms of the basis */
    double *work;      /* room: rows × 2 rows */
    uint32_t *lead;    /* per group: its first position in the basis, valid with the stamp */
    uint32_t *stamp;   /* per group */
    uint32_t now;      /* the valid stamp */
    double *group_sum; /* per position that leads its group: Σ step of its members */
    double *group_x;   /* per position that leads its group: Σ x of its members */
    double tolerance;  /* a reduced cost below it is none */
    uint32_t cursor;   /* the group to look at next */
    uint32_t *close;   /* groups that may gain soon */
    uint32_t close_count;
    int64_t pivots;
    int64_t since; /* changes of the inverse since it was computed */
    int refactors; /* since `rest` was added up anew */
    int64_t idle;  /* pivots without progress in a row */
};

enum { REFACTOR_EVERY = 64, REWEIGH_EVERY = 64, TICK_EVERY = 256, ROWS_EVERY = 8 };

#define X_TOLERANCE 1e-9
#define PIVOT_TOLERANCE 1e-9
#define COST_TOLERANCE 1e-11 /* of the value scale */
#define CLOSE 1e-3           /* of the value scale: a group so near to gaining is looked at often */
#define PRICE_TOLERANCE 1e-13 /* of the largest price: what rounding leaves of it */

void bil_gub_free(bil_gub *gub)
{
    if (gub == NULL) {
        return;
    }
    free(gub->key);
    free(gub->kinds);
    free(gub->id);
    free(gub->inverse);
    free(gub->x);
    free(gub->price);
    free(gub->raw);
    free(gub->rest);
    free(gub->slack_in);
    free(gub->over_in);
    free(gub->column);
    free(gub->step);
    free(gub->work);
    free(gub->lead);
    free(gub->close);
    free(gub->stamp);
    free(gub->group_sum);
    free(gub->group_x);
    free(gub);
}

bil_status bil_gub_new(bil_gub **out, uint32_t groups, uint32_t rows, bil_error *err)
{
    bil_gub *gub = calloc(1, sizeof *gub);
    if (gub == NULL) {
        return bil_fail_nomem(err);
    }
    const size_t g = groups == 0 ? 1 : groups;
    const size_t m = rows == 0 ? 1 : rows;
    gub->groups = groups;
    gub->rows = rows;
    gub->key = malloc(g * sizeof *gub->key);
    gub->kinds = calloc(m, sizeof *gub->kinds);
    gub->id = calloc(m, sizeof *gub->id);
    gub->inverse = calloc(m * m, sizeof *gub->inverse);
    gub->x = calloc(m, sizeof *gub->x);
    gub->price = calloc(m, sizeof *gub->price);
    gub->raw = calloc(m, sizeof *gub->raw);
    gub->rest = calloc(m, sizeof *gub->rest);
    gub->slack_in = calloc(m, sizeof *gub->slack_in);
    gub->over_in = calloc(m, sizeof *gub->over_in);
    gub->column = calloc(m, sizeof *gub->column);
    gub->step = calloc(m, sizeof *gub->step);
    gub->work = calloc(2 * m * m, sizeof *gub->work);
    gub->lead = calloc(g, sizeof *gub->lead);
    gub->close = calloc(g, sizeof *gub->close);
    gub->stamp = calloc(g, sizeof *gub->stamp);
    gub->group_sum = calloc(m, sizeof *gub->group_sum);
    gub->group_x = calloc(m, sizeof *gub->group_x);
    if (gub->key == NULL || gub->kinds == NULL || gub->id == NULL || gub->inverse == NULL ||
        gub->x == NULL || gub->price == NULL || gub->raw == NULL || gub->rest == NULL ||
        gub->slack_in == NULL || gub->over_in == NULL || gub->column == NULL || gub->step == NULL ||
        gub->work == NULL || gub->lead == NULL || gub->close == NULL || gub->stamp == NULL ||
        gub->group_sum == NULL || gub->group_x == NULL) {
        bil_gub_free(gub);
        return bil_fail_nomem(err);
    }
    *out = gub;
    return BIL_OK;
}

bool bil_gub_has_basis(const bil_gub *gub)
{
    return gub->has_basis;
}

void bil_gub_forget(bil_gub *gub)
{
    gub->has_basis = false;
}

int64_t bil_gub_pivots(const bil_gub *gub)
{
    return gub->pivots;
}

/* Adds `times` the scaled uses of a package to a row vector. */
static void add_uses(double *vector, const bil_master_task *task, uint32_t package, double times)
{
    const bil_packages *p = task->packages;
    const uint32_t end = p->first[package + 1];
    for (uint32_t k = p->first[package]; k < end; k++) {
        vector[p->row[k]] += times * (p->amount[k] * task->inverse_size[p->row[k]]);
    }
}

/* What is left of the limits when every group takes its key. */
static void weigh_keys(bil_gub *gub, const bil_master_task *task)
{
    memcpy(gub->rest, task->limit, gub->rows * sizeof *gub->rest);
    for (uint32_t g = 0; g < gub->groups; g++) {
        add_uses(gub->rest, task, gub->key[g], -1.0);
    }
}

static void set_key(bil_gub *gub, const bil_master_task *task, uint32_t group, uint32_t package)
{
    add_uses(gub->rest, task, gub->key[group], 1.0);
    add_uses(gub->rest, task, package, -1.0);
    gub->key[group] = package;
}

static double cost_of(const bil_gub *gub, const bil_master_task *task, kind what, uint32_t id)
{
    if (what == IS_SLACK) {
        return task->low[id];
    }
    if (what == IS_OVER) {
        return -task->high[id];
    }
    const bil_packages *p = task->packages;
    return p->value[id] - p->value[gub->key[p->group[id]]];
}

static void set_tolerance(bil_gub *gub, const bil_master_task *task)
{
    double largest = 0.0;
    for (uint32_t r = 0; r < gub->rows; r++) {
        largest = fmax(largest, fabs(gub->price[r]));
    }
    gub->tolerance = COST_TOLERANCE * task->value_scale + PRICE_TOLERANCE * largest;
}

static void price_rows(bil_gub *gub, const bil_master_task *task)
{
    const uint32_t m = gub->rows;
    double *cost = gub->work;
    for (uint32_t p = 0; p < m; p++) {
        cost[p] = cost_of(gub, task, gub->kinds[p], gub->id[p]);
    }
    for (uint32_t r = 0; r < m; r++) {
        const double *line = &gub->inverse[(size_t)r * m];
        double sum = 0.0;
        for (uint32_t p = 0; p < m; p++) {
            sum += cost[p] * line[p];
        }
        gub->price[r] = sum;
        gub->raw[r] = sum * task->inverse_size[r];
    }
    set_tolerance(gub, task);
}

/* What the column gains at the prices as they stand. */
static double gain_of(const bil_gub *gub, const bil_master_task *task, kind what, uint32_t id)
{
    if (what == IS_SLACK) {
        return task->low[id] - gub->price[id];
    }
    if (what == IS_OVER) {
        return gub->price[id] - task->high[id];
    }
    const bil_packages *p = task->packages;
    return bil_package_worth(p, id, gub->raw) -
           bil_package_worth(p, gub->key[p->group[id]], gub->raw);
}

/* The prices once position q is the entering column's, from those before: its gain becomes
 * nothing. Before the inverse changes. */
static void move_prices(bil_gub *gub, const bil_master_task *task, uint32_t q, double gain)
{
    const uint32_t m = gub->rows;
    const double times = gain / gub->step[q];
    for (uint32_t r = 0; r < m; r++) {
        gub->price[r] += times * gub->inverse[(size_t)r * m + q];
        gub->raw[r] = gub->price[r] * task->inverse_size[r];
    }
    set_tolerance(gub, task);
}

static void weigh_basis(bil_gub *gub)
{
    const uint32_t m = gub->rows;
    memset(gub->x, 0, m * sizeof *gub->x);
    for (uint32_t r = 0; r < m; r++) {
        const double *line = &gub->inverse[(size_t)r * m];
        const double rest = gub->rest[r];
        for (uint32_t p = 0; p < m; p++) {
            gub->x[p] += line[p] * rest;
        }
    }
}

/* Slack or excess of every row, the keys as they are. */
static void plain_basis(bil_gub *gub)
{
    const uint32_t m = gub->rows;
    memset(gub->inverse, 0, (size_t)m * m * sizeof *gub->inverse);
    for (uint32_t r = 0; r < m; r++) {
        const bool fits = gub->rest[r] >= 0.0;
        gub->kinds[r] = fits ? IS_SLACK : IS_OVER;
        gub->id[r] = r;
        gub->slack_in[r] = fits;
        gub->over_in[r] = !fits;
        gub->inverse[(size_t)r * m + r] = fits ? 1.0 : -1.0;
        gub->x[r] = fabs(gub->rest[r]);
    }
    gub->since = 0;
    gub->idle = 0;
    gub->fresh = true;
}

void bil_gub_crash(bil_gub *gub, const bil_master_task *task, const double *prices)
{
    for (uint32_t r = 0; r < gub->rows; r++) {
        gub->raw[r] = prices[r] * task->inverse_size[r];
    }
    for (uint32_t g = 0; g < gub->groups; g++) {
        gub->key[g] = bil_packages_best(NULL, task->packages, g, gub->raw);
    }
    weigh_keys(gub, task);
    plain_basis(gub);
    gub->has_basis = true;
    gub->cursor = 0;
}

/* The entering column, its group's key taken off. */
static void lay_column(bil_gub *gub, const bil_master_task *task, kind what, uint32_t id)
{
    memset(gub->column, 0, gub->rows * sizeof *gub->column);
    if (what == IS_PACKAGE) {
        add_uses(gub->column, task, id, 1.0);
        add_uses(gub->column, task, gub->key[task->packages->group[id]], -1.0);
    } else {
        gub->column[id] = what == IS_SLACK ? 1.0 : -1.0;
    }
}

static void lay_step(bil_gub *gub)
{
    const uint32_t m = gub->rows;
    memset(gub->step, 0, m * sizeof *gub->step);
    for (uint32_t r = 0; r < m; r++) {
        const double times = gub->column[r];
        if (times != 0.0) {
            const double *line = &gub->inverse[(size_t)r * m];
            for (uint32_t p = 0; p < m; p++) {
                gub->step[p] += times * line[p];
            }
        }
    }
}

/* The basis' columns, beside them the unit matrix; rows of the programme are rows here. */
static void lay_basis(bil_gub *gub, const bil_master_task *task)
{
    const uint32_t m = gub->rows;
    const size_t width = 2 * (size_t)m;
    memset(gub->work, 0, width * m * sizeof *gub->work);
    for (uint32_t p = 0; p < m; p++) {
        lay_column(gub, task, gub->kinds[p], gub->id[p]);
        for (uint32_t r = 0; r < m; r++) {
            gub->work[r * width + p] = gub->column[r];
        }
        gub->work[p * width + m + p] = 1.0;
    }
}

static void swap_rows(double *a, size_t width, uint32_t i, uint32_t j)
{
    for (size_t k = 0; k < width; k++) {
        const double held = a[i * width + k];
        a[i * width + k] = a[j * width + k];
        a[j * width + k] = held;
    }
}

/* Makes the column a unit column, given its pivot in row c. */
static void eliminate(double *a, uint32_t m, uint32_t c)
{
    const size_t width = 2 * (size_t)m;
    const double pivot = 1.0 / a[c * width + c];
    for (size_t k = c; k < width; k++) {
        a[c * width + k] *= pivot;
    }
    for (uint32_t r = 0; r < m; r++) {
        const double times = a[r * width + c];
        if (r == c || times == 0.0) {
            continue;
        }
        for (size_t k = c; k < width; k++) {
            a[r * width + k] -= times * a[c * width + k];
        }
    }
}

/* Gauss and Jordan with the largest pivot of each column; false when the basis is singular. */
static bool invert(bil_gub *gub)
{
    const uint32_t m = gub->rows;
    const size_t width = 2 * (size_t)m;
    double *a = gub->work;
    for (uint32_t c = 0; c < m; c++) {
        uint32_t best = c;
        for (uint32_t r = c + 1; r < m; r++) {
            best = fabs(a[r * width + c]) > fabs(a[best * width + c]) ? r : best;
        }
        if (fabs(a[best * width + c]) < 1e-11) {
            return false;
        }
        if (best != c) {
            swap_rows(a, width, c, best);
        }
        eliminate(a, m, c);
    }
    for (uint32_t r = 0; r < m; r++) {
        for (uint32_t p = 0; p < m; p++) {
            gub->inverse[(size_t)r * m + p] = a[p * width + m + r];
        }
    }
    return true;
}

/* Computes inverse and x anew; now and then, and when `whole`, what the keys leave too. A singular
 * basis is given up for the plain one: never wrong, only longer. */
static void refactor(bil_gub *gub, const bil_master_task *task, bool whole)
{
    const bool anew = whole || ++gub->refactors >= REWEIGH_EVERY;
    if (anew) {
        weigh_keys(gub, task);
        gub->refactors = 0;
    }
    lay_basis(gub, task);
    if (invert(gub)) {
        weigh_basis(gub);
        gub->since = 0;
        gub->fresh = anew;
    } else {
        plain_basis(gub);
    }
}

/* Sums over the members of each group in the basis: of the step when `with_step`, and of x. */
static void sum_groups(bil_gub *gub, const bil_master_task *task)
{
    if (++gub->now == 0) { /* the stamp has gone round */
        memset(gub->stamp, 0, gub->groups * sizeof *gub->stamp);
        gub->now = 1;
    }
    for (uint32_t p = 0; p < gub->rows; p++) {
        if (gub->kinds[p] != IS_PACKAGE) {
            continue;
        }
        const uint32_t g = task->packages->group[gub->id[p]];
        if (gub->stamp[g] != gub->now) {
            gub->stamp[g] = gub->now;
            gub->lead[g] = p;
            gub->group_sum[p] = 0.0;
            gub->group_x[p] = 0.0;
        }
        gub->group_sum[gub->lead[g]] += gub->step[p];
        gub->group_x[gub->lead[g]] += gub->x[p];
    }
}

static bool leads(const bil_gub *gub, const bil_master_task *task, uint32_t p)
{
    return gub->kinds[p] == IS_PACKAGE && gub->lead[task->packages->group[gub->id[p]]] == p;
}

bool bil_gub_settle(bil_gub *gub, const bil_master_task *task)
{
    if (!gub->has_basis) {
        return false;
    }
    refactor(gub, task, true);
    memset(gub->step, 0, gub->rows * sizeof *gub->step);
    sum_groups(gub, task);
    for (uint32_t p = 0; p < gub->rows; p++) {
        if (gub->x[p] < -X_TOLERANCE * 10.0 ||
            (leads(gub, task, p) && gub->group_x[p] > 1.0 + X_TOLERANCE * 10.0)) {
            return false;
        }
    }
    return true;
}

/* What leaves: a position, or the key of a group. */
typedef struct {
    bool found;
    bool is_key;
    uint32_t position; /* a member of the key's group when is_key; `none` when it has none */
    double rate;
    double room;  /* x of what leaves */
    uint32_t lot; /* for ties, when many steps have led nowhere */
} leaving;

#define NO_POSITION (UINT32_MAX - 1)

typedef struct {
    double most; /* no longer step keeps everything ≥ −X_TOLERANCE */
    leaving best;
    bool by_lot; /* among equals, against going round in circles */
    bool second; /* the second pass */
} ratio;

static void consider(ratio *test, leaving now)
{
    if (now.rate <= PIVOT_TOLERANCE) {
        return;
    }
    const double room = now.room > 0.0 ? now.room : 0.0;
    if (!test->second) {
        const double limit = (room + (test->by_lot ? 0.0 : X_TOLERANCE)) / now.rate;
        if (limit < test->most) {
            test->most = limit;
        }
        return;
    }
    if (room / now.rate > test->most) {
        return;
    }
    const bool better =
        !test->best.found || (test->by_lot ? now.lot < test->best.lot : now.rate > test->best.rate);
    if (better) {
        test->best = now;
        test->best.found = true;
    }
}

/* A draw that never repeats in the same way, the same on every machine. */
static uint32_t draw(const bil_gub *gub, uint32_t position)
{
    uint64_t z = (uint64_t)gub->pivots * UINT64_C(0x9e3779b97f4a7c15) + position;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(z >> 32);
}

static void consider_all(ratio *test, const bil_gub *gub, const bil_master_task *task,
                         uint32_t group)
{
    bool seen = false;
    for (uint32_t p = 0; p < gub->rows; p++) {
        consider(test, (leaving){.position = p,
                                 .rate = gub->step[p],
                                 .room = gub->x[p],
                                 .lot = test->by_lot ? draw(gub, 2 * p) : 0});
        if (leads(gub, task, p)) {
            const uint32_t g = task->packages->group[gub->id[p]];
            const double own = g == group ? 1.0 : 0.0;
            seen = seen || g == group;
            consider(test, (leaving){.is_key = true,
                                     .position = p,
                                     .rate = own - gub->group_sum[p],
                                     .room = 1.0 - gub->group_x[p],
                                     .lot = test->by_lot ? draw(gub, 2 * p + 1) : 0});
        }
    }
    if (group != BIL_NO_PACKAGE && !seen) {
        consider(test, (leaving){.is_key = true,
                                 .position = NO_POSITION,
                                 .rate = 1.0,
                                 .room = 1.0,
                                 .lot = draw(gub, NO_POSITION)});
    }
}

/* The member of the key's group with the largest x, to become the key in its stead. */
static uint32_t heir(const bil_gub *gub, const bil_master_task *task, uint32_t member)
{
    const uint32_t group = task->packages->group[gub->id[member]];
    uint32_t best = member;
    for (uint32_t p = 0; p < gub->rows; p++) {
        if (gub->kinds[p] == IS_PACKAGE && task->packages->group[gub->id[p]] == group &&
            gub->x[p] > gub->x[best]) {
            best = p;
        }
    }
    return best;
}

/* The member at position q becomes the key and the old key takes its position: the position's row
 * of the inverse becomes minus the sum of those of all members. */
static void exchange_key(bil_gub *gub, const bil_master_task *task, uint32_t q)
{
    const uint32_t m = gub->rows;
    const uint32_t group = task->packages->group[gub->id[q]];
    double key_x = 1.0;
    for (uint32_t p = 0; p < m; p++) {
        if (gub->kinds[p] != IS_PACKAGE || task->packages->group[gub->id[p]] != group) {
            continue;
        }
        key_x -= gub->x[p];
        for (uint32_t r = 0; r < m && p != q; r++) {
            gub->inverse[(size_t)r * m + q] += gub->inverse[(size_t)r * m + p];
        }
    }
    for (uint32_t r = 0; r < m; r++) {
        gub->inverse[(size_t)r * m + q] = -gub->inverse[(size_t)r * m + q];
    }
    const uint32_t old_key = gub->key[group];
    set_key(gub, task, group, gub->id[q]);
    gub->id[q] = old_key;
    gub->x[q] = key_x;
}

static void note_row(bil_gub *gub, kind what, uint32_t id, bool in)
{
    if (what == IS_SLACK) {
        gub->slack_in[id] = in;
    } else if (what == IS_OVER) {
        gub->over_in[id] = in;
    }
}

/* Position q leaves, the column whose step is laid out enters with `amount`. */
static void replace(bil_gub *gub, uint32_t q, kind what, uint32_t id, double amount)
{
    const uint32_t m = gub->rows;
    const double pivot = gub->step[q];
    for (uint32_t r = 0; r < m; r++) {
        double *line = &gub->inverse[(size_t)r * m];
        const double times = line[q] / pivot;
        if (times != 0.0) {
            for (uint32_t p = 0; p < m; p++) {
                line[p] -= times * gub->step[p];
            }
        }
        line[q] = times;
    }
    for (uint32_t p = 0; p < m; p++) {
        gub->x[p] -= amount * gub->step[p];
    }
    gub->x[q] = amount;
    note_row(gub, gub->kinds[q], gub->id[q], false);
    gub->kinds[q] = what;
    gub->id[q] = id;
    note_row(gub, what, id, true);
    gub->since++;
    gub->fresh = false;
}

/* Brings a column in. False when no step could be made with the inverse as it is. */
static bool enter(bil_gub *gub, const bil_master_task *task, kind what, uint32_t id)
{
    const uint32_t group = what == IS_PACKAGE ? task->packages->group[id] : BIL_NO_PACKAGE;
    lay_column(gub, task, what, id);
    lay_step(gub);
    sum_groups(gub, task);
    ratio test = {.most = HUGE_VAL, .by_lot = gub->idle > 40 + 4 * (int64_t)gub->rows};
    consider_all(&test, gub, task, group);
    test.second = true;
    if (test.most < HUGE_VAL) {
        consider_all(&test, gub, task, group);
    }
    if (!test.best.found) {
        return false;
    }
    const leaving out = test.best;
    const double room = out.room > 0.0 ? out.room : 0.0;
    const double amount = room / out.rate;
    gub->idle = amount > X_TOLERANCE ? 0 : gub->idle + 1;
    gub->pivots++;
    if (out.is_key && out.position == NO_POSITION) {
        for (uint32_t p = 0; p < gub->rows; p++) {
            gub->x[p] -= gub->step[p];
        }
        set_key(gub, task, group, id);
        return true;
    }
    uint32_t q = out.position;
    if (out.is_key) {
        q = heir(gub, task, q);
        exchange_key(gub, task, q);
        lay_column(gub, task, what, id); /* its key may have changed */
        lay_step(gub);
        if (fabs(gub->step[q]) <= PIVOT_TOLERANCE) {
            return false;
        }
    }
    move_prices(gub, task, q, gain_of(gub, task, what, id));
    replace(gub, q, what, id, amount);
    return true;
}

/* The row whose slack or excess gains most, if any. */
static bool improving_row(const bil_gub *gub, const bil_master_task *task, kind *what,
                          uint32_t *row)
{
    double best = gub->tolerance;
    bool found = false;
    for (uint32_t r = 0; r < gub->rows; r++) {
        const double below = task->low[r] - gub->price[r];
        const double above = gub->price[r] - task->high[r];
        if (!gub->slack_in[r] && below > best) {
            best = below;
            *what = IS_SLACK;
            *row = r;
            found = true;
        }
        if (!gub->over_in[r] && above > best) {
            best = above;
            *what = IS_OVER;
            *row = r;
            found = true;
        }
    }
    return found;
}

/* The package of a group that gains most over its key, and what it gains; BIL_NO_PACKAGE when none
 * does, and then how little is missing. */
static uint32_t improving_package(const bil_gub *gub, const bil_packages *p, uint32_t group,
                                  double *gain)
{
    *gain = -HUGE_VAL;
    if (p->head[group] == p->tail[group]) {
        return BIL_NO_PACKAGE;
    }
    const uint32_t key = gub->key[group];
    const double now = bil_package_worth(p, key, gub->raw) + gub->tolerance;
    uint32_t found = BIL_NO_PACKAGE;
    for (uint32_t j = p->head[group]; j != BIL_NO_PACKAGE; j = p->next[j]) {
        const double more = j == key ? -HUGE_VAL : bil_package_worth(p, j, gub->raw) - now;
        if (more > *gain) {
            *gain = more;
            found = j;
        }
    }
    return *gain > 0.0 ? found : BIL_NO_PACKAGE;
}

typedef struct {
    const bil_master_task *task;
    const bil_master_settings *settings;
    int64_t limit;
    int64_t stuck; /* columns that could not enter, one after another */
    bool stop;
} run;

/* After each step: housekeeping, and is there leave to go on? */
static void after_step(bil_gub *gub, run *now, bool moved)
{
    if (!moved) {
        now->stuck++;
    } else {
        now->stuck = 0;
    }
    if (!moved || gub->since >= REFACTOR_EVERY) {
        refactor(gub, now->task, false);
        price_rows(gub, now->task);
    }
    const bil_master_settings *settings = now->settings;
    if (gub->pivots % TICK_EVERY == 0 && settings->tick != NULL &&
        !settings->tick(settings->payload)) {
        now->stop = true;
    }
    if (gub->pivots >= now->limit || now->stuck > 20) {
        now->stop = true;
    }
}

/* Rows whose slack or excess gains come in. True when something moved. */
static bool settle_rows(bil_gub *gub, run *now)
{
    bool any = false;
    kind what = IS_SLACK;
    uint32_t row = 0;
    while (!now->stop && improving_row(gub, now->task, &what, &row)) {
        after_step(gub, now, enter(gub, now->task, what, row));
        any = true;
    }
    return any;
}

/* One group; true when something moved. `*close`: it may gain soon. */
static bool visit(bil_gub *gub, run *now, uint32_t group, bool *close)
{
    double gain = 0.0;
    bool any = gub->pivots % ROWS_EVERY == 0 && settle_rows(gub, now);
    const uint32_t package = improving_package(gub, now->task->packages, group, &gain);
    *close = gain > -CLOSE * now->task->value_scale;
    if (package != BIL_NO_PACKAGE && !now->stop) {
        after_step(gub, now, enter(gub, now->task, IS_PACKAGE, package));
        any = true;
    }
    return any;
}

/* Looks at every group once, from the cursor on, and lists those that are close to gaining. True
 * when something moved. */
static bool sweep(bil_gub *gub, run *now)
{
    bool any = false;
    gub->close_count = 0;
    for (uint32_t k = 0; k < gub->groups && !now->stop; k++) {
        const uint32_t group = gub->cursor;
        bool close = false;
        gub->cursor = group + 1 == gub->groups ? 0 : group + 1;
        any = visit(gub, now, group, &close) || any;
        if (close) {
            gub->close[gub->close_count++] = group;
        }
    }
    return settle_rows(gub, now) || any;
}

/* The same for the groups that were listed: most of the others never gain. */
static bool sweep_close(bil_gub *gub, run *now)
{
    bool any = false;
    for (uint32_t k = 0; k < gub->close_count && !now->stop; k++) {
        bool close = false;
        any = visit(gub, now, gub->close[k], &close) || any;
    }
    return settle_rows(gub, now) || any;
}

bool bil_gub_run(bil_gub *gub, const bil_master_task *task, const bil_master_settings *settings,
                 int64_t pivot_limit)
{
    run now = {.task = task, .settings = settings, .limit = gub->pivots + pivot_limit};
    price_rows(gub, task);
    for (;;) {
        const bool moved = sweep(gub, &now);
        if (now.stop) {
            return false;
        }
        if (moved) {
            while (sweep_close(gub, &now) && !now.stop) {
            }
            continue;
        }
        if (gub->fresh) {
            return true;
        }
        refactor(gub, task, true);
        price_rows(gub, task);
    }
}

void bil_gub_read(const bil_gub *gub, const bil_master_task *task, bil_master_answer *answer)
{
    const uint32_t m = gub->rows;
    memset(answer->x, 0, task->packages->count * sizeof *answer->x);
    memset(answer->basic, 0, task->packages->count * sizeof *answer->basic);
    memset(answer->over, 0, m * sizeof *answer->over);
    memset(answer->slack, 0, m * sizeof *answer->slack);
    for (uint32_t g = 0; g < gub->groups; g++) {
        answer->x[gub->key[g]] = 1.0;
        answer->basic[gub->key[g]] = true;
    }
    for (uint32_t p = 0; p < m; p++) {
        const double x = gub->x[p] > 0.0 ? gub->x[p] : 0.0;
        const uint32_t id = gub->id[p];
        if (gub->kinds[p] == IS_SLACK) {
            answer->slack[id] = x;
        } else if (gub->kinds[p] == IS_OVER) {
            answer->over[id] = x;
        } else {
            answer->x[id] = x;
            answer->basic[id] = true;
            answer->x[gub->key[task->packages->group[id]]] -= x;
        }
    }
    memcpy(answer->price, gub->price, m * sizeof *answer->price);
}

bool bil_gub_renumber(bil_gub *gub, const uint32_t *map)
{
    if (!gub->has_basis) {
        return false;
    }
    bool whole = true;
    for (uint32_t g = 0; g < gub->groups; g++) {
        gub->key[g] = map[gub->key[g]];
        whole = whole && gub->key[g] != BIL_NO_PACKAGE;
    }
    for (uint32_t p = 0; p < gub->rows; p++) {
        if (gub->kinds[p] == IS_PACKAGE) {
            gub->id[p] = map[gub->id[p]];
            whole = whole && gub->id[p] != BIL_NO_PACKAGE;
        }
    }
    gub->has_basis = whole;
    return whole;
}
