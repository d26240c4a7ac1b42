/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/file.h"
#include "data/plan.h"

#define WORLD "tests/app/world/"

static void open_case(bil_pipeline *run, const char *name)
{
    assert_int_equal(bil_pipeline_open(run, NULL), BIL_OK);
    assert_int_equal(bil_pipeline_case(run, WORLD "catalogue", name, NULL), BIL_OK);
}

static void propose(bil_pipeline *run)
{
    bil_propose_settings settings;
    bil_propose_settings_init(&settings);
    assert_int_equal(bil_pipeline_propose(run, &settings, NULL), BIL_OK);
}

static void a_proposal_carries_a_check_that_passed(void **state)
{
    (void)state;
    bil_pipeline run;
    open_case(&run, WORLD "caso.case.json");
    propose(&run);
    assert_int_equal(run.plan->status, BIL_PLAN_OPTIMAL);
    assert_true(run.plan->checked);
    assert_true(run.plan->check_passed);
    assert_int_equal(run.plan->violation_count, 0);
    bil_pipeline_close(&run);
}

static void no_plan_is_an_answer(void **state)
{
    (void)state;
    bil_pipeline run;
    open_case(&run, WORLD "senza-piano.case.json");
    propose(&run);
    assert_int_equal(run.plan->status, BIL_PLAN_INFEASIBLE);
    assert_int_equal(run.plan->phase_count, 0);
    assert_true(run.plan->conflict_count > 0);
    bil_pipeline_close(&run);
}

static void a_faulty_case_leaves_its_faults(void **state)
{
    (void)state;
    bil_pipeline run;
    assert_int_equal(bil_pipeline_open(&run, NULL), BIL_OK);
    assert_int_equal(bil_pipeline_case(&run, WORLD "catalogue", WORLD "rotto.case.json", NULL),
                     BIL_E_DATA);
    assert_int_equal(run.faults.errors, 6);
    assert_null(run.person);
    bil_pipeline_close(&run);
}

/* Writes the plan of the usual case, its public money replaced when `spoiled`. */
static void write_plan(const char *path, bool spoiled)
{
    bil_pipeline run;
    bil_text text;
    bil_text_init(&text);
    open_case(&run, WORLD "caso.case.json");
    propose(&run);
    run.plan->score_e9 += spoiled ? 100000000 : 0;
    assert_int_equal(bil_plan_write(&text, run.plan, NULL, 0, NULL), BIL_OK);
    assert_int_equal(bil_file_write(path, text.bytes, text.size, NULL), BIL_OK);
    bil_text_release(&text);
    bil_pipeline_close(&run);
}

static void a_written_plan_is_judged_again(void **state)
{
    (void)state;
    char path[] = "/tmp/bilancia-pipeline-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    (void)close(file);
    for (int spoiled = 0; spoiled <= 1; spoiled++) {
        bil_pipeline run;
        write_plan(path, spoiled == 1);
        open_case(&run, WORLD "caso.case.json");
        assert_int_equal(bil_pipeline_check(&run, path, NULL), BIL_OK);
        assert_true(run.plan->checked);
        assert_int_equal(run.plan->check_passed, spoiled == 0);
        assert_false(run.catalogue_differs);
        assert_false(run.case_differs);
        bil_pipeline_close(&run);
    }
    bil_pipeline other;
    open_case(&other, WORLD "senza-piano.case.json");
    assert_int_equal(bil_pipeline_check(&other, path, NULL), BIL_OK);
    assert_true(other.case_differs);
    assert_false(other.plan->check_passed);
    bil_pipeline_close(&other);
    (void)unlink(path);
}

static void the_model_can_be_written(void **state)
{
    (void)state;
    bil_pipeline run;
    bil_text model;
    bil_text names;
    bil_text_init(&model);
    bil_text_init(&names);
    open_case(&run, WORLD "caso.case.json");
    assert_int_equal(bil_pipeline_export(&model, &names, &run, "mps", NULL, NULL), BIL_OK);
    assert_non_null(strstr(model.bytes, "ENDATA"));
    assert_true(names.size > 0);
    bil_text_release(&model);
    bil_text_release(&names);
    bil_pipeline_close(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proposal_carries_a_check_that_passed),
        cmocka_unit_test(no_plan_is_an_answer),
        cmocka_unit_test(a_faulty_case_leaves_its_faults),
        cmocka_unit_test(a_written_plan_is_judged_again),
        cmocka_unit_test(the_model_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
