/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets something, who waits and for what, who is passed over, what changes. Nobody at all is a
 * district that says nothing: then no count is defined. */
#include <math.h>
#include <stdlib.h>

#include "solver/metrics_impl.h"

static double counted(const bil_metric_pen *pen, size_t count)
{
    return pen->count > 0 ? (double)count : BIL_UNDEFINED;
}

static void put_status(bil_metric_pen *pen, bil_allotted_status a, bil_allotted_status b)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_allotted_status status = bil_metric_row(pen, k)->status;
        count += status == a || status == b ? 1 : 0;
    }
    bil_metric_put(pen, counted(pen, count));
}

static bool waits(const bil_outcome_row *row, bil_waits_for why)
{
    return row->status == BIL_ALLOTTED_WAITING && row->waits == why;
}

static void put_waiting(bil_metric_pen *pen, bil_waits_for why)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        count += waits(bil_metric_row(pen, k), why) ? 1 : 0;
    }
    bil_metric_put(pen, counted(pen, count));
}

void bil_measure_served(bil_metric_pen *pen)
{
    put_status(pen, BIL_ALLOTTED_PLAN, BIL_ALLOTTED_PLAN);
}

void bil_measure_as_today(bil_metric_pen *pen)
{
    put_status(pen, BIL_ALLOTTED_TODAY, BIL_ALLOTTED_TODAY);
}

void bil_measure_waiting_money(bil_metric_pen *pen)
{
    put_waiting(pen, BIL_WAITS_MONEY);
}

void bil_measure_waiting_place(bil_metric_pen *pen)
{
    put_waiting(pen, BIL_WAITS_PLACE);
}

void bil_measure_waiting_either(bil_metric_pen *pen)
{
    put_waiting(pen, BIL_WAITS_BOTH);
}

void bil_measure_not_reached(bil_metric_pen *pen)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        count += row->status == BIL_ALLOTTED_NONE || row->status == BIL_ALLOTTED_FAILED ||
                         waits(row, BIL_WAITS_STOPPED)
                     ? 1
                     : 0;
    }
    bil_metric_put(pen, counted(pen, count));
}

void bil_measure_without_support(bil_metric_pen *pen)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        count += row->lines == 0 && row->need_points > 0 ? 1 : 0;
    }
    bil_metric_put(pen, counted(pen, count));
}

/* ---- passed over ---- */

static bool dated(const bil_outcome_row *row)
{
    return row->requested_on > 0 &&
           (row->status == BIL_ALLOTTED_PLAN || row->status == BIL_ALLOTTED_WAITING);
}

/* Served and waiting persons with a date, by need; of equal need in any order: one of equal need
 * passes nobody over. `value` is the date, negative for those who wait. */
static size_t list_dated(bil_metric_pen *pen)
{
    size_t count = 0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        if (dated(row)) {
            const double date = (double)row->requested_on;
            pen->ranked[count++] = (bil_ranked){(double)row->need_points,
                                                row->status == BIL_ALLOTTED_PLAN ? date : -date};
        }
    }
    bil_sort_ranked(pen->ranked, count);
    return count;
}

void bil_measure_passed_over(bil_metric_pen *pen)
{
    const size_t count = list_dated(pen);
    size_t passed = 0;
    double latest = 0.0; /* request of those with less need who were served */
    for (size_t from = 0; from < count;) {
        double here = latest;
        size_t to = from;
        for (; to < count && pen->ranked[to].rank == pen->ranked[from].rank; to++) {
            const double date = pen->ranked[to].value;
            passed += date < 0.0 && latest > -date ? 1 : 0;
            here = fmax(here, date);
        }
        latest = here;
        from = to;
    }
    bil_metric_put(pen, count > 0 ? (double)passed : BIL_UNDEFINED);
}

/* ---- how people live, what changes ---- */

void bil_measure_residence_share(bil_metric_pen *pen)
{
    double months = 0.0;
    double residence = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        months += bil_metric_row(pen, k)->months;
        residence += bil_metric_row(pen, k)->residence_months;
    }
    bil_metric_put(pen, months > 0.0 ? residence / months : BIL_UNDEFINED);
}

static double changes(const bil_outcome_row *row)
{
    return (double)(row->added + row->ended + row->changed);
}

void bil_measure_churn(bil_metric_pen *pen)
{
    double all = 0.0;
    double changed = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        const bil_outcome_row *row = bil_metric_row(pen, k);
        all += (double)(row->today_services + row->added);
        changed += changes(row);
    }
    bil_metric_put(pen, all > 0.0 ? changed / all : BIL_UNDEFINED);
}

void bil_measure_changes(bil_metric_pen *pen)
{
    double sum = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        sum += changes(bil_metric_row(pen, k));
    }
    bil_metric_put(pen, pen->count > 0 ? sum : BIL_UNDEFINED);
}

void bil_measure_lines(bil_metric_pen *pen)
{
    double sum = 0.0;
    for (size_t k = 0; k < pen->count; k++) {
        sum += (double)bil_metric_row(pen, k)->lines;
    }
    bil_metric_put(pen, pen->count > 0 ? sum : BIL_UNDEFINED);
}
