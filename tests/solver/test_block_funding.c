/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/solve.h"

static void every_cent_is_paid_by_somebody_who_may(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)plain_service(w, "S01", 1000);
    (void)plain_service(w, "S02", 999);
    world_may_not(w, "COM", "service:S02"); /* nobody is left to pay for it */
    plain_case(w, 12, 0, 0);
    world_limit(w, "COM", 2500);
    assert_int_equal(most_of(w, 0, "S01"), 2);
    assert_int_equal(most_of(w, 0, "S02"), 0);
    world_free(w);
}

static void the_health_part_is_for_health_money(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    w->sources[0].side = BIL_SIDE_SOCIAL;
    plain_service(w, "S01", 1000)->health_share_bp = 4000;
    world_may(w, "ASL", "*");
    plain_case(w, 12, 0, 0);
    world_limit(w, "ASL", 2000); /* 4 € an hour: 5 hours */
    assert_int_equal(most_of(w, 0, "S01"), 5);
    world_limit(w, "COM", 2400); /* 6 € an hour: 4 hours */
    assert_int_equal(most_of(w, 0, "S01"), 4);
    world_free(w);
}

static void public_money_has_a_ceiling_over_all_sources(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_ANY);
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_may(w, "ASL", "*");
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    world_limit(w, "COM", 4000);
    world_limit(w, "ASL", 4000);
    assert_int_equal(most_of(w, 0, "S01"), 8);
    world_budget(w, 6999);
    assert_int_equal(most_of(w, 0, "S01"), 6);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 3001);
    world_may(w, "FAM", "*"); /* its own money is not public: 69.99 + 30.01 */
    assert_int_equal(most_of(w, 0, "S01"), 10);
    w->has[0].amount_cents = 3000;
    assert_int_equal(most_of(w, 0, "S01"), 9);
    world_free(w);
}

/* Months × recurring + one-offs ≤ months × ceiling. */
static void a_one_off_is_spread_over_its_phase(void **state)
{
    (void)state;
    world *w = plain_world();
    plain_service(w, "S01", 12000)->one_off = true;
    (void)plain_service(w, "S02", 1000);
    plain_case(w, 6, 12, 0);
    world_limit(w, "COM", 2000);
    assert_true(allows(w, "S01=1|"));
    assert_false(allows(w, "S01=1 S02=1|"));
    assert_true(allows(w, "|S01=2"));
    assert_true(allows(w, "|S01=1 S02=1"));
    assert_false(allows(w, "|S01=2 S02=1"));
    world_free(w);
}

/* A pension PEN, copay of 3 € an hour up to ISEE 10 000 €, and the Comune. */
static world *pensioner(int64_t pension)
{
    world *w = plain_world();
    (void)world_held(w, "PEN", BIL_SOURCE_PENSION);
    world_may(w, "PEN", "*");
    plain_service(w, "S01", 1000)->copay_class = "sad";
    (void)world_copay(w, "sad", 0, 1000000, 300, 300);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "PEN", BIL_SOURCE_ACTIVE, pension);
    return w;
}

static void a_pension_pays_what_is_due_and_no_more(void **state)
{
    (void)state;
    world *w = pensioner(50000);
    world_limit(w, "COM", 2100); /* 7 € an hour are left to the Comune */
    assert_int_equal(most_of(w, 0, "S01"), 3);
    w->sources[1].payments_per_year = 13;
    w->has[0].amount_cents = 831; /* × 13 / 12 = 900.25 → 9 € */
    assert_int_equal(most_of(w, 0, "S01"), 3);
    w->has[0].amount_cents = 830; /* 899 cents */
    assert_int_equal(most_of(w, 0, "S01"), 2);
    world_free(w);
}

static void family_money_may_exceed_what_is_due(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_may(w, "FAM", "*");
    bil_service *s = plain_service(w, "S01", 1000);
    s->copay_class = "sad";
    (void)world_copay(w, "sad", 0, 1000000, 300, 300);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 5000);
    world_limit(w, "COM", 2000);
    assert_int_equal(most_of(w, 0, "S01"), 7);
    s->health_share_bp = 8000; /* but never the health part */
    assert_int_equal(most_of(w, 0, "S01"), 2);
    world_free(w);
}

static void the_personal_allowance_stays_with_the_person(void **state)
{
    (void)state;
    world *w = pensioner(50000);
    w->catalogue.allowance_home_cents = 49100;
    assert_int_equal(most_of(w, 0, "S01"), 100); /* the Comune could pay it all */
    world_limit(w, "COM", 2100);
    assert_int_equal(most_of(w, 0, "S01"), 3); /* 9 € of pension, 21 of the Comune */
    w->catalogue.allowance_home_cents = 49101;
    assert_int_equal(most_of(w, 0, "S01"), 2);
    w->catalogue.allowance_home_cents = 60000; /* more than the pension: it pays nothing */
    assert_int_equal(most_of(w, 0, "S01"), 2);
    const bil_relaxation without = {.allowance = true};
    assert_true(allows_relaxed(w, &without, "S01=3"));
    world_free(w);
}

static void living_in_a_residence_changes_the_allowance(void **state)
{
    (void)state;
    world *w = pensioner(50000);
    w->services[0].setting = BIL_SETTING_RESIDENTIAL;
    w->catalogue.allowance_home_cents = 50000;
    w->catalogue.allowance_residence_cents = 49100;
    world_limit(w, "COM", 2100);
    assert_int_equal(most_of(w, 0, "S01"), 3);
    w->services[0].setting = BIL_SETTING_DAY;
    assert_int_equal(most_of(w, 0, "S01"), 2);
    w->services[0].setting = BIL_SETTING_RESIDENTIAL;
    w->catalogue.allowance_home_cents = 0;
    w->catalogue.allowance_residence_cents = 49101;
    assert_int_equal(most_of(w, 0, "S01"), 2);
    world_free(w);
}

/* The measure MIS takes an amount away from the pension while it is in use. */
static world *absorbed(int64_t amount, bil_source_status status)
{
    world *w = plain_world();
    (void)world_held(w, "PEN", BIL_SOURCE_PENSION);
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_may(w, "PEN", "*");
    plain_service(w, "S01", 1000)->copay_class = "sad";
    (void)plain_service(w, "S02", 1000);
    world_may(w, "MIS", "service:S02");
    (void)world_copay(w, "sad", 0, 1000000, 300, 300);
    (void)world_rule(w, "D01", BIL_RULE_ABSORBS, "source:MIS", "source:PEN", amount);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "PEN", BIL_SOURCE_ACTIVE, 1500);
    (void)world_has(w, "MIS", status, 5000);
    world_limit(w, "COM", 3500);
    return w;
}

static void what_is_absorbed_cannot_be_paid(void **state)
{
    (void)state;
    world *w = absorbed(600, BIL_SOURCE_ACTIVE); /* 9 € of pension are left */
    world_may_not(w, "COM", "service:S02");
    assert_true(allows(w, "S01=3 S02=1"));
    assert_int_equal(most_of(w, 0, "S01"), 4); /* 35 + 9 */
    w->rules[0].has_parameter = false;         /* all of it */
    assert_int_equal(most_of(w, 0, "S01"), 3);
    w->rules[0].has_parameter = true;
    w->rules[0].parameter_e4 = INT64_C(10000) * 100000; /* more than there is */
    assert_int_equal(most_of(w, 0, "S01"), 3);
    world_free(w);
}

static void nothing_is_absorbed_by_what_is_not_used(void **state)
{
    (void)state;
    world *w = absorbed(600, BIL_SOURCE_AVAILABLE);
    world_may_not(w, "COM", "service:S02");
    assert_true(allows(w, "S01=5 #MIS=0")); /* 35 + 15 */
    assert_false(allows(w, "S01=5 S02=1"));
    assert_true(allows(w, "S01=4 S02=5 #MIS=1"));
    assert_false(allows(w, "S02=1 #MIS=0"));
    world_free(w);
}

static void the_allowance_is_measured_after_absorption(void **state)
{
    (void)state;
    world *w = absorbed(600, BIL_SOURCE_ACTIVE);
    world_may_not(w, "COM", "service:S02");
    w->limits[0][0].monthly_cents = 2800;
    assert_int_equal(most_of(w, 0, "S01"), 3); /* 28 + 9 */
    w->catalogue.allowance_home_cents = 700;   /* 2 € of the 9 left may be paid */
    assert_int_equal(most_of(w, 0, "S01"), 3);
    w->catalogue.allowance_home_cents = 701;
    assert_int_equal(most_of(w, 0, "S01"), 2);
    world_free(w);
}

static void a_pension_not_in_use_is_no_income(void **state)
{
    (void)state;
    world *w = pensioner(50000);
    (void)world_held(w, "IND", BIL_SOURCE_PENSION);
    world_may(w, "IND", "*");
    (void)world_has(w, "IND", BIL_SOURCE_AVAILABLE, 1000);
    world_limit(w, "COM", 2800);
    w->catalogue.allowance_home_cents = 49800; /* 2 €, and 12 € with the other pension */
    assert_true(allows(w, "S01=4 #IND=1"));
    assert_false(allows(w, "S01=4 #IND=0"));
    assert_true(allows(w, "S01=2 #IND=0"));
    world_free(w);
}

/* 3.33 € with a health share of a half: 1.67 + 1.66. The rows leave half a cent of room, the exact
 * funding does not. */
static void half_cents_are_slack_here_and_exact_later(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    w->sources[0].side = BIL_SIDE_SOCIAL;
    world_may(w, "ASL", "*");
    plain_service(w, "S01", 333)->health_share_bp = 5000;
    plain_case(w, 12, 0, 0);
    world_limit(w, "ASL", 167);
    world_limit(w, "COM", 166);
    assert_true(allows(w, "S01=1"));
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=1", false);
    assert_true(found.feasible);
    assert_int_equal(paid(&s, 0, &found, "S01", "ASL"), 167);
    assert_int_equal(paid(&s, 0, &found, "S01", "COM"), 166);
    setting_close(&s);
    w->limits[0][0].monthly_cents = 166;
    w->limits[0][1].monthly_cents = 167;
    assert_true(allows(w, "S01=1"));
    setting_open(&s, w, NULL);
    found = fund(&s, 0, "S01=1", false);
    assert_false(found.feasible);
    setting_close(&s);
    world_free(w);
}

static void a_rule_may_forbid_to_use_a_source(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_may(w, "MIS", "*");
    (void)plain_service(w, "S01", 1000);
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:MIS", "source:COM", -1);
    plain_case(w, 12, 0, 0);
    world_limit(w, "COM", 5000);
    world_limit(w, "MIS", 4000);
    assert_int_equal(most_of(w, 0, "S01"), 5); /* never both */
    assert_true(allows(w, "S01=4 #MIS=1 #COM=0"));
    assert_false(allows(w, "S01=5 #MIS=1"));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cent_is_paid_by_somebody_who_may),
        cmocka_unit_test(the_health_part_is_for_health_money),
        cmocka_unit_test(public_money_has_a_ceiling_over_all_sources),
        cmocka_unit_test(a_one_off_is_spread_over_its_phase),
        cmocka_unit_test(a_pension_pays_what_is_due_and_no_more),
        cmocka_unit_test(family_money_may_exceed_what_is_due),
        cmocka_unit_test(the_personal_allowance_stays_with_the_person),
        cmocka_unit_test(living_in_a_residence_changes_the_allowance),
        cmocka_unit_test(what_is_absorbed_cannot_be_paid),
        cmocka_unit_test(nothing_is_absorbed_by_what_is_not_used),
        cmocka_unit_test(the_allowance_is_measured_after_absorption),
        cmocka_unit_test(a_pension_not_in_use_is_no_income),
        cmocka_unit_test(half_cents_are_slack_here_and_exact_later),
        cmocka_unit_test(a_rule_may_forbid_to_use_a_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
