/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/progress.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "data/document_answer.h"
#include "data/plan.h"

enum { EXIT_NO_PLAN = 10, EXIT_LIMIT = 11, EXIT_INTERRUPTED = 130 };

typedef struct {
    bil_ask ask;
    const char *about; /* NULL for the next euros */
    int count;         /* questions asked: one, or it is a mistake */
} question;

static question asked(const cli_call *call)
{
    static const struct {
        cli_option_id id;
        bil_ask ask;
    } ways[] = {{CLI_WHY, BIL_ASK_WHY},
                {CLI_WHY_NOT, BIL_ASK_WHY_NOT},
                {CLI_WHAT_IF, BIL_ASK_WHAT_IF},
                {CLI_NEXT_EURO, BIL_ASK_NEXT}};
    question out = {.ask = BIL_ASK_NEXT};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (cli_given(call, ways[i].id)) {
            out.ask = ways[i].ask;
            out.about = ways[i].id == CLI_NEXT_EURO ? NULL : cli_text(call, ways[i].id, "");
            out.count++;
        }
    }
    return out;
}

/* No plan to ask about: the reasons are the answer. */
static bil_status print_plan(bil_text *out, const bil_pipeline *run, const cli_call *call,
                             bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    const bil_document_options options = cli_look(call);
    if (strcmp(format, "json") == 0) {
        return bil_plan_write(out, run->plan, NULL, 0, err);
    }
    return strcmp(format, "html") == 0
               ? bil_document_html(out, run->plan, run->person, run->catalogue, &options, err)
               : bil_document_table(out, run->plan, run->person, run->catalogue, &options, err);
}

static bil_status print(bil_text *out, const bil_answer *answer, const bil_pipeline *run,
                        const cli_call *call, bil_error *err)
{
    const char *format = cli_text(call, CLI_FORMAT, "table");
    bil_document_options options = cli_look(call);
    if (answer == NULL) {
        return print_plan(out, run, call, err);
    }
    if (strcmp(format, "json") == 0) {
        return bil_answer_write(out, answer, run->person, err);
    }
    if (strcmp(format, "html") == 0) {
        return bil_document_answer_html(out, answer, run->person, &options, err);
    }
    return bil_document_answer_table(out, answer, run->person, &options, err);
}

static int deliver(const bil_answer *answer, const bil_pipeline *run, const cli_call *call)
{
    bil_error err = {0};
    bil_text text;
    bil_text_init(&text);
    if (print(&text, answer, run, call, &err) != BIL_OK) {
        bil_text_release(&text);
        return cli_fail(call, run, &err);
    }
    const int code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
    return code == 0 && answer == NULL ? EXIT_NO_PLAN : code;
}

/* A plan from a file may be of yesterday's data, or break a rule: what is answered is compared with
 * it all the same, and the reader knows. */
static void warn(const cli_call *call, const bil_pipeline *run)
{
    if (cli_given(call, CLI_QUIET)) {
        return;
    }
    if (run->catalogue_differs) {
        cli_note(call->lang, CLI_W_CATALOGUE_DIFFERS, NULL);
    }
    if (run->case_differs) {
        cli_note(call->lang, CLI_W_CASE_DIFFERS, NULL);
    }
    if (run->plan->phase_count > 0 && !run->plan->check_passed) {
        cli_note(call->lang, CLI_W_PLAN_FAILS, NULL);
    }
}

static int explain(bil_pipeline *run, const cli_call *call, const question *what)
{
    cli_progress progress;
    bil_propose_settings settings;
    bil_answer *answer = NULL;
    bil_error err = {0};
    cli_progress_init(&progress, call);
    cli_settle(&settings, call, &progress);
    cli_stop_work_begins();
    const bil_status status = bil_pipeline_explain(&answer, run, what->ask, what->about,
                                                   cli_text(call, CLI_PLAN, NULL), &settings, &err);
    cli_stop_work_ends();
    cli_progress_end(&progress);
    if (status != BIL_OK) {
        return cli_fail(call, run, &err);
    }
    if (cli_stop_asked()) { /* half an answer would be a wrong one */
        bil_answer_free(answer);
        cli_complain(call->lang, CLI_W_STOPPED, NULL, NULL);
        return EXIT_INTERRUPTED;
    }
    if (answer == NULL && run->plan->status == BIL_PLAN_STOPPED) {
        cli_complain(call->lang, CLI_W_LIMIT_REACHED, NULL, NULL);
        return EXIT_LIMIT;
    }
    warn(call, run);
    const int code = deliver(answer, run, call);
    bil_answer_free(answer);
    return code;
}

int cli_run_explain(const cli_call *call)
{
    const question what = asked(call);
    if (what.count != 1) {
        cli_complain(call->lang, CLI_W_ONE_QUESTION, NULL, NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_pipeline run = {0};
    bil_status status = cli_read(&run, call, call->operands[0]);
    const int code = status == BIL_OK ? explain(&run, call, &what) : bil_status_exit_code(status);
    bil_pipeline_close(&run);
    return code;
}
