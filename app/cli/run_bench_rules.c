/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `bench rules`: all rules on the same invented districts, in one command with one report. */
#include <string.h>

#include "app/cli/progress_batch.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "data/document_rules.h"
#include "data/file.h"
#include "scenarios/rules_bench.h"

enum { PERSONS = 500, DISTRICTS = 30, GAP_E9 = 1000000, EXIT_INTERRUPTED = 130 };

#define PROGRAM "/proc/self/exe"

/* One run of the command. */
typedef struct {
    const cli_call *call;
    bil_pipeline run; /* the catalogue */
    bil_faults faults;
    const char *folder;
    bil_rules_bench bench;
    bil_text scenario; /* its path */
    bil_text cells;    /* the batch's folder */
    bil_batch *batch;
    bil_rules_report *report;
} benching;

static int fail(const benching *b, const bil_error *err)
{
    cli_complain_error(b->call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(b->call, &b->faults);
    }
    return err->status == BIL_E_STOPPED ? EXIT_INTERRUPTED : bil_status_exit_code(err->status);
}

static void settle(benching *b)
{
    const cli_call *call = b->call;
    b->bench = (bil_rules_bench){
        .profile = cli_text(call, CLI_PROFILE, "pavia"),
        .persons = cli_number(call, CLI_PERSONS, PERSONS),
        .districts = cli_number(call, CLI_DISTRICTS, DISTRICTS),
        .first_seed = cli_number(call, CLI_SEED, 1),
        .gap_e9 = cli_number(call, CLI_GAP, GAP_E9),
    };
    b->folder = cli_text(call, CLI_OUTPUT, NULL);
    bil_file_join(&b->scenario, b->folder, BIL_RULES_BENCH_SCENARIO);
    bil_file_join(&b->cells, b->folder, "batch");
}

static bil_status share_out(benching *b, bil_error *err)
{
    const int processors = cli_processors();
    const char *const worker[] = {
        PROGRAM,        "simulate", "--cell", b->scenario.bytes, b->run.catalogue->folder,
        b->cells.bytes, NULL};
    cli_progress progress;
    bil_batch_progress now = {0};
    const bil_batch_order order = {
        .folder = b->cells.bytes,
        .jobs = (int)cli_number(b->call, CLI_JOBS,
                                processors > CLI_JOBS_MAX ? CLI_JOBS_MAX : processors),
        .worker = worker,
        .progress = cli_progress_batch,
        .payload = &progress,
    };
    cli_progress_init(&progress, b->call);
    cli_stop_work_begins();
    const bil_status status = bil_batch_run(&now, b->batch, &order, err);
    cli_stop_work_ends();
    cli_progress_end(&progress);
    return status;
}

/* "rules.md", "rules.json" in the folder. */
static bil_status write_beside(const benching *b, const char *name, const bil_text *text,
                               bil_error *err)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, b->folder, name);
    const bil_status status = path.failed
                                  ? bil_fail_nomem(err)
                                  : bil_file_write(path.bytes, text->bytes, text->size, err);
    bil_text_release(&path);
    return status;
}

static bil_status tell(benching *b, bil_text *table, bil_error *err)
{
    const bil_lang lang = b->call->lang;
    bil_text page;
    bil_text json;
    bil_text_init(&page);
    bil_text_init(&json);
    bil_status status = bil_document_rules_markdown(&page, b->report, lang, err);
    if (status == BIL_OK) {
        status = bil_document_rules_json(&json, b->report, err);
    }
    if (status == BIL_OK) {
        status = write_beside(b, "rules.md", &page, err);
    }
    if (status == BIL_OK) {
        status = write_beside(b, "rules.json", &json, err);
    }
    if (status == BIL_OK && cli_is(b->call, CLI_FORMAT, "json", false)) {
        bil_text_add_n(table, json.bytes, json.size);
    } else if (status == BIL_OK) {
        status = bil_document_rules_table(table, b->report, lang, err);
    }
    bil_text_release(&page);
    bil_text_release(&json);
    return status;
}

static bil_status work(benching *b, bil_text *table, bil_error *err)
{
    if (b->scenario.failed || b->cells.failed) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_rules_bench_write(b->folder, &b->bench, err);
    if (status == BIL_OK) {
        status = bil_batch_open(&b->batch, b->scenario.bytes, b->run.catalogue, cli_find_profile,
                                &b->faults, err);
    }
    if (status == BIL_OK) {
        status = share_out(b, err);
    }
    if (status == BIL_OK) {
        status = bil_rules_bench_report(&b->report, b->batch, b->cells.bytes, &b->bench, err);
    }
    return status == BIL_OK ? tell(b, table, err) : status;
}

static int answer(benching *b)
{
    bil_error err = {0};
    bil_text table;
    bil_text_init(&table);
    settle(b);
    bil_faults_init(&b->faults, b->run.arena); /* the catalogue's own were told already */
    if (work(b, &table, &err) != BIL_OK) {
        bil_text_release(&table);
        return fail(b, &err);
    }
    if (!cli_given(b->call, CLI_QUIET)) {
        cli_complain(b->call->lang, CLI_W_BENCH_RULES_WRITTEN, b->folder, NULL);
    }
    return cli_deliver(b->call->lang, NULL, &table);
}

int cli_run_bench_rules(const cli_call *call)
{
    const char *folder = cli_text(call, CLI_OUTPUT, NULL);
    if (folder == NULL || strcmp(folder, "-") == 0) {
        cli_complain(call->lang, CLI_W_MISSING_OPTION, "-o", NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia bench rules", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    benching b = {.call = call};
    bil_text_init(&b.scenario);
    bil_text_init(&b.cells);
    const bil_status status = cli_read(&b.run, call, NULL);
    const int code = status == BIL_OK ? answer(&b) : bil_status_exit_code(status);
    bil_rules_report_free(b.report);
    bil_batch_close(b.batch);
    bil_text_release(&b.scenario);
    bil_text_release(&b.cells);
    bil_pipeline_close(&b.run);
    return code;
}
