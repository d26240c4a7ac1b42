/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public files of multiple-choice knapsacks: three forms, and what is wrong in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/mmkp.h"

static bil_arena *arena;
static bil_faults faults;
static bil_error err;

static int set_up(void **state)
{
    (void)state;
    arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    return arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    bil_arena_free(arena);
    return 0;
}

static bil_mmkp *reads(const char *text, const char *problem)
{
    bil_mmkp *out = NULL;
    assert_int_equal(bil_mmkp_read(&out, text, strlen(text), "file", problem, arena, &faults, &err),
                     BIL_OK);
    assert_int_equal(faults.errors, 0);
    return out;
}

static void refuses(const char *text, const char *problem, const char *where, const char *found)
{
    bil_mmkp *out = NULL;
    const size_t before = faults.count;
    assert_int_equal(bil_mmkp_read(&out, text, strlen(text), "file", problem, arena, &faults, &err),
                     BIL_E_DATA);
    assert_int_equal(faults.count, before + 1);
    assert_string_equal(faults.items[before].where, where);
    assert_string_equal(faults.items[before].found, found);
    assert_null(out);
}

static void the_form_of_khan_ends_at_the_first_word(void **state)
{
    (void)state;
    const bil_mmkp *p = reads(" 2  2 1\n 5 \n 1\n 7.50  1\n 8.00  2\n 2\n 3.00 0\n 4.25 6\n"
                              " Solutions by\n 1 2 3\n",
                              NULL);
    assert_int_equal(p->group_count, 2);
    assert_int_equal(p->resource_count, 1);
    assert_int_equal(p->value_digits, 2);
    assert_int_equal(p->use_digits, 0);
    assert_int_equal(p->value[0], 750);
    assert_int_equal(p->value[3], 425);
    assert_int_equal(p->use[3], 6);
    assert_int_equal(p->limit[0], 5);
    assert_int_equal(p->first[1], 2);
    assert_int_equal(p->first[2], 4);
}

static void groups_may_differ_in_size_and_a_mark_may_come_first(void **state)
{
    (void)state;
    const bil_mmkp *p = reads("\xef\xbb\xbf"
                              "2 2\r\n10 20\r\n1\r\n5 1 2\r\n3\r\n6 1 1\r\n7 2 2\r\n8 3 3\r\n",
                              "1");
    assert_int_equal(p->first[1], 1);
    assert_int_equal(p->first[2], 4);
    assert_int_equal(p->value[3], 8);
    assert_int_equal(p->use[7], 3);
    assert_int_equal(p->value_digits, 0);
}

static void one_of_several_problems_is_found_by_its_number(void **state)
{
    (void)state;
    const char *text = "1 1 2 1\n9\n1\n1 1\n2 2\n3 1 1 1\n8\n1\n5 5\n";
    assert_int_equal(reads(text, NULL)->limit[0], 9);
    assert_int_equal(reads(text, "3")->limit[0], 8);
    refuses(text, "2", "file", "2");
}

static void faults_say_where_and_what(void **state)
{
    (void)state;
    refuses("", NULL, "file:1:1", "");
    refuses("2 2 2 2 2\n", NULL, "file:1:1", "2");
    refuses("1 1\n5\n1\nx 1\n", NULL, "file:4:1", "x");
    refuses("1 1\n5\n1\n3\n", NULL, "file:5:1", "");
    refuses("1 1\n5\n0\n", NULL, "file:3:1", "0");
    refuses("1 1\n5\n1\n3 2\n 4\n", NULL, "file:5:2", "4");
    refuses("1 1 1\n5\n2\n3 2\n", NULL, "file:3:1", "2");
    refuses("0 1\n", NULL, "file:1:1", "0");
    refuses("1 1\n1.1234567\n1\n1 1\n", NULL, "file:2:1", "1.1234567");
    refuses("1 1\n5\n1\n99999999999 1\n", NULL, "file:4:1", "99999999999");
    refuses("1000000 1\n5\n1\n3 2\n", NULL, "file:5:1", "");
}

static void a_file_that_is_not_there_is_said(void **state)
{
    (void)state;
    bil_mmkp *out = NULL;
    assert_int_equal(bil_mmkp_load(&out, "no/such/file", NULL, arena, &faults, &err),
                     BIL_E_NO_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_form_of_khan_ends_at_the_first_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_may_differ_in_size_and_a_mark_may_come_first, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_of_several_problems_is_found_by_its_number, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(faults_say_where_and_what, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
