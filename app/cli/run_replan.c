/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/progress.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "data/document_amendment.h"
#include "data/plan.h"

enum { EXIT_NO_PLAN = 10, EXIT_LIMIT = 11, EXIT_NOT_PROVEN = 13, EXIT_INTERRUPTED = 130 };

/* No new plan: the reasons are the answer. */
static bil_status print_plan(bil_text *out, const bil_pipeline *run, const bil_plan *plan,
                             const cli_call *call, bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    const bil_document_options options = cli_look(call);
    if (strcmp(format, "json") == 0) {
        return bil_plan_write(out, plan, NULL, 0, err);
    }
    return strcmp(format, "html") == 0
               ? bil_document_html(out, plan, run->person, run->catalogue, &options, err)
               : bil_document_table(out, plan, run->person, run->catalogue, &options, err);
}

static bil_status print(bil_text *out, const bil_pipeline *run, const bil_amendment *amendment,
                        const cli_call *call, bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    const bil_document_options options = cli_look(call);
    if (amendment->plan->phase_count == 0) {
        return print_plan(out, run, amendment->plan, call, err);
    }
    if (strcmp(format, "json") == 0) {
        return bil_amendment_write(out, amendment, run->person, err);
    }
    return strcmp(format, "html") == 0
               ? bil_document_amendment_html(out, amendment, run->person, &options, err)
               : bil_document_amendment_table(out, amendment, run->person, &options, err);
}

static int exit_code_of(const bil_plan *plan, const cli_call *call)
{
    if (plan->status == BIL_PLAN_INFEASIBLE) {
        return EXIT_NO_PLAN;
    }
    if (cli_given(call, CLI_STRICT) && !plan->proven) {
        cli_complain(call->lang, CLI_W_NOT_PROVEN_CHANGES, NULL, NULL);
        return EXIT_NOT_PROVEN;
    }
    return 0;
}

static int deliver(const bil_pipeline *run, const bil_amendment *amendment, const cli_call *call)
{
    bil_error err = {0};
    bil_text text;
    bil_text_init(&text);
    if (print(&text, run, amendment, call, &err) != BIL_OK) {
        bil_text_release(&text);
        return cli_fail(call, run, &err);
    }
    const int code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
    return code == 0 ? exit_code_of(amendment->plan, call) : code;
}

static int replan(bil_pipeline *run, const cli_call *call, const char *plan_path)
{
    cli_progress progress;
    bil_propose_settings settings;
    bil_amendment *amendment = NULL;
    bil_error err = {0};
    cli_progress_init(&progress, call);
    cli_settle(&settings, call, &progress);
    cli_stop_work_begins();
    const bil_status status = bil_pipeline_replan(&amendment, run, plan_path, &settings, &err);
    cli_stop_work_ends();
    cli_progress_end(&progress);
    if (status != BIL_OK) {
        return cli_fail(call, run, &err);
    }
    int code = EXIT_LIMIT;
    if (cli_stop_asked()) { /* reasons cut short would be wrong ones */
        cli_complain(call->lang, CLI_W_STOPPED, NULL, NULL);
        code = EXIT_INTERRUPTED;
    } else if (amendment->plan->status == BIL_PLAN_STOPPED && amendment->plan->phase_count == 0) {
        cli_complain(call->lang, CLI_W_LIMIT_REACHED, NULL, NULL);
    } else {
        code = deliver(run, amendment, call);
    }
    bil_amendment_free(amendment);
    return code;
}

int cli_run_replan(const cli_call *call)
{
    const char *plan_path = cli_text(call, CLI_PLAN, NULL);
    if (plan_path == NULL) {
        cli_complain(call->lang, CLI_W_MISSING_OPTION, "--plan", NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia replan", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    if (strcmp(plan_path, "-") == 0 && strcmp(call->operands[0], "-") == 0) {
        cli_complain(call->lang, CLI_W_BOTH_INPUT, NULL, NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_pipeline run = {0};
    const bil_status status = cli_read(&run, call, call->operands[0]);
    const int code =
        status == BIL_OK ? replan(&run, call, plan_path) : bil_status_exit_code(status);
    bil_pipeline_close(&run);
    return code;
}
