/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/compare.h"

#include <string.h>

#include "data/allocation.h"
#include "solver/rules.h"

static bil_words says(const char *rule)
{
    bil_share_by by = BIL_SHARE_BY_COUNT;
    return bil_share_by_parse(&by, rule) ? bil_share_by_words(by) : (bil_words){rule, rule};
}

bil_status bil_compare(bil_compared *out, const char *first, const char *second,
                       const bil_population *persons, bil_faults *faults, bil_error *err)
{
    memset(out, 0, sizeof *out);
    out->arena = bil_arena_new();
    if (out->arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_told_allocation_load(&out->sides[0], first, faults, err);
    if (status == BIL_OK) {
        status = bil_told_allocation_load(&out->sides[1], second, faults, err);
    }
    if (status == BIL_OK) {
        status = bil_compare_allocations(&out->comparison, out->sides[0], out->sides[1],
                                         persons == NULL ? NULL : persons->persons,
                                         persons == NULL ? 0 : persons->count,
                                         BIL_COMPARE_THRESHOLD_E9, out->arena, err);
    }
    for (int side = 0; status == BIL_OK && side < 2; side++) {
        out->comparison.rule_says[side] = says(out->sides[side]->rule);
    }
    return status;
}

void bil_compared_close(bil_compared *compared)
{
    bil_told_allocation_free(compared->sides[0]);
    bil_told_allocation_free(compared->sides[1]);
    bil_arena_free(compared->arena);
    memset(compared, 0, sizeof *compared);
}
