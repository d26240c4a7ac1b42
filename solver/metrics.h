/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SOLVER_METRICS_H
#define BIL_SOLVER_METRICS_H

/* From what became of the persons of a district to the metrics of engine/metrics.def. The same
 * table gives the same values, whatever the order of its rows but for the last of nine decimals. */

#include "engine/metrics.h"
#include "solver/bootstrap.h"

/* Every metric of the registry, with its parts, and the groups of persons. `*out` belongs to the
 * caller and borrows the names of the table. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_metrics_compute(bil_metrics **out, const bil_outcomes *outcomes,
                                              bil_error *err);

/* Intervals for the metrics that are about persons, as if the district's had been drawn from many
 * like them. */
BIL_MUST_CHECK bil_status bil_metrics_add_intervals(bil_metrics *metrics,
                                                    const bil_outcomes *outcomes,
                                                    const bil_bootstrap_settings *settings,
                                                    bil_error *err);

/* The mean over runs (with other seeds, in other districts) of the same rule, with its interval: of
 * one run there is none. A value is defined where it is in every run; parts that a run does not
 * have count as 0. Groups and the Lorenz curve are not told. `count` > 0. */
BIL_MUST_CHECK bil_status bil_metrics_mean(bil_metrics **out, const bil_metrics *const *runs,
                                           size_t count, const bil_bootstrap_settings *settings,
                                           bil_error *err);

#endif
