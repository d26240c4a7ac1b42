/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_HELP_H
#define BIL_APP_CLI_HELP_H

/* Help, made from the table of commands. */

#include "app/cli/command.h"
#include "engine/text.h"

void cli_put_welcome(bil_text *out, bil_lang lang);
void cli_put_help(bil_text *out, bil_lang lang);
void cli_put_command_help(bil_text *out, bil_lang lang, const cli_command *command);

/* "bilancia propose [OPZIONI] CASO". */
void cli_put_usage(bil_text *out, bil_lang lang, const cli_command *command);

/* Writes a name and what it says. */
typedef void (*cli_entry)(bil_text *out, const char *name, const char *words);

/* "-o, --output FILE", with its help, its possible values and its default. */
void cli_put_option(bil_text *out, bil_lang lang, const cli_option *option, cli_entry put);

/* The exit codes of a command; NULL = of the program. */
void cli_put_exits(bil_text *out, bil_lang lang, const cli_command *command, cli_entry put);

/* The command the operands name, NULL when there are none. False: no such command, and it has
 * complained. */
bool cli_named_command(const cli_command **out, const cli_call *call);

#endif
