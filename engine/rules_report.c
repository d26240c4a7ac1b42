/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rules_report.h"

void bil_rules_report_free(bil_rules_report *report)
{
    for (size_t r = 0; report != NULL && r < report->rule_count; r++) {
        bil_metrics_free(report->rules[r].mean);
    }
    if (report != NULL) {
        bil_arena_free(report->arena);
    }
}
