/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/run.h"
#include "app/cli/say.h"

static int export_model(const bil_pipeline *run, const cli_call *call)
{
    bil_error err = {0};
    bil_text model;
    bil_text names;
    bil_text_init(&model);
    bil_text_init(&names);
    int code = 0;
    if (bil_pipeline_export(&model, &names, run, cli_text(call, CLI_FORMAT, "mps"),
                            cli_text(call, CLI_STAGE, NULL), &err) != BIL_OK) {
        code = cli_fail(call, run, &err);
    }
    if (code == 0 && cli_given(call, CLI_NAMES)) {
        code = cli_deliver(call->lang, cli_text(call, CLI_NAMES, NULL), &names);
    }
    if (code == 0) {
        code = cli_deliver(call->lang, cli_text(call, CLI_OUTPUT, NULL), &model);
    }
    bil_text_release(&model);
    bil_text_release(&names);
    return code;
}

int cli_run_export_model(const cli_call *call)
{
    bil_pipeline run = {0};
    bil_status status = cli_read(&run, call, call->operands[0]);
    int code = status == BIL_OK ? export_model(&run, call) : bil_status_exit_code(status);
    bil_pipeline_close(&run);
    return code;
}
