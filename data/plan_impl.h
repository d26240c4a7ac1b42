/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_PLAN_IMPL_H
#define BIL_DATA_PLAN_IMPL_H

/* What the readers of a plan's parts share. Faults go to the document's list; lack of memory sets
 * `no_memory` and is looked at once at the end. */

#include "data/plan.h"

typedef struct {
    bil_plan *plan;
    const bil_catalogue *catalogue;
    const bil_case *person; /* may be NULL */
    bil_date start;         /* of the phase being read; 0 = not known */
    bool no_memory;
} bil_plan_loader;

void *bil_plan_alloc(bil_plan_loader *loader, size_t count, size_t size);

/* The text of a value, copied; "" when absent, null or wrong (reported). */
const char *bil_plan_text(bil_plan_loader *loader, const bil_json_value *value);

/* The same for codes. */
const char *bil_plan_code(bil_plan_loader *loader, const bil_json_value *value);

/* A member's key, which must be a code. */
const char *bil_plan_key(bil_plan_loader *loader, const bil_json_value *value);

/* Cents within ±BIL_PLAN_CENTS_MAX; 0 when absent. */
int64_t bil_plan_cents(const bil_json_value *value);

bool bil_plan_bool(const bil_json_value *value);

/* A list of codes; empty when absent. */
const char *const *bil_plan_codes(bil_plan_loader *loader, size_t *count,
                                  const bil_json_value *value, size_t count_max);

/* Room for the elements of a list, their number in *count; NULL and 0 when absent or wrong. */
void *bil_plan_list(bil_plan_loader *loader, size_t *count, const bil_json_value *value,
                    size_t count_max, size_t size);

void bil_plan_read_phases(bil_plan_loader *loader, const bil_json_value *value);
void bil_plan_read_overrides(bil_plan_loader *loader, const bil_json_value *value);

/* The member `overrides`, when there are any. */
void bil_plan_put_overrides(bil_json_writer *w, const bil_plan *plan);

#endif
