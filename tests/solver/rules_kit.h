/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_TESTS_SOLVER_RULES_KIT_H
#define BIL_TESTS_SOLVER_RULES_KIT_H

/* What must hold of any rule, on small districts made by chance, and districts by hand. The test of
 * a rule is RULE_TESTS(its name), and a few more of its own. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/rule.h"
#include "tests/solver/random_district.h"

/* Of the rule custom: what its model is, in every district made here. */
extern const bil_gmpl *rules_model;

typedef struct {
    random_district d;
    bil_applicant applicants[DISTRICT_PERSONS];
    bil_plan running; /* nothing in it: that there is one */
    bil_allocate_settings settings;
} rules_case;

/* By chance: needs, means, pools, places; dates of request, bands. */
void rules_open(rules_case *c, uint64_t seed, size_t count);

/* By hand: each person needs ten hours a month through one year, at 10 euro an hour, which the one
 * pool pays; nobody has anything. So many cents a year are in the pool; whoever comes first in the
 * list asked first, a month before the next. An hour covers a tenth: 4 hours are a score of 0.52,
 * 5 hours 0.65, 8 hours 0.9. */
void rules_open_plain(rules_case *c, size_t count, int64_t yearly_cents);
void rules_close(rules_case *c);

/* Shares out, and looks at every plan and every sum. */
bil_allocation *rules_allocated(const rules_case *c, bil_share_by rule);

/* Hours of S01 that each person of a plain district has in a month. */
int64_t rules_hours(const bil_allocation *a, size_t person);

/* A pool grows: how often the sum of scores falls, and how many persons lose. */
typedef struct {
    int districts;
    int sums;    /* in which the sum of scores falls */
    int persons; /* who lose */
    int gains;   /* districts in which the sum rises */
} rules_harm;
rules_harm rules_more_money(bil_share_by rule, bool plain);

/* There is a district in which more money in a pool harms somebody: as a claim that it does not
 * would not hold. */
void rules_expect_some_harm(bil_share_by rule);

/* One of three may spend 40 euro a month whatever the pool holds: the level is 1 without them, and
 * no least score is more than what they can have. */
void rules_expect_least_of_who_is_exempt(bil_share_by rule);

/* The tests; state: a bil_share_by. What the rule does not claim is passed over. */
void every_plan_passes_and_every_limit_holds(void **state);
void any_number_of_threads_gives_the_same_answer(void **state);
void neither_order_nor_names_matter(void **state);
void another_currency_changes_nobodys_score(void **state);
void what_is_proven_holds_in_any_order_and_currency(void **state);
void with_more_money_whoever_is_first_gains(void **state);
void with_more_money_no_amount_falls(void **state);
void a_plan_that_runs_is_kept(void **state);
void it_has_a_name_and_words(void **state);

#define RULE_TEST(test, rule) cmocka_unit_test_prestate(test, rule)
#define RULE_TESTS(rule)                                                                           \
    RULE_TEST(every_plan_passes_and_every_limit_holds, rule),                                      \
        RULE_TEST(any_number_of_threads_gives_the_same_answer, rule),                              \
        RULE_TEST(neither_order_nor_names_matter, rule),                                           \
        RULE_TEST(another_currency_changes_nobodys_score, rule),                                   \
        RULE_TEST(what_is_proven_holds_in_any_order_and_currency, rule),                           \
        RULE_TEST(with_more_money_whoever_is_first_gains, rule),                                   \
        RULE_TEST(with_more_money_no_amount_falls, rule),                                          \
        RULE_TEST(a_plan_that_runs_is_kept, rule), RULE_TEST(it_has_a_name_and_words, rule)

#endif
