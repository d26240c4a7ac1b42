/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DOCUMENT_ALLOCATION_IMPL_H
#define BIL_DATA_DOCUMENT_ALLOCATION_IMPL_H

/* Pieces of the table of an allocation. `doc` has options and a catalogue, no plan and no case. */

#include "data/document_allocation.h"
#include "data/document_table_impl.h"
#include "data/json.h"
#include "engine/metrics.h"

/* A score, a sum of scores, a share: null when it is not known (-1). */
void bil_allocation_put_e9(bil_json_writer *json, const char *key, int64_t value);

/* Members of the object at hand: "values", "groups", "lorenz". */
void bil_allocation_put_metrics(bil_json_writer *json, const bil_metrics *metrics);

/* How many have more than today, and groups of persons; nothing without metrics. */
void bil_allocation_put_gains(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                              bool all);

/* Names and numbers of what is shared. */
const char *bil_allocation_name(const bil_doc *doc, const bil_shared_result *shared);
const char *bil_allocation_unit(const bil_doc *doc, const bil_shared_result *shared);

/* "1–12", "3": months from the district's first, as people count. */
bil_doc_short bil_allocation_months(const bil_doc *doc, int from, int months);

/* "12,34": hundredths of what covers all needs of one person; "–" for nothing, "< 0,01" for what is
 * too little to show. */
bil_doc_short bil_allocation_points(const bil_doc *doc, int64_t e9);

/* A name in a column of so many characters, less one; what does not fit goes to bil_pen_rest after
 * the row. Gives how many bytes to pass. */
size_t bil_allocation_put_name(bil_text *out, const char *name, size_t column);

/* What people call a group of persons. */
const char *bil_allocation_group_name(const bil_doc *doc, bil_metric_groups by, const char *code);

void bil_allocation_put_pools(bil_text *out, const bil_doc *doc, const bil_allocation_report *r);
void bil_allocation_put_places(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                               bool all);

/* Those who have less than with the plan of before; nothing without any. */
void bil_allocation_put_less(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                             bool all);
void bil_allocation_put_waiting(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                                bool all);

/* Those without a possible plan, and those whose computation failed; nothing without any. */
void bil_allocation_put_left_out(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                                 bool all);
void bil_allocation_put_everybody(bil_text *out, const bil_doc *doc,
                                  const bil_allocation_report *r);

#endif
