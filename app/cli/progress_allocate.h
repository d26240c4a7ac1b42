/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_PROGRESS_ALLOCATE_H
#define BIL_APP_CLI_PROGRESS_ALLOCATE_H

/* How far an allocation is, and when to stop it: the clock and Ctrl-C are the program's, not the
 * solver's. */

#include "app/cli/progress.h"
#include "solver/allocate.h"

typedef struct {
    cli_progress progress;
    int64_t limit_ms; /* from the start; 0 = none */
    bool essential;   /* the first pass counts what is missing from essential levels */
    bil_allocate_stage stage;
    int pass;
    int round;
    int64_t round_ms; /* when the round began, from the start */
} cli_watch;

void cli_watch_init(cli_watch *watch, const cli_call *call, bool essential);

/* For bil_allocate_order: false once the person has asked to stop, or the time is over. */
bool cli_watch_step(const bil_allocate_progress *now, void *watch);

#endif
