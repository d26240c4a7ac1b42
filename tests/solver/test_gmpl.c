/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models that a planner wrote: what they give, and that no model does any harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "solver/gmpl.h"

#define WEIGHTS "set PERSONS;\nvar weight{PERSONS} >= 0;\n"
#define DATA "data;\nset PERSONS := 1 2 3;\nend;\n"

static bil_error err;

static bil_status solves(double values[3], const char *text, const char *data)
{
    const bil_gmpl model = {"own.mod", text, strlen(text)};
    memset(&err, 0, sizeof err);
    const bil_gmpl_wanted weights = {.name = "weight", .count = 3, .most = 1e12};
    return bil_gmpl_solve(values, &weights, &model, data, &err);
}

static void gives(const char *text, const char *data, double a, double b, double c)
{
    double values[3] = {-1, -1, -1};
    if (solves(values, text, data) != BIL_OK) {
        fail_msg("%s: %s", err.where, err.message_en);
    }
    assert_true(values[0] == a && values[1] == b && values[2] == c);
}

static void refuses(const char *text, const char *where, const char *words)
{
    double values[3];
    assert_int_equal(solves(values, text, DATA), BIL_E_DATA);
    assert_string_equal(err.where, where);
    if (strstr(err.message_en, words) == NULL) {
        fail_msg("\"%s\" lacks \"%s\"", err.message_en, words);
    }
    assert_true(strlen(err.message_it) > 10);
}

static void every_person_has_what_the_model_says(void **state)
{
    (void)state;
    gives(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 2 * p;\nend;\n", DATA, 2, 4, 6);
    gives("set PERSONS; param points{PERSONS};\nvar weight{PERSONS} integer, >= 0;\n"
          "maximize all: sum{p in PERSONS} weight[p];\n"
          "s.t. most{p in PERSONS}: 2 * weight[p] <= points[p];\nend;\n",
          "data;\nset PERSONS := 1 2 3;\nparam points := 1 3 2 4 3 7;\nend;\n", 1, 2, 3);
    gives(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = -1e-9;\nend;\n", DATA, 0, 0, 0);
    gives(WEIGHTS
          "s.t. a{p in PERSONS}: weight[p] = p;\ndisplay PERSONS;\nprintf \"a\\n\";\nend;\n",
          DATA, 1, 2, 3); /* what it says to the terminal nobody hears */
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    refuses(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = points[p];\nend;\n", "own.mod:3",
            "points not defined");
    refuses(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 1\nend;\n", "own.mod:4", "syntax error");
    refuses(WEIGHTS "param x{p in PERSONS} := 1 / (p - 2);\n"
                    "s.t. a{p in PERSONS}: weight[p] = x[p];\nend;\n",
            "own.mod:4", "1 / 0");
    refuses("set PERSONS;\nset OTHERS;\nvar weight{PERSONS} >= 0;\n"
            "s.t. a{p in PERSONS, q in OTHERS}: weight[p] = 1;\nend;\n",
            "own.mod:4", "no value for OTHERS");
    refuses("", "own.mod", "");
}

/* Data is the program's to give: the line is that of the model which does not take it. */
static void data_that_does_not_fit_is_told_with_the_line_of_the_model(void **state)
{
    (void)state;
    refuses(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 1;\n\ndata;\nset PERSONS := 1 2;\nend;\n",
            "own.mod:6", "give it no values");
    refuses("set OTHERS;\nset PERSONS := 1..3;\nvar weight{PERSONS} >= 0;\n"
            "s.t. a{p in PERSONS}: weight[p] = 1;\nend;\n",
            "own.mod:2", "PERSONS");
}

static void checks(const char *text, const char *where, const char *words)
{
    const bil_gmpl model = {"own.mod", text, strlen(text)};
    memset(&err, 0, sizeof err);
    assert_int_equal(bil_gmpl_check(&model, &err), words == NULL ? BIL_OK : BIL_E_DATA);
    assert_string_equal(err.where, where);
    assert_non_null(strstr(err.message_en, words == NULL ? "" : words));
}

static void a_text_is_checked_without_data(void **state)
{
    (void)state;
    checks(WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 1;\nend;\n", "", NULL);
    checks("set PERSONS;\nparam points{PERSONS}\n" WEIGHTS, "own.mod:3", "syntax error");
    checks("set PERSONS;\n/* for ever\n" WEIGHTS, "own.mod:4", "comment sequence incomplete");
    checks("set PERSONS;\nparam x symbolic := \"a;\n" WEIGHTS, "own.mod:2", "literal incomplete");
    checks("\177ELF\002\001", "own.mod:1", "control character");
}

static void values_that_are_none_are_refused(void **state)
{
    (void)state;
    refuses("set PERSONS;\nvar weight{PERSONS};\ns.t. a{p in PERSONS}: weight[p] = 1 - p;\nend;\n",
            "own.mod:2", "from 0 to 1000000000000, not weight[2] = -1");
    refuses("set PERSONS;\nvar weight{PERSONS};\n"
            "s.t. a{p in PERSONS}: weight[p] = 1e300 * 10 ^ 3;\nend;\n",
            "own.mod:2", "from 0 to 1000000000000");
    refuses(WEIGHTS "s.t. a{p in PERSONS: p <> 2}: weight[p] = 1;\nend;\n", "own.mod:2",
            "says nothing of weight[2]");
    refuses("set PERSONS;\nvar other{PERSONS} >= 0;\ns.t. a{p in PERSONS}: other[p] = 1;\nend;\n",
            "own.mod", "says nothing of weight[1]");
    refuses(WEIGHTS "s.t. a{p in PERSONS}: weight[p] <= -1;\nend;\n", "own.mod", "no values meet");
    refuses(WEIGHTS "maximize m: sum{p in PERSONS} weight[p];\n"
                    "s.t. a{p in PERSONS}: weight[p] >= 1;\nend;\n",
            "own.mod", "has no limit");
}

static void no_model_reads_or_writes_a_file(void **state)
{
    (void)state;
    char path[64];
    char text[512];
    (void)snprintf(path, sizeof path, "/tmp/bil-gmpl-%ld.txt", (long)getpid());
    (void)snprintf(text, sizeof text,
                   WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 1;\nprintf \"a\" > \"%s\";\nend;\n",
                   path);
    refuses(text, "own.mod:4", "neither read nor write");
    assert_int_equal(access(path, F_OK), -1);
    (void)snprintf(text, sizeof text,
                   WEIGHTS "s.t. a{p in PERSONS}: weight[p] = 1;\n"
                           "table t{p in PERSONS} OUT \"CSV\" \"%s\": p;\nend;\n",
                   path);
    refuses(text, "own.mod:4", "");
    assert_int_equal(access(path, F_OK), -1);
    refuses("set PERSONS;\nset U;\ntable t IN \"CSV\" \"/etc/passwd\": U <- [root];\n"
            "var weight{PERSONS} >= 0;\ns.t. a{p in PERSONS}: weight[p] = 1;\nend;\n",
            "own.mod:3", "");
}

static void a_model_that_asks_for_all_memory_is_stopped(void **state)
{
    (void)state;
    refuses(WEIGHTS "set A := 1..2000000000;\n"
                    "s.t. a{p in PERSONS}: weight[p] = sum{i in A} i;\nend;\n",
            "own.mod", "broke off");
}

static void what_is_declared_is_found(void **state)
{
    (void)state;
    static const char text[] =
        "# param points{PERSONS};\nset PERSONS; /* set B; */ param isee {PERSONS}"
        " >= 0;\nparam q := 'a;param z';\nvar\n weight{PERSONS} >= 0;\n"
        "param pointsless;s.t. param: 1 = 1;";
    const bil_gmpl model = {"own.mod", text, sizeof text - 1};
    assert_true(bil_gmpl_declares(&model, "set", "PERSONS"));
    assert_true(bil_gmpl_declares(&model, "param", "isee"));
    assert_true(bil_gmpl_declares(&model, "var", "weight"));
    assert_true(bil_gmpl_declares(&model, "param", "pointsless"));
    assert_false(bil_gmpl_declares(&model, "param", "points"));
    assert_false(bil_gmpl_declares(&model, "param", "z"));
    assert_false(bil_gmpl_declares(&model, "set", "B"));
    assert_false(bil_gmpl_declares(&model, "var", "isee"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_person_has_what_the_model_says),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(data_that_does_not_fit_is_told_with_the_line_of_the_model),
        cmocka_unit_test(a_text_is_checked_without_data),
        cmocka_unit_test(values_that_are_none_are_refused),
        cmocka_unit_test(no_model_reads_or_writes_a_file),
        cmocka_unit_test(a_model_that_asks_for_all_memory_is_stopped),
        cmocka_unit_test(what_is_declared_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
