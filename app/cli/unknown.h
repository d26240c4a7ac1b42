/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_UNKNOWN_H
#define BIL_APP_CLI_UNKNOWN_H

#include "engine/error.h"

/* Complains of a command that there is not, with what may have been meant: the commands that begin
 * with the first word, or the one that is spelt nearly so. second may be NULL. Returns the exit
 * code. */
int cli_unknown(bil_lang lang, const char *word, const char *second);

#endif
