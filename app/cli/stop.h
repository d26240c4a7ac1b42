/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_STOP_H
#define BIL_APP_CLI_STOP_H

/* Ctrl-C. While a proposal is being composed the first one asks for the best so far; otherwise, and
 * the second time, the program leaves with exit code 130. A file being written is finished first.
 */

#include <stdbool.h>

/* Takes over SIGINT and SIGTERM, ignores SIGPIPE, and makes sure that the three standard
 * descriptors are taken, so that no file opened later is mistaken for one of them. */
void cli_stop_init(void);

/* Between these two the first signal only asks. */
void cli_stop_work_begins(void);
void cli_stop_work_ends(void);

/* Has the person asked to stop? */
bool cli_stop_asked(void);

/* Signals wait between these two. */
void cli_stop_hold(void);
void cli_stop_let_go(void);

#endif
