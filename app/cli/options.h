/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_OPTIONS_H
#define BIL_APP_CLI_OPTIONS_H

/* From the words of a command line to a call, by the table of commands. The only door to popt. */

#include "app/cli/command.h"

/* What was allocated while parsing; the call borrows from it. */
typedef struct cli_parsed cli_parsed;

/* Parses what follows the command's name. False: it has already complained on standard error, and
 * the exit code is 64 (70 without memory), put in *code. `*out` is to be freed in either case. */
bool cli_parse(cli_parsed **out, cli_call *call, int argc, const char *const *argv, int *code);
void cli_parsed_free(cli_parsed *parsed); /* accepts NULL */

/* --lang of the command line (looked up before anything is parsed), else what LC_ALL, LC_MESSAGES
 * or LANG say, else Italian. */
bil_lang cli_language(int argc, const char *const *argv);

/* Is this flag (by its long name or letter) among the words before "--"? */
bool cli_asks_for(int argc, const char *const *argv, const char *name, char letter);

#endif
