/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows SQLite. */
#include "data/store.h"

#include <sqlite3.h> /* NOLINT(portability-restrict-system-includes): its one place */

/* sqlite.org/wal.html#walresetbug: present from 3.7.0 to 3.51.2. Fixes carried back to older
 * branches cannot be told from the number, so everything older counts as unsafe. */
enum { WAL_RESET_FIXED = 3051003 };

const char *bil_store_engine_version(void)
{
    return sqlite3_libversion();
}

bool bil_store_engine_wal_safe(void)
{
    return bil_store_version_wal_safe(sqlite3_libversion_number());
}

bool bil_store_version_wal_safe(int version_number)
{
    return version_number >= WAL_RESET_FIXED;
}
