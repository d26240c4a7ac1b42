/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Votes on projects: the greatest sum against every choice, equal shares by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/random.h"
#include "solver/election.h"

enum { PROJECTS = 8, VOTERS = 12, WORLDS = 60, LINES = PROJECTS * VOTERS };

typedef struct {
    bil_election election;
    bil_project projects[PROJECTS];
    size_t first[VOTERS + 1];
    bil_ballot_line lines[LINES];
} world;

static void link_world(world *w, bil_vote_kind kind, uint32_t projects, uint32_t voters)
{
    w->election.kind = kind;
    w->election.projects = w->projects;
    w->election.project_count = projects;
    w->election.voter_count = voters;
    w->election.first = w->first;
    w->election.lines = w->lines;
    for (uint32_t j = 0; j < projects; j++) {
        w->projects[j].funded = -1;
    }
}

static void draw(world *w, uint64_t seed)
{
    *w = (world){0};
    link_world(w, BIL_VOTE_POINTS, PROJECTS, VOTERS);
    size_t count = 0;
    for (uint32_t j = 0; j < PROJECTS; j++) {
        w->projects[j].cost_cents = bil_random_between(bil_random(seed, 1, j, 0), 100, 4000);
        w->election.budget_cents += w->projects[j].cost_cents;
    }
    w->election.budget_cents /= 2;
    for (uint32_t i = 0; i < VOTERS; i++) {
        for (uint32_t j = 0; j < PROJECTS; j++) {
            const int64_t points = bil_random_between(bil_random(seed, 2, i, j), -4, 5);
            if (points >= 0) {
                w->lines[count++] = (bil_ballot_line){j, points};
            }
        }
        w->first[i + 1] = count;
    }
}

static int64_t best_by_trying(const world *w)
{
    int64_t best = 0;
    for (unsigned set = 0; set < 1U << PROJECTS; set++) {
        int64_t cost = 0;
        int64_t total = 0;
        for (uint32_t j = 0; j < PROJECTS; j++) {
            cost += (set >> j & 1U) != 0 ? w->projects[j].cost_cents : 0;
        }
        for (size_t k = 0; k < w->first[VOTERS]; k++) {
            total += (set >> w->lines[k].project & 1U) != 0 ? w->lines[k].points : 0;
        }
        best = cost <= w->election.budget_cents && total > best ? total : best;
    }
    return best;
}

static void every_rule_stays_within_the_budget_and_none_beats_the_greatest_sum(void **state)
{
    (void)state;
    const bil_elect_settings settings = {.seed = 7};
    for (uint64_t seed = 1; seed <= WORLDS / BIL_WORLDS_SHARE; seed++) {
        world w;
        bil_elected best;
        bil_arena *arena = bil_arena_new();
        assert_non_null(arena);
        draw(&w, seed);
        assert_int_equal(
            bil_elect(&best, BIL_ELECT_BY_UTILITARIAN, &w.election, NULL, &settings, arena, NULL),
            BIL_OK);
        assert_true(best.proven);
        assert_int_equal(best.total, best_by_trying(&w));
        assert_int_equal(best.bound, best.total);
        assert_int_equal(best.price_e6, best.total > 0 ? 0 : -1);
        for (bil_elect_by rule = 0; rule < BIL_ELECT_BY_COUNT; rule++) {
            bil_elected out;
            assert_int_equal(bil_elect(&out, rule, &w.election, &best, &settings, arena, NULL),
                             BIL_OK);
            assert_true(out.cost_cents <= w.election.budget_cents);
            assert_true(out.total <= best.total);
            assert_false(out.told);
        }
        bil_arena_free(arena);
    }
}

/* Three of four want p0 and p1, which together take all the money; one wants p2 alone. The sum
 * leaves the one with nothing; by equal shares a fourth of the money is theirs. */
static void equal_shares_leave_a_small_group_its_part(void **state)
{
    (void)state;
    const bil_elect_settings settings = {.seed = 1};
    world w = {.projects = {{.cost_cents = 6000}, {.cost_cents = 4000}, {.cost_cents = 2500}},
               .first = {0, 2, 4, 6, 7},
               .lines = {{0, 1}, {1, 1}, {0, 1}, {1, 1}, {0, 1}, {1, 1}, {2, 1}}};
    bil_elected sum;
    bil_elected shares;
    bil_arena *arena = bil_arena_new();
    assert_non_null(arena);
    link_world(&w, BIL_VOTE_APPROVAL, 3, 4);
    w.election.budget_cents = 10000;
    assert_int_equal(
        bil_elect(&sum, BIL_ELECT_BY_UTILITARIAN, &w.election, NULL, &settings, arena, NULL),
        BIL_OK);
    assert_int_equal(sum.total, 6);
    assert_int_equal(sum.served, 3);
    assert_int_equal(
        bil_elect(&shares, BIL_ELECT_BY_EQUAL_SHARES, &w.election, &sum, &settings, arena, NULL),
        BIL_OK);
    assert_int_equal(shares.served, 4);
    assert_true(shares.chosen[2]);
    assert_int_equal(shares.total, 4);
    assert_int_equal(shares.price_e6, 333333);
    bil_arena_free(arena);
}

static void orders_of_preference_know_only_who_chooses_first(void **state)
{
    (void)state;
    assert_true(bil_elect_applies(BIL_ELECT_BY_FIRST_COME, BIL_VOTE_ORDER));
    assert_true(bil_elect_applies(BIL_ELECT_BY_LOTTERY, BIL_VOTE_ORDER));
    assert_false(bil_elect_applies(BIL_ELECT_BY_UTILITARIAN, BIL_VOTE_ORDER));
    assert_false(bil_elect_applies(BIL_ELECT_BY_EQUAL_SHARES, BIL_VOTE_ORDER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_stays_within_the_budget_and_none_beats_the_greatest_sum),
        cmocka_unit_test(equal_shares_leave_a_small_group_its_part),
        cmocka_unit_test(orders_of_preference_know_only_who_chooses_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
