/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_PROGRESS_H
#define BIL_APP_CLI_PROGRESS_H

/* How far a proposal is, on standard error: a bar on a terminal, plain lines elsewhere, JSON Lines
 * on request. Nothing is said about what takes less than half a second (JSON apart). */

#include "app/cli/command.h"
#include "solver/propose.h"

typedef enum { CLI_PROGRESS_NONE, CLI_PROGRESS_BAR, CLI_PROGRESS_PLAIN, CLI_PROGRESS_JSON } cli_how;

typedef struct {
    cli_how how;
    bil_lang lang;
    bool quiet;
    int64_t started_ms;
    int64_t last_ms; /* of the last thing said; negative = nothing yet */
    char stage[32];
    int phase_block;
    bool drawn;    /* a bar stands on the line */
    bool stopping; /* the person was told that we stop */
} cli_progress;

void cli_progress_init(cli_progress *progress, const cli_call *call);

/* For bil_propose_settings: false once the person has asked to stop. */
bool cli_progress_step(const bil_progress *now, void *progress);

/* Clears the bar. */
void cli_progress_end(cli_progress *progress);

#endif
