/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures against values worked by hand, and what must hold of them for any persons. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/random.h"
#include "solver/measures.h"

enum { WORLDS = 400, PERSONS = 23 };

#define CLOSE 1e-12

static void expect_close(double found, double wanted)
{
    if (!(fabs(found - wanted) <= CLOSE * fmax(1.0, fabs(wanted)))) {
        fail_msg("%.17g instead of %.17g", found, wanted);
    }
}

static void expect_none(double found)
{
    if (!isnan(found)) {
        fail_msg("%.17g instead of not defined", found);
    }
}

/* --- by hand ---------------------------------------------------------------------------------- */

static void level_by_hand(void **state)
{
    (void)state;
    const double four[] = {1.0, 2.0, 3.0, 4.0};
    const double weights[] = {4.0, 0.0, 0.0, 1.0};
    expect_close(bil_mean(four, 4), 2.5);                   /* 10 ÷ 4 */
    expect_close(bil_weighted_mean(four, weights, 4), 1.6); /* (4 × 1 + 1 × 4) ÷ 5 */
    expect_close(bil_quantile(four, 4, 0), 1.0);
    expect_close(bil_quantile(four, 4, 2500), 1.0); /* a quarter of four is one person */
    expect_close(bil_quantile(four, 4, 2501), 2.0); /* a little more takes the next */
    expect_close(bil_quantile(four, 4, 10000), 4.0);
    double thirty[30];
    for (int i = 0; i < 30; i++) {
        thirty[i] = i + 1;
    }
    expect_close(bil_quantile(thirty, 30, 1000), 3.0); /* a tenth of thirty: three persons */
}

static void gini_by_hand(void **state)
{
    (void)state;
    /* Differences of 1 2 3 4: 1 1 1 2 2 3 = 10, both ways 20; 20 ÷ 16 = 1.25 on average, half of it
     * 0.625; ÷ the mean 2.5 = 0.25. */
    const double four[] = {1.0, 2.0, 3.0, 4.0};
    expect_close(bil_gini(four, 4), 0.25);
    /* One of four has all: (4 − 1) ÷ 4. */
    const double one[] = {0.0, 0.0, 0.0, 7.0};
    expect_close(bil_gini(one, 4), 0.75);
    const double alike[] = {0.3, 0.3, 0.3};
    expect_close(bil_gini(alike, 3), 0.0);
    expect_close(bil_gini(four, 1), 0.0);
}

static void theil_by_hand(void **state)
{
    (void)state;
    /* 1 and 3: mean 2; (0.5 ln 0.5 + 1.5 ln 1.5) ÷ 2 = 0.75 ln 3 − ln 2. */
    const double two[] = {1.0, 3.0};
    expect_close(bil_theil(two, 2), 0.75 * log(3.0) - log(2.0));
    /* One of four has all: 4 ln 4 ÷ 4. */
    const double one[] = {0.0, 0.0, 0.0, 7.0};
    expect_close(bil_theil(one, 4), log(4.0));
    const double alike[] = {0.3, 0.3, 0.3};
    expect_close(bil_theil(alike, 3), 0.0);
}

static void atkinson_by_hand(void **state)
{
    (void)state;
    const double two[] = {1.0, 4.0}; /* mean 2.5 */
    expect_close(bil_atkinson(two, 2, 0.0), 0.0);
    /* 1/2: ((√1 + √4) ÷ 2)² = 2.25; 1 − 2.25 ÷ 2.5. */
    expect_close(bil_atkinson(two, 2, 0.5), 0.1);
    /* 1: √(1 × 4) = 2; 1 − 2 ÷ 2.5. */
    expect_close(bil_atkinson(two, 2, 1.0), 0.2);
    /* 2: 2 ÷ (1/1 + 1/4) = 1.6; 1 − 1.6 ÷ 2.5. */
    expect_close(bil_atkinson(two, 2, 2.0), 0.36);
    /* Without end: 1 ÷ 2.5 is what the least have. */
    assert_true(fabs(bil_atkinson(two, 2, 5000.0) - 0.6) < 1e-3);
    const double nothing[] = {0.0, 4.0};
    /* 1/2: (√4 ÷ 2)² = 1; 1 − 1 ÷ 2. */
    expect_close(bil_atkinson(nothing, 2, 0.5), 0.5);
    expect_close(bil_atkinson(nothing, 2, 1.0), 1.0);
    expect_close(bil_atkinson(nothing, 2, 3.0), 1.0);
}

static void lorenz_and_palma_by_hand(void **state)
{
    (void)state;
    double ten[10];
    for (int i = 0; i < 10; i++) {
        ten[i] = i + 1; /* 55 in all */
    }
    expect_close(bil_lorenz_at(ten, 10, 0.4), 10.0 / 55.0); /* 1 + 2 + 3 + 4 */
    expect_close(bil_palma(ten, 10), 1.0);                  /* 10 over 1 + 2 + 3 + 4 */
    /* Between persons a straight line: half of the third of five. */
    const double five[] = {1.0, 1.0, 2.0, 2.0, 4.0};
    expect_close(bil_lorenz_at(five, 5, 0.5), 0.3);
    /* The tenth of five persons is half of the last one: 2 of 10, and four tenths have 2. */
    expect_close(bil_palma(five, 5), 1.0);
    double curve[6];
    assert_true(bil_lorenz(curve, 5, five, 5));
    const double wanted[] = {0.0, 0.1, 0.2, 0.4, 0.6, 1.0};
    for (int i = 0; i < 6; i++) {
        expect_close(curve[i], wanted[i]);
    }
    const double alike[] = {2.0, 2.0, 2.0};
    expect_close(bil_palma(alike, 3), 0.25);
    const double poor[] = {0.0, 0.0, 1.0};
    expect_none(bil_palma(poor, 3));
}

static void concentration_by_hand(void **state)
{
    (void)state;
    /* Places 1/6, 3/6, 5/6; values 1 2 3: cov = (1 × −1/3 + 3 × 1/3) ÷ 3 = 2/9; 2 × 2/9 ÷ 2. */
    const bil_ranked up[] = {{10.0, 1.0}, {20.0, 2.0}, {30.0, 3.0}};
    expect_close(bil_concentration(up, 3), 2.0 / 9.0);
    expect_close(bil_erreygers(up, 3, 0.0, 4.0), 8.0 * 2.0 / 9.0 / 4.0);
    const bil_ranked down[] = {{10.0, 3.0}, {20.0, 2.0}, {30.0, 1.0}};
    expect_close(bil_concentration(down, 3), -2.0 / 9.0);
    /* Of the same rank the first two share a place, 1/3: cov = (3 × −1/6 + 3 × 1/3) ÷ 3 = 1/6. */
    const bil_ranked tied[] = {{10.0, 1.0}, {10.0, 2.0}, {30.0, 3.0}};
    expect_close(bil_concentration(tied, 3), 1.0 / 6.0);
    /* The upper half has all there can be: 1. */
    const bil_ranked half[] = {{1.0, 0.0}, {2.0, 0.0}, {3.0, 1.0}, {4.0, 1.0}};
    expect_close(bil_erreygers(half, 4, 0.0, 1.0), 1.0);
    /* Nobody has anything: nothing is concentrated, and that can be said of a bounded thing. */
    const bil_ranked none[] = {{1.0, 0.0}, {2.0, 0.0}};
    expect_none(bil_concentration(none, 2));
    expect_close(bil_erreygers(none, 2, 0.0, 1.0), 0.0);
}

static void gaps_by_hand(void **state)
{
    (void)state;
    const double values[] = {1.0, 3.0, 5.0, 7.0, 100.0, 6.0};
    const size_t group[] = {0, 0, 1, 1, SIZE_MAX, 2};
    bil_group_sums sums[4];
    assert_true(bil_group_fill(sums, 4, values, group, 6));
    expect_close(sums[0].mean, 2.0);
    expect_close(sums[1].squares, 2.0); /* (5 − 6)² + (7 − 6)² */
    assert_int_equal(sums[2].count, 1);
    expect_none(sums[3].mean);
    expect_close(bil_group_gap(sums, 4, 1), 4.0); /* 6 − 2 */
    /* Inside the groups: 2 + 2 + 0 over 5 − 3 = 2; 4 ÷ √2. */
    expect_close(bil_group_gap_standard(sums, 4, 1), 4.0 / sqrt(2.0));
    /* Only groups of two: 4 over 4 − 2 = 2, the same. */
    expect_close(bil_group_gap_standard(sums, 4, 2), 4.0 / sqrt(2.0));
    expect_none(bil_group_gap(sums, 4, 3));
    expect_none(bil_group_gap_standard(sums, 4, 3));
    const double level[] = {0.1, 0.1, 0.1, 0.3, 0.3, 0.3};
    const size_t halves[] = {0, 0, 0, 1, 1, 1};
    assert_true(bil_group_fill(sums, 2, level, halves, 6));
    expect_close(bil_group_gap(sums, 2, 3), 0.2);
    expect_none(bil_group_gap_standard(sums, 2, 3)); /* nobody differs from their own group */
}

static void envy_by_hand(void **state)
{
    (void)state;
    /* Ratios 1 2 3, mean 2. The first lacks 1 + 2, the second 1, the third nothing: 4 over nine
     * ordered pairs, ÷ 2 = 2/9: the Gini index of 1 2 3. */
    const bil_envier all[] = {{1.0, false}, {2.0, false}, {3.0, false}};
    expect_close(bil_envy(all, 3), 2.0 / 9.0);
    const double three[] = {1.0, 2.0, 3.0};
    expect_close(bil_gini(three, 3), 2.0 / 9.0);
    /* The first needs no more: 1 over nine, ÷ 2. */
    const bil_envier some[] = {{1.0, true}, {2.0, false}, {3.0, false}};
    expect_close(bil_envy(some, 3), 1.0 / 18.0);
    const bil_envier alike[] = {{2.0, false}, {2.0, false}};
    expect_close(bil_envy(alike, 2), 0.0);
}

/* --- what has no meaning is not defined ------------------------------------------------------- */

static void nobody_nothing_and_nonsense_are_not_defined(void **state)
{
    (void)state;
    const double zeros[] = {0.0, 0.0};
    const double negative[] = {-1.0, 2.0};
    const double endless[] = {1.0, HUGE_VAL};
    const double *const bad[] = {zeros, negative, endless};
    double (*const measures[])(const double *, size_t) = {bil_gini, bil_theil, bil_palma};
    double curve[3];
    for (size_t m = 0; m < 3; m++) {
        expect_none(measures[m](zeros, 0));
        for (size_t b = 0; b < 3; b++) {
            expect_none(measures[m](bad[b], 2));
        }
    }
    for (size_t b = 0; b < 3; b++) {
        expect_none(bil_atkinson(bad[b], 2, 0.5));
        expect_none(bil_lorenz_at(bad[b], 2, 0.5));
        assert_false(bil_lorenz(curve, 2, bad[b], 2));
    }
    const double good[] = {1.0, 2.0};
    expect_none(bil_atkinson(good, 2, -1.0));
    expect_none(bil_atkinson(good, 2, (double)NAN));
    expect_none(bil_lorenz_at(good, 2, 1.5));
    assert_false(bil_lorenz(curve, 0, good, 2));
    expect_none(bil_mean(good, 0));
    expect_none(bil_mean(endless, 2));
    expect_none(bil_weighted_mean(good, zeros, 2));
    expect_none(bil_weighted_mean(good, negative, 2));
    expect_none(bil_quantile(good, 0, 5000));
    expect_none(bil_quantile(good, 2, 10001));
    expect_none(bil_quantile(good, 2, -1));
    const bil_ranked same[] = {{5.0, 1.0}, {5.0, 2.0}};
    const bil_ranked minus[] = {{5.0, -1.0}, {6.0, 2.0}};
    expect_none(bil_concentration(same, 2));
    expect_none(bil_concentration(same, 0));
    expect_none(bil_concentration(minus, 2));
    expect_none(bil_erreygers(minus, 2, 0.0, 1.0));
    expect_none(bil_erreygers(same, 2, 0.0, 2.0));
    expect_none(bil_erreygers(minus, 2, 3.0, 3.0));
    const bil_envier envier[] = {{-1.0, false}, {0.0, false}};
    expect_none(bil_envy(envier, 2));
    expect_none(bil_envy(envier + 1, 1));
    expect_none(bil_envy(envier, 0));
    bil_group_sums sums[2];
    const size_t group[] = {0, 1};
    assert_false(bil_group_fill(sums, 2, endless, group, 2));
}

/* --- what holds of any persons ---------------------------------------------------------------- */

static double drawn(uint64_t seed, size_t i, uint64_t what)
{
    return (double)bil_random_between(bil_random(seed, what, i, 0), 1, 1000000) * 1e-6;
}

static size_t draw(double *out, uint64_t seed)
{
    const size_t count = 2 + (size_t)bil_random_between(bil_random(seed, 1, 0, 0), 0, PERSONS - 2);
    for (size_t i = 0; i < count; i++) {
        out[i] = drawn(seed, i, 2);
    }
    bil_sort_ascending(out, count);
    return count;
}

enum { MEASURES = 6 };

static double measure(size_t which, const double *ascending, size_t count)
{
    switch (which) {
    case 0:
        return bil_gini(ascending, count);
    case 1:
        return bil_theil(ascending, count);
    case 2:
        return bil_atkinson(ascending, count, 0.5);
    case 3:
        return bil_atkinson(ascending, count, 1.0);
    case 4:
        return bil_atkinson(ascending, count, 3.0);
    default:
        return bil_palma(ascending, count);
    }
}

static void money_in_another_currency_is_spread_alike(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        double scaled[PERSONS];
        const size_t count = draw(values, seed);
        for (size_t i = 0; i < count; i++) {
            scaled[i] = values[i] * 1936.27;
        }
        for (size_t m = 0; m < MEASURES; m++) {
            expect_close(measure(m, scaled, count), measure(m, values, count));
        }
    }
}

static void the_order_of_the_persons_changes_no_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        double turned[PERSONS];
        bil_ranked rows[PERSONS];
        bil_ranked turned_rows[PERSONS];
        bil_envier enviers[PERSONS];
        bil_envier turned_enviers[PERSONS];
        const size_t count = draw(values, seed);
        for (size_t i = 0; i < count; i++) {
            const size_t k = count - 1 - i;
            turned[k] = values[i];
            rows[i] = (bil_ranked){floor(drawn(seed, i, 3) * 5.0), values[i]};
            turned_rows[k] = rows[i];
            enviers[i] = (bil_envier){floor(values[i] * 5.0), i % 3 == 0};
            turned_enviers[k] = enviers[i];
        }
        bil_sort_ascending(turned, count);
        bil_sort_ranked(rows, count);
        bil_sort_ranked(turned_rows, count);
        bil_sort_enviers(enviers, count);
        bil_sort_enviers(turned_enviers, count);
        for (size_t m = 0; m < MEASURES; m++) {
            assert_true(measure(m, turned, count) == measure(m, values, count));
        }
        const double one = bil_concentration(rows, count);
        const double other = bil_concentration(turned_rows, count);
        assert_true(one == other || (isnan(one) && isnan(other)));
        const double envy = bil_envy(enviers, count);
        const double turned_envy = bil_envy(turned_enviers, count);
        assert_true(envy == turned_envy || (isnan(envy) && isnan(turned_envy)));
    }
}

/* The last measure is not asked. */
static void expect_less(const double *after, const double *before, size_t count, uint64_t seed)
{
    for (size_t m = 0; m + 1 < MEASURES; m++) {
        if (!(measure(m, after, count) < measure(m, before, count))) {
            fail_msg("seed %d: measure %zu did not fall", (int)seed, m);
        }
    }
}

/* Pigou and Dalton: some of what the richer of two has goes to the poorer, and they change places
 * at most. Every index falls; Palma's looks at the two ends alone, and does not rise. */
static void giving_to_the_poorer_lowers_inequality(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        double after[PERSONS];
        const size_t count = draw(values, seed);
        const size_t poor =
            (size_t)bil_random_between(bil_random(seed, 4, 0, 0), 0, (int64_t)count - 2);
        const size_t rich = (size_t)bil_random_between(bil_random(seed, 5, 0, 0), (int64_t)poor + 1,
                                                       (int64_t)count - 1);
        const double apart = values[rich] - values[poor];
        if (apart < 1e-3) {
            continue;
        }
        memcpy(after, values, sizeof after);
        after[poor] += apart / 3.0;
        after[rich] -= apart / 3.0;
        bil_sort_ascending(after, count);
        expect_less(after, values, count, seed);
        assert_true(bil_palma(after, count) <= bil_palma(values, count) + CLOSE);
    }
}

/* Of every person two: nothing is spread otherwise. */
static void two_equal_districts_are_as_unequal_as_one(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        double twice[2 * PERSONS];
        const size_t count = draw(values, seed);
        for (size_t i = 0; i < count; i++) {
            twice[2 * i] = values[i];
            twice[2 * i + 1] = values[i];
        }
        for (size_t m = 0; m < MEASURES; m++) {
            expect_close(measure(m, twice, 2 * count), measure(m, values, count));
        }
    }
}

static void every_measure_keeps_to_its_range(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        bil_ranked rows[PERSONS];
        bil_envier enviers[PERSONS];
        const size_t count = draw(values, seed);
        for (size_t i = 0; i < count; i++) {
            if (seed % 2 == 0 && i < count / 2) {
                values[i] = 0.0; /* many with nothing: the ends of the ranges */
            }
            rows[i] = (bil_ranked){drawn(seed, i, 3), values[i]};
            enviers[i] = (bil_envier){values[i], i % 2 == 0};
        }
        bil_sort_ranked(rows, count);
        bil_sort_enviers(enviers, count);
        const double n = (double)count;
        const double gini = bil_gini(values, count);
        assert_true(gini >= 0.0 && gini <= (n - 1.0) / n);
        const double theil = bil_theil(values, count);
        assert_true(theil >= 0.0 && theil <= log(n));
        for (size_t m = 2; m < 5; m++) {
            const double atkinson = measure(m, values, count);
            assert_true(atkinson >= 0.0 && atkinson <= 1.0);
        }
        assert_true(measure(2, values, count) <= measure(3, values, count) + CLOSE);
        assert_true(measure(3, values, count) <= measure(4, values, count) + CLOSE);
        const double palma = bil_palma(values, count);
        assert_true(isnan(palma) || palma >= 0.25 - CLOSE);
        const double concentration = bil_concentration(rows, count);
        assert_true(fabs(concentration) <= gini + CLOSE); /* by their own value it is greatest */
        const double erreygers = bil_erreygers(rows, count, 0.0, 1.0);
        assert_true(fabs(erreygers) <= 1.0 + CLOSE);
        const double envy = bil_envy(enviers, count);
        assert_true(envy >= 0.0 && envy <= gini + CLOSE);
    }
}

/* What is missing is concentrated just as what is there, the other way round: that is what the
 * correction is for (Erreygers, 2009). */
static void shortfalls_mirror_coverage(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        double values[PERSONS];
        bil_ranked rows[PERSONS];
        bil_ranked missing[PERSONS];
        const size_t count = draw(values, seed);
        for (size_t i = 0; i < count; i++) {
            rows[i] = (bil_ranked){floor(drawn(seed, i, 3) * 4.0), values[i]};
            missing[i] = (bil_ranked){rows[i].rank, 1.0 - values[i]};
        }
        bil_sort_ranked(rows, count);
        bil_sort_ranked(missing, count);
        const double there = bil_erreygers(rows, count, 0.0, 1.0);
        if (!isnan(there)) {
            expect_close(bil_erreygers(missing, count, 0.0, 1.0), -there);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(level_by_hand),
        cmocka_unit_test(gini_by_hand),
        cmocka_unit_test(theil_by_hand),
        cmocka_unit_test(atkinson_by_hand),
        cmocka_unit_test(lorenz_and_palma_by_hand),
        cmocka_unit_test(concentration_by_hand),
        cmocka_unit_test(gaps_by_hand),
        cmocka_unit_test(envy_by_hand),
        cmocka_unit_test(nobody_nothing_and_nonsense_are_not_defined),
        cmocka_unit_test(money_in_another_currency_is_spread_alike),
        cmocka_unit_test(the_order_of_the_persons_changes_no_bit),
        cmocka_unit_test(giving_to_the_poorer_lowers_inequality),
        cmocka_unit_test(two_equal_districts_are_as_unequal_as_one),
        cmocka_unit_test(every_measure_keeps_to_its_range),
        cmocka_unit_test(shortfalls_mirror_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
