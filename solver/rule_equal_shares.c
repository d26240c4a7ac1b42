/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method of equal shares, for plans: everybody has an equal purse for each month and buys the
 * steps of the own ladder with it; the purses grow together until somebody's next step finds no
 * money in a pool. What is left then buys the steps that bring most for a euro.
 *
 * Where the method is at home, projects serve many and their friends share the cost; a plan serves
 * one, who alone pays for it. What remains of it is this: equal purses that grow, and the rest at
 * the end by worth. */
#include "solver/rule.h"

bil_status bil_rule_equal_shares(bil_allocation **out, const bil_rule_question *question,
                                 bil_error *err)
{
    return bil_serve_steps(out, question, bil_by_total, bil_by_worth, err);
}
