/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First come, first served: what happens today. */
#include "solver/rule.h"

bil_status bil_rule_first_come(bil_allocation **out, const bil_rule_question *question,
                               bil_error *err)
{
    return bil_serve_in_order(out, question, bil_by_request, err);
}
