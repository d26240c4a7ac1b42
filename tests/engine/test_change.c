/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/money.h"
#include "tests/support/build.h"
#include "tests/support/same_case.h"

/* A person with something of everything. */
static int build(void **state)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_domain(w, "sociale", "SOC");
    for (int i = 0; i < 3; i++) {
        static const char *const codes[] = {"S01", "S02", "S03"};
        world_service(w, codes[i], 1000);
        world_effect(w, "casa", 100);
    }
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    world_held(w, "PEN", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_hours(w, "ORE");
    world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "service:S01", "service:S02", -1);
    world_rule(w, "D02", BIL_RULE_EXCLUSIVE, "service:S02", "service:S03", -1);
    world_provider(w, "coop", "S02", 900)->capacity_month = 5;
    world_provider(w, "coop", "S02", 950)->capacity_month = 8;
    world_provider(w, "onlus", "S02", 950)->capacity_month = 3;
    world_phase(w, 6);
    world_phase(w, 3);
    world_phase(w, 3);
    world_need(w, "N1", "casa", 5000)->at_least = 700;
    world_need(w, "N2", "sociale", 5000);
    world_has(w, "PEN", BIL_SOURCE_ACTIVE, 40000);
    world_has(w, "ORE", BIL_SOURCE_AVAILABLE, 10);
    world_limit(w, "COM", 30000);
    world_budget(w, 90000);
    w->phases[1].budget.public_monthly_cents = BIL_UNLIMITED;
    w->phases[2].budget.public_monthly_cents = 200;
    world_today(w, "S01", 4, true);
    world_fix(w, "S02", 7);
    world_must(w, "service:S01");
    world_must(w, "tag:x");
    world_must(w, "setting:home");
    world_must_not(w, "setting:day");
    (void)world_waive(w, "D01");
    (void)world_by_hand(w, "S03", 6, SIZE_MAX);
    *state = w;
    return 0;
}

static int drop(void **state)
{
    world_free(*state);
    return 0;
}

static bil_case *changed_by(const world *w, const bil_change *changes, size_t count)
{
    bil_case *out = NULL;
    assert_int_equal(bil_case_changed(&out, &w->person, changes, count, "perché sì", NULL), BIL_OK);
    return out;
}

static bil_case *changed(const world *w, bil_change change)
{
    return changed_by(w, &change, 1);
}

static void no_change_is_the_same_case(void **state)
{
    bil_case *c = changed_by(*state, NULL, 0);
    assert_null(case_difference(c, &((world *)*state)->person));
    assert_string_equal(c->sha256, "");
    bil_case_free(c);
}

static void the_budget_rises_in_every_phase_that_has_one(void **state)
{
    bil_case *c = changed(*state, (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = 150});
    assert_int_equal(c->phases[0].budget.public_monthly_cents, 90150);
    assert_true(c->phases[1].budget.public_monthly_cents == BIL_UNLIMITED);
    assert_int_equal(c->phases[2].budget.public_monthly_cents, 350);
    assert_int_equal(c->phases[0].budget.by_source[0].monthly_cents, 30000);
    bil_case_free(c);
    c = changed(*state, (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = -300});
    assert_int_equal(c->phases[0].budget.public_monthly_cents, 89700);
    assert_int_equal(c->phases[2].budget.public_monthly_cents, 0);
    bil_case_free(c);
}

static void a_limit_rises_where_there_is_one(void **state)
{
    bil_case *c =
        changed(*state, (bil_change){.kind = BIL_CHANGE_LIMIT, .index = 0, .amount = 150});
    for (size_t t = 0; t < 3; t++) {
        assert_int_equal(c->phases[t].budget.by_source[0].monthly_cents, 30150);
    }
    assert_int_equal(c->phases[0].budget.public_monthly_cents, 90000);
    bil_case_free(c);
    c = changed(*state, (bil_change){.kind = BIL_CHANGE_LIMIT, .index = 1, .amount = 150});
    assert_null(case_difference(c, &((world *)*state)->person));
    bil_case_free(c);
}

static void money_of_the_person_rises_by_so_much_a_month(void **state)
{
    const world *w = *state;
    const int64_t before = bil_case_source_month(&w->person, &w->has[0], 0);
    for (int64_t more = 0; more < 50; more++) {
        bil_case *c =
            changed(w, (bil_change){.kind = BIL_CHANGE_AMOUNT, .index = 2, .amount = more});
        assert_in_range(bil_case_source_month(c, &c->sources[0], 0) - before, more, more + 1);
        bil_case_free(c);
    }
}

static void hours_rise(void **state)
{
    bil_case *c = changed(*state, (bil_change){.kind = BIL_CHANGE_HOURS, .index = 3, .amount = 4});
    assert_int_equal(c->sources[1].hours_month, 14);
    bil_case_free(c);
}

static void a_place_is_so_much_more_than_there_is(void **state)
{
    const world *w = *state;
    bil_case *c = changed(w, (bil_change){.kind = BIL_CHANGE_PLACE, .index = 1, .amount = 2});
    assert_int_equal(bil_case_capacity(c, 0), 10); /* 8, the better of the two rows, and 2 more */
    assert_int_equal(bil_case_capacity(c, 1), 10);
    assert_int_equal(bil_case_capacity(c, 2), 3);
    assert_int_equal(c->override_count, 3);
    assert_string_equal(c->overrides[2].reason, "perché sì");
    bil_case *twice = NULL;
    const bil_change more = {.kind = BIL_CHANGE_PLACE, .index = 0, .amount = 1};
    assert_int_equal(bil_case_changed(&twice, c, &more, 1, "ancora", NULL), BIL_OK);
    assert_int_equal(bil_case_capacity(twice, 0), 11);
    assert_int_equal(twice->override_count, 3); /* in the place of the first */
    assert_string_equal(twice->overrides[2].reason, "ancora");
    bil_case_free(twice);
    bil_case_free(c);
}

static void a_rule_set_aside_no_longer_holds(void **state)
{
    const world *w = *state;
    assert_true(bil_case_rule_holds(&w->person, 1, 20270101));
    bil_case *c = changed(w, (bil_change){.kind = BIL_CHANGE_WAIVE, .index = 1});
    assert_false(bil_case_rule_holds(c, 1, 20270101));
    assert_true(bil_case_rule_waived(c, 0));
    assert_int_equal(c->override_count, 3);
    bil_case_free(c);
    c = changed(w, (bil_change){.kind = BIL_CHANGE_WAIVE, .index = 0});
    assert_int_equal(c->override_count, 2);
    bil_case_free(c);
}

static void a_line_by_hand_takes_the_place_of_the_one_before(void **state)
{
    const world *w = *state;
    const bil_change once = {.kind = BIL_CHANGE_SET, .index = 2, .phase = 1, .amount = 9};
    bil_case *c = changed(w, once);
    assert_int_equal(bil_case_line_by_hand(c, 2, 0)->quantity, 6);
    assert_int_equal(bil_case_line_by_hand(c, 2, 1)->quantity, 9);
    assert_int_equal(bil_case_line_by_hand(c, 2, 2)->quantity, 6);
    assert_int_equal(c->override_count, 4); /* the rule, two phases as they were, one new */
    bil_case *again = NULL;
    const bil_change all = {.kind = BIL_CHANGE_SET, .index = 2, .phase = SIZE_MAX, .amount = 0};
    assert_int_equal(bil_case_changed(&again, c, &all, 1, "tutto", NULL), BIL_OK);
    assert_int_equal(again->override_count, 2);
    for (size_t t = 0; t < 3; t++) {
        assert_int_equal(bil_case_line_by_hand(again, 2, t)->quantity, 0);
    }
    bil_case_free(again);
    bil_case_free(c);
    c = changed(w, (bil_change){.kind = BIL_CHANGE_SET, .index = 0, .phase = 2, .amount = 1});
    assert_null(bil_case_line_by_hand(c, 0, 1));
    assert_int_equal(bil_case_line_by_hand(c, 0, 2)->quantity, 1);
    bil_case_free(c);
}

static void indices_are_those_of_the_case_before(void **state)
{
    const bil_change changes[] = {{.kind = BIL_CHANGE_DROP_MUST, .index = 0},
                                  {.kind = BIL_CHANGE_DROP_OVERRIDE, .index = 0},
                                  {.kind = BIL_CHANGE_DROP_MUST, .index = 2},
                                  {.kind = BIL_CHANGE_DROP_MUST_NOT, .index = 0},
                                  {.kind = BIL_CHANGE_DROP_FIXED, .index = 0},
                                  {.kind = BIL_CHANGE_DROP_KEEP, .index = 0},
                                  {.kind = BIL_CHANGE_DROP_AT_LEAST, .index = 0}};
    bil_case *c = changed_by(*state, changes, sizeof changes / sizeof changes[0]);
    assert_int_equal(c->wishes.must_count, 1);
    assert_string_equal(c->wishes.must[0].text, "tag:x");
    assert_int_equal(c->wishes.must_not_count, 0);
    assert_int_equal(c->wishes.fixed_count, 0);
    assert_int_equal(c->in_place_count, 1);
    assert_false(c->in_place[0].keep);
    assert_int_equal(c->needs[0].at_least, 0);
    assert_int_equal(c->override_count, 1);
    assert_int_equal(c->overrides[0].kind, BIL_OVERRIDE_LINE);
    bil_case_free(c);
    const world *w = *state;
    assert_int_equal(w->person.wishes.must_count, 3); /* the case before stays as it was */
    assert_true(w->in_place[0].keep);
}

static void wishes_are_added(void **state)
{
    const bil_change changes[] = {{.kind = BIL_CHANGE_MUST, .what = "source:PEN"},
                                  {.kind = BIL_CHANGE_MUST, .what = "provider:coop"},
                                  {.kind = BIL_CHANGE_MUST_NOT, .what = "service:S03"},
                                  {.kind = BIL_CHANGE_FIX, .index = 0, .amount = 3},
                                  {.kind = BIL_CHANGE_FIX, .index = 1, .amount = 5},
                                  {.kind = BIL_CHANGE_AT_LEAST, .index = 1, .amount = 90}};
    bil_case *c = changed_by(*state, changes, sizeof changes / sizeof changes[0]);
    assert_int_equal(c->wishes.must_count, 5);
    assert_int_equal(c->wishes.must[3].index, 2);
    assert_int_equal(c->wishes.must[4].kind, BIL_SELECT_PROVIDER);
    assert_int_equal(c->wishes.must_not[1].index, 2);
    assert_int_equal(c->wishes.fixed_count,
                     2); /* in the order of the catalogue, no service twice */
    assert_int_equal(c->wishes.fixed[0].quantity, 3);
    assert_int_equal(c->wishes.fixed[1].quantity, 5);
    assert_int_equal(c->needs[1].at_least, 90);
    bil_case_free(c);
}

static void every_change_has_a_name_and_says_what_it_is_about(void **state)
{
    static const char *const what[BIL_CHANGE_COUNT] = {
        "public", "COM", "COM", "COM",   "coop",  "D01", "service:S01", "setting:day", "S02",
        "S01",    "N1",  "D01", "tag:a", "tag:a", "S01", "S01",         "N1",          "N1"};
    const world *w = *state;
    for (int kind = 0; kind < BIL_CHANGE_COUNT; kind++) {
        const bil_change change = {.kind = (bil_change_kind)kind, .what = "tag:a"};
        const char *name = bil_change_kind_name(change.kind);
        assert_non_null(name);
        for (int other = 0; other < kind; other++) {
            assert_string_not_equal(name, bil_change_kind_name((bil_change_kind)other));
        }
        assert_string_equal(bil_change_what(&w->person, &change), what[kind]);
        assert_int_equal(bil_change_needs_reason(&change), kind == BIL_CHANGE_SET ||
                                                               kind == BIL_CHANGE_PLACE ||
                                                               kind == BIL_CHANGE_WAIVE);
    }
    assert_null(bil_change_kind_name(BIL_CHANGE_COUNT));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, build, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(no_change_is_the_same_case),
        IN_WORLD(the_budget_rises_in_every_phase_that_has_one),
        IN_WORLD(a_limit_rises_where_there_is_one),
        IN_WORLD(money_of_the_person_rises_by_so_much_a_month),
        IN_WORLD(hours_rise),
        IN_WORLD(a_place_is_so_much_more_than_there_is),
        IN_WORLD(a_rule_set_aside_no_longer_holds),
        IN_WORLD(a_line_by_hand_takes_the_place_of_the_one_before),
        IN_WORLD(indices_are_those_of_the_case_before),
        IN_WORLD(wishes_are_added),
        IN_WORLD(every_change_has_a_name_and_says_what_it_is_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
