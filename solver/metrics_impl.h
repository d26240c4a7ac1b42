/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_METRICS_IMPL_H
#define BIL_SOLVER_METRICS_IMPL_H

/* Between the files of the metrics: what their functions read, and where they write. A function
 * writes its figure, or one for each part; what it does not write stays not defined. */

#include "solver/measures.h"
#include "solver/metrics.h"

typedef struct {
    const bil_outcomes *in;
    const size_t *picked; /* the persons, some twice; NULL = all of them */
    size_t count;
    double *scores; /* of them, ascending */
    /* Scratch, for `count` persons each. */
    double *values;
    double *weights;
    bil_ranked *ranked;
    bil_envier *enviers;
    size_t *group;
    bil_group_sums *sums; /* as many as persons, or ages if these are more */
    /* Groups by sex and by area of every person of the table; SIZE_MAX = unknown. */
    const size_t *sex_of;
    const size_t *area_of;
    size_t sexes;
    size_t areas;
    const char *const *sex_names;
    const char *const *area_names;
    /* Where the metric at hand goes. */
    bil_metric_value *at;
    size_t parts;
} bil_metric_pen;

/* Of person `k` of `count`. */
size_t bil_metric_index(const bil_metric_pen *pen, size_t k);
const bil_outcome_row *bil_metric_row(const bil_metric_pen *pen, size_t k);

/* NAN = not defined. Scores, shares and indices as they are, all else in its unit. */
void bil_metric_put(bil_metric_pen *pen, double value);
void bil_metric_put_part(bil_metric_pen *pen, size_t part, double value);

/* Group of person `k`: SIZE_MAX = unknown; and how many groups there can be. */
size_t bil_metric_group_of(const bil_metric_pen *pen, bil_metric_groups by, size_t k);
size_t bil_metric_group_count(const bil_metric_pen *pen, bil_metric_groups by);

/* Public money a month. */
double bil_metric_money(const bil_outcome_row *row);

double bil_metric_score(const bil_outcome_row *row); /* 0 to 1 */

typedef void (*bil_metric_function)(bil_metric_pen *pen);

#define BIL_METRIC(code, name, unit, low, high, better, basis, parts)                              \
    void bil_measure_##code(bil_metric_pen *pen);
#include "engine/metrics.def"

#endif
