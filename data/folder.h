/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_FOLDER_H
#define BIL_DATA_FOLDER_H

/* A whole folder out, or nothing: the files are written into a hidden folder beside the one wanted,
 * synced, and the folder is renamed at the end. Whoever kills the program half-way leaves at most
 * that hidden folder (".bilancia-<process>-<n>.tmp"), never a folder that looks whole.
 *
 * Files are written one after another and may be larger than memory. After a failure everything
 * else fails the same way; look at what bil_folder_commit says. */

#include <stdbool.h>
#include <stddef.h>

#include "engine/error.h"

typedef struct bil_folder bil_folder;

/* Begins the folder `path`, whose parent must exist. BIL_E_CANT_WRITE when something of that name
 * is there already or nothing can be created; BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_folder_begin(bil_folder **out, const char *path, bil_error *err);

/* Begins the next file, a plain name; the one before is finished. */
void bil_folder_file(bil_folder *folder, const char *name);

/* Adds bytes to the file begun last. */
void bil_folder_add(bil_folder *folder, const char *bytes, size_t size);

/* Did something fail already? For who would write much more in vain. */
bool bil_folder_failed(const bil_folder *folder);

/* Finishes and gives the folder its name: it is there, whole, or BIL_E_CANT_WRITE, BIL_E_IO or
 * BIL_E_NOMEM says why not and nothing stays. Frees `folder` in either case. */
BIL_MUST_CHECK bil_status bil_folder_commit(bil_folder *folder, bil_error *err);

/* Takes everything away and frees; accepts NULL. */
void bil_folder_abandon(bil_folder *folder);

#endif
