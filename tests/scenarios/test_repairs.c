/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What repairs promise, on small worlds, drawn people and the examples: each was asked for, written
 * into a file, read back, solved and checked; none asks for more than it must. */

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/case_change.h"
#include "data/catalogue.h"
#include "data/file.h"
#include "data/synth.h"
#include "engine/check.h"
#include "engine/money.h"
#include "solver/repair.h"
#include "tests/solver/conflict_kit.h"
#include "tests/solver/hard_world.h"
#include "tests/solver/solve.h"
#include "tests/support/case_text.h"
#include "tests/support/same_case.h"

/* A case read from a text. */
typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_text text;
    bil_case *person;
} filed;

static void file_open(filed *f, bil_text *text, const bil_catalogue *catalogue)
{
    *f = (filed){.arena = bil_arena_new(), .text = *text};
    assert_non_null(f->arena);
    bil_faults_init(&f->faults, f->arena);
    if (bil_case_read(&f->person, "c", f->text.bytes, f->text.size, catalogue, &f->faults, NULL) !=
        BIL_OK) {
        const bil_fault *last = &f->faults.items[f->faults.count - 1];
        fail_msg("%s: %s\n%s", last->where, last->expected.en, f->text.bytes);
    }
}

static void file_close(filed *f)
{
    bil_case_free(f->person);
    bil_text_release(&f->text);
    bil_arena_free(f->arena);
}

/* The plan for the case with the changes made in its file; it passes the check. */
static bil_plan *plan_with(const filed *f, const bil_change *changes, size_t count)
{
    const bil_propose_settings settings = test_settings();
    bil_text text;
    filed changed;
    bil_plan *plan = NULL;
    bil_verdict verdict;
    bil_text_init(&text);
    assert_int_equal(bil_case_change_text(&text, f->text.bytes, f->text.size, f->person, changes,
                                          count, "prova", NULL),
                     BIL_OK);
    file_open(&changed, &text, f->person->catalogue);
    bil_propose_settings quick = settings;
    quick.no_conflict = true;
    bil_error err = {0};
    if (bil_propose(&plan, changed.person, &quick, &err) != BIL_OK) {
        fail_msg("%s: %s\n%s", err.where, err.message_en, changed.text.bytes);
    }
    assert_int_equal(bil_check(&verdict, plan, changed.person, plan->arena, NULL), BIL_OK);
    if (verdict.count > 0) {
        fail_msg("%s at %s: expected %s, found %s in the plan for\n%s", verdict.items[0].rule,
                 verdict.items[0].where, verdict.items[0].expected, verdict.items[0].found,
                 changed.text.bytes);
    }
    file_close(&changed);
    return plan;
}

static bil_plan_status status_with(const filed *f, const bil_change *changes, size_t count)
{
    bil_plan *plan = plan_with(f, changes, count);
    const bil_plan_status status = plan->status;
    bil_plan_free(plan);
    return status;
}

/* The step in which a kind of change asks for more; 0 when it asks for no amount. */
static int64_t unit_of(bil_change_kind kind)
{
    return kind == BIL_CHANGE_BUDGET || kind == BIL_CHANGE_LIMIT  ? 100
           : kind == BIL_CHANGE_HOURS || kind == BIL_CHANGE_PLACE ? 1
                                                                  : 0;
}

static void repair_makes_a_plan(const filed *f, const bil_repair *repair, const char *name)
{
    bil_plan *plan = plan_with(f, repair->changes, repair->change_count);
    if (plan->status != BIL_PLAN_OPTIMAL || plan->score_e9 != repair->score_e9 ||
        plan->shortfall_e9 != repair->shortfall_e9) {
        fail_msg("%s: %s after %s: score %lld, promised %lld", name,
                 bil_plan_status_name(plan->status), bil_change_kind_name(repair->changes[0].kind),
                 (long long)plan->score_e9, (long long)repair->score_e9);
    }
    bil_plan_free(plan);
}

/* Without one of its changes, or with one of them a step smaller, there is no plan. */
static void repair_asks_for_no_more(const filed *f, const bil_repair *repair, const char *name)
{
    bil_change less[16];
    assert_in_range(repair->change_count, 1, 16);
    for (size_t i = 0; i < repair->change_count; i++) {
        const bil_change *change = &repair->changes[i];
        const int64_t unit = unit_of(change->kind);
        memcpy(less, repair->changes, repair->change_count * sizeof *less);
        less[i].amount -= unit;
        if (unit > 0 && status_with(f, less, repair->change_count) != BIL_PLAN_INFEASIBLE) {
            fail_msg("%s: %s %s by %lld asks for too much", name,
                     bil_change_kind_name(change->kind), change->what, (long long)change->amount);
        }
        memcpy(less, repair->changes, repair->change_count * sizeof *less);
        less[i] = less[repair->change_count - 1];
        if (status_with(f, less, repair->change_count - 1) != BIL_PLAN_INFEASIBLE) {
            fail_msg("%s: %s %s is not needed", name, bil_change_kind_name(change->kind),
                     change->what);
        }
    }
}

static int64_t price_of(const bil_catalogue *catalogue, const bil_repair *repair)
{
    int64_t budget = 0;
    int64_t limits = 0;
    int64_t hours = 0;
    for (size_t i = 0; i < repair->change_count; i++) {
        const bil_change *change = &repair->changes[i];
        budget += change->kind == BIL_CHANGE_BUDGET ? change->amount : 0;
        limits += change->kind == BIL_CHANGE_LIMIT ? change->amount : 0;
        hours += change->kind == BIL_CHANGE_HOURS ? change->amount : 0;
    }
    return (budget > limits ? budget : limits) + hours * bil_hour_value(catalogue);
}

static bool is_listed(const bil_plan *plan, bil_change_kind kind, size_t index)
{
    for (size_t i = 0; i < plan->repair_count; i++) {
        const bil_repair *repair = &plan->repairs[i];
        if (repair->change_count == 1 && repair->changes[0].kind == kind &&
            repair->changes[0].index == index) {
            return true;
        }
    }
    return false;
}

/* A change that does alone is in the list. */
static void look_for(const filed *f, const bil_plan *plan, bil_change change, const char *name)
{
    const bil_case *person = f->person;
    const bool may =
        change.kind != BIL_CHANGE_WAIVE || person->catalogue->rules[change.index].waivable;
    if (may && !is_listed(plan, change.kind, change.index) &&
        status_with(f, &change, 1) != BIL_PLAN_INFEASIBLE) {
        fail_msg("%s: %s %s alone would do, and costs nothing", name,
                 bil_change_kind_name(change.kind), bil_change_what(person, &change));
    }
}

/* What costs nothing and does alone is in the list, or the list is full of what costs nothing. */
static void nothing_free_is_forgotten(const filed *f, const bil_plan *plan, const char *name)
{
    const bil_case *person = f->person;
    const struct {
        bil_change_kind kind;
        size_t count;
    } free_ones[] = {{BIL_CHANGE_DROP_MUST, person->wishes.must_count},
                     {BIL_CHANGE_DROP_MUST_NOT, person->wishes.must_not_count},
                     {BIL_CHANGE_DROP_FIXED, person->wishes.fixed_count},
                     {BIL_CHANGE_DROP_AT_LEAST, person->need_count},
                     {BIL_CHANGE_WAIVE, person->catalogue->rule_count}};
    const bool full = plan->repair_count == BIL_REPAIRS_MAX &&
                      plan->repairs[plan->repair_count - 1].price_cents == 0;
    for (size_t k = 0; !full && k < sizeof free_ones / sizeof free_ones[0]; k++) {
        for (size_t i = 0; i < free_ones[k].count; i++) {
            look_for(f, plan, (bil_change){.kind = free_ones[k].kind, .index = i}, name);
        }
    }
}

typedef struct {
    int cases;   /* without a plan */
    int repairs; /* of them */
    int asking;  /* repairs that ask for money, hours or places */
    int several; /* repairs of more than one change */
    int none;    /* cases without any repair */
} tally;

/* Looks at a case if it has no plan. */
static void look_at(const filed *f, const char *name, tally *seen)
{
    const bil_propose_settings settings = test_settings();
    const bil_case *person = f->person;
    bil_plan *plan = NULL;
    bil_error err = {0};
    if (bil_propose(&plan, person, &settings, &err) != BIL_OK) {
        fail_msg("%s: %s: %s", name, err.where, err.message_en);
    }
    if (plan->status != BIL_PLAN_INFEASIBLE) {
        bil_plan_free(plan);
        return;
    }
    seen->cases++;
    seen->none += plan->repair_count == 0 ? 1 : 0;
    assert_true(plan->conflict_count > 0);
    conflict_is_irreducible(person, plan, name);
    assert_true(plan->repair_count <= BIL_REPAIRS_MAX);
    for (size_t i = 0; i < plan->repair_count; i++) {
        const bil_repair *repair = &plan->repairs[i];
        seen->repairs++;
        seen->several += repair->change_count > 1 ? 1 : 0;
        seen->asking += unit_of(repair->changes[0].kind) > 0 ? 1 : 0;
        assert_true(i == 0 || repair->price_cents >= plan->repairs[i - 1].price_cents);
        assert_int_equal(repair->price_cents, price_of(person->catalogue, repair));
        repair_makes_a_plan(f, repair, name);
        repair_asks_for_no_more(f, repair, name);
    }
    nothing_free_is_forgotten(f, plan, name);
    bil_plan_free(plan);
}

static void say(const char *what, const tally *seen)
{
    print_message("%s: %d cases without a plan, %d of them without repair; %d repairs, %d ask for "
                  "money, hours or places, %d are of several changes\n",
                  what, seen->cases, seen->none, seen->repairs, seen->asking, seen->several);
}

static void small_worlds(void **state)
{
    (void)state;
    tally seen = {0};
    for (uint64_t seed = 0; seen.cases < 250 / BIL_WORLDS_SHARE; seed++) {
        world *w = hard_world(seed, 1 + (int)(seed % 3));
        char name[32];
        bil_text text;
        filed f;
        (void)snprintf(name, sizeof name, "world %d", (int)seed);
        bil_text_init(&text);
        case_text(&text, &w->person);
        file_open(&f, &text, &w->catalogue);
        const char *differs = case_difference(&w->person, f.person);
        if (differs != NULL) {
            fail_msg("%s: %s differ", name, differs);
        }
        look_at(&f, name, &seen);
        file_close(&f);
        world_free(w);
    }
    say("small worlds", &seen);
    assert_true(seen.asking > 0 && seen.several > 0);
}

static bil_catalogue *lombardia(bil_arena *arena)
{
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL),
                     BIL_OK);
    return catalogue;
}

static size_t random_service(const bil_catalogue *catalogue, uint64_t *seed)
{
    return random_below(seed, (unsigned)catalogue->service_count);
}

/* A drawn person who is asked for too much. */
static void harden(bil_text *out, const filed *f, uint64_t number)
{
    const bil_case *person = f->person;
    const bil_catalogue *catalogue = person->catalogue;
    static const char *const must[] = {"setting:residential", "tag:respite", "kind:health",
                                       "group:CARER"};
    uint64_t seed = number * 31U + 5U;
    bil_change changes[6];
    size_t count = 0;
    const int64_t budget = person->budget.public_monthly_cents;
    if (random_below(&seed, 2) == 0 && budget != BIL_UNLIMITED) {
        changes[count++] = (bil_change){.kind = BIL_CHANGE_BUDGET,
                                        .amount = -(budget / 100 * random_below(&seed, 100))};
    }
    const size_t service = random_service(catalogue, &seed);
    if (catalogue->services[service].continuous == false) {
        changes[count++] = (bil_change){.kind = BIL_CHANGE_FIX,
                                        .index = service,
                                        .amount = 1 + (int64_t)random_below(&seed, 30)};
    }
    if (random_below(&seed, 2) == 0) {
        changes[count++] =
            (bil_change){.kind = BIL_CHANGE_MUST, .what = must[random_below(&seed, 4)]};
    }
    if (random_below(&seed, 2) == 0 && person->need_count > 0) {
        const size_t need = random_below(&seed, (unsigned)person->need_count);
        changes[count++] = (bil_change){
            .kind = BIL_CHANGE_AT_LEAST, .index = need, .amount = person->needs[need].target};
    }
    if (random_below(&seed, 3) == 0) {
        const size_t by_hand = random_service(catalogue, &seed);
        const bool one = catalogue->services[by_hand].continuous;
        changes[count++] = (bil_change){.kind = BIL_CHANGE_SET,
                                        .index = by_hand,
                                        .phase = SIZE_MAX,
                                        .amount = (int64_t)random_below(&seed, one ? 2 : 20)};
    }
    assert_int_equal(bil_case_change_text(out, f->text.bytes, f->text.size, person, changes, count,
                                          "prova", NULL),
                     BIL_OK);
}

static void drawn_people(void **state)
{
    (void)state;
    tally seen = {0};
    bil_arena *arena = bil_arena_new();
    bil_catalogue *catalogue = lombardia(arena);
    bil_synth_profile *profile = NULL;
    bil_faults faults;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_synth_profile_load(&profile, "data/profiles/pavia.profile.json", catalogue,
                                            &faults, NULL),
                     BIL_OK);
    for (uint64_t number = 0; seen.cases < 60; number++) {
        char name[32];
        bil_text drawn;
        bil_text hard;
        filed soft;
        filed f;
        (void)snprintf(name, sizeof name, "person %d", (int)number);
        bil_text_init(&drawn);
        bil_text_init(&hard);
        bil_synth_case(&drawn, profile, 3, number + 1, 1 + (int)(number % 2));
        file_open(&soft, &drawn, catalogue);
        harden(&hard, &soft, number);
        file_open(&f, &hard, catalogue);
        look_at(&f, name, &seen);
        file_close(&f);
        file_close(&soft);
    }
    say("drawn people", &seen);
    bil_synth_profile_free(profile);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

static void the_examples(void **state)
{
    (void)state;
    tally seen = {0};
    glob_t cases;
    bil_arena *arena = bil_arena_new();
    bil_catalogue *catalogue = lombardia(arena);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/senza-piano-*.case.json", 0, NULL, &cases), 0);
    for (size_t i = 0; i < cases.gl_pathc; i++) {
        bil_text text;
        filed f;
        bil_text_init(&text);
        assert_int_equal(bil_file_read(&text, cases.gl_pathv[i], BIL_JSON_SIZE_MAX, NULL), BIL_OK);
        file_open(&f, &text, catalogue);
        look_at(&f, cases.gl_pathv[i], &seen);
        file_close(&f);
    }
    say("examples", &seen);
    assert_int_equal(seen.cases, cases.gl_pathc);
    assert_int_equal(seen.none, 0);
    globfree(&cases);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples),
        cmocka_unit_test(small_worlds),
        cmocka_unit_test(drawn_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
