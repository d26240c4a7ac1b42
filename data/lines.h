/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_LINES_H
#define BIL_DATA_LINES_H

/* A large text file, line by line, in as much memory as its longest line. */

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"
#include "engine/text.h"

typedef struct bil_lines bil_lines;

/* "-" is standard input. BIL_E_NO_INPUT when the file is missing, a folder or unreadable;
 * BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_lines_open(bil_lines **out, const char *path, bil_error *err);
void bil_lines_close(bil_lines *lines); /* accepts NULL */

/* The next line, without what ends it (LF, CRLF), in `line` (emptied first); `*more` is false, and
 * nothing else happens, at the end of the file. A line of more than `size_max` bytes is cut there
 * and `*cut` says so: the rest of it is read over. BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_lines_next(bil_text *line, bool *more, bool *cut, size_t size_max,
                                         bil_lines *lines, bil_error *err);

/* The number of the line given last, from 1. */
size_t bil_lines_number(const bil_lines *lines);

#endif
