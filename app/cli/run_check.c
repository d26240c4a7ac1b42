/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/run.h"
#include "app/cli/say.h"
#include "data/json.h"
#include "engine/money.h"

enum { EXIT_VIOLATIONS = 12 };

static void put_verdict(bil_text *out, bil_lang lang, const bil_plan *plan)
{
    if (plan->status == BIL_PLAN_INFEASIBLE && plan->check_passed) {
        bil_text_addf(out, "%s\n", cli_say(lang, CLI_W_CHECK_NO_PLAN));
        return;
    }
    if (plan->check_passed) {
        bil_text_addf(out, "%s\n", cli_say(lang, CLI_W_CHECK_PASSED));
        return;
    }
    for (size_t i = 0; i < plan->violation_count; i++) {
        const bil_violation *v = &plan->violations[i];
        bil_text_addf(out, "%s  %s\n    ", v->rule, v->where);
        cli_wrap(out, 4, 4, 100, cli_pick(lang, v->text));
        bil_text_addf(out, "    %s %s, %s %s\n", cli_say(lang, CLI_W_EXPECTED), v->expected,
                      cli_say(lang, CLI_W_FOUND), v->found);
    }
    char number[48];
    bil_integer_format(number, sizeof number, (int64_t)plan->violation_count, lang);
    cli_put(out, lang, plan->violation_count == 1 ? CLI_W_VIOLATIONS_ONE : CLI_W_VIOLATIONS_MANY,
            number, NULL);
    bil_text_add(out, "\n");
}

static void put_json(bil_text *out, bil_lang lang, const bil_pipeline *run)
{
    const bil_plan *plan = run->plan;
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-check");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "case_id", run->person->id);
    bil_json_put_bool(&json, "passed", plan->check_passed);
    bil_json_put_bool(&json, "same_catalogue", !run->catalogue_differs);
    bil_json_put_bool(&json, "same_case", !run->case_differs);
    bil_json_begin_array(&json, "violations");
    for (size_t i = 0; i < plan->violation_count; i++) {
        const bil_violation *v = &plan->violations[i];
        bil_json_begin_object(&json, NULL);
        bil_json_put_text(&json, "rule", v->rule);
        bil_json_put_text(&json, "where", v->where);
        bil_json_put_text(&json, "expected", v->expected);
        bil_json_put_text(&json, "found", v->found);
        bil_json_put_text(&json, "text", cli_pick(lang, v->text));
        bil_json_end_object(&json);
    }
    bil_json_end_array(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static int check(bil_pipeline *run, const cli_call *call)
{
    bil_error err = {0};
    const char *plan = call->operands[0];
    const char *district = cli_text(call, CLI_DISTRICT, NULL);
    const bil_status status = district == NULL
                                  ? bil_pipeline_check(run, plan, &err)
                                  : bil_pipeline_check_resident(run, district, plan, &err);
    if (status != BIL_OK) {
        return cli_fail(call, run, &err);
    }
    if (run->catalogue_differs) {
        cli_note(call->lang, CLI_W_CATALOGUE_DIFFERS, NULL);
    }
    if (run->case_differs) {
        cli_note(call->lang, CLI_W_CASE_DIFFERS, NULL);
    }
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_json(&text, call->lang, run);
    } else {
        put_verdict(&text, call->lang, run->plan);
    }
    int code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
    return code == 0 && !run->plan->check_passed ? EXIT_VIOLATIONS : code;
}

int cli_run_check(const cli_call *call)
{
    const char *case_path = cli_text(call, CLI_CASE, NULL);
    if ((case_path == NULL) != cli_given(call, CLI_DISTRICT)) {
        cli_complain(call->lang, CLI_W_CASE_OR_DISTRICT, NULL, NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia check", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    if (case_path != NULL && strcmp(case_path, "-") == 0 && strcmp(call->operands[0], "-") == 0) {
        cli_complain(call->lang, CLI_W_BOTH_INPUT, NULL, NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_pipeline run = {0};
    bil_status status = cli_read(&run, call, case_path);
    int code = status == BIL_OK ? check(&run, call) : bil_status_exit_code(status);
    bil_pipeline_close(&run);
    return code;
}
