/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/solver/random_world.h"
#include "tests/solver/solve.h"

/* COM pays social parts, ASL health parts; FAM is the family's own money. */
static world *payers(void)
{
    world *w = plain_world();
    w->sources[0].side = BIL_SIDE_SOCIAL;
    (void)world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    (void)world_held(w, "FAM", BIL_SOURCE_FAMILY);
    world_may(w, "ASL", "*");
    world_may(w, "FAM", "*");
    return w;
}

static void public_money_is_spared_and_then_the_later_sources(void **state)
{
    (void)state;
    world *w = payers();
    (void)world_pool(w, "FNA", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    world_may(w, "FNA", "*");
    (void)plain_service(w, "S01", 1000);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 400);
    world_limit(w, "COM", 1500);
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=3", false);
    assert_true(found.feasible);
    assert_int_equal(paid(&s, 0, &found, "S01", "FAM"), 400);
    assert_int_equal(paid(&s, 0, &found, "S01", "COM"), 1500);
    assert_int_equal(paid(&s, 0, &found, "S01", "FNA"), 1100);
    assert_int_equal(found.public_cents, 12 * 2600);
    found = fund(&s, 0, "S01=3", true); /* the family before public money */
    assert_int_equal(paid(&s, 0, &found, "S01", "FAM"), 0);
    assert_int_equal(paid(&s, 0, &found, "S01", "FNA"), 1500);
    setting_close(&s);
    world_free(w);
}

static void ceilings_are_used_to_the_last_cent(void **state)
{
    (void)state;
    world *w = payers();
    plain_service(w, "S01", 999)->health_share_bp = 3333;
    (void)plain_service(w, "S02", 1);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 5);
    world_limit(w, "ASL", 1665); /* round(4995 × 0.3333) = 1664.83… → 1665 */
    world_limit(w, "COM", 3332);
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=5 S02=7", false);
    assert_true(found.feasible);
    assert_int_equal(paid(&s, 0, &found, "S01", "ASL"), 1665);
    assert_int_equal(paid(&s, 0, &found, "S01", "COM") + paid(&s, 0, &found, "S02", "COM"), 3332);
    assert_int_equal(paid(&s, 0, &found, "S01", "FAM") + paid(&s, 0, &found, "S02", "FAM"), 5);
    found = fund(&s, 0, "S01=5 S02=8", false);
    assert_false(found.feasible);
    setting_close(&s);
    world_budget(w, 4997); /* 1665 + 3332 */
    setting_open(&s, w, NULL);
    assert_true(fund(&s, 0, "S01=5 S02=7", false).feasible);
    setting_close(&s);
    world_budget(w, 4996);
    setting_open(&s, w, NULL);
    assert_false(fund(&s, 0, "S01=5 S02=7", false).feasible);
    setting_close(&s);
    world_free(w);
}

/* Months × recurring + one-offs ≤ months × ceiling, to the cent. */
static void one_offs_are_weighed_exactly(void **state)
{
    (void)state;
    world *w = payers();
    plain_service(w, "S01", 5)->one_off = true;
    plain_service(w, "S02", 8)->one_off = true;
    (void)plain_service(w, "S03", 1);
    plain_case(w, 7, 0, 0);
    world_limit(w, "COM", 3); /* 21 cents in seven months */
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=1 S02=1 S03=1", false); /* 5 + 8 + 7 = 20 */
    assert_true(found.feasible);
    assert_int_equal(paid(&s, 0, &found, "S01", "COM"), 5);
    assert_int_equal(paid(&s, 0, &found, "S02", "COM"), 8);
    assert_int_equal(found.public_cents, 20);
    assert_true(fund(&s, 0, "S01=1 S02=2", false).feasible);  /* 21 */
    assert_false(fund(&s, 0, "S01=3 S03=1", false).feasible); /* 22 */
    assert_true(fund(&s, 0, "S01=1 S02=2 S03=0", false).feasible);
    setting_close(&s);
    world_free(w);
}

static void a_source_that_may_not_be_used_pays_nothing(void **state)
{
    (void)state;
    world *w = payers();
    (void)plain_service(w, "S01", 1000);
    (void)world_rule(w, "D01", BIL_RULE_EXCLUSIVE, "source:FAM", "service:S01", -1);
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 100000);
    world_limit(w, "COM", 1500);
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=1 #FAM=0", false);
    assert_true(found.feasible);
    assert_int_equal(paid(&s, 0, &found, "S01", "FAM"), 0);
    assert_false(fund(&s, 0, "S01=2 #FAM=0", false).feasible);
    assert_true(fund(&s, 0, "S01=2 #FAM=1", false).feasible);
    /* what is decided to be used pays at least a cent, even if it is not the cheapest */
    found = fund(&s, 0, "S01=1 #FAM=1", true);
    assert_true(paid(&s, 0, &found, "S01", "FAM") >= 1);
    setting_close(&s);
    world_free(w);
}

static void hours_are_drawn_as_they_are_needed(void **state)
{
    (void)state;
    world *w = plain_world();
    (void)world_hours(w, "FAM");
    (void)world_hours(w, "VOL");
    (void)plain_service(w, "S01", 0);
    (void)plain_service(w, "S02", 0);
    world_may(w, "FAM", "service:S01;service:S02");
    world_may(w, "VOL", "service:S02");
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 10);
    (void)world_has(w, "VOL", BIL_SOURCE_AVAILABLE, 5);
    setting s;
    setting_open(&s, w, NULL);
    bil_funding_found found = fund(&s, 0, "S01=10 S02=5", false);
    assert_true(found.feasible);
    assert_true(found.drawn[0] && found.drawn[1]);
    found = fund(&s, 0, "S02=4", false);
    assert_true(found.feasible);
    assert_true(found.drawn[0] != found.drawn[1]); /* one of them is enough */
    assert_false(fund(&s, 0, "S01=10 S02=6", false).feasible);
    assert_false(fund(&s, 0, "S02=6 S01=0", false).drawn[1] &&
                 !fund(&s, 0, "S02=6", false).drawn[0]);
    setting_close(&s);
    world_free(w);
}

/* ---- two pensions, one of them public, against every way to pay ---- */

enum { PAYERS = 3, LINES = 2 }; /* COM, PEN (public or not), IND (its own) */

typedef struct {
    int64_t price[LINES];
    int64_t due[LINES];
    int64_t cap[PAYERS];
    int64_t public_cap;
    int64_t allowance;
} purse;

static bool fits(const purse *p, int64_t x[LINES][PAYERS], int64_t *public_cents)
{
    int64_t sum[PAYERS] = {0};
    for (int l = 0; l < LINES; l++) {
        if (x[l][1] + x[l][2] > p->due[l]) {
            return false;
        }
        for (int r = 0; r < PAYERS; r++) {
            sum[r] += x[l][r];
        }
    }
    const int64_t income = p->cap[1] + p->cap[2] - p->allowance;
    *public_cents = sum[0] + sum[1];
    return sum[0] <= p->cap[0] && sum[1] <= p->cap[1] && sum[2] <= p->cap[2] &&
           sum[1] + sum[2] <= (income > 0 ? income : 0) && *public_cents <= p->public_cap;
}

/* The next way to split a line among the payers; false after the last one. */
static bool next_split(int64_t x[PAYERS], int64_t price)
{
    if (x[2] < price - x[1]) {
        x[2]++;
    } else if (x[1] < price) {
        x[1]++;
        x[2] = 0;
    } else {
        return false;
    }
    x[0] = price - x[1] - x[2];
    return true;
}

/* The least public money over all ways to pay; -1 when there is none. */
static int64_t least_public(const purse *p)
{
    int64_t best = -1;
    int64_t x[LINES][PAYERS] = {{p->price[0], 0, 0}, {p->price[1], 0, 0}};
    do {
        x[1][0] = p->price[1];
        x[1][1] = x[1][2] = 0;
        do {
            int64_t cents = 0;
            if (fits(p, x, &cents) && (best < 0 || cents < best)) {
                best = cents;
            }
        } while (next_split(x[1], p->price[1]));
    } while (next_split(x[0], p->price[0]));
    return best;
}

static world *purse_world(const purse *p, bool public_pension)
{
    static const char *const class_of[LINES] = {"a", "b"};
    static const char *const codes[LINES] = {"S01", "S02"};
    world *w = plain_world();
    world_held(w, "PEN", BIL_SOURCE_PENSION)->is_public = public_pension;
    (void)world_held(w, "IND", BIL_SOURCE_PENSION);
    world_may(w, "PEN", "*");
    world_may(w, "IND", "*");
    for (int l = 0; l < LINES; l++) {
        plain_service(w, codes[l], p->price[l])->copay_class = class_of[l];
        (void)world_copay(w, class_of[l], 0, 10000000, p->due[l], p->due[l]);
    }
    w->catalogue.allowance_home_cents = p->allowance;
    plain_case(w, 12, 0, 0);
    (void)world_has(w, "PEN", BIL_SOURCE_ACTIVE, p->cap[1]);
    (void)world_has(w, "IND", BIL_SOURCE_ACTIVE, p->cap[2]);
    world_limit(w, "COM", p->cap[0]);
    world_budget(w, p->public_cap);
    return w;
}

static void pensions_that_are_public_cross_the_public_ceiling_exactly(void **state)
{
    (void)state;
    uint64_t seed = 5;
    int possible = 0;
    for (int round = 0; round < 400; round++) {
        purse p = {.public_cap = (int64_t)random_below(&seed, 9),
                   .allowance = (int64_t)random_below(&seed, 4)};
        for (int l = 0; l < LINES; l++) {
            p.price[l] = 1 + (int64_t)random_below(&seed, 5);
            p.due[l] = (int64_t)random_below(&seed, (unsigned)p.price[l] + 1);
        }
        for (int r = 0; r < PAYERS; r++) {
            p.cap[r] = (int64_t)random_below(&seed, 6);
        }
        world *w = purse_world(&p, true);
        const int64_t best = least_public(&p);
        setting s;
        setting_open(&s, w, NULL);
        const bil_funding_found found = fund(&s, 0, "S01=1 S02=1", false);
        if (found.feasible != (best >= 0) || (best >= 0 && found.public_cents != 12 * best)) {
            fail_msg("round %d: best %ld, found %ld", round, (long)best,
                     found.feasible ? (long)found.public_cents / 12 : -1);
        }
        possible += best >= 0;
        setting_close(&s);
        world_free(w);
    }
    assert_in_range(possible, 100, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_money_is_spared_and_then_the_later_sources),
        cmocka_unit_test(ceilings_are_used_to_the_last_cent),
        cmocka_unit_test(one_offs_are_weighed_exactly),
        cmocka_unit_test(a_source_that_may_not_be_used_pays_nothing),
        cmocka_unit_test(hours_are_drawn_as_they_are_needed),
        cmocka_unit_test(pensions_that_are_public_cross_the_public_ceiling_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
