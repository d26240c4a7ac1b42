/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How evenly: inequality, who has more, gaps between groups, envy, what fairness costs. */
#include <math.h>

#include "solver/metrics_impl.h"

#define E9 1e9

/* ---- inequality ---- */

void bil_measure_gini(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_gini(pen->scores, pen->count));
}

void bil_measure_theil(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_theil(pen->scores, pen->count));
}

void bil_measure_atkinson_half(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_atkinson(pen->scores, pen->count, 0.5));
}

void bil_measure_atkinson_one(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_atkinson(pen->scores, pen->count, 1.0));
}

void bil_measure_palma(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_palma(pen->scores, pen->count));
}

void bil_measure_money_gini(bil_metric_pen *pen)
{
    for (size_t k = 0; k < pen->count; k++) {
        pen->values[k] = bil_metric_money(bil_metric_row(pen, k));
    }
    bil_sort_ascending(pen->values, pen->count);
    bil_metric_put(pen, bil_gini(pen->values, pen->count));
}

/* ---- who has more ---- */

typedef enum { BY_NEED, BY_ISEE } ranking;
typedef enum { OF_SCORE, OF_MONEY, OF_COPAY } thing;

static double thing_of(const bil_outcome_row *row, thing of)
{
    switch (of) {
    case OF_SCORE:
        return bil_metric_score(row);
    case OF_MONEY:
        return bil_metric_money(row);
    case OF_COPAY:
        break;
    }
    return row->months > 0 ? (double)row->person_cents / row->months : 0.0;
}

/* Sorted by place; who has none is left out. */
static size_t rank(bil_metric_pen *pen, ranking by, thing of)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        if (by == BY_NEED || row->isee_cents >= 0) {
            const int64_t place = by == BY_NEED ? row->need_points : row->isee_cents;
            pen->ranked[count++] = (bil_ranked){(double)place, thing_of(row, of)};
        }
    }
    bil_sort_ranked(pen->ranked, count);
    return count;
}

static void put_concentration(bil_metric_pen *pen, ranking by, thing of)
{
    const size_t count = rank(pen, by, of);
    bil_metric_put(pen, bil_concentration(pen->ranked, count));
}

static void put_erreygers(bil_metric_pen *pen, ranking by)
{
    const size_t count = rank(pen, by, OF_SCORE);
    bil_metric_put(pen, bil_erreygers(pen->ranked, count, 0.0, 1.0));
}

void bil_measure_severity_concentration(bil_metric_pen *pen)
{
    put_concentration(pen, BY_NEED, OF_SCORE);
}

void bil_measure_severity_erreygers(bil_metric_pen *pen)
{
    put_erreygers(pen, BY_NEED);
}

void bil_measure_isee_concentration(bil_metric_pen *pen)
{
    put_concentration(pen, BY_ISEE, OF_SCORE);
}

void bil_measure_isee_erreygers(bil_metric_pen *pen)
{
    put_erreygers(pen, BY_ISEE);
}

void bil_measure_money_severity(bil_metric_pen *pen)
{
    put_concentration(pen, BY_NEED, OF_MONEY);
}

void bil_measure_money_isee(bil_metric_pen *pen)
{
    put_concentration(pen, BY_ISEE, OF_MONEY);
}

void bil_measure_copay_isee(bil_metric_pen *pen)
{
    put_concentration(pen, BY_ISEE, OF_COPAY);
}

/* ---- gaps ---- */

/* Of fewer persons a mean says little. */
enum { GROUP_LEAST = 5 };

static void put_gap(bil_metric_pen *pen, bil_metric_groups by, bool standard)
{
    const size_t groups = bil_metric_group_count(pen, by);
    for (size_t k = 0; k < pen->count; k++) {
        pen->values[k] = bil_metric_score(bil_metric_row(pen, k));
        pen->group[k] = bil_metric_group_of(pen, by, k);
    }
    (void)bil_group_fill(pen->sums, groups, pen->values, pen->group, pen->count);
    bil_metric_put(pen, standard ? bil_group_gap_standard(pen->sums, groups, GROUP_LEAST)
                                 : bil_group_gap(pen->sums, groups, GROUP_LEAST));
}

void bil_measure_gap_age(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_AGE, false);
}

void bil_measure_gap_age_standard(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_AGE, true);
}

void bil_measure_gap_sex(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_SEX, false);
}

void bil_measure_gap_sex_standard(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_SEX, true);
}

void bil_measure_gap_area(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_AREA, false);
}

void bil_measure_gap_area_standard(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_AREA, true);
}

void bil_measure_gap_intensity(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_INTENSITY, false);
}

void bil_measure_gap_intensity_standard(bil_metric_pen *pen)
{
    put_gap(pen, BIL_METRIC_GROUPS_INTENSITY, true);
}

/* ---- envy ---- */

void bil_measure_envy(bil_metric_pen *pen)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        if (row->need_points > 0) {
            pen->enviers[count++] = (bil_envier){bil_metric_money(row) / (double)row->need_points,
                                                 (double)row->score_e9 >= E9};
        }
    }
    bil_sort_enviers(pen->enviers, count);
    bil_metric_put(pen, bil_envy(pen->enviers, count));
}

/* ---- what fairness costs ---- */

static void put_price(bil_metric_pen *pen, int64_t best, int64_t reached)
{
    const int64_t price_e9 = bil_metric_price(best, reached, (int64_t)E9);
    bil_metric_put(pen, price_e9 < 0 ? BIL_UNDEFINED : (double)price_e9 / E9);
}

void bil_measure_price_of_fairness(bil_metric_pen *pen)
{
    int64_t sum = 0;
    for (size_t k = 0; k < pen->count; k++) {
        sum += bil_metric_row(pen, k)->score_e9;
    }
    put_price(pen, pen->in->sum_bound_e9, sum);
}

void bil_measure_price_of_efficiency(bil_metric_pen *pen)
{
    if (pen->count > 0) {
        put_price(pen, pen->in->minimum_bound_e9, llround(pen->scores[0] * E9));
    }
}
