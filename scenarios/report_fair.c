/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rule is fairer: how much is covered against how evenly. */

#include "scenarios/report_impl.h"

/* ---- score against fairness ---- */

enum {
    F_SCENARIO,
    F_RULE,
    F_SCORE,
    F_GINI,
    F_LEAST,
    F_ESSENTIAL,
    F_PRICE,
    F_LEAST_PRICE,
    F_BEATEN,
    F_COLUMNS
};

typedef struct {
    bool known;
    int64_t score;
    int64_t gini;
} place;

static place place_of(const bil_reporting *r, size_t g)
{
    place p = {.known = false};
    p.known = bil_reporting_mean(&p.score, &r->groups[g], BIL_METRIC_SCORE_MEAN) &&
              bil_reporting_mean(&p.gini, &r->groups[g], BIL_METRIC_GINI);
    return p;
}

/* At the same point, another rule that is as good in both and better in one. */
static bool is_beaten(const bil_reporting *r, size_t g)
{
    const place mine = place_of(r, g);
    const size_t first = g / r->rules * r->rules;
    for (size_t other = first; mine.known && other < first + r->rules; other++) {
        const place its = place_of(r, other);
        if (its.known && its.score >= mine.score && its.gini <= mine.gini &&
            (its.score > mine.score || its.gini < mine.gini)) {
            return true;
        }
    }
    return false;
}

static void say_extreme(bil_reporting *r, bil_report_section *section, size_t g,
                        bil_report_word word)
{
    const place p = place_of(r, g);
    const bil_words values[] = {
        bil_reporting_group_name(r, g),
        bil_reporting_figure(r, BIL_REPORT_POINTS, p.score),
        bil_reporting_figure(r, BIL_REPORT_INDEX, p.gini),
    };
    bil_reporting_add(section,
                      bil_reporting_say(r, word, values, sizeof values / sizeof values[0]));
}

static void say_frontier(bil_reporting *r, bil_report_section *section)
{
    size_t best = SIZE_MAX;
    size_t even = SIZE_MAX;
    for (size_t row = 0; row < r->row_count; row++) {
        const size_t g = r->row_groups[row];
        const place p = place_of(r, g);
        if (p.known) {
            best = best == SIZE_MAX || p.score > place_of(r, best).score ? g : best;
            even = even == SIZE_MAX || p.gini < place_of(r, even).gini ? g : even;
        }
    }
    if (best == SIZE_MAX) {
        return;
    }
    if (r->row_count == 1) {
        say_extreme(r, section, best, BIL_R_FAIR_ONE);
    } else if (best == even) {
        say_extreme(r, section, best, BIL_R_FAIR_BOTH);
    } else {
        say_extreme(r, section, best, BIL_R_FAIR_BEST);
        say_extreme(r, section, even, BIL_R_FAIR_EVEN);
    }
}

static void frontier(bil_reporting *r)
{
    static const struct {
        bil_report_word name;
        bil_metric metric;
        bil_report_unit unit;
    } columns[] = {
        {BIL_R_C_SCORE, BIL_METRIC_SCORE_MEAN, BIL_REPORT_POINTS},
        {BIL_R_C_GINI, BIL_METRIC_GINI, BIL_REPORT_INDEX},
        {BIL_R_C_LEAST, BIL_METRIC_SCORE_P10, BIL_REPORT_POINTS},
        {BIL_R_C_ESSENTIAL, BIL_METRIC_ESSENTIAL_PERSONS, BIL_REPORT_SHARE},
        {BIL_R_C_PRICE_OF_FAIRNESS, BIL_METRIC_PRICE_OF_FAIRNESS, BIL_REPORT_SHARE},
        {BIL_R_C_PRICE_OF_EFFICIENCY, BIL_METRIC_PRICE_OF_EFFICIENCY, BIL_REPORT_SHARE},
    };
    bil_report_section *section = bil_reporting_section(r, "fairness", BIL_R_FAIR, BIL_R_FAIR_LEAD);
    say_frontier(r, section);
    if (!bil_reporting_groups_table(r, section, F_COLUMNS)) {
        return;
    }
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
        bil_reporting_column(section, F_SCORE + c, bil_report_words(columns[c].name),
                             columns[c].unit);
        for (size_t row = 0; row < r->row_count; row++) {
            bil_reporting_put_mean(r, section, row, F_SCORE + c, columns[c].metric);
        }
    }
    bil_reporting_column(section, F_BEATEN, bil_report_words(BIL_R_C_BEATEN), BIL_REPORT_TEXT);
    for (size_t row = 0; row < r->row_count; row++) {
        bil_reporting_text(
            section, row, F_BEATEN,
            bil_report_words(is_beaten(r, r->row_groups[row]) ? BIL_R_YES : BIL_R_NO));
    }
    bil_reporting_chart(section, "frontier", F_SCORE, F_GINI + 1,
                        bil_report_words(BIL_R_FAIR_CHART));
}

/* ---- Lorenz ---- */

/* At the reference point each rule; where there is one rule, each point. */
static size_t curves_of(const bil_reporting *r, size_t out[BIL_REPORT_CURVES_MAX])
{
    const size_t point = r->reference / r->rules;
    size_t count = 0;
    for (size_t row = 0; row < r->row_count && count < BIL_REPORT_CURVES_MAX; row++) {
        const size_t g = r->row_groups[row];
        if (r->groups[g].with_lorenz > 0 && (r->rules == 1 || g / r->rules == point)) {
            out[count++] = g;
        }
    }
    return count;
}

static int64_t lorenz_at(const bil_reporting *r, size_t g, size_t k)
{
    return bil_reporting_divide(r->groups[g].lorenz_e9[k], r->groups[g].with_lorenz);
}

static void say_lorenz(bil_reporting *r, bil_report_section *section, const size_t *groups,
                       size_t count)
{
    enum { HALF = BIL_METRIC_LORENZ_STEPS / 2 };
    for (size_t i = 0; i < count; i++) {
        const bil_words values[] = {
            r->rules == 1 ? r->point_names[groups[i]] : r->rule_names[groups[i] % r->rules],
            bil_reporting_figure(r, BIL_REPORT_SHARE, lorenz_at(r, groups[i], HALF))};
        bil_reporting_add(section, bil_reporting_say(r, BIL_R_LORENZ_HALF, values, 2));
    }
}

static void lorenz(bil_reporting *r)
{
    enum { STEP = 2, ROWS = BIL_METRIC_LORENZ_STEPS / STEP + 1 };
    size_t groups[BIL_REPORT_CURVES_MAX];
    const size_t count = curves_of(r, groups);
    if (count == 0) {
        return;
    }
    bil_report_section *section =
        bil_reporting_section(r, "lorenz", BIL_R_LORENZ, BIL_R_LORENZ_LEAD);
    say_lorenz(r, section, groups, count);
    if (!bil_reporting_table(r, section, count + 1, ROWS)) {
        return;
    }
    bil_reporting_column(section, 0, bil_report_words(BIL_R_C_PERSONS), BIL_REPORT_SHARE);
    for (size_t i = 0; i < count; i++) {
        bil_reporting_column(section, i + 1,
                             r->rules == 1 ? r->point_names[groups[i]]
                                           : r->rule_names[groups[i] % r->rules],
                             BIL_REPORT_SHARE);
    }
    for (size_t row = 0; row < ROWS; row++) {
        const size_t k = row * STEP;
        bil_reporting_put(section, row, 0,
                          (int64_t)k * INT64_C(1000000000) / BIL_METRIC_LORENZ_STEPS);
        for (size_t i = 0; i < count; i++) {
            bil_reporting_put(section, row, i + 1, lorenz_at(r, groups[i], k));
        }
    }
    bil_reporting_chart(section, "lorenz", 1, count + 1, bil_report_words(BIL_R_LORENZ_CHART));
}

void bil_report_fair(bil_reporting *r)
{
    frontier(r);
    lorenz(r);
}
