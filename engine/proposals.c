/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/proposals.h"

const char *bil_goal_name(bil_goal goal)
{
    static const char *const names[BIL_GOAL_COUNT] = {
        [BIL_GOAL_BEST] = "best",           [BIL_GOAL_PUBLIC_MONEY] = "public-money",
        [BIL_GOAL_FAMILY] = "family",       [BIL_GOAL_HOME] = "home",
        [BIL_GOAL_PROVIDERS] = "providers", [BIL_GOAL_PREFERENCES] = "preferences",
        [BIL_GOAL_OTHER_WAY] = "other-way",
    };
    return (unsigned)goal < BIL_GOAL_COUNT ? names[goal] : NULL;
}

const char *bil_missed_reason_name(bil_missed_reason reason)
{
    switch (reason) {
    case BIL_MISSED_NOTHING:
        return "nothing-to-gain";
    case BIL_MISSED_DISTANCE:
        return "none-within-distance";
    case BIL_MISSED_NEAR:
        return "too-near";
    case BIL_MISSED_WORSE:
        return "not-better";
    case BIL_MISSED_FIRST:
        return "first-outdone";
    case BIL_MISSED_STOPPED:
        return "stopped";
    }
    return NULL;
}

void bil_proposals_free(bil_proposals *proposals)
{
    if (proposals == NULL) {
        return;
    }
    for (size_t i = 0; i < proposals->count; i++) {
        bil_plan_free(proposals->plans[i]);
    }
    bil_plan_free(proposals->today);
    bil_arena_free(proposals->arena);
}

bool bil_figures_not_better(const bil_figures *a, const bil_figures *b)
{
    return a->score_e9 <= b->score_e9 && a->public_cents >= b->public_cents &&
           a->family_hours >= b->family_hours && a->family_cents >= b->family_cents &&
           a->providers >= b->providers && a->home_months <= b->home_months;
}

bil_status bil_proposals_compare(bil_proposals *proposals, const bil_case *person, bil_error *err)
{
    for (size_t i = 0; i < proposals->count; i++) {
        bil_status status = bil_difference_of(&proposals->from_first[i], proposals->plans[0],
                                              proposals->plans[i], person, proposals->arena, err);
        if (status == BIL_OK && proposals->today != NULL) {
            status = bil_difference_of(&proposals->from_today[i], proposals->today,
                                       proposals->plans[i], person, proposals->arena, err);
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}
