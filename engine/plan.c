/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan.h"

#include "engine/words.h"

void bil_plan_free(bil_plan *plan)
{
    if (plan != NULL) {
        bil_arena_free(plan->arena);
    }
}

const char *bil_plan_status_name(bil_plan_status status)
{
    switch (status) {
    case BIL_PLAN_OPTIMAL:
        return "optimal";
    case BIL_PLAN_FEASIBLE:
        return "feasible";
    case BIL_PLAN_INFEASIBLE:
        return "infeasible";
    case BIL_PLAN_STOPPED:
        return "stopped";
    }
    return NULL;
}

const char *bil_unmet_reason_name(bil_unmet_reason reason)
{
    switch (reason) {
    case BIL_UNMET_OFFER:
        return "offer";
    case BIL_UNMET_LIMIT:
        return "limit";
    case BIL_UNMET_RULE:
        return "rule";
    case BIL_UNMET_BUDGET:
        return "budget";
    case BIL_UNMET_SOURCE:
        return "source";
    case BIL_UNMET_WISH:
        return "wish";
    case BIL_UNMET_WORTH:
        return "worth";
    }
    return NULL;
}

bil_words bil_unmet_reason_words(bil_unmet_reason reason)
{
    switch (reason) {
    case BIL_UNMET_OFFER:
        return bil_answer_words(BIL_A_UNMET_OFFER);
    case BIL_UNMET_LIMIT:
        return bil_answer_words(BIL_A_UNMET_LIMIT);
    case BIL_UNMET_RULE:
        return bil_answer_words(BIL_A_UNMET_RULE);
    case BIL_UNMET_BUDGET:
        return bil_answer_words(BIL_A_UNMET_BUDGET);
    case BIL_UNMET_SOURCE:
        return bil_answer_words(BIL_A_UNMET_SOURCE);
    case BIL_UNMET_WISH:
        return bil_answer_words(BIL_A_UNMET_WISH);
    case BIL_UNMET_WORTH:
        return bil_answer_words(BIL_A_UNMET_WORTH);
    }
    return (bil_words){"", ""};
}
