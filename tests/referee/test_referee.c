/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `bilancia propose` against exhaustive enumeration.
 *
 * Usage: test_referee [plain|hands|edge FIRST LAST]
 *        test_referee shrink plain|hands|edge0|edge1 SEED
 * Without arguments the suite's own numbers of seeds; with them, one family from a first to a last
 * seed, as many as you like; or one wrong seed with all taken away that is not needed for it to be
 * wrong. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/referee/referee.h"
#include "tests/referee/referee_bite.h"
#include "tests/referee/referee_run.h"

enum {
    PLAIN_SEEDS = 300 / BIL_WORLDS_SHARE,
    EDGE_SEEDS = 210 / BIL_WORLDS_SHARE,
    HANDS_SEEDS = 200 / BIL_WORLDS_SHARE
};

typedef struct {
    int worlds;
    int infeasible;
    int wrong;
} tally;

static void judge_one(const ref_bench *bench, tally *sum, const ref_world *world, const char *name)
{
    ref_answer answer;
    const uint64_t given_up = ref_fund_seen.given_up;
    ref_enumerate(&answer, world);
    if (ref_fund_seen.given_up != given_up) {
        (void)fprintf(stderr, "referee: %s: not decided, left out\n", name);
        return;
    }
    sum->worlds++;
    sum->infeasible += answer.feasible ? 0 : 1;
    sum->wrong += ref_judge(bench, world, &answer, name, true) ? 0 : 1;
}

static tally judge_plain(const ref_bench *bench, uint64_t first, uint64_t last)
{
    static ref_world world;
    tally sum = {0, 0, 0};
    for (uint64_t seed = first; seed <= last; seed++) {
        char name[64];
        (void)snprintf(name, sizeof name, "plain-%llu", (unsigned long long)seed);
        ref_generate(&world, seed, REF_PLAIN);
        judge_one(bench, &sum, &world, name);
    }
    return sum;
}

static tally judge_hands(const ref_bench *bench, uint64_t first, uint64_t last)
{
    static ref_world world;
    tally sum = {0, 0, 0};
    for (uint64_t seed = first; seed <= last; seed++) {
        char name[64];
        (void)snprintf(name, sizeof name, "hands-%llu", (unsigned long long)seed);
        ref_generate_hands(&world, seed);
        judge_one(bench, &sum, &world, name);
    }
    return sum;
}

/* Each world twice: with its amounts at the edge, and with the last cent of one of them missing. */
static tally judge_edge(const ref_bench *bench, uint64_t first, uint64_t last)
{
    static ref_world world;
    tally sum = {0, 0, 0};
    for (uint64_t seed = first; seed <= last; seed++) {
        for (int short_by = 0; short_by <= 1; short_by++) {
            char name[64];
            (void)snprintf(name, sizeof name, "edge-%llu-%d", (unsigned long long)seed, short_by);
            ref_generate(&world, seed, REF_EDGE);
            if (ref_tighten(&world, short_by)) {
                judge_one(bench, &sum, &world, name);
            }
        }
    }
    return sum;
}

static bool is_wrong(const ref_bench *bench, const ref_world *world, bool aloud)
{
    ref_answer answer;
    ref_enumerate(&answer, world);
    return !ref_judge(bench, world, &answer, "shrink", aloud);
}

/* Takes features, then phases, services and needs away as long as the answer stays wrong. */
static void shrink(const ref_bench *bench, ref_world *world)
{
    for (int f = 0; f < ref_feature_count; f++) {
        ref_world smaller = *world;
        if (ref_features[f].spoil == NULL) {
            continue;
        }
        ref_features[f].spoil(&smaller);
        if (is_wrong(bench, &smaller, false)) {
            *world = smaller;
        } else {
            (void)fprintf(stderr, "needed: %s\n", ref_features[f].name);
        }
    }
    for (int i = 0; i < REF_SERVICES + REF_DOMAINS + REF_PHASES; i++) {
        ref_world smaller = *world;
        if (i < REF_SERVICES) {
            memset(smaller.services[i].effect, 0, sizeof smaller.services[i].effect);
        } else if (i < REF_SERVICES + REF_DOMAINS) {
            for (int s = 0; s < REF_SERVICES; s++) {
                smaller.services[s].effect[i - REF_SERVICES] = 0;
            }
        } else if (smaller.phase_count > 1) {
            smaller.phase_count--;
        }
        *world = is_wrong(bench, &smaller, false) ? smaller : *world;
    }
    (void)is_wrong(bench, world, true);
}

static int say(const char *family, tally sum)
{
    (void)printf("%s: %d worlds (%d infeasible), %d wrong; the slowest proposal, %s, %.1f s\n",
                 family, sum.worlds, sum.infeasible, sum.wrong, ref_slowest_seen.name,
                 ref_slowest_seen.seconds);
    return sum.wrong;
}

static void answers_equal_enumeration_on_seeded_worlds(void **state)
{
    assert_int_equal(say("plain", judge_plain(*state, 1, PLAIN_SEEDS)), 0);
}

static void answers_equal_enumeration_where_hands_decide(void **state)
{
    assert_int_equal(say("hands", judge_hands(*state, 1, HANDS_SEEDS)), 0);
}

static void answers_equal_enumeration_at_the_last_cent(void **state)
{
    const tally sum = judge_edge(*state, 1, EDGE_SEEDS);
    assert_int_equal(say("edge", sum), 0);
    assert_true(sum.worlds >= 200 / BIL_WORLDS_SHARE); /* a hundred seeds, two worlds each */
}

int main(int argc, char **argv)
{
    ref_bench bench;
    if (!ref_bench_open(&bench)) {
        return EXIT_FAILURE;
    }
    if (argc == 4 && strcmp(argv[1], "shrink") == 0) {
        static ref_world world;
        const bool edge = strncmp(argv[2], "edge", 4) == 0;
        if (strcmp(argv[2], "hands") == 0) {
            ref_generate_hands(&world, strtoull(argv[3], NULL, 10));
        } else {
            ref_generate(&world, strtoull(argv[3], NULL, 10), edge ? REF_EDGE : REF_PLAIN);
        }
        if (edge) {
            (void)ref_tighten(&world, argv[2][4] == '1' ? 1 : 0);
        }
        shrink(&bench, &world);
        return EXIT_SUCCESS;
    }
    if (argc == 4) {
        const uint64_t first = strtoull(argv[2], NULL, 10);
        const uint64_t last = strtoull(argv[3], NULL, 10);
        const tally sum = strcmp(argv[1], "edge") == 0    ? judge_edge(&bench, first, last)
                          : strcmp(argv[1], "hands") == 0 ? judge_hands(&bench, first, last)
                                                          : judge_plain(&bench, first, last);
        const int wrong = say(argv[1], sum);
        ref_bench_close(&bench);
        return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(answers_equal_enumeration_on_seeded_worlds, &bench),
        cmocka_unit_test_prestate(answers_equal_enumeration_where_hands_decide, &bench),
        cmocka_unit_test_prestate(answers_equal_enumeration_at_the_last_cent, &bench),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ref_bench_close(&bench);
    return failed;
}
