/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least below the essential levels, then the greatest sum of scores. */
#include "solver/rule.h"

bil_status bil_rule_essential_first(bil_allocation **out, const bil_rule_question *question,
                                    bil_error *err)
{
    bil_allocate_settings settings = *question->settings;
    settings.objective = BIL_OBJECTIVE_ESSENTIAL_FIRST;
    return bil_allocate(out, question->district, question->persons, question->count, &settings,
                        err);
}
