/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of a participatory budget: faults, or an election that holds together and
 * that every rule answers within its budget. */
#include "data/pabulib.h"
#include "solver/election.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { LINES_MAX = 200 };

static void try_rules(const bil_election *e, bil_arena *arena)
{
    const bil_elect_settings settings = {.seed = 1};
    for (bil_elect_by rule = 0; rule < BIL_ELECT_BY_COUNT; rule++) {
        /* not the search for the greatest sum: it may take its time */
        if (bil_elect_applies(rule, e->kind) && rule != BIL_ELECT_BY_UTILITARIAN) {
            bil_elected out;
            BIL_ASSERT(bil_elect(&out, rule, e, NULL, &settings, arena, NULL) == BIL_OK);
            BIL_ASSERT(out.cost_cents <= e->budget_cents && out.served <= e->voter_count);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_election *e = NULL;
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    const bil_status status =
        bil_pabulib_read(&e, (const char *)bytes, size, "fuzz", arena, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT((status == BIL_OK) == (faults.errors == 0));
    if (status == BIL_OK) {
        for (size_t k = 0; k < e->first[e->voter_count]; k++) {
            BIL_ASSERT(e->lines[k].project < e->project_count && e->lines[k].points >= 0);
        }
        for (uint32_t j = 0; j < e->project_count; j++) {
            BIL_ASSERT(e->projects[j].cost_cents > 0 && e->projects[j].id[0] != '\0');
        }
        if (e->first[e->voter_count] <= LINES_MAX) {
            try_rules(e, arena);
        }
    }
    bil_arena_free(arena);
    return 0;
}
