/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The referee judged: against the naive enumeration on worlds small enough for it, and by taking
 * each feature of the specification away: seeds that do not notice are no seeds.
 *
 * Usage: test_referee_self [bite plain|edge FIRST LAST] prints how often each feature bites. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/referee/referee.h"
#include "tests/referee/referee_bite.h"

enum { TINY_SEEDS = 150, BITE_PLAIN = 60, BITE_EDGE = 60, FEATURES_MAX = 100 };

static void enumeration_equals_the_naive_one_on_tiny_worlds(void **state)
{
    static ref_world world;
    int compared = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= TINY_SEEDS; seed++) {
        ref_answer answer;
        ref_answer naive;
        ref_generate(&world, seed, REF_TINY);
        if (!ref_enumerate_naively(&naive, &world)) {
            continue;
        }
        /* The naive one lets a line's own payer be its reason. */
        ref_misread = REF_MISREAD_CIRCULAR;
        ref_enumerate(&answer, &world);
        ref_misread = 0;
        const long double shortfall = answer.shortfall - naive.shortfall;
        const long double score = answer.score - naive.score;
        const bool same = answer.feasible == naive.feasible && shortfall < 1e-9L &&
                          shortfall > -1e-9L && score < 1e-9L && score > -1e-9L;
        if (!same) {
            fail_msg("seed %llu: the two enumerations differ", (unsigned long long)seed);
        }
        compared++;
    }
    assert_true(compared > TINY_SEEDS * 3 / 4);
}

static void a_shift_of_all_amounts_finds_the_last_cent(void **state)
{
    static ref_world world;
    static ref_world shorter;
    int different = 0;
    int tightened = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 25; seed++) {
        ref_answer answer;
        ref_answer less;
        ref_generate(&world, seed, REF_EDGE);
        shorter = world;
        if (ref_tighten(&world, 0) && ref_tighten(&shorter, 1)) {
            ref_enumerate(&answer, &world);
            ref_enumerate(&less, &shorter);
            tightened++;
            different += ref_quality_compare(answer.best, less.best) > 0 || !less.feasible;
        }
    }
    assert_true(tightened > 8);
    assert_int_equal(different, tightened);
}

/* How many seeds of a family notice that a feature is missing. */
static int count_bites(int bites[FEATURES_MAX], bool edge, uint64_t first, uint64_t last)
{
    static ref_world world;
    int worlds = 0;
    for (uint64_t seed = first; seed <= last; seed++) {
        ref_answer answer;
        ref_generate(&world, seed, edge ? REF_EDGE : REF_PLAIN);
        if (edge && !ref_tighten(&world, 0)) {
            continue;
        }
        ref_enumerate(&answer, &world);
        worlds++;
        for (int f = 0; f < ref_feature_count; f++) {
            bites[f] += ref_feature_bites(&world, &answer, &ref_features[f]) ? 1 : 0;
        }
    }
    return worlds;
}

static void print_bites(bool edge, uint64_t first, uint64_t last)
{
    static int bites[FEATURES_MAX];
    const int worlds = count_bites(bites, edge, first, last);
    for (int f = 0; f < ref_feature_count; f++) {
        (void)printf("%6.2f %%  %s\n", 100.0 * bites[f] / (worlds > 0 ? worlds : 1),
                     ref_features[f].name);
    }
    (void)printf("of %d worlds; searches for whole cents %llu, with a gap %llu, given up %llu\n",
                 worlds, (unsigned long long)ref_fund_seen.searches,
                 (unsigned long long)ref_fund_seen.gaps,
                 (unsigned long long)ref_fund_seen.given_up);
}

static void features_are_noticed_when_missing(void **state)
{
    static int bites[FEATURES_MAX];
    int noticed = 0;
    (void)state;
    assert_true(ref_feature_count <= FEATURES_MAX);
    (void)count_bites(bites, false, 1, BITE_PLAIN);
    (void)count_bites(bites, true, 1, BITE_EDGE);
    for (int f = 0; f < ref_feature_count; f++) {
        noticed += bites[f] > 0 ? 1 : 0;
        if (bites[f] == 0) {
            print_message("not noticed by these few seeds: %s\n", ref_features[f].name);
        }
    }
    assert_true(noticed * 10 >= ref_feature_count * 8);
    assert_true(ref_fund_seen.given_up == 0);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "bite") == 0) {
        print_bites(strcmp(argv[2], "edge") == 0, strtoull(argv[3], NULL, 10),
                    strtoull(argv[4], NULL, 10));
        return EXIT_SUCCESS;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enumeration_equals_the_naive_one_on_tiny_worlds),
        cmocka_unit_test(a_shift_of_all_amounts_finds_the_last_cent),
        cmocka_unit_test(features_are_noticed_when_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
