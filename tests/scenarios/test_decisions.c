/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What decisions by hand are said to cost, against the case solved without each. */

#include "scenarios/decisions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check.h"
#include "tests/solver/hard_world.h"
#include "tests/solver/solve.h"

static bil_plan *plan_of(const bil_case *person)
{
    const bil_propose_settings settings = test_settings();
    bil_plan *plan = NULL;
    bil_verdict verdict;
    assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
    assert_int_equal(bil_check(&verdict, plan, person, plan->arena, NULL), BIL_OK);
    assert_int_equal(verdict.count, 0);
    plan->waived = verdict.waived;
    plan->waived_count = verdict.waived_count;
    return plan;
}

static int64_t public_money(const bil_plan *plan)
{
    int64_t cents = 0;
    for (size_t t = 0; t < plan->phase_count; t++) {
        const bil_plan_phase *phase = &plan->phases[t];
        cents += phase->totals.public_cents * phase->months;
        for (size_t i = 0; i < phase->line_count; i++) {
            for (size_t k = 0; phase->lines[i].one_off && k < phase->lines[i].funding_count; k++) {
                const bil_funding *part = &phase->lines[i].funding[k];
                cents += strcmp(part->code, "PEN") != 0 && strcmp(part->code, "FAM") != 0
                             ? part->cents
                             : 0;
            }
        }
    }
    return cents;
}

static void look_at(const bil_case *person, const bil_plan *plan, size_t i)
{
    const bil_override *decided = &person->overrides[i];
    const bil_decision *said = &plan->overrides[i];
    bil_case without = *person;
    bil_override rest[8];
    size_t count = 0;
    for (size_t k = 0; k < person->override_count; k++) {
        if (k != i) {
            rest[count++] = person->overrides[k];
        }
    }
    without.overrides = rest;
    without.override_count = count;
    bil_plan *other = plan_of(&without);
    assert_string_equal(said->reason, decided->reason);
    assert_int_equal(said->rule != NULL, decided->kind == BIL_OVERRIDE_RULE);
    assert_int_equal(said->provider != NULL, decided->kind == BIL_OVERRIDE_PLACE);
    assert_int_equal(said->needed, other->status == BIL_PLAN_INFEASIBLE);
    assert_int_equal(said->costed, !said->needed);
    if (said->costed) {
        assert_int_equal(said->score_e9, other->score_e9 - plan->score_e9);
        assert_int_equal(said->public_cents, public_money(plan) - public_money(other));
    }
    bool broken = false;
    for (size_t k = 0; said->rule != NULL && k < plan->waived_count; k++) {
        broken = broken || strcmp(plan->waived[k].rule, said->rule) == 0;
    }
    assert_true(said->rule == NULL || said->breaks == broken);
    bil_plan_free(other);
}

typedef struct {
    int seen;
    int needed;
    int broken;
} tally;

static void look_at_all(const bil_case *person, tally *sum)
{
    const bil_propose_settings settings = test_settings();
    bil_plan *plan = plan_of(person);
    if (plan->phase_count > 0) {
        assert_int_equal(bil_decisions_price(plan, person, &settings, NULL), BIL_OK);
        assert_int_equal(plan->override_count, person->override_count);
    }
    for (size_t i = 0; i < plan->override_count; i++) {
        look_at(person, plan, i);
        sum->seen++;
        sum->needed += plan->overrides[i].needed ? 1 : 0;
        sum->broken += plan->overrides[i].breaks ? 1 : 0;
    }
    bil_plan_free(plan);
}

static void every_decision_has_its_price(void **state)
{
    (void)state;
    tally sum = {0};
    for (uint64_t seed = 0; sum.seen < 120; seed++) {
        world *w = hard_world(seed, 1 + (int)(seed % 3));
        if (w->person.override_count > 0) {
            look_at_all(&w->person, &sum);
        }
        world_free(w);
    }
    print_message("%d decisions, %d needed, %d break something\n", sum.seen, sum.needed,
                  sum.broken);
    assert_true(sum.needed > 0 && sum.broken > 0);
}

static void a_case_without_decisions_has_none_to_price(void **state)
{
    (void)state;
    const bil_propose_settings settings = test_settings();
    world *w = random_world(1, 1);
    bil_plan *plan = plan_of(&w->person);
    assert_int_equal(bil_decisions_price(plan, &w->person, &settings, NULL), BIL_OK);
    assert_int_equal(plan->override_count, 0);
    bil_plan_free(plan);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_decision_has_its_price),
        cmocka_unit_test(a_case_without_decisions_has_none_to_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
