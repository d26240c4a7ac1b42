/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_STORE_H
#define BIL_DATA_STORE_H

/* The door to the storage engine. Nothing is stored yet: for now it says which engine is linked
 * and whether its write-ahead log can be trusted, which `doctor` reports. */

#include <stdbool.h>

/* Version of the linked storage engine, e.g. "3.40.1". Static text, never NULL. */
const char *bil_store_engine_version(void);

/* Whether the linked engine is free of the WAL-reset fault (a checkpoint that races with a log
 * reset may lose pages). When false, a store keeps the rollback journal. */
bool bil_store_engine_wal_safe(void);

/* The same judgement for a version number written as major * 1 000 000 + minor * 1 000 + patch. */
bool bil_store_version_wal_safe(int version_number);

#endif
