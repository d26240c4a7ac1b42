/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/random.h"
#include "engine/winners.h"

static const bil_scored before[] = {{"a", 500}, {"b", 500}, {"c", 500}, {"d", 500}, {"x", 1}};
static const bil_scored after[] = {{"y", 9}, {"d", 491}, {"c", 490}, {"b", 505}, {"a", 700}};

static void persons_are_matched_by_id_and_small_changes_are_none(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_winners out;
    assert_int_equal(bil_winners_compare(&out, before, 5, after, 5, 10, arena, NULL), BIL_OK);
    assert_int_equal(out.matched, 4);
    assert_int_equal(out.won, 1); /* a: 200 more */
    assert_int_equal(out.won_e9, 200);
    assert_int_equal(out.lost, 1); /* c: the threshold itself counts */
    assert_int_equal(out.lost_e9, 10);
    assert_int_equal(out.same, 2); /* b and d: 5 more, 9 less */
    assert_int_equal(out.moved_e9, -4);
    assert_int_equal(out.only_before, 1);
    assert_int_equal(out.only_after, 1);
    assert_int_equal(out.gains[0].before, 3); /* d, the first of the second list who is in both */
    assert_int_equal(out.gains[0].after, 1);
    assert_int_equal(out.gains[0].gain_e9, -9);
    bil_arena_free(arena);
}

static void an_id_that_comes_twice_is_refused(void **state)
{
    (void)state;
    const bil_scored twice[] = {{"b", 1}, {"a", 2}, {"b", 3}};
    bil_arena *arena = bil_arena_new();
    bil_error err = {0};
    bil_winners out;
    assert_int_equal(bil_winners_compare(&out, before, 5, twice, 3, 1, arena, &err), BIL_E_DATA);
    assert_string_equal(err.where, "b");
    assert_int_equal(bil_winners_compare(&out, twice, 3, before, 5, 1, arena, &err), BIL_E_DATA);
    bil_arena_free(arena);
}

static void nobody_wins_against_nobody(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_winners out;
    assert_int_equal(bil_winners_compare(&out, NULL, 0, after, 5, 1, arena, NULL), BIL_OK);
    assert_int_equal(out.matched, 0);
    assert_int_equal(out.only_after, 5);
    assert_int_equal(bil_winners_compare(&out, before, 5, NULL, 0, 1, arena, NULL), BIL_OK);
    assert_int_equal(out.only_before, 5);
    bil_arena_free(arena);
}

/* The other way round winners are losers; and nothing gets lost in the sum. */
static void it_mirrors_and_adds_up(void **state)
{
    (void)state;
    enum { PERSONS = 40, SEEDS = 100 };
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        char ids[PERSONS][16];
        bil_scored one[PERSONS];
        bil_scored other[PERSONS];
        int64_t all = 0;
        for (size_t i = 0; i < PERSONS; i++) {
            (void)snprintf(ids[i], sizeof ids[i], "p%zu", i * 7 % PERSONS);
            one[i] = (bil_scored){ids[i], bil_random_between(bil_random(seed, i, 1, 0), 0, 99)};
            other[PERSONS - 1 - i] =
                (bil_scored){ids[i], bil_random_between(bil_random(seed, i, 2, 0), 0, 99)};
            all += other[PERSONS - 1 - i].score_e9 - one[i].score_e9;
        }
        bil_arena *arena = bil_arena_new();
        bil_winners there;
        bil_winners back;
        assert_int_equal(bil_winners_compare(&there, one, PERSONS, other, PERSONS, 10, arena, NULL),
                         BIL_OK);
        assert_int_equal(bil_winners_compare(&back, other, PERSONS, one, PERSONS, 10, arena, NULL),
                         BIL_OK);
        assert_int_equal(there.won, back.lost);
        assert_int_equal(there.lost_e9, back.won_e9);
        assert_int_equal(there.same, back.same);
        assert_int_equal(there.won + there.lost + there.same, there.matched);
        assert_int_equal(there.won_e9 - there.lost_e9 + there.moved_e9, all);
        bil_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_matched_by_id_and_small_changes_are_none),
        cmocka_unit_test(an_id_that_comes_twice_is_refused),
        cmocka_unit_test(nobody_wins_against_nobody),
        cmocka_unit_test(it_mirrors_and_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
