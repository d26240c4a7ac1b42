/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/date.h"

static bil_date parsed(const char *text)
{
    bil_date date = -1;
    return bil_date_parse(&date, text, strlen(text)) ? date : 0;
}

static void only_real_days_in_the_one_form_are_read(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2027-02-29", "2100-02-29", "1899-12-31", "2200-01-01",
                                        "2027-13-01", "2027-00-10", "2027-04-31", "2027-1-01",
                                        "2027-01-1",  "27-01-01",   "2027/01/01", "2027-01-01 ",
                                        "",           "2027-01-0a", "-027-01-01", "2027-01-00"};
    assert_int_equal(parsed("2027-01-31"), 20270131);
    assert_int_equal(parsed("2028-02-29"), 20280229);
    assert_int_equal(parsed("2000-02-29"), 20000229);
    assert_int_equal(parsed("1900-01-01"), 19000101);
    assert_int_equal(parsed("2199-12-31"), 21991231);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        bil_date date = 7;
        assert_false(bil_date_parse(&date, wrong[i], strlen(wrong[i])));
        assert_int_equal(date, 7);
    }
}

static void months_end_on_their_last_day(void **state)
{
    (void)state;
    assert_int_equal(bil_date_add_months(20270131, 1), 20270228);
    assert_int_equal(bil_date_add_months(20280131, 1), 20280229);
    assert_int_equal(bil_date_add_months(20270831, 1), 20270930);
    assert_int_equal(bil_date_add_months(20271115, 2), 20280115);
    assert_int_equal(bil_date_add_months(20271201, 12), 20281201);
    assert_int_equal(bil_date_add_months(20270101, 0), 20270101);
    assert_int_equal(bil_date_add_months(20270101, 120), 20370101);
    assert_int_equal(bil_date_add_months(0, 5), 0);
}

static void days_run_over_months_and_leap_years(void **state)
{
    (void)state;
    assert_int_equal(bil_date_add_days(20270101, 0), 20270101);
    assert_int_equal(bil_date_add_days(20270101, 30), 20270131);
    assert_int_equal(bil_date_add_days(20270131, 1), 20270201);
    assert_int_equal(bil_date_add_days(20280228, 1), 20280229);
    assert_int_equal(bil_date_add_days(20270228, 1), 20270301);
    assert_int_equal(bil_date_add_days(20271231, 1), 20280101);
    assert_int_equal(bil_date_add_days(20270101, 365), 20280101);
    assert_int_equal(bil_date_add_days(20280101, 366), 20290101);
}

static void days_between_dates_are_those_that_adding_counts(void **state)
{
    (void)state;
    static const bil_date starts[] = {20270101, 20280228, 20281231, 20000229, 19991231, 21000301};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        for (int days = 0; days < 1500; days += 7) {
            bil_date later = bil_date_add_days(starts[i], days);
            assert_int_equal(bil_date_days_between(starts[i], later), days);
            assert_int_equal(bil_date_days_between(later, starts[i]), -days);
        }
    }
    assert_int_equal(bil_date_days_between(0, 20270101), 0);
    assert_int_equal(bil_date_days_between(20270101, 0), 0);
}

static void both_ends_of_a_validity_belong_to_it(void **state)
{
    (void)state;
    bil_validity year = {20270101, 20271231};
    assert_true(bil_validity_holds(year, 20270101));
    assert_true(bil_validity_holds(year, 20271231));
    assert_false(bil_validity_holds(year, 20261231));
    assert_false(bil_validity_holds(year, 20280101));
    assert_true(bil_validity_holds((bil_validity){0, 0}, 20270101));
    assert_true(bil_validity_holds((bil_validity){0, 20271231}, 19000101));
    assert_true(bil_validity_holds((bil_validity){20270101, 0}, 21990101));
}

static void dates_are_written_for_files_and_for_people(void **state)
{
    (void)state;
    char text[32];
    bil_date_format(text, sizeof text, 20270131);
    assert_string_equal(text, "2027-01-31");
    bil_date_format(text, sizeof text, 0);
    assert_string_equal(text, "");
    bil_date_format_words(text, sizeof text, 20270131, BIL_LANG_IT);
    assert_string_equal(text, "31 gennaio 2027");
    bil_date_format_words(text, sizeof text, 20271201, BIL_LANG_EN);
    assert_string_equal(text, "1 December 2027");
    bil_date_format_words(text, sizeof text, 0, BIL_LANG_EN);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_real_days_in_the_one_form_are_read),
        cmocka_unit_test(months_end_on_their_last_day),
        cmocka_unit_test(days_run_over_months_and_leap_years),
        cmocka_unit_test(days_between_dates_are_those_that_adding_counts),
        cmocka_unit_test(both_ends_of_a_validity_belong_to_it),
        cmocka_unit_test(dates_are_written_for_files_and_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
