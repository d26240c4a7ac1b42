/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/catalogue.h"
#include "data/plan.h"
#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

static char *bytes_of(const bil_plan *plan)
{
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_plan_write(&text, plan, NULL, 0, NULL), BIL_OK);
    return text.bytes;
}

static void the_same_case_gives_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        world *w = random_world(seed, 1 + (int)(seed % 3));
        bil_plan *first = proposed(w);
        bil_plan *second = proposed(w);
        char *a = bytes_of(first);
        char *b = bytes_of(second);
        assert_string_equal(a, b);
        free(a);
        free(b);
        bil_plan_free(first);
        bil_plan_free(second);
        world_free(w);
    }
}

/* All money of a world × 10. */
static void scale(world *w)
{
    for (size_t i = 0; i < w->catalogue.service_count; i++) {
        w->services[i].price_cents *= 10;
    }
    for (size_t i = 0; i < w->catalogue.copay_count; i++) {
        w->copay[i].user_from_cents *= 10;
        w->copay[i].user_to_cents *= 10;
    }
    for (size_t i = 0; i < w->catalogue.rule_count; i++) {
        w->rules[i].parameter_e4 *= w->rules[i].form == BIL_RULE_ABSORBS ? 10 : 1;
    }
    for (size_t i = 0; i < w->person.source_count; i++) {
        w->has[i].amount_cents *= 10;
    }
    w->catalogue.allowance_home_cents *= 10;
    w->catalogue.allowance_residence_cents *= 10;
    for (size_t t = 0; t < w->person.phase_count; t++) {
        bil_budget *budget = &w->phases[t].budget;
        budget->public_monthly_cents *= budget->public_monthly_cents == BIL_UNLIMITED ? 1 : 10;
        for (size_t i = 0; i < budget->by_source_count; i++) {
            w->limits[t][i].monthly_cents *= 10;
        }
    }
}

static void a_currency_of_tenths_changes_no_quantity(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        world *w = random_world(seed, 1 + (int)(seed % 2));
        char before[4096];
        bil_plan *plan = proposed(w);
        (void)snprintf(before, sizeof before, "%s", quantities(plan));
        const int64_t score = plan->score_e9;
        bil_plan_free(plan);
        scale(w);
        plan = proposed(w);
        if (strcmp(before, quantities(plan)) != 0) {
            fail_msg("seed %d: %s (%ld), then %s (%ld)", (int)seed, before, (long)score,
                     quantities(plan), (long)plan->score_e9);
        }
        bil_plan_free(plan);
        world_free(w);
    }
}

static void more_public_money_never_lowers_the_score(void **state)
{
    (void)state;
    int better = 0;
    for (uint64_t seed = 0; seed < 150; seed++) {
        world *w = random_world(seed, 1 + (int)(seed % 2));
        bil_plan *poor = proposed(w);
        for (size_t t = 0; t < w->person.phase_count; t++) {
            bil_budget *budget = &w->phases[t].budget;
            budget->public_monthly_cents +=
                budget->public_monthly_cents == BIL_UNLIMITED ? 0 : 1370;
            for (size_t i = 0; i < budget->by_source_count; i++) {
                w->limits[t][i].monthly_cents += 910;
            }
        }
        bil_plan *rich = proposed(w);
        const int64_t shortfall = rich->shortfall_e9 - poor->shortfall_e9;
        const int64_t score = rich->score_e9 - poor->score_e9;
        if (poor->status == BIL_PLAN_OPTIMAL &&
            (rich->status != BIL_PLAN_OPTIMAL || shortfall > 1000 ||
             (shortfall > -1000 && score < -1000))) {
            fail_msg("seed %d: score %ld → %ld", (int)seed, (long)poor->score_e9,
                     (long)rich->score_e9);
        }
        better += score > 1000;
        bil_plan_free(poor);
        bil_plan_free(rich);
        world_free(w);
    }
    assert_true(better > 20);
}

/* ---- the order in the file ---- */

static const char *const orders[] = {"012", "021", "102", "120", "201", "210"};

static void in_order(bil_text *out, const char *order, const char *const *items)
{
    for (size_t i = 0; i < 3; i++) {
        bil_text_add(out, i == 0 ? "" : ", ");
        bil_text_add(out, items[order[i] - '0']);
    }
}

static bil_plan *ordered(const bil_catalogue *catalogue, size_t needs, size_t sources,
                         size_t places)
{
    static const char *const need[] = {
        "{\"id\":\"n1\",\"domain\":\"abitare\",\"level\":2}",
        "{\"id\":\"n2\",\"domain\":\"cura\",\"level\":3,\"monthly_target\":4000}",
        "{\"id\":\"n0\",\"domain\":\"cura\",\"level\":2,\"monthly_target\":900}"};
    static const char *const source[] = {
        "{\"code\":\"P03\",\"status\":\"active\"}",
        "{\"code\":\"P01\",\"status\":\"available\",\"amount_cents\":33000}",
        "{\"code\":\"F02\",\"status\":\"active\",\"hours\":40}"};
    static const char *const place[] = {"{\"service\":\"S02\",\"quantity\":2,\"keep\":true}",
                                        "{\"service\":\"S01\",\"quantity\":6}",
                                        "{\"service\":\"S04\",\"quantity\":8}"};
    bil_text text;
    bil_case *person = NULL;
    bil_plan *plan = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_faults_init(&faults, arena);
    bil_text_init(&text);
    bil_text_add(&text, "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"P\","
                        "\"district\":\"pavia\",\"isee_cents\":600000},"
                        "\"start\":\"2027-01-31\",\"phases\":[{\"months\":6},{\"months\":6}],"
                        "\"budget\":{\"public_monthly_cents\":90000},\"needs\":[");
    in_order(&text, orders[needs], need);
    bil_text_add(&text, "],\"sources\":[");
    in_order(&text, orders[sources], source);
    bil_text_add(&text, "],\"in_place\":[");
    in_order(&text, orders[places], place);
    bil_text_add(&text, "]}");
    assert_int_equal(
        bil_case_read(&person, "case", text.bytes, text.size, catalogue, &faults, NULL), BIL_OK);
    const bil_propose_settings settings = test_settings();
    assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
    plan->case_sha256 = ""; /* the files differ, and coverage is told in their order */
    for (size_t t = 0; t < plan->phase_count; t++) {
        ((bil_plan_phase *)(uintptr_t)&plan->phases[t])->coverage_count = 0;
    }
    plan->unmet_count = 0;
    bil_case_free(person);
    bil_text_release(&text);
    bil_arena_free(arena);
    return plan;
}

static void the_order_in_the_file_changes_nothing(void **state)
{
    (void)state;
    bil_catalogue *catalogue = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/broken/base", &faults, NULL),
                     BIL_OK);
    bil_plan *plan = ordered(catalogue, 0, 0, 0);
    char *right = bytes_of(plan);
    assert_true(plan->phases[0].line_count >= 3);
    bil_plan_free(plan);
    for (size_t i = 1; i < 6; i++) {
        plan = ordered(catalogue, i, (i * 5) % 6, (i + 2) % 6);
        char *bytes = bytes_of(plan);
        assert_string_equal(bytes, right);
        free(bytes);
        bil_plan_free(plan);
    }
    free(right);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_case_gives_the_same_bytes),
        cmocka_unit_test(a_currency_of_tenths_changes_no_quantity),
        cmocka_unit_test(more_public_money_never_lowers_the_score),
        cmocka_unit_test(the_order_in_the_file_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
