/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Money: what more of it buys, who pays, what one more euro or place is worth. */

#include <stdlib.h>
#include <string.h>

#include "scenarios/report_impl.h"

__extension__ typedef __int128 wide;

#define FACTOR_ONE INT64_C(1000000)

/* ---- what changes along an axis ---- */

enum { C_RULE, C_STEP, C_MONEY, C_SCORE, C_SERVED, C_SPENT, C_COLUMNS };

static bool is_same(const bil_lever_change *a, const bil_lever_change *b)
{
    return a->op == b->op && a->value == b->value && strcmp(a->written, b->written) == 0;
}

static bool is_neutral(const bil_lever_change *change)
{
    return (change->op == BIL_LEVER_SCALE && change->value == FACTOR_ONE) ||
           (change->op == BIL_LEVER_ADD && change->value == 0);
}

/* What the other axes stand at: as in the reference where it has them, else what changes nothing,
 * else their first value. */
static const bil_lever_change *resting(const bil_reporting *r, size_t axis)
{
    const bil_scenario *scenario = r->batch->scenario;
    const bil_lever_change *values[BIL_SCENARIO_AXES_MAX];
    const size_t point = r->batch->cells[r->reference * r->seeds].point;
    if (point != SIZE_MAX) {
        bil_scenario_point(values, scenario, point);
        return values[axis];
    }
    for (size_t v = 0; v < scenario->axes[axis].count; v++) {
        if (is_neutral(&scenario->axes[axis].values[v])) {
            return &scenario->axes[axis].values[v];
        }
    }
    return &scenario->axes[axis].values[0];
}

/* The group of a rule at a value of an axis, the others at rest; SIZE_MAX = no results. */
static size_t group_at(const bil_reporting *r, size_t axis, size_t value, size_t rule)
{
    const bil_scenario *scenario = r->batch->scenario;
    const bil_lever_change *values[BIL_SCENARIO_AXES_MAX];
    for (size_t p = 0; p < r->points; p++) {
        const size_t point = r->batch->cells[p * r->rules * r->seeds].point;
        if (point == SIZE_MAX) {
            continue;
        }
        bil_scenario_point(values, scenario, point);
        bool here = is_same(values[axis], &scenario->axes[axis].values[value]);
        for (size_t a = 0; a < scenario->axis_count && here; a++) {
            here = a == axis || is_same(values[a], resting(r, a));
        }
        if (here) {
            const size_t g = p * r->rules + rule;
            return r->groups[g].seeds > 0 ? g : SIZE_MAX;
        }
    }
    return SIZE_MAX;
}

static bool moves_money(const bil_scenario_axis *axis)
{
    return strncmp(axis->values[0].path, "/pools/", 7) == 0 ||
           strncmp(axis->values[0].path, "/payers/", 8) == 0;
}

static int64_t budget_of(const bil_reporting *r, size_t g)
{
    return bil_reporting_divide(r->groups[g].budget_cents, r->groups[g].with_more);
}

static void put_step(bil_reporting *r, bil_report_section *section, size_t row, size_t g,
                     bil_words step)
{
    const bil_report_group *group = &r->groups[g];
    int64_t value = 0;
    bil_reporting_text(section, row, C_RULE, r->rule_names[g % r->rules]);
    bil_reporting_text(section, row, C_STEP, step);
    if (group->with_more > 0) {
        bil_reporting_put(section, row, C_MONEY, budget_of(r, g));
    }
    if (bil_reporting_mean(&value, group, BIL_METRIC_SCORE_MEAN)) {
        bil_reporting_put(section, row, C_SCORE, value);
    }
    if (bil_reporting_mean(&value, group, BIL_METRIC_SERVED)) {
        bil_reporting_put(section, row, C_SERVED, value);
    }
    if (bil_reporting_mean(&value, group, BIL_METRIC_PUBLIC_MONEY)) {
        bil_reporting_put(section, row, C_SPENT, value);
    }
}

/* From the first value that has results to the last, by the reference's rule. */
static void say_curve(bil_reporting *r, bil_report_section *section, size_t axis)
{
    const bil_scenario_axis *of = &r->batch->scenario->axes[axis];
    const size_t rule = r->reference % r->rules;
    size_t low = 0;
    size_t high = of->count - 1;
    while (low < high && group_at(r, axis, low, rule) == SIZE_MAX) {
        low++;
    }
    while (high > low && group_at(r, axis, high, rule) == SIZE_MAX) {
        high--;
    }
    const size_t first = group_at(r, axis, low, rule);
    const size_t last = group_at(r, axis, high, rule);
    int64_t from = 0;
    int64_t to = 0;
    if (first == SIZE_MAX || last == SIZE_MAX || first == last ||
        !bil_reporting_mean(&from, &r->groups[first], BIL_METRIC_SCORE_MEAN) ||
        !bil_reporting_mean(&to, &r->groups[last], BIL_METRIC_SCORE_MEAN)) {
        return;
    }
    const bil_words values[] = {
        bil_reporting_value(r, axis, &of->values[low]),
        bil_reporting_value(r, axis, &of->values[high]),
        bil_reporting_figure(r, BIL_REPORT_POINTS, from),
        bil_reporting_figure(r, BIL_REPORT_POINTS, to),
        r->rule_names[rule],
    };
    const bool one = r->rules == 1;
    bil_reporting_add(section, bil_reporting_say(r, one ? BIL_R_CURVE_SAYS : BIL_R_CURVE_SAYS_BY,
                                                 values, one ? 4 : 5));
    const int64_t more = budget_of(r, last) - budget_of(r, first);
    const int64_t before = budget_of(r, first);
    const int64_t permille = before == 0 ? 0 : more * 1000 / before;
    if (moves_money(of) && permille != 0) {
        /* Of a hundred persons together, for each 1 % of all pools. */
        const bil_words each =
            bil_reporting_figure(r, BIL_REPORT_POINTS, (to - from) * 1000 / permille);
        bil_reporting_add(section, bil_reporting_say(r, BIL_R_CURVE_EACH, &each, 1));
    }
}

static void name_steps(bil_report_section *section)
{
    static const bil_report_word names[C_COLUMNS] = {
        BIL_R_C_RULE, BIL_R_C_STEP, BIL_R_C_BUDGET, BIL_R_C_SCORE, BIL_R_C_SERVED, BIL_R_C_SPENT,
    };
    static const bil_report_unit units[C_COLUMNS] = {
        BIL_REPORT_TEXT,   BIL_REPORT_TEXT,    BIL_REPORT_CENTS,
        BIL_REPORT_POINTS, BIL_REPORT_PERSONS, BIL_REPORT_CENTS,
    };
    for (size_t c = 0; c < C_COLUMNS; c++) {
        bil_reporting_column(section, c, bil_report_words(names[c]), units[c]);
    }
}

static void curve(bil_reporting *r, size_t axis)
{
    static const char *const codes[BIL_SCENARIO_AXES_MAX] = {
        "curve-1", "curve-2", "curve-3", "curve-4", "curve-5", "curve-6", "curve-7", "curve-8"};
    const bil_scenario_axis *of = &r->batch->scenario->axes[axis];
    const bool money = moves_money(of);
    size_t rows = 0;
    for (size_t i = 0; i < r->rules * of->count; i++) {
        rows += group_at(r, axis, i % of->count, i / of->count) != SIZE_MAX ? 1 : 0;
    }
    if (of->count < 2 || rows < 2) {
        return;
    }
    bil_report_section *section =
        bil_reporting_section(r, codes[axis], money ? BIL_R_BUDGET : BIL_R_CURVE,
                              money ? BIL_R_BUDGET_LEAD : BIL_R_CURVE_LEAD);
    const bil_words name = bil_reporting_same(of->name);
    section->title = bil_reporting_say(r, money ? BIL_R_BUDGET : BIL_R_CURVE, &name, 1);
    section->table.caption = section->title;
    say_curve(r, section, axis);
    if (!bil_reporting_table(r, section, C_COLUMNS, rows)) {
        return;
    }
    name_steps(section);
    size_t row = 0;
    for (size_t i = 0; i < r->rules * of->count; i++) {
        const size_t g = group_at(r, axis, i % of->count, i / of->count);
        if (g != SIZE_MAX) {
            put_step(r, section, row++, g,
                     bil_reporting_value(r, axis, &of->values[i % of->count]));
        }
    }
    bil_reporting_chart(section, money ? "curve" : "steps", C_SCORE, C_SCORE + 1,
                        bil_report_words(BIL_R_CURVE_CHART));
}

void bil_report_curves(bil_reporting *r)
{
    for (size_t a = 0; a < r->batch->scenario->axis_count; a++) {
        curve(r, a);
    }
}

/* ---- who pays ---- */

static void say_spending(bil_reporting *r, bil_report_section *section)
{
    const bil_report_group *group = &r->groups[r->reference];
    int64_t all = 0;
    size_t most = 0;
    for (size_t p = 0; p < r->payer_count; p++) {
        all += group->spent[p];
        most = group->spent[p] > group->spent[most] ? p : most;
    }
    if (all <= 0) {
        return;
    }
    const int64_t share =
        (int64_t)(((wide)group->spent[most] * INT64_C(1000000000) + all / 2) / all);
    const bil_words values[] = {
        bil_reporting_group_name(r, r->reference),
        bil_reporting_same(r->payers[most]),
        bil_reporting_figure(r, BIL_REPORT_CENTS,
                             bil_reporting_divide(group->spent[most], group->seeds)),
        bil_reporting_figure(r, BIL_REPORT_SHARE, share),
    };
    bil_reporting_add(section, bil_reporting_say(r, BIL_R_SPENDING_SAYS, values,
                                                 sizeof values / sizeof values[0]));
}

static int64_t spent_by(const bil_reporting *r, size_t payer)
{
    int64_t sum = 0;
    for (size_t g = 0; g < r->group_count; g++) {
        sum += r->groups[g].spent[payer];
    }
    return sum;
}

/* Who pays something, the greatest first. */
static size_t list_paying(const bil_reporting *r, size_t *paying)
{
    size_t count = 0;
    for (size_t p = 0; p < r->payer_count; p++) {
        if (spent_by(r, p) == 0) {
            continue;
        }
        size_t at = count++;
        for (; at > 0 && spent_by(r, p) > spent_by(r, paying[at - 1]); at--) {
            paying[at] = paying[at - 1];
        }
        paying[at] = p;
    }
    return count;
}

void bil_report_spending(bil_reporting *r)
{
    enum { FIRST = 2 };
    size_t *paying = bil_arena_alloc(r->arena, r->payer_count + 1, sizeof *paying);
    r->failed = r->failed || paying == NULL;
    const size_t count = r->failed ? 0 : list_paying(r, paying);
    if (count == 0) {
        return;
    }
    bil_report_section *section =
        bil_reporting_section(r, "spending", BIL_R_SPENDING, BIL_R_SPENDING_LEAD);
    say_spending(r, section);
    if (!bil_reporting_groups_table(r, section, FIRST + count + 1)) {
        return;
    }
    bil_reporting_column(section, FIRST + count, bil_report_words(BIL_R_C_TOTAL), BIL_REPORT_CENTS);
    for (size_t c = 0; c < count; c++) {
        bil_reporting_column(section, FIRST + c, bil_reporting_same(r->payers[paying[c]]),
                             BIL_REPORT_CENTS);
    }
    for (size_t row = 0; row < r->row_count; row++) {
        const bil_report_group *group = &r->groups[r->row_groups[row]];
        int64_t total = 0;
        for (size_t c = 0; c < count; c++) {
            const int64_t spent = bil_reporting_divide(group->spent[paying[c]], group->seeds);
            bil_reporting_put(section, row, FIRST + c, spent);
            total += spent;
        }
        bil_reporting_put(section, row, FIRST + count, total);
    }
    bil_reporting_chart(section, "stack", FIRST, FIRST + count,
                        bil_report_words(BIL_R_SPENDING_CHART));
}

/* ---- what one more euro or place is worth ---- */

enum { L_NAME, L_RULE, L_LIMIT, L_USED, L_LEFT, L_WORTH, L_COLUMNS, PLACES_MOST = 10 };

enum { THOUSAND_EURO = 100000 }; /* in cents */

static bil_words limit_name(bil_reporting *r, const bil_report_limit *at)
{
    const bil_catalogue *catalogue = r->batch->catalogue;
    const bil_cell_limit *limit = &at->limit;
    bil_words name = bil_reporting_same(limit->code);
    if (limit->kind == BIL_CELL_POOL) {
        const bil_index i = bil_catalogue_find_source(catalogue, limit->code);
        name = i == BIL_NONE ? name : catalogue->sources[i].name;
    } else if (limit->kind == BIL_CELL_SERVICE) {
        const bil_index i = bil_catalogue_find_service(catalogue, limit->code);
        name = i == BIL_NONE ? name : catalogue->services[i].name;
    }
    bool several = false; /* the same in other months */
    for (size_t i = 0; i < r->limit_count; i++) {
        several =
            several || (r->limits[i].rule == at->rule && r->limits[i].limit.kind == limit->kind &&
                        r->limits[i].limit.from_month != limit->from_month &&
                        strcmp(r->limits[i].limit.code, limit->code) == 0);
    }
    if (!several) {
        return name;
    }
    const bil_words months[] = {
        name, bil_reporting_figure(r, BIL_REPORT_NUMBER, limit->from_month * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (limit->from_month + limit->months - 1) * 10)};
    return bil_reporting_say(r, BIL_R_MONTHS, months, 3);
}

static int64_t worth_of(const bil_report_limit *at)
{
    return bil_reporting_divide(at->limit.worth_e9, at->seeds);
}

/* Highest worth first; else as they came. */
static int by_worth(const void *a, const void *b)
{
    const bil_report_limit *x = *(const bil_report_limit *const *)a;
    const bil_report_limit *y = *(const bil_report_limit *const *)b;
    const int64_t mine = worth_of(x);
    const int64_t its = worth_of(y);
    if (mine != its) {
        return mine > its ? -1 : 1;
    }
    return x < y ? -1 : x > y ? 1 : 0;
}

/* The reference's rule, where it has prices; else the first that has; SIZE_MAX = none. */
static size_t pricing_rule(const bil_reporting *r)
{
    size_t rule = SIZE_MAX;
    for (size_t i = 0; i < r->limit_count; i++) {
        const bil_report_limit *at = &r->limits[i];
        if (at->limit.priced && at->rule == r->reference % r->rules) {
            return at->rule;
        }
        rule = at->limit.priced && at->rule < rule ? at->rule : rule;
    }
    return rule;
}

/* Worth something, though 1,000 € or a unit of it are left. */
static bool left_though_worth(const bil_report_limit *at)
{
    const int64_t least = at->limit.kind == BIL_CELL_POOL ? THOUSAND_EURO : 1;
    return at->limit.priced && worth_of(at) > 0 &&
           bil_reporting_divide(at->limit.limit - at->limit.used, at->seeds) >= least;
}

static bil_report_word next_word(const bil_reporting *r, bool pools)
{
    if (r->rules == 1) {
        return pools ? BIL_R_NEXT_EURO : BIL_R_NEXT_PLACE;
    }
    return pools ? BIL_R_NEXT_EURO_BY : BIL_R_NEXT_PLACE_BY;
}

static void say_worth(bil_reporting *r, bil_report_section *section,
                      const bil_report_limit *const *limits, size_t count, bool pools)
{
    const size_t rule = pricing_rule(r);
    size_t idle = 0;
    bool left = false;
    if (rule == SIZE_MAX) {
        bil_reporting_add(section, bil_report_words(BIL_R_NO_PRICES));
    }
    for (size_t i = 0; i < count; i++) {
        left = left || left_though_worth(limits[i]);
        if (limits[i]->rule != rule || !limits[i]->limit.priced) {
            continue;
        }
        if (worth_of(limits[i]) == 0) {
            idle++;
        } else if (section->says_count < BIL_REPORT_SAYS_MAX / 2) {
            const bil_words values[] = {
                limit_name(r, limits[i]),
                bil_reporting_figure(r, BIL_REPORT_POINTS, worth_of(limits[i])),
                r->rule_names[rule]};
            bil_reporting_add(
                section, bil_reporting_say(r, next_word(r, pools), values, r->rules == 1 ? 2 : 3));
        }
    }
    if (left) {
        bil_reporting_add(
            section, bil_report_words(r->seeds == 1 ? BIL_R_LEFT_OVER : BIL_R_LEFT_OVER_SEEDS));
    }
    if (idle > 0) {
        const bil_words number = bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)idle * 10);
        bil_reporting_add(
            section,
            bil_reporting_say(r, pools ? BIL_R_IDLE_POOLS : BIL_R_IDLE_PLACES, &number, 1));
    }
}

static void put_limit(bil_reporting *r, bil_report_section *section, size_t row,
                      const bil_report_limit *at)
{
    const int64_t by = at->limit.kind == BIL_CELL_POOL ? 1 : 10;
    const int64_t limit = bil_reporting_divide(at->limit.limit * by, at->seeds);
    const int64_t used = bil_reporting_divide(at->limit.used * by, at->seeds);
    bil_reporting_text(section, row, L_NAME, limit_name(r, at));
    bil_reporting_text(section, row, L_RULE, r->rule_names[at->rule]);
    bil_reporting_put(section, row, L_LIMIT, limit);
    bil_reporting_put(section, row, L_USED, used);
    bil_reporting_put(section, row, L_LEFT, limit - used);
    if (at->limit.priced) {
        bil_reporting_put(section, row, L_WORTH, worth_of(at));
    }
}

static void prices(bil_reporting *r, bool pools)
{
    const bil_report_limit **limits = bil_arena_alloc(r->arena, r->limit_count + 1, sizeof *limits);
    size_t count = 0;
    r->failed = r->failed || limits == NULL;
    for (size_t i = 0; !r->failed && i < r->limit_count; i++) {
        if ((r->limits[i].limit.kind == BIL_CELL_POOL) == pools) {
            limits[count++] = &r->limits[i];
        }
    }
    if (count == 0) {
        return;
    }
    qsort(limits, count, sizeof *limits, by_worth);
    bil_report_section *section =
        bil_reporting_section(r, pools ? "pools" : "places", pools ? BIL_R_POOLS : BIL_R_PLACES,
                              pools ? BIL_R_POOLS_LEAD : BIL_R_PLACES_LEAD);
    say_worth(r, section, limits, count, pools);
    count = !pools && count > PLACES_MOST * r->rules ? PLACES_MOST * r->rules : count;
    if (!bil_reporting_table(r, section, L_COLUMNS, count)) {
        return;
    }
    const bil_report_word names[L_COLUMNS] = {
        pools ? BIL_R_C_POOL : BIL_R_C_PLACES,
        BIL_R_C_RULE,
        pools ? BIL_R_C_LIMIT : BIL_R_C_ROOM,
        BIL_R_C_USED,
        BIL_R_C_LEFT,
        pools ? BIL_R_C_WORTH : BIL_R_C_WORTH_ONE,
    };
    for (size_t c = 0; c < L_COLUMNS; c++) {
        bil_reporting_column(section, c, bil_report_words(names[c]),
                             c <= L_RULE    ? BIL_REPORT_TEXT
                             : c == L_WORTH ? BIL_REPORT_POINTS
                             : pools        ? BIL_REPORT_CENTS
                                            : BIL_REPORT_NUMBER);
    }
    for (size_t row = 0; row < count; row++) {
        put_limit(r, section, row, limits[row]);
    }
    if (count > 0 && worth_of(limits[0]) > 0) {
        bil_reporting_chart(section, "bars", L_WORTH, L_WORTH + 1,
                            bil_report_words(pools ? BIL_R_POOLS_CHART : BIL_R_PLACES_CHART));
    }
}

void bil_report_prices(bil_reporting *r)
{
    prices(r, true);
    prices(r, false);
}
