/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan.h"

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
        return (bil_words){"nessun servizio che questa persona può avere copre il bisogno",
                           "no service this person may have covers the need"};
    case BIL_UNMET_LIMIT:
        return (bil_words){"ogni servizio adatto è già al massimo",
                           "every suitable service is at its maximum"};
    case BIL_UNMET_RULE:
        return (bil_words){"una regola di cumulabilità vieta di più",
                           "a cumulability rule forbids more"};
    case BIL_UNMET_BUDGET:
        return (bil_words){"il budget pubblico è esaurito", "the public budget is used up"};
    case BIL_UNMET_SOURCE:
        return (bil_words){"nessuna fonte che può pagare ha ancora denaro o ore",
                           "no source that may pay has money or hours left"};
    case BIL_UNMET_WISH:
        return (bil_words){"lo vieta un desiderio o un blocco della persona",
                           "a wish or a lock forbids it"};
    case BIL_UNMET_WORTH:
        return (bil_words){"possibile, ma il guadagno è piccolo per il denaro chiesto o altri "
                           "bisogni e preferenze vengono prima",
                           "possible, but the gain is small for the money asked, or other needs "
                           "and preferences come first"};
    }
    return (bil_words){"", ""};
}
