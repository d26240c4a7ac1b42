/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/allocation.h"

#include <stddef.h>

#define NAME(table, value)                                                                         \
    ((unsigned)(value) < sizeof(table) / sizeof *(table) ? (table)[value] : NULL)

const char *bil_allotted_name(bil_allotted_status status)
{
    static const char *const names[] = {"plan", "today", "waiting", "no-plan", "failed"};
    return NAME(names, status);
}

const char *bil_waits_name(bil_waits_for why)
{
    static const char *const names[] = {NULL, "money", "place", "money-or-place", "not-reached"};
    return NAME(names, why);
}

const char *bil_allocation_status_name(bil_allocation_status status)
{
    static const char *const names[] = {"optimal", "feasible", "stopped", "over"};
    return NAME(names, status);
}

int64_t bil_allocation_least_bound_e9(const bil_allocation_report *report)
{
    return report->free_value_e9 >= 0 ? -1 : report->least_bound_e9;
}

void bil_allocation_report_free(bil_allocation_report *report)
{
    if (report != NULL) {
        bil_arena_free(report->arena);
    }
}
