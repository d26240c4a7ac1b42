/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_SCENARIOS_RULES_BENCH_H
#define BIL_SCENARIOS_RULES_BENCH_H

/* Every rule on the same invented districts: a batch (batch.h) whose scenario is written here, and
 * a report of what came of it. */

#include "engine/rules_report.h"
#include "scenarios/batch.h"

typedef struct {
    const char *profile; /* a name or a file, as a scenario says it */
    int64_t persons;
    int64_t districts; /* with seeds first_seed, first_seed + 1, … */
    int64_t first_seed;
    int64_t gap_e9; /* of the rules that look for the best */
} bil_rules_bench;

#define BIL_RULES_BENCH_SCENARIO "rules.scenario.json"

/* Makes the folder where there is none and writes the scenario into it. The same words again give
 * the same file, so that what was done already counts. BIL_E_CANT_WRITE when the folder has a
 * scenario of something else; BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_rules_bench_write(const char *folder, const bil_rules_bench *bench,
                                                bil_error *err);

/* From the cells that are finished. What fairness costs is told for every rule: against the bound
 * that `utilitarian` proves in the same district, and against that of `max-min` for the least
 * score. BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_rules_bench_report(bil_rules_report **out, const bil_batch *batch,
                                                 const char *folder, const bil_rules_bench *bench,
                                                 bil_error *err);

#endif
