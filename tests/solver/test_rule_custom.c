/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts by a model of one's own: the shipped examples, and what a model may know. */
#include "tests/solver/rules_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bil_share_by rule = BIL_SHARE_BY_CUSTOM;

static const char by_points[] = "set PERSONS;\nparam points{PERSONS};\nvar weight{PERSONS} >= 0;\n"
                                "s.t. share{p in PERSONS}: weight[p] = points[p];\nend;\n";

static bil_gmpl model_of(const char *text)
{
    return (bil_gmpl){"own.mod", text, strlen(text)};
}

static void expect_hours(rules_case *c, const bil_gmpl *model, int64_t a, int64_t b, int64_t d)
{
    c->settings.model = model;
    bil_allocation *found = rules_allocated(c, rule);
    assert_int_equal(rules_hours(found, 0), a);
    assert_int_equal(rules_hours(found, 1), b);
    assert_int_equal(rules_hours(found, 2), d);
    bil_allocation_free(found);
}

/* A district in which each asked a month after the one before, so that person 1 is the first. */
static void weights_share_all_there_is_and_amounts_are_euro_a_month(void **state)
{
    (void)state;
    rules_case c;
    rules_open_plain(&c, 3, 12 * 12000); /* 120 euro a month: 12 hours */
    const bil_gmpl third = model_of("set PERSONS;\nvar weight{PERSONS} >= 0;\n"
                                    "s.t. share{p in PERSONS}: weight[p] = p;\nend;\n");
    expect_hours(&c, &third, 2, 4, 6);
    const bil_gmpl euro = model_of("set PERSONS;\nvar amount{PERSONS} >= 0;\n"
                                   "s.t. share{p in PERSONS}: amount[p] = 10.5 * p;\nend;\n");
    expect_hours(&c, &euro, 1, 2, 3);
    const bil_gmpl too_much = model_of("set PERSONS;\nvar amount{PERSONS} >= 0;\n"
                                       "s.t. share{p in PERSONS}: amount[p] = 70;\nend;\n");
    expect_hours(&c, &too_much, 7, 5, 0); /* in the order of request, while it lasts */
    rules_close(&c);
}

/* Every table there is, in one model that gives 10 euro where all is as it should be. */
static void a_model_knows_every_table(void **state)
{
    (void)state;
    static const char text[] =
        "set PERSONS; set POOLS; set POLICY;\n"
        "param id{PERSONS} symbolic; param points{PERSONS}; param severity{PERSONS};\n"
        "param waiting{PERSONS}; param isee{PERSONS}; param age{PERSONS};\n"
        "param area{PERSONS} symbolic; param running{PERSONS}; param months{PERSONS};\n"
        "param today{PERSONS}; param best{PERSONS}; param total; param pool{POOLS};\n"
        "param policy{POLICY};\n"
        "var amount{PERSONS} >= 0;\n"
        "s.t. one: amount[1] = if id[1] = 'A' and severity[1] = 3 and isee[1] = 1234.56\n"
        "    and age[1] = 40 and area[1] = 'l''est' then 10 else 0;\n"
        "s.t. two: amount[2] = if severity[2] = 0 and isee[2] = -1 and age[2] = -1\n"
        "    and running[2] = 0 and months[2] = 12 and today[2] = 0 and best[2] = 100 then 10;\n"
        "s.t. three: amount[3] = if total = 1440 and pool['COM'] = 1440 and card(POOLS) = 1\n"
        "    and policy['band_low_cents'] = 20 and points[3] = points[2]\n"
        "    and waiting[1] = waiting[2] + 31 then 10;\nend;\n";
    const bil_gmpl model = model_of(text);
    rules_case c;
    rules_open_plain(&c, 3, 12 * 12000);
    for (size_t i = 0; i < 3; i++) {
        bil_case *person = &c.d.worlds[i]->person;
        person->start = 20270101;
        person->isee_cents = -1;
        person->district = "";
    }
    c.d.worlds[0]->person.isee_cents = 123456;
    c.d.worlds[0]->person.birth_year = 1987;
    c.d.worlds[0]->person.district = "l'est";
    c.applicants[0].intensity_given = true;
    c.applicants[0].intensity = BIL_INTENSITY_HIGH;
    expect_hours(&c, &model, 1, 1, 1);
    rules_close(&c);
}

static bil_status share_out(const rules_case *c, bil_error *err)
{
    bil_allocation *a = NULL;
    const bil_rule_question question = {.district = &c->d.district,
                                        .applicants = c->applicants,
                                        .persons = c->d.persons,
                                        .count = c->d.count,
                                        .settings = &c->settings};
    const bil_status status = bil_share_out(&a, rule, &question, err);
    bil_allocation_free(a);
    return status;
}

static void without_a_model_or_with_a_wrong_one_nothing_is_shared_out(void **state)
{
    (void)state;
    bil_error err = {0};
    rules_case c;
    rules_open_plain(&c, 2, 12 * 12000);
    c.settings.model = NULL;
    assert_int_equal(share_out(&c, &err), BIL_E_DATA);
    const bil_gmpl silent = model_of("set PERSONS;\nvar x >= 0;\nend;\n");
    c.settings.model = &silent;
    assert_int_equal(share_out(&c, &err), BIL_E_DATA);
    assert_non_null(strstr(err.message_en, "weight or amount"));
    const bil_gmpl broken = model_of("set PERSONS;\nparam points{PERSONS}\n"
                                     "var weight{PERSONS} >= 0;\nend;\n");
    c.settings.model = &broken; /* the variable is there, behind what is wrong */
    assert_int_equal(share_out(&c, &err), BIL_E_DATA);
    assert_string_equal(err.where, "own.mod:3");
    const bil_gmpl wrong = model_of("set PERSONS;\nvar weight{PERSONS} >= 0;\n\n"
                                    "s.t. a{p in PERSONS}: weight[p] = need[p];\nend;\n");
    c.settings.model = &wrong;
    assert_int_equal(share_out(&c, &err), BIL_E_DATA);
    assert_string_equal(err.where, "own.mod:4");
    const bil_gmpl rich = model_of("set PERSONS;\nvar amount{PERSONS} >= 0;\n"
                                   "s.t. a{p in PERSONS}: amount[p] = 1e11;\nend;\n");
    c.settings.model = &rich;
    assert_int_equal(share_out(&c, &err), BIL_E_DATA);
    assert_string_equal(err.where, "own.mod:2");
    assert_non_null(strstr(err.message_it, "da 0 a 1000000000, non amount[1] = 1e+11"));
    rules_close(&c);
}

/* The shipped ones, on districts by chance. */
static void the_examples_work(void **state)
{
    static const char *const files[] = {"bisogno-e-attesa", "isee-basso", "zone-pari"};
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        static char text[1 << 14];
        char path[96];
        (void)snprintf(path, sizeof path, "data/models/%s.mod", files[f]);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        const size_t size = fread(text, 1, sizeof text - 1, file);
        text[size] = '\0';
        (void)fclose(file);
        const bil_gmpl model = {path, text, size};
        for (uint64_t seed = 0; seed < 4; seed++) {
            rules_case c;
            rules_open(&c, seed, 4);
            c.settings.model = &model;
            for (size_t i = 0; i < 4; i++) {
                c.d.worlds[i]->person.district = i % 2 == 0 ? "nord" : "sud";
            }
            bil_allocation_free(rules_allocated(&c, rule));
            rules_close(&c);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE_TESTS(&rule),
        cmocka_unit_test(weights_share_all_there_is_and_amounts_are_euro_a_month),
        cmocka_unit_test(a_model_knows_every_table),
        cmocka_unit_test(without_a_model_or_with_a_wrong_one_nothing_is_shared_out),
        cmocka_unit_test(the_examples_work),
    };
    const bil_gmpl model = model_of(by_points);
    rules_model = &model;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
