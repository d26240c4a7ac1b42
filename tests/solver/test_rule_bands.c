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

static void more_money_may_harm_somebody(void **state)
{
    (void)state;
    rules_expect_some_harm(rule);
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
