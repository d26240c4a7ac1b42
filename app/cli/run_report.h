/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_RUN_REPORT_H
#define BIL_APP_CLI_RUN_REPORT_H

#include "app/cli/command.h"
#include "scenarios/found.h"

/* The report of a batch that is finished: the page and the workbook, where --report and --xlsx say,
 * else in its folder. Gives the exit code, and has then complained. 69 when the page is asked for
 * and the program was built without it; when it is not asked for, that is only told. */
int cli_write_report(const cli_call *call, const bil_batch *batch, const char *folder,
                     const bil_found_state *found);

#endif
