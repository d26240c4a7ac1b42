/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/run_report.h"

#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/document_report.h"
#include "data/file.h"
#include "scenarios/report.h"

#define PAGE "report.html"
#define WORKBOOK "report.xlsx"

enum { FRAME_MOST = 16 * 1024 * 1024 };

/* Where the option says, else in the folder. */
static bool place(bil_text *out, const cli_call *call, cli_option_id option, const char *folder,
                  const char *name)
{
    const char *told = cli_text(call, option, NULL);
    if (told != NULL) {
        bil_text_add(out, told);
    } else {
        bil_file_join(out, folder, name);
    }
    return !out->failed;
}

static bil_status write_page(const cli_call *call, const bil_report *report, const char *path,
                             const char *frame_path, bil_error *err)
{
    bil_text frame;
    bil_text page;
    bil_text_init(&frame);
    bil_text_init(&page);
    bil_status status = bil_file_read(&frame, frame_path, FRAME_MOST, err);
    if (status == BIL_OK) {
        status = bil_document_report_html(&page, report, &frame, call->lang, err);
    }
    if (status == BIL_OK) {
        status = bil_file_write(path, page.bytes, page.size, err);
    }
    bil_text_release(&frame);
    bil_text_release(&page);
    return status;
}

static int fail(const cli_call *call, const bil_error *err)
{
    cli_complain_error(call->lang, err);
    return bil_status_exit_code(err->status);
}

static int put_page(const cli_call *call, const bil_report *report, const char *folder)
{
    bil_error err = {0};
    bil_text path;
    bil_text frame;
    bil_text_init(&path);
    bil_text_init(&frame);
    int code = 0;
    if (!cli_find_frame(&frame)) {
        if (cli_given(call, CLI_REPORT) || !cli_given(call, CLI_QUIET)) {
            cli_complain(call->lang, CLI_W_NO_REPORT_FRAME, NULL, NULL);
        }
        code = cli_given(call, CLI_REPORT) ? bil_status_exit_code(BIL_E_HELPER) : 0;
    } else {
        const bil_status status = place(&path, call, CLI_REPORT, folder, PAGE)
                                      ? write_page(call, report, path.bytes, frame.bytes, &err)
                                      : bil_fail_nomem(&err);
        code = status == BIL_OK ? 0 : fail(call, &err);
        if (status == BIL_OK && !cli_given(call, CLI_QUIET)) {
            cli_complain(call->lang, CLI_W_REPORT_WRITTEN, path.bytes, NULL);
        }
    }
    bil_text_release(&path);
    bil_text_release(&frame);
    return code;
}

static int put_workbook(const cli_call *call, const bil_report *report, const char *folder)
{
    bil_error err = {0};
    bil_text path;
    bil_text_init(&path);
    const bil_status status = place(&path, call, CLI_XLSX, folder, WORKBOOK)
                                  ? bil_document_report_xlsx(path.bytes, report, call->lang, &err)
                                  : bil_fail_nomem(&err);
    const int code = status == BIL_OK ? 0 : fail(call, &err);
    bil_text_release(&path);
    return code;
}

int cli_write_report(const cli_call *call, const bil_batch *batch, const char *folder,
                     const bil_found_state *found)
{
    bil_error err = {0};
    bil_report *report = NULL;
    if (bil_batch_report(&report, batch, folder, found, &err) != BIL_OK) {
        return fail(call, &err);
    }
    const int page = put_page(call, report, folder);
    const int workbook = put_workbook(call, report, folder);
    bil_report_free(report);
    return page != 0 ? page : workbook;
}
