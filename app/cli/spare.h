/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_SPARE_H
#define BIL_APP_CLI_SPARE_H

/* What a command writes never takes the place of what it reads, under whatever name or link, nor of
 * something else it writes. The table of commands says which options write. */

#include "app/cli/command.h"

/* Looked at before any work. False: it has complained, and the command line is wrong. */
bool cli_spares_inputs(const cli_call *call);

/* The same for a file, or for a catalogue's or district's folder, that the command reads though its
 * line does not name it. NULL is spared. */
bool cli_spares(const cli_call *call, cli_kind kind, const char *input);

#endif
