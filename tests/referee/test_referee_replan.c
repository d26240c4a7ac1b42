/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `bilancia replan` against exhaustive enumeration.
 *
 * A world is proposed for, then something in it changes, and the old plan is re-planned. Every plan
 * of the new world is enumerated: the fewest lines that have to change, and the least that has to
 * be taken from the person with so few changes, must be what the program says.
 *
 * Usage: test_referee_replan [FIRST LAST] */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tests/referee/referee.h"
#include "tests/referee/referee_run.h"
#include "tests/referee/referee_verify.h"

enum { SEEDS = 260 / BIL_WORLDS_SHARE, WANTED = 150 / BIL_WORLDS_SHARE - 1 };

/* An old plan as the new world's phases see it: beyond its last phase as in that one, without what
 * is bought once. */
typedef struct {
    int quantity[REF_PHASES][REF_SERVICES];
    char provider[REF_PHASES][REF_SERVICES][REF_CODE];
    int covered[REF_PHASES][REF_DOMAINS]; /* −1 = it does not say */
} old_plan;

/* What a plan must keep of each phase. */
typedef struct {
    const old_plan *old;
    bool bounded;
    ref_quality least[REF_PHASES]; /* scores less what may be given up, × 10⁶ */
} quest;

static int service_of(const ref_world *world, const char *code)
{
    for (int s = 0; s < world->service_count; s++) {
        if (strcmp(world->services[s].code, code) == 0) {
            return s;
        }
    }
    return -1;
}

static void read_old(old_plan *out, const ref_world *world, const ref_node *plan)
{
    const ref_node *const phases = ref_member(plan, "phases");
    const int last = ref_length(phases) - 1;
    memset(out, 0, sizeof *out);
    for (int t = 0; t < world->phase_count; t++) {
        const ref_node *const phase = ref_element(phases, t < last ? t : last);
        const ref_node *const lines = ref_member(phase, "lines");
        const ref_node *const coverage = ref_member(phase, "coverage");
        for (const ref_node *line = lines->child; line != NULL; line = line->next) {
            const int s = service_of(world, ref_string(line, "service"));
            if (s < 0 || (t > last && ref_true(line, "one_off"))) {
                continue;
            }
            out->quantity[t][s] = (int)ref_integer(line, "quantity");
            (void)snprintf(out->provider[t][s], REF_CODE, "%s", ref_string(line, "provider"));
        }
        for (int n = 0; n < world->need_count; n++) {
            out->covered[t][n] = (int)ref_integer(ref_element(coverage, n), "covered");
        }
    }
}

static bool same_line(const ref_world *world, const ref_choice *choice, const old_plan *old,
                      int phase, int s)
{
    const int p = choice->provider[s];
    const char *const provider = choice->quantity[s] > 0 && p >= 0 ? world->providers[p].code : "";
    return choice->quantity[s] == old->quantity[phase][s] &&
           strcmp(provider, old->provider[phase][s]) == 0;
}

static int count_changes(const ref_world *world, const ref_choice *choice, const old_plan *old,
                         int phase)
{
    int count = 0;
    for (int s = 0; s < world->service_count; s++) {
        count += same_line(world, choice, old, phase, s) ? 0 : 1;
    }
    return count;
}

/* What is taken from the person, in units of shortfall ÷ 100. */
static ref_wide reduction(const ref_view *view, const ref_scale *scale, const ref_choice *choice,
                          const old_plan *old)
{
    const ref_world *const world = view->world;
    ref_wide sum = 0;
    for (int n = 0; n < world->need_count; n++) {
        const int target = view->target[n];
        const int was = old->covered[view->phase][n];
        const int had = was < target ? was : target;
        const int less = had - ref_covered(view, choice, n);
        if (target > 0 && less > 0) {
            const ref_level *const level =
                &world->levels[world->needs[n].domain][world->needs[n].level];
            const ref_wide heavy =
                (ref_wide)level->weight_e4 * (3 + world->needs[n].priority) * view->months;
            sum += heavy * less * (scale->target_lcm / target);
        }
    }
    return sum;
}

/* Shortfall and score first, then changes: of the best plans the one that changes least. */
static bool best_then_nearest(ref_quality *quality, const ref_view *view, const ref_scale *scale,
                              const ref_choice *choice, const void *context)
{
    const quest *const q = context;
    (void)scale;
    quality->changes = count_changes(view->world, choice, q->old, view->phase);
    return true;
}

/* Within the limits of each phase: changes first, then what is taken. */
static bool nearest(ref_quality *quality, const ref_view *view, const ref_scale *scale,
                    const ref_choice *choice, const void *context)
{
    const quest *const q = context;
    const ref_quality *const least = &q->least[view->phase];
    if (quality->shortfall > least->shortfall || quality->score * 1000000 < least->score) {
        return false;
    }
    quality->shortfall = count_changes(view->world, choice, q->old, view->phase);
    quality->score = -reduction(view, scale, choice, q->old);
    return true;
}

/* ---- what changes in the world ---- */

static void lower(int64_t *value, ref_random *random)
{
    *value = *value < 0 ? *value : *value * ref_between(random, 40, 90) / 100;
}

static void change_target(ref_world *world, ref_random *random)
{
    const int n = (int)ref_between(random, 0, world->need_count - 1);
    for (int t = 0; t < world->phase_count; t++) {
        const int now = ref_target(world, n, t);
        world->phases[t].targets[n] = now * (int)ref_between(random, 50, 140) / 100;
    }
}

static void change_once(ref_world *world, ref_random *random)
{
    const int s = (int)ref_between(random, 0, world->service_count - 1);
    const int r = (int)ref_between(random, 0, world->source_count - 1);
    switch (ref_between(random, 0, 8)) {
    case 0:
        lower(&world->budget.public_cents, random);
        break;
    case 1:
        lower(&world->budget.by_source[r], random);
        break;
    case 2:
        lower(&world->holdings[r].amount, random);
        world->holdings[r].hours = world->holdings[r].hours / 2;
        break;
    case 3:
        world->services[s].price_cents += world->services[s].price_cents / 4;
        break;
    case 4:
        world->must_not_count = 1;
        (void)snprintf(world->must_not[0].text, REF_SELECTOR, "service:%s",
                       world->services[s].code);
        break;
    case 5:
        world->services[s].dates = (ref_dates){0, ref_add_day(world->start, -1)};
        break;
    case 6:
        if (world->provider_count > 0) {
            world->providers[ref_between(random, 0, world->provider_count - 1)].dates =
                (ref_dates){0, ref_add_day(world->start, -1)};
        }
        break;
    case 7:
        if (world->phase_count > 1) {
            world->phase_count--;
        }
        break;
    default:
        change_target(world, random);
        break;
    }
}

/* The old plan need not be the best, nor valid: a hand may have changed or dropped lines. */
static void spoil_old(ref_json *store, const ref_node *plan, ref_random *random)
{
    const ref_node *const phases = ref_member(plan, "phases");
    for (int t = 0; t < ref_length(phases); t++) {
        ref_node *const lines = ref_member(ref_element(phases, t), "lines");
        for (int i = ref_length(lines) - 1; i >= 0; i--) {
            ref_node *const line = ref_element(lines, i);
            const int roll = (int)ref_between(random, 0, 9);
            if (roll < 2) {
                ref_remove(lines, line);
            } else if (roll < 5) {
                const int64_t now = ref_integer(line, "quantity");
                ref_set_integer(store, line, "quantity", now + ref_between(random, 1, 2));
            }
        }
    }
}

static bool write_json(const char *path, const ref_node *root)
{
    FILE *const file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    ref_json_print(file, root);
    return fclose(file) == 0;
}

/* ---- one world ---- */

typedef struct {
    int worlds;
    int with_phases;
    int moved; /* where something had to change */
    int given; /* where giving something up spared a change */
    int wrong;
} tally;

static bool say(const char *name, const char *what)
{
    (void)fprintf(stderr, "referee: %s: %s\n", name, what);
    return false;
}

/* Runs `replan`; the amendment, or NULL. */
static const ref_node *amendment(ref_json *store, const ref_bench *bench, const ref_place *place,
                                 const char *old_path, const char *give)
{
    const int code = ref_replan(bench, place, old_path, give);
    char *const bytes = code == 0 ? ref_read_file(place->plan_path) : NULL;
    memset(store, 0, sizeof *store);
    const ref_node *const root = bytes == NULL ? NULL : ref_json_parse(store, bytes);
    free(bytes);
    return root;
}

/* The program's number of changes and reduction against those of the enumeration. */
static bool agrees(const char *name, const ref_node *found, int64_t changes, long double taken)
{
    char why[REF_WHY];
    const double said = ref_real(ref_member(found, "loss"), "reduction");
    if (ref_integer(found, "changed") != changes) {
        (void)snprintf(why, sizeof why, "changes %" PRId64 " lines, %" PRId64 " would do",
                       ref_integer(found, "changed"), changes);
        return say(name, why);
    }
    if (taken >= 0 && (said - (double)taken > 1e-6 || said - (double)taken < -1e-6)) {
        (void)snprintf(why, sizeof why, "takes %.9f, %.9Lf would do", said, taken);
        return say(name, why);
    }
    return true;
}

static bool has_reasons(const char *name, const ref_node *found)
{
    const ref_node *const list = ref_member(found, "reductions");
    for (const ref_node *row = list->child; row != NULL; row = row->next) {
        if (ref_string(row, "reason")[0] == '\0' || ref_string(row, "text_it")[0] == '\0') {
            return say(name, "a reduction has no reason");
        }
    }
    return true;
}

static bool judge(const ref_bench *bench, const ref_place *place, const ref_world *world,
                  const old_plan *old, const char *old_path, int64_t give_e6, const char *name,
                  tally *sum)
{
    static ref_json store;
    char why[REF_WHY] = "";
    char give[24];
    ref_answer best;
    ref_answer close;
    ref_view view;
    const ref_scale scale = ref_scale_of(world);
    quest q = {.old = old};
    ref_enumerate_by(&best, world, best_then_nearest, &q);
    const ref_node *found = amendment(&store, bench, place, old_path, "0");
    if (found == NULL || !best.feasible) {
        return (found == NULL) == !best.feasible || say(name, "one says there is no plan");
    }
    ref_quality by_phase[REF_PHASES];
    if (!ref_verify_lines(why, world, ref_member(found, "plan"), by_phase)) {
        return say(name, why);
    }
    ref_quality whole = {0, 0, 0};
    for (int t = 0; t < world->phase_count; t++) {
        whole = ref_quality_sum(whole, by_phase[t]);
    }
    if (whole.shortfall != best.best.shortfall || whole.score != best.best.score) {
        return say(name, "giving up nothing, it is not the best");
    }
    const int64_t strict = (int64_t)best.best.changes;
    if (!agrees(name, found, strict, -1) || !has_reasons(name, found)) {
        return false;
    }
    for (int t = 0; t < world->phase_count; t++) {
        ref_view_build(&view, world, t);
        const ref_quality full = ref_phase_quality(&view, &scale, view.target);
        q.least[t].shortfall = by_phase[t].shortfall;
        q.least[t].score = by_phase[t].score * 1000000 - full.score * give_e6;
    }
    ref_enumerate_by(&close, world, nearest, &q);
    (void)snprintf(give, sizeof give, "0.%06" PRId64, give_e6);
    found = amendment(&store, bench, place, old_path, give);
    if (found == NULL || !close.feasible) {
        return say(name, "no plan within the limits");
    }
    if (!ref_verify_lines(why, world, ref_member(found, "plan"), by_phase)) {
        return say(name, why);
    }
    const int64_t loose = (int64_t)close.best.shortfall;
    const long double unit = (long double)scale.shortfall_unit / 100;
    const long double taken = unit > 0 ? -(long double)close.best.score / unit : 0;
    sum->moved += strict > 0;
    sum->given += loose < strict;
    return agrees(name, found, loose, taken) && has_reasons(name, found);
}

static void try_seed(const ref_bench *bench, uint64_t seed, tally *sum)
{
    static ref_world world;
    static ref_json store;
    ref_random random = {seed * UINT64_C(0x9e3779b97f4a7c15) + 7};
    ref_place place = {"", "", "", "", ""};
    char name[64];
    char old_path[REF_PATH + 32];
    old_plan old;
    (void)snprintf(name, sizeof name, "replan-%" PRIu64, seed);
    ref_generate(&world, seed, seed % 3 == 0 ? REF_PLAIN : REF_EDGE);
    if (!ref_place_make(&place, bench, &world, name)) {
        sum->wrong++;
        return;
    }
    (void)snprintf(old_path, sizeof old_path, "%s/old.json", place.folder);
    bool right = true;
    if (ref_propose(bench, &place) == 0 && rename(place.plan_path, old_path) == 0) {
        char *const bytes = ref_read_file(old_path);
        const ref_node *const plan = bytes == NULL ? NULL : ref_json_parse(&store, bytes);
        const uint64_t given_up = ref_fund_seen.given_up;
        for (int64_t i = ref_between(&random, 0, 4); i > 0; i--) {
            change_once(&world, &random);
        }
        if (ref_chance(&random, 60)) {
            spoil_old(&store, plan, &random);
        }
        read_old(&old, &world, plan);
        right = write_json(old_path, plan) && ref_write_catalogue(&world, place.folder) &&
                ref_write_case(&world, place.case_path) &&
                judge(bench, &place, &world, &old, old_path, ref_between(&random, 3, 400) * 1013,
                      name, sum);
        free(bytes);
        if (ref_fund_seen.given_up == given_up) {
            sum->worlds++;
            sum->with_phases += world.phase_count > 1;
        } else {
            right = true; /* not decided here */
        }
    }
    sum->wrong += right ? 0 : 1;
    if (right) {
        ref_place_remove(&place);
    } else {
        (void)fprintf(stderr, "  kept in %s\n", place.folder);
    }
}

static tally try_seeds(const ref_bench *bench, uint64_t first, uint64_t last)
{
    tally sum = {0, 0, 0, 0, 0};
    for (uint64_t seed = first; seed <= last; seed++) {
        try_seed(bench, seed, &sum);
    }
    (void)printf("%d worlds, %d of several phases; %d had to change, giving something up spared a "
                 "change in %d; %d wrong\n",
                 sum.worlds, sum.with_phases, sum.moved, sum.given, sum.wrong);
    return sum;
}

static void the_fewest_changes_equal_enumeration(void **state)
{
    const tally sum = try_seeds(*state, 1, SEEDS);
    assert_int_equal(sum.wrong, 0);
    assert_true(sum.worlds >= WANTED);
    assert_true(sum.moved >= WANTED / 3);
    assert_true(sum.given >= 5 / BIL_WORLDS_SHARE);
}

int main(int argc, char **argv)
{
    ref_bench bench;
    if (!ref_bench_open(&bench)) {
        return EXIT_FAILURE;
    }
    if (argc == 3) {
        const tally sum =
            try_seeds(&bench, strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10));
        ref_bench_close(&bench);
        return sum.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(the_fewest_changes_equal_enumeration, &bench),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ref_bench_close(&bench);
    return failed;
}
