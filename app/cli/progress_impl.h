/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_PROGRESS_IMPL_H
#define BIL_APP_CLI_PROGRESS_IMPL_H

/* What every kind of progress shares: when to speak, where, and the wish to stop. */

#include "app/cli/progress.h"
#include "app/cli/say.h"

/* Is it time to say something? `news`: something else is being done than last time. */
bool cli_progress_due(const cli_progress *progress, bool news, int64_t elapsed);

/* What was due, on standard error; released. */
void cli_progress_say(cli_progress *progress, bil_text *text, int64_t elapsed);

/* A bar of so many cells, "\r" before it. */
void cli_progress_bar(bil_text *out, int64_t share_e3, int cells);

/* False once the person has asked to stop, which `word` tells. */
bool cli_progress_goes_on(cli_progress *progress, cli_word word);

#endif
