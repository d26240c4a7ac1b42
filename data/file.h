/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_FILE_H
#define BIL_DATA_FILE_H

/* Whole files in, whole files out: a reader never sees half of what was written. */

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"
#include "engine/text.h"

/* Reads a whole file into `out` (initialised, emptied first); "-" is standard input. `out->bytes`
 * ends with a NUL that is not counted, and is "" for an empty file. BIL_E_NO_INPUT when it is
 * missing, a folder or unreadable; BIL_E_DATA when it has more than `size_max` bytes; BIL_E_IO when
 * reading fails half-way; BIL_E_NOMEM. On failure `out` is released. */
BIL_MUST_CHECK bil_status bil_file_read(bil_text *out, const char *path, size_t size_max,
                                        bil_error *err);

/* Writes a whole file: a temporary file in the same folder, synced to disk, then renamed over the
 * old one. On failure the old file is untouched and nothing else stays. A symbolic link is
 * followed; a device or pipe is written in place. NULL or "-" is standard output, flushed and
 * checked. BIL_E_CANT_WRITE when it cannot be created, BIL_E_IO when writing fails half-way. */
BIL_MUST_CHECK bil_status bil_file_write(const char *path, const char *bytes, size_t size,
                                         bil_error *err);

/* The same for a file that is larger than memory, or whose bytes come while time passes: nobody
 * sees it before bil_file_commit. After a failure nothing more is written; look at what commit
 * says. */
typedef struct bil_file_writer bil_file_writer;

/* BIL_E_CANT_WRITE, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_file_begin(bil_file_writer **out, const char *path, bil_error *err);
void bil_file_add(bil_file_writer *writer, const char *bytes, size_t size);

/* Did something fail already? For who would write much more in vain. */
bool bil_file_failed(const bil_file_writer *writer);

/* Frees `writer` in either case. BIL_E_CANT_WRITE, BIL_E_IO. */
BIL_MUST_CHECK bil_status bil_file_commit(bil_file_writer *writer, bil_error *err);

/* Takes away what was not committed and frees; accepts NULL. What went to a device, a pipe or
 * standard output has gone. */
void bil_file_abandon(bil_file_writer *writer);

/* Is there a file (of any kind) at this path? */
bool bil_file_exists(const char *path);

/* Is there a folder at this path? */
bool bil_file_is_folder(const char *path);

/* Do both paths lead to one file, by whatever names and links? Where there is none yet: would they?
 * Devices, pipes and folders are nobody's file. */
bool bil_file_same(const char *a, const char *b);

/* "folder/name" appended to an empty text; look at `failed`. */
void bil_file_join(bil_text *out, const char *folder, const char *name);

#endif
