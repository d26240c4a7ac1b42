/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a table of outcomes to its metrics: worked by hand on a few persons, and what must hold of
 * any table. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/random.h"
#include "solver/metrics.h"
#include "tests/support/build.h"

#define E9 INT64_C(1000000000)

typedef struct {
    world *w;
    bil_outcomes *o;
    bil_metrics *m;
} sample;

static sample open_sample(size_t persons)
{
    sample s = {.w = world_new()};
    world_domain(s.w, "abitare", "CASA");
    world_domain(s.w, "lavoro", "LAV");
    world_domain(s.w, "salute", "SAL");
    world_pool(s.w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_ANY);
    world_pool(s.w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    assert_int_equal(bil_outcomes_new(&s.o, &s.w->catalogue, persons, NULL), BIL_OK);
    for (size_t i = 0; i < persons; i++) {
        s.o->rows[i] = (bil_outcome_row){.id = "P",
                                         .months = 10,
                                         .need_points = 1,
                                         .isee_cents = -1,
                                         .age = -1,
                                         .sex = "",
                                         .area = ""};
    }
    return s;
}

static void close_sample(sample *s)
{
    bil_metrics_free(s->m);
    bil_outcomes_free(s->o);
    world_free(s->w);
}

static void compute(sample *s)
{
    bil_metrics_free(s->m);
    s->m = NULL;
    assert_int_equal(bil_metrics_compute(&s->m, s->o, NULL), BIL_OK);
}

static const bil_metric_value *find(const sample *s, const char *code, const char *part)
{
    const bil_metric_value *value = bil_metrics_find(s->m, bil_metric_find(code), part);
    if (value == NULL) {
        fail_msg("no %s %s", code, part == NULL ? "" : part);
    }
    return value;
}

static void expect_part(const sample *s, const char *code, const char *part, int64_t wanted)
{
    const bil_metric_value *value = find(s, code, part);
    if (!value->defined || value->value != wanted) {
        fail_msg("%s %s: %lld instead of %lld", code, part == NULL ? "" : part,
                 value->defined ? (long long)value->value : -1, (long long)wanted);
    }
}

static void expect(const sample *s, const char *code, int64_t wanted)
{
    expect_part(s, code, NULL, wanted);
}

static void expect_none(const sample *s, const char *code)
{
    if (find(s, code, NULL)->defined) {
        fail_msg("%s should not be defined: %lld", code, (long long)find(s, code, NULL)->value);
    }
}

/* --- by hand ---------------------------------------------------------------------------------- */

static void scores_by_hand(void **state)
{
    (void)state;
    sample s = open_sample(4);
    for (size_t i = 0; i < 4; i++) {
        s.o->rows[i].score_e9 = (int64_t)(i + 1) * E9 / 10; /* 0.1 0.2 0.3 0.4 */
        s.o->rows[i].today_e9 = E9 / 10;
        s.o->rows[i].shortfall_e9 = i == 0 ? E9 / 2 : 0;
    }
    s.o->rows[3].need_points = 7;
    compute(&s);
    expect(&s, "score_mean", E9 / 4);
    expect(&s, "score_weighted", 340000000); /* (0.1 + 0.2 + 0.3 + 7 × 0.4) ÷ 10 */
    expect(&s, "score_p10", E9 / 10);
    expect(&s, "score_min", E9 / 10);
    expect(&s, "score_gain", 150000000); /* (0 + 0.1 + 0.2 + 0.3) ÷ 4 */
    expect(&s, "essential_shortfall", E9 / 8);
    expect(&s, "gini", E9 / 4); /* of 1 2 3 4: see test_measures.c */
    /* Four tenths of four persons: the first, and 0.6 of the second, 0.22 of 1.0. The first nine
     * tenths: all but 0.4 of the last one, 0.84. */
    expect(&s, "palma", 727272727); /* 0.16 ÷ 0.22 */
    /* Ranks by need: three share a place, the last one has the greatest. Places 3/8 and 7/8:
     * cov = ((0.1 + 0.2 + 0.3) × −1/8 + 0.4 × 3/8) ÷ 4 = 0.01875; 2 × 0.01875 ÷ 0.25. */
    expect(&s, "severity_concentration", 150000000);
    expect(&s, "severity_erreygers", 150000000); /* 8 × 0.01875 */
    expect_none(&s, "isee_concentration");       /* nobody's is known */
    assert_true(s.m->has_lorenz);
    assert_int_equal(s.m->lorenz_e9[0], 0);
    assert_int_equal(s.m->lorenz_e9[5], 100000000);  /* a quarter of the persons */
    assert_int_equal(s.m->lorenz_e9[10], 300000000); /* half of them */
    assert_int_equal(s.m->lorenz_e9[BIL_METRIC_LORENZ_STEPS], E9);
    close_sample(&s);
}

static void needs_by_hand(void **state)
{
    (void)state;
    sample s = open_sample(2);
    s.o->rows[0].floors = 3;
    s.o->rows[0].floors_met = 3;
    s.o->rows[1].floors = 1;
    /* Housing: 2 of 40 points missing and 8 of 40; work of one person: all 20; health: nobody's. */
    const int64_t asked[] = {40, 20, 0, 40, 0, 0};
    const int64_t missing[] = {E9 / 20, E9, 0, E9 / 5, 0, 0};
    memcpy(s.o->axis_asked, asked, sizeof asked);
    memcpy(s.o->axis_missing_e9, missing, sizeof missing);
    compute(&s);
    expect(&s, "essential_met", 3 * E9 / 4);
    expect(&s, "essential_persons", E9 / 2);
    expect(&s, "unmet", 3 * E9 / 10); /* (2 + 20 + 8) ÷ 100 */
    expect_part(&s, "unmet_by_axis", "CASA", E9 / 8);
    expect_part(&s, "unmet_by_axis", "LAV", E9);
    assert_false(find(&s, "unmet_by_axis", "SAL")->defined);
    close_sample(&s);
}

static void who_waits_by_hand(void **state)
{
    (void)state;
    enum { COUNT = 10 };
    sample s = open_sample(COUNT);
    static const struct {
        bil_allotted_status status;
        bil_waits_for waits;
        int64_t need;
        bil_date asked;
        size_t lines;
    } rows[] = {
        {BIL_ALLOTTED_PLAN, BIL_WAITS_NOT, 10, 20260310, 2},
        {BIL_ALLOTTED_PLAN, BIL_WAITS_NOT, 40, 20260110, 3},
        {BIL_ALLOTTED_WAITING, BIL_WAITS_MONEY, 20, 20260301, 0}, /* the first asked later */
        {BIL_ALLOTTED_WAITING, BIL_WAITS_MONEY, 20, 20260401, 1}, /* nobody did */
        {BIL_ALLOTTED_WAITING, BIL_WAITS_PLACE, 10, 20260101, 1}, /* as much need, no more */
        {BIL_ALLOTTED_WAITING, BIL_WAITS_BOTH, 50, 0, 1},         /* no date */
        {BIL_ALLOTTED_TODAY, BIL_WAITS_NOT, 60, 20260101, 1},
        {BIL_ALLOTTED_NONE, BIL_WAITS_NOT, 60, 20260101, 0},
        {BIL_ALLOTTED_FAILED, BIL_WAITS_NOT, 0, 20260101, 0}, /* needs nothing */
        {BIL_ALLOTTED_WAITING, BIL_WAITS_STOPPED, 5, 0, 1},   /* for what, nobody knows */
    };
    for (size_t i = 0; i < COUNT; i++) {
        s.o->rows[i].status = rows[i].status;
        s.o->rows[i].waits = rows[i].waits;
        s.o->rows[i].need_points = rows[i].need;
        s.o->rows[i].requested_on = rows[i].asked;
        s.o->rows[i].lines = rows[i].lines;
    }
    compute(&s);
    expect(&s, "served", 2);
    expect(&s, "as_today", 1);
    expect(&s, "waiting_money", 2);
    expect(&s, "waiting_place", 1);
    expect(&s, "waiting_either", 1);
    expect(&s, "not_reached", 3);
    expect(&s, "without_support", 2);
    expect(&s, "passed_over", 1);
    expect(&s, "lines", 10);
    for (size_t i = 0; i < COUNT; i++) {
        s.o->rows[i].requested_on = 0;
    }
    compute(&s);
    expect_none(&s, "passed_over");
    close_sample(&s);
}

static void money_by_hand(void **state)
{
    (void)state;
    sample s = open_sample(2);
    s.o->rows[0] = (bil_outcome_row){.id = "a",
                                     .score_e9 = E9 / 2,
                                     .months = 10,
                                     .need_points = 1,
                                     .cost_cents = 12000,
                                     .public_cents = 10000,
                                     .person_cents = 2000,
                                     .pension_cents = 1500,
                                     .income_cents = 6000,
                                     .isee_cents = 100,
                                     .residence_months = 5,
                                     .today_services = 3,
                                     .added = 1,
                                     .ended = 1,
                                     .sex = "",
                                     .area = ""};
    s.o->rows[1] = (bil_outcome_row){.id = "b",
                                     .score_e9 = E9,
                                     .months = 5,
                                     .need_points = 1,
                                     .cost_cents = 18000,
                                     .public_cents = 15000,
                                     .person_cents = 3000,
                                     .isee_cents = 200,
                                     .today_services = 0,
                                     .added = 1,
                                     .changed = 0,
                                     .sex = "",
                                     .area = ""};
    const int64_t spent[] = {7000, 3000, 0, 15000};
    memcpy(s.o->spent, spent, sizeof spent);
    const bil_outcome_pool pools[] = {{"ASL", 10000, 7000}, {"COM", 10000, 18000}};
    s.o->pools = pools;
    s.o->pool_count = 2;
    compute(&s);
    expect(&s, "public_money", 25000);
    expect(&s, "public_month", 2000); /* (1000 + 3000) ÷ 2 */
    expect_part(&s, "spending", "ASL", 7000);
    expect_part(&s, "spending", "COM", 18000);
    expect_part(&s, "unspent", "ASL", 3000);
    expect_part(&s, "unspent", "COM", -8000);
    expect(&s, "unspent_share", -E9 / 4); /* −5000 of 20000 */
    expect(&s, "cost_per_point", 167);    /* 25000 ÷ 150 points */
    expect(&s, "copay_month", 400);       /* (200 + 600) ÷ 2 */
    expect(&s, "copay_share", 166666667); /* 5000 ÷ 30000 */
    expect(&s, "copay_burden", E9 / 4);   /* of the one who has a pension: 1500 ÷ 6000 */
    /* 1000 and 3000 a month, by ISEE: places 1/4 and 3/4; cov = (3000 − 1000) ÷ 8 = 250; ÷ 1000. */
    expect(&s, "money_isee", E9 / 4);
    expect(&s, "copay_isee", E9 / 4);  /* 200 and 600: cov = 50; ÷ 200 */
    expect(&s, "money_gini", E9 / 4);  /* (3000 − 1000) ÷ (2 × 2 × 2000) */
    expect_none(&s, "money_severity"); /* both need the same */
    /* Ratios 1000 and 3000; the second needs no more: the first lacks 2000 over four pairs, ÷ 2000.
     */
    expect(&s, "envy", E9 / 4);
    expect(&s, "residence_share", 333333333); /* 5 of 15 months */
    expect(&s, "churn", 3 * E9 / 5);          /* 3 changes of 3 + 1 + 1 services */
    expect(&s, "changes", 3);
    s.o->rows[0].score_e9 = E9; /* nobody could use more */
    compute(&s);
    expect(&s, "envy", 0);
    close_sample(&s);
}

static void gaps_by_hand(void **state)
{
    (void)state;
    sample s = open_sample(12);
    for (size_t i = 0; i < 12; i++) {
        bil_outcome_row *row = &s.o->rows[i];
        row->score_e9 = i < 5 ? E9 / 5 : (i < 10 ? 3 * E9 / 5 : E9);
        row->score_e9 += i % 5 == 0 ? E9 / 10 : 0;
        row->age = i < 5 ? 30 : (i < 10 ? 70 : 90);
        row->area = i < 10 ? "città" : "monte";
        row->intensity_given = true;
        row->intensity = i < 6 ? BIL_INTENSITY_LOW : BIL_INTENSITY_HIGH;
        row->status = i < 5 ? BIL_ALLOTTED_WAITING : BIL_ALLOTTED_PLAN;
        row->public_cents = i < 5 ? 0 : 5000;
    }
    compute(&s);
    /* Those over 80 are two, too few: (0.2 × 5 + 0.1) ÷ 5 = 0.22 against 0.62. */
    expect(&s, "gap_age", 400000000);
    /* In each group four are 0.02 below the mean and one 0.08 above: 2 × (4 × 0.0004 + 0.0064) =
     * 0.016, over 10 − 2: √0.002; 0.4 ÷ √0.002. */
    expect(&s, "gap_age_standard", llround(0.4 / sqrt(0.002) * 1e9));
    expect_none(&s, "gap_area"); /* only two live on the mountain */
    expect_none(&s, "gap_sex");
    /* Six with 1.1 + 0.7 = 1.8, 0.3 each; six with 4 × 0.6 + 1 + 1.1 = 4.5, 0.75 each. */
    expect(&s, "gap_intensity", 450000000);
    assert_int_equal(s.m->group_count, 2 + 3 + 2);
    const bil_metric_group *young = &s.m->groups[2];
    assert_int_equal(young->by, BIL_METRIC_GROUPS_AGE);
    assert_string_equal(young->code, "18-34");
    assert_int_equal(young->persons, 5);
    assert_int_equal(young->waiting, 5);
    assert_int_equal(young->served, 0);
    assert_int_equal(young->score_e9, 220000000);
    assert_int_equal(young->public_month_cents, 0);
    assert_string_equal(s.m->groups[6].code, "monte");
    assert_int_equal(s.m->groups[6].public_month_cents, 500);
    assert_int_equal(s.m->groups[6].served, 2);
    close_sample(&s);
}

/* Six with 0.2 or 0.4, six with 0.6 or 0.8: each 0.1 from the mean of theirs, 0.3 and 0.7. */
static void gaps_are_also_told_in_standard_deviations(void **state)
{
    (void)state;
    static const char *const codes[] = {"gap_sex", "gap_area", "gap_intensity", "gap_age"};
    static const char *const standard[] = {"gap_sex_standard", "gap_area_standard",
                                           "gap_intensity_standard", "gap_age_standard"};
    sample s = open_sample(12);
    for (size_t i = 0; i < 12; i++) {
        bil_outcome_row *row = &s.o->rows[i];
        row->score_e9 = (i < 6 ? 3 * E9 / 10 : 7 * E9 / 10) + (i % 2 == 0 ? E9 / 10 : -E9 / 10);
        row->sex = i < 6 ? "f" : "m";
        row->area = i < 6 ? "a" : "b";
        row->age = i < 6 ? 10 : 20;
        row->intensity_given = true;
        row->intensity = i < 6 ? BIL_INTENSITY_LOW : BIL_INTENSITY_MEDIUM;
    }
    compute(&s);
    for (size_t k = 0; k < 4; k++) {
        expect(&s, codes[k], 400000000);
        /* 12 × 0.01 over 12 − 2 */
        expect(&s, standard[k], llround(0.4 / sqrt(0.012) * 1e9));
    }
    for (size_t i = 0; i < 12; i++) {
        s.o->rows[i].score_e9 = i < 6 ? E9 / 5 : E9 / 2; /* nobody differs from their own */
    }
    compute(&s);
    expect(&s, "gap_sex", 300000000);
    expect_none(&s, "gap_sex_standard");
    close_sample(&s);
}

static void what_the_caller_knows_is_told(void **state)
{
    (void)state;
    sample s = open_sample(2);
    s.o->rows[0].score_e9 = E9 / 4;
    s.o->rows[1].score_e9 = E9 / 2;
    compute(&s);
    expect_none(&s, "price_of_fairness");
    expect_none(&s, "price_of_efficiency");
    expect_none(&s, "gap");
    expect_none(&s, "time");
    s.o->sum_bound_e9 = E9;         /* 0.75 of 1 */
    s.o->minimum_bound_e9 = E9 / 2; /* 0.25 of 0.5 */
    s.o->gap_e9 = 123;
    s.o->milliseconds = 4567;
    compute(&s);
    expect(&s, "price_of_fairness", E9 / 4);
    expect(&s, "price_of_efficiency", E9 / 2);
    expect(&s, "gap", 123);
    expect(&s, "time", 4567);
    s.o->sum_bound_e9 = E9 / 2; /* no bound: there is more */
    compute(&s);
    expect_none(&s, "price_of_fairness");
    close_sample(&s);
}

static void of_nobody_nothing_can_be_said(void **state)
{
    (void)state;
    sample s = open_sample(0);
    compute(&s);
    for (size_t v = 0; v < s.m->count; v++) {
        assert_false(s.m->values[v].defined);
    }
    assert_int_equal(s.m->group_count, 0);
    assert_false(s.m->has_lorenz);
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    assert_int_equal(bil_metrics_add_intervals(s.m, s.o, &settings, NULL), BIL_OK);
    close_sample(&s);
}

/* --- of any table ----------------------------------------------------------------------------- */

static int64_t draw(uint64_t seed, size_t i, uint64_t what, int64_t high)
{
    return bil_random_between(bil_random(seed, i, what, 0), 0, high);
}

static void fill_row(sample *s, size_t to, uint64_t seed, size_t i)
{
    static const char *const areas[] = {"a", "b", "c", ""};
    const int64_t public_cents = draw(seed, i, 1, 1000000);
    s->o->rows[to] = (bil_outcome_row){
        .id = "P",
        .status = (bil_allotted_status)draw(seed, i, 2, BIL_ALLOTTED_FAILED),
        .waits = (bil_waits_for)draw(seed, i, 3, BIL_WAITS_BOTH),
        .score_e9 = draw(seed, i, 4, E9),
        .today_e9 = draw(seed, i, 5, E9),
        .shortfall_e9 = draw(seed, i, 6, E9),
        .need_points = draw(seed, i, 7, 400000),
        .months = 1 + (int)draw(seed, i, 8, 23),
        .residence_months = 1,
        .floors = 4,
        .floors_met = (size_t)draw(seed, i, 9, 4),
        .public_cents = public_cents,
        .person_cents = public_cents / 7,
        .cost_cents = public_cents + public_cents / 7,
        .pension_cents = public_cents / 9,
        .income_cents = public_cents / 3,
        .isee_cents = draw(seed, i, 10, 5000000) - 500000,
        .age = (int)draw(seed, i, 11, 100) - 5,
        .sex = "",
        .area = areas[draw(seed, i, 12, 3)],
        .intensity_given = draw(seed, i, 13, 9) > 0,
        .intensity = (bil_intensity)draw(seed, i, 14, 2),
        .requested_on = 20260101 + (bil_date)draw(seed, i, 15, 27),
        .lines = (size_t)draw(seed, i, 16, 9),
        .today_services = 4,
        .added = (size_t)draw(seed, i, 17, 3),
        .ended = (size_t)draw(seed, i, 18, 3),
    };
    for (size_t a = 0; a < s->o->axis_count; a++) {
        s->o->axis_asked[to * s->o->axis_count + a] = draw(seed, i, 19 + a, 100000);
        s->o->axis_missing_e9[to * s->o->axis_count + a] = draw(seed, i, 30 + a, E9);
    }
    s->o->spent[to * 2] = public_cents / 2;
    s->o->spent[to * 2 + 1] = public_cents - public_cents / 2;
}

static void expect_same(const sample *a, const sample *b, uint64_t seed)
{
    assert_int_equal(a->m->count, b->m->count);
    for (size_t v = 0; v < a->m->count; v++) {
        const bil_metric_value *x = &a->m->values[v];
        const bil_metric_value *y = &b->m->values[v];
        const int64_t apart = x->value > y->value ? x->value - y->value : y->value - x->value;
        if (x->defined != y->defined || apart > 2) { /* sums of many in another order */
            fail_msg("seed %d: %s: %lld and %lld", (int)seed, bil_metric_of(x->metric).code,
                     (long long)x->value, (long long)y->value);
        }
    }
}

static void the_order_of_the_persons_says_nothing(void **state)
{
    (void)state;
    enum { PERSONS = 37 };
    for (uint64_t seed = 0; seed < 60; seed++) {
        sample one = open_sample(PERSONS);
        sample other = open_sample(PERSONS);
        for (size_t i = 0; i < PERSONS; i++) {
            fill_row(&one, i, seed, i);
            fill_row(&other, i * 5 % PERSONS, seed, i);
        }
        compute(&one);
        compute(&other);
        expect_same(&one, &other, seed);
        close_sample(&one);
        close_sample(&other);
    }
}

static void expect_within(const bil_metric_value *value, uint64_t seed)
{
    const bil_metric_about about = bil_metric_of(value->metric);
    const bool low = about.low == BIL_METRIC_OPEN || value->value >= about.low;
    const bool high = about.high == BIL_METRIC_OPEN || value->value <= about.high;
    if (value->defined && !(low && high)) {
        fail_msg("seed %d: %s: %lld", (int)seed, about.code, (long long)value->value);
    }
}

static void every_value_keeps_to_its_range(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const size_t persons = 1 + (size_t)draw(seed, 0, 50, 40);
        sample s = open_sample(persons);
        for (size_t i = 0; i < persons; i++) {
            fill_row(&s, i, seed, i);
        }
        compute(&s);
        for (size_t v = 0; v < s.m->count; v++) {
            expect_within(&s.m->values[v], seed);
        }
        close_sample(&s);
    }
}

static void expect_alike(const sample *one, const sample *two, const char *code, uint64_t seed)
{
    const int64_t a = find(one, code, NULL)->value;
    const int64_t b = find(two, code, NULL)->value;
    if (a - b > 2 || b - a > 2) {
        fail_msg("seed %d: %s: %lld and %lld", (int)seed, code, (long long)a, (long long)b);
    }
}

/* Each person twice: counts and sums double, nothing else moves but what depends on how many are
 * in a group. */
static void a_district_twice_as_large_is_as_fair(void **state)
{
    (void)state;
    static const char *const same[] = {
        "score_mean",     "score_weighted", "score_p10",       "score_min",
        "gini",           "theil",          "atkinson_half",   "atkinson_one",
        "palma",          "envy",           "unmet",           "severity_concentration",
        "isee_erreygers", "essential_met",  "churn",           "copay_share",
        "cost_per_point", "public_month",   "residence_share", "copay_burden"};
    static const char *const twice[] = {"served",  "waiting_money", "lines",
                                        "changes", "public_money",  "passed_over"};
    for (uint64_t seed = 0; seed < 60; seed++) {
        sample one = open_sample(20);
        sample two = open_sample(40);
        for (size_t i = 0; i < 20; i++) {
            fill_row(&one, i, seed, i);
            fill_row(&two, i, seed, i);
            fill_row(&two, 20 + i, seed, i);
        }
        compute(&one);
        compute(&two);
        for (size_t k = 0; k < sizeof same / sizeof same[0]; k++) {
            expect_alike(&one, &two, same[k], seed);
        }
        for (size_t k = 0; k < sizeof twice / sizeof twice[0]; k++) {
            expect(&two, twice[k], 2 * find(&one, twice[k], NULL)->value);
        }
        close_sample(&one);
        close_sample(&two);
    }
}

/* --- intervals and means ---------------------------------------------------------------------- */

static void intervals_are_the_same_for_the_same_seed(void **state)
{
    (void)state;
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    settings.resamples = 200;
    sample one = open_sample(50);
    sample other = open_sample(50);
    for (size_t i = 0; i < 50; i++) {
        fill_row(&one, i, 3, i);
        fill_row(&other, i, 3, i);
    }
    one.o->gap_e9 = 5;
    other.o->gap_e9 = 5;
    compute(&one);
    compute(&other);
    assert_int_equal(bil_metrics_add_intervals(one.m, one.o, &settings, NULL), BIL_OK);
    assert_int_equal(bil_metrics_add_intervals(other.m, other.o, &settings, NULL), BIL_OK);
    size_t with = 0;
    for (size_t v = 0; v < one.m->count; v++) {
        const bil_metric_value *a = &one.m->values[v];
        const bil_metric_value *b = &other.m->values[v];
        assert_true(a->has_interval == b->has_interval && a->low == b->low && a->high == b->high);
        assert_true(!a->has_interval || a->low <= a->high);
        with += a->has_interval ? 1 : 0;
    }
    assert_true(with > 30);
    const bil_metric_value *mean = find(&one, "score_mean", NULL);
    assert_true(mean->has_interval && mean->low < mean->value && mean->value < mean->high);
    /* Scores are drawn evenly from 0 to 1: a standard error of √(1/12 ÷ 50) = 0.041. */
    assert_true(mean->high - mean->low > 110000000 && mean->high - mean->low < 210000000);
    assert_false(find(&one, "gap", NULL)->has_interval); /* other persons say nothing about it */
    close_sample(&one);
    close_sample(&other);
}

static void runs_have_a_mean(void **state)
{
    (void)state;
    static const bil_outcome_pool pools[] = {{"ASL", 300, 0}, {"COM", 90, 0}};
    sample runs[3];
    bil_metrics *out = NULL;
    const bil_metrics *list[3];
    bil_bootstrap_settings settings;
    bil_bootstrap_settings_init(&settings);
    for (size_t r = 0; r < 3; r++) {
        runs[r] = open_sample(2);
        for (size_t i = 0; i < 2; i++) {
            runs[r].o->rows[i].score_e9 = (int64_t)(r + 1) * E9 / 10;
            runs[r].o->rows[i].isee_cents = r == 0 ? -1 : (int64_t)i;
        }
        runs[r].o->pools = pools;
        runs[r].o->pool_count = r; /* the first has none */
        compute(&runs[r]);
        list[r] = runs[r].m;
    }
    assert_int_equal(bil_metrics_mean(&out, list, 3, &settings, NULL), BIL_OK);
    const bil_metric_value *mean = bil_metrics_find(out, BIL_METRIC_SCORE_MEAN, NULL);
    assert_int_equal(mean->value, E9 / 5);
    assert_true(mean->has_interval && mean->low >= E9 / 10 && mean->high <= 3 * E9 / 10);
    assert_true(mean->low < mean->high);
    const bil_metric_value *isee = bil_metrics_find(out, BIL_METRIC_ISEE_ERREYGERS, NULL);
    assert_false(isee->defined || isee->has_interval); /* one run cannot say */
    assert_int_equal(bil_metrics_find(out, BIL_METRIC_UNSPENT, "ASL")->value, 200); /* 0 300 300 */
    assert_int_equal(bil_metrics_find(out, BIL_METRIC_UNSPENT, "COM")->value, 30);
    assert_int_equal(out->count, runs[2].m->count);
    bil_metrics_free(out);
    assert_int_equal(bil_metrics_mean(&out, list, 1, &settings, NULL), BIL_OK);
    assert_int_equal(bil_metrics_find(out, BIL_METRIC_SCORE_MEAN, NULL)->value, E9 / 10);
    assert_false(bil_metrics_find(out, BIL_METRIC_SCORE_MEAN, NULL)->has_interval);
    bil_metrics_free(out);
    for (size_t r = 0; r < 3; r++) {
        close_sample(&runs[r]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_by_hand),
        cmocka_unit_test(needs_by_hand),
        cmocka_unit_test(who_waits_by_hand),
        cmocka_unit_test(money_by_hand),
        cmocka_unit_test(gaps_by_hand),
        cmocka_unit_test(gaps_are_also_told_in_standard_deviations),
        cmocka_unit_test(what_the_caller_knows_is_told),
        cmocka_unit_test(of_nobody_nothing_can_be_said),
        cmocka_unit_test(the_order_of_the_persons_says_nothing),
        cmocka_unit_test(every_value_keeps_to_its_range),
        cmocka_unit_test(a_district_twice_as_large_is_as_fair),
        cmocka_unit_test(intervals_are_the_same_for_the_same_seed),
        cmocka_unit_test(runs_have_a_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
