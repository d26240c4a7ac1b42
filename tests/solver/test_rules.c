/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is guessed of the work a rule takes. Nothing is timed here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/rules.h"

enum { GAP_E9 = 2000000 };

/* At 2,000 persons, in the order in which they were measured, the dearest first. */
static void the_guess_puts_the_rules_in_the_order_that_was_measured(void **state)
{
    static const bil_share_by order[] = {BIL_SHARE_BY_MAX_MIN,     BIL_SHARE_BY_LEXIMIN,
                                         BIL_SHARE_BY_NASH,        BIL_SHARE_BY_NEED_POINTS,
                                         BIL_SHARE_BY_UTILITARIAN, BIL_SHARE_BY_SEVERITY_FIRST};
    (void)state;
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++) {
        assert_true(bil_share_by_ms(order[i], 2000, GAP_E9) >
                    bil_share_by_ms(order[i + 1], 2000, GAP_E9));
    }
}

static void more_persons_and_a_closer_proof_never_take_less(void **state)
{
    (void)state;
    for (int i = 0; i < BIL_SHARE_BY_COUNT; i++) {
        const bil_share_by rule = (bil_share_by)i;
        const int64_t few = bil_share_by_ms(rule, 60, GAP_E9);
        assert_true(few > 0 && few < bil_share_by_ms(rule, 200, GAP_E9));
        assert_true(few <= bil_share_by_ms(rule, 60, GAP_E9 / 20));
        assert_true(few <= bil_share_by_ms(rule, 60, 0));
        assert_true(few >= bil_share_by_ms(rule, 60, 1000000000));
    }
    assert_true(bil_share_by_ms(BIL_SHARE_BY_UTILITARIAN, 60, 0) < 60000); /* no end is no hour */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_guess_puts_the_rules_in_the_order_that_was_measured),
        cmocka_unit_test(more_persons_and_a_closer_proof_never_take_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
