/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows SQLite. */
#include "data/store.h"

#include <sqlite3.h> /* NOLINT(portability-restrict-system-includes): its one place */

/* sqlite.org/wal.html#walresetbug: fixed in 3.51.3 and carried back to two older branches. */
enum {
    WAL_RESET_FIXED = 3051003,
    WAL_RESET_FIXED_50 = 3050007,
    WAL_RESET_FIXED_44 = 3044006,
    PATCHES = 1000 /* version numbers of one branch */
};

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
    const int branch = version_number / PATCHES;
    return version_number >= WAL_RESET_FIXED ||
           (branch == WAL_RESET_FIXED_50 / PATCHES && version_number >= WAL_RESET_FIXED_50) ||
           (branch == WAL_RESET_FIXED_44 / PATCHES && version_number >= WAL_RESET_FIXED_44);
}
