/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `bilancia check` against plans that are right and plans spoiled in every way: right ones are
 * accepted, each spoiled one is refused with exit 12 and the fitting id. The plans are the
 * referee's own best ones, so the optimiser has no part in it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/referee/referee.h"
#include "tests/referee/referee_run.h"
#include "tests/referee/referee_spoil.h"

enum {
    RIGHT_SEEDS = 100 / BIL_WORLDS_SHARE,
    SPOILED_PLANS = 40,
    SEEDS_MOST = 1000,
    KINDS_MAX = 128
};

typedef struct {
    int done[KINDS_MAX];
    int wrong;
} tally;

/* Is one of the ids (with '|' between) the first word of a line of the report? */
static bool names_one(const char *report, const char *ids)
{
    char id[32];
    while (*ids != '\0') {
        const size_t size = strcspn(ids, "|");
        (void)snprintf(id, sizeof id, "%.*s", (int)size, ids);
        for (const char *at = strstr(report, id); at != NULL; at = strstr(at + 1, id)) {
            const char before = at == report ? '\n' : at[-1];
            const char after = at[size];
            if (before == '\n' && (after == ' ' || after == '\n')) {
                return true;
            }
        }
        ids += size + (ids[size] == '|' ? 1 : 0);
    }
    return false;
}

static bool spoil_one(const ref_bench *bench, const ref_place *place, const ref_scene *right,
                      const char *bytes, const ref_spoil *kind, bool *out_done)
{
    static ref_scene scene;
    static ref_json store;
    char path[REF_PATH + 32];
    scene = *right;
    scene.store = &store;
    scene.plan = ref_json_parse(&store, bytes);
    *out_done = scene.plan != NULL && kind->spoil(&scene);
    if (!*out_done) {
        return true;
    }
    (void)snprintf(path, sizeof path, "%s/spoiled.json", place->folder);
    if (!ref_write_catalogue(&scene.world, place->folder) ||
        !ref_write_case(&scene.world, place->case_path)) {
        return false;
    }
    FILE *const file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    ref_json_print(file, scene.plan);
    if (fclose(file) != 0) {
        return false;
    }
    const int exit_code = ref_check(bench, place, path);
    char *const report = ref_read_file(place->report_path);
    const bool good = exit_code == 12 && report != NULL && names_one(report, kind->ids);
    if (!good) {
        (void)fprintf(stderr,
                      "referee: seed %llu, spoiled: %s: exit %d, expected 12 and %s; it said\n%s",
                      (unsigned long long)scene.world.seed, kind->name, exit_code, kind->ids,
                      report == NULL ? "" : report);
    }
    free(report);
    return good;
}

static const ref_spoil *kind_at(int index)
{
    return index < ref_plan_spoil_count ? &ref_plan_spoils[index]
                                        : &ref_world_spoils[index - ref_plan_spoil_count];
}

/* Every kind (or only those not seen yet) on one world's best plan. */
static void spoil_all(const ref_bench *bench, const ref_scene *right, tally *sum, bool only_new)
{
    ref_place place = {"", "", "", "", ""};
    char name[64];
    (void)snprintf(name, sizeof name, "spoiled-%llu", (unsigned long long)right->world.seed);
    assert_true(ref_place_make(&place, bench, &right->world, name));
    assert_true(ref_write_plan(&right->world, right->answer, place.plan_path));
    char *const bytes = ref_read_file(place.plan_path);
    assert_non_null(bytes);
    bool good = ref_check(bench, &place, place.plan_path) == 0;
    if (!good) {
        (void)fprintf(stderr, "referee: %s: its right plan is refused\n", name);
    }
    for (int i = 0; i < ref_plan_spoil_count + ref_world_spoil_count && good; i++) {
        bool done = false;
        if (!only_new || sum->done[i] == 0) {
            good = spoil_one(bench, &place, right, bytes, kind_at(i), &done);
        }
        sum->done[i] += done ? 1 : 0;
    }
    free(bytes);
    sum->wrong += good ? 0 : 1;
    if (good) {
        ref_place_remove(&place);
    } else {
        (void)fprintf(stderr, "  kept in %s\n", place.folder);
    }
}

static bool make_scene(ref_scene *scene, ref_answer *answer, uint64_t seed)
{
    memset(scene, 0, sizeof *scene);
    ref_generate(&scene->world, seed, REF_PLAIN);
    ref_enumerate(answer, &scene->world);
    scene->answer = answer;
    return answer->feasible;
}

/* Two lines or more in the first phase, one of them paid for: there is something to spoil. */
static bool is_rich(const ref_scene *scene)
{
    int lines = 0;
    int paid = 0;
    for (int s = 0; s < scene->world.service_count; s++) {
        const ref_choice *const first = &scene->answer->choices[0];
        lines += first->quantity[s] > 0 ? 1 : 0;
        paid += first->quantity[s] > 0 && first->unit_cents[s] > 1 ? 1 : 0;
    }
    return lines > 1 && paid > 0;
}

static void spoiled_plans_are_refused_with_the_right_id(void **state)
{
    static ref_scene scene;
    static ref_answer answer;
    static tally sum;
    int kinds = 0;
    assert_true(ref_plan_spoil_count + ref_world_spoil_count <= KINDS_MAX);
    const int all = ref_plan_spoil_count + ref_world_spoil_count;
    int rich = 0;
    for (uint64_t seed = 1; rich < SPOILED_PLANS || (kinds < all && seed < SEEDS_MOST); seed++) {
        if (!make_scene(&scene, &answer, seed) || !is_rich(&scene)) {
            continue;
        }
        spoil_all(*state, &scene, &sum, rich >= SPOILED_PLANS);
        rich++;
        kinds = 0;
        for (int i = 0; i < all; i++) {
            kinds += sum.done[i] > 0 ? 1 : 0;
        }
    }
    int plans = 0;
    for (int i = 0; i < all; i++) {
        plans += sum.done[i];
        if (sum.done[i] == 0) {
            print_message("no plan of these seeds could be spoiled so: %s\n", kind_at(i)->name);
        }
    }
    print_message("%d plans spoiled in %d kinds\n", plans, kinds);
    assert_int_equal(sum.wrong, 0);
    assert_int_equal(kinds, all);
}

static void the_referees_best_plans_are_accepted(void **state)
{
    static ref_scene scene;
    static ref_answer answer;
    const ref_bench *const bench = *state;
    int refused = 0;
    for (uint64_t seed = 1000; seed < 1000 + RIGHT_SEEDS; seed++) {
        ref_place place = {"", "", "", "", ""};
        char name[64];
        if (!make_scene(&scene, &answer, seed)) {
            continue;
        }
        (void)snprintf(name, sizeof name, "right-%llu", (unsigned long long)seed);
        assert_true(ref_place_make(&place, bench, &scene.world, name));
        assert_true(ref_write_plan(&scene.world, &answer, place.plan_path));
        if (ref_check(bench, &place, place.plan_path) != 0) {
            (void)fprintf(stderr, "referee: %s is refused; kept in %s\n", name, place.folder);
            refused++;
        } else {
            ref_place_remove(&place);
        }
    }
    assert_int_equal(refused, 0);
}

int main(void)
{
    ref_bench bench;
    if (!ref_bench_open(&bench)) {
        return EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(the_referees_best_plans_are_accepted, &bench),
        cmocka_unit_test_prestate(spoiled_plans_are_refused_with_the_right_id, &bench),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ref_bench_close(&bench);
    return failed;
}
