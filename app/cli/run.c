/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/run.h"

#include "app/cli/say.h"
#include "app/cli/terminal.h"

/* A page of text no wider than people read with ease. */
enum { WIDTH_MOST = 120 };

void cli_tell_faults(const cli_call *call, const bil_faults *faults)
{
    if (faults->count == 0 || (faults->errors == 0 && cli_given(call, CLI_QUIET))) {
        return;
    }
    bil_text text;
    bil_text_init(&text);
    cli_put_faults(&text, call->lang, faults, true);
    cli_put_fault_count(&text, call->lang, faults);
    cli_to_stderr(&text);
}

int cli_fail(const cli_call *call, const bil_pipeline *run, const bil_error *err)
{
    cli_complain_error(call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(call, &run->faults);
    }
    return bil_status_exit_code(err->status);
}

bil_status cli_read(bil_pipeline *run, const cli_call *call, const char *case_path)
{
    bil_error err = {0};
    bil_text folder;
    bil_text_init(&folder);
    bil_status status = bil_pipeline_open(run, &err);
    if (status == BIL_OK) {
        status = cli_find_catalogue(&folder, cli_text(call, CLI_CATALOGUE, NULL), &err);
    }
    if (status == BIL_OK) {
        status = case_path == NULL ? bil_pipeline_catalogue(run, folder.bytes, &err)
                                   : bil_pipeline_case(run, folder.bytes, case_path, &err);
    }
    if (status != BIL_OK) {
        (void)cli_fail(call, run, &err);
    } else {
        cli_tell_faults(call, &run->faults);
    }
    bil_text_release(&folder);
    return status;
}

bil_status cli_read_profile(bil_synth_profile **out, const bil_pipeline *run, const cli_call *call,
                            const char *named)
{
    bil_error err = {0};
    bil_faults faults;
    bil_text path;
    bil_faults_init(&faults, run->arena);
    bil_text_init(&path);
    bil_status status = cli_find_profile(&path, named, &err);
    if (status == BIL_OK) {
        status = bil_synth_profile_load(out, path.bytes, run->catalogue, &faults, &err);
    }
    if (status != BIL_OK) {
        cli_complain_error(call->lang, &err);
    }
    cli_tell_faults(call, &faults);
    bil_text_release(&path);
    return status;
}

void cli_settle(bil_propose_settings *settings, const cli_call *call, cli_progress *progress)
{
    bil_propose_settings_init(settings);
    if (cli_given(call, CLI_PROFILE)) {
        settings->profile_given =
            bil_profile_parse(&settings->profile, cli_text(call, CLI_PROFILE, ""));
    }
    settings->give_e6 = cli_number(call, CLI_GIVE, settings->give_e6);
    settings->node_limit = cli_number(call, CLI_NODE_LIMIT, settings->node_limit);
    settings->time_limit_ms = cli_number(call, CLI_TIME_LIMIT, settings->time_limit_ms);
    settings->progress = cli_progress_step;
    settings->payload = progress;
}

void cli_put_json_faults(bil_json_writer *json, bil_lang lang, const bil_faults *faults)
{
    bil_json_begin_array(json, "faults");
    for (size_t i = 0; i < faults->count; i++) {
        const bil_fault *fault = &faults->items[i];
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "where", fault->where);
        bil_json_put_bool(json, "warning", fault->warning);
        bil_json_put_text(json, "found", fault->found);
        bil_json_put_text(json, "expected", cli_pick(lang, fault->expected));
        bil_json_put_text(json, "fix", cli_pick(lang, fault->fix));
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

bil_document_options cli_look(const cli_call *call)
{
    bil_document_options options;
    bil_document_options_init(&options);
    const bool terminal = !cli_given(call, CLI_OUTPUT);
    const size_t width = terminal ? cli_terminal_width() : 0;
    options.lang = call->lang;
    options.width = width > WIDTH_MOST ? WIDTH_MOST : width;
    options.colour = terminal && cli_terminal_colour();
    return options;
}
