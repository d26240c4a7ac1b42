/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who needs most is first: the band somebody gave, then the points of need, then the request. */
#include "solver/rule.h"

bil_status bil_rule_severity_first(bil_allocation **out, const bil_rule_question *question,
                                   bil_error *err)
{
    return bil_serve_in_order(out, question, bil_by_severity, err);
}
