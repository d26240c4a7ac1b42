/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By lot, each draw by the points of need of those who are left. */
#include "solver/rule.h"

bil_status bil_rule_lottery(bil_allocation **out, const bil_rule_question *question, bil_error *err)
{
    return bil_serve_in_order(out, question, bil_by_lot, err);
}
