/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/document_comparison.h"
#include "scenarios/compare.h"

enum { WIDTH_MOST = 120 };

static bil_status print(bil_text *out, const cli_call *call, const bil_comparison *comparison,
                        bil_error *err)
{
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        return bil_document_comparison_json(out, comparison, err);
    }
    const bool terminal = !cli_given(call, CLI_OUTPUT);
    const size_t width = terminal ? cli_terminal_width() : 0;
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = call->lang;
    options.width = width > WIDTH_MOST ? WIDTH_MOST : width;
    options.colour = terminal && cli_terminal_colour();
    return bil_document_comparison_table(out, comparison, &options, cli_given(call, CLI_ALL), err);
}

static int fail(const cli_call *call, const bil_faults *faults, const bil_error *err)
{
    cli_complain_error(call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(call, faults);
    }
    return bil_status_exit_code(err->status);
}

/* `faults` is empty: what the catalogue had was told already. */
static int compare(const cli_call *call, const bil_population *persons, bil_faults *faults)
{
    bil_error err = {0};
    bil_compared done;
    bil_text text;
    bil_text_init(&text);
    bil_status status =
        bil_compare(&done, call->operands[0], call->operands[1], persons, faults, &err);
    if (status == BIL_OK) {
        status = print(&text, call, &done.comparison, &err);
    }
    int code = 0;
    if (status == BIL_OK) {
        cli_tell_faults(call, faults);
        code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &text);
    } else {
        bil_text_release(&text);
        code = fail(call, faults, &err);
    }
    bil_compared_close(&done);
    return code;
}

/* With the persons of the district, which need a catalogue. */
static int compare_in(const cli_call *call, const char *folder)
{
    bil_error err = {0};
    bil_faults faults;
    bil_pipeline run = {0};
    bil_population population = {0};
    bil_status status = cli_read(&run, call, NULL);
    if (status != BIL_OK) {
        bil_pipeline_close(&run);
        return bil_status_exit_code(status);
    }
    bil_faults_init(&faults, run.arena);
    status = bil_population_load(&population, folder, run.catalogue, &faults, &err);
    const int code =
        status == BIL_OK ? compare(call, &population, &faults) : fail(call, &faults, &err);
    if (status == BIL_OK) {
        bil_population_free(&population);
    }
    bil_pipeline_close(&run);
    return code;
}

int cli_run_compare(const cli_call *call)
{
    const char *folder = cli_text(call, CLI_DISTRICT, NULL);
    if (strcmp(call->operands[0], "-") == 0 && strcmp(call->operands[1], "-") == 0) {
        cli_complain(call->lang, CLI_W_BOTH_ALLOCATIONS, NULL, NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia compare", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    if (folder != NULL) {
        return compare_in(call, folder);
    }
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_faults_init(&faults, arena);
    bil_error err = {0};
    if (arena == NULL) {
        (void)bil_fail_nomem(&err);
        return fail(call, &faults, &err);
    }
    const int code = compare(call, NULL, &faults);
    bil_arena_free(arena);
    return code;
}
