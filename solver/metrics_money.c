/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money: how much, whose, what is left, what a point of score costs, what persons pay themselves;
 * and the two facts about the computation. */
#include <math.h>

#include "solver/metrics_impl.h"

typedef int64_t (*amount)(const bil_outcome_row *row);

static int64_t public_of(const bil_outcome_row *row)
{
    return row->public_cents;
}

static int64_t cost_of(const bil_outcome_row *row)
{
    return row->cost_cents;
}

static int64_t person_of(const bil_outcome_row *row)
{
    return row->person_cents;
}

static double sum_of(const bil_metric_pen *pen, amount of)
{
    double sum = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        sum += (double)of(bil_metric_row(pen, k));
    }
    return sum;
}

void bil_measure_public_money(bil_metric_pen *pen)
{
    bil_metric_put(pen, pen->count > 0 ? sum_of(pen, public_of) : BIL_UNDEFINED);
}

/* The mean over the persons of what it comes to in a month of each one's plan. */
static void put_month(bil_metric_pen *pen, amount of)
{
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        pen->values[k] = row->months > 0 ? (double)of(row) / row->months : 0.0;
    }
    bil_metric_put(pen, bil_mean(pen->values, pen->count));
}

void bil_measure_public_month(bil_metric_pen *pen)
{
    put_month(pen, public_of);
}

void bil_measure_copay_month(bil_metric_pen *pen)
{
    put_month(pen, person_of);
}

void bil_measure_spending(bil_metric_pen *pen)
{
    const size_t sources = pen->in->catalogue->source_count;
    for (size_t source = 0; source < sources && pen->count > 0; source++) {
        double sum = 0.0;
        for (size_t k = 0; k < pen->count; k++) {
            sum += (double)pen->in->spent[bil_metric_index(pen, k) * sources + source];
        }
        bil_metric_put_part(pen, source, sum);
    }
}

void bil_measure_unspent(bil_metric_pen *pen)
{
    for (size_t p = 0; p < pen->in->pool_count; p++) {
        const bil_outcome_pool *pool = &pen->in->pools[p];
        bil_metric_put_part(pen, p, (double)(pool->limit_cents - pool->used_cents));
    }
}

void bil_measure_unspent_share(bil_metric_pen *pen)
{
    double limits = 0.0;
    double left = 0.0;
    for (size_t p = 0; p < pen->in->pool_count; p++) {
        limits += (double)pen->in->pools[p].limit_cents;
        left += (double)(pen->in->pools[p].limit_cents - pen->in->pools[p].used_cents);
    }
    bil_metric_put(pen, limits > 0.0 ? left / limits : BIL_UNDEFINED);
}

/* A point is a hundredth of all needs of one person. */
void bil_measure_cost_per_point(bil_metric_pen *pen)
{
    const double points = 100.0 * bil_mean(pen->scores, pen->count) * (double)pen->count;
    bil_metric_put(pen, points > 0.0 ? sum_of(pen, public_of) / points : BIL_UNDEFINED);
}

void bil_measure_copay_share(bil_metric_pen *pen)
{
    const double cost = sum_of(pen, cost_of);
    bil_metric_put(pen, cost > 0.0 ? sum_of(pen, person_of) / cost : BIL_UNDEFINED);
}

void bil_measure_copay_burden(bil_metric_pen *pen)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        if (row->income_cents > 0) {
            pen->values[count++] = (double)row->pension_cents / (double)row->income_cents;
        }
    }
    bil_metric_put(pen, bil_mean(pen->values, count));
}

/* ---- the computation ---- */

void bil_measure_gap(bil_metric_pen *pen)
{
    bil_metric_put(pen, pen->in->gap_e9 >= 0 ? (double)pen->in->gap_e9 * 1e-9 : BIL_UNDEFINED);
}

void bil_measure_time(bil_metric_pen *pen)
{
    bil_metric_put(pen, pen->in->milliseconds >= 0 ? (double)pen->in->milliseconds : BIL_UNDEFINED);
}
