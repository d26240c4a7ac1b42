/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/amendment.h"

const char *bil_reduced_name(bil_reduced reason)
{
    static const char *const names[] = {"unknown",   "dates",  "wish",    "by-hand",  "limit",
                                        "provider",  "payers", "goal",    "replaced", "useless",
                                        "once",      "rule",   "budget",  "source",   "money",
                                        "allowance", "choice", "already", "lines",    "effect"};
    return (unsigned)reason < sizeof names / sizeof names[0] ? names[reason] : NULL;
}

void bil_amendment_free(bil_amendment *amendment)
{
    if (amendment != NULL) {
        bil_plan_free(amendment->old);
        bil_plan_free(amendment->plan);
        bil_arena_free(amendment->arena);
    }
}
