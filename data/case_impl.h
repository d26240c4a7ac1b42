/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_CASE_IMPL_H
#define BIL_DATA_CASE_IMPL_H

/* What the readers of a case's parts share. Faults go to the document's list; lack of memory sets
 * `no_memory` and is looked at once at the end. */

#include "data/case.h"

typedef struct {
    bil_case *person;
    const bil_catalogue *catalogue;
    bool no_memory;
} bil_case_loader;

void *bil_case_alloc(bil_case_loader *loader, size_t count, size_t size);
const char *bil_case_text(bil_case_loader *loader, const char *text);

/* Which row of the catalogue an item of the case's list names; BIL_NONE items are left out. */
typedef struct {
    bil_index index;
    size_t place; /* in the file */
    const bil_json_value *value;
} bil_placed;

/* Sorts by catalogue index, drops BIL_NONE, reports rows named twice; the number that is left. */
size_t bil_case_order(bil_placed *items, size_t count);

/* The parts of a case; `value` may be NULL for those that may be absent. */
void bil_case_read_needs(bil_case_loader *loader, const bil_json_value *value);
void bil_case_read_sources(bil_case_loader *loader, const bil_json_value *value);
void bil_case_read_budget(bil_case_loader *loader, bil_budget *out, const bil_json_value *value);
void bil_case_read_in_place(bil_case_loader *loader, const bil_json_value *value);
void bil_case_read_wishes(bil_case_loader *loader, const bil_json_value *value);
void bil_case_read_overrides(bil_case_loader *loader, const bil_json_value *value);
void bil_case_read_phases(bil_case_loader *loader, const bil_json_value *value);

#endif
