/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check_district.h"
#include "solver/pricing.h"
#include "tests/solver/random_district.h"
#include "tests/solver/random_world.h"

/* A person with phases of these months (0 = none) from that day on; nothing else. */
static world *person_of(bil_date start, int first, int second)
{
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    (void)world_service(w, "S01", 1000);
    (void)world_effect(w, "casa", 100);
    (void)world_provider(w, "coop", "S01", 1000);
    w->person.start = start;
    (void)world_phase(w, first);
    if (second > 0) {
        (void)world_phase(w, second);
    }
    return w;
}

static void pools_have_a_row_for_each_twelve_months_and_capacities_for_each_stretch(void **state)
{
    (void)state;
    world *a = person_of(20270315, 6, 12);
    world *b = person_of(20270601, 3, 0);
    const bil_case *persons[] = {&b->person, &a->person};
    const bil_pool pools[] = {{0, 5000}};
    const bil_capacity capacities[] = {{"S01", 0, 7}, {"coop", BIL_NONE, 4}};
    const bil_district district = {.catalogue = &a->catalogue,
                                   .pools = pools,
                                   .pool_count = 1,
                                   .capacities = capacities,
                                   .capacity_count = 2};
    bil_arena *arena = bil_arena_new();
    bil_shared s;
    assert_int_equal(bil_shared_build(&s, &district, persons, 2, arena, NULL), BIL_OK);
    assert_int_equal(s.first_month, 2027 * 12 + 2);
    assert_int_equal(s.last_month, 18);
    assert_int_equal(s.years, 2);
    /* from March: phases begin or end in months 0, 3, 6 and 18 */
    static const int cuts[] = {0, 3, 6, 18};
    assert_int_equal(s.stretches, 3);
    assert_memory_equal(s.cuts, cuts, sizeof cuts);
    assert_int_equal(s.row_count, 2 + 2 * 3);
    assert_int_equal(s.rows[1].kind, BIL_SHARED_POOL);
    assert_int_equal(s.rows[1].from, 12);
    assert_int_equal(s.rows[1].months, 12);
    assert_true(s.rows[1].limit == 5000.0);
    assert_int_equal(s.rows[7].kind, BIL_SHARED_CAPACITY);
    assert_int_equal(s.rows[7].index, 1);
    assert_int_equal(s.rows[7].from, 6);
    assert_int_equal(s.rows[7].months, 12);
    assert_true(s.rows[7].limit == 4.0);
    assert_int_equal(s.of_source[0], 1);
    assert_int_equal(s.of_service[0], 1);
    assert_int_equal(s.of_provider[0], 2);
    assert_int_equal(s.shortfall_row, SIZE_MAX);
    bil_shared_limit_shortfall(&s, 3e9);
    bil_shared_limit_shortfall(&s, 2e9); /* the row is one */
    assert_int_equal(s.shortfall_row, 8);
    assert_int_equal(s.row_count, 9);
    assert_true(s.rows[8].limit == 2e9);
    bil_arena_free(arena);
    world_free(a);
    world_free(b);
}

static void plans_more_than_a_hundred_years_apart_are_refused(void **state)
{
    (void)state;
    world *a = person_of(20270101, 12, 0);
    world *b = person_of(21270101, 12, 0);
    const bil_case *persons[] = {&a->person, &b->person};
    const bil_district district = {.catalogue = &a->catalogue};
    bil_arena *arena = bil_arena_new();
    bil_shared s;
    assert_int_equal(bil_shared_build(&s, &district, persons, 2, arena, NULL), BIL_E_DATA);
    assert_int_equal(bil_shared_build(&s, &district, persons, 1, arena, NULL), BIL_OK);
    assert_int_equal(bil_shared_build(&s, &district, persons, 0, arena, NULL), BIL_OK);
    assert_int_equal(s.row_count, 0);
    bil_arena_free(arena);
    world_free(a);
    world_free(b);
}

static void a_shortfall_counts_in_billionths_rounded_up(void **state)
{
    (void)state;
    assert_true(bil_shortfall_units(0.0) == 0.0);
    assert_true(bil_shortfall_units(0.25) == 250000000.0);
    assert_true(bil_shortfall_units(1.0000001e-9) == 1.0);
    assert_true(bil_shortfall_units(1.5e-9) == 2.0);
}

/* What the checker's own sums say of a row. */
static int64_t used_of(const bil_district_sums *sums, const bil_shared_row *row)
{
    if (row->kind == BIL_SHARED_POOL) {
        return bil_district_money(sums, row->index, row->from / 12);
    }
    int64_t most = 0; /* a one-off takes its units in the first month of the stretch */
    for (int month = row->from; month < row->from + row->months; month++) {
        const int64_t units = bil_district_units(sums, row->index, month);
        most = units > most ? units : most;
    }
    return most;
}

/* A plan's uses of each row, added up anew from its lines, are what the package says. */
static void expect_uses(const random_district *d, const bil_shared *s, size_t i,
                        const bil_priced *priced, int seed)
{
    bil_plan *plan = NULL;
    bil_district_sums *sums = NULL;
    const int year = s->first_month / 12;
    const bil_date first = year * 10000 + (s->first_month % 12 + 1) * 100 + 1;
    assert_int_equal(bil_district_sums_new(&sums, &d->district, first, s->last_month, NULL),
                     BIL_OK);
    assert_int_equal(bil_package_plan(&plan, d->persons[i], &priced->packed, NULL), BIL_OK);
    assert_true(bil_district_sums_add(sums, d->persons[i], plan));
    for (size_t r = 0; r < s->row_count; r++) {
        const bil_shared_row *row = &s->rows[r];
        int64_t used = 0;
        for (size_t u = 0; u < priced->use_count; u++) {
            used += priced->uses[u].row == r ? (int64_t)priced->uses[u].amount : 0;
        }
        if (used_of(sums, row) != used) {
            fail_msg("seed %d: %s %zu, month %d: %ld, plan %ld", seed,
                     row->kind == BIL_SHARED_POOL ? "pool" : "capacity", row->index, row->from,
                     (long)used, (long)used_of(sums, row));
        }
    }
    bil_plan_free(plan);
    bil_district_sums_free(sums);
}

static double cost_of(const bil_priced *priced, const double *prices)
{
    double cost = 0.0;
    for (size_t u = 0; u < priced->use_count; u++) {
        cost += prices[priced->uses[u].row] * priced->uses[u].amount;
    }
    return cost;
}

/* Prices such as a district's: a score for a thousand euro or so, or nothing. */
static void draw_prices(double *prices, const bil_shared *s, uint64_t *dice)
{
    for (size_t r = 0; r < s->row_count; r++) {
        const double price = (double)random_below(dice, 100) / 100.0;
        prices[r] = random_below(dice, 3) == 0           ? 0.0
                    : s->rows[r].kind == BIL_SHARED_POOL ? price * 1e-5
                                                         : price * 1e-1;
    }
}

static void packages_use_of_each_row_what_the_checkers_own_sums_say(void **state)
{
    (void)state;
    int packages = 0;
    for (int seed = 0; seed < 150; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 3);
        bil_arena *arena = bil_arena_new();
        bil_shared s;
        bil_pricer *pricer = NULL;
        uint64_t dice = (uint64_t)seed + 99;
        assert_int_equal(bil_shared_build(&s, &d.district, d.persons, d.count, arena, NULL),
                         BIL_OK);
        assert_int_equal(bil_pricer_new(&pricer, &s, NULL), BIL_OK);
        double *prices = bil_arena_alloc(arena, s.row_count + 1, sizeof *prices);
        for (size_t i = 0; i < d.count; i++) {
            bil_priced priced;
            const bil_price_request request = {.valued = {.score = 1.0}, .prices = prices};
            draw_prices(prices, &s, &dice);
            assert_int_equal(bil_price_person(&priced, pricer, d.persons[i], &request, arena, NULL),
                             BIL_OK);
            if (priced.has_package) {
                packages++;
                expect_uses(&d, &s, i, &priced, seed);
                assert_true(fabs(priced.value - cost_of(&priced, prices) - priced.worth) < 1e-9);
                assert_true(priced.bound >= priced.worth);
            }
            assert_int_equal(
                bil_price_waiting(&priced, pricer, d.persons[i], &request.valued, arena, NULL),
                BIL_OK);
            expect_uses(&d, &s, i, &priced, seed);
        }
        bil_pricer_free(pricer);
        bil_arena_free(arena);
        random_district_close(&d);
    }
    assert_true(packages > 300);
}

/* A place that a person has today and keeps: its price says nothing, however great. */
static void what_is_kept_is_bounded_as_closely_at_any_price_of_its_places(void **state)
{
    (void)state;
    world *w = person_of(20270101, 6, 6);
    (void)world_need(w, "N1", "casa", 0);
    world_target(w, 0, "N1", 2000);
    world_target(w, 1, "N1", 2000);
    world_may(w, "COM", "*");
    world_today(w, "S01", 14, true);
    world_finish(w);
    const bil_case *persons[] = {&w->person};
    const bil_pool pools[] = {{0, 10000000}};
    const bil_capacity capacities[] = {{"S01", 0, 14}};
    const bil_district district = {.catalogue = &w->catalogue,
                                   .pools = pools,
                                   .pool_count = 1,
                                   .capacities = capacities,
                                   .capacity_count = 1};
    bil_arena *arena = bil_arena_new();
    bil_shared s;
    bil_pricer *pricer = NULL;
    assert_int_equal(bil_shared_build(&s, &district, persons, 1, arena, NULL), BIL_OK);
    assert_int_equal(bil_pricer_new(&pricer, &s, NULL), BIL_OK);
    double *prices = bil_arena_alloc(arena, s.row_count + 1, sizeof *prices);
    static const double place[] = {0.0, 0.1, 12.5, 1000.0, 1e6};
    for (size_t k = 0; k < sizeof place / sizeof place[0]; k++) {
        for (size_t r = 0; r < s.row_count; r++) {
            prices[r] = s.rows[r].kind == BIL_SHARED_CAPACITY ? place[k] : 0.0;
        }
        const bil_price_request request = {.valued = {.score = 1.0}, .prices = prices};
        bil_priced priced;
        assert_int_equal(bil_price_person(&priced, pricer, persons[0], &request, arena, NULL),
                         BIL_OK);
        assert_true(priced.has_package);
        assert_true(priced.worth <= 1.0 - 28.0 * place[k] + 1e-6);
        assert_true(priced.bound - priced.worth < 1e-6 + 1e-9 * place[k]);
        const bil_price_request again = {.valued = request.valued,
                                         .prices = prices,
                                         .has_known = true,
                                         .known = priced.worth + 1e-3};
        const double known = again.known;
        assert_int_equal(bil_price_person(&priced, pricer, persons[0], &again, arena, NULL),
                         BIL_OK);
        assert_false(priced.has_package);
        assert_true(fabs(priced.bound - known) < 1e-6 + 1e-9 * place[k]);
    }
    bil_pricer_free(pricer);
    bil_arena_free(arena);
    world_free(w);
}

/* A shortfall that costs more than a model may hold: the person is priced all the same, and where
 * nobody could avoid it the bound does not give for that. */
static void a_shortfall_may_have_any_price(void **state)
{
    (void)state;
    static const double scores[] = {50.0, 2e3, 2e4, 1e7}; /* of a whole shortfall */
    int short_of = 0;
    int close = 0;
    for (int seed = 0; seed < 60; seed++) {
        random_district d;
        random_district_open(&d, (uint64_t)seed, 2);
        bil_arena *arena = bil_arena_new();
        bil_shared s;
        bil_pricer *pricer = NULL;
        assert_int_equal(bil_shared_build(&s, &d.district, d.persons, d.count, arena, NULL),
                         BIL_OK);
        bil_shared_limit_shortfall(&s, 1e9);
        assert_int_equal(bil_pricer_new(&pricer, &s, NULL), BIL_OK);
        double *prices = bil_arena_alloc(arena, s.row_count + 1, sizeof *prices);
        for (size_t k = 0; k < 2 * sizeof scores / sizeof scores[0]; k++) {
            const double price = scores[k / 2];
            prices[s.shortfall_row] = price * 1e-9;
            const bil_price_request request = {.valued = {.score = 1.0}, .prices = prices};
            bil_priced priced;
            assert_int_equal(
                bil_price_person(&priced, pricer, d.persons[k % 2], &request, arena, NULL), BIL_OK);
            if (priced.has_package && priced.shortfall > 1e-6) {
                assert_true(priced.bound >= priced.worth);
                short_of++;
                close += priced.bound - priced.worth < 1e-3 + 1e-6 * price ? 1 : 0;
            }
        }
        bil_pricer_free(pricer);
        bil_arena_free(arena);
        random_district_close(&d);
    }
    print_message("%d short of a floor, %d bounded closely\n", short_of, close);
    assert_true(short_of > 15);
    assert_true(close * 10 >= short_of * 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pools_have_a_row_for_each_twelve_months_and_capacities_for_each_stretch),
        cmocka_unit_test(plans_more_than_a_hundred_years_apart_are_refused),
        cmocka_unit_test(a_shortfall_counts_in_billionths_rounded_up),
        cmocka_unit_test(packages_use_of_each_row_what_the_checkers_own_sums_say),
        cmocka_unit_test(what_is_kept_is_bounded_as_closely_at_any_price_of_its_places),
        cmocka_unit_test(a_shortfall_may_have_any_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
