/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ALLOCATION_H
#define BIL_DATA_DOCUMENT_ALLOCATION_H

/* How a district's money and places are shared among its persons, for programs and for planners. */

#include "data/document.h"
#include "data/json.h"
#include "engine/allocation.h"
#include "engine/metrics.h"

/* How many persons of a kind the table names when it is not asked for all. */
enum { BIL_DOCUMENT_ALLOCATION_NAMED = 20 };

/* `--format json`: the report as `bilancia-allocation`, one line a person. Adds to `out`. */
BIL_MUST_CHECK bil_status bil_document_allocation_json(bil_text *out,
                                                       const bil_allocation_report *report,
                                                       bil_error *err);

/* `--format table`: sums first, then pools, places, and the persons who wait; `all` shows every
 * person and every place. `out` is left as it was when there is no memory. */
BIL_MUST_CHECK bil_status bil_document_allocation_table(bil_text *out,
                                                        const bil_allocation_report *report,
                                                        const bil_document_options *options,
                                                        bool all, bil_error *err);

/* A figure of a metric (its value, or an end of its interval) as a member: null where the metric is
 * not defined. */
void bil_metric_value_put(bil_json_writer *json, const char *key, const bil_metric_value *value,
                          int64_t number);

#endif
