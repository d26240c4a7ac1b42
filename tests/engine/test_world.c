/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/build.h"

enum { DRAWS = 20000 };

/* ---- draws ---- */

/* The number of draws in each tenth of the range, and their mean. */
static int64_t draw_many(const bil_uncertainty *row, size_t tenths[10])
{
    int64_t sum = 0;
    memset(tenths, 0, 10 * sizeof *tenths);
    for (bil_index i = 0; i < DRAWS; i++) {
        int64_t value = bil_world_draw(row, bil_world_random(3, 1, BIL_VARIES_PRICE, i));
        assert_true(value >= row->low_bp && value <= row->high_bp);
        int64_t tenth = (value - row->low_bp) * 10 / (row->high_bp - row->low_bp + 1);
        tenths[tenth]++;
        sum += value;
    }
    return sum / DRAWS;
}

static void without_a_mode_all_values_are_alike(void **state)
{
    (void)state;
    const bil_uncertainty row = {.low_bp = 8000, .mode_bp = -1, .high_bp = 11999};
    size_t tenths[10];
    int64_t mean = draw_many(&row, tenths);
    assert_in_range(mean, 9970, 10030);
    for (size_t i = 0; i < 10; i++) {
        assert_in_range(tenths[i], 1850, 2150);
    }
}

static void with_a_mode_values_near_it_are_likelier(void **state)
{
    (void)state;
    /* A triangle from 0 to 10 000 with its tip at 2 500: mean a third of the sum, and a share of
     * (1/4)² ÷ (1/4) = a quarter below the tip. */
    const bil_uncertainty row = {.low_bp = 0, .mode_bp = 2500, .high_bp = 10000};
    size_t tenths[10];
    int64_t mean = draw_many(&row, tenths);
    assert_in_range(mean, 4100, 4230);
    assert_in_range(tenths[0] + tenths[1] + tenths[2] / 2, 4500, 5500);
    assert_true(tenths[2] > tenths[4] && tenths[4] > tenths[6] && tenths[6] > tenths[8]);
    assert_true(tenths[9] < DRAWS / 50);
    assert_true(tenths[0] < tenths[1]);
}

static void ends_and_points_are_what_they_say(void **state)
{
    (void)state;
    const bil_uncertainty point = {.low_bp = 7, .mode_bp = -1, .high_bp = 7};
    const bil_uncertainty tip = {.low_bp = 7, .mode_bp = 7, .high_bp = 7};
    const bil_uncertainty wide = {.low_bp = 0, .mode_bp = -1, .high_bp = BIL_VARIES_BP_MAX};
    const bil_uncertainty right = {
        .low_bp = 0, .mode_bp = BIL_VARIES_BP_MAX, .high_bp = BIL_VARIES_BP_MAX};
    const bil_uncertainty left = {.low_bp = 0, .mode_bp = 0, .high_bp = BIL_VARIES_BP_MAX};
    assert_int_equal(bil_world_draw(&point, UINT64_MAX), 7);
    assert_int_equal(bil_world_draw(&tip, 0), 7);
    assert_int_equal(bil_world_draw(&tip, UINT64_MAX), 7);
    assert_int_equal(bil_world_draw(&wide, 0), 0);
    assert_int_equal(bil_world_draw(&wide, UINT64_MAX), BIL_VARIES_BP_MAX);
    assert_int_equal(bil_world_draw(&right, 0), 0);
    assert_in_range(bil_world_draw(&right, UINT64_MAX), 99990, BIL_VARIES_BP_MAX);
    assert_int_equal(bil_world_draw(&left, 0), 0);
    assert_in_range(bil_world_draw(&left, UINT64_MAX), 99990, BIL_VARIES_BP_MAX);
}

static void each_key_changes_the_draw(void **state)
{
    (void)state;
    const uint64_t first = bil_world_random(1, 2, BIL_VARIES_DELAY, 3);
    assert_true(first == bil_world_random(1, 2, BIL_VARIES_DELAY, 3));
    assert_true(first != bil_world_random(2, 2, BIL_VARIES_DELAY, 3));
    assert_true(first != bil_world_random(1, 3, BIL_VARIES_DELAY, 3));
    assert_true(first != bil_world_random(1, 2, BIL_VARIES_PRICE, 3));
    assert_true(first != bil_world_random(1, 2, BIL_VARIES_DELAY, 4));
    assert_true(bil_world_random(1, 2, BIL_VARIES_PRICE, 3) !=
                bil_world_random(2, 1, BIL_VARIES_PRICE, 3));
}

/* ---- worlds ---- */

/* Two services by the hour, the second with a provider; two phases of a month of 31 and of 28 days;
 * hours of the family. */
static world *small(void)
{
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_domain(w, "cura", "AUT");
    (void)world_service(w, "S01", 1001);
    (void)world_effect(w, "casa", 85);
    (void)world_service(w, "S02", 2000);
    (void)world_effect(w, "cura", 100);
    (void)world_provider(w, "coop", "S02", 1900);
    (void)world_hours(w, "ORE");
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    (void)world_phase(w, 1);
    (void)world_phase(w, 1);
    (void)world_need(w, "N1", "casa", 1000);
    (void)world_need(w, "N2", "cura", 333);
    (void)world_has(w, "ORE", BIL_SOURCE_ACTIVE, 15);
    (void)world_has(w, "FAM", BIL_SOURCE_ACTIVE, 5000);
    return w;
}

static const bil_case *imagined(bil_arena **arena, const world *w, uint64_t seed, uint64_t number)
{
    bil_case *made = NULL;
    *arena = bil_arena_new();
    assert_non_null(*arena);
    assert_int_equal(bil_world_make(&made, &w->person, seed, number, *arena, NULL), BIL_OK);
    return made;
}

static void without_uncertainty_the_world_is_the_one_we_know(void **state)
{
    (void)state;
    world *w = small();
    bil_arena *arena = NULL;
    const bil_case *made = imagined(&arena, w, 1, 1);
    assert_int_equal(made->catalogue->services[0].price_cents, 1001);
    assert_int_equal(made->catalogue->providers[0].price_cents, 1900);
    for (size_t t = 0; t < 2; t++) {
        assert_memory_equal(made->phases[t].targets, w->phases[t].targets, 2 * sizeof(int64_t));
        assert_int_equal(bil_phase_effect(&made->phases[t], 0, 85), 85);
        assert_int_equal(made->phases[t].months, 1);
    }
    assert_int_equal(made->needs[1].target, w->needs[1].target);
    assert_int_equal(made->sources[0].hours_month + made->sources[1].hours_month, 15);
    bil_arena_free(arena);
    world_free(w);
}

static void prices_hours_and_needs_are_scaled_half_up(void **state)
{
    (void)state;
    world *w = small();
    (void)world_varies(w, BIL_VARIES_PRICE, "*", 15000, 15000);
    (void)world_varies(w, BIL_VARIES_PRICE, "service:S02", 11000, 11000);
    (void)world_varies(w, BIL_VARIES_HOURS, "source:ORE", 5000, 5000);
    (void)world_varies(w, BIL_VARIES_NEED, "axis:aut", 5000, 5000);
    bil_arena *arena = NULL;
    const bil_case *made = imagined(&arena, w, 1, 1);
    assert_int_equal(made->catalogue->services[0].price_cents, 1502); /* 1 501.5 */
    assert_int_equal(made->catalogue->services[1].price_cents, 2200);
    assert_int_equal(made->catalogue->providers[0].price_cents, 2090);
    bil_index hours = bil_catalogue_find_source(made->catalogue, "ORE");
    assert_int_equal(bil_case_source_of(made, hours)->hours_month, 8); /* 7.5 */
    assert_int_equal(made->phases[0].targets[0], 1000);
    assert_int_equal(made->phases[1].targets[1], 167); /* 166.5 */
    assert_int_equal(made->needs[1].target, 167);
    bil_arena_free(arena);
    assert_int_equal(w->services[0].price_cents, 1001); /* and ours stays as it was */
    assert_int_equal(w->phases[1].targets[1], 333);
    world_free(w);
}

static void attendance_is_a_share_of_the_effects(void **state)
{
    (void)state;
    world *w = small();
    (void)world_varies(w, BIL_VARIES_ATTENDANCE, "service:S01", 9000, 9000);
    bil_arena *arena = NULL;
    const bil_case *made = imagined(&arena, w, 1, 1);
    assert_int_equal(bil_phase_effect(&made->phases[0], 0, 85), 77); /* 76.5 */
    assert_int_equal(bil_phase_effect(&made->phases[1], 0, 85), 77);
    assert_int_equal(bil_phase_effect(&made->phases[1], 1, 100), 100);
    assert_int_equal(made->catalogue->services[0].price_cents, 1001);
    bil_arena_free(arena);
    world_free(w);
}

static void days_beyond_the_usual_delay_are_lost_where_they_fall(void **state)
{
    (void)state;
    world *w = small();
    w->services[0].activation_days = 20;
    w->services[1].activation_days = 20;
    (void)world_varies(w, BIL_VARIES_DELAY, "*", 22500, 22500); /* 45 days */
    world_today(w, "S02", 1, false);
    bil_arena *arena = NULL;
    const bil_case *made = imagined(&arena, w, 1, 1);
    /* January has 31 days: from the 21st to its end, 11 are lost; February loses 14 of 28. */
    assert_int_equal(made->phases[0].delivered_bp[0], 6452); /* 20 ÷ 31 */
    assert_int_equal(made->phases[1].delivered_bp[0], 5000);
    /* What is in place does not wait. */
    assert_int_equal(made->phases[0].delivered_bp[1], 10000);
    bil_arena_free(arena);

    w->uncertainty[0].low_bp = 0; /* sooner than usual gains nothing */
    w->uncertainty[0].high_bp = 0;
    made = imagined(&arena, w, 1, 1);
    assert_int_equal(made->phases[0].delivered_bp[0], 10000);
    bil_arena_free(arena);
    world_free(w);
}

static void a_seed_and_a_number_are_one_world(void **state)
{
    (void)state;
    world *w = small();
    (void)world_varies(w, BIL_VARIES_PRICE, "*", 5000, 20000);
    bil_arena *arenas[4];
    const bil_case *a = imagined(&arenas[0], w, 1, 7);
    const bil_case *same = imagined(&arenas[1], w, 1, 7);
    const bil_case *next = imagined(&arenas[2], w, 1, 8);
    const bil_case *seed = imagined(&arenas[3], w, 2, 7);
    int64_t price = a->catalogue->services[0].price_cents;
    assert_int_equal(same->catalogue->services[0].price_cents, price);
    assert_int_not_equal(next->catalogue->services[0].price_cents, price);
    assert_int_not_equal(seed->catalogue->services[0].price_cents, price);
    for (size_t i = 0; i < 4; i++) {
        bil_arena_free(arenas[i]);
    }
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_mode_all_values_are_alike),
        cmocka_unit_test(with_a_mode_values_near_it_are_likelier),
        cmocka_unit_test(ends_and_points_are_what_they_say),
        cmocka_unit_test(each_key_changes_the_draw),
        cmocka_unit_test(without_uncertainty_the_world_is_the_one_we_know),
        cmocka_unit_test(prices_hours_and_needs_are_scaled_half_up),
        cmocka_unit_test(attendance_is_a_share_of_the_effects),
        cmocka_unit_test(days_beyond_the_usual_delay_are_lost_where_they_fall),
        cmocka_unit_test(a_seed_and_a_number_are_one_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
