/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff by band. */
#include <string.h>

#include "tests/solver/rules_kit.h"

static bil_share_by rule = BIL_SHARE_BY_BANDS;

static void expect_hours(const rules_case *c, int64_t a, int64_t b, int64_t d)
{
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

static void each_band_has_its_amount_while_the_money_lasts(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 11000); /* the tariff of the kit: 20, 40, 60 a month */
    for (size_t i = 0; i < 3; i++) {
        c.applicants[i].intensity_given = true;
        c.applicants[i].intensity = (bil_intensity)i;
    }
    expect_hours(&c, 2, 4, 5);
    c.applicants[2].intensity_given = false; /* counts as low */
    expect_hours(&c, 2, 4, 2);
    rules_close(&c);
}

static void without_a_tariff_it_says_what_is_missing(void **state)
{
    (void)state;
    rules_case c;
    bil_allocation *a = NULL;
    bil_error err = {0};
    rules_open_plain(&c, 3, 12 * 11000);
    c.d.worlds[0]->catalogue.policy_count = 2;
    const bil_rule_question question = {.district = &c.d.district,
                                        .applicants = c.applicants,
                                        .persons = c.d.persons,
                                        .count = 3,
                                        .settings = &c.settings};
    assert_int_equal(bil_share_out(&a, rule, &question, &err), BIL_E_DATA);
    assert_non_null(strstr(err.message_it, "band_high_cents"));
    rules_close(&c);
}

static void three_packages_of_the_catalogue_are_a_tariff(void **state)
{
    (void)state;
    static const char *const tags[] = {"package"};
    rules_case c;
    rules_open_plain(&c, 3, 12 * 11000);
    world *w = c.d.worlds[0];
    w->catalogue.policy_count = 0;
    static const char *const codes[] = {"P1", "P2", "P3"};
    static const int64_t prices[] = {6000, 2000, 4000};
    for (size_t k = 0; k < 3; k++) {
        bil_service *s = world_service(w, codes[k], prices[k]);
        s->tags = tags;
        s->tag_count = 1;
    }
    c.applicants[0].intensity_given = true;
    c.applicants[0].intensity = BIL_INTENSITY_HIGH;
    expect_hours(&c, 6, 2, 2);
    rules_close(&c);
}

/* Three hours in all; the first may be paid by one pool only, the second by the other. When the
 * first pool grows, whoever came first takes the hour that the other had. */
static void more_money_may_harm_somebody(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 2, 12 * 2000);
    for (size_t i = 0; i < 2; i++) {
        world *w = c.d.worlds[i];
        (void)world_pool(w, "MIS", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
        world_may(w, "MIS", "*");
        world_limit(w, i == 0 ? "MIS" : "COM", 0);
        c.applicants[i].intensity_given = true;
        c.applicants[i].intensity = BIL_INTENSITY_HIGH;
    }
    c.d.pools[1] = (bil_pool){1, 12 * 9000};
    c.d.district.pool_count = 2;
    c.d.capacities[0] = (bil_capacity){"S01", 0, 3};
    c.d.district.capacity_count = 1;
    for (int more = 0; more < 2; more++) {
        c.d.pools[0].yearly_cents += (int64_t)more * 12 * 1000;
        bil_allocation *found = rules_allocated(&c, rule);
        assert_int_equal(rules_hours(found, 0), 2 + more);
        assert_int_equal(rules_hours(found, 1), 1 - more);
        bil_allocation_free(found);
    }
    rules_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(each_band_has_its_amount_while_the_money_lasts),
        cmocka_unit_test(without_a_tariff_it_says_what_is_missing),
        cmocka_unit_test(three_packages_of_the_catalogue_are_a_tariff),
        cmocka_unit_test(more_money_may_harm_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
