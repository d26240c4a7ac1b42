/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check.h"

#include <string.h>

#include "engine/check_impl.h"

static void check_identity(bil_checking *check)
{
    const char *named = check->plan->case_id == NULL ? "" : check->plan->case_id;
    if (strcmp(named, check->person->id) != 0) {
        bil_check_report(check, bil_check_plan_place(), BIL_CHECK_IDENTITY, check->person->id,
                         named);
    }
}

/* Does the plan claim to be one? Nothing else is asked of one that says there is none. */
static bool check_status(bil_checking *check)
{
    switch (check->plan->status) {
    case BIL_PLAN_OPTIMAL:
    case BIL_PLAN_FEASIBLE:
    case BIL_PLAN_STOPPED:
        return true;
    case BIL_PLAN_INFEASIBLE:
        if (check->plan->phase_count > 0) {
            bil_check_numbers(check, bil_check_plan_place(), BIL_CHECK_STATUS, "", 0,
                              (bil_big)check->plan->phase_count);
        }
        return false;
    }
    bil_check_numbers(check, bil_check_plan_place(), BIL_CHECK_STATUS, "≤ ", BIL_PLAN_STOPPED,
                      (bil_big)check->plan->status);
    return true;
}

static void check_everything(bil_checking *check)
{
    if (!bil_check_facts(check)) {
        check->out_of_memory = true;
        return;
    }
    bil_check_phases(check);
    bil_check_lines(check);
    bil_check_funding(check);
    bil_check_ceilings(check);
    bil_check_hours(check);
    bil_check_wishes(check);
    bil_check_rules(check);
    bil_check_irreducible(check);
    bil_check_figures(check);
    bil_check_score(check);
}

bil_status bil_check(bil_verdict *out, const bil_plan *plan, const bil_case *person,
                     bil_arena *arena, bil_error *err)
{
    BIL_ASSERT(plan != NULL && person != NULL && person->catalogue != NULL);
    bil_checking check = {
        .plan = plan,
        .person = person,
        .catalogue = person->catalogue,
        .scratch = bil_arena_new(),
        .result = arena,
    };
    if (check.scratch == NULL) {
        return bil_fail_nomem(err);
    }
    check_identity(&check);
    bil_verdict verdict = {0};
    const bool whole = check_status(&check);
    if (whole) {
        check_everything(&check);
    }
    bil_check_finish(&check, 0, &verdict.items, &verdict.count);
    if (whole && !check.out_of_memory) {
        const size_t first = check.finding_count;
        check.on_waived = true;
        bil_check_rules(&check);
        bil_check_absorbed(&check);
        bil_check_finish(&check, first, &verdict.waived, &verdict.waived_count);
    }
    bil_arena_free(check.scratch);
    if (check.out_of_memory) {
        return bil_fail_nomem(err);
    }
    *out = verdict;
    return BIL_OK;
}
