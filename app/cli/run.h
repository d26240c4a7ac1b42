/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_RUN_H
#define BIL_APP_CLI_RUN_H

/* What the commands that read files share. */

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "data/document.h"
#include "data/json.h"
#include "data/synth.h"
#include "scenarios/pipeline.h"

/* Opens a run and reads the catalogue, and the case when `case_path` is not NULL. BIL_OK, or it has
 * already complained: the error, and every fault of the files. The run is to be closed in either
 * case. Warnings of files that can be used are told unless --quiet. */
bil_status cli_read(bil_pipeline *run, const cli_call *call, const char *case_path);

/* A district's profile, after cli_read: a file, or the name of one that is shipped. BIL_OK, or it
 * has already complained. */
bil_status cli_read_profile(bil_synth_profile **out, const bil_pipeline *run, const cli_call *call,
                            const char *named);

/* Tells of an error and of the faults found so far; gives its exit code. */
int cli_fail(const cli_call *call, const bil_pipeline *run, const bil_error *err);

/* The faults on standard error: all when something is wrong, only warnings otherwise. */
void cli_tell_faults(const cli_call *call, const bil_faults *faults);

/* The member `faults` of a check's answer. */
void cli_put_json_faults(bil_json_writer *json, bil_lang lang, const bil_faults *faults);

/* What the options say of how to propose. */
void cli_settle(bil_propose_settings *settings, const cli_call *call, cli_progress *progress);

/* How a document for people looks on what it is written to: its language, and on a terminal its
 * width and colour. */
bil_document_options cli_look(const cli_call *call);

#endif
