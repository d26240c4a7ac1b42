/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/mpi/deal.h"

static void every_part_is_dealt_once_when_all_goes_well(void **state)
{
    (void)state;
    mpi_deal deal;
    bool seen[8] = {false};
    assert_true(mpi_deal_begin(&deal, 7, 3));
    for (size_t turn = 0; !mpi_deal_over(&deal); turn++) {
        const size_t part = mpi_deal_next(&deal, turn % 3);
        assert_in_range(part, 1, 7);
        assert_false(seen[part]);
        seen[part] = true;
        mpi_deal_take(&deal, turn % 3, part, true);
    }
    assert_int_equal(deal.done, 7);
    assert_int_equal(mpi_deal_left(&deal), 0);
    assert_int_equal(mpi_deal_next(&deal, 0), 0);
    mpi_deal_end(&deal);
}

static void no_part_at_all_is_over_at_once(void **state)
{
    (void)state;
    mpi_deal deal;
    assert_true(mpi_deal_begin(&deal, 0, 2));
    assert_true(mpi_deal_over(&deal));
    mpi_deal_end(&deal);
}

static void what_fell_waits_behind_what_was_never_tried(void **state)
{
    (void)state;
    mpi_deal deal;
    assert_true(mpi_deal_begin(&deal, 3, 2));
    assert_int_equal(mpi_deal_next(&deal, 0), 1);
    mpi_deal_take(&deal, 0, 1, false);
    assert_int_equal(mpi_deal_next(&deal, 0), 2);
    assert_int_equal(mpi_deal_next(&deal, 1), 3);
    mpi_deal_take(&deal, 0, 2, true);
    assert_int_equal(mpi_deal_next(&deal, 0), 1);
    assert_int_equal(mpi_deal_next(&deal, 0), 0); /* one is out, and may come back */
    assert_false(mpi_deal_over(&deal));
    mpi_deal_take(&deal, 1, 3, false);
    assert_int_equal(mpi_deal_next(&deal, 1), 3);
    mpi_deal_take(&deal, 0, 1, true);
    mpi_deal_take(&deal, 1, 3, true);
    assert_true(mpi_deal_over(&deal));
    assert_int_equal(mpi_deal_left(&deal), 0);
    mpi_deal_end(&deal);
}

static void a_part_that_always_falls_is_given_up_after_three_tries(void **state)
{
    (void)state;
    mpi_deal deal;
    int tries = 0;
    assert_true(mpi_deal_begin(&deal, 6, 2));
    for (size_t turn = 0; !mpi_deal_over(&deal); turn++) {
        const size_t part = mpi_deal_next(&deal, turn % 2);
        if (part > 0) {
            tries += part == 4 ? 1 : 0;
            mpi_deal_take(&deal, turn % 2, part, part != 4);
        }
    }
    assert_int_equal(tries, MPI_DEAL_TRIES);
    assert_int_equal(deal.done, 5);
    assert_int_equal(mpi_deal_left(&deal), 1);
    mpi_deal_end(&deal);
}

static void a_sick_hand_does_not_eat_what_the_others_can_do(void **state)
{
    (void)state;
    mpi_deal deal;
    size_t dealt = 0;
    assert_true(mpi_deal_begin(&deal, 50, 3));
    while (!mpi_deal_over(&deal)) {
        for (size_t hand = 0; hand < 3; hand++) {
            const size_t part = mpi_deal_next(&deal, hand);
            dealt += part > 0 && hand == 1 ? 1 : 0;
            if (part > 0) {
                mpi_deal_take(&deal, hand, part, hand != 1);
            }
        }
    }
    assert_int_equal(dealt, 3);
    assert_int_equal(deal.done, 50);
    mpi_deal_end(&deal);
}

static void when_all_are_sick_it_is_over_and_says_what_is_left(void **state)
{
    (void)state;
    mpi_deal deal;
    assert_true(mpi_deal_begin(&deal, 50, 2));
    for (size_t turn = 0; !mpi_deal_over(&deal); turn++) {
        assert_true(turn < 100);
        const size_t part = mpi_deal_next(&deal, turn % 2);
        if (part > 0) {
            mpi_deal_take(&deal, turn % 2, part, false);
        }
    }
    assert_int_equal(mpi_deal_left(&deal), 50);
    mpi_deal_end(&deal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_dealt_once_when_all_goes_well),
        cmocka_unit_test(no_part_at_all_is_over_at_once),
        cmocka_unit_test(what_fell_waits_behind_what_was_never_tried),
        cmocka_unit_test(a_part_that_always_falls_is_given_up_after_three_tries),
        cmocka_unit_test(a_sick_hand_does_not_eat_what_the_others_can_do),
        cmocka_unit_test(when_all_are_sick_it_is_over_and_says_what_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
