/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/progress.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "engine/money.h"
#include "scenarios/synth.h"

enum { EXIT_INTERRUPTED = 130 };

static int write_district(const cli_call *call, const bil_pipeline *run,
                          const bil_synth_profile *profile)
{
    bil_error err = {0};
    cli_progress progress;
    char number[48];
    const char *folder = cli_text(call, CLI_OUTPUT, NULL);
    const bil_synth_settings settings = {
        .persons = cli_number(call, CLI_PERSONS, 1000),
        .seed = (uint64_t)cli_number(call, CLI_SEED, 1),
        .progress = cli_progress_step,
        .payload = &progress,
    };
    cli_progress_init(&progress, call);
    cli_stop_work_begins();
    const bil_status status = bil_synth(folder, profile, &settings, &err);
    cli_stop_work_ends();
    cli_progress_end(&progress);
    if (status == BIL_E_STOPPED) {
        cli_complain_error(call->lang, &err);
        return EXIT_INTERRUPTED;
    }
    if (status != BIL_OK) {
        return cli_fail(call, run, &err);
    }
    bil_integer_format(number, sizeof number, settings.persons, call->lang);
    if (!cli_given(call, CLI_QUIET)) {
        cli_complain(call->lang, CLI_W_DISTRICT_WRITTEN, folder, number);
    }
    return 0;
}

int cli_run_synth(const cli_call *call)
{
    const char *folder = cli_text(call, CLI_OUTPUT, NULL);
    if (folder == NULL || strcmp(folder, "-") == 0) {
        cli_complain(call->lang, CLI_W_MISSING_OPTION, "-o", NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia synth", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_pipeline run = {0};
    bil_synth_profile *profile = NULL;
    bil_status status = cli_read(&run, call, NULL);
    if (status == BIL_OK) {
        status = cli_read_profile(&profile, &run, call, cli_text(call, CLI_PROFILE, "pavia"));
    }
    const int code =
        status == BIL_OK ? write_district(call, &run, profile) : bil_status_exit_code(status);
    bil_synth_profile_free(profile);
    bil_pipeline_close(&run);
    return code;
}
