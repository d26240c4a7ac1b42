/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "app/cli/progress.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "data/document_proposals.h"
#include "data/plan.h"
#include "data/robustness.h"

enum { EXIT_NO_PLAN = 10, EXIT_LIMIT = 11, EXIT_NOT_PROVEN = 13, EXIT_INTERRUPTED = 130 };

/* Several plans in the format asked for. */
static bil_status print_several(bil_text *out, const bil_pipeline *run, const cli_call *call,
                                bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    bil_document_options options = cli_look(call);
    options.robustness = run->robustness;
    if (strcmp(format, "json") == 0) {
        return bil_document_proposals_json(out, run->proposals, err);
    }
    return strcmp(format, "html") == 0
               ? bil_document_proposals_html(out, run->proposals, run->person, &options, err)
               : bil_document_proposals_table(out, run->proposals, run->person, &options, err);
}

/* The answer in the format asked for. */
static bil_status print(bil_text *out, const bil_pipeline *run, const cli_call *call,
                        bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    if (strcmp(format, "json") == 0) {
        return run->robustness != NULL ? bil_robustness_write(out, run->robustness, run->plan, err)
                                       : bil_plan_write(out, run->plan, NULL, 0, err);
    }
    bil_document_options options = cli_look(call);
    options.robustness = run->robustness;
    return strcmp(format, "html") == 0
               ? bil_document_html(out, run->plan, run->person, run->catalogue, &options, err)
               : bil_document_table(out, run->plan, run->person, run->catalogue, &options, err);
}

/* The least good of the plans decides. */
static int exit_code_of(const bil_pipeline *run, const cli_call *call)
{
    bool proven = run->plan == NULL || run->plan->proven;
    if (run->plan != NULL && run->plan->status == BIL_PLAN_INFEASIBLE) {
        return EXIT_NO_PLAN;
    }
    for (size_t i = 0; run->proposals != NULL && i < run->proposals->count; i++) {
        proven = proven && run->proposals->plans[i]->proven;
    }
    if (cli_given(call, CLI_STRICT) && !proven) {
        cli_complain(call->lang, CLI_W_NOT_PROVEN, NULL, NULL);
        return EXIT_NOT_PROVEN;
    }
    return 0;
}

static int answer(const bil_pipeline *run, const cli_call *call)
{
    bil_error err = {0};
    bil_text text;
    bil_text_init(&text);
    const bil_status status = run->proposals != NULL ? print_several(&text, run, call, &err)
                                                     : print(&text, run, call, &err);
    if (status != BIL_OK) {
        bil_text_release(&text);
        return cli_fail(call, run, &err);
    }
    const char *path = cli_text(call, CLI_OUTPUT, NULL);
    int code = cli_deliver(call->lang, path, &text);
    return code == 0 ? exit_code_of(run, call) : code;
}

/* The case with one of the repairs, in place of the answer. */
static int apply_repair(const bil_pipeline *run, const cli_call *call)
{
    bil_error err = {0};
    bil_text text;
    bil_text_init(&text);
    const bil_status status = bil_pipeline_apply_repair(
        &text, run, cli_number(call, CLI_APPLY_REPAIR, 1), cli_text(call, CLI_REASON, NULL), &err);
    if (status != BIL_OK) {
        bil_text_release(&text);
        return cli_fail(call, run, &err);
    }
    return cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
}

/* A plan that fails its own check is a fault of the program: everything is told, nothing shown as a
 * result. */
static int refuse(const bil_pipeline *run, const cli_call *call, const bil_error *err)
{
    int code = cli_fail(call, run, err);
    const bil_plan *plan = run->plan;
    if (plan == NULL || !plan->checked || plan->check_passed) {
        return code;
    }
    for (size_t i = 0; i < plan->violation_count; i++) {
        const bil_violation *v = &plan->violations[i];
        (void)fprintf(stderr, "  %s  %s: %s %s, %s %s\n", v->rule, v->where,
                      cli_say(call->lang, CLI_W_EXPECTED), v->expected,
                      cli_say(call->lang, CLI_W_FOUND), v->found);
    }
    cli_complain(call->lang, CLI_W_TELL_US, NULL, NULL);
    return code;
}

static bil_status compose(bil_pipeline *run, const cli_call *call,
                          const bil_propose_settings *settings, bil_error *err)
{
    if (!cli_given(call, CLI_ALTERNATIVES)) {
        return bil_pipeline_propose(run, settings, err);
    }
    const bil_alternatives wanted = {.count = (size_t)cli_number(call, CLI_ALTERNATIVES, 1),
                                     .within_e6 =
                                         cli_number(call, CLI_WITHIN, BIL_WITHIN_DEFAULT_E6)};
    return bil_pipeline_alternatives(run, &wanted, settings, err);
}

static int propose(bil_pipeline *run, const cli_call *call)
{
    cli_progress progress;
    bil_propose_settings settings;
    bil_error err = {0};
    cli_progress_init(&progress, call);
    cli_settle(&settings, call, &progress);
    cli_stop_work_begins();
    bil_status status = compose(run, call, &settings, &err);
    if (status == BIL_OK && cli_given(call, CLI_ROBUST)) { /* never with several plans */
        status = bil_pipeline_robust(run, &settings, (uint64_t)cli_number(call, CLI_SEED, 1),
                                     (size_t)cli_number(call, CLI_ROBUST, 1), &err);
    }
    cli_stop_work_ends();
    cli_progress_end(&progress);
    if (status != BIL_OK) {
        return refuse(run, call, &err);
    }
    if (run->plan != NULL && run->plan->status == BIL_PLAN_STOPPED && run->plan->phase_count == 0) {
        bool asked = cli_stop_asked();
        cli_complain(call->lang, asked ? CLI_W_STOPPED : CLI_W_LIMIT_REACHED, NULL, NULL);
        return asked ? EXIT_INTERRUPTED : EXIT_LIMIT;
    }
    return cli_given(call, CLI_APPLY_REPAIR) ? apply_repair(run, call) : answer(run, call);
}

/* An option that would say nothing is a mistake of who typed it: told, not passed over. */
static bool goes_together(const cli_call *call)
{
    const bool several = cli_given(call, CLI_ALTERNATIVES);
    const bool repairs = cli_given(call, CLI_APPLY_REPAIR);
    const bool robust = cli_given(call, CLI_ROBUST);
    if ((several && robust) || (several && repairs) || (robust && repairs)) {
        cli_complain(call->lang, CLI_W_NOT_BOTH, NULL, NULL);
    } else if (cli_given(call, CLI_WITHIN) && !several) {
        cli_complain(call->lang, CLI_W_WITHIN_ALONE, NULL, NULL);
    } else if (cli_given(call, CLI_REASON) && !repairs) {
        cli_complain(call->lang, CLI_W_REASON_ALONE, NULL, NULL);
    } else {
        return true;
    }
    return false;
}

int cli_run_propose(const cli_call *call)
{
    if (!goes_together(call)) {
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_pipeline run = {0};
    bil_status status = cli_read(&run, call, call->operands[0]);
    int code = status == BIL_OK ? propose(&run, call) : bil_status_exit_code(status);
    bil_pipeline_close(&run);
    return code;
}
