/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of participatory budgets: what is read, and what is wrong in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/pabulib.h"

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

#define META(type) "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;10.5\nvote_type;" type "\n"
#define PROJECTS "PROJECTS\nproject_id;cost;name\np1;4;One\np2;7.25;Two\n"

static const bil_election *reads(const char *text)
{
    bil_election *out = NULL;
    assert_int_equal(bil_pabulib_read(&out, text, strlen(text), "file", arena, &faults, &err),
                     BIL_OK);
    assert_int_equal(faults.errors, 0);
    return out;
}

static void refuses(const char *text, const char *where, const char *found)
{
    bil_election *out = NULL;
    const size_t before = faults.count;
    assert_int_equal(bil_pabulib_read(&out, text, strlen(text), "file", arena, &faults, &err),
                     BIL_E_DATA);
    assert_true(faults.count > before);
    assert_string_equal(faults.items[before].where, where);
    assert_string_equal(faults.items[before].found, found);
    assert_null(out);
}

static void approvals_count_one_each(void **state)
{
    (void)state;
    const bil_election *e = reads(META("approval") PROJECTS "VOTES\nvoter_id;vote\nA;p2,p1\nB;\n");
    assert_int_equal(e->kind, BIL_VOTE_APPROVAL);
    assert_int_equal(e->budget_cents, 1050);
    assert_int_equal(e->projects[1].cost_cents, 725);
    assert_int_equal(e->projects[1].funded, -1);
    assert_int_equal(e->voter_count, 2);
    assert_int_equal(e->first[1], 2);
    assert_int_equal(e->first[2], 2);
    assert_int_equal(e->lines[0].project, 1);
    assert_int_equal(e->lines[0].points, 1);
}

static void quotes_marks_line_ends_and_any_order_of_columns_are_read(void **state)
{
    (void)state;
    const bil_election *e =
        reads("\xef\xbb\xbf"
              "META\r\nkey;value\r\ndescription;\"A \"\"small\"\"; one\"\r\n"
              "num_projects;1\r\nnum_votes;1\r\nbudget;5\r\n"
              "vote_type;cumulative\r\n\r\nPROJECTS\r\nselected;cost;project_id\r\n"
              "2;3;p\r\nVOTES\r\npoints;vote;sex;voter_id\r\n7;p;F;A");
    assert_string_equal(e->name, "A \"small\"; one");
    assert_int_equal(e->projects[0].funded, 2);
    assert_int_equal(e->lines[0].points, 7);
}

static void orders_have_no_amounts(void **state)
{
    (void)state;
    const bil_election *e =
        reads(META("ordinal") PROJECTS "VOTES\nvoter_id;vote;points\nA;p2,p1;2,1\nB;p1;\n");
    assert_int_equal(e->kind, BIL_VOTE_ORDER);
    assert_int_equal(e->lines[0].project, 1);
    assert_int_equal(e->lines[0].points, 0);
}

static void faults_say_line_column_and_what_was_found(void **state)
{
    (void)state;
#define VOTES "VOTES\nvoter_id;vote\nA;p1\nB;p2\n"
    refuses("", "file:1", "");
    refuses("PROJECTS\n", "file:1", "PROJECTS");
    refuses(META("approval"), "file:7", "");
    refuses(META("loudest") PROJECTS VOTES, "file:6:vote_type", "loudest");
    refuses("META\nkey;value\nbudget;0\n" PROJECTS VOTES, "file:3:budget", "0");
    refuses("META\nkey;value\nbudget;1.234\n" PROJECTS VOTES, "file:3:budget", "1.234");
    refuses(META("approval") "PROJECTS\nproject_id;cost\np1;4\np1;4\n" VOTES, "file:10:project_id",
            "p1");
    refuses(META("approval") "PROJECTS\nproject_id;cost\np1;4;5\np2;3\n" VOTES, "file:9", "3");
    refuses(META("approval") "PROJECTS\nproject_id;price\np1;4\n" VOTES, "file:8:cost",
            "project_id");
    refuses(META("approval") PROJECTS "VOTES\nvoter_id;vote\nA;p1\nB;p3\n", "file:14:vote", "p3");
    refuses(META("approval") PROJECTS "VOTES\nvoter_id;vote\nA;p1\nA;p2\n", "file:14:voter_id",
            "A");
    refuses(META("approval") PROJECTS "VOTES\nvoter_id;vote\nA;p1,p1\nB;p2\n", "file:13:vote",
            "p1");
    refuses(META("approval") PROJECTS "VOTES\nvoter_id;vote\nA;p1\n", "file:14:num_votes", "1");
    refuses(META("choose-1") PROJECTS "VOTES\nvoter_id;vote\nA;p1,p2\nB;p2\n", "file:13:vote",
            "p1");
    refuses(META("cumulative") PROJECTS VOTES, "file:12:points", "voter_id");
    refuses(META("cumulative") PROJECTS "VOTES\nvoter_id;vote;points\nA;p1,p2;3\nB;p2;1\n",
            "file:13:points", "");
    refuses(META("cumulative") PROJECTS "VOTES\nvoter_id;vote;points\nA;p1;3,2\nB;p2;1\n",
            "file:13:points", "2");
    refuses(META("scoring") PROJECTS "VOTES\nvoter_id;vote;points\nA;p1;-1\nB;p2;1\n",
            "file:13:points", "-1");
    refuses(META("approval") "PROJECTS\nproject_id;cost\n\"p1;4\n", "file:9", "p1;4\n");
    refuses("META\nkey;value\ncomment;\xff\n", "file:1", "");
}

static void a_file_that_is_not_there_is_said(void **state)
{
    (void)state;
    bil_election *out = NULL;
    assert_int_equal(bil_pabulib_load(&out, "no/such/file.pb", arena, &faults, &err),
                     BIL_E_NO_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(approvals_count_one_each, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotes_marks_line_ends_and_any_order_of_columns_are_read,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(orders_have_no_amounts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_say_line_column_and_what_was_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
