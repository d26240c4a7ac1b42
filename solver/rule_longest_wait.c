/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has waited longest is first. Who has a plan that runs does not wait. */
#include "solver/rule.h"

bil_status bil_rule_longest_wait(bil_allocation **out, const bil_rule_question *question,
                                 bil_error *err)
{
    return bil_serve_in_order(out, question, bil_by_wait, err);
}
