/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/rules_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/check.h"
#include "engine/check_district.h"
#include "tests/solver/random_world.h"

#ifndef SEEDS
#define SEEDS 30
#endif

#define CLOSE 1e-6

const bil_gmpl *rules_model;

static bil_share_by rule_of(void **state)
{
    return *(const bil_share_by *)*state;
}

static bool claims(bil_share_by rule, unsigned claim)
{
    return (bil_share_by_claims(rule) & claim) != 0;
}

/* What looks for the best takes its time: a few districts of theirs. */
static uint64_t seeds_of(bil_share_by rule)
{
    return claims(rule, BIL_SHARE_BOUNDED) ? SEEDS / 3 : SEEDS;
}

/* --- districts -------------------------------------------------------------------------------- */

/* The tariff of the bands, for a month. */
static void add_tariff(rules_case *c, int64_t times)
{
    static const char *const keys[] = {"band_low_cents", "band_medium_cents", "band_high_cents"};
    bil_catalogue *catalogue = &c->d.worlds[0]->catalogue;
    bil_policy_entry *entries = bil_arena_alloc(c->d.worlds[0]->arena, 3, sizeof *entries);
    assert_non_null(entries);
    for (int band = 0; band < 3; band++) {
        entries[band] = (bil_policy_entry){keys[band], times * 20 * (band + 1), ""};
    }
    catalogue->policy = entries;
    catalogue->policy_count = 3;
}

static void set_up(rules_case *c)
{
    bil_allocate_settings_init(&c->settings);
    c->settings.gap_e9 = 0;
    c->settings.model = rules_model;
    for (size_t i = 0; i < c->d.count; i++) {
        c->applicants[i].person = &c->d.worlds[i]->person;
    }
}

void rules_open(rules_case *c, uint64_t seed, size_t count)
{
    uint64_t dice = seed * 7919 + 3;
    uint64_t years = seed * 104729 + 5;
    memset(c, 0, sizeof *c);
    random_district_open(&c->d, seed, count);
    set_up(c);
    add_tariff(c, 10);
    for (size_t i = 0; i < count; i++) {
        bil_applicant *a = &c->applicants[i];
        a->requested_on = random_below(&dice, 5) == 0
                              ? 0
                              : (bil_date)(20260001 + 100 * (1 + (int)random_below(&dice, 4)));
        a->intensity_given = random_below(&dice, 4) != 0;
        a->intensity = (bil_intensity)random_below(&dice, 3);
        c->d.worlds[i]->person.birth_year =
            random_below(&years, 5) == 0 ? 0 : 1930 + (int)random_below(&years, 70);
    }
}

void rules_open_plain(rules_case *c, size_t count, int64_t yearly_cents)
{
    static const char *const ids[DISTRICT_PERSONS] = {"A", "B", "C", "D", "E", "F"};
    memset(c, 0, sizeof *c);
    for (size_t i = 0; i < count; i++) {
        world *w = world_new();
        (void)world_domain(w, "casa", "CASA");
        (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
        (void)world_service(w, "S01", 1000);
        (void)world_effect(w, "casa", 100);
        world_may(w, "COM", "*");
        (void)world_phase(w, 12);
        (void)world_need(w, "N1", "casa", 1000);
        w->person.id = ids[i];
        c->d.worlds[i] = w;
        w->person.catalogue = &c->d.worlds[0]->catalogue;
        c->d.persons[i] = &w->person;
        c->applicants[i].requested_on = (bil_date)(20260101 + 100 * (int)i);
    }
    c->d.count = count;
    c->d.pools[0] = (bil_pool){0, yearly_cents};
    c->d.district = (bil_district){.catalogue = &c->d.worlds[0]->catalogue,
                                   .pools = c->d.pools,
                                   .pool_count = 1,
                                   .capacities = c->d.capacities,
                                   .persons = -1};
    set_up(c);
    add_tariff(c, 100);
}

void rules_close(rules_case *c)
{
    random_district_close(&c->d);
}

/* --- an answer -------------------------------------------------------------------------------- */

/* Plans pass the check; sums keep to the limits if the answer says so. */
static void expect_sound(const rules_case *c, const bil_allocation *a)
{
    const random_district *d = &c->d;
    bil_district_sums *sums = NULL;
    bil_district_excess excess = {0};
    const int year = a->shared.first_month / 12;
    const bil_date first = year * 10000 + (a->shared.first_month % 12 + 1) * 100 + 1;
    double value = 0.0;
    assert_int_equal(a->count, d->count);
    assert_int_equal(a->failed, 0);
    assert_int_equal(bil_district_sums_new(&sums, &d->district, first, a->shared.last_month, NULL),
                     BIL_OK);
    for (size_t i = 0; i < d->count; i++) {
        bil_plan *plan = NULL;
        bil_verdict verdict;
        assert_int_equal(bil_package_plan(&plan, d->persons[i], a->persons[i].packed, NULL),
                         BIL_OK);
        assert_int_equal(bil_check(&verdict, plan, d->persons[i], plan->arena, NULL), BIL_OK);
        if (!a->persons[i].waiting && verdict.count > 0) {
            fail_msg("person %zu: %s %s", i, verdict.items[0].rule, verdict.items[0].where);
        }
        assert_true(bil_district_sums_add(sums, d->persons[i], plan));
        /* orders and amounts only add to what is there */
        assert_true(a->gap < HUGE_VAL || a->persons[i].score > a->persons[i].today_score - CLOSE);
        value += a->persons[i].score;
        bil_plan_free(plan);
    }
    assert_int_equal(bil_district_holds(sums, &excess), a->within);
    assert_true(fabs(value - a->value) < CLOSE);
    assert_true(!a->within || a->bound > a->value - CLOSE);
    bil_district_sums_free(sums);
}

bil_allocation *rules_allocated(const rules_case *c, bil_share_by rule)
{
    bil_allocation *a = NULL;
    bil_error err = {0};
    const bil_rule_question question = {.district = &c->d.district,
                                        .applicants = c->applicants,
                                        .persons = c->d.persons,
                                        .count = c->d.count,
                                        .settings = &c->settings};
    if (bil_share_out(&a, rule, &question, &err) != BIL_OK) {
        fail_msg("%s %s", err.where, err.message_en);
    }
    expect_sound(c, a);
    return a;
}

int64_t rules_hours(const bil_allocation *a, size_t person)
{
    const bil_packed *packed = a->persons[person].packed;
    assert_true(packed->line_count <= 1);
    return packed->line_count == 0 ? 0 : packed->lines[0].quantity;
}

/* --- what must hold of every rule ------------------------------------------------------------- */

void it_has_a_name_and_words(void **state)
{
    const bil_share_by rule = rule_of(state);
    bil_share_by same = BIL_SHARE_BY_COUNT;
    assert_true(bil_share_by_parse(&same, bil_share_by_code(rule)));
    assert_int_equal(same, rule);
    assert_true(strlen(bil_share_by_words(rule).it) > 5);
    assert_true(strlen(bil_share_by_words(rule).en) > 5);
    assert_false(bil_share_by_parse(&same, "by-heart"));
    assert_null(bil_share_by_code(BIL_SHARE_BY_COUNT));
    assert_int_equal(bil_share_by_claims(BIL_SHARE_BY_COUNT), 0);
    assert_string_equal(bil_share_by_words(BIL_SHARE_BY_COUNT).en, "");
}

void every_plan_passes_and_every_limit_holds(void **state)
{
    int more = 0;
    const uint64_t seeds = seeds_of(rule_of(state));
    for (uint64_t seed = 0; seed < seeds; seed++) {
        rules_case c;
        rules_open(&c, seed, 4);
        bil_allocation *a = rules_allocated(&c, rule_of(state));
        assert_string_equal(a->rule, bil_share_by_code(rule_of(state)));
        assert_int_equal(a->gap < HUGE_VAL, claims(rule_of(state), BIL_SHARE_BOUNDED));
        for (size_t i = 0; i < a->count; i++) {
            more += a->persons[i].waiting ? 0 : 1;
        }
        bil_allocation_free(a);
        rules_close(&c);
    }
    assert_true(more > (int)seeds / 2);
}

static void expect_same(const bil_allocation *a, const bil_allocation *b)
{
    assert_int_equal(a->within, b->within);
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_int_equal(a->packages, b->packages);
    assert_int_equal(a->priced, b->priced);
    assert_memory_equal(a->used, b->used, a->shared.row_count * sizeof *a->used);
    for (size_t i = 0; i < a->count; i++) {
        const bil_packed *x = a->persons[i].packed;
        const bil_packed *y = b->persons[i].packed;
        assert_int_equal(x->line_count, y->line_count);
        assert_int_equal(x->payment_count, y->payment_count);
        assert_memory_equal(x->lines, y->lines, x->line_count * sizeof *x->lines);
        for (size_t k = 0; k < x->payment_count; k++) {
            assert_int_equal(x->payments[k].payer, y->payments[k].payer);
            assert_int_equal(x->payments[k].cents, y->payments[k].cents);
        }
    }
}

void any_number_of_threads_gives_the_same_answer(void **state)
{
    const bool quick = !claims(rule_of(state), BIL_SHARE_BOUNDED);
    for (uint64_t seed = 0; seed < seeds_of(rule_of(state)); seed += 3) {
        rules_case c;
        rules_open(&c, seed, quick ? DISTRICT_PERSONS : 3);
        bil_allocation *one = rules_allocated(&c, rule_of(state));
        c.settings.jobs = 5;
        bil_allocation *five = rules_allocated(&c, rule_of(state));
        expect_same(one, five);
        bil_allocation_free(one);
        bil_allocation_free(five);
        rules_close(&c);
    }
}

void neither_order_nor_names_matter(void **state)
{
    static const size_t order[] = {2, 0, 3, 1};
    for (uint64_t seed = 0; seed < SEEDS && claims(rule_of(state), BIL_SHARE_ANONYMOUS); seed++) {
        rules_case c;
        rules_case other;
        rules_open(&c, seed, 4);
        bil_allocation *a = rules_allocated(&c, rule_of(state));
        other = c;
        for (size_t i = 0; i < 4; i++) {
            other.d.persons[i] = c.d.persons[order[i]];
            other.applicants[i] = c.applicants[order[i]];
        }
        bil_allocation *b = rules_allocated(&other, rule_of(state));
        for (size_t i = 0; i < 4; i++) {
            const bil_allotted *x = &a->persons[order[i]];
            const bil_allotted *y = &b->persons[i];
            assert_memory_equal(&x->score, &y->score, sizeof x->score);
            assert_int_equal(x->packed->line_count, y->packed->line_count);
        }
        assert_true(fabs(a->value - b->value) < CLOSE);
        bil_allocation_free(a);
        bil_allocation_free(b);
        rules_close(&c);
    }
}

void another_currency_changes_nobodys_score(void **state)
{
    int same = 0;
    int all = 0;
    for (uint64_t seed = 0; seed < SEEDS && claims(rule_of(state), BIL_SHARE_CURRENCY); seed++) {
        rules_case c;
        rules_open(&c, seed, 3);
        random_district_scale(&c.d, 100); /* else somebody's last cents decide */
        add_tariff(&c, 1000);
        bil_allocation *a = rules_allocated(&c, rule_of(state));
        random_district_scale(&c.d, 10);
        add_tariff(&c, 10000);
        bil_allocation *b = rules_allocated(&c, rule_of(state));
        for (size_t i = 0; i < 3; i++) {
            all++;
            same += fabs(a->persons[i].score - b->persons[i].score) < CLOSE ? 1 : 0;
        }
        bil_allocation_free(a);
        bil_allocation_free(b);
        rules_close(&c);
    }
    assert_int_equal(same, all);
}

/* What a rule with a bound looks for; the greater, the better. */
static double aim_of(const bil_allocation *a, bil_share_by rule)
{
    return rule == BIL_SHARE_BY_ESSENTIAL_FIRST ? -a->shortfall
           : a->has_level                       ? a->level
                                                : a->value;
}

static double bound_of(const bil_allocation *a, bil_share_by rule)
{
    return rule == BIL_SHARE_BY_ESSENTIAL_FIRST ? -a->shortfall_bound
           : a->has_level                       ? a->level_bound
                                                : a->bound;
}

/* The persons in another order; another currency; more money. */
typedef enum { ORDER, CURRENCY, MONEY, CHANGES } another;

static bil_allocation *allocated_another(rules_case *c, bil_share_by rule, another how)
{
    static const size_t order[] = {2, 0, 1};
    rules_case other = *c;
    for (size_t i = 0; how == ORDER && i < 3; i++) {
        other.d.persons[i] = c->d.persons[order[i]];
        other.applicants[i] = c->applicants[order[i]];
    }
    if (how == CURRENCY) {
        random_district_scale(&c->d, 10);
        other = *c;
    }
    other.d.pools[0].yearly_cents += how == MONEY ? 20000 : 0;
    other.d.district.pools = other.d.pools;
    return rules_allocated(&other, rule);
}

/* The best there is does not depend on order and names, nor on the currency, and is not less with
 * more money: so no allocation of the one district exceeds what is proven for the other. Which of
 * equally good allocations is found may depend on them. */
void what_is_proven_holds_in_any_order_and_currency(void **state)
{
    const bil_share_by rule = rule_of(state);
    for (uint64_t seed = 0; seed < SEEDS && claims(rule, BIL_SHARE_BOUNDED); seed += 3) {
        for (int how = 0; how < CHANGES; how++) {
            rules_case c;
            rules_open(&c, seed, 3);
            bil_allocation *a = rules_allocated(&c, rule);
            const bool within = a->within;
            bil_allocation *b = allocated_another(&c, rule, (another)how);
            if (within && b->within) {
                assert_true(aim_of(a, rule) < bound_of(b, rule) + CLOSE);
                assert_true(how == MONEY || aim_of(b, rule) < bound_of(a, rule) + CLOSE);
            }
            bil_allocation_free(a);
            bil_allocation_free(b);
            rules_close(&c);
        }
    }
}

static void add_harm(rules_harm *harm, rules_case *c, bil_share_by rule, size_t pool)
{
    bil_allocation *poor = rules_allocated(c, rule);
    c->d.pools[pool].yearly_cents += 20000;
    bil_allocation *rich = rules_allocated(c, rule);
    for (size_t i = 0; poor->within && i < c->d.count; i++) {
        harm->persons += rich->persons[i].score < poor->persons[i].score - CLOSE ? 1 : 0;
    }
    harm->districts += poor->within ? 1 : 0;
    harm->sums += poor->within && rich->value < poor->value - CLOSE ? 1 : 0;
    harm->gains += poor->within && rich->value > poor->value + CLOSE ? 1 : 0;
    bil_allocation_free(poor);
    bil_allocation_free(rich);
}

rules_harm rules_more_money(bil_share_by rule, bool plain)
{
    rules_harm harm = {0};
    const uint64_t seeds = seeds_of(rule);
    for (uint64_t seed = 0; seed < seeds; seed++) {
        rules_case c;
        if (plain) {
            rules_open_plain(&c, 4, 60000 + 13000 * (int64_t)seed);
        } else {
            rules_open(&c, seed, 4);
        }
        add_harm(&harm, &c, rule, plain ? 0 : seed % 2);
        rules_close(&c);
    }
    print_message("%s: with more money %d of %d sums rise, %d fall, %d persons lose\n",
                  bil_share_by_code(rule), harm.gains, harm.districts, harm.sums, harm.persons);
    return harm;
}

void rules_expect_some_harm(bil_share_by rule)
{
    enum { LOOKED_AT = 600 };
    rules_harm harm = {0};
    for (uint64_t seed = 0; seed < LOOKED_AT && harm.persons == 0; seed++) {
        rules_case c;
        rules_open(&c, seed, DISTRICT_PERSONS);
        add_harm(&harm, &c, rule, seed % 2);
        rules_close(&c);
    }
    print_message("%s: somebody loses in one of %d districts\n", bil_share_by_code(rule),
                  harm.districts);
    assert_true(harm.persons > 0);
}

void rules_expect_least_of_who_is_exempt(bil_share_by rule)
{
    rules_case c;
    rules_open_plain(&c, 3, (int64_t)12 * 40000);
    world_budget(c.d.worlds[0], 4000);
    bil_allocation *a = rules_allocated(&c, rule);
    assert_true(fabs(a->level - 1.0) < 1e-9 && a->level_bound >= a->level);
    assert_true(fabs(a->persons[0].score - 0.52) < 1e-9);
    assert_true(a->least_bound >= 0.52 - 1e-9 && a->least_bound < 0.52 + 1e-6);
    bil_allocation_free(a);
    rules_close(&c);
}

/* Whom the rule puts first is seen where it asks for its order: the kit knows no rule by name. */
static struct {
    bool seen;
    size_t person;
} first;

/* The linker asks for these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
bil_claimant *__real_bil_claimants_in_order(const bil_rule_question *question,
                                            bil_claim_order *order);
bil_claimant *__wrap_bil_claimants_in_order(const bil_rule_question *question,
                                            bil_claim_order *order);

bil_claimant *__wrap_bil_claimants_in_order(const bil_rule_question *question,
                                            bil_claim_order *order)
{
    bil_claimant *claimants = __real_bil_claimants_in_order(question, order);
    if (claimants != NULL && question->count > 0 && !first.seen) {
        first.person = claimants[0].index;
        first.seen = true;
    }
    return claimants;
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

/* Whoever is first finds all that others do not have today: more money is more for choice. */
void with_more_money_whoever_is_first_gains(void **state)
{
    int gains = 0;
    for (uint64_t seed = 0; seed < SEEDS && claims(rule_of(state), BIL_SHARE_FIRST_GAINS); seed++) {
        rules_case c;
        rules_open(&c, seed, 4);
        first.seen = false;
        c.d.pools[0].yearly_cents /= 4; /* so little that the first may lack some of it too */
        c.d.pools[1].yearly_cents /= 4;
        bil_allocation *poor = rules_allocated(&c, rule_of(state));
        assert_true(first.seen);
        const size_t who = first.person;
        c.d.pools[seed % 2].yearly_cents += 20000;
        bil_allocation *rich = rules_allocated(&c, rule_of(state));
        assert_true(rich->persons[who].score > poor->persons[who].score - CLOSE);
        gains += rich->persons[who].score > poor->persons[who].score + CLOSE ? 1 : 0;
        bil_allocation_free(poor);
        bil_allocation_free(rich);
        rules_close(&c);
    }
    assert_true(gains > 0 || !claims(rule_of(state), BIL_SHARE_FIRST_GAINS));
}

/* With one pool and no places an amount is what a plan may take: no score falls. */
void with_more_money_no_amount_falls(void **state)
{
    if (claims(rule_of(state), BIL_SHARE_AMOUNTS_GROW)) {
        const rules_harm harm = rules_more_money(rule_of(state), true);
        assert_int_equal(harm.persons, 0);
        assert_true(harm.gains > 0);
    }
}

static int64_t quantity_of(const bil_packed *packed, const bil_packed_line *like)
{
    int64_t quantity = 0;
    for (size_t k = 0; k < packed->line_count; k++) {
        const bil_packed_line *line = &packed->lines[k];
        quantity += line->phase == like->phase && line->offer == like->offer ? line->quantity : 0;
    }
    return quantity;
}

void a_plan_that_runs_is_kept(void **state)
{
    int kept = 0;
    int dropped = 0;
    for (uint64_t seed = 0; seed < seeds_of(rule_of(state)); seed += 2) {
        rules_case c;
        const bil_packed *floors[4];
        rules_open(&c, seed, 4);
        bil_allocation *before = rules_allocated(&c, BIL_SHARE_BY_FIRST_COME);
        for (size_t i = 0; i < 4; i++) {
            floors[i] = before->persons[i].waiting ? NULL : before->persons[i].packed;
        }
        c.settings.floors = floors;
        bil_allocation *after = rules_allocated(&c, rule_of(state));
        for (size_t i = 0; before->within && i < 4; i++) {
            dropped += after->persons[i].floor_dropped ? 1 : 0;
            for (size_t k = 0;
                 floors[i] != NULL && !after->persons[i].floor_dropped && k < floors[i]->line_count;
                 k++) {
                assert_true(quantity_of(after->persons[i].packed, &floors[i]->lines[k]) >=
                            floors[i]->lines[k].quantity);
                kept++;
            }
        }
        bil_allocation_free(after);
        bil_allocation_free(before);
        rules_close(&c);
    }
    assert_true(kept > 0);
    /* All of them fit together, but not whoever pays for what: now and then one is lost. */
    assert_true(dropped * 10 <= SEEDS);
}
