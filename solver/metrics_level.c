/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores and needs: how high, how much is missing. */
#include <math.h>

#include "solver/metrics_impl.h"

#define E9 1e9

void bil_measure_score_mean(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_mean(pen->scores, pen->count));
}

void bil_measure_score_weighted(bil_metric_pen *pen)
{
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        pen->values[k] = bil_metric_score(row);
        pen->weights[k] = (double)row->need_points;
    }
    bil_metric_put(pen, bil_weighted_mean(pen->values, pen->weights, pen->count));
}

void bil_measure_score_p10(bil_metric_pen *pen)
{
    enum { TENTH_BP = 1000 };
    bil_metric_put(pen, bil_quantile(pen->scores, pen->count, TENTH_BP));
}

void bil_measure_score_min(bil_metric_pen *pen)
{
    bil_metric_put(pen, bil_quantile(pen->scores, pen->count, 0));
}

void bil_measure_score_gain(bil_metric_pen *pen)
{
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        pen->values[k] = (double)(row->score_e9 - row->today_e9) / E9;
    }
    bil_metric_put(pen, bil_mean(pen->values, pen->count));
}

void bil_measure_essential_shortfall(bil_metric_pen *pen)
{
    for (size_t k = 0; k < pen->count; k++) {
        pen->values[k] = (double)bil_metric_row(pen, k)->shortfall_e9 / E9;
    }
    bil_metric_put(pen, bil_mean(pen->values, pen->count));
}

void bil_measure_essential_met(bil_metric_pen *pen)
{
    double floors = 0.0;
    double met = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        floors += (double)bil_metric_row(pen, k)->floors;
        met += (double)bil_metric_row(pen, k)->floors_met;
    }
    bil_metric_put(pen, floors > 0.0 ? met / floors : BIL_UNDEFINED);
}

void bil_measure_essential_persons(bil_metric_pen *pen)
{
    double with = 0.0;
    double met = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        with += row->floors > 0 ? 1.0 : 0.0;
        met += row->floors > 0 && row->floors_met == row->floors ? 1.0 : 0.0;
    }
    bil_metric_put(pen, with > 0.0 ? met / with : BIL_UNDEFINED);
}

/* What is missing of what is asked for, in one life area. */
typedef struct {
    double asked;
    double missing;
} lack;

static lack lack_of(const bil_metric_pen *pen, size_t axis)
{
    lack out = {0};
    for (size_t k = 0; k < pen->count; k++) {
        const size_t at = bil_metric_index(pen, k) * pen->in->axis_count + axis;
        const double asked = (double)pen->in->axis_asked[at];
        out.asked += asked;
        out.missing += asked * ((double)pen->in->axis_missing_e9[at] / E9);
    }
    return out;
}

void bil_measure_unmet(bil_metric_pen *pen)
{
    lack all = {0};
    for (size_t axis = 0; axis < pen->in->axis_count; axis++) {
        const lack one = lack_of(pen, axis);
        all.asked += one.asked;
        all.missing += one.missing;
    }
    bil_metric_put(pen, all.asked > 0.0 ? all.missing / all.asked : BIL_UNDEFINED);
}

void bil_measure_unmet_by_axis(bil_metric_pen *pen)
{
    for (size_t axis = 0; axis < pen->in->axis_count; axis++) {
        const lack one = lack_of(pen, axis);
        bil_metric_put_part(pen, axis, one.asked > 0.0 ? one.missing / one.asked : BIL_UNDEFINED);
    }
}
