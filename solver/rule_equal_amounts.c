/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same amount of the pools' money for everybody, month for month. */
#include <stdlib.h>

#include "solver/rule.h"

/* So much for each month of the plan. */
static bil_status amounts(bil_amount_sheet *sheet, bil_error *err)
{
    int64_t *weights = calloc(sheet->count + 1, sizeof *weights);
    if (weights == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t k = 0; k < sheet->count; k++) {
        weights[k] = sheet->months[k];
    }
    bil_amounts_level(sheet, weights);
    free(weights);
    return BIL_OK;
}

bil_status bil_rule_equal_amounts(bil_allocation **out, const bil_rule_question *question,
                                  bil_error *err)
{
    return bil_serve_amounts(out, question, false, amounts, err);
}
