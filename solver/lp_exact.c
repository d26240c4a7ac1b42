/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/lp_impl.h"

#include <math.h>
#include <string.h>

/* Depth-first branch and bound in integers.
 *
 * Every row and the objective are multiplied by the power of ten that makes their decimals whole,
 * then divided by their greatest common divisor, so that nothing here knows a tolerance. A node is
 * a box of column bounds. It is shrunk by the rows (and, once a solution is known, by the row "the
 * objective must be better"), then dropped if some row, taken alone with the box, leaves the
 * objective no room: that relaxation is a knapsack with divisible items, solved by sorting. */

__extension__ typedef __int128 wide;

enum {
    COLUMNS_MAX = 64,
    ROWS_MAX = 1024,
    DECIMALS_MAX = 9,
    WIDTH_MAX = 1000000, /* values a column can take */
    ROUNDS_MAX = 30      /* of shrinking a box: rows can chase each other for a long time */
};

/* Sums stay below this, so that differences of two never overflow. */
#define SIZE_MAX_EXACT ((int64_t)1 << 61)
#define NO_LOWER INT64_MIN
#define NO_UPPER INT64_MAX

typedef struct {
    int64_t value;
    uint32_t column;
} term;

typedef struct {
    int64_t lower; /* NO_LOWER = none */
    int64_t upper; /* NO_UPPER = none */
    const term *terms;
    size_t count;
} row;

/* One side of a row as sign × row ≤ limit; `relief` are the columns whose move away from what the
 * objective likes lowers the row, cheapest first. */
typedef struct {
    const row *of;
    int64_t sign;
    int64_t limit;
    const term *relief;
    size_t count;
} side;

typedef struct {
    int64_t *low;
    int64_t *high;
} box;

typedef struct {
    const bil_lp *lp;
    bil_arena *arena;
    size_t columns;
    row *rows;
    size_t row_count;
    row better; /* objective ≥ best + 1 */
    bool has_best;
    int64_t best;
    int64_t cost[COLUMNS_MAX];   /* to be maximised */
    int64_t weight[COLUMNS_MAX]; /* branch on the heaviest */
    side *sides;
    size_t side_count;
    box now;
    box answer; /* only `low` */
    box *stack;
    size_t depth;
    size_t depth_max;
    bool impossible; /* seen while scaling */
} search;

static int64_t floor_div(int64_t a, int64_t b) /* b > 0 */
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static int64_t ceil_div(int64_t a, int64_t b) /* b > 0 */
{
    return a / b + (a % b > 0 ? 1 : 0);
}

static int64_t size_of(int64_t a)
{
    return a < 0 ? -a : a;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    a = size_of(a);
    b = size_of(b);
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    for (int i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

/* The fewest decimals that give exactly this double, -1 when nine are not enough. */
static int decimals_of(double value, int64_t *digits)
{
    for (int d = 0; d <= DECIMALS_MAX; d++) {
        const double power = (double)power_of_ten(d);
        const double whole = nearbyint(value * power);
        if (!(fabs(whole) < 9007199254740992.0)) {
            return -1;
        }
        if (whole / power == value) { /* correctly rounded: the nearest double of that decimal */
            *digits = (int64_t)whole;
            return d;
        }
    }
    return -1;
}

/* value × 10^decimals, exactly; false when it is too big or no such decimal. */
static bool scale(double value, int decimals, int64_t *out)
{
    int64_t digits = 0;
    const int d = decimals_of(value, &digits);
    if (d < 0 || d > decimals) {
        return false;
    }
    const wide scaled = (wide)digits * power_of_ten(decimals - d);
    if (scaled >= SIZE_MAX_EXACT || scaled <= -SIZE_MAX_EXACT) {
        return false;
    }
    *out = (int64_t)scaled;
    return true;
}

static bool count_decimals(double value, int *most)
{
    int64_t digits = 0;
    const int d = decimals_of(value, &digits);
    *most = d > *most ? d : *most;
    return d >= 0;
}

/* No sum of these terms over the box can overflow. */
static bool sums_fit(const search *s, const term *terms, size_t count)
{
    wide sum = 0;
    for (size_t k = 0; k < count; k++) {
        const int64_t low = size_of(s->now.low[terms[k].column]);
        const int64_t high = size_of(s->now.high[terms[k].column]);
        sum += (wide)size_of(terms[k].value) * (low > high ? low : high);
    }
    return sum < SIZE_MAX_EXACT;
}

static bool load_columns(search *s)
{
    const bil_lp *lp = s->lp;
    size_t levels = 2;
    s->now.low = bil_arena_alloc(s->arena, lp->column_count, sizeof *s->now.low);
    s->now.high = bil_arena_alloc(s->arena, lp->column_count, sizeof *s->now.high);
    s->answer.low = bil_arena_alloc(s->arena, lp->column_count, sizeof *s->answer.low);
    if (s->now.low == NULL || s->now.high == NULL || s->answer.low == NULL) {
        return false;
    }
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        if (!column->integer || !(fabs(column->lower) <= 1e9) || !(fabs(column->upper) <= 1e9)) {
            return false;
        }
        s->now.low[j] = (int64_t)ceil(column->lower);
        s->now.high[j] = (int64_t)floor(column->upper);
        const int64_t width = s->now.high[j] - s->now.low[j];
        if (width >= WIDTH_MAX) {
            return false;
        }
        s->impossible = s->impossible || width < 0;
        for (int64_t w = width; w > 0; w /= 2) {
            levels++;
        }
    }
    s->columns = lp->column_count;
    s->depth_max = levels;
    return true;
}

/* Divides a row by what all its coefficients share; its bounds become tighter. */
static void reduce_row(search *s, row *r, term *terms)
{
    int64_t divisor = 0;
    for (size_t k = 0; k < r->count; k++) {
        divisor = common_divisor(divisor, terms[k].value);
    }
    if (divisor > 1) {
        for (size_t k = 0; k < r->count; k++) {
            terms[k].value /= divisor;
        }
        r->lower = r->lower == NO_LOWER ? NO_LOWER : ceil_div(r->lower, divisor);
        r->upper = r->upper == NO_UPPER ? NO_UPPER : floor_div(r->upper, divisor);
    }
    s->impossible = s->impossible || r->lower > r->upper;
}

static bool load_row(search *s, const bil_lp_row *from, row *to)
{
    const bil_lp_term *source = from->count == 0 ? NULL : &s->lp->terms[from->first];
    term *terms = bil_arena_alloc(s->arena, from->count, sizeof *terms);
    int decimals = 0;
    bool fits = terms != NULL;
    for (size_t k = 0; fits && k < from->count; k++) {
        fits = count_decimals(source[k].value, &decimals);
    }
    const bool low = from->lower > -HUGE_VAL;
    const bool high = from->upper < HUGE_VAL;
    fits = fits && (!low || count_decimals(from->lower, &decimals)) &&
           (!high || count_decimals(from->upper, &decimals));
    *to = (row){.lower = NO_LOWER, .upper = NO_UPPER, .terms = terms};
    for (size_t k = 0; fits && k < from->count; k++) {
        int64_t value = 0;
        fits = scale(source[k].value, decimals, &value);
        if (value != 0) { /* terms that were added up to nothing */
            terms[to->count++] = (term){.value = value, .column = source[k].column};
        }
    }
    fits = fits && (!low || scale(from->lower, decimals, &to->lower)) &&
           (!high || scale(from->upper, decimals, &to->upper)) && sums_fit(s, terms, to->count);
    if (fits) {
        reduce_row(s, to, terms);
    }
    return fits;
}

static bool load_objective(search *s)
{
    int decimals = 0;
    for (size_t j = 0; j < s->columns; j++) {
        if (!count_decimals(s->lp->columns[j].cost, &decimals)) {
            return false;
        }
    }
    term *terms = bil_arena_alloc(s->arena, s->columns, sizeof *terms);
    if (terms == NULL) {
        return false;
    }
    s->better = (row){.lower = NO_LOWER, .upper = NO_UPPER, .terms = terms};
    for (size_t j = 0; j < s->columns; j++) {
        int64_t value = 0;
        if (!scale(s->lp->columns[j].cost, decimals, &value)) {
            return false;
        }
        if (value != 0) {
            terms[s->better.count++] =
                (term){.value = s->lp->maximise ? value : -value, .column = (uint32_t)j};
        }
    }
    if (!sums_fit(s, terms, s->better.count)) {
        return false;
    }
    reduce_row(s, &s->better, terms);
    for (size_t k = 0; k < s->better.count; k++) {
        s->cost[terms[k].column] = terms[k].value;
    }
    return true;
}

/* Relief is worth its price: |cost| / |value|, smallest first, then by column. */
static bool cheaper(const search *s, const term *a, const term *b)
{
    const wide left = (wide)size_of(s->cost[a->column]) * size_of(b->value);
    const wide right = (wide)size_of(s->cost[b->column]) * size_of(a->value);
    return left != right ? left < right : a->column < b->column;
}

static bool add_side(search *s, const row *of, int64_t sign)
{
    term *relief = bil_arena_alloc(s->arena, of->count, sizeof *relief);
    if (relief == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t k = 0; k < of->count; k++) {
        const term t = of->terms[k];
        const int64_t cost = s->cost[t.column];
        const bool raises = (t.value > 0) == (sign > 0);
        if (cost == 0 || (cost > 0) != raises) {
            continue; /* already where the row likes it */
        }
        size_t at = count++;
        while (at > 0 && cheaper(s, &t, &relief[at - 1])) {
            relief[at] = relief[at - 1];
            at--;
        }
        relief[at] = t;
    }
    s->sides[s->side_count++] = (side){.of = of,
                                       .sign = sign,
                                       .limit = sign > 0 ? of->upper : -of->lower,
                                       .relief = relief,
                                       .count = count};
    return true;
}

/* Columns that fill much of their rows decide most: their share of each row's greatest. */
static void weigh_columns(search *s)
{
    for (size_t i = 0; i <= s->row_count; i++) {
        const row *r = i < s->row_count ? &s->rows[i] : &s->better;
        int64_t greatest = 1;
        for (size_t k = 0; k < r->count; k++) {
            greatest =
                size_of(r->terms[k].value) > greatest ? size_of(r->terms[k].value) : greatest;
        }
        for (size_t k = 0; k < r->count; k++) {
            s->weight[r->terms[k].column] +=
                (int64_t)((wide)1000 * size_of(r->terms[k].value) / greatest);
        }
    }
}

static bool load(search *s)
{
    const bil_lp *lp = s->lp;
    if (lp->out_of_memory || lp->column_count == 0 || lp->column_count > COLUMNS_MAX ||
        lp->row_count > ROWS_MAX || !load_columns(s) || !load_objective(s)) {
        return false;
    }
    s->rows = bil_arena_alloc(s->arena, lp->row_count, sizeof *s->rows);
    s->sides = bil_arena_alloc(s->arena, 2 * lp->row_count, sizeof *s->sides);
    s->stack = bil_arena_alloc(s->arena, s->depth_max, sizeof *s->stack);
    if (s->rows == NULL || s->sides == NULL || s->stack == NULL) {
        return false;
    }
    for (size_t i = 0; i < s->depth_max; i++) {
        s->stack[i].low = bil_arena_alloc(s->arena, s->columns, sizeof *s->stack[i].low);
        s->stack[i].high = bil_arena_alloc(s->arena, s->columns, sizeof *s->stack[i].high);
        if (s->stack[i].low == NULL || s->stack[i].high == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        row *r = &s->rows[s->row_count];
        if (!load_row(s, &lp->rows[i], r)) {
            return false;
        }
        s->row_count++;
        if ((r->upper != NO_UPPER && !add_side(s, r, 1)) ||
            (r->lower != NO_LOWER && !add_side(s, r, -1))) {
            return false;
        }
    }
    weigh_columns(s);
    return true;
}

/* Least and greatest value of a row over the box. */
static void activity(const search *s, const row *r, int64_t *least, int64_t *greatest)
{
    *least = 0;
    *greatest = 0;
    for (size_t k = 0; k < r->count; k++) {
        const int64_t value = r->terms[k].value;
        const int64_t low = value * s->now.low[r->terms[k].column];
        const int64_t high = value * s->now.high[r->terms[k].column];
        *least += value > 0 ? low : high;
        *greatest += value > 0 ? high : low;
    }
}

/* Takes from the end of a column's range where the term is greatest (or least) whatever moves the
 * term by more than `slack`; returns by how much its range shrank. */
static int64_t trim(search *s, const term *t, int64_t slack, bool greatest)
{
    const int64_t size = size_of(t->value);
    int64_t *low = &s->now.low[t->column];
    int64_t *high = &s->now.high[t->column];
    if (size == 0 || slack >= size * (*high - *low)) {
        return 0;
    }
    const int64_t cut = *high - *low - slack / size;
    if ((t->value > 0) == greatest) {
        *high -= cut;
    } else {
        *low += cut;
    }
    return size * cut;
}

/* Shrinks the box by one row; false when no point of the box satisfies it. */
static bool shrink_by(search *s, const row *r, bool *changed)
{
    int64_t least = 0;
    int64_t greatest = 0;
    activity(s, r, &least, &greatest);
    if (least > r->upper || greatest < r->lower) {
        return false;
    }
    if (greatest <= r->upper && least >= r->lower) {
        return true;
    }
    for (size_t k = 0; k < r->count; k++) {
        if (r->upper != NO_UPPER) {
            const int64_t taken = trim(s, &r->terms[k], r->upper - least, true);
            greatest -= taken;
            *changed = *changed || taken > 0;
        }
        if (greatest < r->lower) {
            return false;
        }
        if (r->lower != NO_LOWER) {
            const int64_t taken = trim(s, &r->terms[k], greatest - r->lower, false);
            least += taken;
            *changed = *changed || taken > 0;
        }
        if (least > r->upper) {
            return false;
        }
    }
    return true;
}

static bool shrink(search *s)
{
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS_MAX; round++) {
        changed = false;
        if (s->has_best && !shrink_by(s, &s->better, &changed)) {
            return false;
        }
        for (size_t i = 0; i < s->row_count; i++) {
            if (!shrink_by(s, &s->rows[i], &changed)) {
                return false;
            }
        }
    }
    return true;
}

/* What the objective must give up for this side of a row alone, in divisible moves, rounded up;
 * -1 when nothing is enough. */
static int64_t price_of_side(const search *s, const side *d)
{
    int64_t excess = -d->limit;
    for (size_t k = 0; k < d->of->count; k++) {
        const uint32_t j = d->of->terms[k].column;
        const int64_t value = d->sign * d->of->terms[k].value;
        const bool at_high = s->cost[j] != 0 ? s->cost[j] > 0 : value < 0;
        excess += value * (at_high ? s->now.high[j] : s->now.low[j]);
    }
    int64_t price = 0;
    for (size_t k = 0; k < d->count && excess > 0; k++) {
        const uint32_t j = d->relief[k].column;
        const int64_t size = size_of(d->relief[k].value);
        const int64_t cost = size_of(s->cost[j]);
        const int64_t room = s->now.high[j] - s->now.low[j];
        if (size * room >= excess) {
            return price + (int64_t)(((wide)cost * excess + size - 1) / size);
        }
        price += cost * room;
        excess -= size * room;
    }
    return excess > 0 ? -1 : price;
}

/* Can the box still hold something better than what is known? */
static bool promising(const search *s)
{
    int64_t least = 0;
    int64_t greatest = 0;
    activity(s, &s->better, &least, &greatest);
    for (size_t i = 0; i < s->side_count; i++) {
        const int64_t price = price_of_side(s, &s->sides[i]);
        if (price < 0 || (s->has_best && greatest - price <= s->best)) {
            return false;
        }
    }
    return true;
}

static bool satisfied(const search *s)
{
    for (size_t i = 0; i < s->row_count; i++) {
        int64_t least = 0;
        int64_t greatest = 0;
        activity(s, &s->rows[i], &least, &greatest);
        if (least > s->rows[i].upper || greatest < s->rows[i].lower) {
            return false;
        }
    }
    return true;
}

static void keep(search *s)
{
    int64_t value = 0;
    int64_t same = 0;
    activity(s, &s->better, &value, &same);
    if (!satisfied(s) || (s->has_best && value <= s->best)) {
        return;
    }
    s->has_best = true;
    s->best = value;
    s->better.lower = value + 1;
    memcpy(s->answer.low, s->now.low, s->columns * sizeof *s->answer.low);
}

static void push(search *s, size_t column, int64_t low, int64_t high)
{
    BIL_ASSERT(s->depth < s->depth_max);
    box *to = &s->stack[s->depth++];
    memcpy(to->low, s->now.low, s->columns * sizeof *to->low);
    memcpy(to->high, s->now.high, s->columns * sizeof *to->high);
    to->low[column] = low;
    to->high[column] = high;
}

/* Splits the box in two, the half the objective likes on top; a box of one point is kept. */
static void split(search *s)
{
    size_t at = s->columns;
    for (size_t j = 0; j < s->columns; j++) {
        if (s->now.low[j] < s->now.high[j] && (at == s->columns || s->weight[j] > s->weight[at])) {
            at = j;
        }
    }
    if (at == s->columns) {
        keep(s);
        return;
    }
    const int64_t low = s->now.low[at];
    const int64_t high = s->now.high[at];
    const int64_t middle = low + (high - low) / 2;
    if (s->cost[at] > 0) {
        push(s, at, low, middle);
        push(s, at, middle + 1, high);
    } else {
        push(s, at, middle + 1, high);
        push(s, at, low, middle);
    }
}

/* Looks at every box; false when that takes more than `node_limit` of them. */
static bool run(search *s, int64_t node_limit, int64_t *nodes)
{
    if (s->impossible) {
        return true;
    }
    push(s, 0, s->now.low[0], s->now.high[0]);
    while (s->depth > 0) {
        if (*nodes >= node_limit) {
            return false;
        }
        ++*nodes;
        const box *from = &s->stack[--s->depth];
        memcpy(s->now.low, from->low, s->columns * sizeof *s->now.low);
        memcpy(s->now.high, from->high, s->columns * sizeof *s->now.high);
        if (shrink(s) && promising(s)) {
            split(s);
        }
    }
    return true;
}

bool bil_lp_exact_search(bil_lp_result *out, const bil_lp *lp, int64_t node_limit, bil_arena *arena)
{
    search *s = bil_arena_alloc(arena, 1, sizeof *s);
    if (s == NULL) {
        return false;
    }
    s->lp = lp;
    s->arena = arena;
    int64_t nodes = 0;
    if (!load(s) || !run(s, node_limit, &nodes)) {
        return false;
    }
    out->nodes = nodes;
    out->status = s->has_best ? BIL_LP_OPTIMAL : BIL_LP_INFEASIBLE;
    if (s->has_best) {
        for (size_t j = 0; j < lp->column_count; j++) {
            out->x[j] = (double)s->answer.low[j];
        }
        out->objective = bil_lp_objective_at(lp, out->x);
        out->bound = out->objective;
    }
    return true;
}
