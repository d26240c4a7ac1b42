/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The league table: the steps that bring most for a euro of the pools are taken first, down the
 * list as far as there is money. */
#include "solver/rule.h"

bil_status bil_rule_best_buys(bil_allocation **out, const bil_rule_question *question,
                              bil_error *err)
{
    return bil_serve_steps(out, question, bil_by_worth, NULL, err);
}
