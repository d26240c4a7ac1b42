/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress_allocate.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "data/document_allocation.h"
#include "data/file.h"
#include "engine/money.h"
#include "scenarios/allocate.h"

enum { EXIT_NOT_PROVEN = 13, GAP_DEFAULT_E9 = 100000 };

/* One run of the command. */
typedef struct {
    const cli_call *call;
    bil_pipeline run; /* the catalogue */
    bil_faults faults;
    bil_allocate_order order;
    cli_watch watch;
    bil_file_writer *out; /* begun first: a place that cannot be written is told before the work */
    bil_allocated done;
    bil_text model_text;
    bil_gmpl model;
} allocating;

static int refuse(const cli_call *call, cli_word word)
{
    cli_complain(call->lang, word, NULL, NULL);
    cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia allocate", NULL);
    return bil_status_exit_code(BIL_E_USAGE);
}

static void settle(allocating *a)
{
    const cli_call *call = a->call;
    const int processors = cli_processors();
    a->order = (bil_allocate_order){
        .gap_e9 = cli_number(call, CLI_GAP, GAP_DEFAULT_E9),
        .jobs =
            (int)cli_number(call, CLI_JOBS, processors > CLI_JOBS_MAX ? CLI_JOBS_MAX : processors),
        .seed = (uint64_t)cli_number(call, CLI_SEED, 1),
        .alpha_e3 = cli_number(call, CLI_ALPHA, BIL_ALLOCATE_ALPHA_E3),
        .shift_e9 = cli_number(call, CLI_ZERO_COUNTS, 0),
        .keep_granted = !cli_given(call, CLI_FREE_GRANTED),
        .plans_path = cli_text(call, CLI_PLANS, NULL),
        .nested_path = cli_text(call, CLI_NESTED, NULL),
        .progress = cli_watch_step,
        .payload = &a->watch,
    };
    const char *rule = cli_text(call, CLI_RULE, "utilitarian");
    const bool known = bil_share_by_parse(&a->order.rule, rule);
    BIL_ASSERT(known); /* the choices of --rule are the rules' own codes */
}

/* The planner's own model, for the rule that wants one. */
static bil_status read_model(allocating *a, bil_error *err)
{
    const char *path = cli_text(a->call, CLI_MODEL, NULL);
    if (path == NULL) {
        return BIL_OK;
    }
    const bil_status status = bil_file_read(&a->model_text, path, BIL_GMPL_SIZE_MAX, err);
    if (status == BIL_OK) {
        a->model = (bil_gmpl){path, a->model_text.bytes, a->model_text.size};
        a->order.model = &a->model;
    }
    return status;
}

static bil_status print(bil_text *out, const allocating *a, bil_error *err)
{
    if (cli_is(a->call, CLI_FORMAT, "json", false)) {
        return bil_document_allocation_json(out, a->done.report, err);
    }
    const bil_document_options options = cli_look(a->call);
    return bil_document_allocation_table(out, a->done.report, &options, cli_given(a->call, CLI_ALL),
                                         err);
}

/* Signals wait while the file gets its name. */
static bil_status commit(allocating *a, const bil_text *text, bil_error *err)
{
    bil_file_writer *out = a->out;
    a->out = NULL;
    cli_stop_hold();
    bil_file_add(out, text->bytes, text->size);
    const bil_status status = bil_file_commit(out, err);
    cli_stop_let_go();
    return status;
}

static bool reached(const allocating *a)
{
    const bil_allocation_report *report = a->done.report;
    return report->status == BIL_ALLOCATION_OPTIMAL;
}

static int answer(allocating *a)
{
    bil_error err = {0};
    bil_text text;
    bil_text_init(&text);
    bil_status status = print(&text, a, &err);
    if (status == BIL_OK) {
        status = commit(a, &text, &err);
    }
    bil_text_release(&text);
    if (status != BIL_OK) {
        cli_complain_error(a->call->lang, &err);
        return bil_status_exit_code(status);
    }
    if (cli_given(a->call, CLI_STRICT) && !reached(a)) {
        cli_complain(a->call->lang, CLI_W_NOT_PROVEN_ALLOCATION, NULL, NULL);
        return EXIT_NOT_PROVEN;
    }
    return 0;
}

static int fail(const allocating *a, const bil_error *err)
{
    cli_complain_error(a->call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(a->call, &a->faults);
    }
    if (err->status == BIL_E_INTERNAL) {
        cli_complain(a->call->lang, CLI_W_TELL_US, NULL, NULL);
    }
    return bil_status_exit_code(err->status);
}

static int allocate(allocating *a)
{
    bil_error err = {0};
    bil_status status = bil_file_begin(&a->out, cli_text(a->call, CLI_OUTPUT, NULL), &err);
    if (status != BIL_OK) {
        return fail(a, &err);
    }
    settle(a);
    status = read_model(a, &err);
    if (status != BIL_OK) {
        return fail(a, &err);
    }
    bil_faults_init(&a->faults, a->run.arena); /* the catalogue's own were told already */
    cli_watch_init(&a->watch, a->call, a->order.rule == BIL_SHARE_BY_ESSENTIAL_FIRST);
    cli_stop_work_begins();
    status = bil_allocate_district(&a->done, a->call->operands[0], a->run.catalogue, &a->order,
                                   &a->faults, &err);
    cli_stop_work_ends();
    cli_progress_end(&a->watch.progress);
    if (status != BIL_OK) {
        return fail(a, &err);
    }
    cli_tell_faults(a->call, &a->faults);
    if (a->order.plans_path != NULL && !cli_given(a->call, CLI_QUIET)) {
        cli_complain(a->call->lang, CLI_W_PLANS_WRITTEN, a->order.plans_path, NULL);
    }
    return answer(a);
}

/* Is every option of some rules given with one of them only, and the model where it is wanted? */
static bool fits_rule(cli_word *unfit, const cli_call *call)
{
    const bool custom = cli_is(call, CLI_RULE, "custom", false);
    const bool alpha = cli_is(call, CLI_RULE, "alpha", false);
    const bool nash = cli_is(call, CLI_RULE, "nash", false);
    *unfit = custom && !cli_given(call, CLI_MODEL)                 ? CLI_W_MODEL_MISSING
             : !custom && cli_given(call, CLI_MODEL)               ? CLI_W_MODEL_UNUSED
             : !alpha && cli_given(call, CLI_ALPHA)                ? CLI_W_ALPHA_UNUSED
             : !alpha && !nash && cli_given(call, CLI_ZERO_COUNTS) ? CLI_W_ZERO_COUNTS_UNUSED
                                                                   : CLI_W_COUNT;
    return *unfit == CLI_W_COUNT;
}

int cli_run_allocate(const cli_call *call)
{
    cli_word unfit = CLI_W_COUNT;
    if (!fits_rule(&unfit, call)) {
        return refuse(call, unfit);
    }
    allocating a = {.call = call};
    bil_text_init(&a.model_text);
    const bil_status status = cli_read(&a.run, call, NULL);
    const int code = status == BIL_OK ? allocate(&a) : bil_status_exit_code(status);
    bil_file_abandon(a.out);
    bil_allocated_close(&a.done);
    bil_text_release(&a.model_text);
    bil_pipeline_close(&a.run);
    return code;
}
